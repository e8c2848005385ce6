"""`need`: what people look for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from reciprocity_cli.actions import log
from reciprocity_cli.cli import kernel, options, prompts
from reciprocity_cli.cli.complete import ids_of
from reciprocity_cli.cli.options import command, flag, noun, option
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.needs import is_met
from reciprocity_cli.domain.records import Need
from reciprocity_cli.reports.need import need_fields, need_words, needs_view
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import name_of

HowUrgent = Annotated[str | None, option("--urgency", "URGENCY", "low, normal or high.")]


noun("need", "What people look for")


@command("need add")
def add(
    session: Session,
    person: options.Person,
    text: options.Said,
    interest: Annotated[
        bool, flag("--interest", "Not looked for, but of interest to them.")
    ] = False,
    tag: options.Tags = None,
    category: options.Category = None,
    urgency: HowUrgent = None,
    on: options.On = None,
) -> None:
    """Note what a person looks for.

    Example: recip need add ana a Rust reviewer --urgency high --tag rust
    """
    values = kernel.read(
        session, "need", category=category, urgency=urgency, text=" ".join(text), seeking=interest
    )
    values |= {"noted_on": kernel.past_day(session, on), "tags": kernel.tag_list((), tag)}
    values["person_id"] = prompts.one(session, person).id
    kernel.add(session, "need", values, _told)


@command("need list", options.REPORT)
def list_(session: Session, query: options.Query = None, show_all: options.All = False) -> None:
    """List what people look for, by person, the most urgent first.

    Example: recip need list role:mentor cat:advice
    """
    session.report(needs_view, query, show_all=show_all)


@command("need done")
def done(
    session: Session,
    number: options.Id,
    by: Annotated[
        str | None, option("--by", "ID", "The give that met it.", ids_of("exchange"))
    ] = None,
    on: Annotated[str | None, option("--on", "DATE", "When; that of the give, or today.")] = None,
) -> None:
    """Say that a need was met.

    Example: recip need done 7 --by 12
    """

    def meet(op: Operation, need: Need) -> tuple[Need, date, str]:
        day = None if on is None else kernel.past_day(session, on, need.noted_on)
        met = log.meet(op, need, by, day, session.today)
        assert met.met_on is not None
        return met, met.met_on, "" if met.met_by_id is None else f", by #{met.met_by_id}"

    kernel.close(session, "need done", number, "Met", _told, meet)


@command("need edit")
def edit(
    session: Session,
    number: options.Id,
    text: options.Text = None,
    category: options.Category = None,
    urgency: HowUrgent = None,
    tag: options.Tags = None,
    drop_tag: options.DropTags = None,
    interest: Annotated[
        bool | None, flag("--interest/--need", "Only of interest, or looked for.")
    ] = None,
    on: options.Day = None,
) -> None:
    """Change a need.

    Example: recip need edit 7 --urgency high --drop-tag rust

    --category "" clears the category.
    """
    values = kernel.read(session, "need", text=text, category=category, urgency=urgency)
    values |= kernel.read(session, "need", seeking=interest, noted_on=on)

    def fit(_sql: kernel.Sql, before: Need) -> None:
        noted = values.get("noted_on", before.noted_on)
        kernel.refuse_before("it was met on", before.met_on, noted, "check the day it was noted")

    such_as, tags = "--urgency high", (tag, drop_tag)
    kernel.edit(session, "need", number, values, _told, fit=fit, such_as=such_as, tags=tags)


def _told(sql: kernel.Sql, need: Need, today: date) -> kernel.Told:
    name = name_of(sql, need.person_id)
    state = "met" if is_met(need, today) else "open"
    return kernel.Told(f"{name}  {need_words(need)}", need_fields(need, name), state)


kernel.by_id("need", _told)
