"""Due: docs/model.md, section 7, and the worked example 13 of section 15."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from reciprocity_cli.domain.cadence import CadenceDefaults, effective_cadence, parse_cadence
from reciprocity_cli.domain.due import DueList, DueRow, Reason, due_list, due_row, forgotten
from reciprocity_cli.domain.records import Birthday, By, Closing, Person, Promise, QuietRange, Role
from reciprocity_cli.domain.touch import Thanks, Touch
from reciprocity_cli.errors import UsageError

TODAY = date(2026, 6, 30)
TOMORROW = date(2026, 7, 1)
WINDOW_END = date(2026, 7, 6)
ADDED = date(2020, 1, 1)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def person(name: str = "Ana", cadence: str | None = None, **fields: Any) -> Person:
    fields = {"id": 1, "handle": name.lower(), "created_on": ADDED, **fields}
    return Person(name=name, cadence=cadence, **fields)


def promise(due_on: date | None, number: int = 50, **fields: Any) -> Promise:
    fields = {"what": "send the deck", "made_on": date(2026, 5, 1), **fields}
    return Promise(id=number, person_id=1, by=By.ME, due_on=due_on, **fields)


def listed(*touches: Touch, **options: Any) -> DueList:
    return due_list(touches, today=TODAY, **options)


def row(touch: Touch, **options: Any) -> DueRow:
    return due_row(touch, today=TODAY, **options)


def names(queue: DueList) -> list[str]:
    return [row.person.name for row in queue.rows]


def kinds(touch: Touch, **options: Any) -> list[str]:
    return [reason.kind for reason in row(touch, **options).reasons]


NOT_DUE = Touch(person(cadence="1y"), days_ago(1))
OVERDUE = Touch(person(cadence="1w"), date(2026, 6, 20))


def test_the_order_of_the_worked_example():
    """Example 13: Dee 4.000, Cai 1.484, Ana 1.429, Ben 1.096."""
    touches = [
        Touch(person("Ana", "1w", id=1), date(2026, 6, 20)),
        Touch(person("Ben", "1y", id=2), date(2025, 5, 26)),
        Touch(person("Cai", "1m", id=3), date(2026, 5, 15)),
        Touch(person("Dee", "3m", id=4), date(2026, 3, 31), (promise(date(2026, 7, 2)),)),
    ]
    queue = listed(*touches)

    assert names(queue) == ["Dee", "Cai", "Ana", "Ben"]
    assert [round(row.urgency, 3) for row in queue.rows] == [4.0, 1.484, 1.429, 1.096]
    assert queue.rows[1].urgency == pytest.approx(46 / 31, abs=1e-9)
    assert queue.rows[3].lateness == pytest.approx(400 / 365, abs=1e-9)


def test_a_row_says_when_and_why():
    """An overdue row carries the days it was counted between, its reason and a next step."""
    (ana,) = listed(OVERDUE).rows

    assert ana.due_on == ana.plain_due_on == date(2026, 6, 27)
    assert ana.base == ana.last_contact_on == date(2026, 6, 20)
    assert ana.cadence == parse_cadence("1w")
    assert ana.lateness == pytest.approx(10 / 7, abs=1e-9)
    assert ana.reasons == (Reason("overdue", date(2026, 6, 27)),)
    assert (ana.heading, ana.pressing) == ("due", False)
    assert ana.next_action == ""


@pytest.mark.parametrize(
    ("due_on", "why"),
    [
        (days_ago(1), ["overdue"]),
        (TODAY, ["due"]),
        (WINDOW_END, ["due"]),
        (WINDOW_END + timedelta(days=1), []),
    ],
)
def test_this_week_is_today_and_the_next_six_days(due_on: date, why: list[str]):
    """Due before today is overdue, due through today + 6 is due, due later is not listed."""
    assert kinds(Touch(person(cadence="1w"), due_on - timedelta(days=7))) == why
    assert listed().window_end == WINDOW_END


def test_the_window_may_be_longer():
    """--days 10 looks nine days ahead."""
    later = Touch(person(cadence="2w"), days_ago(5))

    assert listed(later, days=10).window_end == date(2026, 7, 9)
    assert kinds(later, days=10) == ["due"]
    assert kinds(later, days=9) == []


def test_a_contact_of_tomorrow_has_not_taken_place():
    """A last contact dated after today is ignored."""
    touch = Touch(person(cadence="1w", created_on=days_ago(14)), TOMORROW)

    assert row(touch).last_contact_on is None
    assert kinds(touch) == ["new"]


@pytest.mark.parametrize("days", [0, -3])
def test_a_window_without_a_day_is_refused(days: int):
    """A window holds at least today."""
    with pytest.raises(UsageError):
        listed(days=days)


def test_the_end_of_the_calendar_is_no_accident():
    """Windows, cadences and first hellos that pass the last day there is stop on it."""
    last_day = date.max
    touch = Touch(person(cadence="10y"), last_day)
    new = Touch(person(cadence="1m", created_on=last_day))
    queue = due_list([touch, new], today=last_day, days=30)

    assert queue.window_end == last_day
    assert [row.due_on for row in queue.rows] == [last_day, last_day]
    assert due_list([touch], today=date.min).rows == ()


def test_due_is_one_calendar_step_from_the_last_contact():
    """Jan 31 + 1 month is the last of February, and the month after it is Feb 28 + 1 month."""
    ended = Touch(person(cadence="1m"), date(2026, 1, 31))

    assert row(ended).plain_due_on == date(2026, 2, 28)
    assert row(ended._replace(person=person(cadence="2m"))).plain_due_on == date(2026, 3, 31)


def test_without_a_cadence_there_is_no_due_date():
    """Nobody without a cadence is listed for lateness; L counts in 90 days."""
    quiet = row(Touch(person(cadence="none"), days_ago(900)))

    assert (quiet.cadence, quiet.due_on, quiet.reasons) == (None, None, ())
    assert quiet.lateness == 10.0


def test_never_contacted_is_due_two_weeks_after_being_added():
    """Base is the day of adding, due 14 days on, L in cadences, under a heading of its own."""
    new = row(Touch(person(cadence="1m", created_on=days_ago(14))))

    assert (new.base, new.due_on, new.last_contact_on) == (days_ago(14), TODAY, None)
    assert new.lateness == pytest.approx(14 / 30.4375, abs=1e-9)
    assert new.reasons == (Reason("new", days_ago(14)),)
    assert (new.heading, new.next_action) == ("not-in-touch", "say hello")
    assert kinds(Touch(person(cadence="1m", created_on=days_ago(8)))) == ["new"]
    assert kinds(Touch(person(cadence="1m", created_on=days_ago(7)))) == []


def test_somebody_added_after_today_is_not_there_yet():
    """Seen from before they were added, nobody is due."""
    later = row(Touch(person(cadence="1d", created_on=TOMORROW)), days=60)

    assert (later.reasons, later.lateness, later.due_on) == ((), None, None)


DEFAULTS = CadenceDefaults(
    default="3m",
    roles={"mentor": "1m", "peer": "2w", "coach": "none"},
    tags={"acme": "6m", "family": "1w", "alumni": "none"},
)


@pytest.mark.parametrize(
    ("fields", "has_contact", "cadence"),
    [
        ({}, False, "3m"),
        ({"cadence": "2w", "tags": ("family",)}, False, "2w"),
        ({"cadence": "none", "tags": ("family",)}, True, None),
        ({"roles": (Role.MENTOR,)}, False, "1m"),
        ({"roles": (Role.MENTOR, Role.PEER)}, False, "2w"),
        ({"roles": (Role.PEER,), "tags": ("acme", "other")}, False, "6m"),
        ({"tags": ("acme", "family")}, False, "1w"),
        ({"tags": ("alumni", "acme")}, False, "6m"),
        ({"tags": ("alumni",), "roles": (Role.PEER,)}, False, None),
        ({"roles": (Role.SPONSOR,), "tags": ("other",)}, False, "3m"),
        ({"imported": True}, False, None),
        ({"imported": True, "tags": ("family",)}, False, None),
        ({"imported": True}, True, "3m"),
        ({"imported": True, "roles": (Role.MENTOR,)}, True, "1m"),
        ({"imported": True, "cadence": "1y"}, False, "1y"),
    ],
)
def test_which_cadence_holds(fields: dict[str, Any], has_contact: bool, cadence: str | None):
    """Their own, nothing for the imported yet, of a tag, of a role, the default; the shortest."""
    expected = None if cadence is None else parse_cadence(cadence)
    assert effective_cadence(person(**fields), has_contact, DEFAULTS) == expected


def test_forty_imported_people_are_not_due():
    """Imported people get the default with their first contact, not before."""
    imported = person(imported=True)

    assert kinds(Touch(imported)) == []
    assert row(Touch(imported, days_ago(100))).reasons == (Reason("overdue", date(2026, 6, 22)),)


def test_a_cadence_that_is_none_is_an_error():
    """A text that names no cadence is refused, wherever it was configured."""
    with pytest.raises(UsageError):
        listed(OVERDUE, Touch(person(tags=("acme",))), defaults=CadenceDefaults(tags={"acme": "x"}))


def test_snooze_moves_due_but_not_lateness():
    """Due is the later of the two; L counts to the due date before the snooze."""
    snoozed = person(cadence="1w", snoozed_until=date(2026, 7, 3), snoozed_on=days_ago(1))
    moved = row(Touch(snoozed, date(2026, 6, 20)))

    assert (moved.due_on, moved.plain_due_on) == (date(2026, 7, 3), date(2026, 6, 27))
    assert moved.lateness == pytest.approx(10 / 7, abs=1e-9)
    assert [reason.kind for reason in moved.reasons] == ["due"]
    assert row(Touch(snoozed, TODAY)).due_on == date(2026, 7, 7)


def test_a_snooze_into_the_past_changes_nothing():
    """A snooze that ends before the due date leaves it."""
    snoozed = person(cadence="1w", snoozed_until=days_ago(9), snoozed_on=days_ago(9))

    assert row(Touch(snoozed, days_ago(10))).due_on == days_ago(3)


def test_quiet_ranges_move_due_past_their_end():
    """Ranges of the person and of the owner count together; L stays."""
    away = person(cadence="1w", quiet=(QuietRange(date(2026, 7, 4), date(2026, 7, 4)),))
    mine = [QuietRange(date(2026, 7, 1), date(2026, 7, 3))]
    moved = row(Touch(away, date(2026, 6, 24)), my_quiet=mine)

    assert (moved.plain_due_on, moved.due_on) == (date(2026, 7, 1), date(2026, 7, 5))
    assert moved.lateness == pytest.approx(6 / 7, abs=1e-9)


@pytest.mark.parametrize("whose", ["mine", "theirs"])
def test_inside_a_quiet_range_nobody_it_covers_is_listed_for_lateness(whose: str):
    """On a quiet day no one is due, not even past its end; birthdays and promises stay."""
    today_only = (QuietRange(TODAY, TODAY),)
    ana = person(cadence="1w", quiet=today_only if whose == "theirs" else ())
    my_quiet = today_only if whose == "mine" else ()
    late = Touch(ana, days_ago(30))
    both = Touch(ana._replace(birthday=Birthday(7, 2)), days_ago(30), (promise(TODAY),))

    assert kinds(late, my_quiet=my_quiet) == []
    assert kinds(both, my_quiet=my_quiet) == ["promise", "birthday"]


def test_paused_people_are_not_due_for_lateness():
    """Paused, a person is listed for promises, birthdays and thanks only, with no due date."""
    paused = person(cadence="1w", paused=True, birthday=Birthday(7, 2))
    thanks = Thanks(days_ago(3), 8, "introduction", "Bo")
    resting = row(Touch(paused, days_ago(30), (promise(TODAY),), (thanks,)))

    assert [reason.kind for reason in resting.reasons] == ["promise", "birthday", "thanks"]
    assert resting.due_on is None
    assert kinds(Touch(person(cadence="1w", paused=True), days_ago(30))) == []


def test_an_archived_person_is_listed_for_a_promise_alone():
    """Archived, neither lateness nor birthday nor thanks are listed; a given word is."""
    archived = person(cadence="1w", archived=True, birthday=Birthday(7, 2))
    thanks = Thanks(days_ago(3), 8, "introduction", "Bo")

    assert kinds(Touch(archived, days_ago(30), (), (thanks,))) == []
    assert kinds(Touch(archived, days_ago(30), (promise(TODAY),), (thanks,))) == ["promise"]
    assert row(Touch(archived, days_ago(30))).due_on is None


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        (promise(WINDOW_END), True),
        (promise(WINDOW_END + timedelta(days=1)), False),
        (promise(days_ago(40)), True),
        (promise(days_ago(40), updates=(days_ago(41),)), True),
        (promise(None), False),
        (promise(TODAY, closing=Closing.KEPT, closed_on=TODAY), False),
        (promise(TODAY, closing=Closing.KEPT, closed_on=TOMORROW), True),
        (promise(TODAY)._replace(by=By.THEM), False),
        (promise(TOMORROW, made_on=TOMORROW), False),
    ],
)
def test_an_open_promise_of_mine_presses_by_its_due_date(made: Promise, shown: bool):
    """Open, mine and due by the window's end; without a due date it does not press."""
    pressing = row(NOT_DUE._replace(promises=(made,)))

    assert pressing.pressing is shown
    assert pressing.urgency == pytest.approx(1 / 365 + 3 * shown, abs=1e-9)


