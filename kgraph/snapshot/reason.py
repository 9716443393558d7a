"""The two ways to infer that a build can use, each as a function that grows a closure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from pyoxigraph import DefaultGraph, Quad, Store, Triple

from kgraph.infer import Rule, compile_rules, owlrl_closure, run
from kgraph.infer.budget import LIMIT
from kgraph.infer.one_pattern import Plans
from kgraph.vocab import GRAPH, OWL

REASONERS: Final = ("compiled", "owlrl")


@dataclass(frozen=True)
class Reasoner:
    """The rules of an ontology, ready to be run any number of times."""

    name: str
    rules: tuple[Rule, ...]
    limit: float | None = None

    @classmethod
    def read(
        cls, name: str, schema: Store, rules_dir: Path | Sequence[Path], limit: float | None = None
    ) -> Reasoner:
        """Reads the axioms in the default graph of `schema` and the `.rq` files of a folder, or
        of several.

        `schema` must hold nothing inferred yet. `name` is `compiled`, which runs the compiled
        rules, or `owlrl`, far slower, which runs the reference reasoner and the named rules in
        turn. `limit` bounds what one run may come to, see `kgraph.infer.run`. Raises LoadError for
        axioms or rules that cannot be compiled, ValueError for another name.
        """
        if name not in REASONERS:
            raise ValueError(f"“{name}” is no reasoner; use {' or '.join(REASONERS)}")
        folders = [rules_dir] if isinstance(rules_dir, Path) else rules_dir
        return cls(name, compile_rules(schema, [f for f in folders if f.is_dir()]), limit)

    def closing(self, grown: Grown | None = None) -> Closing:
        """A closure that starts from nothing, or from one that was grown before."""
        start = grown or Grown((), ())
        if self.name == "owlrl":
            return _Reference(self.rules, start)
        return _Compiled(self.rules, self.limit, start)


@dataclass(frozen=True)
class Grown:
    """What a closure holds: all that was given, as far as rules speak of it, and what follows."""

    given: tuple[Triple, ...]
    inferred: tuple[Triple, ...]

    @classmethod
    def of(cls, closing: Closing) -> Grown:
        """What a closure has come to."""
        inferred, whole = (
            {quad.triple: None for quad in closing.store.quads_for_pattern(None, None, None, graph)}
            for graph in (GRAPH.inferred, DefaultGraph())
        )
        return cls(tuple(t for t in whole if t not in inferred), tuple(inferred))

    def store(self) -> Store:
        """A store of its own for a closure that goes on from it."""
        made = Store()
        made.bulk_extend(Quad(*triple) for triple in self.given)
        graphs = DefaultGraph(), GRAPH.inferred
        made.bulk_extend(Quad(*triple, graph) for triple in self.inferred for graph in graphs)
        return made


class Closing(Protocol):
    """A closure that grows.

    `store` holds what was given, as far as rules speak of it, and what follows as default graph,
    and what follows in graph:inferred; `rules` are all those it grows by.
    """

    store: Store
    rules: tuple[Rule, ...]

    def grow(self, triples: Iterable[Triple]) -> Iterable[Triple]:
        """Adds triples to those given before; gives all that the rules infer from them together."""


class _Compiled:
    def __init__(self, rules: tuple[Rule, ...], limit: float | None, start: Grown) -> None:
        self.rules = rules
        self.plans = Plans(rules)
        self.limit = limit
        self.given = len(start.given)
        self.store = start.store()
        self.inferred = set(start.inferred)
        self.has_run = bool(start.given)

    def grow(self, triples: Iterable[Triple]) -> Iterable[Triple]:
        fresh = None
        if self.has_run:  # what comes after that follows from what has come
            fresh = [quad for quad in self._used(triples) if quad not in self.store]
        self.store.bulk_extend(self._used(triples) if fresh is None else fresh)
        limit = max(LIMIT, self.given) if self.limit is None else self.limit
        found = run(self.store, self.plans, GRAPH.inferred.value, limit, fresh)
        self.has_run = True
        self.inferred.update(quad.triple for quad in found.facts)
        return self.inferred

    def _used(self, triples: Iterable[Triple]) -> Iterator[Quad]:
        """Those of which a rule speaks: most facts are labels, days and figures."""
        used = self.plans.speak_of
        for triple in triples:
            self.given += 1
            if used(triple) or triple.predicate == OWL.sameAs:
                yield Quad(*triple)


class _Reference:
    def __init__(self, rules: tuple[Rule, ...], start: Grown) -> None:
        self.rules = rules
        self.named = tuple(rule for rule in rules if rule.kind == "construct")
        self.store = start.store()
        self.inferred = set(start.inferred)

    def grow(self, triples: Iterable[Triple]) -> Iterable[Triple]:
        self.store.extend(Quad(*triple) for triple in triples)
        while True:
            known = self.store.quads_for_pattern(None, None, None, DefaultGraph())
            new = owlrl_closure(quad.triple for quad in known)
            self.store.extend(
                Quad(*triple, g) for triple in new for g in (DefaultGraph(), GRAPH.inferred)
            )
            added = run(self.store, self.named, GRAPH.inferred.value).added
            self.inferred |= new
            self.inferred |= {
                q.triple for q in self.store.quads_for_pattern(None, None, None, GRAPH.inferred)
            }
            if not added:
                return self.inferred
