"""Taking every trace of a person out of the file: rows, images of rows, summaries, mentions."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.records import Person
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.reads.people import known_people
from reciprocity_cli.store.schema import IMAGE_WIDTH, JOURNALED
from reciprocity_cli.store.triggers import value_columns
from reciprocity_cli.store.writes.people import delete_person

ERASED = "[erased]"

_FREE_TEXT = frozenset(
    (
        "note",
        "notes",
        "why",
        "route",
        "text",
        "what",
        "reason",
        "outcome_text",
        "suggestion",
        "easy",
    )
)

_Row = tuple[str, int]


def erase_person(op: Operation, person: Person) -> None:
    """Remove a person so that neither undo nor a look into the file brings anything back.

    The operations that touched their records lose their images and can no longer be undone. Their
    name, aliases and addresses are blotted out in the texts of other records too, unless somebody
    else bears the same.
    """
    delete_person(op, person.id)
    touched = _operations_of(op, person)
    op.sql.executemany("DELETE FROM image WHERE operation_id = ?", touched)
    op.sql.executemany("UPDATE operation SET sealed = 1 WHERE id = ?", touched)
    op.sql.executemany(
        f"UPDATE operation SET summary = '{ERASED}' WHERE id = ? AND id <> {op.number}", touched
    )
    _blot_out_mentions(op, person)
    # What the erasing itself wrote down must not survive it either.
    op.sql.execute("DELETE FROM image WHERE operation_id = ?", (op.number,))
    op.summary = "erased a person"
    op.keep()


def compact(sql: sqlite3.Connection) -> None:
    """Rewrite the file, so that no free page keeps what was erased."""
    sql.execute("VACUUM")


def backups_of(path: Path) -> list[Path]:
    """Return the backups beside a ledger, which still hold what was erased from it."""
    folder = path.parent / "backups"
    return sorted(folder.glob(f"{path.stem}-*.db")) if folder.is_dir() else []


def _operations_of(op: Operation, person: Person) -> list[tuple[int]]:
    """Return the operations whose images tell of the person's records, this one among them."""
    rows: set[_Row] = {("person", person.id)}
    rows.update(
        op.sql.execute(
            "SELECT relation, row_id FROM image WHERE operation_id = ? AND action = 'delete'",
            (op.number,),
        )
    )
    for table in JOURNALED:
        columns = value_columns(op.sql.execute, table)
        if "person_id" not in columns:
            continue
        where = f"WHERE relation = '{table}' AND c{columns.index('person_id') + 1} = ?"
        rows.update(op.sql.execute(f"SELECT relation, row_id FROM image {where}", (person.id,)))
        if table == "attendance":
            slot = columns.index("interaction_id") + 1
            rows.update(
                op.sql.execute(f"SELECT 'interaction', c{slot} FROM image {where}", (person.id,))
            )
    op.sql.execute("CREATE TEMP TABLE doomed (relation, row_id, PRIMARY KEY (relation, row_id))")
    op.sql.executemany("INSERT INTO temp.doomed VALUES (?, ?)", rows)
    found = op.sql.execute(
        "SELECT DISTINCT operation_id FROM image"
        " WHERE (relation, row_id) IN (SELECT relation, row_id FROM temp.doomed)"
    ).fetchall()
    op.sql.execute("DROP TABLE temp.doomed")
    return found


def _words_of(op: Operation, person: Person) -> list[str]:
    words = {person.name, person.handle, *person.aliases, *person.emails, *person.phones}
    words.update(person.links)
    borne = {name for other in known_people(op.sql) for name in (other.folded, *other.aliases)}
    return sorted((word for word in words if fold(word) not in borne), key=len, reverse=True)


def _blot_out_mentions(op: Operation, person: Person) -> None:
    words = _words_of(op, person)
    if not words:
        return
    listed = "|".join(re.escape(word) for word in words)
    pattern = re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)
    op.sql.create_function("blot_out", 1, lambda text: pattern.sub(ERASED, text))
    for table in JOURNALED:
        for column in _FREE_TEXT.intersection(value_columns(op.sql.execute, table)):
            _blot_out(op, table, column)
    for number in range(1, IMAGE_WIDTH + 1):
        _blot_out(op, "image", f"c{number}")
    _blot_out(op, "operation", "summary")


def _blot_out(op: Operation, table: str, column: str) -> None:
    op.sql.execute(
        f'UPDATE {table} SET "{column}" = blot_out("{column}")'
        f' WHERE typeof("{column}") = \'text\' AND "{column}" <> blot_out("{column}")'
    )
