"""A thing of another kind is found, wherever a property asks for things of a class.

No property is listed here: they are those of the shapes and of the ontology. All are broken in one
copy of the real graph, each on a thing of its own, and nothing but IRIs is put in: a text in the
place of a thing is what the files under bad/ try.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
import pytest
from helpers.project import PROJECT
from helpers.terms import jpst

from kgraph.infer import compile_rules, contradictions, run
from kgraph.load import load
from kgraph.names import ID, SRC, compact, local_name
from kgraph.shacl.parts import reporting_shapes
from kgraph.validate import Finding, load_shapes, validate_store
from kgraph.vocab import JPST, OWL, RDF, RDFS, SH, SKOS

TYPE = RDF.type
SUB_CLASS = RDFS.subClassOf
CLASS = OWL.Class
DOMAIN, RANGE = RDFS.domain, RDFS.range
OBJECT_PROPERTY = OWL.ObjectProperty
DEFAULT = ox.DefaultGraph()
HOME = ox.NamedNode(SRC + "of-wrong-kinds")
COMPANY = jpst("Company")
# Things of three kinds: one that a property asks for is not tried.
OTHERS = tuple(
    map(
        ox.NamedNode,
        (ID + "japan", ID + "project-trinity", "https://w3id.org/jpst/layer/platform"),
    )
)


@dataclass(frozen=True)
class Broken:
    """A fact of which one end is of a wrong kind, what it is to show, and the ids that tell it."""

    name: str
    fact: ox.Triple
    told_by: frozenset[str] | None

    def is_told(self, findings: Iterable[Finding]) -> bool:
        return any(
            finding.severity == "violation"
            and (self.told_by is None or finding.id in self.told_by)
            and (finding.id == "disjoint-classes" or finding.value == self.fact.object)
            for finding in findings
        )


class Market:
    """The real graph, its shapes, and what is of which class."""

    def __init__(self) -> None:
        self.store = load(PROJECT).store
        self.shapes = load_shapes(PROJECT / "shapes")
        self.rules = compile_rules(self.store, PROJECT / "ontology" / "rules")
        self.reasoned = ox.Store()
        self.reasoned.bulk_extend(self.store)
        run(self.reasoned, self.rules)

    def objects(self, subject: object, predicate: ox.NamedNode) -> list[ox.NamedNode]:
        rows = self.reasoned.quads_for_pattern(subject, predicate, None, DEFAULT)
        return [quad.object for quad in rows]

    def misplaced(self, wanted: ox.NamedNode) -> ox.NamedNode:
        """A thing that is not of a class."""
        return next(thing for thing in OTHERS if wanted not in self.objects(thing, TYPE))

    def asked_of(self, node: object) -> list[ox.NamedNode]:
        """The classes that a shape is asked of, by way of the shapes that use it."""
        found: set[ox.NamedNode] = set()
        waiting = [node]
        for user in waiting:
            found |= set(self.shapes.objects(user, SH.targetClass.value))
            above = self.shapes.subjects(SH.property.value, user)
            waiting += [shape for shape in above if shape not in waiting]
        return sorted(found, key=str)

    def axioms(self, predicate: ox.NamedNode) -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
        """Our properties with their domains, or their ranges that are classes."""
        for quad in self.store.quads_for_pattern(None, predicate, None, DEFAULT):
            of_things = quad.object.value.startswith((JPST.BASE, SKOS.BASE, RDF.Statement.value))
            if of_things and quad.subject.value.startswith(JPST.BASE):
                yield quad.subject, quad.object

    def wrong_values(self) -> Iterator[tuple[Broken, ox.NamedNode]]:
        """For each shape of a class, and each range: a wrong value, and its subject's class."""
        for node in reporting_shapes(self.shapes):
            path, name = self.shapes.value(node, SH.path.value), self.shapes.owner(node)
            for wanted in self.shapes.objects(node, SH.class_.value):
                if not isinstance(path, ox.NamedNode):
                    continue
                subject = ox.NamedNode(f"{ID}wrong-value-{local_name(name.value)}")
                fact = ox.Triple(subject, path, self.misplaced(wanted))
                kinds = self.asked_of(node) or self.objects(path, DOMAIN) or [COMPANY]
                yield (
                    Broken(compact(name.value), fact, frozenset({local_name(name.value)})),
                    kinds[0],
                )
        for path, wanted in self.axioms(RANGE):
            if RDFS.Datatype in self.objects(wanted, TYPE):
                continue  # values that are no things: `test_derived` has them
            subject = ox.NamedNode(f"{ID}wrong-range-{local_name(path.value)}")
            fact = ox.Triple(subject, path, self.misplaced(wanted))
            yield Broken(compact(path.value), fact, None), (*self.objects(path, DOMAIN), COMPANY)[0]

    def wrong_subjects(self) -> Iterator[tuple[Broken, ox.NamedNode]]:
        """For each domain: a subject of another class, which the second place names."""
        # A rule may make an organization of it: then it is of two kinds that exclude each other.
        told_by = frozenset({"domain", "disjoint-classes"})
        for path, wanted in self.axioms(DOMAIN):
            subject = ox.NamedNode(f"{ID}wrong-domain-{local_name(path.value)}")
            of_things = OBJECT_PROPERTY in self.objects(path, TYPE)
            value = OTHERS[0] if of_things else ox.Literal("x")
            kind = next(k for k in self.objects(self.misplaced(wanted), TYPE) if k != wanted)
            yield Broken(compact(path.value), ox.Triple(subject, path, value), told_by), kind

    def findings(
        self, broken: Iterable[tuple[Broken, ox.NamedNode]]
    ) -> dict[object, list[Finding]]:
        """What is found in a copy with all the facts, by the subject."""
        store = ox.Store()
        store.bulk_extend(self.store)
        for one, kind in broken:
            for triple in (one.fact, ox.Triple(one.fact.subject, TYPE, kind)):
                store.add(ox.Quad(*triple))
                store.add(ox.Quad(*triple, HOME))
        run(store, self.rules)
        found: dict[object, list[Finding]] = defaultdict(list)
        for finding in validate_store(store, self.shapes, rules=self.rules):
            found[finding.focus].append(finding)
        return found


