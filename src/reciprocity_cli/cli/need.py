"""`need`: what people look for; add, list, done, edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from reciprocity_cli.actions import log
from reciprocity_cli.actions.log import read_past_day, read_words
from reciprocity_cli.actions.person import read_tag
from reciprocity_cli.cli import prompts
from reciprocity_cli.cli.kernel import edit_tagged, tag_list
from reciprocity_cli.cli.options import (
    REPORT,
    DropTags,
    MeetingCategory,
    Person,
    Query,
    Tags,
    argument,
    command,
    flag,
    group,
    option,
)
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import Need, Seeking, Urgency
from reciprocity_cli.domain.vocabulary import parse_category, pick
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.need import need_fields, need_words
from reciprocity_cli.store import records
from reciprocity_cli.store.people import name_of
from reciprocity_cli.store.records import record_of

if TYPE_CHECKING:
    from reciprocity_cli.store.ledger import Operation


Id = Annotated[str, argument("ID", "As `need list` shows it.")]
HowUrgent = Annotated[str | None, option("--urgency", "URGENCY", "low, normal or high.")]


group("need", "What people look for: add, list, done, edit.")


@command("need add")
def add(
    session: Session,
    person: Person,
    text: Annotated[list[str], argument("TEXT...", "What they look for.")],
    interest: Annotated[
        bool, flag("--interest", "Not looked for, but of interest to them.")
    ] = False,
    tag: Tags = None,
    category: MeetingCategory = None,
    urgency: HowUrgent = None,
    on: Annotated[str | None, option("--on", "DATE", "When you heard it.")] = None,
) -> None:
    """Note what a person looks for.

    Example: recip need add ana a Rust reviewer --urgency high --tag rust
    """
    values = read_values({"category": category, "urgency": urgency})
    values["text"] = read_words(text, "need", EXAMPLE)
    values["seeking"] = Seeking.INTEREST if interest else Seeking.NEED
    values["noted_on"] = read_past_day(on, session.today, session.settings.date_order)
    who = prompts.one(session, person)
    with session.writing("need add") as op:
        need = add_need(op, who.id, values, tag or [])
        op.summary = f"{show_day(need.noted_on)}  {who.name}  {need_words(need)}"
    record = need_fields(need, who.name)
    session.wrote(f"Noted #{need.id}  {op.summary}", op.number, [record])


@command("need list", REPORT)
def list_(
    session: Session,
    query: Query = None,
    show_all: Annotated[bool, flag("--all", "Those that were met too.")] = False,
) -> None:
    """List what people look for, by person, the most urgent first.

    Example: recip need list role:mentor cat:advice
    """
    from reciprocity_cli.reports.need import needs_view

    with session.asked(query) as asked:
        report = needs_view(asked, show_all=show_all)
    session.show(report)


@command("need done")
def done(
    session: Session,
    number: Id,
    by: Annotated[str | None, option("--by", "ID", "The give that met it.")] = None,
    on: Annotated[str | None, option("--on", "DATE", "When; that of the give, or today.")] = None,
) -> None:
    """Say that a need was met.

    Example: recip need done 7 --by 12
    """
    with session.writing("need done") as op:
        need = need_of(op, number)
        day = None
        if on is not None:
            order = session.settings.date_order
            day = read_past_day(on, session.today, order, since=need.noted_on)
        met = log.meet(op, need, by, day, session.today)
        name = name_of(op.sql, met.person_id)
        by_give = "" if met.met_by_id is None else f", by #{met.met_by_id}"
        assert met.met_on is not None
        op.summary = f"{show_day(met.met_on)}  {name}  {need_words(met)}{by_give}"
    session.wrote(f"Met #{met.id}  {op.summary}", op.number, [need_fields(met, name)])


@command("need edit")
def edit(
    session: Session,
    number: Id,
    text: Annotated[str | None, option("--text", "TEXT", "What they look for.")] = None,
    category: MeetingCategory = None,
    urgency: HowUrgent = None,
    tag: Tags = None,
    drop_tag: DropTags = None,
    interest: Annotated[
        bool | None, flag("--interest/--need", "Only of interest, or looked for.")
    ] = None,
    on: Annotated[str | None, option("--on", "DATE", "When you heard it.")] = None,
) -> None:
    """Change a need.

    Example: recip need edit 7 --urgency high --drop-tag rust

    --category "" clears the category.
    """
    values = read_values({"text": text, "category": category, "urgency": urgency})
    if interest is not None:
        values["seeking"] = Seeking.INTEREST if interest else Seeking.NEED
    if on is not None:
        values["noted_on"] = read_past_day(on, session.today, session.settings.date_order)
    if not values and not tag and not drop_tag:
        raise UsageError("nothing to change", "name a value, such as --urgency high")
    with session.writing("need edit") as op:
        before = need_of(op, number)
        changed = edit_tagged(op, "need", before, values, tag or (), drop_tag or ())
        need = need_of(op, number)
        name = name_of(op.sql, need.person_id)
        op.summary = f"{name}  {need_words(need)}"
    session.edited(op.summary, op.number, need_fields(need, name), changed=changed)


EXAMPLE = "a Rust reviewer"


def read_values(words: Mapping[str, Any]) -> dict[str, Any]:
    """Turn typed words into columns; those that are None were not typed. Raises UsageError.

    An empty category clears it.
    """
    return {name: _value(name, typed) for name, typed in words.items() if typed is not None}


def add_need(op: Operation, person_id: int, values: Mapping[str, Any], tags: list[str]) -> Need:
    """Note what a person looks for; return it."""
    listed = tag_list(read_tag(tag) for tag in tags)
    number = op.insert("need", {"person_id": person_id, "tags": listed, **values})
    return records.need(op.sql, number)


def need_of(op: Operation, text: str) -> Need:
    """Return the need of the id typed. Raises NotFound."""
    return records.need(op.sql, record_of(op.sql, "need", text))


def _value(name: str, typed: Any) -> Any:
    match name:
        case "text":
            return read_words([typed], "need", EXAMPLE)
        case "category":
            return parse_category(typed) if typed.strip() else None
        case "urgency":
            return pick(typed, Urgency, "urgency")
    return typed
