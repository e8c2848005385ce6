"""What a file of people holds and the ledger has no column for: counted, never dropped unsaid."""

from __future__ import annotations

from collections import Counter

from reciprocity_cli.domain.text import visible

MOST_KINDS = 24
"""Different kinds that are named; a hostile file has thousands, which count as one more."""

_OTHERS = "others"


class LeftAside:
    """Counts by kind, in the plural, as the owner is told of them at the end."""

    def __init__(self) -> None:
        self._no_place: Counter[str] = Counter()
        self._unread: Counter[str] = Counter()
        self._first: dict[str, int] = {}

    def no_place(self, kind: str, count: int = 1) -> None:
        """Count something for which a ledger has no column."""
        self._no_place[_bounded(kind, self._no_place)] += count

    def unread(self, kind: str, line: int) -> None:
        """Count a value that is not what it should be; the first is named by its line."""
        kind = _bounded(kind, self._unread)
        self._unread[kind] += 1
        self._first.setdefault(kind, line)

    def notes(self) -> list[str]:
        """Return a line for each of the two sorts that was met."""
        found = []
        if self._no_place:
            shown = ", ".join(f"{kind} ({count:,})" for kind, count in self._no_place.items())
            found.append(f"left aside, for the ledger has no place for them: {shown}")
        if self._unread:
            shown = ", ".join(
                f"{kind} ({count:,}, {'the first ' * (count > 1)}on line {self._first[kind]})"
                for kind, count in self._unread.items()
            )
            found.append(f"left aside, for they could not be understood: {shown}")
        return found


def _bounded(kind: str, counts: Counter[str]) -> str:
    kind = visible(kind[:40])
    return kind if kind in counts or len(counts) < MOST_KINDS else _OTHERS
