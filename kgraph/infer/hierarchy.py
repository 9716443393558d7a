"""What the axioms say about each other: the class and property hierarchies, closed.

Every step of a hierarchy knows the asserted axioms it follows from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.infer.budget import TooMuchFollows
from kgraph.infer.schema import Schema, Uncompilable, show
from kgraph.vocab import OWL, RDFS, Object

MOST: Final = 100_000
"""Steps that a hierarchy may have in all: a chain of some 440 has as many."""


TOLD: Final = 8
"""As many axioms make one step of a proof; a longer way up a hierarchy is told in several."""


@dataclass(frozen=True, slots=True)
class Step:
    """A triple of a hierarchy between named terms, and the asserted axioms it follows from.

    `is_direct` where no other named term lies between the two on the way, `is_long` where the
    axioms are more than TOLD.
    """

    triple: Triple
    axioms: Sequence[Triple]
    is_direct: bool
    is_long: bool


class _LongWay(Sequence[Triple]):
    """The axioms of a long way up, or of one up and one back, looked up when they are asked for.

    In a chain or circle of some hundred steps, written out they would be ten million.
    """

    __slots__ = ("_order", "_ways")

    def __init__(self, order: _Order, *ways: tuple[Object, Object]) -> None:
        self._order = order
        self._ways = ways

    def _written_out(self) -> tuple[Triple, ...]:
        each = (self._order.axioms_of(*way) for way in self._ways)
        return tuple(dict.fromkeys(axiom for way in each for axiom in way))

    def __len__(self) -> int:
        return len(self._written_out())

    def __iter__(self) -> Iterator[Triple]:
        return iter(self._written_out())

    def __getitem__(self, place: Any) -> Any:
        return self._written_out()[place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _LongWay) and self._written_out() == other._written_out()

    def __hash__(self) -> int:
        return hash(self._ways)


class _Order:
    """One hierarchy: its edges, each with the axioms it comes from, and what is above each node."""

    def __init__(self, below: NamedNode, same: NamedNode) -> None:
        self._below = below
        self._same = same
        self._edges: dict[Object, dict[Object, tuple[Triple, ...]]] = defaultdict(dict)
        self._above: dict[Object, dict[Object, Object]] = {}

    def add(self, low: Object, high: Object, axioms: Iterable[Triple]) -> bool:
        """Takes an edge in; whether it is new."""
        if isinstance(high, Literal):  # reported where the axiom is compiled
            return False
        if low == high or high in self._edges[low]:
            return False
        self._edges[low][high] = tuple(axioms)
        return True

    @property
    def lows(self) -> list[Object]:
        """The nodes that are below others."""
        return list(self._edges)

    def read(self, schema: Schema) -> None:
        """Takes in the axioms that two terms are one below the other, or the same."""
        for axiom in schema.axioms(self._below):
            self.add(axiom.subject, axiom.object, (axiom,))
        for axiom in schema.axioms(self._same):
            self.add(axiom.subject, axiom.object, (axiom,))
            if not isinstance(axiom.object, Literal):
                self.add(axiom.object, axiom.subject, (axiom,))

    def close(self, lows: Iterable[Object]) -> None:
        """Finds what is above each of some nodes, by a shortest way. Raises TooMuchFollows."""
        number = 0
        for low in lows:
            before: dict[Object, Object] = {}
            queue = [low]
            for node in queue:
                for high in self._edges.get(node, ()):
                    if high not in before and high != low:
                        before[high] = node
                        queue.append(high)
            self._above[low] = before
            number += sum(map(_is_named, before)) if _is_named(low) else 0
            if number > MOST:
                raise TooMuchFollows(
                    f"the hierarchy of the ontology has more than {MOST:,} steps ({show(low)} is "
                    f"below {len(before):,} others); look for a chain or a cycle that should not be"
                )

    def holds(self, low: Object, high: Object) -> bool:
        return low == high or high in self._above.get(low, ())

    def axioms_of(self, low: Object, high: Object) -> tuple[Triple, ...]:
        """The axioms that a step follows from, from its lower end up."""
        parts: list[tuple[Triple, ...]] = []
        before = self._above[low]
        while high != low:
            parts.append(self._edges[before[high]][high])
            high = before[high]
        return tuple(dict.fromkeys(axiom for part in reversed(parts) for axiom in part))

    def steps(self) -> Iterator[Step]:
        """The steps between named terms."""
        for low in self._above:
            if not isinstance(low, NamedNode):
                continue
            short: dict[Object, tuple[Triple, ...]] = {low: ()}
            direct: dict[Object, bool] = {low: True}
            for high, node in self._above[low].items():
                if node in short:
                    way = tuple(dict.fromkeys((*short[node], *self._edges[node][high])))
                    if len(way) <= TOLD:
                        short[high] = way
                direct[high] = direct[node] and (node == low or not _is_named(node))
                if not isinstance(high, NamedNode):
                    continue
                axioms = short[high] if high in short else _LongWay(self, (low, high))
                is_long = high not in short
                yield Step(Triple(low, self._below, high), axioms, direct[high], is_long)
                if self.holds(high, low):
                    both: Sequence[Triple] = (
                        _LongWay(self, (low, high), (high, low))
                        if is_long
                        else tuple(dict.fromkeys((*axioms, *self.axioms_of(high, low))))
                    )
                    yield Step(Triple(low, self._same, high), both, direct[high], is_long)


def _is_named(node: Object) -> bool:
    return isinstance(node, NamedNode)


class Hierarchy:
    """Both hierarchies of a schema: the steps between named terms, through unnamed ones too.

    Covers the OWL 2 RL rules scm-sco, scm-eqc1, scm-eqc2, scm-spo, scm-eqp1, scm-eqp2, scm-int,
    scm-uni and scm-hv, without their reflexive conclusions. (By scm-svf1 and scm-svf2 one unnamed
    class is below another, and no named class is ever below either: no rule concludes them.)
    Raises TooMuchFollows where a hierarchy has more than MOST steps.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._properties = _Order(RDFS.subPropertyOf, OWL.equivalentProperty)
        self._classes = _Order(RDFS.subClassOf, OWL.equivalentClass)
        for order in (self._properties, self._classes):
            order.read(schema)
        self._properties.close(self._properties.lows)
        for node, item, axiom in self._members(OWL.intersectionOf):
            self._classes.add(node, item, (axiom,))
        for node, item, axiom in self._members(OWL.unionOf):
            self._classes.add(item, node, (axiom,))
        self._compare_values()
        self._classes.close(filter(_is_named, self._classes.lows))

    def steps(self) -> Iterator[Step]:
        """The steps between named terms, those of properties first."""
        yield from self._properties.steps()
        yield from self._classes.steps()

    def _members(self, form: NamedNode) -> Iterable[tuple[Object, Object, Triple]]:
        for axiom in self._schema.axioms(form):
            try:
                items = self._schema.items(axiom.object)
            except Uncompilable:  # reported where the axiom that uses the list is compiled
                continue
            for item in items:
                if not isinstance(item, Literal):
                    yield axiom.subject, item, axiom

    def _compare_values(self) -> None:
        """Takes in that to have a value by one property is to have it by those above."""
        of_value: dict[Object, list[tuple[Object, Object, tuple[Triple, ...]]]] = defaultdict(list)
        for axiom in self._schema.axioms(OWL.hasValue):
            for on in self._schema.objects(axiom.subject, OWL.onProperty):
                why = (Triple(axiom.subject, OWL.onProperty, on), axiom)
                of_value[axiom.object].append((axiom.subject, on, why))
        for alike in of_value.values():
            for (one, p1, why1), (two, p2, why2) in permutations(alike, 2):
                if self._properties.holds(p1, p2):
                    step = () if p1 == p2 else self._properties.axioms_of(p1, p2)
                    self._classes.add(one, two, (*why1, *why2, *step))
