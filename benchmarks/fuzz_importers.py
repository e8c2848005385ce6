"""Feed broken files to every importer for a while: no traceback, no hang, bounded memory.

    python benchmarks/fuzz_importers.py --seconds 180
    python benchmarks/fuzz_importers.py --seconds 1800 --seeds unpacked-source-packages

Every file of tests/data is a seed, and so is a small one of each kind written here, and every file
of an address book or a calendar in the folders named, such as the source packages of vobject,
icalendar, khard and radicale; they are cut, joined, repeated, bitten and put into UTF-16. Each is
read to its end, and one in fifty taken into a ledger, twice: what a second import adds or changes
is a finding. Exits 1 where anything was found, and keeps the file.
"""

from __future__ import annotations

import argparse
import io
import random
import signal
import sys
import tempfile
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from reciprocity_cli.errors import RecipError
from reciprocity_cli.formats.detect import detect, read_file
from reciprocity_cli.formats.incoming import BadRow, Format, SetAside

TODAY = date(2026, 6, 30)
SEEDS = Path(__file__).resolve().parents[1] / "tests" / "data"

_OF_OTHERS = (".vcf", ".vcard", ".ics", ".csv")

SLOWEST = 10
"""Seconds that one file may take; the seeds take a few milliseconds."""

MOST_MEMORY = 64 << 20
"""Bytes that reading one file of at most LARGEST bytes may hold at a time."""

LARGEST = 1 << 20

