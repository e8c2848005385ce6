"""The suggestions: what to do first with a person, then three gives, each with its reason.

Source: docs/model.md, section 11; docs/commands.md, "JSON fields".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from reciprocity_cli.domain.dates import long_day
from reciprocity_cli.domain.suggest import (
    FRESH_DAYS,
    NEED_COUNTS,
    OFFER_COUNTS,
    RECENT_COUNTS,
    ROLE_COUNTS,
    SHOWN,
    Suggested,
    Suggestion,
    looks_for,
)
from reciprocity_cli.reports.arithmetic import Step, plain_number
from reciprocity_cli.reports.report import Column, Paragraph, Report, Row, Section, Span
from reciprocity_cli.reports.wording import (
    NOTHING_FITS,
    counted,
    people_counted,
    shown_names,
    titled,
)

FIELDS = (
    "id",
    "name",
    "fit",
    "text",
    "category",
    "size",
    "reason",
    "need_id",
    "number",
    "kind",
    "key",
)
_COLUMNS = (Column(align="right"), Column(wrap=True), Column(drop=1))


def suggest_report(
    found: Sequence[Suggested], *, today: date, alone: bool = False, chosen: str = ""
) -> Report:
    """Return what suits each person; `alone` where it was asked for one of them.

    `chosen` says by which query they were chosen; without one they are those due this week.
    """
    names = shown_names(one.person for one in found)
    told = [one for one in found if one.steps or one.found]
    return Report(
        name="suggest",
        title=_title(found, today, alone, chosen),
        fields=FIELDS,
        rows=[
            suggestion_fields(one, number, suggestion)
            for one in told
            for number, suggestion in shown(one)
        ],
        beside={"first": [_step_fields(one, at) for one in told for at in range(len(one.steps))]},
        columns=_COLUMNS,
        body=[part for one in told for part in _parts(one, names[one.person.id], alone)],
        empty="" if told else _nothing(found, alone, chosen),
    )


def shown(one: Suggested) -> list[tuple[int, Suggestion]]:
    """Return the suggestions that are shown, with the numbers by which they are taken up."""
    return list(enumerate(one.found[:SHOWN], 1))


def suggestion_fields(one: Suggested, number: int, suggestion: Suggestion) -> dict[str, Any]:
    """Return the public fields of one suggestion; `fit` is the sum of section 11."""
    candidate = suggestion.candidate
    return {
        "id": one.person.id,
        "name": one.person.name,
        "fit": suggestion.fit.value,
        "text": candidate.text,
        "category": candidate.category,
        "size": candidate.size,
        "reason": reason_words(suggestion),
        "need_id": suggestion.need and suggestion.need.id,
        "number": number,
        "kind": candidate.kind,
        "key": candidate.key,
    }


def reason_words(suggestion: Suggestion) -> str:
    """Return why something is suggested, each match with the words that made it."""
    candidate, fit = suggestion.candidate, suggestion.fit
    parts = []
    if suggestion.need is not None:
        parts.append(looks_for(suggestion.need))
    if suggestion.offer is not None:
        what = "it" if candidate.kind == "offer" else suggestion.offer.text
        parts.append(f"you offer {what}")
    words = dict.fromkeys((*suggestion.words, *suggestion.offer_words))
    if words:
        parts.append(f"words: {', '.join(words)}")
    if candidate.kind == "idea":
        parts.append("your own idea")
    if candidate.role is not None:
        parts.append(f"suits a {candidate.role}")
    if fit.gap > 0 and candidate.category is not None:
        parts.append(f"more came from them in {candidate.category}")
    if fit.recent:
        parts.append("given in the last 90 days")
    return "; ".join(parts) or "suits anyone"


def _step_fields(one: Suggested, at: int) -> dict[str, Any]:
    step = one.steps[at]
    fields = {"id": one.person.id, "name": one.person.name, "what": step.what}
    return {**fields, "text": step.text, "record_id": step.record_id}


def _title(found: Sequence[Suggested], today: date, alone: bool, chosen: str) -> str:
    if alone and found:
        [one] = found
        roles = ", ".join(one.person.roles)
        return titled("Suggestions", one.person.name, roles, f"{one.stage} stage", long_day(today))
    count = people_counted(len(found))
    which = count if chosen else f"{count} due this week"
    return titled("Suggestions", which, long_day(today), chosen)


def _parts(one: Suggested, name: str, alone: bool) -> list[Section | Paragraph]:
    gives = [_row(number, suggestion) for number, suggestion in shown(one)]
    if not alone:
        first = [Row(("", f"→ {step.text}", "")) for step in one.steps]
        return [Section(name, [*first, *gives])]
    parts: list[Section | Paragraph] = []
    if one.steps:
        parts.append(Paragraph(Span("First", "heading")))
        parts += [Paragraph(f"     → {step.text}", apart=False) for step in one.steps]
    if gives:
        parts.append(Section("You could", gives))
        log = f"recip suggest {one.person.handle} --log 1"
        parts.append(Paragraph(Span(f"Done one of them? {log} writes it down.", "dim")))
    return parts


def _row(number: int, suggestion: Suggestion) -> Row:
    candidate = suggestion.candidate
    size = f"{candidate.category}, {candidate.size}" if candidate.category else str(candidate.size)
    why = Span(reason_words(suggestion), "dim")
    return Row((Span(str(number), "dim"), candidate.text, Span(size, "dim")), (why,))


def _nothing(found: Sequence[Suggested], alone: bool, chosen: str) -> str:
    if alone and found and found[0].person.paused:
        return f"{found[0].person.name} is paused: nothing is suggested"
    if found:
        return "nothing to suggest"
    return NOTHING_FITS if chosen else "nobody is due this week"


def suggestion_steps(one: Suggested, today: date) -> list[Step]:
    """Spell out the fit of each suggestion that is shown, what comes first, and what is known."""
    steps = [Step("known", _known_words(one, today))]
    steps += [Step("" if at else "first", step.text) for at, step in enumerate(one.steps)]
    if one.person.paused:
        return [*steps, Step("suggestions", "none while paused")]
    suiting = counted(len(one.found), "give")
    steps.append(Step("suggestions", f"{suiting} suited to the {one.stage} stage"))
    for number, suggestion in shown(one):
        steps.append(
            Step(f"{number}, fit", f"{fit_words(suggestion)}, {suggestion.candidate.text}")
        )
        steps.append(Step("", reason_words(suggestion)))
    return steps


def fit_words(suggestion: Suggestion) -> str:
    """Return the arithmetic of a fit: "4 × 1 need + 2 × 1 offer ... = 6.25"."""
    fit = suggestion.fit
    category = suggestion.candidate.category
    gap = f"{plain_number(fit.gap)} gap" + (f" in {category}" if category else "")
    return (
        f"{NEED_COUNTS:g} × {fit.need:g} need + {OFFER_COUNTS:g} × {fit.offer:g} offer"
        f" + {ROLE_COUNTS:g} × {fit.role:g} role + {gap}"
        f" - {RECENT_COUNTS:g} × {fit.recent:g} recent = {plain_number(fit.value)}"
    )


def _known_words(one: Suggested, today: date) -> str:
    rule = f"fresh is below {FRESH_DAYS} days"
    if not one.sought:
        return f"no open need or interest; {rule}"
    ages = ", ".join(
        f"#{need.id} noted {counted((today - need.noted_on).days, 'day')} ago"
        for need in one.sought
    )
    return f"{ages}; {rule}"
