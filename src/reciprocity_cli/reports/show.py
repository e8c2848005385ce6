"""What to read before you meet somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.domain import asks, needs, records
from reciprocity_cli.domain.balance import YEAR_DAYS
from reciprocity_cli.domain.dates import short_age, short_day
from reciprocity_cli.domain.introductions import is_planned
from reciprocity_cli.domain.phase import is_unrepaired, strength_words
from reciprocity_cli.domain.promises import is_open
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.rhythm import contact_days
from reciprocity_cli.reports import body
from reciprocity_cli.reports.balance import GROUP_WORDS, READING_WORDS, action, balance_fields
from reciprocity_cli.reports.due import due_fields, reason_words
from reciprocity_cli.reports.explain import Facts, person_facts
from reciprocity_cli.reports.history import what_passed
from reciprocity_cli.reports.intro import state_words
from reciprocity_cli.reports.phase import phase_fields, since_words
from reciprocity_cli.reports.report import Asked, Fields, Report
from reciprocity_cli.reports.words import counted, days_ago, near_day, titled
from reciprocity_cli.store import evidence
from reciprocity_cli.store.entries import Entry, entries
from reciprocity_cli.store.evidence import Dossier
from reciprocity_cli.store.filters import PeopleChosen
from reciprocity_cli.store.people import people_by_id

TIMELINE_ROWS = 5
"""Entries before the last contacts that the dossier shows; `--all` shows every one."""

CONTACTS_SHOWN = 3
"""The last contacts, with which the dossier begins, each in one line with its note."""

MONTHS_SHOWN = 12
_SIGN_WORDS = {
    "reached-out": "reached out",
    "asked-advice": "asked your advice",
    "introduced-me": "introduced you",
    "spoke-well": "spoke well of you",
    "invested-more": "invested more",
}


class Shown(NamedTuple):
    """All that the dossier is made of; `entries` are the newest first.

    `planned` are introductions of the person on their way, `introduced` those made in
    which they are one of three, and `names` those of everybody in them.
    """

    facts: Facts
    held: Dossier
    contact_days: Sequence[date]
    entries: Sequence[Entry]
    met_through: str = ""
    planned: Sequence[records.Introduction] = ()
    introduced: Sequence[records.Exchange] = ()
    names: Mapping[int, str] = {}


def dossier_view(asked: Asked, person_id: int, *, show_all: bool = False) -> Report:
    """Return the dossier of one person."""
    sql, today = asked.sql, asked.today
    held = evidence.dossier(sql, person_id)
    rows, _ = entries(sql, Query(), PeopleChosen((person_id,)), today)
    through = held.person.met_through_id
    planned = [
        one for one in evidence.introductions_of(sql, person_id, today) if is_planned(one, today)
    ]
    introduced = evidence.made_with(sql, person_id, today)
    named = {number for one in planned for number in (one.person_id, one.other_person_id)}
    for made in introduced:
        named |= {made.person_id, made.other_person_id or made.person_id}
    shown = Shown(
        facts=person_facts(asked, held),
        held=held,
        contact_days=sorted(contact_days(held.interactions, held.exchanges, today)),
        entries=rows,
        met_through="" if through is None else people_by_id(sql, [through])[0].name,
        planned=planned,
        introduced=introduced,
        names={one.id: one.name for one in people_by_id(sql, sorted(named))},
    )
    return dossier_report(shown, today=today, show_all=show_all)


def full_dossier_view(asked: Asked, person_id: int) -> Report:
    """Return one person's dossier with every entry, and the card of what is known."""
    from reciprocity_cli.reports.people import card_view

    report = dossier_view(asked, person_id, show_all=True)
    card = card_view(asked, person_id)
    details = [
        part._replace(heading="Details") for part in card.body if isinstance(part, body.Section)
    ]
    at = sum(isinstance(part, body.Section) for part in report.body)
    return report._replace(body=(*report.body[:at], *details, *report.body[at:]))


def dossier_report(shown: Shown, *, today: date, show_all: bool = False) -> Report:
    """Return the dossier of one person; lines without anything to say are left out."""
    last, earlier = _contacts(shown.entries)
    lines = [("Last", [line for contact in last for line in _met_lines(contact, today)])]
    lines += [(label, cells) for label, cells in _lines(shown, today) if cells]
    rows = [
        body.Row((body.dim("" if at else label), cell))
        for label, cells in lines
        for at, cell in enumerate(cells)
    ]
    rows += _timeline(earlier, today, show_all)
    rows += [body.Row((body.dim("Balance"), _balance(shown.facts, today)))]
    fields, question = _fields(shown, today), _question(shown, today)
    return Report(
        name="show",
        title=_title(shown.facts, today),
        fields=tuple(fields),
        rows=[fields],
        columns=(body.Column(), body.Column(wrap=True)),
        body=(
            body.Section("", rows),
            *([body.Paragraph(f"You could ask: {question}")] if question else ()),
            *body.paragraphs(shown.held.person.notes),
        ),
    )


