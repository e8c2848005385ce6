"""Markdown: headings and pipe tables (GitHub's dialect), every text printed literally."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reciprocity_cli.domain.text import visible
from reciprocity_cli.reports.report import Cell, Column, Paragraph, Row, Section, Span

if TYPE_CHECKING:
    from reciprocity_cli.reports.report import Report

_MARKUP = re.compile(r"[\\`*_\[\]<>|~$]|&(?=[#\w])|:(?=//|\w+:)|(?<=[wW])\.|@")
"""Signs that start markup, an entity, an emoji code or a link that was not meant."""
_BLOCK = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))")
_RULES = {"left": "---", "right": "--:", "center": ":-:"}


def markdown(report: Report) -> str:
    """Return a report as a Markdown document; what hangs below a row stands in its second cell."""
    blocks = [f"# {_line(report.title)}"]
    if not report.body:
        blocks.append(_line(report.empty))
    sections = [item for item in report.body if isinstance(item, Section)]
    shown = _shown([row.cells for section in sections for row in section.rows])
    for item in report.body:
        if isinstance(item, Paragraph):
            blocks.append(_line(_text_of(item.text)))
        elif item.rows:
            if item.heading:
                blocks.append(f"## {_line(item.heading)}")
            blocks.append(_table(report.columns, item.rows, shown))
    return "\n\n".join(blocks) + "\n"


def _shown(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Return the places of the columns that have contents anywhere in the report."""
    columns = zip(*rows, strict=True)
    return [at for at, cells in enumerate(columns) if any(map(_text_of, cells))]


def _table(columns: Sequence[Column], rows: Sequence[Row], shown: Sequence[int]) -> str:
    known = [columns[at] if columns else Column() for at in shown]
    titles = [_escaped(_text_of(column.title).strip()) for column in known]
    lines = [titles, [_RULES[column.align] for column in known]]
    lines += [_row(row, shown) for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _row(row: Row, shown: Sequence[int]) -> list[str]:
    cells = [_escaped(_text_of(row.cells[at]).strip()) for at in shown]
    below = [_escaped(_text_of(cell).strip()) for cell in row.below]
    at = min(1, len(cells) - 1)
    cells[at] = "<br>".join(part for part in (cells[at], *below) if part)
    return cells


def _text_of(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return cell.text if isinstance(cell, Span) else "".join(span.text for span in cell)


def _escaped(text: str) -> str:
    return _MARKUP.sub(lambda found: f"\\{found[0]}", visible(text))


def _line(text: str) -> str:
    """Escape text that stands at the start of a line, where a list or a heading could begin."""
    return _BLOCK.sub(_block_escaped, _escaped(text))


def _block_escaped(found: re.Match[str]) -> str:
    blank, sign = found[1], found[2]
    return f"{blank}{sign}\\" if sign[0].isdigit() else f"{blank}\\{sign}"
