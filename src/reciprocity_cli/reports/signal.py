"""What people did, what went wrong and whether it was repaired."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from reciprocity_cli.domain.dates import short_day
from reciprocity_cli.domain.phase import YEAR_DAYS, strength_signs, strength_words
from reciprocity_cli.domain.query import Query
from reciprocity_cli.domain.records import (
    RESPONSE_SIGNALS,
    STRENGTH_SIGNS,
    By,
    Incident,
    Person,
    Severity,
    Signal,
    SignalKind,
)
from reciprocity_cli.reports.lists import DAY_AND_WORDS, Thing, fits, people_listed
from reciprocity_cli.reports.phase import HOLDS, LACKS
from reciprocity_cli.reports.report import Column, Records, Report, Row, Section, Span
from reciprocity_cli.reports.words import asked_period, near_day, nothing_fits, shown_names, titled
from reciprocity_cli.store.people import people_by_id
from reciprocity_cli.store.records import incidents, signals

if TYPE_CHECKING:
    import sqlite3


FIELDS = ("id", "person_id", "name", "kind", "date", "note")
_COLUMNS = (
    Column(),
    Column(),
    Column(align="right"),
    Column(align="right", drop=1),
    Column(wrap=True),
)
_OTHERS = tuple(kind for kind in SignalKind if kind not in (*STRENGTH_SIGNS, *RESPONSE_SIGNALS))
_GROUPS = (
    ("Strength signs", STRENGTH_SIGNS),
    ("Responses", RESPONSE_SIGNALS),
    ("Others", _OTHERS),
)


def signals_report(person: Person, signals: Sequence[Signal], *, today: date) -> Report:
    """Return every kind of signal, with those of a person's last year that were noted."""
    signs = strength_signs(signals, today)
    return Report(
        name="signal",
        title=titled(person.name, "signals", strength_words(signs), f"#{person.id}"),
        fields=FIELDS,
        rows=[signal_fields(signal, person.name) for signal in signals],
        beside={"kinds": list(SignalKind), "strength_signs": list(signs)},
        columns=_COLUMNS,
        body=[_section(heading, kinds, signals, today) for heading, kinds in _GROUPS],
        empty=f"no signal of {person.name} is noted for the last year",
    )


def signal_fields(signal: Signal, name: str) -> dict[str, Any]:
    """Return the public fields of a signal; `name` is that of the person."""
    return {
        "id": signal.id,
        "person_id": signal.person_id,
        "name": name,
        "kind": signal.kind,
        "date": signal.on,
        "note": signal.note,
    }


def _section(
    heading: str, kinds: Sequence[SignalKind], signals: Sequence[Signal], today: date
) -> Section:
    return Section(heading, [row for kind in kinds for row in _rows(kind, signals, today)])


def _rows(kind: SignalKind, signals: Sequence[Signal], today: date) -> list[Row]:
    """The newest first; of several the kind is named once."""
    noted = [signal for signal in reversed(signals) if signal.kind is kind]
    if not noted:
        return [Row((Span(LACKS, "dim"), kind.value, "", "", ""))]
    return [
        Row(
            (
                HOLDS if at == 0 else "",
                kind.value if at == 0 else "",
                near_day(signal.on, today),
                Span(f"#{signal.id}", "dim"),
                signal.note,
            )
        )
        for at, signal in enumerate(noted)
    ]


INCIDENT_FIELDS = ("id", "person_id", "name", "by", "what", "date", "severity", "repaired_on")
_INCIDENT_COLUMNS = (
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
        fields=INCIDENT_FIELDS,
        rows=Records(shown, lambda one: incident_fields(one.incident, one.person.name)),
        columns=_INCIDENT_COLUMNS,
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


def signals_view(sql: sqlite3.Connection, person_id: int, today: date) -> Report:
    """Return the kinds of signals and those that a person gave within the last year."""
    [person] = people_by_id(sql, [person_id])
    first = today - timedelta(days=YEAR_DAYS - 1)
    return signals_report(person, signals(sql, person_id, first, today), today=today)


def incidents_view(
    sql: sqlite3.Connection, query: Query, today: date, *, show_all: bool = False
) -> Report:
    """Return what is still to be repaired, with `show_all` what was repaired too."""
    people = people_listed(sql, query, today, DAY_AND_WORDS, archived=show_all)
    lines = [
        IncidentLine(incident, people[incident.person_id])
        for incident in incidents(sql, today)
        if incident.person_id in people
        and (show_all or not is_repaired(incident, today))
        and fits(query, DAY_AND_WORDS, Thing(incident.on, incident.what))
    ]
    return incidents_report(lines, today=today, query=query)
