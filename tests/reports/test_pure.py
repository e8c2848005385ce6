"""What builds a report knows no SQL, so that tests, the demo and a ledger feed it alike."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest

from reciprocity_cli import reports

MODULES = [module.name for module in pkgutil.iter_modules(reports.__path__)]
FACTS_OF_A_LEDGER = {"sql", "asked", "op", "ledger"}


def _builders(name):
    module = importlib.import_module(f"reciprocity_cli.reports.{name}")
    for found, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and found.endswith("_report"):
            yield function


@pytest.mark.parametrize("name", MODULES)
def test_no_builder_takes_a_connection(name):
    """Neither by itself nor inside of what is asked; `*_view` reads, and hands facts on."""
    for build in _builders(name):
        for parameter in inspect.signature(build).parameters.values():
            assert parameter.name not in FACTS_OF_A_LEDGER, build
            assert parameter.annotation not in ("sqlite3.Connection", "Asked"), build


def test_there_are_builders():
    """The test above looks at something."""
    assert sum(len([*_builders(name)]) for name in MODULES) >= 25
