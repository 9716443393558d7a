"""Who says a fact: sources with their dates and notes, editors' readings, the project itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final, TypeGuard

from pyoxigraph import NamedNode, Quad, Store, Triple

from kgraph.show.dossier import Reader
from kgraph.show.on_record import Stated
from kgraph.snapshot.graphs import is_merged, states_facts
from kgraph.snapshot.span import ClaimState
from kgraph.snapshot.store import Snapshot
from kgraph.snapshot.write_claims import STATES, claimed, is_of_record
from kgraph.vocab import GRAPH, JPST, RDF, GraphName, Node, Object, as_node, as_term
from kgraph.words.things import Namer

_TITLES: Final = {
    GRAPH.entities.value: ("the list of things", "実体の一覧"),
    GRAPH.state.value: ("the day of the state", "状態の基準となる日"),
}

Ground = tuple[str, str]
"""The name of a graph that is no source, and what it is called."""


class Citer:
    """Looks up who says facts of one snapshot, in one language; keeps what it has looked up."""

    def __init__(self, snapshot: Snapshot, names: Namer) -> None:
        self._store = snapshot.store
        self._names = names
        self._reader = Reader(snapshot, names.lang)

    def cite(self, triple: Triple) -> tuple[tuple[Stated, ...], tuple[Ground, ...]]:
        """The claims that hold a triple up, and what else asserts it."""
        stated = (each for each in self._reader.stated_of(triple) if each.holds)
        graphs = sorted(
            {
                quad.graph_name.value
                for quad in self._store.quads_for_pattern(*triple)
                if self._is_ground(quad.graph_name, triple.subject)
            }
        )
        return tuple(stated), tuple((graph, self._title(graph)) for graph in graphs)

    def past(self, triple: Triple) -> tuple[Stated, ...]:
        """The claims that state a triple and do not hold it up on the day of the state.

        What had not been read by the day of knowledge says nothing.
        """
        return tuple(s for s in self._reader.stated_of(triple) if _is_past(s))

    def past_links(self, subject: Node, thing: Node) -> Iterator[tuple[Triple, tuple[Stated, ...]]]:
        """What is told of two things, at once or by a record, and no longer or not yet holds."""
        if not isinstance(subject, NamedNode):
            return
        for fact in self._reader.told(RDF.subject, subject):
            named = {fact.object, *(inner.object for inner in fact.record)}
            past = tuple(filter(_is_past, fact.stated))
            if thing in named and past and not fact.holds and fact.object is not None:
                yield Triple(subject, NamedNode(fact.property), fact.object), past

    @staticmethod
    def _is_ground(graph: GraphName, subject: Node) -> TypeGuard[NamedNode]:
        """Whether a graph asserts a triple that is no claim: of terms, of what exists, of the day,
        or of a source's own document."""
        if graph == GRAPH.state:
            return True
        return is_merged(graph) and (not states_facts(graph) or graph == subject)

    def _title(self, graph: str) -> str:
        if graph in _TITLES:
            return _TITLES[graph][self._names.lang == "ja"]
        return self._names.name(NamedNode(graph))


def _is_past(stated: Stated) -> bool:
    return not stated.holds and stated.is_known


def past_triples(store: Store) -> Store:
    """What claims say that holds on other days than that of the state, as a default graph.

    What had ended before any page told that it held is not among it: no day is sure.
    """
    found = Store()
    for state in set(STATES) - {ClaimState.HOLDS, ClaimState.NOT_KNOWN}:
        for quad in store.quads_for_pattern(None, JPST.claimState, STATES[state], GRAPH.claims):
            said: dict[NamedNode, list[Object]] = defaultdict(list)
            for part in store.quads_for_pattern(quad.subject, None, None, GRAPH.claims):
                said[part.predicate].append(part.object)
            first, last = said[JPST.holdsFrom], said[JPST.holdsUntil]
            if (
                state is not ClaimState.UNDATED
                and first
                and last
                and as_term(first[0]).value > as_term(last[0]).value
            ):
                continue
            stated = claimed(said)
            found.add(Quad(*stated))
            if JPST.recordClass in said:
                record = as_node(stated.object)
                found.extend(Quad(record, RDF.type, cls) for cls in said[JPST.recordClass])
                found.extend(
                    Quad(record, name, thing)
                    for name, things in said.items()
                    if is_of_record(name)
                    for thing in things
                )
    return found
