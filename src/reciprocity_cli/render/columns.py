"""The widths of columns: as wide as their cells, and what gives way on a narrow terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reciprocity_cli.reports.report import Column

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

    `contents` and `titles` are the widths of the widest cell and of the title of each column. A
    column without contents is left out.
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
            floors = {at: _last_floor(columns[at], width) for at, width in floors.items()}
            break
        del floors[max(droppable, key=lambda at: (columns[at].drop, at))]
    # No column needs more than the room, which bounds the steps below.
    widths = {at: max(min(natural[at], room), floors[at]) for at in floors}
    excess = _total(widths) - room
    while excess > 0:
        yielding = [at for at in widths if widths[at] > floors[at]]
        if not yielding:
            break
        widths[max(yielding, key=lambda at: _readiness(columns[at], widths[at]))] -= 1
        excess -= 1
    return widths


def _readiness(column: Column, width: int) -> tuple[bool, int]:
    return column.shrink and width > _COMFORT, width


def _total(widths: dict[int, int]) -> int:
    return sum(widths.values()) + GUTTER * (len(widths) - 1)


def _floor(column: Column, width: int) -> int:
    if column.wrap:
        return min(width, _WRAPPED)
    return min(width, _SHRUNK) if column.shrink else width


def _last_floor(column: Column, width: int) -> int:
    return min(width, _SCARCELY) if column.wrap or column.shrink else width
