"""What a version of the graph offers to programs: read from a release, a snapshot or a file."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path, PurePosixPath
from typing import Final

from pyoxigraph import Store

from kgraph.diff import CompareError, Interface
from kgraph.diff.offers import Tables, noted_questions
from kgraph.diff.versions_read import GRAPH_FILE, snapshot_of
from kgraph.export.tabular import table_columns
from kgraph.questions.signature import read_signatures

TABLES_FILE: Final = "tables.zip"
"""The file of a release that holds the tables."""
_LONGEST_HEAD: Final = 1024 * 1024


def open_interface(path: Path, store: Store) -> Interface:
    """What the version at a path offers, whose quads are in `store` (see `open_version`).

    A release is asked for its own files. Raises CompareError where its tables cannot be read.
    """
    if (path / GRAPH_FILE).is_file():
        tables = path / TABLES_FILE
        read = _heads(tables) if tables.is_file() else table_columns(store)
        return Interface(read_signatures(path), read)
    snapshot = snapshot_of(path)
    questions = None if snapshot is None else noted_questions(snapshot)
    return Interface(questions, table_columns(store))


def _heads(path: Path) -> Tables:
    """The head of each table in the archive of a release."""
    found = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".csv"):
                    with archive.open(name) as stream:
                        line = stream.readline(_LONGEST_HEAD).decode("utf-8-sig")
                    found[PurePosixPath(name).stem] = tuple(next(csv.reader(io.StringIO(line)), ()))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise CompareError(
            f"{path}: the tables of the release cannot be read: {error}; get it again"
        ) from error
    return found
