"""How well the tests bite: puts 60 small faults into a copy of recip, and counts those they find.

    python benchmarks/mutate.py [--seed 1] [--count 60] [--list | --only N ...] [--folder DIR]

draws them over the functions and constants of benchmarks/behaviours.txt (see mutations.py). One run
of the whole suite says which tests reach which of these; they meet a fault first, and where it
survives them, the whole suite (not with --quick). The checkout is not touched: everything is done
in a copy, in DIR where it is named, which keeps what is known about the tests for the next run.
benchmarks/equivalents.txt lists faults that change nothing, with a reason; they do not count.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from mutations import Behaviour, Mutation, draw, node_of, read_behaviours

ROOT = Path(__file__).parent.parent
COPIED = ("src", "tests", "docs", "benchmarks")
UNSTEADY = ("tests/cli/test_stopping.py", "tests/cli/test_prompts.py")
"""Tests that wait for a child, and fail on a busy machine without any fault: left out."""
TOO_LONG = 1800
"""Seconds after which tests are taken to hang on a fault, which is a way of finding it."""
FEW = 20
"""Tests that one process runs as fast as two."""

RECORDER = """
import os

_SEEN = set()


def at(name):
    test = os.environ.get("PYTEST_CURRENT_TEST", "").partition("[")[0].partition(" (")[0]
    if test and (name, test) not in _SEEN:
        _SEEN.add((name, test))
        file = os.open(REACHED, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(file, f"{name} {test}\\n".encode())
        os.close(file)
"""
"""What each behaviour calls first in the run that records who reaches it; REACHED is put before.

A test is known without its parameters, which may hold anything.
"""
QUICKEST = ("domain", "reports", "formats", "render", "store", "actions", "cli")
"""The folders of tests in the order in which they are tried."""


class Verdict(NamedTuple):
    """What the tests made of one mutation: the test that found it, or "" where none did."""

    caught_by: str
    seconds: float


class Bench:
    """A copy of the checkout with a Python of its own, and the tests that reach each behaviour."""

    def __init__(self, folder: Path) -> None:
        self.copy = folder / "copy"
        self.folder = folder
        shutil.rmtree(self.copy, ignore_errors=True)
        self.copy.mkdir(parents=True)
        for name in COPIED:
            left_out = shutil.ignore_patterns("__pycache__", ".*_cache", ".hypothesis")
            shutil.copytree(ROOT / name, self.copy / name, ignore=left_out)
        for file in ROOT.iterdir():
            if file.suffix in (".md", ".toml") or file.name == "LICENSE":
                shutil.copy(file, self.copy)
        self.python = self._python()

    def _python(self) -> Path:
        """Make a Python that finds the copy before anything that is installed."""
        home = self.folder / "python"
        venv.create(home, symlinks=True, clear=True)
        packages = sysconfig.get_path("purelib", "venv", {"base": str(home)})
        paths = f"{self.copy / 'src'}\n{sysconfig.get_path('purelib')}\n"
        Path(packages, "mutated.pth").write_text(paths, encoding="utf-8")
        return home / "bin" / "python"

    def pytest(self, *words: str) -> tuple[int, str]:
        """Run pytest in the copy; return its exit code and what it printed."""
        shutil.rmtree(self.copy / ".hypothesis", ignore_errors=True)
        ignored = [f"--ignore={file}" for file in UNSTEADY]
        options = ("-q", "-p", "no:cacheprovider", *ignored)
        command = [str(self.python), "-m", "pytest", *options, *words]
        with subprocess.Popen(
            command,
            cwd=self.copy,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                out, _ = process.communicate(timeout=TOO_LONG)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                return 1, f"no end after {TOO_LONG} s"
        return process.returncode, out

    def write(self, path: Path, text: str) -> None:
        """Write a module; its byte code goes, which may be of the same second and size."""
        path.write_text(text, encoding="utf-8")
        for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
            compiled.unlink()

    def in_copy(self, path: Path) -> Path:
        """Return where a file of the checkout is in the copy."""
        return self.copy / path.relative_to(ROOT)

    def reached(self, behaviours: Sequence[Behaviour]) -> dict[str, list[str]]:
        """Return by `module:name` the tests that reach it; as noted before, if nothing changed."""
        digest = self._digest()
        kept = self.folder / "reached.json"
        if kept.exists():
            known = json.loads(kept.read_text(encoding="utf-8"))
            if known["digest"] == digest:
                return dict(known["reached"])
        found = self._record(behaviours)
        kept.write_text(json.dumps({"digest": digest, "reached": found}), encoding="utf-8")
        return found

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for path in sorted(path for name in ("src", "tests") for path in _files(self.copy / name)):
            digest.update(path.read_bytes())
        digest.update((self.copy / "benchmarks/behaviours.txt").read_bytes())
        return digest.hexdigest()

    def _record(self, behaviours: Sequence[Behaviour]) -> dict[str, list[str]]:
        told = self.folder / "reached.txt"
        told.unlink(missing_ok=True)
        recorder = self.copy / "src" / "reached_by_tests.py"
        recorder.write_text(f"REACHED = {str(told)!r}\n{RECORDER}", encoding="utf-8")
        by_module: dict[str, list[Behaviour]] = defaultdict(list)
        for behaviour in behaviours:
            by_module[behaviour.module].append(behaviour)
        before = {}
        for module, of_module in by_module.items():
            path = self.copy.joinpath("src", *module.split(".")).with_suffix(".py")
            before[path] = path.read_text(encoding="utf-8")
            self.write(path, _telling(before[path], of_module))
        code, out = self.pytest("-n", "2")
        print("the suite, telling what it reaches:", _last_line(out) or f"exit code {code}")
        for path, text in before.items():
            self.write(path, text)
        recorder.unlink()
        found: dict[str, set[str]] = defaultdict(set)
        for line in told.read_text(encoding="utf-8").splitlines():
            name, _, test = line.partition(" ")
            found[name].add(test)
        return {name: sorted(tests, key=_quickest_first) for name, tests in found.items()}


def _quickest_first(test: str) -> tuple[int, str]:
    folder = test.split("/")[1]
    return QUICKEST.index(folder) if folder in QUICKEST else len(QUICKEST), test


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def _telling(text: str, behaviours: Iterable[Behaviour]) -> str:
    """Return a module in which each behaviour tells that it is reached, a constant by its users."""
    tree = ast.parse(text)
    told: dict[ast.FunctionDef, list[str]] = defaultdict(list)
    for behaviour in behaviours:
        node = node_of(tree, behaviour.name)
        key = f"{behaviour.module}:{behaviour.name}"
        if isinstance(node, ast.FunctionDef):
            told[node].append(key)
            continue
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef) and _uses(function, behaviour.name):
                told[function].append(key)
    lines = text.splitlines()
    for function in sorted(told, key=lambda one: one.lineno, reverse=True):
        documented = ast.get_docstring(function) is not None and len(function.body) > 1
        first = function.body[1 if documented else 0]
        at = min([first.lineno, *(one.lineno for one in getattr(first, "decorator_list", ()))]) - 1
        indent = " " * first.col_offset
        calls = "; ".join(f"reached_by_tests.at({key!r})" for key in told[function])
        lines.insert(at, f"{indent}import reached_by_tests; {calls}")
    return "\n".join(lines) + "\n"


def _uses(function: ast.FunctionDef, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(function))


def _last_line(out: str) -> str:
    lines = out.strip().splitlines()
    return lines[-1].strip("= ") if lines else ""


def judge(bench: Bench, mutation: Mutation, tests: Sequence[str], *, quick: bool) -> Verdict:
    """Run the tests over one mutation: those that reach it, and then all."""
    path = bench.in_copy(mutation.path)
    whole = path.read_text(encoding="utf-8")
    started = perf_counter()
    bench.write(path, mutation.text)
    caught_by = ""
    try:
        if tests:
            chosen = bench.folder / "tests.txt"
            chosen.write_text("".join(f"{test}\n" for test in tests), encoding="utf-8")
            workers = ("-n", "2") if len(tests) > FEW else ()
            caught_by = _first_failure(bench, *workers, f"@{chosen}")
        if not caught_by and not (quick and tests):
            caught_by = _first_failure(bench, "-n", "2")
    finally:
        bench.write(path, whole)
    return Verdict(caught_by, perf_counter() - started)


def _first_failure(bench: Bench, *words: str) -> str:
    """Return a test that fails; "" where none does, or none that would fail again."""
    left_out: list[str] = []
    while True:
        failed = _failed(*bench.pytest("-x", *words, *left_out))
        test = failed.partition("[")[0]
        if not test or "::" not in test or _failed(*bench.pytest("-x", test)):
            return failed
        left_out += ["--deselect", test]


def _failed(code: int, out: str) -> str:
    """Return which test failed first; "" where none did."""
    if code == 0:
        return ""
    if code not in (1, 2):  # 2: a module cannot even be loaded
        raise SystemExit(f"pytest ends with {code}: {_last_line(out)}")
    found = [line for line in out.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return found[0].split(" - ")[0].split(" ", 1)[1] if found else _last_line(out)


def read_equivalents(text: str) -> dict[str, str]:
    """Read the list of faults that change nothing: `behaviour: before => after`, then a reason."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    reasons: dict[str, str] = {}
    for line in lines:
        if line.startswith("  "):
            key = next(reversed(reasons))
            reasons[key] = f"{reasons[key]} {line.strip()}".strip()
        else:
            reasons[line] = ""
    unexplained = [key for key, reason in reasons.items() if not reason]
    if unexplained:
        raise SystemExit(f"equivalents.txt gives no reason for {unexplained[0]}")
    return reasons


def show(number: int, mutation: Mutation, said: str) -> None:
    """Print one mutation: where it is, what it changes, and what is said of it."""
    place = f"{mutation.behaviour.module}:{mutation.behaviour.name}"
    print(f"{number:3}  {said:10} {mutation.operator:11} {place}, line {mutation.line}")
    print(f"       - {mutation.before}\n       + {mutation.after}", flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--list", action="store_true", help="show what is drawn, run nothing")
    parser.add_argument("--only", type=int, nargs="+", metavar="N", help="only these of the list")
    parser.add_argument("--quick", action="store_true", help="only the tests that reach a fault")
    parser.add_argument("--folder", type=Path, help="work here, and keep it")
    return parser.parse_args()


def run(
    drawn: Sequence[tuple[int, Mutation]],
    behaviours: Sequence[Behaviour],
    struck: dict[str, str],
    folder: Path,
    *,
    quick: bool,
) -> int:
    """Judge each of these mutations and print the score; return how many survived."""
    bench = Bench(folder.resolve())
    reached = bench.reached(behaviours)
    survivors, equivalent = [], 0
    for number, mutation in drawn:
        if mutation.key in struck:
            equivalent += 1
            show(number, mutation, "equivalent")
            print(f"       {struck[mutation.key]}")
            continue
        tests = reached.get(f"{mutation.behaviour.module}:{mutation.behaviour.name}", [])
        verdict = judge(bench, mutation, tests, quick=quick)
        show(number, mutation, "caught" if verdict.caught_by else "SURVIVED")
        by = verdict.caught_by or f"reached by {len(tests)} tests"
        print(f"       {by} ({verdict.seconds:.0f} s)", flush=True)
        if not verdict.caught_by:
            survivors.append(number)
    counted = len(drawn) - equivalent
    print(f"{counted - len(survivors)} of {counted} caught, {equivalent} equivalent")
    if survivors:
        print("survivors:", *survivors)
    return len(survivors)


def main() -> int:
    asked = arguments()
    here = Path(__file__).parent
    behaviours = read_behaviours((here / "behaviours.txt").read_text(encoding="utf-8"))
    struck = read_equivalents((here / "equivalents.txt").read_text(encoding="utf-8"))
    drawn = list(enumerate(draw(behaviours, ROOT / "src", asked.seed, asked.count), 1))
    if asked.only:
        drawn = [drawn[number - 1] for number in asked.only]
    if asked.list:
        for number, mutation in drawn:
            show(number, mutation, "equivalent" if mutation.key in struck else "")
        return 0
    if asked.folder is not None:
        return run(drawn, behaviours, struck, asked.folder, quick=asked.quick) > 0
    with suppress(KeyboardInterrupt), tempfile.TemporaryDirectory() as folder:
        return run(drawn, behaviours, struck, Path(folder), quick=asked.quick) > 0
    return 130


if __name__ == "__main__":
    sys.exit(main())
