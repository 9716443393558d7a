"""The receipt of a fact → whether the fact still stands, and since when it does or does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from kgraph.dates import to_date
from kgraph.names import local_name
from kgraph.show.dossier import Reader, Values
from kgraph.show.on_record import Fact, SourceRef, Stated
from kgraph.snapshot.graphs import CONFLICTING
from kgraph.snapshot.receipts import Stating, fact_digest, receipt, release_of, statings
from kgraph.snapshot.store import Snapshot
from kgraph.verify.history import History, Life
from kgraph.vocab import DCTERMS, GRAPH, JPST, PROV, RDF, Node, Object, as_iri, as_node


class Outcome(StrEnum):
    """What has become of a fact, those first that weigh most where a source states it twice."""

    DISPUTED = "disputed"
    STANDS = "stands"
    NOT_YET = "notYet"
    UNDATED = "undated"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    NOT_KNOWN = "notKnown"
    GONE = "gone"
    UNKNOWN = "unknown"
    MALFORMED = "malformed"


_ORDER: Final = tuple(Outcome)
_PAST: Final = (Outcome.SUPERSEDED, Outcome.ENDED)
_WITHDRAWALS: Final = (JPST.withdrawnByPublisher, JPST.withdrawnByUs)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Verified:
    """What has become of the fact that a receipt stands for.

    `since` is the day from which on that is so, None where no source tells it. `fact` is the fact
    as the graph has it, or, of one that is gone, as the release had it; `source` states it, None
    for what follows by rules or identifies a thing. `instead` are the values that stand in its
    place or against it, `reasons` what editors say of a dispute. `life` are the first and the last
    release with the fact, where the history of a release tells them.
    """

    id: str
    outcome: Outcome
    since: date | None = None
    fact: Fact | None = None
    subject: str = ""
    source: SourceRef | None = None
    standing: str | None = None
    instead: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    life: Life | None = None

    @property
    def stands(self) -> bool:
        """Whether whoever relied on the fact may go on doing so."""
        return self.outcome is Outcome.STANDS


def verified(
    snapshot: Snapshot,
    ids: Sequence[str],
    lang: str = "en",
    release: Store | None = None,
    history: History | None = None,
) -> list[Verified]:
    """What has become of the facts of receipts, in the order of the receipts.

    In: receipts of any release, since a digest says of any fact whether it is the one that is
    meant; `release`, the quads of a release, in which facts are looked up that the graph has no
    more; `history`, in which releases facts were. A text that is no receipt is told as malformed.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for text in ids:
        version = release_of(text)
        if version is not None:
            wanted[version].add(text)
    now = _found(snapshot.store, wanted)
    lost = {
        version: left
        for version, texts in wanted.items()
        if (left := {text for text in texts if text not in now})
    }
    then = _found(release, lost) if release is not None and lost else {}
    reader = _Teller(snapshot, lang)
    told = []
    for text in ids:
        if text in now:
            told.append(_dated(reader.verify(text, now[text]), now[text][0], history))
        elif text in then:
            told.append(_dated(reader.gone(text, then[text][0]), then[text][0], history))
        else:
            outcome = Outcome.UNKNOWN if release_of(text) else Outcome.MALFORMED
            told.append(Verified(text, outcome))
    return told


def _dated(one: Verified, stating: Stating, history: History | None) -> Verified:
    """What has become of a fact, with the releases that a history has it in."""
    if history is None:
        return one
    return replace(one, life=history.get(fact_digest(*_terms(stating.triple), stating.source)))


def _found(store: Store, wanted: dict[str, set[str]]) -> dict[str, list[Stating]]:
    """The facts of a store that receipts of some versions stand for."""
    found: dict[str, list[Stating]] = defaultdict(list)
    if not wanted:
        return found
    for stating in statings(store):
        for version, texts in wanted.items():
            made = receipt(version, *_terms(stating.triple), stating.source)
            if made in texts:
                found[made].append(stating)
    return found


def _terms(triple: Triple) -> tuple[Node, NamedNode, Object]:
    return as_node(triple.subject), triple.predicate, triple.object