def test_several_promises_press_once():
    """Each promise is a reason, the earliest first; together they add 3."""
    both = (promise(TOMORROW, 9), promise(TODAY, 7), promise(TODAY, 6))
    pressed = row(NOT_DUE._replace(promises=both))

    assert [reason.record_id for reason in pressed.reasons] == [6, 7, 9]
    assert pressed.reasons[0] == Reason("promise", TODAY, "send the deck", 6)
    assert pressed.urgency == pytest.approx(3 + 1 / 365, abs=1e-9)


@pytest.mark.parametrize(
    ("birthday", "on"),
    [
        (Birthday(6, 30, 1986), TODAY),
        (Birthday(7, 6), WINDOW_END),
        (Birthday(7, 7), None),
        (Birthday(6, 28), date(2026, 6, 28)),
        (Birthday(6, 27), None),
    ],
)
def test_birthdays_of_the_window_and_of_the_last_three_days(birthday: Birthday, on: date | None):
    """A birthday is listed through today + 6, and stays for ages 0 to 2."""
    touch = NOT_DUE._replace(person=NOT_DUE.person._replace(birthday=birthday), last_on=days_ago(5))
    found = [reason.on for reason in row(touch).reasons]

    assert found == ([] if on is None else [on])
    assert row(touch).urgency == pytest.approx(5 / 365 + (0 if on is None else 2), abs=1e-9)


