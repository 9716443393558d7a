"""The terms of the ontology and its schemes, found by name or by what is said of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kgraph.names import BASE, ID, QB, SCHEME, compact, expand, is_part, local_name
from kgraph.questions.question import Question
from kgraph.search.folding import fold, spelling
from kgraph.search.lookup import given_up
from kgraph.snapshot.store import Snapshot
from kgraph.sparql.lexer import code
from kgraph.vocab import DCTERMS, JPST, OWL, RDF, RDFS, SKOS, GraphName, as_node

KINDS: Final = (
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    SKOS.ConceptScheme,
    SKOS.Concept,
)
"""The kinds of terms, in the order in which they are listed."""
_CODE_LIST: Final = NamedNode(QB + "codeList")
_BROADER: Final = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader)
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class Term:
    """One of our terms; other terms are named by IRI.

    `kind` is one of KINDS; `labels` and `definitions` are by language. `broader` are the classes,
    properties or concepts above it, `domain` and `range` the classes or datatypes that a property
    leads from and to; `scheme` is where its values come from, or what a concept is part of, and
    `concepts` what that scheme holds, of a concept none. `questions` are the slugs of the stored
    questions that name it, or that tell what the route says and find it there. `replaced_by` is
    what took the place of one that was given up.
    """

    iri: str
    kind: NamedNode
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    broader: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    scheme: str | None = None
    concepts: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()

    def called(self, word: str) -> bool:
        """Whether it is called so: by IRI, short name, name alone or label."""
        return self.named(word) or fold(word) in {fold(label) for label in self.labels.values()}

    def named(self, word: str) -> bool:
        """Whether that is its name, letter for letter: IRI, short name or name alone."""
        return word in (self.iri, compact(self.iri), local_name(self.iri))


def find(snapshot: Snapshot, questions: Iterable[Question], words: Sequence[str]) -> list[Term]:
    """The terms that have every one of the words in names or definitions, in either language.

    Those that are called as the words say come first, then those with the words in their names.
    Without words, all terms in the order of their kinds. One that was given up is found by its name
    alone, and only where none in use is called so.
    """
    every, text = all_terms(snapshot), " ".join(words)
    terms = [term for term in every if not term.replaced_by]
    if words and not any(term.called(text) for term in terms):
        terms += [term for term in every if term.replaced_by and term.called(text)]
    if words:
        terms = _fitting(terms, [fold(word) for word in words], text)
    used = _used(questions, _told_by_route(snapshot.store))
    return [replace(term, questions=tuple(used.get(term.iri, ()))) for term in terms]


def all_terms(snapshot: Snapshot) -> list[Term]:
    """Every term of the ontology and of the schemes, without the questions that use it."""
    reader = _Reader(snapshot)
    order = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(reader.terms(), key=lambda term: (order[term.kind], compact(term.iri)))


def _fitting(terms: Iterable[Term], words: Sequence[str], text: str) -> list[Term]:
    found = []
    for term in terms:
        name = local_name(term.iri)
        short = (compact(term.iri), name, _HUMP.sub(" ", name))
        names = spelling("\n".join((*short, *term.labels.values())))
        meaning = spelling("\n".join(term.definitions.values()))
        if term.called(text):
            found.append((0, term))
        elif words and all(word and names.begins(word) for word in words):
            found.append((1, term))
        elif all(word and (names.begins(word) or meaning.begins(word)) for word in words):
            found.append((2, term))
    return [term for _, term in sorted(found, key=lambda pair: pair[0])]


class _Reader:
    def __init__(self, snapshot: Snapshot) -> None:
        self.store = snapshot.store
        self.given_up = given_up(snapshot)

    def terms(self) -> Iterator[Term]:
        """All terms; one of several kinds is of the first of them."""
        members: dict[str, list[str]] = {}
        scheme_of: dict[str, str] = {}
        for quad in self.quads(None, SKOS.inScheme):
            if isinstance(quad.subject, NamedNode):
                if quad.subject.value not in self.given_up:
                    members.setdefault(quad.object.value, []).append(quad.subject.value)
                scheme_of[quad.subject.value] = quad.object.value
        told = set()
        for kind in KINDS:
            for quad in self.store.quads_for_pattern(None, RDF.type, kind, DefaultGraph()):
                iri = quad.subject.value
                if not isinstance(quad.subject, NamedNode) or iri in told or not self.is_own(iri):
                    continue
                told.add(iri)
                scheme = next(iter(self.named(iri, _CODE_LIST)), scheme_of.get(iri))
                holder = iri if kind == SKOS.ConceptScheme else scheme
                concepts = () if kind == SKOS.Concept else members.get(holder or "", ())
                yield self.term(iri, kind, scheme, concepts)

    def is_own(self, iri: str) -> bool:
        """Whether it is a term of ours, or of a root above, whose module or scheme declares it."""
        if iri.startswith(BASE):
            return not iri.startswith(ID)
        declared = self.store.quads_for_pattern(NamedNode(iri), RDF.type, None, None)
        return any(map(_declares, (quad.graph_name for quad in declared)))

    def term(self, iri: str, kind: NamedNode, scheme: str | None, concepts: Iterable[str]) -> Term:
        return Term(
            iri=iri,
            kind=kind,
            labels=self.texts(iri, SKOS.prefLabel),
            definitions=self.texts(iri, SKOS.definition),
            broader=tuple(b for link in _BROADER for b in self.named(iri, link)),
            domain=self.named(iri, RDFS.domain),
            range=self.named(iri, RDFS.range),
            scheme=scheme,
            concepts=tuple(sorted(concepts)),
            replaced_by=self.named(iri, DCTERMS.isReplacedBy) if iri in self.given_up else (),
        )

    def quads(self, subject: Any, link: NamedNode) -> Iterator[Any]:
        return self.store.quads_for_pattern(subject, link, None, DefaultGraph())

    def texts(self, iri: str, link: NamedNode) -> dict[str, str]:
        values = (quad.object for quad in self.quads(NamedNode(iri), link))
        return {v.language or "": v.value for v in values if isinstance(v, Literal)}

    def named(self, iri: str, link: NamedNode) -> tuple[str, ...]:
        """What the ontology itself links a term to: what follows from that would be all above."""
        found = set()
        for quad in self.store.quads_for_pattern(NamedNode(iri), link, None, None):
            if isinstance(quad.object, NamedNode) and _declares(quad.graph_name):
                found.add(quad.object.value)
        return tuple(sorted(found - {iri}))


def _declares(graph: GraphName) -> bool:
    """Whether a graph is a module or a scheme, of whichever root."""
    return isinstance(graph, NamedNode) and (
        is_part(graph.value, "module") or is_part(graph.value, "scheme")
    )


def _told_by_route(store: Store) -> dict[frozenset[str], set[str]]:
    """The terms that a question reads from the route, by the names of ours by which it asks."""
    told: dict[frozenset[str], set[str]] = defaultdict(set)
    for filled in store.quads_for_pattern(None, JPST.fillsField, None, DefaultGraph()):
        told[frozenset({JPST.fillsField.value})].add(as_node(filled.subject).value)
    for item in store.quads_for_pattern(None, JPST.itemProperty, None, DefaultGraph()):
        for place in (JPST.fillsLayer, JPST.inCustodyStep, JPST.supportsField):
            if any(store.quads_for_pattern(item.subject, place, None, DefaultGraph())):
                asked = frozenset({JPST.itemProperty.value, place.value})
                told[asked].add(as_node(item.object).value)
    return told


def _used(
    questions: Iterable[Question], told: Mapping[frozenset[str], set[str]]
) -> dict[str, list[str]]:
    """The slugs of the questions that use a term, by IRI.

    A question uses what it names in the query or as a parameter, and what the route tells by the
    names that it asks for.
    """
    used: dict[str, list[str]] = {}
    for question in questions:
        named = {token.text for token in code(question.body) if token.kind == "pname"}
        iris = {iri for name in named if (iri := _expanded(name))}
        for parameter in question.parameters:
            iris |= {SCHEME + parameter.scheme} if parameter.scheme else set()
            iris |= set(parameter.class_iris)
        iris |= {iri for asked, terms in told.items() if asked <= iris for iri in terms}
        for iri in iris:
            used.setdefault(iri, []).append(question.slug)
    return used


def _expanded(name: str) -> str | None:
    try:
        return expand(name)
    except ValueError:
        return None
