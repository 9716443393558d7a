"""Versions of the graph by the words of a command line: a path, `previous`, a git revision."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kgraph.limited import UNLIMITED
from kgraph.render.progress import progress

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kgraph.diff import Interface
    from kgraph.snapshot import Snapshot

PREVIOUS: Final = "previous"
HEAD: Final = "HEAD"


@contextmanager
def opened(
    text: str | None, root: Path | None, language: str
) -> Iterator[tuple[str, Store, Interface]]:
    """The name, the quads and the interface of a version; None is the files as they are now.

    A revision, and files that changed since the last build, are built for this alone. Raises
    CompareError for what is no version, LoadError or SnapshotError where one cannot be read.
    """
    from kgraph.diff import open_version
    from kgraph.diff.revisions import export_revision, previous_snapshot
    from kgraph.release import open_interface
    from kgraph.root import find_root
    from kgraph.snapshot.folder import default_out, holds_snapshot

    if text is not None and Path(text).exists():
        name, store = open_version(Path(text))
        yield name, store, open_interface(Path(text), store)
        return
    folder = find_root(root)
    if text == PREVIOUS:
        import kgraph

        before = previous_snapshot(kgraph.open(folder, limits=UNLIMITED))
        yield f"{PREVIOUS} ({before.path.name})", before.store, _noted(before)
        return
    with tempfile.TemporaryDirectory(prefix="kgraph-") as work:
        place = Path(work)
        if text is not None:
            name = export_revision(folder, text, place / "files")
            built = _built(place / "files", place / "out", name, language)
        elif holds_snapshot(default_out(folder)) and not _changed(folder):
            name, built = "now", default_out(folder)
        else:
            name, built = "now", _built(folder, place / "out", "now", language)
        _, store = open_version(built)
        yield name, store, open_interface(built, store)


def _built(root: Path, out: Path, name: str, language: str) -> Path:
    import kgraph

    with progress(language) as told:
        told(f"building {name}")
        kgraph.build(root, out, validate=False, limits=UNLIMITED)
    return out


def _changed(folder: Path) -> bool:
    import kgraph
    from kgraph.snapshot import open_snapshot
    from kgraph.snapshot.folder import default_out

    return kgraph.changed(open_snapshot(default_out(folder), folder), folder)


def _noted(snapshot: Snapshot) -> Interface:
    from kgraph.diff import Interface
    from kgraph.diff.offers import noted_questions
    from kgraph.export.tabular import table_columns

    return Interface(noted_questions(snapshot), table_columns(snapshot.store))