@pytest.mark.parametrize(("last_on", "stays"), [(date(2026, 6, 27), True), (days_ago(2), False)])
def test_a_birthday_stays_until_a_contact(last_on: date, stays: bool):
    """Contact on the day or since ends it; contact before does not."""
    passed = Touch(person(cadence="none", birthday=Birthday(6, 28)), last_on)

    assert kinds(passed) == (["birthday"] if stays else [])


def test_the_age_is_said_where_the_year_is_known():
    """A birthday with a year says how old they turn."""
    born = Touch(person(cadence="none", birthday=Birthday(7, 4, 1986)))

    assert row(born).reasons == (Reason("birthday", date(2026, 7, 4), "turns 40"),)
    assert row(born._replace(person=person(birthday=Birthday(7, 4)))).reasons[0].text == ""


@pytest.mark.parametrize(
    ("feb29", "today", "on"),
    [
        ("feb28", date(2027, 2, 22), date(2027, 2, 28)),
        ("mar1", date(2027, 2, 23), date(2027, 3, 1)),
        ("feb28", date(2028, 2, 23), date(2028, 2, 29)),
    ],
)
def test_feb_29_in_common_years(feb29: str, today: date, on: date):
    """Feb 29 is kept on Feb 28 in common years, or on Mar 1 where so configured."""
    leaper = Touch(person(cadence="none", birthday=Birthday(2, 29)))
    (reason,) = due_row(leaper, today=today, feb29=feb29).reasons

    assert reason.on == on


