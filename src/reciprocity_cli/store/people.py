"""People in the ledger: reading, finding by what was typed, and writing them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from reciprocity_cli.domain.kinds import LISTS, kind_of
from reciprocity_cli.domain.names import (
    Known,
    Resolution,
    describe,
    fold,
    is_id,
    make_handle,
    resolve,
    suggest_names,
    told_apart,
)
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Expect, Person, Phase, QuietRange, Role
from reciprocity_cli.domain.text import quoted, refuse_unstorable
from reciprocity_cli.errors import NotFound
from reciprocity_cli.store import filters
from reciprocity_cli.store.filters import PeopleChosen
from reciprocity_cli.store.operation import Operation

_KIND = kind_of(Person)
Moves = tuple[Phase, Phase, date | None]
"""The phase held now, the furthest ever held, and the day of the latest move."""

_PEOPLE = f"SELECT {', '.join(f'p.{name}' for name in _KIND.read_columns)} FROM person p"


def known_people(sql: sqlite3.Connection) -> list[Known]:
    """Return what names resolve against, in the order of ids."""
    aliases: dict[int, list[str]] = defaultdict(list)
    for person_id, folded in sql.execute(
        "SELECT person_id, folded FROM detail WHERE kind = 'alias' ORDER BY id"
    ):
        aliases[person_id].append(folded)
    return [
        Known(number, name, folded, handle, tuple(aliases.get(number, ())), organisation)
        for number, name, folded, handle, organisation in sql.execute(
            "SELECT id, name, folded, handle, organisation FROM person ORDER BY id"
        )
    ]


def _known(sql: sqlite3.Connection, where: str, *values: str) -> list[Known]:
    return [
        Known(number, name, folded, handle, (), organisation)
        for number, name, folded, handle, organisation in sql.execute(
            f"SELECT id, name, folded, handle, organisation FROM person WHERE {where} ORDER BY id",
            values,
        )
    ]


def exact_people(sql: sqlite3.Connection, folded: str) -> list[Known]:
    """Return the people of exactly this folded name."""
    return _known(sql, "folded = ?", folded)


def answering(sql: sqlite3.Connection, folded: str) -> list[Known]:
    """Return only those whose whole name or handle this is: the usual case, indexed."""
    return _known(sql, "folded = ? OR handle = ?", folded, folded)


def namesakes(sql: sqlite3.Connection) -> list[Known]:
    """Return everyone whose folded name somebody else bears too."""
    shared = "SELECT folded FROM person GROUP BY folded HAVING COUNT(*) > 1"
    return _known(sql, f"folded IN ({shared})")


def handles(sql: sqlite3.Connection) -> list[str]:
    """Return the handles of everyone who is not archived, in their order."""
    rows = sql.execute("SELECT handle FROM person WHERE NOT archived ORDER BY handle")
    return [handle for (handle,) in rows]


def bearer_of(sql: sqlite3.Connection, handle: str) -> Known | None:
    """Return who bears this handle, which nobody else may go by."""
    return next((one for one in answering(sql, handle) if one.handle == handle), None)


def handle_taken(sql: sqlite3.Connection, handle: str) -> bool:
    """Tell whether somebody bears this handle, or goes by it as an alias."""
    found = sql.execute(
        "SELECT 1 FROM person WHERE handle = :handle"
        " UNION ALL SELECT 1 FROM detail WHERE kind = 'alias' AND folded = :handle",
        {"handle": handle},
    )
    return found.fetchone() is not None


def people_by_id(sql: sqlite3.Connection, ids: Iterable[int]) -> list[Person]:
    """Return these people, in the order asked for; missing ids are left out."""
    found = {}
    for number in ids:
        rows = sql.execute(f"{_PEOPLE} WHERE p.id = ?", (number,)).fetchall()
        details = sql.execute(
            "SELECT person_id, kind, value FROM detail WHERE person_id = ? ORDER BY id", (number,)
        )
        quiet = sql.execute(
            "SELECT person_id, first, last FROM quiet WHERE person_id = ? ORDER BY first", (number,)
        )
        for person in _people(rows, details, quiet):
            found[number] = person
    return list(found.values())


def people(
    sql: sqlite3.Connection,
    query: Query,
    chosen: filters.PeopleChosen,
    today: date,
    *,
    archived: bool | None = None,
) -> list[Person]:
    """Return the people a query chooses, in order of ids; `archived` None: both."""
    condition, values = _chosen(sql, query, chosen, today, archived)
    rows = sql.execute(f"{_PEOPLE} WHERE {condition} ORDER BY p.id", values).fetchall()
    details = sql.execute("SELECT person_id, kind, value FROM detail ORDER BY id")
    quiet = sql.execute(
        "SELECT person_id, first, last FROM quiet WHERE person_id IS NOT NULL ORDER BY first"
    )
    return _people(rows, details, quiet)


def people_in_brief(
    sql: sqlite3.Connection,
    query: Query,
    chosen: filters.PeopleChosen,
    today: date,
    *,
    archived: bool | None = None,
) -> list[Person]:
    """Return the people a query chooses with what tables of everybody show, no more.

    That is the name, handle, organisation and roles, what is expected, and the first
    phase; a thousand whole people take three times as long.
    """
    condition, values = _chosen(sql, query, chosen, today, archived)
    roles: dict[int, tuple[Role, ...]] = {}
    for number, role in sql.execute(
        "SELECT person_id, value FROM detail WHERE kind = 'role' ORDER BY id"
    ):
        roles[number] = (*roles.get(number, ()), Role(role))
    return [
        Person(
            number,
            name,
            handle,
            today,
            organisation=organisation,
            roles=roles.get(number, ()),
            expect=None if expect is None else Expect(expect),
            archived=bool(put_away),
            start_phase=Phase(phase),
        )
        for number, name, handle, organisation, expect, put_away, phase in sql.execute(
            "SELECT p.id, p.name, p.handle, p.organisation, p.expect, p.archived, p.start_phase"
            f" FROM person p WHERE {condition} ORDER BY p.id",
            values,
        )
    ]


def _chosen(
    sql: sqlite3.Connection,
    query: Query,
    chosen: filters.PeopleChosen,
    today: date,
    archived: bool | None,
) -> tuple[str, dict[str, Any]]:
    """Return the condition on people that a query is, and its values."""
    filters.prepare(sql, query)
    condition = filters.people(query, chosen) & filters.people_with_entries(query)
    if archived is not None:
        condition &= filters.Condition(f"p.archived = {int(archived)}")
    return condition.sql, {**filters.day_values(today), **condition.values}


def my_quiet(sql: sqlite3.Connection) -> tuple[QuietRange, ...]:
    """Return the owner's own quiet ranges."""
    return tuple(
        QuietRange(date.fromisoformat(first), date.fromisoformat(last))
        for first, last in sql.execute("SELECT first, last FROM quiet WHERE person_id IS NULL")
    )


