"""A stream of any encoding takes every report."""

from __future__ import annotations

import io
import json

import pytest
from report_samples import HOSTILE, TODAY, ties

from reciprocity_cli.render.formats import Format, render, write_text
from reciprocity_cli.reports.balance import balance_report
from reciprocity_cli.reports.body import Column, Row, Section
from reciprocity_cli.reports.report import Report


def written(text: str, encoding: str, **options: bool) -> bytes:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="")
    write_text(stream, text, **options)
    stream.flush()
    return raw.getvalue()


def test_our_own_signs_get_a_plain_one_of_the_same_width():
    """A bar stays a bar on a terminal that has only ASCII."""
    assert written("got ◂──┼──▸ ▇▇░░ ↑1 ↓4 → ask… · ▏", "ascii") == (
        b"got <--+--> ##-- ^1 v4 > ask~ - |"
    )


def test_a_stream_that_escapes_by_itself_gets_our_plain_signs_too():
    """Whatever the stream does about errors, a bar is a bar."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", errors="backslashreplace")
    write_text(stream, "┼▇ é")
    stream.flush()
    assert raw.getvalue() == b"+# \\xe9"


def test_other_characters_are_spelt_out():
    """Nothing is lost where a stream cannot encode it."""
    assert written("José 王", "ascii") == b"Jos\\xe9 \\u738b"
    assert written("José · 王", "latin-1") == b"Jos\xe9 \xb7 \\u738b"
    assert written("half \ud83d", "utf-8") == b"half \\ud83d"


def test_json_is_spelt_out_as_json():
    """A document stays valid, and says the same."""
    text = json.dumps({"name": "José 👩"}, ensure_ascii=False)
    assert json.loads(written(text, "ascii", ascii_json=True)) == {"name": "José 👩"}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
@pytest.mark.parametrize("format", list(Format))
def test_no_report_fails_for_its_encoding(encoding: str, format: Format):
    """Every format can be written to every stream."""
    rows = [{"name": name} for name in (*HOSTILE, "half \ud83d")]
    body = [Section("", [Row((row["name"],)) for row in rows])]
    hostile = Report("x", "T", ("name",), rows, columns=[Column()], body=body)
    for report in (hostile, balance_report(ties(), today=TODAY)):
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding=encoding)
        render(report, format, stream, today=TODAY)
        stream.flush()
        assert raw.getvalue() != b""
