"""What people look for and take an interest in: the list, its fields and words."""

from __future__ import annotations

from datetime import date

from reciprocity_cli.domain.dates import short_day
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.needs import BY_URGENCY, is_met, verb
from reciprocity_cli.domain.query import Term
from reciprocity_cli.domain.records import Need, Seeking, Urgency
from reciprocity_cli.reports import lists, words
from reciprocity_cli.reports.body import Column, Row, dim, numbered
from reciprocity_cli.reports.report import Asked, Fields, Report, of_whom
from reciprocity_cli.store.records import needs

OWN = (*lists.DAY_AND_WORDS, Term.CATEGORY)
"""Terms of a query that are about a need."""
need_fields = Fields(
    "id person_id name text seeking tags category urgency noted_on met_on met_by_id",
    name=of_whom,
)
_COLUMNS = (
    Column(align="right"),
    Column(shrink=True),
    Column(wrap=True),
    Column(drop=2),
    Column(drop=3),
)


def needs_view(asked: Asked, *, show_all: bool = False) -> Report:
    """Return a query's open needs and interests, with `show_all` the met ones below.

    They are in the order of folded names, of one person the most urgent first.
    """
    today, query = asked.today, asked.query
    noted = [one for one in needs(asked.sql, today) if show_all or not is_met(one, today)]
    lines = lists.listed(asked, OWN, noted, lists.need_asked, archived=show_all)
    shown = sorted(lines, key=lambda line: _place(line, today))
    parts = lists.in_parts(
        shown,
        ("", "Met"),
        lambda need: "Met" if is_met(need, today) else "",
        lambda need, name: _row(need, name, today),
    )
    met = len(parts["Met"])
    count = f"{len(parts[''])} open{f', {met} met' if met else ''}"
    nothing = words.nothing_fits(query)
    if tags := query.wanted.of(Term.TAG):
        nothing += f"; tag: is the person's tag here, text:{tags[0][1][0]} finds tags of needs"
    return Report(
        name="need list",
        title=words.titled("Needs", count, *words.asked_for(query, today)),
        fields=need_fields.names,
        rows=need_fields.rows_of(shown),
        columns=_COLUMNS,
        body=lists.sections(parts),
        empty=nothing or "no open need is noted: recip need add PERSON TEXT",
    )


def need_words(need: Need) -> str:
    """Return "looks for: a Rust reviewer (high, advice, #rust)"; what is usual goes unsaid."""
    details = _details(need)
    return f"{verb(need)}: {need.text}{f' ({details})' if details else ''}"


def _details(need: Need, *first: str) -> str:
    urgency = "" if need.urgency is Urgency.NORMAL else str(need.urgency)
    tags = (f"#{tag}" for tag in need.tags)
    return ", ".join(part for part in (*first, urgency, need.category or "", *tags) if part)


def _place(line: lists.Of[Need], today: date) -> tuple[bool, str, int, int, date, int]:
    need, person = line
    urgency = BY_URGENCY.index(need.urgency)
    return is_met(need, today), fold(person.name), person.id, urgency, need.noted_on, need.id


def _row(need: Need, name: str, today: date) -> Row:
    kind = _details(need, "interest" if need.seeking is Seeking.INTEREST else "")
    when = words.days_ago((today - need.noted_on).days)
    if is_met(need, today) and need.met_on is not None:
        by = "" if need.met_by_id is None else f" by #{need.met_by_id}"
        when = f"met {short_day(need.met_on, today)}{by}"
    return Row((numbered(need.id), name, need.text, kind, dim(when)))
