"""Pages over time: the versions in which a page was read, and sources that were withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Store

from kgraph.dates import to_date
from kgraph.vocab import DCTERMS, JPST, Node

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Version:
    """The next version of a page: the source that it is, and between which days the page changed.

    On `seen` the version before it was still read so; `since` is the first day on which the page
    surely says what this version says.
    """

    source: Node
    seen: date
    since: date


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A source that counts no more, from a day on; by `mistake` it never should have."""

    day: date
    mistake: bool


@dataclass(frozen=True)
class Pages:
    """The next version of each source that has one, and the sources that were withdrawn."""

    later: Mapping[Node, Version] = field(default_factory=dict)
    withdrawn: Mapping[Node, Withdrawal] = field(default_factory=dict)

    @property
    def silent(self) -> frozenset[Node]:
        """The sources that dispute nothing: another version speaks for the page, or none does."""
        return frozenset(self.later) | frozenset(self.withdrawn)

    @classmethod
    def read(cls, store: Store, known_at: date | None = None) -> Pages:
        """Reads them from the default graph of a store.

        What had not been read, or withdrawn, by the day `known_at` is no version and no withdrawal.
        """
        read, issued = _days(store, JPST.read), _days(store, DCTERMS.issued)
        later: dict[Node, Version] = {}
        links = store.quads_for_pattern(None, JPST.earlierVersion, None, DefaultGraph())
        for quad in sorted(links, key=lambda quad: (read.get(quad.subject, date.max), str(quad))):
            source, earlier = quad.subject, quad.object
            day = read.get(source)
            if not isinstance(earlier, NamedNode) or day is None or earlier in later:
                continue
            if known_at is None or day <= known_at:
                seen = read.get(earlier, date.min)
                later[earlier] = _version(source, seen, day, issued.get(source, date.min))
        withdrawn = {
            source: Withdrawal(day, mistake)
            for name, mistake in ((JPST.withdrawnByPublisher, False), (JPST.withdrawnByUs, True))
            for source, day in _days(store, name).items()
            if known_at is None or day <= known_at
        }
        return cls(later, withdrawn)


def _version(source: Node, seen: date, read: date, issued: date) -> Version:
    """The version that was read on a day, of a page that was seen before as it was."""
    if seen < issued <= read:  # the page tells on which day it changed
        return Version(source, issued - _DAY, issued)
    return Version(source, min(seen, read - _DAY), read)


def _days(store: Store, predicate: NamedNode) -> dict[Node, date]:
    found = store.quads_for_pattern(None, predicate, None, DefaultGraph())
    return {quad.subject: day for quad in found if (day := to_date(quad.object)) is not None}
