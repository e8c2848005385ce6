"""The balance report, by person, category, role or month; docs/model.md, section 3."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from math import fsum
from typing import Any, Literal, NamedTuple

from reciprocity_cli.domain.balance import (
    Balance,
    Group,
    Reading,
    Standing,
    index_of,
    most,
    standing,
)
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import Category, Direction, Expect, Person, Phase, Role, Seeking
from reciprocity_cli.domain.touch import Thanks
from reciprocity_cli.reports import words
from reciprocity_cli.reports.body import (
    Body,
    Cell,
    Column,
    Paragraph,
    Row,
    Section,
    Span,
    dim,
    flow_bar,
    index_axis,
    index_bar,
)
from reciprocity_cli.reports.report import Asked, Fields, Records, Report
from reciprocity_cli.reports.words import EVERYTHING
from reciprocity_cli.store import sums
from reciprocity_cli.store.people import people_in_brief, phases
from reciprocity_cli.store.records import open_needs
from reciprocity_cli.store.touches import waiting_thanks

GroupedBy = Literal["person", "category", "role", "month"]


class Tie(NamedTuple):
    """One person in the balance report.

    `thanks` are due from the owner; `need` is an open need of theirs, if one is known,
    and `need_met` tells that an offer of the owner's meets it; `most_received` is the
    category in which most was got from them, where that is to be told.
    """

    person: Person
    standing: Standing
    phase: Phase
    reached: Phase
    thanks: tuple[Thanks, ...] = ()
    need: str = ""
    need_met: bool = False
    most_received: Category | None = None


READING_WORDS: dict[Reading, str] = {
    Reading.TOO_EARLY: "too early to say",
    Reading.FADED: "faded",
    Reading.EVEN: "even",
    Reading.LEANING_GIVING: "leaning giving",
    Reading.LEANING_RECEIVING: "leaning receiving",
    Reading.LOPSIDED_GIVING: "lopsided giving",
    Reading.LOPSIDED_RECEIVING: "lopsided receiving",
}
GROUP_WORDS: dict[Group, str] = {
    Group.LOPSIDED_RECEIVING: "Lopsided: a chance to give back",
    Group.LOPSIDED_GIVING: "Lopsided: you have been giving",
    Group.LEANING: "Leaning",
    Group.INVESTING: "Investing",
    Group.EVEN: "Even",
    Group.TOO_EARLY: "Too early to say",
}


def action(tie: Tie, today: date) -> str:
    """Return a tie's line: its reading where the group tells none, and the next step.

    Empty for what is even and for what cannot be read yet.
    """
    reading, expectation = tie.standing.reading, tie.standing.expectation
    match tie.standing.group:
        case Group.LOPSIDED_RECEIVING:
            return _give_back(tie, today)
        case Group.LOPSIDED_GIVING:
            return "fine while you are happy to; else ask, or rest"
        case Group.LEANING if reading is Reading.LEANING_RECEIVING:
            return f"{READING_WORDS[reading]}; {_give_back(tie, today)}"
        case Group.LEANING:
            return f"{READING_WORDS[reading]}; let them help too"
        case Group.INVESTING:
            chosen = tie.person.expect is Expect.GIVE
            why = "as you mean to" if chosen else "early days: giving first is right"
            return f"{READING_WORDS[reading]}; {why}"
        case Group.EVEN if expectation is Expect.RECEIVE and reading is not Reading.EVEN:
            thanks = _thanks(tie, today) or "a thank-you is welcome"
            return f"{READING_WORDS[reading]}, as you expect; {thanks}"
    return ""


def speaks_of_need(tie: Tie) -> bool:
    """Tell whether a tie's line speaks of the open need: the owner could give back.

    Thanks that are due go before it.
    """
    leaning = tie.standing.reading is Reading.LEANING_RECEIVING
    back = tie.standing.group is Group.LOPSIDED_RECEIVING or (
        leaning and tie.standing.group is Group.LEANING
    )
    return back and bool(tie.need) and not tie.thanks


def _give_back(tie: Tie, today: date) -> str:
    thanks = _thanks(tie, today)
    if thanks:
        return thanks
    if tie.need:
        return f"looks for {tie.need}" + (": you offer that" if tie.need_met else ": can you help?")
    got = f"got {tie.most_received}: " if tie.most_received else ""
    return f"{got}ask what would help"


def _thanks(tie: Tie, today: date) -> str:
    if not tie.thanks:
        return ""
    first = tie.thanks[0]
    month = words.month_of(first.on, today)
    what = f"the {first.what}" if first.what != "large get" else first.text or "what came"
    return f"say thank you for {what} in {month}"


def with_offers(asked: Asked, ties: Sequence[Tie]) -> list[Tie]:
    """Return the ties, told where an offer meets the need; without a line of that kind, at once."""
    sought = {tie.person.id: tie.need for tie in ties if speaks_of_need(tie)}
    if not sought:
        return list(ties)
    from reciprocity_cli.store.records import offers as read_offers

    offers = read_offers(asked.sql)
    if not offers:
        return list(ties)
    from reciprocity_cli.domain.needs import matching_words, matters_by_list, tagged
    from reciprocity_cli.store.records import open_needs_of
    from reciprocity_cli.store.stems import stems

    needs = [
        need
        for need in open_needs_of(asked.sql, asked.today, sought)
        if need.seeking is Seeking.NEED and need.text == sought[need.person_id]
    ]
    mine, theirs = matters_by_list(stems, tagged(offers), tagged(needs))
    met = {
        need.person_id
        for need, matter in zip(needs, theirs, strict=True)
        if any(matching_words(matter, own) for own in mine)
    }
    return [tie._replace(need_met=True) if tie.person.id in met else tie for tie in ties]


_TILT = ("mutual", "index", "spread")
_SUMS = (
    *("gave", "got", "net", "gross", *_TILT, "occasions", "gave_total", "got_total"),
    *("gave_count_year", "got_count_year", "first_on", "last_on"),
)
_tie_fields = Fields(
    "id=person.id name=person.name roles=person.roles phase=phase.word reached=reached.word"
    " expect=standing.expectation group=standing.group reading=standing.reading"
    f" flagged=standing.flagged {' '.join(_SUMS)} action categories",
    of="standing.balance",
    action=lambda _, action: action,
    categories=lambda tie, _: {
        category.value: {"gave": flow.gave, "got": flow.got, "index": flow.index}
        for category, flow in tie.standing.balance.categories.items()
    },
)
FIELDS = _tie_fields.names
FOOTER = "A memory aid from your side only, not a tally."
_SWITCHED_OFF = "balance is switched off here; recip person edit NAME --expect even shows it again"
_NOTHING = "nothing has passed between you and anyone here yet"
BAR_HALF = 8
_NAMES_WIDTH = 150
"""Cells of names, about two lines, beyond which those who are too early are counted."""
_ORDER = {group: at for at, group in enumerate(Group)}
_WITHOUT_NUMBERS = (Reading.TOO_EARLY, Reading.FADED)


def balance_view(
    asked: Asked,
    *,
    by: GroupedBy = "person",
    numbers: bool = False,
    show_all: bool = False,
    in_full: bool = True,
) -> Report:
    """Return the balance report of the people and entries that a query chooses.

    Its rows of data want the balances `in_full`; its table does without.
    """
    sql, today, query = asked.sql, asked.today, asked.query
    if by == "month":
        months = [MonthlyFlow(*month) for month in sums.monthly(sql, query, asked.chosen, today)]
        return balance_by_month(months, today=today, query=query)
    half_life = asked.settings.half_life
    ties = balance_ties(asked, in_full=in_full or by != "person")
    if by == "category":
        return balance_by_category(ties, today=today, query=query, half_life=half_life)
    if by == "role":
        return balance_by_role(ties, today=today, query=query, half_life=half_life)
    return balance_report(
        with_next_steps(asked, ties),
        today=today,
        query=query,
        half_life=half_life,
        numbers=numbers,
        show_all=show_all,
    )


def balance_ties(asked: Asked, *, in_full: bool = True) -> list[Tie]:
    """Return all with an exchange that the query counts, with their balance as read.

    The archived are put away: they appear only when they are named.
    """
    sql, today, query, chosen = asked.sql, asked.today, asked.query, asked.chosen
    half_life = asked.settings.half_life
    balances = sums.balances(sql, query, chosen, today, half_life, in_full=in_full)
    if not balances:
        return []
    people = people_in_brief(sql, query.of_people(), chosen, today, archived=asked.archived)
    began = sums.first_exchanges(sql, today) if query.chooses_entries else None
    return ties_of(asked, people, balances, began)


def ties_of(
    asked: Asked,
    people: Iterable[Person],
    balances: Mapping[int, Balance],
    began: Mapping[int, date] | None = None,
) -> list[Tie]:
    """Return these people if they have a balance, each read against what is expected.

    `began` holds the days of their first exchanges where the balances begin later.
    """
    moves = phases(asked.sql, asked.today)
    ties = []
    for person in people:
        balance = balances.get(person.id)
        if balance is None:
            continue
        current, reached, _ = moves.get(person.id) or (person.start_phase, person.start_phase, None)
        first_on = balance.first_on if began is None else began[person.id]
        read = standing(balance, person.expect, reached, first_on, asked.today)
        ties.append(Tie(person, read, current, reached))
    return ties


_RECEIVING = (Reading.LOPSIDED_RECEIVING, Reading.LEANING_RECEIVING)
"""The readings whose line names thanks, a need, or what was got most."""


def with_next_steps(asked: Asked, ties: list[Tie]) -> list[Tie]:
    """Give the receiving ties what their line is made of: thanks, a need, what was got most."""
    sql, today = asked.sql, asked.today
    thanks, needs = waiting_thanks(sql, today), open_needs(sql, today)
    receiving = {tie.person.id for tie in ties if tie.standing.reading in _RECEIVING}
    others = receiving - thanks.keys() - needs.keys()
    half_life = asked.settings.half_life
    received = sums.received(sql, asked.query, asked.chosen, today, half_life, others)
    told = [
        tie._replace(
            thanks=tuple(thanks.get(tie.person.id, ())),
            need=needs.get(tie.person.id, ""),
            most_received=most(received.get(tie.person.id, {})),
        )
        if tie.person.id in receiving
        else tie
        for tie in ties
    ]
    return with_offers(asked, told)


def balance_report(
    ties: Sequence[Tie],
    *,
    today: date,
    query: Query = EVERYTHING,
    half_life: int | None = 365,
    numbers: bool = False,
    show_all: bool = False,
) -> Report:
    """Return the balance of each person; without those whose balance is off.

    `half_life` is in days, None where nothing fades. `numbers` adds B, s, G, R and N;
    `show_all` lists everyone for whom it is too early.
    """
    listed = [tie for tie in ties if tie.standing.group]
    folded = words.folded_names(tie.person for tie in listed)
    shown = sorted(listed, key=lambda tie: _place(tie, folded))
    names = words.shown_names((tie.person for tie in shown), folded)
    lines = [(tie, action(tie, today)) for tie in shown]
    return Report(
        name="balance",
        title=balance_title(words.people_counted(len(shown)), query, half_life, today),
        fields=FIELDS,
        rows=Records(lines, lambda line: balance_fields(*line)),
        columns=_columns(numbers),
        body=_body(lines, names, numbers, show_all) if shown else (),
        empty=_SWITCHED_OFF if ties else _NOTHING,
    )


def balance_title(what: str, query: Query, half_life: int | None, today: date) -> str:
    """Return the title of a balance: what is shown, the resolved period, the query as typed."""
    each = "year" if half_life == 365 else f"{half_life} days"
    fading = "" if half_life is None else f", fading by half each {each}"
    return words.titled("Balance", what, f"{words.period_words(query, today)}{fading}", query.text)


def balance_fields(tie: Tie, action: str, *, always: bool = False) -> dict[str, Any]:
    """Return the public fields of one balance.

    `index`, `spread` and `mutual` are null where words stand for them, unless `always`;
    all numbers are null for a person whose balance is switched off.
    """
    unseen: tuple[str, ...] = ()
    if tie.standing.group is None:
        unseen = ("reading", *_SUMS, "categories")
    elif not always and tie.standing.reading in _WITHOUT_NUMBERS:
        unseen = _TILT
    return _tie_fields(tie, action) | dict.fromkeys(unseen)


def _place(tie: Tie, folded: Mapping[int, str]) -> tuple[int, str, int]:
    group = tie.standing.group
    return _ORDER[group] if group else 0, folded[tie.person.id], tie.person.id


def _columns(numbers: bool) -> list[Column]:
    figures = [Column(title, "right") for title in ("B", "gave", "got", "net")]
    return [
        Column("", shrink=True),
        Column("12 months", drop=2),
        Column(index_axis(BAR_HALF), drop=1),
        *(figures if numbers else ()),
        Column("what you could do", wrap=True),
    ]


def _body(
    lines: Sequence[tuple[Tie, str]], names: Mapping[int, str], numbers: bool, show_all: bool
) -> Body:
    grouped: dict[Group, list[Row]] = {group: [] for group in Group}
    early: list[str] = []
    for tie, todo in lines:
        group = tie.standing.group or Group.TOO_EARLY
        if group is Group.TOO_EARLY and not show_all:
            early.append(names[tie.person.id])
        else:
            grouped[group].append(_row(tie, names[tie.person.id], todo, numbers))
    body: Body = [Section(GROUP_WORDS[group], rows) for group, rows in grouped.items() if rows]
    if early:
        heading = Span(f"{GROUP_WORDS[Group.TOO_EARLY]}: ", "heading")
        body.append(Paragraph((heading, Span(_few(early))), apart=False))
    body.append(Paragraph(dim(FOOTER)))
    return body


def _row(tie: Tie, name: str, todo: str, numbers: bool) -> Row:
    standing = tie.standing
    balance = standing.balance
    year = year_counts(balance.gave_count_year, balance.got_count_year)
    if standing.reading in _WITHOUT_NUMBERS:
        blank = ("",) * 4 if numbers else ()
        return Row((name, year, "", *blank, dim(READING_WORDS[standing.reading])))
    bar = index_bar(balance.index, balance.spread, BAR_HALF)
    if not numbers:
        return Row((name, year, bar, todo))
    tilt = f"{words.signed(balance.index, 2)} ± {balance.spread:.2f}"
    figures = (tilt, f"{balance.gave:,.1f}", f"{balance.got:,.1f}", words.signed(balance.net, 1))
    return Row((name, year, bar, *figures, todo))


@lru_cache(maxsize=1024)
def year_counts(gave: int, got: int) -> Cell:
    """Return "↑9  ↓2": exchanges each way in the last 365 days; empty for none."""
    if not (gave or got):
        return ""
    return Span(f"↑{gave:<3}", "gave"), Span(f"↓{got}", "got")


def _few(names: Sequence[str]) -> str:
    """Return names up to about two lines, and how many more there are."""
    room = _NAMES_WIDTH
    kept = 0
    for name in names:
        room -= len(name) + 2
        if room < 0 and kept >= 3:
            break
        kept += 1
    left = len(names) - kept
    listed = ", ".join(names[:kept])
    return f"{listed} and {left} more" if left else listed


class MonthlyFlow(NamedTuple):
    """A month's exchanges in one direction: their number, and plain sum of weights."""

    month: str
    direction: Direction
    entries: int
    total: float


