"""Validates a user's own files together with the graph: what they make wrong, anywhere in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from kgraph.infer import Rule
from kgraph.shacl.results import MERGE, Result
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.turtle.literals import NO_SPELLINGS, spellings
from kgraph.validate.assemble import build_findings
from kgraph.validate.causes import Causes
from kgraph.validate.file_checks import UserFile, check_files
from kgraph.validate.findings import Finding, in_order
from kgraph.validate.locate import Locator, SourceFile, UserGraph, address, graph_name, origin
from kgraph.validate.messages import store_labels
from kgraph.validate.scopes import MERGE_SCOPE, SCOPES, SOURCE_SCOPE
from kgraph.validate.shapes import load_shapes
from kgraph.validate.stored_checks import Check
from kgraph.validate.whole import kinds_beyond, run_scopes
from kgraph.vocab import as_iri


def validate_files(
    store: ox.Store,
    user_files: Sequence[UserFile],
    shapes: Path | ShapeGraph,
    *,
    files: Iterable[SourceFile] = (),
    infer: Callable[[ox.Store], object] | None = None,
    rules: Sequence[Rule] = (),
    engine: str = "compiled",
    scopes: Iterable[str] = SCOPES,
    everything: bool = False,
    checks: Iterable[Check] = (),
    today: date | None = None,
) -> tuple[Finding, ...]:
    """What a user's files make wrong, checked together with the graph in `store`.

    `store` is only read, and holds what follows from it; `files` are those it was loaded from.
    `infer` adds to the default graph of a store what follows from it by `rules`. Each user's file
    counts as a source of its own, named by its address, unless it names its graphs itself.

    Given are the findings that the graph alone does not have, whatever they are about, with the
    place of the statement in the user's files that causes them where it can be told; those about a
    statement that the files repeat, or about one of the graph's own files where the user names it;
    and those about the files as such. With `everything`, all. `checks` and `today`, and what is
    raised, are as in `validate_store`.
    """
    graph = load_shapes(shapes) if isinstance(shapes, Path) else shapes
    files, wanted, checks = tuple(files), tuple(scopes), tuple(checks)
    working = ox.Store()
    working.bulk_extend(store)
    added = tuple(_add(user_files, working))
    if infer is not None:
        infer(working)
    names = dict.fromkeys(one.graph for one in added)
    causes = Causes(working, store, names, rules)
    known = Locator((*added, *files))
    own = _Own(user_files, files, working, known)
    results = list(run_scopes(working, graph, engine, wanted, names, known))
    # Whether something was there already is asked of what there is now, and of nothing else.
    asked = {MERGE_SCOPE if result.graph == MERGE else SOURCE_SCOPE for result in results}
    reporting = {result.shape for result in results}
    before = set(run_scopes(store, graph, engine, asked, (), Locator(files), reporting))
    caused = [r for r in results if r not in before or causes.repeated(r)]
    kept: Iterable[Result] = set(results).difference(caused)
    if not everything:
        kept = filter(own.about, kept)
    found = [*build_findings(caused, graph, working, known)]
    others = [*build_findings(kept, graph, working, known)]
    for now, then in zip(
        kinds_beyond(working, rules, known, checks, today, results),
        kinds_beyond(store, rules, Locator(()), checks, today, before),
        strict=True,
    ):
        findings = list(now())
        there = set(map(_same, then())) if findings else set()
        for finding in findings:
            if _same(finding) not in there or causes.repeated(finding):
                found.append(finding)
            elif everything or own.holds(finding):
                others.append(finding)
    found = [_placed(finding, causes, known) for finding in found]
    labels = store_labels(working)
    return in_order((*found, *others, *check_files(user_files, working, labels, known)))


def _add(files: Iterable[UserFile], store: ox.Store) -> Iterator[UserGraph]:
    """Adds the files to the store: to a graph of their own and to the merge."""
    for file in files:
        store.bulk_extend(_in_graphs(file))
        store.bulk_extend(ox.Quad(*quad.triple) for quad in file.quads)
        lost: dict[str, dict[ox.Quad, tuple[ox.Literal, ...]]] = {}
        for quad, texts in spellings(_in_graphs(file)).items():
            lost.setdefault(as_iri(quad.graph_name).value, {})[quad] = texts
        for name in dict.fromkeys(graph_name(file.path, quad) for quad in file.quads):
            spelled = lost.get(name, NO_SPELLINGS)
            yield UserGraph(file.path, name, file.format, store, file.text, spelled)


def _in_graphs(file: UserFile) -> Iterator[ox.Quad]:
    """The quads of a file, each in the graph that it becomes; one by one, for they may be many."""
    own = ox.NamedNode(address(file.path))
    for quad in file.quads:
        named = isinstance(quad.graph_name, ox.NamedNode)
        yield quad if named else ox.Quad(*quad.triple, own)


def _same(finding: Finding) -> tuple[object, ...]:
    """What tells that two findings of two runs are one, whatever the labels are in each."""
    about = finding.focus, finding.path, finding.value
    return finding.id, finding.shape, finding.component, *about, finding.bindings


def _placed(finding: Finding, causes: Causes, locator: Locator) -> Finding:
    """The finding with the place of the user's statement that causes it, where it can be told."""
    cause = causes.of(finding)
    if cause is None:
        return finding
    file, line, column = locator.place(cause)
    return replace(finding, file=file, line=line, column=column)


class _Own:
    """The graph's own files where the user gives them to be validated: all about them counts."""

    def __init__(
        self,
        user_files: Iterable[UserFile],
        files: Iterable[SourceFile],
        store: ox.Store,
        locator: Locator,
    ) -> None:
        given = {file.path.resolve() for file in user_files}
        self._paths = {file.path for file in files if file.path.resolve() in given}
        self._store = store
        self._locator = locator

    def about(self, result: Result) -> bool:
        """Whether the result is about what one of them says.

        What is wrong within it alone is found in the user's copy.
        """
        if not self._paths or result.graph != MERGE:
            return False
        return self._locator.place(origin(result, self._store))[0] in self._paths

    def holds(self, finding: Finding) -> bool:
        """Whether the finding was found to stand in one of them."""
        return finding.file in self._paths
