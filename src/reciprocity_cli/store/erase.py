"""Taking every trace of a person out: rows, images of rows, summaries, mentions."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from reciprocity_cli.domain.kinds import JOURNALED, PARTS_OF, RECORDS, Kind
from reciprocity_cli.domain.names import Known, fold
from reciprocity_cli.store.connection import explained, patiently
from reciprocity_cli.store.join import merged_into
from reciprocity_cli.store.journal import value_columns
from reciprocity_cli.store.merge import bury_asides, written
from reciprocity_cli.store.operation import Operation
from reciprocity_cli.store.people import delete_person, known_people

ERASED = "[erased]"

_NAMING = "'alias', 'email', 'phone', 'link'"
"""Kinds of details that say who somebody is."""

_UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
"""Letters of scripts that set no blanks, or endings without one: Thai, Lao, Burmese, Korean, Khmer,
Japanese, Chinese; Korean as its parts, as which it is compared."""

_IS_DOOMED = "(relation, row_id) IN (SELECT relation, row_id FROM temp.doomed)"


def erase_people(op: Operation, ids: set[int]) -> set[int]:
    """Remove people so that neither undo nor reading the file brings anything back.

    `ids` are of one person, there or removed before. With them go those merged into them, and
    earlier records of the same: of one uid, or of a name or address that nobody else bears. The
    images of their records go, and the operations that touched them can no longer be undone.
    Their names, aliases and addresses, earlier ones among them, are blotted out in the texts of
    other records, unless somebody else bears the same; a tag in which one of them stands goes.
    Returns the ids of all who went.
    """
    ids = _selves(op, ids)
    _forget_asides(op, ids)
    words = set(_words_now(op, ids))
    for number in ids:
        delete_person(op, number)
    op.sql.execute("CREATE TEMP TABLE doomed (relation, row_id, PRIMARY KEY (relation, row_id))")
    op.sql.executemany("INSERT OR IGNORE INTO temp.doomed VALUES (?, ?)", _rows_of(op, ids))
    words |= set(_earlier_words(op, ids))
    others = known_people(op.sql)
    gone = {fold(word) for word in words}
    gone -= {name for other in others for name in (other.folded, *other.aliases)}
    carries = _tag_test(others, gone)
    tags = _drop_tags_of_people(op, carries)
    details = [*_bore(op, gone), *tags]
    op.sql.executemany("INSERT OR IGNORE INTO temp.doomed VALUES ('detail', ?)", details)
    _seal(op)
    op.sql.execute(f"DELETE FROM image WHERE {_IS_DOOMED}")
    op.sql.execute("DROP TABLE temp.doomed")
    _forget_references(op, ids)
    _drop_tags(op, carries)
    _blot_out_mentions(op, others, gone)
    # What the erasing itself wrote down must not survive it either.
    op.sql.execute("DELETE FROM image WHERE operation_id = ?", (op.number,))
    op.summary = "erased a person"
    op.kept = True
    return ids


def removed_people(sql: sqlite3.Connection) -> list[Known]:
    """Return everybody who is in the history alone, as they were called at the end."""
    name, folded, handle = (_slot(sql, "person", of) for of in ("name", "folded", "handle"))
    person, kind, alias = (_slot(sql, "detail", of) for of in ("person_id", "kind", "folded"))
    aliases = defaultdict[int, set[str]](set)
    for number, text in sql.execute(
        f"SELECT {person}, {alias} FROM image WHERE relation = 'detail' AND {kind} = 'alias'"
    ):
        aliases[number].add(text)
    return [
        Known(number, called, spelled, short, tuple(aliases[number]))
        for number, called, spelled, short, _ in sql.execute(
            f"SELECT row_id, {name}, {folded}, {handle}, MAX(seq) FROM image"
            " WHERE relation = 'person' AND action = 'delete'"
            " AND row_id NOT IN (SELECT id FROM person) GROUP BY row_id"
        )
    ]


def _selves(op: Operation, ids: set[int]) -> set[int]:
    """Return the ids with those of all who were merged into them, or were the same before."""
    found = {same for number in ids for same in merged_into(op.sql, number)}
    removed = {one.id: {one.folded, *one.aliases} for one in removed_people(op.sql)}
    for number in removed:
        removed[number] |= {fold(word) for word in _earlier_words(op, {number})}
    uids = {number: set(_uids(op, {number})) for number in removed}
    theirs = known_people(op.sql)
    taken = {
        word
        for one in theirs
        if one.id not in found
        for word in (one.folded, one.handle, *one.aliases)
    }
    taken |= {
        fold(address)
        for number, address in op.sql.execute(
            f"SELECT person_id, value FROM detail WHERE kind IN ({_NAMING})"
        )
        if number not in found
    }
    while True:
        words = {fold(word) for word in (*_words_now(op, found), *_earlier_words(op, found))}
        same = set(_uids(op, found))
        more = {
            number
            for number in removed
            if number not in found and (removed[number] & words - taken or uids[number] & same)
        }
        if not more:
            return found
        found |= more


def _uids(op: Operation, ids: set[int]) -> Iterator[str]:
    marks = ", ".join(map(str, ids))
    found = op.sql.execute(
        f"SELECT uid FROM person WHERE id IN ({marks}) UNION SELECT c1 FROM image"
        f" WHERE relation = 'person' AND action <> 'insert' AND row_id IN ({marks})"
    )
    yield from (uid for (uid,) in found.fetchall())


def _words_now(op: Operation, ids: set[int]) -> Iterator[str]:
    """Yield the names, aliases and addresses of those of these people who are there."""
    marks = ", ".join(map(str, ids))
    for row in op.sql.execute(f"SELECT name, handle FROM person WHERE id IN ({marks})").fetchall():
        yield from row
    said = f"SELECT value FROM detail WHERE person_id IN ({marks}) AND kind IN ({_NAMING})"
    yield from (text for (text,) in op.sql.execute(said).fetchall())


def _forget_asides(op: Operation, ids: set[int]) -> None:
    """Drop what came with other ledgers and names them; keep only uids, as gone."""
    for uid in _uids(op, ids):
        named = "(instr(content, :uid) OR uid = :uid)"
        bury_asides(op, named, {"uid": uid})
        op.sql.execute(f"DELETE FROM aside WHERE {named}", {"uid": uid})


def compact(sql: sqlite3.Connection, path: Path) -> None:
    """Rewrite the file, so that no free page keeps what was erased. Raises LedgerError."""
    with explained(path):
        patiently(lambda: sql.execute("VACUUM"))


def _rows_of(op: Operation, ids: set[int]) -> Iterator[tuple[str, int]]:
    """Yield every row, there or gone, that was about these people."""
    yield from (("person", number) for number in ids)
    yield from op.sql.execute(
        "SELECT relation, row_id FROM image WHERE operation_id = ? AND action = 'delete'",
        (op.number,),
    ).fetchall()
    marks = ", ".join(map(str, ids))
    for table, kind in JOURNALED.items():
        of_people = [name for name in kind.needed if kind.references[name] == "person"]
        if not of_people:
            continue
        about = " OR ".join(f"{_slot(op.sql, table, name)} IN ({marks})" for name in of_people)
        theirs = f"WHERE relation = '{table}' AND ({about})"
        yield from op.sql.execute(f"SELECT relation, row_id FROM image {theirs}").fetchall()
        if table == "attendance":
            contact = _slot(op.sql, table, "interaction_id")
            found = op.sql.execute(f"SELECT 'interaction', {contact} FROM image {theirs}")
            yield from found.fetchall()


def _seal(op: Operation) -> None:
    """Let no operation that touched the doomed rows be undone, or say whom it was about."""
    touched = f"id IN (SELECT operation_id FROM image WHERE {_IS_DOOMED})"
    merges = op.sql.execute(
        f"SELECT summary, id FROM operation WHERE command = 'person merge' AND {touched}"
    ).fetchall()
    op.sql.execute(f"UPDATE operation SET sealed = 1, summary = '{ERASED}' WHERE {touched}")
    # The id at its end says whom a merged person became a part of, and has to be erased with.
    op.sql.executemany(
        "UPDATE operation SET summary = ? WHERE id = ?",
        [
            (f"{ERASED} into {ERASED} (#{said.rpartition('(#')[2]}", number)
            for said, number in merges
            if said != ERASED
        ],
    )


def _forget_references(op: Operation, ids: set[int]) -> None:
    # The records of others were let go of already; their images must not bring it back.
    marks = ", ".join(map(str, ids))
    for table, kind in RECORDS.items():
        for column, of in kind.references.items():
            if of == "person" and column not in kind.needed:
                slot = _slot(op.sql, table, column)
                op.sql.execute(
                    f"UPDATE image SET {slot} = NULL"
                    f" WHERE relation = '{table}' AND {slot} IN ({marks})"
                )


def _earlier_words(op: Operation, ids: set[int]) -> Iterator[str]:
    """Yield the same of what these people were called once, or before a merge."""
    marks = ", ".join(map(str, ids))
    name, folded, handle = (_slot(op.sql, "person", of) for of in ("name", "folded", "handle"))
    for row in op.sql.execute(
        f"SELECT {name}, {folded}, {handle} FROM image"
        f" WHERE relation = 'person' AND action <> 'insert' AND row_id IN ({marks})"
    ):
        yield from row
    person, kind, value = (_slot(op.sql, "detail", of) for of in ("person_id", "kind", "value"))
    for (text,) in op.sql.execute(
        f"SELECT {value} FROM image WHERE relation = 'detail' AND {person} IN ({marks})"
        f" AND {kind} IN ({_NAMING})"
    ):
        yield text


def _slot(sql: sqlite3.Connection, table: str, column: str) -> str:
    """Return the column of `image` that holds a column of `table`."""
    return f"c{value_columns(sql.execute, table).index(column) + 1}"


def _bore(op: Operation, gone: set[str]) -> list[tuple[int]]:
    """Return the details, by id, by which others went in between: after a merge that was undone."""
    kind, folded = (_slot(op.sql, "detail", of) for of in ("kind", "folded"))
    theirs = (
        f"relation = 'detail' AND {folded} = ? AND {kind} IN ({_NAMING})"
        " AND row_id NOT IN (SELECT id FROM detail)"
    )
    return [
        row
        for word in gone
        for row in op.sql.execute(f"SELECT DISTINCT row_id FROM image WHERE {theirs}", (word,))
    ]


def _tag_test(others: Sequence[Known], gone: set[str]) -> Callable[[str], bool]:
    """Return what tells whether a tag carries one of these words, in whatever way it joins them.

    "dan-miro", "danmiro" and "for_dan.miro" carry Dan Miro; "dan-miro-junior" does not
    where somebody else is called so.
    """
    theirs = {_joined(text) for one in others for text in (one.name, one.handle, *one.aliases)}
    joined = {_joined(word) for word in gone} - {""}

    def carries(tag: str) -> bool:
        if fold(tag) in gone:
            return True
        words = _words_of(tag)
        runs = [
            (first, last, "".join(words[first:last]))
            for first in range(len(words))
            for last in range(first + 1, len(words) + 1)
        ]
        kept = [run for run in runs if run[2] in theirs]
        return any(
            text in joined and not any(a <= first and last <= z for a, z, _ in kept)
            for first, last, text in runs
        )

    return carries


def _words_of(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


def _joined(text: str) -> str:
    return "".join(_words_of(text))


def _drop_tags_of_people(op: Operation, carries: Callable[[str], bool]) -> list[tuple[int]]:
    """Take tags that carry the erased off others; return the details, there or gone."""
    kind, value = (_slot(op.sql, "detail", of) for of in ("kind", "value"))
    there = [
        (number, person)
        for number, person, tag in op.sql.execute(
            "SELECT id, person_id, value FROM detail WHERE kind = 'tag'"
        ).fetchall()
        if carries(tag)
    ]
    for number, person in there:
        op.sql.execute("DELETE FROM detail WHERE id = ?", (number,))
        op.touch("person", person)
    before = op.sql.execute(
        f"SELECT DISTINCT row_id, {value} FROM image"
        f" WHERE relation = 'detail' AND {kind} = 'tag' AND action <> 'insert'"
    )
    return [(number,) for number, tag in before if carries(tag)]


def _drop_tags(op: Operation, carries: Callable[[str], bool]) -> None:
    """Take them out of the tags of records, as they are and as they were."""

    def without(tags: str) -> str:
        return " ".join(tag for tag in tags.split() if not carries(tag))

    def blotted(summary: str) -> str:
        # As an acknowledgement lists tags: "a reviewer (#acme, #helix)".
        return re.sub(r"#([^\s,;]+?)(?=\)?(?:[\s,;]|$))", of_tag, summary)

    def of_tag(found: re.Match[str]) -> str:
        return ERASED if carries(found[1]) else found[0]

    op.sql.create_function("without_tags", 1, without)
    op.sql.create_function("blot_tags", 1, blotted)
    _rewrite(op, "operation", "summary", "blot_tags")
    for table, kind in RECORDS.items():
        for column in kind.words:
            _rewrite(op, table, column, "without_tags")
            slot = _slot(op.sql, table, column)
            _rewrite(op, "image", slot, "without_tags", f"relation = '{table}' AND ")
    for uid, table, content in op.sql.execute("SELECT uid, kind, content FROM aside").fetchall():
        said = json.loads(content)
        values = said["values"]
        for column in RECORDS[table].words:
            if isinstance(values.get(column), str):
                values[column] = without(values[column])
        parts = [
            part
            for part in said["parts"]
            if part.get("kind") != "tag" or not carries(str(part["value"]))
        ]
        op.sql.execute("UPDATE aside SET content = ? WHERE uid = ?", (written(values, parts), uid))


def _blot_out_mentions(op: Operation, others: Sequence[Known], gone: set[str]) -> None:
    if not gone:
        return
    # The longer name of somebody else is found first, and stays.
    spelled = [fold(text) for other in others for text in (other.name, other.handle)]
    kept = [text for text in spelled if any(word in text for word in gone)]
    blot_out = _blotting(gone, kept)
    op.sql.create_function("blot_out", 1, blot_out)
    for table, kind in JOURNALED.items():
        for column in kind.free_text:
            _rewrite(op, table, f'"{column}"', "blot_out")
            slot = _slot(op.sql, table, column)
            _rewrite(op, "image", slot, "blot_out", f"relation = '{table}' AND ")
        if table in RECORDS:
            # Changed now, or another ledger's copy would bring the words back.
            op.sql.execute(
                f"UPDATE {table} SET changed = ? WHERE id IN (SELECT row_id FROM image"
                " WHERE operation_id = ? AND relation = ? AND action = 'update')",
                (op.changed, op.number, table),
            )
    _rewrite(op, "operation", "summary", "blot_out")
    _blot_out_asides(op, blot_out)
    _blot_out_specialities(op, blot_out)


def _blotting(gone: Iterable[str], kept: Iterable[str]) -> Callable[[str], str]:
    """Return what puts ERASED in the place of words, however they are spelled and spaced.

    A line break, a no-break space, other accents or capitals hide no name, and no number is
    hidden by how its digits are set apart.
    """
    stays = {_spread(word) for word in kept}
    listed = sorted(stays | {_spread(word) for word in gone}, key=len, reverse=True)
    pattern = re.compile("|".join(map(_spelled, listed)))

    def blot_out(text: str) -> str:
        spread = _spread(text)
        pieces, at = [], 0
        places: list[int] = []
        for found in pattern.finditer(spread):
            if " ".join(found[0].split()) in stays:
                continue
            places = places or _places(text)
            begin, end = places[found.start()], places[found.end()]
            while end > begin and text[end - 1].isspace():
                end -= 1
            pieces += [text[at:begin], ERASED]
            at = end
        return "".join((*pieces, text[at:])) if pieces else text

    return blot_out


def _spelled(word: str) -> str:
    digits = re.sub(r"[^0-9]", "", word)
    if len(digits) >= 7 and not re.search(r"[^-0-9+ ()./]", word):
        return r"(?<!\w)\+?" + r"[-\s()./]*".join(digits) + r"(?!\w)"
    spelled = r"\s+".join(map(re.escape, word.split()))
    # Scripts without blanks between words have a name end where the next word begins.
    begin = "" if re.match(_UNSPACED, word) else r"(?<!\w)"
    return begin + spelled + ("" if re.search(f"{_UNSPACED}$", word) else r"(?!\w)")


def _spread(text: str) -> str:
    """Return a text as names compare, with every blank in its place."""
    return text.lower() if text.isascii() else "".join(map(_letter, text))


@lru_cache(maxsize=4096)
def _letter(sign: str) -> str:
    if sign.isspace():
        return " "
    return unicodedata.normalize("NFD", fold(sign))


def _places(text: str) -> list[int]:
    """Return where in a text each sign of its spread form stands, and where it ends."""
    places = [at for at, sign in enumerate(text) for _ in _spread(sign)]
    return [*places, len(text)]


def _blot_out_asides(op: Operation, blot_out: Callable[[str], str]) -> None:

    def blotted(kind: Kind[Any], said: Mapping[str, Any]) -> dict[str, Any]:
        free = kind.free_text
        return {
            name: blot_out(value) if name in free and isinstance(value, str) else value
            for name, value in said.items()
        }

    rows = op.sql.execute("SELECT uid, kind, content FROM aside").fetchall()
    for uid, table, content in rows:
        said = json.loads(content)
        values = blotted(RECORDS[table], said["values"])
        parts = [blotted(PARTS_OF[table], part) for part in said["parts"]]
        op.sql.execute("UPDATE aside SET content = ? WHERE uid = ?", (written(values, parts), uid))


def _blot_out_specialities(op: Operation, blot_out: Callable[[str], str]) -> None:
    kind, value, folded = (_slot(op.sql, "detail", of) for of in ("kind", "value", "folded"))
    for table, key, of, text, spelled, where in (
        ("detail", "id", "kind", "value", "folded", ""),
        ("image", "seq", kind, value, folded, "relation = 'detail' AND "),
    ):
        found = op.sql.execute(
            f"SELECT {key}, {text} FROM {table} WHERE {where}{of} = 'speciality'"
            f" AND {text} <> blot_out({text})"
        ).fetchall()
        for count, (number, said) in enumerate(found, 1):
            # Two of one person, with different names in them, must not become the same.
            blotted = blot_out(said) + f" ({count})" * (count > 1)
            op.sql.execute(
                f"UPDATE {table} SET {text} = ?, {spelled} = ? WHERE {key} = ?",
                (blotted, fold(blotted), number),
            )


def _rewrite(op: Operation, table: str, column: str, function: str, where: str = "") -> None:
    """Replace the texts of a column by what a function of ours makes of them."""
    op.sql.execute(
        f"UPDATE {table} SET {column} = {function}({column})"
        f" WHERE {where}typeof({column}) = 'text' AND {column} <> {function}({column})"
    )
