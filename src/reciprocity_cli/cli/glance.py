"""`recip` alone: what is due today, the tilt in one line, and how to go on."""

from __future__ import annotations

from reciprocity_cli.cli.session import Session


def glance() -> int:
    """Show the short screen, or a welcome where there is no ledger yet; return the exit code."""
    session = Session({})
    if not session.path.exists():
        print(_WELCOME)
        return 0
    from reciprocity_cli.reports.glance import glance_view

    with session:
        with session.reading() as sql:
            report = glance_view(sql, session.today, session.settings)
        session.show(report)
    return 0


_WELCOME = """\
recip keeps what you gave to and got from people you know, in one private file.

  recip demo                         look at an invented year first
  recip person add "Ana Ruiz"        add somebody you know
  recip import Connections.csv       or bring them from LinkedIn
  recip log ana --gave advice        after you met
  recip -h                           everything else"""
