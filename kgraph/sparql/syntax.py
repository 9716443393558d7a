"""What the engine says of a query that it cannot read → one short line about the true place.

The engine tells of a place that lies up to a keyword's length behind the one where it stopped, and
of what it tried there, which is never all that may stand there. So it is asked again, with each
token far from the next one: where it stops then, no other token lies near.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType
from typing import Final, NamedTuple

from pyoxigraph import Store

from kgraph.sparql.engine import query
from kgraph.sparql.guard import Refused
from kgraph.sparql.lexer import CLOSED_BY, Token, code, place
from kgraph.sparql.structure import selects

_EXPECTED: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_ITEM: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"|\[(?:'(?:[^'\\]|\\.[^']*)'|[^\]'])*\]|[^\",\[\]]+")
_APART: Final = " " * 40 + "\n"
"""More than the longest keyword of SPARQL and its extensions."""
_MOST: Final = 20_000
"""Tokens of a query that is read a second time."""
_SHOWN: Final = 30
_NO_IRI: Final = "IRI parsing failed"
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


class Broken(NamedTuple):
    """Where a query cannot be read, and why; both from 1, None where the engine tells no place."""

    line: int | None
    column: int | None
    why: str

    def __str__(self) -> str:
        return f"query:{self.line}:{self.column}: {self.why}" if self.line else f"query: {self.why}"


def broken(said: object, sparql: str, prefixes: Mapping[str, str] = _NONE) -> Broken:
    """Which token of a query cannot stand where it does.

    `said` is the error of the engine, which knows the `prefixes` without a declaration. Its
    reasons, such as a prefix that is not declared, and its other words stay.
    """
    text = " ".join(str(said).split())
    found = _EXPECTED.fullmatch(text)
    if found is None:
        return Broken(None, None, text)
    line, column = int(found[1]), int(found[2])
    tokens = code(sparql)
    items = (item for one in _ITEM.findall(found[3]) if (item := one.strip()))
    reason = next((item for item in items if " " in item and item[0] not in '["'), None)
    if reason is not None:
        if reason == _NO_IRI:
            return _no_iri(sparql, line, column)
        of_ours = _REASONS[reason](sparql, tokens) if reason in _REASONS else None
        return of_ours or Broken(line, column, reason)
    at = _stopped(tokens, prefixes)
    if at is None:
        return Broken(line, column, "the query does not go on as it should")
    where, why = _why(sparql, tokens, at)
    return Broken(*place(sparql, where), why)


def _stopped(tokens: Sequence[Token], prefixes: Mapping[str, str]) -> int | None:
    """The position of the token that the engine cannot read; their number where it wants more."""
    if len(tokens) > _MOST:
        return None
    try:
        query(Store(), "".join(token.text + _APART for token in tokens), prefixes)
    except SyntaxError as error:
        found = _EXPECTED.fullmatch(" ".join(str(error).split()))
        if found is None:
            return None
        lines = accumulate((token.text.count("\n") + 1 for token in tokens), initial=1)
        return sum(first <= int(found[1]) for first in lines) - 1
    except (Refused, ValueError):
        return None
    return None


def _why(sparql: str, tokens: Sequence[Token], at: int) -> tuple[int, str]:
    """Where and why a query cannot be read that breaks off before the token at a position."""
    open_ones, surplus = _unmatched(tokens)
    opened = max((i for i in open_ones if i < at), default=None)
    if at == len(tokens):
        if opened is not None:
            return tokens[opened].start, f"“{tokens[opened].text}” is never closed"
        if not tokens:
            return 0, "there is no query"
        last = tokens[-1]
        return last.start, f"the query ends with “{_shown(last)}”, which something must follow"
    here = tokens[at]
    if at in surplus:
        return here.start, f"“{here.text}” closes nothing"
    if at == 0:
        return here.start, f"a query cannot begin with “{_shown(here)}”"
    found, after = _shown(here), _shown(tokens[at - 1])
    if opened is None:
        return here.start, f"“{found}” cannot follow “{after}”"
    bracket = tokens[opened].text
    where = ":".join(map(str, place(sparql, tokens[opened].start)))
    why = f"“{found}” cannot follow “{after}”; “{bracket}” opened at {where} is never closed"
    return here.start, why


def _unmatched(tokens: Sequence[Token]) -> tuple[list[int], set[int]]:
    """The positions of brackets that nothing closes, and of those that close nothing."""
    stack: list[int] = []
    never, surplus = [], set()
    for i, token in enumerate(tokens):
        if token.kind != "mark":
            continue
        if token.text in CLOSED_BY:
            stack.append(i)
        elif token.text in CLOSED_BY.values():
            fitting = [j for j, k in enumerate(stack) if CLOSED_BY[tokens[k].text] == token.text]
            if not fitting:
                surplus.add(i)
                continue
            never += stack[fitting[-1] + 1 :]
            del stack[fitting[-1] :]
    return [*never, *stack], surplus


def _no_iri(sparql: str, line: int, column: int) -> Broken:
    """About an IRI that the engine has read to its end."""
    lines = sparql.split("\n")
    end = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
    start = sparql.rfind("<", 0, end)
    if start < 0:
        return Broken(line, column, _NO_IRI)
    text = sparql[start:end]
    return Broken(*place(sparql, start), f"“{_short(text)}” is no IRI")


def _ungrouped(sparql: str, tokens: Sequence[Token]) -> Broken | None:
    """The first variable that is selected beside groups and is none of them."""
    for select in selects(tokens):
        groups = {item.variable for item in select.group_by}
        for item in select.projection:
            if item.bare and item.variable not in groups:
                why = (
                    f"“?{item.variable}” is selected and not grouped; name it in GROUP BY, or "
                    f"select one value of each group: (SAMPLE(?{item.variable}) AS ?one)"
                )
                return Broken(*place(sparql, tokens[item.start].start), why)
    return None


def _twice(sparql: str, tokens: Sequence[Token]) -> Broken | None:
    """The first variable that one SELECT names twice."""
    for select in selects(tokens):
        seen = set()
        for item in select.projection:
            if item.variable in seen:
                why = f"“?{item.variable}” is selected twice; give one of them another name"
                return Broken(*place(sparql, tokens[item.start].start), why)
            seen.add(item.variable)
    return None


_REASONS: Final[Mapping[str, Callable[[str, Sequence[Token]], Broken | None]]] = MappingProxyType(
    {
        "The SELECT contains a variable that is unbound": _ungrouped,
        "Duplicated variable name in SELECT": _twice,
    }
)
"""What the engine says of a whole query → the place that it means."""


def _shown(token: Token) -> str:
    return _short(token.text)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
