"""A snapshot → an rdflib.Dataset, for those whose tools expect rdflib."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, NamedNode

from kgraph.limited import UNLIMITED, Limits
from kgraph.limited.limits import too_large
from kgraph.names import PREFIXES

if TYPE_CHECKING:
    from rdflib import Dataset, Graph

    from kgraph.snapshot import Snapshot
    from kgraph.vocab import GraphName


_MEMORY: Final = 1_200
"""Bytes that rdflib takes for a quad, as measured on the graph itself."""


def to_dataset(snapshot: Snapshot, limits: Limits = UNLIMITED) -> Dataset:
    """All quads of the snapshot: literals spelled the same, blank nodes with the same labels.

    Raises LimitReached, before it is begun, where the copy would take more memory than `limits`
    allow.
    """
    if limits.memory is not None and _MEMORY * snapshot.manifest["quads"] > limits.memory:
        raise too_large(limits)
    from rdflib import Dataset

    from kgraph.rdflib_terms import to_rdflib

    # Of few nodes very many quads are made.
    term = cache(to_rdflib)
    dataset = Dataset()
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace)
    graphs: dict[GraphName, Graph] = {DefaultGraph(): dataset.default_graph}
    for name in map(NamedNode, sorted(snapshot.graphs())):
        graphs[name] = dataset.graph(to_rdflib(name))
    dataset.addN(
        (term(quad.subject), term(quad.predicate), term(quad.object), graphs[quad.graph_name])
        for quad in snapshot.store
    )
    return dataset
