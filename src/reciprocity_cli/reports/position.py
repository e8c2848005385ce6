"""Which offers suit a role, and what one could say; docs/model.md, section 14."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reciprocity_cli.domain.catalogue import CatalogueRow
from reciprocity_cli.domain.needs import verb
from reciprocity_cli.domain.planning import BRINGS, Helped, Position, sentence
from reciprocity_cli.domain.records import Category, Role
from reciprocity_cli.reports.report import (
    Cell,
    Column,
    Paragraph,
    Records,
    Report,
    Row,
    Section,
    Span,
)
from reciprocity_cli.reports.wording import counted, shown_names, titled

FIELDS = ("offer_id", "offer", "category", "angle", "suits", "reasons", "say", "people")
_COLUMNS = (Column(align="right", drop=2), Column(wrap=True), Column(drop=1))
_CATEGORIES = tuple(Category)


def position_report(
    role: Role, positions: Sequence[Position], glad_of: Sequence[CatalogueRow]
) -> Report:
    """Return the offers that suit, those that somebody looks for now first; then the others.

    Below them stands what people of the role are usually glad of.
    """
    shown = sorted(positions, key=_place)
    names = shown_names({one.person.id: one.person for at in shown for one in at.helps}.values())
    suit = [_row(one, role, names) for one in shown if one.suits]
    rest = [_row(one, role, names) for one in shown if not one.suits]
    glad = [Row(("", one.text, Span(one.category, "dim"))) for one in glad_of]
    return Report(
        name="position",
        title=titled(
            "Position",
            f"what you could offer a {role}",
            counted(len(suit), "offer suits", "offers suit"),
        ),
        fields=FIELDS,
        rows=Records(shown, lambda one: _fields(one, role)),
        beside={
            "role": role,
            "brings": list(BRINGS[role]),
            "welcomes": [{"category": one.category, "text": one.text} for one in glad_of],
        },
        columns=_COLUMNS,
        body=(
            Section("", suit),
            Section("Less usual for the role", rest),
            Section(f"What usually suits a {role}", glad),
            Paragraph(Span(f"A {role} usually brings {', '.join(BRINGS[role])}.", "dim")),
        )
        if shown
        else (),
        empty="no offer of yours is noted: recip offer add TEXT",
    )


def _place(one: Position) -> tuple[bool, bool, int, int]:
    category = one.offer.category
    at = len(_CATEGORIES) if category is None else _CATEGORIES.index(category)
    return not one.suits, not one.helps, at, one.offer.id


def _row(one: Position, role: Role, names: dict[int, str]) -> Row:
    below: list[Cell] = [Span(f"fits: {reason}", "dim") for reason in _reasons(one, role)]
    if one.suits:
        below.append(f'say: "{sentence(one.offer)}"')
    below += [f"→ {_helped(each, names[each.person.id])}" for each in one.helps]
    kind = ", ".join(word for word in (one.offer.category, one.offer.angle) if word)
    return Row((Span(f"#{one.offer.id}", "dim"), one.offer.text, Span(kind, "dim")), below)


def _reasons(one: Position, role: Role) -> list[str]:
    """Say why an offer suits: shared words first, and the category where no words told of it."""
    found = [f"{row.text} ({', '.join(words)})" for row, words in one.matched]
    if one.usual and all(row.category is not one.offer.category for row, _ in one.matched):
        found.append(f"{one.offer.category} is welcome to a {role}")
    return found


def _helped(one: Helped, name: str) -> str:
    return f"{name} {verb(one.need)}: {one.need.text} ({', '.join(one.words)})"


def _fields(one: Position, role: Role) -> dict[str, Any]:
    return {
        "offer_id": one.offer.id,
        "offer": one.offer.text,
        "category": one.offer.category,
        "angle": one.offer.angle,
        "suits": one.suits,
        "reasons": _reasons(one, role),
        "say": sentence(one.offer),
        "people": [
            {
                "id": each.person.id,
                "name": each.person.name,
                "need_id": each.need.id,
                "need": each.need.text,
                "matched": list(each.words),
            }
            for each in one.helps
        ],
    }
