"""The facts of a store as sources and editors state them: each with what narrows it, as one value.

A statement node is no fact of its own: its dates, qualifiers and notes belong to the fact it speaks
of. Neither is a record, which says when and how much of the relation that leads to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kgraph.names import JPST, RDF, XSD
from kgraph.snapshot.conflicts import DISAGREEING, EARLIEST, LATEST, OBJECT, PREDICATE, SUBJECT
from kgraph.snapshot.graphs import ENTITIES, states_facts

TYPE: Final = NamedNode(RDF + "type")
PRECISION: Final = NamedNode(JPST + "precision")
_OF_STATEMENT: Final = frozenset({TYPE, SUBJECT, PREDICATE, OBJECT, EARLIEST, LATEST, PRECISION})
_NOT_A_TIE: Final = frozenset({SUBJECT, OBJECT, DISAGREEING})

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple
Details = tuple[tuple[str, Term], ...]


@dataclass(frozen=True)
class Said:
    """One fact with what narrows it.

    `value` of a date known to the month or year is an xsd:gYearMonth or xsd:gYear. `details` are
    the properties (by IRI) and values of the statement that narrows the fact and of the record that
    it leads to, sorted.
    """

    subject: str
    property: str
    value: Term
    details: Details = ()

    def order(self) -> tuple[str, ...]:
        """A sort key: by subject, property and value."""
        inner = (text for name, value in self.details for text in (name, str(value)))
        return self.subject, self.property, str(self.value), *inner


def said(store: Store, *, fold_records: bool = True) -> dict[Said, tuple[str, ...]]:
    """Every fact that a source or an editor states → the graphs that do, sorted.

    What graph:entities says of things (names, kinds) is among them; what sources say of themselves
    is not. Without `fold_records` the facts of a record stand on their own.
    """
    known = entities(store)
    graphs: dict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in store:
        graph = quad.graph_name
        if graph == ENTITIES or (states_facts(graph) and quad.subject != graph):
            graphs[graph].append(quad)
    found: dict[Said, set[str]] = defaultdict(set)
    for graph, quads in graphs.items():
        for fact in _Graph(quads, known if fold_records else None).facts():
            found[fact].add(graph.value)
    return {fact: tuple(sorted(names)) for fact, names in found.items()}


def entities(store: Store) -> frozenset[Node]:
    """The things that graph:entities describes."""
    described = store.quads_for_pattern(None, TYPE, None, ENTITIES)
    return frozenset(quad.subject for quad in described)


class _Graph:
    """What one source or editor says."""

    def __init__(self, quads: Iterable[Quad], known: Collection[Node] | None) -> None:
        self.about: dict[Node, list[tuple[NamedNode, Term]]] = defaultdict(list)
        for quad in quads:
            self.about[quad.subject].append((quad.predicate, quad.object))
        self.speaking: dict[tuple[Term, Term, Term | None], list[Node]] = defaultdict(list)
        self.statements: set[Node] = set()
        for node, pairs in self.about.items():
            values = dict(pairs)
            if SUBJECT in values and PREDICATE in values:
                self.statements.add(node)
                fact = values[SUBJECT], values[PREDICATE], values.get(OBJECT)
                self.speaking[fact].append(node)
        self.hung = frozenset() if known is None else self._hung(known)

    def _hung(self, known: Collection[Node]) -> frozenset[Node]:
        """The records: no things of their own, and something leads to them."""
        loose = self.about.keys() - self.statements - set(known)
        return frozenset(
            value
            for node, pairs in self.about.items()
            if node not in loose and node not in self.statements
            for predicate, value in pairs
            if value in loose and predicate not in _NOT_A_TIE
        )

    def facts(self) -> Iterator[Said]:
        for node, pairs in self.about.items():
            if node in self.statements or node in self.hung:
                continue
            for predicate, value in pairs:
                record = self._details(value) if value in self.hung else ()
                nodes = self.speaking.pop((node, predicate, value), [])
                for details in {self._details(each) for each in nodes} or {()}:
                    yield _fact(node, predicate, value, details + record)
        # What is left has no plain triple beside it: a date known to the month or year, say.
        for (subject, predicate, value), nodes in self.speaking.items():
            for each in nodes:
                stated = period(dict(self.about[each])) if value is None else value
                yield _fact(subject, predicate, stated, self._details(each))

    def _details(self, node: Term) -> Details:
        is_statement = node in self.statements
        return tuple(
            (predicate.value, value)
            for predicate, value in self.about[node]
            if not is_statement or predicate not in _OF_STATEMENT
        )


def _fact(subject: Term, predicate: Term, value: Term, details: Details) -> Said:
    ordered = sorted(details, key=lambda pair: (pair[0], str(pair[1])))
    return Said(_text(subject), _text(predicate), value, tuple(ordered))


def _text(node: Term) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)


def period(values: Mapping[NamedNode, Term]) -> Literal:
    """The month or year that the bounds of a coarse date span, else both bounds."""
    first, last = (
        bound.value if isinstance(bound := values.get(name), Literal) else ""
        for name in (EARLIEST, LATEST)
    )
    if first[:7] == last[:7]:
        return Literal(first[:7], datatype=NamedNode(XSD + "gYearMonth"))
    if first[:4] == last[:4] and first.endswith("-01-01") and last.endswith("-12-31"):
        return Literal(first[:4], datatype=NamedNode(XSD + "gYear"))
    return Literal(f"{first}/{last}")
