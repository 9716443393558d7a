"""How much of what the graph knows the FIBO-shaped view shows, and why the rest stays behind."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kgraph.align.beside import HOLDS
from kgraph.align.view import FOLDER
from kgraph.names import compact
from kgraph.problems import LoadError, Problem
from kgraph.snapshot.graphs import CONFLICTING
from kgraph.turtle.parse import read_text
from kgraph.vocab import GRAPH, JPST, RDF, Object, as_iri, as_node

REASONS: Final = "left-behind.csv"
"""The table of reasons in ontology/fibo/: property → why its facts stay behind, en and ja."""
_COLUMNS: Final = ("property", "en", "ja")
KINDS: Final[Mapping[NamedNode, tuple[str, str]]] = MappingProxyType(
    {
        JPST.SecurityToken: ("security tokens", "セキュリティトークン"),
        JPST.Organization: ("organizations", "組織"),
        JPST.TradingVenue: ("trading venues", "取引の場"),
    }
)
"""The kinds of thing whose facts are counted, and their names in the header."""
DISPUTED: Final = ("its sources contradict each other", "出所どうしが矛盾するため")
NOT_THAT_DAY: Final = (
    "it does not hold on the day of the view",
    "ビューの期日に成り立たないため",
)
NARROWED: Final = (
    "a qualifier makes it say less than the bare fact, or it is known only to the month",
    "限定が付いて単なる事実より狭いか、月までしか知られないため",
)
NO_REASON: Final = ("no query of the view shows it", "ビューのクエリに現れないため")


@dataclass(frozen=True)
class Coverage:
    """Of the facts on one kind of thing: how many there are, are shown, and stay behind.

    `behind` counts by property and reason, the reason in English and Japanese.
    """

    kind: NamedNode
    total: int
    shown: int
    behind: Mapping[tuple[str, tuple[str, str]], int]


def coverage(
    store: Store, shown: Mapping[Triple, tuple[Triple, ...]], root: Path
) -> list[Coverage]:
    """The coverage of each of KINDS.

    In: a store as the build makes it, the triples of the view by the fact that they show, and the
    project folder. A fact is what sources state or editors read, counted once however many do.
    Raises LoadError where the table of reasons is malformed.
    """
    reasons = read_reasons(root)
    facts = _facts(store)
    found = []
    for kind in KINDS:
        things = {
            quad.subject for quad in store.quads_for_pattern(None, RDF.type, kind, DefaultGraph())
        }
        own = [fact for fact in facts if fact.subject in things]
        behind: Counter[tuple[str, tuple[str, str]]] = Counter()
        for fact in own:
            if fact not in shown:
                why = _why(store, fact, facts[fact], reasons)
                behind[compact(fact.predicate.value), why] += 1
        kept = len(own) - behind.total()
        found.append(Coverage(kind, len(own), kept, MappingProxyType(dict(sorted(behind.items())))))
    return found


def _facts(store: Store) -> dict[Triple, bool]:
    """What claims state, and whether one of them holds on the day."""
    parts: dict[str, dict[NamedNode, Object]] = {}
    for place in (RDF.subject, RDF.predicate, RDF.object, JPST.claimState):
        for quad in store.quads_for_pattern(None, place, None, GRAPH.claims):
            parts.setdefault(str(quad.subject), {})[place] = quad.object
    found: dict[Triple, bool] = {}
    for said in parts.values():
        fact = Triple(as_node(said[RDF.subject]), as_iri(said[RDF.predicate]), said[RDF.object])
        found[fact] = found.get(fact, False) or said.get(JPST.claimState) == HOLDS
    return found


def _why(
    store: Store, fact: Triple, holds: bool, reasons: Mapping[str, tuple[str, str]]
) -> tuple[str, str]:
    if Quad(*fact, CONFLICTING) in store:
        return DISPUTED
    if not holds:
        return NOT_THAT_DAY
    if Quad(*fact, DefaultGraph()) not in store:
        return NARROWED
    return reasons.get(compact(fact.predicate.value), NO_REASON)


def told(found: Iterable[Coverage]) -> Iterator[Literal]:
    """The coverage in words, English and Japanese, a literal for each line of a header."""
    for one in found:
        en, ja = KINDS[one.kind]
        share = round(100 * one.shown / one.total) if one.total else 100
        yield Literal(
            f"Of {one.total} facts on {en}, {one.shown} ({share} %) are shown.", language="en"
        )
        yield Literal(
            f"{ja}に関する事実{one.total}件のうち{one.shown}件（{share}％）を示す。", language="ja"
        )
        for (name, (why, why_ja)), count in one.behind.items():
            facts = "fact" if count == 1 else "facts"
            yield Literal(
                f"Left behind, {en}: {count} {facts} of {name}, since {why}.", language="en"
            )
            yield Literal(f"示さないもの（{ja}）：{name} {count}件。{why_ja}。", language="ja")


def summary(found: Iterable[Coverage], language: str) -> list[str]:
    """A line for each kind: how many of its facts are shown."""
    lines = (told([one]) for one in found)
    return [next(word.value for word in words if word.language == language) for words in lines]


def read_reasons(root: Path) -> dict[str, tuple[str, str]]:
    """Property (short form) → why its facts stay behind; empty where there is no table.

    Raises LoadError where it is malformed.
    """
    path = root / FOLDER / REASONS
    if not path.exists():
        return {}
    rows = list(csv.reader(read_text(path).splitlines()))
    bad = next((i for i, row in enumerate(rows, 1) if len(row) != len(_COLUMNS)), None)
    if not rows or tuple(rows[0]) != _COLUMNS or bad is not None:
        why = f"each line has the columns {', '.join(_COLUMNS)}"
        raise LoadError(
            [Problem("the table of reasons is malformed", why, "correct it", path, bad)]
        )
    return {name: (en, ja) for name, en, ja in rows[1:]}
