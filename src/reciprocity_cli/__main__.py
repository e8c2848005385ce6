"""`recip` and `python -m reciprocity_cli`."""

from __future__ import annotations

import sys


def run() -> None:
    """Run recip as a program; what the console script calls."""
    from reciprocity_cli.cli.app import main

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
