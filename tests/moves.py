"""Which days are the owner's own moves, from records: what the SQL of momentum is held to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from reciprocity_cli.domain.records import Direction, Exchange, Interaction, Started
from reciprocity_cli.domain.rhythm import Ages, Momentum, momentum_of


def network_momentum(pairs: Iterable[tuple[int, date]], today: date) -> Momentum:
    """Momentum of the whole network, from the (person id, day) pairs of `own_moves`."""
    ages = [(today - day).days for _, day in set(pairs)]
    recent, before = (sum(low <= age < low + 90 for age in ages) for low in (0, 90))
    return momentum_of(Ages(recent, before, any(age >= 180 for age in ages)))


def own_moves(
    interactions: Iterable[Interaction], exchanges: Iterable[Exchange]
) -> frozenset[tuple[int, date]]:
    """Return the (person id, day) pairs on which the owner gave or started the contact."""
    pairs = {
        (person_id, interaction.on)
        for interaction in interactions
        if interaction.started in (Started.ME, Started.BOTH)
        for person_id in interaction.person_ids
    }
    pairs.update(
        (exchange.person_id, exchange.on)
        for exchange in exchanges
        if exchange.direction is Direction.GAVE and not exchange.self_interest
    )
    return frozenset(pairs)
