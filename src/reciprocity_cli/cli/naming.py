"""Names as the owner types them: one hit is used, several are picked from, none may be added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reciprocity_cli.cli.asking import choose, confirm
from reciprocity_cli.domain.names import Known, clean_name, told_apart
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import NotFound
from reciprocity_cli.services.entries import Participant
from reciprocity_cli.store.people import NameBook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reciprocity_cli.cli.session import Session


def person(session: Session, book: NameBook, query: str) -> Known:
    """Return the one person meant; picks on a terminal, else raises NotFound."""
    hits = book.find(query).hits
    if len(hits) == 1:
        return hits[0]
    if not hits:
        raise book.nobody(query)
    return _picked(session, book, query, hits)


def one(session: Session, query: str) -> Known:
    """Return the one person meant, from a reading of its own."""
    with session.reading() as sql:
        return person(session, NameBook(sql), query)


def participants(session: Session, queries: Sequence[str], *, new: bool) -> list[Participant]:
    """Return everybody who took part, each as `participant` finds them."""
    with session.reading() as sql:
        book = NameBook(sql)
        apart = [name for query in queries for name in _apart(book, query)]
        return [participant(session, book, name, new=new) for name in apart]


def _apart(book: NameBook, query: str) -> list[str]:
    """Return the names in `ana,ben`, as the question for them takes them too.

    Only where nobody bears the whole, and somebody each part: a comma may belong to a name.
    """
    names = [name.strip() for name in query.split(",")]
    if len(names) < 2 or book.find(query).hits or not all(book.find(name).hits for name in names):
        return [query]
    return names


def participant(session: Session, book: NameBook, query: str, *, new: bool) -> Participant:
    """Return somebody for an entry: known, or (with `new`, or on the owner's yes) to be added."""
    hits = book.find(query).hits
    if hits:
        found = hits[0] if len(hits) == 1 else _picked(session, book, query, hits)
        return Participant(found.name, found.id, book.shown(found))
    if query.strip().startswith("#"):
        raise book.nobody(query)
    if new:
        return Participant(clean_name(query))
    refusal = book.nobody(query, "add them with --new")
    if session.can_ask:
        session.ledger.release()
        session.tell(str(refusal))
        name = clean_name(query)
        if confirm(f"Add {name}?"):
            return Participant(name)
    elif "--new" not in refusal.hint:
        refusal = NotFound(refusal.message, f"{refusal.hint} --new adds them")
    raise refusal


def _picked(session: Session, book: NameBook, query: str, hits: Sequence[Known]) -> Known:
    refusal = book.several(query, hits)
    if not session.can_ask:
        raise refusal
    session.ledger.release()
    session.tell(f"{quoted(query)} could be {len(hits)} people:")
    at = choose("Which one?", [told_apart(one) for one in hits])
    if at is None:
        raise NotFound("nobody was chosen", "nothing was written")
    return hits[at]
