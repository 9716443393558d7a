"""The smallest project folder that has a file of each kind."""

from __future__ import annotations

from pathlib import Path

PREFIXES = """\
@prefix id: <https://w3id.org/jpst/id/> .
@prefix jpst: <https://w3id.org/jpst/ontology/> .
@prefix src: <https://w3id.org/jpst/source/> .
@prefix editorial: <https://w3id.org/jpst/editorial/> .
@prefix scheme: <https://w3id.org/jpst/scheme/> .
@prefix layer: <https://w3id.org/jpst/layer/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TOP = PREFIXES.count("\n")

FILES = {
    "ontology/core.ttl": """\
<https://w3id.org/jpst/module/core> a owl:Ontology ;
    owl:versionIRI <https://w3id.org/jpst/ontology/core/1> .
jpst:PrimarySource a owl:Class . jpst:SecondarySource a owl:Class .
jpst:Filing a owl:Class ; rdfs:subClassOf jpst:PrimarySource .
jpst:EditorialGraph a owl:Class . jpst:Venue a owl:Class .
jpst:operatedBy a owl:ObjectProperty . jpst:layer a owl:ObjectProperty .
jpst:fee a owl:DatatypeProperty .
jpst:X a owl:Class ; owl:equivalentClass [ owl:unionOf ( jpst:Venue ) ] .
""",
    "ontology/jpst.ttl": (
        "<https://w3id.org/jpst/ontology/> a owl:Ontology ; "
        "owl:imports <https://w3id.org/jpst/module/core> ."
    ),
    "ontology/align/other.ttl": (
        "<https://w3id.org/jpst/ontology/align/other> a owl:Ontology .\n"
        "jpst:Venue rdfs:subClassOf <http://example.org/Venue> ."
    ),
    "ontology/schemes/layer.ttl": (
        "scheme:layer a skos:ConceptScheme . layer:venue a skos:Concept ."
    ),
    "data/entities/venues.ttl": "id:start a jpst:Venue . id:odx a jpst:Venue .",
    "data/sources/doc-a.ttl": (
        'src:doc-a a jpst:PrimarySource ; schema:url "https://example.org/a"^^xsd:anyURI .\n'
        "id:start jpst:operatedBy id:odx ; jpst:fee 1.50 ."
    ),
    "data/sources/doc-b.ttl": (
        'src:doc-b a jpst:Filing ; schema:url "https://example.org/b"^^xsd:anyURI .\n'
        "id:start jpst:operatedBy id:odx ; jpst:layer layer:venue ."
    ),
    "data/editorial/view.ttl": "editorial:view a jpst:EditorialGraph . id:odx jpst:fee 2 .",
    "shapes/core.ttl": "<https://w3id.org/jpst/shape/a> rdfs:seeAlso jpst:Venue .",
}


def put(root: Path, name: str, text: str | bytes) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def write_small_root(root: Path) -> Path:
    """Writes the files under `root` and returns it."""
    for name, text in FILES.items():
        put(root, name, PREFIXES + text)
    put(root, "queries/one.rq", "SELECT * {}")
    return root
