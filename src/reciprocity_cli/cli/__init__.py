"""The command line: the only package that imports Typer; a command parses, calls and shows."""
