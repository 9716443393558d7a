"""Finds things of a snapshot by what people type: a slug, a name in any spelling, a code."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kgraph.names import ID, expand, is_part, local_name
from kgraph.search.folding import Spelling, fold, similarity, spelling, words
from kgraph.snapshot.store import Snapshot
from kgraph.vocab import DCTERMS, GRAPH, JPST, OWL, RDF, SKOS, as_term

NAMES: Final = (
    SKOS.prefLabel,
    SKOS.altLabel,
    JPST.formerName,
    JPST.legalName,
    JPST.nickname,
    DCTERMS.title,
)
CODES: Final = tuple(
    NamedNode(JPST.BASE + name)
    for name in (
        "lei",
        "micCode",
        "corporateNumber",
        "securitiesCode",
        "edinetCode",
        "edinetFundCode",
        "grantNumber",
        "lawNumber",
        "bic",
        "financialInstitutionCode",
        "productPageCode",
    )
)
_PROPERTIES: Final = (OWL.ObjectProperty, OWL.DatatypeProperty)
_TOLD_BY: Final = frozenset((*NAMES, *CODES))
CARRIERS: Final = (JPST.Record.value, JPST.MarketIdentifierCode.value)
"""Things that carry a code for something else, which is what one looks for by it."""
ORDER: Final = (
    tuple(
        JPST.BASE + name
        for name in (
            *("Agent", "SecurityToken", "TradingVenue", "Market", "TokenInfrastructure"),
            *("Software", "DigitalMoney"),
        )
    ),
    (),
    CARRIERS,
    (JPST.Source.value,),
    (SKOS.Concept.value,),
    (
        *(OWL.BASE + name for name in ("Class", "ObjectProperty", "DatatypeProperty")),
        *(OWL.BASE + name for name in ("AnnotationProperty", "Ontology")),
        SKOS.ConceptScheme.value,
    ),
    (JPST.BASE + "RouteItem",),
)
"""Kinds of things in the order in which they are listed: things of the market first, then whatever
is of none of these kinds (laws, reports, experiments), codes, documents, concepts, terms. Items of
the route, which are called as their properties are, come last."""
_OTHER: Final = ORDER.index(())
_TERMS: Final = len(ORDER) - 2
ABOUT: Final = frozenset(NamedNode(RDF.BASE + name) for name in ("subject", "object"))
"""What ties a statement to the thing it speaks of, which is no bearer of the thing's code."""
HOW: Final = ("id", "code", "name", "alias", "short", "prefix", "words", "part", "similar")
"""How a thing was found: `short` is a name without its legal form, `words` all words of the text in
names of the thing, in any order."""
_ID, _CODE, _NAME, _ALIAS, _SHORT, _PREFIX, _WORDS, _PART, _SIMILAR = range(len(HOW))
_WHOLE: Final = _SHORT
"""Up to here the text is the whole of a name."""
_TELLING: Final = 2
"""A shorter text than this is no part of a name by which a thing is taken."""
ENOUGH: Final = 0.4
"""Similarity from which a name is offered as one that may have been meant."""


@dataclass(frozen=True)
class Hit:
    """A thing that was found: its label and kind, the text that matched, and how (one of HOW)."""

    iri: str
    label: str
    kind: str
    matched: str
    how: str
    score: float


class _Match(NamedTuple):
    """How well a name fits a text, the best first: `rank` is a place in HOW."""

    rank: int
    distance: float
    length: int
    name: str

    @property
    def score(self) -> float:
        return 1 - self.distance


_OTHER_FORM: Final = _Match(_SIMILAR, 0, 0, "")
"""What is called so but for its legal form, or the note behind it: another thing."""


