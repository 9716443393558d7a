"""What users build on besides IRIs: the stored questions and the columns of the export tables."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from pyoxigraph import Store

from kgraph.compare.difference import ADDED, CHANGED, REMOVED, InterfaceChange
from kgraph.compare.opened import GRAPH_FILE, CompareError, snapshot_of
from kgraph.questions.signature import Signature, Signatures, from_json, read_signatures
from kgraph.snapshot import Snapshot

TABLES_FILE: Final = "tables.zip"
"""The file of a release that holds the tables."""
QUESTIONS: Final = "questions"
"""The entry of a snapshot's manifest that holds the signatures of the questions."""
_LONGEST_HEAD: Final = 1024 * 1024

Tables = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Interface:
    """The signatures of the questions, None where nobody knows them, and the columns by table."""

    questions: Signatures | None
    tables: Tables


def interface(version: Snapshot | Store) -> Interface:
    """What a snapshot, or a store without questions, offers."""
    if isinstance(version, Snapshot):
        noted = from_json(version.manifest.get(QUESTIONS))
        return Interface(noted, _columns(version.store))
    return Interface(None, _columns(version))


def open_interface(path: Path, store: Store) -> Interface:
    """What the version at a path offers, whose quads are in `store` (see `open_version`).

    A release is asked for its own files. Raises CompareError where its tables cannot be read.
    """
    if (path / GRAPH_FILE).is_file():
        tables = path / TABLES_FILE
        read = _heads(tables) if tables.is_file() else _columns(store)
        return Interface(read_signatures(path), read)
    snapshot = snapshot_of(path)
    return interface(store if snapshot is None else snapshot)


def interface_changes(old: Interface, new: Interface) -> tuple[InterfaceChange, ...]:
    """What is gone, new or other, in a fixed order; questions that one side lacks are left out."""
    changes = [*_table_changes(old.tables, new.tables)]
    if old.questions is not None and new.questions is not None:
        changes += _question_changes(old.questions, new.questions)
    return tuple(sorted(changes, key=lambda change: (change.kind, change.name, change.part or "")))


def _columns(store: Store) -> Tables:
    # Exports are made from versions too: this module would import what imports it.
    from kgraph.export.tabular import table_columns

    return table_columns(store)


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
        raise CompareError(f"{path}: the tables of the release cannot be read: {error}") from error
    return found


def _table_changes(old: Tables, new: Tables) -> Iterator[InterfaceChange]:
    yield from _comings_and_goings("table", old, new)
    for name in old.keys() & new.keys():
        yield from _columns_changes("table", name, old[name], new[name])


def _question_changes(old: Signatures, new: Signatures) -> Iterator[InterfaceChange]:
    yield from _comings_and_goings("question", old, new)
    for slug in old.keys() & new.keys():
        before, after = old[slug], new[slug]
        if before is not None and after is not None:
            yield from _columns_changes("question", slug, before.columns, after.columns)
            yield from _parameter_changes(slug, before, after)


def _comings_and_goings(
    kind: str, old: Mapping[str, object], new: Mapping[str, object]
) -> Iterator[InterfaceChange]:
    for name in old.keys() - new.keys():
        yield InterfaceChange(kind, name, REMOVED, breaking=kind)
    for name in new.keys() - old.keys():
        yield InterfaceChange(kind, name, ADDED)


def _columns_changes(
    kind: str, name: str, old: tuple[str, ...], new: tuple[str, ...]
) -> Iterator[InterfaceChange]:
    gone = tuple(column for column in old if column not in new)
    added = tuple(column for column in new if column not in old)
    if gone or added:
        breaking = "column" if gone else None
        yield InterfaceChange(kind, name, CHANGED, "column", gone, added, breaking)


def _parameter_changes(slug: str, old: Signature, new: Signature) -> Iterator[InterfaceChange]:
    before, after = old.parameters, new.parameters
    other = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    if not other:
        return
    breaking = None
    if any(
        name not in after or before[name].kind != after[name].kind for name in other & set(before)
    ):
        breaking = "parameter"
    elif any(after[name].required for name in other):
        breaking = "required"
    told = [
        tuple(f"{name} ({'' if side[name].required else 'optional '}{side[name].kind})"
              for name in side if name in other)
        for side in (before, after)
    ]  # fmt: skip
    yield InterfaceChange("question", slug, CHANGED, "parameter", *told, breaking)
