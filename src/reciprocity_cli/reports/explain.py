"""Every number about a person taken apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from reciprocity_cli.config import cadence_defaults
from reciprocity_cli.domain import records as r
from reciprocity_cli.domain import rhythm
from reciprocity_cli.domain.asks import ALWAYS, Check, Readiness, ask_facts_from_records, readiness
from reciprocity_cli.domain.balance import (
    EVEN_BELOW,
    FEWEST_OCCASIONS,
    LEAST_GROSS,
    LOPSIDED_FROM,
    PRIOR,
    YEAR_DAYS,
    Flow,
    Group,
    Reading,
    Standing,
    balance_of,
    counts_as_exchange,
    flows,
    most,
    occasions,
    standing,
)
from reciprocity_cli.domain.cadence import DAYS_WITHOUT_CADENCE, snoozed_until
from reciprocity_cli.domain.dates import long_day
from reciprocity_cli.domain.due import DueRow, due_row
from reciprocity_cli.domain.needs import most_urgent
from reciprocity_cli.domain.phase import Stage, legal_moves, stage, strength_signs, strength_words
from reciprocity_cli.domain.promises import Reliability, is_open, reliability_of
from reciprocity_cli.domain.suggest import Suggested
from reciprocity_cli.domain.touch import Touch, thanks_due
from reciprocity_cli.reports.balance import FIELDS as BALANCE_FIELDS
from reciprocity_cli.reports.balance import (
    GROUP_WORDS,
    READING_WORDS,
    Tie,
    action,
    balance_fields,
    with_offers,
)
from reciprocity_cli.reports.body import Column, Figure, Row, Section, dim
from reciprocity_cli.reports.due import due_fields, reason_words, urgency_words, with_next_gives
from reciprocity_cli.reports.phase import (
    PhaseFacts,
    dossier_evidence,
    moves_of,
    phase_facts,
    phase_fields,
)
from reciprocity_cli.reports.report import Asked, Fields, Report
from reciprocity_cli.reports.suggest import suggested, suggestion_steps
from reciprocity_cli.reports.words import counted, plain_number, signed, titled
from reciprocity_cli.store.evidence import Dossier, dossier
from reciprocity_cli.store.people import my_quiet
from reciprocity_cli.store.touches import waiting_reports


def balance_steps(standing: Standing, flows: Iterable[Flow], half_life: int | None) -> list[Figure]:
    """Spell out G, R, N, T, mutual, B and s; `half_life` in days, None: no fading."""
    balance = standing.balance
    gave, got = plain_number(balance.gave), plain_number(balance.got)
    gross, index, spread = balance.gross, balance.index, balance.spread
    fading = "nothing fades" if half_life is None else f"each entry halves every {half_life} days"
    mutual = "none, for T is 0"
    if balance.mutual is not None:
        less = plain_number(min(balance.gave, balance.got))
        mutual = f"2 min(G, R) / T = 2 × {less} / {plain_number(gross)} = {balance.mutual:.3f}"
    return [
        *_category_steps(flows),
        Figure("G, gave", f"{gave}, the sum of what you gave; {fading}"),
        Figure("R, got", f"{got}, the sum of what you got"),
        Figure("N, net", f"G - R = {gave} - {got} = {signed(balance.net, 3)}"),
        Figure("T, gross", f"G + R = {gave} + {got} = {plain_number(gross)}"),
        Figure("mutual", mutual),
        Figure(
            "B, index",
            f"(G - R) / (G + R + {PRIOR:g})"
            f" = {plain_number(balance.net)} / {plain_number(gross + PRIOR)} = {signed(index, 3)}",
        ),
        Figure(
            "s, spread",
            f"√((1 - B²) / (G + R + {PRIOR + 1:g}))"
            f" = √({plain_number(1 - index * index)} / {plain_number(gross + PRIOR + 1)})"
            f" = {spread:.3f}",
        ),
        Figure(
            "12 months",
            f"exchanges in the last {YEAR_DAYS} days: gave {balance.gave_count_year},"
            f" got {balance.got_count_year}",
        ),
    ]


def _category_steps(flows: Iterable[Flow]) -> list[Figure]:
    found = {(flow.category, flow.direction): flow for flow in flows}
    steps = []
    for category in r.Category:
        ways = [found.get((category, direction)) for direction in r.Direction]
        parts = [_flow_words(flow) for flow in ways if flow is not None]
        if parts:
            steps.append(Figure(category.value, "; ".join(parts)))
    return steps


def _flow_words(flow: Flow) -> str:
    entries = counted(flow.count, "entry", "entries")
    return (
        f"{flow.direction.value} {plain_number(flow.faded)}"
        f" ({entries}, {plain_number(flow.total)} before fading)"
    )


def reading_steps(
    standing: Standing,
    person: r.Person,
    reached: r.Phase,
    first_exchange_on: date | None,
    today: date,
) -> list[Figure]:
    """Say why the reading, the expectation and the group are what they are."""
    group = standing.group
    flagged = "flagged" if standing.flagged else "not flagged"
    expected = _expectation_words(standing.expectation, person, reached, first_exchange_on, today)
    return [
        Figure("reading", f"{READING_WORDS[standing.reading]}: {_reading_words(standing)}"),
        Figure("expects", expected),
        Figure("group", f"{GROUP_WORDS[group]}; {flagged}{_why_there(standing)}" if group else ""),
    ]


def _reading_words(standing: Standing) -> str:
    balance, reading = standing.balance, standing.reading
    days = counted(balance.occasions, "day")
    if reading is Reading.TOO_EARLY:
        return f"an exchange on {days}, and a reading takes {FEWEST_OCCASIONS}"
    if reading is Reading.FADED:
        return f"T is {plain_number(balance.gross)}, below {LEAST_GROSS:g}"
    tilt, cautious = abs(balance.index), abs(balance.index) - balance.spread
    if reading is Reading.EVEN:
        return f"abs(B) is {tilt:.3f}, below {EVEN_BELOW:g}; an exchange on {days}"
    lopsided = reading in (Reading.LOPSIDED_GIVING, Reading.LOPSIDED_RECEIVING)
    against = "is" if lopsided else "is not"
    return (
        f"abs(B) is {tilt:.3f}, not below {EVEN_BELOW:g}; abs(B) - s = {signed(cautious, 3)}"
        f" {against} {LOPSIDED_FROM:g} or more; an exchange on {days}"
    )


def _expectation_words(
    expected: r.Expect, person: r.Person, reached: r.Phase, first_on: date | None, today: date
) -> str:
    if person.expect is not None:
        return f"{expected}: your word"
    if first_on is None:
        return f"{expected}: there was no exchange yet"
    age = (today - first_on).days
    facts = f"reached {reached.word}, and the first exchange was {counted(age, 'day')} ago"
    rule = f"giving is expected through {r.Phase.NURTURING.word} and for {YEAR_DAYS} days"
    return f"{expected}: {facts} ({rule})"


def _why_there(standing: Standing) -> str:
    if standing.group is Group.INVESTING:
        return ": a giving tilt where giving is expected"
    tilted = standing.reading not in (Reading.EVEN, Reading.TOO_EARLY, Reading.FADED)
    if standing.group is Group.EVEN and tilted:
        return ": a receiving tilt where receiving is expected"
    return ""


def rhythm_steps(warmth: rhythm.Warmth, momentum: rhythm.Momentum) -> list[Figure]:
    """Spell out S, warmth and momentum."""
    recent, before = momentum.recent, momentum.before
    return [
        Figure(
            "S",
            f"sum of 2^(-age / {plain_number(warmth.h)})"
            f" over {counted(warmth.contact_days, 'contact day')} = {warmth.sum:.3f}",
        ),
        Figure(
            "warmth",
            f"S / (S + 1) = {warmth.sum:.3f} / {warmth.sum + 1:.3f} = {warmth.warmth:.3f},"
            f" {warmth.reading}",
        ),
        Figure(
            "momentum",
            f"(A - P) / (A + P + 2) = ({recent} - {before}) / ({recent} + {before} + 2)"
            f" = {signed(momentum.momentum, 3)}, {momentum.reading}",
        ),
        Figure(
            "A, P",
            f"{counted(recent, 'contact day')} in the last {rhythm.SPAN_DAYS} days,"
            f" {before} in the {rhythm.SPAN_DAYS} before",
        ),
    ]


def due_steps(row: DueRow, today: date) -> list[Figure]:
    """Spell out base, due date, lateness and urgency."""
    cadence = "none" if row.cadence is None else f"{row.cadence} ({row.cadence.days:g} days)"
    reasons = "; ".join(reason_words(reason, today) for reason in row.reasons)
    steps = [
        Figure("cadence", cadence),
        Figure("base", _base_words(row)),
        Figure("due", _due_words(row, today)),
        Figure("L, lateness", _lateness_words(row, today)),
        Figure("urgency", urgency_words(row)),
        Figure("listed for", reasons or "nothing in this window"),
    ]
    return [*steps, Figure("next step", row.next_action)] if row.next_action else steps


def _base_words(row: DueRow) -> str:
    if row.base is None:
        return "none: no contact yet"
    what = "the last contact" if row.last_contact_on else "the day they were added"
    return f"{long_day(row.base)}, {what}"


def _due_words(row: DueRow, today: date) -> str:
    person = row.person
    if row.base is None or row.plain_due_on is None or row.cadence is None:
        return "never, without a cadence"
    step = str(row.cadence) if row.last_contact_on else "14 days"
    plain = f"base + {step} = {long_day(row.plain_due_on)}"
    if person.archived or person.paused:
        return f"{plain}, not while {'archived' if person.archived else 'paused'}"
    moved = row.plain_due_on
    until = snoozed_until(person, row.last_contact_on, today)
    if until is not None and until > moved:
        moved = until
        plain += f", snoozed until {long_day(until)}"
    if row.due_on is None:
        return f"{plain}, quiet ever after"
    return plain if row.due_on == moved else f"{plain}, after quiet days {long_day(row.due_on)}"


def _lateness_words(row: DueRow, today: date) -> str:
    if row.lateness is None or row.base is None:
        return "none: there is no day to count from"
    age = (today - row.base).days
    if row.last_contact_on is None and row.cadence is not None:
        over, words = row.cadence.days, "cadence"
    elif row.plain_due_on is None:
        over, words = DAYS_WITHOUT_CADENCE, "90 days"
    else:
        over, words = (row.plain_due_on - row.base).days or 1, "(due - base)"
    return f"(today - base) / {words} = {age} / {over:g} = {row.lateness:.3f}"


def phase_steps(facts: PhaseFacts, stage: Stage) -> list[Figure]:
    """Say what is declared, how far it went, what may come next and what the ledger bears out."""
    since = f" since {long_day(facts.since)}" if facts.since else ""
    beyond = [phase for phase in r.Phase if phase > facts.supported]
    lacks = f"; {beyond[0].word} waits for {', '.join(facts.missing)}" if facts.missing else ""
    legal = ", ".join(phase.word for phase in legal_moves(facts.reached))
    return [
        Figure("phase", f"{facts.phase.word}{since}; the furthest reached is {facts.reached.word}"),
        Figure("legal", f"{legal} (at most one beyond the furthest)"),
        Figure("supported", f"{facts.supported.word}{lacks}"),
        Figure("stage", f"{stage}, for suggestions"),
    ]


def promise_step(reliability: Reliability) -> Figure:
    """Spell out how far the owner's word to them can be relied on."""
    if reliability.value is None:
        return Figure("your word", "no promises yet")
    total = " + ".join(f"{credit:g}" for credit in reliability.credits)
    n = reliability.n
    return Figure("your word", f"({total} + 1) / ({n} + 2) = {reliability.value:.3f}")


