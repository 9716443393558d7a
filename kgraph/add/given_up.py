"""Names that were given up: nothing new is said of them."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from kgraph.names import local_name
from kgraph.vocab import DCTERMS, OWL


def given_up(triples: Iterable[Triple]) -> dict[str, str]:
    """Slug → what is to be written in its place, of each thing that the triples mark so."""
    told = list(triples)
    successors = {
        triple.subject: local_name(triple.object.value)
        for triple in told
        if triple.predicate == DCTERMS.isReplacedBy and isinstance(triple.object, NamedNode)
    }
    return {
        local_name(triple.subject.value): (
            f"write {successors[triple.subject]}"
            if triple.subject in successors
            else "nothing took its place"
        )
        for triple in told
        if triple.predicate == OWL.deprecated
    }
