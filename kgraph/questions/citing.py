"""Who says a fact: sources with their dates and notes, editors' readings, the project itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.names import GRAPH, JPST, PROV
from kgraph.questions.dossier import Node, Reader, SourceRef, Stated
from kgraph.questions.naming import Namer
from kgraph.snapshot.graphs import INFERRED, is_standing, states_facts
from kgraph.snapshot.store import Snapshot

REASON: Final = NamedNode(JPST + "reason")
DERIVED_FROM: Final = NamedNode(PROV + "wasDerivedFrom")
_LIST: Final = ("the list of things", "実体の一覧")


@dataclass(frozen=True)
class Citation:
    """How one source states a fact; of an editors' reading also why, and what they read."""

    stated: Stated
    reason: str = ""
    read: tuple[SourceRef, ...] = ()


Ground = tuple[str, str]
"""The name of a graph that is no source, and what it is called."""


class Citer:
    """Looks up who says facts of one snapshot, in one language; keeps what it has looked up."""

    def __init__(self, snapshot: Snapshot, names: Namer) -> None:
        self._store = snapshot.store
        self._names = names
        self._reader = Reader(snapshot, names.lang)

    def cite(self, triple: Triple) -> tuple[tuple[Citation, ...], tuple[Ground, ...]]:
        """The sources and readings that state a triple, and what else asserts it."""
        graphs = sorted(
            {
                quad.graph_name.value
                for quad in self._store.quads_for_pattern(*triple)
                if isinstance(quad.graph_name, NamedNode)
                and not is_standing(quad.graph_name)
                and quad.graph_name != INFERRED
            }
        )
        stating = [NamedNode(graph) for graph in graphs if states_facts(NamedNode(graph))]
        statements = self._reader.statements(triple) if stating else {}
        citations = [
            self._citation(graph, stated)
            for graph in stating
            for stated in statements.get(graph) or [self._plainly(triple, graph)]
        ]
        others = (graph for graph in graphs if NamedNode(graph) not in stating)
        return tuple(citations), tuple((graph, self._title(graph)) for graph in others)

    def coarse(
        self, subject: Node, predicate: NamedNode
    ) -> Iterator[tuple[str, str | None, tuple[Citation, ...]]]:
        """The dates of a thing known to the month or year: in words, their standing, who says."""
        if not isinstance(subject, NamedNode):
            return
        for fact in self._reader.coarse_dates(subject):
            if fact.property == predicate.value:
                text = self._names.saying(subject, predicate, fact.object_label)
                cited = (self._citation(NamedNode(s.source.iri), s) for s in fact.stated)
                yield text, fact.standing, tuple(cited)

    def _plainly(self, triple: Triple, graph: NamedNode) -> Stated:
        """What ties a thing to a record has the dates and notes of the record."""
        record = triple.object
        if self._names.is_record(record):
            values = self._reader.values(record, graph)
            if values:
                return self._reader.stated(record, graph, values)
        return self._reader.plainly(triple.subject, graph)

    def _citation(self, graph: NamedNode, stated: Stated) -> Citation:
        if stated.node is None:
            return Citation(stated)
        node = NamedNode(stated.node)
        reasons = {
            quad.object.language: quad.object.value
            for quad in self._store.quads_for_pattern(node, REASON, None, graph)
            if isinstance(quad.object, Literal)
        }
        reason = reasons.get(self._names.lang) or next(iter(reasons.values()), "")
        read = sorted(
            quad.object.value
            for quad in self._store.quads_for_pattern(node, DERIVED_FROM, None, graph)
        )
        return Citation(stated, reason, tuple(self._reader.source(NamedNode(iri)) for iri in read))

    def _title(self, graph: str) -> str:
        if graph == GRAPH + "entities":
            return _LIST[self._names.lang == "ja"]
        return self._names.name(NamedNode(graph))
