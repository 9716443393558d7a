"""Finds things of a snapshot by what people type: a slug, a name in any spelling, a code."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kgraph.names import DCTERMS, ID, JPST, OWL, RDF, SKOS, expand
from kgraph.questions.folding import fold, similarity
from kgraph.snapshot.graphs import ENTITIES
from kgraph.snapshot.store import Snapshot

TYPE: Final = NamedNode(RDF + "type")
NAMES: Final = (
    NamedNode(SKOS + "prefLabel"),
    NamedNode(SKOS + "altLabel"),
    NamedNode(JPST + "formerName"),
    NamedNode(JPST + "legalName"),
    NamedNode(JPST + "nickname"),
    NamedNode(DCTERMS + "title"),
)
CODES: Final = tuple(
    NamedNode(JPST + name)
    for name in (
        "lei",
        "micCode",
        "corporateNumber",
        "securitiesCode",
        "edinetCode",
        "fieaRegistrationNumber",
        "lawNumber",
        "bic",
        "financialInstitutionCode",
        "productPageCode",
    )
)
CARRIERS: Final = (NamedNode(JPST + "Record"), NamedNode(JPST + "MarketIdentifierCode"))
"""Things that carry a code for something else, which is what one looks for by it."""
ABOUT: Final = frozenset(NamedNode(RDF + name) for name in ("subject", "object"))
"""What ties a statement to the thing it speaks of, which is no bearer of the thing's code."""
DEPRECATED: Final = NamedNode(OWL + "deprecated")
REPLACED_BY: Final = NamedNode(DCTERMS + "isReplacedBy")
HOW: Final = ("id", "code", "name", "alias", "prefix", "part", "similar")
ENOUGH: Final = 0.4
"""Similarity from which a name is offered as one that may have been meant."""


@dataclass(frozen=True)
class Hit:
    """A thing that was found: its label, the text that matched, and how (one of HOW)."""

    iri: str
    label: str
    matched: str
    how: str
    score: float


def resolve(snapshot: Snapshot, text: str, class_iri: str | None = None) -> list[str]:
    """The IRIs that a text names exactly: none, one, or several where it is ambiguous.

    The text is an IRI, a short name (`id:odx`), a slug, a code (LEI, MIC, corporate number,
    securities code, registration number …), a label in either language, or an alias or former
    name; the first of these that fits decides. A thing of the market comes before a term, a
    concept or a document of that name. `class_iri` leaves only instances of a class.
    """
    text = text.strip()
    by_id = [iri for iri in _by_id(snapshot, text) if _is_a(snapshot, iri, class_iri)]
    if by_id:
        return by_id[:1]
    wanted = fold(text)
    carriers = _carriers(snapshot)
    found: dict[str, tuple[int, int]] = {}
    for iri, name, rank in _named(snapshot, carriers):
        if fold(name) == wanted and _is_a(snapshot, iri, class_iri):
            entry = (_kind(iri, carriers), rank)
            found[iri] = min(entry, found.get(iri, entry))
    best = min(found.values(), default=None)
    return sorted(iri for iri, entry in found.items() if entry == best)


def search(
    snapshot: Snapshot,
    text: str,
    *,
    limit: int = 20,
    lang: str = "en",
    class_iri: str | None = None,
) -> list[Hit]:
    """Things whose name or code is like a text, best first.

    Order: the same identifier, code, label or alias; then those that begin with the text, that
    hold it, and that merely resemble it. Things of the market come before terms and documents.
    """
    wanted = fold(text)
    if not wanted:
        return []
    carriers = _carriers(snapshot)
    best: dict[str, tuple[int, float, str]] = {}
    for iri in _by_id(snapshot, text.strip()):
        best[iri] = (0, 1.0, text.strip())
    for iri, name, rank in _named(snapshot, carriers):
        match = _match(wanted, fold(name), rank)
        if match is not None:
            entry = (*match, name)
            if iri not in best or _order(entry) < _order(best[iri]):
                best[iri] = entry
    ranked = sorted(
        best, key=lambda iri: (best[iri][0], _kind(iri, carriers), _order(best[iri]), iri)
    )
    hits = []
    for iri in ranked:
        if len(hits) == limit:
            break
        if _is_a(snapshot, iri, class_iri):
            rank, score, matched = best[iri]
            hits.append(Hit(iri, snapshot.label(iri, lang), matched, HOW[rank], round(score, 3)))
    return hits


