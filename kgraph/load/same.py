"""Whether two graphs say the same: equal but for blank node labels and the spelling of literals."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    Quad,
    Triple,
)

from kgraph.load.literals import canonical


def same_graph(left: Iterable[Triple], right: Iterable[Triple]) -> bool:
    """Whether two graphs are the same but for blank node labels and the spelling of literals."""
    first, second = ({_spelled(triple) for triple in triples} for triples in (left, right))
    if len(first) != len(second):
        return False
    trees = _tree_signature(first), _tree_signature(second)
    if None not in trees:
        return trees[0] == trees[1]
    return set(canonical_labels(first)) == set(canonical_labels(second))


def canonical_labels(triples: Iterable[Triple]) -> list[Triple]:
    """The graph with blank node labels that depend on nothing but the graph (RDFC-1.0)."""
    dataset = Dataset(Quad(*triple) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


def _spelled(triple: Triple) -> Triple:
    subject, predicate, object_ = triple
    if isinstance(object_, Literal):
        return Triple(subject, predicate, canonical(object_))
    return triple


def _tree_signature(triples: set[Triple]) -> Counter[str] | None:
    """What identifies a graph whose blank nodes form trees, in linear time; else None.

    The general algorithm takes very long over a list of equal members, and trees are the rule.
    """
    about: dict[BlankNode, list[Triple]] = {}
    parent: dict[BlankNode, object] = {}
    for triple in triples:
        if isinstance(triple.subject, BlankNode):
            about.setdefault(triple.subject, []).append(triple)
        if isinstance(triple.object, BlankNode):
            if triple.object in parent:
                return None
            parent[triple.object] = triple.subject
    nodes = about.keys() | parent.keys()
    missing = Counter(up for up in parent.values() if isinstance(up, BlankNode))
    ready = [node for node in nodes if not missing[node]]
    signature: dict[object, str] = {}

    def text(term: object) -> str:
        return signature[term] if isinstance(term, BlankNode) else str(term)

    while ready:
        node = ready.pop()
        parts = sorted(f"{t.predicate} {text(t.object)}" for t in about.get(node, ()))
        signature[node] = "_:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()
        up = parent.get(node)
        if isinstance(up, BlankNode):
            missing[up] -= 1
            if not missing[up]:
                ready.append(up)
    if len(signature) != len(nodes):
        return None
    return Counter(f"{text(t.subject)} {t.predicate} {text(t.object)}" for t in triples)
