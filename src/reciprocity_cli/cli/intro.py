"""`intros` and `intro`: whom you could introduce, and how far it has come."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from reciprocity_cli.actions import introduce
from reciprocity_cli.cli import kernel, options, prompts
from reciprocity_cli.cli.complete import ids_of
from reciprocity_cli.cli.options import argument, command, flag, noun, option
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import KINDS, Category, Introduction, IntroFor, IntroState
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.domain.vocabulary import parse_kind, parse_size, pick
from reciprocity_cli.errors import UsageError
from reciprocity_cli.reports.intro import intros_view, made_view, planned_fields, state_words
from reciprocity_cli.store.people import NameBook

For = Annotated[
    str | None, option("--for", "WHOM", "person (the first), other, or both.", IntroFor)
]


NeedId = Annotated[
    str | None, option("--need", "ID", "The need that it would meet.", ids_of("need"))
]
Made = Annotated[bool, flag("--made", "Who introduced whom, and what became of it.")]


@command("intros", options.REPORT)
def intros(
    session: Session, query: options.Query = None, made: Made = False, show_all: options.All = False
) -> None:
    """Show whom you could introduce to whom, and the introductions on their way.

    Example: recip intros ana

    What one looks for meets what the other could do (`person edit --speciality`). Ask both first.

    --all shows acquainted pairs too, and introductions that ended.
    """
    with session.asked(query) as asked:
        report = made_view(asked) if made else intros_view(asked, show_all=show_all)
    session.show(report)


noun("intro", "Introductions, and how far they have come")


@command("intro add")
def add(
    session: Session,
    person: options.Person,
    other: Annotated[str, argument("OTHER", "The other of the two.")],
    text: Annotated[list[str] | None, argument("[TEXT...]", "What it is to be good for.")] = None,
    intro_for: For = None,
    need: NeedId = None,
    on: options.On = None,
) -> None:
    """Note an introduction that you could make. Ask both first.

    Example: recip intro add ana bo a Rust reviewer --need 7

    It is for whoever has the need, or for both.
    """
    whom = None if intro_for is None else pick(intro_for, IntroFor, "side")
    day = kernel.past_day(session, on)
    with session.reading() as sql:
        book = NameBook(sql)
        one = prompts.person(session, book, person)
        two = prompts.person(session, book, other)
    planned = introduce.Planned(
        one.id, two.id, clean_text(" ".join(text or [])).strip(), whom, need
    )
    with session.writing("intro add") as op:
        done = introduce.plan(op, planned, day)
        op.summary = f"{show_day(day)}  {done.words}"
    _wrote(session, "Noted", done, op.number, op.summary)


@command("intro list", options.REPORT)
def list_(
    session: Session, query: options.Query = None, made: Made = False, show_all: options.All = False
) -> None:
    """Show the same as `intros`: whom you could introduce, and what is on its way.

    Example: recip intro list ana --all
    """
    intros(session, query, made, show_all)


@command("intro ask")
def ask(session: Session, number: options.Id, on: options.On = None) -> None:
    """Say that you asked both whether they want to meet.

    Example: recip intro ask 12 --on yesterday
    """
    with session.writing("intro ask") as op:
        before = introduce.introduced_of(op, number)
        day = kernel.past_day(session, on, before.introduction.noted_on)
        done = introduce.ask(op, before, day)
        op.summary = f"{show_day(day)}  both asked  {done.words}"
    _wrote(session, "Asked", done, op.number, op.summary)


@command("intro agree")
def agree(
    session: Session,
    number: options.Id,
    who: Annotated[
        str | None, option("--who", "PERSON", "One of the two; both if left out.")
    ] = None,
    on: options.On = None,
) -> None:
    """Say that both want to meet, or with --who that one of them does.

    Example: recip intro agree 12 --who bo
    """
    one = None if who is None else prompts.one(session, who)
    with session.writing("intro agree") as op:
        before = introduce.introduced_of(op, number)
        day = kernel.past_day(session, on, before.introduction.noted_on)
        done = introduce.agree(op, before, None if one is None else one.id, day)
        names = "both agreed" if one is None else f"{one.name} agreed"
        op.summary = f"{show_day(day)}  {names}  {done.words}"
    _wrote(session, "Agreed", done, op.number, op.summary)


@command("intro made")
def made(
    session: Session,
    number: options.Id,
    size: options.Size = None,
    kind: Annotated[
        str | None,
        option("--kind", "KIND", "A finer kind of introduction.", KINDS[Category.INTRODUCTIONS]),
    ] = None,
    on: options.On = None,
) -> None:
    """Say that you made an introduction: it becomes a give, and meets its need.

    Example: recip intro made 12 --size large
    """
    weight = parse_size(size or "medium")
    finer = None if kind is None else parse_kind(Category.INTRODUCTIONS, kind)
    with session.writing("intro made") as op:
        before = introduce.introduced_of(op, number)
        day = kernel.past_day(session, on, before.introduction.noted_on)
        done, give = introduce.make(op, before, day, weight, finer)
        op.summary = f"{show_day(day)}  {done.words}  gave introductions #{give}"
    waiting = introduce.not_agreed(before)
    if waiting and before.introduction.state is not IntroState.AGREED:
        session.tell(f"noted without a yes from {waiting}: asking both first leaves each free")
    _wrote(session, "Made", done, op.number, op.summary)


@command("intro drop")
def drop(session: Session, number: options.Id, on: options.On = None) -> None:
    """Let an introduction go, because one of them does not want it or it is no longer needed.

    Example: recip intro drop 12
    """
    with session.writing("intro drop") as op:
        before = introduce.introduced_of(op, number)
        day = kernel.past_day(session, on, before.introduction.noted_on)
        done = introduce.drop(op, before, day)
        op.summary = f"{show_day(day)}  {done.words}"
    _wrote(session, "Dropped", done, op.number, op.summary)


@command("intro edit")
def edit(
    session: Session,
    number: options.Id,
    text: options.Text = None,
    intro_for: For = None,
    need: NeedId = None,
    on: options.Day = None,
) -> None:
    """Change an introduction that is on its way.

    Example: recip intro edit 12 --for both

    --need "" lets go of the need.
    """
    values = kernel.read(session, "introduction", intro_for=intro_for, noted_on=on)
    if text is not None:
        values["text"] = clean_text(text).strip()
    if not values and need is None:
        raise UsageError("nothing to change", "name a value, such as --for both")
    with session.writing("intro edit") as op:
        done = introduce.edit(op, introduce.introduced_of(op, number), values, need)
        op.summary = kernel.dated(values, done.words)
    _wrote(session, "Changed", done, op.number, op.summary)


@command("intro told")
def told(
    session: Session,
    number: Annotated[str, argument("ID", "As `intros --made` shows it.", ids_of("exchange"))],
    on: options.On = None,
) -> None:
    """Say that you told a connector what became of the introduction you got.

    Example: recip intro told 42

    From two weeks after an introduction on, `recip due` reminds you until you did.
    """
    day = kernel.past_day(session, on)
    with session.writing("intro told") as op:
        got, name, other = introduce.tell(op, number, day)
        about = f"the introduction to {other}" if other else "their introduction"
        op.summary = f"{show_day(got.reported_on or day)}  {name}  about {about}"
    said = "Told" if op.number else "Nothing to change: told"
    record = {
        "id": got.id,
        "person_id": got.person_id,
        "name": name,
        "other_name": other or None,
        "reported_on": got.reported_on or day,
    }
    session.wrote(f"{said} {op.summary}", op.number, [record])


def _told(sql: kernel.Sql, one: Introduction, today: date) -> kernel.Told:
    done = introduce.with_names(sql, one)
    fields = planned_fields(one, done.name, done.other_name)
    return kernel.Told(done.words, fields, state_words(one, today))


kernel.by_id("intro", _told, table="introduction")


def _wrote(
    session: Session, verb: str, done: introduce.Introduced, operation: int, summary: str
) -> None:
    said = f"#{done.introduction.id}  {summary}"
    words = f"{verb} {said}" if operation else f"Nothing to change: {said}"
    record = planned_fields(done.introduction, done.name, done.other_name)
    session.wrote(words, operation, [record])
