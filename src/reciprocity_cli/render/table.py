"""A Report as lines: columns fitted to a width, the same on a terminal and in a pipe."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from reciprocity_cli.domain.text import cell_width, shorten, visible
from reciprocity_cli.reports.body import Cell, Column, Paragraph, Section, Span, Style
from reciprocity_cli.reports.report import Report

Line = tuple[Span, ...]


class Measured(NamedTuple):
    """A cell ready for print, and the number of terminal cells it takes."""

    line: Line
    width: int


# The cells of a report repeat a lot: bars, ages, words.
@lru_cache(1 << 14)
def measured(cell: Cell) -> Measured:
    """Make the text of a cell visible and measure it."""
    if isinstance(cell, str):
        text = visible(cell)
        return Measured((Span(text),) if text else (), cell_width(text))
    spans = (cell,) if isinstance(cell, Span) else cell
    line = tuple(Span(visible(text), style) for text, style in spans if text)
    return Measured(line, sum(cell_width(span.text) for span in line))


def plain(line: Line) -> str:
    """Return the text of a line."""
    return "".join([span.text for span in line])


def cut(line: Line, width: int) -> Line:
    """Return a line cut to at most `width` cells, with an ellipsis where something was cut off."""
    text = plain(line)
    short = shorten(text, width)
    if short == text or not short:
        return line if short else ()
    pieces = _part(line, 0, len(short) - 1)
    return (*pieces, Span("…", pieces[-1].style if pieces else ""))


def wrap(line: Line, width: int, hang: int = 0) -> list[Line]:
    """Break a line at blanks into lines of at most `width` cells, those after the first hung in.

    A word that is wider than a whole line is broken where the line ends; no text is left out.
    """
    text = plain(line)
    lines: list[Line] = []
    start = 0
    while start < len(text):
        indent = hang if lines else 0
        end, following = _line_end(text, start, max(width - indent, 1))
        pieces = _part(line, start, end)
        lines.append((Span(" " * indent), *pieces) if indent else pieces)
        start = following
    return lines or [()]


def _line_end(text: str, start: int, room: int) -> tuple[int, int]:
    """Return where the line that begins at `start` ends, and where the next one begins."""
    end = min(start + room, len(text))
    while end > start + 1 and cell_width(text[start:end]) > room:
        end -= 1
    if end == len(text):
        return end, end
    blank = text.rfind(" ", start, end + 1)
    if blank <= start:
        return end, end
    following = blank
    while following < len(text) and text[following] == " ":
        following += 1
    return blank, following


def _part(line: Line, start: int, end: int) -> Line:
    """Return the characters from `start` to `end` of a line, each still in its style."""
    pieces: list[Span] = []
    at = 0
    for text, style in line:
        inside = text[max(start - at, 0) : max(end - at, 0)]
        if inside:
            pieces.append(Span(inside, style))
        at += len(text)
    return tuple(pieces)


GUTTER = 2
_SHRUNK = 12
_WRAPPED = 24
_SCARCELY = 4
"""Cells that an elastic column keeps: cut, wrapped, and where no more can be left out."""
_COMFORT = 24
"""Beyond this a column that is cut gives way before one that is wrapped: one long name must not
push all the rest of a report into a corner."""


class Fitted(NamedTuple):
    """A column that is shown: its place among the columns of the report, and its width in cells."""

    at: int
    width: int
    column: Column


def fit(
    columns: Sequence[Column], contents: Sequence[int], titles: Sequence[int], room: int | None
) -> list[Fitted]:
    """Return the columns to show in `room` cells (None: any number), and how wide.

    `contents` and `titles` are the widths of the widest cell and of the title of each
    column. A column without contents is left out.
    """
    natural = {at: max(contents[at], titles[at]) for at in range(len(columns)) if contents[at] > 0}
    if room is not None:
        natural = _narrowed(natural, columns, room)
    return [Fitted(at, width, columns[at]) for at, width in natural.items()]


def _narrowed(natural: dict[int, int], columns: Sequence[Column], room: int) -> dict[int, int]:
    floors = {at: _floor(columns[at], width) for at, width in natural.items()}
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
    excess = _total(widths) - room
    while excess > 0:
        yielding = [at for at in widths if widths[at] > floors[at]]
        if not yielding:
            break
        comfortable = [at for at in yielding if columns[at].shrink and widths[at] > _COMFORT]
        widths[max(comfortable or yielding, key=widths.__getitem__)] -= 1
        excess -= 1
    return widths


def _total(widths: dict[int, int]) -> int:
    return sum(widths.values()) + GUTTER * (len(widths) - 1)


def _floor(column: Column, width: int) -> int:
    if column.wrap:
        return min(width, _WRAPPED)
    return min(width, _SHRUNK) if column.shrink else width


INDENT = 2
_HANG = 2
_LEAST_BELOW = 24
"""Cells that a line below a row needs beside the first column, else it moves under it."""
_EMPTY = Measured((), 0)


class _Table(NamedTuple):
    """What all rows share; `width` is that of the terminal, None for a file."""

    columns: Sequence[Fitted]
    width: int | None


class _Block(NamedTuple):
    """A section with the cells of its rows measured."""

    section: Section
    cells: list[list[Measured]]


def lay_out(report: Report, width: int | None) -> Iterator[Line]:
    """Yield the lines of a report for a terminal of `width` columns, or (None) uncut for a file.

    A report without a body has no lines.
    """
    if not report.body:
        return
    body = [
        item
        if isinstance(item, Paragraph)
        else _Block(item, [[measured(cell) for cell in row.cells] for row in item.rows])
        for item in report.body
    ]
    titles = [
        measured(Span(column.title, "dim") if isinstance(column.title, str) else column.title)
        for column in report.columns
    ]
    table = _Table(_fitted(report.columns, titles, body, width), width)
    subject, separator, rest = report.title.partition(" · ")
    yield from _running((Span(subject, "title"), Span(separator + rest)), table)
    yield ()
    titled = any(titles[fitted.at].line for fitted in table.columns if titles)
    if titled:
        yield from _row(titles, table)
    yield from _body(body, table, dense=titled)


def _fitted(
    columns: Sequence[Column],
    titles: Sequence[Measured],
    body: Sequence[_Block | Paragraph],
    width: int | None,
) -> list[Fitted]:
    rows = [
        cells
        for item in body
        if isinstance(item, _Block)
        for row, cells in zip(item.section.rows, item.cells, strict=True)
        if not row.across
    ]
    widths = [max([cell.width for cell in cells]) for cells in zip(*rows, strict=True)]
    room = None if width is None else width - INDENT
    if not columns:
        columns, titles = [Column(wrap=True)] * len(widths), [_EMPTY] * len(widths)
    return fit(columns, widths, [title.width for title in titles], room) if widths else []


def _body(items: Sequence[_Block | Paragraph], table: _Table, dense: bool) -> Iterator[Line]:
    """Sections under column titles stand close, as one table; blocks without them stand apart."""
    first = True
    for item in items:
        if isinstance(item, Paragraph):
            if item.apart and not first:
                yield ()
            yield from _running(item.text, table)
        elif item.cells:
            if not (first or dense):
                yield ()
            yield from _section(item, table)
        else:
            continue
        first = False


def _section(block: _Block, table: _Table) -> Iterator[Line]:
    if block.section.heading:
        yield from _running(Span(block.section.heading, "heading"), table)
    for row, cells in zip(block.section.rows, block.cells, strict=True):
        yield from _across(cells[0].line, INDENT, table) if row.across else _row(cells, table)
        for cell in row.below:
            if row.across:
                yield from _across(measured(cell).line, INDENT + _HANG, table)
            else:
                yield from _below(cell, table)


def _running(text: Cell, table: _Table) -> list[Line]:
    line = measured(text).line
    if table.width is None:
        return [line]
    # What is indented stays so where it goes on.
    indent = len(line[0].text) - len(line[0].text.lstrip(" ")) if line else 0
    return wrap(line, table.width, indent + _HANG)


def _across(line: Line, indent: int, table: _Table) -> list[Line]:
    if table.width is None:
        return [(_blanks(indent), *line)]
    return [(_blanks(indent), *piece) for piece in wrap(line, table.width - indent, _HANG)]


def _below(text: Cell, table: _Table) -> list[Line]:
    line = measured(text).line
    indent = INDENT + (table.columns[0].width + GUTTER if len(table.columns) > 1 else _HANG)
    if table.width is None:
        return _across(line, indent, table)
    narrow = table.width - indent < _LEAST_BELOW
    return _across(line, INDENT + _HANG if narrow else indent, table)


def _row(cells: Sequence[Measured], table: _Table) -> list[Line]:
    """Return the line of a row; several where the cells of a `wrap` column run over."""
    columns = table.columns
    # Without a terminal every column is as wide as its widest cell.
    if table.width is None or all(cells[at].width <= width for at, width, _ in columns):
        return [_joined([cells[fitted.at] for fitted in columns], columns)]
    stacks = [_stack(cells[fitted.at], fitted) for fitted in columns]
    return [
        _joined([stack[level] if level < len(stack) else _EMPTY for stack in stacks], columns)
        for level in range(max(map(len, stacks)))
    ]


def _stack(cell: Measured, fitted: Fitted) -> list[Measured]:
    if cell.width <= fitted.width:
        return [cell]
    if fitted.column.wrap:
        return [measured(line) for line in wrap(cell.line, fitted.width)]
    return [measured(cut(cell.line, fitted.width))]


def _joined(cells: Sequence[Measured], columns: Sequence[Fitted]) -> Line:
    """Put cells side by side; blanks are written only when something follows them."""
    pieces: list[Span] = []
    blanks = INDENT
    for (line, taken), (_, width, column) in zip(cells, columns, strict=True):
        free = width - taken
        if not line:
            blanks += width + GUTTER
        elif column.align == "left":
            pieces.append(_blanks(blanks))
            pieces.extend(line)
            blanks = free + GUTTER
        else:
            before = free if column.align == "right" else free // 2
            pieces.append(_blanks(blanks + before))
            pieces.extend(line)
            blanks = free - before + GUTTER
    return tuple(pieces)


@cache
def _blanks(count: int) -> Span:
    return Span(" " * count)


# Two fixed colours with a contrast of 3 : 1 and more on black and on white (WCAG 2.2,
# 1.4.11); the cyan and yellow of a terminal's own theme are hardly to be seen on white.
_LOOKS: Mapping[Style, str] = {
    "": "",
    "title": "bold",
    "heading": "bold",
    "strong": "bold",
    "dim": "dim",
    "got": "color(31)",
    "gave": "color(136)",
    "warn": "bold color(160)",
}


def _painted(lines: Iterable[Line]) -> Iterator[str]:
    """Yield lines with the escape sequences of their styles; no other ones are in them.

    Rich says how many colours the terminal has and paints each piece. A Rich table costs 300 us a
    row and cannot hold headings between its rows; a piece painted so costs 1 us.
    """
    from rich.color import ColorSystem
    from rich.console import COLOR_SYSTEMS, Console
    from rich.style import Style as Look

    # Colour was decided on before; a terminal that is said to have none gets the plainest.
    detected = Console(force_terminal=True).color_system
    system = ColorSystem.STANDARD if detected is None else COLOR_SYSTEMS[detected]
    # Made anew each time: a style remembers the codes of the first terminal it was rendered for.
    looks = {style: Look.parse(definition).copy() for style, definition in _LOOKS.items()}
    for line in lines:
        *before, last = line or (Span(" "),)
        pieces = [*before, Span(last.text.rstrip(), last.style)]
        painted = [
            looks[style].render(text, color_system=system) if style and text else text
            for text, style in pieces
        ]
        yield "".join(painted).rstrip() + "\n"


def table(report: Report, *, width: int | None, color: bool) -> str:
    """Return a report laid out for a terminal of `width` columns, or (None) a pipe or file."""
    lines = lay_out(report, width)
    if color:
        return "".join(_painted(lines))
    return "".join([plain(line).rstrip() + "\n" for line in lines])
