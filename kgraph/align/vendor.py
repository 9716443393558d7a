"""Copies of the outside ontologies, as published: what they declare, and their axioms."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
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
from kgraph.names import split
from kgraph.problems import LoadError, Problem
from kgraph.vocab import DCTERMS, OWL, RDF, RDFS, SKOS, Object, as_term

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
_DEFINITIONS: Final = (SKOS.definition.value, RDFS.comment.value, DCTERMS.description.value)
_TEXTS: Final = frozenset((*_LABELS, *_DEFINITIONS))
_VERSIONS: Final = (OWL.versionIRI, OWL.versionInfo, NamedNode(DCTERMS.BASE + "modified"))
_REPLACED: Final = (DCTERMS.isReplacedBy, OWL.equivalentClass, OWL.equivalentProperty, OWL.sameAs)
_VERSION_DAY: Final = re.compile(r"/(\d{8})/")


@dataclass(frozen=True)
class Declared:
    """A term as the file of its own vocabulary declares it.

    `definition` is the text that says what it means, empty where there is none.
    """

    file: str
    kind: str
    label: str
    definition: str
    deprecated: bool


@dataclass(frozen=True)
class Vendor:
    """All copies in one store, and what each vocabulary declares."""

    folder: Path
    store: Store
    terms: Mapping[str, Declared]
    """IRI → the term, declared by a file of its own vocabulary."""
    versions: Mapping[str, str]
    """Path of a file → the version that its ontology gives itself."""
    namespaces: frozenset[str]
    """The namespaces whose vocabulary is among the copies."""

    def kind(self, iri: str) -> str | None:
        """What its own vocabulary declares a term to be; None where it does not."""
        term = self.terms.get(iri)
        return None if term is None else term.kind

    def release(self, iri: str) -> str | None:
        """The day in the version of the file that declares a term."""
        day = _VERSION_DAY.search(self.versions.get(self.terms[iri].file, ""))
        return day[1] if day else None

    def moved(self, iri: str, kind: str | None, label: str) -> tuple[str, ...]:
        """Where a term that its vocabulary no longer declares probably went.

        What a vocabulary says took its place; else terms of the same kind that have its name or its
        label, those in use only, the nearest namespace first.
        """
        told = tuple(
            quad.object.value
            for predicate in _REPLACED
            for quad in self.store.quads_for_pattern(NamedNode(iri), predicate, None, None)
            if isinstance(quad.object, NamedNode) and quad.object.value in self.terms
        )
        if told:
            return tuple(dict.fromkeys(told))
        name = split(iri)[1].lower()
        found = [
            other
            for other, term in self.terms.items()
            if other != iri
            and not term.deprecated
            and (kind is None or term.kind == kind)
            and (split(other)[1].lower() == name or (label and term.label.lower() == label.lower()))
        ]
        return tuple(sorted(found, key=lambda other: (-_shared(iri, other), other)))


def _shared(one: str, other: str) -> int:
    """How many steps from their start two IRIs have in common."""
    pairs = zip(one.split("/"), other.split("/"), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


class _File:
    """What one copy says: its types, its texts, its ontology."""

    def __init__(self, name: str, quads: list[Quad]) -> None:
        self.name = name
        self.types: dict[str, set[str]] = defaultdict(set)
        self.texts: dict[str, dict[str, list[Literal]]] = defaultdict(lambda: defaultdict(list))
        self.deprecated: set[str] = set()
        self.version = ""
        for quad in quads:
            if isinstance(quad.subject, NamedNode):
                self._read(quad.subject.value, quad.predicate, quad.object)
        ontologies = [iri for iri, kinds in self.types.items() if OWL.Ontology.value in kinds]
        self.version = next(
            (
                as_term(quad.object).value
                for predicate in _VERSIONS
                for quad in quads
                if quad.predicate == predicate
                and isinstance(quad.subject, NamedNode)
                and quad.subject.value in ontologies
            ),
            "",
        )
        counts = Counter(split(iri)[0] for iri in self.types if iri not in ontologies)
        self.namespaces = {one for iri in ontologies for one in (iri, f"{iri}#", f"{iri}/")}
        self.namespaces |= {name for name, _ in counts.most_common(1)}
        self.own = {name for name in self.namespaces if counts[name]}

    def _read(self, iri: str, predicate: NamedNode, value: Object) -> None:
        if predicate == RDF.type and isinstance(value, NamedNode):
            self.types[iri].add(value.value)
        elif predicate.value in _TEXTS and isinstance(value, Literal):
            self.texts[iri][predicate.value].append(value)
        elif predicate == OWL.deprecated and as_term(value).value == "true":
            self.deprecated.add(iri)

    def declared(self, iri: str) -> Declared:
        """A term of the file, in its own words."""
        kinds = self.types[iri]
        kind = next((kind for name, kind in _KINDS if name in kinds), INDIVIDUAL)
        label = self._text(iri, _LABELS) or re.split(r"[/#]", iri)[-1]
        return Declared(
            self.name, kind, label, self._text(iri, _DEFINITIONS), iri in self.deprecated
        )

    def _text(self, iri: str, predicates: Iterable[str]) -> str:
        found = self.texts.get(iri, {})
        for predicate in predicates:
            words = sorted(
                term.value
                for term in found.get(predicate, ())
                if (term.language or "en")[:2] == "en"
            )
            if words:
                return " ".join(words[0].split())
        return ""


def read_vendor(folder: Path) -> Vendor:
    """Reads every RDF file in a folder of copies, offline.

    A file is the vocabulary of the namespace that its ontology has, or in which most of its terms
    stand: what it says of the terms of others, however it types them, declares none of these.

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
    files: list[_File] = []
    problems: list[Problem] = []
    for path in _files(folder):
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
        files.append(_File(path.relative_to(folder).as_posix(), quads))
    terms: dict[str, Declared] = {}
    for file in files:
        for iri in file.types:
            namespace = split(iri)[0]
            # Some modules retype a term of another; the file whose name is in the IRI is its home.
            if namespace in file.own and (iri not in terms or f"/{Path(file.name).stem}/" in iri):
                terms[iri] = file.declared(iri)
    if problems or not terms:
        raise LoadError(
            problems
            or [Problem("no copies", "no RDF file declares a term", "choose another", folder)]
        )
    return Vendor(
        folder,
        store,
        MappingProxyType(terms),
        MappingProxyType({file.name: file.version for file in files}),
        frozenset().union(*(file.own for file in files)),
    )


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.suffix in _FORMATS and path.is_file() and parts[0] not in _IGNORED:
            yield path
