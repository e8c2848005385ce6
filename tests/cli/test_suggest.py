"""suggest: what comes first, three gives with their reasons, and taking one up."""

from __future__ import annotations

import pytest
from people import add_people
from refusing import assert_refused


@pytest.fixture(autouse=True)
def people(path):
    add_people(
        path,
        {"name": "Ana Ruiz", "roles": ("mentor",)},
        {"name": "Bo Lind", "specialities": ("Rust at scale",), "start_phase": 3},
        {"name": "Cy Old", "archived": True, "specialities": ("Rust",)},
        {"name": "Di Rest", "paused": True, "specialities": ("Rust",)},
        {"name": "Ed Mature", "start_phase": 4},
    )


def rows(recip, *words):
    """The suggestions as programs read them."""
    return recip("suggest", *words, "--json").json()["rows"]


def keys(recip, *words):
    return [row["key"] for row in rows(recip, *words)]


def test_the_screen(recip):
    """What comes first, then three gives, each with its size and its reason."""
    recip("need", "add", "ana", "a Rust reviewer")
    recip("offer", "add", "code reviews in Rust", "--category", "advice")
    assert recip("suggest", "ana").out == (
        "Suggestions · Ana Ruiz · mentor · early stage · Tue 30 Jun 2026\n"
        "\n"
        "You could\n"
        "  1  code reviews in Rust                                advice, small\n"
        "     they look for a Rust reviewer; you offer it; words: rust, reviewer\n"
        "  2  tell what you see from where you stand              knowledge, small\n"
        "     suits a mentor\n"
        "  3  speak well of their mentoring where others hear it  recognition, small\n"
        "     suits a mentor\n"
        "\n"
        "Done one of them? recip suggest ana-ruiz --log 1 writes it down.\n"
    )


def test_the_public_fields(recip):
    """A row for each person and suggestion, with the fit of the model's example."""
    recip("need", "add", "ana", "a Rust reviewer")
    recip("offer", "add", "code reviews in Rust", "--category", "advice")
    recip("got", "ana", "advice", "--size", "l")
    [first, *_] = rows(recip, "ana")
    assert first == {
        "id": 1,
        "name": "Ana Ruiz",
        "fit": pytest.approx(6.5, abs=1e-9),
        "text": "code reviews in Rust",
        "category": "advice",
        "size": "small",
        "reason": "they look for a Rust reviewer; you offer it; words: rust, reviewer;"
        " more came from them in advice",
        "need_id": 6,
        "number": 1,
        "kind": "offer",
        "key": "offer.7",
    }
    assert len(rows(recip, "ana")) == 3


def test_a_balance_that_is_switched_off_leaves_no_gap(recip):
    """The gap is 0 whatever came from them."""
    recip("got", "ana", "knowledge", "--size", "l")
    assert rows(recip, "ana")[0]["fit"] == pytest.approx(2.0, abs=1e-9)
    recip("person", "edit", "ana", "--expect", "off")
    assert rows(recip, "ana")[0]["fit"] == 1.5


def test_people_without_a_role_get_the_rows_for_anyone(recip):
    """Bringing two people together waits for a mature relationship."""
    assert keys(recip, "bo") == ["anyone.relevant"]
    assert keys(recip, "ed") == ["anyone.relevant", "anyone.together"]


def test_an_introduction_that_could_be_made(recip):
    """A need of one met by a speciality of another who is neither archived nor paused."""
    recip("need", "add", "ed", "somebody for Rust")
    assert keys(recip, "ed")[0] == "introduction.2"
    assert rows(recip, "ed")[0]["text"] == "introduce Bo Lind (Rust at scale); ask both first"
    recip("need", "add", "bo", "Rust")
    assert "introduction.2" not in keys(recip, "bo")


@pytest.mark.parametrize("pair", [("ed", "bo"), ("bo", "ed")])
def test_two_who_were_brought_together_are_not_introduced_again(recip, pair):
    """Whichever of them the entry is with."""
    recip("need", "add", "ed", "somebody for Rust")
    recip("gave", pair[0], "introductions", "--about", pair[1])
    assert "introduction.2" not in keys(recip, "ed")


def test_an_introduction_is_too_much_for_an_early_stage(recip):
    """It is medium, and comes with the developing stage."""
    recip("need", "add", "ana", "somebody for Rust")
    assert "introduction.2" not in keys(recip, "ana")
    recip("person", "edit", "ana", "--phase", "nurturing")
    assert keys(recip, "ana")[0] == "introduction.2"


