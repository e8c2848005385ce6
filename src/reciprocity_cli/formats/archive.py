"""A zip archive and the one file in it that is read: LinkedIn hands its export out as a zip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from reciprocity_cli.errors import RecipError

if TYPE_CHECKING:
    from zipfile import ZipInfo

SIGNATURE = b"PK\x03\x04"
_READABLE = "connections.csv"


def open_member(stream: BinaryIO, name: str, limit: int) -> BinaryIO:
    """Return Connections.csv out of the archive, to be read from its start.

    Raises RecipError for an archive without it, for one that is damaged, locked or larger than
    `limit` bytes when unpacked, and for a pipe, since an archive is read from its end.
    """
    import zipfile

    if not stream.seekable():
        raise RecipError(f"{name} is a zip archive in a pipe", "unpack it and import the CSV in it")
    try:
        stream.seek(0)
        archive = zipfile.ZipFile(stream)
        member = _chosen(archive.infolist(), name)
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _damaged(name)
        if member.file_size > limit:
            raise RecipError(f"the CSV in {name} is larger than {limit:,} bytes", "split it first")
        return cast(BinaryIO, _Member(archive.open(member), name))
    except _broken() as error:
        raise _damaged(name) from error


def _chosen(members: Sequence[ZipInfo], name: str) -> ZipInfo:
    paths = [member.filename for member in members]
    if "[Content_Types].xml" in paths or "mimetype" in paths:
        raise RecipError(f"{name} is a spreadsheet or a document", "save the sheet as CSV first")
    for member in members:
        if member.filename.rpartition("/")[2].casefold() == _READABLE:
            return member
    raise RecipError(
        f"{name} is a zip archive without a Connections.csv", "unpack it and import a file in it"
    )


class _Member:
    """An unpacked file whose damage, found only while it is read, is an error of ours."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file = file
        self._name = name

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes."""
        try:
            return self._file.read(size)
        except _broken() as error:
            raise _damaged(self._name) from error


def _damaged(name: str) -> RecipError:
    return RecipError(f"{name} is a damaged or locked zip archive", "unpack it and import the CSV")


def _broken() -> tuple[type[Exception], ...]:
    """Return what zipfile raises for the many ways in which an archive can be off."""
    import struct
    import zipfile
    import zlib

    return (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        struct.error,
        EOFError,
        LookupError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    )
