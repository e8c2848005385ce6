"""Introductions: pairs one could make, both asked, made as a give, and word to the connector."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from people import add_people

from reciprocity_cli.domain.records import Category, Direction
from reciprocity_cli.store.entries import NewExchange, insert_contact, insert_exchange

AT = datetime(2026, 6, 30, tzinfo=UTC)


@pytest.fixture
def three(recip, path):
    """Ana #1, who looks for a Rust reviewer (#4), Bo #2, who reviews Rust, and Cai #3."""
    add_people(path, "Ana Ruiz", {"name": "Bo Lind", "specialities": ["Rust reviews"]}, "Cai Wong")
    recip("need", "add", "ana", "a", "Rust", "reviewer", "--urgency", "high")


def rows(recip, *arguments):
    return recip("intros", *arguments, "--json").json()["rows"]


def test_a_pair_is_shown_with_the_words_that_match(recip, three):
    """Who looks for what, who could do it, and the words that both texts share."""
    assert recip("intros").out == (
        "Introductions · 1 possible\n"
        "\n"
        "  #4  Ana Ruiz – Bo Lind  looks for a Rust reviewer (high)\n"
        "      Bo Lind could do: Rust reviews; words: rust, reviewer\n"
        "\n"
        "Ask both first; recip intro add PERSON OTHER --need ID keeps it in sight.\n"
    )
    [row] = rows(recip)
    assert {name: row[name] for name in ("state", "name", "other_name", "need_id", "words")} == {
        "state": "possible",
        "name": "Ana Ruiz",
        "other_name": "Bo Lind",
        "need_id": 4,
        "words": ["rust", "reviewer"],
    }
    assert (row["speciality"], row["urgency"], row["known"]) == ("Rust reviews", "high", None)


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["ana"], 1),
        (["bo"], 1),
        (["cai"], 0),
        (["text:rust"], 1),
        (["text:python"], 0),
        (["--until", "2026-06-29"], 0),
        (["--since", "2026-06-30"], 1),
    ],
)
def test_a_query_chooses_one_of_the_two_and_what_is_looked_for(recip, three, arguments, count):
    """Names choose people on either side, the other terms and the period the need."""
    assert len(rows(recip, *arguments)) == count


def test_an_empty_report_says_what_to_note(recip, path):
    """Without a need that somebody could meet, the note names the two commands."""
    ran = recip("intros")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == (
        "no introduction to make just now: note needs with recip need add, and what"
        " people could do with recip person edit NAME --speciality TEXT\n"
    )


KNOWN = [
    (["gave", "ana", "int", "--about", "bo"], "introduced", "2026-06-30"),
    (["gave", "bo", "int", "--about", "ana", "--on", "2026-05-02"], "introduced", "2026-05-02"),
    (["got", "bo", "int", "--about", "ana"], "introduced-me", "2026-06-30"),
    (["log", "ana", "bo", "--via", "event", "--on", "yesterday"], "together", "2026-06-29"),
    (["person", "edit", "ana", "--met-through", "bo"], "met-through", None),
]


@pytest.mark.parametrize(("arguments", "how", "on"), KNOWN)
def test_who_know_each_other_are_left_out_and_counted(recip, three, arguments, how, on):
    """An introduction either way, a shared contact, one met through the other: --all tells."""
    assert recip(*arguments).code == 0
    ran = recip("intros")
    assert (ran.out.splitlines()[-1], ran.err) == (
        "1 more pair knows each other already (--all).",
        "",
    )
    [row] = rows(recip, "--all")
    assert (row["known"], row["known_on"]) == (how, on)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (None, "you introduced them on 30 Jun"),
        ("2027-01-01", None),
    ],
)
def test_what_lies_ahead_acquaints_nobody(recip, three, on, words):
    """An introduction dated after today is none yet."""
    more = ["--on", on, "--future"] if on else []
    assert recip("gave", "ana", "int", "--about", "bo", *more).code == 0
    shown = recip("intros", "--all").out
    assert ("know each other" in shown) is (words is not None)
    assert (words or "") in shown


