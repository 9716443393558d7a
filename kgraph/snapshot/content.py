"""What a snapshot holds: the sources' graphs, claims and labels, and the state of its day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode, Store, Triple

from kgraph.infer import Rule
from kgraph.snapshot.basis import Basis
from kgraph.snapshot.claims import Claim, Sorted, read_claims
from kgraph.snapshot.counts import count
from kgraph.snapshot.day import Day
from kgraph.snapshot.day_quads import day_lines, line
from kgraph.snapshot.grounds import Grounds
from kgraph.snapshot.labels import Labels
from kgraph.snapshot.pages import Pages
from kgraph.snapshot.pipeline import Dated, spans_of
from kgraph.snapshot.property_kinds import Terms
from kgraph.snapshot.reason import Closing, Grown, Reasoner
from kgraph.snapshot.reuse import terms_quads
from kgraph.snapshot.span import Span
from kgraph.snapshot.standing import CONFIRMED, CONFLICTING, LIKELY, Weighed, weigh
from kgraph.snapshot.state import Living, State
from kgraph.snapshot.write_claims import (
    Citations,
    claim_iri,
    claim_lines,
    count_quads,
    due_quads,
    steady_claims,
)
from kgraph.vocab import GRAPH

_RANKS: Final = (LIKELY, CONFIRMED, CONFLICTING)


@dataclass(frozen=True)
class Content:
    """Everything that a build found out, ready to be written.

    `merged` is the store that was loaded: the asserted graphs, and as default graph all of them
    with what follows, whenever it holds. `always` is what follows on every day, whatever claims
    say; `closing` a closure of what identifies things. `marks` names the roots besides ours by
    their bases.
    """

    merged: Store
    sorted: Sorted
    names: Sequence[NamedNode]
    spans: Sequence[Span]
    weighed: Weighed
    terms: Terms
    living: Living
    rules: tuple[Rule, ...]
    identified: Grown
    always: Set[Triple]
    day: Day
    closing: Closing
    marks: Mapping[str, str]

    @cached_property
    def state(self) -> State:
        """The state of the day, found out when first asked for: what lasts does not need it."""
        return Dated.on(
            *(self.day, self.merged, self.sorted, self.spans, self.weighed),
            *(self.living, self.terms, self.closing),
        ).state

    @property
    def has_state(self) -> bool:
        """Whether the state was found out."""
        return "state" in vars(self)

    @cached_property
    def labels(self) -> Labels:
        """The label of every thing in each language."""
        return Labels(self.merged)

    @cached_property
    def steady(self) -> frozenset[int]:
        """The places of the claims that hold on every day."""
        return steady_claims(self.spans, self.weighed.rejected)

    def basis(self) -> Basis:
        """What the states of other days are made from."""
        return Basis(
            *(self.sorted.of_days(), self.names, self.spans, self.weighed, self.terms),
            *(self.living, self.rules, self.identified, self.always, self.steady),
            len(self.sorted.identity),
        )

    def lasting_lines(self) -> Iterator[str]:
        """The quads of the snapshot on whatever day, but those of the files themselves, as
        N-Quads."""
        yield from (f"{triple!s} .\n" for triple in self.sorted.identity)
        for triple in map(str, self.always):
            yield f"{triple} .\n{triple} {GRAPH.inferred} .\n"
        cite = Citations(self.merged, self.labels, self.marks)
        yield from claim_lines(
            *(self.sorted.claims, self.names, self.spans, self.weighed, self.terms),
            *(cite, Grounds(self.merged), self.steady),
        )
        for quads in (
            cite.source_quads(),
            cite.sought_quads(self.merged),
            due_quads(self.merged),
            terms_quads(self.merged, cite.voices()),
            count_quads(self.sorted.claims, self.merged),
        ):
            yield from map(line, quads)
        named = {
            term.value
            for claim in self.sorted.claims
            for term in (claim.subject, claim.predicate, claim.object)
            if isinstance(term, NamedNode) and not (claim.is_record and term is claim.object)
        }
        yield from self.labels.lines(named)

    def day_lines(self) -> Iterator[str]:
        """The other quads, as N-Quads: what the day of the state makes of it."""
        return day_lines(
            *(self.state, self.always, self.sorted, self.names, self.weighed),
            *(self.labels.ranked(), self.steady),
        )

    def counts(self) -> Mapping[str, int]:
        """The numbers of `counts.count`, and how many of the facts are how certain."""
        return count(self.merged) | count_facts(self)


def make_content(
    merged: Store,
    reasoner: Reasoner,
    known_from: date,
    marks: Mapping[str, str] = MappingProxyType({}),
) -> Content:
    """Claims, their days and standing, and the state of the day of the latest reading.

    In: the loaded store, whose default graph holds the merge and what follows from it;
    `known_from`, the day of the build, that of the state where no source says when it was read;
    `marks` as in Content.
    """
    taken = read_claims(merged)
    terms = Terms.read(merged)
    living = Living.read(merged)
    day = _latest_reading(taken.claims, known_from)
    pages = Pages.read(merged)
    weighed = weigh(merged, taken.claims, None, pages.silent, pages.mistaken)
    spanned = spans_of(taken.claims, weighed, terms, pages)
    found = [span for span in spanned if span is not None]
    closing = reasoner.closing()
    closing.grow(taken.identity)
    identified = Grown.of(closing)
    return Content(
        *(merged, taken, list(map(claim_iri, taken.claims)), found, weighed, terms, living),
        *(reasoner.rules, identified, taken.unsaid(identified.inferred), day, closing, marks),
    )


def _latest_reading(claims: Sequence[Claim], today: date) -> Day:
    """The day of the latest reading; one that lies ahead counts only where all of them do."""
    read = {claim.read for claim in claims if claim.read is not None}
    return Day(max({day for day in read if day <= today} or read, default=today))


def count_facts(content: Content) -> dict[str, int]:
    """Claims; facts, whoever states them and whenever they hold, by standing; what the state holds.

    A claim is a fact as one source states it. A record with all that it holds is one fact.
    """
    ranks: dict[Triple, int] = {}
    for i, claim in enumerate(content.sorted.claims):
        rank = _RANKS.index(content.weighed.standing(i))
        ranks[claim.triple] = max(ranks.get(claim.triple, 0), rank)
    state = content.state
    of = [sum(1 for rank in ranks.values() if rank == i) for i in range(len(_RANKS))]
    return {
        "claims": len(content.sorted.claims),
        "facts": len(ranks),
        "inferred": len(state.inferred),
        "triples": len(content.sorted.identity) + len(state),
        "confirmed": of[1],
        "likely": of[0],
        "conflicting": of[2],
        "conflicts": len(content.weighed.conflicts),
    }
