"""What a store holds, in numbers that a reader understands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Store

from kgraph.names import JPST
from kgraph.snapshot.conflicts import TYPE
from kgraph.snapshot.graphs import ENTITIES, is_source

TOKEN: Final = NamedNode(JPST + "SecurityToken")


def count(store: Store) -> dict[str, int]:
    """Sources, entities, tokens and triples of a store with the asserted graphs and their merge."""
    return {
        "sources": sum(map(is_source, store.named_graphs())),
        "entities": len({q.subject for q in store.quads_for_pattern(None, TYPE, None, ENTITIES)}),
        "tokens": _size(store.quads_for_pattern(None, TYPE, TOKEN, DefaultGraph())),
        "triples": _size(store.quads_for_pattern(None, None, None, DefaultGraph())),
    }


def _size(items: Iterable[object]) -> int:
    return sum(1 for _ in items)