def asking_steps(readiness: Readiness) -> list[Figure]:
    """Say whether the ground is laid for an ask, with each line of the checklist."""
    steps = [Figure("asking", f"{readiness.word}; {ALWAYS}")]
    steps += [Figure("", f"{line_words(line)}; {line.found}") for line in readiness.lines]
    return steps


def line_words(line: Check) -> str:
    """Return a line of the checklist and whether it holds, or from which day."""
    if line.holds:
        return f"holds: {line.text}"
    from_day = f" (from {long_day(line.holds_from)})" if line.holds_from else ""
    return f"not yet: {line.text}{from_day}"


class Facts(NamedTuple):
    """All there is to explain about one person.

    `flows` are what the balance was added up from; `first_exchange_on` is of all time.
    `half_life` is in days, None where nothing fades.
    """

    tie: Tie
    flows: Sequence[Flow]
    first_exchange_on: date | None
    half_life: int | None
    due: DueRow
    phase: PhaseFacts
    stage: Stage
    warmth: rhythm.Warmth
    momentum: rhythm.Momentum
    reliability: Reliability
    strength_signs: tuple[r.SignalKind, ...]
    readiness: Readiness
    suggested: Suggested | None = None


_own_fields = Fields(
    "warmth=warmth.warmth warmth_reading=warmth.reading momentum=momentum.momentum"
    " momentum_reading=momentum.reading promises_reliability=reliability.value"
    " strength_signs ask_readiness=readiness.word ask_blockers stage",
    ask_blockers=lambda facts: [line_words(line) for line in facts.readiness.blockers],
)
FIELDS = tuple(
    dict.fromkeys(
        (*BALANCE_FIELDS, *due_fields.names, *phase_fields.names, *_own_fields.names, "lines")
    )
)


