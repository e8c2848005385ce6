"""What you could give, what to ask where there is nothing, and what comes first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.catalogue import STAGES, CatalogueRow
from reciprocity_cli.domain.dates import short_day
from reciprocity_cli.domain.due import GENERIC, keep_a_promise, say_thanks, thanks_due_reasons
from reciprocity_cli.domain.needs import Matter, is_open, matching_words
from reciprocity_cli.domain.phase import Stage, is_unrepaired
from reciprocity_cli.domain.promises import overdue_in_silence
from reciprocity_cli.domain.text import settled
from reciprocity_cli.domain.touch import Touch, WordBack

FRESH_DAYS = 180

QUESTIONS = (
    "what is the hardest part of your work just now?",
    "what change in your field do you keep an eye on?",
    "whom would you like to get to know?",
    "which of your plans do you look forward to most?",
    "where do you see room for something that nobody does yet?",
    "what are you looking for at the moment?",
    "what has your attention these days?",
    "what have you become curious about lately?",
    "what would make the coming months easier for you?",
)
"""The owner's to ask, in any words; each opens on something that a give could answer."""


def is_fresh(need: r.Need, today: date) -> bool:
    """Tell whether a need or interest is open and 0 to 179 days old."""
    return is_open(need, today) and (today - need.noted_on).days < FRESH_DAYS


def question_for(person_id: int, needs: Iterable[r.Need], today: date) -> str:
    """Return what to ask a person this week; empty while something fresh is known.

    The questions take turns, week by week (from Monday), and people begin at different
    ones, so none comes back to a person before all of them were asked.
    """
    if any(is_fresh(need, today) for need in needs):
        return ""
    # Day 1 of the ordinal count is a Monday.
    week = (today.toordinal() - 1) // 7
    return QUESTIONS[(person_id + week) % len(QUESTIONS)]


NOTE_SHOWN = 60
"""Characters of a note that a step repeats; all of it is in `show`."""

RECENT_DAYS = 90
"""The same idea given 0 to 89 days ago is not brought up as readily."""
SHOWN = 3
NEED_COUNTS, OFFER_COUNTS, ROLE_COUNTS, RECENT_COUNTS = 4.0, 2.0, 1.5, 2.0
INTEREST = 0.5
"""An interest met, where a need met is 1."""

Source = Literal["catalogue", "idea", "introduction", "opportunity", "offer"]

_SIZES = tuple(r.Size)
_CATEGORIES = tuple(r.Category)
_LARGEST = {"early": r.Size.SMALL, "developing": r.Size.MEDIUM, "mature": r.Size.LARGE}


class Sought(NamedTuple):
    """An open need or interest of a person, and what it speaks of."""

    need: r.Need
    matter: Matter


class Mine(NamedTuple):
    """An offer of the owner's, and what it speaks of."""

    offer: r.Offer
    matter: Matter


class Candidate(NamedTuple):
    """Something the owner could give to one person.

    `key` is stable: a row of the catalogue bears its own, others their kind and number. `number` is
    the id of the idea, offer or opportunity, of an introduction that of the other person, 0 for the
    catalogue. `stage` is the earliest one of a catalogue row; other kinds go by size.
    """

    kind: Source
    key: str
    text: str
    category: r.Category | None
    size: r.Size
    matter: Matter = Matter()
    number: int = 0
    role: r.Role | None = None
    stage: Stage = "early"
    sort: str | None = None
    """The finer kind of the category that an entry made from it will name."""


class Circumstances(NamedTuple):
    """All that decides what suits one person, as of one day.

    `sought` are their open needs, the most urgent first, then their interests; `gaps`
    hold max(0, -B) of each category and nothing where the balance is switched off;
    `recent` are the keys of what was given in the last 90 days.
    """

    stage: Stage = "early"
    unrepaired: bool = False
    paused: bool = False
    sought: tuple[Sought, ...] = ()
    gaps: Mapping[r.Category, float] = {}
    recent: Collection[str] = ()


class Fit(NamedTuple):
    """The terms of a fit, before their factors."""

    need: float
    offer: float
    role: float
    gap: float
    recent: float

    @property
    def value(self) -> float:
        """4 need + 2 offer + 1.5 role + gap - 2 recent; docs/model.md, section 11."""
        return (
            NEED_COUNTS * self.need
            + OFFER_COUNTS * self.offer
            + ROLE_COUNTS * self.role
            + self.gap
            - RECENT_COUNTS * self.recent
        )


class Suggestion(NamedTuple):
    """One candidate with its fit.

    `need` is the need or interest it meets, by `words`; `offer` the one of the owner's
    offers that fits, by `offer_words` (none where the candidate is that offer).
    """

    candidate: Candidate
    fit: Fit
    need: r.Need | None = None
    words: tuple[str, ...] = ()
    offer: r.Offer | None = None
    offer_words: tuple[str, ...] = ()


