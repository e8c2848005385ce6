"""Balance: what passed each way with one person, faded, and how to read it.

Source: docs/model.md, sections 2 and 3. Weights are counted as evidence: the index B is
the mean of a Beta posterior that starts from one medium favour each way.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from math import fsum, sqrt
from typing import NamedTuple

from reciprocity_cli.domain.records import Category, Direction, Exchange, Expect, Phase
from reciprocity_cli.domain.text import settled

PRIOR = 4.0
"""One medium favour each way, assumed before any evidence."""
FEWEST_OCCASIONS = 3
LEAST_GROSS = 2.0
EVEN_BELOW = 0.2
LOPSIDED_FROM = 0.1
YEAR_DAYS = 365


class Flow(NamedTuple):
    """The exchanges of one person in one direction and category, added up.

    `faded` and `total` are sums of weights (faded to the day of the report, and plain);
    `count` and `count_year` (age 0 to 364 days) are numbers of exchanges.
    Self-interested gives and exchanges after the day of the report are in none of them.
    """

    person_id: int
    direction: Direction
    category: Category
    faded: float
    total: float
    count: int  # type: ignore[assignment]  # nobody counts the fields of a tuple here
    count_year: int
    first_on: date
    last_on: date


class CategoryFlow(NamedTuple):
    """The faded sums of one category, both ways; a flow without a verdict."""

    gave: float
    got: float

    @property
    def index(self) -> float:  # type: ignore[override]  # nor looks them up
        """The B of this category alone, in (-1, 1)."""
        return index_of(self.gave, self.got)


class Balance(NamedTuple):
    """What passed each way with one person.

    `gave` and `got` are the faded sums G and R, `gave_total` and `got_total` the plain ones since
    the beginning; the year counts are exchanges of the last 365 days; `occasions` is the number of
    distinct dates with an exchange. `categories` holds all five, in the order of the reports; where
    a table alone is wanted there are none, and `occasions` goes up to FEWEST_OCCASIONS.
    """

    gave: float
    got: float
    gave_total: float
    got_total: float
    gave_count_year: int
    got_count_year: int
    occasions: int
    first_on: date | None
    last_on: date | None
    categories: Mapping[Category, CategoryFlow]

    @property
    def net(self) -> float:
        """N = G - R."""
        return self.gave - self.got + 0.0

    @property
    def gross(self) -> float:
        """T = G + R."""
        return self.gave + self.got

    @property
    def mutual(self) -> float | None:
        """2 min(G, R) / T, in [0, 1]; None when nothing is left after fading."""
        gross = self.gross
        return 2.0 * min(self.gave, self.got) / gross if gross else None

    @property
    def index(self) -> float:  # type: ignore[override]  # nor looks them up
        """B = (G - R) / (G + R + 4), in (-1, 1); positive when the owner gave more."""
        return index_of(self.gave, self.got)

    @property
    def spread(self) -> float:
        """s = sqrt((1 - B^2) / (G + R + 5)), in (0, 0.448): how far B could reasonably be off."""
        index = self.index
        return sqrt((1.0 - index) * (1.0 + index) / (self.gross + PRIOR + 1.0))


class Reading(StrEnum):
    """A balance in words."""

    TOO_EARLY = "too-early"
    FADED = "faded"
    EVEN = "even"
    LEANING_GIVING = "leaning-giving"
    LEANING_RECEIVING = "leaning-receiving"
    LOPSIDED_GIVING = "lopsided-giving"
    LOPSIDED_RECEIVING = "lopsided-receiving"


class Group(StrEnum):
    """The groups of the balance report, in its order."""

    LOPSIDED_RECEIVING = "lopsided-receiving"
    LOPSIDED_GIVING = "lopsided-giving"
    LEANING = "leaning"
    INVESTING = "investing"
    EVEN = "even"
    TOO_EARLY = "too-early"


class Standing(NamedTuple):
    """A balance read against what is expected of it.

    `group` is None exactly when the expectation is OFF: such a person belongs in no balance
    report, in none of its totals, and their numbers are shown as null elsewhere.
    """

    balance: Balance
    reading: Reading
    expectation: Expect
    flagged: bool
    group: Group | None


def fading(age_days: int, half_life: int | None) -> float:
    """Return d = 2^(-age/H) in [0, 1]; 1 without H. Days; docs/model.md, section 2."""
    if half_life is None:
        return 1.0
    faded: float = 2.0 ** (-age_days / half_life)
    return faded


def most(sums: Mapping[Category, float]) -> Category | None:
    """Return the category with the largest sum; of equals the first in report order."""
    largest = max((c for c in Category if c in sums), key=sums.__getitem__, default=None)
    return largest if largest is not None and sums[largest] > 0 else None


def index_of(gave: float, got: float) -> float:
    """Return B = (G - R) / (G + R + 4) of two faded sums; never negative zero."""
    return (gave - got) / (gave + got + PRIOR) + 0.0


def counts_as_exchange(exchange: Exchange, today: date) -> bool:
    """Tell whether an exchange counts: not after today, nor a self-interested give."""
    if exchange.on > today:
        return False
    return not (exchange.self_interest and exchange.direction is Direction.GAVE)


def flows(exchanges: Iterable[Exchange], today: date, half_life: int | None) -> list[Flow]:
    """Add exchanges up by person, direction and category: the reference for the SQL."""
    grouped: dict[tuple[int, Direction, Category], list[Exchange]] = {}
    for exchange in exchanges:
        if counts_as_exchange(exchange, today):
            key = (exchange.person_id, exchange.direction, exchange.category)
            grouped.setdefault(key, []).append(exchange)
    directions, categories = list(Direction), list(Category)
    in_order = sorted(
        grouped, key=lambda key: (key[0], directions.index(key[1]), categories.index(key[2]))
    )
    return [_flow(grouped[key], today, half_life) for key in in_order]


def _flow(same: list[Exchange], today: date, half_life: int | None) -> Flow:
    dates = [exchange.on for exchange in same]
    ages = [(today - on).days for on in dates]
    return Flow(
        person_id=same[0].person_id,
        direction=same[0].direction,
        category=same[0].category,
        faded=fsum(x.weight * fading(age, half_life) for x, age in zip(same, ages, strict=True)),
        total=fsum(exchange.weight for exchange in same),
        count=len(same),
        count_year=sum(age < YEAR_DAYS for age in ages),
        first_on=min(dates),
        last_on=max(dates),
    )


def occasions(exchanges: Iterable[Exchange], today: date) -> int:
    """Return on how many distinct dates a person's exchanges that count took place."""
    return len({exchange.on for exchange in exchanges if counts_as_exchange(exchange, today)})


