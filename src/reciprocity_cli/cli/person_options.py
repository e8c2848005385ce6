"""The options that describe a person, by the field of domain.records.Person each one fills."""

from __future__ import annotations

from typing import Annotated

import typer

from reciprocity_cli.cli import completing
from reciprocity_cli.cli.shared import Parameters
from reciprocity_cli.domain.records import Expect

PERSON: Parameters = {
    "roles": (
        Annotated[
            list[str] | None,
            typer.Option(
                "--role",
                metavar="ROLE",
                help="mentor, coach, connector, sponsor or peer.",
                autocompletion=completing.roles,
            ),
        ],
        None,
    ),
    "tags": (
        Annotated[
            list[str] | None, typer.Option("--tag", metavar="TAG", help="A word of your own.")
        ],
        None,
    ),
    "specialities": (
        Annotated[
            list[str] | None,
            typer.Option("--speciality", metavar="TEXT", help="What they could do for others."),
        ],
        None,
    ),
    "aliases": (
        Annotated[
            list[str] | None,
            typer.Option("--alias", metavar="NAME", help="Another name they go by."),
        ],
        None,
    ),
    "cadence": (
        Annotated[
            str | None,
            typer.Option(
                "--cadence", metavar="EVERY", help="How often: 2w, 3m, 1y, none, or default."
            ),
        ],
        None,
    ),
    "birthday": (
        Annotated[
            str | None,
            typer.Option(
                "--birthday", metavar="DATE", help="1990-02-28, or --02-28 without a year."
            ),
        ],
        None,
    ),
    "start_phase": (
        Annotated[
            str | None,
            typer.Option(
                "--phase",
                metavar="PHASE",
                help="Where you stand already.",
                autocompletion=completing.phases,
            ),
        ],
        None,
    ),
    "organisation": (
        Annotated[str | None, typer.Option("--org", metavar="TEXT", help="Organisation.")],
        None,
    ),
    "title": (
        Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What they are there.")],
        None,
    ),
    "emails": (
        Annotated[
            list[str] | None, typer.Option("--email", metavar="TEXT", help="An e-mail address.")
        ],
        None,
    ),
    "phones": (
        Annotated[
            list[str] | None, typer.Option("--phone", metavar="TEXT", help="A telephone number.")
        ],
        None,
    ),
    "links": (
        Annotated[
            list[str] | None, typer.Option("--link", metavar="URL", help="A profile or web page.")
        ],
        None,
    ),
    "why": (
        Annotated[
            str | None,
            typer.Option("--why", metavar="TEXT", help="Why them, and what you could bring."),
        ],
        None,
    ),
    "route": (
        Annotated[str | None, typer.Option("--route", metavar="TEXT", help="How you can connect.")],
        None,
    ),
    "met_through": (
        Annotated[
            str | None,
            typer.Option(
                "--met-through",
                metavar="PERSON",
                help="Who introduced you.",
                autocompletion=completing.people,
            ),
        ],
        None,
    ),
    "expect": (
        Annotated[
            str | None,
            typer.Option(
                "--expect",
                metavar="TILT",
                help="give, even, receive or off; auto decides.",
                autocompletion=completing.of((*Expect, "auto")),
            ),
        ],
        None,
    ),
    "notes": (
        Annotated[str | None, typer.Option("--notes", metavar="TEXT", help="Anything else.")],
        None,
    ),
}

EDITING: Parameters = {
    "drop": (
        Annotated[
            list[str] | None,
            typer.Option("--drop", metavar="LIST:VALUE", help="Take off a list, such as tag:acme."),
        ],
        None,
    ),
    "paused": (
        Annotated[bool | None, typer.Option("--pause/--no-pause", help="Not due for lateness.")],
        None,
    ),
}
