"""A thing as a tree of JSON-LD, the frame that gives it, and the context that both are read with.

Context and frames follow from the ontology alone: a release publishes them, and a reader may rely
on them for whatever the data hold.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kgraph.export.context import LANGUAGE_MAP, Context, context
from kgraph.export.errors import ExportError
from kgraph.export.jsonld import value_of
from kgraph.export.selection import in_order
from kgraph.names import BASE
from kgraph.vocab import GRAPH, JPST, OWL, RDF, RDFS, SKOS, Object

CONTEXT: Final = BASE + "context.jsonld"
"""Where the context is published."""
MAIN: Final[Mapping[str, NamedNode]] = MappingProxyType(
    {
        "token": JPST.SecurityToken,
        "organization": NamedNode(JPST.BASE + "Organization"),
        "venue": NamedNode(JPST.BASE + "TradingVenue"),
        "platform": NamedNode(JPST.BASE + "TokenPlatform"),
        "source": JPST.Source,
    }
)
"""The main classes, by the names of their frames."""
_STATE: Final = DefaultGraph()
_FLAGS: Final = MappingProxyType({"@embed": "@always", "@explicit": True, "@omitDefault": True})
"""What is asked of each node of a frame: within every other one, that and no more, no gaps."""


def as_text(document: Mapping[str, object]) -> str:
    """A document of JSON as files hold it."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


