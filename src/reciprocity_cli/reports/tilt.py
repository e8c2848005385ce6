"""What the owner could do about a tilt: a line for every tilted balance, made from facts.

Source: docs/model.md, sections 0 and 3. Always about the owner's own next step.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from reciprocity_cli.domain.balance import Group, Reading, Standing
from reciprocity_cli.domain.due import Thanks
from reciprocity_cli.domain.records import Category, Expect, Person, Phase
from reciprocity_cli.reports.wording import month_of


class Tie(NamedTuple):
    """One person in the balance report.

    `thanks` are due from the owner; `need` is an open need of theirs, if one is known, and
    `need_met` tells that an offer of the owner's meets it; `most_received` is the category in which
    most was got from them, where that is to be told.
    """

    person: Person
    standing: Standing
    phase: Phase
    reached: Phase
    thanks: tuple[Thanks, ...] = ()
    need: str = ""
    need_met: bool = False
    most_received: Category | None = None


_WORDS: dict[Reading, str] = {
    Reading.TOO_EARLY: "too early to say",
    Reading.FADED: "faded",
    Reading.EVEN: "even",
    Reading.LEANING_GIVING: "leaning giving",
    Reading.LEANING_RECEIVING: "leaning receiving",
    Reading.LOPSIDED_GIVING: "lopsided giving",
    Reading.LOPSIDED_RECEIVING: "lopsided receiving",
}


def reading_words(reading: Reading) -> str:
    """Return a reading as it is printed."""
    return _WORDS[reading]


_HEADINGS: dict[Group, str] = {
    Group.LOPSIDED_RECEIVING: "Lopsided: a chance to give back",
    Group.LOPSIDED_GIVING: "Lopsided: you have been giving",
    Group.LEANING: "Leaning",
    Group.INVESTING: "Investing",
    Group.EVEN: "Even",
    Group.TOO_EARLY: "Too early to say",
}


def group_words(group: Group) -> str:
    """Return the heading of a group."""
    return _HEADINGS[group]


def action(tie: Tie, today: date) -> str:
    """Return the line for a tie: its reading where the group does not tell, and the next step.

    Empty for what is even and for what cannot be read yet.
    """
    reading, expectation = tie.standing.reading, tie.standing.expectation
    match tie.standing.group:
        case Group.LOPSIDED_RECEIVING:
            return _give_back(tie, today)
        case Group.LOPSIDED_GIVING:
            return "fine while you are happy to; else ask, or rest"
        case Group.LEANING if reading is Reading.LEANING_RECEIVING:
            return f"{reading_words(reading)}; {_give_back(tie, today)}"
        case Group.LEANING:
            return f"{reading_words(reading)}; let them help too"
        case Group.INVESTING:
            chosen = tie.person.expect is Expect.GIVE
            why = "as you mean to" if chosen else "early days: giving first is right"
            return f"{reading_words(reading)}; {why}"
        case Group.EVEN if expectation is Expect.RECEIVE and reading is not Reading.EVEN:
            thanks = _thanks(tie, today) or "a thank-you is welcome"
            return f"{reading_words(reading)}, as you expect; {thanks}"
    return ""


def speaks_of_need(tie: Tie) -> bool:
    """Tell whether the line for a tie speaks of the open need: the owner could give something back.

    Thanks that are due go before it.
    """
    leaning = tie.standing.reading is Reading.LEANING_RECEIVING
    back = tie.standing.group is Group.LOPSIDED_RECEIVING or (
        leaning and tie.standing.group is Group.LEANING
    )
    return back and bool(tie.need) and not tie.thanks


def _give_back(tie: Tie, today: date) -> str:
    thanks = _thanks(tie, today)
    if thanks:
        return thanks
    if tie.need:
        return f"looks for {tie.need}" + (": you offer that" if tie.need_met else ": can you help?")
    got = f"got {tie.most_received}: " if tie.most_received else ""
    return f"{got}ask what would help"


def _thanks(tie: Tie, today: date) -> str:
    if not tie.thanks:
        return ""
    first = tie.thanks[0]
    month = month_of(first.on, today)
    if first.what == "introduction":
        return f"say thank you for the introduction in {month}"
    if first.what == "yes":
        return f"say thank you for the yes in {month}"
    return f"say thank you for {first.text or 'what came'} in {month}"