def test_an_opportunity_until_its_last_day(recip):
    """It is passed on to whom it could help."""
    recip("need", "add", "bo", "a stage for a talk")
    recip("opportunity", "add", "a call for talks", "--expires", "+1w")
    assert rows(recip, "bo")[0]["text"] == "pass on: a call for talks"
    assert keys(recip, "bo", "--today", "2026-07-07")[0] == "opportunity.7"
    assert keys(recip, "bo", "--today", "2026-07-08") == ["anyone.relevant"]


def test_what_lies_ahead_changes_nothing(recip):
    """A need noted later and a give dated later are not there yet."""
    recip("need", "add", "bo", "Rust", "--today", "2026-07-02")
    recip("offer", "add", "Rust")
    assert keys(recip, "bo") == ["anyone.relevant"]
    assert keys(recip, "bo", "--today", "2026-07-02")[0] == "offer.7"


def test_an_incident_leaves_only_small_things(recip):
    """By whoever it was, and until it is repaired."""
    recip("idea", "add", "ed", "a large plan", "--size", "large")
    recip("idea", "add", "ed", "a small one", "--size", "small")
    assert len(rows(recip, "ed")) == 3
    recip("incident", "add", "ed", "a draft was passed on", "--by", "them")
    assert [row["size"] for row in rows(recip, "ed")] == ["small", "small"]
    recip("incident", "repair", "8")
    assert len(rows(recip, "ed")) == 3


def test_nothing_is_suggested_while_somebody_is_paused(recip):
    """It says why; a promise that presses is still told."""
    ran = recip("suggest", "di")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "Di Rest is paused: nothing is suggested\n"
    recip("promise", "add", "di", "the deck", "--on", "2026-06-01", "--due", "2026-06-20")
    assert rows(recip, "di") == []
    assert [step["what"] for step in recip("suggest", "di", "--json").json()["first"]] == [
        "promise"
    ]


def test_what_comes_first(recip):
    """Mending, a promise in silence, thanks, word of an introduction, a question; in this order."""
    recip("got", "ana", "introductions", "to Bo", "--on", "2026-06-16")
    recip("promise", "add", "ana", "the deck", "--on", "2026-06-01", "--due", "2026-06-20")
    recip("incident", "add", "ana", "came late", "--by", "me", "--on", "2026-06-10")
    recip("incident", "add", "ana", "left early", "--by", "them", "--on", "2026-06-11")
    first = recip("suggest", "ana", "--json").json()["first"]
    assert [(step["what"], step["record_id"], step["text"]) for step in first[:4]] == [
        ("repair", 8, "mend what went wrong on 10 Jun: came late"),
        (
            "promise",
            7,
            "your promise, due 20 Jun: the deck; deliver it, or tell them how it stands",
        ),
        ("thanks", 6, "thank them for the introduction of 16 Jun"),
        ("report", 6, "tell them what became of their introduction: to Bo (16 Jun)"),
    ]
    assert first[4]["what"] == "question"
    assert first[4]["text"].startswith("ask: ")
    recip("need", "add", "ana", "a flat")
    recip("thank", "ana")
    recip("incident", "repair", "8")
    recip("promise", "tell", "7")
    first = recip("suggest", "ana", "--json").json()["first"]
    assert [step["what"] for step in first] == ["report"]


def test_without_a_person_those_who_are_due_are_shown(recip):
    """Grouped by person, in the order of `due`."""
    recip("log", "bo", "--on", "2026-01-01")
    recip("log", "ana", "--on", "2026-03-01")
    shown = recip("suggest").out
    assert shown.startswith("Suggestions · 2 people due this week · Tue 30 Jun 2026\n\nBo Lind\n")
    assert "\n\nAna Ruiz\n" in shown
    assert {row["id"] for row in rows(recip)} == {1, 2}


def test_without_anybody_due_there_is_a_note(recip):
    """Exit 0, and a note."""
    ran = recip("suggest")
    assert (ran.code, ran.err) == (0, "nobody is due this week\n")
    assert rows(recip) == []


def test_taking_up_an_offer_closes_the_need(recip):
    """The entry remembers which suggestion it was; it can be undone."""
    recip("need", "add", "ana", "a Rust reviewer")
    recip("offer", "add", "code reviews in Rust", "--category", "advice")
    assert recip("suggest", "ana", "--log", "1").out == (
        "Logged #8  Tue 2026-06-30  Ana Ruiz  gave advice (small): code reviews in Rust;"
        " meets need #6      undo: recip undo\n"
    )
    assert recip("need", "list", "--json").json()["rows"] == []
    [need] = recip("need", "list", "--all", "--json").json()["rows"]
    assert (need["met_on"], need["met_by_id"]) == ("2026-06-30", 8)
    [entry] = recip("history", "--json").json()["rows"]
    assert (entry["category"], entry["size"], entry["note"]) == (
        *("advice", "small"),
        "code reviews in Rust",
    )
    recip("undo")
    assert len(recip("need", "list", "--json").json()["rows"]) == 1
    assert keys(recip, "ana")[0] == "offer.7"


