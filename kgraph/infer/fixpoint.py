"""Rules run to a fixpoint in the embedded store."""

from __future__ import annotations

import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import NamedNode, Quad, Store, Triple

from kgraph.infer.budget import LIMIT, TooMuchFollows
from kgraph.infer.match import DEFAULT, fact, solutions, unify
from kgraph.infer.one_pattern import SUBJECT, THING, Plan, Plans
from kgraph.infer.rules import ANY, ANY_TYPE, Rule, Signature, resolve, signature
from kgraph.infer.schema import INFERRED, complaint, show
from kgraph.infer.transitive import Paths
from kgraph.problems import LoadError
from kgraph.sparql import engine
from kgraph.vocab import OWL, RDF, as_iri

# As many facts are held back before they are written; above SMALL the bulk loader is faster.
_CHUNK: Final = 100_000
_SMALL: Final = 5_000


@dataclass(frozen=True)
class Closure:
    """What a run added: facts per rule (by id), rounds over the data, and seconds.

    `facts` are all of them, as quads of the default graph. A fact that several rules give is
    counted for the one that gave it first.
    """

    facts: Sequence[Quad]
    added: int
    counts: Mapping[str, int]
    rounds: int
    seconds: float


class _Run:
    """`fresh` are the facts that have come since the last run; None where there was none."""

    def __init__(
        self,
        store: Store,
        plans: Plans,
        target: str,
        limit: float | None,
        fresh: Sequence[Quad] | None,
    ) -> None:
        self.store = store
        self.rules = plans.rules
        self.target = NamedNode(target)
        self.plans = plans
        self.counts: Counter[int] = Counter()
        self.pending: dict[Quad, None] = {}
        self.facts: list[Quad] = []
        self.rounds = 0
        self.limit = limit
        self.fresh = fresh
        self.seen: set[Signature] = set()
        """What facts there are that have come since the last run, or follow from such."""
        self.note(fresh or ())

    def flush(self) -> None:
        """Writes what is held back, to the default graph and to the target."""
        if not self.pending:
            return
        self.facts += self.pending
        self.note(self.pending)
        self.check(max(self.counts, key=lambda index: self.counts[index]))
        target = self.target
        quads = chain(self.pending, (Quad(*quad.triple, target) for quad in self.pending))
        small = len(self.pending) < _SMALL
        (self.store.extend if small else self.store.bulk_extend)(quads)
        self.pending = {}

    def note(self, quads: Iterable[Quad]) -> None:
        """Notes of what kinds new facts are, where only rules that use such are to be run."""
        if self.fresh is None:
            return
        for quad in quads:
            predicate = quad.predicate
            self.seen.add((predicate, quad.object if predicate == RDF.type else None))

    def may_fire(self, index: int) -> bool:
        """Whether a rule may give something new, by the kinds of what it uses."""
        if self.fresh is None:
            return True
        uses = set(map(signature, self.rules[index].body))
        if ANY in uses or ANY_TYPE in uses:
            return True
        return not uses.isdisjoint(self.seen)

    def check(self, index: int, coming: int = 0) -> None:
        """Raises where more than the limit follows, with what is coming; `index` gives most."""
        number = len(self.facts) + coming
        if number <= (LIMIT if self.limit is None else self.limit):
            return
        if self.limit is None:  # counted only now: a store on disk takes its time
            written = len(self.facts) - len(self.pending)
            self.limit = max(LIMIT, len(self.store) - 2 * written)
            self.check(index, coming)
            return
        rule = self.rules[index]
        axioms = " and ".join(" ".join(map(show, axiom)) for axiom in rule.axioms[:3])
        raise TooMuchFollows(
            f"more than {self.limit:,} facts follow from the graph, most of them by the rule "
            f"{rule.id}{f' ({axioms})' if axioms else ''}; look for a chain or a cycle that should "
            "not be, or raise the limit (--max-inferred)"
        )

    def follow(self, plan: Plan, subject: Any, thing: Any) -> list[Quad]:
        """Takes in what a fact entails by its plan; gives what is new."""
        pending, store, counts = self.pending, self.store, self.counts
        new: list[Quad] = []
        for make, rule in plan.steps:
            quad = make(subject, thing)
            if quad not in pending and quad not in store:
                pending[quad] = None
                counts[rule] += 1
                new.append(quad)
        if plan.on_object and thing in plan.on_object:
            new += self.follow(self.plans.narrowed(plan, THING, thing), subject, thing)
        if plan.on_subject and subject in plan.on_subject:
            new += self.follow(self.plans.narrowed(plan, SUBJECT, subject), subject, thing)
        return new

    def derive(self, quad: Quad, rule: int) -> list[Quad]:
        """Takes in a fact and all that follows from it alone; gives what is new."""
        if quad in self.pending or quad in self.store:
            return []
        self.pending[quad] = None
        self.counts[rule] += 1
        new = [quad, *self.entailed(quad)]
        self.settle()
        return new

    def entailed(self, quad: Quad) -> list[Quad]:
        """Takes in what follows from a fact alone; gives what is new."""
        thing = quad.object
        plan = self.plans.of(quad.predicate, thing)
        return [] if plan is None else self.follow(plan, quad.subject, thing)

    def settle(self) -> None:
        """Writes when enough is held back."""
        if len(self.pending) >= _CHUNK:
            self.flush()

    def run(self) -> None:
        for index, rule in enumerate(self.rules if self.fresh is None else ()):
            if not rule.body:
                for atom in rule.head:
                    made = fact(atom)
                    assert made is not None
                    self.derive(Quad(*made), index)
        self.flush()
        self.rounds = 1
        self.linear()
        self.flush()
        for group, recursive in self.plans.groups:
            self.join(group, recursive)
        self.flush()

    def linear(self) -> None:
        """One pass over the facts that start one-pattern rules."""
        for quad in self.fresh or ():
            self.entailed(quad)
            self.settle()
        for predicate, kind in self.plans.starts if self.fresh is None else ():
            for quad in self.store.quads_for_pattern(None, predicate, kind, DEFAULT):
                self.entailed(quad)
                self.settle()

    def join(self, group: list[int], recursive: bool) -> None:
        """Runs the rules of a group in full once, then over what is new until nothing is."""
        paths: dict[int, Paths] = {}
        # What a rule of paths alone gives leads to nothing new by that rule.
        alone = group[0] if len(group) == 1 and self.is_transitive(group[0]) else None

        def to_be_used(new: Iterator[Quad]) -> Iterator[Quad]:
            for quad in new:
                if alone is None or not self.is_path(alone, quad, paths[alone]):
                    yield quad

        fresh: list[Quad] = []
        self.rounds += 1
        for index in group:
            self.flush()
            if not self.may_fire(index):
                continue
            new = self.first(index, paths)
            if recursive:
                fresh.extend(to_be_used(new))
            else:
                for _ in new:
                    pass
        while fresh:
            self.flush()
            self.rounds += 1
            fresh = list(to_be_used(self.again(group, fresh, paths)))

    def is_transitive(self, index: int) -> bool:
        """Whether a rule is the transitivity of a property."""
        return self.rules[index].kind == "transitive"

    def is_path(self, index: int, quad: Quad, paths: Paths) -> bool:
        """Whether a fact is a pair that the paths of a transitive rule hold."""
        is_edge = quad.predicate == self.rules[index].head[0].predicate
        return is_edge and paths.holds(quad.subject, quad.object)

    def first(self, index: int, paths: dict[int, Paths]) -> Iterator[Quad]:
        """The new facts of one rule over the whole store."""
        rule = self.rules[index]
        if self.is_transitive(index):
            found = paths[index] = Paths()
            predicate = as_iri(rule.head[0].predicate)
            # All pairs first: those that another rule gives too are then no new edges, and where
            # there are too many, nothing is written.
            edges = list(self.store.quads_for_pattern(None, predicate, None, DEFAULT))
            for quad in edges:
                deque(found.add(quad.subject, quad.object), 0)
                self.check(index, found.size - len(edges))
            for start, end in found:
                yield from self.derive(Quad(start, predicate, end), index)
            return
        for triple in engine.construct(self.store, rule.construct):
            yield from self.derive(Quad(*triple), index)

    def again(
        self, group: list[int], fresh: Sequence[Quad], paths: dict[int, Paths]
    ) -> Iterator[Quad]:
        """The new facts of a group of rules that use at least one fresh fact."""
        by: dict[Any, list[Quad]] = defaultdict(list)
        for quad in fresh:
            by[quad.predicate].append(quad)
            if quad.predicate == RDF.type:
                by[RDF.type, quad.object].append(quad)
        for index in group:
            rule = self.rules[index]
            matches = []
            for atom in rule.body:
                predicate, kind = signature(atom)
                key = predicate if kind is None else (predicate, kind)
                matches.append(fresh if predicate is None else by.get(key, ()))
            if not any(matches):
                continue
            if index in paths:
                over = as_iri(rule.head[0].predicate)
                for quad in matches[0]:
                    for start, end in paths[index].add(quad.subject, quad.object):
                        yield from self.derive(Quad(start, over, end), index)
            elif rule.filters:
                self.flush()
                for triple in engine.construct(self.store, rule.construct):
                    yield from self.derive(Quad(*triple), index)
            else:
                for place, quads in enumerate(matches):
                    for triple in self.narrow(rule, place, quads):
                        yield from self.derive(Quad(*triple), index)

    def narrow(self, rule: Rule, place: int, quads: Sequence[Quad]) -> Iterator[Triple]:
        """What a rule concludes where the pattern at `place` is one of the given facts."""
        atom = rule.body[place]
        rest = [*rule.body[:place], *rule.body[place + 1 :]]
        for quad in quads:
            binding = unify(atom, (quad.subject, quad.predicate, quad.object), {})
            if binding is None:
                continue
            for found in solutions(self.store, rest, binding):
                for head in rule.head:
                    conclusion = fact(resolve(head, found))
                    if conclusion is not None:
                        yield conclusion


