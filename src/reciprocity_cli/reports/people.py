"""Lists of people, pairs that may be one, and who is left in peace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.config import cadence_defaults
from reciprocity_cli.domain.cadence import effective_cadence
from reciprocity_cli.domain.dates import long_day
from reciprocity_cli.domain.names import Known, fold, told_apart
from reciprocity_cli.domain.people import Likely
from reciprocity_cli.domain.records import Birthday, Person, Phase
from reciprocity_cli.reports.body import (
    Cell,
    Column,
    Paragraph,
    Row,
    Section,
    dim,
    labelled,
    numbered,
    paragraphs,
)
from reciprocity_cli.reports.report import Asked, Fields, Report
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

_LISTED = (
    "id uid name aliases roles tags org=person.organisation title emails phase=phase.word"
    " reached=reached.word cadence=cadence birthday last_contact_on=last_contact_on archived"
)
_WRITTEN = f"{_LISTED} handle expect paused snoozed_until"
_CARD = (
    f"{_LISTED} handle specialities phones links why route notes met_through expect paused"
    " snoozed_until quiet created_on"
)
person_fields, written_fields, card_fields = (
    Fields(
        names,
        of="person",
        birthday=lambda one: one.person.birthday and str(one.person.birthday),
        met_through=lambda one: one.met_through or None,
        quiet=lambda one: [f"{first}..{last}" for first, last in one.person.quiet],
    )
    for names in (_LISTED, _WRITTEN, _CARD)
)
_COLUMNS = (
    *(Column(align="right"), Column(shrink=True), Column(shrink=True, drop=2)),
    *(Column(shrink=True, drop=4), Column(drop=1), Column(drop=5), Column(drop=6)),
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


def people_view(asked: Asked, archived: bool | None = None) -> Report:
    """Return the list of the people a query chooses; `archived` None takes all."""
    shown, chosen = asked.people(archived=archived), chosen_words(asked.query, asked.today)
    return people_report(_listed(asked, shown), today=asked.today, query_text=chosen)


def people_fields(asked: Asked, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """Return the public fields of people by id, with what a write may have changed beside them."""
    found = reads.people_by_id(asked.sql, numbers)
    return [written_fields(one) for one in _listed(asked, found)]


def _listed(asked: Asked, people: Sequence[Person]) -> list[Listed]:
    last = reads.last_contacts(asked.sql, [person.id for person in people], asked.today)
    moves = reads.phases(asked.sql, asked.today)
    defaults = cadence_defaults(asked.settings)
    found = []
    for person in people:
        phase, reached, _ = moves.get(person.id, (person.start_phase, person.start_phase, None))
        cadence = effective_cadence(person, last[person.id] is not None, defaults)
        shown = None if cadence is None else str(cadence)
        found.append(Listed(person, phase, reached, shown, last[person.id]))
    return found


def people_report(people: Sequence[Listed], *, today: date, query_text: str = "") -> Report:
    """Return people by folded name."""
    shown = sorted(people, key=lambda one: (fold(one.person.name), one.person.id))
    names = shown_names([one.person for one in shown])
    rows = [_row(one, names[one.person.id], today) for one in shown]
    return Report(
        name="person list",
        title=titled("People", people_counted(len(shown)), query_text),
        fields=person_fields.names,
        rows=person_fields.rows(shown),
        columns=_COLUMNS,
        body=(Section("", rows),) if rows else (),
        empty=NOTHING_FITS if query_text else "no people yet: recip person add NAME",
    )


def _row(one: Listed, name: str, today: date) -> Row:
    person, last = one.person, one.last_contact_on
    return Row(
        (
            numbered(person.id),
            name,
            ", ".join(person.roles),
            person.organisation,
            one.phase.word,
            dim("" if one.cadence is None else f"every {one.cadence}"),
            dim(_state(person) or (days_ago((today - last).days) if last else "")),
        )
    )


def _state(person: Person) -> str:
    return "archived" if person.archived else "paused" if person.paused else ""


def card_view(asked: Asked, person_id: int) -> Report:
    """Return what is recorded about one person."""
    [one] = _listed(asked, reads.people_by_id(asked.sql, [person_id]))
    if one.person.met_through_id is not None:
        [through] = reads.people_by_id(asked.sql, [one.person.met_through_id])
        one = one._replace(met_through=through.name)
    return card_report(one, today=asked.today)


def card_report(one: Listed, *, today: date) -> Report:
    """Return all that is known of one person, a line each; what is not known is left out."""
    lines = [(label, said) for label, said in _card_lines(one, today) if said]
    return Report(
        name="person show",
        title=titled(one.person.name, one.person.organisation, f"#{one.person.id}"),
        fields=card_fields.names,
        rows=card_fields.rows([one]),
        columns=(Column(), Column(wrap=True)),
        body=(Section("", labelled(lines)), *paragraphs(one.person.notes)),
    )


def _card_lines(one: Listed, today: date) -> list[tuple[str, Cell]]:
    person, until = one.person, one.person.snoozed_until
    # A day that has passed holds nobody back any more.
    snoozed = f"until {near_day(until, today)}" if until is not None and until > today else ""
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
        ("Snoozed", snoozed),
        ("Quiet", ", ".join(span(first, last) for first, last in person.quiet)),
    ]


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
    said = long_day(named).split(" ", 1)[1]
    return said if birthday.year else said.rsplit(" ", 1)[0]


pair_fields = Fields(
    "id=one.id name=one.name other_id=other.id other_name=other.name why=reasons merge",
    merge=lambda pair: _command(pair),
)
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


def duplicates_view(asked: Asked) -> Report:
    """Return pairs who may be one, at least one chosen by the query; archived too."""
    from reciprocity_cli.domain.people import likely_pairs

    chosen, everyone = {one.id for one in asked.people()}, asked.about().people()
    pairs = [each for each in likely_pairs(everyone) if chosen & {each.one.id, each.other.id}]
    rows = [
        Row(
            (_shown(pair.one), _shown(pair.other), dim(", ".join(pair.reasons))),
            (dim(_command(pair)),),
        )
        for pair in pairs
    ]
    said = "The first stays and gets everything of the second; recip undo parts them."
    return Report(
        name="person duplicates",
        title=titled("Perhaps the same", counted(len(pairs), "pair"), asked.query.text),
        fields=pair_fields.names,
        rows=pair_fields.rows(pairs),
        columns=(Column(shrink=True), Column(shrink=True), Column(wrap=True)),
        body=(Section("", rows), Paragraph(dim(said))) if rows else (),
        empty="nobody looks like somebody else",
    )


def side_by_side_report(keep: Person, gone: Person) -> Report:
    """Return what two people have, field by field, and what becomes of it when they are merged."""
    lines = [
        {"field": label, "a": ours, "b": theirs, "merged": merged}
        for label, ours, theirs, merged in (*_singles(keep, gone), *_lists(keep, gone))
        if ours or theirs
    ]
    rows = [Row((dim(line["field"]), line["a"], line["b"], dim(line["merged"]))) for line in lines]
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
