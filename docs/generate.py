"""Renews what the pages take from the program: help blocks and the output under console commands.

    python docs/generate.py            rewrites README.md and docs/*.md
    python docs/generate.py --check    says what is out of date, and exits 1 (tests/test_docs.py)

The table of the kinds of records in docs/formats.md, and docs/recip.schema.json, are made from
the one declaration of each kind (record_pages.py).

A help block stands between `<!-- help: recip log -->` and `<!-- end -->`. In a `console` block each
`$ ` line is run, page by page in a home of its own, and must exit 0; the lines below it are what it
printed. A command without lines below it keeps its output to itself, and a last line `...` stands
for the rest of the output. In the home of a page with `<!-- goes on from: daily.md -->` what those
pages show has been run already.
"""

from __future__ import annotations

import difflib
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import typer
from record_pages import columns_block, schema_page

from reciprocity_cli.cli import options
from reciprocity_cli.cli.app import build
from reciprocity_cli.cli.app import main as run_recip

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    "README.md",
    *sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs").rglob("*.md")),
)
SCHEMA = "docs/recip.schema.json"
TODAY = "2026-11-21"
"""The Saturday on which every page plays."""

CONTACTS = """\
BEGIN:VCARD
VERSION:3.0
FN:Gil Amar
N:Amar;Gil;;;
ORG:Borealis;Design;
EMAIL;type=INTERNET:gil@borealis.example
TEL;type=CELL:+1 555 010 0142
ADR;type=HOME:;;1 Long Lane;Porto;;4000;Portugal
BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29
CATEGORIES:Sailing
NOTE:Met at the harbour.
UID:6F9619FF-8B86-D011-B42D-00CF4FC964FF
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Hana Sol
EMAIL:hana@home.example
END:VCARD
"""
CONNECTIONS = """\
Notes:
"When exporting your connection data, you may notice that some of the email addresses are missing."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Carla,Pires,https://www.linkedin.com/in/carla-pires,,Acme,Head of Design,12 Mar 2024
Bo,Lind,https://www.linkedin.com/in/bo-lind,bo@helix.example,Helix,Engineer,02 Nov 2025
Wei,Chen,https://www.linkedin.com/in/wei-chen-b,,Borealis,Founder,16 Mar 2023
,,,,,,03 Nov 2025
"""
FAVOURS = """\
Who,When,What,Size,Remarks
Carla Pires,2026-09-14,advice,large,how to hire the second designer
Bo Lind,2026-10-02,introductions,,to the Rust meetup
Bo Lind,05 Nov 2026,knowledge,small,benchmark notes
"""
FRIENDS = """\
### Activities:
- 2026-05-02: Coffee with **Ana Ruiz** and **Bo Lind** in _Porto_. @food

### Notes:
- 2026-05-11: **Bo Lind** is hiring. @jobs

### Friends:
- Ana Ruiz (a.k.a. Anita) [Porto] @climbing
- Bo Lind
"""
"""Invented files that the pages import, as an owner would find them."""

