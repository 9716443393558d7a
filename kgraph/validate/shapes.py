"""The shapes of the project, loaded from files, and how they hang together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgraph.problems import LoadError, Problem
from kgraph.shacl.shapes_graph import Object, ShapeGraph
from kgraph.shacl.targets import TARGETS, TRUE, target_shapes
from kgraph.turtle.parse import blank_prefix, parse_turtle, read_text, relabel
from kgraph.validate.derived import derive
from kgraph.vocab import JPST, RDF, SH

FIX: Final = JPST.fix.value
"""The property of a shape for advice that does not fit its message, in English and Japanese."""

_SHAPE_USES: Final = ("property", "node", "not", "qualifiedValueShape")
_SHAPE_LISTS: Final = ("and", "or", "xone")
SILENT: Final = frozenset(
    SH.BASE + name
    for name in (
        *TARGETS,
        *("path", "property", "severity", "message", "deactivated", "name", "description"),
        *("order", "group", "defaultValue", "flags", "ignoredProperties", "prefixes", "declare"),
    )
)


def load_shapes(folder: Path) -> ShapeGraph:
    """The shapes of every Turtle file in `folder` and below, and those that the ontology gives.

    The latter come from the queries in `folder`/derived (see `derive`), and stand in the file of
    the last query that says something about them. Raises LoadError where there is no Turtle file,
    or a file cannot be read as what it is.
    """
    paths = sorted(p for p in folder.rglob("*.ttl") if not p.name.startswith("."))
    if not paths:
        raise LoadError(
            [
                Problem(
                    "there are no shapes",
                    "no Turtle file stands in this folder",
                    "give the folder that holds the shapes",
                    folder,
                )
            ]
        )
    problems: list[Problem] = []
    triples: list[ox.Triple] = []
    files: dict[Object, Path] = {}
    for path in paths:
        try:
            prefix = f"shapes.{blank_prefix(path.relative_to(folder))}"
            found = list(relabel(parse_turtle(read_text(path), path), prefix))
        except LoadError as error:
            problems.extend(error.problems)
            continue
        triples.extend(found)
        for triple in found:
            files.setdefault(triple.subject, path)
    if problems:
        raise LoadError(problems)
    for path, found in derive(folder, tuple(triples)):
        triples.extend(found)
        files.update((triple.subject, path) for triple in found)
    return ShapeGraph(triples, files)


def shape_nodes(shapes: ShapeGraph) -> tuple[Object, ...]:
    """Every shape: what has a target or a shape's type, or is used as one by another shape."""
    found: dict[Object, None] = dict.fromkeys(target_shapes(shapes))
    for kind in ("NodeShape", "PropertyShape"):
        found.update(dict.fromkeys(shapes.subjects(RDF.type.value, ox.NamedNode(SH.BASE + kind))))
    waiting = list(found)
    while waiting:
        for part in parts(shapes, waiting.pop()):
            if part not in found:
                found[part] = None
                waiting.append(part)
    return tuple(found)


def parts(shapes: ShapeGraph, node: Object) -> Iterator[Object]:
    """The shapes that a shape refers to."""
    for kind in _SHAPE_USES:
        yield from shapes.objects(node, SH.BASE + kind)
    for kind in _SHAPE_LISTS:
        for head in shapes.objects(node, SH.BASE + kind):
            yield from shapes.items(head, node, SH.BASE + kind)


def reporting_shapes(shapes: ShapeGraph) -> Iterator[Object]:
    """The shapes with constraints whose results are reported: under a target by sh:property."""
    seen: set[Object] = set()
    waiting = list(target_shapes(shapes))
    while waiting:
        node = waiting.pop(0)
        if node in seen:
            continue
        seen.add(node)
        if shapes.value(node, SH.deactivated.value) == TRUE:
            continue
        waiting.extend(shapes.objects(node, SH.property.value))
        if any(p.startswith(SH.BASE) and p not in SILENT for p in shapes.predicates(node)):
            yield node
