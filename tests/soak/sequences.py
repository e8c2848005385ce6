"""Random sequences of commands against a plain model: people, gives, gets, needs and promises.

Undo, redo, removing, merging and erasing people, and the import of another ledger that goes on
being written to: after each command the ledger holds what the model holds.
"""

from __future__ import annotations

import os
import sqlite3
import string
import sys
from contextlib import closing
from pathlib import Path
from random import Random
from typing import NamedTuple

from runner import Figures, Ran, environment, holds, inside, soak

STEPS = 60
KINDS = ("gave", "got", "need", "promise")
_RECORDS = (
    "SELECT direction, p.name, note FROM exchange e JOIN person p ON p.id = e.person_id"
    " UNION ALL SELECT 'need', p.name, text FROM need e JOIN person p ON p.id = e.person_id"
    " UNION ALL SELECT 'promise', p.name, what FROM promise e JOIN person p ON p.id = e.person_id"
)


class Record(NamedTuple):
    """A give, a get, a need or a promise; its text tells it from all others."""

    kind: str
    name: str
    text: str


class Model:
    """What a ledger should hold, and what undo and redo would make of it."""

    def __init__(self) -> None:
        self.people: set[str] = set()
        self.records: set[Record] = set()
        self.taken_in: set[str] = set()
        self.undone: list[Model | None] = []
        self.redone: list[Model] = []

    def begin(self) -> None:
        """Remember how it was before an operation."""
        self.undone.append(self._image())
        self.redone = []

    def _image(self) -> Model:
        image = Model()
        image.people, image.records = set(self.people), set(self.records)
        image.taken_in = set(self.taken_in)
        return image

    def _become(self, image: Model) -> None:
        self.people, self.records = image.people, image.records
        self.taken_in = image.taken_in

    def undo(self) -> bool:
        """Take back the last operation; False where there is none, or it erased somebody."""
        if not self.undone or (image := self.undone[-1]) is None:
            return False
        self.undone.pop()
        self.redone.append(self._image())
        self._become(image)
        return True

    def redo(self) -> bool:
        """Repeat what was undone last."""
        if not self.redone:
            return False
        self.undone.append(self._image())
        self._become(self.redone.pop())
        return True

    def drop(self, name: str) -> None:
        """Take out a person with all that is theirs."""
        self.people.discard(name)
        self.records = {each for each in self.records if each.name != name}


