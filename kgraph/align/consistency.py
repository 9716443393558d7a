"""Whether the merged schema holds together: ours, the bridges, and what bears on them outside."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple, Variable

from kgraph.align.bridges import FOLDER, Bridges
from kgraph.align.ours import Ours
from kgraph.align.select import Selection, select
from kgraph.align.table import SAME_AS, SUB_CLASS, Row
from kgraph.align.targets import AGENT, CLASS, DATATYPE, OBJECT, ROLE, Target
from kgraph.infer import (
    Atom,
    Contradiction,
    Proof,
    Rule,
    compile_rules,
    contradictions,
    explain,
    make_rule,
    run,
)
from kgraph.problems import Problem
from kgraph.vocab import OWL, RDF, RDFS, Node, Object

_WITNESS: Final = "urn:kgraph:witness:"
_BELOW: Final = NamedNode(SUB_CLASS)
_X, _Y = Variable("x"), Variable("y")
_SHOWN: Final = 3


def bridge_triples(rows: Iterable[Row]) -> list[Triple]:
    """The schema axioms of the mappings (not those of individuals)."""
    return [
        Triple(NamedNode(row.subject), NamedNode(row.predicate), NamedNode(row.object))
        for row in rows
        if row.is_axiom and row.predicate != SAME_AS
    ]


def witnesses(ours: Ours) -> list[Quad]:
    """One individual for each of our classes, one triple for each of our properties."""
    found = [Quad(NamedNode(_WITNESS + iri), RDF.type, NamedNode(iri)) for iri in ours.terms(CLASS)]
    for iri in ours.terms(OBJECT):
        one, other = NamedNode(f"{_WITNESS}{iri}/subject"), NamedNode(f"{_WITNESS}{iri}/object")
        found.append(Quad(one, NamedNode(iri), other))
    found += [
        Quad(NamedNode(f"{_WITNESS}{iri}/subject"), NamedNode(iri), Literal(iri))
        for iri in ours.terms(DATATYPE)
    ]
    return found


def schema_problems(
    root: Path, ours: Ours, rows: Sequence[Row], copies: Store, bridges: Bridges
) -> tuple[list[Problem], Selection]:
    """Contradictions in the merged schema, and our properties under functional ones.

    One problem for each pair of disjoint classes, with the terms that lead into both.
    """
    links = bridge_triples(rows)
    selection = select(
        copies,
        [t.object for t in links if t.predicate == _BELOW],
        [t.object for t in links if t.predicate == RDFS.subPropertyOf],
    )
    schema = [*ours.axioms, *links, *selection.axioms]
    path = root / FOLDER
    problems = reason(schema, witnesses(ours), path, bridges)
    return problems + functional_problems(links, copies, selection, path, bridges), selection


def reason(
    schema: Sequence[Triple], facts: Iterable[Quad], path: Path, bridges: Bridges
) -> list[Problem]:
    """The contradictions that follow from a schema and facts, by the compiled rules."""
    store = Store()
    store.extend(facts)
    # The proofs find the axioms in the store; those of classes do no harm among the facts.
    store.extend(Quad(*triple) for triple in schema)
    rules = (*compile_rules(schema), *_typing(schema))
    run(store, rules)
    pairs: dict[frozenset[str], list[Contradiction]] = defaultdict(list)
    for found in contradictions(store, schema):
        pairs[frozenset((str(found.left_class), str(found.right_class)))].append(found)
    # Disjoint superclasses repeat what disjoint classes below them say of the same things.
    groups = {frozenset(str(c.individual) for c in group): group for group in pairs.values()}
    return [_contradiction(group, store, rules, path, bridges) for group in groups.values()]


def _typing(schema: Iterable[Triple]) -> Iterable[Rule]:
    """A domain or range as a conclusion: a constraint to us, but whoever merges our graph with
    another ontology may reason as OWL does."""
    for axiom in schema:
        named = isinstance(axiom.subject, NamedNode) and isinstance(axiom.object, NamedNode)
        if named and axiom.predicate in (RDFS.domain, RDFS.range):
            typed = _X if axiom.predicate == RDFS.domain else _Y
            head = Atom(typed, RDF.type, axiom.object)
            yield make_rule("typing", (Atom(_X, axiom.subject, _Y),), head, (axiom,))


def _contradiction(
    group: list[Contradiction],
    store: Store,
    rules: Sequence[Rule],
    path: Path,
    bridges: Bridges,
) -> Problem:
    first = min(group, key=lambda c: (len(str(c.individual)), str(c.individual)))
    names = sorted({_name(c.individual, bridges) for c in group})
    shown = ", ".join(names[:_SHOWN]) + (
        f" and {len(names) - _SHOWN} more" if names[_SHOWN:] else ""
    )
    one, other = (_show(term, bridges) for term in (first.left_class, first.right_class))
    steps: dict[str, None] = {}
    for triple in (*first.left, *first.right):
        proofs = explain(store, rules, triple, limit=1).proofs
        for proof in proofs:
            steps.update(dict.fromkeys(_steps(proof, bridges)))
    because = "; ".join(step for step in steps if "jpst:" in step) or "; ".join(steps)
    return Problem(
        f"{shown} under both {one} and {other}",
        f"the two are disjoint, and it follows from: {because}",
        "make the link to the wrong side a SKOS match, or name another target",
        path,
    )


def _steps(proof: Proof, bridges: Bridges) -> Iterable[str]:
    for leaf in proof.axioms:
        if not isinstance(leaf.triple.subject, BlankNode) and not isinstance(
            leaf.triple.object, BlankNode
        ):
            yield " ".join(_show(term, bridges) for term in leaf.triple)
    for premise in proof.premises:
        if isinstance(premise, Proof):
            yield from _steps(premise, bridges)


def _show(term: Object, bridges: Bridges) -> str:
    return bridges.compact(term.value) if isinstance(term, NamedNode) else "[…]"


def _name(individual: Node, bridges: Bridges) -> str:
    iri = individual.value.removeprefix(_WITNESS)
    if iri.endswith("/subject"):
        return f"the subject of {bridges.compact(iri.removesuffix('/subject'))}"
    if iri.endswith("/object"):
        return f"the object of {bridges.compact(iri.removesuffix('/object'))}"
    return bridges.compact(iri)


_Turned: TypeAlias = tuple[Node, bool]
"""A property, and whether it is read the other way round."""


def functional_problems(
    links: Iterable[Triple], copies: Store, selection: Selection, path: Path, bridges: Bridges
) -> list[Problem]:
    """Our properties that fall under a functional one: differing sources would then merge names."""
    up: dict[_Turned, set[_Turned]] = defaultdict(set)
    for axiom in (*links, *selection.axioms):
        one, other = axiom.subject, axiom.object
        if not isinstance(other, Node):
            continue
        if axiom.predicate == RDFS.subPropertyOf:
            for turned in (False, True):
                up[one, turned].add((other, turned))
        elif axiom.predicate == OWL.inverseOf and isinstance(one, NamedNode):
            for turned in (False, True):
                up[one, turned].add((other, not turned))
                up[other, turned].add((one, not turned))
    problems: list[Problem] = []
    for own in sorted({t.subject for t in links if t.predicate == RDFS.subPropertyOf}, key=str):
        found = sorted(
            {
                (_show(above, bridges), turned == (kind == OWL.FunctionalProperty))
                for above, turned in _reached((own, False), up)
                for kind in (OWL.FunctionalProperty, OWL.InverseFunctionalProperty)
                if Quad(above, RDF.type, kind) in copies
            }
        )
        if found:
            names = " and ".join(
                name + (", the other way round" if round_ else "") for name, round_ in found
            )
            problems.append(
                Problem(
                    f"{bridges.compact(own.value)} falls under a functional property",
                    f"it follows from {names}; two sources may differ, and a reasoner would then "
                    "merge what they name or find a contradiction",
                    "make the link a SKOS match",
                    path,
                )
            )
    return problems


def _reached(
    start: _Turned,
    up: Mapping[_Turned, set[_Turned]],
) -> list[_Turned]:
    seen, queue = {start}, deque([start])
    while queue:
        for other in sorted(up.get(queue.popleft(), ()), key=str):
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return sorted(seen - {start}, key=str)


def side_problems(
    root: Path, ours: Ours, rows: Sequence[Row], targets: Mapping[str, Target], bridges: Bridges
) -> list[Problem]:
    """Our classes on both sides of Commons, agent and role: checked without any copy."""
    up: dict[str, set[str]] = defaultdict(set)
    for triple in (*ours.axioms, *bridge_triples(rows)):
        if triple.predicate == _BELOW and isinstance(triple.object, NamedNode):
            up[triple.subject.value].add(triple.object.value)
    problems: list[Problem] = []
    for iri in ours.terms(CLASS):
        sides: dict[str, str] = {}
        queue, seen = deque([iri]), {iri}
        while queue:
            above = queue.popleft()
            target = targets.get(above)
            if target is not None and target.side:
                sides.setdefault(target.side, above)
            new = up.get(above, set()) - seen
            seen |= new
            queue.extend(sorted(new))
        if {AGENT, ROLE} <= sides.keys():
            agent, role = (bridges.compact(sides[side]) for side in (AGENT, ROLE))
            problems.append(
                Problem(
                    f"{bridges.compact(iri)} is an agent and a role",
                    f"it falls under {agent} and under {role}, whose sides are disjoint",
                    f"make the link to {role} skos:closeMatch",
                    root / FOLDER,
                )
            )
    return problems


def view_problems(view: Iterable[Triple], copies: Store, bridges: Bridges) -> list[Problem]:
    """What is wrong with a FIBO-shaped view by the outside axioms: contradictions, and functional
    properties with two values."""
    view = list(view)
    classes = {t.object for t in view if t.predicate == RDF.type}
    properties = {t.predicate for t in view if t.predicate != RDF.type}
    selection = select(copies, sorted(classes, key=str), sorted(properties, key=str))
    path = Path("ontology", "fibo")
    problems = reason(selection.axioms, (Quad(*triple) for triple in view), path, bridges)
    for predicate in sorted(properties, key=str):
        for kind, key, value in (
            (OWL.FunctionalProperty, 0, 2),
            (OWL.InverseFunctionalProperty, 2, 0),
        ):
            if Quad(predicate, RDF.type, kind) not in copies:
                continue
            values: dict[Object, set[Object]] = defaultdict(set)
            for triple in view:
                if triple.predicate == predicate:
                    parts = tuple(triple)
                    values[parts[key]].add(parts[value])
            problems += [
                Problem(
                    f"{_show(node, bridges)} has {len(found)} of {_show(predicate, bridges)}",
                    "the property is functional, so a reasoner would make them the same",
                    "name a node of its own for each",
                    path,
                )
                for node, found in values.items()
                if len(found) > 1
            ]
    return problems
