"""The questions that make an ask a good one: specific, with a day to answer by, and easy."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from reciprocity_cli.cli.asking import ask
from reciprocity_cli.cli.questions import TRIES, tried
from reciprocity_cli.domain.asks import usual_reply
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.errors import UsageError
from reciprocity_cli.services import asks

if TYPE_CHECKING:
    from reciprocity_cli.cli.session import Session


def ask_what_is_missing(session: Session, given: dict[str, Any], asked_on: date) -> dict[str, Any]:
    """Return the values of an ask, those that are missing asked for on the terminal.

    Raises UsageError where nothing specific is named.
    """
    order, usual = session.settings.date_order, usual_reply(asked_on)
    values = {"respond_by": usual, **given}
    if values["what"] is None:
        values["what"] = asks.read_what([_what()])
    if "respond_by" not in given:
        typed = tried(
            f"By when would you like an answer? [{show_day(usual)}]",
            lambda text: asks.read_reply_day(text, asked_on, session.today, order, what="by"),
        )
        if typed:
            values["respond_by"] = asks.read_reply_day(typed, asked_on, session.today, order)
    if "easy" not in given:
        values["easy"] = asks.read_easy(ask("What makes it easy for them? [nothing]"))
    return values


def _what() -> str:
    for _ in range(TRIES):
        typed = ask("What exactly do you ask for?")
        if typed:
            return typed
    raise UsageError("the ask is empty", "nothing was written")
