"""What people did, what went wrong and whether it was repaired."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from reciprocity_cli.domain import records as r
from reciprocity_cli.domain.balance import YEAR_DAYS
from reciprocity_cli.domain.dates import short_day
from reciprocity_cli.domain.phase import strength_signs, strength_words
from reciprocity_cli.reports import lists, words
from reciprocity_cli.reports.body import Column, Row, Section, dim, numbered
from reciprocity_cli.reports.phase import HOLDS, LACKS
from reciprocity_cli.reports.report import Asked, Fields, Report, of_whom
from reciprocity_cli.store.people import people_by_id
from reciprocity_cli.store.records import incidents, signals

signal_fields = Fields("id person_id name kind date=on note", name=of_whom)
_COLUMNS = (
    Column(),
    Column(),
    Column(align="right"),
    Column(align="right", drop=1),
    Column(wrap=True),
)
_OTHERS = tuple(
    kind for kind in r.SignalKind if kind not in (*r.STRENGTH_SIGNS, *r.RESPONSE_SIGNALS)
)
_GROUPS = (
    ("Strength signs", r.STRENGTH_SIGNS),
    ("Responses", r.RESPONSE_SIGNALS),
    ("Others", _OTHERS),
)


def signals_view(asked: Asked, person_id: int) -> Report:
    """Return every kind of signal, with those that a person gave within the last year."""
    today = asked.today
    [person] = people_by_id(asked.sql, [person_id])
    given = signals(asked.sql, person_id, today - timedelta(days=YEAR_DAYS - 1), today)
    signs = strength_signs(given, today)
    body = [
        Section(heading, [row for kind in kinds for row in _rows(kind, given, today)])
        for heading, kinds in _GROUPS
    ]
    return Report(
        name="signal",
        title=words.titled(person.name, "signals", strength_words(signs), f"#{person.id}"),
        fields=signal_fields.names,
        rows=signal_fields.rows(given, person.name),
        beside={"kinds": list(r.SignalKind), "strength_signs": list(signs)},
        columns=_COLUMNS,
        body=body,
        empty=f"no signal of {person.name} is noted for the last year",
    )


def _rows(kind: r.SignalKind, signals: Sequence[r.Signal], today: date) -> list[Row]:
    """The newest first; of several the kind is named once."""
    noted = [signal for signal in reversed(signals) if signal.kind is kind]
    if not noted:
        return [Row((dim(LACKS), kind.value, "", "", ""))]
    return [
        Row(
            (
                *(("", "") if at else (HOLDS, kind.value)),
                words.near_day(signal.on, today),
                numbered(signal.id),
                signal.note,
            )
        )
        for at, signal in enumerate(noted)
    ]


incident_fields = Fields(
    "id person_id name by what date=on severity repaired_on",
    name=of_whom,
)
_RIGHT, _NUMBER = Column(align="right"), Column(align="right", drop=1)
_INCIDENT_COLUMNS = (_NUMBER, _RIGHT, Column(shrink=True), Column(wrap=True), Column(drop=2))
REPAIRED = "Repaired"


def is_repaired(incident: r.Incident, today: date) -> bool:
    """Tell whether an incident had been repaired by a day."""
    return incident.repaired_on is not None and incident.repaired_on <= today


def incidents_view(asked: Asked, *, show_all: bool = False) -> Report:
    """Return what is to be repaired, the newest first, with `show_all` what was repaired below."""
    today, query = asked.today, asked.query
    happened = [
        one for one in incidents(asked.sql, today) if show_all or not is_repaired(one, today)
    ]
    lines = lists.listed(
        asked,
        lists.DAY_AND_WORDS,
        happened,
        lambda incident: lists.Thing(incident.on, incident.what),
        archived=show_all,
    )
    shown = sorted(lines, key=lambda line: (line.one.on, line.one.id), reverse=True)
    shown.sort(key=lambda line: is_repaired(line.one, today))
    parts = lists.in_parts(
        shown,
        ("", REPAIRED),
        lambda incident: REPAIRED if is_repaired(incident, today) else "",
        lambda incident, name: _row(incident, name, today),
    )
    mended = len(parts[REPAIRED])
    count = f"{len(parts[''])} to be mended{f', {mended} repaired' if mended else ''}"
    return Report(
        name="incident list",
        title=words.titled("Incidents", count, words.asked_period(query, today), query.text),
        fields=incident_fields.names,
        rows=incident_fields.rows_of(shown),
        columns=_INCIDENT_COLUMNS,
        body=lists.sections(parts),
        empty=words.nothing_fits(query) or "nothing is to be mended",
    )


def incident_words(incident: r.Incident) -> str:
    """Return "by you: missed the call (major)"; a minor one goes without saying."""
    whose = "by you" if incident.by is r.By.ME else "by them"
    grave = " (major)" if incident.severity is r.Severity.MAJOR else ""
    return f"{whose}: {incident.what}{grave}"


def _row(incident: r.Incident, name: str, today: date) -> Row:
    mended = incident.repaired_on if is_repaired(incident, today) else None
    when = "" if mended is None else f"repaired {short_day(mended, today)}"
    what = (words.near_day(incident.on, today), name, incident_words(incident))
    return Row((numbered(incident.id), *what, dim(when)))