_GAVE = Direction.GAVE
_NO_FLOW: dict[Category, CategoryFlow] = dict.fromkeys(Category, CategoryFlow(0.0, 0.0))


class _Side:
    """What went one way; one pass over plain lists, since a thousand people wait for it."""

    __slots__ = ("count_year", "faded", "parts", "total")

    def __init__(self) -> None:
        self.faded: list[float] = []
        self.total: list[float] = []
        self.count_year = 0
        self.parts: dict[Category, list[float]] = {}


def balance_of(flows_of_one_person: Iterable[Flow], occasions: int) -> Balance:
    """Put the flows of one person together; docs/model.md, section 3."""
    gave, got = _Side(), _Side()
    firsts: list[date] = []
    lasts: list[date] = []
    for flow in flows_of_one_person:
        _, direction, category, faded, total, _, count_year, first_on, last_on = flow
        side = gave if direction == _GAVE else got
        side.faded.append(faded)
        side.total.append(total)
        side.count_year += count_year
        side.parts.setdefault(category, []).append(faded)
        firsts.append(first_on)
        lasts.append(last_on)
    return Balance(
        gave=fsum(gave.faded),
        got=fsum(got.faded),
        gave_total=fsum(gave.total),
        got_total=fsum(got.total),
        gave_count_year=gave.count_year,
        got_count_year=got.count_year,
        occasions=occasions,
        first_on=min(firsts, default=None),
        last_on=max(lasts, default=None),
        categories=_by_category(gave.parts, got.parts),
    )


