"""Results of an engine → findings: with words, the sources that say it, and the place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from kgraph.load.places import Places, read_places
from kgraph.names import local_name
from kgraph.shacl.results import Result
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.shacl.vocabulary import SEVERITY_IRIS
from kgraph.turtle.literals import canonical
from kgraph.validate.findings import Finding, in_order
from kgraph.validate.locate import Locator, SourceFile, origin
from kgraph.validate.messages import Labels, store_labels, write
from kgraph.validate.shapes import FIX
from kgraph.vocab import Object


def build_findings(
    results: Iterable[Result],
    shapes: ShapeGraph,
    store: ox.Store,
    files: Iterable[SourceFile] | Locator,
) -> tuple[Finding, ...]:
    """The findings in their fixed order.

    `store` gives labels and tells which graph says what; `files` give file and line. Raises
    LoadError for a severity outside the three of SHACL.
    """
    locator = Locator.of(files)
    labels = store_labels(store)
    written = ShapePlaces(shapes, lines=locator.lines)
    return in_order(_finding(result, shapes, store, locator, labels, written) for result in results)


class ShapePlaces:
    """Where shapes are written. Each file is read again at most once, and only when needed."""

    def __init__(self, shapes: ShapeGraph, *, lines: bool = True) -> None:
        self._lines = lines
        self._files = shapes.files
        self._places: dict[Path, Places | None] = {}

    def place(self, shape: ox.NamedNode | None) -> tuple[Path | None, int | None]:
        """File and line of a named shape, None where not known."""
        file = None if shape is None else self._files.get(shape)
        if file is None or not self._lines:
            return file, None
        if file not in self._places:
            self._places[file] = read_places(file)
        places = self._places[file]
        found = places and places.find(shape, None, None)
        return file, found[0] if found else None


def _finding(
    result: Result,
    shapes: ShapeGraph,
    store: ox.Store,
    locator: Locator,
    labels: Labels,
    written: ShapePlaces,
) -> Finding:
    severity = SEVERITY_IRIS.get(result.severity)
    if severity is None:
        raise shapes.refusal(
            result.shape,
            f"sh:severity is <{result.severity}>",
            "findings are violations, warnings or infos",
            "write sh:Violation, sh:Warning or sh:Info",
        )
    shape = shapes.owner(result.shape)
    kind = result.constraint if isinstance(result.constraint, ox.NamedNode) else shape
    # People are shown what they wrote.
    words = write(replace(result, value=_as_written(result)), shapes, FIX, labels)
    said = origin(result, store)
    file, line, column = locator.place(said)
    shape_file, shape_line = written.place(shape)
    return Finding(
        id="unnamed-shape" if kind is None else local_name(kind.value),
        severity=severity,
        focus=result.focus,
        path=result.path,
        value=result.value,
        component=result.component,
        shape="" if shape is None else shape.value,
        message_en=words.message_en,
        message_ja=words.message_ja,
        fix_en=words.fix_en,
        fix_ja=words.fix_ja,
        graphs=said.graphs,
        file=file,
        line=line,
        column=column,
        shape_file=shape_file,
        shape_line=shape_line,
        bindings=result.bindings,
    )


def _as_written(result: Result) -> Object | None:
    """The value as its file spells it: what the store gives back may lack the point of a decimal.

    What a query of the shapes gives may be computed, and stands in no file.
    """
    if isinstance(result.value, ox.Literal) and result.constraint is None:
        return result.written or canonical(result.value)
    return result.written or result.value
