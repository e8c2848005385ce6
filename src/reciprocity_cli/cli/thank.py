"""`thank`: noting that you said thank you."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, NamedTuple

from reciprocity_cli.cli import kernel, prompts
from reciprocity_cli.cli.options import On, Person, command, option
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.dates import show_day
from reciprocity_cli.domain.records import WEIGHT_OF, Answer, Category, Direction, Size
from reciprocity_cli.errors import NotFound, UsageError
from reciprocity_cli.reports.report import Fields
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.records import called, fields, find_record
from reciprocity_cli.store.touches import waiting_thanks


@command("thank")
def thank(
    session: Session,
    person: Person,
    on: On = None,
    target: Annotated[
        str | None, option("--for", "ID", "One get or ask, however old or small.")
    ] = None,
) -> None:
    """Note that you thanked a person, for all that was due, or with --for for one thing.

    Example: recip thank ana --on yesterday

    Due are thanks for introductions and large gets of the last 90 days, and for a yes to an ask.
    """
    day = kernel.past_day(session, on)
    who = prompts.one(session, person)
    with session.writing("thank") as op:
        if target is None:
            thanked = note_thanks(op, who.id, day)
        else:
            thanked = [thank_for(op, who.id, target, day)]
        for_what = "; ".join(f"{one.words} (#{one.id})" for one in thanked)
        op.summary = f"{show_day(day)}  {who.name}  for the {for_what}"
    said = f"Thanked {op.summary}"
    if not thanked:
        said = f"Nothing to change: no thanks to {who.name} were due by {show_day(day)}"
    elif not op.number:
        before = show_day(thanked[0].thanked_on)
        said = f"Nothing to change: {who.name} was thanked for the {for_what} on {before}"
    session.wrote(said, op.number, [thanked_fields(one, who) for one in thanked])


class Thanked(NamedTuple):
    """One get, or one ask that was answered with a yes, for which thanks were said on `thanked_on`.

    `what` is "introduction", "large get", "yes" or the category of a get; `on` is the day it came.
    """

    id: int
    what: str
    text: str
    on: date
    thanked_on: date

    @property
    def words(self) -> str:
        """It in words, as `due` has them: "introduction: Bo at Acme"."""
        return f"{self.what}: {self.text}" if self.text else self.what


thanked_fields = Fields(
    "id person_id name what text date=on thanked_on",
    person_id=lambda _, who: who.id,
    name=lambda _, who: who.name,
)


def note_thanks(op: Operation, person_id: int, on: date) -> list[Thanked]:
    """Mark everything that thanks to a person were due for on a day; return it, oldest first."""
    found = [
        Thanked(one.record_id, one.what, one.text, one.on, on)
        for one in sorted(waiting_thanks(op.sql, on).get(person_id, ()))
    ]
    for one in found:
        table = "ask" if one.what == "yes" else "exchange"
        op.update(table, one.id, {"thanked_on": on})
    return found


def thank_for(op: Operation, person_id: int, text: str, on: date) -> Thanked:
    """Mark one get or ask of a person's, however old or small; return it.

    One that was thanked for before keeps its day, and the Thanked returned has that
    day. Raises NotFound for anything else, UsageError for a day before it came.
    """
    table, number = find_record(op.sql, text)
    if table not in ("exchange", "ask"):
        raise NotFound(f"#{number} is {called(table)}, not a get or an ask", _IDS)
    row = fields(op.sql, table, number)
    if row["person_id"] != person_id:
        raise NotFound(f"#{number} is with somebody else", _IDS)
    found = _get(row, on) if table == "exchange" else _yes(row, on)
    if found.on > on:
        raise UsageError(f"{show_day(on)} lies before {show_day(found.on)}, when it came")
    if row["thanked_on"] is not None:
        return found._replace(thanked_on=date.fromisoformat(row["thanked_on"]))
    op.update(table, number, {"thanked_on": on})
    return found


_IDS = "recip history shows the ids of what you got"


def _get(row: dict[str, Any], on: date) -> Thanked:
    if row["direction"] != Direction.GOT:
        raise NotFound(f"#{row['id']} is something you gave", _IDS)
    what = row["category"]
    if what == Category.INTRODUCTIONS:
        what = "introduction"
    elif row["weight"] >= WEIGHT_OF[Size.LARGE]:
        what = "large get"
    return Thanked(row["id"], what, row["note"], date.fromisoformat(row["date"]), on)


def _yes(row: dict[str, Any], on: date) -> Thanked:
    if row["answer"] != Answer.YES:
        raise NotFound(f"#{row['id']} is an ask without a yes", "note the answer first")
    came = date.fromisoformat(row["answered_on"] or row["asked_on"])
    return Thanked(row["id"], "yes", row["what"], came, on)
