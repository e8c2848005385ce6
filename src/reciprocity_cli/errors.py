"""The error tree: every failure an owner can meet knows its message, hint and exit code."""

from __future__ import annotations

from reciprocity_cli import interrupts


class RecipError(Exception):
    """It could not be done; nothing is half-written.

    `message` is one line without the `recip:` prefix; `hint` says what to do next, or is empty.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class UsageError(RecipError):
    """The words are off, or something is missing and there is nobody to ask."""

    exit_code = 2


class NotFound(RecipError):
    """No such person or record, or several that fit."""

    exit_code = 3


class RefusedByRule(RecipError):
    """A rule of the model forbids it: a phase that would skip, evidence that is missing."""

    exit_code = 5


class SettingError(UsageError):
    """A setting is unknown or has a bad value; the message names where it stands."""


class LedgerError(RecipError):
    """The ledger cannot be opened, read or written."""


class InUse(LedgerError):
    """Another program holds the ledger; nothing is known of what it holds."""


class Interrupted(RecipError):
    """A signal ended the command; the message tells what stays of it."""

    exit_code = 130

    def __init__(self, what_stays: str = "") -> None:
        super().__init__("interrupted", what_stays or interrupts.what_stays())
