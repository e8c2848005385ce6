"""What a report is, before any format: data rows for programs, and a body for a reader.

The two say the same thing. `rows`, `fields` and `beside` are the public JSON and CSV of the report;
`body` is what the table and Markdown formats lay out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
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


class Row(NamedTuple):
    """One line of cells, and lines of text that hang below it, indented to the second column.

    A line that is `across` has text in its first cell alone, which runs over all columns and makes
    none of them wider.
    """

    cells: Sequence[Cell]
    below: Sequence[Cell] = ()
    across: bool = False


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
