"""Simulated power cuts: of what was not synced yet, any part may be lost.

The writes, syncs and names of a command are recorded with strace. A cut is a moment between two of
them: what was synced by then is on the disk; of the other writes (to the sector, 512 octets) and
names any may be there and any not. What such a disk holds is opened, looked over, and compared.
The same with synchronous=OFF is the control, which must lose something. Needs strace.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from runner import WRITING, Fault, Figures, differs, do, holds, make_home, soak, state, traced

CALLS = (
    "openat,write,pwrite64,ftruncate,fsync,fdatasync,?rename,?link,?unlink,?mkdir,"
    "sendfile,copy_file_range"
)
CUTS = 40
"""Power cuts in one run of a command."""

SECTOR = 512
WEAKER = (
    "import reciprocity_cli.store.connection as it; it._WRITING['synchronous'] = 'OFF'"
    "\nimport os; os.fsync = lambda _: None"
)

_LINE = re.compile(r"\d+ +(\w+)\((.*)\) += (-?\d+)(?:<(.*)>)?$")
_ARGUMENT = re.compile(r'"(?P<text>(?:\\x..)*)"|(?P<fd>-?\d+|AT_FDCWD)(?:<(?P<at>[^>]*)>)?')


class Event(NamedTuple):
    """One thing that was done to the disk: `what` to the file or name at `path`."""

    what: str
    path: str
    to: str = ""
    data: bytes = b""
    at: int = 0


def events_of(trace: str, home: Path) -> Iterator[Event]:
    """Yield what a trace tells of the files below a home, and the answer."""
    places: dict[int, int] = {}
    for line in trace.splitlines():
        found = _LINE.match(line)
        if not found or found[3].startswith("-"):
            continue
        name, back = found[1], int(found[3])
        parts = [_argument(part) for part in _ARGUMENT.finditer(found[2])]
        path = os.path.join(home, parts[0][1])
        if name == "openat":
            path = os.path.join(home, parts[1][0].decode())
            places[back] = 0
            if "O_CREAT" in found[2]:
                yield Event("create", path)
            if "O_TRUNC" in found[2]:
                yield Event("size", path)
        elif name in ("rename", "link"):
            old, new = (os.path.join(home, part[0].decode()) for part in parts[:2])
            yield Event(name, old, new)
        elif name in ("unlink", "mkdir"):
            yield Event(name, os.path.join(home, parts[0][0].decode()))
        elif name in ("fsync", "fdatasync"):
            yield Event("sync", path)
        elif name == "ftruncate":
            yield Event("size", path, at=parts[1][2])
        elif name == "pwrite64":
            yield Event("write", path, data=parts[1][0], at=parts[3][2])
        elif name == "write" and parts[0][2] == 1:
            yield Event("answer", "")
        elif name == "write":
            yield Event("write", path, data=parts[1][0][:back], at=places.get(parts[0][2], 0))
            places[parts[0][2]] = places.get(parts[0][2], 0) + back
        elif str(home) in path:
            raise Fault(f"{name} is not understood")


def _argument(part: re.Match[str]) -> tuple[bytes, str, int]:
    """Return an argument as text, as the path of a descriptor, and as a number."""
    number = int(part["fd"]) if part["fd"] and part["fd"] != "AT_FDCWD" else -1
    text, at = (bytes.fromhex((part[key] or "").replace("\\x", "")) for key in ("text", "at"))
    return text, os.fsdecode(at).removesuffix(" (deleted)"), number


class Disk:
    """A disk whose cache may be lost: what is on it, and what waits, in order."""

    def __init__(self, home: Path) -> None:
        self.files: dict[int, bytearray] = {}
        self.names: dict[str, int] = {}
        for path in home.rglob("*"):
            if path.is_file():
                self._new(str(path), path.read_bytes())
        self.folders = {str(home), *(str(path) for path in home.rglob("*") if path.is_dir())}
        self.live = dict(self.names)
        self.waiting: list[tuple[str, int, Callable[[], None], Event]] = []

    def _new(self, path: str, content: bytes = b"") -> int:
        number = len(self.files)
        self.files[number] = bytearray(content)
        self.names[path] = number
        return number

    def do(self, event: Event) -> None:
        """Take one event into the cache, or what it syncs to the disk."""
        path, number = event.path, self.live.get(event.path, -1)
        match event.what:
            case "create" if number < 0:
                self.live[path] = number = len(self.files)
                self.files[number] = bytearray()
                self._wait(path, lambda: self.names.update({path: number}), event)
            case "write" | "size" if number >= 0:
                self.waiting.append(("", number, lambda: self.put(number, event), event))
            case "link" | "rename" if number >= 0:
                self.live[event.to] = number
                if event.what == "rename":
                    del self.live[path]
                self._wait(event.to, lambda: self._name(event, number), event)
            case "unlink" if number >= 0:
                del self.live[path]
                self._wait(path, lambda: self.names.pop(path, None), event)
            case "mkdir":
                self._wait(path, lambda: self.folders.add(path), event)
            case "sync":
                self._sync(path, number)

    def _name(self, event: Event, number: int) -> None:
        if event.what == "rename":
            self.names.pop(event.path, None)
        self.names[event.to] = number

    def _wait(self, path: str, act: Callable[[], object], event: Event) -> None:
        self.waiting.append((os.path.dirname(path), -1, act, event))  # type: ignore[arg-type]

    def put(self, number: int, event: Event) -> None:
        """Write to a file, or cut it or fill it up to a size."""
        file = self.files[number]
        if event.what == "size":
            file[:] = file[: event.at].ljust(event.at, b"\0")
        else:
            file.extend(b"\0" * (event.at - len(file)))
            file[event.at : event.at + len(event.data)] = event.data

    def _sync(self, path: str, number: int) -> None:
        left = []
        for one in self.waiting:
            if (number >= 0 and one[1] == number) or (number < 0 and one[0] == path):
                one[2]()
            else:
                left.append(one)
        self.waiting = left

    def cut(self, random: Random) -> None:
        """Lose some of what waits: all, none, or any part of it."""
        kept = random.choice((0.0, 0.2, 0.5, 0.8, 1.0))
        for _, number, act, event in self.waiting:
            if random.random() >= kept:
                continue
            if event.what == "write" and random.random() < 0.2:
                cut = random.randrange(len(event.data) // SECTOR + 1) * SECTOR
                self.put(number, event._replace(data=event.data[:cut]))
            else:
                act()

    def write_to(self, home: Path, target: Path) -> None:
        """Write what is on the disk below another directory."""
        for path, number in self.names.items():
            place = target / os.path.relpath(path, home)
            if os.path.dirname(path) in self.folders:
                for folder in reversed(place.relative_to(target).parents):
                    (target / folder).mkdir(mode=0o700, exist_ok=True)
                place.write_bytes(self.files[number])
                place.chmod(0o600)


def one_round(random: Random, folder: Path, figures: Figures) -> None:
    """Record one command, and cut its power many times; then the same with less syncing."""
    words = random.choice(WRITING)
    for before, name in (("", "cuts"), (WEAKER, "cuts of the control")):
        home = folder / f"home{len(before)}"
        make_home(home)
        start, old = Disk(home), state(home)
        shutil.copytree(home, first := folder / f"first{len(before)}")
        trace = folder / "trace"
        options = ["--seccomp-bpf", "-y", "-xx", "-s", "9999999", "-o", str(trace)]
        options += ["-e", f"trace={CALLS}"]
        ran = traced(home, options, *words, before=before)
        holds(ran.code == 0, words, ran)
        events = list(events_of(trace.read_text(), home))
        new = state(home)
        _replayed(start, events, home, folder / "all", new)
        for _ in range(CUTS if name == "cuts" else CUTS // 4):
            at = random.choice((len(events), random.randrange(len(events) + 1)))
            lost = _cut(first, home, events[:at], at == len(events), random, (old, new))
            figures[name] += 1
            if before:
                figures["losses of the control"] += bool(lost)
            else:
                holds(not lost, words, f"cut at {at} of {len(events)}", lost)


def _replayed(
    disk: Disk, events: list[Event], home: Path, target: Path, new: dict[str, Any]
) -> None:
    """Check the instrument: with nothing lost, the disk holds what the files hold."""
    for event in events:
        disk.do(event)
    for one in disk.waiting:
        one[2]()
    shutil.rmtree(target, ignore_errors=True)
    disk.write_to(home, target)
    holds(state(target) == new, "the record is not complete", differs(state(target), new))


def _cut(
    first: Path,
    home: Path,
    events: list[Event],
    over: bool,
    random: Random,
    states: tuple[dict[str, Any], dict[str, Any]],
) -> str:
    """Return what is wrong after a power cut behind these events, or ""."""
    disk = Disk(first)
    disk.names = {str(home / os.path.relpath(path, first)): at for path, at in disk.names.items()}
    disk.folders = {str(home / os.path.relpath(path, first)) for path in disk.folders}
    disk.folders = {os.path.normpath(path) for path in disk.folders}
    disk.live = dict(disk.names)
    for event in events:
        disk.do(event)
    disk.cut(random)
    target = home.parent / "cut"
    shutil.rmtree(target, ignore_errors=True)
    disk.write_to(home, target)
    old, new = states
    try:
        found = state(target)
        if over and found != new:
            return f"the answer was out: {differs(found, new)}"
        if found not in (old, new):
            return f"neither old nor new: {differs(found, old)}, {differs(found, new)}"
        if random.random() < 0.1:
            # A journal that was begun and says nothing stays until something is written.
            do(target, "person", "add", "Zoe Last", "-q")
            do(target, "check", "-q")
    except Fault as fault:
        return str(fault)
    return ""


if __name__ == "__main__":
    if shutil.which("strace") is None:
        sys.exit("strace is not installed")
    sys.exit(soak(__doc__, one_round))
