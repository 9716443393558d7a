"""The pinned list of outside terms, which travels along: what they are, and in which release."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kgraph.align.bridges import FOLDER
from kgraph.problems import LoadError, Problem
from kgraph.turtle.parse import read_text

TARGETS: Final = "targets.csv"
PINNED: Final = FOLDER / TARGETS
"""The list, inside a project folder."""
COLUMNS: Final = ("iri", "kind", "side", "release", "label", "file", "version", "definition")
CLASS: Final = "class"
OBJECT: Final = "objectProperty"
DATATYPE: Final = "datatypeProperty"
PROPERTY: Final = "property"
INDIVIDUAL: Final = "individual"
KINDS: Final = (CLASS, OBJECT, DATATYPE, PROPERTY, INDIVIDUAL)
"""`property` is an rdf:Property that is not said to be one of things or of values."""
AGENT: Final = "agent"
ROLE: Final = "role"
SIDES: Final = (AGENT, ROLE, "")
"""The sides of Commons that are disjoint: what acts, and what is only played."""


@dataclass(frozen=True)
class Target:
    """An outside term: its kind (one of KINDS), side (one of SIDES), release and label.

    `file` is the copy that declares it, `version` what that says of itself, `definition` the mark
    of what it says the term means (`mark`), so that a change is noticed.
    """

    iri: str
    kind: str
    side: str
    release: str
    label: str
    file: str
    version: str
    definition: str


def mark(definition: str) -> str:
    """Eight digits that change when a definition does; empty where there is none."""
    return hashlib.sha256(definition.encode()).hexdigest()[:8] if definition else ""


def read_targets(root: Path) -> Mapping[str, Target]:
    """The pinned terms by IRI. Raises LoadError where the list is missing or malformed."""
    path = root / FOLDER / TARGETS
    reader = csv.reader(read_text(path).splitlines())
    found: dict[str, Target] = {}
    problems: list[Problem] = []
    fix = f"pin the list again; its columns are {', '.join(COLUMNS)}"
    header = next(reader, [])
    if tuple(header) != COLUMNS:
        why = f"its first line is {', '.join(header) or 'empty'}"
        raise LoadError([Problem("the list has other columns", why, fix, path, 1)])
    for number, cells in enumerate(reader, 2):
        if len(cells) != len(COLUMNS) or cells[1] not in KINDS or cells[2] not in SIDES:
            why = f"it has {len(COLUMNS)} columns; the kind is one of {', '.join(KINDS)}"
            problems.append(Problem("the line is no target", why, fix, path, number))
            continue
        target = Target(*cells)
        if target.iri in found:
            why = f"{target.iri} stands in it twice"
            problems.append(Problem("a target given twice", why, fix, path, number))
        found[target.iri] = target
    if problems:
        raise LoadError(problems)
    return found


def targets_text(targets: Iterable[Target]) -> str:
    """The list in its one form: sorted by IRI."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for target in sorted(targets, key=lambda t: t.iri):
        writer.writerow([getattr(target, column) for column in COLUMNS])
    return out.getvalue()
