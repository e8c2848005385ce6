"""The list of what went wrong, and whether it was repaired; docs/model.md, sections 1 and 6."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from reciprocity_cli.domain.dates import short_day
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import By, Incident, Person, Severity
from reciprocity_cli.reports.report import Column, Records, Report, Row, Section, Span
from reciprocity_cli.reports.wording import (
    asked_period,
    near_day,
    nothing_fits,
    shown_names,
    titled,
)

FIELDS = ("id", "person_id", "name", "by", "what", "date", "severity", "repaired_on")
_COLUMNS = (
    Column(align="right", drop=1),
    Column(align="right"),
    Column(shrink=True),
    Column(wrap=True),
    Column(drop=2),
)


class IncidentLine(NamedTuple):
    """One incident, and with whom it was."""

    incident: Incident
    person: Person


def is_repaired(incident: Incident, today: date) -> bool:
    """Tell whether an incident had been repaired by a day."""
    return incident.repaired_on is not None and incident.repaired_on <= today


def incidents_report(lines: Sequence[IncidentLine], *, today: date, query: Query) -> Report:
    """Return incidents, the newest first, those that were repaired after the others."""
    shown = sorted(lines, key=lambda one: (one.incident.on, one.incident.id), reverse=True)
    shown.sort(key=lambda one: is_repaired(one.incident, today))
    names = shown_names({one.person.id: one.person for one in shown}.values())
    parts: dict[bool, list[Row]] = {False: [], True: []}
    for incident, person in shown:
        parts[is_repaired(incident, today)].append(_row(incident, names[person.id], today))
    mended = len(parts[True])
    count = f"{len(parts[False])} to be mended{f', {mended} repaired' if mended else ''}"
    return Report(
        name="incident list",
        title=titled("Incidents", count, asked_period(query, today), query.text),
        fields=FIELDS,
        rows=Records(shown, lambda one: incident_fields(one.incident, one.person.name)),
        columns=_COLUMNS,
        body=[Section("", parts[False]), Section("Repaired", parts[True])] if shown else (),
        empty=nothing_fits(query) or "nothing is to be mended",
    )


def incident_fields(incident: Incident, name: str) -> dict[str, Any]:
    """Return the public fields of an incident; `name` is that of the person."""
    return {
        "id": incident.id,
        "person_id": incident.person_id,
        "name": name,
        "by": incident.by,
        "what": incident.what,
        "date": incident.on,
        "severity": incident.severity,
        "repaired_on": incident.repaired_on,
    }


def incident_words(incident: Incident) -> str:
    """Return "by you: missed the call (major)"; a minor one goes without saying."""
    whose = "by you" if incident.by is By.ME else "by them"
    grave = " (major)" if incident.severity is Severity.MAJOR else ""
    return f"{whose}: {incident.what}{grave}"


def _row(incident: Incident, name: str, today: date) -> Row:
    mended = incident.repaired_on if is_repaired(incident, today) else None
    return Row(
        (
            Span(f"#{incident.id}", "dim"),
            near_day(incident.on, today),
            name,
            incident_words(incident),
            Span("" if mended is None else f"repaired {short_day(mended, today)}", "dim"),
        )
    )
