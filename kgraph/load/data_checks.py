"""What a file of data may say: facts, and neither what terms mean nor what only a build works out.

A page is quoted in data/sources/; what follows from the word `subClassOf` in such a file would
stand among the facts as if a page had said so.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Triple

from kgraph.load.complaints import DATA, Complaint, Kind, Parsed
from kgraph.names import compact, is_part
from kgraph.vocab import DCAT, DCTERMS, JPST, OWL, PROV, RDF, RDFS, SCHEMA, SKOS

_SAYABLE: Final = frozenset(
    {
        *(RDF.type, RDF.subject, RDF.predicate, RDF.object),
        *(RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, OWL.deprecated),
    }
)
"""Words of these vocabularies that say nothing of what terms mean."""
_TYPES: Final = frozenset({RDF.Statement, OWL.Thing})
"""Their classes of which data has instances."""
_OF_TERMS: Final = (RDF.BASE, RDFS.BASE, OWL.BASE)
_PROPERTIES: Final = frozenset(
    {
        *(OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property),
        *(OWL.TransitiveProperty, OWL.SymmetricProperty, OWL.FunctionalProperty),
    }
)
_CLASSES: Final = frozenset({OWL.Class, RDFS.Class, RDFS.Datatype})
_READ: Final = (DCTERMS, DCAT, PROV, SCHEMA, SKOS)
"""Vocabularies of others of which some words are read."""
_ALIKE: Final = 0.86
"""How like a word is to another that is meant, from 0 to 1."""
_EDITORS: Final = frozenset(
    {
        *(JPST.EditorialReading, JPST.Disagreement),
        *(JPST.disagreeingStatement, JPST.rejectedStatement, JPST.resolvedBy),
    }
)
"""What only editors say; of sources nothing is rejected by another source."""


def misplaced(files: tuple[Parsed, ...]) -> Iterator[Complaint]:
    """What files of data say that is not theirs to say, each use once a file; and classes that
    stand as properties or properties as classes, in the ontology too."""
    terms = _Terms.of(files)
    for file in files:
        if file.kind not in (*DATA, Kind.MODULE, Kind.SCHEME):
            continue
        in_data = file.kind in DATA
        told: set[object] = set()
        described: set[object] = set()
        for triple in file.triples:
            subject, predicate, value = triple
            use = (predicate, value) if predicate == RDF.type else predicate
            if use not in told:
                told.add(use)
                yield from terms.of_use(file, triple, in_data=in_data)
            if in_data and subject not in described and is_part(_iri(subject), "graph"):
                described.add(subject)
                yield Complaint(
                    file.path,
                    f"the file speaks of {compact(_iri(subject))}",
                    "what stands in a graph of the build, and of which day, only the build says",
                    "state the fact of a thing, or take this out",
                    triple,
                    predicate,
                )
            if in_data and subject not in described and terms.are_told_by(subject, predicate):
                described.add(subject)
                yield Complaint(
                    file.path,
                    f"the file says what {compact(subject.value)} is",
                    "terms and concepts are defined in ontology/, and data states facts",
                    "define a term of your own in ontology/, or take this out",
                    triple,
                    predicate,
                )


@dataclass(frozen=True)
class _Terms:
    """What the files of the ontology define: properties, classes, marks of properties; `all_of`
    holds the terms among all that is `defined`, which are not concepts; `of_modules` the properties
    of which a module says that it defines them."""

    properties: frozenset[object]
    classes: frozenset[object]
    marks: frozenset[object]
    computed: frozenset[object]
    of_modules: frozenset[object]
    all_of: frozenset[object]
    defined: frozenset[object]

    @classmethod
    def of(cls, files: Iterable[Parsed]) -> _Terms:
        properties: set[object] = set()
        classes: set[object] = set()
        computed: set[object] = set()
        of_modules: set[object] = set()
        defined: set[object] = set()
        below: dict[object, set[object]] = {}
        for file in files:
            if file.kind not in (Kind.MODULE, Kind.SCHEME):
                continue
            for subject, predicate, value in file.triples:
                if predicate == RDF.type:
                    defined.add(subject)
                    if value in _PROPERTIES:
                        properties.add(subject)
                    elif value in _CLASSES:
                        classes.add(subject)
                    elif value == JPST.ComputedProperty:
                        computed.add(subject)
                elif predicate == RDFS.isDefinedBy:
                    of_modules.add(subject)
                elif predicate == RDFS.subClassOf:
                    below.setdefault(value, set()).add(subject)
        return cls(
            frozenset(properties),
            frozenset(classes),
            _below(JPST.MarkedProperty, below) | {JPST.NarrowingQualifier},
            frozenset(computed) | {JPST.Claim},
            frozenset(properties & of_modules),
            frozenset(properties | classes),
            frozenset(defined),
        )

    def is_fact(self, predicate: NamedNode) -> bool:
        """Whether a property states a fact: any that a module of the ontology defines, but for
        that which says since when a name is given up."""
        return predicate in self.of_modules and predicate != JPST.deprecatedSince

    def are_told_by(self, subject: object, predicate: NamedNode) -> bool:
        """Whether a triple says what a term or concept is; a fact about a concept does not."""
        return subject in self.defined and (
            subject in self.all_of or predicate.value.startswith((SKOS.BASE, *_OF_TERMS))
        )

    def of_use(self, file: Parsed, triple: Triple, *, in_data: bool) -> Iterator[Complaint]:
        """What is wrong with the use of a property, or of a class as a type, in a file."""
        _, predicate, value = triple
        is_type = predicate == RDF.type
        used = value if is_type else predicate
        if not isinstance(used, NamedNode):
            return
        name = compact(used.value)
        if is_type and used in self.properties:
            found = (
                f"{name} is a property",
                "it stands where a class belongs",
                "name a class; kgraph terms finds one by a word",
            )
        elif not is_type and used in self.classes:
            found = (
                f"{name} is a class",
                "it stands where a property belongs",
                "name a property; kgraph terms finds one by a word",
            )
        elif in_data and ((is_type and used in self.marks) or _defines(used, is_type=is_type)):
            found = (
                f"{name} says what a term means",
                "that is said in ontology/: what follows from it in data would stand as a fact",
                "state the fact itself, or define a term in ontology/",
            )
        elif in_data and not is_type and (near := _misspelt(used)):
            found = (f"unknown word {name}", "nothing reads it", f"write {near}")
        elif in_data and used in self.computed:
            found = (
                f"{name} is worked out by a build",
                "what a file says of it would stand beside that as if it were the same",
                "take it out",
            )
        elif file.kind is Kind.ENTITIES and not is_type and self.is_fact(used):
            found = (
                f"{name} states a fact",
                "data/entities/ says what exists and what it is called; a fact has a source",
                "state it in the file of the page that says so, in data/sources/",
            )
        elif in_data and file.kind is not Kind.EDITORIAL and used in _EDITORS:
            found = (
                f"{name} is the word of editors",
                "a source states facts, and rejects or concludes nothing for us",
                "move it to a file of data/editorial/",
            )
        else:
            return
        yield Complaint(file.path, *found, triple, used)


def _defines(used: NamedNode, *, is_type: bool) -> bool:
    """Whether a word of RDF, RDFS or OWL says what a term means."""
    return used.value.startswith(_OF_TERMS) and used not in (_TYPES if is_type else _SAYABLE)


def _misspelt(used: NamedNode) -> str | None:
    """The word that another one of the same vocabulary, which is none of those read, is most
    like."""
    for vocabulary in _READ:
        if used.value.startswith(vocabulary.BASE):
            word = used.value.removeprefix(vocabulary.BASE)
            known = vocabulary.__annotations__
            near = [] if word in known else difflib.get_close_matches(word, known, 1, _ALIKE)
            return compact(vocabulary.BASE + near[0]) if near else None
    return None


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _below(top: NamedNode, below: Mapping[object, set[object]]) -> frozenset[object]:
    """A class with all its subclasses."""
    found: set[object] = {top}
    queue: list[object] = [top]
    while queue:
        new = below.get(queue.pop(), set()) - found
        found |= new
        queue += new
    return frozenset(found)
