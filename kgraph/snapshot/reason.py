"""The two ways to infer that a build can use, each as a function that grows a closure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
        cls, name: str, schema: Store, rules_dir: Path, limit: float | None = None
    ) -> Reasoner:
        """Reads the axioms in the default graph of `schema` and the `.rq` files of a folder.

        `schema` must hold nothing inferred yet. `name` is `compiled`, which runs the compiled
        rules, or `owlrl`, far slower, which runs the reference reasoner and the named rules in
        turn. `limit` bounds what one run may come to, see `kgraph.infer.run`. Raises LoadError for
        axioms or rules that cannot be compiled, ValueError for another name.
        """
        if name not in REASONERS:
            raise ValueError(f"“{name}” is no reasoner; use {' or '.join(REASONERS)}")
        return cls(name, compile_rules(schema, rules_dir if rules_dir.is_dir() else None), limit)

    def closing(self) -> Closing:
        """A closure that starts from nothing."""
        if self.name == "owlrl":
            return _Reference(tuple(rule for rule in self.rules if rule.kind == "construct"))
        return _Compiled(self.rules, self.limit)


class Closing(Protocol):
    """A closure that grows.

    `store` holds what was given, as far as rules speak of it, and what follows as default graph.
    """

    store: Store

    def grow(self, triples: Iterable[Triple]) -> Iterable[Triple]:
        """Adds triples to those given before; gives all that the rules infer from them together."""


class _Compiled:
    def __init__(self, rules: tuple[Rule, ...], limit: float | None) -> None:
        self.plans = Plans(rules)
        self.limit = limit
        self.given = 0
        self.store = Store()

    def grow(self, triples: Iterable[Triple]) -> Iterable[Triple]:
        self.store.extend(self._used(triples))
        limit = max(LIMIT, self.given) if self.limit is None else self.limit
        run(self.store, self.plans, GRAPH.inferred.value, limit)
        for quad in self.store.quads_for_pattern(None, None, None, GRAPH.inferred):
            yield quad.triple

    def _used(self, triples: Iterable[Triple]) -> Iterator[Quad]:
        """Those of which a rule speaks: most facts are labels, days and figures."""
        used = self.plans.predicates
        for triple in triples:
            self.given += 1
            if used is None or triple.predicate in used or triple.predicate == OWL.sameAs:
                yield Quad(*triple)


class _Reference:
    def __init__(self, named: tuple[Rule, ...]) -> None:
        self.named = named
        self.store = Store()
        self.inferred: set[Triple] = set()

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
