"""Erasing leaves nothing, in whatever column it stood: derived from the declaration of kinds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from reciprocity_cli.domain.kinds import JOURNALED, RECORDS
from reciprocity_cli.store.connection import connect
from reciprocity_cli.store.operation import operation

AT = datetime(2026, 6, 30, tzinfo=UTC)
FIXED = {("person", "into_uid"), ("detail", "kind"), ("exchange", "kind"), ("person", "cadence")}
"""Text columns that take words of a list, or the random uid of somebody else, and no token."""


@pytest.fixture
def filled(recip, path):
    """A record of every kind about Noor (#1), and as many about Bo (#2)."""
    for name in ("Noor Haddad", "Bo Lind", "Cai Wu"):
        recip("person", "add", name, "--tag", "club", "--email", f"{name[:2]}@h.example")
    for who, other in (("noor", "cai"), ("bo", "cai")):
        for words in (
            ("log", who, "-g", "adv:x", "-m", "met"),
            ("need", "add", who, "a reviewer", "--tag", "rust"),
            ("promise", "add", who, "send the deck"),
            ("idea", "add", who, "a visit"),
            ("ask", "add", who, "a line", "--on", "2026-06-01"),
            ("intro", "add", who, other, "good for both"),
            ("incident", "add", who, "forgot"),
            ("signal", who, "reached-out", "wrote"),
            ("phase", who, "relating"),
            ("quiet", who, "2026-12-01", "2026-12-05"),
        ):
            assert recip(*words).code == 0, words
    recip("offer", "add", "code reviews", "--tag", "rust")
    recip("opportunity", "add", "a call", "--tag", "rust")
    with closing(sqlite3.connect(path)) as sql:
        promises = [number for (number,) in sql.execute("SELECT id FROM promise ORDER BY id")]
        empty = [
            table
            for table in JOURNALED
            if table != "promise_update"
            and not sql.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
        ]
    for number in promises:
        recip("promise", "update", str(number), "a week later")
    assert empty == [], "a kind without a record here is not looked at"
    return path


def of_person(table, number):
    """SQL for the rows of a table that go along with a person."""
    kind = JOURNALED[table]
    if table == "person":
        return f"id = {number}"
    if kind.part_of and kind.part_of != "person" and "person_id" not in kind.references:
        return f"{kind.owner} IN (SELECT id FROM {kind.part_of} WHERE person_id = {number})"
    if "person_id" in kind.references:
        return f"person_id = {number}"
    if table == "interaction":
        return f"id IN (SELECT interaction_id FROM attendance WHERE person_id = {number})"
    return "true" if number == 2 else "false"


def text_columns():
    """Every column that holds text of the owner's or of a file, by table."""
    return [
        (table, column.name)
        for table, kind in JOURNALED.items()
        for column in kind.columns
        if column.type in (str, tuple, str | None) and (table, column.name) not in FIXED
    ]


def write(path, number, text_of):
    """Put a text into every text column of a person's records; return the texts."""
    texts = []
    with (
        closing(connect(path)) as sql,
        operation(sql, path, command="amend", at=AT) as op,
    ):
        for at, (table, column) in enumerate(text_columns()):
            rows = sql.execute(
                f"SELECT rowid FROM {table} WHERE {of_person(table, number)}"
            ).fetchall()
            for (row,) in rows:
                text = text_of(table, column, f"{at}x{row}")
                if text is None:
                    continue
                try:
                    sql.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (text, row))
                except sqlite3.IntegrityError:
                    assert column in ("uid", "into_uid", "folded"), (table, column)
                    continue
                texts.append(text)
        op.summary = "; ".join(texts)
    return texts


def left(path, texts):
    """Which of the texts are in any file beside the ledger, octet by octet, in any letters."""
    octets = b"".join(
        file.read_bytes() for file in path.parent.rglob("*") if file.is_file()
    ).lower()
    return [text for text in texts if text.lower().encode() in octets]


def test_a_token_in_every_text_column_of_theirs_is_gone(recip, filled, path):
    """As it is, as it was, and in what the operations say of it."""
    first = write(filled, 1, lambda _table, _column, mark: f"tokenone{mark}q")
    then = write(filled, 1, lambda _table, _column, mark: f"tokentwo{mark}q")
    assert len(first) > 25
    assert left(path, [*first, *then]) == [*first, *then]
    ran = recip("person", "erase", "#1", "--yes")
    assert ran.code == 0
    assert left(path, [*first, *then]) == []
    assert recip("check").code == 0


def test_their_name_in_every_text_column_of_others_is_gone(recip, filled, path):
    """The rest of the text stays; a tag that carries it goes."""
    names = ("Noor Haddad", "noor-haddad", "no@h.example")

    def mention(table, column, mark):
        kind = JOURNALED[table]
        if column in kind.words:
            return f"kept{mark}q noor-haddad"
        return f"kept{mark}q Noor Haddad (NO@h.example)" if column in kind.free_text else None

    texts = write(filled, 2, mention)
    # Offers and opportunities are of nobody, and mention people as well.
    assert {table for table, _ in text_columns() if RECORDS.get(table)} >= {"offer", "opportunity"}
    write(filled, 2, lambda table, column, mark: None)
    assert recip("person", "erase", "noor", "--yes").code == 0
    assert left(path, names) == []
    assert left(path, [text.split()[0] for text in texts]) == [text.split()[0] for text in texts]
    assert recip("check").code == 0
