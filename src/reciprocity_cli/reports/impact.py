"""What came of what passed, by category; docs/model.md, section 17."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from reciprocity_cli.domain import habits
from reciprocity_cli.domain.dates import short_day
from reciprocity_cli.domain.kinds import kind_of
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Category, Direction, Exchange, Outcome
from reciprocity_cli.domain.rhythm import is_dormant
from reciprocity_cli.reports import words
from reciprocity_cli.reports.body import Body, Cell, Column, Paragraph, Row, Section, Span, dim
from reciprocity_cli.reports.history import outcome_words
from reciprocity_cli.reports.report import Asked, Fields, Report
from reciprocity_cli.store import filters
from reciprocity_cli.store.entries import OUTCOME_SO_FAR
from reciprocity_cli.store.people import namesakes_apart

came_fields = Fields(
    "id date=exchange.on person_id name=name direction category kind note other_name outcome"
    " outcome_text outcome_on thanked_on reported_on to_ask to_report",
    of="exchange",
    other_name=lambda one, _: one.other or None,
    outcome=lambda one, today: habits.outcome_by(one.exchange, today),
    outcome_text=lambda one, today: one.exchange.outcome_text if _is_known(one, today) else "",
    outcome_on=lambda one, today: one.exchange.outcome_on if _is_known(one, today) else None,
    to_ask=lambda one, today: habits.is_to_ask(one.exchange, today),
    to_report=lambda one, today: habits.is_to_report(one.exchange, today),
)
MOST_LINES = 3
"""Outcomes shown of a category, and gives to ask about; `--all` shows every one."""

_COLUMNS = (Column(shrink=True), Column(align="right"), Column(wrap=True))
_NO_TALLY = habits.Tally()
Tallies = Mapping[tuple[Direction, Category], habits.Tally]


def impact_report(
    came: Sequence[habits.Came],
    tallies: Tallies,
    lasting: habits.Lasting,
    *,
    today: date,
    query: Query,
    apart: Mapping[int, str],
    show_all: bool,
) -> Report:
    """Return what came of what the owner gave and got, and which gives to ask about.

    `came` are the newest first; `apart` tells by id what to call those who share a name.
    """
    most = len(came) if show_all else MOST_LINES
    lines = _Lines(today, apart, most)
    known = sum(tally.known for tally in tallies.values())
    return Report(
        name="impact",
        title=words.titled(
            "Impact",
            words.counted(known, "known outcome"),
            words.period_words(query, today),
            query.text,
        ),
        fields=came_fields.names,
        rows=came_fields.rows(came, today),
        beside={
            **{way.value: _tallied(tallies, way) for way in Direction},
            "relationships": lasting._asdict(),
        },
        columns=_COLUMNS,
        body=_body(came, tallies, lasting, lines) if tallies else (),
        empty="no outcome is known so far"
        if tallies
        else words.nothing_fits(query) or "nothing was given or got so far",
    )


def _is_known(one: habits.Came, today: date) -> bool:
    return habits.outcome_by(one.exchange, today) is not Outcome.UNKNOWN


def _body(
    came: Sequence[habits.Came], tallies: Tallies, lasting: habits.Lasting, lines: _Lines
) -> Body:
    body: Body = [
        Section("What came of what you gave", lines.by_category(came, tallies, Direction.GAVE)),
        Section("What came of what you got", lines.by_category(came, tallies, Direction.GOT)),
        Section("Ask how it went", lines.to_ask(came)),
    ]
    if ties := _lasting_words(lasting):
        body.append(Paragraph(ties))
    body.append(Paragraph(dim("When you know more: recip outcome ID helped")))
    return body


class _Lines:
    """The rows of this report, for a day."""

    def __init__(self, today: date, apart: Mapping[int, str], most: int) -> None:
        self.today = today
        self.apart = apart
        self.most = most

    def by_category(
        self, came: Sequence[habits.Came], tallies: Tallies, way: Direction
    ) -> list[Row]:
        """Return a row for each category that had anything, its outcomes below."""
        rows = []
        for category in Category:
            tally = tallies.get((way, category), _NO_TALLY)
            if tally.passed:
                held = [
                    one
                    for one in came
                    if one.exchange.direction is way
                    and one.exchange.category is category
                    and _is_known(one, self.today)
                ]
                cells = (category.value, f"{tally.passed:,} {way}", _tally_words(tally))
                rows.append(Row(cells, self._cut(held, self._outcome)))
        return rows

    def to_ask(self, came: Sequence[habits.Came]) -> list[Row]:
        """Return a row for each give that it is time to ask about."""
        held = [one for one in came if habits.is_to_ask(one.exchange, self.today)]
        rows = [
            Row((self._name(one), self._day(one.exchange), self._what(one)))
            for one in held[: self.most]
        ]
        if len(held) > self.most:
            rows.append(Row(("", "", _more(len(held) - self.most))))
        return rows

    def _cut(self, held: Sequence[habits.Came], line: Callable[[habits.Came], Cell]) -> list[Cell]:
        lines = [line(one) for one in held[: self.most]]
        return [*lines, _more(len(held) - self.most)] if len(held) > self.most else lines

    def _outcome(self, one: habits.Came) -> Cell:
        exchange = one.exchange
        said = outcome_words(exchange.outcome, exchange.outcome_text)
        way = "to" if exchange.direction is Direction.GAVE else "from"
        note = f": {exchange.note}" if exchange.note else ""
        about = f" (with {one.other})" if one.other else ""
        todo = _next_word(exchange, self.today)
        return (
            dim(f"#{exchange.id}  {self._day(exchange)}  "),
            Span(f"{way} {self._name(one)}{about}{note} → {said}"),
            Span(f" · {todo}" if todo else "", "strong"),
        )

    def _what(self, one: habits.Came) -> Cell:
        exchange = one.exchange
        kind = f".{exchange.kind}" if exchange.kind else ""
        note = f": {exchange.note}" if exchange.note else ""
        about = f" (with {one.other})" if one.other else ""
        return dim(f"#{exchange.id}  "), Span(f"{exchange.category}{kind}{about}{note}")

    def _name(self, one: habits.Came) -> str:
        return self.apart.get(one.exchange.person_id, one.name)

    def _day(self, exchange: Exchange) -> str:
        return short_day(exchange.on, self.today)


def _next_word(exchange: Exchange, today: date) -> str:
    """Return what is left to do about a get that came to something; nothing where all is said."""
    if not habits.is_to_report(exchange, today):
        return ""
    thanked = exchange.thanked_on is not None and exchange.thanked_on <= today
    return "tell them so" if thanked else "thank them, and tell them so"


def _more(count: int) -> Span:
    return dim(f"and {count:,} more: recip impact --all")


def _tally_words(tally: habits.Tally) -> Cell:
    if not tally.known:
        return dim("nothing known yet of what came of them")
    parts = [
        f"{tally.big:,} big" if tally.big else "",
        f"{tally.helped:,} helped" if tally.helped else "",
        f"{tally.nothing:,} came to nothing" if tally.nothing else "",
    ]
    return f"of {tally.known:,} known: {', '.join(part for part in parts if part)}"


def _lasting_words(lasting: habits.Lasting) -> str:
    parts = [
        f"{lasting.five_and_more:,} for 5 years or more" if lasting.five_and_more else "",
        f"{lasting.one_to_five:,} for 1 to 5 years" if lasting.one_to_five else "",
        f"{lasting.under_a_year:,} for less than a year" if lasting.under_a_year else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"In touch with {words.people_counted(sum(lasting))}: {said}" if said else ""


def _tallied(tallies: Tallies, way: Direction) -> dict[str, dict[str, int]]:
    return {
        category.value: {**tally._asdict(), "known": tally.known}
        for category in Category
        for tally in [tallies.get((way, category), _NO_TALLY)]
    }


_COUNTED = "e.day <= :today_day AND e.self_interest = 0"
"""A give in the owner's own interest is none here."""


