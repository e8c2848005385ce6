"""Hostile text in every field of every command: nothing of it acts, and all of it stays.

A round takes one text, puts it wherever a command takes text, writes every report in every form,
and carries the ledger through an export. What is refused is refused in a line. No traceback, no
control or bidi character on stdout or stderr, no cell that a spreadsheet would run, no markup that
Rich would follow, and an export that is read is an equal ledger.
"""

from __future__ import annotations

import csv
import io
import os
import re
import sys
import unicodedata
from pathlib import Path
from random import Random

from runner import Figures, Ran, environment, holds, inside, soak

TEXTS = (
    "[bold red]x[/bold red] [link=file:///etc/passwd]y[/link]",
    "[/] [/nothing] [",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b31m",
    "a\rb\x08\x7f\x00c",
    "\u202etxt.exe\u202c \u2066x\u2069 \u200fy",
    "zero\u200bwidth\ufeff \u00ad \U000e0041",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "''=1",
    "a\udc80b",
    "\ud800",
    "e\u0301" * 40 + "Z" + "\u0335" * 300,
    "👩🏽\u200d🚀 🏳️\u200d🌈 \U0001f1e9\U0001f1ea",
    "李雷 | 한글 | עברית | ﷽",
    "x" * 9_999,
    "x" * 200_000,
    "'; DROP TABLE person; --",
    '"quoted", `ticked`, $(touch run) `touch run` ; touch run',
    "line\nline\r\nline\u2028line\u0085line",
    "| a | b |\n|---|---|\n# head <script>alert(1)</script> ![x](http://x.example/y)",
    "BEGIN:VCARD\nEND:VCARD\nX:\\n;,",
    "%s %d {0} {x!r} %(a)s \\n \\x1b",
    "../../../etc/passwd",
    "-",
    "--yes",
    "#1",
    " ",
    "",
)

FIELDS: tuple[tuple[str, ...], ...] = (
    ("person", "add", "{}"),
    *(
        ("person", "edit", "ana", option, "{}")
        for option in (
            *("--role", "--tag", "--speciality", "--alias", "--cadence", "--birthday", "--org"),
            *("--title", "--email", "--phone", "--link", "--why", "--route", "--met-through"),
            *("--notes", "--drop", "--phase", "--expect"),
        )
    ),
    ("person", "rename", "bo", "{}"),
    ("log", "{}", "-g", "adv"),
    ("log", "ana", "-g", "adv:{}", "-t", "kno:{}", "-m", "{}"),
    ("log", "ana", "-g", "{}"),
    ("log", "ana", "--need", "{}", "--signal", "{}"),
    ("log", "ana", "--on", "{}", "--via", "{}"),
    ("gave", "ana", "adv", "{}"),
    ("got", "{}", "adv", "x", "--new"),
    ("need", "add", "ana", "{}", "--tag", "{}"),
    ("offer", "add", "{}", "--tag", "{}"),
    ("opportunity", "add", "{}", "--due", "{}"),
    ("idea", "add", "ana", "{}"),
    ("promise", "add", "ana", "{}"),
    ("promise", "update", "7", "{}"),
    ("ask", "add", "ana", "{}", "--easy", "{}"),
    ("incident", "add", "ana", "{}"),
    ("signal", "add", "ana", "reached-out", "{}"),
    ("intro", "add", "ana", "cai", "{}"),
    ("quiet", "add", "{}", "{}", "{}"),
    ("outcome", "3", "used", "{}"),
    ("phase", "ana", "relating", "--because", "{}"),
    ("amend", "3", "--note", "{}"),
    ("snooze", "ana", "{}"),
    ("search", "{}"),
    ("show", "{}"),
    ("due", "{}"),
    ("history", "text:{}"),
    ("history", "--since", "{}"),
    ("undo", "{}"),
    ("rm", "{}"),
    ("config", "set", "{}", "{}"),
    ("config", "set", "cadence.{}", "1m"),
    ("import", "{}"),
    ("restore", "{}"),
    ("balance", "--by", "{}"),
    ("{}",),
)
"""Where a command takes words; "{}" stands for the text."""