def resolve(snapshot: Snapshot, text: str, *kinds: str | None) -> list[str]:
    """The IRIs that a text names: none, one, or several where it is ambiguous.

    The text is an IRI, a short name (`id:odx`), a slug, a code (LEI, MIC, corporate number,
    securities code, registration number …), a label in either language, an alias or former name,
    or such a name without its legal form, unless another form is typed; the first of these that
    fits decides. Where nothing is called so, it is the beginning of a name, a part, or words of it
    in any order, save for terms of the ontology, which begin alike. A thing of the market comes
    before a law, a document, a concept or a term of that name. `kinds` leaves only instances of one
    of these classes.
    """
    wanted = Kinds(snapshot, kinds)
    identified = [iri for iri in by_id(snapshot, text.strip()) if iri in wanted]
    if identified:
        return identified[:1]
    found = _matches(snapshot, text, wanted)
    if not found:
        return []
    group = groups(snapshot)
    whole = [iri for iri, match in found.items() if match.rank <= _WHOLE]
    if whole:
        keys = {iri: (group(iri), found[iri].rank, found[iri].distance) for iri in whole}
        return sorted(iri for iri, key in keys.items() if key == min(keys.values()))
    first = min(map(group, found))
    if first >= _TERMS or len(fold(text)) < _TELLING:
        return []
    fitting = [iri for iri in found if group(iri) == first]
    # What has the text as it stands is meant rather than what has its words here and there.
    together = [iri for iri in fitting if found[iri].rank != _WORDS]
    return sorted(together or fitting, key=lambda iri: (found[iri], iri))


def search(
    snapshot: Snapshot,
    text: str,
    *,
    limit: int = 20,
    lang: str = "en",
    kinds: Iterable[str] = (),
) -> list[Hit]:
    """Things whose name or code is like a text, things of the market first, best first.

    Order within a kind: the same identifier, code, label or alias; then those that begin with the
    text, that have all its words, that hold it. After things of the market comes what is called
    exactly so, whatever it is, and it is listed even where it lies beyond `limit`. Things that
    merely resemble the text are listed only where there is nothing better. `kinds` as in `resolve`.
    """
    wanted = Kinds(snapshot, kinds)
    found = _matches(snapshot, text, wanted)
    for iri in by_id(snapshot, text.strip()):
        if iri in wanted:
            found[iri] = _Match(_ID, 0, 0, text.strip())
    group = groups(snapshot)
    if not found:
        found = _similar(snapshot, text, wanted)
        ranked = sorted(found, key=lambda iri: (found[iri].distance, group(iri), found[iri], iri))
    else:
        ranked = sorted(
            found,
            key=lambda iri: (
                group(iri) > 0 and 1 + (found[iri].rank > _WHOLE),
                group(iri),
                found[iri],
                iri,
            ),
        )
    rest = [iri for iri in ranked[limit:] if found[iri].rank <= _WHOLE][: limit - 1]
    shown = [*ranked[: limit - len(rest)], *rest]
    return [_hit(snapshot, iri, found[iri], lang) for iri in shown]


def nearest(snapshot: Snapshot, text: str, *kinds: str, limit: int = 3) -> list[str]:
    """The IRIs of the things that may have been meant by a text that names nothing.

    Things whose slug begins with the text or resembles it come first, then those of a like name.
    `kinds` as in `resolve`.
    """
    wanted = Kinds(snapshot, kinds)
    slugs = {
        local_name(quad.subject.value): quad.subject.value
        for quad in snapshot.store.quads_for_pattern(None, RDF.type, None, GRAPH.entities)
        if is_part(quad.subject.value, "id") and quad.subject.value in wanted
    }
    typed = text.strip().removeprefix("id:").lower()
    begin = [slug for slug in sorted(slugs) if typed and slug.startswith(typed)]
    like = difflib.get_close_matches(typed, slugs, n=limit, cutoff=0.75)
    found = [slugs[slug] for slug in (*begin, *like)]
    found += [hit.iri for hit in search(snapshot, text, limit=limit, kinds=kinds)]
    return list(dict.fromkeys(found))[:limit]


def given_up(snapshot: Snapshot) -> frozenset[str]:
    """The IRIs of terms, concepts and things that are no longer used."""
    return frozenset(
        quad.subject.value
        for quad in snapshot.store.quads_for_pattern(None, OWL.deprecated, None, DefaultGraph())
        if isinstance(quad.subject, NamedNode)
    )


class Kinds:
    """The instances of any of some classes; everything where no class is named.

    A name that was given up is no thing: what took its place is, and has it as a name.
    """

    def __init__(self, snapshot: Snapshot, kinds: Iterable[str | None]) -> None:
        classes = [kind for kind in kinds if kind is not None]
        self._members = instances(snapshot, classes) if classes else None
        self._given_up = given_up(snapshot)

    def __contains__(self, iri: str) -> bool:
        return iri not in self._given_up and (self._members is None or iri in self._members)


