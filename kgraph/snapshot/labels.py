"""Labels: one a thing and language, with what stands in where there is none, decided once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kgraph.names import BASE, compact
from kgraph.snapshot.graphs import CONFIRMED, CONFLICTING, LIKELY
from kgraph.snapshot.grounds import GROUNDS
from kgraph.vocab import DCTERMS, GRAPH, JPST, RDFS, SKOS, Object

Ranked = Mapping[NamedNode, Sequence[Object]]

LANGUAGES: Final = ("en", "ja")
# Of several standings the first counts: a conflict before all, and one source is enough to confirm.
# Only what nobody else says is shown as rejected, or as of unknown date.
# Of several grounds the one nearest to the text of the law.
REJECTED: Final = NamedNode(BASE + "claimstate/rejected")
UNDATED: Final = NamedNode(BASE + "claimstate/undated")
RANKS: Final = ((CONFLICTING, CONFIRMED, LIKELY, REJECTED, UNDATED), GROUNDS)
_ASIDE: Final = MappingProxyType({"en": "{}{}, {}", "ja": "{}{}（{}）"})
NAMES: Final = tuple(
    NamedNode(iri) for iri in (SKOS.prefLabel.value, DCTERMS.title.value, RDFS.label.value)
)


class Labels:
    """The label of every thing that has a name, in each language.

    Where a thing has no name in a language, the other one's stands in, English before others; where
    it has none at all, its short name.
    """

    def __init__(self, store: Store) -> None:
        """Reads the names in the default graph of a store."""
        self._names: dict[str, dict[str, str]] = {}
        for predicate in reversed(NAMES):  # the first one named wins
            for quad in store.quads_for_pattern(None, predicate, None, DefaultGraph()):
                name = quad.object
                if isinstance(name, Literal) and isinstance(quad.subject, NamedNode):
                    known = self._names.setdefault(quad.subject.value, {})
                    known[name.language or ""] = name.value

    def of(self, iri: str, lang: str) -> str:
        """The label of a thing in a language."""
        names = self._names.get(iri)
        if not names:
            return compact(iri)
        found = names.get(lang) or names.get("en") or names.get("")
        return found if found is not None else names[min(names)]

    def lines(self, others: Iterable[str]) -> Iterator[str]:
        """What stands in graph:labels, as N-Quads: the label of all that has a name, and of
        `others` (IRIs).

        A standing and a ground have their label behind their rank, too, so that the least is that
        which counts.
        """
        end = f" {GRAPH.labels} .\n"
        for iri in sorted(self._names.keys() | set(others)):
            for lang in LANGUAGES:
                label = Literal(self.of(iri, lang), language=lang)
                yield f"<{iri}> {RDFS.label!s} {label!s}{end}"
        for concept, texts in self.ranked().items():
            for text in texts:
                yield f"{concept!s} {JPST.rankedLabel!s} {text!s}{end}"

    def ranked(self) -> Ranked:
        """The label of each standing and ground behind its rank, in each language."""
        return {
            concept: [
                Literal(f"{rank}{self.of(concept.value, lang)}", language=lang)
                for lang in LANGUAGES
            ]
            for concepts in RANKS
            for rank, concept in enumerate(concepts, 1)
        }


def of_unknown_date(ranked: Ranked) -> Ranked:
    """The standings with the mark that since or until when is unknown, in each language, behind
    ranks of their own after all others. In: the labels of standings behind their ranks."""
    marks = {text.language: text.value for text in ranked[UNDATED] if isinstance(text, Literal)}
    return {
        standing: [
            Literal(
                _ASIDE[text.language or "en"].format(
                    len(RANKS[0]) + int(text.value[0]), text.value[1:], marks[text.language][1:]
                ),
                language=text.language,
            )
            for text in ranked[standing]
            if isinstance(text, Literal)
        ]
        for standing in (CONFLICTING, CONFIRMED, LIKELY)
    }


def ranked_labels(store: Store) -> Ranked:
    """The ranked labels that a snapshot holds."""
    found: dict[NamedNode, list[Object]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, JPST.rankedLabel, None, GRAPH.labels):
        if isinstance(quad.subject, NamedNode):
            found[quad.subject].append(quad.object)
    return found
