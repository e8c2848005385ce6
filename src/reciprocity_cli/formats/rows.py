"""Rows of separated values with the line each begins on; what csv cannot read becomes a fault."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from reciprocity_cli.formats.lines import LONGEST_RECORD, Lines

DELIMITERS = ",;\t"

Row = tuple[int, list[str], str]
"""The line it begins on, its cells, and what is wrong with it (empty where nothing is)."""


def rows(lines: Lines, delimiter: str, skipped: int = 0) -> Iterator[Row]:
    """Yield every row that is not blank; `skipped` is the number of lines passed over before.

    csv's strict mode is what tells an unclosed quotation mark from a cell of many lines. After a
    fault inside one line reading goes on with the next; a cell that outgrows csv's bound ends it,
    for the lines after it cannot be told from the inside of the cell.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    first = skipped + 1
    going = True
    while going:
        going = False
        try:
            for row in reader:
                fault = lines.fault
                if row or fault:
                    yield first, row, fault
                if fault:
                    lines.fault = ""
                lines.record.clear()
                first = skipped + reader.line_num + 1
        except csv.Error as error:
            fault, going = _explained(str(error), lines.record, first, delimiter)
            yield first, [], lines.fault or fault
            lines.fault = ""
            lines.record.clear()
            first = skipped + reader.line_num + 1


def surplus(row: list[str], width: int) -> str:
    """Return what is wrong with a row of more cells than the header has; "" if they are empty."""
    if not any(cell.strip() for cell in row[width:]):
        return ""
    return f"it has {len(row)} cells, and the header {width}: a delimiter without quotation marks?"


def _explained(error: str, record: list[str], first: int, delimiter: str) -> tuple[str, bool]:
    """Return the fault in words, and whether the rows after it can be read."""
    opened = first + _opened_in(record, delimiter)
    last = first + len(record) - 1
    never = f"the quotation mark opened on line {opened} is never closed"
    if "unexpected end of data" in error:
        overlong = sum(map(len, record)) > LONGEST_RECORD
        return (f"a row of more than {LONGEST_RECORD:,} characters" if overlong else never), False
    if "field limit" in error:
        large = f"a cell of more than {csv.field_size_limit():,} characters"
        if len(record) == 1:
            return large, True
        return f"{large}: {never}, it seems; the rest of the file was not read", False
    if len(record) == 1:
        return "a quotation mark inside a quoted cell is not doubled", True
    return f"the quotation mark opened on line {opened} is not closed before line {last}", True


def _opened_in(record: list[str], delimiter: str) -> int:
    """Return the index of the line on which the quoted cell that csv stumbled over was opened."""
    opened = 0
    state = "start"
    for number, line in enumerate(record):
        for character in line:
            if state == "quoted":
                state = "closing" if character == '"' else "quoted"
            elif character == '"' and state == "start":
                state, opened = "quoted", number
            elif character == '"' and state == "closing":
                state = "quoted"
            elif character == delimiter or character in "\r\n":
                state = "start"
            elif state == "closing":
                return opened
            elif character != " ":
                state = "plain"
    return opened


def delimiter_of(header: str) -> str:
    """Return the delimiter of a header line: the one that parts it into the most cells."""
    return max(DELIMITERS, key=lambda each: len(cells_of(header, each)))


def cells_of(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line, trimmed; a line csv cannot read has none."""
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []
