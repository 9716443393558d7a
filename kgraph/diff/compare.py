"""Two versions of the graph → what changed from the one to the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store, Triple

from kgraph.diff.difference import (
    ADDED,
    CHANGED,
    DEPRECATED,
    REMOVED,
    Difference,
    EntityChange,
    FactChange,
    SourceChange,
    SourcesChange,
    StandingChange,
)
from kgraph.diff.facts import Said, described, entities, said
from kgraph.diff.offers import Interface, interface_changes, noted_questions
from kgraph.diff.ontology import Schema, str_of
from kgraph.diff.term_changes import term_changes
from kgraph.diff.versions_read import CompareError, has_graphs
from kgraph.names import local_name
from kgraph.snapshot import Snapshot
from kgraph.snapshot.graphs import CONFIRMED, CONFLICTING, LIKELY, states_facts
from kgraph.snapshot.labels import NAMES
from kgraph.vocab import GRAPH, JPST, RDF, Object, as_node

_OF_STATEMENT: Final = frozenset({RDF.subject, RDF.predicate, RDF.object})
_OF_CLAIM: Final = frozenset({RDF.subject, RDF.predicate, RDF.object, JPST.standing})


def compare(
    old: Snapshot | Store,
    new: Snapshot | Store,
    *,
    names: tuple[str, str] = ("old", "new"),
    interfaces: tuple[Interface, Interface] | None = None,
) -> Difference:
    """What changed from `old` to `new`, which are called `names`.

    `interfaces` are their questions and tables (see `kgraph.release.open_interface`), by default
    the questions that the snapshots tell of. Raises CompareError for a store without named graphs:
    nobody could tell who says what in it.
    """
    stores = [side.store if isinstance(side, Snapshot) else side for side in (old, new)]
    for store, name in zip(stores, names, strict=True):
        if not has_graphs(store):
            raise CompareError(
                f"{name}: there are no named graphs, so nobody can tell who says what; "
                "compare with an export that has provenance"
            )
    offers = interfaces or tuple(
        Interface(noted_questions(side)) if isinstance(side, Snapshot) else Interface()
        for side in (old, new)
    )
    versions = [_Version(store) for store in stores]
    found = _Comparison(*versions).difference(names)
    untold = tuple(
        name for name, offer in zip(names, offers, strict=True) if offer.questions is None
    )
    schema = versions[1].schema
    changes = interface_changes(
        offers[0],
        offers[1],
        lambda one, other: schema.is_within(NamedNode(one), NamedNode(other)),
    )
    return replace(found, interface=changes, without_questions=untold)


class _Version:
    """One version, read once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.said = said(store)
        self.schema = Schema(store)
        self.things = entities(store)
        self.sources = {
            graph.value
            for graph in store.named_graphs()
            if isinstance(graph, NamedNode) and states_facts(graph)
        }
        self.of_source: dict[str, set[Said]] = defaultdict(set)
        for fact, graphs in self.said.items():
            for graph in graphs:
                self.of_source[graph].add(fact)
        self.standing = dict(_standings(store))

    def description(self, source: str) -> dict[str, set[Object]]:
        """What a source says of itself."""
        node = NamedNode(source)
        found: dict[str, set[Object]] = defaultdict(set)
        for quad in self.store.quads_for_pattern(node, None, None, node):
            found[quad.predicate.value].add(quad.object)
        return found

    def inferred(self) -> set[Triple]:
        """What only rules add. What they say of statement nodes and the ontology is left out."""
        return {
            quad.triple
            for quad in self.store.quads_for_pattern(None, None, None, GRAPH.inferred)
            if isinstance(quad.subject, NamedNode)
            and quad.predicate not in _OF_STATEMENT
            and quad.subject not in self.schema.terms
        }

    def kinds(self, thing: Object) -> tuple[str, ...]:
        """The classes that a thing is introduced with."""
        quads = described(self.store, as_node(thing), RDF.type)
        return tuple(sorted(str_of(quad.object) for quad in quads))

    def labels(self, iri: str) -> dict[str, str]:
        """The labels of an IRI by language; the best kind of label wins."""
        found: dict[str, str] = {}
        for predicate in NAMES:
            quads = self.store.quads_for_pattern(NamedNode(iri), predicate, None, DefaultGraph())
            values = sorted((q.object for q in quads if isinstance(q.object, Literal)), key=str)
            for value in values:
                found.setdefault(value.language or "", value.value)
        return found


class _Comparison:
    def __init__(self, old: _Version, new: _Version) -> None:
        self.old = old
        self.new = new

    def difference(self, names: tuple[str, str]) -> Difference:
        old, new = self.old, self.new
        inferred = old.inferred(), new.inferred()
        found = Difference(
            *names,
            entities=self.entities(),
            facts_added=self.facts(new, old),
            facts_removed=self.facts(old, new),
            facts_resourced=self.resourced(),
            standings=self.standings(),
            sources=self.sources(),
            terms=term_changes(old.schema, new.schema),
            inferred_added=_plain(inferred[1] - inferred[0]),
            inferred_removed=_plain(inferred[0] - inferred[1]),
        )
        mentioned = set(_mentioned(found))
        labels = {
            iri: told for iri in sorted(mentioned) if (told := new.labels(iri) or old.labels(iri))
        }
        return replace(found, labels=labels)

    def entities(self) -> tuple[EntityChange, ...]:
        old, new = self.old, self.new
        changes = [
            EntityChange(str_of(thing), ADDED, new.kinds(thing))
            for thing in new.things - old.things
        ]
        for thing in old.things - new.things:
            moved = thing in new.schema.terms
            breaking = None if moved else "removed"
            changes.append(EntityChange(str_of(thing), REMOVED, old.kinds(thing), (), breaking))
        for thing in (old.things & new.things & new.schema.deprecated) - old.schema.deprecated:
            replaced_by = new.schema.replacements(thing)
            breaking = None if replaced_by else "not-replaced"
            changes.append(
                EntityChange(str_of(thing), DEPRECATED, new.kinds(thing), replaced_by, breaking)
            )
        return tuple(sorted(changes, key=lambda change: (change.iri, change.change)))

    def facts(self, having: _Version, lacking: _Version) -> tuple[FactChange, ...]:
        """The facts of one version that the other has not, but for what identifies a new thing."""
        gone = {str_of(thing) for thing in having.things - lacking.things}
        found = [
            FactChange(fact, graphs)
            for fact, graphs in having.said.items()
            if fact not in lacking.said
            and not (graphs == (GRAPH.entities.value,) and fact.subject in gone)
        ]
        return tuple(sorted(found, key=lambda change: change.fact.order()))

    def resourced(self) -> tuple[SourcesChange, ...]:
        found = []
        for fact, graphs in self.new.said.items():
            before = self.old.said.get(fact, graphs)
            if before != graphs:
                added, removed = set(graphs) - set(before), set(before) - set(graphs)
                found.append(SourcesChange(fact, tuple(sorted(added)), tuple(sorted(removed))))
        return tuple(sorted(found, key=lambda change: change.fact.order()))

    def standings(self) -> tuple[StandingChange, ...]:
        """Of facts in both versions, without what narrows them: that has no standing of its own."""
        found = []
        for fact in set(map(_bare, self.old.said)) & set(map(_bare, self.new.said)):
            before, after = self.old.standing.get(fact), self.new.standing.get(fact)
            if before and after and before != after:
                found.append(StandingChange(fact, before, after))
        return tuple(sorted(found, key=lambda change: change.fact.order()))

    def sources(self) -> tuple[SourceChange, ...]:
        return tuple(
            change
            for iri in sorted(self.old.sources | self.new.sources)
            if (change := self.source(iri)) is not None
        )

    def source(self, iri: str) -> SourceChange | None:
        old, new = self.old, self.new
        before, after = old.of_source.get(iri, set()), new.of_source.get(iri, set())
        counts = len(after - before), len(before - after)
        if iri not in old.sources:
            return SourceChange(iri, ADDED, *counts)
        if iri not in new.sources:
            return SourceChange(iri, REMOVED, *counts)
        was, now = old.description(iri), new.description(iri)
        changed = tuple(
            (name, _in_order(was.get(name, ())), _in_order(now.get(name, ())))
            for name in sorted(was.keys() | now.keys())
            if was.get(name) != now.get(name)
        )
        return SourceChange(iri, CHANGED, *counts, changed) if changed or any(counts) else None


def _standings(store: Store) -> Iterator[tuple[Said, str]]:
    """Each fact with its standing; of claims that differ, the gravest word comes last."""
    ranked = (LIKELY, CONFIRMED, CONFLICTING)
    claims: dict[Object, dict[NamedNode, Object]] = defaultdict(dict)
    for quad in store.quads_for_pattern(None, None, None, GRAPH.claims):
        if quad.predicate in _OF_CLAIM:
            claims[quad.subject][quad.predicate] = quad.object
    for graph in ranked:
        standing = local_name(graph.value)
        for claim in claims.values():
            if claim.get(JPST.standing) == graph:
                subject, predicate = str_of(claim[RDF.subject]), str_of(claim[RDF.predicate])
                yield Said(subject, predicate, claim[RDF.object]), standing
    for graph in ranked:
        for quad in store.quads_for_pattern(None, None, None, graph):
            fact = Said(str_of(quad.subject), quad.predicate.value, quad.object)
            yield fact, local_name(graph.value)


def _bare(fact: Said) -> Said:
    return Said(fact.subject, fact.property, fact.value)


def _plain(triples: Iterable[Triple]) -> tuple[FactChange, ...]:
    facts = (Said(str_of(t.subject), t.predicate.value, t.object) for t in triples)
    return tuple(FactChange(fact) for fact in sorted(facts, key=Said.order))


def _in_order(terms: Iterable[Object]) -> tuple[Object, ...]:
    return tuple(sorted(terms, key=str))


def _mentioned(part: object) -> Iterator[str]:
    """Every IRI in a nest of changes."""
    if isinstance(part, NamedNode):
        yield part.value
    elif isinstance(part, str):
        if part.startswith(("http://", "https://")):
            yield part
    elif isinstance(part, Mapping):
        yield from _mentioned(part.values())
    elif isinstance(part, Iterable) and not isinstance(part, Triple):
        for inner in part:
            yield from _mentioned(inner)
    elif hasattr(part, "__dataclass_fields__"):
        yield from _mentioned(vars(part).values())
