"""The fields that docs/commands/general.md promises to programs are those of every report."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from reciprocity_cli.cli.app import main
from reciprocity_cli.formats.cells import plain

PAGE = Path(__file__).resolve().parents[2] / "docs/commands/general.md"
SECTION = re.search(r"^## JSON fields\n.*?^## ", PAGE.read_text("utf-8"), re.M | re.S)
assert SECTION is not None
PROMISED = dict(re.findall(r"^\| `([^|]+)` \| ([^|]+) \|$", SECTION[0], re.M))
WORDS = {
    "suggest": "suggest nadia",
    "show": "show ana",
    "explain": "explain ana",
    "ask check": "ask check ana",
    "choose": "choose ana ben",
    "position": "position mentor",
    "signal list": "signal list ana",
    "search": "search a",
    "person show": "person show ana",
    "need list": "need list --all",
    "balance": "balance --all",
    "intros": "intros --all",
    "incident list": "incident list --all",
    "quiet list": "quiet list --all",
}
EMPTY = {"check", "backup list", "plan", "person duplicates"}
"""There is nothing of these in the demo."""


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """The demo, with texts that a spreadsheet would take for formulas."""
    place = tmp_path_factory.mktemp("fields") / "demo.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(place.parent))
        where = ("--ledger", str(place), "--today", "2026-06-30", "-q")
        for words in (
            ("demo",),
            ("need", "add", "ana", "=need()", "--tag", "@tag"),
            ("idea", "add", "ana", "+idea"),
            ("log", "ana", "-m", "-note", "-g", "adv:'=1+1"),
            ("person", "add", "=SUM(A1)", "--org", "@org"),
            ("quiet", "ana", "1d", "3d"),
        ):
            assert main([*words, *where]) == 0
    return ("--ledger", str(place))


def _cell(value):
    """Return what a cell holds, before the apostrophe; docs/commands/general.md, "Output"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ";".join(each if isinstance(each, str) else _compact(each) for each in value)
    return value if isinstance(value, str) else _compact(value)


def _compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("report", PROMISED)
def test_a_report_has_the_fields_it_promises(recip, year, report):
    """Each row, in JSON and cell for cell in CSV, where a formula stands behind an apostrophe."""
    words = [*WORDS.get(report, report).split(), *year]
    document = recip(*words, "--json").json()
    promised, _, beside = PROMISED[report].partition("; beside `rows`: ")
    assert document["report"] == report.replace(" --made", " made")
    assert document["rows"] or report in EMPTY
    listed = re.match(r"`([^`]+)`", promised)
    for row in document["rows"] if listed else ():
        assert list(row) == listed[1].split()
    for name in re.match(r"`([^`]*)`", beside or "``")[1].split():
        assert name in document
    _, *cells = csv.reader(io.StringIO(recip(*words, "--format", "csv").out))
    for row, shown in zip(document["rows"], cells, strict=True):
        assert [plain(cell) for cell in shown] == [_cell(value) for value in row.values()]
        for value, cell in zip(row.values(), shown, strict=True):
            assert isinstance(value, int | float) or not cell.startswith(("=", "+", "-", "@"))
