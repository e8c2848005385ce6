"""The days on which somebody, or everyone, is left in peace."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reciprocity_cli.domain.query import Term
from reciprocity_cli.domain.records import Quiet
from reciprocity_cli.reports import lists, words
from reciprocity_cli.reports.body import Column, Row, Section, dim, numbered
from reciprocity_cli.reports.report import Asked, Fields, Report, of_whom
from reciprocity_cli.store.people import name_of, namesakes_apart
from reciprocity_cli.store.records import read

if TYPE_CHECKING:
    import sqlite3

EVERYONE = "everyone"
quiet_fields = Fields(
    "id person_id name first last now",
    name=of_whom,
    now=lambda one, _, today: state_words(one, today) == "now",
)
_RIGHT = Column(align="right")
_COLUMNS = (
    _RIGHT,
    Column(shrink=True),
    _RIGHT,
    Column(),
    _RIGHT,
    Column(drop=1),
)


def quiet_view(asked: Asked, *, mine: bool | None = None, show_all: bool = False) -> Report:
    """Return the quiet ranges of a query that are not over, with `show_all` all.

    Those of everyone are among them if `mine`, and where that is not said (None) if the query
    chooses nobody; a period chooses what touches it.
    """
    today, query = asked.today, asked.query
    people = lists.people_listed(asked, lists.DAY_AND_WORDS, archived=True)
    others = [term for term in Term if term not in lists.DAY_AND_WORDS]
    choosy = any(said.names or said.of(*others) for said in (query.wanted, query.excluded))

    def is_asked(one: Quiet) -> bool:
        if one.person_id is None:
            return not choosy if mine is None else mine
        return one.person_id in people and (choosy or not mine)

    ranges = [
        one
        for one in read(asked.sql, Quiet, "1 ORDER BY first, last, id", ())
        if (show_all or one.last >= today)
        and is_asked(one)
        and lists.fits(query, lists.DAY_AND_WORDS, lists.Thing(one.first, "", last=one.last))
    ]
    names: dict[int | None, str] = {number: one.name for number, one in people.items()}
    shown = names | {None: EVERYONE} | dict(namesakes_apart(asked.sql))
    rows = [_row(one, today, shown[one.person_id]) for one in ranges]
    count = words.counted(len(ranges), "range")
    whose = "" if mine is None else "me" if mine else "not:me"
    asked_for = words.asked_for(query, date.max)  # what is to come is not cut off at today
    return Report(
        name="quiet list",
        title=words.titled("Quiet", count, whose, *asked_for),
        fields=quiet_fields.names,
        rows=[quiet_fields(one, names.get(one.person_id), today) for one in ranges],
        columns=_COLUMNS,
        body=(Section("", rows),) if rows else (),
        empty=words.nothing_fits(query) or "nobody is to be left in peace",
    )


def state_words(one: Quiet, today: date) -> str:
    """Return "over" or "now"; "" for what is still to come."""
    return "over" if one.last < today else "now" if one.first <= today else ""


def whose(sql: sqlite3.Connection, one: Quiet) -> str:
    """Return who is left in peace, with what tells namesakes apart."""
    if one.person_id is None:
        return EVERYONE
    return namesakes_apart(sql).get(one.person_id) or name_of(sql, one.person_id)


def _row(one: Quiet, today: date, name: str) -> Row:
    days = (words.near_day(one.first, today), "to", words.near_day(one.last, today))
    return Row((numbered(one.id), name, *days, dim(state_words(one, today))))
