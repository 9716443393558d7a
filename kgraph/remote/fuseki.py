"""Queries as Fuseki gives the answer that we mean, in good time.

What it does otherwise stands in the table of `differences`. Queries for other engines stay as they
are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from kgraph.remote.layout import STATE, among_pushed, asked_by_name
from kgraph.remote.transport import Endpoint
from kgraph.sparql.lexer import Token, closing, code
from kgraph.sparql.structure import selects
from kgraph.vocab import XSD

_OF_A_PATH: Final = frozenset("^/|!")
"""Marks before a property that is part of a path."""
_TWICE: Final = re.compile(
    r"((?:GRAPH <[^<>]*> \{ [^{}]* \} )?GRAPH \S+ \{ [^{}]* \})(\s+GRAPH \S+ \{)\s+\1(?!\s*\})"
)
"""What a shape is about, and again at the beginning of what it asks of that."""


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


def as_checked(endpoint: Endpoint, sparql: str, key: str, among: str) -> str:
    """A query of a compiled shape as this engine runs it in good time.

    Fuseki counts what a graph says in all graphs that it has: those that `among` binds to the
    variable `key` are named before what is counted in them. What a shape is about stands within
    what it asks of that, and not before it too: each row would come as often as both match.
    """
    if "fuseki" not in endpoint.server.lower():
        return sparql
    tokens = code(sparql)
    counted = [one for one in selects(tokens) if one.group_by]
    if not counted:
        sparql = _TWICE.sub(r"\2 \1", sparql)
    for one in reversed(counted):
        first, variable = tokens[one.opening + 1 : one.opening + 3]
        if among and first.upper == "GRAPH" and variable.text == key:
            sparql = f"{sparql[: first.start]}{among} {sparql[first.start :]}"
    return as_understood(endpoint, sparql)


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
    return _subject_first(_values_late(sparql))


def _values_late(sparql: str) -> str:
    """The query with values behind the triples and graphs that do not speak of them: before those,
    each is joined once for each value."""
    tokens = code(sparql)
    for at in reversed(range(len(tokens))):
        if tokens[at].upper != "VALUES" or tokens[at + 1].text != "(":
            continue
        names = {token.text for token in tokens[at + 1 : closing(tokens, at + 1)]}
        begin = end = closing(tokens, closing(tokens, at + 1) + 1) + 1
        while (after := _past(tokens, end)) and not _among(tokens[end:after], names):
            end = after
        if end > begin:
            start, stop, to = tokens[at].start, tokens[begin - 1].end, tokens[end - 1].end
            sparql = f"{sparql[:start]}{sparql[stop:to]} {sparql[start:stop]}{sparql[to:]}"
    return sparql


def _among(tokens: Sequence[Token], names: set[str]) -> bool:
    return any(token.kind == "var" and token.text in names for token in tokens)


def _past(tokens: Sequence[Token], at: int) -> int:
    """Where a GRAPH ends that begins here; 0 where none does."""
    if tokens[at].upper != "GRAPH" or tokens[at + 2].text != "{":
        return 0
    return closing(tokens, at + 2) + 1


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
