"""The ledgers that are timed: 1,000 people, and exchanges spread evenly over 10 years.

Made by `python benchmarks/ledgers.py KIND FILE COUNT` in a process of its own, so that the memory
it takes is not counted among that of the commands. The same arguments make the same entries.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reciprocity_cli.store.operation import Operation

PEOPLE = 1_000
IN_CLUB = 36
"""People with the tag `club`: as many rows as a terminal of 40 lines may show."""

TODAY = date(2026, 6, 30)
DAYS = 3_650
SEED = 20_260_630

_FIRST = (
    *("Ana", "Ben", "Cai", "Dee", "Eve", "Fay", "Gil", "Hana", "Ivo", "Jun", "Kim", "Lea", "Max"),
    *("Nia", "Omar", "Pia", "Quin", "Rui", "Sara", "Tom", "Uma", "Vera", "Wim", "Xena", "Yuki"),
    *("Zoe", "Aldo", "Bea", "Carl", "Dora", "Edo", "Finn"),
)
_LAST = (
    *("Ruiz", "Adler", "Wong", "Park", "Stone", "Lund", "Amar", "Berg", "Katz", "Sato", "Novak"),
    *("Rossi", "Silva", "Weber", "Costa", "Lind", "Haas", "Moreau", "Kaya", "Osei", "Petrov"),
    *("Quist", "Reyes", "Suzuki", "Tran", "Ueda", "Vance", "Wolf", "Xu", "Young", "Zeman"),
    "Conti",
)
_CADENCES = (None, None, None, "1m", "3m", "3m", "6m", "1y", "1y", "none")
_ROLES = ("", "", "", "", "peer", "peer", "mentor", "coach", "connector", "sponsor")
_CATEGORIES = (
    *("knowledge", "knowledge", "knowledge", "advice", "advice", "advice", "recognition"),
    *("recognition", "introductions", "opportunities"),
)
_WEIGHTS = (1.0,) * 4 + (2.0,) * 12 + (4.0,)
_CHANNELS = (None, None, "coffee", "call", "email", "message", "meeting")
_NOTES = ("", "", "the pricing page", "how they hire", "a draft read", "Bo at Acme", "the new API")
_SIZE_WORDS = {1.0: "small", 2.0: "medium", 4.0: "large"}


class Entry(NamedTuple):
    """One exchange; `person` counts from 0."""

    person: int
    direction: str
    category: str
    weight: float
    on: date
    note: str
    channel: str | None


def names() -> list[str]:
    """Return the names of the people: each different."""
    return [f"{_FIRST[at % len(_FIRST)]} {_LAST[at // len(_FIRST)]}" for at in range(PEOPLE)]


def entries(count: int) -> Iterator[Entry]:
    """Yield `count` exchanges, the oldest first; each person leans their own way."""
    random = Random(SEED)
    leaning = [random.betavariate(3, 3) for _ in range(PEOPLE)]
    first = TODAY - timedelta(DAYS - 1)
    for at in range(count):
        person = random.randrange(PEOPLE)
        yield Entry(
            person,
            "gave" if random.random() < leaning[person] else "got",
            random.choice(_CATEGORIES),
            random.choice(_WEIGHTS),
            first + timedelta(at * DAYS // count),
            random.choice(_NOTES),
            random.choice(_CHANNELS),
        )


def write_ledger(path: Path, count: int) -> None:
    """Make a ledger of these people and exchanges, in one operation."""
    from reciprocity_cli.store.bulk import StagedExchange, Staging
    from reciprocity_cli.store.create import create_ledger
    from reciprocity_cli.store.ledger import open_ledger

    def fill(op: Operation) -> None:
        ids = _write_people(op)
        staging = Staging(op)
        for person, direction, category, weight, on, note, channel in entries(count):
            day = on.isoformat()
            row = (ids[person], direction, category, None, weight, day, note, channel)
            staging.add(StagedExchange(*row))
        staging.write()
        # Thanks are said the next day, except for one in fifty.
        op.sql.execute(
            "UPDATE exchange SET thanked_on = date(date, '+1 day') WHERE direction = 'got'"
            " AND (weight >= 4 OR category = 'introductions') AND id % 50 <> 0"
        )
        op.summary = f"{count} exchanges"

    create_ledger(path)
    at = datetime.combine(TODAY, datetime.min.time(), UTC)
    ledger = open_ledger(path, tell=lambda _: None, at=at)
    if count:
        with ledger.writing("import", at) as op:
            fill(op)
    ledger.close()


_SOUGHT = (
    *("rust", "python", "pricing", "hiring", "sales", "design", "data", "sensors", "ports", "rail"),
    *("health", "teaching", "talks", "boats", "grants", "law", "tax", "video", "maps", "music"),
    *("energy", "cloud", "security", "testing", "writing", "brands", "retail", "food", "water"),
)
OFFERS, OPPORTUNITIES = 30, 5


def write_matching(path: Path, count: int) -> None:
    """Make such a ledger in which most people look for something, and much could meet it."""
    from reciprocity_cli.store.ledger import open_ledger

    write_ledger(path, count)
    random = Random(SEED)
    at = datetime.combine(TODAY, datetime.min.time(), UTC)

    def text() -> str:
        return "a thing for " + " ".join(random.sample(_SOUGHT, 3))

    ledger = open_ledger(path, tell=lambda _: None, at=at)
    with ledger.writing("import", at) as op:
        for (number,) in op.sql.execute("SELECT id FROM person ORDER BY id").fetchall():
            said = text()
            if random.random() < 0.7:
                need = {"person_id": number, "text": text(), "noted_on": TODAY.replace(month=3)}
                op.insert("need", need | {"seeking": random.choice(("need", "need", "interest"))})
            if random.random() < 0.5:
                speciality = {"person_id": number, "kind": "speciality", "value": said}
                op.insert_part("detail", speciality | {"folded": said})
        for _ in range(OFFERS):
            op.insert("offer", {"text": text(), "category": "advice"})
        for _ in range(OPPORTUNITIES):
            op.insert("opportunity", {"text": text(), "category": "opportunities"})
    ledger.close()


def _write_people(op: Operation) -> list[int]:
    from reciprocity_cli.store.people import insert_person

    random = Random(SEED)
    began = TODAY - timedelta(DAYS)
    found = []
    for at, name in enumerate(names()):
        role = random.choice(_ROLES)
        given = {
            "name": name,
            "cadence": random.choice(_CADENCES),
            "roles": (role,) if role else (),
            "tags": ("club",) if at % (PEOPLE // IN_CLUB) == 0 and at // 27 < IN_CLUB else (),
            "organisation": random.choice(("", "Acme", "Helix", "Borealis")),
            "birthday": None if at % 3 else f"--{at % 12 + 1:02d}-{at % 28 + 1:02d}",
            "start_phase": random.randint(1, 4),
        }
        found.append(insert_person(op, given, began + timedelta(at)))
    return found


def write_journal(path: Path, count: int) -> None:
    """Write the same exchanges for ledger and hledger: an account per person and direction."""
    who = names()
    with open(path, "w", encoding="utf-8") as file:
        for person, direction, _, weight, on, note, _ in entries(count):
            file.write(
                f"{on} {note or 'exchange'}\n  {direction}:{who[person]}  {weight:g} W\n  me\n\n"
            )


def write_csv(path: Path, count: int) -> None:
    """Write the same exchanges as a CSV with headers of its own."""
    who = names()
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("When", "Who", "Way", "What", "How much", "About"))
        for person, direction, category, weight, on, note, _ in entries(count):
            writer.writerow((on, who[person], direction, category, _SIZE_WORDS[weight], note))


MAPPING = ("date=When", "name=Who", "direction=Way", "category=What", "size=How much", "note=About")
"""What `recip import --map` needs to know of that CSV."""

WRITERS = {
    "ledger": write_ledger,
    "matching": write_matching,
    "journal": write_journal,
    "csv": write_csv,
}


if __name__ == "__main__":
    kind, file, number = sys.argv[1:]
    WRITERS[kind](Path(file), int(number))