def tallies(asked: Asked) -> Tallies:
    """Return by direction and category how many a query chooses, and their outcomes."""
    condition, values = _chosen(asked)
    counts: dict[tuple[Direction, Category], dict[str, int]] = defaultdict(dict)
    for way, category, outcome, count in asked.sql.execute(
        f"SELECT e.direction, e.category, {OUTCOME_SO_FAR}, COUNT(*) FROM exchange e"
        f" JOIN person p ON p.id = e.person_id WHERE {condition} GROUP BY 1, 2, 3",
        values,
    ):
        counts[Direction(way), Category(category)][outcome] = count
    return {
        key: habits.Tally(
            sum(of.values()), *(of.get(word, 0) for word in ("nothing", "helped", "big"))
        )
        for key, of in counts.items()
    }


def came(asked: Asked) -> list[habits.Came]:
    """Return what a query chooses with a known outcome, and gives to ask about, newest first."""
    condition, values = _chosen(asked)
    values["ask_first"] = asked.today.toordinal() - habits.ASK_WITHIN_DAYS + 1
    values["ask_last"] = asked.today.toordinal() - habits.ASK_FROM_DAYS
    values["ask_weight"] = habits.ASK_WEIGHT
    listed = ", ".join(f"'{category}'" for category in habits.ASK_CATEGORIES)
    kind = kind_of(Exchange)
    columns = ", ".join(f"e.{name}" for name in kind.read_columns)
    found = asked.sql.execute(
        f"SELECT {columns}, p.name, o.name FROM exchange e JOIN person p ON p.id = e.person_id"
        f" LEFT JOIN person o ON o.id = e.other_person_id WHERE {condition}"
        f" AND ({OUTCOME_SO_FAR} <> 'unknown' OR (e.direction = 'gave'"
        " AND e.day BETWEEN :ask_first AND :ask_last AND e.weight >= :ask_weight"
        f" AND e.category IN ({listed})))"
        " ORDER BY e.day DESC, e.id DESC",
        values,
    )
    return [habits.Came(kind.made(row[:-2]), row[-2], row[-1] or "") for row in found]


