"""What the graph knows that a table or a line may name: things, concepts, properties, scopes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.add.given_up import given_up
from kgraph.names import BASE, QB, SCHEME, kebab, local_name
from kgraph.root import layers, stacked
from kgraph.search.folding import Spelling, spelling
from kgraph.turtle.parse import named_triples, read_text
from kgraph.vocab import JPST, RDF, RDFS, SKOS, as_term
from kgraph.words.units import unit_of

_NAMES: Final = (SKOS.prefLabel, SKOS.altLabel)
_SINGLE: Final = (JPST.SingleValuedProperty, JPST.UnchangingProperty)


class Book:
    """The things of data/entities/ and the terms of ontology/, as far as they may be named.

    `ranges` and `units` are those of properties by their local names. Raises LoadError where a
    file is broken.
    """

    def __init__(self, root: Path) -> None:
        self.slugs: set[str] = set()
        self.kinds: dict[str, set[str]] = defaultdict(set)
        self.concepts: dict[str, dict[str, str]] = {}
        self.ranges: dict[str, str] = {}
        self.units: dict[str, str | None] = {}
        self.single: set[str] = set()
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._folded: dict[str, set[str]] = defaultdict(set)
        self._core: dict[str, list[tuple[str, Spelling]]] = defaultdict(list)
        self._above: dict[str, set[str]] = defaultdict(set)
        self._scopes: dict[str, set[str]] = defaultdict(set)
        self._takes: dict[str, set[str]] = defaultdict(set)
        self._schemes: dict[str, str] = {}
        self._called: dict[str, set[str]] = defaultdict(set)
        stack = layers(root)
        self._own = stack[-1].base
        self._iris: dict[str, str] = {}
        entities = [t for part in stacked(root, "data", "entities") for t in _triples(part)]
        self._given_up = given_up(entities)
        for triple in entities:
            self._take_thing(triple)
        for part in stacked(root, "ontology", "schemes"):
            for triple in _triples(part):
                self._take_concept(triple)
        for part in stacked(root, "ontology"):
            for triple in _triples(part):
                self._take_term(triple)

    def _take_thing(self, triple: Triple) -> None:
        slug = local_name(triple.subject.value)
        self.slugs.add(slug)
        self._iris.setdefault(slug, triple.subject.value)
        if triple.predicate == RDF.type:
            self.kinds[slug].add(local_name(as_term(triple.object).value))
        elif triple.predicate in _NAMES:
            name = as_term(triple.object).value
            spelled = spelling(name)
            self._exact[name].add(slug)
            self._folded[spelled.folded].add(slug)
            self._core[spelled.core].append((slug, spelled))

    def _take_concept(self, triple: Triple) -> None:
        if triple.predicate != SKOS.prefLabel or triple.subject.value.startswith(SCHEME):
            return
        scheme, _, name = triple.subject.value.removeprefix(BASE).partition("/")
        known = self.concepts.setdefault(scheme, {})
        known[name] = known[as_term(triple.object).value] = name

    def _take_term(self, triple: Triple) -> None:
        subject, predicate, value = triple
        if not isinstance(subject, NamedNode):
            return
        name, iri = local_name(subject.value), as_term(value).value
        if predicate == RDFS.range:
            self.ranges[name] = iri
        elif predicate == RDFS.domain or predicate.value.endswith("/domainIncludes"):
            self._scopes[name].add(local_name(iri))
        elif predicate.value.endswith("/rangeIncludes"):
            self._takes[name].add(local_name(iri))
        elif predicate == RDFS.subClassOf:
            self._above[name].add(local_name(iri))
        elif predicate.value == QB + "codeList":
            self._schemes[name] = iri.removeprefix(SCHEME)
        elif predicate == RDF.type and value in _SINGLE:
            self.single.add(name)
        elif predicate == SKOS.prefLabel:
            self._called[iri].add(name)
        elif predicate == SKOS.definition and isinstance(value, Literal) and value.language == "en":
            self.units[name] = unit_of(iri)

    # -- things

    def thing(self, slug: str) -> NamedNode:
        """What a slug names, of whichever root; one that is new is a thing of the root itself."""
        return NamedNode(self._iris.get(slug) or f"{self._own}id/{slug}")

    def own_source(self, slug: str) -> NamedNode:
        """The source of the root itself that a slug names."""
        return NamedNode(f"{self._own}source/{slug}")

    def entity(self, text: str, classes: Iterable[str] = ()) -> str:
        """The slug of the thing that a slug or a name means, of one of the classes where given.

        A name counts without its legal form (株式会社, Co., Ltd.) and whatever its width and case.
        Raises ValueError where none, several or a name that was given up is meant.
        """
        slug = text.removeprefix("id:")
        if slug in self.slugs:
            found = {slug}
        elif text.startswith("id:"):
            found = set()
        else:
            spelled = spelling(text)
            found = self._exact.get(text) or self._folded.get(spelled.folded) or set()
            found = found or self._of_core(spelled)
        wanted = tuple(classes)
        found = self._in_use(found)
        fitting = {slug for slug in found if not wanted or self.is_a(slug, wanted)}
        if len(fitting) == 1:
            return next(iter(fitting))
        if fitting:
            raise ValueError(f"“{text}” names {', '.join(sorted(fitting))}: give the slug")
        if found:
            kinds = ", ".join(sorted({kind for slug in found for kind in self.kinds[slug]}))
            takes = " or ".join(wanted)
            raise ValueError(f"“{text}” is of the kind {kinds}, where {takes} is wanted")
        near = get_close_matches(text, [*self.slugs, *self._exact], n=2)
        hint = f"did you mean {' or '.join(near)}?" if near else "add it under data/entities/ first"
        raise ValueError(f"no entity “{text}”: {hint}")

    def _in_use(self, slugs: set[str]) -> set[str]:
        gone = slugs & set(self._given_up)
        if slugs and gone == slugs:
            slug = min(gone)
            raise ValueError(f"{slug} is given up: {self._given_up[slug]}")
        return slugs - gone

    def is_a(self, slug: str, classes: Iterable[str]) -> bool:
        """Whether a thing is of one of the classes, or of one below them."""
        above = set[str]()
        for kind in self.kinds.get(slug, ()):
            above |= self.above(kind)
        return not above.isdisjoint(classes)

    def above(self, cls: str) -> set[str]:
        """A class with all that are above it."""
        found, waiting = set[str](), [cls]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._above.get(name, ())
        return found

    def _of_core(self, spelled: Spelling) -> set[str]:
        """What is called so without its legal form, save what is of another form."""
        called = self._core.get(spelled.core, [])
        others = {slug for slug, has in called if spelled.differs(has)}
        return {slug for slug, _ in called} - others

    def below(self, cls: str) -> set[str]:
        """The classes below a class, and itself."""
        return {name for name in (cls, *self._above) if cls in self.above(name)}

    def namesakes(self, names: Iterable[str], cls: str) -> set[str]:
        """The things of a class, or of one above or below it, that have one of the names."""
        found = set[str]()
        for name in names:
            found |= self._folded.get(spelling(name).folded, set())
        mine = self.above(cls) - {"Thing"}
        return {
            slug
            for slug in found - set(self._given_up)
            if self.is_a(slug, (cls,)) or any(kind in mine for kind in self.kinds[slug])
        }

    # -- terms

    def property(self, text: str) -> str:
        """The local name of the property that a name or a label means. Raises ValueError."""
        name = text.removeprefix("jpst:")
        if name in self.ranges or name in self._scopes:
            return name
        found = {one for one in self._called.get(text, ()) if one in self.ranges}
        by_column = {one for one in self.ranges if column_of(one) == text}
        found = found or by_column
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise ValueError(f"“{text}” names {', '.join(sorted(found))}: give one of them")
        near = get_close_matches(text, [*self.ranges, *self._called], n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "kgraph terms finds properties"
        raise ValueError(f"no property “{text}”: {hint}")

    def properties_of(self, cls: str) -> list[str]:
        """The properties that things of a class may have, by local name."""
        above = self.above(cls)
        return sorted(
            name
            for name, scopes in self._scopes.items()
            if name in self.ranges or name in self._takes
            if scopes & above
        )

    def scopes(self, name: str) -> list[str]:
        """The classes whose things a property may be said of."""
        return sorted(self._scopes.get(name, ()))

    def takes(self, name: str) -> list[str]:
        """The classes whose things a property takes as its value."""
        if self._takes.get(name):
            return sorted(self._takes[name])
        wanted = self.ranges.get(name, "")
        return [local_name(wanted)] if wanted.startswith(JPST.BASE) else []

    def takes_concepts(self, name: str) -> bool:
        """Whether a property takes concepts of a scheme."""
        return name in self._schemes or self.ranges.get(name) == SKOS.Concept.value

    def scheme(self, name: str) -> str:
        """The slug of the scheme whose concepts a property takes."""
        return self._schemes.get(name, name.lower())

    def concept(self, scheme: str, text: str) -> str:
        """The concept of a scheme that a name or a label means. Raises ValueError."""
        known = self.concepts.get(scheme, {})
        name = text.removeprefix(f"{scheme}:")
        if name in known:
            return known[name]
        raise ValueError(
            f"no concept “{text}”: choose one of {', '.join(sorted(set(known.values())))}"
        )

    def any_concept(self, text: str) -> str:
        """The IRI of a concept of whatever scheme, by its short name. Raises ValueError."""
        scheme, colon, name = text.partition(":")
        if colon and name in self.concepts.get(scheme, {}).values():
            return f"{BASE}{scheme}/{name}"
        found = [
            f"{scheme}:{known[text]}" for scheme, known in self.concepts.items() if text in known
        ]
        if len(found) == 1:
            scheme, _, name = found[0].partition(":")
            return f"{BASE}{scheme}/{name}"
        if found:
            raise ValueError(f"“{text}” names {', '.join(sorted(found))}: give one of them")
        raise ValueError(f"no concept “{text}”: write scheme:name, as in session:morning")


def column_of(name: str) -> str:
    """The column of a property: `issueDate` → `issue_date`."""
    return kebab(name).replace("-", "_")


def _triples(folder: Path) -> Iterator[Triple]:
    for path in sorted(folder.glob("*.ttl")):
        yield from named_triples(read_text(path), path, path.stem)
