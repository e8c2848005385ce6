"""What you could give somebody next, with its reasons; docs/model.md, section 11."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from reciprocity_cli.domain import suggest as rules
from reciprocity_cli.domain.catalogue import CatalogueRow, rows_for
from reciprocity_cli.domain.dates import long_day
from reciprocity_cli.domain.introductions import Pair, pair_of
from reciprocity_cli.domain.needs import Matter, matters_by_list, tagged, untagged
from reciprocity_cli.domain.phase import stage, unrepaired
from reciprocity_cli.domain.records import Expect, Idea, Opportunity, Person, Role, Seeking
from reciprocity_cli.reports import words
from reciprocity_cli.reports.body import Body, Column, Figure, Paragraph, Row, Section, Span, dim
from reciprocity_cli.reports.lists import who_is_due
from reciprocity_cli.reports.report import Asked, Fields, Report
from reciprocity_cli.store import people as reads
from reciprocity_cli.store import records
from reciprocity_cli.store.evidence import settled_pairs
from reciprocity_cli.store.sums import category_indexes
from reciprocity_cli.store.touches import touches_of

suggestion_fields = Fields(
    "id name fit=fit.value text=candidate.text category=candidate.category"
    " size=candidate.size reason need_id number kind=candidate.kind key=candidate.key",
    id=lambda _, one, _number: one.person.id,
    name=lambda _, one, _number: one.person.name,
    reason=lambda suggestion, *_: reason_words(suggestion),
    need_id=lambda suggestion, *_: suggestion.need and suggestion.need.id,
    number=lambda _, _one, number: number,
)
"""Whom it is for and its number are handed on with a suggestion."""
step_fields = Fields(
    "id name what text record_id",
    id=lambda _, one: one.person.id,
    name=lambda _, one: one.person.name,
)
_COLUMNS = (Column(align="right"), Column(wrap=True), Column(drop=1))


def suggest_view(asked: Asked, person_id: int | None = None) -> Report:
    """Return suggestions for a person, for those a query chooses, or for who is due this week."""
    if person_id is not None:
        people = reads.people_by_id(asked.sql, [person_id])
    elif asked.query.text or asked.query.period:
        people = asked.people(archived=False)
    else:
        people = [row.person for row in who_is_due(asked).rows]
    return suggest_report(
        suggested(asked, people, steps=True),
        today=asked.today,
        alone=person_id is not None,
        chosen=words.chosen_words(asked.query, asked.today),
    )


def suggest_report(
    found: Sequence[rules.Suggested], *, today: date, alone: bool = False, chosen: str = ""
) -> Report:
    """Return what suits each person; `alone` where it was asked for one of them.

    `chosen` says by which query they were chosen; without one they are those due this week.
    """
    names = words.shown_names(one.person for one in found)
    told = [one for one in found if one.steps or one.found]
    return Report(
        name="suggest",
        title=_title(found, today, alone, chosen),
        fields=suggestion_fields.names,
        rows=[
            suggestion_fields(suggestion, one, number)
            for one in told
            for number, suggestion in shown(one)
        ],
        beside={"first": [step_fields(step, one) for one in told for step in one.steps]},
        columns=_COLUMNS,
        body=[part for one in told for part in _parts(one, names[one.person.id], alone)],
        empty="" if told else _nothing(found, alone, chosen),
    )


def shown(one: rules.Suggested) -> list[tuple[int, rules.Suggestion]]:
    """Return the suggestions shown, with the numbers by which they are taken up."""
    return list(enumerate(one.found[: rules.SHOWN], 1))


def reason_words(suggestion: rules.Suggestion) -> str:
    """Return why something is suggested, each match with the words that made it."""
    candidate, fit = suggestion.candidate, suggestion.fit
    parts = []
    if suggestion.need is not None:
        parts.append(rules.looks_for(suggestion.need))
    if suggestion.offer is not None:
        what = "it" if candidate.kind == "offer" else suggestion.offer.text
        parts.append(f"you offer {what}")
    matched = dict.fromkeys((*suggestion.words, *suggestion.offer_words))
    if matched:
        parts.append(f"words: {', '.join(matched)}")
    if candidate.kind == "idea":
        parts.append("your own idea")
    if candidate.role is not None:
        parts.append(f"suits a {candidate.role}")
    if fit.gap > 0 and candidate.category is not None:
        parts.append(f"more came from them in {candidate.category}")
    if fit.recent:
        parts.append("given in the last 90 days")
    return "; ".join(parts) or "suits anyone"


def _title(found: Sequence[rules.Suggested], today: date, alone: bool, chosen: str) -> str:
    if alone and found:
        [one] = found
        roles = ", ".join(one.person.roles)
        return words.titled(
            "Suggestions", one.person.name, roles, f"{one.stage} stage", long_day(today)
        )
    count = words.people_counted(len(found))
    which = count if chosen else f"{count} due this week"
    return words.titled("Suggestions", which, long_day(today), chosen)


def _parts(one: rules.Suggested, name: str, alone: bool) -> Body:
    gives = [_row(number, suggestion) for number, suggestion in shown(one)]
    if not alone:
        first = [Row(("", f"→ {step.text}", "")) for step in one.steps]
        return [Section(name, [*first, *gives])]
    parts: Body = []
    if one.steps:
        parts.append(Paragraph(Span("First", "heading")))
        parts += [Paragraph(f"     → {step.text}", apart=False) for step in one.steps]
    if gives:
        parts.append(Section("You could", gives))
        log = f"recip suggest {one.person.handle} --log 1"
        parts.append(Paragraph(dim(f"Done one of them? {log} writes it down.")))
    return parts


def _row(number: int, suggestion: rules.Suggestion) -> Row:
    candidate = suggestion.candidate
    size = f"{candidate.category}, {candidate.size}" if candidate.category else str(candidate.size)
    why = dim(reason_words(suggestion))
    return Row((dim(str(number)), candidate.text, dim(size)), (why,))


def _nothing(found: Sequence[rules.Suggested], alone: bool, chosen: str) -> str:
    if alone and found and found[0].person.paused:
        return f"{found[0].person.name} is paused: nothing is suggested"
    if found:
        return "nothing to suggest"
    return words.NOTHING_FITS if chosen else "nobody is due this week"


def suggestion_steps(one: rules.Suggested, today: date) -> list[Figure]:
    """Spell out the fit of each suggestion shown, what comes first, what is known."""
    steps = [Figure("known", _known_words(one, today))]
    steps += [Figure("" if at else "first", step.text) for at, step in enumerate(one.steps)]
    if one.person.paused:
        return [*steps, Figure("suggestions", "none while paused")]
    suiting = words.counted(len(one.found), "give")
    steps.append(Figure("suggestions", f"{suiting} suited to the {one.stage} stage"))
    for number, suggestion in shown(one):
        fit = f"{fit_words(suggestion)}, {suggestion.candidate.text}"
        steps.append(Figure(f"{number}, fit", fit))
        steps.append(Figure("", reason_words(suggestion)))
    return steps


def fit_words(suggestion: rules.Suggestion) -> str:
    """Return the arithmetic of a fit: "4 × 1 need + 2 × 1 offer ... = 6.25"."""
    fit = suggestion.fit
    category = suggestion.candidate.category
    gap = f"{words.plain_number(fit.gap)} gap" + (f" in {category}" if category else "")
    return (
        f"{rules.NEED_COUNTS:g} × {fit.need:g} need + {rules.OFFER_COUNTS:g} × {fit.offer:g} offer"
        f" + {rules.ROLE_COUNTS:g} × {fit.role:g} role + {gap}"
        f" - {rules.RECENT_COUNTS:g} × {fit.recent:g} recent = {words.plain_number(fit.value)}"
    )


def _known_words(one: rules.Suggested, today: date) -> str:
    rule = f"fresh is below {rules.FRESH_DAYS} days"
    if not one.sought:
        return f"no open need or interest; {rule}"
    ages = ", ".join(
        f"#{need.id} noted {words.counted((today - need.noted_on).days, 'day')} ago"
        for need in one.sought
    )
    return f"{ages}; {rule}"


_One = TypeVar("_One")


class _Shelf(NamedTuple):
    """What is at hand for whoever is looked at, with what each speaks of; read once."""

    mine: list[rules.Mine]
    opportunities: list[tuple[Opportunity, Matter]]
    specialities: list[tuple[int, str, str, Matter]]
    settled: set[Pair]
    sought: dict[int, list[rules.Sought]]
    ideas: dict[int, list[tuple[Idea, Matter]]]
    about: Mapping[str, Matter]
    """What each row of the catalogue speaks of, by key."""


def suggested(
    asked: Asked, people: Sequence[Person], *, steps: bool = False
) -> list[rules.Suggested]:
    """Return what suits each of these people; with `steps` also what comes before."""
    if not people:
        return []
    sql, today, half_life = asked.sql, asked.today, asked.settings.half_life
    broken = _grouped((one.person_id, one) for one in records.incidents(sql, today))
    shelf = _shelf(asked, people)
    moves = reads.phases(sql, today)
    indexes = category_indexes(sql, [person.id for person in people], today, half_life)
    recent = records.given_lately(sql, today - timedelta(days=rules.RECENT_DAYS - 1), today)
    found = []
    for person in people:
        number = person.id
        mending = unrepaired(broken.get(number, ()), today)
        reached = moves[number][1] if number in moves else person.start_phase
        facts = rules.Circumstances(
            stage=stage(reached, mending),
            unrepaired=bool(mending),
            paused=person.paused,
            sought=tuple(shelf.sought.get(number, ())),
            gaps={} if person.expect is Expect.OFF else rules.gaps_of(indexes.get(number, {})),
            recent=recent.get(number, ()),
        )
        needs = tuple(one.need for one in facts.sought)
        question = "" if person.paused else rules.question_for(number, needs, today)
        gives = rules.suggest(_candidates(asked, person, facts, shelf), shelf.mine, facts)
        repair = rules.repair_words(broken.get(number, ()), today)
        found.append(rules.Suggested(person, facts.stage, gives, needs, question, repair))
    if not steps:
        return found
    return [
        one._replace(
            steps=rules.first_steps(touch, broken.get(one.person.id, ()), one.question, today)
        )
        for one, touch in zip(found, touches_of(sql, people, today), strict=True)
    ]


def _candidates(
    asked: Asked, person: Person, facts: rules.Circumstances, shelf: _Shelf
) -> list[rules.Candidate]:
    others = [
        other
        for other in shelf.specialities
        if other[0] != person.id and pair_of(person.id, other[0]) not in shelf.settled
    ]
    rows = _catalogue(asked, person.roles)
    return [
        *rules.from_catalogue(rows, [shelf.about.get(row.key, Matter()) for row in rows]),
        *rules.from_ideas(shelf.ideas.get(person.id, ())),
        *rules.from_specialities(others, facts.sought),
        *rules.from_opportunities(shelf.opportunities, facts.sought),
        *rules.from_offers(shelf.mine, facts.sought, facts.stage),
    ]


def _catalogue(asked: Asked, roles: Collection[Role]) -> list[CatalogueRow]:
    return rows_for(roles, asked.settings.catalogue_off, asked.settings.catalogue_add)


def _shelf(asked: Asked, people: Sequence[Person]) -> _Shelf:
    """Read everything at hand, and find what it speaks of in one go, if there is anything to match.

    Without a need, an interest or an offer nothing can match, and no word is looked at.
    """
    sql, today = asked.sql, asked.today
    ids = {person.id for person in people}
    needs = records.open_needs_of(sql, today, ids)
    offers = records.offers(sql)
    live = records.live_opportunities(sql, today)
    given = records.ideas_given(sql, today)
    ideas = [one for one in records.ideas(sql) if one.person_id in ids and one.id not in given]
    looked_for = any(need.seeking is Seeking.NEED for need in needs)
    others = records.specialities(sql) if looked_for else []
    rows = _catalogue(asked, {role for person in people for role in person.roles})
    texts = (
        tagged(needs),
        tagged(offers),
        tagged(live),
        untagged(idea.text for idea in ideas),
        untagged(speciality for _, _, speciality in others),
        untagged(row.about for row in rows),
    )
    if needs or offers:
        from reciprocity_cli.store.stems import stems

        sought, mine, passing, planned, skills, about = matters_by_list(stems, *texts)
    else:
        sought, mine, passing, planned, skills, about = ([Matter()] * len(one) for one in texts)
    return _Shelf(
        mine=[rules.Mine(*pair) for pair in zip(offers, mine, strict=True)],
        opportunities=list(zip(live, passing, strict=True)),
        specialities=[(*other, own) for other, own in zip(others, skills, strict=True)],
        settled=settled_pairs(sql, ids, today) if others else set(),
        sought=_grouped(
            (need.person_id, rules.Sought(need, own))
            for need, own in zip(needs, sought, strict=True)
        ),
        ideas=_grouped(
            (idea.person_id, (idea, own)) for idea, own in zip(ideas, planned, strict=True)
        ),
        about=dict(zip((row.key for row in rows), about, strict=True)),
    )


def _grouped(pairs: Iterable[tuple[int, _One]]) -> dict[int, list[_One]]:
    found: dict[int, list[_One]] = defaultdict(list)
    for number, one in pairs:
        found[number].append(one)
    return found
