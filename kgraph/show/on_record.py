"""What is on record of a thing, as values: claims, facts, sources, what was looked for in vain."""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from datetime import date
from typing import Final

from kgraph.names import is_part
from kgraph.snapshot.day import Day
from kgraph.snapshot.span import ClaimState
from kgraph.snapshot.standing import CONFIRMED, CONFLICTING, LIKELY
from kgraph.vocab import Object

STANDINGS: Final = (CONFIRMED, LIKELY, CONFLICTING)
"""From the strongest down."""


@dataclass(frozen=True)
class SourceRef:
    """A source (or an editorial graph) as a reader cites it."""

    iri: str
    title: str
    publisher: str
    issued: date | None
    url: str | None


@dataclass(frozen=True)
class Stated:
    """A claim: how one source states a fact, as of when, valid when, narrowed or explained how.

    `as_of_earliest`, `valid_from_latest` and `valid_until_earliest` are given where only the month
    or year is known. `held_from` and `held_until` are the days over which it surely holds, by
    “Holds at D”. `qualifiers` has the capacity as well in which a party plays its role. `node` is
    the statement or record that says so, None where the source has only the plain fact. `standing`
    is that of this claim, `state` what the day of the snapshot makes of it (a local name of the
    scheme `claimstate`), `narrowed` whether a qualifier makes it say less than the fact. `read` are
    the sources that an editor concluded it from, for which `reason` is given; it is empty where the
    source says it itself.
    """

    source: SourceRef
    as_of: date | None
    as_of_earliest: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    valid_from_latest: date | None = None
    valid_until_earliest: date | None = None
    held_from: date | None = None
    held_until: date | None = None
    qualifiers: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    stated_values: tuple[str, ...] = ()
    node: str | None = None
    standing: str | None = None
    state: str = "holds"
    narrowed: bool = False
    reason: str = ""
    read: tuple[SourceRef, ...] = ()

    @property
    def is_reading(self) -> bool:
        """Whether an editor concluded it and no source says it."""
        return is_part(self.source.iri, "editorial")

    @property
    def is_known(self) -> bool:
        """Whether the source had been read by the day of knowledge."""
        return self.state != ClaimState.NOT_KNOWN.value

    @property
    def holds(self) -> bool:
        """Whether the claim holds up a fact of the state."""
        return self.state == "holds" and not self.narrowed


@dataclass(frozen=True)
class Fact:
    """A fact with its standing, its sources, and the facts of the record it points to.

    `standing` is confirmed, likely, conflicting, or None for what only identifies things.
    Of a conflicting fact, `disputes` are the reasons that editors give, and `rivals` the other
    values where there is one at a time.
    """

    subject: Object
    property: str
    property_label: str
    object: Object | None
    object_label: str
    standing: str | None
    inferred: bool
    stated: tuple[Stated, ...]
    record: tuple[Fact, ...] = ()
    disputes: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()

    @builtins.property
    def holds(self) -> bool:
        """Whether it is part of the state of the day: some claim holds it up, or it needs none."""
        return not self.stated or any(stated.holds for stated in self.stated)


@dataclass(frozen=True)
class Sought:
    """What was looked for in a source about a thing and is not in it: a property, or one value."""

    property: str
    property_label: str
    value_label: str
    source: SourceRef
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dossier:
    """A thing: its labels, its kinds, the facts about it, and those in which it is the object.

    `facts` and `mentions` are of the state of the day; `past` and `past_mentions` are what the
    sources say that does not hold then: ended, superseded, not yet, of unknown date, or only
    narrowed. `sought` is what was looked for in sources read by the day of knowledge, in vain.
    """

    iri: str
    label: str
    types: tuple[str, ...]
    facts: tuple[Fact, ...]
    mentions: tuple[Fact, ...]
    past: tuple[Fact, ...] = ()
    past_mentions: tuple[Fact, ...] = ()
    day: Day | None = None
    sought: tuple[Sought, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the snapshot holds anything about the thing."""
        told = self.facts or self.mentions or self.past or self.past_mentions
        return bool(told or self.types or self.sought)
