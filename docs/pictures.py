"""Draw the pictures of the README from the demo: python docs/pictures.py.

Each is a report as a terminal of 110 columns shows it, on which nothing is cut or wrapped, exported
by Rich as an SVG that loads no font from anywhere.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from reciprocity_cli.actions.demo import fill
from reciprocity_cli.config import Settings
from reciprocity_cli.reports.balance import balance_view
from reciprocity_cli.reports.due import due_view
from reciprocity_cli.reports.phase import board_view
from reciprocity_cli.reports.report import Asked, Report
from reciprocity_cli.store.create import create_ledger
from reciprocity_cli.store.ledger import Ledger, open_ledger

TODAY = date(2026, 6, 30)
WIDTH = 110
FOLDER = Path(__file__).parent / "pictures"

_THEME = TerminalTheme(
    (24, 26, 31),
    (214, 216, 220),
    [(24, 26, 31), (224, 108, 117), (152, 195, 121), (209, 154, 102)] * 4,
)


def main() -> None:
    """Write balance.svg, due.svg and phase.svg."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        create_ledger(path)
        at = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
        ledger = open_ledger(path, tell=lambda _: None, at=at)
        with ledger.writing("demo", at) as op:
            fill(op, TODAY)
        for name, report in _reports(ledger, Settings(path)).items():
            (FOLDER / f"{name}.svg").write_text(_svg(f"recip {name}", report()), encoding="utf-8")
        ledger.close()


def _reports(ledger: Ledger, settings: Settings) -> dict[str, Callable[[], Report]]:
    asked = Asked(ledger.sql, TODAY, settings)
    return {
        "balance": lambda: balance_view(asked),
        "due": lambda: due_view(asked),
        "phase": lambda: board_view(asked),
    }


def _svg(title: str, report: Report) -> str:
    console = Console(record=True, width=WIDTH, file=io.StringIO(), color_system="256")
    console.print(report)
    drawn = console.export_svg(title=title, theme=_THEME, unique_id=title.replace(" ", "-"))
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)


if __name__ == "__main__":
    main()
