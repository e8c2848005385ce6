"""Reading promises: how many statements it takes, and what each promise gets of them."""

from __future__ import annotations

from datetime import date

import pytest

from reciprocity_cli.domain.records import Closing
from reciprocity_cli.store.records import promises
from reciprocity_cli.store.touches import open_promises

TODAY = date(2026, 6, 30)


@pytest.fixture
def promised(recip):
    """Three promises to Ana: with two words in between, kept, and plain."""
    recip("person", "add", "Ana Ruiz")
    for what in ("the deck", "a draft", "lunch"):
        recip("promise", "add", "ana", what, "--on", "2026-06-01")
    recip("promise", "update", "2", "--on", "2026-06-20")
    recip("promise", "update", "2", "--on", "2026-06-10")
    recip("promise", "keep", "3", "--on", "2026-06-05")


def test_each_promise_has_its_own_updates_and_closing(promised, ledger):
    """Days of word in their order, and how it was closed."""
    deck, draft, lunch = promises(ledger.sql, TODAY)
    assert deck.updates == (date(2026, 6, 10), date(2026, 6, 20))
    assert (deck.closing, deck.closed_on) == (None, None)
    assert (draft.closing, draft.closed_on) == (Closing.KEPT, date(2026, 6, 5))
    assert draft.updates == lunch.updates == ()


@pytest.mark.parametrize("read", [promises, open_promises], ids=["all", "open"])
def test_however_many_there_are_two_statements_read_them(promised, ledger, read):
    """A list of a thousand promises asks as often as one of three."""
    asked = []
    ledger.sql.set_trace_callback(asked.append)
    read(ledger.sql, TODAY)
    ledger.sql.set_trace_callback(None)
    assert len(asked) == 2
