"""What the axioms say about each other: the class and property hierarchies, closed.

Every step of a hierarchy knows the asserted axioms it follows from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.infer.limits import TooMuchFollows
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

MOST: Final = 100_000
"""Steps that a hierarchy may have in all: a chain of some 440 has as many."""


@dataclass(frozen=True, slots=True)
class Step:
    """A triple of a hierarchy between named terms, and the asserted axioms it follows from.

    `is_direct` where no other named term lies between the two on the way.
    """

    triple: Triple
    axioms: tuple[Triple, ...]
    is_direct: bool


class _Order:
    """One hierarchy: its edges, each with the axioms it comes from, and what is above each node."""

    def __init__(self, below: NamedNode, same: NamedNode) -> None:
        self._below = below
        self._same = same
        self._edges: dict[Term, dict[Term, tuple[int, ...]]] = defaultdict(dict)
        self._axioms: dict[Triple, int] = {}
        self._above: dict[Term, dict[Term, Term]] = {}

    def add(self, low: Term, high: Term, axioms: Iterable[Triple]) -> bool:
        """Takes an edge in; whether it is new."""
        if isinstance(high, Literal):  # reported where the axiom is compiled
            return False
        if low == high or high in self._edges[low]:
            return False
        self._edges[low][high] = tuple(
            self._axioms.setdefault(axiom, len(self._axioms)) for axiom in axioms
        )
        return True

    def read(self, schema: Schema) -> None:
        """Takes in the axioms that two terms are one below the other, or the same."""
        for axiom in schema.axioms(self._below):
            self.add(axiom.subject, axiom.object, (axiom,))
        for axiom in schema.axioms(self._same):
            self.add(axiom.subject, axiom.object, (axiom,))
            if not isinstance(axiom.object, Literal):
                self.add(axiom.object, axiom.subject, (axiom,))

    def close(self) -> None:
        """Finds what is above each node, by a shortest way. Raises TooMuchFollows."""
        self._above = {}
        number = 0
        for low in list(self._edges):
            before: dict[Term, Term] = {}
            queue = [low]
            for node in queue:
                for high in self._edges.get(node, ()):
                    if high not in before and high != low:
                        before[high] = node
                        queue.append(high)
            self._above[low] = before
            number += len(before)
            if number > MOST:
                raise TooMuchFollows(
                    f"the hierarchy of the ontology has more than {MOST:,} steps ({low} alone is "
                    f"below {len(before):,} others); look for a chain or a cycle that should not be"
                )

    def holds(self, low: Term, high: Term) -> bool:
        return low == high or high in self._above.get(low, ())

    def grounds(self, low: Term, high: Term) -> tuple[int, ...]:
        """The axioms, by number, that a step follows from, from its lower end up."""
        parts: list[tuple[int, ...]] = []
        before = self._above[low]
        while high != low:
            parts.append(self._edges[before[high]][high])
            high = before[high]
        return tuple(dict.fromkeys(number for part in reversed(parts) for number in part))

    def axioms_of(self, low: Term, high: Term) -> tuple[Triple, ...]:
        """The axioms that a step follows from."""
        axioms = list(self._axioms)
        return tuple(axioms[number] for number in self.grounds(low, high))

    def steps(self) -> Iterator[Step]:
        """The steps between named terms."""
        axioms = list(self._axioms)
        for low in filter(_is_named, self._above):
            numbers: dict[Term, tuple[int, ...]] = {low: ()}
            direct = {low: True}
            for high, node in self._above[low].items():
                numbers[high] = numbers[node] + self._edges[node][high]
                direct[high] = direct[node] and (node == low or not _is_named(node))
                if not _is_named(high):
                    continue
                grounds = tuple(axioms[number] for number in dict.fromkeys(numbers[high]))
                yield Step(Triple(low, self._below, high), grounds, direct[high])
                if self.holds(high, low):
                    back = (axioms[number] for number in self.grounds(high, low))
                    both = tuple(dict.fromkeys((*grounds, *back)))
                    yield Step(Triple(low, self._same, high), both, direct[high])


def _is_named(node: Term) -> bool:
    return isinstance(node, NamedNode)


class Hierarchy:
    """Both hierarchies of a schema, anonymous classes included.

    Covers the OWL 2 RL rules scm-sco, scm-eqc1, scm-eqc2, scm-spo, scm-eqp1, scm-eqp2, scm-int,
    scm-uni, scm-hv, scm-svf1 and scm-svf2, without their reflexive conclusions. Raises
    TooMuchFollows where a hierarchy has more than MOST steps.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._properties = _Order(SUB_PROPERTY, EQUIVALENT_PROPERTY)
        self._classes = _Order(SUB_CLASS, EQUIVALENT_CLASS)
        for order in (self._properties, self._classes):
            order.read(schema)
        for node, item, axiom in self._members(INTERSECTION):
            self._classes.add(node, item, (axiom,))
        for node, item, axiom in self._members(UNION):
            self._classes.add(item, node, (axiom,))
        self._properties.close()
        self._classes.close()
        # A restriction that follows may put one filler's class below another's, so: until quiet.
        while self._compare_restrictions():
            self._classes.close()

    def steps(self) -> Iterator[Step]:
        """The steps between named terms, those of properties first."""
        yield from self._properties.steps()
        yield from self._classes.steps()

    def _members(self, form: NamedNode) -> Iterable[tuple[Term, Term, Triple]]:
        for axiom in self._schema.axioms(form):
            try:
                items = self._schema.items(axiom.object)
            except Uncompilable:  # reported where the axiom that uses the list is compiled
                continue
            for item in items:
                if not isinstance(item, Literal):
                    yield axiom.subject, item, axiom

    def _compare_restrictions(self) -> bool:
        """Takes in which restrictions are below which; whether any step is new."""
        new = False
        for form in (HAS_VALUE, SOME_VALUES):
            found = [
                (axiom.subject, on, axiom.object, (Triple(axiom.subject, ON_PROPERTY, on), axiom))
                for axiom in self._schema.axioms(form)
                for on in self._schema.objects(axiom.subject, ON_PROPERTY)
            ]
            alike: dict[tuple[str, Term], list[int]] = defaultdict(list)
            for place, (_, on, value, _) in enumerate(found):
                alike["value", value].append(place)
                alike["property", on].append(place)
            for one, p1, v1, why1 in found:
                for place in alike["value", v1]:
                    two, p2, _, why2 = found[place]
                    if self._properties.holds(p1, p2):
                        step = () if p1 == p2 else self._properties.axioms_of(p1, p2)
                        new |= self._classes.add(one, two, (*why1, *why2, *step))
                for place in alike["property", p1] if form == SOME_VALUES else ():
                    two, _, v2, why2 = found[place]
                    if v1 != v2 and self._classes.holds(v1, v2):
                        step = self._classes.axioms_of(v1, v2)
                        new |= self._classes.add(one, two, (*why1, *why2, *step))
        return new
