"""The reports of operations and of settings."""

from __future__ import annotations

from datetime import datetime

from report_samples import rendered

from reciprocity_cli.reports.status import (
    OperationLine,
    SettingLine,
    operations_report,
    settings_report,
)


def test_operations_show_what_undo_would_take_back():
    """Number, moment, command, what it did, and whether it was undone."""
    at = datetime(2026, 6, 30, 12, 5, 9)
    report = operations_report(
        [
            OperationLine(12, at, "log", "#42 Ana Ruiz"),
            OperationLine(9, at, "person add", "Bo Lind", True),
        ]
    )
    assert rendered(report) == (
        "Operations · 2 operations\n\n"
        "  12  2026-06-30 12:05  log         #42 Ana Ruiz\n"
        "   9  2026-06-30 12:05  person add  Bo Lind       undone\n"
        "\nrecip undo N takes back the operation of that number.\n"
    )
    assert report.rows[1] == {
        "id": 9,
        "at": at,
        "command": "person add",
        "summary": "Bo Lind",
        "undone": True,
    }
    assert operations_report([]).body == ()


def test_operations_say_that_there_are_older_ones():
    """Where only the last are listed, the title and the last line say so."""
    at = datetime(2026, 6, 30, 12, 5, 9)
    shown = rendered(operations_report([OperationLine(12, at, "log", "Ana")], more=True))
    assert shown.startswith("Operations · the last 1 operation\n")
    assert shown.endswith("of that number. Older ones: recip operations --all\n")


def test_settings_show_where_each_comes_from():
    """An unset value says so, and is null for programs."""
    report = settings_report(
        [SettingLine("capacity", "5", "default"), SettingLine("date_order", "", "default")]
    )
    assert rendered(report) == (
        "Settings\n\n  capacity    5      default\n  date_order  unset  default\n"
    )
    assert report.rows == [
        {"key": "capacity", "value": "5", "source": "default"},
        {"key": "date_order", "value": None, "source": "default"},
    ]
