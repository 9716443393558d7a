"""Names in a query that lead nowhere: prefixes that nothing declares, terms that the graph lacks.

Neither is an error of SPARQL that an engine would explain: it names no prefix, and a misspelt term
just matches nothing.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Store

from kgraph.names import BASE, PREFIXES, compact, ours, split
from kgraph.sparql.lexer import Token, closing, code, place
from kgraph.sparql.prefixes import declared, declares, iri
from kgraph.vocab import RDF

_TOLD: Final = 5
"""Unknown terms that are told of one query."""


@dataclass(frozen=True)
class Unknown:
    """A name that leads nowhere, its place in the query, and the nearest that lead somewhere."""

    name: str
    line: int
    column: int
    near: tuple[str, ...]

    def told(self, what: str, otherwise: str) -> str:
        """One line: the place, what is wrong, and what was meant, else what to do `otherwise`."""
        hint = f"did you mean {' or '.join(self.near)}?" if self.near else otherwise
        return f"query:{self.line}:{self.column}: {what.format(self.name)}; {hint}"


def unknown_prefix(sparql: str) -> str | None:
    """One line about the first prefix that neither the query nor this project declares."""
    tokens = code(sparql)
    known = {*PREFIXES, *declared(tokens)}
    for token in tokens:
        prefix = token.text.partition(":")[0]
        if token.kind == "pname" and prefix not in known:
            near = difflib.get_close_matches(prefix.lower(), known, n=3, cutoff=0.5)
            at = place(sparql, token.start)
            found = Unknown(prefix + ":", *at, tuple(name + ":" for name in near))
            return found.told(
                "the prefix {} is not declared", f"write PREFIX {prefix}: <…> before the query"
            )
    return None


def unknown_terms(store: Store, sparql: str) -> list[str]:
    """A line for each term of our namespaces in a query that stands nowhere in the graph.

    What a query only makes, in the template of a CONSTRUCT, need not be there.
    """
    found: dict[str, Token] = {}
    for term, token in _terms(sparql):
        if len(found) < _TOLD and term not in found and not _stands(store, term):
            found[term] = token
    if not found:
        return []
    typed = store.quads_for_pattern(None, RDF.type, None, DefaultGraph())
    known = {q.subject.value for q in typed if isinstance(q.subject, NamedNode)}
    return [
        Unknown(compact(term), *place(sparql, token.start), _nearest(term, known)).told(
            "{} stands nowhere in the graph", "look it up with kgraph search"
        )
        for term, token in found.items()
    ]


def _terms(sparql: str) -> Iterator[tuple[str, Token]]:
    """The terms of our namespaces that a query asks for, as IRIs with their tokens."""
    tokens = code(sparql)
    prefixes = {**PREFIXES, **declared(tokens)}
    made = range(0)
    for i, token in enumerate(tokens):
        if token.text == "{" and i and tokens[i - 1].upper == "CONSTRUCT":
            made = range(i, closing(tokens, i))
        if i in made or declares(tokens, i):
            continue
        named = iri(token, prefixes) or ""
        if (named.startswith(BASE) or ours(named)) and not named.endswith(("/", "#")):
            yield named, token


def _stands(store: Store, term: str) -> bool:
    """Whether the graph has the term in any place, also as the name of a graph."""
    try:
        node = NamedNode(term)
    except ValueError:
        return False
    found = chain(
        store.quads_for_pattern(node, None, None, None),
        store.quads_for_pattern(None, node, None, None),
        store.quads_for_pattern(None, None, node, None),
    )
    return store.contains_named_graph(node) or next(found, None) is not None


def _nearest(term: str, known: set[str]) -> tuple[str, ...]:
    """The most alike terms of the same namespace, else of any of ours."""
    term = ours(term) or term
    space, local = split(term)
    beside = {k.removeprefix(space).casefold(): k for k in sorted(known) if k.startswith(space)}
    alike = difflib.get_close_matches(local.casefold(), beside, n=3, cutoff=0.75)
    near = [beside[name] for name in alike]
    if not near:
        anywhere = {k.removeprefix(BASE): k for k in known if k.startswith(BASE)}
        alike = difflib.get_close_matches(term.removeprefix(BASE), anywhere, n=3, cutoff=0.8)
        near = [anywhere[name] for name in alike]
    return tuple(map(compact, near))
