"""Copies of the outside ontologies, as published: what they declare, and their axioms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)

from kgraph.align.targets import CLASS, DATATYPE, INDIVIDUAL, OBJECT, PROPERTY
from kgraph.problems import LoadError, Problem
from kgraph.vocab import OWL, RDF, RDFS, SKOS, as_term

_FORMATS: Final = MappingProxyType(
    {
        ".rdf": RdfFormat.RDF_XML,
        ".owl": RdfFormat.RDF_XML,
        ".ttl": RdfFormat.TURTLE,
        ".nq": RdfFormat.N_QUADS,
        ".nt": RdfFormat.N_TRIPLES,
    }
)
_IGNORED: Final = ("fibo-legacy",)
"""Folders of old copies, kept for reference: their terms have moved."""
_KINDS: Final = (
    (OWL.ObjectProperty.value, OBJECT),
    (OWL.DatatypeProperty.value, DATATYPE),
    (RDF.Property.value, PROPERTY),
    (OWL.AnnotationProperty.value, PROPERTY),
    (OWL.Class.value, CLASS),
    (RDFS.Class.value, CLASS),
    (OWL.NamedIndividual.value, INDIVIDUAL),
)
_LABELS: Final = (RDFS.label.value, SKOS.prefLabel.value)
_VERSION_DAY: Final = re.compile(r"/(\d{8})/")


@dataclass(frozen=True)
class Vendor:
    """All copies in one store, and which file declares what."""

    folder: Path
    store: Store
    files: Mapping[str, str]
    """IRI of a declared term → path of its file inside the folder."""
    releases: Mapping[str, str]
    """Path of a file → the day in the version IRI of its ontology."""

    def kind(self, iri: str) -> str | None:
        """What the copies declare a term to be; None where they do not know it."""
        types = {
            quad.object.value
            for quad in self.store.quads_for_pattern(NamedNode(iri), RDF.type, None, None)
            if isinstance(quad.object, NamedNode)
        }
        if not types:
            return None
        return next((kind for name, kind in _KINDS if name in types), INDIVIDUAL)

    def label(self, iri: str) -> str:
        """The English label of a term, or its local name."""
        found = [
            quad.object
            for predicate in _LABELS
            for quad in self.store.quads_for_pattern(
                NamedNode(iri), NamedNode(predicate), None, None
            )
            if isinstance(quad.object, Literal)
        ]
        words = sorted(term.value for term in found if (term.language or "en")[:2] == "en")
        return " ".join(words[0].split()) if words else re.split(r"[/#]", iri)[-1]

    def is_deprecated(self, iri: str) -> bool:
        """Whether the copies mark a term as given up."""
        return any(
            quad.object.value == "true"
            for quad in self.store.quads_for_pattern(NamedNode(iri), OWL.deprecated, None, None)
            if isinstance(quad.object, Literal)
        )


def read_vendor(folder: Path) -> Vendor:
    """Reads every RDF file in a folder of copies, offline.

    Raises LoadError where there is no such folder, no file in it, or a file that is no RDF.
    """
    if not folder.is_dir():
        raise LoadError(
            [
                Problem(
                    "no such folder",
                    "copies of the outside ontologies were to be read from it",
                    "give the folder that holds fibo/, omg/, w3c/ …",
                    folder,
                )
            ]
        )
    store = Store()
    files: dict[str, str] = {}
    releases: dict[str, str] = {}
    declared: dict[str, list[str]] = defaultdict(list)
    problems: list[Problem] = []
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            quads = list(
                parse(
                    path=path,
                    format=_FORMATS[path.suffix],
                    base_iri=path.resolve().as_uri(),
                    rename_blank_nodes=True,
                )
            )
        except (SyntaxError, OSError, ValueError) as error:
            problems.append(Problem("the copy is no RDF", str(error), "fetch it again", path))
            continue
        store.extend(Quad(*quad.triple) for quad in quads)
        for quad in quads:
            if quad.predicate == RDF.type and isinstance(quad.subject, NamedNode):
                declared[quad.subject.value].append(name)
            if quad.predicate.value == OWL.versionIRI.value:
                day = _VERSION_DAY.search(as_term(quad.object).value)
                if day:
                    releases[name] = day[1]
    if problems or not declared:
        raise LoadError(
            problems
            or [Problem("no copies", "no RDF file declares a term", "choose another", folder)]
        )
    # Some modules retype a term of another; the file whose name is in the IRI is its home.
    for iri, names in declared.items():
        files[iri] = next((n for n in names if f"/{Path(n).stem}/" in iri), names[0])
    return Vendor(folder, store, MappingProxyType(files), MappingProxyType(releases))


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.suffix in _FORMATS and path.is_file() and parts[0] not in _IGNORED:
            yield path
