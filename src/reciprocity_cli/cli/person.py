"""`person`: add, list, show, edit, rename, merge, archive, remove, erase."""

from __future__ import annotations

from typing import Annotated, Any

from reciprocity_cli.actions import person as actions
from reciprocity_cli.cli import complete, kernel, options, prompts
from reciprocity_cli.cli.options import argument, choice, command, flag, group, text, texts
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain import records
from reciprocity_cli.domain.names import Known, clean_name, fold, resolve, told_apart
from reciprocity_cli.domain.records import Expect
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.drafts import left_in
from reciprocity_cli.errors import LedgerError, NotFound, UsageError
from reciprocity_cli.reports.words import people_counted
from reciprocity_cli.store import people as reads
from reciprocity_cli.store.connection import FOLDER
from reciprocity_cli.store.filters import PeopleChosen
from reciprocity_cli.store.people import NameBook, choose_people, delete_person, update_person

PERSON: options.Parameters = {
    "roles": texts("--role", "ROLE", "mentor, coach, connector, sponsor or peer."),
    "tags": texts("--tag", "TAG", "A word of your own."),
    "specialities": texts("--speciality", "TEXT", "What they could do for others."),
    "aliases": texts("--alias", "NAME", "Another name they go by."),
    "cadence": text("--cadence", "EVERY", "How often: 2w, 3m, 1y, none, or default."),
    "birthday": text("--birthday", "DATE", "1990-02-28, or --02-28 without a year."),
    "start_phase": text("--phase", "PHASE", "Where you stand already."),
    "organisation": text("--org", "TEXT", "Organisation."),
    "title": text("--title", "TEXT", "What they are there."),
    "emails": texts("--email", "TEXT", "An e-mail address."),
    "phones": texts("--phone", "TEXT", "A telephone number."),
    "links": texts("--link", "URL", "A profile or web page."),
    "why": text("--why", "TEXT", "Why them, and what you could bring."),
    "route": text("--route", "TEXT", "How you can connect."),
    "met_through": text("--met-through", "PERSON", "Who introduced you."),
    "expect": text(
        "--expect", "TILT", "give, even, receive or off; auto decides.", (*Expect, "auto")
    ),
    "notes": text("--notes", "TEXT", "Anything else."),
}

EDITING: options.Parameters = {
    "drop": texts("--drop", "LIST:VALUE", "Take off a list, such as tag:acme."),
    "paused": choice("--pause/--no-pause", "Not due for lateness."),
}

group(
    "person",
    "The people themselves: add, list, show, edit, rename, duplicates, merge, archive, rm, erase.",
)


@command("person add", fields=PERSON)
def add(
    session: Session,
    name: Annotated[str, argument("NAME", "The whole name.")],
    **words: Any,
) -> None:
    """Add a person.

    Example: recip person add "Ana Ruiz" --role mentor --org Helix --cadence 1m
    """
    met_through = words.pop("met_through")
    values = actions.read_values(words)
    name = clean_name(name)
    with session.reading() as sql:
        book = NameBook(sql)
        values |= actions.met_through(book, met_through)
        namesakes = reads.exact_people(sql, fold(name))
        meant = [] if namesakes else [told_apart(one) for one in book.find(name).hits]
    with session.writing("person add") as op:
        number = actions.add_person(op, name, values, session.today)
        handle = reads.people_by_id(op.sql, [number])[0].handle
        op.summary = name
    if namesakes:
        session.tell(
            f"note: {people_counted(len(namesakes))} of this name before;"
            f" tell them apart by handle: {', '.join([*(one.handle for one in namesakes), handle])}"
        )
    if meant:
        others = " and ".join(meant) if len(meant) < 3 else f"{len(meant)} others"
        session.tell(f"note: {name} also fits {others}; if that is who you mean: recip undo")
    said = f"Added #{number}  {name}  ({handle})"
    session.wrote(said, op.number, kernel.people(session, [number]))


@command("person list", options.REPORT)
def list_(
    session: Session,
    query: options.Query = None,
    archived: Annotated[bool, flag("--archived", "Only the archived.")] = False,
    show_all: Annotated[bool, flag("--all", "The archived too.")] = False,
) -> None:
    """List people, in the order of their names.

    Example: recip person list role:mentor tag:acme
    """
    from reciprocity_cli.reports.people import people_view

    session.report(people_view, query, None if show_all else archived)


@command("person show", options.PLAIN_REPORT)
def show(session: Session, person: options.Person) -> None:
    """Show what is recorded about a person.

    Example: recip person show ana
    """
    from reciprocity_cli.reports.people import card_view

    prompts.report_on(session, person, card_view)


