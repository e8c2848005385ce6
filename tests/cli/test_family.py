"""The family: ten kinds of record, each with add, list, show, edit and rm, in the same words."""

from __future__ import annotations

import csv
import io
import re
from typing import Any, NamedTuple

import pytest
from people import add_people
from refusing import assert_refused

from reciprocity_cli.domain.kinds import RECORDS

FIRST = 4
"""The id of the first record behind the three people."""

TEXT = {"--text": "a new text"}
TAGS = {"--tag": "new", "--drop-tag": "old"}
DAY = {"--on": "2026-06-02"}


class Member(NamedTuple):
    """A kind: what makes one in May and one today, and each option of edit with a value."""

    word: str
    who: tuple[str, ...]
    said: tuple[str, ...]
    edits: dict[str, str]
    options: tuple[str, ...] = ()
    old: dict[str, str] = {}
    field: str = "text"
    day: str = "noted_on"
    closers: tuple[tuple[str, ...], ...] = ()

    @property
    def table(self) -> str:
        return {"intro": "introduction"}.get(self.word, self.word)


FAMILY = (
    Member(
        "need",
        ("ana",),
        ("a", "reviewer"),
        TEXT | TAGS | DAY | {"--category": "adv", "--urgency": "high", "--interest": ""},
        ("--tag", "old"),
        closers=(("done",),),
    ),
    Member(
        "offer",
        (),
        ("a", "reviewer"),
        TEXT | TAGS | DAY | {"--category": "adv", "--angle": "tech"},
        ("--tag", "old"),
    ),
    Member(
        "opportunity",
        (),
        ("a", "reviewer"),
        TEXT | TAGS | DAY | {"--category": "adv", "--due": "2w"},
        ("--tag", "old"),
        {"--expires": "--due"},
    ),
    Member(
        "idea", ("ana",), ("a", "reviewer"), TEXT | DAY | {"--category": "adv", "--size": "small"}
    ),
    Member(
        "promise",
        ("ana",),
        ("a", "reviewer"),
        TEXT | DAY | {"--due": "2w", "--by": "them"},
        old={"--what": "--text"},
        field="what",
        day="made_on",
        closers=(("keep",), ("tell",), ("drop",), ("release",)),
    ),
    Member(
        "ask",
        ("ana",),
        ("a", "reviewer"),
        TEXT | {"--due": "2w", "--easy": "a draft"} | DAY,
        old={"--what": "--text", "--by": "--due"},
        field="what",
        day="asked_on",
        closers=(("answer", "yes"), ("answer", "none")),
    ),
    Member(
        "intro",
        ("ana", "bo"),
        ("a", "reviewer"),
        TEXT | DAY | {"--for": "other"},
        closers=(("drop",),),
    ),
    Member(
        "incident",
        ("ana",),
        ("a", "reviewer"),
        TEXT | DAY | {"--severity": "major", "--by": "them"},
        old={"--what": "--text"},
        field="what",
        day="date",
        closers=(("repair",),),
    ),
    Member(
        "signal",
        ("ana",),
        ("reached-out", "a", "reviewer"),
        TEXT | DAY | {"--kind": "spoke-well"},
        old={"--note": "--text", "-m": "--text"},
        field="note",
        day="date",
    ),
    Member(
        "quiet",
        ("ana",),
        ("2026-05-11", "2026-06-30"),
        {"--first": "2026-05-12", "--last": "2026-07-01"},
        field="first",
        day="first",
    ),
)
each = pytest.mark.parametrize("of", FAMILY, ids=[member.word for member in FAMILY])


@pytest.fixture(autouse=True)
def people(path: Any) -> None:
    add_people(path, {"name": "Ana Ruiz", "roles": ("mentor",)}, "Bo Lind", "Cy Old")


def add(recip: Any, of: Member, *words: str, on: str = "2026-05-11") -> Any:
    """Note one on a day in May, and return what was printed."""
    day = () if of.word == "quiet" else ("--on", on)
    return recip(of.word, "add", *of.who, *of.said, *of.options, *day, *words)


def ids(recip: Any, of: Member, *words: str) -> list[int]:
    """The ids that the list of a kind shows; pairs that could be introduced have none."""
    ran = recip(of.word, "list", *words, "--json")
    assert ran.code == 0, ran.err
    return [row["id"] for row in ran.json()["rows"] if row["id"] is not None]


