"""What a report is, before any format: data rows for programs, and a body for a reader.

The two say the same thing. `rows`, `fields` and `beside` are the public JSON and CSV of
the report; `body` is what the table and Markdown formats lay out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, overload

from reciprocity_cli.reports.body import Column, Paragraph, Section
from reciprocity_cli.reports.words import EVERYTHING

if TYPE_CHECKING:
    import sqlite3

    from rich.console import Console, ConsoleOptions, RenderResult

    from reciprocity_cli.config import Settings
    from reciprocity_cli.domain.query import Query
    from reciprocity_cli.domain.records import Person
    from reciprocity_cli.store.filters import PeopleChosen

_Item = TypeVar("_Item")


class Asked:
    """What a report is asked: of which ledger, on which day, by what settings, query.

    What gathers the facts takes it; what builds a report from facts does not, and knows no SQL.
    """

    def __init__(
        self, sql: sqlite3.Connection, today: date, settings: Settings, query: Query = EVERYTHING
    ) -> None:
        self.sql = sql
        self.today = today
        self.settings = settings
        self.query = query

    @cached_property
    def chosen(self) -> PeopleChosen:
        """Whom the query names. Raises NotFound."""
        from reciprocity_cli.store.people import choose_people

        return choose_people(self.sql, self.query)

    @property
    def archived(self) -> bool | None:
        """Which people are looked at: the archived are put away (False) unless named (None)."""
        return None if self.chosen.wanted else False

    def people(self, *, archived: bool | None = None) -> list[Person]:
        """Return the people whom the query chooses; `archived` None takes all."""
        from reciprocity_cli.store.people import people

        return people(self.sql, self.query, self.chosen, self.today, archived=archived)

    def about(self, query: Query = EVERYTHING) -> Asked:
        """Return the same, asked by another query; without one of everybody and everything."""
        return Asked(self.sql, self.today, self.settings, query)


def of_whom(_row: Any, name: str, *_more: Any) -> str:
    """Return the name that is handed on beside a record which knows a person's id alone."""
    return name


class Fields:
    """The public fields of one kind of row, each under a name: JSON, CSV and its header.

    `names` has them in their order: "id" is the attribute of that name (of the part
    `of` of a row), "name=person.name" another one, "known=None" null. Those in `made`
    are what is returned for the row, and for whatever is handed on with it.
    """

    def __init__(self, names: str, *, of: str = "", **made: Callable[..., Any]) -> None:
        self._getters: list[tuple[str, Callable[..., Any], bool]] = []
        for word in names.split():
            name, _, path = word.partition("=")
            get = (
                (lambda _: None)
                if path == "None"
                else attrgetter(path or f"{of}.{name}".lstrip("."))
            )
            self._getters.append((name, made.get(name, get), name in made))
        self.names = tuple(name for name, _, _ in self._getters)

    def __call__(self, row: Any, *more: Any) -> dict[str, Any]:
        """Return the fields of one row."""
        return {
            name: get(row, *more) if wants_more else get(row)
            for name, get, wants_more in self._getters
        }

    def rows(self, items: Sequence[Any], *more: Any) -> Records[Any]:
        """Return the fields of rows, made when a format asks for them."""
        return Records(items, lambda item: self(item, *more))

    def rows_of(self, lines: Sequence[Any], *more: Any) -> Records[Any]:
        """Return the same of records with whose they are (`lists.Of`)."""
        return Records(lines, lambda line: self(line.one, line.person.name, *more))


class Records(Sequence[Mapping[str, Any]], Generic[_Item]):
    """Rows of data that are made when a format asks for them; a table never does.

    Twenty-five fields for each of a thousand people take longer than the table of them.
    """

    def __init__(
        self, items: Sequence[_Item], fields_of: Callable[[_Item], Mapping[str, Any]]
    ) -> None:
        self._items = items
        self._fields_of = fields_of

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return map(self._fields_of, self._items)

    @overload
    def __getitem__(self, at: int) -> Mapping[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> Records[_Item]: ...
    def __getitem__(self, at: int | slice) -> Mapping[str, Any] | Records[_Item]:
        if isinstance(at, slice):
            return Records(self._items[at], self._fields_of)
        return self._fields_of(self._items[at])


class Report(NamedTuple):
    """One report, complete and independent of its format."""

    name: str
    title: str
    fields: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    beside: Mapping[str, Any] = {}
    columns: Sequence[Column] = ()
    body: Sequence[Section | Paragraph] = ()
    empty: str = "nothing to show"

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Print the report with Rich: `rich.print(report)`."""
        from reciprocity_cli.render.rich_table import tables

        return tables(self, console, options)
