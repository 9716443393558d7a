"""One-pattern rules, followed to their end before any data is read.

For each property and class that starts such a rule, a plan holds everything that one fact entails
through them. One pass over the data then replaces the rounds that the rules would take one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad, Variable

from kgraph.infer.match import unify
from kgraph.infer.rules import Atom, Rule, resolve
from kgraph.infer.schema import TYPE, Term

SUBJECT: Final = Variable("s")
THING: Final = Variable("o")

Maker = Callable[[Any, Any], Quad]
Signature = tuple[NamedNode | None, Term | None]
"""Predicate and, for rdf:type, class of a pattern; None where that is a variable."""


def signature(atom: Atom) -> Signature:
    """What tells whether a fact can match a pattern at all."""
    if isinstance(atom.predicate, Variable):
        return None, None
    if atom.predicate == TYPE and not isinstance(atom.object, Variable):
        return TYPE, atom.object
    return atom.predicate, None


def touches(one: Signature, other: Signature) -> bool:
    """Whether facts of one signature can be facts of another."""
    return (
        one[0] is None
        or other[0] is None
        or (one[0] == other[0] and (one[1] is None or other[1] is None or one[1] == other[1]))
    )


def is_linear(rule: Rule) -> bool:
    """Whether one fact alone can fire the rule, so that a plan can hold it."""
    if len(rule.body) != 1 or rule.filters:
        return False
    atom = rule.body[0]
    key = signature(atom)
    variables = [slot for slot in atom if isinstance(slot, Variable)]
    return (
        key[0] is not None
        and (key[0] != TYPE or key[1] is not None)
        and len(set(variables)) == len(variables)
        and all(signature(head)[0] is not None for head in rule.head)
    )


Step = tuple[Maker, int, int]
"""Maker of a fact, index of the rule that gives it, and how many steps it spans.