def balance_by_category(
    ties: Sequence[Tie], *, today: date, query: Query = EVERYTHING, half_life: int | None = 365
) -> Report:
    """Return the faded sums of each category over all people, both ways."""
    counting = _counting(ties)
    people = words.people_counted(len(counting))
    flows = [tie.standing.balance.categories for tie in counting]
    rows: list[dict[str, Any]] = []
    for category in Category:
        gave = fsum(flow[category].gave for flow in flows)
        got = fsum(flow[category].got for flow in flows)
        if gave or got:
            both = {"gave": gave, "got": got, "net": gave - got + 0.0}
            rows.append({"category": category, **both, "index": index_of(gave, got)})
    return _flow_report(
        title=balance_title(f"by category, {people}", query, half_life, today),
        fields=("category", "gave", "got", "net", "index"),
        rows=rows,
        first=[(str(row["category"]), "") for row in rows],
    )


def balance_by_role(
    ties: Sequence[Tie], *, today: date, query: Query = EVERYTHING, half_life: int | None = 365
) -> Report:
    """Return the sums by role; somebody of two roles counts in both."""
    counting = _counting(ties)
    people = words.people_counted(len(counting))
    rows = []
    for role in (*Role, None):
        members = [
            tie for tie in counting if (role in tie.person.roles if role else not tie.person.roles)
        ]
        if members:
            rows.append(_role_fields(role, members))
    return _flow_report(
        title=balance_title(f"by role, {people}", query, half_life, today),
        fields=("role", "people", "gave", "got", "net", "gave_count_year", "got_count_year"),
        rows=rows,
        first=[(row["role"] or "no role", words.people_counted(row["people"])) for row in rows],
    )


