"""The report of settings: what holds, and where it was set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reciprocity_cli.reports.report import Column, Report, Row, Section, Span

FIELDS = ("key", "value", "source")
_COLUMNS = (Column(), Column(wrap=True), Column(wrap=True))


class SettingLine(NamedTuple):
    """One setting: its key, the value as it would be typed, and where it comes from."""

    key: str
    value: str
    source: str


def settings_report(settings: Sequence[SettingLine]) -> Report:
    """Return settings in the order given."""
    rows = [
        Row((setting.key, setting.value or Span("unset", "dim"), Span(setting.source, "dim")))
        for setting in settings
    ]
    return Report(
        name="config list",
        title="Settings",
        fields=FIELDS,
        rows=[{**setting._asdict(), "value": setting.value or None} for setting in settings],
        columns=_COLUMNS,
        body=(Section("", rows),),
    )
