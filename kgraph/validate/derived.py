"""Shapes that follow from the ontology: CONSTRUCT queries beside the shapes written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgraph.problems import LoadError, Problem
from kgraph.sparql import engine
from kgraph.sparql.guard import MAX_BYTES, Refused, check_readonly
from kgraph.sparql.syntax import broken
from kgraph.turtle.order import predicate_key
from kgraph.turtle.parse import blank_prefix, parse_turtle, read_text, relabel

FOLDER: Final = "derived"
"""The folder, within that of the shapes, which holds the queries."""


def derive(
    folder: Path, written: Iterable[ox.Triple], ontologies: Sequence[Path] = ()
) -> Iterator[tuple[Path, tuple[ox.Triple, ...]]]:
    """What each query in `folder`/derived gives, with its file, in the order of their names.

    They read the modules of the ontology beside `folder`, or those in `ontologies`, the shapes
    `written` by hand, and what the queries before gave. Nothing is read where there is no query.
    Raises LoadError for one that may not run or is no CONSTRUCT, and where there is no ontology.
    """
    paths = sorted(p for p in (folder / FOLDER).glob("*.rq") if not p.name.startswith("."))
    if not paths:
        return
    store = ox.Store()
    store.extend(
        ox.Quad(*triple)
        for triple in (*_ontologies(ontologies or [folder.parent / "ontology"]), *written)
    )
    problems: list[Problem] = []
    for path in paths:
        try:
            found = tuple(_answer(store, path, f"shapes.{blank_prefix(path.relative_to(folder))}"))
        except LoadError as error:
            problems += error.problems
            continue
        store.extend(ox.Quad(*triple) for triple in found)
        yield path, found
    if problems:
        raise LoadError(problems)


def _ontologies(folders: Sequence[Path]) -> Iterator[ox.Triple]:
    for i, folder in enumerate(folders):
        yield from _ontology(folder, f"{i}." if i else "")


def _ontology(folder: Path, mark: str) -> Iterator[ox.Triple]:
    paths = sorted(folder.glob("*.ttl"))
    if not paths:
        fix = "put it there, or take the queries away"
        what = "there is no ontology that the shapes could follow from"
        raise LoadError([Problem(what, f"{FOLDER}/ of the shapes has queries", fix, folder)])
    for path in paths:
        prefix = f"ontology.{mark}{blank_prefix(Path(path.name))}"
        yield from relabel(parse_turtle(read_text(path), path), prefix)


def _answer(store: ox.Store, path: Path, prefix: str) -> Iterator[ox.Triple]:
    """The triples that one query gives, its blank nodes named anew by `prefix`."""
    text = read_text(path, MAX_BYTES)
    try:
        form = check_readonly(text, (), {})
        if form != "CONSTRUCT":
            why = f"it is {form}, and a shape is triples"
            raise LoadError([Problem("the query gives no shapes", why, "write CONSTRUCT", path)])
        found = sorted(engine.construct(store, text), key=_place)
    except Refused as error:
        fix = "write a plain CONSTRUCT over the ontology and the shapes"
        what = "the query is refused"
        raise LoadError(
            [Problem(what, error.reason, fix, path, error.line, error.column)]
        ) from None
    except SyntaxError as error:
        at = broken(error, text)
        what = "the query is no SPARQL"
        problem = Problem(what, at.why, "correct it", path, at.line, at.column)
        raise LoadError([problem]) from None
    return relabel(found, prefix)


def _place(triple: ox.Triple) -> tuple[int, int, str]:
    """Where a triple stands in its block: the engine gives them in no order of ours."""
    return predicate_key(triple.predicate.value)
