"""What changed since an earlier release, as far as the first page tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kgraph.diff.compare import compare
from kgraph.diff.difference import ADDED, REMOVED
from kgraph.diff.versions_read import open_version
from kgraph.snapshot.store import Snapshot


@dataclass(frozen=True)
class Since:
    """What a graph has more and less than a release: numbers by word of the pages, and new things.

    `release` is the name of the release; `things` are the IRIs of the things that are new.
    """

    release: str
    numbers: tuple[tuple[str, int], ...]
    things: tuple[str, ...]


def since(path: Path, snapshot: Snapshot) -> Since:
    """What changed from a release (or another version on disk) to a snapshot.

    Raises CompareError for what is no version of the graph, SnapshotError or LoadError for what
    cannot be read.
    """
    name, before = open_version(path)
    found = compare(before, snapshot, names=(name, snapshot.path.name))
    return Since(
        name,
        (
            ("sourcesNew", _of(ADDED, (one.change for one in found.sources))),
            ("sourcesGone", _of(REMOVED, (one.change for one in found.sources))),
            ("factsNew", len(found.facts_added)),
            ("factsGone", len(found.facts_removed)),
            ("standingsOther", len(found.standings)),
        ),
        tuple(one.iri for one in found.entities if one.change == ADDED),
    )


def _of(kind: str, changes: Iterable[str]) -> int:
    return sum(change == kind for change in changes)