def explain_view(asked: Asked, person_id: int) -> Report:
    """Return every number of one person with its arithmetic."""
    held = dossier(asked.sql, person_id)
    [found] = suggested(asked, [held.person], steps=True)
    facts = person_facts(asked, held)._replace(suggested=found)
    return explain_report(facts, today=asked.today)


def explain_report(facts: Facts, *, today: date) -> Report:
    """Return every number of a person, as one row of fields and as printed lines."""
    chapters = [(heading, steps) for heading, steps in _chapters(facts, today) if steps]
    every = [step for _, steps in chapters for step in steps]
    wide = max(len(step.label) for step in every)
    fields = {
        **balance_fields(facts.tie, action(facts.tie, today), always=True),
        **due_fields(facts.due, today),
        **phase_fields(facts.phase),
        **_own_fields(facts),
        "lines": [f"{step.label:<{wide}}  {step.text}".rstrip() for step in every],
    }
    return Report(
        name="explain",
        title=titled("Explained", facts.tie.person.name, f"#{facts.tie.person.id}"),
        fields=FIELDS,
        rows=[fields],
        columns=(Column(), Column(wrap=True)),
        body=[
            Section(heading, [Row((dim(step.label), step.text)) for step in steps])
            for heading, steps in chapters
        ],
    )


