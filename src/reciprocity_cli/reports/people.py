"""The list of people, and the card of one; docs/commands.md, "JSON fields"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.domain.dates import long_day
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.records import Birthday, Person, Phase
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
from reciprocity_cli.reports.wording import (
    NOTHING_FITS,
    days_ago,
    near_day,
    people_counted,
    shown_names,
    span,
    titled,
)

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