def balance_by_month(
    flows: Iterable[MonthlyFlow], *, today: date, query: Query = EVERYTHING
) -> Report:
    """Return the plain sums and number of exchanges of each month that had any."""
    months: dict[str, dict[str, Any]] = {}
    for flow in flows:
        row = months.setdefault(
            flow.month,
            {"month": flow.month, "gave": 0.0, "got": 0.0, "gave_count": 0, "got_count": 0},
        )
        row[flow.direction.value] += flow.total
        row[f"{flow.direction.value}_count"] += flow.entries
    rows = [months[month] for month in sorted(months)]
    return _flow_report(
        title=words.titled(
            "Balance",
            f"by month, {words.counted(len(rows), 'month')}",
            f"{words.period_words(query, today)}, without fading",
            query.text,
        ),
        fields=("month", "gave", "got", "gave_count", "got_count"),
        rows=rows,
        first=[(row["month"], "") for row in rows],
    )


def _counting(ties: Sequence[Tie]) -> list[Tie]:
    return [tie for tie in ties if tie.standing.group is not None]


def _role_fields(role: Role | None, members: Sequence[Tie]) -> dict[str, Any]:
    balances = [tie.standing.balance for tie in members]
    gave = fsum(balance.gave for balance in balances)
    got = fsum(balance.got for balance in balances)
    return {
        "role": role,
        "people": len(members),
        "gave": gave,
        "got": got,
        "net": gave - got + 0.0,
        "gave_count_year": sum(balance.gave_count_year for balance in balances),
        "got_count_year": sum(balance.got_count_year for balance in balances),
    }


