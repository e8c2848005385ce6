"""`offer`, `opportunity` and `idea`: what you have to give, what came up, what you plan."""

from __future__ import annotations

from typing import Annotated, Any

from reciprocity_cli.cli import kernel, prompts
from reciprocity_cli.cli.options import (
    PLAIN_REPORT,
    DropTags,
    EditedText,
    GiveCategory,
    Person,
    Query,
    Tags,
    Terms,
    argument,
    command,
    flag,
    group,
    option,
)
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import Opportunity
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.need import need_words
from reciprocity_cli.reports.offer import (
    Fit,
    fit_fields,
    idea_fields,
    offer_fields,
    opportunity_fields,
    thing_words,
    whom_it_could_help,
)
from reciprocity_cli.store.people import name_of

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
    tag: Tags = None,
    category: GiveCategory = None,
    angle: Angle = None,
) -> None:
    """Note something you have to give; `suggest` matches it with what people look for.

    Example: recip offer add code reviews in Rust --tag rust --category advice
    """
    typed = {"text": " ".join(text), "category": category, "angle": angle}
    values = kernel.read_values("offer", typed, session.today)
    with session.writing("offer add") as op:
        offer = kernel.add_thing(op, "offer", values, tag or ())
        op.summary = f"you offer: {thing_words(offer)}"
    session.wrote(f"Noted #{offer.id}  {op.summary}", op.number, [offer_fields(offer)])


@command("offer list", PLAIN_REPORT)
def list_offer(session: Session, query: Terms = None) -> None:
    """List what you have to give.

    Example: recip offer list cat:advice
    """
    from reciprocity_cli.reports.offer import offers_view

    with session.asked(query) as asked:
        report = offers_view(asked)
    session.show(report)


@command("offer edit")
def edit_offer(
    session: Session,
    number: OfferId,
    text: EditedText = None,
    category: GiveCategory = None,
    angle: Angle = None,
    tag: Tags = None,
    drop_tag: DropTags = None,
) -> None:
    """Change an offer.

    Example: recip offer edit 7 --tag rust --angle technical

    --category "" and --angle "" clear them.
    """
    typed = {"text": text, "category": category, "angle": angle}
    values = kernel.read_values("offer", typed, session.today)
    if not values and not tag and not drop_tag:
        raise UsageError("nothing to change", "name a value, such as --category advice")
    with session.writing("offer edit") as op:
        before = kernel.thing_of(op, "offer", number)
        changed = kernel.edit_tagged(op, "offer", before, values, tag or (), drop_tag or ())
        offer = kernel.thing_of(op, "offer", number)
        op.summary = f"you offer: {thing_words(offer)}"
    session.edited(op.summary, op.number, offer_fields(offer), changed=changed)


@command("offer rm")
def rm_offer(session: Session, number: OfferId) -> None:
    """Remove an offer. It can be undone.

    Example: recip offer rm 7
    """
    with session.writing("offer rm") as op:
        offer = kernel.remove(op, "offer", number)
        op.summary = f"you offer: {thing_words(offer)}"
    session.wrote(f"Removed #{offer.id}  {op.summary}", op.number, [{"id": offer.id}])


OpportunityId = Annotated[str, argument("ID", "As `opportunity list` shows it.")]
Expires = Annotated[str | None, option("--expires", "DATE", "Its last day; looks ahead.")]


group("opportunity", "What came up: add, list, edit, rm.")


@command("opportunity add")
def add_opportunity(
    session: Session,
    text: Annotated[list[str], argument("TEXT...", "What came up.")],
    tag: Tags = None,
    category: GiveCategory = None,
    expires: Expires = None,
) -> None:
    """Note something that came up, and see at once whom it could help.

    Example: recip opportunity add a call for talks --tag rust --expires +3w
    """
    typed = {"text": " ".join(text), "category": category, "expires_on": expires}
    values = _read(session, typed)
    kernel.refuse_expired(values, session.today)
    with session.writing("opportunity add") as op:
        one = kernel.add_thing(op, "opportunity", values, tag or ())
        op.summary = _words(one)
        [fits] = whom_it_could_help(op.sql, [one], session.today)
    record = {**opportunity_fields(one), "fits": [fit_fields(fit) for fit in fits]}
    session.wrote(f"Noted #{one.id}  {op.summary}", op.number, [record])
    session.add([_fit_words(fit) for fit in fits] or ["nobody noted so far looks for it"])


@command("opportunity list", PLAIN_REPORT)
def list_opportunity(
    session: Session,
    query: Terms = None,
    show_all: Annotated[bool, flag("--all", "Those that expired too.")] = False,
) -> None:
    """List what came up, the first to expire first.

    Example: recip opportunity list tag:rust
    """
    from reciprocity_cli.reports.offer import opportunities_view

    with session.asked(query) as asked:
        report = opportunities_view(asked, show_all=show_all)
    session.show(report)