_HELP = re.compile(r"(<!-- help: (recip [a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_BEFORE = re.compile(r"^<!-- goes on from: (.+) -->$", re.MULTILINE)
_KINDS = re.compile(r"(<!-- kinds -->\n).*?(?=<!-- end -->)", re.DOTALL)
_CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
_SETS = {
    "command": frozenset(options.COMMON),
    "write": frozenset(options.WRITE),
    "report": frozenset(options.REPORT),
    "report without a query": frozenset(options.PLAIN_REPORT),
}


def commands() -> dict[str, Any]:
    """Return every command of the program by its whole name, such as "recip person add"."""
    return dict(_leaves("recip", typer.main.get_command(build([]))))


def _leaves(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
        return
    for word, each in below.items():
        if not each.hidden:  # another word for one that is shown
            yield from _leaves(f"{name} {word}", each)


def help_block(name: str, command: Any) -> str:
    """Return the help of a command as Markdown: usage, what it does, its own options, the rest."""
    summary, *rest = [unmarked(part) for part in (command.help or "").split("\n\n")]
    context = typer.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    shared = _shared_names(command)
    own = [one for one in command.params if one.name not in shared and not _is_hidden(one)]
    rows = [_row(each) for each in own if each.name != "help"]
    table = ["", "| argument or option | what it is |", "|---|---|", *rows] if rows else []
    said = "\n\n".join([summary.replace("\n", " "), *map(_examples, rest)])
    return "\n".join([f"`{usage}`", "", said, *table, "", _shared_words(command), ""])


def _is_hidden(parameter: Any) -> bool:
    """Tell whether it is an old name of an option, which is understood and not shown."""
    return bool(getattr(parameter, "hidden", False))


def unmarked(text: str) -> str:
    """Return help without the signs that keep Rich from taking brackets for its own."""
    return text.replace("\\[", "[")


def _examples(paragraph: str) -> str:
    """Show the examples of a command as code, and other paragraphs as they are."""
    lines = paragraph.splitlines()
    if not lines[0].startswith("Example: "):
        return " ".join(lines)
    return "\n".join(["```sh", *(line.removeprefix("Example: ") for line in lines), "```"])


def _row(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        words = f"`{parameter.metavar}`"
    else:
        words = " ".join(f"`{word}`" for word in (*parameter.opts, *parameter.secondary_opts))
        words += "" if parameter.is_flag else f" `{parameter.metavar}`"
    return f"| {_cell(words)} | {_cell(unmarked(parameter.help or ''))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _shared_names(command: Any) -> frozenset[str]:
    accepted = frozenset(each.name for each in command.params)
    return max((names for names in _SETS.values() if names <= accepted), key=len)


def _shared_words(command: Any) -> str:
    names = _shared_names(command)
    kind = next(kind for kind, listed in _SETS.items() if listed == names)
    return f"Shared options: those of a [{kind}](general.md#shared-options)."


def shared_block() -> str:
    """Return the options that many commands share as a table, with who accepts them."""
    parameters = {each.name: each for command in commands().values() for each in command.params}
    rows = []
    for name in options.REPORT:
        kinds = [kind for kind, names in _SETS.items() if name in names]
        who = "all" if len(kinds) == len(_SETS) else ", ".join(kinds)
        rows.append(_row(parameters[name]) + f" {who} |")
    return "\n".join(["| option | what it is | accepted by |", "|---|---|---|", *rows, ""])


def renewed(page: str) -> str:
    """Return a page with its help blocks and console blocks as the program is now."""
    if page == SCHEMA:
        return schema_page()
    text, known = (ROOT / page).read_text(encoding="utf-8"), commands()

    def helped(found: re.Match[str]) -> str:
        name = found[2]
        if name == "recip shared options":
            return f"{found[1]}{shared_block()}{found[3]}"
        # A section of a command that is gone is for tests/test_docs.py to find.
        block = help_block(name, known[name]) if name in known else ""
        return f"{found[1]}{block}{found[3]}"

    text = _HELP.sub(helped, text)
    text = _KINDS.sub(lambda found: f"{found[1]}{columns_block()}", text)
    if not _CONSOLE.search(text):
        return text
    with tempfile.TemporaryDirectory() as home, _living_in(Path(home)):
        for name in " ".join(_BEFORE.findall(text)).split():
            before = (ROOT / page).with_name(name).read_text(encoding="utf-8")
            for block in _CONSOLE.findall(before):
                _played(block, home)
        return _CONSOLE.sub(lambda found: _played(found[0], home), text)


@contextmanager
def _living_in(home: Path) -> Iterator[None]:
    """Furnish a home with the files that the pages import, and `recip` on the path; go there."""
    (home / "Connections.csv").write_text(CONNECTIONS, encoding="utf-8")
    (home / "contacts.vcf").write_text(CONTACTS, encoding="utf-8")
    (home / "favours.csv").write_text(FAVOURS, encoding="utf-8")
    (home / "friends.md").write_text(FRIENDS, encoding="utf-8")
    program = home / ".local/bin/recip"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m reciprocity_cli "$@"\n')
    program.chmod(0o755)
    before, back = dict(os.environ), Path.cwd()
    for name in before:
        if name.startswith(("RECIP_", "XDG_")):
            del os.environ[name]
    os.environ |= {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "PATH": f"{program.parent}:{before['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUTF8": "1",
        "NO_COLOR": "1",
        "RECIP_TODAY": TODAY,
    }
    os.chdir(home)
    try:
        yield
    finally:
        os.chdir(back)
        os.environ.clear()
        os.environ |= before


def _played(block: str, home: str) -> str:
    played = []
    for line, shown in _entries(block):
        output = _output(line.removeprefix("$ ")).replace(home, "~")
        played.append(f"{line}\n{_shown(output.rstrip().splitlines(), shown)}")
    return "".join(played)


def _entries(block: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command line of a block with the lines that are shown below it."""
    for entry in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
        if entry:
            first, *shown = entry.splitlines()
            yield first, shown


def _output(line: str) -> str:
    """Return what a line prints, on both streams; one that fails ends the program."""
    if line.startswith("recip ") and not re.search(r"[|<>$;&]", line):
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            code = _exit_code(shlex.split(line)[1:])
        output = said.getvalue()
    else:
        done = subprocess.run(
            ["bash", "-c", line],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        code, output = done.returncode, done.stdout
    if code:
        sys.exit(f"exit code {code}: {line}\n{output}")
    return output


def _exit_code(arguments: list[str]) -> int:
    try:
        return run_recip(arguments)
    except SystemExit as end:
        # Typer ends the process itself after a completion script.
        return end.code if isinstance(end.code, int) else 1


def _shown(output: list[str], before: list[str]) -> str:
    """Return what stands below a command: its output, cut where it was cut before."""
    kept = "\n".join(before).rstrip().splitlines()
    gap = "\n" * (len(before) - len(kept))
    if not kept:
        return gap
    if kept[-1] == "..." and len(output) >= len(kept):
        output = [*output[: len(kept) - 1], "..."]
    return "".join(f"{line}\n" for line in output) + gap


def main(arguments: list[str]) -> int:
    """Renew every page, or with --check tell which are out of date; return the exit code."""
    pages = [page for page in arguments if not page.startswith("-")]
    pages = pages or [*PAGES, SCHEMA]
    stale = 0
    for page in pages:
        path = ROOT / page
        before = path.read_text(encoding="utf-8")
        after = renewed(page)
        if after == before:
            continue
        stale += 1
        if "--check" in arguments:
            lines = difflib.unified_diff(before.split("\n"), after.split("\n"), page, "now", n=1)
            print("\n".join(line.rstrip("\n") for line in lines))
        else:
            path.write_text(after, encoding="utf-8")
            print(f"renewed {page}")
    return stale if "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
