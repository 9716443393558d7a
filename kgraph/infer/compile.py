"""Axioms → rules, each specialized to the axiom it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple, Variable

from kgraph.infer.expressions import Expressions
from kgraph.infer.hierarchy import Hierarchy, Step
from kgraph.infer.named_rules import read_rules
from kgraph.infer.rules import Atom, Rule, axiom_rule, make_rule
from kgraph.infer.schema import (
    INFERRED,
    TRIVIAL,
    Schema,
    Uncompilable,
    complaint,
    concludes_axiom,
    read_schema,
    refused,
)
from kgraph.problems import LoadError, Problem
from kgraph.vocab import OWL, RDF, RDFS, Object

X: Final = Variable("x")
Y: Final = Variable("y")


class _Compiler:
    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.read = Expressions(schema)
        self.hierarchy = Hierarchy(schema)
        self.rules: dict[tuple[tuple[Atom, ...], tuple[Atom, ...]], Rule] = {}
        self.problems: list[Problem] = refused(schema)
        self.heads: dict[tuple[bool, Object], Atom | None] = {}
        """What follows by a step of a hierarchy, by its upper end; None where nothing may."""

    def add(
        self,
        kind: str,
        body: Iterable[Atom],
        head: Atom,
        axioms: Sequence[Triple],
        is_shortcut: bool = False,
    ) -> None:
        rule = make_rule(kind, body, head, axioms, is_shortcut=is_shortcut)
        if rule.head[0] not in rule.body:
            _check_head(rule.head[0])
            self.rules.setdefault((rule.body, rule.head), rule)

    def each(self, axioms: Iterable[Triple], compile_one: Callable[[Triple], None]) -> None:
        for axiom in axioms:
            try:
                compile_one(axiom)
            except Uncompilable as reason:
                self.problems.append(complaint(axiom, reason.why, reason.fix))

    def compile(self) -> None:
        schema = self.schema
        self.each(schema.axioms(RDFS.subClassOf), self._sub_class)
        self.each(schema.axioms(OWL.equivalentClass), self._equivalent_class)
        self.each(schema.axioms(RDFS.subPropertyOf), self._sub_property)
        self.each(schema.axioms(OWL.equivalentProperty), self._equivalent_property)
        self.each(schema.axioms(RDFS.domain), self._constrains)
        self.each(schema.axioms(RDFS.range), self._constrains)
        self.each(schema.axioms(OWL.inverseOf), self._inverse)
        self.each(schema.instances(OWL.SymmetricProperty), self._symmetric)
        self.each(schema.instances(OWL.TransitiveProperty), self._transitive)
        self.each(schema.axioms(OWL.propertyChainAxiom), self._chain)
        self.each(schema.axioms(OWL.disjointWith), self._disjoint)
        self.each(schema.instances(OWL.AllDisjointClasses), self._all_disjoint)
        for step in self.hierarchy.steps():
            self._entailed(step)
        self.each(
            (
                triple
                for form in (
                    OWL.intersectionOf,
                    OWL.unionOf,
                    OWL.hasValue,
                    OWL.someValuesFrom,
                    OWL.onProperty,
                    OWL.inverseOf,
                )
                for triple in schema.axioms(form)
                if form != OWL.inverseOf or isinstance(triple.subject, BlankNode)
            ),
            self._used,
        )

    def _sub_class(self, axiom: Triple) -> None:
        self._includes(axiom, axiom.subject, axiom.object)

    def _equivalent_class(self, axiom: Triple) -> None:
        if self.schema.is_datatype(axiom.subject):
            self.read.read.add(axiom.object)  # the definition of a datatype says nothing of things
            return
        self._includes(axiom, axiom.subject, axiom.object)
        self._includes(axiom, axiom.object, axiom.subject)

    def _includes(self, axiom: Triple, low: Object, high: Object) -> None:
        # Two named classes are a step of the hierarchy, but must still be fit for a rule.
        ways = self.read.conditions(low, X)
        conclusions = self.read.conclusions(high, X)
        for head in conclusions:
            _check_head(head)
        kind = self.read.kind(low) or self.read.kind(high)
        if kind is not None:
            for way in ways:
                for head in conclusions:
                    self.add(kind, way, head, (axiom,))

    def _sub_property(self, axiom: Triple) -> None:
        self._relates(axiom, "subproperty", axiom.subject, axiom.object)

    def _equivalent_property(self, axiom: Triple) -> None:
        self._relates(axiom, "equivalentProperty", axiom.subject, axiom.object)
        self._relates(axiom, "equivalentProperty", axiom.object, axiom.subject)

    def _relates(self, axiom: Triple, kind: str, low: Object, high: Object) -> None:
        body, head = self.read.relation(low, X, Y), self.read.relation(high, X, Y)
        _check_head(head)
        if isinstance(low, BlankNode) or isinstance(high, BlankNode):
            self.add(kind, (body,), head, (axiom,))

    def _constrains(self, axiom: Triple) -> None:
        """A domain or range: no rule, since a rule would make whatever stands there fit."""
        self.read.relation(axiom.subject, X, Y)
        if axiom.object not in TRIVIAL and not self.schema.is_datatype(axiom.object):
            self.read.conditions(axiom.object, X)

    def _inverse(self, axiom: Triple) -> None:
        if isinstance(axiom.subject, BlankNode):  # an expression, read where it is used
            return
        one = self.read.relation(axiom.subject, X, Y)
        other = self.read.relation(axiom.object, Y, X)
        self.add("inverse", (one,), other, (axiom,))
        self.add("inverse", (other,), one, (axiom,))

    def _symmetric(self, axiom: Triple) -> None:
        _named(axiom.subject)
        self.add("symmetric", (Atom(X, axiom.subject, Y),), Atom(Y, axiom.subject, X), (axiom,))

    def _transitive(self, axiom: Triple) -> None:
        _named(axiom.subject)
        z = self.read.fresh()
        body = (Atom(X, axiom.subject, Y), Atom(Y, axiom.subject, z))
        self.add("transitive", body, Atom(X, axiom.subject, z), (axiom,))

    def _chain(self, axiom: Triple) -> None:
        steps = self.schema.items(axiom.object)
        if steps == (axiom.subject, axiom.subject):  # the same, said in another way
            self._transitive(axiom)
            return
        places = [X, *(self.read.fresh() for _ in steps)]
        body = tuple(
            self.read.relation(step, places[i], places[i + 1]) for i, step in enumerate(steps)
        )
        head = self.read.relation(axiom.subject, places[0], places[-1])
        self.add("chain", body, head, (axiom,))

    def _disjoint(self, axiom: Triple) -> None:
        for side in (axiom.subject, axiom.object):
            self.read.conditions(side, X)

    def _all_disjoint(self, axiom: Triple) -> None:
        lists = self.schema.objects(axiom.subject, OWL.members)
        if len(lists) != 1:
            raise Uncompilable("it needs one owl:members list", "write owl:members ( a b … )")
        for side in self.schema.items(lists[0]):
            self.read.conditions(side, X)

    def _entailed(self, step: Step) -> None:
        """The rule of a step of the hierarchy, and the step itself where it is not asserted."""
        triple, axioms = step.triple, step.axioms
        low, kind, high = triple.subject, triple.predicate, triple.object
        if high in TRIVIAL:
            return
        is_class = kind in (RDFS.subClassOf, OWL.equivalentClass)
        head = self._head(is_class, high)
        if head is None:
            return  # reported where the axiom that leads here is compiled
        if triple not in self.schema.triples:
            rule = axiom_rule(Atom(*triple), axioms)
            self.rules[(), rule.head] = rule
        if step.is_long and not step.is_direct:
            return
        same = axioms[0].predicate if not step.is_long and len(axioms) == 1 else None
        if kind == RDFS.subClassOf:
            name = "equivalentClass" if same == OWL.equivalentClass else "subclass"
            self.add(name, (Atom(X, RDF.type, low),), head, axioms, not step.is_direct)
        elif kind == RDFS.subPropertyOf:
            name = "equivalentProperty" if same == OWL.equivalentProperty else "subproperty"
            self.add(name, (Atom(X, low, Y),), head, axioms, not step.is_direct)

    def _head(self, is_class: bool, high: Object) -> Atom | None:
        """Found once for each class or property: of steps there may be as many as pairs."""
        key = is_class, high
        if key not in self.heads:
            head = Atom(X, RDF.type, high) if is_class else Atom(X, high, Y)
            unfit = high == OWL.Nothing or concludes_axiom(head.predicate, head.object)
            self.heads[key] = None if unfit else head
        return self.heads[key]

    def _used(self, triple: Triple) -> None:
        """Complains of an expression that has a name, or that no axiom uses."""
        if not isinstance(triple.subject, BlankNode):
            raise Uncompilable(
                "a class expression has no name of its own",
                "write the class owl:equivalentClass [ … ] or [ … ] rdfs:subClassOf the class",
            )
        # Where another axiom failed, the expressions it would have read are not to blame.
        if triple.subject not in self.read.read and not self.problems:
            raise Uncompilable("no axiom uses this expression", "attach it to a class, or drop it")


def _named(node: Object) -> None:
    if not isinstance(node, NamedNode):
        raise Uncompilable("it is said of a property without a name", "name the property")


def _check_head(head: Atom) -> None:
    if concludes_axiom(head.predicate, head.object):
        raise Uncompilable(
            "it would conclude axioms, and the rules would change while they run",
            "state the axioms themselves",
        )


def compile_rules(
    schema: Store | Iterable[Triple | Quad],
    rules_dir: Path | Sequence[Path] | None = None,
    inferred: str = INFERRED,
) -> tuple[Rule, ...]:
    """The rules of a schema, sorted by id, and those of the `*.rq` files in `rules_dir`,
    one folder or several.

    In: a store, whose default graph is read for axioms wherever they stand in it (but for those
    that the graph `inferred` says were inferred), or the triples of the ontology.

    Compiled are rdfs:subClassOf and subPropertyOf; owl:equivalentClass, equivalentProperty,
    inverseOf, SymmetricProperty, TransitiveProperty and propertyChainAxiom; the class expressions
    owl:hasValue, someValuesFrom, intersectionOf and unionOf where OWL 2 RL allows them; and
    `[ owl:inverseOf p ]` where a property may stand. rdfs:domain and rdfs:range give no rule: they
    are constraints, which shapes check. owl:disjointWith and owl:AllDisjointClasses give none
    either: see `contradictions`.

    Raises LoadError with a problem for every axiom that cannot be compiled; none is skipped.
    """
    compiler = _Compiler(read_schema(schema, inferred))
    compiler.compile()
    problems = list(compiler.problems)
    named: tuple[Rule, ...] = ()
    if rules_dir is not None:
        try:
            named = read_rules(*([rules_dir] if isinstance(rules_dir, Path) else rules_dir))
        except LoadError as error:
            problems += error.problems
    if problems:
        raise LoadError(dict.fromkeys(problems))
    return (*sorted(compiler.rules.values(), key=lambda rule: rule.id), *named)