def suggest(
    candidates: Iterable[Candidate], mine: Sequence[Mine], facts: Circumstances
) -> list[Suggestion]:
    """Return the candidates that suit a person, best-fitting first; none while paused.

    Ties go to the smaller size, then to the order of the categories, then to the lower id.
    """
    if facts.paused:
        return []
    found = [weigh(one, mine, facts) for one in candidates if suits(one, facts)]
    return sorted(found, key=_place)


def suits(candidate: Candidate, facts: Circumstances) -> bool:
    """Tell whether a candidate is not too much for the stage of a relationship."""
    if facts.unrepaired and candidate.size is not r.Size.SMALL:
        return False
    if candidate.kind == "catalogue":
        return STAGES.index(facts.stage) >= STAGES.index(candidate.stage)
    return _SIZES.index(candidate.size) <= _SIZES.index(_LARGEST[facts.stage])


def weigh(candidate: Candidate, mine: Sequence[Mine], facts: Circumstances) -> Suggestion:
    """Return a candidate with the terms of its fit, and what made them."""
    sought, words = _met(candidate, facts.sought)
    offer, offer_words = _offered(candidate, sought, mine)
    category, worth = candidate.category, 0.0
    if sought is not None:
        worth = 1.0 if sought.need.seeking is r.Seeking.NEED else INTEREST
    fit = Fit(
        need=worth,
        offer=float(offer is not None),
        role=float(candidate.role is not None),
        gap=0.0 if category is None else facts.gaps.get(category, 0.0),
        recent=float(candidate.key in facts.recent),
    )
    return Suggestion(candidate, fit, sought and sought.need, words, offer, offer_words)


def gaps_of(categories: Mapping[r.Category, float]) -> dict[r.Category, float]:
    """Return max(0, -B) of each category by its index B: their lead in giving."""
    return {category: max(0.0, -index) for category, index in categories.items()}


def from_catalogue(rows: Iterable[CatalogueRow], matters: Sequence[Matter]) -> list[Candidate]:
    """Return the candidates from rows of the catalogue, with what each speaks of."""
    return [
        Candidate(
            *("catalogue", row.key, row.text, row.category, row.size, matter),
            role=row.role,
            stage=row.stage,
            sort=row.kind,
        )
        for row, matter in zip(rows, matters, strict=True)
    ]


def from_ideas(ideas: Iterable[tuple[r.Idea, Matter]]) -> list[Candidate]:
    """Return the candidates from the owner's ideas for a person, in their own sizes."""
    return [
        Candidate("idea", f"idea.{idea.id}", idea.text, idea.category, idea.size, matter, idea.id)
        for idea, matter in ideas
    ]


def from_opportunities(
    live: Iterable[tuple[r.Opportunity, Matter]], sought: Sequence[Sought]
) -> list[Candidate]:
    """Return live opportunities that meet a need or interest: passing on is small.

    One that nothing asks for would be passed on to everybody.
    """
    found = []
    for one, matter in live:
        if any(matching_words(each.matter, matter) for each in sought):
            key, text = f"opportunity.{one.id}", f"pass on: {one.text}"
            category = one.category or r.Category.OPPORTUNITIES
            found.append(
                Candidate("opportunity", key, text, category, r.Size.SMALL, matter, one.id)
            )
    return found


def from_offers(mine: Iterable[Mine], sought: Sequence[Sought], stage: Stage) -> list[Candidate]:
    """Return the offers that meet a need or interest: small in the early stage, medium later."""
    size = r.Size.SMALL if stage == "early" else r.Size.MEDIUM
    return [
        Candidate("offer", f"offer.{offer.id}", offer.text, offer.category, size, matter, offer.id)
        for offer, matter in mine
        if any(matching_words(one.matter, matter) for one in sought)
    ]


def from_specialities(
    others: Iterable[tuple[int, str, str, Matter]], sought: Sequence[Sought]
) -> list[Candidate]:
    """Return the introductions that would meet a need; `others` are (id, name, speciality, ...).

    One for each of the others, by the first of their specialities that meets a need; what is only
    of interest is no reason to take two people's time. Both are asked first.
    """
    needs = [one for one in sought if one.need.seeking is r.Seeking.NEED]
    found: dict[int, Candidate] = {}
    for number, name, speciality, matter in others:
        if number not in found and any(matching_words(one.matter, matter) for one in needs):
            key, text = f"introduction.{number}", f"introduce {name} ({speciality}); ask both first"
            category = r.Category.INTRODUCTIONS
            found[number] = Candidate(
                "introduction", key, text, category, r.Size.MEDIUM, matter, number
            )
    return list(found.values())


