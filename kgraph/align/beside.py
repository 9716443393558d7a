"""Beside the view: who says a fact that it shows, how certainly, and on which days.

FIBO has no place for any of these at a fact, so each is an annotation of the axiom that shows it
(owl:Axiom), as OWL tools display it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Store, Triple

from kgraph.names import BASE
from kgraph.snapshot.graphs import CONFIRMED, LIKELY
from kgraph.vocab import DCTERMS, GRAPH, JPST, OWL, RDF, Object, as_iri, as_node

_SAID: Final = (
    DCTERMS.source,
    JPST.standing,
    JPST.origin,
    JPST.asOf,
    JPST.holdsFrom,
    JPST.holdsUntil,
)
"""What a claim says of itself that an annotation repeats."""
HOLDS: Final = NamedNode(BASE + "claimstate/holds")
"""What the day makes of a claim that holds on it."""


def declared_beside() -> list[Triple]:
    """The properties of the annotations, declared as what they are."""
    return [Triple(said, RDF.type, OWL.AnnotationProperty) for said in _SAID]


def beside(store: Store, shown: Mapping[Triple, Iterable[Triple]]) -> Iterator[Triple]:
    """One annotation for each axiom that shows a fact and each claim of the fact.

    In: the store of the view, and the triples by the fact that they show. What only follows from
    the facts of others has no claim and is annotated with its standing alone. The annotated axioms
    are those that speak of the thing itself; where none does, all of the fact.
    """
    claims = _claims(store)
    standings = _standings(store)
    for fact in sorted(shown, key=str):
        said = [pairs for _, pairs in sorted(claims[fact].items())] if fact in claims else []
        if not said and fact in standings:
            said = [[(JPST.standing, standings[fact])]]
        made = tuple(shown[fact])
        own = [axiom for axiom in made if fact.subject in (axiom.subject, axiom.object)] or made
        for axiom in own:
            if axiom.predicate == RDF.type:
                continue
            for pairs in said:
                yield from _annotation(axiom, pairs)


def _annotation(axiom: Triple, pairs: list[tuple[NamedNode, Object]]) -> Iterator[Triple]:
    # Named by what it says, so that the same graph gives the same file.
    words = " ".join(map(str, (*axiom, *(term for pair in pairs for term in pair))))
    node = BlankNode("axiom" + hashlib.sha256(words.encode()).hexdigest()[:16])
    yield Triple(node, RDF.type, OWL.Axiom)
    yield Triple(node, OWL.annotatedSource, axiom.subject)
    yield Triple(node, OWL.annotatedProperty, axiom.predicate)
    yield Triple(node, OWL.annotatedTarget, axiom.object)
    for predicate, value in pairs:
        yield Triple(node, predicate, value)


def _claims(store: Store) -> dict[Triple, dict[str, list[tuple[NamedNode, Object]]]]:
    """The claims that hold, by the fact: claim → what it says of itself."""
    parts: dict[str, dict[NamedNode, Object]] = defaultdict(dict)
    wanted = {RDF.subject, RDF.predicate, RDF.object, JPST.claimState, *_SAID}
    for quad in store.quads_for_pattern(None, None, None, GRAPH.claims):
        if quad.predicate in wanted:
            parts[str(quad.subject)][quad.predicate] = quad.object
    found: dict[Triple, dict[str, list[tuple[NamedNode, Object]]]] = defaultdict(dict)
    for name, said in parts.items():
        if said.get(JPST.claimState) != HOLDS:
            continue
        fact = Triple(as_node(said[RDF.subject]), as_iri(said[RDF.predicate]), said[RDF.object])
        found[fact][name] = [(word, said[word]) for word in _SAID if word in said]
    return found


def _standings(store: Store) -> dict[Triple, NamedNode]:
    """How certain each fact of the state is."""
    return {
        quad.triple: standing
        for standing in (LIKELY, CONFIRMED)
        for quad in store.quads_for_pattern(None, None, None, standing)
    }
