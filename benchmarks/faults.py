"""Seeded faults: each breaks one rule that the shapes know, at a node that had none."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import cycle
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.names import BASE
from kgraph.vocab import DCTERMS, JPST, OWL, RDF, SKOS, XSD

Facts = dict[Triple, dict[NamedNode, None]]
_DATE: Final = XSD.date
_TYPE: Final = RDF.type
_PRIMARY: Final = JPST.PrimarySource
_SECONDARY: Final = JPST.SecondarySource


@dataclass(frozen=True)
class Fault:
    """What was seeded: the node at fault, and the finding that must name it."""

    finding: str
    focus: NamedNode


class _Node:
    """The facts of one node, to be changed in place."""

    def __init__(self, facts: Facts, node: NamedNode, triples: Iterable[Triple]) -> None:
        self.facts = facts
        self.node = node
        self.triples = list(triples)

    def having(self, *predicates: NamedNode) -> list[Triple]:
        return [t for t in self.triples if t.predicate in predicates and t in self.facts]

    def drop(self, *predicates: NamedNode) -> bool:
        found = self.having(*predicates)
        for triple in found:
            del self.facts[triple]
        return bool(found)

    def replace(self, predicate: NamedNode, change: Callable[[Literal], object]) -> bool:
        """Changes every value of a property, in all graphs that say it."""
        for triple in self.having(predicate):
            graphs = self.facts.pop(triple)
            self.facts[Triple(self.node, predicate, change(triple.object))] = graphs  # type: ignore[arg-type]
        return True

    def add(self, like: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> bool:
        """Says more in the graphs that hold the property `like`."""
        graphs = {graph: None for triple in self.having(like) for graph in self.facts[triple]}
        self.facts[Triple(self.node, predicate, value)] = graphs
        return True


def _j(name: str) -> NamedNode:
    return NamedNode(JPST.BASE + name)


def _day(text: str) -> Literal:
    return Literal(text, datatype=_DATE)


def _issued_after_reading(node: _Node) -> bool:
    issued = DCTERMS.issued
    return node.replace(issued, lambda _: _day("2099-01-01"))


def _both_kinds(node: _Node) -> bool:
    if not any(t.object in (_PRIMARY, _SECONDARY) for t in node.having(_TYPE)):
        return False
    node.add(_j("read"), _TYPE, _PRIMARY)
    return node.add(_j("read"), _TYPE, _SECONDARY)


def _without_english(node: _Node) -> bool:
    if node.having(OWL.deprecated):  # what was given up is not looked at any more
        return False
    label = SKOS.prefLabel
    found = [t for t in node.having(label) if t.object.language == "en"]
    for triple in found:
        del node.facts[triple]
    return bool(found)


def _ended_before_it_began(node: _Node) -> bool:
    if node.having(_j("validUntil")):
        return False
    return node.add(_j("validFrom"), _j("validUntil"), _day("1990-01-01"))


# Finding → the property whose subjects can have the fault, and the change that makes it.
_KINDS: Final[Mapping[str, tuple[NamedNode, Callable[[_Node], bool]]]] = MappingProxyType(
    {
        "source-publisher": (
            _j("read"),
            lambda node: node.drop(DCTERMS.publisher, _j("publisherName")),
        ),
        "source-kind": (_j("read"), _both_kinds),
        "source-issued-before-read": (DCTERMS.issued, _issued_after_reading),
        "source-read-date": (
            _j("read"),
            lambda node: node.replace(_j("read"), lambda value: Literal(f"on {value.value}")),
        ),
        "source-hosting-concept": (
            _j("hosting"),
            lambda node: node.replace(_j("hosting"), lambda _: NamedNode(BASE + "layer/platform")),
        ),
        "label-en": (SKOS.prefLabel, _without_english),
        "lei-form": (
            _j("lei"),
            lambda node: node.replace(_j("lei"), lambda value: Literal(value.value[:-1])),
        ),
        "asset-class": (
            _j("assetClass"),
            lambda node: node.replace(
                _j("assetClass"), lambda _: NamedNode(BASE + "layer/platform")
            ),
        ),
        "shareholding-percentage-range": (
            _j("percentage"),
            lambda node: node.replace(
                _j("percentage"), lambda _: Literal("140.5", datatype=XSD.decimal)
            ),
        ),
        "grant-number-form": (
            _j("grantNumber"),
            lambda node: node.replace(_j("grantNumber"), lambda _: Literal("44")),
        ),
        "statistic-measure": (_j("measure"), lambda node: node.drop(_j("measure"))),
        "statement-predicate": (
            RDF.predicate,
            lambda node: node.drop(RDF.predicate),
        ),
        "validity-in-order": (_j("validFrom"), _ended_before_it_began),
        "note-text": (
            _j("note"),
            lambda node: node.replace(_j("note"), lambda value: Literal(value.value)),
        ),
        "as-of": (
            _j("asOf"),
            lambda node: node.replace(_j("asOf"), lambda value: Literal(value.value)),
        ),
    }
)


def seed_faults(facts: Facts, wanted: int, chance: random.Random) -> list[Fault]:
    """Breaks `wanted` nodes of `facts` in place, the kinds of faults in turn.

    Fewer where the facts have fewer nodes that can be broken. A node gets one fault at most.
    """
    by_node: dict[NamedNode, list[Triple]] = defaultdict(list)
    sites: dict[NamedNode, dict[NamedNode, None]] = defaultdict(dict)
    for triple in facts:
        by_node[triple.subject].append(triple)
        sites[triple.predicate][triple.subject] = None
    waiting = {}
    for finding, (predicate, _) in _KINDS.items():
        waiting[finding] = list(sites[predicate])
        chance.shuffle(waiting[finding])
    faults: list[Fault] = []
    broken: set[NamedNode] = set()
    for finding in cycle(_KINDS):
        if len(faults) >= wanted or not any(waiting.values()):
            return faults
        while waiting[finding]:
            node = waiting[finding].pop()
            change = _KINDS[finding][1]
            if node not in broken and change(_Node(facts, node, by_node[node])):
                broken.add(node)
                faults.append(Fault(finding, node))
                break
    return faults
