"""A Report as plain lines, for a pipe or a file; and which columns a page has, how wide."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from reciprocity_cli.domain.text import cell_width, visible
from reciprocity_cli.reports.body import (
    Cell,
    Column,
    Paragraph,
    Row,
    Section,
    Span,
    dim,
    plain_text,
)
from reciprocity_cli.reports.report import Report

INDENT = GUTTER = 2
"""Cells before a row, and between two columns: what stands before each column."""
HANG = 2
_SHRUNK = 12
_WRAPPED = 24
_SCARCELY = 4
"""Cells that an elastic column keeps: cut, wrapped, and where no more can be left out."""
MOST_TEXT = 100
"""Columns that running text goes to: a longer line loses the eye on its way back."""
_STRIP = 60
"""Cells below which text that wraps is not narrowed for the sake of column 100."""
_COMFORT = 24
"""Beyond this a column that is cut gives way before one that is wrapped: one long name must not
push all the rest of a report into a corner."""
_TITLE = 8
"""Cells that a title keeps where it is wider than what stands below it."""


class Fitted(NamedTuple):
    """A column that is shown: its place among the columns of the report, and its width in cells."""

    at: int
    width: int
    column: Column


def fitted(report: Report, width_of: Callable[[Cell], int], room: int | None) -> list[Fitted]:
    """Return the columns of a report to show in `room` cells (None: any number), and how wide."""
    rows = [
        [width_of(cell) for cell in row.cells]
        for item in report.body
        if isinstance(item, Section)
        for row in item.rows
        if not row.across
    ]
    contents = [max(widths) for widths in zip(*rows, strict=True)]
    columns = report.columns or [Column(wrap=True)] * len(contents)
    return fit(columns, contents, [width_of(column.title) for column in columns], room)


def fit(
    columns: Sequence[Column], contents: Sequence[int], titles: Sequence[int], room: int | None
) -> list[Fitted]:
    """Return the columns to show in `room` cells (None: any number), and how wide.

    `contents` and `titles` are the widths of the widest cell and of the title of each
    column. A column without contents is left out.
    """
    shown = [at for at, width in enumerate(contents) if width > 0]
    natural = {at: max(contents[at], titles[at]) for at in shown}
    if room is not None:
        # An axis, drawn in pieces, is no word to be cut short.
        short = {
            at: max(contents[at], min(titles[at], _TITLE))
            if isinstance(columns[at].title, str)
            else natural[at]
            for at in shown
        }
        natural = _narrowed(natural, short, columns, room)
    return [Fitted(at, width, columns[at]) for at, width in natural.items()]


def _narrowed(
    natural: dict[int, int], short: dict[int, int], columns: Sequence[Column], room: int
) -> dict[int, int]:
    """Return widths that fit: titles go short first, then columns, and some are left out."""
    floors = {at: _floor(columns[at], width) for at, width in short.items()}
    while _total(floors) > room:
        droppable = [at for at in floors if columns[at].drop]
        if not droppable:
            floors = {
                at: min(width, _SCARCELY) if columns[at].wrap or columns[at].shrink else width
                for at, width in floors.items()
            }
            break
        del floors[max(droppable, key=lambda at: (columns[at].drop, at))]
    # No column needs more than the room, which bounds the steps below.
    widths = {at: max(min(natural[at], room), floors[at]) for at in floors}
    for _ in range(_total(widths) - room):
        yielding = [at for at in widths if widths[at] > floors[at]]
        if not yielding:
            break
        titled = [at for at in yielding if widths[at] > short[at]]
        comfortable = [at for at in yielding if columns[at].shrink and widths[at] > _COMFORT]
        widths[max(titled or comfortable or yielding, key=widths.__getitem__)] -= 1
    # Text that wraps ends where running text does, unless that would make a narrow strip of it.
    wrapped = [at for at in widths if columns[at].wrap]
    ends = _total({at: widths[at] for at in widths if at <= wrapped[-1]}) if wrapped else 0
    for _ in range(ends - (MOST_TEXT - INDENT)):
        longest = max(wrapped, key=widths.__getitem__)
        if widths[longest] > _STRIP:
            widths[longest] -= 1
    return widths


def _total(widths: dict[int, int]) -> int:
    return sum(widths.values()) + GUTTER * (len(widths) - 1)


def _floor(column: Column, width: int) -> int:
    if column.wrap:
        return min(width, _WRAPPED)
    return min(width, _SHRUNK) if column.shrink else width


def title(report: Report) -> Cell:
    """Return the first line of a page, its subject standing out."""
    subject, separator, rest = report.title.partition(" · ")
    return (Span(subject, "title"), Span(separator + rest))


def titles(columns: Sequence[Fitted]) -> list[Cell]:
    """Return the titles of the columns that are shown; none where all of them are empty."""
    above = [fitted.column.title for fitted in columns]
    if not any(map(plain_text, above)):
        return []
    return [dim(title) if isinstance(title, str) else title for title in above]


def stacked(report: Report, *, dense: bool) -> Iterator[Cell | Section | None]:
    """Yield the body of a page from top to bottom: text, rows, and None for a blank line.

    Sections under column titles stand close (`dense`), as one table; without them apart.
    """
    first = True
    for item in report.body:
        if isinstance(item, Section) and not item.rows:
            continue
        apart = item.apart if isinstance(item, Paragraph) else not dense
        if apart and not first:
            yield None
        if isinstance(item, Paragraph):
            yield item.text
        else:
            if item.heading:
                yield Span(item.heading, "heading")
            yield item
        first = False


def below(row: Row, columns: Sequence[Fitted]) -> int:
    """Return the cells before what hangs below a row: it stands under the second column."""
    if row.across or len(columns) < 2:
        return INDENT + HANG
    return INDENT + columns[0].width + GUTTER


# The cells of a report repeat a lot: bars, ages, words.
@lru_cache(1 << 14)
def _measured(cell: Cell) -> tuple[str, int]:
    text = visible(plain_text(cell))
    return text, cell_width(text)


def lines(report: Report) -> Iterator[str]:
    """Yield the lines of a report for a pipe or a file, where nothing is wrapped or cut.

    A report without a body has no lines.
    """
    if not report.body:
        return
    columns = fitted(report, lambda cell: _measured(cell)[1], None)
    above = titles(columns)
    yield _measured(title(report))[0]
    yield ""
    if above:
        yield _line(above, columns)
    for item in stacked(report, dense=bool(above)):
        if item is None:
            yield ""
        elif isinstance(item, Section):
            for row in item.rows:
                yield from _row(row, columns)
        else:
            yield _measured(item)[0]


def _row(row: Row, columns: Sequence[Fitted]) -> Iterator[str]:
    if row.across:
        yield " " * INDENT + _measured(row.cells[0])[0]
    else:
        yield _line([row.cells[fitted.at] for fitted in columns], columns)
    for cell in row.below:
        yield " " * below(row, columns) + _measured(cell)[0]


def _line(cells: Sequence[Cell], columns: Sequence[Fitted]) -> str:
    """Return cells side by side, each column as wide as its widest cell."""
    pieces = []
    for cell, (_, width, column) in zip(cells, columns, strict=True):
        text, taken = _measured(cell)
        free = width - taken
        before = free if column.align == "right" else free // 2 if column.align == "center" else 0
        pieces.append(f"{' ' * (GUTTER + before)}{text}{' ' * (free - before)}")
    return "".join(pieces)
