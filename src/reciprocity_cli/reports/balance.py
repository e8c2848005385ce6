"""The balance report by person: the lopsided first, each with what the owner could do.

Source: docs/model.md, sections 0 and 3; docs/commands.md, "JSON fields".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from reciprocity_cli.domain.balance import Group, Reading, Standing
from reciprocity_cli.domain.query import Query
from reciprocity_cli.reports.bars import index_axis, index_bar
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
from reciprocity_cli.reports.tilt import Tie, action, group_words, reading_words
from reciprocity_cli.reports.wording import (
    EVERYTHING,
    folded_names,
    people_counted,
    period_words,
    shown_names,
    signed,
    titled,
)

FIELDS = (
    "id",
    "name",
    "roles",
    "phase",
    "reached",
    "expect",
    "group",
    "reading",
    "flagged",
    "gave",
    "got",
    "net",
    "gross",
    "mutual",
    "index",
    "spread",
    "occasions",
    "gave_total",
    "got_total",
    "gave_count_year",
    "got_count_year",
    "first_on",
    "last_on",
    "action",
    "categories",
)
FOOTER = "A memory aid from your side only, not a tally."
_SWITCHED_OFF = "balance is switched off here; recip person edit NAME --expect even shows it again"
BAR_HALF = 8
_NAMES_WIDTH = 150
"""Cells of names, about two lines, beyond which those who are too early are counted."""
_ORDER = {group: at for at, group in enumerate(Group)}
_WITHOUT_NUMBERS = (Reading.TOO_EARLY, Reading.FADED)


def balance_report(
    ties: Sequence[Tie],
    *,
    today: date,
    query: Query = EVERYTHING,
    half_life: int | None = 365,
    numbers: bool = False,
    show_all: bool = False,
) -> Report:
    """Return the balance of each person; those whose balance is switched off are left out.

    `half_life` is in days, None where nothing fades. `numbers` adds B, s, G, R and N; `show_all`
    lists everyone for whom it is too early.
    """
    listed = [tie for tie in ties if tie.standing.group]
    folded = folded_names(tie.person for tie in listed)
    shown = sorted(listed, key=lambda tie: _place(tie, folded))
    names = shown_names((tie.person for tie in shown), folded)
    lines = [(tie, action(tie, today)) for tie in shown]
    return Report(
        name="balance",
        title=balance_title(people_counted(len(shown)), query, half_life, today),
        fields=FIELDS,
        rows=Records(lines, lambda line: balance_fields(*line)),
        columns=_columns(numbers),
        body=_body(lines, names, numbers, show_all) if shown else (),
        empty=_SWITCHED_OFF if ties else "nothing has passed between you and anyone here yet",
    )


def balance_title(what: str, query: Query, half_life: int | None, today: date) -> str:
    """Return the title of a balance: what is shown, the resolved period, the query as typed."""
    period = period_words(query, today)
    return titled("Balance", what, f"{period}{_fading_words(half_life)}", query.text)


def balance_fields(tie: Tie, action: str, *, always: bool = False) -> dict[str, Any]:
    """Return the public fields of one balance.

    `index`, `spread` and `mutual` are null where words stand for them, unless `always`; all numbers
    are null for a person whose balance is switched off.
    """
    standing = tie.standing
    fields: dict[str, Any] = {
        "id": tie.person.id,
        "name": tie.person.name,
        "roles": list(tie.person.roles),
        "phase": tie.phase.word,
        "reached": tie.reached.word,
        "expect": standing.expectation,
        "group": standing.group,
        "reading": standing.reading,
        "flagged": standing.flagged,
        **_numbers(standing, always),
        "action": action,
        "categories": _category_fields(standing),
    }
    if standing.group is None:
        fields.update(dict.fromkeys(("reading", *_numbers(standing, always), "categories")))
    return fields


def _numbers(standing: Standing, always: bool) -> dict[str, Any]:
    balance = standing.balance
    printed = always or standing.reading not in _WITHOUT_NUMBERS
    return {
        "gave": balance.gave,
        "got": balance.got,
        "net": balance.net,
        "gross": balance.gross,
        "mutual": balance.mutual if printed else None,
        "index": balance.index if printed else None,
        "spread": balance.spread if printed else None,
        "occasions": balance.occasions,
        "gave_total": balance.gave_total,
        "got_total": balance.got_total,
        "gave_count_year": balance.gave_count_year,
        "got_count_year": balance.got_count_year,
        "first_on": balance.first_on,
        "last_on": balance.last_on,
    }


def _category_fields(standing: Standing) -> dict[str, dict[str, float]]:
    return {
        category.value: {"gave": flow.gave, "got": flow.got, "index": flow.index}
        for category, flow in standing.balance.categories.items()
    }


def _place(tie: Tie, folded: Mapping[int, str]) -> tuple[int, str, int]:
    group = tie.standing.group
    return _ORDER[group] if group else 0, folded[tie.person.id], tie.person.id


def _fading_words(half_life: int | None) -> str:
    if half_life is None:
        return ""
    each = "year" if half_life == 365 else f"{half_life} days"
    return f", fading by half each {each}"


def _columns(numbers: bool) -> list[Column]:
    figures = [Column(title, "right") for title in ("B", "gave", "got", "net")]
    return [
        Column("", shrink=True),
        Column("12 months", drop=2),
        Column(index_axis(BAR_HALF), drop=1),
        *(figures if numbers else ()),
        Column("what you could do", wrap=True),
    ]


def _body(
    lines: Sequence[tuple[Tie, str]], names: Mapping[int, str], numbers: bool, show_all: bool
) -> list[Section | Paragraph]:
    grouped: dict[Group, list[Row]] = {group: [] for group in Group}
    early: list[str] = []
    for tie, todo in lines:
        group = tie.standing.group or Group.TOO_EARLY
        if group is Group.TOO_EARLY and not show_all:
            early.append(names[tie.person.id])
        else:
            grouped[group].append(_row(tie, names[tie.person.id], todo, numbers))
    body: list[Section | Paragraph] = [
        Section(group_words(group), rows) for group, rows in grouped.items() if rows
    ]
    if early:
        heading = Span(f"{group_words(Group.TOO_EARLY)}: ", "heading")
        body.append(Paragraph((heading, Span(_few(early))), apart=False))
    body.append(Paragraph(Span(FOOTER, "dim")))
    return body


def _row(tie: Tie, name: str, todo: str, numbers: bool) -> Row:
    standing = tie.standing
    balance = standing.balance
    year = year_counts(balance.gave_count_year, balance.got_count_year)
    if standing.reading in _WITHOUT_NUMBERS:
        blank = ("",) * 4 if numbers else ()
        return Row((name, year, "", *blank, Span(reading_words(standing.reading), "dim")))
    bar = index_bar(balance.index, balance.spread, BAR_HALF)
    return Row((name, year, bar, *(_figures(standing) if numbers else ()), todo))


def _figures(standing: Standing) -> tuple[str, ...]:
    balance = standing.balance
    tilt = f"{signed(balance.index, 2)} ± {balance.spread:.2f}"
    return tilt, f"{balance.gave:,.1f}", f"{balance.got:,.1f}", signed(balance.net, 1)


@lru_cache(maxsize=1024)
def year_counts(gave: int, got: int) -> Cell:
    """Return "↑9  ↓2": exchanges each way in the last 365 days; empty when there were none."""
    if not (gave or got):
        return ""
    return Span(f"↑{gave:<3}", "gave"), Span(f"↓{got}", "got")


def _few(names: Sequence[str]) -> str:
    """Return names up to about two lines, and how many more there are."""
    room = _NAMES_WIDTH
    kept = 0
    for name in names:
        room -= len(name) + 2
        if room < 0 and kept >= 3:
            break
        kept += 1
    left = len(names) - kept
    listed = ", ".join(names[:kept])
    return f"{listed} and {left} more" if left else listed