def _met(candidate: Candidate, sought: Sequence[Sought]) -> tuple[Sought | None, tuple[str, ...]]:
    """Return the first that a candidate meets: needs stand before interests."""
    for one in sought:
        words = matching_words(one.matter, candidate.matter)
        if words:
            return one, words
    return None, ()


def _offered(
    candidate: Candidate, sought: Sought | None, mine: Sequence[Mine]
) -> tuple[r.Offer | None, tuple[str, ...]]:
    """Return the offer a candidate is, or one for the same need or the same matter."""
    if candidate.kind == "offer":
        return next(one.offer for one in mine if one.offer.id == candidate.number), ()
    theirs = () if sought is None else (sought.matter,)
    for matter in (*theirs, candidate.matter):
        for one in mine:
            words = matching_words(matter, one.matter)
            if words:
                return one.offer, words
    return None, ()


def _place(one: Suggestion) -> tuple[float, int, int, int]:
    candidate = one.candidate
    category = len(_CATEGORIES)
    if candidate.category is not None:
        category = _CATEGORIES.index(candidate.category)
    return -settled(one.fit.value), _SIZES.index(candidate.size), category, candidate.number


class Step(NamedTuple):
    """One thing to do first; `record_id`: the incident, promise, get or ask."""

    what: Literal["repair", "promise", "thanks", "report", "question"]
    text: str
    record_id: int | None = None


class Suggested(NamedTuple):
    """What suits one person: all suggestions, best first, and what they rest on.

    `sought` are their open needs and interests; `question` is empty while a fresh one
    is known, and `repair` while nothing by the owner is to be mended.
    """

    person: r.Person
    stage: Stage
    found: Sequence[Suggestion]
    sought: Sequence[r.Need] = ()
    question: str = ""
    repair: str = ""
    steps: tuple[Step, ...] = ()


def first_steps(
    touch: Touch, incidents: Iterable[r.Incident], question: str, today: date
) -> tuple[Step, ...]:
    """Return what comes first with a person."""
    steps = [_repair(one, today) for one in incidents if _is_mine(one, today)]
    for one in touch.promises:
        if one.by is r.By.ME and overdue_in_silence(one, today):
            due_on = one.due_on or today
            said = f"your promise, due {short_day(due_on, today)}: {one.what}"
            what_to_do = keep_a_promise(due_on, False, today)
            steps.append(Step("promise", f"{said}; {what_to_do}", one.id))
    steps += [
        Step("thanks", say_thanks(reason), reason.record_id)
        for reason in thanks_due_reasons(touch.thanks, today)
    ]
    if touch.report is not None:
        steps.append(_report(touch.report, today))
    if question:
        steps.append(Step("question", f"ask: {question}"))
    return tuple(steps)


def repair_words(incidents: Iterable[r.Incident], today: date) -> str:
    """Return what the owner has to mend first, in words; empty for nothing."""
    return next((_repair(one, today).text for one in incidents if _is_mine(one, today)), "")


class Noted(NamedTuple):
    """The note of a contact, and its day."""

    on: date
    text: str


def next_give(suggested: Suggested, step: str, note: Noted | None, today: date) -> str:
    """Return a next step of the due list, made particular where it is general.

    What the owner has to mend goes first, then a give that meets a need or that the owner planned,
    then a need that nothing meets, then the last note of a contact. What could be said to anybody
    is no step.
    """
    if step not in GENERIC:
        return step
    if suggested.repair:
        return suggested.repair
    for one in suggested.found[:1]:
        if one.need is not None:
            return f"{one.candidate.text}: {looks_for(one.need)}"
        if one.candidate.kind == "idea":
            return one.candidate.text
    for need in suggested.sought[:1]:
        if need.seeking is r.Seeking.NEED:
            return f"{looks_for(need)}; ask how it stands"
    if note is None:
        return step
    said = " ".join(note.text.split())
    short = said if len(said) <= NOTE_SHOWN else f"{said[: NOTE_SHOWN - 1].rstrip()}…"
    return f"ask how it went: “{short}”, {short_day(note.on, today)}"


def looks_for(need: r.Need) -> str:
    """Return "they look for a Rust reviewer"; of an interest, that they take one."""
    verb = "look for" if need.seeking is r.Seeking.NEED else "take an interest in"
    return f"they {verb} {need.text}"


def _is_mine(incident: r.Incident, today: date) -> bool:
    return incident.by is r.By.ME and is_unrepaired(incident, today)


def _repair(incident: r.Incident, today: date) -> Step:
    text = f"mend what went wrong on {short_day(incident.on, today)}: {incident.what}"
    return Step("repair", text, incident.id)


def _report(one: WordBack, today: date) -> Step:
    about = f" {one.words}" if one.other else f": {one.text}" if one.text else ""
    text = f"tell them what became of their introduction{about} ({short_day(one.on, today)})"
    return Step("report", text, one.record_id)
