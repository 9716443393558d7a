"""The shapes of the project, loaded from files, and the terms of ours that they use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgraph.load.places import read_places
from kgraph.problems import LoadError, Problem
from kgraph.root import stacked
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.turtle.parse import blank_prefix, decode, normalize, parse_turtle, read_bytes, relabel
from kgraph.validate.derived import derive
from kgraph.vocab import JPST, Object

FIX: Final = JPST.fix.value
"""The property of a shape for advice that does not fit its message, in English and Japanese."""

SCOPE: Final = JPST.validationScope.value
"""The property of a shape that tells whether it holds on the merge or within each source."""

BINDS: Final = JPST.bindsNamespace.value
"""The property of a shape for the namespace whose names it binds, where it does not bind all."""

OUR_TERMS: Final = frozenset({BINDS, FIX, SCOPE})
"""What shapes here say in terms that SHACL does not have."""


def load_shapes(folder: Path) -> ShapeGraph:
    """The shapes of every Turtle file in `folder` and below, and those that the ontology gives.

    The latter come from the queries in `folder`/derived (see `derive`), and stand in the file of
    the last query that says something about them. For the shapes/ of an overlay those of the roots
    that it extends come first. Raises LoadError where there is no Turtle file,
    or a file cannot be read as what it is.
    """
    return _loaded(folder, tuple(_contents(folder)))


def _contents(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """All that the shapes of a folder are made from, as it is now."""
    for part in (*stacked(folder.parent, folder.name), *stacked(folder.parent, "ontology")):
        for path in sorted(part.rglob("*")):
            if path.suffix in (".ttl", ".rq"):
                with suppress(LoadError):  # told where it is read for what it is
                    yield path, read_bytes(path)


@lru_cache(maxsize=2)
def _loaded(folder: Path, contents: tuple[tuple[Path, bytes], ...]) -> ShapeGraph:
    """The shapes of files with these contents.

    Who validates again what has changed only in its data finds what was made of the shapes before.
    """
    known = dict(contents)  # without what could not be read
    folders = stacked(folder.parent, folder.name)
    paths = [
        (path, f"{i}." if i else "", part)
        for i, part in enumerate(folders)
        for path in sorted(part.rglob("*.ttl"))
        if not path.name.startswith(".")
    ]
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
    for path, mark, part in paths:
        try:
            prefix = f"shapes.{mark}{blank_prefix(path.relative_to(part))}"
            data = known[path] if path in known else read_bytes(path)
            found = list(relabel(parse_turtle(decode(normalize(data), path), path), prefix))
        except LoadError as error:
            problems.extend(error.problems)
            continue
        triples.extend(found)
        for triple in found:
            files.setdefault(triple.subject, path)
    if problems:
        raise LoadError(problems)
    ontologies = stacked(folder.parent, "ontology")
    for part in folders:
        for path, derived in derive(part, tuple(triples), ontologies):
            triples.extend(derived)
            files.update((triple.subject, path) for triple in derived)
    return ShapeGraph(triples, files, read_places)
