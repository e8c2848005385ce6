"""`offer`, `opportunity` and `idea`: what you have to give, what came up, what you plan."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from reciprocity_cli.cli import kernel, options, prompts
from reciprocity_cli.cli.options import argument, command, flag, group, option
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import Idea, Offer, Opportunity
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports import offer as reports
from reciprocity_cli.reports.need import need_words
from reciprocity_cli.store.records import at_hand

Text = Annotated[str | None, option("--text", "TEXT", "What it is.")]
Category = Annotated[str | None, option("--category", "CATEGORY", "Of the give it would be.")]
Terms = Annotated[list[str] | None, argument("[QUERY]...", "Terms: cat:, tag: and text:.")]
OfferId = Annotated[str, argument("ID", "As `offer list` shows it.")]
Angle = Annotated[
    str | None,
    option("--angle", "ANGLE", "generational, technical, market, cultural, cross-industry."),
]


group("offer", "What you have to give: add, list, edit, rm.")


@command("offer add")
def add_offer(
    session: Session,
    text: Annotated[list[str], argument("TEXT...", "What you could give.")],
    tag: options.Tags = None,
    category: Category = None,
    angle: Angle = None,
) -> None:
    """Note something you have to give; `suggest` matches it with what people look for.

    Example: recip offer add code reviews in Rust --tag rust --category advice
    """
    values = kernel.read(session, "offer", text=" ".join(text), category=category, angle=angle)
    values["tags"] = kernel.tag_list((), tag)
    kernel.add(session, "offer", values, _told_offer)


@command("offer list", options.PLAIN_REPORT)
def list_offer(session: Session, query: Terms = None) -> None:
    """List what you have to give.

    Example: recip offer list cat:advice
    """
    session.report(reports.offers_view, query)


@command("offer edit")
def edit_offer(
    session: Session,
    number: OfferId,
    text: Text = None,
    category: Category = None,
    angle: Angle = None,
    tag: options.Tags = None,
    drop_tag: options.DropTags = None,
) -> None:
    """Change an offer.

    Example: recip offer edit 7 --tag rust --angle technical

    --category "" and --angle "" clear them.
    """
    values = kernel.read(session, "offer", text=text, category=category, angle=angle)
    such_as = "--category advice"
    kernel.edit(
        session, "offer", number, values, _told_offer, such_as=such_as, tags=tag, dropped=drop_tag
    )


@command("offer rm")
def rm_offer(session: Session, number: OfferId) -> None:
    """Remove an offer. It can be undone.

    Example: recip offer rm 7
    """
    kernel.remove(session, "offer", number, _told_offer)


def _told_offer(offer: Offer, _name: str, _today: date) -> tuple[str, kernel.Record]:
    return f"you offer: {reports.thing_words(offer)}", reports.offer_fields(offer)


OpportunityId = Annotated[str, argument("ID", "As `opportunity list` shows it.")]
Expires = Annotated[str | None, option("--expires", "DATE", "Its last day; looks ahead.")]


group("opportunity", "What came up: add, list, edit, rm.")


@command("opportunity add")
def add_opportunity(
    session: Session,
    text: Annotated[list[str], argument("TEXT...", "What came up.")],
    tag: options.Tags = None,
    category: Category = None,
    expires: Expires = None,
) -> None:
    """Note something that came up, and see at once whom it could help.

    Example: recip opportunity add a call for talks --tag rust --expires +3w
    """
    values = kernel.read(
        session, "opportunity", text=" ".join(text), category=category, expires_on=expires
    )
    last = values.get("expires_on")
    if last is not None and last < session.today:
        raise UsageError(f"{show_day(last)} is over", "--expires names its last day")
    values["tags"] = kernel.tag_list((), tag)
    with session.writing("opportunity add") as op:
        one = at_hand(op.sql, "opportunity", op.insert("opportunity", values))
        op.summary, record = _told_opportunity(one, "", session.today)
        [fits] = reports.whom_it_could_help(op.sql, [one], session.today)
    record["fits"] = [reports.fit_fields(fit) for fit in fits]
    session.wrote(f"Noted #{one.id}  {op.summary}", op.number, [record])
    session.add([_fit_words(fit) for fit in fits] or ["nobody noted so far looks for it"])


@command("opportunity list", options.PLAIN_REPORT)
def list_opportunity(
    session: Session,
    query: Terms = None,
    show_all: Annotated[bool, flag("--all", "Those that expired too.")] = False,
) -> None:
    """List what came up, the first to expire first.

    Example: recip opportunity list tag:rust
    """
    session.report(reports.opportunities_view, query, show_all=show_all)


@command("opportunity edit")
def edit_opportunity(
    session: Session,
    number: OpportunityId,
    text: Text = None,
    category: Category = None,
    expires: Expires = None,
    tag: options.Tags = None,
    drop_tag: options.DropTags = None,
) -> None:
    """Change an opportunity.

    Example: recip opportunity edit 7 --expires +2w

    --category "" and --expires "" clear them.
    """
    values = kernel.read(session, "opportunity", text=text, category=category, expires_on=expires)
    kernel.edit(
        session,
        "opportunity",
        number,
        values,
        _told_opportunity,
        such_as="--expires +2w",
        tags=tag,
        dropped=drop_tag,
    )


@command("opportunity rm")
def rm_opportunity(session: Session, number: OpportunityId) -> None:
    """Remove an opportunity. It can be undone.

    Example: recip opportunity rm 7
    """
    kernel.remove(session, "opportunity", number, _told_opportunity)


def _told_opportunity(one: Opportunity, _name: str, _today: date) -> tuple[str, kernel.Record]:
    until = "" if one.expires_on is None else f", until {show_day(one.expires_on)}"
    return f"{reports.thing_words(one)}{until}", reports.opportunity_fields(one)


def _fit_words(fit: reports.Seeker) -> str:
    return f"{fit.shown} {need_words(fit.need)}; words: {', '.join(fit.words)}"


IdeaId = Annotated[str, argument("ID", "As `idea list` shows it.")]
Size = Annotated[
    str | None, option("--size", "SIZE", "How much it would help: small, medium or large.")
]


group("idea", "Gives you plan for a person: add, list, edit, rm.")


@command("idea add")
def add_idea(
    session: Session,
    person: options.Person,
    text: Annotated[list[str], argument("TEXT...", "What you could give.")],
    category: Category = None,
    size: Size = None,
) -> None:
    """Note a give that you plan; `suggest` brings it up, and `gave --from ID` closes it.

    Example: recip idea add ana a visit to the lab --category kno --size small
    """
    values = kernel.read(session, "idea", text=" ".join(text), category=category, size=size)
    values["person_id"] = prompts.one(session, person).id
    kernel.add(session, "idea", values, _told_idea)


@command("idea list", options.PLAIN_REPORT)
def list_idea(
    session: Session,
    query: options.Query = None,
    show_all: Annotated[bool, flag("--all", "Those that were given too.")] = False,
) -> None:
    """List the gives you plan, by person.

    Example: recip idea list role:mentor cat:advice
    """
    session.report(reports.ideas_view, query, show_all=show_all)


@command("idea edit")
def edit_idea(
    session: Session,
    number: IdeaId,
    text: Text = None,
    category: Category = None,
    size: Size = None,
) -> None:
    """Change an idea.

    Example: recip idea edit 7 --size small

    --category "" clears the category.
    """
    values = kernel.read(session, "idea", text=text, category=category, size=size)
    kernel.edit(session, "idea", number, values, _told_idea, such_as="--size small")


@command("idea rm")
def rm_idea(session: Session, number: IdeaId) -> None:
    """Remove an idea. It can be undone.

    Example: recip idea rm 7
    """
    kernel.remove(session, "idea", number, _told_idea)


def _told_idea(idea: Idea, name: str, _today: date) -> tuple[str, kernel.Record]:
    return f"{name}  {reports.thing_words(idea)}", reports.idea_fields(idea, name)