def phases(sql: sqlite3.Connection, today: date) -> dict[int, Moves]:
    """Return for all with a phase change: current phase, furthest, and since when."""
    found: dict[int, Moves] = {}
    for number, phase, start, on in sql.execute(
        "SELECT c.person_id, c.phase, p.start_phase, c.date FROM phase_change c"
        " JOIN person p ON p.id = c.person_id WHERE c.date <= ? ORDER BY c.date, c.id",
        (today.isoformat(),),
    ):
        before = found[number][1] if number in found else Phase(start)
        current = Phase(phase)
        found[number] = (current, max(before, current), date.fromisoformat(on))
    return found


def last_contacts(
    sql: sqlite3.Connection, ids: Collection[int], today: date
) -> dict[int, date | None]:
    """Return the last contact day of each person up to today: two index seeks each."""
    if not ids:
        return {}
    values = {"day": today.toordinal(), "first": min(ids), "last": max(ids)}
    found = dict(
        sql.execute(
            "SELECT p.id, MAX("
            " IFNULL((SELECT MAX(day) FROM attendance WHERE person_id = p.id AND day <= :day), 0),"
            " IFNULL((SELECT MAX(day) FROM exchange WHERE person_id = p.id AND day <= :day), 0))"
            # One statement for everybody; a thousand of them take three times as long.
            " FROM person p WHERE p.id BETWEEN :first AND :last",
            values,
        )
    )
    return {number: date.fromordinal(found[number]) if found[number] else None for number in ids}


