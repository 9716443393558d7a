"""Things that belong to two classes which the ontology says are disjoint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple, Variable

from kgraph.infer.expressions import Expressions
from kgraph.infer.match import fact, solutions
from kgraph.infer.proof import terms
from kgraph.infer.rules import Atom, resolve
from kgraph.infer.schema import (
    ALL_DISJOINT,
    DISJOINT,
    MEMBERS,
    Schema,
    Term,
    Uncompilable,
    complaint,
    read_schema,
)
from kgraph.load.problems import LoadError
from kgraph.questions import engine

_X = Variable("x")


@dataclass(frozen=True)
class Contradiction:
    """A thing in two disjoint classes: the triples that put it in each, and the axiom.

    `left_class` and `right_class` are as the axiom names them (a blank node for an expression).
    """

    individual: NamedNode | BlankNode
    left_class: Term
    right_class: Term
    left: tuple[Triple, ...]
    right: tuple[Triple, ...]
    axiom: Triple

    def to_json(self) -> dict[str, Any]:
        """The contradiction as JSON values."""
        return {
            "individual": str(self.individual),
            "left_class": str(self.left_class),
            "right_class": str(self.right_class),
            "left": [terms(triple) for triple in self.left],
            "right": [terms(triple) for triple in self.right],
            "axiom": terms(self.axiom),
        }


def _disjoint(schema: Schema) -> Iterator[tuple[Term, Term, Triple]]:
    for axiom in schema.axioms(DISJOINT):
        yield axiom.subject, axiom.object, axiom
    for axiom in schema.instances(ALL_DISJOINT):
        for members in schema.objects(axiom.subject, MEMBERS):
            for one, other in combinations(schema.items(members), 2):
                yield one, other, axiom


def _both(store: Store, left: tuple[Atom, ...], right: tuple[Atom, ...]) -> Iterator[Any]:
    """The things for which both sides hold, each with the triples of either side."""
    where = " ".join(map(str, (*left, *right)))
    for row in engine.select(store, f"SELECT DISTINCT {_X} WHERE {{ {where} }}"):
        thing = row[0]
        sides = []
        for atoms in (left, right):
            found = next(solutions(store, atoms, {_X: thing}))
            sides.append(tuple(t for a in atoms if (t := fact(resolve(a, found))) is not None))
        yield thing, *sides


def contradictions(
    store: Store, schema: Store | Iterable[Triple | Quad]
) -> tuple[Contradiction, ...]:
    """The contradictions in a graph, by owl:disjointWith and owl:AllDisjointClasses.

    In: a store whose default graph holds the closure (a thing in a subclass is then in the class
    too), and the ontology. Out: one value per thing and pair of classes, in order of the thing's
    name. Each triple of either side can be explained on its own. Raises LoadError where an axiom
    names no class that a rule could tell the members of.
    """
    read = read_schema(schema)
    expressions = Expressions(read)
    found: dict[tuple[Any, frozenset[Term]], Contradiction] = {}
    for one, other, axiom in sorted(_disjoint(read), key=str):
        try:
            ways = [
                (left, right)
                for left in expressions.conditions(one, _X)
                for right in expressions.conditions(other, _X)
            ]
        except Uncompilable as reason:
            raise LoadError([complaint(axiom, reason.why, reason.fix)]) from None
        for left, right in ways:
            for thing, lefts, rights in _both(store, left, right):
                key = thing, frozenset((one, other))
                found.setdefault(key, Contradiction(thing, one, other, lefts, rights, axiom))
    return tuple(sorted(found.values(), key=lambda c: (str(c.individual), str(c.axiom))))
