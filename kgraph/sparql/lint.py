"""What the body of a stored question may not hold, so that every engine gives the same answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from kgraph.problems import Problem
from kgraph.sparql.bound import may_not_fail, surely_bound
from kgraph.sparql.guard import Refused, check_readonly
from kgraph.sparql.lexer import Token, closing, place
from kgraph.sparql.structure import Select, selects

_AGGREGATES: Final = frozenset({"SUM", "COUNT", "AVG"})
_PLAIN: Final = _AGGREGATES | {"MIN", "MAX", "SAMPLE"}

Complaint = tuple[int, str, str, str]


def lint(body: str, tokens: Sequence[Token], path: Path, parameters: set[str]) -> list[Problem]:
    """The problems of a body whose parameters have these variables (without `?`), by place.

    `tokens` are those of the body, without its comments.
    """
    problems = []
    try:
        form = check_readonly(body, ())
        if form != "SELECT":
            why = "this is an ASK query" if form == "ASK" else f"this is a {form} query"
            what = "a stored question is a SELECT"
            at = next(token for token in tokens if token.upper == form)
            where = place(body, at.start)
            problems.append(Problem(what, why, "write a SELECT", path, *where))
    except Refused as error:
        fix = "write a plain SELECT over the snapshot"
        return [Problem("the body is refused", error.reason, fix, path, error.line, error.column)]
    syntax = _syntax(body, path)
    if syntax is not None:
        return [*problems, syntax]
    found = selects(tokens)
    complaints = [
        *_parameters(tokens, found, parameters),
        *_aggregates(tokens, found),
        *_failing(tokens, found, parameters),
        *_order(tokens, found),
        *_open_variables(tokens),
    ]
    for position, what, why, fix in complaints:
        line, column = place(body, tokens[position].start)
        problems.append(Problem(what, why, fix, path, line, column))
    return problems


def _syntax(body: str, path: Path) -> Problem | None:
    from pyoxigraph import Store

    from kgraph.sparql import engine
    from kgraph.sparql.syntax import broken

    try:
        engine.query(Store(), body)
    except SyntaxError as error:
        at = broken(error, body)
        return Problem(
            "this is no valid SPARQL", at.why, "correct the query", path, at.line or 1, at.column
        )
    return None


def _parameters(
    tokens: Sequence[Token], found: Sequence[Select], parameters: set[str]
) -> Iterator[Complaint]:
    """Places where a value cannot stand once it replaces the variable."""
    projected = {
        item.start
        for select in found
        for item in (*select.projection, *select.group_by, *select.order_by)
        if item.bare
    }
    for i, token in enumerate(tokens):
        before = tokens[i - 1].upper if i else ""
        if token.kind == "var" and token.name in parameters:
            name = token.text
            if token.text.startswith("$"):
                yield i, f"{name} is written with $", "grlc fills in only ?…", "write ? for $"
            if before == "AS":
                yield (
                    i,
                    f"{name} is bound in the body",
                    "a parameter's value would be lost",
                    "bind another variable, and compare it with the parameter",
                )
            if i in projected:
                yield (
                    i,
                    f"{name} stands bare in SELECT, GROUP BY or ORDER BY",
                    "grlc puts the value there, which is no valid SPARQL",
                    f"BIND({name} AS ?other) in the body and name ?other",
                )
            if i >= 2 and tokens[i - 2].upper == "BOUND":
                yield (
                    i,
                    f"BOUND({name}) cannot be asked",
                    "a value replaces the variable, and BOUND takes only a variable",
                    f"use COALESCE({name}, …)",
                )
        elif token.kind == "var":
            for other in parameters:
                if token.name.startswith(other):
                    yield (
                        i,
                        f"{token.text} begins with the parameter ?{other}",
                        "grlc replaces that text inside the longer name too",
                        "rename one of them",
                    )
        elif token.upper == "VALUES" and i + 1 < len(tokens):
            last = closing(tokens, i + 1) if tokens[i + 1].text == "(" else i + 1
            for j in range(i + 1, last + 1):
                if tokens[j].name in parameters:
                    yield (
                        j,
                        f"{tokens[j].text} stands in VALUES",
                        "a value cannot stand for the variable there",
                        "list the values under another variable, and compare with FILTER",
                    )


def _aggregates(tokens: Sequence[Token], found: Sequence[Select]) -> Iterator[Complaint]:
    for select in found:
        for i in select.expressions():
            word = tokens[i].upper
            if i + 2 >= len(tokens) or tokens[i + 1].text != "(":
                continue
            if word == "GROUP_CONCAT":
                inside = tokens[i + 1 : closing(tokens, i + 1)]
                if not any(token.upper == "STR" for token in inside):
                    yield (
                        i,
                        "GROUP_CONCAT without STR()",
                        "engines differ on what they do with an IRI or a language",
                        "write GROUP_CONCAT(DISTINCT STR(?x); …)",
                    )
            elif word in _AGGREGATES:
                distinct = tokens[i + 2].upper == "DISTINCT"
                if distinct and word != "COUNT":
                    yield (
                        i,
                        f"{word}(DISTINCT …)",
                        "equal amounts of different things count once",
                        "select the rows once in a SELECT DISTINCT sub-select",
                    )
                elif not distinct and not _is_distinct(tokens, select.opening):
                    yield (
                        i,
                        f"{word} does not run over a DISTINCT sub-select",
                        "a fact stated by several sources would count several times",
                        "write { SELECT DISTINCT … } as the group, or COUNT(DISTINCT …)"
                        if word == "COUNT"
                        else "write { SELECT DISTINCT … } as the group",
                    )


def _failing(
    tokens: Sequence[Token], found: Sequence[Select], parameters: set[str]
) -> Iterator[Complaint]:
    """An aggregate of an expression over a variable that an OPTIONAL or an arm may leave open.

    What fails is left out by the engine; rdflib takes the failure for a value.
    """
    for select in found:
        bound = surely_bound(tokens, select.opening, parameters)
        for i in select.expressions():
            if tokens[i].upper not in _PLAIN or tokens[i + 1].text != "(":
                continue
            start = i + 2 + (tokens[i + 2].upper == "DISTINCT")
            end = closing(tokens, i + 1)
            if end - start > 1 and not may_not_fail(tokens, start, end, bound):
                open_ = next(
                    t for t in tokens[start:end] if t.kind == "var" and t.name not in bound
                )
                yield (
                    i,
                    f"{tokens[i].upper} of an expression over {open_.text}, which may be open",
                    "rdflib counts as a value what cannot be evaluated",
                    f"BIND(… AS ?other) in the body and write {tokens[i].upper}(?other)",
                )


def _is_distinct(tokens: Sequence[Token], opening: int) -> bool:
    """Whether a group holds nothing that gives rows but SELECT DISTINCT sub-selects."""
    end = closing(tokens, opening)
    i = opening + 1
    seen = False
    while i < end:
        token = tokens[i]
        if token.upper == "SELECT":
            return tokens[i + 1].upper == "DISTINCT"
        if token.upper in ("FILTER", "BIND"):
            while tokens[i].text not in ("(", "{"):
                i += 1
            i = closing(tokens, i) + 1
        elif token.upper == "OPTIONAL" or token.text == "{":
            i += token.upper == "OPTIONAL"
            if not _is_distinct(tokens, i):
                return False
            seen = True
            i = closing(tokens, i) + 1
        elif token.text == ".":
            i += 1
        else:
            return False
    return seen


def _open_variables(tokens: Sequence[Token]) -> Iterator[Complaint]:
    """An OPTIONAL that starts from what an IF gave, where the engine does not use its index.

    It takes the variable for one that may be open, and compares each row with every triple of the
    property. A class (`?x a …`) has few things as a rule, and passes.
    """
    for i in range(len(tokens) - 2):
        if tokens[i].upper != "BIND" or tokens[i + 2].upper != "IF":
            continue
        end = closing(tokens, i + 1)
        name = tokens[end - 1].name
        depth = 0
        for j in range(end + 1, len(tokens) - 3):
            depth += (tokens[j].text == "{") - (tokens[j].text == "}")
            if depth < 0:
                break
            starts = tokens[j].upper == "OPTIONAL" and tokens[j + 2].name == name
            if starts and tokens[j + 3].text != "a":
                yield (
                    j,
                    f"OPTIONAL starts from {tokens[j + 2].text}, which IF may leave open",
                    "each row is compared with every triple of that property",
                    f"BIND(COALESCE(IF(…), rdf:nil) AS {tokens[j + 2].text})",
                )
                break


def _order(tokens: Sequence[Token], found: Sequence[Select]) -> Iterator[Complaint]:
    """Rows that tie must be the same row: every group key, or else every column, is in the order.

    The label of a thing follows from the thing.
    """
    outer = next((select for select in found if select.outermost), None)
    if outer is None:
        return
    if outer.star:
        yield (
            outer.at,
            "SELECT *",
            "the order of the columns is left to the engine",
            "name the columns",
        )
        return
    ordered = {item.variable for item in outer.order_by}
    keys = [item.variable for item in outer.group_by]
    deciding = keys if keys and None not in keys else outer.columns()
    aggregated = any(
        tokens[i].upper in _AGGREGATES | {"MIN", "MAX", "SAMPLE", "GROUP_CONCAT"}
        for item in outer.projection
        for i in range(item.start, item.end)
    )
    if aggregated and not keys:
        return  # one row
    missing = [
        name for name in deciding if name and name not in ordered and not _is_label(name, ordered)
    ]
    if missing:
        listed = " ".join(f"?{column}" for column in missing)
        yield (
            outer.at,
            "the order of the rows is not total",
            f"rows that differ only in {listed} may come in any order",
            f"end ORDER BY with {listed}",
        )


def _is_label(column: str, ordered: set[str | None]) -> bool:
    """Whether a column is the label of one in the order: a thing has one label in a language."""
    stem, found, _ = column.partition("Label")
    return bool(found) and stem in ordered
