"""The figures of speed that docs/architecture.md promises, measured side by side on one machine.

    python benchmarks/run.py [NAME...] [--quick] [--ledgers FOLDER]

Run it with the Python that recip is installed in. NAME picks figures: log, reports, terminal, rows,
suggest, growth, peers, import. `--quick` takes a tenth of the entries and fewer rounds, for a first
look. The ledgers are made in a temporary folder, which takes some minutes for a million exchanges;
with `--ledgers` in FOLDER, and used again. ledger and hledger are skipped where they are missing.

Each ratio is one of medians of wall time, of commands run in turn (A B A B); the ratio of processor
times stands beside it, which tells more on a busy machine.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import ledgers
from timing import ROWS, Command, Ran, side_by_side

HERE = Path(__file__).resolve().parent
MIB = 1 << 20
ADD_ALL_ROWS = 20_000
_BARE = "import typer, sqlite3"
_WITH_TABLE = "import typer, rich.console, rich.table, sqlite3"


class Ratio(NamedTuple):
    """One figure, by wall and by processor time, and what it must reach."""

    title: str
    wall: float
    processor: float | None
    bound: float
    at_least: bool = False
    unit: str = ""


class Found(NamedTuple):
    """What one kind of measurement gave."""

    ratios: list[Ratio]
    medians: dict[str, Ran]
    rounds: int


class Bench:
    """Where the files are, how large, and how often each command runs."""

    def __init__(self, folder: Path, work: Path, quick: bool) -> None:
        self.folder = folder
        self.work = work
        self.large = 100_000 if quick else 1_000_000
        self.rounds = 5 if quick else 11
        self.slow_rounds = 1 if quick else 3
        self.environment = _environment(work)

    def file(self, kind: str, count: int) -> Path:
        """Return a ledger, a journal or a CSV of that many exchanges; made when it is not there."""
        path = self.folder / f"{count}.{kind}"
        if not path.exists():
            draft = path.with_name(f"draft-{path.name}")
            draft.unlink(missing_ok=True)
            script = [sys.executable, str(HERE / "ledgers.py"), kind, str(draft), str(count)]
            subprocess.run(script, env=self.environment, check=True)
            draft.rename(path)
        return path

    def copy(self, count: int) -> Path:
        """Return a ledger of that many exchanges which may be written."""
        path = self.work / f"{count}-written.ledger"
        shutil.copyfile(self.file("ledger", count), path)
        return path

    def recip(self, label: str, ledger: Path, *arguments: str, terminal: bool = False) -> Command:
        """Return a command of recip on a ledger."""
        environment = {**self.environment, "RECIP_LEDGER": str(ledger)}
        program = Path(sys.executable).with_name("recip")
        start = [str(program)] if program.exists() else [sys.executable, "-m", "reciprocity_cli"]
        return Command(label, [*start, *arguments], environment, terminal)

    def python(self, code: str, terminal: bool = False) -> Command:
        """Return the interpreter with a line of code, as a command to compare with."""
        return Command(code, [sys.executable, "-c", code], self.environment, terminal)


def _environment(work: Path) -> dict[str, str]:
    """Return an owner's environment: a home without settings, nothing that slows Python down."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "TMPDIR")}
    return {**kept, "HOME": str(work), "RECIP_TODAY": ledgers.TODAY.isoformat()}


def log(bench: Bench) -> Found:
    """Time `log` on 10,000 exchanges."""
    bare = bench.python(_BARE)
    one = _log(bench, "log, 10,000 exchanges", bench.copy(10_000))
    medians = side_by_side([one, bare], bench.rounds)
    title = f"log on 10,000 exchanges / {_BARE}"
    return Found([_ratio(title, medians, one, bare, 1.6)], medians, bench.rounds)


def _log(bench: Bench, label: str, ledger: Path) -> Command:
    spec = "advice/large:the pricing page"
    return bench.recip(label, ledger, "log", ledgers.names()[0], "--got", spec, "--via", "coffee")


def reports(bench: Bench) -> Found:
    """Time the daily reports in a pipe: of everybody, of one person, and `recip` alone."""
    ledger = bench.file("ledger", 10_000)
    bare = bench.python(_WITH_TABLE)
    asked = (("balance",), ("due",), ("phase",), ("show", ledgers.names()[0]), ())
    timed = [
        bench.recip(f"{' '.join(words[:1]) or 'recip alone'}, in a pipe", ledger, *words)
        for words in asked
    ]
    medians = side_by_side([*timed, bare], bench.rounds)
    ratios = [_ratio(f"{one.label} / {_WITH_TABLE}", medians, one, bare, 1.2) for one in timed]
    return Found(ratios, medians, bench.rounds)