def test_from_the_idea_to_the_give(recip, three):
    """Noted, asked, agreed one by one, made: a give of three people that meets the need."""
    noted = recip("intro", "add", "ana", "bo", "--need", "4", "--json").json()["rows"][0]
    assert (noted["state"], noted["for"], noted["text"]) == ("idea", "person", "a Rust reviewer")
    assert noted["next_action"] == "ask both, then: recip intro ask 5"
    assert [row["state"] for row in rows(recip)] == ["idea"]
    assert recip("intro", "ask", "5").out.startswith(
        "Asked #5  Tue 2026-06-30  both asked  Ana Ruiz to Bo Lind: a Rust reviewer"
    )
    one = recip("intro", "agree", "5", "--who", "bo", "--json").json()["rows"][0]
    assert (one["state"], one["agreed"]) == ("asked", ["Bo Lind"])
    assert one["next_action"] == "hear from Ana Ruiz, then: recip intro agree 5"
    both = recip("intro", "agree", "5", "--who", "ana", "--json").json()["rows"][0]
    assert (both["state"], both["agreed_on"]) == ("agreed", "2026-06-30")
    done = recip("intro", "made", "5", "--size", "large", "--kind", "talent")
    assert done.err == ""
    assert "gave introductions #6" in done.out
    [entry] = recip("history", "--json").json()["rows"]
    assert (entry["id"], entry["name"], entry["weight"]) == (6, "Ana Ruiz", 4.0)
    [need] = recip("need", "list", "--all", "--json").json()["rows"]
    assert (need["met_on"], need["met_by_id"]) == ("2026-06-30", 6)
    assert rows(recip) == []
    [made] = rows(recip, "--made")
    assert (made["id"], made["name"], made["other_name"], made["for"]) == (
        6,
        "Ana Ruiz",
        "Bo Lind",
        "person",
    )


def test_planned_counts_for_nothing(recip, three):
    """However far it has come, until it is made no balance, contact or history knows of it."""
    recip("intro", "add", "ana", "bo")
    recip("intro", "agree", "5")
    assert recip("history", "--json").json()["rows"] == []
    row = recip("explain", "ana", "--json").json()["rows"][0]
    assert (row["gave"], row["last_contact_on"]) == (0.0, None)


@pytest.mark.parametrize(
    ("person", "other", "need", "helped", "intro_for"),
    [
        ("ana", "bo", True, "Ana Ruiz", "person"),
        ("bo", "ana", True, "Ana Ruiz", "person"),
        ("bo", "ana", False, "Bo Lind", "both"),
    ],
)
def test_the_give_is_to_whom_it_helps(recip, three, person, other, need, helped, intro_for):
    """It is theirs whose need it meets, else that of the first of the two."""
    recip("intro", "add", person, other, *(["--need", "4"] if need else []))
    assert recip("intro", "made", "5").code == 0
    [made] = rows(recip, "--made")
    assert (made["name"], made["for"]) == (helped, intro_for)


def test_for_the_other_turns_the_two_round(recip, three):
    """An introduction for the second person is a give to them."""
    recip("intro", "add", "ana", "bo", "a", "chat", "--for", "other")
    recip("intro", "made", "5")
    [made] = rows(recip, "--made")
    assert (made["name"], made["other_name"], made["for"], made["note"]) == (
        "Bo Lind",
        "Ana Ruiz",
        "person",
        "a chat",
    )


def test_moving_on_unasked_is_noted_and_not_forbidden(recip, three):
    """Made without both having agreed: it is written, and a line says whose yes is missing."""
    recip("intro", "add", "ana", "bo")
    recip("intro", "agree", "5", "--who", "ana")
    ran = recip("intro", "made", "5")
    assert ran.code == 0
    assert ran.err == "noted without a yes from Bo Lind: asking both first leaves each free\n"


def test_each_step_is_undone(recip, three, ledger):
    """Undo takes the give back, opens the need again and leaves the introduction agreed."""
    recip("intro", "add", "ana", "bo", "--need", "4")
    recip("intro", "agree", "5")
    recip("intro", "made", "5")
    assert recip("undo").code == 0
    assert [row["state"] for row in rows(recip)] == ["agreed"]
    assert recip("history", "--json").json()["rows"] == []
    assert len(recip("need", "list", "--json").json()["rows"]) == 1
    recip("undo")
    recip("undo")
    assert ledger.sql.execute("SELECT COUNT(*) FROM introduction").fetchone() == (0,)


