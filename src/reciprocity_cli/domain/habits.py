"""Looking back: what came of gives and gets, and six habits that harm giving's aim.

Source: docs/model.md, sections 12 and 17. Habits are found in plain records of any number of people
or not at all. Nothing is blocked, and records after today are in nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.asks import DAYS_AFTER_GIVE
from reciprocity_cli.domain.balance import YEAR_DAYS, counts_as_exchange
from reciprocity_cli.domain.needs import is_open_need
from reciprocity_cli.domain.promises import overdue, overdue_in_silence

ASK_FROM_DAYS, ASK_WITHIN_DAYS = 14, 91
"""Sooner than two weeks there is hardly anything to tell, and after a quarter it rests."""
ASK_WEIGHT = 1.5
ASK_CATEGORIES = (r.Category.ADVICE, r.Category.INTRODUCTIONS, r.Category.OPPORTUNITIES)
"""What may come to something: a thank-you in public, or a link that was sent, comes to itself."""
LONG_YEARS = 5


class Came(NamedTuple):
    """An exchange, with whom, and for an introduction the other person's name."""

    exchange: r.Exchange
    name: str
    other: str = ""


class Tally(NamedTuple):
    """How many gives or gets there were of one category, and how many came to what."""

    passed: int = 0
    nothing: int = 0
    helped: int = 0
    big: int = 0

    @property
    def known(self) -> int:
        """Those whose outcome is known."""
        return self.nothing + self.helped + self.big


class Lasting(NamedTuple):
    """People in touch (not dormant), by time since the first contact recorded."""

    under_a_year: int = 0
    one_to_five: int = 0
    five_and_more: int = 0


def outcome_by(exchange: r.Exchange, today: date) -> r.Outcome:
    """Return what is known on a day of what came of an exchange."""
    told_later = exchange.outcome_on is not None and exchange.outcome_on > today
    return r.Outcome.UNKNOWN if told_later else exchange.outcome


def _did_good(exchange: r.Exchange, today: date) -> bool:
    return outcome_by(exchange, today) in (r.Outcome.HELPED, r.Outcome.BIG)


def is_to_ask(exchange: r.Exchange, today: date) -> bool:
    """Tell whether to ask how a give went: of some weight, 14 to 90 days old, nothing known yet."""
    age = (today - exchange.on).days
    return (
        exchange.direction is r.Direction.GAVE
        and outcome_by(exchange, today) is r.Outcome.UNKNOWN
        and exchange.category in ASK_CATEGORIES
        and exchange.weight >= ASK_WEIGHT
        and not exchange.self_interest
        and ASK_FROM_DAYS <= age < ASK_WITHIN_DAYS
    )


def is_to_report(exchange: r.Exchange, today: date) -> bool:
    """Tell whether a get came to something its giver has not been told."""
    told = exchange.reported_on is not None and exchange.reported_on <= today
    return exchange.direction is r.Direction.GOT and _did_good(exchange, today) and not told


def lasting(first_days: Iterable[date], today: date) -> Lasting:
    """Count people by the whole years since their first contact day."""
    day = (today.month, today.day)
    years = [today.year - on.year - (day < (on.month, on.day)) for on in first_days]
    return Lasting(
        sum(year < 1 for year in years),
        sum(1 <= year < LONG_YEARS for year in years),
        sum(year >= LONG_YEARS for year in years),
    )


LAST_GIVES = 3
"""So many gives in a row to one person that met nothing make a habit."""
FEWEST_SMALL = 3
"""Fewer gives than this in a year say nothing about their size."""


class Habit(StrEnum):
    """The six, in the order in which they are told."""

    OVERPROMISING = "overpromising"
    IRRELEVANT = "irrelevant"
    ABOUT_ME = "about-me"
    TRANSACTIONAL = "transactional"
    UNDERVALUING = "undervaluing"
    NOT_FOLLOWING_THROUGH = "not-following-through"


class Told(NamedTuple):
    """How a habit is told: what seems to happen, and one thing the owner can do."""

    what: str
    step: str


WORDS: dict[Habit, Told] = {
    Habit.OVERPROMISING: Told(
        "a promise may have been beyond what you have at hand",
        "promise what you offer already, or say what you would have to find out first",
    ),
    Habit.IRRELEVANT: Told(
        "something they look for has been open for a while",
        "ask how it stands, and whether you can help",
    ),
    Habit.ABOUT_ME: Told(
        "some gives were in your own interest, as you noted",
        "begin with what they look for",
    ),
    Habit.TRANSACTIONAL: Told(
        "an ask came close behind a give, and may read as a trade",
        f"leave {DAYS_AFTER_GIVE} days between a give and an ask",
    ),
    Habit.UNDERVALUING: Told(
        "everything you gave is noted as small, though some of it helped",
        "look again at what it did for them: recip amend ID --size medium",
    ),
    Habit.NOT_FOLLOWING_THROUGH: Told(
        "word is missing on something that was promised",
        "deliver it, or tell them how it stands",
    ),
}


class Instance(NamedTuple):
    """One record that speaks of a habit: whose, which, and on which day."""

    person_id: int
    record_id: int
    on: date
    text: str


class HabitFound(NamedTuple):
    """A habit and what speaks of it, the newest first; never without a fact."""

    habit: Habit
    facts: tuple[Instance, ...]


