"""What a report is, before any format: data rows for programs, and a body for a reader.

The two say the same thing. `rows`, `fields` and `beside` are the public JSON and CSV of the report;
`body` is what the table and Markdown formats lay out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Generic, Literal, NamedTuple, TypeVar, overload

_Item = TypeVar("_Item")

Style = Literal["", "title", "heading", "gave", "got", "dim", "strong", "warn"]
"""What a piece of text is for; the renderer chooses the colour, which only repeats the words."""


class Span(NamedTuple):
    """A piece of text in one style."""

    text: str
    style: Style = ""


Cell = str | Span | tuple[Span, ...]
"""The content of one cell: plain text, one styled piece or several side by side."""


def dim(text: str) -> Span:
    """Return text that stands back."""
    return Span(text, "dim")


def numbered(record_id: int) -> Span:
    """Return "#12", as ids are shown and typed."""
    return Span(f"#{record_id}", "dim")


def spans_of(cell: Cell) -> tuple[Span, ...]:
    """Return a cell as its pieces."""
    if isinstance(cell, str):
        return (Span(cell),)
    return (cell,) if isinstance(cell, Span) else cell


def plain_text(cell: Cell) -> str:
    """Return the text of a cell."""
    return "".join([span.text for span in spans_of(cell)])


class Column(NamedTuple):
    """One column of a report's table.

    Every column has the width of its widest cell wherever there is room for it. On a terminal too
    narrow for that, the cells of a `shrink` column are cut with an ellipsis and those of a `wrap`
    column run over several lines; when that does not do, columns with a `drop` above 0 are left
    out, the highest first.
    """

    title: Cell = ""
    align: Literal["left", "right", "center"] = "left"
    shrink: bool = False
    drop: int = 0
    wrap: bool = False


NAME, WRAPPED = Column(shrink=True), Column(wrap=True)
"""The usual columns of a name and of a text."""


class Row(NamedTuple):
    """One line of cells, and lines of text that hang below it, indented to the second column.

    A line that is `across` has text in its first cell alone, which runs over all columns and makes
    none of them wider.
    """

    cells: Sequence[Cell]
    below: Sequence[Cell] = ()
    across: bool = False


def labelled(lines: Sequence[tuple[str, Cell]]) -> list[Row]:
    """Return lines of a page, what each is called before what it says."""
    return [Row((dim(label), said)) for label, said in lines]


class Section(NamedTuple):
    """Rows under a heading; all sections of a report share its columns, so that they align."""

    heading: str
    rows: Sequence[Row]


class Paragraph(NamedTuple):
    """Running text, wrapped on a terminal to its width and never elsewhere.

    A blank line stands before it if it is `apart`.
    """

    text: Cell
    apart: bool = True


def paragraphs(text: str) -> list[Paragraph]:
    """Return the lines of a text, a blank line before the first."""
    return [Paragraph(line, apart=not at) for at, line in enumerate(text.splitlines())]


Body = list[Section | Paragraph]


def of_whom(_row: Any, name: str, *_more: Any) -> str:
    """Return the name that is handed on beside a record which knows a person's id alone."""
    return name


class Fields:
    """The public fields of one kind of row, each under a name: JSON, CSV and its header.

    `names` has them in their order: "id" is the attribute of that name (of the part `of` of a row),
    "name=person.name" another one, "known=None" null. Those in `made` are what is returned for the
    row, and for whatever is handed on with it.
    """

    def __init__(self, names: str, *, of: str = "", **made: Callable[..., Any]) -> None:
        self._getters: list[tuple[str, Callable[..., Any], bool]] = []
        for word in names.split():
            name, _, path = word.partition("=")
            get = _null if path == "None" else attrgetter(path or f"{of}.{name}".lstrip("."))
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


def _null(_row: Any) -> None:
    return None


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
