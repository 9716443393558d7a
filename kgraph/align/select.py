"""From the copies, only the axioms that bear on our links, in the forms that our compiler takes.

The outside ontologies say more than OWL 2 RL can use. What is taken over: subclasses and
subproperties, equivalences, domains, ranges, inverses, chains, transitive and symmetric properties,
disjointness, owl:hasValue, owl:intersectionOf by its parts, a complement as disjointness, and
owl:allValuesFrom, written as its equal: what is reached from a member of the class. What is left
out is counted: existential and cardinality restrictions, unions, enumerations and datatypes
conclude nothing in OWL 2 RL, and a functional property merges names (those have a check of their
own).
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final, TypeGuard

from pyoxigraph import BlankNode, NamedNode, Store, Triple

from kgraph.align.targets import AGENT, ROLE
from kgraph.vocab import OWL, RDF, RDFS, XSD, Node, Object, as_node

_KEPT_TYPES: Final = tuple(
    NamedNode(OWL.BASE + f"{k}Property") for k in ("Transitive", "Symmetric")
)
AGENT_ROOT: Final = NamedNode("https://www.omg.org/spec/Commons/PartiesAndSituations/Agent")
ROLE_ROOT: Final = NamedNode("https://www.omg.org/spec/Commons/RolesAndCompositions/Role")
_TOP: Final = (OWL.BASE, RDFS.BASE, RDF.BASE, XSD.BASE)


@dataclass(frozen=True)
class Selection:
    """The axioms taken over, what was left out by kind, and the classes and properties reached."""

    axioms: tuple[Triple, ...]
    left_out: Mapping[str, int]
    classes: frozenset[NamedNode]
    properties: frozenset[NamedNode]


def _is_outside(node: Object) -> TypeGuard[NamedNode]:
    return isinstance(node, NamedNode) and not node.value.startswith(_TOP)


class _Selector:
    def __init__(self, copies: Store) -> None:
        self.copies = copies
        self.axioms: dict[Triple, None] = {}
        self.left_out: Counter[str] = Counter()
        self.classes: set[NamedNode] = set()
        self.properties: set[NamedNode] = set()
        self.queue: deque[tuple[str, NamedNode]] = deque()
        self.universal: list[tuple[NamedNode, NamedNode, NamedNode]] = []
        self.count = 0

    def objects(self, subject: Object, predicate: NamedNode) -> list[Object]:
        if not isinstance(subject, Node):
            return []
        found = self.copies.quads_for_pattern(subject, predicate, None, None)
        return sorted((quad.object for quad in found), key=str)

    def subjects(self, predicate: NamedNode, thing: Object) -> list[Node]:
        found = self.copies.quads_for_pattern(None, predicate, thing, None)
        return sorted((quad.subject for quad in found), key=str)

    def add(self, subject: Node, predicate: NamedNode, thing: Object) -> None:
        self.axioms[Triple(subject, predicate, thing)] = None

    def blank(self) -> BlankNode:
        self.count += 1
        return BlankNode(f"selected-{self.count}")

    def reach_class(self, node: Object) -> None:
        if _is_outside(node) and node not in self.classes:
            self.classes.add(node)
            self.queue.append(("class", node))

    def reach_property(self, node: Object) -> None:
        if _is_outside(node) and node not in self.properties:
            self.properties.add(node)
            self.queue.append(("property", node))

    def items(self, head: Object) -> list[Object]:
        found: list[Object] = []
        while head != RDF.nil and len(found) < 100:
            found += self.objects(head, RDF.first)[:1]
            head = (self.objects(head, RDF.rest) or [RDF.nil])[0]
        return found

    def run(self) -> None:
        while self.queue:
            while self.queue:
                kind, node = self.queue.popleft()
                if kind == "class":
                    self.read_class(node)
                else:
                    self.read_property(node)
            self.read_universal()
        self.read_disjoint()

    def read_class(self, node: NamedNode) -> None:
        above = [*self.objects(node, RDFS.subClassOf), *self.objects(node, OWL.equivalentClass)]
        above += [n for n in self.subjects(OWL.equivalentClass, node) if isinstance(n, NamedNode)]
        for other in above:
            self.conclude(node, other)
        for parts in self.objects(node, OWL.intersectionOf):
            for part in self.items(parts):
                self.conclude(node, part)

    def conclude(self, node: NamedNode, other: Object) -> None:
        """Takes over what follows of a member of `node` from its being in `other`."""
        if isinstance(other, NamedNode):
            if not other.value.startswith(_TOP):
                self.add(node, RDFS.subClassOf, other)
                self.reach_class(other)
            return
        on = self.objects(other, OWL.onProperty)
        if parts := self.objects(other, OWL.intersectionOf):
            for part in self.items(parts[0]):
                self.conclude(node, part)
        elif (values := self.objects(other, OWL.hasValue)) and isinstance(on[0], NamedNode):
            restriction = self.blank()
            self.add(node, RDFS.subClassOf, restriction)
            self.add(restriction, OWL.onProperty, on[0])
            self.add(restriction, OWL.hasValue, values[0])
            self.reach_property(on[0])
            for kind in self.objects(values[0], RDF.type):
                self.reach_class(kind)
        elif fillers := self.objects(other, OWL.allValuesFrom):
            if isinstance(fillers[0], NamedNode) and isinstance(on[0], NamedNode):
                self.universal.append((node, on[0], fillers[0]))
            else:
                self.left_out["allValuesFrom of an expression"] += 1
        elif negated := self.objects(other, OWL.complementOf):
            if isinstance(negated[0], NamedNode):
                self.add(node, OWL.disjointWith, negated[0])
            else:
                self.left_out["complementOf an expression"] += 1
        else:
            self.left_out[self.form(as_node(other))] += 1

    def form(self, node: Node) -> str:
        """The construct of an expression that is left out."""
        names = {
            quad.predicate.value.removeprefix(OWL.BASE)
            for quad in self.copies.quads_for_pattern(node, None, None, None)
            if quad.predicate.value.startswith(OWL.BASE)
        }
        return next(iter(sorted(names - {"onProperty", "onClass", "onDataRange"})), "unknown")

    def read_universal(self) -> None:
        """C ⊑ ∀p.D, written as ∃p⁻.C ⊑ D, for the properties that are in play."""
        waiting, self.universal = self.universal, []
        for node, on, filler in waiting:
            if on not in self.properties:
                self.universal.append((node, on, filler))
                continue
            if filler.value.startswith(_TOP):
                self.left_out["allValuesFrom of a datatype"] += 1
                continue
            restriction, back = self.blank(), self.blank()
            self.add(restriction, RDFS.subClassOf, filler)
            self.add(restriction, OWL.onProperty, back)
            self.add(restriction, OWL.someValuesFrom, node)
            self.add(back, OWL.inverseOf, on)
            self.reach_class(filler)

    def read_property(self, node: NamedNode) -> None:
        for kind in _KEPT_TYPES:
            if kind in self.objects(node, RDF.type):
                self.add(node, RDF.type, kind)
        for predicate in (RDFS.subPropertyOf, OWL.equivalentProperty):
            for other in self.objects(node, predicate):
                if isinstance(other, NamedNode) and not other.value.startswith(_TOP):
                    self.add(node, predicate, other)
                    self.reach_property(other)
        for other in self.subjects(OWL.equivalentProperty, node):
            self.add(other, OWL.equivalentProperty, node)
            self.reach_property(other)
        for one, other in (
            *((node, o) for o in self.objects(node, OWL.inverseOf)),
            *((s, node) for s in self.subjects(OWL.inverseOf, node)),
        ):
            if isinstance(one, NamedNode) and isinstance(other, NamedNode):
                self.add(one, OWL.inverseOf, other)
                self.reach_property(one)
                self.reach_property(other)
        for predicate in (RDFS.domain, RDFS.range):
            for other in self.objects(node, predicate):
                if not isinstance(other, NamedNode):
                    self.left_out["domain or range that is an expression"] += 1
                elif not other.value.startswith(_TOP):
                    self.add(node, predicate, other)
                    self.reach_class(other)
        for chain in self.objects(node, OWL.propertyChainAxiom):
            steps = self.items(chain)
            cells = [self.blank() for _ in steps]
            self.add(node, OWL.propertyChainAxiom, cells[0])
            ends: list[Node] = [*cells[1:], RDF.nil]
            for cell, step, rest in zip(cells, steps, ends, strict=True):
                self.add(cell, RDF.first, step)
                self.add(cell, RDF.rest, rest)
                self.reach_property(step)

    def read_disjoint(self) -> None:
        for quad in self.copies.quads_for_pattern(None, OWL.disjointWith, None, None):
            if {quad.subject, quad.object} <= self.classes:
                self.add(quad.subject, OWL.disjointWith, quad.object)
        for axiom in self.subjects(RDF.type, OWL.AllDisjointClasses):
            members = [m for head in self.objects(axiom, OWL.members) for m in self.items(head)]
            for one, other in combinations(members, 2):
                if {one, other} <= self.classes:
                    self.add(as_node(one), OWL.disjointWith, other)


def side_of(copies: Store, iri: str) -> str:
    """Whether a class of the copies is an agent or a role of Commons, by its superclasses."""
    above = select(copies, [NamedNode(iri)], ()).classes
    if AGENT_ROOT in above:
        return AGENT
    return ROLE if ROLE_ROOT in above else ""


def select(copies: Store, classes: Iterable[Object], properties: Iterable[Object]) -> Selection:
    """The axioms of the copies that bear on what is in some of the classes and properties.

    Upward only: what follows from membership. A definition that would put a thing into a class
    from below is not used; that makes the selection smaller, and can only miss a contradiction.
    """
    selector = _Selector(copies)
    for node in classes:
        selector.reach_class(node)
    for node in properties:
        selector.reach_property(node)
    selector.run()
    return Selection(
        tuple(selector.axioms),
        dict(sorted(selector.left_out.items())),
        frozenset(selector.classes),
        frozenset(selector.properties),
    )