def whole(recip: Any) -> list[dict[str, Any]]:
    """Every record in the ledger, but for when it was changed."""
    records = recip("export").json()["records"]
    there = [record for record in records if record["record"] != "tombstone"]
    return [{name: record[name] for name in record if name != "changed"} for record in there]


def test_the_ten_kinds_are_walked():
    """All kinds of record but people, what passed, and moves of phase."""
    others = {"person", "interaction", "exchange", "phase_change"}
    assert {of.table for of in FAMILY} == RECORDS.keys() - others


@each
def test_the_commands_of_a_noun(recip, of):
    """Help has add, list, show, edit and rm in this order, then what else there is."""
    said = recip(of.word, "-h").out
    assert re.findall(r"^│ (\w+) ", said, re.M)[:5] == ["add", "list", "show", "edit", "rm"]
    assert ": add, list, show, edit, rm" in " ".join(said.split())
    assert "Without a command it lists" in " ".join(said.split())


@each
def test_what_is_added_is_acknowledged_and_listed(recip, of):
    """The line names the number and the way back; JSON has the row that the list has."""
    assert re.match(rf"Noted #{FIRST}  .+      undo: recip undo\n", add(recip, of).out)
    wrote = add(recip, of._replace(who=(*of.who[:-1], "cy") if of.who else ()), "--json").json()
    assert wrote.keys() == {"schema_version", "operation", "rows"}
    listed = recip(of.word, "list", "--json").json()["rows"]
    [row] = wrote["rows"]
    row.pop("fits", None)
    assert row in listed
    assert row[of.day] == "2026-05-11"
    if of.word != "quiet":
        assert row[of.field] == "a reviewer"


@each
def test_a_noun_alone_lists_and_adds(recip, of):
    """With nothing, with options and terms, with a person; and with words it adds."""
    assert recip(of.word, *of.who, *of.said).out.startswith(f"Noted #{FIRST}  ")
    bare, listed = recip(of.word), recip(of.word, "list")
    assert bare == listed
    assert listed.code == 0
    assert recip(of.word, "--json").out == recip(of.word, "list", "--json").out
    assert recip(of.word, "date:2026").out == recip(of.word, "list", "date:2026").out
    for name in of.who[:1]:
        assert recip(of.word, name).out == recip(of.word, "list", name).out
        assert recip(of.word, "--all", name).out == recip(of.word, "list", name, "--all").out
        assert ids(recip, of, "cy") == []


@each
def test_a_word_that_is_no_command(recip, path, of):
    """It is taken for a person, and the error says that it was tried as both."""
    if of.who:
        said = (
            f"nobody is called 'lst', and {of.word} has no command of that name; did you mean list?"
        )
        assert_refused(recip, path, (of.word, "lst"), 3, said)
        assert_refused(recip, path, (of.word, "eddit", *of.said), 3, "did you mean edit?")
    else:
        for words in (("lst",), ("eddit", "7")):
            assert_refused(
                recip, path, (of.word, *words), 2, f"no command '{words[0]}'; did you mean"
            )
        assert recip(of.word, "edits", "of", "drafts").code == 0


@each
def test_a_list_is_chosen_by_query_and_period(recip, of):
    """Words, days of either order and each period option; what is elsewhere is left out."""
    add(recip, of)
    assert ids(recip, of, "date:2026-05") == [FIRST]
    assert ids(recip, of, "not:date:2026-05") == []
    assert ids(recip, of, "--since", "2026-05-11", "--until", "2026-05-11") == [FIRST]
    assert ids(recip, of, "--period", "2026-05") == [FIRST]
    assert ids(recip, of, "--until", "2026-05-10") == []
    assert ids(recip, of, "--since", "2026-07-01") == []
    if of.word != "quiet":
        assert ids(recip, of, "text:REVIEWER") == [FIRST]
        assert ids(recip, of, "not:text:reviewer") == []
    for name in of.who:
        assert ids(recip, of, name) == [FIRST]
        assert ids(recip, of, "not:ana", "not:bo") == []
    if of.who:
        assert ids(recip, of, "role:mentor") == [FIRST]