@command("person edit", fields={**PERSON, **EDITING})
def edit(
    session: Session,
    query: Annotated[list[str], argument("QUERY...", "A person, or terms.", complete.queries)],
    **words: Any,
) -> None:
    """Change one person, or everyone a query finds, in one operation.

    Example: recip person edit role:mentor --cadence 1m

    Lists grow: --tag adds, --drop tag:acme takes off. An empty text clears a single value.
    """
    met_through = words.pop("met_through")
    values = actions.read_values(words)
    with session.reading() as sql:
        values |= actions.met_through(NameBook(sql), met_through)
        chosen = _people_to_change(session, sql, query)
    if not values:
        raise UsageError("nothing to change", "name a value, such as --cadence 1m")
    actions.refuse_for_many(values, len(chosen))
    with session.writing("person edit") as op:
        changed = actions.edit_people(op, [one.id for one in chosen], values)
        shown = ", ".join(one.name for one in chosen[:3])
        more = f" and {len(chosen) - 3} more" if len(chosen) > 3 else ""
        op.summary = f"{shown}{more}: {', '.join(sorted(values))}"
    records = kernel.people(session, [one.id for one in chosen])
    if not changed:
        session.wrote(f"Nothing to change: {shown}{more} had it so already", 0, records)
        return
    said = (
        f"Changed {changed} of {len(chosen)}: {shown}{more}"
        if len(chosen) > 1
        else (f"Changed #{chosen[0].id}  {shown}")
    )
    session.wrote(said, op.number, records)


@command("person rename")
def rename(
    session: Session,
    person: options.Person,
    name: Annotated[str, argument("NAME", "The new name.")],
    keep_alias: Annotated[bool, flag("--alias", "Keep the old name as an alias.")] = False,
) -> None:
    """Give a person another name; id and handle stay.

    Example: recip person rename ana "Ana Ruiz Soler" --alias
    """
    name = clean_name(name)
    who = prompts.one(session, person)
    with session.writing("person rename") as op:
        update_person(op, who.id, {"name": name})
        if keep_alias:
            actions.edit_people(op, [who.id], {"aliases": (who.name,)})
        op.summary = f"{who.name} is now {name}"
    said = f"#{who.id}  {who.name} is now {name}"
    session.wrote(said, op.number, kernel.people(session, [who.id]))


@command("person duplicates", options.PLAIN_REPORT)
def duplicates(session: Session, query: options.Query = None) -> None:
    """List the pairs who may be one person, why they look alike, and the way to merge them.

    Example: recip person duplicates

    Alike are a shared e-mail, link, phone number or name, and names that differ
    by a letter or two or by an initial. Nothing is merged by itself.
    """
    from reciprocity_cli.reports.people import duplicates_view

    session.report(duplicates_view, query)


@command("person merge")
def merge(
    session: Session,
    keep: Annotated[str, argument("A", "Who stays.")],
    gone: Annotated[str, argument("B", "Who becomes part of A.")],
    yes: Annotated[bool, flag("--yes", "Do not show both and ask first.")] = False,
) -> None:
    """Make one person of two: everything of B goes to A.

    Example: recip person merge ana-ruiz ana-ruiz-2

    Single values of A win, those of B go into the notes; a contact with both
    counts once. On a terminal both are shown side by side, and you are asked.
    """
    from reciprocity_cli.store.join import merge_people

    with session.reading() as sql:
        book = NameBook(sql)
        a, b = (prompts.person(session, book, query) for query in (keep, gone))
        if a.id == b.id:
            raise UsageError(f"both are {a.name} (#{a.id})", "name two people")
        ours, theirs = reads.people_by_id(sql, [a.id, b.id])
    if not yes and session.can_ask:
        session.ledger.release()
        _ask_to_merge(session, ours, theirs)
    with session.writing("person merge") as op:
        # Read again: while the question stood, somebody else may have written.
        merge_people(op, *_still_there(reads.people_by_id(op.sql, [a.id, b.id])))
    records = [{**one, "merged_id": b.id} for one in kernel.people(session, [a.id])]
    session.wrote(f"Merged {op.summary}", op.number, records)


def _ask_to_merge(session: Session, ours: records.Person, theirs: records.Person) -> None:
    from reciprocity_cli.cli.output import show_beside
    from reciprocity_cli.cli.prompts import confirm
    from reciprocity_cli.reports.people import side_by_side_report

    show_beside(side_by_side_report(ours, theirs), session.today, session.settings)
    if not confirm(f"Merge {theirs.name} (#{theirs.id}) into {ours.name} (#{ours.id})?"):
        raise UsageError("nobody was merged", "nothing was written")


def _still_there(people: list[records.Person]) -> tuple[records.Person, records.Person]:
    if len(people) < 2:
        raise NotFound("one of the two is gone by now", "recip person list shows everyone")
    return people[0], people[1]


