"""Lists of people, and pairs that may be one person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from reciprocity_cli.config import Settings
from reciprocity_cli.domain.cadence import effective_cadence
from reciprocity_cli.domain.dates import long_day
from reciprocity_cli.domain.names import Known, fold, told_apart
from reciprocity_cli.domain.people import Likely
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Birthday, Person, Phase
from reciprocity_cli.reports.due import cadence_defaults
from reciprocity_cli.reports.report import (
    Cell,
    Column,
    Paragraph,
    Records,
    Report,
    Row,
    Section,
    Span,
)
from reciprocity_cli.reports.words import (
    NOTHING_FITS,
    chosen_words,
    counted,
    days_ago,
    near_day,
    people_counted,
    shown_names,
    span,
    titled,
)
from reciprocity_cli.store import people as reads
from reciprocity_cli.store.people import choose_people

if TYPE_CHECKING:
    import sqlite3


FIELDS = (
    "id",
    "uid",
    "name",
    "aliases",
    "roles",
    "tags",
    "org",
    "title",
    "emails",
    "phase",
    "reached",
    "cadence",
    "birthday",
    "last_contact_on",
    "archived",
)
CARD_FIELDS = (
    *FIELDS,
    *[
        "handle",
        "specialities",
        "phones",
        "links",
        "why",
        "route",
        "notes",
        "met_through",
        "expect",
        "paused",
        "snoozed_until",
        "quiet",
        "created_on",
    ],
)
_COLUMNS = (
    Column(align="right", drop=3),
    Column(shrink=True),
    Column(shrink=True, drop=2),
    Column(shrink=True, drop=4),
    Column(drop=1),
    Column(drop=5),
    Column("", drop=6),
)


class Listed(NamedTuple):
    """One person of the list; `cadence` is the one that holds ("3m"), None for none.

    `met_through` is the name of the one who introduced the two, if known.
    """

    person: Person
    phase: Phase
    reached: Phase
    cadence: str | None = None
    last_contact_on: date | None = None
    met_through: str = ""


def people_report(people: Sequence[Listed], *, today: date, query_text: str = "") -> Report:
    """Return people by folded name."""
    shown = sorted(people, key=lambda one: (fold(one.person.name), one.person.id))
    names = shown_names([one.person for one in shown])
    rows = [Row(_cells(one, names[one.person.id], today)) for one in shown]
    return Report(
        name="person list",
        title=titled("People", people_counted(len(shown)), query_text),
        fields=FIELDS,
        rows=Records(shown, person_fields),
        columns=_COLUMNS,
        body=(Section("", rows),) if rows else (),
        empty=NOTHING_FITS if query_text else "no people yet: recip person add NAME",
    )


def person_fields(one: Listed) -> dict[str, Any]:
    """Return the public fields of one person of the list."""
    person = one.person
    return {
        "id": person.id,
        "uid": person.uid,
        "name": person.name,
        "aliases": list(person.aliases),
        "roles": list(person.roles),
        "tags": list(person.tags),
        "org": person.organisation,
        "title": person.title,
        "emails": list(person.emails),
        "phase": one.phase.word,
        "reached": one.reached.word,
        "cadence": one.cadence,
        "birthday": None if person.birthday is None else str(person.birthday),
        "last_contact_on": one.last_contact_on,
        "archived": person.archived,
    }


def _cells(one: Listed, name: str, today: date) -> Sequence[Cell]:
    person = one.person
    last = one.last_contact_on
    return (
        Span(f"#{person.id}", "dim"),
        name,
        ", ".join(person.roles),
        person.organisation,
        one.phase.word,
        Span("" if one.cadence is None else f"every {one.cadence}", "dim"),
        Span(_state(person) or (days_ago((today - last).days) if last else ""), "dim"),
    )


def _state(person: Person) -> str:
    return "archived" if person.archived else "paused" if person.paused else ""


def card_report(one: Listed, *, today: date) -> Report:
    """Return all that is known of one person, a line each; what is not known is left out."""
    lines = [(label, text) for label, text in _card_lines(one, today) if text]
    rows = [Row((Span(label, "dim"), text)) for label, text in lines]
    notes = [
        Paragraph(line, apart=at == 0) for at, line in enumerate(one.person.notes.splitlines())
    ]
    return Report(
        name="person show",
        title=titled(one.person.name, one.person.organisation, f"#{one.person.id}"),
        fields=CARD_FIELDS,
        rows=[_card_fields(one)],
        columns=(Column(), Column(wrap=True)),
        body=(Section("", rows), *notes),
    )


def _card_lines(one: Listed, today: date) -> list[tuple[str, str]]:
    person = one.person
    held = "" if one.reached == one.phase else f" (reached {one.reached.word})"
    return [
        ("Also", ", ".join(person.aliases)),
        ("Handle", person.handle),
        ("Title", person.title),
        ("Roles", ", ".join(person.roles)),
        ("Tags", ", ".join(person.tags)),
        ("Phase", f"{one.phase.word}{held}"),
        ("Rhythm", _rhythm(one, today)),
        ("Expect", person.expect or ""),
        ("E-mail", ", ".join(person.emails)),
        ("Phone", ", ".join(person.phones)),
        ("Links", " ".join(person.links)),
        ("Birthday", "" if person.birthday is None else birthday_words(person.birthday)),
        ("Could do", ", ".join(person.specialities)),
        ("Why", person.why),
        ("Route", person.route),
        ("Met through", one.met_through),
        ("Added", long_day(person.created_on)),
        ("State", _state(person)),
        ("Snoozed", _snoozed(person, today)),
        ("Quiet", ", ".join(span(first, last) for first, last in person.quiet)),
    ]


def _snoozed(person: Person, today: date) -> str:
    """Return until when; a day that has passed holds nobody back any more."""
    until = person.snoozed_until
    return f"until {near_day(until, today)}" if until is not None and until > today else ""


def _rhythm(one: Listed, today: date) -> str:
    every = "no cadence" if one.cadence is None else f"every {one.cadence}"
    if one.last_contact_on is None:
        return f"{every}, no contact yet"
    age = (today - one.last_contact_on).days
    return f"{every}, last contact {near_day(one.last_contact_on, today)} ({days_ago(age)})"


def birthday_words(birthday: Birthday) -> str:
    """Return "4 Jul 1986", without the year where it is not known."""
    # Any leap year names 29 February.
    named = date(birthday.year or 2000, birthday.month, birthday.day)
    words = long_day(named).split(" ", 1)[1]
    return words if birthday.year else words.rsplit(" ", 1)[0]


def _card_fields(one: Listed) -> dict[str, Any]:
    person = one.person
    return {
        **person_fields(one),
        "handle": person.handle,
        "specialities": list(person.specialities),
        "phones": list(person.phones),
        "links": list(person.links),
        "why": person.why,
        "route": person.route,
        "notes": person.notes,
        "met_through": one.met_through or None,
        "expect": person.expect,
        "paused": person.paused,
        "snoozed_until": person.snoozed_until,
        "quiet": [f"{first.isoformat()}..{last.isoformat()}" for first, last in person.quiet],
        "created_on": person.created_on,
    }


DUPLICATE_FIELDS = ("id", "name", "other_id", "other_name", "why", "merge")
SIDE_FIELDS = ("field", "a", "b", "merged")

_SINGLE = (
    ("Name", "name"),
    ("Organisation", "organisation"),
    ("Title", "title"),
    ("Birthday", "birthday"),
    ("Why", "why"),
    ("Route", "route"),
    ("Cadence", "cadence"),
    ("Expect", "expect"),
    ("Notes", "notes"),
)
_LISTS = (
    ("Also", "aliases"),
    ("Roles", "roles"),
    ("Tags", "tags"),
    ("Could do", "specialities"),
    ("E-mail", "emails"),
    ("Phone", "phones"),
    ("Links", "links"),
)


def duplicates_report(pairs: Sequence[Likely], query_text: str = "") -> Report:
    """Return the pairs in the order given, each with what they share and the way to merge them."""
    rows = [
        Row(
            (_shown(pair.one), _shown(pair.other), Span(", ".join(pair.reasons), "dim")),
            (Span(_command(pair), "dim"),),
        )
        for pair in pairs
    ]
    foot = Paragraph(
        Span("The first stays and gets everything of the second; recip undo parts them.", "dim")
    )
    return Report(
        name="person duplicates",
        title=titled("Perhaps the same", counted(len(pairs), "pair"), query_text),
        fields=DUPLICATE_FIELDS,
        rows=Records(pairs, _fields),
        columns=(Column(shrink=True), Column(shrink=True), Column(wrap=True)),
        body=(Section("", rows), foot) if rows else (),
        empty="nobody looks like somebody else",
    )


def side_by_side_report(keep: Person, gone: Person) -> Report:
    """Return what two people have, field by field, and what becomes of it when they are merged."""
    lines = [
        {"field": label, "a": ours, "b": theirs, "merged": merged}
        for label, ours, theirs, merged in (*_singles(keep, gone), *_lists(keep, gone))
        if ours or theirs
    ]
    rows = [
        Row((Span(line["field"], "dim"), line["a"], line["b"], Span(line["merged"], "dim")))
        for line in lines
    ]
    return Report(
        name="person merge",
        title=titled("Merge", f"#{gone.id} into #{keep.id}"),
        fields=SIDE_FIELDS,
        rows=lines,
        columns=(
            Column(),
            Column(f"#{keep.id} stays", wrap=True),
            Column(f"#{gone.id} goes", wrap=True),
            Column("then", wrap=True),
        ),
        body=(Section("", rows),),
    )


def _singles(keep: Person, gone: Person) -> list[tuple[str, str, str, str]]:
    found = []
    for label, field in _SINGLE:
        ours, theirs = (_text(field, getattr(one, field)) for one in (keep, gone))
        if ours == theirs or not theirs:
            merged = ""
        elif not ours:
            merged = f"that of #{gone.id}"
        elif field == "name":
            merged = "the other is an alias" if fold(ours) != fold(theirs) else ""
        else:
            merged = "both" if field == "notes" else "the other goes into the notes"
        found.append((label, ours, theirs, merged))
    return found


def _lists(keep: Person, gone: Person) -> list[tuple[str, str, str, str]]:
    found = []
    for label, field in _LISTS:
        ours, theirs = getattr(keep, field), getattr(gone, field)
        more = {fold(value) for value in theirs} - {fold(value) for value in ours}
        merged = "both" if ours and more else f"that of #{gone.id}" if more else ""
        found.append((label, ", ".join(ours), ", ".join(theirs), merged))
    return found


def _text(field: str, value: Any) -> str:
    if value is None:
        return ""
    return birthday_words(value) if field == "birthday" else str(value)


def _shown(person: Person) -> str:
    known = Known(person.id, person.name, "", person.handle, (), person.organisation)
    return told_apart(known)


def _command(pair: Likely) -> str:
    return f"recip person merge '#{pair.one.id}' '#{pair.other.id}'"


def _fields(pair: Likely) -> dict[str, Any]:
    return {
        "id": pair.one.id,
        "name": pair.one.name,
        "other_id": pair.other.id,
        "other_name": pair.other.name,
        "why": list(pair.reasons),
        "merge": _command(pair),
    }


def people_view(
    sql: sqlite3.Connection,
    query: Query,
    today: date,
    settings: Settings,
    archived: bool | None = None,
) -> Report:
    """Return the list of the people a query chooses; `archived` None takes all."""
    found = reads.people(sql, query, choose_people(sql, query), today, archived=archived)
    return people_report(
        _listed(sql, found, today, settings), today=today, query_text=chosen_words(query, today)
    )


def card_view(sql: sqlite3.Connection, person_id: int, today: date, settings: Settings) -> Report:
    """Return what is recorded about one person."""
    [one] = _listed(sql, reads.people_by_id(sql, [person_id]), today, settings)
    if one.person.met_through_id is not None:
        [through] = reads.people_by_id(sql, [one.person.met_through_id])
        one = one._replace(met_through=through.name)
    return card_report(one, today=today)


def people_fields(
    sql: sqlite3.Connection, numbers: Sequence[int], today: date, settings: Settings
) -> list[dict[str, Any]]:
    """Return the public fields of people by id, with what a write may have changed beside them."""
    found = _listed(sql, reads.people_by_id(sql, numbers), today, settings)
    return [
        {
            **person_fields(one),
            "handle": one.person.handle,
            "expect": one.person.expect,
            "paused": one.person.paused,
            "snoozed_until": one.person.snoozed_until,
        }
        for one in found
    ]


def _listed(
    sql: sqlite3.Connection, people: list[Person], today: date, settings: Settings
) -> list[Listed]:
    last = reads.last_contacts(sql, [person.id for person in people], today)
    moves = reads.phases(sql, today)
    defaults = cadence_defaults(settings)
    found = []
    for person in people:
        phase, reached, _ = moves.get(person.id, (person.start_phase, person.start_phase, None))
        cadence = effective_cadence(person, last[person.id] is not None, defaults)
        shown = None if cadence is None else str(cadence)
        found.append(Listed(person, phase, reached, shown, last[person.id]))
    return found


def duplicates_view(sql: sqlite3.Connection, query: Query, today: date) -> Report:
    """Return the pairs who may be one, of whom the query chooses one at least; archived too."""
    from reciprocity_cli.domain.people import likely_pairs
    from reciprocity_cli.store.filters import PeopleChosen

    chosen = {one.id for one in reads.people(sql, query, choose_people(sql, query), today)}
    everyone = reads.people(sql, Query(), PeopleChosen(), today)
    pairs = [each for each in likely_pairs(everyone) if chosen & {each.one.id, each.other.id}]
    return duplicates_report(pairs, query.text)
