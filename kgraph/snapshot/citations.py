"""How pages are cited, and what claims are called in words, in each language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kgraph.names import BASE, base_of
from kgraph.snapshot.claims import HELD, Claim
from kgraph.snapshot.labels import LANGUAGES, Labels
from kgraph.vocab import DCTERMS, GRAPH, JPST, PROV, RDF, SCHEMA, Node, Object, as_node, as_term

STATED: Final = NamedNode(BASE + "origin/stated")
READING: Final = NamedNode(BASE + "origin/reading")
UNDATED: Final[Mapping[str, str]] = {"en": "undated", "ja": "日付なし"}
AND: Final[Mapping[str, str]] = {"en": ", ", "ja": "・"}
READ_FROM: Final[Mapping[str, str]] = {"en": "our reading of ", "ja": "当方の読み取り："}
# What a publisher’s name says of the copy or the edition, not of who speaks.
_COPY: Final = re.compile(
    r",? \(?(?:mirrored|copied|hosted|syndicated|via|copy|document copy)\b.*| contributors$"
    r"| \((?:English|Japanese)\)$",
    re.IGNORECASE,
)


class Citations:
    """How the pages of a store are cited, and values and qualifiers called, in each language."""

    def __init__(self, store: Store, labels: Labels, marks: Mapping[str, str]) -> None:
        """Reads the sources in the default graph of a store.

        `marks` names the roots besides ours by their bases: whose a page is that others cannot see.
        """
        self.labels = labels
        self._marks = marks
        self._issued = _texts(store, DCTERMS.issued)
        self._url = _texts(store, SCHEMA.url)
        self._sources = {
            quad.subject
            for quad in store.quads_for_pattern(None, RDF.type, JPST.Source, DefaultGraph())
        }
        self._publishers = {lang: self._of_publishers(store, labels, lang) for lang in LANGUAGES}
        self._known: dict[Node, tuple[Literal, ...]] = {}
        self._origins: dict[Node, Sequence[tuple[NamedNode, Object]]] = {}
        self._named: dict[str, tuple[Literal, ...]] = {}

    def page(self, source: Node, lang: str) -> str:
        """The address and the day of a source."""
        days = self._issued.get(source)
        day = max(days) if days else UNDATED[lang]
        urls = self._url.get(source)
        mark = self._marks.get(base_of(source.value))
        page = f"{min(urls) if urls else source.value} ({day})"
        return page if mark is None else f"{page} [{mark}]"

    def origin(self, claim: Claim) -> Sequence[tuple[NamedNode, Object]]:
        """Whether a claim is stated or read, and its citation in each language; of a reading,
        that of what was read."""
        known = self._origins.get(claim.source)
        if known is not None:
            return known
        if claim.is_reading:
            read = (Literal(self._reading(claim, lang), language=lang) for lang in LANGUAGES)
            return [(JPST.origin, READING), *((JPST.citation, page) for page in read)]
        cited = [(JPST.citation, page) for page in self._of_source(claim.source)]
        return self._origins.setdefault(claim.source, [(JPST.origin, STATED), *cited])

    def qualifiers(self, claim: Claim) -> Iterator[Literal]:
        """What narrows a claim, as one text in each language; nothing where nothing does.

        That is its qualifier, and what is planned or has ended where it is of a record.
        """
        narrowing = [
            as_term(concept).value
            for concept in (*claim.values(JPST.recordStatus), *claim.values(JPST.qualifier))
            if concept != HELD
        ]
        if narrowing:
            for lang in LANGUAGES:
                labels = (self.labels.of(concept, lang) for concept in narrowing)
                yield Literal(AND[lang].join(labels), language=lang)

    def values(self, values: Sequence[Object]) -> Iterable[Literal]:
        """Values as one text in each language: things by their labels, literals as they stand."""
        if len(values) > 1:
            told = [[text.value for text in self.values([value])] for value in values]
            texts = zip(LANGUAGES, zip(*told, strict=True), strict=True)
            return [Literal(AND[lang].join(parts), language=lang) for lang, parts in texts]
        (value,) = values
        if isinstance(value, Literal):
            return [Literal(value.value, language=lang) for lang in LANGUAGES]
        iri = as_term(value).value
        named = self._named.get(iri)
        if named is None:
            named = self._named[iri] = tuple(
                Literal(self.labels.of(iri, lang), language=lang) for lang in LANGUAGES
            )
        return named

    def notes(self, claim: Claim) -> Iterator[Literal]:
        """What is noted beside a claim, else why editors concluded it, in each language.

        What is written in one language only stands in for the other.
        """
        found = claim.values(JPST.note) or claim.values(JPST.reason)
        notes = [note for note in found if isinstance(note, Literal)]
        for lang in LANGUAGES if notes else ():
            own = [note.value for note in notes if note.language == lang]
            yield Literal(AND[lang].join(own or [note.value for note in notes]), language=lang)

    def source_quads(self) -> Iterator[Quad]:
        """The citation of each source, who publishes it in one text a language, and its voice."""
        for source, text in self.voices().items():
            if source in self._sources:
                yield Quad(source, JPST.voice, Literal(text), GRAPH.claims)
        for source in self._sources:
            for page in self._of_source(source):
                yield Quad(source, JPST.citation, page, GRAPH.claims)
        for lang, texts in self._publishers.items():
            for source, text in texts.items():
                if source in self._sources:
                    text_in = Literal(text, language=lang)
                    yield Quad(source, JPST.publishers, text_in, GRAPH.claims)

    def sought_quads(self, store: Store) -> Iterator[Quad]:
        """The citation and the day of the page in which something was looked for and not found.

        In: the store that the sources were read from, with their graphs.
        """
        for quad in store.quads_for_pattern(None, RDF.type, JPST.NotFoundInSource, None):
            source = quad.graph_name
            if source in self._sources and isinstance(source, NamedNode):
                for page in self._of_source(source):
                    yield Quad(quad.subject, JPST.citation, page, GRAPH.claims)
                for out in store.quads_for_pattern(source, DCTERMS.issued, None, DefaultGraph()):
                    yield Quad(quad.subject, DCTERMS.issued, out.object, GRAPH.claims)

    def voices(self) -> dict[Node, str]:
        """Who speaks in each source, and sets each terms of use that name a publisher."""
        return {node: voice(text) for node, text in self._publishers["en"].items()}

    def _of_source(self, source: Node) -> tuple[Literal, ...]:
        known = self._known.get(source)
        if known is None:
            known = self._known[source] = tuple(
                Literal(self.page(source, lang), language=lang) for lang in LANGUAGES
            )
        return known

    def _reading(self, claim: Claim, lang: str) -> str:
        pages = sorted(self.page(as_node(s), lang) for s in claim.values(PROV.wasDerivedFrom))
        return READ_FROM[lang] + (" | ".join(pages) or self.labels.of(claim.source.value, lang))

    def _of_publishers(self, store: Store, labels: Labels, lang: str) -> dict[Node, str]:
        names: dict[Node, list[str]] = defaultdict(list)
        for name in (DCTERMS.publisher, JPST.setBy):
            for quad in every(store, name):
                names[quad.subject].append(labels.of(as_term(quad.object).value, lang))
        for source, texts in _texts(store, JPST.publisherName).items():
            names[source] += texts
        return {source: " / ".join(sorted(set(texts))) for source, texts in names.items()}


def voice(publishers: str) -> str:
    """Who speaks in a source, told apart as far as its publishers’ names tell.

    All who publish a page together are one voice; a copy or another edition has that of its page.
    """
    return _COPY.sub("", _COPY.sub("", publishers)).casefold()


def every(store: Store, predicate: NamedNode) -> Iterator[Quad]:
    """All that the default graph says by a property."""
    return store.quads_for_pattern(None, predicate, None, DefaultGraph())


def _texts(store: Store, predicate: NamedNode) -> dict[Node, list[str]]:
    found: dict[Node, list[str]] = defaultdict(list)
    for quad in every(store, predicate):
        found[quad.subject].append(as_term(quad.object).value)
    return found