def _title(facts: Facts, today: date) -> str:
    person, phase = facts.tie.person, facts.phase
    furthest = "" if phase.reached is phase.phase else f" (reached {phase.reached.word})"
    return titled(
        person.name,
        ", ".join(person.roles),
        person.organisation,
        f"{since_words(phase, today)}{furthest}",
        "archived" if person.archived else "",
    )


def _lines(shown: Shown, today: date) -> list[tuple[str, list[body.Cell]]]:
    person = shown.held.person
    given = {exchange.idea_id for exchange in shown.held.exchanges if exchange.on <= today}
    signs = [_SIGN_WORDS[sign] for sign in shown.facts.strength_signs]
    signs.append(strength_words(shown.facts.strength_signs))
    return [
        ("Rhythm", [_rhythm(shown, today)]),
        ("Looks for", _joined(_sought(shown.held.needs, records.Seeking.NEED, today))),
        ("Interests", _joined(_sought(shown.held.needs, records.Seeking.INTEREST, today))),
        ("Offers", _joined(person.specialities)),
        ("Why", _joined([person.why])),
        ("Met", _met(shown, today)),
        ("Introduced", _introduced(shown, today)),
        ("Open", _open(shown, today)),
        ("Ideas", _joined(idea.text for idea in shown.held.ideas if idea.id not in given)),
        ("Signs", _joined(signs) if shown.held.signals else []),
    ]


def _question(shown: Shown, today: date) -> str:
    """Return the question of this week, where nothing fresh is known of what they look for."""
    from reciprocity_cli.domain.suggest import question_for

    person = shown.held.person
    resting = person.paused or person.archived
    return "" if resting else question_for(person.id, shown.held.needs, today)


def _met(shown: Shown, today: date) -> list[body.Cell]:
    """Through whom the owner met the person: as their card says, and as was logged."""
    parts = [f"through {shown.met_through}" if shown.met_through else ""]
    parts += [
        f"introduced by {shown.names[one.person_id]} ({short_day(one.on, today)})"
        for one in shown.introduced
        if one.direction is records.Direction.GOT and one.other_person_id == shown.held.person.id
    ]
    return _joined(parts)


def _introduced(shown: Shown, today: date) -> list[body.Cell]:
    """Whom the person introduced the owner to, and whom the owner them to."""
    here = shown.held.person.id
    parts = []
    for one in shown.introduced:
        other = one.person_id if one.other_person_id == here else one.other_person_id
        if other is None:
            continue
        said = f"{shown.names[other]} ({short_day(one.on, today)})"
        if one.direction is records.Direction.GAVE:
            parts.append(f"by you to {said}")
        elif one.person_id == here:
            parts.append(f"you to {said}")
    return _joined(parts)


def _joined(texts: Iterable[str]) -> list[body.Cell]:
    said = " · ".join(text for text in texts if text)
    return [said] if said else []


def _rhythm(shown: Shown, today: date) -> str:
    row = shown.facts.due
    days = [day for day in shown.contact_days if (today - day).days < YEAR_DAYS]
    parts = [counted(len(days), "contact day", "contact days") if days else "no contact"]
    if row.cadence is not None:
        parts.append(f"every {row.cadence}")
    if row.due_on is not None:
        late = row.due_on < today
        parts.append(
            f"{short_age((today - row.due_on).days)} over"
            if late
            else f"next due {near_day(row.due_on, today)}"
        )
    if shown.held.person.paused:
        parts.append("paused")
    return f"{body.sparkline(_monthly(shown.contact_days, today))}  12 months: {', '.join(parts)}"


def _monthly(days: Iterable[date], today: date) -> list[int]:
    """Count contact days in each of the last 12 months, this month last."""
    counts = [0] * MONTHS_SHOWN
    for day in days:
        ago = (today.year - day.year) * 12 + today.month - day.month
        if 0 <= ago < MONTHS_SHOWN:
            counts[MONTHS_SHOWN - 1 - ago] += 1
    return counts


def _sought(noted: Iterable[records.Need], seeking: records.Seeking, today: date) -> list[str]:
    return [
        f"{need.text} ({_urgency(need)}{days_ago((today - need.noted_on).days)})"
        for need in reversed(list(noted))
        if need.seeking is seeking and needs.is_open(need, today)
    ]


def _urgency(need: records.Need) -> str:
    return "" if need.urgency is records.Urgency.NORMAL else f"{need.urgency}, "