class _Teller(Reader):
    """Tells what has become of facts of one snapshot."""

    def verify(self, text: str, found: Sequence[Stating]) -> Verified:
        triple = found[0].triple
        subject = self.show(triple.subject)
        nodes = list(dict.fromkeys(one.claim for one in found if one.claim is not None))
        if not nodes:
            return Verified(
                text,
                Outcome.STANDS,
                fact=self.plain(triple),
                subject=subject,
                standing=self.standing(triple),
            )
        claims = [self.values(node, GRAPH.claims) for node in nodes]
        fact = self.fact(triple, claims)
        by_outcome: dict[Outcome, list[Stated]] = defaultdict(list)
        for one in fact.stated:
            by_outcome[_outcome(one)].append(one)
        outcome = min(by_outcome, key=_ORDER.index)
        stated = by_outcome[outcome]
        return Verified(
            text,
            outcome,
            self._since(outcome, stated, triple),
            fact,
            subject,
            stated[0].source,
            stated[0].standing,
            tuple(sorted(self._instead(outcome, claims, fact))),
            fact.disputes,
        )

    def gone(self, text: str, stating: Stating) -> Verified:
        source = stating.source
        return Verified(
            text,
            Outcome.GONE,
            fact=self.plain(stating.triple),
            subject=self.show(stating.triple.subject),
            source=self.source(as_iri(source)) if source is not None else None,
        )

    def _since(self, outcome: Outcome, stated: Sequence[Stated], triple: Triple) -> date | None:
        if outcome in (Outcome.STANDS, Outcome.NOT_YET):
            return min((one.held_from for one in stated if one.held_from), default=None)
        if outcome in _PAST:
            last = max((one.held_until for one in stated if one.held_until), default=None)
            return last + _DAY if last else None
        if outcome is Outcome.WITHDRAWN:
            source = NamedNode(stated[0].source.iri)
            return min(self._days(source, *_WITHDRAWALS), default=None)
        if outcome is Outcome.DISPUTED:
            return self._disputed_since(stated, triple)
        return None

    def _disputed_since(self, stated: Sequence[Stated], triple: Triple) -> date | None:
        """The first day on which both sides had been read."""
        ours = min(
            filter(None, (self._read(NamedNode(s.source.iri)) for s in stated)), default=None
        )
        theirs = filter(None, map(self._read, self._rival_sources(stated, triple)))
        days = [max(ours, day) for day in theirs] if ours is not None else []
        return min(days, default=None)

    def _rival_sources(self, stated: Sequence[Stated], triple: Triple) -> Iterator[NamedNode]:
        for quad in self.store.quads_for_pattern(None, RDF.subject, triple.subject, GRAPH.claims):
            values = self.values(quad.subject, GRAPH.claims)
            same = values[RDF.predicate] == [triple.predicate]
            if same and values[RDF.object] != [triple.object] and _disputed(values[JPST.standing]):
                yield as_iri(values[DCTERMS.source][0])
        named = {NamedNode(one.node) for one in stated if one.node is not None}
        for node in named:
            for quad in self._default(None, JPST.disagreeingStatement, node):
                for other in self._default(quad.subject, JPST.disagreeingStatement, None):
                    if other.object not in named:
                        yield from self._stating(as_node(other.object))

    def _stating(self, node: Node) -> Iterator[NamedNode]:
        for quad in self.store.quads_for_pattern(None, JPST.statedIn, node, GRAPH.claims):
            yield as_iri(self.values(quad.subject, GRAPH.claims)[DCTERMS.source][0])

    def _read(self, source: NamedNode) -> date | None:
        """The day on which a source was read; of what editors concluded, the last page of it."""
        days = self._days(source, JPST.read)
        if not days:
            read = (as_iri(q.object) for q in self._default(source, PROV.wasDerivedFrom, None))
            days = [day for one in read for day in self._days(one, JPST.read)]
        return max(days, default=None)

    def _days(self, node: NamedNode, *names: NamedNode) -> list[date]:
        found = (quad.object for name in names for quad in self._default(node, name, None))
        return [day for value in found if (day := to_date(value)) is not None]

    def _default(
        self, subject: Node | None, predicate: NamedNode, value: Object | None
    ) -> Iterator[Quad]:
        return self.store.quads_for_pattern(subject, predicate, value, DefaultGraph())

    def _instead(self, outcome: Outcome, claims: Sequence[Values], fact: Fact) -> set[str]:
        if outcome is Outcome.DISPUTED:
            return set(fact.rivals)
        found = set()
        for values in claims:
            for node in values.get(JPST.displacedBy, ()):
                for value in self.values(as_node(node), GRAPH.claims)[RDF.object]:
                    found.add(self.show(value))
        return found


def _disputed(standings: Sequence[Object]) -> bool:
    return CONFLICTING in standings


def _outcome(stated: Stated) -> Outcome:
    if stated.state == "holds":
        disputed = stated.standing == local_name(CONFLICTING.value)
        return Outcome.DISPUTED if disputed else Outcome.STANDS
    return Outcome(stated.state)