def test_what_was_taken_up_falls_back_for_90_days(recip):
    """The same row has 1.5 - 2 until it is 90 days old."""
    assert keys(recip, "ana")[0] == "mentor.view"
    document = recip("suggest", "ana", "--log", "1", "--json").json()
    [row] = document["rows"]
    assert (row["id"], row["person"]) == (6, {"id": 1, "name": "Ana Ruiz"})
    assert (row["suggestion"], row["need_id"]) == ("mentor.view", None)
    assert (row["direction"], row["category"], row["size"]) == ("gave", "knowledge", "small")
    assert "mentor.view" not in keys(recip, "ana")
    assert "mentor.view" not in keys(recip, "ana", "--today", "2026-09-27")
    assert keys(recip, "ana", "--today", "2026-09-28")[0] == "mentor.view"


def test_taking_up_an_idea_closes_it(recip):
    """It leaves the open ideas, and is suggested no more."""
    recip("idea", "add", "ed", "a plan", "--size", "large", "--category", "adv")
    at = keys(recip, "ed").index("idea.6") + 1
    recip("suggest", "ed", "--log", str(at))
    assert recip("idea", "list", "--json").json()["rows"] == []
    assert "idea.6" not in keys(recip, "ed")
    [entry] = recip("history", "--json").json()["rows"]
    assert entry["size"] == "large"


def test_taking_up_an_introduction_names_both(recip, ledger):
    """It is made, for the one who looked for it."""
    recip("need", "add", "ed", "somebody for Rust")
    recip("suggest", "ed", "--log", "1")
    with ledger.reading() as sql:
        row = sql.execute(
            "SELECT person_id, other_person_id, intro_state, intro_for, category, suggestion"
            " FROM exchange"
        ).fetchone()
    assert row == (5, 2, "made", "person", "introductions", "introduction.2")
    assert "introduction.2" not in keys(recip, "ed")


def test_an_interest_stays_open(recip):
    """One give does not end what somebody likes."""
    recip("need", "add", "ana", "ports", "--interest")
    recip("offer", "add", "a map of ports", "--category", "kno")
    assert recip("suggest", "ana", "--log", "1", "--json").json()["rows"][0]["need_id"] is None
    assert len(recip("need", "list", "--json").json()["rows"]) == 1


def test_a_category_that_is_missing_is_asked_for(recip, path):
    """Without anybody to ask, the way to name it is."""
    recip("need", "add", "ana", "ports")
    recip("offer", "add", "a map of ports")
    assert_refused(
        recip,
        path,
        ("suggest", "ana", "--log", "1"),
        2,
        "offer #7 has no category; recip offer edit 7 --category advice",
    )


def test_on_a_terminal_the_category_is_asked_for(recip, monkeypatch):
    """And the give is written in it."""
    recip("need", "add", "ana", "ports")
    recip("offer", "add", "a map of ports")
    monkeypatch.setattr("reciprocity_cli.cli.session.Session.can_ask", True)
    monkeypatch.setattr("reciprocity_cli.cli.suggest.ask", lambda question, words: "kno")
    assert "gave knowledge (small): a map of ports" in recip("suggest", "ana", "--log", "1").out


def test_the_dossier_leaves_out_ideas_that_were_given(recip):
    """As the list of ideas does."""
    recip("idea", "add", "ana", "a visit")
    assert "Ideas    a visit" in recip("show", "ana").out
    recip("gave", "ana", "kno", "--from", "6")
    assert "Ideas" not in recip("show", "ana").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("suggest", "nobody"), 3, "nobody is called"),
        (("suggest", "--log", "1"), 2, "--log needs a person"),
        (("suggest", "ana", "--log", "4"), 3, "there is no suggestion 4 for Ana Ruiz"),
        (("suggest", "ana", "--log", "0"), 3, "there is no suggestion 0"),
        (("suggest", "di", "--log", "1"), 3, "there is no suggestion 1"),
        (("suggest", "ana", "--log", "x"), 2, "not a valid int"),
    ],
)
def test_bad_input_is_refused_in_one_line(recip, path, words, code, said):
    """The exit code says what kind it is, and nothing is written."""
    assert_refused(recip, path, words, code, said)


def settings(home, text):
    place = home / "config/recip/config.toml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    return place