def nearest(
    snapshot: Snapshot, text: str, class_iri: str | None = None, limit: int = 3
) -> list[str]:
    """The IRIs of the things that may have been meant by a text that names nothing.

    Things whose slug begins with the text or resembles it come first, then those of a like name.
    """
    slugs = {
        quad.subject.value.removeprefix(ID): quad.subject.value
        for quad in snapshot.store.quads_for_pattern(None, TYPE, None, ENTITIES)
        if quad.subject.value.startswith(ID) and _is_a(snapshot, quad.subject.value, class_iri)
    }
    wanted = text.strip().removeprefix("id:").lower()
    begin = [slug for slug in sorted(slugs) if wanted and slug.startswith(wanted)]
    like = difflib.get_close_matches(wanted, slugs, n=limit, cutoff=0.75)
    found = [slugs[slug] for slug in (*begin, *like)]
    found += [hit.iri for hit in search(snapshot, text, limit=limit, class_iri=class_iri)]
    return list(dict.fromkeys(found))[:limit]


def _order(entry: tuple[int, float, str]) -> tuple[int, float, int, str]:
    rank, score, name = entry
    return rank, -score, len(name), name


def _kind(iri: str, carriers: frozenset[str]) -> int:
    """Things of the market first, then what carries codes for them, then terms and documents."""
    return 2 if not iri.startswith(ID) else int(iri in carriers)


def _carriers(snapshot: Snapshot) -> frozenset[str]:
    return frozenset(
        quad.subject.value
        for cls in CARRIERS
        for quad in snapshot.store.quads_for_pattern(None, TYPE, cls, DefaultGraph())
        if isinstance(quad.subject, NamedNode)
    )


def _match(wanted: str, name: str, rank: int) -> tuple[int, float] | None:
    if name == wanted:
        return rank, 1.0
    if name.startswith(wanted):
        return HOW.index("prefix"), len(wanted) / len(name)
    if wanted in name:
        return HOW.index("part"), len(wanted) / len(name)
    if rank == HOW.index("code") or abs(len(name) - len(wanted)) > max(len(name), len(wanted)) / 2:
        return None
    score = similarity(wanted, name)
    return (HOW.index("similar"), score) if score >= ENOUGH else None


def _named(snapshot: Snapshot, carriers: frozenset[str]) -> Iterator[tuple[str, str, int]]:
    """Every name and code with what it names and its rank."""
    for predicate in NAMES:
        rank = HOW.index("name" if predicate == NAMES[0] else "alias")
        for iri, name in _texts(snapshot, predicate):
            yield iri, name, rank
    code, alias = HOW.index("code"), HOW.index("alias")
    for predicate in CODES:
        for iri, value in _texts(snapshot, predicate):
            if iri not in carriers:
                yield iri, value, code
                continue
            yield iri, value, alias
            node = NamedNode(iri)
            for quad in snapshot.store.quads_for_pattern(None, None, node, DefaultGraph()):
                bearer = quad.subject
                named = isinstance(bearer, NamedNode) and bearer.value.startswith(ID)
                if named and bearer.value not in carriers and quad.predicate not in ABOUT:
                    yield bearer.value, value, code


def _texts(snapshot: Snapshot, predicate: NamedNode) -> Iterator[tuple[str, str]]:
    for quad in snapshot.store.quads_for_pattern(None, predicate, None, DefaultGraph()):
        if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
            yield quad.subject.value, quad.object.value


def _by_id(snapshot: Snapshot, text: str) -> Iterator[str]:
    """The thing that a text identifies, or what replaced it."""
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    candidates = [ID + text]
    if ":" in text:
        candidates = [text]
        with suppress(ValueError):
            candidates.append(expand(text))
    for candidate in candidates:
        try:
            node = NamedNode(candidate)
        except ValueError:
            continue
        seen = {node}
        while _flagged(snapshot, node):
            newer = _object(snapshot, node, REPLACED_BY)
            if not isinstance(newer, NamedNode) or newer in seen:
                break
            node = newer
            seen.add(node)
        quads = snapshot.store.quads_for_pattern(node, None, None, DefaultGraph())
        if next(quads, None) is not None:
            yield node.value


def _flagged(snapshot: Snapshot, node: NamedNode) -> bool:
    flag = _object(snapshot, node, DEPRECATED)
    return isinstance(flag, Literal) and flag.value in ("true", "1")


def _object(snapshot: Snapshot, node: NamedNode, predicate: NamedNode) -> object:
    quad = next(snapshot.store.quads_for_pattern(node, predicate, None, DefaultGraph()), None)
    return quad.object if quad is not None else None


def _is_a(snapshot: Snapshot, iri: str, class_iri: str | None) -> bool:
    if class_iri is None:
        return True
    found = snapshot.store.quads_for_pattern(
        NamedNode(iri), TYPE, NamedNode(class_iri), DefaultGraph()
    )
    return next(found, None) is not None
