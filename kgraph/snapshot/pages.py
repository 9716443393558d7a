"""Pages over time: the versions in which a page was read, and sources that were withdrawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
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
    surely says what this version says; on `read` it was read.
    """

    source: Node
    seen: date
    since: date
    read: date


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A source that counts no more, from a day on; by `mistake` it never should have counted."""

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

    @property
    def mistaken(self) -> frozenset[Node]:
        """The sources that we had taken wrongly: nothing that they say bears on anything."""
        return frozenset(source for source, gone in self.withdrawn.items() if gone.mistake)

    def silent_since(self, source: Node) -> date:
        """The first day of which a source tells nothing more; date.max where it speaks still."""
        version, gone = self.later.get(source), self.withdrawn.get(source)
        return min(version.since if version else date.max, gone.day if gone else date.max)

    @classmethod
    def read(cls, store: Store, known_at: date | None = None) -> Pages:
        """Reads them from the default graph of a store.

        What had not been read, or withdrawn, by the day `known_at` is no version and no withdrawal.
        """
        withdrawn = {
            source: withdrawal
            for source, withdrawal in _withdrawn(store)
            if known_at is None or withdrawal.day <= known_at
        }
        later: dict[Node, Version] = {}
        for earlier, versions in _versions(store, known_at).items():
            for version in versions:
                gone = withdrawn.get(version.source)
                if gone is None or not gone.mistake:
                    later[earlier] = version
                    break
        return cls(later, withdrawn)


@dataclass(frozen=True, slots=True)
class Silence:
    """From `since` on a source says nothing more: another version speaks for its page, or none.

    That is known from `told` on; where that version was our mistake, until the day `forgotten`.
    """

    since: date
    told: date
    forgotten: date | None = None

    def is_known(self, known_at: date | None) -> bool:
        """Whether it was known by a day; None: whether it is now."""
        if known_at is None:
            return self.forgotten is None
        return self.told <= known_at and (self.forgotten is None or known_at < self.forgotten)


def read_silences(store: Store) -> dict[Node, list[Silence]]:
    """Since when each source is silent, by all that is known and by what was once believed."""
    found: dict[Node, list[Silence]] = defaultdict(list)
    mistakes: dict[Node, date] = {}
    for source, gone in _withdrawn(store):
        found[source].append(Silence(date.min if gone.mistake else gone.day, gone.day))
        if gone.mistake:
            mistakes[source] = gone.day
    for earlier, versions in _versions(store).items():
        for version in versions:
            forgotten = mistakes.get(version.source)
            found[earlier].append(Silence(version.since, version.read, forgotten))
            if forgotten is None:
                break
    return found


def _withdrawn(store: Store) -> Iterator[tuple[Node, Withdrawal]]:
    for name, mistake in ((JPST.withdrawnByPublisher, False), (JPST.withdrawnByUs, True)):
        for source, day in _days(store, name).items():
            yield source, Withdrawal(day, mistake)


def _versions(store: Store, known_at: date | None = None) -> dict[Node, list[Version]]:
    """The later versions of each source, one after another, as far as they had been read."""
    read, issued = _days(store, JPST.read), _days(store, DCTERMS.issued)
    after: dict[Node, list[Node]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, JPST.earlierVersion, None, DefaultGraph()):
        day = read.get(quad.subject)
        known = day is not None and (known_at is None or day <= known_at)
        if known and isinstance(quad.object, Node):
            after[quad.object].append(quad.subject)
    found: dict[Node, list[Version]] = {}
    for earlier in after:
        reached, queue = {earlier}, [earlier]  # a page is no version of itself
        while queue:
            new = set(after.get(queue.pop(), ())) - reached
            reached |= new
            queue += new
        seen = read.get(earlier, date.min)
        found[earlier] = [
            _version(source, seen, read[source], issued.get(source, date.min))
            for source in sorted(reached - {earlier}, key=lambda one: (read[one], str(one)))
        ]
    return found


def _version(source: Node, seen: date, read: date, issued: date) -> Version:
    """The version that was read on a day, of a page that was seen before as it was."""
    if seen < issued <= read:  # the page tells on which day it changed
        return Version(source, issued - _DAY, issued, read)
    return Version(source, min(seen, read - _DAY), read, read)


def _days(store: Store, predicate: NamedNode) -> dict[Node, date]:
    found = store.quads_for_pattern(None, predicate, None, DefaultGraph())
    return {quad.subject: day for quad in found if (day := to_date(quad.object)) is not None}