def test_a_birthday_across_the_turn_of_the_year():
    """On Dec 31 a birthday of Jan 2 lies ahead, on Jan 1 one of Dec 31 has just passed."""
    early = Touch(person(cadence="none", birthday=Birthday(1, 2)))
    late = Touch(person(cadence="none", birthday=Birthday(12, 31)))

    assert due_row(early, today=date(2026, 12, 31)).reasons[0].on == date(2027, 1, 2)
    assert due_row(late, today=date(2027, 1, 1)).reasons[0].on == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("thanks", "due"),
    [
        (Thanks(days_ago(89), 8, "introduction", "Bo at Acme"), True),
        (Thanks(days_ago(90), 8, "introduction", "Bo at Acme"), False),
        (Thanks(days_ago(90), 8, "large get", ""), False),
        (Thanks(days_ago(400), 8, "yes", "a reference"), True),
        (Thanks(TOMORROW, 8, "yes", "a reference"), False),
    ],
)
def test_thanks_due_list_a_person(thanks: Thanks, due: bool):
    """Gets of the last 90 days and a yes of any day, not yet thanked, add 1."""
    thankful = row(NOT_DUE._replace(thanks=(thanks,)))

    assert thankful.pressing is due
    assert thankful.urgency == pytest.approx(1 / 365 + due, abs=1e-9)


