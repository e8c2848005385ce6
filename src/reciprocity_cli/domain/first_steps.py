"""What comes before suggestions: mending, a promise, thanks, word of an introduction, a question.

Source: docs/model.md, section 11. Each is a line for the owner.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from reciprocity_cli.domain.due import thanks_due_reasons
from reciprocity_cli.domain.next_step import GENERIC, keep_a_promise, say_thanks, when
from reciprocity_cli.domain.phase import Stage, is_unrepaired
from reciprocity_cli.domain.promises import overdue_in_silence
from reciprocity_cli.domain.records import By, Incident, Need, Person, Promise, Seeking
from reciprocity_cli.domain.suggest import Suggestion
from reciprocity_cli.domain.touch import Touch, WordBack

What = Literal["repair", "promise", "thanks", "report", "question"]


class Step(NamedTuple):
    """One thing to do first; `record_id` is the incident, promise, get or ask it is about."""

    what: What
    text: str
    record_id: int | None = None


class Suggested(NamedTuple):
    """What suits one person: all suggestions, the best-fitting first, and what they rest on.

    `sought` are their open needs and interests; `question` is empty while a fresh one is known, and
    `repair` while nothing by the owner is to be mended.
    """

    person: Person
    stage: Stage
    found: Sequence[Suggestion]
    sought: Sequence[Need] = ()
    question: str = ""
    repair: str = ""
    steps: tuple[Step, ...] = ()


def first_steps(
    touch: Touch,
    incidents: Iterable[Incident],
    question: str,
    today: date,
) -> tuple[Step, ...]:
    """Return what comes first with a person."""
    steps = [_repair(one, today) for one in incidents if _is_mine(one, today)]
    steps += [_promise(one, today) for one in touch.promises if _is_silent(one, today)]
    steps += [
        Step("thanks", say_thanks(reason), reason.record_id)
        for reason in thanks_due_reasons(touch.thanks, today)
    ]
    if touch.report is not None:
        steps.append(_report(touch.report, today))
    if question:
        steps.append(Step("question", f"ask: {question}"))
    return tuple(steps)


def repair_words(incidents: Iterable[Incident], today: date) -> str:
    """Return what the owner has to mend first, in words; empty where there is nothing."""
    return next((_repair(one, today).text for one in incidents if _is_mine(one, today)), "")


def next_give(suggested: Suggested, step: str) -> str:
    """Return a next step of the due list, made particular where it could be said to anybody.

    What the owner has to mend goes first. A give that meets a need, or that the owner planned, goes
    before a question; a question before a give that merely suits.
    """
    if step not in GENERIC:
        return step
    if suggested.repair:
        return suggested.repair
    first = suggested.found[0] if suggested.found else None
    planned = first is not None and (first.need is not None or first.candidate.kind == "idea")
    if suggested.question and not planned:
        return f"ask: {suggested.question}"
    return step if first is None else _give(first)


def _give(one: Suggestion) -> str:
    if one.need is None:
        return one.candidate.text
    return f"{one.candidate.text}: {looks_for(one.need)}"


def looks_for(need: Need) -> str:
    """Return "they look for a Rust reviewer"; of an interest, that they take one."""
    verb = "look for" if need.seeking is Seeking.NEED else "take an interest in"
    return f"they {verb} {need.text}"


def _is_mine(incident: Incident, today: date) -> bool:
    return incident.by is By.ME and is_unrepaired(incident, today)


def _is_silent(promise: Promise, today: date) -> bool:
    return promise.by is By.ME and overdue_in_silence(promise, today)


def _repair(incident: Incident, today: date) -> Step:
    text = f"mend what went wrong on {when(incident.on, today)}: {incident.what}"
    return Step("repair", text, incident.id)


def _promise(promise: Promise, today: date) -> Step:
    due_on = promise.due_on or today
    said = f"your promise, due {when(due_on, today)}: {promise.what}"
    return Step("promise", f"{said}; {keep_a_promise(due_on, False, today)}", promise.id)


def _report(one: WordBack, today: date) -> Step:
    about = f" {one.words}" if one.other else f": {one.text}" if one.text else ""
    text = f"tell them what became of their introduction{about} ({when(one.on, today)})"
    return Step("report", text, one.record_id)
