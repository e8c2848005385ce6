"""People as the tables of everybody read them."""

from __future__ import annotations

from datetime import date

from reciprocity_cli.domain.query import Query, parse_query
from reciprocity_cli.store.filters import EVERYBODY
from reciprocity_cli.store.people import people, people_in_brief

TODAY = date(2026, 6, 30)
SHOWN = ("id", "name", "handle", "organisation", "roles", "expect", "archived", "start_phase")


def test_they_are_the_same_people_with_less_about_them(recip, ledger):
    """Whom a query chooses, and what a table shows of them, does not depend on the way to read."""
    recip("person", "add", "Ana Ruiz", "--role", "mentor", "--role", "peer", "--org", "Helix")
    recip("person", "add", "Bo Lind", "--phase", "nurturing", "--expect", "give", "--tag", "acme")
    recip("person", "add", "Cai Wong")
    recip("person", "archive", "cai")
    for words in ([], ["role:mentor"], ["tag:acme"], ["not:role:mentor"]):
        for archived in (None, False, True):
            query = parse_query(words, TODAY)
            whole = people(ledger.sql, query, EVERYBODY, TODAY, archived=archived)
            brief = people_in_brief(ledger.sql, query, EVERYBODY, TODAY, archived=archived)
            assert [[getattr(who, name) for name in SHOWN] for who in brief] == [
                [getattr(who, name) for name in SHOWN] for who in whole
            ]
    assert len(people_in_brief(ledger.sql, Query(), EVERYBODY, TODAY)) == 3