def run(
    store: Store,
    rules: Sequence[Rule] | Plans,
    target: str = INFERRED,
    limit: float | None = None,
    fresh: Sequence[Quad] | None = None,
) -> Closure:
    """Adds to a store all that follows from its default graph by the rules.

    A triple that follows and is not in the default graph yet goes into the default graph and into
    the graph `target`; nothing is removed. Run again, nothing is added. The plans of the rules may
    be given in their place, where they are to be run more than once. `fresh` are the facts that
    were added since such a run, where there was one: then only what they give is looked for.

    The result is the OWL 2 RL closure under these rules of the profile: prp-symp, prp-trp,
    prp-spo1, prp-spo2, prp-eqp1, prp-eqp2, prp-inv1, prp-inv2, cls-int1, cls-int2, cls-uni,
    cls-svf1, cls-svf2, cls-hv1, cls-hv2, cax-sco, cax-eqc1, cax-eqc2; and for the schema scm-sco,
    scm-eqc1, scm-eqc2, scm-spo, scm-eqp1, scm-eqp2, scm-int, scm-uni, scm-hv, scm-svf1, scm-svf2,
    without reflexive triples and without triples about anonymous classes or properties; domains
    and ranges (prp-dom, prp-rng) are constraints. `reference.covered` states the same as a filter
    over owlrl's closure.

    Raises TooMuchFollows where more than `limit` triples follow, with the store left halfway (None:
    LIMIT, or as many as a larger store holds; infinity: no limit); LoadError where the store holds
    owl:sameAs, which the rules do not follow.
    """
    started = time.perf_counter()
    same = next(iter(store.quads_for_pattern(None, OWL.sameAs, None, DEFAULT)), None)
    if same is not None:
        why = "the rules do not follow identity, and would lose what it entails"
        raise LoadError([complaint(same.triple, why, "use skos:exactMatch or jpst:possiblySameAs")])
    plans = rules if isinstance(rules, Plans) else Plans(rules)
    work = _Run(store, plans, target, limit, fresh)
    work.run()
    counts = {plans.rules[i].id: work.counts[i] for i in sorted(work.counts) if work.counts[i]}
    return Closure(
        facts=work.facts,
        added=sum(counts.values()),
        counts=MappingProxyType(counts),
        rounds=work.rounds,
        seconds=time.perf_counter() - started,
    )
