"""Finding people by the one rule of names, in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reciprocity_cli.domain.names import (
    Known,
    Resolution,
    describe,
    fold,
    is_id,
    resolve,
    suggest_names,
    told_apart,
)
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.text import quoted, refuse_unstorable
from reciprocity_cli.errors import NotFound
from reciprocity_cli.store.filters import PeopleChosen
from reciprocity_cli.store.reads.people import (
    answering,
    exact_people,
    known_people,
    namesakes,
    people_by_id,
)

if TYPE_CHECKING:
    import sqlite3


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
        """Return who answers to `query`. Raises UsageError for bytes that are no text."""
        refuse_unstorable(query)
        if not is_id(query.strip()):
            exact = answering(self.sql, fold(query))
            if exact:
                return Resolution(tuple(exact), "name")
        return resolve(query, self.everybody)

    def only(self, query: str) -> Known:
        """Return the one person who answers to `query`; raises NotFound for none or several."""
        hits = self.find(query).hits
        if not hits:
            raise self.nobody(query)
        if len(hits) > 1:
            raise self.several(query, hits)
        return hits[0]

    def shown(self, person: Known) -> str:
        """Return the name of a person as an acknowledgement repeats it, namesakes told apart."""
        namesakes = exact_people(self.sql, person.folded)
        return told_apart(person) if len(namesakes) > 1 else person.name

    def nobody(self, query: str, hint: str = "") -> NotFound:
        """Return the error for a name that nobody bears, with people whose names are near."""
        near = [describe(one, self.everybody) for one in suggest_names(query, self.everybody)]
        meant = f"did you mean {' or '.join(near)}?" if near else ""
        return NotFound(
            f"nobody is called {quoted(query)}", meant or hint or "recip person list shows everyone"
        )

    def several(self, query: str, hits: Sequence[Known]) -> NotFound:
        """Return the error for a name that several people answer to."""
        shown = ", ".join(told_apart(one) for one in hits[:8])
        more = f" and {len(hits) - 8} more" if len(hits) > 8 else ""
        return NotFound(
            f"{quoted(query)} could be {len(hits)} people: {shown}{more}", "use a handle or '#id'"
        )

    def forget(self) -> None:
        """Read everybody anew next time: somebody was added."""
        self._everybody = None


def choose_people(sql: sqlite3.Connection, query: Query) -> PeopleChosen:
    """Resolve the names in a query, all hits of each; raises NotFound for a name nobody bears."""
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
