"""What users build on besides IRIs: the stored questions and the columns of the export tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kgraph.diff.difference import ADDED, CHANGED, REMOVED, InterfaceChange
from kgraph.names import compact
from kgraph.questions.signature import Need, Signature, Signatures, from_json
from kgraph.snapshot import Snapshot

QUESTIONS: Final = "questions"
"""The entry of a snapshot's manifest that holds the signatures of the questions."""

_REASONS: Final = ("parameter", "required", "default")
"""Why a change of a parameter breaks, the gravest first."""

Tables = Mapping[str, tuple[str, ...]]
Within = Callable[[str, str], bool]
"""Whether the first class (by IRI) is the second, or lies within it."""


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


def interface_changes(
    old: Interface, new: Interface, is_within: Within = str.__eq__
) -> tuple[InterfaceChange, ...]:
    """What is gone, new or other, in a fixed order; what one side does not tell is left out."""
    changes: list[InterfaceChange] = []
    if old.tables is not None and new.tables is not None:
        changes += _table_changes(old.tables, new.tables)
    if old.questions is not None and new.questions is not None:
        changes += _question_changes(old.questions, new.questions, is_within)
    return tuple(sorted(changes, key=lambda change: (change.kind, change.name, change.part or "")))


def _table_changes(old: Tables, new: Tables) -> Iterator[InterfaceChange]:
    yield from _comings_and_goings("table", old, new)
    for name in old.keys() & new.keys():
        yield from _columns_changes("table", name, old[name], new[name])


def _question_changes(
    old: Signatures, new: Signatures, is_within: Within
) -> Iterator[InterfaceChange]:
    yield from _comings_and_goings("question", old, new)
    for slug in old.keys() & new.keys():
        before, after = old[slug], new[slug]
        if before is not None and after is not None:
            yield from _columns_changes("question", slug, before.columns, after.columns)
            yield from _parameter_changes(slug, before, after, is_within)


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


def _parameter_changes(
    slug: str, old: Signature, new: Signature, is_within: Within
) -> Iterator[InterfaceChange]:
    before, after = old.parameters, new.parameters
    other = {
        name
        for name in before.keys() | after.keys()
        if name not in before or name not in after or not _is_same(before[name], after[name])
    }
    if not other:
        return
    reasons = {_why(before.get(name), after.get(name), is_within) for name in other}
    gone, come = (
        tuple(f"{name} ({_in_words(side[name])})" for name in side if name in other)
        for side in (before, after)
    )
    breaking = next((why for why in _REASONS if why in reasons), None)
    yield InterfaceChange("question", slug, CHANGED, "parameter", gone, come, breaking)


def _is_same(old: Need, new: Need) -> bool:
    if old.whole and new.whole:
        return old == new
    return (old.kind, old.required) == (new.kind, new.required)


def _why(old: Need | None, new: Need | None, is_within: Within) -> str | None:
    """One of `_REASONS` where whoever gave the parameter, or left it out, cannot go on so."""
    if new is None:
        return "parameter"
    if old is None:
        return "required" if new.required else None
    if not _takes(new, old, is_within):
        return "parameter"
    if new.required and not old.required:
        return "required"
    answers_otherwise = old.default != new.default and not old.required
    return "default" if answers_otherwise and old.whole and new.whole else None


def _takes(new: Need, old: Need, is_within: Within) -> bool:
    """Whether every value that was taken before still is."""
    if old.kind != new.kind and (old.kind, new.kind) != ("token", "entity"):
        return False
    if not (old.whole and new.whole):
        return True
    if new.class_iris and not (
        old.class_iris
        and all(any(is_within(was, now) for now in new.class_iris) for was in old.class_iris)
    ):
        return False
    if old.scheme != new.scheme:
        return False
    return not new.values or (bool(old.values) and set(old.values) <= set(new.values))


def _in_words(need: Need) -> str:
    words = [f"{'' if need.required else 'optional '}{need.kind}"]
    if need.class_iris:
        words.append(" or ".join(map(compact, need.class_iris)))
    if need.scheme is not None:
        words.append(f"scheme {need.scheme}")
    if need.values:
        words.append(" or ".join(need.values))
    if need.default is not None:
        words.append(f"default {need.default}")
    return ", ".join(words)
