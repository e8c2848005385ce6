"""The pages: what they say of commands, numbers and sections is so, and what they show runs."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from reciprocity_cli.cli.nouns import Noun
from reciprocity_cli.domain.balance import balance_of, flows, occasions, reading
from reciprocity_cli.domain.records import Category, Direction, Exchange

ROOT = Path(__file__).resolve().parents[1]
RENEW = "out of date; renew it with: python docs/generate.py"


def _generate() -> Any:
    spec = spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = _generate()
COMMANDS = generate.commands()
PROGRAM = generate.typer.main.get_command(generate.build([]))
PAGES = (*generate.PAGES, "CHANGELOG.md")
TEXT = {page: (ROOT / page).read_text(encoding="utf-8") for page in PAGES}
FAMILIES = {page: text for page, text in TEXT.items() if page.startswith("docs/commands/")}
INDEX = "docs/commands/README.md"


def _headings(text: str) -> list[str]:
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"^#+ (.+)$", prose, flags=re.MULTILINE)


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _source() -> Iterator[tuple[str, str]]:
    for folder in ("src", "tests", "docs", "benchmarks"):
        for path in (ROOT / folder).rglob("*.py"):
            yield str(path.relative_to(ROOT)), " ".join(path.read_text(encoding="utf-8").split())


@pytest.mark.parametrize("page", generate.PAGES)
def test_a_page_shows_what_the_program_says(page: str) -> None:
    """Help blocks equal the help; every command line shown exits 0 and prints what stands below."""
    environment = {name: value for name, value in os.environ.items() if name != "RECIP_TODAY"}
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs/generate.py"), "--check", page],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{page} is {RENEW}\n{done.stdout}{done.stderr}"


def _sections(page: str) -> list[str]:
    return [name for name in _headings(TEXT[page]) if name.startswith("recip ")]


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    """The headings of docs/commands that begin with "recip" are the commands of the program."""
    assert sorted(name for page in FAMILIES for name in _sections(page)) == sorted(COMMANDS)


def test_every_section_of_a_command_holds_its_help() -> None:
    """Right below each such heading stands the block that is made from the help."""
    text = "\n".join(FAMILIES.values())
    blocks = re.findall(r"^## (recip .+)\n\n<!-- help: (.+) -->$", text, re.M)
    assert sorted(blocks) == sorted((name, name) for name in COMMANDS)


def test_the_index_names_the_commands_of_each_page() -> None:
    """Its table has a row for each family, with the first words of the commands in their order."""
    rows = re.findall(r"^\| \[[A-Z].+\]\((.+)\) \| (.+) \|$", TEXT[INDEX], re.M)
    named = {f"docs/commands/{page}": cell.replace("`", "").split() for page, cell in rows}
    words = {page: [name.split()[1] for name in _sections(page)] for page in FAMILIES}
    assert named == {page: list(dict.fromkeys(each)) for page, each in words.items() if each}


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_whole_at_80_columns(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each option, each example and each paragraph of several lines stands as written in its -h."""
    from contextlib import redirect_stdout
    from io import StringIO

    from reciprocity_cli.cli.app import main

    monkeypatch.setenv("COLUMNS", "80")
    shown = StringIO()
    with redirect_stdout(shown):
        assert main([*name.split()[1:], "-h"]) == 0
    lines = [line.strip() for line in shown.getvalue().splitlines()]
    for paragraph in COMMANDS[name].help.split("\n\n")[1:]:
        if "\n" in paragraph or paragraph.startswith("Example: "):
            for line in paragraph.splitlines():
                assert generate.unmarked(line) in lines
    for parameter in COMMANDS[name].params:
        for option in parameter.opts if not getattr(parameter, "hidden", False) else ():
            if option.startswith("-"):
                assert re.search(rf"^│.* {option}\b", shown.getvalue(), re.M), option


@pytest.mark.parametrize("name", COMMANDS)
def test_an_example_of_help_is_understood(name: str) -> None:
    """The help of each command ends its first words with an example that it can parse."""
    examples = re.findall(r"^Example: (.+)$", COMMANDS[name].help, re.M)
    assert examples
    for example in examples:
        words = shlex.split(example)
        if words[0] == "recip":
            own = words[len(name.split()) :]
            assert words[: len(name.split())] == name.split()
            context = generate.typer.Context(COMMANDS[name], info_name=name)
            assert COMMANDS[name].parse_args(context, own) == []