def _people(
    rows: Iterable[tuple[Any, ...]],
    details: Iterable[tuple[int, str, str]],
    quiet: Iterable[tuple[int, str, str]],
) -> list[Person]:
    lists: dict[int, dict[str, tuple[Any, ...]]] = defaultdict(dict)
    for number, kind, value in details:
        held = lists[number]
        held[kind] = (*held.get(kind, ()), Role(value) if kind == "role" else value)
    for number, first, last in quiet:
        held = lists[number]
        days = QuietRange(date.fromisoformat(first), date.fromisoformat(last))
        held["quiet"] = (*held.get("quiet", ()), days)
    return [_person(row, lists.get(row[0], {})) for row in rows]


@cache
def _places() -> list[tuple[int, Callable[[Any], Any] | None, str]]:
    """Return for each field of a person its place in a row and its reader, or -1 and its list."""
    at = {field: place for place, field in enumerate(_KIND.fields)}
    reads = {field: column.read for field, column in _KIND.fields.items()}
    return [(at.get(one, -1), reads.get(one), LISTS.get(one, one)) for one in Person._fields]


def _person(row: tuple[Any, ...], lists: Mapping[str, tuple[Any, ...]]) -> Person:
    # In the order of the fields: by name it takes twice as long, which a thousand people feel.
    values: list[Any] = [
        lists.get(listed, ())
        if place < 0
        else row[place]
        if read is None or row[place] is None
        else read(row[place])
        for place, read, listed in _places()
    ]
    return Person(*values)


def insert_person(op: Operation, values: Mapping[str, Any], created_on: date) -> int:
    """Add a person from the fields of domain.records.Person; return the id."""
    single = {name: value for name, value in values.items() if name not in LISTS}
    name = str(single["name"])
    handle = make_handle(name, lambda taken: handle_taken(op.sql, taken), op.last_id + 1)
    given = {"folded": fold(name), "handle": handle, "created_on": created_on, **_stored(single)}
    number = op.insert("person", given)
    for field, kind in LISTS.items():
        add_details(op, number, kind, values.get(field, ()))
    return number


def update_person(op: Operation, number: int, values: Mapping[str, Any]) -> bool:
    """Set single fields of a person, whose handle stays; return whether any changed."""
    given = _stored(values)
    if "name" in given:
        given["folded"] = fold(given["name"])
    return op.update("person", number, given) if given else False


def add_details(op: Operation, number: int, kind: str, values: Iterable[str]) -> bool:
    """Add values to one of a person's lists; those there already stay as they are."""
    added = False
    for value in values:
        folded = fold(value)
        there = op.sql.execute(
            "SELECT 1 FROM detail WHERE person_id = ? AND kind = ? AND folded = ?",
            (number, kind, folded),
        ).fetchone()
        if there is None:
            row = {"person_id": number, "kind": kind, "value": value, "folded": folded}
            op.insert_part("detail", row)
            added = True
    if added:
        op.touch("person", number)
    return added


def remove_details(op: Operation, number: int, kind: str, values: Iterable[str]) -> bool:
    """Take values off one of a person's lists; return whether any was there."""
    gone = 0
    for value in values:
        gone += op.sql.execute(
            "DELETE FROM detail WHERE person_id = ? AND kind = ? AND folded = ?",
            (number, kind, fold(value)),
        ).rowcount
    if gone:
        op.touch("person", number)
    return bool(gone)


def add_quiet(op: Operation, person_id: int | None, first: date, last: date) -> int:
    """Add a quiet range, of a person or (None) of the owner; return its id."""
    return op.insert("quiet", {"person_id": person_id, "first": first, "last": last})


