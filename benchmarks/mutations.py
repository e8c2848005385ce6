"""Small faults to put into recip on purpose: which there could be, and which are drawn.

A behaviour is a function or a constant by its dotted name; the faults of one are found in its own
source, in its SQL too. Which of them is drawn depends on a seed, the name without the module, and
the text that changes; so the same are drawn before and after code moves to another file.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

OPERATORS = ("comparison", "one more", "order", "dropped", "constant")
"""A comparison turned, plus or minus one, an order reversed, a condition dropped, a constant."""

BARELY = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.Is: "is not", ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in",
}  # fmt: skip
SWAPPED_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
SWAPPED_MEMBERS = {
    "GAVE": "GOT", "GOT": "GAVE", "ME": "THEM", "THEM": "ME", "SMALL": "MEDIUM",
    "MEDIUM": "LARGE", "LARGE": "MEDIUM", "HELPED": "BIG", "BIG": "HELPED", "YES": "NO",
}  # fmt: skip
IS_SQL = re.compile(
    r"\b(SELECT|FROM|WHERE|AND|OR|ORDER BY|GROUP BY|UNION|JOIN|NULL|EXISTS|SUM|MIN|MAX|FILTER)\b"
    r"|\b\w+ = :\w+|\b\w+ = \?"
)
SQL_TURNS = (
    (re.compile(r"(?<=\s)<=(?=\s)"), "<"),
    (re.compile(r"(?<=\s)<(?=\s)"), "<="),
    (re.compile(r"(?<=\s)>=(?=\s)"), ">"),
    (re.compile(r"(?<=\s)>(?=\s)"), ">="),
    (re.compile(r"\bIS NULL\b"), "IS NOT NULL"),
    (re.compile(r"\bIS NOT NULL\b"), "IS NULL"),
    (re.compile(r"\bNOT (?=archived\b|EXISTS\b|IN\b)"), ""),
    (re.compile(r"(?<=\w )IN(?= \()"), "NOT IN"),
)
SQL_ORDERS = (
    (re.compile(r" DESC\b"), ""),
    (re.compile(r"\bORDER BY ([\w.]+)(?! DESC|[\w.(])"), r"ORDER BY \1 DESC"),
    (re.compile(r"\bMIN(?=\()"), "MAX"),
    (re.compile(r"\bMAX(?=\()"), "MIN"),
)
SQL_WORDS = (
    (re.compile(r"'gave'"), "'got'"),
    (re.compile(r"'got'"), "'gave'"),
    (re.compile(r"\bDISTINCT "), ""),
    (re.compile(r"\bLEFT JOIN\b"), "JOIN"),
    (re.compile(r"\bUNION ALL\b"), "UNION"),
    (re.compile(r"\bUNION (?!ALL\b)"), "UNION ALL "),
)
SQL_NUMBER = re.compile(r"(?<![\w?:.{#'-])\d+(?![\w.}'])")
CLAUSE = re.compile(r"\b(?:AND|OR) ")
CLAUSE_ENDS = re.compile(r" (?:AND|OR|GROUP BY|ORDER BY|LIMIT|UNION|HAVING)\b")


class Behaviour(NamedTuple):
    """One line of the list: a module, the name in it, and the name that draws its faults."""

    module: str
    name: str
    drawn_as: str


class Edit(NamedTuple):
    """One possible fault: the characters of a file from `start` to `end` become `new`."""

    operator: str
    start: int
    end: int
    new: str


class Mutation(NamedTuple):
    """A fault that was drawn: where, and the lines before and after."""

    behaviour: Behaviour
    operator: str
    path: Path
    text: str
    line: int
    before: str
    after: str

    @property
    def key(self) -> str:
        """What the list of equivalents calls it."""
        return f"{self.behaviour.drawn_as}: {self.before} => {self.after}"


def read_behaviours(text: str) -> list[Behaviour]:
    """Read the list: `module:name`, and after a space the name that draws, where it was renamed."""
    found = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            place, _, renamed = line.partition(" ")
            module, _, name = place.partition(":")
            found.append(Behaviour(module, name, renamed.strip() or name))
    return found


def draw(behaviours: Iterable[Behaviour], source: Path, seed: int, count: int) -> list[Mutation]:
    """Return so many mutations, one of a behaviour each, in the order of their hashes."""
    drawn: list[Mutation] = []
    for behaviour in sorted(behaviours, key=lambda one: _hash(seed, one.drawn_as)):
        path = source.joinpath(*behaviour.module.split(".")).with_suffix(".py")
        mutation = _draw_one(behaviour, path, seed)
        if mutation is not None:
            drawn.append(mutation)
        if len(drawn) == count:
            break
    return drawn


def node_of(tree: ast.Module, name: str) -> ast.stmt | None:
    """Return the function, or the assignment, of a dotted name in a module."""
    body: Sequence[ast.stmt] = tree.body
    found: ast.stmt | None = None
    for part in name.split("."):
        found = next((node for node in body if part in _bound(node)), None)
        body = getattr(found, "body", [])
    return found


def _bound(node: ast.stmt) -> Sequence[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return (node.name,)
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return (node.target.id,)
    return ()


def _draw_one(behaviour: Behaviour, path: Path, seed: int) -> Mutation | None:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    node = node_of(ast.parse(text), behaviour.name)
    if node is None:
        raise SystemExit(f"{behaviour.module}:{behaviour.name} is not there; renew the list")
    by_operator: dict[str, list[Mutation]] = {}
    for edit in edits(text, node):
        mutation = _applied(behaviour, path, text, edit)
        if mutation is not None:
            by_operator.setdefault(edit.operator, []).append(mutation)
    for operator in sorted(by_operator, key=lambda one: _hash(seed, behaviour.drawn_as, one)):
        return _chosen(by_operator[operator], seed)
    return None


def _chosen(same: Sequence[Mutation], seed: int) -> Mutation:
    """Return the first by the hash of what changes; of two that read alike, the earlier."""
    return min(same, key=lambda one: (_hash(seed, one.key), one.line))


def _hash(*parts: object) -> str:
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()


def _applied(behaviour: Behaviour, path: Path, text: str, edit: Edit) -> Mutation | None:
    """Return the mutation that an edit is; None where it is no Python, or changes nothing."""
    changed = text[: edit.start] + edit.new + text[edit.end :]
    try:
        if ast.dump(ast.parse(changed)) == ast.dump(ast.parse(text)):
            return None
    except SyntaxError:
        return None
    first = text.rfind("\n", 0, edit.start) + 1
    last, last_new = text.find("\n", edit.end), changed.find("\n", edit.start + len(edit.new))
    line = text.count("\n", 0, edit.start) + 1
    before, after = _on_one_line(text[first:last]), _on_one_line(changed[first:last_new])
    return Mutation(behaviour, edit.operator, path, changed, line, before, after)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def edits(text: str, root: ast.stmt) -> Iterator[Edit]:
    """Return every fault that could be put into a function or an assignment."""
    lines = [line.encode() for line in text.splitlines(keepends=True)]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.decode()))

    def at(line: int, column: int) -> int:
        return starts[line - 1] + len(lines[line - 1][:column].decode())

    def span(node: ast.expr | ast.stmt) -> tuple[int, int]:
        return at(node.lineno, node.col_offset), at(node.end_lineno or 0, node.end_col_offset or 0)

    for node in _walk(root):
        if isinstance(node, ast.Constant | ast.JoinedStr):
            yield from _in_constant(text, node, span(node))
        elif isinstance(node, ast.expr | ast.stmt):
            yield from _in_code(text, node, span)


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs: no annotations, no docstrings, no wording of errors, no pieces of strings."""
    yield node
    if isinstance(node, ast.Raise | ast.JoinedStr):
        return
    skipped: set[int] = set()
    for name in ("annotation", "returns", "decorator_list"):
        left_out = getattr(node, name, None)
        skipped |= {id(one) for one in (left_out if isinstance(left_out, list) else [left_out])}
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    for child in ast.iter_child_nodes(node):
        if id(child) not in skipped:
            yield from _walk(child)