def test_thanks_say_what_for():
    """The reason names the kind and what it was, with its day and record."""
    thanks = (Thanks(days_ago(3), 9, "large get", ""), Thanks(days_ago(9), 8, "yes", "a reference"))

    assert row(NOT_DUE._replace(thanks=thanks)).reasons == (
        Reason("thanks", days_ago(9), "yes: a reference", 8),
        Reason("thanks", days_ago(3), "large get", 9),
    )


def test_urgency_adds_all_that_presses():
    """u = L + 3 + 2 + 1 with a promise, a birthday and thanks at once."""
    everything = Touch(
        person(cadence="1w", birthday=Birthday(7, 1)),
        days_ago(14),
        (promise(TODAY),),
        (Thanks(days_ago(3), 8, "introduction", "Bo"),),
    )

    assert row(everything).urgency == 8.0
    assert kinds(everything) == ["promise", "birthday", "thanks", "overdue"]


def test_equal_urgency_goes_by_date_then_name_then_id():
    """Ties: the earlier due date, the folded name, the smaller id."""
    touches = [
        Touch(person("zoe", "1w", id=1), days_ago(7)),
        Touch(person("Émile", "1w", id=9), days_ago(7)),
        Touch(person("emile", "1w", id=8), days_ago(7)),
        Touch(person("Adam", "2w", id=3), days_ago(14)),
        Touch(person("Yan", "1w", id=4, snoozed_until=TOMORROW), days_ago(7)),
    ]

    assert [row.person.id for row in listed(*touches).rows] == [3, 8, 9, 1, 4]


def late(number: int, **fields: Any) -> Touch:
    return Touch(person(f"Late {number}", "1w", id=number, **fields), days_ago(10 + number))


