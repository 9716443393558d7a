"""Things, types and properties that begin as people type, for fields that complete themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kgraph.matching.reconciler import Reconciler
from kgraph.names import is_part
from kgraph.search.folding import fold
from kgraph.search.lookup import search
from kgraph.snapshot.store import Snapshot
from kgraph.vocab import SKOS
from kgraph.web.reconciliation.ids import id_of, term, thing
from kgraph.web.reconciliation.queries import described

PAGE: Final = 20
"""Suggestions that are given at once."""
FARTHEST: Final = 1000
"""Suggestions that can be skipped."""


def entities(reconciler: Reconciler, prefix: str, cursor: int, lang: str) -> dict[str, Any]:
    """Things of which the text is an identifier, a code, or a name or its beginning."""
    snapshot = reconciler.snapshot
    named = thing(snapshot, prefix)
    most = cursor + PAGE
    found = [named] if named is not None and is_part(named, "id") else []
    # Things of the market stand first; documents, concepts and terms are no entities here.
    hits = search(snapshot, prefix, limit=most * 2, lang=lang) if prefix.strip() else []
    found += [hit.iri for hit in hits if is_part(hit.iri, "id")]
    shown = list(dict.fromkeys(found))[cursor:most]
    return {
        "result": [
            {
                "id": id_of(snapshot, iri),
                "name": snapshot.label(iri, lang),
                "description": described(snapshot, iri, lang),
                "notable": [
                    {"id": id_of(snapshot, kind), "name": snapshot.label(kind, lang)}
                    for kind in reconciler.types_of(iri)[:1]
                ],
            }
            for iri in shown
        ]
    }


def types(reconciler: Reconciler, prefix: str, cursor: int, lang: str) -> dict[str, Any]:
    """Classes of things, those first that have most of them."""
    known = sorted(reconciler.types, key=lambda kind: (-len(reconciler.types[kind]), kind))
    found = _beginning(reconciler.snapshot, known, prefix)
    return {"result": [type_of(reconciler, kind, lang) for kind in found[cursor : cursor + PAGE]]}


def properties(reconciler: Reconciler, prefix: str, cursor: int, lang: str) -> dict[str, Any]:
    """Properties that things have, those first that most of them have."""
    found = _beginning(reconciler.snapshot, reconciler.properties, prefix)
    shown = found[cursor : cursor + PAGE]
    return {"result": [property_of(reconciler.snapshot, one, lang) for one in shown]}


def type_of(reconciler: Reconciler, kind: str, lang: str, *, above: bool = True) -> dict[str, Any]:
    """A class as the protocol has it, with the classes right above it."""
    snapshot = reconciler.snapshot
    told: dict[str, Any] = {"id": id_of(snapshot, kind), "name": snapshot.label(kind, lang)}
    broader = reconciler.broader(kind) if above else []
    if broader:
        told["broader"] = [type_of(reconciler, one, lang, above=False) for one in broader]
    return told


def property_of(snapshot: Snapshot, name: str, lang: str) -> dict[str, Any]:
    """A property as the protocol has it."""
    told = {"id": id_of(snapshot, name), "name": snapshot.label(name, lang)}
    node = NamedNode(name)
    for quad in snapshot.store.quads_for_pattern(node, SKOS.definition, None, DefaultGraph()):
        if isinstance(quad.object, Literal) and quad.object.language == lang:
            told["description"] = quad.object.value
    return told


def _beginning(snapshot: Snapshot, known: Iterable[str], prefix: str) -> list[str]:
    """What is called so, then what begins so, then what has it; all where nothing is typed."""
    known = list(known)
    named = term(snapshot, known, prefix)
    wanted = fold(prefix)
    if not wanted:
        return known
    ranks: dict[str, int] = {} if named is None else {named: 0}
    for iri in known:
        texts = [fold(snapshot.label(iri, lang)) for lang in ("en", "ja")]
        texts.append(fold(iri.rpartition("/")[2]))
        for text in texts:
            if wanted in text:
                rank = 0 if text == wanted else 1 if text.startswith(wanted) else 2
                ranks[iri] = min(rank, ranks.get(iri, rank))
    return sorted(ranks, key=lambda iri: (ranks[iri], known.index(iri)))
