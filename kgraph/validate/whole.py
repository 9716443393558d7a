"""Validates a store: chooses the engine, and gives each scope its shapes and its data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgraph.infer import Rule
from kgraph.problems import LoadError, Problem
from kgraph.shacl.results import Result, ValueRefused
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.shacl.wellformed import refuse
from kgraph.turtle.literals import Spellings, engine_form
from kgraph.validate.as_written import as_written, in_merge
from kgraph.validate.assemble import build_findings
from kgraph.validate.disjoint import check_contradictions
from kgraph.validate.findings import Finding, in_order
from kgraph.validate.identifiers import check_identifiers
from kgraph.validate.kinds_of_things import check_misfits
from kgraph.validate.locate import Locator, Origin, SourceFile
from kgraph.validate.observation_names import check_names
from kgraph.validate.run_checks import run_checks
from kgraph.validate.scopes import (
    MERGE_SCOPE,
    SCOPES,
    SOURCE_SCOPE,
    merged_data,
    source_data,
    source_graphs,
    source_quads,
    split_by_scope,
)
from kgraph.validate.shapes import OUR_TERMS, load_shapes
from kgraph.validate.stored_checks import Check
from kgraph.vocab import Object

ENGINES: Final = ("compiled", "pyshacl")


def validate_store(
    store: ox.Store,
    shapes: Path | ShapeGraph,
    *,
    files: Iterable[SourceFile] | Locator = (),
    rules: Sequence[Rule] = (),
    engine: str = "compiled",
    scopes: Iterable[str] = SCOPES,
    checks: Iterable[Check] = (),
    today: date | None = None,
) -> tuple[Finding, ...]:
    """Every finding of the shapes, the check digits, and the ontology's axioms.

    The axioms are those of disjoint classes, and domains and ranges.

    `store` holds what is inferred, and `rules` are what inferred it.

    Its default graph is the merge; each source and editorial graph is also checked alone, against
    the shapes that hold within a source. `shapes` is their folder, or what `load_shapes` made of
    it. With `files`, what was loaded, findings have file and line. The stored `checks` look at the
    merge too; without `today`, those that depend on the day are left out. Raises LoadError for
    shapes that do not load or cannot be checked, ValueError for an engine or a scope that does not
    exist.
    """
    graph = load_shapes(shapes) if isinstance(shapes, Path) else shapes
    known = Locator.of(files)
    wanted = tuple(scopes)
    found = build_findings(run_scopes(store, graph, engine, wanted, (), known), graph, store, known)
    if MERGE_SCOPE not in wanted:
        return found
    return in_order((*found, *beyond_shapes(store, rules, known, checks, today, found)))


def beyond_shapes(
    store: ox.Store,
    rules: Sequence[Rule],
    files: Locator,
    checks: Iterable[Check],
    today: date | None,
    told: Iterable[Result | Finding],
) -> Iterator[Finding]:
    """What is found on the merge besides what shapes ask; `told` is what the shapes found there."""
    for kind in kinds_beyond(store, rules, files, checks, today, told):
        yield from kind()


def kinds_beyond(
    store: ox.Store,
    rules: Sequence[Rule],
    files: Locator,
    checks: Iterable[Check],
    today: date | None,
    told: Iterable[Result | Finding],
) -> Iterator[Callable[[], Iterator[Finding]]]:
    """The same kind by kind, each check a kind of its own: what is looked for when it is called."""
    yield partial(check_identifiers, store, files)
    yield partial(check_names, store, files)
    yield partial(check_contradictions, store, rules, files)
    yield partial(check_misfits, store, rules, files, told)
    for check in checks:
        yield partial(run_checks, store, (check,), files=files, today=today)


def run_scopes(
    store: ox.Store,
    shapes: ShapeGraph,
    engine: str,
    scopes: Iterable[str],
    further_sources: Iterable[str] = (),
    files: Locator | None = None,
    only: Set[Object] | None = None,
) -> Iterator[Result]:
    """The results of the engine in each scope; see `validate_store`.

    With `only`, those that these shapes report at least; all of them have run before.

    `further_sources` names graphs that count as sources, besides those that do by their name.
    `files` tell how the literals were spelled before the store rewrote them. Raises LoadError
    before either engine runs where anything of the shapes is not understood, and for a value that
    the engine cannot compute with where a query of the shapes may look at it.
    """
    wanted = frozenset(scopes)
    unknown = ", ".join(sorted(wanted - frozenset(SCOPES)))
    if unknown:
        raise ValueError(f"“{unknown}” is no scope; use {' or '.join(SCOPES)}")
    if engine not in ENGINES:
        raise ValueError(f"“{engine}” is no engine; use {' or '.join(ENGINES)}")
    if only is None:
        refuse(shapes, OUR_TERMS)
    run = _compiled if engine == "compiled" else _pyshacl
    known = files or Locator(())
    merge, source = split_by_scope(shapes)
    try:
        if MERGE_SCOPE in wanted:
            yield from run(merge, store, known.spelled, None, only)
        if SOURCE_SCOPE in wanted and source.triples:
            yield from run(source, store, known.spelled, tuple(further_sources), only)
    except ValueRefused as refused:
        raise LoadError([_placed(refused, store, known)]) from refused


def _placed(refused: ValueRefused, store: ox.Store, files: Locator) -> Problem:
    subject, predicate, value = refused.triple
    quads = store.quads_for_pattern(subject, predicate, engine_form(value))
    graphs = [q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode)]
    path, line, column = files.place(Origin((subject, predicate, engine_form(value)), (*graphs,)))
    return Problem(refused.what, refused.why, refused.fix, path, line, column)


def _compiled(
    shapes: ShapeGraph,
    store: ox.Store,
    spelled: Spellings,
    sources: Iterable[str] | None,
    only: Set[Object] | None,
) -> Iterable[Result]:
    """The results on the merge, or, with the names of further `sources`, in each source."""
    from kgraph.shacl.run import run_each, run_merge

    if sources is None:
        return run_merge(shapes, store, in_merge(store, spelled), only)
    graphs = source_graphs(store, sources)
    return run_each(shapes, graphs, source_quads(store, graphs), spelled, only)


def _pyshacl(
    shapes: ShapeGraph,
    store: ox.Store,
    spelled: Spellings,
    sources: Iterable[str] | None,
    _only: Set[Object] | None,
) -> Iterable[Result]:
    from kgraph.shacl.pyshacl_engine import run

    if sources is None:
        return run(shapes, as_written(merged_data(store), in_merge(store, spelled)))
    return run(shapes, as_written(source_data(store, sources), spelled))
