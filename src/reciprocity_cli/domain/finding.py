"""What `check` finds wrong with a ledger: one line each, and whether `--repair` can mend it."""

from typing import Literal, NamedTuple

FindingKind = Literal["file", "permissions", "journal", "pages", "schema", "row", "history"]


class Finding(NamedTuple):
    """One thing that is not as it should be; `mendable` tells whether `--repair` mends it."""

    kind: FindingKind
    said: str
    mendable: bool = True
