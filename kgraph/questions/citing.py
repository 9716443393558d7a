"""Who says a fact: sources with their dates and notes, editors' readings, the project itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import NamedNode, Triple

from kgraph.names import GRAPH
from kgraph.questions.dossier import Node, Reader, Stated
from kgraph.questions.naming import Namer
from kgraph.snapshot.conflicts import SUBJECT
from kgraph.snapshot.graphs import STATE, GraphName, is_merged, states_facts
from kgraph.snapshot.store import Snapshot

_TITLES: Final = {
    GRAPH + "entities": ("the list of things", "実体の一覧"),
    STATE.value: ("the day of the state", "状態の基準となる日"),
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

    @staticmethod
    def _is_ground(graph: GraphName, subject: Node) -> bool:
        """Whether a graph asserts a triple that is no claim: of terms, of what exists, of the day,
        or of a source's own document."""
        if graph == STATE:
            return True
        return is_merged(graph) and (not states_facts(graph) or graph == subject)

    def coarse(
        self, subject: Node, predicate: NamedNode
    ) -> Iterator[tuple[str, str | None, tuple[Stated, ...]]]:
        """The dates of a thing known to the month or year: in words, their standing, who says."""
        if not isinstance(subject, NamedNode):
            return
        for fact in self._reader.told(SUBJECT, subject):
            if fact.property == predicate.value and fact.earliest is not None and fact.holds:
                text = self._names.saying(subject, predicate, fact.object_label)
                yield text, fact.standing, tuple(each for each in fact.stated if each.holds)

    def _title(self, graph: str) -> str:
        if graph in _TITLES:
            return _TITLES[graph][self._names.lang == "ja"]
        return self._names.name(NamedNode(graph))
