"""Who is left in peace, and until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from reciprocity_cli.domain.records import QuietRange
from reciprocity_cli.reports.report import Column, Report, Row, Section, Span
from reciprocity_cli.reports.words import counted, near_day, titled
from reciprocity_cli.store.people import namesakes_apart, quiet_ranges

if TYPE_CHECKING:
    import sqlite3


FIELDS = ("id", "person_id", "name", "first", "last", "now")
EVERYONE = "everyone"
_COLUMNS = (
    Column(align="right", drop=2),
    Column(shrink=True),
    Column(align="right"),
    Column(),
    Column(align="right"),
    Column(drop=1),
)


class Quiet(NamedTuple):
    """One quiet range; nobody's own is everyone's."""

    id: int
    person_id: int | None
    name: str | None
    days: QuietRange


def quiet_report(
    ranges: Sequence[Quiet], *, today: date, apart: Mapping[int, str], show_all: bool = False
) -> Report:
    """Return quiet ranges in the order of their days; those that are over only if `show_all`.

    `apart` tells by id what to call those who share a name.
    """
    shown = [one for one in ranges if show_all or one.days.last >= today]
    return Report(
        name="quiet list",
        title=titled("Quiet", counted(len(shown), "range")),
        fields=FIELDS,
        rows=[_fields(one, today) for one in shown],
        columns=_COLUMNS,
        body=(Section("", [_row(one, today, apart) for one in shown]),) if shown else (),
        empty="nobody is to be left in peace",
    )


def _row(one: Quiet, today: date, apart: Mapping[int, str]) -> Row:
    name = one.name or EVERYONE
    if one.person_id is not None:
        name = apart.get(one.person_id, name)
    return Row(
        (
            Span(f"#{one.id}", "dim"),
            name,
            near_day(one.days.first, today),
            "to",
            near_day(one.days.last, today),
            Span(_when(one.days, today), "dim"),
        )
    )


def _when(days: QuietRange, today: date) -> str:
    if days.last < today:
        return "over"
    return "now" if days.first <= today else ""


def _fields(one: Quiet, today: date) -> dict[str, Any]:
    return {
        "id": one.id,
        "person_id": one.person_id,
        "name": one.name,
        "first": one.days.first,
        "last": one.days.last,
        "now": one.days.first <= today <= one.days.last,
    }


def quiet_view(sql: sqlite3.Connection, today: date, *, show_all: bool = False) -> Report:
    """Return the quiet ranges of everyone that are not over, with `show_all` all of them."""
    ranges = [Quiet(*one) for one in quiet_ranges(sql)]
    return quiet_report(ranges, today=today, apart=namesakes_apart(sql), show_all=show_all)
