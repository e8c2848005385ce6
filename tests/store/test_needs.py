"""What SQL reads of needs equals what the domain reads, for any ledger."""

from __future__ import annotations

from random import Random

import pytest
from random_ledgers import DAY, fill, fresh

from reciprocity_cli.domain.needs import most_urgent
from reciprocity_cli.store.evidence import dossier
from reciprocity_cli.store.records import open_needs


@pytest.mark.parametrize("seed", range(4))
def test_the_most_urgent_open_need(empty_ledger, seed):
    """Of each person, and of nobody who has none."""
    with fresh(empty_ledger) as ledger:
        fill(ledger, Random(seed), 400)
        ids = [number for (number,) in ledger.sql.execute("SELECT id FROM person")]
        found = {number: most_urgent(dossier(ledger.sql, number).needs, DAY) for number in ids}
        told = {number: need.text for number, need in found.items() if need is not None}
        assert told
        assert open_needs(ledger.sql, DAY) == told
