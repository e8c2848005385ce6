"""Signs: docs/model.md, section 8."""

from __future__ import annotations

from datetime import date, timedelta

from reciprocity_cli.domain.phase import responses, strength_signs, strength_words
from reciprocity_cli.domain.records import Signal, SignalKind

TODAY = date(2026, 6, 30)


def signal(kind: SignalKind, age: int) -> Signal:
    return Signal(1, 1, kind, TODAY - timedelta(days=age))


def test_strength_signs_of_the_last_year_by_name():
    """Each kind counts once, in the order of the model, for ages 0 to 364."""
    noted = [
        signal(SignalKind.SPOKE_WELL, 364),
        signal(SignalKind.REACHED_OUT, 0),
        signal(SignalKind.REACHED_OUT, 9),
        signal(SignalKind.ASKED_ADVICE, 365),
        signal(SignalKind.INTRODUCED_ME, -1),
        signal(SignalKind.INVITED_ME, 3),
    ]
    found = strength_signs(noted, TODAY)

    assert found == (SignalKind.REACHED_OUT, SignalKind.SPOKE_WELL)
    assert strength_words(found) == "2 of 5 strength signs in the last year"


def test_responses_are_different_kinds_within_180_days():
    """Response signals count by kind, for ages 0 to 179."""
    noted = [
        signal(SignalKind.REPLIED_PROMPTLY, 0),
        signal(SignalKind.REPLIED_PROMPTLY, 1),
        signal(SignalKind.INVITED_ME, 179),
        signal(SignalKind.ACCEPTED_MEETING, 180),
    ]

    assert responses(noted, TODAY) == (SignalKind.REPLIED_PROMPTLY, SignalKind.INVITED_ME)