REPORTS: tuple[tuple[str, ...], ...] = (
    *(("balance",), ("due",), ("phase",), ("show", "ana"), ("explain", "ana"), ("history",)),
    *(("person", "list"), ("review",), ("momentum",), ("plan",), ("suggest",), ("intros",)),
    *(("need", "list"), ("offer", "list"), ("promise", "list"), ("ask", "list"), ("impact",)),
    *(("signal", "list"), ("incident", "list"), ("idea", "list"), ("opportunity", "list")),
    *(("operations",), ("config", "list"), ("person", "duplicates"), ("ledger", "status")),
)
FORMS = (
    *(("--format", form) for form in ("table", "json", "jsonl", "csv", "tsv", "md")),
    ("--color", "always"),
)
DATA = ("json", "jsonl", "csv", "tsv")
"""Forms for programs, which get the text as it is where stdout is no terminal."""

EXPORTS = ("json", "jsonl", "csv", "vcard", "ics", "md")

_OF_RICH = re.compile(r"\x1b\[[0-9;]*m")
_NUMBER = re.compile(r"[+-]?[\d.,]+ ?%?")
CODES = range(6)
_INVISIBLE = {"\u200c", "\u200d"}
"""Joiners, which stay where scripts and emoji need them."""


def one_round(random: Random, folder: Path, figures: Figures) -> None:
    """Put one text everywhere."""
    os.environ.update(environment(folder))
    os.chdir(folder)
    text = _drawn(random, figures["rounds"])
    figures["texts"] += 1
    for words in (
        ("person", "add", "Ana Ruiz"),
        ("person", "add", "Bo Lind"),
        ("gave", "ana", "adv", "x"),
        ("person", "add", "Cai Wu"),
    ):
        holds(inside(*words).code == 0, words)
    for template in random.sample(FIELDS, len(FIELDS)):
        words = tuple(word.replace("{}", text) for word in template)
        ran = inside(*words)
        figures["commands"] += 1
        figures["of them refused"] += ran.code != 0
        _is_safe(ran, (template, text[:60]))
    _reports(text[:60], figures)
    _exports(folder, text[:60])
    holds(not (folder / "run").exists(), "something ran", text)
    checked = inside("check")
    holds(checked.code == 0, "check", checked, text[:60])
    os.chdir("/")


def _drawn(random: Random, number: int) -> str:
    """Return each text once, and then two of them joined."""
    if number < len(TEXTS):
        return TEXTS[number]
    one, other = random.sample(TEXTS, 2)
    return random.choice((one + other, f"Ana {one}", one[: len(one) // 2] + other))


def _is_safe(ran: Ran, about: object, *, coloured: bool = False) -> None:
    holds(ran.code in CODES, about, ran)
    holds("inside" not in ran.err and "Traceback" not in ran.err, about, ran.err[-300:])
    for said in (_OF_RICH.sub("", ran.out) if coloured else ran.out, ran.err):
        odd = {char for char in said if _acts(char)}
        holds(not odd, about, odd)


def _acts(char: str) -> bool:
    if char.isprintable() or char in "\n\t":
        return False
    return char not in _INVISIBLE and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _reports(about: str, figures: Figures) -> None:
    for words in REPORTS:
        for form in FORMS:
            ran = inside(*words, *form)
            figures["reports"] += 1
            if ran.code == 2 and form[0] == "--format":
                continue  # This report has no such form.
            holds(ran.code == 0, words, form, about, ran.err)
            told = ran.out
            if form[-1] in DATA:
                ran = ran._replace(out="")
            _is_safe(ran, (words, form, about), coloured="--color" in form)
            if form[-1] in ("csv", "tsv"):
                _is_defused(told, "\t" if form[-1] == "tsv" else ",", (words, form, about))


def _is_defused(text: str, between: str, about: object) -> None:
    csv.field_size_limit(10**8)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=between):
        for cell in row:
            harmless = not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            holds(harmless or _NUMBER.fullmatch(cell), about, cell[:60])


def _exports(folder: Path, about: str) -> None:
    for form in EXPORTS:
        ran = inside("export", "--format", form, "-o", f"e.{form}")
        holds(ran.code == 0, form, about, ran)
    _is_defused((folder / "e.csv").read_text(), ",", about)
    for form in ("json", "jsonl"):
        copied = ("--ledger", str(folder / f"copy.{form}.db"))
        ran = inside("import", f"e.{form}", *copied)
        holds(ran.code == 0, "import", form, about, ran)
        inside("export", "--format", form, "-o", f"again.{form}", *copied)
        texts = [(folder / f"{name}.{form}").read_bytes() for name in ("e", "again")]
        holds(texts[0] == texts[1], "an export of what was imported is another", form, about)


if __name__ == "__main__":
    sys.exit(soak(__doc__, one_round))