@each
def test_a_list_obeys_the_order_of_dates(recip, path, of):
    """11/5 is a day in May or in November, as config says, and asked back about without."""
    add(recip, of)
    for option in (("--period", "11/5/2026"), ("date:11/5/2026",), ("--since", "11/5/2026")):
        assert_refused(recip, path, (of.word, "list", *option), 2, "can be read as day/month")
    recip("config", "set", "date_order", "dmy")
    assert ids(recip, of, "date:11/5/2026") == [FIRST]
    assert ids(recip, of, "--since", "11/5/2026", "--until", "11/5/2026") == [FIRST]
    recip("config", "set", "date_order", "mdy")
    assert ids(recip, of, "date:11/5/2025") == []


@each
def test_a_list_in_every_format(recip, home, of):
    """The rows of JSON are those of CSV, and -o writes what is printed."""
    add(recip, of)
    rows = recip(of.word, "list", "--json").json()["rows"]
    table = recip(of.word, "list", "--format", "csv").out
    assert next(csv.reader(io.StringIO(table))) == list(rows[0])
    for format in ("table", "jsonl", "tsv", "md"):
        printed = recip(of.word, "list", "--format", format)
        assert (printed.code, printed.err) == (0, "")
        recip(of.word, "list", "--format", format, "-o", str(home / "list"))
        assert (home / "list").read_text() == printed.out


@each
def test_all_lists_what_is_closed(recip, of):
    """A record that was closed leaves the list, for that of --all."""
    for at, (closer, *more) in enumerate(of.closers):
        add(recip, of)
        number = FIRST + at
        assert recip(of.word, closer, str(number), *more).code == 0
    thanks_due = [FIRST] if of.word == "ask" else []
    if of.closers:
        assert ids(recip, of) == thanks_due
        assert sorted(ids(recip, of, "--all")) == [FIRST + at for at in range(len(of.closers))]
    else:
        add(recip, of)
        assert ids(recip, of, "--all") == [FIRST]


@pytest.mark.parametrize("word", ["opportunity", "signal", "quiet"])
def test_all_lists_what_is_over(recip, word):
    """Nobody closes these: their days do."""
    [of] = [member for member in FAMILY if member.word == word]
    add(recip, of, *(("--due", "2w") if word == "opportunity" else ()))
    later = ("--today", "2027-07-01")
    assert ids(recip, of) == ids(recip, of, "--all", *later) == [FIRST]
    assert ids(recip, of, *later) == []


@each
def test_show_has_all_that_is_noted(recip, of):
    """A page for a reader, and for programs the row that the list has."""
    add(recip, of)
    ran = recip(of.word, "show", f"#{FIRST}")
    title, blank, *lines = ran.out.splitlines()
    assert title.startswith(f"{of.word.capitalize()} #{FIRST}")
    assert blank == ""
    if of.who:
        assert "Ana Ruiz" in title
        assert any(re.fullmatch(r"  Who +Ana Ruiz  #1", line) for line in lines)
    if of.word != "quiet":
        assert lines[0].endswith("  a reviewer")
    assert any(line.endswith("Mon 11 May 2026") for line in lines)
    shown = recip(of.word, "show", str(FIRST), "--json").json()
    assert shown["report"] == f"{of.word} show"
    listed = recip(of.word, "list", "--json").json()["rows"]
    assert shown["rows"] == [row for row in listed if row["id"] == FIRST]


@each
def test_each_option_of_edit(recip, of):
    """It changes the record and says so, once; undo and redo go back and forth."""
    add(recip, of)
    for option, value in of.edits.items():
        words = (of.word, "edit", str(FIRST), option, *([value] if value else []))
        before = whole(recip)
        changed = recip(*words)
        assert re.fullmatch(rf"Changed #{FIRST}  .+      undo: recip undo\n", changed.out), option
        after = whole(recip)
        assert after != before
        assert recip(*words).out == changed.out.replace("Changed", "Nothing to change:").replace(
            "      undo: recip undo", ""
        )
        recip("undo")
        assert whole(recip) == before
        recip("redo")
        assert whole(recip) == after
    wrote = recip(of.word, "edit", str(FIRST), *next(iter(of.edits.items())), "--json").json()
    assert (wrote["operation"], [row["id"] for row in wrote["rows"]]) == (None, [FIRST])


