"""One record of any kind as a page: its words, and all else that is noted of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from reciprocity_cli.domain.dates import long_day
from reciprocity_cli.reports.body import Cell, Column, Section, Span, dim, labelled
from reciprocity_cli.reports.report import Report
from reciprocity_cli.reports.words import plain_number, titled

_WORDS = ("text", "what", "note")
"""The fields that say what it is; they stand first."""
_ELSEWHERE = frozenset(
    ("name", "other_name", "updates", "state", "closing", "credit", "now", *_WORDS)
)
"""What the title or a line of its own says."""
_LABELS = {"agreed": "who agreed", "by": "whose", "for": "for whom", "seeking": "how"}
_IN_WORDS = {
    ("by", "me"): "yours",
    ("by", "them"): "theirs",
    ("seeking", "need"): "looked for",
    ("seeking", "interest"): "of interest, not looked for",
    ("wording", "promise"): "",
    ("wording", "try"): "said as `I will try`",
}


def record_report(
    name: str, row: Mapping[str, Any], state: str, relations: Sequence[tuple[str, str]]
) -> Report:
    """Return the public fields of a record that say something, and what it is related to.

    `row` are the fields that its list has, `state` how it stands, `relations` labels and words.
    """
    noun = name.partition(" ")[0]
    names = [str(row[key]) for key in ("name", "other_name") if row.get(key)]
    lines: list[tuple[str, Cell]] = [("what", row[key]) for key in _WORDS if row.get(key)]
    for label, who, whose in (("who", "name", "person_id"), ("to", "other_name", "other_id")):
        if row.get(whose):
            lines.append((label, (Span(str(row[who])), dim(f"  #{row[whose]}"))))
    of_two = {"person": names[:1], "other": names[1:]}
    for key, value in row.items():
        shown = (
            of_two.get(value, value) if key == "for" else _IN_WORDS.get((key, str(value)), value)
        )
        if said := _said(key, shown):
            lines.append((_LABELS.get(key, key.removesuffix("_on").replace("_", " ")), said))
    lines += relations
    return Report(
        name=name,
        title=titled(f"{noun.capitalize()} #{row['id']}", " – ".join(names), state),
        fields=tuple(row),
        rows=[row],
        columns=(Column(), Column(wrap=True)),
        body=(Section("", labelled([(label.capitalize(), said) for label, said in lines])),),
    )


def _said(key: str, value: Any) -> str:
    """Return a value in words; "" for what is not set, and for what another line says."""
    if key in _ELSEWHERE or key == "id" or key.endswith("_id"):
        return ""
    match value:
        case None | False | "":
            return ""
        case True:
            return "yes"
        case date():
            return long_day(value)
        case float() | int():
            return plain_number(value)
        case list() | tuple():
            return ", ".join(map(str, value))
    return str(value)
