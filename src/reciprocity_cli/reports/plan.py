"""What to learn and whom to meet, and which of your offers suit a role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from reciprocity_cli.domain import planning
from reciprocity_cli.domain.catalogue import CatalogueRow
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.needs import is_open, matters_by_list, tagged, untagged, verb
from reciprocity_cli.domain.records import Category, Need, Offer, Person, Role, Seeking, Urgency
from reciprocity_cli.reports import words
from reciprocity_cli.reports.body import Cell, Column, Paragraph, Row, Section, Span, dim, numbered
from reciprocity_cli.reports.lists import everybody_here
from reciprocity_cli.reports.report import Asked, Fields, Report
from reciprocity_cli.store.records import needs, offers
from reciprocity_cli.store.stems import stems

wanted_fields = Fields(
    "id=person.id name=person.name need_id=need.id text=need.text seeking=need.seeking"
    " urgency=need.urgency"
)
skilled_fields = Fields("id=person.id name=person.name speciality")
plan_fields = Fields(
    "words urgency people_count=people people meet",
    people=lambda gap: [wanted_fields(one) for one in gap.wanted],
    meet=lambda gap: [skilled_fields(one) for one in gap.meet],
)


def plan_view(asked: Asked) -> Report:
    """Return what several of the people a query chooses look for and no offer meets.

    Each gap with the people, what to learn and whom to meet.
    """
    noted = needs(asked.sql, asked.today)
    if asked.query != words.EVERYTHING:
        asking = {one.id for one in asked.people()}
        noted = [need for need in noted if need.person_id in asking]
    gaps = gaps_among(everybody_here(asked), noted, offers(asked.sql), asked.today)
    subjects = words.counted(len(gaps), "subject")
    chosen = words.chosen_words(asked.query, asked.today)
    people = [one.person for gap in gaps for one in gap.wanted]
    people += [one.person for gap in gaps for one in gap.meet]
    names = words.shown_names({person.id: person for person in people}.values())
    return Report(
        name="plan",
        title=words.titled("Plan", f"{subjects} that no offer of yours meets", chosen),
        fields=plan_fields.names,
        rows=plan_fields.rows(gaps),
        columns=(Column(wrap=True), Column(wrap=True)),
        body=[Section("", [row for gap in gaps for row in _rows(gap, names)])] if gaps else (),
        empty="no need that two people share is without an offer of yours",
    )


def _rows(gap: planning.Gap, names: dict[int, str]) -> list[Row]:
    """Return a line for the subject and one for each person; below the last, what could be done."""
    subject = Span(", ".join(gap.words), "strong")
    rows = [Row((subject, dim(words.people_counted(gap.people))))]
    rows += [Row((f"  {names[one.person.id]}", _sought(one.need))) for one in gap.wanted]
    below: list[Cell] = [f"→ learn about it: {', '.join(gap.words)}"]
    below += [f"→ meet {names[one.person.id]}, who offers {one.speciality}" for one in gap.meet]
    return [*rows[:-1], rows[-1]._replace(below=below)]


def gap_words(gap: planning.Gap, names: Mapping[int, str]) -> str:
    """Return "pricing: Ana Ruiz, Ben Adler"."""
    people = dict.fromkeys(names[one.person.id] for one in gap.wanted)
    return f"{', '.join(gap.words)}: {', '.join(people)}"


def _sought(need: Need) -> str:
    what = f"interest: {need.text}" if need.seeking is Seeking.INTEREST else need.text
    return what if need.urgency is Urgency.NORMAL else f"{what} ({need.urgency})"


def gaps_among(
    people: Mapping[int, Person], noted: Iterable[Need], mine: Sequence[Offer], today: date
) -> list[planning.Gap]:
    """Return the gaps of a day in what is noted; whom to meet may be any of these people, by id."""
    open_needs = [need for need in noted if need.person_id in people and is_open(need, today)]
    skills = [(who, text) for who in people.values() for text in who.specialities]
    # Tags are stemmed with the text, so that a tag of one need is a word of another.
    sought, known, at_hand = matters_by_list(
        stems,
        [(f"{need.text} {' '.join(need.tags)}", need.tags) for need in open_needs],
        untagged(text for _, text in skills),
        tagged(mine),
    )
    wanted = [
        planning.Wanted(people[need.person_id], need, matter)
        for need, matter in zip(open_needs, sought, strict=True)
    ]
    skilled = [
        planning.Skilled(*skill, matter) for skill, matter in zip(skills, known, strict=True)
    ]
    return planning.gaps(wanted, at_hand, skilled)


helped_fields = Fields("id=person.id name=person.name need_id=need.id need=need.text matched=words")
position_fields = Fields(
    "offer_id=offer.id offer=offer.text category=offer.category angle=offer.angle suits"
    " reasons say people",
    reasons=lambda one, role: _reasons(one, role),
    say=lambda one, _: planning.sentence(one.offer),
    people=lambda one, _: [helped_fields(each) for each in one.helps],
)
_POSITION_COLUMNS = (Column(align="right"), Column(wrap=True), Column(drop=1))
_CATEGORIES = tuple(Category)


def position_view(asked: Asked, role: Role) -> Report:
    """Return each offer of the owner's as people of a role may see it."""
    mine, wanted = offers(asked.sql), _wanted(asked, role)
    rows = planning.welcomes(role, asked.settings.catalogue_off, asked.settings.catalogue_add)
    at_hand, looked_for, glad = matters_by_list(
        stems,
        tagged(mine),
        tagged(need for _, need in wanted),
        untagged(row.about for row in rows),
    )
    glad_of = list(zip(rows, glad, strict=True))
    sought = [(*pair, matter) for pair, matter in zip(wanted, looked_for, strict=True)]
    positions = [planning.position(one, glad_of, sought) for one in zip(mine, at_hand, strict=True)]
    return position_report(role, positions, rows)


