"""Small drawings: the bar of an index around its centre, and a sparkline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from reciprocity_cli.domain.text import settled
from reciprocity_cli.reports.body import Cell, Span, Style

CENTRE = "┼"
SOLID = "▇"
LIGHT = "░"
_HAIR = {"gave": "▏", "got": "▕"}
_STEPS = "▁▂▃▄▅▆▇█"


def index_bar(index: float, spread: float, half_width: int) -> Cell:
    """Return a bar of B in (-1, 1): to the left what was received, to the right what was given.

    Its cautious part, abs(B) - s, is solid and the rest lighter, which shows without colour too. A
    tilt too small for a cell is a hair. `half_width` cells stand for 1 on either side.
    """
    tilt = abs(index)
    length = _cells(tilt, half_width)
    solid = min(_cells(max(0.0, tilt - spread), half_width), length)
    tilted = settled(tilt) > 0
    return _drawn("gave" if index > 0 else "got", length, solid, tilted, half_width)


@lru_cache(maxsize=1024)
def _drawn(style: Style, length: int, solid: int, tilted: bool, half_width: int) -> Cell:
    bar = SOLID * solid + LIGHT * (length - solid)
    if not bar and tilted:
        bar = _HAIR[style]
    if style == "gave":
        return (Span(" " * half_width), Span(CENTRE, "dim"), Span(bar, style))
    blanks = Span(" " * (half_width - len(bar)))
    return (blanks, Span(bar[::-1], style), Span(CENTRE, "dim"))


def flow_bar(gave: float, got: float, largest: float, half_width: int) -> Cell:
    """Return what went each way as a bar to each side of the centre; `largest` fills one side.

    All of it is solid: an amount to look at, without a reading.
    """
    given = SOLID * _share_of(gave, largest, half_width)
    received = SOLID * _share_of(got, largest, half_width)
    blanks = Span(" " * (half_width - len(received)))
    return (blanks, Span(received, "got"), Span(CENTRE, "dim"), Span(given, "gave"))


def _share_of(amount: float, largest: float, half_width: int) -> int:
    return max(1, _cells(amount / largest, half_width)) if amount > 0 else 0


def index_axis(half_width: int) -> Cell:
    """Return the title of a column of bars, its centre above theirs; `half_width` is 5 or more."""
    left = f"got ◂{'─' * (half_width - 5)}"
    return (Span(left, "got"), Span(CENTRE, "dim"), Span(f"{'─' * (half_width - 5)}▸ gave", "gave"))


def _cells(share: float, width: int) -> int:
    return int(share * width + 0.5)


def sparkline(values: Sequence[float]) -> str:
    """Return one sign a value (0 or more), as high as its share of the largest; 0 is the lowest."""
    largest = max(values, default=0)
    if not largest > 0:
        return _STEPS[0] * len(values)
    top = len(_STEPS) - 1
    return "".join(
        _STEPS[0 if not value else max(1, round(value / largest * top))] for value in values
    )
