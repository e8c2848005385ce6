"""Bars and sparklines: what they draw for a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocity_cli.domain.text import cell_width
from reciprocity_cli.reports.body import flow_bar, index_axis, index_bar, sparkline


def drawn(cell) -> str:
    return "".join(span.text for span in cell)


@pytest.mark.parametrize(
    ("index", "spread", "bar"),
    [
        (0.5, 0.25, "        ┼▇▇░░"),
        (-0.5, 0.25, "    ░░▇▇┼"),
        (0.5, 0.6, "        ┼░░░░"),
        (0.999, 0.001, "        ┼▇▇▇▇▇▇▇▇"),
        (-0.999, 0.001, "▇▇▇▇▇▇▇▇┼"),
        (0.01, 0.2, "        ┼▏"),
        (-0.01, 0.2, "       ▕┼"),
        (0.0, 0.447, "        ┼"),
        (-1e-12, 0.2, "        ┼"),
    ],
)
def test_a_bar_is_solid_as_far_as_the_tilt_is_sure(index: float, spread: float, bar: str):
    """Solid is abs(B) - s, lighter the rest, a hair the smallest tilt."""
    assert drawn(index_bar(index, spread, 8)) == bar


@given(st.floats(-0.999, 0.999), st.floats(0.001, 0.448))
def test_bars_mirror_and_keep_their_centre(index: float, spread: float):
    """The same tilt the other way is the same bar the other way, around one centre."""
    mirror = str.maketrans("▏▕", "▕▏")
    one = drawn(index_bar(index, spread, 8))
    other = drawn(index_bar(-index, spread, 8))
    assert one[8] == other[8] == "┼"
    assert one.ljust(17)[::-1].translate(mirror) == other.ljust(17)
    assert cell_width(one) <= 17


def test_the_axis_stands_over_the_bars():
    """Its centre is above theirs."""
    assert drawn(index_axis(8)) == "got ◂───┼───▸ gave"
    assert drawn(index_axis(5)).index("┼") == 5


@pytest.mark.parametrize(
    ("gave", "got", "bar"),
    [
        (4.0, 2.0, "  ▇▇┼▇▇▇▇"),
        (0.0, 4.0, "▇▇▇▇┼"),
        (0.01, 0.0, "    ┼▇"),
    ],
)
def test_a_flow_goes_to_both_sides(gave: float, got: float, bar: str):
    """The largest fills its side, and anything at all is seen."""
    assert drawn(flow_bar(gave, got, 4.0, 4)) == bar


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ([], ""),
        ([0, 0, 0], "▁▁▁"),
        ([0, 1, 7], "▁▂█"),
        ([1, 100], "▂█"),
        ([1, 1], "██"),
    ],
)
def test_a_sparkline_has_a_sign_for_each_value(values: list[float], line: str):
    """Only nothing is the lowest sign."""
    assert sparkline(values) == line
