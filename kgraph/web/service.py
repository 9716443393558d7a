"""What the endpoint says of itself: SPARQL 1.1 Service Description, with VoID of what it holds.

https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kgraph.names import BASE, SERVICE
from kgraph.release.describe import DATASET, void
from kgraph.snapshot.store import Snapshot
from kgraph.version import __version__
from kgraph.vocab import RDF, VOID, XSD

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_SERVICE: Final = NamedNode(SERVICE)
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_NAMES: Final = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads"),
)


def description(snapshot: Snapshot, endpoint: str) -> set[Quad]:
    """The service, its formats, its graphs with their sizes, and the dataset in VoID."""
    text = void(snapshot.store, __version__, ())
    quads = {Quad(*told.triple) for told in parse(text, format=RdfFormat.TURTLE)}
    data, default = NamedNode(DATASET), NamedNode(BASE + "service/default")
    told: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (_SERVICE, RDF.type, _sd("Service")),
        (_SERVICE, _sd("endpoint"), NamedNode(endpoint)),
        (_SERVICE, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        (_SERVICE, _sd("defaultDataset"), data),
        *((_SERVICE, _sd("resultFormat"), NamedNode(_FORMATS + name)) for name in _NAMES),
        (data, RDF.type, _sd("Dataset")),
        (data, _sd("defaultGraph"), default),
        (default, RDF.type, _sd("Graph")),
        (default, VOID.triples, _size(snapshot, DefaultGraph())),
    ]
    for name in sorted(snapshot.graphs()):
        part, graph = NamedNode(f"{SERVICE}/graph?{name}"), NamedNode(name)
        told += [
            (data, _sd("namedGraph"), part),
            (part, RDF.type, _sd("NamedGraph")),
            (part, _sd("name"), graph),
            (part, _sd("graph"), NamedNode(f"{part.value}#graph")),
            (NamedNode(f"{part.value}#graph"), RDF.type, _sd("Graph")),
            (NamedNode(f"{part.value}#graph"), VOID.triples, _size(snapshot, graph)),
        ]
    return quads | {Quad(*triple) for triple in told}


def _size(snapshot: Snapshot, graph: NamedNode | DefaultGraph) -> Literal:
    number = sum(1 for _ in snapshot.store.quads_for_pattern(None, None, None, graph))
    return Literal(str(number), datatype=XSD.integer)


def _sd(name: str) -> NamedNode:
    return NamedNode(SD + name)
