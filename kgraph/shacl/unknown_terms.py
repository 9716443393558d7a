"""Terms in a shapes graph that SHACL does not have, and terms of SHACL in another namespace."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Set
from typing import Final

import pyoxigraph as ox

from kgraph.names import compact, split
from kgraph.problems import Problem
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.shacl.vocabulary import ADVANCED, KNOWN, PROPERTIES, ROLE_OF_TYPE
from kgraph.vocab import RDF, SH, Object, as_term

_NAMESPACE: Final = re.compile(r"(.*[#/:])([^#/:]*)")
_ALIKE: Final = 0.85
_UNMISTAKABLE: Final = (PROPERTIES | frozenset(ROLE_OF_TYPE)) - {"name", "order", "group"}


def unknown_terms(graph: ShapeGraph, reports: Set[Object]) -> Iterator[Problem]:
    """What is told of each; `reports` are nodes that may say whatever a report does."""
    strange: set[str] = set()
    for subject, predicate, value in graph.triples:
        said = subject, predicate.value, value
        typed = predicate == RDF.type
        for name in (predicate.value, as_term(value).value if typed else ""):
            namespace = _other_namespace(name)
            if namespace and namespace not in strange:
                strange.add(namespace)
                yield graph.problem(
                    subject,
                    f"<{name}> is no term of SHACL",
                    f"the namespace of SHACL is <{SH.BASE}>",
                    f"write @prefix sh: <{SH.BASE}>",
                    predicate.value,
                    value,
                )
        yield from _term(graph, said, predicate.value, reports, KNOWN)
        if typed and isinstance(value, ox.NamedNode):
            yield from _term(graph, said, value.value, reports, KNOWN)
        elif isinstance(value, ox.NamedNode) and value.value.startswith(SH.BASE):
            # What shapes are about may be terms of SHACL of any kind, as in shapes for shapes.
            yield from _term(graph, said, value.value, reports, KNOWN | ADVANCED)


def misspelt_term(
    graph: ShapeGraph, node: Object, predicate: str, own: Set[str]
) -> Iterator[Problem]:
    """A property of a shape that looks like one of the caller's own, and is none of them."""
    beside = [term for term in own if split(term)[0] == split(predicate)[0]]
    near = difflib.get_close_matches(predicate, beside, n=1, cutoff=0.9)
    if near:
        yield graph.problem(
            node,
            f"{compact(predicate)} is not understood",
            "shapes are told apart by terms of ours, and this is none of them",
            f"did you mean {compact(near[0])}?",
            predicate,
        )


def _term(
    graph: ShapeGraph,
    said: tuple[Object, str, Object],
    name: str,
    reports: Set[Object],
    known: Set[str],
) -> Iterator[Problem]:
    subject, predicate, value = said
    local = name.removeprefix(SH.BASE)
    if name.startswith(SH.BASE) and local not in known and subject not in reports:
        yield graph.problem(subject, *_not_understood(local), predicate, value)


def _not_understood(local: str) -> tuple[str, str, str]:
    if local in ADVANCED:
        return (
            f"sh:{local} is not understood",
            "it is outside SHACL Core and SHACL-SPARQL constraints, which is all that is evaluated",
            "write the same with SHACL Core or sh:sparql, or take it out",
        )
    near = difflib.get_close_matches(local, KNOWN, n=1, cutoff=0.6)
    folded = [name for name in KNOWN if name.lower() == local.lower()] or near
    return (
        f"sh:{local} is not understood",
        "SHACL has no such term, and what is not understood is never skipped",
        f"did you mean sh:{folded[0]}?" if folded else "correct it, or take it out",
    )


def _other_namespace(name: str) -> str:
    """The namespace of a term of SHACL that stands in one that is only like it, or nothing."""
    match = _NAMESPACE.fullmatch(name)
    if match is None or name.startswith(SH.BASE) or match[2] not in _UNMISTAKABLE:
        return ""
    namespace = match[1].lower()
    alike = difflib.SequenceMatcher(None, namespace, SH.BASE).ratio() >= _ALIKE
    return match[1] if alike or "shacl" in namespace else ""
