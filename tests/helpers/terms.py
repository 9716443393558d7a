"""Terms of ours that only tests speak of, made up or not: those of the code stand in `vocab`."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kgraph.vocab import JPST


def jpst(name: str) -> NamedNode:
    """The term of the ontology with that name."""
    return NamedNode(JPST.BASE + name)