The steps that follow from a fact come right after it; `span` counts them and itself. Where the
fact is there already, so is all that follows from it, or it is still to be looked at: skip them.
"""


@dataclass
class Plan:
    """What a fact ?s p ?o entails through one-pattern rules.

    `on_subject` and `on_object` hold what follows in addition where the fact has that very term
    there. `signatures` are those of all facts in the plan.
    """

    steps: list[Step] = field(default_factory=list)
    signatures: set[Signature] = field(default_factory=set)
    on_subject: dict[Term, Plan] = field(default_factory=dict)
    on_object: dict[Term, Plan] = field(default_factory=dict)


def _maker(atom: Atom) -> Maker:
    """A function that builds the fact of a pattern over ?s and ?o, with no test left to make."""
    a, p, b = atom
    if a == SUBJECT:
        if b == THING:
            return lambda s, o: Quad(s, p, o)
        return (lambda s, _: Quad(s, p, s)) if b == SUBJECT else (lambda s, _: Quad(s, p, b))
    if a == THING:
        if b == SUBJECT:
            return lambda s, o: Quad(o, p, s)
        return (lambda _, o: Quad(o, p, o)) if b == THING else (lambda _, o: Quad(o, p, b))
    if b == SUBJECT:
        return lambda s, _: Quad(a, p, s)
    if b == THING:
        return lambda _, o: Quad(a, p, o)
    ground = Quad(a, p, b)  # type: ignore[arg-type]
    return lambda _s, _o: ground


class Plans:
    """The plans of all one-pattern rules among `rules`; the others are in `joins`.

    `nodes` and `literals` are plans by predicate, for facts whose object is a thing or a literal;
    `classes` are plans by class, for rdf:type.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._by: dict[Signature, list[int]] = defaultdict(list)
        self.joins: tuple[int, ...] = tuple(
            i for i, rule in enumerate(rules) if rule.body and not is_linear(rule)
        )
        for i, rule in enumerate(rules):
            if rule.body and is_linear(rule):
                self._by[signature(rule.body[0])].append(i)
        self.classes: dict[Term, Plan] = {}
        self.nodes: dict[NamedNode, Plan] = {}
        self.literals: dict[NamedNode, Plan] = {}
        for predicate, kind in self._by:
            if kind is not None:
                self.classes[kind] = self._plan(Atom(SUBJECT, TYPE, kind), False)
            elif predicate is not None:
                self.nodes[predicate] = self._plan(Atom(SUBJECT, predicate, THING), False)
                self.literals[predicate] = self._plan(Atom(SUBJECT, predicate, THING), True)

    def of(self, predicate: NamedNode, thing: Term) -> Plan | None:
        """The plan for a fact, where it has one."""
        if predicate == TYPE:
            return self.classes.get(thing)
        plans = self.literals if isinstance(thing, Literal) else self.nodes
        return plans.get(predicate)

    def reach(self, atom: Atom) -> set[Signature]:
        """The signatures of all that can follow from a fact of a pattern, that fact included."""
        start = signature(atom)
        found = {start}
        if start[0] is None or (start[0] == TYPE and start[1] is None):
            return {(None, None)}
        for plans in (self.nodes, self.literals):
            if start[1] is None and start[0] in plans:
                found |= plans[start[0]].signatures
        if start[1] is not None and start[1] in self.classes:
            found |= self.classes[start[1]].signatures
        return found

    def _plan(self, start: Atom, literal: bool, known: Iterable[Atom] = ()) -> Plan:
        found = self._follow(start, literal)
        plan = Plan(signatures={signature(atom) for atom in found.grounds})
        seen = {start, *known}
        children: dict[Atom | None, list[Atom]] = defaultdict(list)
        for atom, (parent, _) in found.grounds.items():
            if atom not in seen:
                children[None if parent in seen else parent].append(atom)

        def lay(atom: Atom) -> int:
            place = len(plan.steps)
            plan.steps.append((_maker(atom), found.grounds[atom][1], 1))
            span = 1 + sum(map(lay, children[atom]))
            plan.steps[place] = (*plan.steps[place][:2], span)
            return span

        for atom in children[None]:
            lay(atom)
        for variable, term in found.conditions:
            narrowed = {variable: term}
            done = [resolve(atom, narrowed) for atom in found.grounds]
            more = self._plan(resolve(start, narrowed), literal, (*done, *known))
            plan.signatures |= more.signatures
            (plan.on_subject if variable == SUBJECT else plan.on_object)[term] = more
        return plan

    def _follow(self, start: Atom, literal: bool) -> _Found:
        """All that follows from a pattern, breadth first."""
        found = _Found({start: (start, -1)}, {})
        queue = [start]
        for atom in queue:
            for index in self._by.get(signature(atom), ()):
                rule = self._rules[index]
                binding = unify(rule.body[0], atom, {})
                if binding is None:
                    needed = _needed(rule.body[0], atom, literal)
                    if needed is not None:
                        found.conditions[needed] = None
                    continue
                for head in rule.head:
                    new = resolve(head, binding)
                    # A literal is never a subject, nor does anything follow from its being one.
                    if isinstance(new.subject, Literal) or (literal and new.subject == THING):
                        continue
                    if new not in found.grounds:
                        found.grounds[new] = (atom, index)
                        queue.append(new)
        return found


@dataclass
class _Found:
    """Patterns that follow, each with the one it follows from and the index of the rule.

    `conditions` are the terms for ?s or ?o of which more would follow.
    """

    grounds: dict[Atom, tuple[Atom, int]]
    conditions: dict[tuple[Variable, Term], None]


def _needed(body: Atom, atom: Atom, literal: bool) -> tuple[Variable, Term] | None:
    """What ?s or ?o would have to be for the pattern of a rule to be this one.

    One place at a time: what the other must be shows once this one is filled.
    """
    for wanted, given in ((body.subject, atom.subject), (body.object, atom.object)):
        if isinstance(wanted, Variable) or wanted == given:
            continue
        if not isinstance(given, Variable):
            return None
        if isinstance(wanted, Literal) != (literal and given == THING):
            return None
        return given, wanted
    return None
