"""Puts the values of parameters into a query, as serialised terms, token by token.

The engine's own substitution misses sub-selects that do not project the variable, and a textual
replacement would reach into strings and longer names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from kgraph.sparql.lexer import Token, closing, code
from kgraph.sparql.structure import Item, Select, selects

Constant: TypeAlias = NamedNode | Literal
"""What can stand in the place of a variable."""


def substitute(sparql: str, values: Mapping[str, Constant]) -> str:
    """The query with every variable of `values` (named without `?`) replaced by its term.

    A variable that the outermost SELECT projects stays a column of that name, with the value in
    every row; from a sub-select it drops out. Raises ValueError where the variable stands where
    no value can: after AS, in VALUES, or in BOUND().
    """
    parts = []
    done = 0
    for (start, end), text in sorted(edits(sparql, values).items()):
        # Spaces keep the term apart from what stands beside it.
        parts += [sparql[done:start], " ", text, " "]
        done = end
    return "".join(parts) + sparql[done:]


def edits(sparql: str, values: Mapping[str, Constant]) -> dict[tuple[int, int], str]:
    """What `substitute` puts in which place of the text: [start, end) of each. Raises as that."""
    tokens = code(sparql)
    found = _by_token(tokens, values)
    return {(tokens[i].start, tokens[i].end): text for i, text in found.items()}


def _by_token(tokens: Sequence[Token], values: Mapping[str, Constant]) -> dict[int, str]:
    edits: dict[int, str] = {}
    for i, token in enumerate(tokens):
        if token.kind == "var" and token.name in values:
            before = tokens[i - 1].upper if i else ""
            if before == "AS" or (i >= 2 and tokens[i - 2].upper == "BOUND"):
                raise ValueError(f"no value can stand for {token.text} after {before or 'BOUND'}")
            edits[i] = str(values[token.name])
        elif token.upper == "VALUES":
            _refuse_values(tokens, i, values)
    for select in selects(tokens):
        edits |= _projection(tokens, select, values)
        for item in (*select.group_by, *select.order_by):
            if _replaced(item, values):
                edits[item.start] = f"({values[item.variable or '']})"
    return edits


def _projection(
    tokens: Sequence[Token], select: Select, values: Mapping[str, Constant]
) -> dict[int, str]:
    replaced = [item for item in select.projection if _replaced(item, values)]
    if select.outermost:
        return {
            item.start: f"({values[item.variable or '']} AS {tokens[item.start].text})"
            for item in replaced
        }
    edits = {item.start: "" for item in replaced}
    if replaced and len(replaced) == len(select.projection):
        # A SELECT needs a column: one that nothing else names.
        taken = {token.name for token in tokens}
        name = next(n for i in range(len(taken) + 1) if (n := f"value{i}") not in taken)
        edits[replaced[0].start] = f"({values[replaced[0].variable or '']} AS ?{name})"
    return edits


def _replaced(item: Item, values: Mapping[str, Constant]) -> bool:
    return item.bare and item.variable in values


def _refuse_values(tokens: Sequence[Token], at: int, values: Mapping[str, Constant]) -> None:
    start = at + 1
    if start < len(tokens):
        end = closing(tokens, start) if tokens[start].text == "(" else start
        for token in tokens[start : end + 1]:
            if token.name in values:
                raise ValueError(f"no value can stand for {token.text} in VALUES")
