"""The layout of a table: one engine for terminal and pipe, from a report to lines of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from reciprocity_cli.render.columns import GUTTER, Fitted, fit
from reciprocity_cli.render.text import Line, Measured, cut, measured, wrap
from reciprocity_cli.reports.report import Cell, Column, Paragraph, Report, Section, Span

INDENT = 2
_HANG = 2
_LEAST_BELOW = 24
"""Cells that a line below a row needs beside the first column, else it moves under it."""
_EMPTY = Measured((), 0)

_Measure = Callable[[Cell], Measured]
_Cells = list[Measured]


class _Table(NamedTuple):
    """What all rows share; `width` is that of the terminal, None for a file."""

    columns: Sequence[Fitted]
    width: int | None
    measure: _Measure


class _Block(NamedTuple):
    """A section with the cells of its rows measured."""

    section: Section
    cells: list[_Cells]


def lay_out(report: Report, width: int | None) -> Iterator[Line]:
    """Yield the lines of a report for a terminal of `width` columns, or (None) uncut for a file.

    A report without a body has no lines.
    """
    if not report.body:
        return
    # The cells of a report repeat a lot: bars, ages, words.
    measure: _Measure = cache(measured)
    body = [item if isinstance(item, Paragraph) else _block(item, measure) for item in report.body]
    titles = [measure(_dimmed(column.title)) for column in report.columns]
    table = _Table(_fitted(report.columns, titles, body, width), width, measure)
    yield from _running(_title(report.title), table)
    yield ()
    titled = any(titles[fitted.at].line for fitted in table.columns if titles)
    if titled:
        yield from _row(titles, table)
    yield from _body(body, table, dense=titled)


def _block(section: Section, measure: _Measure) -> _Block:
    return _Block(section, [[measure(cell) for cell in row.cells] for row in section.rows])


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


def _title(title: str) -> Cell:
    subject, separator, rest = title.partition(" · ")
    return Span(subject, "title"), Span(separator + rest)


def _dimmed(title: Cell) -> Cell:
    return Span(title, "dim") if isinstance(title, str) else title


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
                yield from _across(table.measure(cell).line, INDENT + _HANG, table)
            else:
                yield from _below(cell, table)


def _running(text: Cell, table: _Table) -> list[Line]:
    line = table.measure(text).line
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
    line = table.measure(text).line
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
    for (line, cell_width), (_, width, column) in zip(cells, columns, strict=True):
        free = width - cell_width
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
