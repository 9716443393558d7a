"""A synthetic market of any size, shaped like the real one.

It is grown from the graph's own data, so facts per source, sources per fact, roles per token,
records per firm, statements and coarse dates are as they are there. Up to the size of the real
graph it is a sample of its units; beyond, the real graph and as many further *districts*: copies of
its local units with names, identifiers, dates and partners of their own. One firm in ten of a
district is one of an earlier district instead, so that chains of holdings reach across.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from benchmarks.faults import Fault, seed_faults
from benchmarks.fresh import Fresh
from benchmarks.template import OBJECT, Fact, Template, read_template

PROJECT: Final = Path(__file__).resolve().parents[1]
SIZES: Final = (10_000, 100_000, 1_000_000, 5_000_000)
_KNOWN_ELSEWHERE: Final = 0.1

Facts = dict[Triple, dict[NamedNode, None]]
"""Each triple with the named graphs that say it, in a fixed order."""


@dataclass
class Market:
    """A market of about `triples` asserted triples in its merged graph.

    `seed` decides everything that is left to chance. `fault_share` is the number of seeded faults
    as a share of the triples outside the schema; they stand in `faults` once `quads` is used up,
    as `size` then holds the number of merged triples.
    """

    triples: int
    seed: int = 1
    fault_share: float = 0.0
    root: Path = PROJECT
    faults: list[Fault] = field(default_factory=list, init=False)
    size: int = field(default=0, init=False)

    def parts(self) -> Iterator[Facts]:
        """The market part by part: the schema, then district by district."""
        template = read_template(self.root)
        self.faults.clear()
        schema = _merged(template.schema)
        self.size = len(schema)
        yield schema
        growth = _Growth(template, self.seed)
        while self.size < self.triples:
            facts = growth.district(self.triples - self.size)
            if not facts:
                break
            if self.fault_share:
                chance = random.Random(f"{self.seed} faults {growth.district_number}")
                wanted = round(len(facts) * self.fault_share)
                self.faults += seed_faults(facts, wanted, chance)
            self.size += len(facts)
            yield facts

    def quads(self) -> Iterator[Quad]:
        """Every fact in the named graphs that say it, and once in the default graph."""
        merge = DefaultGraph()
        for facts in self.parts():
            for triple, graphs in facts.items():
                for graph in graphs:
                    yield Quad(*triple, graph)
                yield Quad(*triple, merge)

    def merged(self) -> Iterator[Quad]:
        """The default graph alone."""
        for facts in self.parts():
            for triple in facts:
                yield Quad(*triple)

    def store(self) -> Store:
        """The market in a store in memory."""
        store = Store()
        store.bulk_extend(self.quads())
        return store


class _Growth:
    """Makes one district after another; district 0 is the real market itself."""

    def __init__(self, template: Template, seed: int) -> None:
        self.template = template
        self.seed = seed
        self.fresh = Fresh(t for some in template.facts.values() for _, t in some)
        self.district_number = -1
        self.places: dict[NamedNode, list[int]] = {}
        """Firm → the districts in which it has a copy."""

    def district(self, room: int) -> Facts:
        """The facts of the next district, not more than about `room`."""
        self.district_number += 1
        number, template = self.district_number, self.template
        chance = random.Random(f"{self.seed} district {number}")
        units = sorted(
            (u for u in {*template.facts, *template.identity} if not number or self.local(u)),
            key=lambda unit: unit.value,
        )
        chance.shuffle(units)
        # What the law says of instruments and registrations comes first: the rules need it.
        # A disagreement comes last, when it is known whether both sides are there.
        # An asset follows the token that it stands behind, and is nothing without it.
        units.sort(
            key=lambda u: (
                u not in template.concepts,
                u in template.assets,
                u in template.disputes,
            )
        )
        elsewhere = self.elsewhere(units, chance) if number else {}
        copy = _Copy(template, self.fresh, number, elsewhere, chance)
        for unit in units:
            if unit in elsewhere or (unit in template.assets and unit not in copy.known):
                continue
            if len(copy.facts) >= room:
                break
            copy.take(unit, room)
            if unit in template.firms:
                self.places.setdefault(unit, []).append(number)
        return copy.facts

    def local(self, unit: NamedNode) -> bool:
        return unit not in self.template.shared

    def elsewhere(self, units: list[NamedNode], chance: random.Random) -> dict[NamedNode, int]:
        """The firms that this district shares with an earlier one, and with which."""
        return {
            unit: chance.choice(self.places[unit])
            for unit in units
            if unit in self.places and chance.random() < _KNOWN_ELSEWHERE
        }


class _Copy:
    """One district in the making."""

    def __init__(
        self,
        template: Template,
        fresh: Fresh,
        number: int,
        elsewhere: dict[NamedNode, int],
        chance: random.Random,
    ) -> None:
        self.template = template
        self.fresh = fresh
        self.number = number
        self.elsewhere = elsewhere
        self.years = -chance.randrange(4) if number else 0
        self.facts: Facts = {}
        self.known: set[NamedNode] = set()
        self.taken: set[NamedNode] = set()
        self.name = cache(self.named)

    def take(self, unit: NamedNode, room: int) -> None:
        """Adds a unit, with the documents that say it and the identity of what it mentions.

        A unit that alone would go beyond `room` is left out, and so is a disagreement one side of
        which is not there.
        """
        template = self.template
        facts = template.facts.get(unit, ())
        if len(self.facts) + len(facts) > room + 200:
            return
        if not all(self.stated(side) for side in template.disputes.get(unit, ())):
            return
        self.taken.add(unit)
        self.identify(unit)
        for fact in facts:
            self.say(fact)

    def stated(self, unit: NamedNode) -> bool:
        """Whether the facts of a unit that this district mentions are there."""
        shared = bool(self.number) and unit in self.template.shared
        return unit in self.taken or unit in self.elsewhere or shared

    def say(self, fact: Fact) -> None:
        """Adds a fact, with its document and the identity of what it mentions."""
        graph, triple = fact
        self.identify(graph)
        self.add(fact)
        for node in (triple.subject, triple.object):
            if isinstance(node, NamedNode):
                self.identify(self.template.owner.get(node, node))

    def identify(self, unit: NamedNode) -> None:
        """Adds what a thing or a document is called, once, where this district is to say so."""
        if unit in self.known:
            return
        self.known.add(unit)
        template = self.template
        if self.number and (unit in template.shared or unit in self.elsewhere):
            return
        if unit in template.codes:
            # A code is nothing without its record.
            for fact in template.facts.get(unit, ()):
                self.say(fact)
        for fact in (*template.identity.get(unit, ()), *template.documents.get(unit, ())):
            self.add(fact)
            thing = fact[1].object
            if isinstance(thing, NamedNode) and thing in template.owner:
                self.identify(template.owner[thing])

    def add(self, fact: Fact) -> None:
        graph, (subject, predicate, thing) = fact
        if self.number:
            if isinstance(thing, NamedNode):
                thing = self.name(thing)
            else:
                about = self.template.predicates.get(subject) if predicate == OBJECT else None
                thing = self.fresh.value(about or predicate, thing, self.number, self.years)
            graph, subject = self.name(graph), self.name(subject)
        self.facts.setdefault(Triple(subject, predicate, thing), {})[graph] = None

    def named(self, node: NamedNode) -> NamedNode:
        """The name of a node in this district."""
        template = self.template
        unit = template.owner.get(node)
        if unit is None or unit in template.shared:
            return node
        number = self.elsewhere.get(unit, self.number)
        return NamedNode(f"{node.value}-m{number}") if number else node


def _merged(facts: Iterable[Fact]) -> Facts:
    merged: Facts = {}
    for graph, triple in facts:
        merged.setdefault(triple, {})[graph] = None
    return merged
