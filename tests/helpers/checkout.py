"""A copy of the graph's files that a test may change, with the graph as it is built from them."""

from __future__ import annotations

import shutil
from pathlib import Path

from helpers.project import FOLDERS, PROJECT

from kgraph.snapshot import Snapshot


def write_checkout(folder: Path, built: Snapshot) -> Path:
    """Copies the files and the built graph into a folder, and returns it."""
    for name in FOLDERS:
        shutil.copytree(PROJECT / name, folder / name)
    shutil.copytree(built.path.parents[1], folder / ".kgraph", ignore=lambda *_: {"states"})
    return folder
