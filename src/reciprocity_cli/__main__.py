"""`recip` and `python -m reciprocity_cli`."""

from __future__ import annotations

import gc
import os
import sys

from reciprocity_cli import interrupts

COLLECT_AFTER = 50_000
"""Objects made before the first look for garbage: a command is over in a tenth of a second, and of
that the usual 700 take 5 %, one more look at the end 4 %. mypy does the same."""


def run() -> None:
    """Run recip as a program; what the console script calls."""
    gc.set_threshold(COLLECT_AFTER)
    interrupts.listen()
    try:
        code = _answer(sys.argv[1:])
        interrupts.finish()
    except KeyboardInterrupt:
        interrupts.finish()
        print(f"recip: interrupted; {interrupts.what_stays()}", file=sys.stderr)
        code = 130
    gc.freeze()
    sys.exit(code)


def _answer(argv: list[str]) -> int:
    from reciprocity_cli.cli.complete import VARIABLE

    if not argv and VARIABLE not in os.environ:
        return _alone()
    from reciprocity_cli.cli.app import main

    return main(argv)


def _alone() -> int:
    """Answer `recip` alone, without Typer, which would be a quarter of the time that takes."""
    from reciprocity_cli.cli.streams import prepare_streams

    prepare_streams()
    try:
        from reciprocity_cli.cli.session import glance

        code = glance()
        sys.stdout.flush()
    except BaseException as error:
        from reciprocity_cli.cli.app import exit_code

        return exit_code(error)
    return code


if __name__ == "__main__":
    run()
