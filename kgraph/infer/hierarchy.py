"""What the axioms say about each other: the class and property hierarchies, closed.

Every derived triple remembers the asserted axioms it follows from.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.infer.schema import (
    EQUIVALENT_CLASS,
    EQUIVALENT_PROPERTY,
    HAS_VALUE,
    INTERSECTION,
    ON_PROPERTY,
    SOME_VALUES,
    SUB_CLASS,
    SUB_PROPERTY,
    UNION,
    Schema,
    Term,
    Uncompilable,
)


class _Order:
    """One hierarchy, closed under transitivity, equivalence and the mutual-inclusion rule."""

    def __init__(self, below: NamedNode, same: NamedNode) -> None:
        self._below = below
        self._same = same
        self._up: dict[Term, dict[Term, None]] = defaultdict(dict)
        self._down: dict[Term, dict[Term, None]] = defaultdict(dict)
        self._queue: deque[Triple] = deque()
        self.why: dict[Triple, tuple[Triple, ...]] = {}

    def add(self, triple: Triple, premises: tuple[Triple, ...] = ()) -> None:
        if isinstance(triple.object, Literal):  # reported where the axiom is compiled
            return
        if triple.subject != triple.object and triple not in self.why:
            self.why[triple] = premises
            self._queue.append(triple)

    def holds(self, low: Term, high: Term) -> bool:
        return low == high or high in self._up.get(low, {})

    def close(self) -> None:
        while self._queue:
            triple = self._queue.popleft()
            low, high = triple.subject, triple.object
            if triple.predicate == self._same:
                self.add(Triple(low, self._below, high), (triple,))
                self.add(Triple(high, self._below, low), (triple,))
                continue
            self._up[low][high] = None
            self._down[high][low] = None
            for higher in list(self._up[high]):
                step = Triple(high, self._below, higher)
                self.add(Triple(low, self._below, higher), (triple, step))
            for lower in list(self._down[low]):
                step = Triple(lower, self._below, low)
                self.add(Triple(lower, self._below, high), (step, triple))
            if low in self._up[high]:
                back = Triple(high, self._below, low)
                self.add(Triple(low, self._same, high), (triple, back))
                self.add(Triple(high, self._same, low), (back, triple))


class Hierarchy:
    """Both hierarchies of a schema, anonymous classes included.

    Covers the OWL 2 RL rules scm-sco, scm-eqc1, scm-eqc2, scm-spo, scm-eqp1, scm-eqp2, scm-int,
    scm-uni, scm-hv, scm-svf1 and scm-svf2, without their reflexive conclusions.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        properties = _Order(SUB_PROPERTY, EQUIVALENT_PROPERTY)
        classes = _Order(SUB_CLASS, EQUIVALENT_CLASS)
        for order, kinds in (
            (properties, (SUB_PROPERTY, EQUIVALENT_PROPERTY)),
            (classes, (SUB_CLASS, EQUIVALENT_CLASS)),
        ):
            for kind in kinds:
                for axiom in schema.axioms(kind):
                    order.add(axiom)
        properties.close()
        for node, item, axiom in self._members(INTERSECTION):
            classes.add(Triple(node, SUB_CLASS, item), (axiom,))
        for node, item, axiom in self._members(UNION):
            classes.add(Triple(item, SUB_CLASS, node), (axiom,))
        classes.close()
        self._properties, self._classes = properties, classes
        # A restriction that follows may put one filler's class below another's, so: until quiet.
        before = -1
        while before != len(classes.why):
            before = len(classes.why)
            self._compare_restrictions()
            classes.close()
        self.why: Mapping[Triple, tuple[Triple, ...]] = properties.why | classes.why

    def _members(self, form: NamedNode) -> Iterable[tuple[Term, Term, Triple]]:
        for axiom in self._schema.axioms(form):
            try:
                items = self._schema.items(axiom.object)
            except Uncompilable:  # reported where the axiom that uses the list is compiled
                continue
            for item in items:
                if not isinstance(item, Literal):
                    yield axiom.subject, item, axiom

    def _compare_restrictions(self) -> None:
        for form, by_filler in ((HAS_VALUE, False), (SOME_VALUES, True)):
            found = [
                (on.subject, on.object, axiom.object, (on, axiom))
                for axiom in self._schema.axioms(form)
                for on in self._schema.axioms(ON_PROPERTY)
                if on.subject == axiom.subject
            ]
            for one, p1, v1, why1 in found:
                for two, p2, v2, why2 in found:
                    if one == two:
                        continue
                    below = Triple(one, SUB_CLASS, two)
                    if v1 == v2 and self._properties.holds(p1, p2):
                        step = (Triple(p1, SUB_PROPERTY, p2),) if p1 != p2 else ()
                        self._classes.add(below, (*why1, *why2, *step))
                    elif by_filler and p1 == p2 and self._classes.holds(v1, v2):
                        step = (Triple(v1, SUB_CLASS, v2),)
                        self._classes.add(below, (*why1, *why2, *step))

    def grounds(self, triple: Triple) -> tuple[Triple, ...]:
        """The asserted axioms that a triple of the hierarchy follows from: itself, if asserted."""
        premises = self.why.get(triple, ())
        if not premises:
            return (triple,)
        return tuple(dict.fromkeys(axiom for p in premises for axiom in self.grounds(p)))