def _wanted(asked: Asked, role: Role) -> list[tuple[Person, Need]]:
    """Return what people of a role look for or take an interest in, by name; not the paused."""
    people = everybody_here(asked)
    found = [
        (people[need.person_id], need)
        for need in needs(asked.sql, asked.today)
        if need.person_id in people and is_open(need, asked.today)
    ]
    found = [(who, need) for who, need in found if role in who.roles and not who.paused]
    return sorted(found, key=lambda one: (fold(one[0].name), one[0].id, one[1].id))


def position_report(
    role: Role, positions: Sequence[planning.Position], glad_of: Sequence[CatalogueRow]
) -> Report:
    """Return the offers that suit, those that somebody looks for now first; then the others.

    Below them stands what people of the role are usually glad of.
    """
    shown = sorted(positions, key=_place)
    names = words.shown_names(
        {one.person.id: one.person for at in shown for one in at.helps}.values()
    )
    suit = [_row(one, role, names) for one in shown if one.suits]
    rest = [_row(one, role, names) for one in shown if not one.suits]
    glad = [Row(("", one.text, dim(one.category))) for one in glad_of]
    return Report(
        name="position",
        title=words.titled(
            "Position",
            f"what you could offer a {role}",
            words.counted(len(suit), "offer suits", "offers suit"),
        ),
        fields=position_fields.names,
        rows=position_fields.rows(shown, role),
        beside={
            "role": role,
            "brings": list(planning.BRINGS[role]),
            "welcomes": [{"category": one.category, "text": one.text} for one in glad_of],
        },
        columns=_POSITION_COLUMNS,
        body=(
            Section("", suit),
            Section("Less usual for the role", rest),
            Section(f"What usually suits a {role}", glad),
            Paragraph(dim(f"A {role} usually brings {', '.join(planning.BRINGS[role])}.")),
        )
        if shown
        else (),
        empty="no offer of yours is noted: recip offer add TEXT",
    )


def _place(one: planning.Position) -> tuple[bool, bool, int, int]:
    category = one.offer.category
    at = len(_CATEGORIES) if category is None else _CATEGORIES.index(category)
    return not one.suits, not one.helps, at, one.offer.id


def _row(one: planning.Position, role: Role, names: dict[int, str]) -> Row:
    below: list[Cell] = [dim(f"fits: {reason}") for reason in _reasons(one, role)]
    if one.suits:
        below.append(f'say: "{planning.sentence(one.offer)}"')
    below += [
        f"→ {names[each.person.id]} {verb(each.need)}: {each.need.text} ({', '.join(each.words)})"
        for each in one.helps
    ]
    kind = ", ".join(word for word in (one.offer.category, one.offer.angle) if word)
    return Row((numbered(one.offer.id), one.offer.text, dim(kind)), below)


def _reasons(one: planning.Position, role: Role) -> list[str]:
    """Say why an offer suits: shared words first, and the category where no words told of it."""
    found = [f"{row.text} ({', '.join(matched)})" for row, matched in one.matched]
    if one.usual and all(row.category is not one.offer.category for row, _ in one.matched):
        found.append(f"{one.offer.category} is welcome to a {role}")
    return found
