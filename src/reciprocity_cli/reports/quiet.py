"""Who is left in peace, and until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from reciprocity_cli.domain.records import QuietRange
from reciprocity_cli.reports.body import Column, Row, Section, dim, numbered
from reciprocity_cli.reports.report import Asked, Fields, Report
from reciprocity_cli.reports.words import counted, near_day, titled
from reciprocity_cli.store.people import namesakes_apart, quiet_ranges


class QuietDays(NamedTuple):
    """One quiet range; nobody's own is everyone's."""

    id: int
    person_id: int | None
    name: str | None
    days: QuietRange


quiet_fields = Fields(
    "id person_id name first=days.first last=days.last now",
    now=lambda one, today: one.days.first <= today <= one.days.last,
)
_RIGHT = Column(align="right")
_COLUMNS = (
    Column(align="right", drop=2),
    Column(shrink=True),
    _RIGHT,
    Column(),
    _RIGHT,
    Column(drop=1),
)


def quiet_view(asked: Asked, *, show_all: bool = False) -> Report:
    """Return the quiet ranges of everyone that are not over, with `show_all` all of them."""
    ranges = [QuietDays(*one) for one in quiet_ranges(asked.sql)]
    shown = [one for one in ranges if show_all or one.days.last >= asked.today]
    return quiet_report(shown, today=asked.today, apart=namesakes_apart(asked.sql))


def quiet_report(ranges: Sequence[QuietDays], *, today: date, apart: Mapping[int, str]) -> Report:
    """Return quiet ranges in the order given; `apart` tells by id what to call namesakes."""
    rows = [
        _row(one, today, apart.get(one.person_id or 0, one.name or "everyone")) for one in ranges
    ]
    return Report(
        name="quiet list",
        title=titled("Quiet", counted(len(ranges), "range")),
        fields=quiet_fields.names,
        rows=quiet_fields.rows(ranges, today),
        columns=_COLUMNS,
        body=(Section("", rows),) if rows else (),
        empty="nobody is to be left in peace",
    )


def _row(one: QuietDays, today: date, name: str) -> Row:
    first, last = one.days
    state = "over" if last < today else "now" if first <= today else ""
    days = (near_day(first, today), "to", near_day(last, today))
    return Row((numbered(one.id), name, *days, dim(state)))
