"""Proofs searched backward from a fact, over a graph that holds its closure.

The search first collects the ways in which the fact, and what those ways need, can be derived;
then finds the least number of steps for each; then lists whole proofs, smallest first.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Final, NamedTuple, TypeAlias

from pyoxigraph import Triple

from kgraph.infer.match import Reader, fact, holds, solutions, unify
from kgraph.infer.proof import Leaf, Proof
from kgraph.infer.rules import Atom, Binding, Rule, Signature, replays, resolve, signature
from kgraph.names import STANDING

# Ways kept per rule of the fact itself and of what it rests on, and ways looked at in all. The
# further attempts are for what the first finds no proof of: straight down a long path, then wide.
_ATTEMPTS: Final = ((64, 16, 5_000), (1, 1, 50_000), (64, 64, 50_000))
_SCANNED: Final = 1_000  # ways looked at per fact and rule
_STATES: Final = 2_000  # partial proofs looked at

_ToDo: TypeAlias = tuple[tuple[Triple, frozenset[Triple]], ...]
"""Facts still to prove, each with those that it is to help prove."""


class Way(NamedTuple):
    """One way to derive a fact: a rule and the premises it takes."""

    rule: int
    premises: tuple[Triple, ...]


@dataclass(slots=True)
class _Waiting:
    """A way to a fact: how many of its premises have no proof yet, and the steps of the others."""

    missing: int
    steps: int
    goal: Triple
    needs: list[Triple]


class Search:
    """Looks for proofs in one graph by one set of rules. Keeps what it has looked up."""

    def __init__(self, reader: Reader, rules: Sequence[Rule], inferred: str) -> None:
        self.reader = reader
        self.rules = rules
        self._inferred = inferred
        self._graphs: dict[Triple, tuple[str, ...]] = {}
        self._ways_to: dict[Triple, list[list[Way]]] = {}
        self._heads: dict[Signature, list[tuple[int, Atom]]] = defaultdict(list)
        for index, rule in enumerate(rules):
            for head in rule.head:
                self._heads[signature(head)].append((index, head))

    def graphs(self, triple: Triple) -> tuple[str, ...]:
        """The named graphs that hold a triple, but for those of computed standing."""
        found = self._graphs.get(triple)
        if found is None:
            quads = self.reader.quads_for_pattern(
                triple.subject, triple.predicate, triple.object, None
            )
            names = (getattr(quad.graph_name, "value", "") for quad in quads)
            found = tuple(sorted(n for n in names if n and not n.startswith(STANDING)))
            self._graphs[triple] = found
        return found

    def sources(self, triple: Triple) -> tuple[str, ...]:
        """The named graphs that assert a triple."""
        return tuple(name for name in self.graphs(triple) if name != self._inferred)

    def status(self, triple: Triple) -> str:
        """`asserted`, `inferred` or `absent`."""
        if not holds(self.reader, triple):
            return "absent"
        if self._inferred in self.graphs(triple) and not self.sources(triple):
            return "inferred"
        return "asserted"

    def leaf(self, triple: Triple) -> Leaf:
        """A triple as an asserted one."""
        return Leaf(triple, self.sources(triple))

    def matching(self, triple: Triple) -> Iterator[tuple[int, Atom]]:
        """The rules, with the head pattern, that could conclude a triple."""
        atom = Atom(triple.subject, triple.predicate, triple.object)
        for key in dict.fromkeys((signature(atom), (triple.predicate, None), (None, None))):
            yield from self._heads.get(key, ())

    def ways(self, triple: Triple) -> Iterator[Iterator[Way]]:
        """For each rule that could conclude a triple, the ways in which it does."""
        for index, head in self.matching(triple):
            binding = unify(head, triple, {})
            if binding is not None:
                yield self._ways(index, triple, binding)

    def _ways(self, index: int, triple: Triple, binding: Binding) -> Iterator[Way]:
        rule = self.rules[index]
        for found in solutions(self.reader, rule.body, binding):
            made = (fact(resolve(atom, found)) for atom in rule.body)
            premises = tuple(premise for premise in made if premise is not None)
            if len(premises) < len(rule.body) or triple in premises:
                continue
            if not rule.filters or replays(rule, premises, triple):
                yield Way(index, premises)

    def proofs(self, root: Triple, limit: int) -> tuple[tuple[Proof, ...], bool]:
        """Up to `limit` proofs of a fact, smallest first, and whether there may be more."""
        for own, most, budget in _ATTEMPTS:
            ways, complete = self._explore(
                root, own if own == 1 else max(own, limit + 1), most, budget
            )
            least = self._least(ways)
            if root in least or complete:
                break
        found: list[Proof] = []
        listing = self._list(root, ways, least)
        for proof in islice(listing, limit + 1):
            if proof is None or len(found) == limit:
                return tuple(found), True
            found.append(proof)
        return tuple(found), not complete

    def _explore(
        self, root: Triple, own: int, most: int, budget: int
    ) -> tuple[dict[Triple, list[Way]], bool]:
        """The ways to derive a fact and all that they need; whether that is all there are.

        What little has to be proved for is looked at first, since ways that need much may go in
        circles without end.
        """
        ways: dict[Triple, list[Way]] = {}
        order = count()
        heap = [(0, 0, next(order), root)]
        looked, complete = 0, True
        while heap:
            far, _, _, goal = heapq.heappop(heap)
            if goal in ways:
                continue
            if looked >= budget:
                return ways, False
            found: dict[Way, None] = {}
            for seen in self._first_ways(goal):
                looked += len(seen)
                # A fact that is proved by way of itself is not proved.
                sound = [way for way in seen if root not in way.premises]
                kept = heapq.nsmallest(
                    own if goal == root else most, sound, key=lambda way: len(self._needs(way))
                )
                complete &= len(kept) == len(sound) and len(seen) < _SCANNED
                found.update(dict.fromkeys(kept))
            ways[goal] = list(found)
            for way in found:
                needs = self._needs(way)
                for premise in needs:
                    if premise not in ways:
                        place = (far + len(needs), len(needs), next(order), premise)
                        heapq.heappush(heap, place)
        return ways, complete

    def _first_ways(self, goal: Triple) -> list[list[Way]]:
        """The first ways by each rule. What many facts rest on is asked for with each of them."""
        found = self._ways_to.get(goal)
        if found is None:
            found = [list(islice(of_rule, _SCANNED)) for of_rule in self.ways(goal)]
            self._ways_to[goal] = found
        return found

    def _needs(self, way: Way) -> list[Triple]:
        """The premises of a way that must be proved themselves."""
        return [premise for premise in way.premises if self.derived(premise)]

    def derived(self, triple: Triple) -> bool:
        """Whether a premise needs a proof, since no graph asserts it."""
        return self._inferred in self.graphs(triple) and not self.sources(triple)

    def _least(self, ways: dict[Triple, list[Way]]) -> dict[Triple, int]:
        """The least number of steps for each fact that has a proof (Knuth's algorithm)."""
        waiting: dict[Triple, list[_Waiting]] = defaultdict(list)
        heap: list[tuple[int, int, Triple]] = []
        order = count()
        for goal, found in ways.items():
            for way in found:
                needs = self._needs(way)
                if not needs:
                    heapq.heappush(heap, (1, next(order), goal))
                    continue
                state = _Waiting(len(set(needs)), 1, goal, needs)
                for premise in set(needs):
                    waiting[premise].append(state)
        least: dict[Triple, int] = {}
        while heap:
            cost, _, goal = heapq.heappop(heap)
            if goal in least:
                continue
            least[goal] = cost
            for state in waiting.pop(goal, ()):
                state.missing -= 1
                state.steps += cost * state.needs.count(goal)
                if state.missing == 0:
                    heapq.heappush(heap, (state.steps, next(order), state.goal))
        return least

    def _list(
        self, root: Triple, ways: dict[Triple, list[Way]], least: dict[Triple, int]
    ) -> Iterator[Proof | None]:
        """Proofs, smallest first; None at the end where the search was cut short."""
        if root not in least:
            return
        order = count(0, -1)  # of equals the latest first: straight down to a whole proof
        # Steps in all at best; tie-break; ways chosen; facts still to prove, each with those above.
        heap: list[tuple[int, int, dict[Triple, Way], _ToDo]] = [
            (least[root], next(order), {}, ((root, frozenset()),))
        ]
        for _ in range(_STATES):
            if not heap:
                return
            total, _, chosen, todo = heapq.heappop(heap)
            if not todo:
                yield self._build(root, chosen)
                continue
            (goal, above), rest = todo[0], todo[1:]
            below = above | {goal}
            for way in (chosen[goal],) if goal in chosen else ways.get(goal, ()):
                needs = self._needs(way)
                if any(t in below or t not in least for t in needs):
                    continue
                better = total - least[goal] + 1 + sum(least[t] for t in needs)
                step = (*((t, below) for t in needs), *rest)
                heapq.heappush(heap, (better, next(order), {**chosen, goal: way}, step))
        if heap:
            yield None

    def _build(self, goal: Triple, chosen: dict[Triple, Way]) -> Proof:
        way = chosen[goal]
        rule = self.rules[way.rule]
        return Proof(
            conclusion=goal,
            rule=rule.id,
            premises=tuple(
                self._build(t, chosen) if self.derived(t) else self.leaf(t) for t in way.premises
            ),
            axioms=tuple(self.leaf(axiom) for axiom in rule.axioms),
        )