def _flow_report(
    title: str,
    fields: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    first: Sequence[tuple[str, str]],
) -> Report:
    """Lay out rows with `gave` and `got`; `first` are the first two cells of each."""
    largest = max((max(row["gave"], row["got"]) for row in rows), default=0.0)
    lines = [
        Row(
            (
                *start,
                _counts(row),
                flow_bar(row["gave"], row["got"], largest, BAR_HALF) if largest else "",
                f"you {words.number(row['gave'])}, them {words.number(row['got'])}",
            )
        )
        for start, row in zip(first, rows, strict=True)
    ]
    footer = Paragraph(dim(FOOTER))
    return Report(
        name="balance",
        title=title,
        fields=fields,
        rows=rows,
        columns=(
            Column(),
            Column(),
            Column("entries" if "month" in fields else "12 months", drop=1),
            Column(index_axis(BAR_HALF), drop=2),
            Column("sums of sizes"),
        ),
        body=(Section("", lines), footer) if rows else (),
        empty=_NOTHING,
    )


def _counts(row: Mapping[str, Any]) -> Any:
    suffix = "count" if "gave_count" in row else "count_year"
    if f"gave_{suffix}" not in row:
        return ""
    return year_counts(row[f"gave_{suffix}"], row[f"got_{suffix}"])
