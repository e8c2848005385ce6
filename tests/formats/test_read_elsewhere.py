"""Exports read by others: vobject and ical.js, icalendar, Python's own csv and pandas."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import vobject
from icalendar import Calendar

from reciprocity_cli.domain.records import Birthday, Person, Role
from reciprocity_cli.formats import ics, recip_csv, vcard

DAY = date(2026, 6, 30)
_ODD = "a,b;c\\d\\n:\"e\"='f' é 陈 🦊"


def _person(number: int, name: str, **more: Any) -> Person:
    uid = f"{number:032x}"
    return Person(number, name, f"p{number}", DAY, uid=uid)._replace(**more)


PEOPLE = (
    _person(
        1, "Ana Ruiz", emails=("ana@helix.example", "o'x+y@x.example"), phones=("+1 555 0100",)
    ),
    _person(2, "Ron Hale, Jr.", organisation="Hale; Sons, Ltd.", title=_ODD, notes=f"one\n{_ODD}"),
    _person(3, "Ana María de la Cruz", aliases=("Anita", "The, Fixer"), birthday=Birthday(2, 29)),
    _person(4, "陳小明", aliases=("David; Chan",), notes="讨论了北京项目的预算" * 40),
    _person(5, "山田 太郎", tags=("東京", "sailing"), roles=(Role.MENTOR,)),
    _person(6, "김민지", links=("https://x.example/a,b;c?d=e&f=%20", "https://y.example")),
    _person(7, "Zoë " * 40 + "O'Brien", birthday=Birthday(12, 31, 1899), notes=" \n".join("abc")),
    _person(8, "=1+1", notes="-2\n+3\n@x", title='"quoted", "twice"'),
)


def _cards() -> str:
    return "".join(vcard.write((person, 1_782_777_600_000) for person in PEOPLE))


def _expected(person: Person) -> dict[str, Any]:
    """What a reader of a card should have of somebody."""
    return {
        "fn": [person.name],
        "nickname": list(person.aliases),
        "org": [person.organisation] if person.organisation else [],
        "title": [person.title] if person.title else [],
        "email": list(person.emails),
        "tel": list(person.phones),
        "url": list(person.links),
        "categories": [*person.tags, *person.roles],
        "note": [person.notes] if person.notes else [],
    }


def test_vobject_reads_every_card():
    """Every value of everybody, and nothing in the parts of a name."""
    found = list(vobject.readComponents(_cards()))
    assert len(found) == len(PEOPLE)
    for person, card in zip(PEOPLE, found, strict=True):
        values = {name: _values(card.contents.get(name, ())) for name in _expected(person)}
        # It cuts a URI at its first comma, which stands there as it should (RFC 6350, 4.2).
        expected = _expected(person)
        expected["url"] = [link.partition(",")[0] for link in person.links]
        assert values == expected
        assert str(card.n.value).strip() == ""
        card.validate(raiseException=True)


def _values(properties: Sequence[Any]) -> list[str]:
    found: list[str] = []
    for each in properties:
        found += each.value if isinstance(each.value, list) else [each.value]
    return found


_SCRIPT = """
const ICAL = require(process.argv[1]);
const found = ICAL.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(typeof found[0] === "string" ? [found] : found));
"""


def _ical_js() -> str:
    """Return where ical.js lies: on NODE_PATH or among npm's global packages."""
    folders = os.environ.get("NODE_PATH", "").split(os.pathsep)
    if shutil.which("npm"):
        found = subprocess.run(["npm", "root", "-g"], capture_output=True, text=True, check=False)
        folders.append(found.stdout.strip())
    paths = (Path(folder, "ical.js/dist/ical.es5.cjs") for folder in folders if folder)
    return next((str(path) for path in paths if path.exists()), "")


def test_ical_js_reads_every_card():
    """A reader in another language: the same values, in their order."""
    module = _ical_js() if shutil.which("node") else ""
    if not module:
        pytest.skip("there is no node with ical.js: npm install -g ical.js, or NODE_PATH")
    ran = subprocess.run(
        ["node", "-e", _SCRIPT, module],
        input=_cards().encode(),
        capture_output=True,
        check=True,
    )
    found = json.loads(ran.stdout)
    assert len(found) == len(PEOPLE)
    for person, (_, properties, _) in zip(PEOPLE, found, strict=True):
        values: dict[str, list[Any]] = {name: [] for name in _expected(person)}
        for name, _, _, *said in properties:
            if name in values:
                values[name] += said
        assert values == _expected(person)
        assert [said for name, _, _, *said in properties if name == "n"] == [[["", "", "", "", ""]]]


def test_icalendar_reads_every_event():
    """Summaries and descriptions with every sign, and the day."""
    occasions = [
        ics.Occasion("birthday", f"{n:032x}", 0, DAY, person.name, person.notes.strip())
        for n, person in enumerate(PEOPLE)
    ]
    calendar = Calendar.from_ical("".join(ics.write(occasions)))
    found = [
        (str(event["SUMMARY"]), str(event.get("DESCRIPTION", "")), event.decoded("DTSTART"))
        for event in calendar.walk("VEVENT")
    ]
    assert found == [(each.summary, each.description, each.on) for each in occasions]


def _rows() -> list[dict[str, str]]:
    """What a reader of the CSV should have of everybody."""
    rows = []
    for person in PEOPLE:
        cells = {
            "name": person.name,
            "email": ";".join(person.emails),
            "link": " ".join(person.links),
            "organisation": person.organisation,
            "title": person.title,
            "tags": ";".join(person.tags),
            "role": ";".join(person.roles),
            "note": person.notes,
            "uid": person.uid,
        }
        guarded = {name: recip_csv.guarded(cell) for name, cell in cells.items()}
        rows.append({**dict.fromkeys(recip_csv.COLUMNS, ""), **guarded})
    return rows


def test_pythons_own_reader_reads_every_row():
    """Strictly, as Excel's dialect."""
    text = "".join(recip_csv.write(PEOPLE, ()))
    assert list(csv.DictReader(io.StringIO(text, newline=""), strict=True)) == _rows()


def test_pandas_reads_every_row():
    """With its own parser; cells stay text."""
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    text = "".join(recip_csv.write(PEOPLE, ()))
    frame = pandas.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    assert frame.to_dict("records") == _rows()