@command("opportunity edit")
def edit_opportunity(
    session: Session,
    number: OpportunityId,
    text: EditedText = None,
    category: GiveCategory = None,
    expires: Expires = None,
    tag: Tags = None,
    drop_tag: DropTags = None,
) -> None:
    """Change an opportunity.

    Example: recip opportunity edit 7 --expires +2w

    --category "" and --expires "" clear them.
    """
    values = _read(session, {"text": text, "category": category, "expires_on": expires})
    if not values and not tag and not drop_tag:
        raise UsageError("nothing to change", "name a value, such as --expires +2w")
    with session.writing("opportunity edit") as op:
        before = kernel.thing_of(op, "opportunity", number)
        changed = kernel.edit_tagged(op, "opportunity", before, values, tag or (), drop_tag or ())
        one = kernel.thing_of(op, "opportunity", number)
        op.summary = _words(one)
    session.edited(op.summary, op.number, opportunity_fields(one), changed=changed)


@command("opportunity rm")
def rm_opportunity(session: Session, number: OpportunityId) -> None:
    """Remove an opportunity. It can be undone.

    Example: recip opportunity rm 7
    """
    with session.writing("opportunity rm") as op:
        one = kernel.remove(op, "opportunity", number)
        op.summary = _words(one)
    session.wrote(f"Removed #{one.id}  {op.summary}", op.number, [{"id": one.id}])


def _read(session: Session, typed: dict[str, str | None]) -> dict[str, Any]:
    order = session.settings.date_order
    return kernel.read_values("opportunity", typed, session.today, order)


def _words(one: Opportunity) -> str:
    until = "" if one.expires_on is None else f", until {show_day(one.expires_on)}"
    return f"{thing_words(one)}{until}"


def _fit_words(fit: Fit) -> str:
    return f"{fit.shown} {need_words(fit.need)}; words: {', '.join(fit.words)}"


IdeaId = Annotated[str, argument("ID", "As `idea list` shows it.")]
Size = Annotated[
    str | None, option("--size", "SIZE", "How much it would help: small, medium or large.")
]


group("idea", "Gives you plan for a person: add, list, edit, rm.")


@command("idea add")
def add_idea(
    session: Session,
    person: Person,
    text: Annotated[list[str], argument("TEXT...", "What you could give.")],
    category: GiveCategory = None,
    size: Size = None,
) -> None:
    """Note a give that you plan; `suggest` brings it up, and `gave --from ID` closes it.

    Example: recip idea add ana a visit to the lab --category kno --size small
    """
    typed = {"text": " ".join(text), "category": category, "size": size}
    values = kernel.read_values("idea", typed, session.today)
    who = prompts.one(session, person)
    with session.writing("idea add") as op:
        idea = kernel.add_thing(op, "idea", {"person_id": who.id, **values})
        op.summary = f"{who.name}  {thing_words(idea)}"
    session.wrote(f"Noted #{idea.id}  {op.summary}", op.number, [idea_fields(idea, who.name)])


@command("idea list", PLAIN_REPORT)
def list_idea(
    session: Session,
    query: Query = None,
    show_all: Annotated[bool, flag("--all", "Those that were given too.")] = False,
) -> None:
    """List the gives you plan, by person.

    Example: recip idea list role:mentor cat:advice
    """
    from reciprocity_cli.reports.offer import ideas_view

    with session.asked(query) as asked:
        report = ideas_view(asked, show_all=show_all)
    session.show(report)


@command("idea edit")
def edit_idea(
    session: Session,
    number: IdeaId,
    text: EditedText = None,
    category: GiveCategory = None,
    size: Size = None,
) -> None:
    """Change an idea.

    Example: recip idea edit 7 --size small

    --category "" clears the category.
    """
    typed = {"text": text, "category": category, "size": size}
    values = kernel.read_values("idea", typed, session.today)
    if not values:
        raise UsageError("nothing to change", "name a value, such as --size small")
    with session.writing("idea edit") as op:
        before = kernel.thing_of(op, "idea", number)
        changed = kernel.edit_idea(op, before.id, values)
        idea = kernel.thing_of(op, "idea", number)
        name = name_of(op.sql, idea.person_id)
        op.summary = f"{name}  {thing_words(idea)}"
    session.edited(op.summary, op.number, idea_fields(idea, name), changed=changed)


@command("idea rm")
def rm_idea(session: Session, number: IdeaId) -> None:
    """Remove an idea. It can be undone.

    Example: recip idea rm 7
    """
    with session.writing("idea rm") as op:
        idea = kernel.remove(op, "idea", number)
        op.summary = f"{name_of(op.sql, idea.person_id)}  {thing_words(idea)}"
    session.wrote(f"Removed #{idea.id}  {op.summary}", op.number, [{"id": idea.id}])