def terminal(bench: Bench) -> Found:
    """Time both on a terminal, with no more rows than it shows."""
    ledger = bench.file("ledger", 10_000)
    bare = bench.python(_WITH_TABLE, terminal=True)
    shown = ("balance", "tag:club", "--all"), ("due",)
    both = [
        bench.recip(f"{words[0]}, on a terminal", ledger, *words, terminal=True) for words in shown
    ]
    medians = side_by_side([*both, bare], bench.rounds)
    for one in both:
        lines = medians[one.label].output.count(b"\n")
        if not ROWS // 4 < lines <= 2 * ROWS:
            sys.exit(f"{one.label} printed {lines} lines: not what is to be timed")
    ratios = [_ratio(f"{one.label} / {_WITH_TABLE}", medians, one, bare, 1.6) for one in both]
    return Found(ratios, medians, bench.rounds)


def rows(bench: Bench) -> Found:
    """Time what a row takes longer through Rich than in a pipe, and what a thousand do."""
    ledger = bench.file("ledger", 10_000)
    asked = {"some": ("balance", "tag:club", "--all"), "all": ("balance", "--all")}
    timed = [
        bench.recip(f"balance of {which}, {where}", ledger, *words, terminal=where != "in a pipe")
        for which, words in asked.items()
        for where in ("in a pipe", "on a terminal")
    ]
    medians = side_by_side(timed, bench.rounds)
    some, some_drawn, every, every_drawn = (medians[one.label].processor for one in timed)
    longer = every_drawn - every
    each = (longer - (some_drawn - some)) / (ledgers.PEOPLE - ledgers.IN_CLUB) * 1e3
    ratios = [
        Ratio("processor time of a row of balance through Rich", each, None, 0.5, unit=" ms"),
        Ratio("that of a thousand, and of loading Rich", longer, None, 0.6, unit=" s"),
    ]
    return Found(ratios, medians, bench.rounds)


def suggest(bench: Bench) -> Found:
    """Time `suggest` beside `balance`, where most people look for something."""
    ledger = bench.file("matching", 10_000)
    balance = bench.recip("balance", ledger, "balance")
    one = bench.recip("suggest PERSON", ledger, "suggest", ledgers.names()[0])
    due = bench.recip("suggest for all due", ledger, "suggest")
    medians = side_by_side([one, due, balance], bench.rounds)
    ratios = [
        _ratio(f"{ours.label} / balance", medians, ours, balance, bound)
        for ours, bound in ((one, 1.5), (due, 2.5))
    ]
    return Found(ratios, medians, bench.rounds)


def growth(bench: Bench) -> Found:
    """Time `log` and `due` on a thousand times as many exchanges."""
    small, large = bench.copy(1_000), bench.copy(bench.large)
    ratios = []
    medians: dict[str, Ran] = {}
    sizes = ((large, f"{bench.large:,}"), (small, "1,000"))
    for name in ("log", "due"):
        pair = [
            _log(bench, f"log at {size}", path)
            if name == "log"
            else bench.recip(f"due at {size}", path, "due")
            for path, size in sizes
        ]
        medians |= side_by_side(pair, bench.rounds)
        ratios.append(_ratio(f"{pair[0].label} / at 1,000", medians, pair[0], pair[1], 1.2))
    large.unlink()
    return Found(ratios, medians, bench.rounds)


def peers(bench: Bench) -> Found:
    """Time `balance` over everything beside the programs of plain-text accounting."""
    ours = bench.recip("balance of all", bench.file("ledger", bench.large), "balance")
    bounds = {name: bound for name, bound in (("ledger", 20), ("hledger", 120)) if _there(name)}
    arguments = ["-f", str(bench.file("journal", bench.large)), "balance", "--flat"]
    theirs = [
        Command(f"{name} balance --flat", [name, *arguments], bench.environment) for name in bounds
    ]
    medians = side_by_side([ours, *theirs], bench.slow_rounds, warm=False)
    title = f"balance of {bench.large:,} / "
    ratios = [
        _ratio(f"{title}{one.label}", medians, ours, one, 1 / bound)
        for one, bound in zip(theirs, bounds.values(), strict=True)
    ]
    peak = medians[ours.label].peak / MIB
    ratios.append(Ratio("its peak memory", peak, None, 48, unit=" MiB"))
    return Found(ratios, medians, bench.slow_rounds)