def _chapters(facts: Facts, today: date) -> list[tuple[str, list[Figure]]]:
    signs = facts.strength_signs
    named = f": {', '.join(signs)}" if signs else ""
    trust = [
        promise_step(facts.reliability),
        Figure("signs", f"{strength_words(signs)}{named}"),
        *asking_steps(facts.readiness),
    ]
    return [
        ("Rhythm", rhythm_steps(facts.warmth, facts.momentum)),
        ("Due", due_steps(facts.due, today)),
        ("Phase", phase_steps(facts.phase, facts.stage)),
        ("Trust and asking", trust),
        ("Suggestions", suggestion_steps(facts.suggested, today) if facts.suggested else []),
        ("Balance", _balance_steps(facts, today)),
    ]


def _balance_steps(facts: Facts, today: date) -> list[Figure]:
    standing, person = facts.tie.standing, facts.tie.person
    if standing.group is None:
        return [Figure("expects", "off: the balance with this person is switched off")]
    todo = action(facts.tie, today)
    return [
        *balance_steps(standing, facts.flows, facts.half_life),
        *reading_steps(standing, person, facts.tie.reached, facts.first_exchange_on, today),
        *([Figure("you could", todo)] if todo else ()),
    ]


def person_facts(asked: Asked, held: Dossier) -> Facts:
    """Return every number of one person but those of suggestions, which `explain` alone shows."""
    sql, today, settings = asked.sql, asked.today, asked.settings
    tie, first = _tie(held, today, settings.half_life)
    [tie] = with_offers(asked, [tie])
    days = rhythm.contact_days(held.interactions, held.exchanges, today)
    promises = tuple(p for p in held.promises if p.by is r.By.ME and is_open(p, today))
    report = waiting_reports(sql, today, held.person.id).get(held.person.id)
    touch = Touch(held.person, max(days, default=None), promises, tie.thanks, report)
    row = due_row(
        touch,
        my_quiet=my_quiet(sql),
        defaults=cadence_defaults(settings),
        feb29=settings.birthday_feb29,
        today=today,
    )
    [row] = with_next_gives(asked, [row])
    evidence = dossier_evidence(held, today)
    return Facts(
        tie=tie,
        flows=flows(held.exchanges, today, settings.half_life),
        first_exchange_on=first,
        half_life=settings.half_life,
        due=row,
        phase=phase_facts(held.person, moves_of(held, today), evidence),
        stage=stage(tie.reached, evidence.unrepaired),
        warmth=rhythm.warmth(days, None if row.cadence is None else row.cadence.days, today),
        momentum=rhythm.momentum(days, today),
        reliability=reliability_of(held.promises, today),
        strength_signs=strength_signs(held.signals, today),
        readiness=ask_readiness(held, today),
    )


def ask_readiness(held: Dossier, today: date) -> Readiness:
    """Return the checklist of an ask to one person."""
    facts = ask_facts_from_records(
        today,
        moves_of(held, today)[1],
        exchanges=held.exchanges,
        signals=held.signals,
        promises=held.promises,
        incidents=held.incidents,
        asks=held.asks,
    )
    return readiness(facts, today)


def _tie(held: Dossier, today: date, half_life: int | None) -> tuple[Tie, date | None]:
    counted = [exchange.on for exchange in held.exchanges if counts_as_exchange(exchange, today)]
    first = min(counted, default=None)
    now, furthest, _ = moves_of(held, today)
    balance = balance_of(flows(held.exchanges, today, half_life), occasions(held.exchanges, today))
    read = standing(balance, held.person.expect, furthest, first, today)
    thanks = tuple(thanks_due(held.exchanges, held.asks, today))
    got = most({category: flow.got for category, flow in balance.categories.items()})
    need = most_urgent(held.needs, today)
    words = "" if need is None else need.text
    return Tie(held.person, read, now, furthest, thanks, words, most_received=got), first