def test_a_dropped_one_is_not_proposed_again(recip, three):
    """It is out of the report, and with --all it stands below as dropped."""
    recip("intro", "add", "ana", "bo", "--need", "4")
    assert recip("intro", "drop", "5").out.startswith("Dropped #5  Tue 2026-06-30  Ana Ruiz to Bo")
    assert rows(recip) == []
    assert [row["state"] for row in rows(recip, "--all")] == ["possible", "dropped"]


def test_who_introduced_one_to_the_other_is_named(recip, three):
    """How the two know each other names the one who introduced the owner, or through whom."""
    recip("person", "edit", "ana", "--met-through", "bo")
    assert "they know each other: you met through Bo Lind" in recip("intros", "--all").out
    recip("got", "bo", "int", "--about", "ana")
    assert "they know each other: Bo Lind introduced you on 30 Jun" in recip("intros", "--all").out


def test_what_for_for_whom_and_the_need_are_changed(recip, three):
    """Each value by its option; an empty need lets go of it, and what says nothing stays."""
    recip("intro", "add", "ana", "bo", "--need", "4")
    done = recip("intro", "edit", "5", "--text", "a review", "--for", "both", "--json")
    [row] = done.json()["rows"]
    assert (row["text"], row["for"], row["need_id"]) == ("a review", "both", 4)
    [row] = recip("intro", "edit", "5", "--need", "", "--json").json()["rows"]
    assert (row["text"], row["for"], row["need_id"]) == ("a review", "both", None)
    assert recip("intro", "edit", "5", "--for", "both").out.startswith("Nothing to change: #5")
    assert "recip intro edit 5 changes it" in recip("amend", "5", "--note", "x").err


def test_what_it_is_good_for_is_found(recip, three):
    """Search looks through introductions that are planned as well."""
    recip("intro", "add", "ana", "bo", "a", "lighthouse", "visit")
    [row] = recip("search", "lighthouse", "--json").json()["rows"]
    assert (row["kind"], row["id"]) == ("introduction", 5)


