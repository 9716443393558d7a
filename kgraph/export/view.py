"""The selected quads, read once: what is said of each thing, by whom, and under which names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kgraph.export.selection import term_key
from kgraph.names import ID, compact, is_part, local_name
from kgraph.snapshot.graphs import is_entities, is_standing, states_facts
from kgraph.snapshot.labels import NAMES
from kgraph.vocab import GRAPH, RDF, RDFS, Node, Object


class View:
    """What the default graph of an export says, thing by thing, and how the named graphs back it.

    `values` holds, for each subject, its properties with their values in order; `claims` the same
    for each claim; `entities` what data/entities says. Things go by their names in `language`.
    """

    def __init__(self, quads: Iterable[Quad], language: str = "en") -> None:
        self.language = language
        self.values: dict[Object, dict[NamedNode, list[Object]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self.claims: dict[Node, dict[NamedNode, list[Object]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self.entities: list[Triple] = []
        self.stating: dict[Triple, list[str]] = defaultdict(list)
        self.standing: dict[Triple, str] = {}
        self.inferred: set[Triple] = set()
        self._sources: dict[Object, set[str]] = defaultdict(set)
        for quad in quads:
            self._read(quad)
        self._wider: dict[Object, frozenset[Object]] = {}

    def _read(self, quad: Quad) -> None:
        graph = quad.graph_name
        if isinstance(graph, DefaultGraph):
            self.values[quad.subject][quad.predicate].append(quad.object)
        elif graph == GRAPH.claims:
            self.claims[quad.subject][quad.predicate].append(quad.object)
        elif is_entities(graph):
            self.entities.append(quad.triple)
        elif graph == GRAPH.inferred:
            self.inferred.add(quad.triple)
        elif is_standing(graph):
            self.standing[quad.triple] = local_name(graph.value)
        elif states_facts(graph):
            self.stating[quad.triple].append(graph.value)
            # What a statement says of a thing is said of the thing.
            about = quad.object if quad.predicate == RDF.subject else quad.subject
            if about != graph:
                self._sources[about].add(graph.value)

    def of(self, node: Object, predicate: NamedNode) -> list[Object]:
        """The values of one property of a thing, in order."""
        found = self.values.get(node)
        return found.get(predicate, []) if found else []

    def sources(self, node: Node) -> tuple[str, ...]:
        """The graphs of the sources and editors that say anything of a thing."""
        return tuple(sorted(self._sources.get(node, ())))

    def label(self, node: Object, language: str | None) -> str | None:
        """The label in one language, None where there is none."""
        for predicate in NAMES:
            for value in self.of(node, predicate):
                if isinstance(value, Literal) and value.language == language:
                    return value.value
        return None

    def name(self, node: Object, language: str | None = None) -> str:
        """The label in a language, by default that of the view, else in another one, else the short
        name."""
        if isinstance(node, Literal):
            return node.value
        label = self.label(node, language or self.language)
        if label is not None:
            return label
        others = (v.value for p in NAMES for v in self.of(node, p) if isinstance(v, Literal))
        return next(others, short(node))

    def wider(self, cls: Object) -> frozenset[Object]:
        """A class and all that it is a subclass of."""
        known = self._wider.get(cls)
        if known is None:
            self._wider[cls] = frozenset({cls})  # a circle ends here
            above = (
                self.wider(up) for up in self.of(cls, RDFS.subClassOf) if isinstance(up, NamedNode)
            )
            known = self._wider[cls] = frozenset({cls}).union(*above)
        return known

    def classes(self, node: Object) -> frozenset[Object]:
        """Every class that a thing belongs to."""
        return frozenset().union(*(self.wider(cls) for cls in self.of(node, RDF.type)))

    def kinds(self, node: Object) -> list[Object]:
        """The most specific classes of a thing, in order."""
        types = self.of(node, RDF.type)
        above = frozenset().union(*(self.wider(cls) - {cls} for cls in types))
        return [cls for cls in types if cls not in above] or types

    def things(self) -> list[NamedNode]:
        """Everything with an IRI of its own in the data, records included; statements are not."""
        found = (
            node
            for node in self.values
            if isinstance(node, NamedNode)
            and is_part(node.value, "id")
            and RDF.Statement not in self.of(node, RDF.type)
        )
        return sorted(found, key=term_key)


def short(node: Object) -> str:
    """The slug of a thing, the short name of another IRI, the text of anything else."""
    if not isinstance(node, NamedNode):
        return node.value if isinstance(node, Literal) else str(node)
    return node.value.removeprefix(ID) if node.value.startswith(ID) else compact(node.value)