def _in_constant(
    text: str, node: ast.Constant | ast.JoinedStr, span: tuple[int, int]
) -> Iterator[Edit]:
    value = node.value if isinstance(node, ast.Constant) else ""
    if isinstance(node, ast.JoinedStr) or isinstance(value, str):
        if IS_SQL.search(text[slice(*span)]):
            yield from _in_sql(text, *span)
    elif isinstance(value, bool):
        yield Edit("constant", *span, str(not value))
    elif isinstance(value, int):
        yield Edit("one more", *span, str(value + 1))
        yield Edit("one more", *span, str(value - 1) if value else "-1")
    elif isinstance(value, float):
        yield Edit("constant", *span, repr(value * 1.1 if value else 0.1))


def _in_code(
    text: str,
    node: ast.expr | ast.stmt,
    span: Callable[[ast.expr | ast.stmt], tuple[int, int]],
) -> Iterator[Edit]:
    def source(of: ast.expr) -> str:
        return text[slice(*span(of))]

    start, end = span(node)
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others):
            for op, before, after in zip(ops, [left, *others], others, strict=False):
                turned = BARELY[type(op)]
                yield Edit("comparison", span(before)[1], span(after)[0], f" {turned} ")
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as sign, right=right):
            if _is_number(left) or _is_number(right):
                turned = "-" if isinstance(sign, ast.Add) else "+"
                yield Edit("one more", span(left)[1], span(right)[0], f" {turned} ")
        case ast.Call(func=ast.Name(id="sorted")):
            yield Edit("order", start, end, f"list(reversed({text[start:end]}))")
        case ast.Call(func=ast.Name(id=name) as called) if name in SWAPPED_NAMES:
            operator = "order" if name in ("min", "max") else "comparison"
            yield Edit(operator, *span(called), SWAPPED_NAMES[name])
        case ast.Call(func=ast.Attribute(attr="sort", value=value), args=[]):
            yield Edit("order", end, end, f"; {source(value)}.reverse()")
        case ast.Call(func=ast.Name(id="reversed"), args=[listed]):
            yield Edit("order", start, end, f"list({source(listed)})")
        case ast.UnaryOp(op=ast.USub(), operand=operand) if not _is_number(operand):
            yield Edit("order", start, end, source(operand))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield Edit("dropped", start, end, source(operand))
        case ast.BoolOp(values=values):
            yield Edit("dropped", start, span(values[1])[0], "")
            for one, dropped in pairwise(values):
                yield Edit("dropped", span(one)[1], span(dropped)[1], "")
        case ast.IfExp(test=test) | ast.If(test=test):
            yield Edit("dropped", *span(test), "True")
            yield Edit("dropped", *span(test), "False")
        case ast.Attribute(attr=name) if name in SWAPPED_MEMBERS:
            yield Edit("constant", end - len(name), end, SWAPPED_MEMBERS[name])
        case ast.ListComp(generators=loops) | ast.SetComp(generators=loops):
            yield from _without_conditions(loops, span)
        case ast.GeneratorExp(generators=loops) | ast.DictComp(generators=loops):
            yield from _without_conditions(loops, span)


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def _without_conditions(
    loops: Iterable[ast.comprehension],
    span: Callable[[ast.expr | ast.stmt], tuple[int, int]],
) -> Iterator[Edit]:
    for loop in loops:
        for condition in loop.ifs:
            yield Edit("dropped", *span(condition), "True")


