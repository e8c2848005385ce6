"""Invented people and what passed with them, for the tests of reports and renderers."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from rich.style import Style

from reciprocity_cli.domain.asks import AskFacts, readiness
from reciprocity_cli.domain.balance import balance_of, flows, occasions, standing
from reciprocity_cli.domain.due import DueList, due_list, due_row
from reciprocity_cli.domain.promises import reliability_of
from reciprocity_cli.domain.records import (
    Birthday,
    By,
    Category,
    Channel,
    Closing,
    Direction,
    Exchange,
    Expect,
    Outcome,
    Person,
    Phase,
    Promise,
    Role,
    SignalKind,
    Started,
)
from reciprocity_cli.domain.rhythm import momentum, warmth
from reciprocity_cli.domain.touch import Thanks, Touch
from reciprocity_cli.render.formats import Format, render
from reciprocity_cli.reports.balance import (
    Tie,
    balance_by_category,
    balance_by_role,
    balance_report,
)
from reciprocity_cli.reports.due import due_report
from reciprocity_cli.reports.explain import Facts, explain_report
from reciprocity_cli.reports.history import history_report
from reciprocity_cli.reports.phase import PhaseFacts, board_report
from reciprocity_cli.reports.report import Report
from reciprocity_cli.store.entries import Entry

TODAY = date(2026, 6, 30)
GOLDEN = Path(__file__).parent / "golden"
HOSTILE = (
    "[red]Bo[/red]",
    "Bo \x1b[31mred\x1b[0m",
    ":smile: Bo",
    "Bo \u202eoB",
    "B" * 300,
    "王芳",
    "Bo 👩\u200d💻",
    "Bo\nLind\tJr\x00",
    "=HYPERLINK(1)",
    "a|b*c_d`e <f> \\ http://x.example",
)
"""Names that try to be more than names."""


def rendered(
    report: Report, format: Format = Format.TABLE, width: int | None = None, color: bool = False
) -> str:
    """Return a report as text."""
    # Rich keeps styles with the codes of the terminal that they were first painted for.
    Style.parse.cache_clear()
    Style._add.cache_clear()
    stream = io.StringIO()
    render(report, format, stream, today=TODAY, width=width, color=color)
    return stream.getvalue()


def same_as_golden(name: str, text: str) -> bool:
    """Compare with a golden file; with RECIP_WRITE_GOLDEN set, write it instead."""
    path = GOLDEN / name
    if os.environ.get("RECIP_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8") == text


def person(number: int, name: str, **fields: object) -> Person:
    """Return a person whose handle is made of the id."""
    return Person(number, name, f"p{number}", date(2025, 1, 1), **fields)  # type: ignore[arg-type]


def exchanges(
    person_id: int, gave: Sequence[int], got: Sequence[int], category: Category
) -> list[Exchange]:
    """Return medium exchanges of these ages in days."""
    ways = [(Direction.GAVE, age) for age in gave] + [(Direction.GOT, age) for age in got]
    return [
        Exchange(at, person_id, direction, category, 2.0, TODAY - timedelta(days=age))
        for at, (direction, age) in enumerate(ways, person_id * 100)
    ]


def tie(
    number: int,
    name: str,
    gave: Sequence[int] = (),
    got: Sequence[int] = (),
    *,
    category: Category = Category.ADVICE,
    phase: Phase = Phase.SUSTAINING,
    expect: Expect | None = None,
    thanks: tuple[Thanks, ...] = (),
    need: str = "",
    need_met: bool = False,
    roles: tuple[Role, ...] = (),
) -> Tie:
    """Return the balance with a person from medium exchanges of these ages."""
    entries = exchanges(number, gave, got, category)
    balance = balance_of(flows(entries, TODAY, 365), occasions(entries, TODAY))
    read = standing(balance, expect, phase, balance.first_on, TODAY)
    who = person(number, name, expect=expect, roles=roles)
    received = category if got else None
    return Tie(who, read, phase, phase, thanks, need, need_met, received)


MAY = Thanks(date(2026, 5, 3), 77, "introduction", "Bo at Acme")


def ties() -> list[Tie]:
    """Return somebody for every group of the balance report, out of order."""
    return [
        tie(7, "Fay Lund", [5]),
        tie(6, "Dee Park", [10, 400], [20, 30]),
        tie(5, "Eve Stone", [10, 20, 30, 40], phase=Phase.RELATING),
        tie(4, "Gil Amar", [10, 20, 30, 40], [50, 60]),
        tie(3, "Ben Adler", [10, 20, 30, 40, 50, 60, 70, 80, 90], [15, 25]),
        tie(2, "Cai Wong", [10, 20], [1, 2, 3, 4, 5, 6, 7, 8, 400], thanks=(MAY,)),
        tie(1, "Ana Ruiz", [10], [15, 25, 35, 45], need="a Rust reviewer", need_met=True),
        tie(8, "Ésa Lind", [], [15, 25, 35, 45], category=Category.KNOWLEDGE, roles=(Role.PEER,)),
        tie(9, "Kim Holt", [10, 20], [30, 40, 50, 60], roles=(Role.PEER, Role.MENTOR)),
        tie(10, "Lea Moss", [10], [15, 25, 35, 45, 55], expect=Expect.RECEIVE),
        tie(11, "Off Side", [10, 20, 30], expect=Expect.OFF),
        tie(12, "Ivo Katz", [1000, 1001, 1002]),
    ]


def touches() -> list[Touch]:
    """Return people who are due for every reason there is."""
    deck = Promise(50, 4, By.ME, "send the deck", date(2026, 6, 1), due_on=date(2026, 7, 2))
    notes = Promise(51, 9, By.ME, "the notes", date(2026, 6, 1), due_on=date(2026, 6, 20))
    return [
        Touch(person(1, "Ana Ruiz", cadence="1w"), date(2026, 6, 20)),
        Touch(person(2, "Ben Adler", cadence="1y"), date(2025, 5, 26)),
        Touch(person(3, "Cai Wong", cadence="1m"), date(2026, 5, 15), thanks=(MAY,)),
        Touch(person(4, "Dee Park", cadence="3m"), date(2026, 3, 31), promises=(deck,)),
        Touch(person(5, "Eve Stone", cadence="1y", birthday=Birthday(7, 4, 1986)), TODAY),
        Touch(person(6, "Fay Lund", cadence="3m")._replace(created_on=date(2026, 3, 28))),
        Touch(person(7, "Guy Hart", cadence="2d"), date(2026, 6, 27)),
        Touch(person(8, "Hal Moor", cadence="2d"), date(2026, 6, 28)),
        Touch(person(9, "Ida Berg", cadence="1y"), date(2026, 6, 27), promises=(notes,)),
    ]


def queue(*, show_all: bool = False, capacity: int = 5, days: int = 7) -> DueList:
    """Return the queue of these people."""
    return due_list(touches(), today=TODAY, show_all=show_all, capacity=capacity, days=days)


def phases() -> list[PhaseFacts]:
    """Return people of every phase, some ready for the next, some who were further, and namesakes.

    More are at the first phase than the board has room for.
    """
    first, second, third, fourth, fifth = Phase
    acme = person(8, "Bo Lind", organisation="Acme")
    met = date(2026, 3, 1)
    held = [
        PhaseFacts(person(1, "Ana Ruiz"), third, fourth, second, ("a need of theirs",), met),
        PhaseFacts(person(2, "Ben Adler"), second, second, third, (), TODAY),
        PhaseFacts(person(3, "Cai Wong"), second, second, second, ("a need of theirs",), met),
        PhaseFacts(person(4, "Dee Park"), fourth, fourth, second),
        PhaseFacts(person(5, "Ésa Lind"), fifth, fifth, fifth, (), met),
        PhaseFacts(person(6, "Fay Lund"), first, fifth, fifth),
        PhaseFacts(person(7, "bo lind"), fourth, fourth, fourth, (), met),
        PhaseFacts(acme, fourth, fourth, fifth, (), met),
    ]
    new = [PhaseFacts(person(at, f"Guest {at}"), first, first, first) for at in range(20, 37)]
    return [*reversed(new), *held]


def entries() -> list[Entry]:
    """Return entries of every shape."""
    return [
        Entry(40, date(2026, 5, 12), ("Ana Ruiz", "Bo Lind"), via=Channel.CALL, note="caught up"),
        Entry(
            42,
            date(2026, 6, 20),
            ("Ana Ruiz",),
            Direction.GAVE,
            Category.INTRODUCTIONS,
            "client",
            4.0,
            "Bo at Acme",
            Channel.COFFEE,
            Started.ME,
            Outcome.HELPED,
        ),
        Entry(43, date(2026, 6, 20), ("Bo Lind",), Direction.GOT, Category.ADVICE, weight=2.5),
        Entry(39, date(2026, 1, 2), ("Bo Lind",)),
    ]


def explained(expect: Expect | None = None) -> Facts:
    """Return all that is to be explained about Ana."""
    who = person(1, "Ana Ruiz", cadence="1w", expect=expect)
    kept = Promise(60, 1, By.ME, "a draft", date(2026, 1, 1), closing=Closing.KEPT)
    made = exchanges(1, [10], [15, 25, 35, 45], Category.ADVICE)
    sums = flows(made, TODAY, 365)
    balance = balance_of(sums, occasions(made, TODAY))
    read = standing(balance, expect, Phase.SUSTAINING, balance.first_on, TODAY)
    days = [exchange.on for exchange in made]
    return Facts(
        tie=Tie(who, read, Phase.NURTURING, Phase.SUSTAINING, (MAY,)),
        flows=sums,
        first_exchange_on=balance.first_on,
        half_life=365,
        due=due_row(Touch(who, date(2026, 6, 20)), today=TODAY),
        phase=PhaseFacts(
            who,
            Phase.NURTURING,
            Phase.SUSTAINING,
            Phase.RELATING,
            ("a need of theirs",),
            date(2026, 3, 1),
        ),
        stage="mature",
        warmth=warmth(days, 7.0, TODAY),
        momentum=momentum(days, TODAY),
        reliability=reliability_of([kept], TODAY),
        strength_signs=(SignalKind.ASKED_ADVICE,),
        readiness=readiness(AskFacts(Phase.SUSTAINING, gives=1, last_give_on=TODAY), TODAY),
    )


REPORTS = {
    "balance": lambda: balance_report(ties(), today=TODAY),
    "balance_numbers": lambda: balance_report(ties(), today=TODAY, numbers=True, show_all=True),
    "balance_category": lambda: balance_by_category(ties(), today=TODAY),
    "balance_role": lambda: balance_by_role(ties(), today=TODAY),
    "due": lambda: due_report(queue(), today=TODAY),
    "due_why": lambda: due_report(queue(show_all=True), today=TODAY, why=True),
    "explain": lambda: explain_report(explained(), today=TODAY),
    "history": lambda: history_report(entries(), today=TODAY),
    "phase": lambda: board_report(phases(), today=TODAY),
}
"""A report of every shape, made of them."""
