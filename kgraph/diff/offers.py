"""What users build on besides IRIs: the stored questions and the columns of the export tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kgraph.diff.difference import ADDED, CHANGED, REMOVED, InterfaceChange
from kgraph.questions.signature import Signature, Signatures, from_json
from kgraph.snapshot import Snapshot

QUESTIONS: Final = "questions"
"""The entry of a snapshot's manifest that holds the signatures of the questions."""

Tables = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Interface:
    """The signatures of the questions and the columns by table, None where nobody knows them.

    Those of a path are read by `kgraph.release.open_interface`.
    """

    questions: Signatures | None = None
    tables: Tables | None = None


def noted_questions(snapshot: Snapshot) -> Signatures | None:
    """The questions that a snapshot's manifest tells of."""
    return from_json(snapshot.manifest.get(QUESTIONS))


def interface_changes(old: Interface, new: Interface) -> tuple[InterfaceChange, ...]:
    """What is gone, new or other, in a fixed order; what one side does not tell is left out."""
    changes: list[InterfaceChange] = []
    if old.tables is not None and new.tables is not None:
        changes += _table_changes(old.tables, new.tables)
    if old.questions is not None and new.questions is not None:
        changes += _question_changes(old.questions, new.questions)
    return tuple(sorted(changes, key=lambda change: (change.kind, change.name, change.part or "")))


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
    gone, come = (
        tuple(f"{name} ({'' if side[name].required else 'optional '}{side[name].kind})"
              for name in side if name in other)
        for side in (before, after)
    )  # fmt: skip
    yield InterfaceChange("question", slug, CHANGED, "parameter", gone, come, breaking)