def _by_category(
    gave: Mapping[Category, list[float]], got: Mapping[Category, list[float]]
) -> dict[Category, CategoryFlow]:
    categories = _NO_FLOW.copy()
    for category in gave.keys() | got.keys():
        given, received = gave.get(category, ()), got.get(category, ())
        categories[category] = CategoryFlow(fsum(given), fsum(received))
    return categories


def reading(balance: Balance) -> Reading:
    """Say a balance in a word, after rounding to 9 digits; docs/model.md, section 3."""
    if balance.occasions < FEWEST_OCCASIONS:
        return Reading.TOO_EARLY
    if settled(balance.gross) < LEAST_GROSS:
        return Reading.FADED
    index = balance.index
    tilt = abs(index)
    if settled(tilt) < EVEN_BELOW:
        return Reading.EVEN
    if settled(tilt - balance.spread) >= LOPSIDED_FROM:
        return Reading.LOPSIDED_GIVING if index > 0 else Reading.LOPSIDED_RECEIVING
    return Reading.LEANING_GIVING if index > 0 else Reading.LEANING_RECEIVING


def expectation(
    expect: Expect | None, reached: Phase, first_exchange_on: date | None, today: date
) -> Expect:
    """Return the natural tilt: the owner's word, or what a tie's beginning suggests.

    Without a word: GIVE while the furthest phase is nurturing or less and the first exchange is at
    most 365 days old (`first_exchange_on` of all time, whatever period is looked at), else EVEN.
    """
    if expect is not None:
        return expect
    if first_exchange_on is None or first_exchange_on > today or reached > Phase.NURTURING:
        return Expect.EVEN
    return Expect.GIVE if (today - first_exchange_on).days <= YEAR_DAYS else Expect.EVEN


_GROUP_OF: dict[Reading, Group] = {
    Reading.TOO_EARLY: Group.TOO_EARLY,
    Reading.FADED: Group.TOO_EARLY,
    Reading.EVEN: Group.EVEN,
    Reading.LEANING_GIVING: Group.LEANING,
    Reading.LEANING_RECEIVING: Group.LEANING,
    Reading.LOPSIDED_GIVING: Group.LOPSIDED_GIVING,
    Reading.LOPSIDED_RECEIVING: Group.LOPSIDED_RECEIVING,
}
_GIVING = (Reading.LEANING_GIVING, Reading.LOPSIDED_GIVING)
_RECEIVING = (Reading.LEANING_RECEIVING, Reading.LOPSIDED_RECEIVING)
_FLAGGED = (Group.LOPSIDED_RECEIVING, Group.LOPSIDED_GIVING)


def group_of(reading: Reading, expectation: Expect) -> Group | None:
    """Return the report's group of a reading; an expected tilt is not lopsided and not leaning."""
    if expectation is Expect.OFF:
        return None
    if expectation is Expect.GIVE and reading in _GIVING:
        return Group.INVESTING
    if expectation is Expect.RECEIVE and reading in _RECEIVING:
        return Group.EVEN
    return _GROUP_OF[reading]


def standing(
    balance: Balance,
    expect: Expect | None,
    reached: Phase,
    first_exchange_on: date | None,
    today: date,
) -> Standing:
    """Read a balance against its expectation; flagged = lopsided, not as expected."""
    word = reading(balance)
    expected = expectation(expect, reached, first_exchange_on, today)
    group = group_of(word, expected)
    return Standing(balance, word, expected, group in _FLAGGED, group)