def test_rows_are_switched_off_and_added(recip, home):
    """What config.toml says of the catalogue holds, and `config list` shows it."""
    place = settings(
        home,
        '[catalogue]\noff = ["mentor.view"]\n[[catalogue.add]]\nkey = "my.tour"\n'
        'role = "mentor"\ntext = "a tour of the harbour"\ncategory = "kno"\n',
    )
    assert keys(recip, "ana") == ["my.tour", "mentor.praise", "mentor.people"]
    listed = recip("config", "list", "--json").json()["rows"]
    assert listed[-2:] == [
        {"key": "catalogue.off", "value": "mentor.view", "source": str(place)},
        {
            "key": "catalogue.add my.tour",
            "value": "a tour of the harbour (mentor, knowledge, small, early)",
            "source": str(place),
        },
    ]
    assert recip("config", "get", "catalogue.off").out == "mentor.view\n"


def test_a_row_of_the_owners_matches_by_its_words(recip, home):
    """Its text is what it speaks of."""
    row = '[[catalogue.add]]\nkey = "my.tour"\ntext = "a tour of the harbour"\ncategory = "kno"\n'
    settings(home, row)
    recip("need", "add", "bo", "a place at the harbour")
    assert (rows(recip, "bo")[0]["key"], rows(recip, "bo")[0]["fit"]) == ("my.tour", 4.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('catalogue = "x"', "catalogue must be a table"),
        ("[catalogue]\nof = []", "catalogue must be a table"),
        ('[catalogue]\noff = "mentor.view"', "catalogue.off must be a list"),
        ('[catalogue]\noff = ["mentor.vew"]', "catalogue.off has 'mentor.vew'"),
        ("[catalogue]\nadd = 3", "catalogue.add must be written as"),
        ('[[catalogue.add]]\nkey = "a.b"', "catalogue.add 1: text is missing"),
        (
            '[[catalogue.add]]\nkey = "a.b"\ntext = "x"\ncategory = "money"',
            "catalogue.add 1: unknown category 'money'",
        ),
        (
            '[[catalogue.add]]\nkey = "a.b"\ntext = "x"\ncategory = "kno"\n' * 2,
            "catalogue.add has the same key twice",
        ),
    ],
)
def test_a_catalogue_that_is_off_names_file_and_key(recip, home, path, text, said):
    """One line, exit 2."""
    place = settings(home, text)
    ran = recip("suggest", "ana")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"recip: {place}: {said}")
    assert ran.err.count("\n") == 1


def test_the_catalogue_is_not_set_by_config_set(recip, path):
    """The message says where it is."""
    assert_refused(
        recip, path, ("config", "set", "catalogue.off", "mentor.view"), 2, "recip config path"
    )


def due_steps(recip, *words):
    """The next step of each row of `due`, by name."""
    return {row["name"]: row["next_action"] for row in recip("due", "--json").json()["rows"]}


def test_due_ends_in_a_give_that_meets_a_need(recip):
    """In place of what could be said to anybody; explain and show say the same."""
    recip("need", "add", "ana", "a Rust reviewer", "--on", "2026-05-01")
    recip("log", "ana", "--on", "2026-03-28")
    recip("offer", "add", "code reviews in Rust", "--category", "advice")
    step = "code reviews in Rust: they look for a Rust reviewer"
    assert due_steps(recip) == {"Ana Ruiz": step}
    assert recip("explain", "ana", "--json").json()["rows"][0]["next_action"] == step


def test_due_ends_in_what_is_about_the_person_or_in_nothing(recip):
    """An idea, a need that nothing meets, the last note; never a question for anybody."""
    recip("log", "ana", "--on", "2026-03-28")
    assert due_steps(recip) == {"Ana Ruiz": ""}
    recip("log", "ana", "--on", "2026-01-01", "-m", "too long ago to ask")
    assert due_steps(recip) == {"Ana Ruiz": ""}
    recip("log", "ana", "--on", "2026-03-27", "-m", "CPO onboarding is rough")
    assert due_steps(recip) == {"Ana Ruiz": "ask how it went: “CPO onboarding is rough”, 27 Mar"}
    recip("log", "ana", "--on", "2026-03-28", "-m", "word " * 20)
    [step] = due_steps(recip).values()
    assert step.endswith("word word…”, 28 Mar")
    recip("need", "add", "ana", "a flat")
    assert due_steps(recip) == {"Ana Ruiz": "they look for a flat; ask how it stands"}
    recip("idea", "add", "ana", "a key to the old mill")
    [step] = due_steps(recip).values()
    assert step in ("a key to the old mill", "they look for a flat; ask how it stands")
    recip("offer", "add", "a flat by the river")
    assert due_steps(recip) == {"Ana Ruiz": "a flat by the river: they look for a flat"}


