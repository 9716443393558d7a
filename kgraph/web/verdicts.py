"""What has become of facts, by their receipts, as programs and assistants are told it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgraph.render import verify as in_words
from kgraph.show.on_record import SourceRef
from kgraph.snapshot.store import Snapshot
from kgraph.tables.value_text import for_people
from kgraph.verify.verified import Verified, verified
from kgraph.vocab import JPST

MOST: Final = 500
"""Receipts of one request."""
RELEASES: Final = 20
"""Releases that they may be of: all facts are gone through for each."""


@dataclass(frozen=True)
class SourceTold:
    """A page that says so: its IRI here, title, publisher, address, day of issue and of reading."""

    iri: str
    title: str
    publisher: str | None
    url: str | None
    issued: str | None
    read: str | None


@dataclass(frozen=True)
class Verdict:
    """What has become of a fact, by its id: stands, disputed, ended, superseded, withdrawn … or
    unknown; `since` when, `instead` of which values, `told` why and what to do."""

    id: str
    outcome: str
    since: str | None
    subject_label: str | None
    property_label: str | None
    value_label: str | None
    instead: list[str]
    standing: str | None
    source: SourceTold | None
    told: str | None


def verdicts(snapshot: Snapshot, ids: Sequence[str], lang: str) -> list[Verdict]:
    """What has become of the facts of receipts, in the order of the receipts."""
    return list(told(snapshot, verified(snapshot, ids, lang), lang))


def told(snapshot: Snapshot, found: Iterable[Verified], lang: str) -> Iterator[Verdict]:
    """What was found of receipts, as plain data."""
    for one in found:
        yield Verdict(
            one.id,
            one.outcome.value,
            one.since.isoformat() if one.since else None,
            one.subject or None,
            one.fact.property_label if one.fact else None,
            for_people(one.fact.object_label) if one.fact else None,
            list(one.instead),
            one.standing,
            source_told(snapshot, one.source) if one.source else None,
            in_words.told(one, lang) or None,
        )


def source_told(snapshot: Snapshot, source: SourceRef) -> SourceTold:
    """A source as plain data, with the last day on which it was read."""
    store = snapshot.store
    read = [q.object for q in store.quads_for_pattern(NamedNode(source.iri), JPST.read, None, None)]
    day = max((term.value for term in read if isinstance(term, Literal)), default=None)
    issued = source.issued.isoformat() if source.issued is not None else None
    return SourceTold(source.iri, source.title, source.publisher or None, source.url, issued, day)