@each
def test_the_walk_knows_every_option_of_edit(recip, of):
    """Whatever help lists is tried above; --need is the other side of --interest, or an id."""
    shared = {"--ledger", "--today", "--no-input", "--quiet", "--color", "--debug", "--json"}
    listed = set(re.findall(r"--[a-z-]+", recip(of.word, "edit", "-h").out.split("Options")[1]))
    assert listed - shared - {"--help", "--need", "--repaired"} == of.edits.keys()


@each
def test_old_names_of_options_are_understood(recip, of):
    """What was typed before has the same effect; help has the one name."""
    add(recip, of)
    for old, new in of.old.items():
        said = recip(of.word, "edit", "-h").out
        assert not re.search(rf"(?<!\S){old} ", said)
        recip(of.word, "edit", str(FIRST), old, of.edits[new])
        after = whole(recip)
        recip("undo")
        recip(of.word, "edit", str(FIRST), new, of.edits[new])
        assert whole(recip) == after
        recip("undo")
        both = recip(of.word, "edit", str(FIRST), old, "x", new, "y")
        assert (both.code, "say it once" in both.err) == (2, True)


@each
def test_the_day_that_was_understood_is_repeated(recip, of):
    """In the answer to add, and to edit --on."""
    assert "Mon 2026-05-11" in add(recip, of).out
    if of.word != "quiet":
        assert "Tue 2026-05-12" in recip(of.word, "edit", str(FIRST), "--on", "2026-05-12").out


@pytest.mark.parametrize(
    ("made", "closed", "edit", "said"),
    [
        (("need", "ana", "x"), ("need", "done", "4"), "--on", "it was met on Wed 2026-05-20"),
        (("idea", "ana", "x"), ("gave", "ana", "adv", "--from", "4"), "--on", "it was given on"),
        (("promise", "ana", "x"), ("promise", "done", "4"), "--on", "it ended on"),
        (
            ("ask", "ana", "x", "--due", "2w"),
            ("ask", "answer", "4", "no"),
            "--on",
            "it was answered on",
        ),
        (("incident", "ana", "x"), ("incident", "done", "4"), "--on", "it would be repaired on"),
        (("opportunity", "x", "--due", "1d"), (), "--due", "Sun 2026-06-28 is over"),
    ],
)
def test_days_that_cannot_be(recip, path, made, closed, edit, said):
    """What began after it ended is refused, and nothing is written."""
    assert recip(*made, "--on", "2026-05-11").code == 0
    if closed:
        assert recip(*closed, "--on", "2026-05-20").code == 0
    assert_refused(recip, path, (made[0], "edit", "4", edit, "2026-06-28"), 2, said)


def test_an_opportunity_is_not_over_before_it_came_up(recip, path):
    """Its last day may be long past when its first one is mended."""
    recip("opportunity", "x", "--due", "2026-05-20", "--on", "2026-05-11", "--today", "2026-05-11")
    words = ("opportunity", "edit", "4", "--on", "2026-06-02")
    assert_refused(recip, path, words, 2, "it ends on Wed 2026-05-20, before Tue 2026-06-02")


def test_done_closes_what_has_its_own_word_for_it(recip, path):
    """Where more has to be said, or it never ends, the hint says what to type."""
    for kind, own in (("promise", "keep"), ("intro", "made"), ("incident", "repair")):
        [of] = [member for member in FAMILY if member.word == kind]
        assert f"`done` is another word for `{own}`" in " ".join(recip(kind, "-h").out.split())
        add(recip, of)
        number = str(recip(kind, "list", "--json").json()["rows"][-1]["id"])
        done = recip(kind, "done", number)
        recip("undo")
        own_words = recip(kind, own, number).out
        assert done.code == 0
        assert re.sub(r"#\d+  ", "", own_words) == re.sub(r"#\d+  ", "", done.out)
    for words, hint in (
        (("ask", "done", "7"), "recip ask answer ID yes"),
        (("idea", "done", "7"), "recip gave PERSON CATEGORY --from ID"),
        (("offer", "done", "7"), "recip offer add takes it as words"),
        (("opportunity", "done"), "recip opportunity add takes it as words"),
        (("offer", "tickets", "7"), "recip offer add takes it as words"),
        (("offer", "7"), "did you mean recip offer show 7?"),
        (("signal", "edt", "7"), "signal has no command 'edt'; did you mean edit?"),
        (("quiet", "tomorrow", "1w"), "missing argument 'LAST'. 'tomorrow' was taken for a person"),
    ):
        assert_refused(recip, path, words, 2, hint)
    assert_refused(recip, path, ("need", "7"), 3, "did you mean recip need show 7?")
    said = recip("need", "edit", "7", "--due", "fri").err
    assert said.startswith("recip: no such option: --due; see recip need edit -h")


