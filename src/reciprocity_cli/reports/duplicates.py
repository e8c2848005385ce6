"""The report of likely pairs, and the one that sets two people side by side before a merge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reciprocity_cli.domain.names import Known, fold, told_apart
from reciprocity_cli.domain.people import Likely
from reciprocity_cli.domain.records import Person
from reciprocity_cli.reports.people import birthday_words
from reciprocity_cli.reports.report import Column, Paragraph, Records, Report, Row, Section, Span
from reciprocity_cli.reports.wording import counted, titled

FIELDS = ("id", "name", "other_id", "other_name", "why", "merge")
SIDE_FIELDS = ("field", "a", "b", "merged")

_SINGLE = (
    ("Name", "name"),
    ("Organisation", "organisation"),
    ("Title", "title"),
    ("Birthday", "birthday"),
    ("Why", "why"),
    ("Route", "route"),
    ("Cadence", "cadence"),
    ("Expect", "expect"),
    ("Notes", "notes"),
)
_LISTS = (
    ("Also", "aliases"),
    ("Roles", "roles"),
    ("Tags", "tags"),
    ("Could do", "specialities"),
    ("E-mail", "emails"),
    ("Phone", "phones"),
    ("Links", "links"),
)


def duplicates_report(pairs: Sequence[Likely], query_text: str = "") -> Report:
    """Return the pairs in the order given, each with what they share and the way to merge them."""
    rows = [
        Row(
            (_shown(pair.one), _shown(pair.other), Span(", ".join(pair.reasons), "dim")),
            (Span(_command(pair), "dim"),),
        )
        for pair in pairs
    ]
    foot = Paragraph(
        Span("The first stays and gets everything of the second; recip undo parts them.", "dim")
    )
    return Report(
        name="person duplicates",
        title=titled("Perhaps the same", counted(len(pairs), "pair"), query_text),
        fields=FIELDS,
        rows=Records(pairs, _fields),
        columns=(Column(shrink=True), Column(shrink=True), Column(wrap=True)),
        body=(Section("", rows), foot) if rows else (),
        empty="nobody looks like somebody else",
    )


def side_by_side_report(keep: Person, gone: Person) -> Report:
    """Return what two people have, field by field, and what becomes of it when they are merged."""
    lines = [
        {"field": label, "a": ours, "b": theirs, "merged": merged}
        for label, ours, theirs, merged in (*_singles(keep, gone), *_lists(keep, gone))
        if ours or theirs
    ]
    rows = [
        Row((Span(line["field"], "dim"), line["a"], line["b"], Span(line["merged"], "dim")))
        for line in lines
    ]
    return Report(
        name="person merge",
        title=titled("Merge", f"#{gone.id} into #{keep.id}"),
        fields=SIDE_FIELDS,
        rows=lines,
        columns=(
            Column(),
            Column(f"#{keep.id} stays", wrap=True),
            Column(f"#{gone.id} goes", wrap=True),
            Column("then", wrap=True),
        ),
        body=(Section("", rows),),
    )


def _singles(keep: Person, gone: Person) -> list[tuple[str, str, str, str]]:
    found = []
    for label, field in _SINGLE:
        ours, theirs = (_text(field, getattr(one, field)) for one in (keep, gone))
        if ours == theirs or not theirs:
            merged = ""
        elif not ours:
            merged = f"that of #{gone.id}"
        elif field == "name":
            merged = "the other is an alias" if fold(ours) != fold(theirs) else ""
        else:
            merged = "both" if field == "notes" else "the other goes into the notes"
        found.append((label, ours, theirs, merged))
    return found


def _lists(keep: Person, gone: Person) -> list[tuple[str, str, str, str]]:
    found = []
    for label, field in _LISTS:
        ours, theirs = getattr(keep, field), getattr(gone, field)
        more = {fold(value) for value in theirs} - {fold(value) for value in ours}
        merged = "both" if ours and more else f"that of #{gone.id}" if more else ""
        found.append((label, ", ".join(ours), ", ".join(theirs), merged))
    return found


def _text(field: str, value: Any) -> str:
    if value is None:
        return ""
    return birthday_words(value) if field == "birthday" else str(value)


def _shown(person: Person) -> str:
    known = Known(person.id, person.name, "", person.handle, (), person.organisation)
    return told_apart(known)


def _command(pair: Likely) -> str:
    return f"recip person merge '#{pair.one.id}' '#{pair.other.id}'"


def _fields(pair: Likely) -> dict[str, Any]:
    return {
        "id": pair.one.id,
        "name": pair.one.name,
        "other_id": pair.other.id,
        "other_name": pair.other.name,
        "why": list(pair.reasons),
        "merge": _command(pair),
    }