class Gives:
    """The owner's gives up to a day, of each person the oldest first.

    `relevant` are the ids of those that met something: a need, a promise, or what was praised.
    """

    def __init__(
        self, exchanges: Iterable[r.Exchange], relevant: Collection[int], today: date
    ) -> None:
        gave = [one for one in exchanges if one.direction is r.Direction.GAVE and one.on <= today]
        self.all = sorted(gave, key=lambda one: (one.on, one.id))
        self.relevant = relevant
        self.today = today
        self.by_person: dict[int, list[r.Exchange]] = defaultdict(list)
        for one in self.all:
            if counts_as_exchange(one, today):
                self.by_person[one.person_id].append(one)


def overpromising(
    promises: Iterable[r.Promise], at_hand: Collection[int], today: date
) -> HabitFound | None:
    """Find promises dropped in the last 365 days, or overdue, that no offer fits.

    `at_hand` are the ids of the promises that one does fit.
    """
    return _finding(
        Habit.OVERPROMISING,
        [
            _promised(promise)
            for promise in _mine(promises, today)
            if promise.id not in at_hand and (overdue(promise, today) or _dropped(promise, today))
        ],
    )


def irrelevant(gives: Gives, needs: Iterable[r.Need]) -> HabitFound | None:
    """Find the oldest open need of people whose last 3 gives met nothing and came after it.

    Where nothing is noted nothing can be said. The last of the three is of the last 365 days. What
    is told is the need, and not the gives: each may have been right for something nobody noted.
    """
    oldest: dict[int, r.Need] = {}
    for need in sorted(needs, key=lambda one: (one.noted_on, one.id)):
        if is_open_need(need, gives.today):
            oldest.setdefault(need.person_id, need)
    facts = []
    for person_id, need in oldest.items():
        last = gives.by_person.get(person_id, [])[-LAST_GIVES:]
        if (
            len(last) == LAST_GIVES
            and need.noted_on < last[0].on
            and _this_year(last[-1].on, gives.today)
            and not any(one.id in gives.relevant for one in last)
        ):
            said = f"looks for: {need.text}"
            facts.append(Instance(person_id, need.id, need.noted_on, said))
    return _finding(Habit.IRRELEVANT, facts)


def about_me(gives: Gives) -> HabitFound | None:
    """Find the gives of the last 365 days that the owner flagged as in their own interest."""
    return _finding(
        Habit.ABOUT_ME,
        [_given(one) for one in gives.all if one.self_interest and _this_year(one.on, gives.today)],
    )


def transactional(gives: Gives, asks: Iterable[r.Ask]) -> HabitFound | None:
    """Find asks of the last 365 days that came 0 to 13 days after a give to the same person."""
    return _finding(
        Habit.TRANSACTIONAL,
        [
            Instance(ask.person_id, ask.id, ask.asked_on, ask.what)
            for ask in asks
            if ask.asked_on <= gives.today
            and _this_year(ask.asked_on, gives.today)
            and any(
                0 <= (ask.asked_on - one.on).days < DAYS_AFTER_GIVE
                for one in gives.by_person.get(ask.person_id, ())
            )
        ],
    )


def undervaluing(gives: Gives) -> HabitFound | None:
    """Find the gives that helped, where each of the year's three or more is noted as small."""
    counted = [one for given in gives.by_person.values() for one in given]
    year = [one for one in counted if _this_year(one.on, gives.today)]
    if len(year) < FEWEST_SMALL or any(one.weight > r.WEIGHT_OF[r.Size.SMALL] for one in year):
        return None
    return _finding(
        Habit.UNDERVALUING, [_given(one) for one in year if _did_good(one, gives.today)]
    )


def not_following_through(promises: Iterable[r.Promise], today: date) -> HabitFound | None:
    """Find promises overdue in silence, and those dropped in the last 365 days."""
    return _finding(
        Habit.NOT_FOLLOWING_THROUGH,
        [
            _promised(promise)
            for promise in _mine(promises, today)
            if overdue_in_silence(promise, today) or _dropped(promise, today)
        ],
    )


def habits(
    gives: Gives,
    *,
    needs: Sequence[r.Need] = (),
    promises: Sequence[r.Promise] = (),
    asks: Sequence[r.Ask] = (),
    promises_at_hand: Collection[int] = (),
) -> list[HabitFound]:
    """Return what was found of the six, in their order."""
    found = (
        overpromising(promises, promises_at_hand, gives.today),
        irrelevant(gives, needs),
        about_me(gives),
        transactional(gives, asks),
        undervaluing(gives),
        not_following_through(promises, gives.today),
    )
    return [finding for finding in found if finding is not None]


def _finding(habit: Habit, facts: Iterable[Instance]) -> HabitFound | None:
    newest_first = sorted(facts, key=lambda fact: (fact.on, fact.record_id), reverse=True)
    return HabitFound(habit, tuple(newest_first)) if newest_first else None


def _this_year(on: date, today: date) -> bool:
    return 0 <= (today - on).days < YEAR_DAYS


def _mine(promises: Iterable[r.Promise], today: date) -> list[r.Promise]:
    return [one for one in promises if one.by is r.By.ME and one.made_on <= today]


def _dropped(promise: r.Promise, today: date) -> bool:
    on = promise.closed_on
    return promise.closing is r.Closing.DROPPED and on is not None and _this_year(on, today)


def _promised(promise: r.Promise) -> Instance:
    on = promise.closed_on or promise.due_on or promise.made_on
    return Instance(promise.person_id, promise.id, on, promise.what)


def _given(give: r.Exchange) -> Instance:
    return Instance(give.person_id, give.id, give.on, give.note or give.category.value)