def delete_person(op: Operation, number: int) -> None:
    """Remove a person and all that is theirs alone; shared contacts lose their part."""
    op.sql.execute(
        "DELETE FROM interaction WHERE id IN (SELECT interaction_id FROM attendance WHERE person_id"
        " = :gone) AND id NOT IN (SELECT interaction_id FROM attendance WHERE person_id <> :gone)",
        {"gone": number},
    )
    op.delete("person", number)


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    in_words = ("birthday", "cadence")
    return {
        name: str(value) if name in in_words and value is not None else value
        for name, value in values.items()
    }


class NameBook:
    """The names of a ledger; reads everybody only when a query is no whole name and no handle."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self.sql = sql
        self._everybody: Sequence[Known] | None = None

    @property
    def everybody(self) -> Sequence[Known]:
        """Everyone, read once."""
        if self._everybody is None:
            self._everybody = known_people(self.sql)
        return self._everybody

    def find(self, query: str) -> Resolution:
        """Return who answers to `query`. Raises UsageError for what is not text."""
        refuse_unstorable(query)
        if not is_id(query.strip()):
            exact = answering(self.sql, fold(query))
            if exact:
                return Resolution(tuple(exact), "name")
        return resolve(query, self.everybody)

    def only(self, query: str) -> Known:
        """Return who alone answers to `query`; raises NotFound for none or several."""
        hits = self.find(query).hits
        if not hits:
            raise self.nobody(query)
        if len(hits) > 1:
            raise self.several(query, hits)
        return hits[0]

    def shown(self, person: Known) -> str:
        """Return a person's name for an acknowledgement, namesakes told apart."""
        namesakes = exact_people(self.sql, person.folded)
        return told_apart(person) if len(namesakes) > 1 else person.name

    def nobody(self, query: str, hint: str = "") -> NotFound:
        """Return the error for a name nobody bears, with people of similar names."""
        near = [describe(one, self.everybody) for one in suggest_names(query, self.everybody)]
        meant = f"did you mean {' or '.join(near)}?" if near else ""
        return NotFound(
            f"nobody is called {quoted(query)}", meant or hint or "recip person list shows everyone"
        )

    def several(self, query: str, hits: Sequence[Known]) -> NotFound:
        """Return the error for a name that several people answer to."""
        shown = ", ".join(told_apart(one) for one in hits[:8])
        more = f" and {len(hits) - 8} more" if len(hits) > 8 else ""
        # A handle that is somebody's whole name as well does not tell them apart.
        is_handle = any(one.handle == fold(query) for one in hits)
        hint = "use '#id'" if is_handle else "use a handle or '#id'"
        return NotFound(f"{quoted(query)} could be {len(hits)} people: {shown}{more}", hint)

    def forget(self) -> None:
        """Read everybody anew next time: somebody was added."""
        self._everybody = None


def choose_people(sql: sqlite3.Connection, query: Query) -> PeopleChosen:
    """Resolve a query's names, all hits of each; raises NotFound for an unknown one."""
    if not query.wanted.names and not query.excluded.names:
        return PeopleChosen()
    book = NameBook(sql)

    def ids(names: Sequence[str]) -> tuple[int, ...]:
        found: dict[int, None] = {}
        for name in names:
            hits = book.find(name).hits
            if not hits:
                raise book.nobody(name)
            found.update(dict.fromkeys(one.id for one in hits))
        return tuple(found)

    wanted = ids(query.wanted.names) if query.wanted.names else None
    return PeopleChosen(wanted, ids(query.excluded.names))


def name_of(sql: sqlite3.Connection, person_id: int) -> str:
    """Return the name of the person of this id."""
    return people_by_id(sql, [person_id])[0].name


def handle_of(sql: sqlite3.Connection, person_id: int) -> str:
    """Return the handle of the person of this id, as a command of ours names them."""
    return people_by_id(sql, [person_id])[0].handle


def namesakes_apart(sql: sqlite3.Connection) -> dict[int, str]:
    """Return by id what to call those who share a name with somebody, told apart."""
    return {one.id: told_apart(one) for one in namesakes(sql)}


def names_by_id(sql: sqlite3.Connection, ids: set[int]) -> dict[int, str]:
    """Return people by id, each with what tells namesakes apart."""
    return {one.id: told_apart(one) for one in known_people(sql) if one.id in ids}