@command("person archive")
def archive(
    session: Session,
    person: options.Person,
    back: Annotated[bool, flag("--back", "Take out of the archive.")] = False,
) -> None:
    """Put a person away: kept, but not due and not listed.

    Example: recip person archive ana
    """
    who = prompts.one(session, person)
    with session.writing("person archive") as op:
        update_person(op, who.id, {"archived": not back})
        op.summary = f"{who.name} {'back' if back else 'archived'}"
    said = "is back" if back else "is archived"
    session.wrote(f"#{who.id}  {who.name} {said}", op.number, kernel.people(session, [who.id]))


@command("person rm")
def rm(session: Session, person: options.Person) -> None:
    """Remove a person with their entries; it can be undone.

    Example: recip person rm "Ana Ruiz"
    """
    who = prompts.one(session, person)
    with session.writing("person rm") as op:
        delete_person(op, who.id)
        op.summary = who.name
    record = {"id": who.id, "name": who.name}
    said = f"Removed #{who.id}  {who.name} and their entries"
    session.wrote(said, op.number, [record])


@command("person erase")
def erase(
    session: Session,
    person: options.Person,
    yes: Annotated[bool, flag("--yes", "Do not ask for the name again.")] = False,
) -> None:
    """Take every trace of a person out of the file, history included. It cannot be undone.

    Example: recip person erase "Ana Ruiz"

    Operations that touched them can no longer be undone either.
    """
    from reciprocity_cli.cli.prompts import ask
    from reciprocity_cli.store.erase import erase_people

    who = _to_erase(session, person)
    name, numbers = who[0].name, ", ".join(f"#{one.id}" for one in who)
    if not yes:
        if not session.can_ask:
            raise UsageError(f"erasing {name} cannot be undone", "say --yes if that is meant")
        session.tell(f"Erasing {name} ({numbers}, {who[0].handle}) cannot be undone.")
        if fold(ask("Type the name again:")) != who[0].folded:
            raise UsageError("that is another name", "nothing was erased")
    with session.writing("person erase") as op:
        gone = erase_people(op, {one.id for one in who})
    _rewrite(session, f"Erased {numbers}")
    session.wrote(f"Erased {numbers}", op.number, [{"id": one} for one in sorted(gone)], back=None)
    earlier = sorted(gone - {one.id for one in who})
    if earlier:
        listed = ", ".join(f"#{number}" for number in earlier)
        session.add([f"with what the history had of the same person: {listed}"])
    _tell_what_is_left(session)


def _to_erase(session: Session, query: str) -> list[Known]:
    """Return the one person meant, or where there is none those of the name in the history."""
    from reciprocity_cli.store.erase import removed_people

    with session.reading() as sql:
        book = NameBook(sql)
        if book.find(query).hits:
            return [prompts.person(session, book, query)]
        removed = resolve(query, removed_people(sql)).hits
        if not removed:
            raise book.nobody(query)
        if len({one.folded for one in removed}) > 1:
            raise book.several(query, removed)
        return list(removed)


def _rewrite(session: Session, said: str) -> None:
    """Rewrite the file, so that nothing erased is left in it. Raises LedgerError."""
    from reciprocity_cli.store.erase import compact

    try:
        compact(session.ledger.sql, session.path)
    except LedgerError as error:
        what = f"{said}, but the file could not be rewritten: {error.message}"
        raise LedgerError(what, "recip ledger compact takes out what is left of it") from error


def _tell_what_is_left(session: Session) -> None:
    """Name what holds the erased still, and the command that takes it away."""
    from shlex import quote

    from reciprocity_cli.store.backup import backups_of

    folder = session.path.parent
    for file in (*backups_of(session.path), *left_in(folder), *left_in(folder / FOLDER)):
        session.tell(f"still in {file}: rm {quote(str(file))}")
    session.tell(
        "exports you made earlier may hold them too (rm FILE), and so may your shell's history"
        " (bash: history -d NUMBER; fish: history delete)"
    )


def _people_to_change(session: Session, sql: Any, words: list[str]) -> list[Any]:
    """Return the people of a query: each bare name is one person, terms find any number."""
    asked = session.query(words)
    book = NameBook(sql)
    chosen = PeopleChosen()
    if asked.wanted.names:
        named = [prompts.person(session, book, name) for name in asked.wanted.names]
        chosen = PeopleChosen(tuple(one.id for one in named))
    if asked.excluded.names:
        excluded = choose_people(sql, asked._replace(wanted=type(asked.wanted)())).excluded
        chosen = chosen._replace(excluded=excluded)
    found = reads.people(sql, asked, chosen, session.today)
    if not found:
        shown = quoted(" ".join(words))
        raise NotFound(f"nobody fits {shown}", "recip person list shows everyone")
    return found