def _there(program: str) -> bool:
    there = shutil.which(program) is not None
    if not there:
        print(f"{program} is not installed: skipped")
    return there


def import_(bench: Bench) -> Found:
    """Time the import of a CSV beside SQLModel's add_all, which is measured on fewer rows."""
    file, empty = bench.file("csv", bench.large), bench.file("ledger", 0)
    new = bench.work / "imported.ledger"
    mapping = [word for each in ledgers.MAPPING for word in ("--map", each)]
    ours = bench.recip("import", new, "import", str(file), *mapping)
    ours = ours._replace(before=lambda: shutil.copyfile(empty, new))
    script = [sys.executable, str(HERE / "add_all.py"), str(file), str(ADD_ALL_ROWS)]
    theirs = Command("add_all, with its imports", script, bench.environment)
    medians = side_by_side([ours, theirs], bench.slow_rounds, warm=False)
    new.unlink()
    rate = bench.large / medians[ours.label].seconds
    their_rate = ADD_ALL_ROWS / float(medians[theirs.label].output)
    title = f"rows a second of import, {rate:,.0f} / of SQLModel's add_all, {their_rate:,.0f}"
    peak = medians[ours.label].peak / MIB
    ratios = [
        Ratio(f"{title} (on {ADD_ALL_ROWS:,} rows)", rate / their_rate, None, 5, at_least=True),
        Ratio("its peak memory", peak, None, 96, unit=" MiB"),
    ]
    return Found(ratios, medians, bench.slow_rounds)


FIGURES = {
    "log": log,
    "reports": reports,
    "terminal": terminal,
    "rows": rows,
    "suggest": suggest,
    "growth": growth,
    "peers": peers,
    "import": import_,
}


def _ratio(
    title: str, medians: dict[str, Ran], one: Command, other: Command, bound: float
) -> Ratio:
    ours, theirs = medians[one.label], medians[other.label]
    return Ratio(title, ours.seconds / theirs.seconds, ours.processor / theirs.processor, bound)


def lines_of(found: Found) -> Iterator[str]:
    """Yield what is printed: the ratios with their bounds, then the medians."""
    for title, wall, processor, bound, at_least, unit in found.ratios:
        must = f"{'>=' if at_least else '<='} {_number(bound)}{unit}"
        holds = wall >= bound if at_least else wall <= bound
        beside = "" if processor is None else f"processor {_number(processor)}"
        verdict = "" if holds else "  MISSED"
        yield f"{_number(wall) + unit:>10}  {must:<10} {beside:<16} {title}{verdict}"
    for label, ran in found.medians.items():
        used = f"{ran.seconds * 1e3:>12,.0f} ms  {ran.processor * 1e3:>10,.0f} ms processor"
        yield f"{used}  {ran.peak / MIB:>7,.1f} MiB  {label}"
    yield f"{'':>12} medians of {found.rounds}"


def _number(value: float) -> str:
    return f"1/{1 / value:.0f}" if value < 0.1 else f"{value:.2f}".rstrip("0").rstrip(".")


def measure(names: Sequence[str], folder: Path, work: Path, quick: bool) -> None:
    """Measure the figures of these names, and print each when it is known."""
    # Otherwise the first runs write byte code, and those of a checkout without it never get faster.
    compileall.compile_dir(HERE.parent / "src", quiet=2)
    bench = Bench(folder, work, quick)
    for name in names:
        found = FIGURES[name](bench)
        print(f"\n{name}")
        for line in lines_of(found):
            print(line, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(FIGURES))
    parser.add_argument("--quick", action="store_true", help="a tenth of the entries")
    parser.add_argument("--ledgers", type=Path, metavar="FOLDER", help="keep the ledgers here")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in FIGURES]
    if unknown:
        parser.error(f"no figure is called {unknown[0]}: they are {', '.join(FIGURES)}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.ledgers or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        measure(asked.names or list(FIGURES), folder, Path(temporary), asked.quick)


if __name__ == "__main__":
    main()
