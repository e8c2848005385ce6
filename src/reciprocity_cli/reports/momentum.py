"""The year in weeks, and with whom it builds, slows or rests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from reciprocity_cli.domain import rhythm
from reciprocity_cli.domain.dates import MONTHS
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Person
from reciprocity_cli.reports import words
from reciprocity_cli.reports.body import Body, Column, Paragraph, Row, Section, Span, dim, sparkline
from reciprocity_cli.reports.report import Asked, Fields, Report
from reciprocity_cli.store import people as people_reads
from reciprocity_cli.store.records import open_needs

if TYPE_CHECKING:
    import sqlite3

momentum_fields = Fields("reading momentum recent before")
moving_fields = Fields(
    "id=person.id name=person.name reading momentum recent before last_contact_on=last_on",
    of="momentum",
)
week_fields = Fields("week=iso first gave got people")
GAVE, GOT, BOTH, IN_TOUCH, NOTHING = "▲", "▼", "◆", "•", "·"
QUIET_NAMED = 6
"""Quiet people named in the table; `--all` gives each a line."""

_GROUPS = (
    (rhythm.MomentumReading.BUILDING, "Building"),
    (rhythm.MomentumReading.RESTARTING, "Restarting"),
    (rhythm.MomentumReading.STEADY, "Steady"),
    (rhythm.MomentumReading.SLOWING, "Slowing: a hello would pick it up"),
)
_NETWORK = {
    rhythm.MomentumReading.BUILDING: "It builds: keep it going.",
    rhythm.MomentumReading.RESTARTING: (
        "It is starting again, and the first weeks take the most effort."
    ),
    rhythm.MomentumReading.STEADY: "Steady: a little more each week would build it.",
    rhythm.MomentumReading.SLOWING: (
        "It is slowing, and it starts with you: a call or a hello this week."
    ),
    rhythm.MomentumReading.QUIET: (
        "Quiet: it starts with you, and takes some effort until it carries."
    ),
}


class Moving(NamedTuple):
    """One person: the reading, the weeks with contact, and what they look for."""

    person: Person
    momentum: rhythm.Momentum
    weeks: Mapping[int, rhythm.PersonWeek]
    last_on: date | None = None
    need: str = ""


class Network(NamedTuple):
    """Momentum over pairs of a person and a day on which the owner gave or started, and weeks."""

    momentum: rhythm.Momentum
    weeks: Sequence[rhythm.Week]


def momentum_report(
    people: Sequence[Moving],
    network: Network,
    *,
    today: date,
    query: Query,
    show_all: bool = False,
) -> Report:
    """Return the calendar of the weeks shown, the network in a sentence, and people by reading."""
    folded = words.folded_names(one.person for one in people)
    shown = sorted(people, key=lambda one: (folded[one.person.id], one.person.id))
    shown_weeks = ""
    if weeks := network.weeks:
        shown_weeks = words.span(weeks[0].first, min(today, weeks[-1].first + timedelta(days=6)))
    return Report(
        name="momentum",
        title=words.titled(
            "Momentum",
            network.momentum.reading,
            words.people_counted(len(shown)),
            shown_weeks,
            query.text,
        ),
        fields=moving_fields.names,
        rows=moving_fields.rows(shown),
        beside={
            "network": momentum_fields(network.momentum),
            "weeks": [week_fields(week) for week in network.weeks],
        },
        columns=(
            Column(shrink=True),
            Column(title=_months(network.weeks), drop=1),
            Column(title=f"{rhythm.SPAN_DAYS} days", align="right"),
            Column(title="last", align="right", drop=2),
            Column(title="looks for", shrink=True, drop=3),
        ),
        body=_body(shown, network, today, show_all) if shown else (),
        empty=words.nothing_fits(query) or "nobody is in the ledger yet",
    )


def _months(weeks: Sequence[rhythm.Week]) -> str:
    """Name each month above its first Monday, where its name fits before the next."""
    line = ""
    for at, week in enumerate(weeks):
        begins = week.first.day <= 7
        if begins and len(line) <= at and at + 3 <= len(weeks):
            line = f"{line:<{at}}{MONTHS[week.first.month - 1][:3]}"
    return line


def _body(people: Sequence[Moving], network: Network, today: date, show_all: bool) -> Body:
    groups = [*_GROUPS, (rhythm.MomentumReading.QUIET, "Quiet")] if show_all else _GROUPS
    body: Body = [_calendar(network.weeks)]
    names = words.shown_names(one.person for one in people)
    for reading, heading in groups:
        held = [one for one in people if one.momentum.reading is reading]
        rows = [_row(one, names, len(network.weeks), today) for one in held]
        body.append(Section(heading, rows))
    quiet = [
        one.person.name for one in people if one.momentum.reading is rhythm.MomentumReading.QUIET
    ]
    if quiet and not show_all:
        more = len(quiet) - QUIET_NAMED
        rest = f" and {more:,} more" if more > 0 else ""
        named = ", ".join(quiet[:QUIET_NAMED])
        body.append(Paragraph(f"Quiet for {2 * rhythm.SPAN_DAYS} days: {named}{rest}"))
    body.append(Paragraph(_sentence(network.momentum)))
    body.append(Paragraph(dim(_LEGEND), apart=False))
    return body


_LEGEND = (
    f"A sign a week: {GAVE} gave  {GOT} got  {BOTH} both  {IN_TOUCH} in touch."
    "  2 → 5: days in touch, before and now."
)


def _calendar(weeks: Sequence[rhythm.Week]) -> Section:
    """Both lines are drawn to one scale, so that they can be compared."""
    heights = sparkline([week.gave for week in weeks] + [week.got for week in weeks])
    gave, got = heights[: len(weeks)], heights[len(weeks) :]
    given, received = sum(week.gave for week in weeks), sum(week.got for week in weeks)
    gave_row = Row((f"gave {given:,}", Span(gave, "gave"), "", "", ""))
    got_row = Row((f"got {received:,}", Span(got, "got"), "", "", ""))
    return Section("", [gave_row, got_row])


def _row(one: Moving, names: Mapping[int, str], weeks: int, today: date) -> Row:
    momentum = one.momentum
    return Row(
        (
            names[one.person.id],
            tuple(_sign(one.weeks.get(at)) for at in range(weeks)),
            f"{momentum.before} → {momentum.recent}",
            "" if one.last_on is None else words.days_ago((today - one.last_on).days),
            one.need,
        )
    )


def _sign(week: rhythm.PersonWeek | None) -> Span:
    if week is None:
        return dim(NOTHING)
    if week.gave and week.got:
        return Span(BOTH)
    if week.gave:
        return Span(GAVE, "gave")
    return Span(GOT, "got") if week.got else Span(IN_TOUCH)


def _sentence(momentum: rhythm.Momentum) -> str:
    recent = "once" if momentum.recent == 1 else words.counted(momentum.recent, "time")
    return (
        f"You gave or were the one to get in touch {recent} in the last {rhythm.SPAN_DAYS} days,"
        f" {momentum.before:,} in the {rhythm.SPAN_DAYS} before. {_NETWORK[momentum.reading]}"
    )


_DAYS = (
    "SELECT person_id, day FROM attendance WHERE day {span}"
    " UNION SELECT person_id, day FROM exchange WHERE day {span}"
)
_OWN_MOVES = (
    "SELECT a.person_id, a.day FROM attendance a JOIN interaction i ON i.id = a.interaction_id"
    " WHERE i.started IN ('me', 'both') AND a.day {span}"
    " UNION SELECT person_id, day FROM exchange"
    " WHERE direction = 'gave' AND self_interest = 0 AND day {span}"
)
_ANY_OLDER = {
    _DAYS: (
        "SELECT p.id FROM person p WHERE"
        " EXISTS (SELECT 1 FROM attendance a WHERE a.person_id = p.id AND a.day <= :old)"
        " OR EXISTS (SELECT 1 FROM exchange e WHERE e.person_id = p.id AND e.day <= :old)"
    ),
    _OWN_MOVES: (
        "SELECT p.id FROM person p WHERE"
        " EXISTS (SELECT 1 FROM exchange e WHERE e.person_id = p.id AND e.day <= :old"
        " AND e.direction = 'gave' AND e.self_interest = 0)"
        " OR EXISTS (SELECT 1 FROM attendance a JOIN interaction i ON i.id = a.interaction_id"
        " WHERE a.person_id = p.id AND a.day <= :old AND i.started IN ('me', 'both'))"
    ),
}


def contact_ages(sql: sqlite3.Connection, today: date) -> dict[int, rhythm.Ages]:
    """Return how many contact days of each person lie in the spans of momentum."""
    return _ages(sql, _DAYS, today)


def own_move_ages(sql: sqlite3.Connection, today: date) -> dict[int, rhythm.Ages]:
    """Return the same of the days on which the owner gave or started."""
    return _ages(sql, _OWN_MOVES, today)


def _ages(sql: sqlite3.Connection, days: str, today: date) -> dict[int, rhythm.Ages]:
    values: dict[str, Any] = {
        "today": today.toordinal(),
        "half": today.toordinal() - rhythm.SPAN_DAYS,
        "old": today.toordinal() - 2 * rhythm.SPAN_DAYS,
    }
    spanned = days.format(span="BETWEEN :old + 1 AND :today")
    counts = {
        number: (recent, before)
        for number, recent, before in sql.execute(
            f"SELECT person_id, SUM(day > :half), SUM(day <= :half) FROM ({spanned})"
            " GROUP BY person_id",
            values,
        )
    }
    older = {number for (number,) in sql.execute(_ANY_OLDER[days], values)}
    return {
        number: rhythm.Ages(*counts.get(number, (0, 0)), number in older)
        for number in counts.keys() | older
    }


def person_weeks(
    sql: sqlite3.Connection, monday: date, last: date
) -> dict[int, dict[int, rhythm.PersonWeek]]:
    """Return by person, then by week number from `monday` on, what was in it.

    A self-interested give is contact only.
    """
    span = {"monday": monday.toordinal(), "last": last.toordinal()}
    found: dict[int, dict[int, rhythm.PersonWeek]] = defaultdict(dict)
    for number, week in sql.execute(
        "SELECT DISTINCT person_id, (day - :monday) / 7 FROM attendance"
        " WHERE day BETWEEN :monday AND :last",
        span,
    ):
        found[number][week] = rhythm.PersonWeek()
    for number, week, gave, got in sql.execute(
        "SELECT person_id, (day - :monday) / 7, SUM(direction = 'gave' AND self_interest = 0),"
        " SUM(direction = 'got') FROM exchange WHERE day BETWEEN :monday AND :last"
        " GROUP BY person_id, (day - :monday) / 7",
        span,
    ):
        found[number][week] = rhythm.PersonWeek(gave, got)
    return found


_NONE = rhythm.Ages()


def momentum_view(asked: Asked, *, show_all: bool = False) -> Report:
    """Return the momentum of the people a query chooses, and of all of them together.

    The archived are put away unless they are named. A period chooses people, and the
    weeks shown; momentum is always that of today.
    """
    sql, today = asked.sql, asked.today
    people = asked.people(archived=asked.archived)
    ids = [person.id for person in people]
    firsts = rhythm.mondays(asked.query.period, today)
    found = person_weeks(sql, firsts[0], today) if firsts else {}
    weeks = {number: found.get(number, {}) for number in ids}
    ages, own = contact_ages(sql, today), own_move_ages(sql, today)
    last = people_reads.last_contacts(sql, ids, today)
    needs = open_needs(sql, today)
    moving = [
        Moving(
            person,
            rhythm.momentum_of(ages.get(person.id, _NONE)),
            weeks[person.id],
            last[person.id],
            needs.get(person.id, ""),
        )
        for person in people
    ]
    whole = rhythm.momentum_of(rhythm.together(own.get(number, _NONE) for number in ids))
    network = Network(whole, rhythm.weeks_of(firsts, weeks.values()))
    return momentum_report(moving, network, today=today, query=asked.query, show_all=show_all)