def first_days(asked: Asked) -> list[date]:
    """Return the first contact day of each person chosen who is not dormant."""
    filters.prepare(asked.sql, asked.query)
    person = filters.people(asked.query, asked.chosen)
    values = {**filters.day_values(asked.today), **person.values}
    spans = asked.sql.execute(
        "SELECT MIN(d.day), MAX(d.day) FROM person p JOIN ("
        "SELECT person_id, MIN(day) AS day FROM attendance WHERE day <= :today_day GROUP BY 1"
        " UNION ALL SELECT person_id, MAX(day) FROM attendance WHERE day <= :today_day GROUP BY 1"
        " UNION ALL SELECT person_id, MIN(day) FROM exchange WHERE day <= :today_day GROUP BY 1"
        " UNION ALL SELECT person_id, MAX(day) FROM exchange WHERE day <= :today_day GROUP BY 1"
        f") d ON d.person_id = p.id WHERE {person.sql} GROUP BY p.id",
        values,
    )
    return [
        date.fromordinal(first)
        for first, last in spans
        if not is_dormant(date.fromordinal(last), asked.today)
    ]


def _chosen(asked: Asked) -> tuple[str, dict[str, Any]]:
    filters.prepare(asked.sql, asked.query)
    condition = filters.people(asked.query, asked.chosen) & filters.entries(asked.query)
    values = {**filters.day_values(asked.today), **condition.values}
    return f"{_COUNTED} AND {condition.sql}", values


def impact_view(asked: Asked, *, show_all: bool = False) -> Report:
    """Return what came of the gives and gets that a query chooses."""
    return impact_report(
        came(asked),
        tallies(asked),
        habits.lasting(first_days(asked), asked.today),
        today=asked.today,
        query=asked.query,
        apart=namesakes_apart(asked.sql),
        show_all=show_all,
    )