def instances(snapshot: Snapshot, classes: Iterable[str]) -> frozenset[str]:
    """The IRIs of what is of any of some classes, also of what was given up."""
    # That each property of OWL is one of RDF is said by no graph.
    kinds = chain.from_iterable(
        _PROPERTIES if cls == RDF.Property.value else (NamedNode(cls),) for cls in classes
    )
    return frozenset(
        quad.subject.value
        for kind in kinds
        for quad in snapshot.store.quads_for_pattern(None, RDF.type, kind, DefaultGraph())
        if isinstance(quad.subject, NamedNode)
    )


def groups(snapshot: Snapshot) -> Callable[[str], int]:
    """The place in ORDER of each thing."""
    places: dict[str, int] = {}
    for place in range(len(ORDER) - 1, -1, -1):
        places |= dict.fromkeys(instances(snapshot, ORDER[place]), place)
    return lambda iri: places.get(iri, _OTHER)


def _hit(snapshot: Snapshot, iri: str, match: _Match, lang: str) -> Hit:
    from kgraph.words.things import kind_of

    label, kind = snapshot.label(iri, lang), kind_of(snapshot, iri, lang)
    return Hit(iri, label, kind, match.name, HOW[match.rank], round(match.score, 3))


def _matches(snapshot: Snapshot, text: str, wanted: Kinds) -> dict[str, _Match]:
    """The best match of each thing wanted that has the text, or its words, in its names."""
    asked, parts = spelling(text), words(text)
    found: dict[str, _Match] = {}
    if not asked.folded:
        return found
    scattered: dict[str, list[tuple[str, str]]] = defaultdict(list)
    others = set[str]()
    for iri, name, rank, distance in named(snapshot):
        if iri not in wanted:
            continue
        folded = fold(name)
        match = _match(asked, name, rank, distance) if asked.core in folded else None
        if match is _OTHER_FORM:
            others.add(iri)
        elif match is not None:
            found[iri] = min(match, found.get(iri, match))
        if len(parts) > 1 and rank != _CODE and any(part in folded for part in parts):
            scattered[iri].append((name, folded))
    for iri in scattered.keys() - found.keys() - others:
        match = _by_words(parts, scattered[iri])
        if match is not None:
            found[iri] = match
    return {iri: match for iri, match in found.items() if iri not in others or match.rank < _SHORT}


def _match(asked: Spelling, name: str, rank: int, distance: float) -> _Match | None:
    has = spelling(name)
    if has.folded == asked.folded:
        return _Match(rank, distance, len(name), name)
    if rank != _CODE and has.core == asked.core:
        short = _Match(_SHORT, distance, len(name), name)
        return _OTHER_FORM if asked.differs(has) else short
    far = 1 - len(asked.folded) / len(has.folded)
    if has.folded.startswith(asked.folded):
        return _Match(_PREFIX, far, len(name), name)
    return _Match(_PART, far, len(name), name) if has.begins(asked.folded) else None


def _by_words(parts: Iterable[str], names: Iterable[tuple[str, str]]) -> _Match | None:
    """The name with most of the words, where names of one thing have them all."""
    missing, best, most = set(parts), "", 0
    for name, folded in names:
        has = spelling(name)
        begun = {part for part in parts if part in folded and has.begins(part)}
        missing -= begun
        if (len(begun), -len(name)) > (most, -len(best)):
            best, most = name, len(begun)
    distance = 1 - min(sum(map(len, parts)) / len(fold(best)), 1) if best else 1
    return None if missing else _Match(_WORDS, distance, len(best), best)


def _similar(snapshot: Snapshot, text: str, wanted: Kinds) -> dict[str, _Match]:
    """Things wanted of which a name resembles the text."""
    asked, found = spelling(text), dict[str, _Match]()
    for iri, name, rank, _ in named(snapshot):
        if rank == _CODE or iri not in wanted:
            continue
        has = spelling(name)
        longest = max(len(has.core), len(asked.core))
        if abs(len(has.core) - len(asked.core)) > longest / 2:
            continue
        score = similarity(asked.core, has.core)
        if score >= ENOUGH:
            match = _Match(_SIMILAR, 1 - score, len(name), name)
            found[iri] = min(match, found.get(iri, match))
    return found


