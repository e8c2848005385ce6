"""The report of a check: each finding in a line, and whether it can be mended."""

from __future__ import annotations

from collections.abc import Sequence

from reciprocity_cli.domain.records import Finding
from reciprocity_cli.reports.report import Paragraph, Report
from reciprocity_cli.reports.wording import counted

FIELDS = ("kind", "said", "mendable")


def checked_report(findings: Sequence[Finding]) -> Report:
    """Return findings in the order given."""
    return Report(
        name="check",
        title=f"Check · {counted(len(findings), 'finding')}",
        fields=FIELDS,
        rows=[finding._asdict() for finding in findings],
        body=[Paragraph(finding.said, apart=False) for finding in findings],
        empty="",
    )
