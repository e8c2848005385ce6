"""`outcome` and `impact`: what came of gives and gets."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import completing, shared
from reciprocity_cli.cli.arguments import Query
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import Outcome
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.domain.vocabulary import pick
from reciprocity_cli.services.words import read_past_day
from reciprocity_cli.store.people import name_of


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    shared.add(app, outcome, name="outcome", panel="Relationship")
    shared.add(app, impact, name="impact", panel="Looking over it", shared=shared.REPORT)


def outcome(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="ID", help="Of a give or get, as history has.")],
    what: Annotated[
        str,
        typer.Argument(
            metavar="OUTCOME",
            help="nothing, helped or big; unknown takes it back.",
            autocompletion=completing.of(tuple(Outcome)),
        ),
    ],
    text: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT...]", help="What came of it.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="When you knew; today if left out.")
    ] = None,
    reported: Annotated[
        bool, typer.Option("--reported", help="You told the one who gave it to you so.")
    ] = False,
) -> None:
    """Note what came of a give or a get: of an introduction, an opportunity, advice.

    Example: recip outcome 42 big they hired him

    Said again, it replaces what was said before.
    """
    from reciprocity_cli.reports.history import outcome_words
    from reciprocity_cli.services import outcomes

    picked = pick(what, Outcome, "outcome")
    words = clean_text(" ".join(text or []))
    with session.writing("outcome") as op:
        exchange = outcomes.exchange_of(op.sql, number)
        order = session.settings.date_order
        day = read_past_day(on, session.today, order, since=exchange.on)
        after = outcomes.say(op, exchange, outcomes.Said(picked, words, day, reported))
        name = name_of(op.sql, after.person_id)
        came = outcome_words(after.outcome, after.outcome_text) or "not known yet"
        op.summary = f"{show_day(day)}  {name}  {outcomes.said_what(after)} → {came}"
    said = f"#{after.id}  {op.summary}"
    said = f"Noted {said}" if op.number else f"Nothing to change: {said}"
    session.wrote(said, op.number, [outcomes.record(after, name)])


def impact(
    session: Session,
    query: Query = None,
    show_all: Annotated[
        bool, typer.Option("--all", help="Every outcome, and every give to ask about.")
    ] = False,
) -> None:
    """Show what came of what you gave and got, and which gives to ask about.

    Example: recip impact cat:introductions --period 2026

    A query and a period choose the gives and gets that are counted.
    """
    from reciprocity_cli.reports.impact import impact_view

    asked = session.query(query)
    with session.reading() as sql:
        report = impact_view(sql, asked, session.today, show_all=show_all)
    session.show(report)
