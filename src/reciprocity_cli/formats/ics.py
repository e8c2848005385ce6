"""Writing what lies ahead as an iCalendar file (RFC 5545): all-day events, one way.

The uid of an event is that of its person or promise and its kind, so that a calendar
that reads the file again moves the event instead of adding another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from reciprocity_cli.formats.vcard import PRODUCT, moment, without_controls

if TYPE_CHECKING:
    from icalendar import Event

Kind = Literal["contact", "birthday", "promise"]

_ALARMS = {
    # After midnight of the day: nine in the morning; for a promise and a birthday the day before.
    "contact": timedelta(hours=9),
    "birthday": timedelta(hours=-15),
    "promise": timedelta(hours=-15),
}


class Occasion(NamedTuple):
    """One all-day event; `uid` is its record's, `changed` in milliseconds since 1970.

    `rule` is an RRULE for what comes every year.
    """

    kind: Kind
    uid: str
    changed: int
    on: date
    summary: str
    description: str = ""
    rule: str = ""


def yearly(month: int, day: int, feb29: str) -> str:
    """Return the RRULE of a birthday; 29 February falls on 28 February or 1 March otherwise."""
    if (month, day) != (2, 29):
        return "FREQ=YEARLY"
    # The 60th day of a year is 29 February or 1 March, the last of February the 29th or 28th.
    return "FREQ=YEARLY;" + ("BYYEARDAY=60" if feb29 == "mar1" else "BYMONTH=2;BYMONTHDAY=-1")


def write(occasions: Iterable[Occasion]) -> Iterator[str]:
    """Yield the text of a calendar: its head, an event for each occasion, its end."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN")
    yield "\r\n".join((*head, "X-WR-CALNAME:recip", ""))
    for occasion in occasions:
        yield _event(occasion).to_ical().decode()
    yield "END:VCALENDAR\r\n"


def _event(occasion: Occasion) -> Event:
    from icalendar import Alarm, Event, vRecur

    event = Event()
    event.add("uid", f"{occasion.uid}-{occasion.kind}@recip")
    event.add("dtstamp", moment(occasion.changed))
    event.add("dtstart", occasion.on)
    if occasion.rule:
        event.add("rrule", vRecur.from_ical(occasion.rule))
    event.add("summary", without_controls(occasion.summary))
    if occasion.description:
        event.add("description", without_controls(occasion.description))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", _ALARMS[occasion.kind])
    alarm.add("description", without_controls(occasion.summary))
    event.add_component(alarm)
    return event
