"""Next step: the gentle line on each row of the due list; docs/model.md, sections 0 and 7."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from reciprocity_cli.domain.due import due_row
from reciprocity_cli.domain.records import Birthday, By, Person, Promise
from reciprocity_cli.domain.touch import Thanks, Touch

TODAY = date(2026, 6, 30)
ANA = Person(1, "Ana Ruiz", "ana-ruiz", date(2026, 1, 1), cadence="1m")


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def line(**fields: Any) -> str:
    touch = Touch(**{"person": ANA, "last_on": days_ago(1), **fields})
    return due_row(touch, today=TODAY, days=300).next_action


@pytest.mark.parametrize(
    ("due_on", "updates", "words"),
    [
        (date(2026, 7, 2), (), "deliver it, or tell them before Thursday"),
        (date(2026, 7, 6), (), "deliver it, or tell them before Monday"),
        (date(2026, 7, 7), (), "deliver it, or tell them before 7 Jul"),
        (date(2027, 1, 4), (), "deliver it, or tell them before 4 Jan 2027"),
        (TODAY, (), "deliver it today, or tell them today"),
        (days_ago(1), (), "deliver it, or tell them how it stands"),
        (days_ago(1), (days_ago(3),), "deliver it when you can, or agree with them to let it go"),
        (days_ago(1), (days_ago(-1),), "deliver it, or tell them how it stands"),
    ],
)
def test_a_promise(due_on: date, updates: tuple[date, ...], words: str):
    """Deliver or tell, before the day where it lies ahead; told already, settle it."""
    promise = Promise(9, 1, By.ME, "the deck", days_ago(9), due_on=due_on, updates=updates)

    assert line(promises=(promise,)) == words


@pytest.mark.parametrize(
    ("birthday", "words"),
    [
        (Birthday(7, 4), "a line on the day"),
        (Birthday(6, 30), "a line today"),
        (Birthday(6, 29), "a line is welcome a little late too"),
    ],
)
def test_a_birthday(birthday: Birthday, words: str):
    """A line on the day, or today, or a little late."""
    assert line(person=ANA._replace(birthday=birthday), last_on=days_ago(5)) == words


@pytest.mark.parametrize(
    ("thanks", "words"),
    [
        (
            Thanks(date(2026, 5, 3), 8, "introduction", "Bo: at Acme"),
            "thank them for the introduction of 3 May",
        ),
        (Thanks(date(2026, 5, 3), 8, "yes", ""), "thank them for the yes of 3 May"),
        (Thanks(date(2026, 5, 3), 8, "large get", "a: b"), "thank them for a: b (3 May)"),
        (Thanks(date(2026, 5, 3), 8, "large get", ""), "thank them for what came on 3 May"),
    ],
)
def test_thanks(thanks: Thanks, words: str):
    """Thank for what it was, with its day."""
    assert line(thanks=(thanks,)) == words


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (7, ""),
        (13, ""),
        (14, "a short hello is enough"),
        (1095, "a short hello is enough"),
        (1096, "a hello after all this time is welcome"),
    ],
)
def test_being_in_touch(age: int, words: str):
    """Nothing when just due, a short hello when long overdue, a warm word after three years."""
    assert line(last_on=days_ago(age), person=ANA._replace(cadence="1w")) == words


def test_a_first_hello_goes_by_the_route_noted():
    """Never contacted: how to connect, where the owner wrote it down."""
    assert line(last_on=None) == "say hello"
    assert line(last_on=None, person=ANA._replace(route="the Rust meetup")) == (
        "say hello: the Rust meetup"
    )


def test_nobody_listed_has_no_line():
    """Who is not due needs no next step."""
    touch = Touch(ANA, TODAY)

    assert due_row(touch, today=TODAY).next_action == ""
