"""What recip's import is measured against: the same rows through SQLModel's `add_all`.

`python benchmarks/add_all.py CSV ROWS` prints the seconds that making the objects, adding them and
committing took; reading the file is not counted. The tables are recip's own, without a journal.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from datetime import date
from itertools import islice
from pathlib import Path

from sqlmodel import Session, SQLModel, create_engine

from reciprocity_cli.store.tables import Exchange, Person

_WEIGHTS = {"small": 1.0, "medium": 2.0, "large": 4.0}


def add_all(rows: list[dict[str, str]], path: Path) -> float:
    """Write the rows as objects in one transaction; return the seconds taken."""
    engine = create_engine(f"sqlite:///{path}")
    SQLModel.metadata.create_all(engine)
    ids = {name: at for at, name in enumerate(dict.fromkeys(row["Who"] for row in rows), 1)}
    with Session(engine) as session:
        session.add_all(_person(at, name) for name, at in ids.items())
        session.commit()
        began = time.perf_counter()
        session.add_all(
            _exchange(at, row, ids[row["Who"]]) for at, row in enumerate(rows, len(ids) + 1)
        )
        session.commit()
        return time.perf_counter() - began


def _person(number: int, name: str) -> Person:
    handle = name.lower().replace(" ", "-")
    return Person(
        id=number,
        uid=f"{number:032x}",
        changed=1,
        name=name,
        folded=name.lower(),
        handle=handle,
        created_on=date(2016, 7, 1),
    )


def _exchange(number: int, row: dict[str, str], person: int) -> Exchange:
    return Exchange(
        id=number,
        uid=f"{number:032x}",
        changed=1,
        person_id=person,
        direction=row["Way"],
        category=row["What"],
        weight=_WEIGHTS[row["How much"]],
        date=date.fromisoformat(row["When"]),
        note=row["About"],
    )


def main(file: str, count: int) -> None:
    with (
        open(file, encoding="utf-8", newline="") as stream,
        tempfile.TemporaryDirectory() as folder,
    ):
        rows = list(islice(csv.DictReader(stream), count))
        print(add_all(rows, Path(folder, "add_all.db")))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
