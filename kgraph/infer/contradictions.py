"""Things that belong to two classes which the ontology says are disjoint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from pyoxigraph import NamedNode, Quad, Store, Triple, Variable

from kgraph.infer.expressions import Expressions
from kgraph.infer.match import DEFAULT, fact, solutions
from kgraph.infer.proof import terms
from kgraph.infer.rules import Atom, resolve
from kgraph.infer.schema import Schema, Uncompilable, complaint, read_schema
from kgraph.problems import LoadError
from kgraph.sparql import engine
from kgraph.vocab import OWL, RDF, Node, Object, as_node

_X = Variable("x")


@dataclass(frozen=True)
class Contradiction:
    """A thing in two disjoint classes: the triples that put it in each, and the axiom.

    `left_class` and `right_class` are as the axiom names them (a blank node for an expression).
    """

    individual: Node
    left_class: Object
    right_class: Object
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


def _disjoint(schema: Schema) -> Iterator[tuple[Object, Object, Triple]]:
    for axiom in schema.axioms(OWL.disjointWith):
        yield axiom.subject, axiom.object, axiom
    for axiom in schema.instances(OWL.AllDisjointClasses):
        for members in schema.objects(axiom.subject, OWL.members):
            for one, other in combinations(schema.items(members), 2):
                yield one, other, axiom


def _things(store: Store, atoms: tuple[Atom, ...]) -> list[Any]:
    """The things for which all patterns hold."""
    where = " ".join(map(str, atoms))
    return [row[0] for row in engine.select(store, f"SELECT DISTINCT {_X} WHERE {{ {where} }}")]


def _side(store: Store, atoms: tuple[Atom, ...], thing: Any) -> tuple[Triple, ...]:
    found = next(solutions(store, atoms, {_X: thing}))
    return tuple(t for a in atoms if (t := fact(resolve(a, found))) is not None)


def _of_two(store: Store, classes: Iterable[Object]) -> dict[Any, set[Object]]:
    """The things that are of more than one of the classes, with those classes.

    One pass over the types of all things: pair by pair, each class would be gone through for each
    other one.
    """
    values = " ".join(sorted(map(str, classes)))
    two = (
        f"SELECT {_X} {{ VALUES ?c {{ {values} }} {_X} {RDF.type} ?c }} "
        f"GROUP BY {_X} HAVING (COUNT(DISTINCT ?c) > 1)"
    )
    return {
        thing: {quad.object for quad in store.quads_for_pattern(thing, RDF.type, None, DEFAULT)}
        for thing in (as_node(row[0]) for row in engine.select(store, two))
    }


def contradiction_patterns(schema: Schema) -> Iterator[str]:
    """The pattern of a thing in two classes, for each two that exclude each other.

    Raises LoadError as `contradictions`.
    """
    expressions = Expressions(schema)
    for one, other, axiom in sorted(_disjoint(schema), key=str):
        for left, right in _ways(expressions, one, other, axiom):
            yield " ".join(map(str, (*left, *right)))


def _ways(
    expressions: Expressions, one: Object, other: Object, axiom: Triple
) -> list[tuple[tuple[Atom, ...], tuple[Atom, ...]]]:
    try:
        return [
            (left, right)
            for left in expressions.conditions(one, _X)
            for right in expressions.conditions(other, _X)
        ]
    except Uncompilable as reason:
        raise LoadError([complaint(axiom, reason.why, reason.fix)]) from None


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
    pairs = sorted(_disjoint(read), key=str)
    named = {end for pair in pairs for end in pair[:2] if isinstance(end, NamedNode)}
    of_two = _of_two(store, named) if named else {}
    found: dict[tuple[Any, frozenset[Object]], Contradiction] = {}
    for one, other, axiom in pairs:
        both = frozenset((one, other))
        for left, right in _ways(expressions, one, other, axiom):
            if both <= named:
                things = [thing for thing, kinds in of_two.items() if both <= kinds]
            else:
                things = _things(store, (*left, *right))
            for thing in things:
                sides = _side(store, left, thing), _side(store, right, thing)
                found.setdefault((thing, both), Contradiction(thing, one, other, *sides, axiom))
    return tuple(sorted(found.values(), key=lambda c: (str(c.individual), str(c.axiom))))
