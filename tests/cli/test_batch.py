"""log --batch: JSON lines, one operation, all or nothing."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
from contents import contents
from people import add_people
from refusing import assert_refused

from reciprocity_cli.domain.records import Channel, SignalKind, Started
from reciprocity_cli.store.ledger import open_ledger

LINES = int(os.environ.get("RECIP_TEST_LINES", "100"))
"""Lines that are logged one by one and in a batch; a command each takes 20 ms and more."""

NAMES = ("Ana Ruiz", "Bo Lind", "José Straße", "Zoë Park", "李雷")


@pytest.fixture(autouse=True)
def people(path):
    add_people(path, *NAMES[:3])


@pytest.fixture
def standard_input(monkeypatch):
    """Make standard input these lines or these bytes."""

    def make(*lines):
        raw = b"".join(line if isinstance(line, bytes) else f"{line}\n".encode() for line in lines)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))

    return make


def some_line(chance):
    """One contact with any of the keys."""
    given = {"people": chance.sample(NAMES, chance.randint(1, 3))}
    specs = ("adv", "int/l:Bo at Acme", "knowledge.trend/s", "rec:said so", "opp.job/2.5")
    for key in ("gave", "got"):
        if chance.random() < 0.5:
            given[key] = chance.choices(specs, k=chance.randint(1, 2))
    if chance.random() < 0.7:
        given["on"] = str(date(2026, 6, 30) - timedelta(days=chance.randrange(700)))
    optional = {
        "via": chance.choice(tuple(Channel)).value,
        "started": chance.choice(tuple(Started)).value,
        "note": chance.choice(("", "pricing", "über\nzwei Zeilen")),
        "signal": [chance.choice(tuple(SignalKind)).value],
        "need": ["a Rust reviewer"],
        "landed": True,
    }
    return given | {key: value for key, value in optional.items() if chance.random() < 0.3}


def as_words(given):
    """The words of `log` that say the same as the line."""
    words = ["log", "--new", "-q"]
    for key in ("on", "via", "started", "note"):
        words += [f"--{key}", given[key]] if key in given else []
    for key in ("gave", "got", "signal", "need"):
        for value in given.get(key, ()):
            words += [f"--{key}", value]
    words += ["--landed"] if given.get("landed") else []
    return [*words, "--", *given["people"]]


def without_uids(path):
    """Everything a ledger holds but uids and change times."""
    ledger = open_ledger(path, tell=lambda _: None, at=datetime(2026, 6, 30, tzinfo=UTC))
    found = contents(ledger)
    for table, rows in found.items():
        columns = [row[1] for row in ledger.sql.execute(f"PRAGMA table_info({table})")]
        if "uid" in columns:
            at = columns.index("uid")
            found[table] = [row[:at] + row[at + 1 :] for row in rows]
    ledger.close()
    return found


def test_a_batch_equals_its_lines_one_by_one(recip, path, home):
    """The same lines by as many commands and in one batch make equal ledgers."""
    chance = random.Random(7)
    lines = [some_line(chance) for _ in range(LINES)]
    other = home / "other.db"
    shutil.copy(path, other)
    file = home / "lines.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines))
    for line in lines:
        assert recip(*as_words(line)).code == 0
    ran = recip("log", "--batch", str(file), "--new", "--ledger", str(other))
    assert ran.out.startswith(f"Logged {LINES:,} contacts      undo: recip undo --ledger ")
    assert without_uids(other) == without_uids(path)
    assert len(recip("operations", "--ledger", str(other), "--json").json()["rows"]) == 2


def test_standard_input_and_one_undo(recip, standard_input, ledger):
    """`-` reads standard input; blank lines and a byte order mark do no harm."""
    before = contents(ledger)
    standard_input(
        b'\xef\xbb\xbf{"people": ["ana"]}\r\n',
        "",
        '{"people": ["bo", "ana"], "gave": ["adv"]}',
        "  ",
    )
    ran = recip("log", "--batch", "-", "--json")
    assert ran.json() == {
        "schema_version": 1,
        "operation": 2,
        "rows": [{"id": 4, "exchange_ids": []}, {"id": 5, "exchange_ids": [6, 7]}],
    }
    recip("undo")
    assert contents(ledger) == before


def test_a_person_added_in_one_line_is_known_in_the_next(recip, standard_input):
    """`new` adds once, for a line or with --new for all."""
    standard_input(
        '{"people": ["Zoë Park"], "new": true}',
        '{"people": ["zoe"]}',
        '{"people": ["ZOE PARK"], "new": true}',
    )
    assert recip("log", "--batch", "-").code == 0
    assert len(recip("person", "list", "--json").json()["rows"]) == 4


def test_nothing_to_log_is_no_error(recip, standard_input):
    """No lines: exit 0, a note, no operation."""
    standard_input("")
    assert recip("log", "--batch", "-") == (0, "", "no lines to log\n")


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("nonsense", 2, "line 2: this is not JSON"),
        ("[]", 2, "line 2: this is not a JSON object"),
        ("{}", 2, "line 2: no people are named"),
        ('{"people": []}', 2, "line 2: no people are named"),
        ('{"people": "ana"}', 2, "line 2: people must be a list of texts"),
        ('{"people": [7]}', 2, "line 2: people must be a list of texts"),
        ('{"people": ["ana"], "on": 5}', 2, "line 2: on must be text"),
        ('{"people": ["ana"], "on": null}', 2, "line 2: on must be text"),
        ('{"people": ["ana"], "landed": "yes"}', 2, "line 2: landed must be true or false"),
        ('{"people": ["ana"], "gives": []}', 2, "line 2: there is no key 'gives'; did you mean"),
        ('{"people": ["ana"], "on": "2026-02-30"}', 2, "line 2: 2026-02-30 does not exist"),
        ('{"people": ["ana"], "on": "2027-01-01"}', 2, "line 2: "),
        ('{"people": ["ana"], "gave": ["xyz"]}', 2, "line 2: unknown category 'xyz'"),
        ('{"people": ["ana"], "gave": ["adv/-1"]}', 2, "line 2: unknown size '-1'"),
        ('{"people": ["ana"], "via": NaN}', 2, "line 2: this is not JSON"),
        ('{"people": ["ana"], "need": [" "]}', 2, "line 2: --need is empty"),
        ('{"people": ["ana"], "note": "\\u0000"}', 2, "line 2: the text '␀' contains a NUL"),
        ('{"people": ["ana"], "note": "\\ud800"}', 2, "line 2: the text"),
        ('{"people": ["\\ud800"]}', 2, "line 2: the text"),
        ('{"people": ["nobody"]}', 3, "line 2: nobody is called 'nobody'"),
        ('{"people": ["#99"], "new": true}', 3, "line 2: nobody is called '#99'"),
        ('{"people": ["o"], "new": false}', 3, "line 2: nobody is called 'o'"),
        ('{"people": ["ana"]}{"people": ["ana"]}', 2, "line 2: this is not JSON"),
        ("[" * 100_000, 2, "line 2: this is not JSON"),
        ('{"people": ["ana"], "weight": ' + "9" * 5000 + "}", 2, "line 2: "),
        (b'{"people": ["a\xff"]}\n', 2, "line 2 is not UTF-8"),
        (b'"' + b"x" * 1_000_001 + b'"\n', 2, "line 2 is longer than 1,000,000 bytes"),
        ('{"people": ["ana"], "note": "' + "x" * 10_001 + '"}', 2, "line 2: the text has 10,001"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_logged(recip, path, standard_input, line, code, said):
    """The line, its reason, and not one of the good lines around it."""
    standard_input('{"people": ["ana"], "gave": ["adv"]}', line, '{"people": ["bo"]}')
    assert_refused(recip, path, ("log", "--batch", "-"), code, said)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--batch", "nowhere/at.all"), 1, "nowhere/at.all cannot be read: no such file"),
        (("--batch", "/"), 1, "/ cannot be read: is a directory"),
        (("--batch", "-", "ana"), 2, "--batch takes everything from its lines"),
        (("--batch", "-", "-g", "adv"), 2, "--batch takes everything from its lines"),
        (("--batch", "-", "--on", "yesterday"), 2, "--batch takes everything from its lines"),
    ],
)
def test_refusals_change_nothing(recip, path, words, code, said):
    """A file that cannot be read, and options that a line would have to carry."""
    assert_refused(recip, path, ("log", *words), code, said)
