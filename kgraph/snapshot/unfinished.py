"""A snapshot while it is written: its store, the lasting part of it, and what states are made from.

What the files say is written by a copy of the process while this one goes on to find out what
follows: nothing of that changes it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Store

from kgraph.limited.beside import Begun, beside
from kgraph.load import Loaded
from kgraph.snapshot import folder
from kgraph.snapshot.basis import write_basis
from kgraph.snapshot.content import Content
from kgraph.snapshot.engine_files import bring, give, give_lines, quick_folder

_BYTES: Final = 2_000
"""What a triple of the files comes to in the stores, claims and states included, at the most."""


@dataclass(frozen=True)
class Unfinished:
    """A folder for a snapshot that is not yet published, and where the engine writes meanwhile.

    `files` has written into the store what the files say.
    """

    path: Path
    quick: Path
    files: Begun[None]

    def finish(self, content: Content) -> Mapping[str, Any]:
        """Writes all else; gives what the manifest tells of sizes: the numbers of
        `Content.counts`, all quads, and those that last.

        Raises OSError or RuntimeError where the disk fails.
        """
        self.files()
        store = Store(str(self.quick / folder.STORE))
        give_lines(store, content.lasting_lines())
        with ThreadPoolExecutor() as meanwhile:
            copied = meanwhile.submit(self._copy, store)
            kept = meanwhile.submit(self._keep, copied)
            give_lines(store, content.day_lines(), copied.result)  # before that it adds nothing
            compacted = meanwhile.submit(store.optimize)
            write_basis(self.path, content.basis())
            counts = content.counts()
            quads = len(store)
            compacted.result()
            del store  # the files are complete once it is closed
            bring(self.quick / folder.STORE, self.path / folder.STORE, durable=True)
            return {"counts": counts, "quads": quads, "lasting": kept.result()}

    @property
    def _lasting(self) -> Path:
        return self.quick / folder.LASTING

    def _copy(self, store: Store) -> None:
        """Copies a store as one layer.

        What is added to a copy of it comes on top, and of three layers the engine makes one by
        itself, in each copy anew.
        """
        store.optimize()
        store.backup(str(self._lasting))

    def _keep(self, copied: Future[None]) -> int:
        """Keeps the copy of what lasts; gives its quads."""
        copied.result()
        store = Store(str(self._lasting))
        quads = len(store)
        del store
        bring(self._lasting, self.path / folder.LASTING, durable=True)
        return quads


@contextmanager
def unfinished(out: Path, loaded: Loaded) -> Iterator[Unfinished]:
    """A new snapshot of what was loaded, begun in the folder of snapshots `out`.

    It is removed again unless it gets published. Raises OSError where it cannot be written.
    """
    digest = hashlib.sha256(loaded.fingerprint.encode()).hexdigest()[:12]
    path = folder.start(out, f"{digest}-{os.urandom(4).hex()}")
    most = _BYTES * sum(len(file.triples) for file in loaded.files)
    try:
        with quick_folder(path, most) as quick:
            store = quick / folder.STORE
            with beside(lambda: _write_files(store, loaded), engine=True) as files:
                yield Unfinished(path, quick, files)
    finally:
        folder.discard(path)  # nothing bears this name any more where it was published


def _write_files(place: Path, loaded: Loaded) -> None:
    shutil.rmtree(place, ignore_errors=True)  # of a copy that came to nothing
    give(Store(str(place)), loaded.quads())
