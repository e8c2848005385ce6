"""A Report on a terminal: Rich's tables, one a section or a run of rows, their widths shared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Column as TableColumn
from rich.table import Table
from rich.text import Text

from reciprocity_cli.domain.text import visible
from reciprocity_cli.render import lines
from reciprocity_cli.render.lines import GUTTER, HANG, INDENT, MOST_TEXT
from reciprocity_cli.reports.body import Cell, Row, Section, Style, spans_of

if TYPE_CHECKING:
    from rich.console import ConsoleOptions, RenderableType

    from reciprocity_cli.reports.report import Report

_LEAST_BELOW = 24
"""Cells that a line below a row needs beside the first column, else it moves under it."""
_ENDLESS = 1 << 20
"""Columns of a pipe."""

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


@lru_cache(1 << 14)
def _text(cell: Cell) -> Text:
    """Return a cell as Rich's text, which is never taken for markup, emoji codes or a link."""
    return Text.assemble(*[(visible(text), _LOOKS[style]) for text, style in spans_of(cell)])


class _Page:
    """The columns that all tables of a page share, and how far its running text goes."""

    def __init__(self, report: Report, console: Console, width: int | None) -> None:
        self.console = console
        self.width = _ENDLESS if width is None else min(width, MOST_TEXT)
        room = None if width is None else width - INDENT
        self.columns = lines.fitted(report, lambda cell: _text(cell).cell_len, room)
        self.titles = lines.titles(self.columns)

    def table(self, rows: Iterable[Row] = (), *, header: bool = False) -> Table:
        """Return rows as a table of columns that Rich need not measure."""
        titles: Sequence[Cell] = self.titles or [""] * len(self.columns)
        columns = [
            TableColumn(
                _text(title),
                width=width,
                justify=column.align,
                no_wrap=not column.wrap,
                overflow="fold" if column.wrap else "ellipsis",
            )
            for title, (_, width, column) in zip(titles, self.columns, strict=True)
        ]
        padding = (0, 0, 0, GUTTER)
        table = Table(*columns, box=None, padding=padding, show_header=header, header_style="")
        for row in rows:
            table.add_row(*[_text(row.cells[fitted.at]) for fitted in self.columns])
        return table

    def section(self, rows: Sequence[Row]) -> Iterator[RenderableType]:
        """Yield rows as tables, and between them what goes over all columns."""
        run: list[Row] = []
        for row in rows:
            if not row.across:
                run.append(row)
            if run and (row.across or row.below):
                yield self.table(run)
                run = []
            if row.across:
                yield from self.running(row.cells[0], INDENT)
            indent = lines.below(row, self.columns)
            if self.width - indent < _LEAST_BELOW:
                indent = INDENT + HANG
            for cell in row.below:
                yield from self.running(cell, indent)
        if run:
            yield self.table(run)

    def running(self, cell: Cell, indent: int = 0) -> Iterator[Text]:
        """Yield text behind `indent` blanks, the lines after the first hung in."""
        text = _text(cell)
        first = text.wrap(self.console, max(self.width - indent, 1))[0]
        rest = text[len(first) :]
        yield _behind(indent, first)
        if rest.plain.strip(" "):
            rest = rest[_blanks(rest) :]
            # What is indented by itself stays so where it goes on.
            hanging = indent + _blanks(text) + HANG
            for line in rest.wrap(self.console, max(self.width - hanging, 1)):
                yield _behind(hanging, line)


def _blanks(text: Text) -> int:
    return len(text) - len(text.plain.lstrip(" "))


def _behind(indent: int, line: Text) -> Text:
    # Rich's Padding would fill the line up behind it too, and swallow one that takes no cell.
    line.pad_left(indent)
    return line


def tables(report: Report, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
    """Yield a report as what Rich prints, for the width of a console.

    With `soft_wrap` nothing is wrapped or cut. A report without a body is nothing.
    """
    if not report.body:
        return
    page = _Page(report, console, None if options.no_wrap else options.max_width)
    yield from page.running(lines.title(report))
    yield Text()
    if page.titles:
        yield page.table(header=True)
    for item in lines.stacked(report, dense=bool(page.titles)):
        if item is None:
            yield Text()
        elif isinstance(item, Section):
            yield from page.section(item.rows)
        else:
            yield from page.running(item)


def painted(report: Report, *, width: int | None, color: bool) -> str:
    """Return a report as Rich prints it on a terminal of `width` columns, or (None) into a pipe.

    Without `color` no escape sequence is in it.
    """
    # Whether to colour was decided on before, by NO_COLOR too; Rich says which colours there are,
    # and a terminal that is said to have none gets the plainest.
    dumb = Console(force_terminal=True).is_dumb_terminal
    page = StringIO()
    console = Console(
        file=page,
        width=width or _ENDLESS,
        height=1,  # without one a dumb terminal is taken for one of 80 columns
        color_system=None if not color else "standard" if dumb else "auto",
        force_terminal=True,
        no_color=False,
        legacy_windows=False,
    )
    console.print(report, soft_wrap=width is None)
    # Blanks that fill a table would be wrapped where a window is made narrower.
    return "\n".join(_unfilled(line) for line in page.getvalue().split("\n"))


def _unfilled(line: str) -> str:
    # Not by a pattern, which tries every run of blanks from each of its places.
    bare = line.rstrip(" ")
    text = bare.removesuffix(_RESET)
    return bare if text == bare else text.rstrip(" ") + _RESET


_RESET = "\x1b[0m"
