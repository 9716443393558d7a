"""The ontology in one load, offline: all modules in one text, and the catalog for Protégé."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

from pyoxigraph import NamedNode, Triple

from kgraph.align.declared import in_ontology
from kgraph.names import MODULE, SCHEME
from kgraph.turtle.canonical import write_turtle
from kgraph.turtle.parse import blank_prefix, parse_turtle, read_text, relabel
from kgraph.vocab import JPST, OWL, RDF

CATALOG: Final = "ontology/catalog-v001.xml"
ONE: Final = NamedNode(JPST.BASE.rstrip("/"))
"""The name of the ontology in one load."""
ONE_FILE: Final = "jpst.ttl"


def merged_ontology(root: Path) -> str:
    """Turtle with every module and concept scheme under the one header of jpst.ttl.

    It imports nothing and declares the outside terms that it uses, so it loads anywhere without a
    network and without a catalog. The same files give the same text. Raises LoadError where a file
    does not parse.
    """
    return write_turtle(sorted(merged_triples(root), key=str), first=ONE)


def merged_triples(root: Path) -> set[Triple]:
    """The triples of the ontology in one load. Raises LoadError where a file does not parse."""
    ontology = root / "ontology"
    triples: set[Triple] = set()
    for path in [*sorted(ontology.glob("*.ttl")), *sorted((ontology / "schemes").glob("*.ttl"))]:
        prefix = blank_prefix(path.relative_to(root))
        found = list(relabel(parse_turtle(read_text(path), path), prefix))
        if path.name != ONE_FILE:
            found = _without_header(found)
        triples |= {t for t in found if t.predicate != OWL.imports}
    return triples | in_ontology(triples)


def _without_header(triples: list[Triple]) -> list[Triple]:
    """A module's terms: one file is one ontology, so the module's own description goes."""
    heads = {t.subject for t in triples if t.predicate == RDF.type and t.object == OWL.Ontology}
    return [t for t in triples if t.subject not in heads]


def catalog(root: Path, bridges: Iterable[str] | None = None) -> str:
    """The catalog (OASIS XML) that tells Protégé where each ontology of the folder stands.

    Ontology IRI → file, for the one-file load, the modules, the concept schemes and the bridges
    (`bridges` are the names of their files; those that are there, unless it is given).
    """
    ontology = root / "ontology"
    if bridges is None:
        bridges = [path.name for path in ontology.glob("align/*.ttl")]
    places = {
        JPST.BASE.rstrip("/"): ONE_FILE,
        **{
            MODULE + path.stem: path.name
            for path in ontology.glob("*.ttl")
            if path.name != ONE_FILE
        },
        **{SCHEME + path.stem: f"schemes/{path.name}" for path in ontology.glob("schemes/*.ttl")},
        **{f"{JPST.BASE}align/{name.removesuffix('.ttl')}": f"align/{name}" for name in bridges},
    }
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
        '<catalog prefer="public" xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">',
        *(
            f"    <uri id={quoteattr(iri)} name={quoteattr(iri)} uri={quoteattr(place)}/>"
            for iri, place in sorted(places.items())
        ),
        "</catalog>",
    ]
    return "\n".join(lines) + "\n"
