"""Every number that a report of the demo shows stands in `explain`, with its making."""

from __future__ import annotations

import re
from datetime import date

import pytest


@pytest.fixture
def demo(recip, home):
    path = home / "demo.db"
    assert recip("demo", "--ledger", str(path)).code == 0

    def rows(*words):
        ran = recip(*words, "--json", "--ledger", str(path))
        assert (ran.code, ran.err) == (0, "")
        return ran.json()["rows"]

    return rows


def _explained(demo, person):
    [row] = demo("explain", f"#{person}")
    return row, "\n".join(row["lines"]).replace(",", "")


def _numbers(text):
    return {float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)}


def _three(value):
    return round(abs(value), 3)


def test_every_number_of_balance(demo):
    """G, R, N, T, mutual, B and s, the counts of the year, the reading and the group."""
    people = demo("balance", "--all")
    assert len(people) > 15
    for row in people:
        explained, text = _explained(demo, row["id"])
        figures = [row[key] for key in ("gave", "got", "net", "gross", "mutual", "index", "spread")]
        shown = _numbers(text)
        assert {_three(figure) for figure in figures if figure is not None} <= shown
        assert f"gave {row['gave_count_year']} got {row['got_count_year']}\n" in text
        assert row["reading"].replace("-", " ") in text.replace("-", " ")
        assert explained["group"] == row["group"]
        for category, flow in row["categories"].items():
            for way in ("gave", "got"):
                line = re.search(rf"^{category} .*{way} (\d[\d.]*)", text, re.M)
                assert not flow[way] or float(line[1]) == _three(flow[way])


def test_every_number_of_due(demo):
    """Cadence, due day, lateness and urgency, and each reason in its words."""
    people = demo("due", "--all")
    assert len(people) > 5
    for row in people:
        explained, text = _explained(demo, row["id"])
        assert f"{row['urgency']:.2f}" in text
        assert row["lateness"] is None or _three(row["lateness"]) in _numbers(text)
        assert row["cadence"] is None or re.search(rf"^cadence +{row['cadence']}\b", text, re.M)
        assert explained["due_on"] == row["due_on"]
        assert explained["last_contact_on"] == row["last_contact_on"]
        assert all(reason.replace(",", "") in text for reason in row["reasons"])
        assert row["next_action"].replace(",", "") in text


def test_every_fact_of_phase(demo):
    """Phase, furthest, legal moves, supported, and what is missing."""
    people = demo("phase", "--all")
    assert len(people) > 15
    for row in people:
        explained, text = _explained(demo, row["id"])
        for key in ("phase", "reached", "legal", "supported", "missing", "since"):
            assert explained[key] == row[key]
        assert all(lacking.replace(",", "") in text for lacking in row["missing"])
        assert row["supported"] in text


def test_every_number_of_suggest(demo):
    """Each fit with its terms, the words that matched, and how old what is known of them is."""
    # Farah is paused: nothing is suggested, and a note says so.
    people = [row for row in demo("person", "list") if row["name"] != "Farah Aziz"]
    shown = [(row["id"], demo("suggest", f"#{row['id']}")) for row in people]
    assert sum(len(rows) for _, rows in shown) > 40
    assert {row["kind"] for _, rows in shown for row in rows} == {
        *("catalogue", "idea", "introduction", "opportunity", "offer"),
    }
    for number, rows in shown:
        _, text = _explained(demo, number)
        chapter = text[text.index("known") :]
        for row in rows:
            [line] = re.findall(rf"^{row['number']} fit +(.+)$", chapter, re.M)
            terms, _, rest = line.partition(" = ")
            assert float(re.match(r"-?[\d.]+", rest)[0]) == round(row["fit"], 3)
            need, offer, role, gap, recent = (
                float(re.search(rf"([\d.]+) {term}", terms)[1])
                for term in ("need", "offer", "role", "gap", "recent")
            )
            total = 4 * need + 2 * offer + 1.5 * role + gap - 2 * recent
            assert total == pytest.approx(row["fit"], abs=1e-3)
            assert row["reason"].replace(",", "") in chapter
            assert row["need_id"] is None or f"#{row['need_id']} noted " in chapter


def test_every_first_step_of_suggest(demo, recip, home):
    """Repair, promise, thanks, word back and question stand there before the fits."""
    ran = recip("suggest", "--json", "--ledger", str(home / "demo.db"))
    steps = ran.json()["first"]
    assert {step["what"] for step in steps} >= {"promise", "thanks", "report", "question"}
    for step in steps:
        _, text = _explained(demo, step["id"])
        assert step["text"].replace(",", "") in text[text.index("known") :]


def test_every_line_of_ask(demo):
    """Each point of the checklist with whether it holds, by what, and from which day it will."""
    states = set()
    for person in demo("person", "list"):
        _, text = _explained(demo, person["id"])
        for row in demo("ask", "check", f"#{person['id']}"):
            state = "holds" if row["holds"] else "not yet"
            states.add((state, row["hard"], row["holds_from"] is not None))
            line = re.escape(f"{state}: {row['line'].replace(',', '')}")
            [rest] = re.findall(rf"^ +{line}(.*)$", text, re.M)
            from_day, _, found = rest.partition("; ")
            assert re.search(r"\w", found)
            if row["holds_from"]:
                day = date.fromisoformat(row["holds_from"])
                assert from_day == f" (from {day:%a} {day.day} {day:%b} {day.year})"
            else:
                assert from_day == ""
    # Both states of both kinds, and one that waits for its day, are in the demo.
    assert len(states) == 5
