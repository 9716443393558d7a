"""Class and property expressions → the patterns that must hold, or that then hold, of a variable.

OWL 2 RL lets an expression stand on the left of an axiom (as a condition) or on the right (as a
conclusion), rarely both. Blank nodes never reach a rule: an expression is written out in full.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Variable

from kgraph.infer.rules import Atom, Slot
from kgraph.infer.schema import TRIVIAL, Schema, Uncompilable
from kgraph.vocab import OWL, RDF, Object

_FORMS: Final = (OWL.intersectionOf, OWL.unionOf, OWL.hasValue, OWL.someValuesFrom)
_KINDS: Final = dict(
    zip(_FORMS, ("intersectionOf", "unionOf", "hasValue", "someValuesFrom"), strict=True)
)

_MOST_WAYS: Final = 1_000


class Expressions:
    """Reads the expressions of one schema and remembers which blank nodes it has read."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._count = 0
        self.read: set[Object] = set()

    def fresh(self) -> Variable:
        """A variable that no pattern has used yet."""
        self._count += 1
        return Variable(f"v{self._count}")

    def kind(self, node: Object) -> str | None:
        """The outermost construct of a class expression; None for a named class."""
        if not isinstance(node, BlankNode):
            return None
        return next((_KINDS[f] for f in _FORMS if self._schema.objects(node, f)), None)

    def relation(self, node: Object, subject: Slot, thing: Slot) -> Atom:
        """The pattern “subject property thing” of a property or of `[owl:inverseOf property]`.

        Raises Uncompilable where the node is neither.
        """
        if isinstance(node, NamedNode):
            return Atom(subject, node, thing)
        inner = self._schema.objects(node, OWL.inverseOf) if isinstance(node, BlankNode) else []
        if len(inner) != 1 or not isinstance(inner[0], NamedNode):
            raise Uncompilable(
                "it needs a property or [ owl:inverseOf property ]", "name one property"
            )
        self.read.add(node)
        return Atom(thing, inner[0], subject)

    def _parts(self, node: Object) -> tuple[NamedNode, Object, Object | None]:
        """The construct of an anonymous class: predicate, object, and owl:onProperty."""
        if not isinstance(node, BlankNode):
            raise Uncompilable(f"{node} is no class", "name a class")
        found = [(form, value) for form in _FORMS for value in self._schema.objects(node, form)]
        on = self._schema.objects(node, OWL.onProperty)
        if len(found) != 1:
            raise Uncompilable(
                "its class expression must have one of owl:intersectionOf, owl:unionOf, "
                "owl:hasValue and owl:someValuesFrom",
                "write each expression as a blank node of its own",
            )
        form, value = found[0]
        restriction = form in (OWL.hasValue, OWL.someValuesFrom)
        if len(on) != (1 if restriction else 0):
            raise Uncompilable(
                "a restriction has one owl:onProperty, and nothing else has it",
                "give the restriction exactly one property",
            )
        self.read.add(node)
        return form, value, on[0] if restriction else None

    def _value(self, value: Object) -> Object:
        if isinstance(value, BlankNode):
            raise Uncompilable("the value of owl:hasValue is a blank node", "give the value an IRI")
        return value

    def conditions(self, node: Object, var: Variable) -> list[tuple[Atom, ...]]:
        """The ways in which `var` can be seen to belong to a class: alternatives of patterns.

        Raises Uncompilable for an expression that OWL 2 RL does not allow as a condition.
        """
        if isinstance(node, NamedNode):
            if node in TRIVIAL or node == OWL.Nothing:
                raise Uncompilable(
                    "it makes a condition of a class that everything, or nothing, belongs to",
                    "name a class of your own",
                )
            if self._schema.is_datatype(node):
                raise Uncompilable(
                    "it makes a condition of a datatype, and rules speak of things",
                    "say it as a SHACL shape",
                )
            return [(Atom(var, RDF.type, node),)]
        form, value, on = self._parts(node)
        if on is not None and form == OWL.hasValue:
            return [(self.relation(on, var, self._value(value)),)]
        if on is not None:
            other = self.fresh()
            step = self.relation(on, var, other)
            if value == OWL.Thing:
                return [(step,)]
            return [(step, *rest) for rest in self.conditions(value, other)]
        parts = [self.conditions(item, var) for item in self._schema.items(value)]
        number = (sum if form == OWL.unionOf else prod)(map(len, parts))
        if number > _MOST_WAYS:
            raise Uncompilable(
                f"there are {number:,} ways to belong to it, and each is a rule of its own",
                "give its parts a name and a class each",
            )
        if form == OWL.unionOf:
            return [way for ways in parts for way in ways]
        return [
            tuple(dict.fromkeys(atom for way in ways for atom in way)) for ways in product(*parts)
        ]

    def conclusions(self, node: Object, var: Variable) -> tuple[Atom, ...]:
        """The patterns that hold of a member of a class (none for owl:Thing).

        Raises Uncompilable for an expression that OWL 2 RL does not allow as a conclusion.
        """
        if isinstance(node, NamedNode):
            if node == OWL.Nothing:
                raise Uncompilable(
                    "it concludes owl:Nothing", "say with owl:disjointWith what excludes what"
                )
            if self._schema.is_datatype(node):
                raise Uncompilable(
                    "it concludes a datatype, and a literal is never a subject", "name a class"
                )
            return () if node in TRIVIAL else (Atom(var, RDF.type, node),)
        form, value, on = self._parts(node)
        if form == OWL.intersectionOf:
            found = (self.conclusions(item, var) for item in self._schema.items(value))
            return tuple(dict.fromkeys(atom for atoms in found for atom in atoms))
        if on is not None and form == OWL.hasValue:
            return (self.relation(on, var, self._value(value)),)
        raise Uncompilable(
            f"OWL 2 RL cannot conclude owl:{_KINDS[form]}: no one member is named",
            "put the expression on the left: [ … ] rdfs:subClassOf the class",
        )
