"""`offer`, `opportunity` and `idea`: what you have to give, what came up, what you plan."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from reciprocity_cli.cli import complete, kernel, options, prompts
from reciprocity_cli.cli.options import argument, command, noun, option
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import Idea, Offer, Opportunity
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports import offer as reports
from reciprocity_cli.reports.need import need_words
from reciprocity_cli.store.people import name_of
from reciprocity_cli.store.records import ideas_given

Terms = Annotated[
    list[str] | None, argument("[QUERY]...", "Terms: cat:, tag:, date:, text:.", complete.terms)
]
Angle = Annotated[
    str | None,
    option("--angle", "ANGLE", "generational, technical, market, cultural, cross-industry."),
]


noun("offer", "What you have to give")


@command("offer add")
def add_offer(
    session: Session,
    text: options.Said,
    tag: options.Tags = None,
    category: options.Category = None,
    angle: Angle = None,
    on: options.On = None,
) -> None:
    """Note something you have to give; `suggest` matches it with what people look for.

    Example: recip offer add code reviews in Rust --tag rust --category advice
    """
    values = kernel.read(session, "offer", text=" ".join(text), category=category, angle=angle)
    values |= {"noted_on": kernel.past_day(session, on), "tags": kernel.tag_list((), tag)}
    kernel.add(session, "offer", values, _told_offer)


@command("offer list", options.REPORT)
def list_offer(session: Session, query: Terms = None, show_all: options.All = False) -> None:
    """List what you have to give; with --all the same, for no offer is closed.

    Example: recip offer list cat:advice
    """
    session.report(reports.offers_view, query)


@command("offer edit")
def edit_offer(
    session: Session,
    number: options.Id,
    text: options.Text = None,
    category: options.Category = None,
    angle: Angle = None,
    tag: options.Tags = None,
    drop_tag: options.DropTags = None,
    on: options.Day = None,
) -> None:
    """Change an offer.

    Example: recip offer edit 7 --tag rust --angle technical

    --category "" and --angle "" clear them.
    """
    values = kernel.read(session, "offer", text=text, category=category, angle=angle, noted_on=on)
    such_as, tags = "--category advice", (tag, drop_tag)
    kernel.edit(session, "offer", number, values, _told_offer, such_as=such_as, tags=tags)


def _told_offer(_sql: kernel.Sql, offer: Offer, _today: date) -> kernel.Told:
    return kernel.Told(f"you offer: {reports.thing_words(offer)}", reports.offer_fields(offer))


kernel.by_id("offer", _told_offer)


noun("opportunity", "What came up")


@command("opportunity add", was={"due": "--expires"})
def add_opportunity(
    session: Session,
    text: options.Said,
    tag: options.Tags = None,
    category: options.Category = None,
    due: options.Due = None,
    on: options.On = None,
) -> None:
    """Note something that came up, and see at once whom it could help.

    Example: recip opportunity add a call for talks --tag rust --due +3w

    --due is its last day.
    """
    values = kernel.read(
        session, "opportunity", text=" ".join(text), category=category, expires_on=due
    )
    _refuse_over(values, session.today)
    values |= {"noted_on": kernel.past_day(session, on), "tags": kernel.tag_list((), tag)}

    def whom(sql: kernel.Sql, one: Opportunity, record: kernel.Record) -> list[str]:
        [fits] = reports.whom_it_could_help(sql, [one], session.today)
        record["fits"] = [reports.fit_fields(fit) for fit in fits]
        return [_fit_words(fit) for fit in fits] or ["nobody noted so far looks for it"]

    kernel.add(session, "opportunity", values, _told_opportunity, also=whom)


@command("opportunity list", options.REPORT)
def list_opportunity(session: Session, query: Terms = None, show_all: options.All = False) -> None:
    """List what came up, the first to expire first.

    Example: recip opportunity list tag:rust
    """
    session.report(reports.opportunities_view, query, show_all=show_all)


@command("opportunity edit", was={"due": "--expires"})
def edit_opportunity(
    session: Session,
    number: options.Id,
    text: options.Text = None,
    category: options.Category = None,
    due: options.Due = None,
    tag: options.Tags = None,
    drop_tag: options.DropTags = None,
    on: options.Day = None,
) -> None:
    """Change an opportunity.

    Example: recip opportunity edit 7 --due +2w

    --category "" and --due none clear them.
    """
    values = kernel.read(
        session, "opportunity", text=text, category=category, expires_on=due, noted_on=on
    )
    _refuse_over(values, session.today)

    def fit(_sql: kernel.Sql, before: Opportunity) -> None:
        new = before._replace(**values)
        kernel.refuse_before("it ends on", new.expires_on, new.noted_on, "check both days")

    such_as, tags = "--due +2w", (tag, drop_tag)
    kernel.edit(
        session,
        "opportunity",
        number,
        values,
        _told_opportunity,
        fit=fit,
        such_as=such_as,
        tags=tags,
    )


def _refuse_over(values: kernel.Record, today: date) -> None:
    last = values.get("expires_on")
    if last is not None and last < today:
        raise UsageError(f"{show_day(last)} is over", "--due names its last day")


def _told_opportunity(_sql: kernel.Sql, one: Opportunity, today: date) -> kernel.Told:
    until = "" if one.expires_on is None else f", until {show_day(one.expires_on)}"
    state = "open" if reports.is_live(one, today) else "expired"
    words = f"{reports.thing_words(one)}{until}"
    return kernel.Told(words, reports.opportunity_fields(one), state)


kernel.by_id("opportunity", _told_opportunity)


def _fit_words(fit: reports.Seeker) -> str:
    return f"{fit.shown} {need_words(fit.need)}; words: {', '.join(fit.words)}"


noun("idea", "Gives you plan for a person")


@command("idea add")
def add_idea(
    session: Session,
    person: options.Person,
    text: options.Said,
    category: options.Category = None,
    size: options.Size = None,
    on: options.On = None,
) -> None:
    """Note a give that you plan; `suggest` brings it up, and `gave --from ID` closes it.

    Example: recip idea add ana a visit to the lab --category kno --size small
    """
    values = kernel.read(session, "idea", text=" ".join(text), category=category, size=size)
    values["noted_on"] = kernel.past_day(session, on)
    values["person_id"] = prompts.one(session, person).id
    kernel.add(session, "idea", values, _told_idea)


@command("idea list", options.REPORT)
def list_idea(session: Session, query: options.Query = None, show_all: options.All = False) -> None:
    """List the gives you plan, by person.

    Example: recip idea list role:mentor cat:advice
    """
    session.report(reports.ideas_view, query, show_all=show_all)


@command("idea edit")
def edit_idea(
    session: Session,
    number: options.Id,
    text: options.Text = None,
    category: options.Category = None,
    size: options.Size = None,
    on: options.Day = None,
) -> None:
    """Change an idea.

    Example: recip idea edit 7 --size small

    --category "" clears the category.
    """
    values = kernel.read(session, "idea", text=text, category=category, size=size, noted_on=on)

    def fit(sql: kernel.Sql, before: Idea) -> None:
        noted = values.get("noted_on", before.noted_on)
        given = ideas_given(sql, session.today).get(before.id)
        kernel.refuse_before("it was given on", given, noted, "check the day it was noted")

    kernel.edit(session, "idea", number, values, _told_idea, such_as="--size small", fit=fit)


def _told_idea(sql: kernel.Sql, idea: Idea, today: date) -> kernel.Told:
    name, given = name_of(sql, idea.person_id), ideas_given(sql, today).get(idea.id)
    record = reports.idea_fields(idea, name, given)
    words = f"{name}  {reports.thing_words(idea)}"
    return kernel.Told(words, record, "open" if given is None else "given")


kernel.by_id("idea", _told_idea)
