"""Which graph of an engine holds what, and the one rewriting of queries.

Engines differ in what their default graph is: nothing, or the union of all, in which a fact of
three sources stands three times. So the state is a graph like the others, and is asked by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

from kgraph.names import PREFIXES
from kgraph.sparql.lexer import Token, closing, code
from kgraph.sparql.prefixes import declared
from kgraph.vocab import GRAPH

STATE: Final = GRAPH.BASE + "default"
"""The graph that holds what is the default graph here: the state of the day."""
PUSHED: Final = GRAPH.BASE + "pushed"
"""The graph that says which graphs an engine has of us, each with the digest of its triples."""
DIGEST: Final = PUSHED + "#digest"
TRIPLES: Final = PUSHED + "#triples"
HELD: Final = PUSHED + "#held"
"""The digest of a graph as an engine holds it, where that is not as it was sent."""

_OF_TRIPLES: Final = frozenset((".", ";", ",", "[", "]", "^^"))
"""Marks of triples that are no path."""

Item = TypeVar("Item")


def among_pushed(variable: str) -> str:
    """The pattern that binds a variable to each graph that was pushed, but for the state."""
    return f"GRAPH <{PUSHED}> {{ {variable} <{DIGEST}> [] }} FILTER({variable} != <{STATE}>)"


def asked_by_name(
    sparql: str,
    state: str = STATE,
    among: Callable[[str], str] = among_pushed,
    *,
    behind: bool = False,
) -> str:
    """A query over a snapshot as it is asked elsewhere: of the state by name.

    The pattern of the query stands within GRAPH; GRAPH within it goes on to another graph, and
    with a variable ranges over the graphs that the pattern `among` gives, whatever else the engine
    holds: before the pattern in GRAPH, or, where that is `behind`, after its triples, if they find
    the graph without it. Prefixes of the project that the query does not declare are declared.
    """
    tokens = code(sparql)
    opening = next((i for i, token in enumerate(tokens) if token.text == "{"), None)
    if opening is None:
        raise ValueError("a query without a pattern asks nothing of the state; write WHERE { … }")
    if tokens[0].upper == "CONSTRUCT" or any(t.upper == "CONSTRUCT" for t in tokens[:opening]):
        after = closing(tokens, opening) + 1
        opening = next(i for i in range(after, len(tokens)) if tokens[i].text == "{")
    end = closing(tokens, opening)
    edits = [(tokens[opening].end, f" GRAPH <{state}> {{"), (tokens[end].start, "} ")]
    for i, token in enumerate(tokens[:-1]):
        if token.upper == "GRAPH" and tokens[i + 1].kind == "var":
            edits += _ranging(tokens, i, among(tokens[i + 1].text), behind=behind)
    text: list[str] = []
    done = 0
    for at, added in sorted(edits, key=lambda edit: edit[0]):
        text += [sparql[done:at], added]
        done = at
    text.append(sparql[done:])
    return _prefixes(tokens) + "".join(text)


def _ranging(
    tokens: Sequence[Token], at: int, among: str, *, behind: bool
) -> list[tuple[int, str]]:
    """What is added to a GRAPH with a variable, and where, so that it ranges over some graphs."""
    before = [(tokens[at].start, f" {among} ")]
    if not behind:
        return before
    end = closing(tokens, at + 2)
    rest = next((i for i in range(at + 3, end) if not _in_triples(tokens[i])), end)
    if rest == end:
        return [(tokens[end].end, f" {among} ")]
    if rest == at + 3 or not _is_of_no_graph(tokens, rest, end):
        return before
    # What looks into graphs of other names stands beside the triples, its filters with it.
    return [(tokens[at].start, "{ "), (tokens[rest].start, f"}} {among} ")]


def _in_triples(token: Token) -> bool:
    if token.kind == "mark":
        return token.text in _OF_TRIPLES
    return token.kind != "word" or token.text in ("a", "true", "false")


def _is_of_no_graph(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether a part of a pattern has but graphs by their names and filters."""
    while at < end:
        token, after = tokens[at], tokens[at + 1]
        if token.upper == "GRAPH" and after.kind in ("iri", "pname"):
            at = closing(tokens, at + 2) + 1
        elif token.upper == "FILTER" and after.text == "(":
            stop = closing(tokens, at + 1) + 1
            if any(one.upper == "EXISTS" for one in tokens[at:stop]):
                return False
            at = stop
        elif token.text == ".":
            at += 1
        else:
            return False
    return True


def _prefixes(tokens: Sequence[Token]) -> str:
    own = declared(tokens)
    used = {token.text.partition(":")[0] for token in tokens if token.kind == "pname"}
    return "".join(
        f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n"
        for prefix in sorted(used & PREFIXES.keys() - own.keys())
    )


def in_parts(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items, so many at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
