"""The closure of a small graph by the plainest means: each rule of OWL 2 RL as it is written.

It reads the axioms themselves, over and over, until nothing is new. It shares no code with
`kgraph.infer`, compiles nothing, plans nothing, and is far too slow for anything but a test.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kgraph.vocab import OWL, RDF, RDFS

Pairs = set[tuple[object, object]]


def _owl(name: str) -> NamedNode:
    return NamedNode(OWL.BASE + name)


TYPE, FIRST, REST, NIL = (NamedNode(RDF.BASE + name) for name in ("type", "first", "rest", "nil"))
SUB_CLASS, SUB_PROPERTY = RDFS.subClassOf, RDFS.subPropertyOf
SAME_CLASS, SAME_PROPERTY = _owl("equivalentClass"), _owl("equivalentProperty")
INVERSE, CHAIN, ON = _owl("inverseOf"), _owl("propertyChainAxiom"), _owl("onProperty")
HAS, SOME, ALL_OF, ONE_OF = map(_owl, ("hasValue", "someValuesFrom", "intersectionOf", "unionOf"))
EVERYTHING = _owl("Thing")


class Naive:
    """A graph that grows."""

    def __init__(self, asserted: Iterable[Triple]) -> None:
        self.known = set(asserted)
        self.index()

    def index(self) -> None:
        self.pairs: dict[object, Pairs] = {}
        for s, p, o in self.known:
            self.pairs.setdefault(p, set()).add((s, o))

    def of(self, predicate: NamedNode) -> Pairs:
        return self.pairs.get(predicate, set())

    def value(self, node: object, predicate: NamedNode) -> object:
        return next((o for s, o in self.of(predicate) if s == node), None)

    def items(self, node: object) -> list[object]:
        found = []
        while node != NIL:
            found.append(self.value(node, FIRST))
            node = self.value(node, REST)
        return found

    def extension(self, role: object) -> Pairs:
        """What a property, or the inverse of one, relates."""
        if isinstance(role, NamedNode):
            return self.of(role)
        return {(o, s) for s, o in self.of(self.value(role, INVERSE))}

    def members(self, kind: object) -> set[object]:
        """The things that are of a class, as far as is known."""
        if isinstance(kind, NamedNode):
            return {s for s, o in self.of(TYPE) if o == kind}
        on = self.value(kind, ON)
        if (value := self.value(kind, HAS)) is not None:
            return {s for s, o in self.extension(on) if o == value}
        if (filler := self.value(kind, SOME)) is not None:
            inside = None if filler == EVERYTHING else self.members(filler)
            return {s for s, o in self.extension(on) if inside is None or o in inside}
        for form, join in ((ALL_OF, set.intersection), (ONE_OF, set.union)):
            if (items := self.value(kind, form)) is not None:
                return join(*map(self.members, self.items(items)))
        return set()

    def relate(self, role: object, s: object, o: object) -> set[tuple]:
        if isinstance(role, NamedNode):
            return {(s, role, o)}
        return {(o, self.value(role, INVERSE), s)}

    def belong(self, kind: object, thing: object) -> set[tuple]:
        """What follows of a thing from its being of a class."""
        if kind == EVERYTHING:
            return set()
        if isinstance(kind, NamedNode):
            return {(thing, TYPE, kind)}
        if (value := self.value(kind, HAS)) is not None:
            return self.relate(self.value(kind, ON), thing, value)
        items = self.value(kind, ALL_OF)
        parts = self.items(items) if items is not None else []
        return set().union(*(self.belong(part, thing) for part in parts))

    def facts(self) -> set[tuple]:
        new: set[tuple] = set()
        for low, high in self.included(SUB_CLASS, SAME_CLASS):
            for thing in self.members(low):
                new |= self.belong(high, thing)
        for low, high in self.included(SUB_PROPERTY, SAME_PROPERTY):
            for s, o in self.extension(low):
                new |= self.relate(high, s, o)
        for one, other in self.of(INVERSE):
            if isinstance(one, NamedNode):
                new |= {(o, other, s) for s, o in self.of(one)}
                new |= {(o, one, s) for s, o in self.of(other)}
        for role, kind in self.of(TYPE):
            pairs = self.of(role) if isinstance(role, NamedNode) else set()
            if kind == _owl("SymmetricProperty"):
                new |= {(o, role, s) for s, o in pairs}
            if kind == _owl("TransitiveProperty"):
                new |= {(a, role, d) for (a, b), (c, d) in product(pairs, pairs) if b == c}
        for role, steps in self.of(CHAIN):
            ends = [(s, s) for s in {s for t in self.known for s in (t[0], t[2])}]
            for step in self.items(steps):
                pairs = self.extension(step)
                ends = list({(a, d) for a, b in ends for c, d in pairs if b == c})
            new |= {(a, role, d) for a, d in ends}
        return new

    def included(self, below: NamedNode, same: NamedNode) -> Pairs:
        return self.of(below) | self.of(same) | {(o, s) for s, o in self.of(same)}

    def schema(self) -> set[tuple]:
        new: set[tuple] = set()
        for below, same in ((SUB_CLASS, SAME_CLASS), (SUB_PROPERTY, SAME_PROPERTY)):
            lower = self.of(below)
            new |= {(s, below, o) for s, o in self.included(below, same)}
            new |= {(a, below, d) for (a, b), (c, d) in product(lower, lower) if b == c}
            new |= {(s, same, o) for s, o in lower if (o, s) in lower}
        for kind, items in self.of(ALL_OF):
            new |= {(kind, SUB_CLASS, item) for item in self.items(items)}
        for kind, items in self.of(ONE_OF):
            new |= {(item, SUB_CLASS, kind) for item in self.items(items)}
        for form in (HAS, SOME):
            for (one, v1), (two, v2) in product(self.of(form), self.of(form)):
                p1, p2 = self.value(one, ON), self.value(two, ON)
                wider = v1 == v2 and (p1 == p2 or (p1, p2) in self.of(SUB_PROPERTY))
                filled = form == SOME and p1 == p2 and (v1, v2) in self.of(SUB_CLASS)
                if wider or filled:
                    new.add((one, SUB_CLASS, two))
        return {(s, p, o) for s, p, o in new if s != o}

    def close(self) -> set[Triple]:
        """All that follows, without what is asserted and what is said of unnamed expressions."""
        asserted = set(self.known)
        while True:
            new = {t for t in self.facts() | self.schema() if not isinstance(t[0], Literal)}
            more = {Triple(*t) for t in new} - self.known
            if not more:
                break
            self.known |= more
            self.index()
        return {t for t in self.known - asserted if not {type(t[0]), type(t[2])} & {BlankNode}}


def naive_closure(asserted: Iterable[Triple]) -> set[Triple]:
    """What follows from triples, as far as the rules of `kgraph.infer` go."""
    return Naive(asserted).close()
