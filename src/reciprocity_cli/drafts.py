"""Files that are written: as a private draft beside their place, moved there whole, on the disk."""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from zlib import crc32

from reciprocity_cli import interrupts
from reciprocity_cli.errors import RecipError

_NAME = re.compile(r"\.recip-([0-9a-f]{6})-(\d{1,10})-[0-9a-f]{8}\.draft(?:-journal)?")
_COMPANIONS = ("", "-journal")
_A_DAY = 86_400
"""Seconds without a write after which a draft that another machine began is one that it left."""

_NO_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EBADF}
"""What a file system says that cannot sync a directory, or does not let us open it."""


@contextmanager
def draft_in(folder: Path) -> Iterator[Path]:
    """Give an empty file, mode 0600, that is gone afterwards. Raises OSError.

    Drafts that commands which are dead left in this directory go as well.
    """
    sweep(folder)
    # The name has nothing of the target's, which may be as long as a name can be.
    draft = folder / f".recip-{_here()}-{os.getpid()}-{os.urandom(4).hex()}.draft"
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield draft
    finally:
        for ending in _COMPANIONS:
            # What cannot be removed now is swept later; the answer does not depend on it.
            with suppress(OSError):
                draft.with_name(draft.name + ending).unlink()


@contextmanager
def replacing(target: Path, *, done: str = "") -> Iterator[Path]:
    """Give a draft to write; at the end it is `target`, in one step. Raises OSError.

    `done` is said where a signal comes after that, if this is what the command was to do. Raises
    RecipError where it is in place, and only the disk complains.
    """
    with draft_in(target.parent) as draft:
        yield draft
        with open(draft, "rb") as written:
            os.fsync(written.fileno())
        with interrupts.deed(done) if done else nullcontext():
            os.replace(draft, target)
    sync(target)


def make_folder(folder: Path) -> None:
    """Make a directory, mode 0700, and those above it, where it is missing. Raises OSError.

    What is put there later lasts through a loss of power only if they do.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in reversed(missing):
        _sync_folder(each.parent)


def sync(file: Path) -> None:
    """Make the name of a file that was moved into place last through a loss of power."""
    try:
        _sync_folder(file.parent)
    except OSError as error:
        reason = (error.strerror or "").lower()
        said = f"{file} was written, but its directory could not be synced: {reason}"
        raise RecipError(said, "look at the disk") from error


def _sync_folder(folder: Path) -> None:
    try:
        directory = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


def sweep(*folders: Path) -> None:
    """Remove the drafts of commands that were killed."""
    for folder in folders:
        for draft in left_in(folder):
            with suppress(OSError):
                if _is_abandoned(draft):
                    draft.unlink()


def left_in(folder: Path) -> list[Path]:
    """Return the drafts in a directory, of commands that run and of those that were killed."""
    try:
        with os.scandir(folder) as entries:
            return [folder / one.name for one in entries if _NAME.fullmatch(one.name)]
    except OSError:
        return []


def _is_abandoned(draft: Path) -> bool:
    named = _NAME.fullmatch(draft.name)
    assert named is not None
    if named[1] != _here():
        return time.time() - draft.stat().st_mtime > _A_DAY  # noqa: TID251
    try:
        os.kill(int(named[2]), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        pass  # It runs, and is somebody else's.
    return False


def _here() -> str:
    """Return what tells this machine's processes from those of others on a shared disk."""
    name = os.uname().nodename if hasattr(os, "uname") else ""
    return f"{crc32(name.encode(errors='replace')) & 0xFFFFFF:06x}"