def test_due_keeps_a_step_that_has_a_reason(recip):
    """A promise or thanks press more than a suggestion."""
    recip("got", "ana", "advice", "the pricing page", "--size", "l")
    assert due_steps(recip) == {"Ana Ruiz": "thank them for the pricing page (30 Jun)"}


def test_mending_goes_before_a_give_in_due_too(recip):
    """What the owner has to mend is the next step everywhere, until it is repaired."""
    recip("log", "ana", "--on", "2026-03-28")
    recip("incident", "add", "ana", "forgot the call", "--on", "2026-05-01")
    step = "mend what went wrong on 1 May: forgot the call"
    assert due_steps(recip) == {"Ana Ruiz": step}
    [first, *_] = recip("suggest", "ana", "--json").json()["first"]
    assert first["text"] == step
    recip("incident", "repair", str(first["record_id"]))
    assert due_steps(recip) != {"Ana Ruiz": step}


def test_due_names_whom_an_opportunity_could_help(recip):
    """Those with an open need, below the others, even if nobody is due."""
    recip("need", "add", "bo", "a stage for a talk")
    recip("need", "add", "ana", "talks", "--interest")
    recip("need", "add", "di", "a talk")
    recip("opportunity", "add", "a call for talks", "--expires", "+1w")
    recip("log", "ana", "--on", "2026-03-28")
    assert recip("due").out.endswith(
        "\n\nSomeone this could help\n"
        "  Bo Lind   a call for talks  until Tue 7 Jul\n"
        "            → pass it on: they look for a stage for a talk; words: talk\n"
    )
    assert recip("due", "--json").json()["opportunities"] == [
        {
            "id": 9,
            "text": "a call for talks",
            "expires_on": "2026-07-07",
            "people": [{"id": 2, "name": "Bo Lind", "need_id": 6, "words": ["talk"]}],
        }
    ]
    assert recip("due", "ana", "--json").json()["opportunities"] == []
    assert len(recip("due", "bo", "--json").json()["opportunities"]) == 1


def test_the_balance_says_where_an_offer_meets_the_need(recip):
    """Of those from whom more came; the same in explain."""
    for day in ("2026-06-01", "2026-06-02", "2026-06-03"):
        recip("got", "ana", "knowledge", "--on", day)
    recip("need", "add", "ana", "a Rust reviewer")

    def action():
        return recip("balance", "--json").json()["rows"][0]["action"]

    assert action() == "looks for a Rust reviewer: can you help?"
    recip("offer", "add", "code reviews")
    assert action() == "looks for a Rust reviewer: you offer that"
    assert recip("explain", "ana", "--json").json()["rows"][0]["action"] == action()


@pytest.mark.parametrize(
    "words",
    [
        ("log", "ed", "bo", "--on", "2026-06-01"),
        ("gave", "ed", "introductions", "--about", "bo", "--on", "2026-06-01"),
        ("got", "bo", "introductions", "--about", "ed", "--on", "2026-06-01"),
        ("intro", "add", "bo", "ed", "the migration"),
        ("person", "edit", "ed", "--met-through", "bo"),
    ],
    ids=" ".join,
)
def test_nobody_is_introduced_twice(recip, words):
    """Whoever knows each other, or is to be introduced already, is no suggestion."""
    recip("need", "add", "ed", "a Rust mentor")
    assert "introduction.2" in keys(recip, "ed")
    assert recip(*words).code == 0
    assert "introduction.2" not in keys(recip, "ed")


def test_a_query_chooses_for_whom(recip):
    """Terms, a period and several names choose people, due or not; nobody fits is no error."""
    recip("log", "bo", "--on", "2026-05-05")
    assert {row["name"] for row in rows(recip, "role:mentor")} == {"Ana Ruiz"}
    assert {row["name"] for row in rows(recip, "ana", "ed")} == {"Ana Ruiz", "Ed Mature"}
    assert {row["name"] for row in rows(recip, "--period", "2026-05")} == {"Bo Lind"}
    assert recip("suggest", "--period", "2026-05", "not:ana").out.startswith(
        "Suggestions · 1 person · Tue 30 Jun 2026"
        " · with entries of Fri 1 May to Sun 31 May 2026 · not:ana\n"
    )
    assert recip("suggest", "tag:none") == (0, "", "nothing fits the query\n")
    assert recip("suggest", "zed").code == 3
    assert recip("suggest", "ana", "ed", "--log", "1").code == 2