def _open(shown: Shown, today: date) -> list[body.Cell]:
    held = shown.held
    lines: list[body.Cell] = []
    for promise in held.promises:
        if is_open(promise, today):
            whose = "your promise" if promise.by is records.By.ME else "promised to you"
            due = f", due {near_day(promise.due_on, today)}" if promise.due_on else ""
            lines.append(f"{whose}: {promise.what}{due}")
    for ask in held.asks:
        if asks.is_open(ask, today):
            lines.append(_asked(ask, today))
    lines += [
        reason_words(reason, today)
        for reason in shown.facts.due.reasons
        if reason.kind in ("thanks", "birthday", "report")
    ]
    for one in shown.planned:
        other = one.other_person_id if one.person_id == held.person.id else one.person_id
        state = state_words(one, today)
        lines.append(f"introduction to {shown.names[other]}: {state} (#{one.id})")
    for incident in held.incidents:
        if is_unrepaired(incident, today):
            by = "you" if incident.by is records.By.ME else "they"
            lines.append(f"to be mended ({by}): {incident.what}")
    return lines


def _asked(ask: records.Ask, today: date) -> str:
    said = f"you asked: {ask.what} ({short_day(ask.asked_on, today)})"
    if ask.respond_by is None:
        return said
    if asks.past_its_day(ask, today):
        return f"{said}, no answer by {near_day(ask.respond_by, today)}: {asks.REMIND}"
    return f"{said}, answer by {near_day(ask.respond_by, today)}"


def _contacts(entries: Sequence[Entry]) -> tuple[list[list[Entry]], list[Entry]]:
    """Return the entries of the last contacts, one list each, and all that are earlier."""
    groups: dict[object, list[Entry]] = {}
    for entry in entries:
        contact = entry.id if entry.direction is None else entry.contact_id
        # What passed outside of a contact is of its day.
        groups.setdefault(entry.on if contact is None else contact, []).append(entry)
    contacts = list(groups.values())
    earlier = [entry for contact in contacts[CONTACTS_SHOWN:] for entry in contact]
    return contacts[:CONTACTS_SHOWN], earlier


def _met_lines(contact: Sequence[Entry], today: date) -> list[body.Cell]:
    """Return the note of a contact on a line of its own, and what passed on the next."""
    when = body.dim(_when(contact[0], today))
    noted = [entry for entry in contact if entry.direction is None and entry.note]
    passed = [entry for entry in reversed(contact) if entry.direction is not None]
    lines = [tuple(body.spans_of(what_passed(entry))) for entry in noted]
    if passed:
        said = [
            (body.Span("; " if at else ""), *body.spans_of(what_passed(entry)))
            for at, entry in enumerate(passed)
        ]
        lines.append(tuple(span for spans in said for span in spans if span.text))
    lines = lines or [(body.dim("contact"),)]
    blank = body.dim(" " * len(when.text))
    return [(blank if at else when, *line) for at, line in enumerate(lines)]


def _when(entry: Entry, today: date) -> str:
    return f"{short_day(entry.on, today):<11}  {entry.via or '':<8} "


def _timeline(entries: Sequence[Entry], today: date, show_all: bool) -> list[body.Row]:
    kept = entries if show_all else entries[:TIMELINE_ROWS]
    rows = []
    for at, entry in enumerate(kept):
        cell = (body.dim(_when(entry, today)), *body.spans_of(what_passed(entry)))
        rows.append(body.Row((body.dim("" if at else "Before"), cell)))
    if len(kept) < len(entries):
        rows.append(body.Row(("", body.dim(f"and {len(entries) - len(kept)} more (--all)"))))
    return rows


def _balance(facts: Facts, today: date) -> str:
    standing = facts.tie.standing
    if standing.group is None:
        return "switched off for this person"
    counts = standing.balance
    year = f"gave {counts.gave_count_year}, got {counts.got_count_year} in 12 months"
    todo = action(facts.tie, today)
    words = todo or READING_WORDS[standing.reading]
    heading = GROUP_WORDS[standing.group].removeprefix("Lopsided: ")
    if standing.flagged and heading not in words:
        words = f"{heading}: {words}"
    return f"{words} ({year})"


need_fields = Fields("id text kind=seeking")
introduction_fields = Fields(
    "id date=on direction person_id name other_id=other_person_id other_name reported_on",
    name=lambda one, names: names[one.person_id],
    other_name=lambda one, names: names.get(one.other_person_id or 0),
)
line_fields = Fields(
    "id date=on direction note outcome",
    outcome=lambda entry: None if entry.direction is None else entry.outcome,
)


def _fields(shown: Shown, today: date) -> dict[str, Any]:
    facts, held = shown.facts, shown.held
    return {
        **balance_fields(facts.tie, action(facts.tie, today)),
        **due_fields(facts.due, today),
        **phase_fields(facts.phase),
        "organisation": held.person.organisation,
        "contact_days": list(shown.contact_days),
        "needs": [need_fields(need) for need in held.needs if needs.is_open(need, today)],
        "open": [body.plain_text(line) for line in _open(shown, today)],
        "introductions": [introduction_fields(one, shown.names) for one in shown.introduced],
        "strength_signs": list(facts.strength_signs),
        "timeline": [line_fields(entry) for entry in shown.entries],
    }