def named(snapshot: Snapshot) -> Iterator[tuple[str, str, int, float]]:
    """Every name and code: what it names, the text, its rank, and how far it is from its thing.

    A code that is carried by something else is the further from a thing, the more such codes the
    thing has: the operator of ten markets is not what the code of one of them stands for.
    """
    for predicate in NAMES:
        rank = _NAME if predicate == NAMES[0] else _ALIAS
        for iri, name in _texts(snapshot, predicate):
            yield iri, name, rank, 0
    for iri, name in _of_other_days(snapshot):
        yield iri, name, _ALIAS, 0
    carriers = instances(snapshot, CARRIERS)
    bearers: dict[str, list[str]] = {}
    for predicate in CODES:
        for iri, value in _texts(snapshot, predicate):
            if iri not in carriers:
                yield iri, value, _CODE, 0
                continue
            yield iri, value, _ALIAS, 0
            if iri not in bearers:
                bearers[iri] = list(_bearers(snapshot, iri, carriers))
            for bearer in bearers[iri]:
                yield bearer, value, _CODE, 1 - 1 / (1 + _carried(snapshot, bearer, carriers))


def _of_other_days(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Names and codes that are no part of the state of the day: one still finds by them."""
    # Who names a thing by its slug waits for none of what makes a snapshot.
    from kgraph.snapshot.span import ClaimState
    from kgraph.snapshot.write_claims import STATES

    store = snapshot.store
    for state in ClaimState:
        if state in (ClaimState.HOLDS, ClaimState.NOT_KNOWN):
            continue
        for quad in store.quads_for_pattern(None, JPST.claimState, STATES[state], GRAPH.claims):
            told = store.quads_for_pattern(quad.subject, None, None, GRAPH.claims)
            said = {part.predicate: part.object for part in told}
            thing, text = said[RDF.subject], said[RDF.object]
            if said[RDF.predicate] in _TOLD_BY and isinstance(text, Literal):
                yield as_term(thing).value, text.value


def _bearers(snapshot: Snapshot, carrier: str, carriers: frozenset[str]) -> Iterator[str]:
    node = NamedNode(carrier)
    for quad in snapshot.store.quads_for_pattern(None, None, node, DefaultGraph()):
        thing = quad.subject
        named = isinstance(thing, NamedNode) and is_part(thing.value, "id")
        if named and thing.value not in carriers and quad.predicate not in ABOUT:
            yield thing.value


def _carried(snapshot: Snapshot, thing: str, carriers: frozenset[str]) -> int:
    node = NamedNode(thing)
    return len(
        {
            quad.object.value
            for quad in snapshot.store.quads_for_pattern(node, None, None, DefaultGraph())
            if isinstance(quad.object, NamedNode) and quad.object.value in carriers
        }
    )


def _texts(snapshot: Snapshot, predicate: NamedNode) -> Iterator[tuple[str, str]]:
    for quad in snapshot.store.quads_for_pattern(None, predicate, None, DefaultGraph()):
        if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
            yield quad.subject.value, quad.object.value


def by_id(snapshot: Snapshot, text: str) -> Iterator[str]:
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
            newer = _object(snapshot, node, DCTERMS.isReplacedBy)
            if not isinstance(newer, NamedNode) or newer in seen:
                break
            node = newer
            seen.add(node)
        if _is_told_of(snapshot, node):
            yield node.value


def _is_told_of(snapshot: Snapshot, node: NamedNode) -> bool:
    """Whether the state of the day knows a thing, or a claim of any day does."""
    store = snapshot.store
    found = chain(
        store.quads_for_pattern(node, None, None, DefaultGraph()),
        store.quads_for_pattern(None, RDF.subject, node, GRAPH.claims),
        store.quads_for_pattern(None, RDF.object, node, GRAPH.claims),
    )
    return next(found, None) is not None


def _flagged(snapshot: Snapshot, node: NamedNode) -> bool:
    flag = _object(snapshot, node, OWL.deprecated)
    return isinstance(flag, Literal) and flag.value in ("true", "1")


def _object(snapshot: Snapshot, node: NamedNode, predicate: NamedNode) -> object:
    quad = next(snapshot.store.quads_for_pattern(node, predicate, None, DefaultGraph()), None)
    return quad.object if quad is not None else None