def test_capacity_is_filled_by_the_most_urgent():
    """Five a week are shown, the rest is counted and kept in order."""
    queue = listed(*(late(number) for number in range(9)))

    assert names(queue) == [f"Late {number}" for number in (8, 7, 6, 5, 4)]
    assert (queue.waiting, queue.capacity) == (4, 5)
    assert [row.person.name for row in queue.waiting_rows] == [
        f"Late {number}" for number in (3, 2, 1, 0)
    ]


def test_pressing_rows_always_show_and_take_places():
    """Promises, birthdays and thanks show beyond capacity; others fill what those leave."""
    born = [late(number, birthday=Birthday(7, 1)) for number in range(3)]
    others = [late(number) for number in range(3, 9)]

    assert names(listed(*born, *others)) == [f"Late {number}" for number in (2, 1, 0, 8, 7)]
    assert listed(*born, *others, capacity=2).waiting == 6
    assert names(listed(*born, *others, capacity=2)) == ["Late 2", "Late 1", "Late 0"]


def test_all_shows_everybody():
    """With show_all nobody waits."""
    queue = listed(*(late(number) for number in range(9)), show_all=True)

    assert len(queue.rows) == 9
    assert (queue.waiting, queue.waiting_rows) == (0, ())


@pytest.mark.parametrize(("days", "places"), [(1, 1), (7, 5), (8, 6), (14, 10), (30, 22)])
def test_capacity_grows_with_the_window(days: int, places: int):
    """ceil(5 N / 7) people for N days; the weekly one stays beside it."""
    queue = listed(days=days)

    assert (queue.capacity, queue.weekly_capacity) == (places, 5)


def test_demand_adds_up_the_cadences():
    """Demand is the sum of 7 / cadence-days of those who are neither paused nor archived."""
    queue = listed(
        Touch(person(cadence="1w")),
        Touch(person(cadence="2w"), TODAY),
        Touch(person(cadence="none")),
        Touch(person(cadence="1d", paused=True)),
        Touch(person(cadence="1d", archived=True)),
        Touch(person(imported=True)),
    )

    assert queue.demand == pytest.approx(1.5, abs=1e-9)
    assert not queue.stretched


@pytest.mark.parametrize(("people", "stretched"), [(5, False), (6, True)])
def test_demand_beyond_the_weekly_capacity_is_said(people: int, stretched: bool):
    """Six weekly people are more than five a week, whatever the window."""
    queue = listed(*[OVERDUE] * people, days=28)

    assert queue.stretched is stretched


@pytest.mark.parametrize(
    ("touch", "found"),
    [
        (Touch(person(cadence="none"), days_ago(366)), True),
        (Touch(person(cadence="none"), days_ago(365)), False),
        (Touch(person(imported=True)), True),
        (Touch(person(cadence="1y"), days_ago(900)), False),
        (Touch(person(cadence="none", archived=True), days_ago(900)), False),
        (Touch(person(cadence="none", paused=True), days_ago(900)), False),
    ],
)
def test_who_is_forgotten(touch: Touch, found: bool):
    """No cadence, and untouched for more than 365 days or never contacted."""
    assert [row.person for row in forgotten([touch], today=TODAY)] == [touch.person] * found


def test_the_longest_forgotten_come_first():
    """By the last contact, the never contacted at the end; each row says since when."""
    touches = [
        Touch(person("Never", "none", id=1)),
        Touch(person("Year", "none", id=2), days_ago(400)),
        Touch(person("Decade", "none", id=3), days_ago(4000)),
    ]
    rows = forgotten(touches, today=TODAY)

    assert [row.person.name for row in rows] == ["Decade", "Year", "Never"]
    assert rows[0].reasons == (Reason("forgotten", days_ago(4000)),)
    assert rows[0].next_action == "a hello after all this time is welcome"
    assert rows[2].next_action == "say hello"