def test_rm_names_both_and_removes(recip, three):
    """An introduction is removed by its id like any other record."""
    recip("intro", "add", "ana", "bo")
    assert recip("rm", "5").out.startswith("Removed #5  introduction  Ana Ruiz to Bo Lind")
    assert recip("intro", "ask", "5").code == 3


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["add", "ana", "ana"], 2, "an introduction has two people; name two different ones"),
        (
            ["add", "ana", "nobody"],
            3,
            "nobody is called 'nobody'; recip person list shows everyone",
        ),
        (["add", "ana", "cai", "--for", "me"], 2, "unknown side 'me'; one of: person, other, both"),
        (["add", "ana", "cai", "--need", "99"], 3, "there is no need #99"),
        (["add", "bo", "cai", "--need", "4"], 3, "need #4 is of neither"),
        (["add", "bo", "ana"], 1, "#5 is on its way already; recip intros shows it"),
        (["add", "ana", "cai", "--on", "tomorrow"], 2, "Wed 2026-07-01 is in the future"),
        (["ask", "x"], 2, "'x' is not an id"),
        (["ask", "4"], 3, "#4 is a need, not an introduction"),
        (["ask", "5", "--on", "2026-06-29"], 2, "Mon 2026-06-29 lies before Tue 2026-06-30"),
        (["agree", "5", "--who", "cai"], 2, "#5 is about Ana Ruiz and Bo Lind; name one"),
        (["made", "5", "--size", "huge"], 2, "unknown size 'huge'"),
        (["made", "5", "--kind", "job"], 2, "unknown kind of introductions 'job'"),
        (["edit", "5"], 2, "nothing to change; name a value, such as --for both"),
        (["edit", "5", "--need", "99"], 3, "there is no need #99"),
        (["drop", "99"], 3, "there is no introduction #99"),
        (["told", "4"], 3, "#4 is a need, not a give or get"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_writes_nothing(
    recip, three, path, arguments, code, said
):
    """The line says why, the exit code is the documented one, and the ledger stays as it was."""
    recip("intro", "add", "ana", "bo")
    before = path.read_bytes()
    ran = recip("intro", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(f"recip: {said}")
    assert ran.err.count("\n") == 1
    assert path.read_bytes() == before


@pytest.mark.parametrize("verb", ["ask", "agree", "made", "drop"])
def test_what_has_ended_stays(recip, three, path, verb):
    """One that was made is neither asked for nor made again; undo is the way back."""
    recip("intro", "add", "ana", "bo")
    recip("intro", "made", "5")
    before = path.read_bytes()
    ran = recip("intro", verb, "5")
    assert ran.code == 1
    assert ran.err.startswith("recip: #5 was made on Tue 2026-06-30; recip undo takes that back")
    assert path.read_bytes() == before


def test_asking_twice_changes_nothing(recip, three):
    """The first day stays, and no operation is written."""
    recip("intro", "add", "ana", "bo")
    recip("intro", "ask", "5")
    ran = recip("intro", "ask", "5")
    assert ran.out.startswith("Nothing to change: #5")
    assert recip("intro", "ask", "5", "--json").json()["operation"] is None


@pytest.fixture
def introduced(recip, path, ledger):
    """Ana introduced the owner to Bo 20 days ago (#4), and to somebody unnamed 13 days ago (#5)."""
    add_people(path, {"name": "Ana Ruiz", "cadence": "1y"}, "Bo Lind", "Cai Wong")
    new = NewExchange(Direction.GOT, Category.INTRODUCTIONS, 2.0, note="Bo, who tests")
    thanked = {"thanked_on": date(2026, 6, 29), "intro_state": "made"}
    with ledger.writing("seed", AT) as op:
        day = date(2026, 6, 30)
        to_bo = new._replace(more={**thanked, "other_person_id": 2})
        insert_exchange(op, 1, day - timedelta(days=20), to_bo)
        planners = new._replace(note="the planners", more=thanked)
        insert_exchange(op, 1, day - timedelta(days=13), planners)


def test_word_to_the_connector_is_due_until_told(recip, introduced):
    """From two weeks on `due`, `show` and `explain` say so, and nothing more once it is told."""
    report = "report back on their introduction to Bo Lind (Wed 10 Jun)"
    [row] = recip("due", "--json").json()["rows"]
    assert (row["name"], row["reasons"]) == ("Ana Ruiz", [report])
    assert row["next_action"] == "tell them what became of the introduction to Bo Lind"
    assert row["urgency"] == row["lateness"]
    assert recip("show", "ana", "--json").json()["rows"][0]["open"] == [report]
    assert recip("explain", "ana", "--json").json()["rows"][0]["reasons"] == [report]
    done = recip("intro", "told", "4")
    assert done.out.startswith(
        "Told Tue 2026-06-30  Ana Ruiz  about the introduction to Bo Lind      undo: recip undo"
    )
    assert recip("due", "--json").json()["rows"] == []
    assert recip("intro", "told", "4").out.startswith("Nothing to change: told Tue 2026-06-30")
    recip("undo")
    assert len(recip("due", "--json").json()["rows"]) == 1


def test_of_several_the_latest_is_reported_on_first(recip, introduced):
    """Where nobody is named, the note says what it was about; once told, the one before follows."""
    [row] = recip("due", "--today", "2026-07-01", "--json").json()["rows"]
    assert row["reasons"] == ["report back on their introduction: the planners (Wed 17 Jun)"]
    assert row["next_action"] == "tell them what became of the introduction"
    recip("intro", "told", "5", "--on", "2026-07-01", "--today", "2026-07-01")
    [row] = recip("due", "--today", "2026-07-01", "--json").json()["rows"]
    assert row["reasons"] == ["report back on their introduction to Bo Lind (Wed 10 Jun)"]


def test_a_report_back_fills_no_place_of_the_urgent(recip, introduced):
    """It waits like any other row when capacity is used up, and adds nothing to the urgency."""
    assert "urgency 0.04 = 0.04 (13 of 365 days)" in recip("due", "--why").out
    recip("person", "add", "Dee", "--cadence", "1d")
    recip("log", "dee", "--on", "2026-06-20")
    recip("config", "set", "capacity", "1")
    found = recip("due", "--json").json()
    assert ([row["name"] for row in found["rows"]], found["waiting"]) == (["Dee"], 1)


def test_the_card_names_who_introduced_whom(recip, introduced):
    """`show` of the connector, of the one introduced, and of two whom the owner introduced."""
    recip("gave", "bo", "int", "--about", "cai", "--on", "2026-06-20")
    assert "Introduced  you to Bo Lind (10 Jun)" in recip("show", "ana").out
    bo = recip("show", "bo").out
    assert "Met         introduced by Ana Ruiz (10 Jun)" in bo
    assert "Introduced  by you to Cai Wong (20 Jun)" in bo
    assert "Introduced  by you to Bo Lind (20 Jun)" in recip("show", "cai").out
    recip("intro", "add", "ana", "cai", "a", "chat")
    assert "introduction to Cai Wong: noted today (#7)" in recip("show", "ana").out


def test_those_made_are_listed_with_what_became_of_them(recip, introduced):
    """Both directions, the newest first, and which of them somebody waits to hear about."""
    recip("gave", "bo", "int", "Cai, who bakes", "--about", "cai", "--on", "2026-06-20")
    assert recip("intros", "--made").out == (
        "Introductions · 3 made · 1 to report back on\n"
        "\n"
        "  #6  20 Jun  you introduced Bo Lind to Cai Wong  Cai, who bakes\n"
        "  #5  17 Jun  Ana Ruiz introduced you             the planners\n"
        "  #4  10 Jun  Ana Ruiz introduced you to Bo Lind  Bo, who tests\n"
        "      → tell Ana Ruiz what became of it: recip intro told 4\n"
    )
    assert [row["id"] for row in rows(recip, "--made", "cai")] == [6]
    assert [row["id"] for row in rows(recip, "--made", "--until", "2026-06-18")] == [5, 4]


def test_what_came_of_it_is_known_from_the_day_it_was_noted_for(recip, introduced, monkeypatch):
    """In the words that impact and history have for it; before that day nothing is known."""
    recip("outcome", "4", "nothing", "they never met", "--on", "2026-06-30")
    assert "came to nothing: they never met" in recip("intros", "--made").out
    monkeypatch.setenv("RECIP_TODAY", "2026-06-28")
    assert "they never met" not in recip("intros", "--made").out
    assert [row["outcome"] for row in rows(recip, "--made")] == ["unknown", "unknown"]


def test_only_an_introduction_that_was_got_is_told_about(recip, introduced):
    """A give, or a get of another kind, has no connector; a day before it came is refused."""
    recip("gave", "bo", "int", "--about", "cai")
    ran = recip("intro", "told", "6")
    assert (ran.code, ran.err) == (
        3,
        "recip: #6 is no introduction that you got; recip intros --made has them\n",
    )
    ran = recip("intro", "told", "4", "--on", "2026-06-01")
    assert (ran.code, ran.err) == (
        2,
        "recip: Mon 2026-06-01 lies before Wed 2026-06-10, when it was made\n",
    )


def test_hostile_text_is_shown_and_not_obeyed(recip, three):
    """Control characters of a text are made visible, in the report as in the acknowledgement."""
    ran = recip("intro", "add", "ana", "bo", "see\x1b[2Jme")
    assert "\x1b" not in ran.out + recip("intros").out


def test_a_shared_contact_ahead_or_with_one_alone_tells_nothing(recip, three, ledger):
    """Only a contact up to today that both attended acquaints them."""
    with ledger.writing("seed", AT) as op:
        insert_contact(op, [1, 2], date(2026, 7, 1))
        insert_contact(op, [1, 3], date(2026, 6, 1))
        insert_contact(op, [2], date(2026, 6, 1))
    assert [row["known"] for row in rows(recip)] == [None]


def test_a_file_brings_what_is_planned_as_such_and_nothing_else(recip, path, tmp_path):
    """A planned introduction comes in and counts for nothing; as an exchange it is refused."""
    add_people(path, "Ana Ruiz", "Bo Lind")
    document = recip("export").json()
    common = {"id": 7, "uid": "a" * 32, "changed": 5, "person_id": 1, "other_person_id": 2}
    planned = {**common, "record": "introduction", "noted_on": "2026-06-01", "state": "asked"}
    given = {**common, "record": "exchange", "direction": "gave", "category": "introductions"}
    given |= {"weight": 2, "date": "2026-06-01", "intro_state": "asked"}
    file = tmp_path / "ledger.json"
    before = path.read_bytes()
    file.write_text(json.dumps(document | {"records": [*document["records"], given]}))
    ran = recip("import", str(file))
    assert ran.code == 1
    assert (
        "line 1: exchange #7: intro_state asked is only planned;"
        " that is a record of the kind introduction"
    ) in ran.err
    assert path.read_bytes() == before
    file.write_text(json.dumps(document | {"records": [*document["records"], planned]}))
    assert recip("import", str(file)).code == 0
    assert [row["state"] for row in rows(recip)] == ["asked"]
    assert recip("balance", "--all", "--json").json()["rows"] == []
