"""Queries as Fuseki gives the answer that we mean, in good time.

What it does otherwise stands in the table of `differences`. Queries for other engines stay as they
are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kgraph.remote.layout import STATE, among_pushed, asked_by_name
from kgraph.remote.transport import Endpoint
from kgraph.sparql.lexer import closing, code
from kgraph.sparql.structure import selects
from kgraph.vocab import XSD

_OF_A_PATH: Final = frozenset("^/|!")
"""Marks before a property that is part of a path."""


def as_asked(
    endpoint: Endpoint,
    sparql: str,
    state: str = STATE,
    among: Callable[[str], str] = among_pushed,
) -> str:
    """A query over a snapshot as it is asked of an engine: of the state by its name (see
    `asked_by_name`), each sub-select read once, and so that it gives the answer that we mean."""
    named = asked_by_name(sparql, state, among, behind=_names_behind(endpoint))
    return as_understood(endpoint, each_once(endpoint, named))


def as_understood(endpoint: Endpoint, sparql: str) -> str:
    """The query as this engine gives the answer that we mean.

    Fuseki has `STR(42)` of a decimal as “42.0”: the text without what stands for nothing is asked.
    """
    if "fuseki" not in endpoint.server.lower():
        return sparql
    tokens = code(sparql)
    for at in reversed(range(len(tokens) - 1)):
        if tokens[at].upper != "STR" or tokens[at + 1].text != "(":
            continue
        end = closing(code(sparql), at + 1)
        now = code(sparql)
        start, stop = now[at].start, now[end].end
        inner = sparql[now[at + 1].end : now[end].start]
        plain = f'REPLACE(STR({inner}), "[.]0$", "")'
        text = f"IF(DATATYPE({inner}) = <{XSD.decimal.value}>, {plain}, STR({inner}))"
        sparql = f"{sparql[:start]}COALESCE({text}, STR({inner})){sparql[stop:]}"
    return sparql


def _names_behind(endpoint: Endpoint) -> bool:
    """Whether the graphs that a variable ranges over are better named behind what it holds.

    Fuseki joins in the order of the text: named before, each graph that was pushed is looked at for
    each row.
    """
    return "fuseki" in endpoint.server.lower()


def each_once(endpoint: Endpoint, sparql: str) -> str:
    """The query with each sub-select read once, and joined with the rest, as it is here.

    Fuseki takes its variables from each row before it, and reads it anew, unless it is cut: so
    that it begins with its first row is said.
    """
    if "fuseki" not in endpoint.server.lower():
        return sparql
    tokens = code(sparql)
    ends = []
    for one in selects(tokens):
        words, end = set[str](), one.closing + 1
        while not one.outermost and tokens[end].text != "}":
            words.add(tokens[end].upper)
            end = closing(tokens, end) + 1 if tokens[end].text in ("(", "{") else end + 1
        if not one.outermost and not words & {"LIMIT", "OFFSET", "VALUES"}:
            ends.append(tokens[end].start)
    for at in sorted(ends, reverse=True):
        sparql = f"{sparql[:at]}OFFSET 0 {sparql[at:]}"
    return _subject_first(sparql)


def _subject_first(sparql: str) -> str:
    """The query with the subject of a claim before its predicate, in one list of properties.

    Of patterns with as many bound ends Fuseki reads the first, and a property has more claims than
    a thing.
    """
    tokens = code(sparql)
    edits: list[tuple[int, int, str]] = []
    for at, token in enumerate(tokens):
        if token.text != "rdf:predicate" or tokens[at - 1].text in _OF_A_PATH:
            continue
        ahead = at + 3  # past the value and a semicolon
        while ahead + 2 < len(tokens) and tokens[ahead - 1].text == ";":
            name, value, after = tokens[ahead : ahead + 3]
            if name.text not in ("rdf:object", "rdf:subject") or after.text == ",":
                break
            if name.text == "rdf:subject" and value.kind in ("var", "pname"):
                pair = f"rdf:subject {value.text}"
                moved = sparql[token.start : tokens[ahead - 2].end]
                edits.append((token.start, value.end, f"{pair} ; {moved}"))
                break
            ahead += 3
    for start, end, text in reversed(edits):
        sparql = f"{sparql[:start]}{text}{sparql[end:]}"
    return sparql