def _named_commands(text: str) -> Iterator[str]:
    """Yield each line that a page tells to type: in its prose, and in its sh blocks."""
    for block in re.findall(r"^```sh\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE):
        yield from (line for line in block.splitlines() if line.startswith("recip"))
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    yield from (" ".join(code.split()) for code in re.findall(r"`(recip\b[^`]*)`", prose))


def _parsed(line: str) -> str:
    """Return what is wrong with the words of a command line; words may be left out at its end."""
    words = [word for word in shlex.split(line) if word != "-h"]
    noun = PROGRAM.commands.get(words[1] if len(words) > 1 else "")
    if isinstance(noun, Noun) and words[2:] and words[2] not in noun.commands:
        words.insert(2, noun.unsaid(words[2:]))
    for end in range(len(words), 1, -1):
        name = " ".join(words[:end])
        if name in COMMANDS:
            context = generate.typer.Context(COMMANDS[name], info_name=name)
            try:
                COMMANDS[name].parse_args(context, words[end:])
            except generate.typer.TyperException as error:
                return "" if type(error).__name__ == "MissingParameter" else error.format_message()
            return ""
    groups = {name.rpartition(" ")[0] for name in COMMANDS}
    return "" if " ".join(words) in groups | {"recip COMMAND"} else "no such command"


@pytest.mark.parametrize("page", ["README.md", "docs/guide.md"])
def test_a_command_named_in_prose_is_there(page: str) -> None:
    """Whatever a page tells to type is a command, with options that it has."""
    lines = list(_named_commands(TEXT[page]))
    assert len(lines) > 10
    assert {line: wrong for line in lines if (wrong := _parsed(line))} == {}


@pytest.mark.parametrize("page", ["README.md", "docs/guide.md"])
def test_an_option_named_in_prose_is_there(page: str) -> None:
    """Each --word in backticks is an option of some command."""
    known = {word for command in COMMANDS.values() for one in command.params for word in one.opts}
    prose = re.sub(r"^```.*?^```$", "", TEXT[page], flags=re.DOTALL | re.MULTILINE)
    for code in re.findall(r"`([^`]+)`", prose):
        assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", code)) <= known, code


@pytest.mark.parametrize("page", PAGES)
def test_every_link_inside_the_project_resolves(page: str) -> None:
    """A link names a file that is there, and a heading that is in it."""
    for target in re.findall(r"\]\(([^)#\s]*(?:#[^)\s]*)?)\)", TEXT[page]):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        path = (ROOT / page).parent / name if name else ROOT / page
        assert path.is_file(), target
        if anchor:
            text = path.read_text(encoding="utf-8")
            assert anchor in {_anchor(heading) for heading in _headings(text)}, target


def test_every_section_that_the_source_cites_exists() -> None:
    """Each "docs/model.md, section 7" and each heading of a page that is named is there."""
    numbers = {int(n) for n in re.findall(r"^## (\d+)\. ", TEXT["docs/model.md"], re.M)}
    cited = re.compile(r"docs/model\.md(?:\]\([a-z./]+\))?, sections? ((?:\d+(?:, | and | to )?)+)")
    for place, text in [*_source(), *TEXT.items()]:
        for found in cited.findall(text):
            assert {int(n) for n in re.findall(r"\d+", found)} <= numbers, f"{place}: {found}"
        for page, heading in re.findall(r'(docs/[a-z/-]+\.md), "([^"]+)"', text):
            assert heading in _headings(TEXT[page]), f"{place}: {page}, {heading}"
        for page in re.findall(r"docs/[a-z/-]+\.md", text):
            assert page in TEXT, f"{place}: {page}"


def _rows(heading: str) -> list[list[str]]:
    """Return the cells of the table under a heading of model.md, its first two lines left out."""
    part = TEXT["docs/model.md"].partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize("row", _rows("15. Worked examples"), ids=lambda row: "/".join(row[:2]))
def test_a_worked_example_of_balance_is_what_the_program_computes(row: list[str]) -> None:
    """The figures of each row follow from the weights at its beginning."""
    today = date(2026, 6, 30)
    weights = [
        (way, float(w)) for way, cell in zip(Direction, row, strict=False) for w in cell.split()
    ]
    made = [
        Exchange(0, 1, way, Category.ADVICE, weight, today - timedelta(age))
        for age, (way, weight) in enumerate(weights)
    ]
    balance = balance_of(flows(made, today, None), occasions(made, today))
    assert row[2:] == [
        str(occasions(made, today)),
        f"{balance.index:+.3f}".replace("+0.000", "0.000"),
        f"{balance.spread:.3f}",
        "none" if balance.mutual is None else f"{balance.mutual:.3f}",
        reading(balance).replace("-", " "),
    ]


_GIVEN = {
    **dict.fromkeys(("explain", "show", "signal", "person show", "ask check"), ("ana",)),
    "choose": ("ana", "bo"),
    "position": ("mentor",),
    "search": ("ana",),
}
"""The words without which a report is not made."""


def test_the_fields_of_each_report_are_those_that_are_listed(recip: Any) -> None:
    """The table of JSON fields names them all, in their order."""
    recip("person", "add", "Ana Ruiz")
    recip("person", "add", "Bo Lind")
    part = TEXT["docs/commands/general.md"].partition("## JSON fields\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([a-z ]+)` \| (.+) \|$", part, re.M)
    assert len(rows) > 10
    for report, cell in rows:
        given = _GIVEN.get(report, ())
        header = recip(*report.split(), *given, "--format", "csv").out.splitlines()[0].split(",")
        listed = re.findall(r"`([a-z_ ]+)`", cell)
        if cell.startswith("`"):
            assert header == listed[0].split()
        else:
            # What other reports have, "and" or "then" the words behind.
            words = listed[-1].split()
            assert header[-len(words) :] == words


def test_the_files_of_the_architecture_page_are_there() -> None:
    """A module that moved or went is not named any longer."""
    named = set(re.findall(r"[\w/]*\*?\w*\.py\b", TEXT["docs/architecture.md"])) - {"gives.py"}
    assert len(named) > 50
    there = [Path(name) for name, _ in _source()]
    assert not [name for name in sorted(named) if not any(path.match(name) for path in there)]


def test_the_scripts_of_the_architecture_page_read_a_ledger(path: Path, recip: Any) -> None:
    """The classes of the schema and the reports serve an owner's own scripts as they are shown."""
    assert (
        recip("log", "Ana Ruiz", "--new", "--gave", "advice/large", "--on", "2026-06-29").code == 0
    )
    scripts = re.findall(r"^```python\n(.*?)^```$", TEXT["docs/architecture.md"], re.M | re.DOTALL)
    gives, balance = [_printed_by(script, path) for script in scripts]
    assert gives == "2026-06-29 Ana Ruiz advice 4.0\n"
    assert re.match(r"Balance · 1 person · .*Too early to say: Ana Ruiz\n", balance, re.DOTALL)


def _printed_by(script: str, path: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.stdout
