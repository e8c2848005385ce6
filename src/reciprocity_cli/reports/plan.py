"""What to learn and whom to meet, from what several people look for; docs/model.md, section 14."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reciprocity_cli.domain.planning import Gap
from reciprocity_cli.domain.records import Need, Seeking, Urgency
from reciprocity_cli.reports.report import Cell, Column, Records, Report, Row, Section, Span
from reciprocity_cli.reports.wording import counted, people_counted, shown_names, titled

FIELDS = ("words", "urgency", "people_count", "people", "meet")
_COLUMNS = (Column(wrap=True), Column(wrap=True))


def plan_report(gaps: Sequence[Gap], chosen: str = "") -> Report:
    """Return the gaps in their order, each with the people, what to learn and whom to meet."""
    people = [one.person for gap in gaps for one in gap.wanted]
    people += [one.person for gap in gaps for one in gap.meet]
    names = shown_names({person.id: person for person in people}.values())
    return Report(
        name="plan",
        title=titled(
            "Plan", f"{counted(len(gaps), 'subject')} that no offer of yours meets", chosen
        ),
        fields=FIELDS,
        rows=Records(gaps, _fields),
        columns=_COLUMNS,
        body=[Section("", [row for gap in gaps for row in _rows(gap, names)])] if gaps else (),
        empty="no need that two people share is without an offer of yours",
    )


def _rows(gap: Gap, names: dict[int, str]) -> list[Row]:
    """Return a line for the subject and one for each person; below the last, what could be done."""
    subject = Span(", ".join(gap.words), "strong")
    rows = [Row((subject, Span(people_counted(gap.people), "dim")))]
    rows += [Row((f"  {names[one.person.id]}", _sought(one.need))) for one in gap.wanted]
    below: list[Cell] = [f"→ learn about it: {', '.join(gap.words)}"]
    below += [f"→ meet {names[one.person.id]}, who offers {one.speciality}" for one in gap.meet]
    return [*rows[:-1], rows[-1]._replace(below=below)]


def gap_words(gap: Gap, names: Mapping[int, str]) -> str:
    """Return "pricing: Ana Ruiz, Ben Adler"."""
    people = dict.fromkeys(names[one.person.id] for one in gap.wanted)
    return f"{', '.join(gap.words)}: {', '.join(people)}"


def _sought(need: Need) -> str:
    what = f"interest: {need.text}" if need.seeking is Seeking.INTEREST else need.text
    return what if need.urgency is Urgency.NORMAL else f"{what} ({need.urgency})"


def _fields(gap: Gap) -> dict[str, Any]:
    return {
        "words": list(gap.words),
        "urgency": gap.urgency,
        "people_count": gap.people,
        "people": [
            {
                "id": one.person.id,
                "name": one.person.name,
                "need_id": one.need.id,
                "text": one.need.text,
                "seeking": one.need.seeking,
                "urgency": one.need.urgency,
            }
            for one in gap.wanted
        ],
        "meet": [
            {"id": one.person.id, "name": one.person.name, "speciality": one.speciality}
            for one in gap.meet
        ],
    }