class Trees:
    """Context, frames and trees of one graph; the ontology is read once."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def context(self) -> dict[str, object]:
        """The context as a document of its own: every value in a list, of text by language."""
        return {"@context": self._rules.standalone()}

    def frame(self, cls: NamedNode) -> dict[str, object]:
        """The frame that makes of a graph the trees of a class: what may be said of such a thing,
        its records whole, all else by kind and name."""
        return {
            "@context": CONTEXT,
            "@type": [self._rules.key(cls.value)],
            **self._framed(cls, whole=True),
        }

    def frames(self) -> dict[str, dict[str, object]]:
        """The frame of each main class that the ontology has, by name."""
        known = {name: cls for name, cls in MAIN.items() if self._is_class(cls)}
        return {name: self.frame(cls) for name, cls in known.items()}

    def tree(self, thing: NamedNode) -> dict[str, object]:
        """What sources say of a thing, as of the day of the state, with its records within it.

        Read as RDF it gives exactly the triples of `quads`. Raises ExportError for a thing of which
        the graph says nothing.
        """
        quads = self.quads(thing)
        if not quads:
            raise ExportError(f"the graph says nothing of {thing.value}")
        said: dict[Object, list[Quad]] = defaultdict(list)
        for quad in quads:
            said[quad.subject].append(quad)
        return {"@context": CONTEXT, **self._node(thing, said, ())}

    def quads(self, thing: NamedNode) -> list[Quad]:
        """The triples of a tree, sorted: of the thing and its records those of the state that do
        not follow by rules alone; of what these name the kinds and names."""
        found: set[Quad] = set()
        whole, named, done = [thing], set[NamedNode](), set[NamedNode]()
        while whole:
            node = whole.pop()
            done.add(node)
            for quad in self._said(node):
                found.add(quad)
                value = quad.object
                if not isinstance(value, NamedNode) or quad.predicate == RDF.type:
                    continue
                if quad.predicate not in self._to_records:
                    named.add(value)
                elif value not in done:
                    whole.append(value)
        for node in named - done:
            found.update(q for q in self._said(node) if q.predicate in (RDF.type, SKOS.prefLabel))
        return in_order(found)

    def _said(self, node: NamedNode) -> list[Quad]:
        return [
            quad
            for quad in self._store.quads_for_pattern(node, None, None, _STATE)
            if Quad(*quad.triple, GRAPH.inferred) not in self._store
        ]

    def _node(
        self, node: NamedNode, said: Mapping[Object, list[Quad]], above: tuple[NamedNode, ...]
    ) -> dict[str, object]:
        rules, told = self._rules, dict[str, Any]({"@id": self._name(node)})
        for quad in () if node in above else said.get(node, ()):
            value, shape = quad.object, rules.shape(quad.predicate.value)
            key = rules.key(quad.predicate.value)
            if quad.predicate == RDF.type and isinstance(value, NamedNode):
                told.setdefault("@type", []).append(rules.key(value.value))
            elif isinstance(value, NamedNode):
                told.setdefault(key, []).append(self._node(value, said, (*above, node)))
            elif not isinstance(value, Literal):
                raise ExportError(f"{node.value}: a tree has no place for a node without a name")
            elif shape == LANGUAGE_MAP and value.language:
                told.setdefault(key, {}).setdefault(value.language, []).append(value.value)
            else:
                plain = None if shape == LANGUAGE_MAP else shape
                name = quad.predicate.value if shape == LANGUAGE_MAP else key
                told.setdefault(name, []).append(value_of(value, plain, rules))
        return told

    def _name(self, node: NamedNode) -> str:
        own = self._own_prefixes
        namespace = next((iri for iri in own if node.value.startswith(iri)), None)
        local = node.value.removeprefix(namespace) if namespace else ""
        return f"{own[namespace]}:{local}" if namespace and local else node.value

    def _framed(self, cls: NamedNode, *, whole: bool = False) -> dict[str, object]:
        rules, related = self._rules, self._above(cls) | self._below(cls)
        found: dict[str, object] = dict(_FLAGS)
        for iri in sorted({*rules.terms, *rules.shapes}):
            term = NamedNode(iri)
            domains = self._values(term, RDFS.domain)
            if domains and not domains & related:
                continue
            if whole and term in self._to_records:
                inner: dict[str, object] = {}
                for record in self._values(term, RDFS.range):
                    inner |= self._framed(record)
                found[rules.key(iri)] = inner
            elif rules.shape(iri) == LANGUAGE_MAP:
                found[iri] = {}  # the short key takes a map of languages, which no frame is
            else:
                found[rules.key(iri)] = {**_FLAGS, SKOS.prefLabel.value: {}}
        return found

    @cached_property
    def _rules(self) -> Context:
        return context(self._store.quads_for_pattern(None, None, None, _STATE))

    @cached_property
    def _own_prefixes(self) -> Mapping[str, str]:
        found = self._rules.standalone()
        names = {iri: name for name, iri in found.items() if isinstance(iri, str)}
        return {iri: name for iri, name in names.items() if iri.startswith(BASE)}

    @cached_property
    def _to_records(self) -> frozenset[NamedNode]:
        """The properties that lead to records."""
        return frozenset(
            quad.subject
            for cls in self._below(JPST.Record)
            for quad in self._store.quads_for_pattern(None, RDFS.range, cls, _STATE)
            if isinstance(quad.subject, NamedNode)
        )

    def _is_class(self, cls: NamedNode) -> bool:
        return Quad(cls, RDF.type, OWL.Class) in self._store

    def _values(self, node: NamedNode, predicate: NamedNode) -> set[NamedNode]:
        quads = self._store.quads_for_pattern(node, predicate, None, _STATE)
        return {quad.object for quad in quads if isinstance(quad.object, NamedNode)}

    def _above(self, cls: NamedNode) -> set[NamedNode]:
        return self._closure({cls}, lambda one: self._values(one, RDFS.subClassOf))

    def _below(self, cls: NamedNode) -> set[NamedNode]:
        def under(one: NamedNode) -> set[NamedNode]:
            quads = self._store.quads_for_pattern(None, RDFS.subClassOf, one, _STATE)
            return {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}

        return self._closure({cls}, under)

    @staticmethod
    def _closure(
        found: set[NamedNode], following: Callable[[NamedNode], set[NamedNode]]
    ) -> set[NamedNode]:
        todo = list(found)
        while todo:
            more = following(todo.pop()) - found
            found |= more
            todo.extend(more)
        return found