def test_a_mended_incident_is_not_so_again(recip):
    """None is no day, as of --due."""
    recip("incident", "ana", "x")
    recip("incident", "repair", "4")
    recip("incident", "edit", "4", "--repaired", "none")
    assert recip("incident", "list", "--json").json()["rows"][0]["repaired_on"] is None


def test_quiet_days_to_come_are_in_the_title(recip):
    """The period is not cut off at today; what holds for everyone can be left out."""
    recip("quiet", "me", "2026-07-10", "2026-07-12")
    recip("quiet", "ana", "2026-07-10", "2026-07-12")
    assert "· through Fri 10 Jul 2026\n" in recip("quiet", "list", "--until", "2026-07-10").out
    assert "Wed 1 Jul to Wed 30 Sep 2026\n" in recip("quiet", "list", "--period", "2026Q3").out
    rows = recip("quiet", "list", "not:me", "--json").json()["rows"]
    assert [row["person_id"] for row in rows] == [1]


@each
def test_what_is_removed_can_be_undone(recip, of):
    """rm of the noun says what rm of any record does, and takes as much away."""
    empty = whole(recip)
    add(recip, of)
    before = whole(recip)
    ran = recip(of.word, "rm", f"#{FIRST}")
    assert re.fullmatch(rf"Removed #{FIRST}  .+      undo: recip undo\n", ran.out)
    assert whole(recip) == empty
    recip("undo")
    assert whole(recip) == before
    recip("redo")
    assert whole(recip) == empty
    recip("undo")
    recip("rm", str(FIRST))
    assert whole(recip) == empty
    recip("undo")
    wrote = recip(of.word, "rm", str(FIRST), "--json").json()
    assert wrote["rows"] == [{"id": FIRST}]
    assert isinstance(wrote["operation"], int)


@each
def test_what_is_added_can_be_undone(recip, of):
    """As if nothing had been; and redo notes it again, under its number."""
    empty = whole(recip)
    add(recip, of)
    added = whole(recip)
    recip("undo")
    assert whole(recip) == empty
    recip("redo")
    assert whole(recip) == added


@each
def test_a_wrong_id(recip, path, of):
    """Of nothing, of another kind, of no number: each says where the right ones are."""
    shown = f"recip {of.word} list --all shows the ids"
    for verb, more in (("show", ()), ("rm", ()), ("edit", tuple(next(iter(of.edits.items()))))):
        words = (of.word, verb)
        called = _called(of).partition(" ")[2]
        assert_refused(recip, path, (*words, "99", *more), 3, f"there is no {called} #99; {shown}")
        assert_refused(recip, path, (*words, "1", *more), 3, f"#1 is a person, not {_called(of)}")
        assert_refused(recip, path, (*words, "x", *more), 2, "'x' is not an id")
    assert recip(of.word, "list", "--all").code == 0


def _called(of: Member) -> str:
    return RECORDS[of.table].called


@each
def test_hostile_text_is_only_text(recip, of):
    """Signs that move a terminal or a spreadsheet do nothing on the page, in a line or a cell."""
    if of.word == "quiet":
        return
    hostile = "=cmd|'\x1b[2J\u202e--rm; [red]x[/red]"
    said = of.said[:-2]
    ran = recip(of.word, "add", *of.who, *said, hostile)
    assert ran.code == 0
    page = recip(of.word, "show", str(FIRST)).out
    table = recip(of.word, "list").out
    for printed in (ran.out, page, table):
        assert "[red]x[/red]" in printed
        assert "\x1b" not in printed
        assert "\u202e" not in printed
    cells = next(
        csv.DictReader(io.StringIO(recip(of.word, "show", str(FIRST), "--format=csv").out))
    )
    assert cells[of.field].startswith("'=cmd")