def _in_sql(text: str, start: int, end: int) -> Iterator[Edit]:
    sql = text[start:end]
    tables: Mapping[str, Sequence[tuple[re.Pattern[str], str]]] = {
        "comparison": SQL_TURNS,
        "order": SQL_ORDERS,
        "constant": SQL_WORDS,
    }
    for operator, turns in tables.items():
        for pattern, new in turns:
            for found in pattern.finditer(sql):
                yield Edit(operator, start + found.start(), start + found.end(), found.expand(new))
    for found in SQL_NUMBER.finditer(sql):
        yield Edit("one more", start + found.start(), start + found.end(), str(int(found[0]) + 1))
    for found in CLAUSE.finditer(sql):
        last = _clause_end(sql, found.end())
        if last is not None and "BETWEEN" not in sql[max(0, found.start() - 40) : found.start()]:
            yield Edit("dropped", start + found.start(), start + last, "")


def _clause_end(sql: str, start: int) -> int | None:
    """Return where a condition ends: before the next one, or where the string or a bracket closes.

    None where there is no whole condition in this string.
    """
    depth, at = 0, start
    while at < len(sql) and sql[at] not in '"\n':
        if depth == 0 and (sql[at] == ")" or CLAUSE_ENDS.match(sql, at)):
            break
        depth += (sql[at] in "({") - (sql[at] in ")}")
        at += 1
    return at if depth == 0 and sql[start:at].strip() else None
