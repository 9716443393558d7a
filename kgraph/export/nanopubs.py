"""Every claim as a nanopublication: what is said, who says so, and who wrote that down.

The form is that of the Nanopublication Guidelines (https://nanopub.net/guidelines/): a head that
names three graphs. They are not signed: that needs the key of a person, and gives them other names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kgraph.export.selection import in_order
from kgraph.export.text import to_trig
from kgraph.names import BASE, CLAIM, LICENSE_IRI, PREFIXES, local_name
from kgraph.snapshot.graphs import states_facts
from kgraph.snapshot.write_claims import claimed, is_of_record
from kgraph.vocab import (
    DCTERMS,
    GRAPH,
    JPST,
    NP,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    XSD,
    Node,
    Object,
    as_iri,
    as_node,
)

NANOPUB: Final = BASE + "np/"
AUTHORS: Final = NamedNode(BASE + "catalog#publisher")
"""Who wrote the claims down; dcat.ttl of a release says more of them."""

_ASSERTED: Final = frozenset({RDF.type, RDF.subject, RDF.predicate, RDF.object, DCTERMS.source})
_OF_SOURCE: Final = (
    RDF.type,
    DCTERMS.title,
    DCTERMS.publisher,
    JPST.publisherName,
    DCTERMS.issued,
    JPST.read,
    SCHEMA.url,
)
_FORMAT: Final = MappingProxyType({**PREFIXES, "np": NP.BASE})

Values = Mapping[NamedNode, Sequence[Object]]


def nanopubs(quads: Iterable[Quad]) -> list[Quad]:
    """The nanopublications of all claims among the quads of an export, in order.

    The name of each is made from that of its claim. Its assertion is the fact, with a record the
    facts of the record as well; its provenance the source, its publisher and pages, the days and
    the standing; its publication info the day on which the source was read.
    """
    claims: dict[Node, dict[NamedNode, list[Object]]] = defaultdict(lambda: defaultdict(list))
    sources: dict[Node, dict[NamedNode, list[Object]]] = defaultdict(lambda: defaultdict(list))
    day: Object | None = None
    for quad in quads:
        if quad.graph_name == GRAPH.claims:
            claims[quad.subject][quad.predicate].append(quad.object)
        elif states_facts(quad.graph_name) and quad.subject == quad.graph_name:
            sources[quad.subject][quad.predicate].append(quad.object)
        elif quad.subject == GRAPH.state and quad.predicate == JPST.asOf:
            day = quad.object
    return in_order(
        quad
        for node, said in claims.items()
        if RDF.subject in said
        for quad in _nanopub(as_iri(node), said, sources, day)
    )


def to_nanopubs(quads: Iterable[Quad]) -> bytes:
    """TriG, four graphs for each claim."""
    return to_trig(nanopubs(quads), _FORMAT)


def _nanopub(
    claim: NamedNode, said: Values, sources: Mapping[Node, Values], day: Object | None
) -> Iterator[Quad]:
    own = NamedNode(NANOPUB + claim.value.removeprefix(CLAIM))
    head, assertion, provenance, info = (
        NamedNode(f"{own.value}#{part}") for part in ("head", "assertion", "provenance", "pubinfo")
    )
    yield Quad(own, RDF.type, NP.Nanopublication, head)
    yield Quad(own, NP.hasAssertion, assertion, head)
    yield Quad(own, NP.hasProvenance, provenance, head)
    yield Quad(own, NP.hasPublicationInfo, info, head)

    stated = claimed(said)
    yield Quad(*stated, assertion)
    is_record = JPST.recordClass in said
    for name, values in said.items():
        if is_record and (name == JPST.recordClass or is_of_record(name)):
            shown = RDF.type if name == JPST.recordClass else name
            yield from (Quad(as_node(stated.object), shown, v, assertion) for v in values)
        elif name not in _ASSERTED:
            yield from (Quad(assertion, name, value, provenance) for value in values)

    (source,) = map(as_iri, said[DCTERMS.source])
    cited = [source, *(map(as_iri, said.get(PROV.wasDerivedFrom, ())))]
    yield Quad(assertion, PROV.wasDerivedFrom, source, provenance)
    for page in cited:
        for name in _OF_SOURCE:
            yield from (Quad(page, name, v, provenance) for v in sources[page].get(name, ()))
    for publisher in sources[source].get(DCTERMS.publisher, ()):
        yield Quad(assertion, PROV.wasAttributedTo, publisher, provenance)

    yield Quad(own, DCTERMS.creator, AUTHORS, info)
    yield Quad(own, DCTERMS.license, NamedNode(LICENSE_IRI), info)
    yield Quad(own, RDFS.seeAlso, claim, info)
    days = [v.value for v in sources[source].get(JPST.read, ()) if isinstance(v, Literal)]
    if not days and isinstance(day, Literal):
        days = [day.value]
    if days:
        moment = Literal(f"{max(days)}T00:00:00Z", datatype=XSD.dateTime)
        yield Quad(own, DCTERMS.created, moment, info)
    label = f"{local_name(stated.predicate.value)} of {local_name(as_iri(stated.subject).value)}"
    yield Quad(own, RDFS.label, Literal(label, language="en"), info)