_BITES = (
    *(b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\x1b[31m", b"\xef\xbb\xbf"),
    *(b'"', b'""', b",", b";", b":", b"\\", b"\\u0000", b"\\ud800", b"=", b"=\r\n", b"\r", b"\n"),
    *(b"\r\n ", b"[" * 2_000, b"{" * 500, b"NaN", b"1" * 5_000, b"-0", b"1e999", b" ::: "),
    *(b"," * 3_000, b";" * 3_000, b'"' * 999, b"BEGIN:VCARD\n", b"END:VCARD\n", b"\nAGENT:\n"),
    *(b"2026-02-30", b"0000-00-00", b"--0229", b"=1+1", b"@", b"**", b"_", b"*" * 500),
)
_WRITTEN = (
    b'{"format":"recip","schema_version":1,"exported_on":"2026-06-30","records":[]}',
    b"BEGIN:VCARD\nVERSION:3.0\nFN:Ana Ruiz\nEMAIL:ana@x.example\nUID:1\nEND:VCARD\n",
    b"name,date,direction,category\nAna,2026-06-01,gave,advice\n",
    b"name,email,link,organisation,title,tags,role,date,direction,category,kind,weight,via,note,uid"
    b"\nAna,a@x.example,,,,,,,,,,,,,%s\nAna,,,,,,,2026-06-01,gave,advice,,2,,x,%s\n"
    % (b"a" * 32, b"a" * 32),
)


class Finding(NamedTuple):
    """What went wrong, and the file it went wrong with."""

    what: str
    content: bytes


class TooSlow(Exception):
    """A file took longer than SLOWEST seconds."""


def seeds(folders: Sequence[Path]) -> list[bytes]:
    """Return the files to begin with; those of other programs by their names."""
    found = [path for path in SEEDS.rglob("*") if path.is_file()]
    for folder in folders:
        found += [path for path in folder.rglob("*") if path.suffix.lower() in _OF_OTHERS]
    # A calendar is refused at its first line, unless that is bitten: one in a while is enough.
    often = [path for path in found if path.suffix.lower() != ".ics"] * 8
    return [*(path.read_bytes()[:LARGEST] for path in sorted((*found, *often))), *_WRITTEN * 8]


def mutated(seed: bytes, others: list[bytes], given: random.Random) -> bytes:
    """Return a file that is like `seed`, but not quite."""
    content = bytearray(seed)
    if not given.randrange(8):
        content += given.choice(others)
    for _ in range(given.choice((1, 1, 2, 4, 16))):
        at = given.randrange(len(content) + 1)
        end = min(len(content), at + given.choice((0, 1, 4, 40, 400)))
        match given.randrange(6):
            case 0:
                content[at:end] = given.choice(_BITES)
            case 1:
                del content[at:end]
            case 2:
                content[at:at] = content[at:end] * given.choice((1, 2, 50))
            case 3:
                other = given.choice(others)
                start = given.randrange(len(other) + 1)
                content[at:end] = other[start : start + given.randrange(400)]
            case 4:
                content[at:end] = given.randbytes(end - at)
            case _:
                lines = bytes(content).splitlines(keepends=True)
                given.shuffle(lines) if given.random() < 0.2 else lines.reverse()
                content = bytearray(b"".join(lines))
    if not given.randrange(16):
        wide = given.choice(("utf-16", "utf-16-le", "utf-16-be"))
        content = bytearray(content.decode("utf-8", "replace").encode(wide, "replace"))
    return bytes(content[:LARGEST])


@contextmanager
def alarm(seconds: int) -> Iterator[None]:
    """Raise TooSlow in what computes for longer than that, at whatever priority."""

    def rung(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow(f"took longer than {seconds} s")

    before = signal.signal(signal.SIGPROF, rung)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def read_through(content: bytes, figures: Counter[str]) -> None:
    """Read a file to its end, counting what comes; raises what is no RecipError."""
    try:
        figures[f"told as {detect(content[: 1 << 16], 'x')}"] += 1
        for item in read_file(io.BytesIO(content), name="x", today=TODAY).items:
            if isinstance(item, BadRow):
                figures["bad rows"] += 1
            else:
                aside = isinstance(item, SetAside)
                figures["rows set aside" if aside else "rows understood"] += 1
    except RecipError:
        figures["files refused"] += 1


class Ledgers:
    """Fresh ledgers, each a copy of one empty file."""

    def __init__(self, folder: Path) -> None:
        from reciprocity_cli.store.create import create_ledger

        self._path = folder / "empty.db"
        create_ledger(self._path)
        self._empty = self._path.read_bytes()

    def take_twice(self, content: bytes) -> str:
        """Import a file twice; return what the second time added, "" for nothing."""
        from reciprocity_cli.actions.import_ import Import, Imported, carry
        from reciprocity_cli.store.ledger import open_ledger

        self._path.write_bytes(self._empty)
        at = datetime(2026, 6, 30, tzinfo=UTC)
        ledger = open_ledger(self._path, tell=lambda _: None, at=at)
        try:
            for turn in (1, 2):
                reading = read_file(io.BytesIO(content), name="x", today=TODAY)
                with ledger.writing("import", at) as op:
                    if reading.format is Format.RECIP_JSON:
                        carry(op, reading, TODAY, lambda _: None)
                        continue
                    done = Import(op, TODAY, skip_bad=True).take(reading, lambda _: None)
                if turn == 2 and isinstance(done, Imported):
                    added = (done.people_new, done.exchanges_new, done.contacts_new)
                    if any((*added, done.people_changed)):
                        changed = f"and changed {done.people_changed}"
                        return f"a second import added {added} {changed}"
                    return ""
        except RecipError:
            return ""
        finally:
            ledger.close()
        return ""


def tried(content: bytes, ledgers: Ledgers | None, figures: Counter[str]) -> str:
    """Try one file; return what went wrong with it, "" for nothing."""
    tracemalloc.reset_peak()
    held = tracemalloc.get_traced_memory()[0]
    try:
        with alarm(SLOWEST):
            read_through(content, figures)
            added = ledgers.take_twice(content) if ledgers else ""
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:200]}"
    if added:
        return added
    peak = tracemalloc.get_traced_memory()[1] - held
    figures["most memory"] = max(figures["most memory"], peak)
    return f"held {peak:,} bytes" if peak > MOST_MEMORY else ""


def main() -> int:
    """Fuzz for a while, print the figures, keep what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seeds", type=Path, action="append", default=[])
    given_options = parser.parse_args()
    given = random.Random(given_options.seed)
    beginnings = seeds(given_options.seeds)
    figures: Counter[str] = Counter()
    findings: dict[str, Finding] = {}
    tracemalloc.start()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        ledgers = Ledgers(Path(folder))
        while time.monotonic() - began < given_options.seconds:
            content = mutated(given.choice(beginnings), beginnings, given)
            figures["files"] += 1
            into_ledger = not figures["files"] % 50
            figures["files imported twice"] += into_ledger
            what = tried(content, ledgers if into_ledger else None, figures)
            if what:
                findings.setdefault(what.partition(":")[0], Finding(what, content))
    report(figures, list(findings.values()), time.monotonic() - began)
    return 1 if findings else 0


def report(figures: Counter[str], findings: list[Finding], seconds: float) -> None:
    """Print what was done and what was found."""
    memory = figures.pop("most memory") / (1 << 20)
    print(f"{figures['files']:,} files in {seconds:.0f} s, at most {memory:.1f} MiB held for one")
    for name, count in sorted(figures.items()):
        print(f"  {count:>11,}  {name}")
    for format in Format:
        if not figures[f"told as {format}"]:
            print(f"  no file was told as {format}: it has no seed in {SEEDS}")
    for number, finding in enumerate(findings, 1):
        kept = Path(tempfile.gettempdir()) / f"recip-fuzz-{number}"
        kept.write_bytes(finding.content)
        print(f"found: {finding.what} (kept as {kept})", file=sys.stderr)
    print("nothing was found" if not findings else f"{len(findings)} kinds of findings")


if __name__ == "__main__":
    sys.exit(main())
