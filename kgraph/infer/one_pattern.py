"""One-pattern rules, followed to their end before any data is read.

For each property and class that starts such a rule, a plan holds everything that one fact entails
through them. One pass over the data then replaces the rounds that the rules would take one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad, Triple, Variable

from kgraph.infer.match import unify
from kgraph.infer.rules import ANY, ANY_TYPE, Atom, Rule, Signature, ground, resolve, signature
from kgraph.infer.strata import feeding, groups
from kgraph.vocab import RDF, Node, Object, as_iri, as_node

SUBJECT: Final = Variable("s")
THING: Final = Variable("o")

Maker = Callable[[Any, Any], Quad]


def is_linear(rule: Rule) -> bool:
    """Whether one fact alone can fire the rule, so that a plan can hold it."""
    if len(rule.body) != 1 or rule.filters:
        return False
    atom = rule.body[0]
    key = signature(atom)
    variables = [slot for slot in atom if isinstance(slot, Variable)]
    return (
        key[0] is not None
        and (key[0] != RDF.type or key[1] is not None)
        and len(set(variables)) == len(variables)
        and all(signature(head)[0] is not None for head in rule.head)
    )


Step = tuple[Maker, int]
"""Maker of a fact, and the index of the rule that gives it."""


@dataclass
class Plan:
    """What a fact ?s p ?o entails through one-pattern rules: all of it, however far.

    Each step is to be taken, also where its fact is there already: what follows from that fact may
    stand further on in this plan and in no other that is still to be followed. `on_subject` and
    `on_object` have the terms of which more follows where the fact has that very term there.
    `literal` tells whether ?o is one; `done` are the patterns that another plan takes care of.
    """

    start: Atom
    literal: bool
    steps: tuple[Step, ...]
    patterns: tuple[Atom, ...]
    done: frozenset[Atom]
    on_subject: dict[Object, Plan | None]
    on_object: dict[Object, Plan | None]


def _maker(atom: Atom) -> Maker:
    """A function that builds the fact of a pattern over ?s and ?o, with no test left to make."""
    p = as_iri(atom.predicate)
    if atom.subject == SUBJECT:
        if atom.object == THING:
            return lambda s, o: Quad(s, p, o)
        if atom.object == SUBJECT:
            return lambda s, _: Quad(s, p, s)
        b = ground(atom.object)
        return lambda s, _: Quad(s, p, b)
    if atom.subject == THING:
        if atom.object == SUBJECT:
            return lambda s, o: Quad(o, p, s)
        if atom.object == THING:
            return lambda _, o: Quad(o, p, o)
        b = ground(atom.object)
        return lambda _, o: Quad(o, p, b)
    a = as_node(atom.subject)
    if atom.object == SUBJECT:
        return lambda s, _: Quad(a, p, s)
    if atom.object == THING:
        return lambda _, o: Quad(a, p, o)
    told = Quad(a, p, ground(atom.object))
    return lambda _s, _o: told


class Plans:
    """The plans of all one-pattern rules among `rules`, shortcuts left out; the others, `joins`.

    `starts` are the signatures of facts that start such a rule. A plan is made when a fact first
    needs it, so that a hierarchy costs no more than what is asked of it.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self._by: dict[Signature, list[int]] = defaultdict(list)
        self._made: dict[tuple[Signature, bool], Plan] = {}
        joins = []
        for index, rule in enumerate(rules):
            if not rule.body or rule.is_shortcut:
                continue
            if is_linear(rule):
                self._by[signature(rule.body[0])].append(index)
            else:
                joins.append(index)
        self.joins: tuple[int, ...] = tuple(joins)
        self.starts: tuple[Signature, ...] = tuple(self._by)

    def of(self, predicate: NamedNode, thing: Object) -> Plan | None:
        """The plan for a fact, where it has one."""
        key = (RDF.type, thing) if predicate == RDF.type else (predicate, None)
        literal = isinstance(thing, Literal)
        plan = self._made.get((key, literal))
        if plan is None and key in self._by:
            start = Atom(SUBJECT, predicate, THING if key[1] is None else key[1])
            plan = self._made[key, literal] = self._plan(start, literal, frozenset())
        return plan

    def narrowed(self, plan: Plan, variable: Variable, term: Object) -> Plan:
        """What follows in addition where ?s or ?o is a term that `plan` has for it."""
        more = plan.on_subject if variable == SUBJECT else plan.on_object
        known = more[term]
        if known is None:
            there = {variable: term}
            done = frozenset(resolve(atom, there) for atom in (*plan.patterns, *plan.done))
            known = more[term] = self._plan(resolve(plan.start, there), plan.literal, done)
        return known

    def speak_of(self, fact: Triple) -> bool:
        """Whether a fact is of a kind that the rules use or give."""
        wanted = self._any_value
        return (
            fact.predicate in self._predicates
            or wanted is True
            or (wanted is False and not isinstance(fact.object, Literal))
        )

    @cached_property
    def _predicates(self) -> frozenset[NamedNode]:
        found = (atom.predicate for rule in self.rules for atom in (*rule.body, *rule.head))
        return frozenset(term for term in found if isinstance(term, NamedNode))

    @cached_property
    def _any_value(self) -> bool | None:
        """Whether a rule speaks of any property with any value, literals too; None where none does.

        A value of which the same rule speaks as a subject is no literal.
        """
        found = None
        for rule in self.rules:
            atoms = *rule.body, *rule.head
            subjects = {atom.subject for atom in atoms}
            for atom in atoms:
                if isinstance(atom.predicate, Variable):
                    is_node = isinstance(atom.object, Node) or atom.object in subjects
                    found = bool(found) or not is_node
        return found

    @cached_property
    def groups(self) -> tuple[tuple[list[int], bool], ...]:
        """The rules that join patterns: those that feed each other together, feeders first.

        With each group comes whether its rules feed themselves at all.
        """
        rules, joins = self.rules, self.joins
        gives = {i: {s for head in rules[i].head for s in self.reach(head)} for i in joins}
        needs = {i: {signature(atom) for atom in rules[i].body} for i in joins}
        return tuple(groups(feeding(gives, needs)))

    def reach(self, atom: Atom) -> frozenset[Signature]:
        """The signatures of all that may follow from a fact of a pattern, that fact included."""
        start = signature(atom)
        if start in (ANY, ANY_TYPE):
            return frozenset({ANY})
        found = {start: None}
        queue = [start]
        for key in queue:
            for index in self._by.get(key, ()):
                for head in map(signature, self.rules[index].head):
                    if head not in found:
                        found[head] = None
                        queue.append(head)
        return frozenset(found)

    def _plan(self, start: Atom, literal: bool, done: frozenset[Atom]) -> Plan:
        found = self._follow(start, literal)
        steps = (
            (_maker(atom), rule)
            for atom, rule in found.grounds.items()
            if atom != start and atom not in done
        )
        return Plan(
            start,
            literal,
            tuple(steps),
            tuple(found.grounds),
            done,
            {term: None for variable, term in found.conditions if variable == SUBJECT},
            {term: None for variable, term in found.conditions if variable == THING},
        )

    def _follow(self, start: Atom, literal: bool) -> _Found:
        """All that follows from a pattern, breadth first."""
        found = _Found({start: -1}, {})
        queue = [start]
        for atom in queue:
            for index in self._by.get(signature(atom), ()):
                rule = self.rules[index]
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
                        found.grounds[new] = index
                        queue.append(new)
        return found


@dataclass
class _Found:
    """Patterns that follow, each with the index of the rule that gives it.

    `conditions` are the terms for ?s or ?o of which more would follow.
    """

    grounds: dict[Atom, int]
    conditions: dict[tuple[Variable, Object], None]


def _needed(body: Atom, atom: Atom, literal: bool) -> tuple[Variable, Object] | None:
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
