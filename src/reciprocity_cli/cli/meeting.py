"""Whether a give that was just described met a need: asked on a terminal, else pointed out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reciprocity_cli.cli.asking import confirm
from reciprocity_cli.services.needs import Meeting, meet, needs_that_notes_meet

if TYPE_CHECKING:
    from reciprocity_cli.cli.session import Session
    from reciprocity_cli.store.ledger import Operation


class Meetings:
    """The needs that the notes of some gives speak of, those of each person in turn."""

    def __init__(
        self, session: Session, people: Sequence[int | None], notes: Sequence[str]
    ) -> None:
        self._session = session
        ids = [number for number in people if number is not None]
        found: list[Meeting] = []
        if ids and any(notes):
            with session.reading() as sql:
                found = needs_that_notes_meet(sql, ids, notes, session.today)
        self._asked = session.can_ask
        self._found = [one for one in found if self._is_meant(one)]

    def write(self, op: Operation, exchanges: dict[tuple[int, int], int]) -> None:
        """Close the needs that the owner said were met; `exchanges` by person and note."""
        for one in self._found if self._asked else ():
            meet(
                op, one.need, str(exchanges[one.need.person_id, one.at]), None, self._session.today
            )

    def say(self, exchanges: dict[tuple[int, int], int]) -> None:
        """Say what was closed, or how to close what nobody could be asked about."""
        for one in self._found:
            need = one.need
            if self._asked:
                self._session.add([f"met #{need.id}: {need.text}"])
                continue
            number = exchanges[need.person_id, one.at]
            self._session.tell(
                f"if that met #{need.id}, {need.text} (words: {', '.join(one.words)}):"
                f" recip need done {need.id} --by {number}"
            )

    def _is_meant(self, one: Meeting) -> bool:
        words = ", ".join(one.words)
        question = f"Does this meet #{one.need.id}, {one.need.text} (words: {words})?"
        return not self._asked or confirm(question)