@pytest.fixture(scope="module")
def market() -> Market:
    return Market()


def untold(market: Market, broken: list[tuple[Broken, ox.NamedNode]]) -> list[str]:
    found = market.findings(broken)
    return [one.name for one, _ in broken if not one.is_told(found[one.fact.subject])]


def test_a_value_of_another_kind_is_found_at_every_property(market: Market) -> None:
    broken = list(market.wrong_values())
    assert sum(one.told_by is not None for one, _ in broken) >= 75
    assert untold(market, broken) == []


def test_a_subject_of_another_kind_is_found_at_every_property(market: Market) -> None:
    broken = list(market.wrong_subjects())
    assert len(broken) > 150
    assert untold(market, broken) == []


def test_every_class_at_the_top_excludes_every_other(market: Market) -> None:
    """But for a reading, which may be a record."""
    store = market.reasoned
    ours = {q.subject for q in store.quads_for_pattern(None, TYPE, CLASS, DEFAULT)}
    tops = sorted(
        (
            kind
            for kind in ours
            if isinstance(kind, ox.NamedNode)
            and kind.value.startswith(JPST.BASE)
            and not market.objects(kind, SUB_CLASS)
            and not market.objects(kind, OWL.deprecated)
        ),
        key=str,
    )
    tops += [SKOS.Concept, SKOS.ConceptScheme]
    assert len(tops) > 20
    both = ox.Store()
    pairs = {(one, other) for one in tops for other in tops if str(one) < str(other)}
    for number, pair in enumerate(sorted(pairs, key=str)):
        thing = ox.NamedNode(f"{ID}both-{number}")
        both.extend(ox.Quad(thing, TYPE, kind) for kind in pair)
    found = contradictions(both, store)
    told = {tuple(sorted((c.left_class, c.right_class), key=str)) for c in found}
    assert pairs - told == {(JPST.EditorialReading, JPST.Record)}
