"""The page of what a person did in the last year, by name; docs/model.md, section 8."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from reciprocity_cli.domain.phase import strength_signs, strength_words
from reciprocity_cli.domain.records import (
    RESPONSE_SIGNALS,
    STRENGTH_SIGNS,
    Person,
    Signal,
    SignalKind,
)
from reciprocity_cli.reports.phase import HOLDS, LACKS
from reciprocity_cli.reports.report import Column, Report, Row, Section, Span
from reciprocity_cli.reports.wording import near_day, titled

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
