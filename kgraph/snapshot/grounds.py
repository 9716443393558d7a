"""On what a claim on law rests: the text of the law, the word of an authority, or a description.

A claim on law has a legal thing as its subject or value and is no record: what a text says, what an
activity needs, on which provision something stands. The standing of a claim tells whether who says
it can speak for it; its ground tells how far it is from the words of the law.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Store

from kgraph.names import BASE
from kgraph.snapshot.claims import Claim
from kgraph.snapshot.standing import LAWGIVERS
from kgraph.vocab import DCTERMS, JPST, PROV, RDF, Node, Object

TEXT, TEXT_READ, OWN_WORD, DESCRIPTION = (
    NamedNode(f"{BASE}ground/{name}") for name in ("lawText", "textRead", "ownWord", "description")
)
GROUNDS: Final = (TEXT, TEXT_READ, OWN_WORD, DESCRIPTION)
"""From the nearest to the text of the law to the farthest."""


class Grounds:
    """The grounds of claims, read once from the closure of a store."""

    def __init__(self, store: Store) -> None:
        """Reads legal things, official texts and who publishes what from the default graph."""
        self._legal = _instances(store, JPST.LegalThing)
        self._texts = _instances(store, JPST.OfficialText)
        lawgivers = _instances(store, *LAWGIVERS)
        self._own = {
            quad.subject
            for quad in store.quads_for_pattern(None, DCTERMS.publisher, None, DefaultGraph())
            if quad.object in lawgivers
        } & _instances(store, JPST.PrimarySource)

    def of(self, claim: Claim) -> Iterator[NamedNode]:
        """The ground of a claim on law; none of any other claim."""
        if claim.is_record or not (claim.subject in self._legal or claim.object in self._legal):
            return
        read: list[Object] = claim.values(PROV.wasDerivedFrom) if claim.is_reading else []
        if claim.source in self._texts:
            yield TEXT
        elif any(source in self._texts for source in read):
            yield TEXT_READ
        elif claim.source in self._own:
            yield OWN_WORD
        else:
            yield DESCRIPTION


def _instances(store: Store, *classes: NamedNode) -> set[Node]:
    return {
        quad.subject
        for cls in classes
        for quad in store.quads_for_pattern(None, RDF.type, cls, DefaultGraph())
    }
