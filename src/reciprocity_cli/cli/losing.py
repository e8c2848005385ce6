"""How `import` tells of what gave way to a later change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reciprocity_cli.domain.text import quoted

if TYPE_CHECKING:
    from reciprocity_cli.store.writes.differing import Loss

MOST_VALUES = 3
"""Values of a record that are told; more are counted."""

_HOW = {
    "replaced": "changed, later in the file",
    "removed": "removed, later in the file",
    "kept": "kept, changed here later",
    "stays": "kept, changed here after the file removed it",
    "left out": "left out, removed here later",
}
_WHOSE = {"replaced": "here it said", "kept": "the file says"}


def loss_line(loss: Loss) -> str:
    """Return such as "ask #7 (Ana): changed, later in the file; here it said what: 'a call''"."""
    number = "" if loss.id is None else f" #{loss.id}"
    name = f" ({loss.name})" if loss.name else ""
    line = f"{loss.kind.replace('_', ' ')}{number}{name}: {_HOW[loss.how]}"
    if not loss.said:
        return line
    values = [f"{_word(key)}: {_value(value)}" for key, value in loss.said.items()]
    more = len(values) - MOST_VALUES
    listed = ", ".join(values[:MOST_VALUES]) + (f" and {more} more" if more > 0 else "")
    return f"{line}; {_WHOSE[loss.how]} {listed}"


def _word(column: str) -> str:
    return column.removesuffix("_id").replace("_", " ")


def _value(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, list):
        return ", ".join(quoted(each) for each in value) or "fewer"
    return quoted(value) if isinstance(value, str) else f"{value:g}"