def test_a_page_speaks_in_words(recip):
    """Not in the names of fields; what the title says is not said again."""
    recip("promise", "ana", "a deck", "--by", "them", "--try")
    recip("promise", "keep", "4")
    assert recip("promise", "show", "4").out == (
        "Promise #4 · Ana Ruiz · kept\n\n"
        "  What     a deck\n"
        "  Who      Ana Ruiz  #1\n"
        "  Whose    theirs\n"
        "  Wording  said as `I will try`\n"
        "  Made     Tue 30 Jun 2026\n"
        "  Closed   Tue 30 Jun 2026\n"
    )
    recip("intro", "ana", "bo", "--for", "other")
    recip("intro", "agree", "5", "--who", "bo")
    assert recip("intro", "show", "5").out == (
        "Intro #5 · Ana Ruiz – Bo Lind · both asked today\n\n"
        "  Who          Ana Ruiz  #1\n"
        "  To           Bo Lind  #2\n"
        "  For whom     Bo Lind\n"
        "  Who agreed   Bo Lind\n"
        "  Noted        Tue 30 Jun 2026\n"
        "  Asked        Tue 30 Jun 2026\n"
        "  Next action  hear from Ana Ruiz, then: recip intro agree 5\n"
    )


def test_a_tag_of_a_need_is_not_a_term(recip):
    """tag: is the person's, and where nothing fits it is said what finds the need's."""
    recip("need", "ana", "a reviewer", "--tag", "rust")
    assert recip("need", "list", "tag:rust").err == (
        "nothing fits the query; tag: is the person's tag here, text:rust finds tags of needs\n"
    )
    assert ids(recip, FAMILY[0], "text:rust") == [4]


def test_relations_stand_on_the_page(recip):
    """What met a need, the give of an idea, the need of an introduction, word about a promise."""
    recip("need", "ana", "a reviewer")
    recip("idea", "ana", "a read")
    recip("intro", "ana", "bo", "--need", "4")
    recip("gave", "ana", "adv", "read the code", "--from", "5", "--on", "yesterday")
    recip("need", "done", "4", "--by", "7")
    recip("promise", "ana", "a deck")
    recip("promise", "update", "8", "it takes a week")
    give = "#7  Mon 2026-06-29  Ana Ruiz  gave advice: read the code"

    def page(*words):
        return [" ".join(line.split()) for line in recip(*words).out.splitlines()]

    assert f"Met by {' '.join(give.split())}" in page("need", "show", "4")
    assert any(line.startswith("Introduction #6 ") for line in page("need", "show", "4"))
    assert f"Exchange {' '.join(give.split())}" in page("idea", "show", "5")
    assert page("idea", "show", "5")[0] == "Idea #5 · Ana Ruiz · given"
    assert "Need #4 Tue 2026-06-30 Ana Ruiz need: a reviewer" in page("intro", "show", "6")
    assert "Word given Tue 2026-06-30 it takes a week" in page("promise", "show", "8")


_READ = "#7  Tue 2026-06-30  Ana Ruiz  gave advice: read the code"


def test_what_names_a_removed_record_stays(recip):
    """An introduction lets go of its need, a give of its idea; undo ties them again."""
    recip("need", "ana", "a reviewer")
    recip("idea", "ana", "a read")
    recip("intro", "ana", "bo", "--need", "4")
    recip("gave", "ana", "adv", "read the code", "--from", "5")
    before = whole(recip)
    loose = {"4": "#6  Tue 2026-06-30  Ana Ruiz, Bo Lind  introduction: a reviewer", "5": _READ}
    for kind, number in (("need", "4"), ("idea", "5")):
        said = recip(kind, "rm", number).out
        assert said.endswith(f"      undo: recip undo\n  no longer names it: {loose[number]}\n")
        assert recip("check").code == 0
        recip("undo")
        assert recip("rm", number).out == said
    assert recip("intro", "show", "6", "--json").json()["rows"][0]["need_id"] is None
    recip("undo")
    recip("undo")
    assert whole(recip) == before


@pytest.mark.parametrize(
    "words", [("need", "ana", "rm", "14"), ("promise", "ana", "keep"), ("ask", "ana", "list")]
)
def test_a_command_behind_the_person_is_not_written_down(recip, words):
    """It stands before the person or the id; behind `add` it is words like any other."""
    recip("person", "add", "Zoë Park")
    words = (words[0], "zoe", *words[2:])
    ran = recip(*words)
    assert (ran.code, ran.out) == (2, "")
    assert f"{words[2]} stands before the person or the id; recip {words[0]} {words[2]}" in ran.err
    assert recip(words[0], "add", *words[1:]).code == 0
