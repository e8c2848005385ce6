"""The review: five steps over the ledger and six habits, each with what is there to look at.

Source: docs/model.md, sections 12 and 14.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from reciprocity_cli.reports.report import Column, Records, Report, Row, Section, Span
from reciprocity_cli.reports.wording import counted, titled

FIELDS = ("section", "person_id", "name", "text", "next_step")
SHOWN = 5
FACTS_SHOWN = 2
"""People in a section, and in a habit, that the table shows; `--all` shows everyone."""
_COLUMNS = (Column(shrink=True), Column(wrap=True))


class Part(StrEnum):
    """The five steps of a review, and the habits."""

    AUDIT = "audit"
    OPPORTUNITIES = "opportunities"
    CAPABILITY = "capability"
    PRACTICE = "practice"
    TRACKING = "tracking"
    HABITS = "habits"


HEADINGS = {
    Part.AUDIT: "What you give now",
    Part.OPPORTUNITIES: "Where you could give",
    Part.CAPABILITY: "What to be able to give",
    Part.PRACTICE: "What to do this week",
    Part.TRACKING: "How it stands",
    Part.HABITS: "Habits to look at, gently",
}
NOTHING = {
    Part.AUDIT: "nothing recorded",
    Part.OPPORTUNITIES: "no open need that an offer of yours meets",
    Part.CAPABILITY: "no need that several people share is without an offer of yours",
    Part.PRACTICE: "nobody is due this week",
    Part.TRACKING: "nothing is lopsided, and no outcome is waited for",
    Part.HABITS: "none of the six was found",
}


class Item(NamedTuple):
    """One line of a review: about somebody, or about the whole (`person_id` None)."""

    part: Part
    text: str
    person_id: int | None = None
    name: str = ""
    next_step: str = ""


def review_report(items: Sequence[Item], span: str, *, show_all: bool = False) -> Report:
    """Return the items under their six headings; a heading without any says so."""
    return Report(
        name="review",
        title=titled("Review", span),
        fields=FIELDS,
        rows=Records(items, _fields),
        columns=_COLUMNS,
        body=[
            Section(
                HEADINGS[part], _rows([one for one in items if one.part is part], part, show_all)
            )
            for part in Part
        ],
    )


def _rows(items: Sequence[Item], part: Part, show_all: bool) -> list[Row]:
    if not items:
        return [Row((Span(NOTHING[part], "dim"), ""), across=True)]
    limit = FACTS_SHOWN if part is Part.HABITS else SHOWN
    return [
        row for group in groups(items) for row in _group(group, len(group) if show_all else limit)
    ]


def groups(items: Sequence[Item]) -> list[list[Item]]:
    """Return the lines in groups, each begun by one about the whole where there is one."""
    found: list[list[Item]] = []
    for one in items:
        if not one.name or not found:
            found.append([])
        found[-1].append(one)
    return found


def _group(items: Sequence[Item], limit: int) -> list[Row]:
    whole = [one for one in items if not one.name]
    people = [one for one in items if one.name]
    rows = [_row(one) for one in (*whole, *people[:limit])]
    if len(people) > limit:
        more = f"and {len(people) - limit} more: recip review --all"
        rows.append(Row((Span(more, "dim"), ""), across=True))
    return rows


def _row(one: Item) -> Row:
    below = [f"→ {one.next_step}"] if one.next_step else []
    if not one.name:
        return Row((Span(one.text, "strong"), ""), below, across=True)
    return Row((one.name, one.text), below)


def _fields(one: Item) -> dict[str, Any]:
    return {
        "section": one.part,
        "person_id": one.person_id,
        "name": one.name or None,
        "text": one.text,
        "next_step": one.next_step or None,
    }


def gave_words(count: int, people: int, categories: Sequence[tuple[str, int]], days: int) -> str:
    """Return "you gave 3 times to 2 people in the last 7 days: knowledge 2, advice 1"."""
    if not count:
        return f"no give in the last {days} days"
    times = "once" if count == 1 else f"{count} times"
    kinds = ", ".join(f"{category} {number}" for category, number in categories)
    whom = counted(people, "person", "people")
    return f"you gave {times} to {whom} in the last {days} days: {kinds}"
