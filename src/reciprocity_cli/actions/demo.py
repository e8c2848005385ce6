"""Filling a ledger with the invented year of actions/demo_year.py, in one operation.

The year ends today, and the same day makes the same records. Nothing happens at a
weekend: such a day moves to the Friday before, one that lies ahead to the Monday after.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, NamedTuple

from reciprocity_cli.actions import demo_year as year
from reciprocity_cli.actions.log import exchange_of
from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.vocabulary import parse_spec
from reciprocity_cli.errors import UsageError
from reciprocity_cli.store.entries import insert_contact, insert_exchange
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import add_quiet, insert_person

DAYS_TO_OUTCOME = 21
"""What came of an exchange shows three weeks after it, at the latest yesterday."""
_WEEKEND = (5, 6)
_NEEDS = {"need": ("need", "normal"), "high": ("need", "high"), "interest": ("interest", "normal")}
_FIRST_YEAR, _LAST_YEAR = date.min.year + 2, date.max.year - 1


class _Line(NamedTuple):
    """One line of a journal on one of its days."""

    age: int
    name: str
    channel: r.Channel | None
    started: r.Started | None
    note: str
    items: tuple[str, ...]


class _Book(NamedTuple):
    """What is being written: the ids of the people by name, and of their needs by text."""

    op: Operation
    today: date
    ids: dict[str, int]
    needs: dict[tuple[str, str], int]

    def day(self, age: int | None) -> date | None:
        return None if age is None else working_day(self.today, age)


def fill(op: Operation, today: date) -> int:
    """Write the invented year that ends today; return the number of people.

    Raises UsageError where the calendar has no room for it.
    """
    if not _FIRST_YEAR <= today.year <= _LAST_YEAR:
        raise UsageError(f"a year cannot be invented around {today}", "use another --today")
    book = _Book(op, today, {}, {})
    for someone in year.PEOPLE:
        book.ids[someone.name] = _add_person(book, someone)
    for line in _lines():
        _write_line(book, line)
    _write_tables(book)
    op.summary = f"an invented year of {len(book.ids)} people"
    return len(book.ids)


def working_day(today: date, age: int) -> date:
    """Return the day so many days ago (ahead, if negative), moved away from today off a weekend."""
    day = today - timedelta(days=age)
    step = timedelta(days=1 if age < 0 else -1)
    while age and day.weekday() in _WEEKEND:
        day += step
    return day


def _add_person(book: _Book, someone: year.Someone) -> int:
    values = dict(someone.more)
    met, quiet = values.pop("met", None), values.pop("quiet", None)
    snoozed, born = values.pop("snoozed", None), values.pop("birthday", None)
    if met is not None:
        values["met_through_id"] = book.ids[met]
    if snoozed is not None:
        values["snoozed_on"], values["snoozed_until"] = (book.day(age) for age in snoozed)
    if born is not None:
        on = book.today - timedelta(days=born)
        values["birthday"] = r.Birthday(on.month, on.day)
    values |= {
        "name": someone.name,
        "organisation": someone.organisation,
        "title": someone.title,
        "start_phase": someone.phase,
        "roles": someone.roles.split(),
        "tags": someone.tags.split(),
        "cadence": someone.cadence,
    }
    number = insert_person(book.op, values, working_day(book.today, someone.since))
    if quiet is not None:
        first, last = (working_day(book.today, age) for age in quiet)
        add_quiet(book.op, number, first, last)
    return number


def _lines() -> list[_Line]:
    """Return the lines of all journals, the oldest first, so that ids run with the year."""
    found = []
    for name, text in year.JOURNALS.items():
        for paragraph in re.split(r"\n(?=\d)", text.strip()):
            head, *items = (piece.strip() for piece in re.split(r"(?:^|\s)> ", paragraph))
            said, _, note = head.partition(": ")
            words = said.split()
            ages = [int(word) for word in words if word.isdigit()]
            channel, started = words[len(ages) :] or (None, None)
            line = _Line(
                0,
                name,
                r.Channel(channel) if channel else None,
                r.Started(started) if started else None,
                note,
                tuple(" ".join(item.split()) for item in items),
            )
            found += [line._replace(age=age) for age in ages]
    return sorted(found, key=lambda line: -line.age)


def _write_line(book: _Book, line: _Line) -> None:
    on = working_day(book.today, line.age)
    items = [item.partition(" ")[::2] for item in line.items]
    contact = None
    if line.channel is not None:
        others = (name for word, rest in items if word == "with" for name in rest.split(", "))
        contact = insert_contact(
            book.op,
            [book.ids[name] for name in (line.name, *others)],
            on,
            channel=line.channel,
            started=line.started,
            note=line.note,
        )
    for word, rest in items:
        _write_item(book, line, contact, word, rest)


def _write_item(book: _Book, line: _Line, contact: int | None, word: str, rest: str) -> None:
    on, person = working_day(book.today, line.age), book.ids[line.name]
    match word:
        case "gave" | "got":
            _write_exchange(book, line, contact, r.Direction(word), rest)
        case "need" | "high" | "interest":
            _write_need(book, line, *_NEEDS[word], rest)
        case "signal":
            kinds, _, note = rest.partition(": ")
            for kind in kinds.split(", "):
                signal = {"person_id": person, "kind": r.SignalKind(kind), "date": on, "note": note}
                book.op.insert("signal", signal)
        case "phase":
            phase, _, reason = rest.partition(": ")
            change = {"person_id": person, "phase": int(phase), "date": on, "reason": reason}
            book.op.insert("phase_change", change)
        case "with":
            pass
        case _:
            raise ValueError(f"{word!r} in the journal of {line.name}")


def _write_exchange(
    book: _Book, line: _Line, contact: int | None, direction: r.Direction, text: str
) -> None:
    spec, *marks = text.split(" | ")
    on = working_day(book.today, line.age)
    more: dict[str, Any] = {}
    for mark in marks:
        more |= _marked(book, line, mark)
    need = more.pop("meets", None)
    new = exchange_of(direction, parse_spec(spec), **more)
    if new.category is r.Category.INTRODUCTIONS and direction is r.Direction.GOT:
        new = new._replace(more={**new.more, "reported_on": more.get("outcome_on")})
    number = insert_exchange(book.op, book.ids[line.name], on, new, contact)
    if need is not None:
        book.op.update("need", need, {"met_on": on, "met_by_id": number})


def _marked(book: _Book, line: _Line, mark: str) -> dict[str, Any]:
    """Return the columns that a mark of an exchange stands for; `meets`, the id of a need."""
    word, _, rest = mark.partition(" ")
    match word:
        case "landed" | "self-interest":
            return {word.replace("-", "_"): True}
        case "thanked":
            return {"thanked_on": working_day(book.today, line.age)}
        case "helped" | "big" | "nothing":
            shown = working_day(book.today, max(1, line.age - DAYS_TO_OUTCOME))
            return {"outcome": word, "outcome_text": rest, "outcome_on": shown}
        case "about":
            return {"other_person_id": book.ids[rest]}
        case "for":
            return {"intro_for": rest}
        case "meets":
            (need,) = (
                number
                for (name, text), number in book.needs.items()
                if name == line.name and text.startswith(rest)
            )
            return {"meets": need}
    raise ValueError(f"{mark!r} in the journal of {line.name}")


def _write_need(book: _Book, line: _Line, seeking: str, urgency: str, text: str) -> None:
    words, *tags = (piece.strip() for piece in text.split("#"))
    on = working_day(book.today, line.age)
    noted = {"person_id": book.ids[line.name], "noted_on": on, "text": words}
    noted |= {"tags": " ".join(tags), "seeking": seeking, "urgency": urgency}
    book.needs[line.name, words] = book.op.insert("need", noted)


def _write_tables(book: _Book) -> None:
    for name, by, wording, what, made, due, told, closing, closed in year.PROMISES:
        promise = {"person_id": book.ids[name], "by": by, "what": what, "wording": wording}
        promise |= {"made_on": book.day(made), "due_on": book.day(due)}
        promise |= {"closing": closing, "closed_on": book.day(closed)}
        number = book.op.insert("promise", promise)
        for age in told:
            book.op.insert_part("promise_update", {"promise_id": number, "date": book.day(age)})
    for name, what, asked, respond, easy, answer, answered, thanked in year.ASKS:
        ask = {"person_id": book.ids[name], "what": what, "easy": easy, "answer": answer}
        ask |= {"asked_on": book.day(asked), "respond_by": book.day(respond)}
        ask |= {"answered_on": book.day(answered), "thanked_on": book.day(thanked)}
        book.op.insert("ask", ask)
    for name, by, what, age, severity, repaired in year.INCIDENTS:
        incident = {"person_id": book.ids[name], "by": by, "what": what, "severity": severity}
        incident |= {"date": book.day(age), "repaired_on": book.day(repaired)}
        book.op.insert("incident", incident)
    for name, text, category, size, noted in year.IDEAS:
        idea = {"person_id": book.ids[name], "text": text, "category": category, "size": size}
        book.op.insert("idea", idea | {"noted_on": book.day(noted)})
    for name, other, for_whom, text, need, noted, asked in year.INTRODUCTIONS:
        planned = {"person_id": book.ids[name], "other_person_id": book.ids[other], "text": text}
        planned |= {"intro_for": for_whom, "need_id": book.needs[name, need]}
        planned |= {"noted_on": book.day(noted), "asked_on": book.day(asked)}
        book.op.insert("introduction", planned | {"state": "asked" if asked else "idea"})
    for text, tags, category, angle, noted in year.OFFERS:
        offer = {"text": text, "tags": tags, "category": category, "angle": angle}
        book.op.insert("offer", offer | {"noted_on": book.day(noted)})
    for text, tags, category, expires, noted in year.OPPORTUNITIES:
        what_came_up = {"text": text, "tags": tags, "category": category}
        days = {"expires_on": book.day(expires), "noted_on": book.day(noted)}
        book.op.insert("opportunity", what_came_up | days)