class Sequence:
    """One ledger, another whose exports it takes in, and the model of each."""

    def __init__(self, random: Random, folder: Path, figures: Figures) -> None:
        self.random, self.folder, self.figures = random, folder, figures
        self.model, self.other = Model(), Model()
        self.elsewhere_ever: set[str] = set()
        self.number = 0
        self.path = str(folder / "l.db")
        self.elsewhere = ("--ledger", str(folder / "other.db"))

    def word(self) -> str:
        """Return a word that nothing else has, and that looks like nothing else."""
        self.number += 1
        letters = "".join(self.random.choices(string.ascii_lowercase, k=9))
        return f"{letters}{chr(97 + self.number // 26 % 26)}{chr(97 + self.number % 26)}"

    def someone(self) -> str | None:
        """Return somebody who is there."""
        return self.random.choice(sorted(self.model.people)) if self.model.people else None

    def add(self) -> Ran:
        name = f"{self.word()} {self.word()}".title()
        self.model.begin()
        self.model.people.add(name)
        return inside("person", "add", name)

    def write(self, *elsewhere: str) -> Ran:
        model = self.other if elsewhere else self.model
        new = not model.people or self.random.random() < (0.4 if elsewhere else 0)
        name = f"{self.word()} {self.word()}".title()
        if not new:
            name = self.random.choice(sorted(model.people))
        kind, text = self.random.choice(KINDS), self.word()
        if new and kind in ("need", "promise"):
            kind = "gave"
        model.begin()
        model.people.add(name)
        model.records.add(Record(kind, name, text))
        if kind in ("need", "promise"):
            return inside(kind, "add", name, text, *elsewhere)
        return inside(kind, name, "adv", text, *(["--new"] if new else []), *elsewhere)

    def amend(self) -> Ran | None:
        entries = [each for each in sorted(self.model.records) if each.kind in ("gave", "got")]
        if not entries:
            return None
        entry, text = self.random.choice(entries), self.word()
        self.model.begin()
        self.model.records -= {entry}
        if self.random.random() < 0.4:
            return inside("rm", str(self.id_of(entry)))
        self.model.records |= {entry._replace(text=text)}
        return inside("amend", str(self.id_of(entry)), "--note", text)

    def id_of(self, entry: Record) -> int:
        with closing(sqlite3.connect(self.path)) as sql:
            found = sql.execute("SELECT id FROM exchange WHERE note = ?", (entry.text,)).fetchall()
        return int(found[0][0])

    def remove(self) -> Ran | None:
        if (name := self.someone()) is None:
            return None
        self.model.begin()
        self.model.drop(name)
        return inside("person", "rm", name)

    def merge(self) -> Ran | None:
        if len(self.model.people) < 2:
            return None
        keep, gone = self.random.sample(sorted(self.model.people), 2)
        self.model.begin()
        self.model.people -= {gone}
        self.model.records = {
            each._replace(name=keep) if each.name == gone else each for each in self.model.records
        }
        return inside("person", "merge", keep, gone, "--yes")

    def erase(self) -> Ran | None:
        if (name := self.someone()) is None:
            return None
        self.model.undone.append(None)
        self.model.redone = []
        self.model.drop(name)
        ran = inside("person", "erase", name, "--yes")
        holds(name.encode() not in Path(self.path).read_bytes(), "still in the file:", name)
        return ran

    def undo(self) -> Ran:
        could = self.model.undo()
        ran = inside("undo")
        holds((ran.code == 0) == could, "undo", could, ran)
        return ran._replace(code=0)

    def redo(self) -> Ran:
        could = self.model.redo()
        ran = inside("redo")
        holds((ran.code == 0) == could, "redo", could, ran)
        return ran._replace(code=0)

    def take_in(self) -> Ran:
        """Let the other write about people of its own, and take its export in, twice."""
        for _ in range(3):
            ran = self.write(*self.elsewhere)
            holds(ran.code == 0, ran)
        # Of whom was taken in the other writes no more: here they may be gone, or somebody else.
        self.elsewhere_ever |= self.other.people
        self.other.people = set()
        new = self.elsewhere_ever - self.model.taken_in
        file = str(self.folder / "other.json")
        inside("export", "-o", file, *self.elsewhere)
        self.model.begin()
        self.model.people |= new
        self.model.taken_in |= new
        self.model.records |= {each for each in self.other.records if each.name in new}
        ran = inside("import", file)
        again = inside("import", file)
        holds("Nothing new" in again.out, "the same file twice", again)
        return ran

    def held(self) -> tuple[set[str], set[Record]]:
        with closing(sqlite3.connect(self.path)) as sql:
            people = {name for (name,) in sql.execute("SELECT name FROM person")}
            return people, {Record(*row) for row in sql.execute(_RECORDS)}


def one_round(random: Random, folder: Path, figures: Figures) -> None:
    """Do random things, one after the other."""
    os.environ.update(environment(folder))
    one = Sequence(random, folder, figures)
    acts = [one.add, one.write, one.write, one.write, one.amend, one.remove, one.merge]
    acts += [one.undo, one.undo, one.redo, one.take_in, one.erase]
    weights = [3, 4, 4, 4, 3, 1, 1, 3, 3, 3, 1, 0.5]
    holds(one.add().code == 0)
    done: list[str] = []
    for step in range(STEPS):
        act = random.choices(acts, weights)[0]
        ran = act()
        if ran is None:
            continue
        done.append(act.__name__)
        figures[act.__name__] += 1
        holds(ran.code == 0, done, ran)
        people, records = one.held()
        model = one.model
        holds(people == model.people, done, people ^ model.people)
        holds(records == model.records, done, records ^ model.records)
        if step % 20 == 0:
            checked = inside("check")
            holds(checked.code == 0, done, checked)
    _carried(folder)


def _carried(folder: Path) -> None:
    """An export into an empty ledger gives an equal one."""
    copied = ("--ledger", str(folder / "copy.db"))
    inside("export", "-o", str(folder / "all.json"))
    inside("import", str(folder / "all.json"), *copied)
    inside("export", "-o", str(folder / "again.json"), *copied)
    texts = [(folder / name).read_text() for name in ("all.json", "again.json")]
    holds(texts[0] == texts[1], "an export of what was imported is another")


if __name__ == "__main__":
    sys.exit(soak(__doc__, one_round))
