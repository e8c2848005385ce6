"""What erasing a person leaves in tags: nothing of theirs, and everything of others."""

from __future__ import annotations

import json

import pytest

from reciprocity_cli.domain.kinds import RECORDS

GONE = (
    *("zora-quell", "zoraquell", "zora_quell", "friend-of-zora-quell", "#dinner.zoraquell"),
    *("the-violet", "zora@q.example", "violetta"),
)
"""Name, handle, alias, address and an earlier name, as tags spell them."""
KEPT = ("quell", "zora-quell-junior", "azoraquell", "boats", "violet")


@pytest.fixture
def zora(recip):
    """Zora Quell, #1, with an alias and an address, Violetta before; and three others."""
    recip("person", "add", "Violetta", "--alias", "The Violet", "--email", "zora@q.example")
    recip("person", "rename", "#1", "Zora Quell")
    recip("person", "add", "Zora Quell Junior")
    recip("person", "add", "Bo Lind")
    recip("person", "rename", "#1", "Zora-Quell")
    recip("person", "rename", "#1", "Zora Quell")


def _tagged(name):
    return [word for tag in (*GONE, *KEPT) for word in (name, tag)]


def _write_tags(recip, path, table):
    """Put all these tags on a record of the table, by the command or the import that can."""
    if table == "detail":
        return recip("person", "edit", "bo", *_tagged("--tag"))
    if table == "need":
        return recip("need", "add", "bo", "a", "reviewer", *_tagged("--tag"))
    if table in ("offer", "opportunity"):
        return recip(table, "add", "a", "review", *_tagged("--tag"))
    assert table == "exchange", f"a column of tags that this test does not know: {table}"
    recip("gave", "bo", "advice")
    file = path.with_name("export.json")
    recip("export", "-o", str(file))
    said = json.loads(file.read_text())
    [gave] = [one for one in said["records"] if one["record"] == "exchange"]
    gave["tags"] = [tag.lstrip("#") for tag in (*GONE, *KEPT)]
    gave["changed"] += 1
    file.write_text(json.dumps(said))
    return recip("import", str(file))


def _tags(ledger, table):
    """The tags that are left, and those in the history of the table."""
    if table == "detail":
        found = ledger.sql.execute("SELECT value FROM detail WHERE kind = 'tag'")
    else:
        found = ledger.sql.execute(f"SELECT tags FROM {table}")
    return sorted(tag for (tags,) in found for tag in tags.split())


TABLES = sorted({table for table, kind in RECORDS.items() if kind.words} | {"detail"})


@pytest.mark.parametrize("table", TABLES)
def test_tags_that_carry_the_erased_go(recip, zora, path, ledger, table):
    """In whatever way a tag spells them; what is not theirs stays, and the ledger is whole."""
    assert _write_tags(recip, path, table).code == 0
    assert len(_tags(ledger, table)) == len(GONE) + len(KEPT)
    assert recip("person", "erase", "#1", "--yes").code == 0
    assert _tags(ledger, table) == sorted(KEPT)
    found = path.read_bytes().lower()
    for kept in sorted(KEPT, key=len, reverse=True):
        found = found.replace(kept.encode(), b"|")
    assert [tag for tag in GONE if tag.lstrip("#").encode() in found] == []
    assert recip("check").code == 0


def test_a_tag_of_before_is_gone_from_the_history(recip, zora, path, ledger):
    """What was tagged once and is no more, a person or a record, cannot be brought back."""
    recip("person", "edit", "bo", "--tag", "zoraquell")
    recip("person", "edit", "bo", "--drop", "tag:zoraquell")
    recip("offer", "add", "a", "review", "--tag", "zoraquell", "--tag", "boats")
    number = recip("offer", "list", "--json").json()["rows"][0]["id"]
    recip("offer", "edit", str(number), "--drop-tag", "zoraquell")
    recip("person", "erase", "#1", "--yes")
    assert b"zoraquell" not in path.read_bytes().lower()
    assert recip("undo", "--no-input").code == 1
    assert _tags(ledger, "offer") == ["boats"]
    assert recip("check").code == 0


def test_a_tag_of_a_namesake_stays(recip, ledger):
    """Where somebody else bears the name, only what was theirs alone goes: the handle."""
    for _ in range(2):
        recip("person", "add", "Zora Quell")
    tags = ("zora-quell", "zora-quell-2", "zoraquell", "with-zora-quell")
    recip("offer", "add", "a", "review", *(word for tag in tags for word in ("--tag", tag)))
    recip("person", "erase", "#1", "--yes")
    assert _tags(ledger, "offer") == ["with-zora-quell", "zora-quell-2", "zoraquell"]


def test_a_machine_that_has_the_tag_takes_it_off_too(recip, zora, path, home):
    """The record counts as changed, or another ledger's copy would bring the tag back."""
    recip("offer", "add", "a", "review", "--tag", "zoraquell", "--tag", "boats")
    before, after = str(home / "before.json"), str(home / "after.json")
    recip("export", "-o", before)
    recip("person", "erase", "#1", "--yes")
    recip("import", before)
    recip("export", "-o", after)
    assert "zoraquell" not in (home / "after.json").read_text()
