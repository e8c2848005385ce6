"""The layout of a table: one engine for the terminal and the pipe, from a report to lines of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from reciprocity_cli.render.columns import GUTTER, Fitted, fit
from reciprocity_cli.render.text import Line, Measured, cut, measured, wrap
from reciprocity_cli.reports.report import Cell, Column, Paragraph, Report, Row, Section, Span

INDENT = 2
_HANG = 2
_LEAST_BELOW = 24
"""Cells that a line below a row needs beside the first column, else it moves under it."""


class _Grid(NamedTuple):
    """What all rows of one table share; `width` is that of the terminal, None for a file."""

    columns: Sequence[Fitted]
    width: int | None
    measure: Callable[[Cell], Measured]


def lay_out(report: Report, width: int | None) -> Iterator[Line]:
    """Yield the lines of a report for a terminal of `width` columns, or (None) uncut for a file.

    A report without a body has no lines.
    """
    if not report.body:
        return
    # The cells of a report repeat a lot: bars, ages, words.
    measure: Callable[[Cell], Measured] = cache(measured)
    titles = [column.title for column in report.columns]
    grid = _Grid(_fitted(report, titles, measure, width), width, measure)
    yield from _running(_title(report.title), grid)
    yield ()
    titled = any(titles[column.at] for column in grid.columns)
    if titled:
        cells = [Span(title, "dim") if isinstance(title, str) else title for title in titles]
        yield from _row_lines(Row(cells), grid)
    yield from _body(report.body, grid, dense=titled)


def _fitted(
    report: Report,
    titles: Sequence[Cell],
    measure: Callable[[Cell], Measured],
    width: int | None,
) -> list[Fitted]:
    rows = [row.cells for item in report.body if isinstance(item, Section) for row in item.rows]
    widths = [max(measure(cell).width for cell in column) for column in zip(*rows, strict=True)]
    if not widths:
        return []
    room = None if width is None else width - INDENT
    columns = report.columns or [Column(wrap=True)] * len(widths)
    over = [measure(title).width for title in titles] or [0] * len(widths)
    return fit(columns, widths, over, room)


def _title(title: str) -> Cell:
    subject, separator, rest = title.partition(" · ")
    return Span(subject, "title"), Span(separator + rest)


def _body(items: Sequence[Section | Paragraph], grid: _Grid, dense: bool) -> Iterator[Line]:
    """Sections under column titles stand close, as one table; blocks without them stand apart."""
    first = True
    for item in items:
        if isinstance(item, Paragraph):
            if item.apart and not first:
                yield ()
            yield from _running(item.text, grid)
        elif item.rows:
            if not (first or dense):
                yield ()
            yield from _section(item, grid)
        else:
            continue
        first = False


def _section(section: Section, grid: _Grid) -> Iterator[Line]:
    if section.heading:
        yield from _running(Span(section.heading, "heading"), grid)
    for row in section.rows:
        yield from _row_lines(row, grid)
        for cell in row.below:
            yield from _below(cell, grid)


def _running(text: Cell, grid: _Grid) -> list[Line]:
    line = grid.measure(text).line
    return [line] if grid.width is None else wrap(line, grid.width, _HANG)


def _below(text: Cell, grid: _Grid) -> list[Line]:
    line = grid.measure(text).line
    indent = INDENT + (grid.columns[0].width + GUTTER if len(grid.columns) > 1 else _HANG)
    if grid.width is None:
        return [(Span(" " * indent), *line)]
    if grid.width - indent < _LEAST_BELOW:
        indent = INDENT + _HANG
    lines = wrap(line, grid.width - indent, _HANG)
    return [(Span(" " * indent), *piece) for piece in lines]


def _row_lines(row: Row, grid: _Grid) -> Iterator[Line]:
    """Yield the line of a row; several where the cells of a `wrap` column run over."""
    cells = [grid.measure(row.cells[fitted.at]) for fitted in grid.columns]
    if all(cell.width <= fitted.width for cell, fitted in zip(cells, grid.columns, strict=True)):
        yield _joined(cells, grid.columns)
        return
    stacks = [_stack(cell, fitted) for cell, fitted in zip(cells, grid.columns, strict=True)]
    for level in range(max(map(len, stacks))):
        yield _joined(
            [stack[level] if level < len(stack) else _EMPTY for stack in stacks], grid.columns
        )


_EMPTY = Measured((), 0)


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
    for cell, (_, width, column) in zip(cells, columns, strict=True):
        if not cell.line:
            blanks += width + GUTTER
            continue
        free = width - cell.width
        before = 0 if column.align == "left" else free if column.align == "right" else free // 2
        pieces.append(Span(" " * (blanks + before)))
        pieces.extend(cell.line)
        blanks = free - before + GUTTER
    return tuple(pieces)
