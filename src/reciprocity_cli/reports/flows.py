"""The balance report by category, role and month: what went each way, without a verdict.

Source: docs/model.md, section 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import fsum
from typing import Any, NamedTuple

from reciprocity_cli.domain.balance import index_of
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Category, Direction, Role
from reciprocity_cli.reports.balance import BAR_HALF, FOOTER, balance_title, year_counts
from reciprocity_cli.reports.bars import flow_bar, index_axis
from reciprocity_cli.reports.report import Column, Paragraph, Report, Row, Section, Span
from reciprocity_cli.reports.tilt import Tie
from reciprocity_cli.reports.wording import (
    EVERYTHING,
    counted,
    number,
    people_counted,
    period_words,
    titled,
)

_EMPTY = "nothing has passed between you and anyone here yet"


class MonthlyFlow(NamedTuple):
    """The exchanges of one month in one direction: their number, and the plain sum of weights."""

    month: str
    direction: Direction
    entries: int
    total: float


def balance_by_category(
    ties: Sequence[Tie], *, today: date, query: Query = EVERYTHING, half_life: int | None = 365
) -> Report:
    """Return the faded sums of each category over all people, both ways."""
    counting = _counting(ties)
    flows = [tie.standing.balance.categories for tie in counting]
    sums = {
        category: (
            fsum(flow[category].gave for flow in flows),
            fsum(flow[category].got for flow in flows),
        )
        for category in Category
    }
    rows = [
        {"category": category, "gave": gave, "got": got, "net": gave - got + 0.0}
        | {"index": index_of(gave, got)}
        for category, (gave, got) in sums.items()
        if gave or got
    ]
    return _flow_report(
        title=balance_title(
            f"by category, {people_counted(len(counting))}", query, half_life, today
        ),
        fields=("category", "gave", "got", "net", "index"),
        rows=rows,
        first=[(str(row["category"]), "") for row in rows],
    )


def balance_by_role(
    ties: Sequence[Tie], *, today: date, query: Query = EVERYTHING, half_life: int | None = 365
) -> Report:
    """Return the sums of the people of each role; somebody of two roles counts in both."""
    counting = _counting(ties)
    rows = []
    for role in (*Role, None):
        members = [tie for tie in counting if _has(tie, role)]
        if members:
            rows.append(_role_fields(role, members))
    return _flow_report(
        title=balance_title(f"by role, {people_counted(len(counting))}", query, half_life, today),
        fields=("role", "people", "gave", "got", "net", "gave_count_year", "got_count_year"),
        rows=rows,
        first=[(row["role"] or "no role", people_counted(row["people"])) for row in rows],
    )


def balance_by_month(
    flows: Iterable[MonthlyFlow], *, today: date, query: Query = EVERYTHING
) -> Report:
    """Return the plain sums and the number of exchanges of each month in which there were any."""
    months: dict[str, dict[str, Any]] = {}
    for flow in flows:
        row = months.setdefault(
            flow.month,
            {"month": flow.month, "gave": 0.0, "got": 0.0, "gave_count": 0, "got_count": 0},
        )
        row[flow.direction.value] += flow.total
        row[f"{flow.direction.value}_count"] += flow.entries
    rows = [months[month] for month in sorted(months)]
    return _flow_report(
        title=titled(
            "Balance",
            f"by month, {counted(len(rows), 'month')}",
            f"{period_words(query, today)}, without fading",
            query.text,
        ),
        fields=("month", "gave", "got", "gave_count", "got_count"),
        rows=rows,
        first=[(row["month"], "") for row in rows],
    )


def _counting(ties: Sequence[Tie]) -> list[Tie]:
    return [tie for tie in ties if tie.standing.group is not None]


def _has(tie: Tie, role: Role | None) -> bool:
    return role in tie.person.roles if role else not tie.person.roles


def _role_fields(role: Role | None, members: Sequence[Tie]) -> dict[str, Any]:
    balances = [tie.standing.balance for tie in members]
    gave = fsum(balance.gave for balance in balances)
    got = fsum(balance.got for balance in balances)
    return {
        "role": role,
        "people": len(members),
        "gave": gave,
        "got": got,
        "net": gave - got + 0.0,
        "gave_count_year": sum(balance.gave_count_year for balance in balances),
        "got_count_year": sum(balance.got_count_year for balance in balances),
    }


def _flow_report(
    title: str,
    fields: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    first: Sequence[tuple[str, str]],
) -> Report:
    """Lay out rows that have `gave` and `got`; `first` are the first two cells of each."""
    largest = max((max(row["gave"], row["got"]) for row in rows), default=0.0)
    lines = [
        Row(
            (
                *start,
                _counts(row),
                flow_bar(row["gave"], row["got"], largest, BAR_HALF) if largest else "",
                f"you {number(row['gave'])}, them {number(row['got'])}",
            )
        )
        for start, row in zip(first, rows, strict=True)
    ]
    footer = Paragraph(Span(FOOTER, "dim"))
    return Report(
        name="balance",
        title=title,
        fields=fields,
        rows=rows,
        columns=(
            Column(),
            Column(),
            Column("entries" if "month" in fields else "12 months", drop=1),
            Column(index_axis(BAR_HALF), drop=2),
            Column("sums of sizes"),
        ),
        body=(Section("", lines), footer) if rows else (),
        empty=_EMPTY,
    )


def _counts(row: Mapping[str, Any]) -> Any:
    suffix = "count" if "gave_count" in row else "count_year"
    if f"gave_{suffix}" not in row:
        return ""
    return year_counts(row[f"gave_{suffix}"], row[f"got_{suffix}"])
