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
_RIGHT = Column(align="right")
_COLUMNS = (Column(), Column(), _RIGHT, _RIGHT, Column(wrap=True))
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
    given = signals(asked.sql, _a_year_ago(today), today, person_id)
    signs = strength_signs(given, today)
    body = [
        Section(heading, [row for kind in kinds for row in _rows(kind, given, today)])
        for heading, kinds in _GROUPS
    ]
    return Report(
        name="signal list",
        title=words.titled(person.name, "signals", strength_words(signs), f"#{person.id}"),
        fields=signal_fields.names,
        rows=signal_fields.rows(given[::-1], person.name),
        beside={"kinds": list(r.SignalKind), "strength_signs": list(signs)},
        columns=_COLUMNS,
        body=body,
        empty=f"no signal of {person.name} is noted for the last year",
    )


def signal_list_view(asked: Asked, *, show_all: bool = False) -> Report:
    """Return the signals of the last year that a query chooses, the newest first.

    With `show_all`, or a period, older ones too.
    """
    today, query = asked.today, asked.query
    period = words.asked_period(query, today)
    noted = signals(asked.sql, date.min if show_all or period else _a_year_ago(today), today)
    lines = lists.listed(asked, lists.DAY_AND_WORDS, noted, _asked_of, archived=show_all)
    shown = lines[::-1]
    parts = lists.in_parts(shown, ("",), lambda _: "", lambda one, name: _row(one, name, today))
    count = f"{len(shown)}{'' if show_all or period else ' in the last year'}"
    return Report(
        name="signal list",
        title=words.titled("Signals", count, *words.asked_for(query, today)),
        fields=signal_fields.names,
        rows=signal_fields.rows_of(shown),
        columns=(_RIGHT, _RIGHT, Column(shrink=True), Column(), Column(wrap=True)),
        body=lists.sections(parts),
        empty=words.nothing_fits(query) or "no signal is noted: recip signal PERSON KIND",
    )


def _row(one: r.Signal, name: str, today: date) -> Row:
    return Row((numbered(one.id), short_day(one.on, today), name, one.kind.value, one.note))


def _asked_of(signal: r.Signal) -> lists.Thing:
    return lists.Thing(signal.on, f"{signal.kind} {signal.note}")


def _a_year_ago(today: date) -> date:
    """Return the first day of the year up to today."""
    return today - timedelta(days=YEAR_DAYS - 1)


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
_INCIDENT_COLUMNS = (_RIGHT, _RIGHT, Column(shrink=True), Column(wrap=True), Column(drop=2))
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
        lambda incident, name: _incident_row(incident, name, today),
    )
    mended = len(parts[REPAIRED])
    count = f"{len(parts[''])} to be mended{f', {mended} repaired' if mended else ''}"
    return Report(
        name="incident list",
        title=words.titled("Incidents", count, *words.asked_for(query, today)),
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


def _incident_row(incident: r.Incident, name: str, today: date) -> Row:
    mended = incident.repaired_on if is_repaired(incident, today) else None
    when = "" if mended is None else f"repaired {short_day(mended, today)}"
    what = (words.near_day(incident.on, today), name, incident_words(incident))
    return Row((numbered(incident.id), *what, dim(when)))
