"""What the graph knows that a register may tell of: things by their identifiers and names."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.load import load
from kgraph.names import compact, is_part, local_name
from kgraph.registers.words import same_name
from kgraph.vocab import DCTERMS, JPST, OWL, RDF, RDFS, SKOS, Term, as_term

_IDS: Final = (
    "corporateNumber",
    "edinetCode",
    "edinetFundCode",
    "lei",
    "micCode",
    "securitiesCode",
)
IDENTIFIERS: Final = tuple(NamedNode(JPST.BASE + local) for local in _IDS)
_NAMES: Final = (SKOS.prefLabel, SKOS.altLabel, JPST.legalName)
_UNRELATED: Final = (JPST.asOf, JPST.validFrom, JPST.note)
"""What two observations of one relation may differ in."""


class Book:
    """The things of the files below `root`, and what each source says of them.

    Raises LoadError where a file is broken.
    """

    def __init__(self, root: Path) -> None:
        loaded = load(root)
        self.root = root
        self._base = loaded.layers[-1].base
        self._iris: dict[str, str] = {}
        self._source_iris: dict[str, str] = {}
        self.things: dict[str, set[NamedNode]] = defaultdict(set)
        self.gone: set[str] = set()
        self.by_key: dict[tuple[NamedNode, str], set[str]] = defaultdict(set)
        self.by_name: dict[str, set[str]] = defaultdict(set)
        self.said: dict[tuple[str, NamedNode], dict[Term, set[str]]] = defaultdict(
            lambda: defaultdict(set)
        )
        self.records: dict[str, dict[NamedNode, set[Term]]] = defaultdict(lambda: defaultdict(set))
        self.concepts: set[str] = set()
        self.labels: dict[str, dict[str, str]] = defaultdict(dict)
        self._above: dict[str, set[str]] = defaultdict(set)
        self._slugs: dict[str, str | None] = {}
        self.sources: dict[str, tuple[Triple, ...]] = {}
        for file in loaded.files:
            if is_part(file.graph, "source"):
                slug = local_name(file.graph)
                self.sources[slug] = file.triples
                self._source_iris[slug] = file.graph
            for triple in file.triples:
                self._take(triple, file.graph)

    def _take(self, triple: Triple, graph: str) -> None:
        subject, predicate, value = triple
        if not isinstance(subject, NamedNode):
            return
        iri = subject.value
        if predicate == SKOS.prefLabel and isinstance(value, Literal) and value.language:
            self.labels[iri][value.language] = value.value
        if predicate in (RDFS.subClassOf, SKOS.broader) and isinstance(value, NamedNode):
            self._above[iri].add(value.value)
        if iri not in self._slugs:
            self._slugs[iri] = local_name(iri) if is_part(iri, "id") else None
        slug = self._slugs[iri]
        if slug is None:
            if predicate == SKOS.inScheme:
                self.concepts.add(iri)
            return
        if predicate == RDF.type and isinstance(value, NamedNode):
            self.things[slug].add(value)
            self._iris.setdefault(slug, iri)
        elif predicate == OWL.deprecated or predicate == DCTERMS.isReplacedBy:
            self.gone.add(slug)
        if predicate in IDENTIFIERS and isinstance(value, Literal):
            self.by_key[predicate, value.value].add(slug)
        if predicate in _NAMES and isinstance(value, Literal):
            self.by_name[same_name(value.value)].add(slug)
        term = as_term(value)
        self.said[slug, predicate][term].add(graph)
        self.records[slug][predicate].add(term)

    def thing(self, slug: str) -> NamedNode:
        """What a slug names, of whichever root; one that is new belongs to the root itself."""
        return NamedNode(self._iris.get(slug) or f"{self._base}id/{slug}")

    def own(self, slug: str) -> NamedNode:
        """The record or statement of the root itself that a slug names."""
        return NamedNode(f"{self._base}id/{slug}")

    def source(self, slug: str) -> NamedNode:
        """The source that a slug names, of whichever root; a new one belongs to the root itself."""
        return NamedNode(self._source_iris.get(slug) or f"{self._base}source/{slug}")

    def is_own(self, slug: str) -> bool:
        """Whether a source belongs to the root itself, which alone may be written to."""
        return self.source(slug).value.startswith(self._base)

    def find(self, keys: tuple[tuple[NamedNode, str], ...], *, codes: bool) -> list[str]:
        """The things that the keys lead to, that of the first key first; several disagree.

        With `codes` they are market identifier codes, else they are anything but those.
        """
        found: list[str] = []
        for key in keys:
            for slug in sorted(self.by_key.get(key, ())):
                is_code = JPST.MarketIdentifierCode in self.things[slug]
                if slug not in found and slug not in self.gone and is_code == codes:
                    found.append(slug)
        return found

    def named(self, names: tuple[str, ...], cls: NamedNode) -> list[str]:
        """The things of a class that have exactly one of these names, width and case aside."""
        found = {slug for name in names for slug in self.by_name.get(same_name(name), ())}
        return sorted(slug for slug in found - self.gone if self.is_a(slug, cls))

    def is_a(self, slug: str, cls: NamedNode) -> bool:
        """Whether a thing is of a class, or of one below it."""
        kinds = self.things.get(slug, ())
        return any(self.is_below(kind.value, cls.value) for kind in kinds)

    def is_name(self, name: str) -> bool:
        """Whether anything has that name."""
        return same_name(name) in self.by_name

    def is_below(self, lower: str, upper: str) -> bool:
        """Whether a class or concept is another, or is below it."""
        return lower == upper or any(self.is_below(next_, upper) for next_ in self._above[lower])

    def label(self, term: Term | str, lang: str) -> str:
        """A term in words: its name in a language, else in the other, else as it is spelled."""
        if isinstance(term, Literal):
            return term.value
        iri = term if isinstance(term, str) else term.value
        names = self.labels.get(iri, {})
        return names.get(lang) or names.get("en") or names.get("ja") or compact(iri)

    def editions(self, *patterns: str) -> dict[str, str]:
        """The sources that are editions of a register: their slugs by day.

        `patterns` are the slugs that editions may have, each with `{day}` for the day; the first
        is preferred.
        """
        found: dict[str, str] = {}
        for pattern in patterns:
            before, _, after = map(re.escape, pattern.partition("{day}"))
            shape = re.compile(rf"{before}(\d{{4}}-\d\d-\d\d){after}(?:-[a-z-]+)?")
            for slug in sorted(self.sources):
                if (match := shape.fullmatch(slug)) is not None:
                    found.setdefault(match[1], slug)
        return found

    def signature(self, record: str) -> frozenset[tuple[str, str]]:
        """What a record observes, apart from when: equal for two observations of one relation."""
        return frozenset(
            (predicate.value, str(value))
            for predicate, values in self.records.get(record, {}).items()
            if predicate not in _UNRELATED and predicate != RDF.type
            for value in values
        )
