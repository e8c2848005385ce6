"""The report of `doctor`: facts about this installation, under headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reciprocity_cli.reports.report import Column, Report, Row, Section, Span

FIELDS = ("about", "name", "value")


class Fact(NamedTuple):
    """One thing that is so; never anything that a ledger holds."""

    about: str
    name: str
    value: str


def doctor_report(facts: Sequence[Fact]) -> Report:
    """Return facts in the order given, those about one thing together."""
    headings = dict.fromkeys(fact.about for fact in facts)
    sections = [
        Section(
            heading,
            [Row((Span(one.name, "dim"), one.value)) for one in facts if one.about == heading],
        )
        for heading in headings
    ]
    return Report(
        name="doctor",
        title="Doctor",
        fields=FIELDS,
        rows=[fact._asdict() for fact in facts],
        columns=(Column(), Column(wrap=True)),
        body=sections,
    )
