"""Which modules a command loads, and what each costs: for finding what can go.

    python benchmarks/imports.py [--top N] COMMAND [ARGUMENTS...]

such as `python benchmarks/imports.py balance`, on the ledger that RECIP_LEDGER names. The times are
those of one run of `python -X importtime` in microseconds, about twice what they are without it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

_RUN = "import sys; from reciprocity_cli.cli.app import main; sys.exit(main(sys.argv[1:]))"


class Loaded(NamedTuple):
    """One module: its depth in the tree, and microseconds without and with what it loads."""

    name: str
    depth: int
    own: int
    whole: int


def loaded_by(command: Sequence[str]) -> list[Loaded]:
    """Return the modules that a command loads, in the order in which they were done."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", _RUN, *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    lines = [line.removeprefix("import time:").split("|") for line in done.stderr.splitlines()]
    return [
        Loaded(name.strip(), (len(name) - len(name.lstrip()) - 1) // 2, int(own), int(whole))
        for own, whole, name in (parts for parts in lines if len(parts) == 3)
        if own.strip().isdigit()
    ]


def show(modules: Sequence[Loaded], top: int) -> None:
    """Print the dearest modules by their own cost, and the dearest trees."""
    total = sum(module.own for module in modules)
    print(f"{len(modules)} modules, {total:,} us")
    for title, cost in (("by themselves", 2), ("with what they load", 3)):
        print(f"\n{title}")
        for module in sorted(modules, key=lambda module: module[cost], reverse=True)[:top]:
            print(f"{module[cost]:>9,}  {module.name}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--top", type=int, default=25, metavar="N")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    show(loaded_by(asked.command), asked.top)


if __name__ == "__main__":
    main()
