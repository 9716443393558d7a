"""The compiled shapes and stored checks run on an engine, with the findings they give here.

The merge of the asserted graphs and what follows from it, and each source with the classes of what
it speaks of, are made there in graphs of other names, which are gone after. What no SPARQL can
say (check digits, the names of statements) is looked at here, in what is fetched for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from kgraph.infer import (
    INFERRED,
    Rule,
    compile_rules,
    contradiction_patterns,
    misfit_patterns,
    read_schema,
)
from kgraph.load import Loaded, load
from kgraph.names import is_part
from kgraph.remote.answers import rows
from kgraph.remote.around import (
    all_counts,
    labels,
    of_properties,
    select,
    statements,
    store_of,
    whole,
)
from kgraph.remote.closing import close
from kgraph.remote.differences import refuse_checks
from kgraph.remote.errors import RemoteError
from kgraph.remote.fuseki import as_asked, as_checked, as_understood
from kgraph.remote.layout import PUSHED, TRIPLES, in_parts
from kgraph.remote.staging import STAGING, alone, drop, graph_text, update_each
from kgraph.remote.transport import Endpoint
from kgraph.root import stacked
from kgraph.shacl.frame import KEY, Frame
from kgraph.shacl.messages import values
from kgraph.shacl.plan import Update, plan
from kgraph.shacl.results import Result
from kgraph.shacl.run import results_of
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.shacl.wellformed import refuse
from kgraph.snapshot.graphs import is_merged
from kgraph.snapshot.pipeline import RULES
from kgraph.validate import Check, Finding, load_checks, load_shapes
from kgraph.validate.assemble import build_findings
from kgraph.validate.disjoint import check_contradictions
from kgraph.validate.findings import in_order
from kgraph.validate.house import bound
from kgraph.validate.identifiers import CHECKED, check_identifiers
from kgraph.validate.kinds_of_things import check_misfits
from kgraph.validate.locate import Locator
from kgraph.validate.messages import looks_like_iri, store_labels
from kgraph.validate.observation_names import check_names
from kgraph.validate.run_checks import finding_of
from kgraph.validate.scopes import split_by_scope
from kgraph.validate.shapes import OUR_TERMS
from kgraph.validate.stored_checks import day_literal
from kgraph.vocab import RDF, RDFS, Object

_MARKS: Final = 20_000
"""Graphs that one update lists."""
_COPIED: Final = 50_000
"""Triples that one operation copies, unless one graph has more."""
_PATTERNS: Final = 20
"""Patterns that one request asks about."""
_TRIPLES: Final = 5_000
"""Triples of whole graphs that one request fetches, unless one graph has more."""


def validate(
    endpoint: Endpoint,
    root: Path,
    today: date,
    *,
    profile: Path | None = None,
    limit: float | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> tuple[Finding, ...]:
    """Every finding about the asserted graphs that an engine holds.

    The ontology, rules, shapes and checks are those of the project folder `root`, whose files also
    give the lines; `profile`, `today` and `limit` are as in `kgraph.findings`. Where nothing was
    changed on the engine, the findings are those about the files. Raises LoadError for shapes,
    checks or rules that cannot be read or run there, TooMuchFollows, RemoteError; CannotAnswer for
    an engine that is known to find other faults than there are.
    """
    refuse_checks(endpoint)
    loaded = load(root)
    shapes, checks = load_shapes(root / "shapes"), load_checks(root, profile)
    refuse(shapes, OUR_TERMS)
    folders = [folder for folder in stacked(root, *RULES.parts) if folder.is_dir()]
    rules = compile_rules(loaded.store, folders)
    with alone(endpoint) as run:
        work = _Work(endpoint, f"{STAGING}{run}:", told)
        try:
            work.merge(rules, limit)
            work.copy_sources()
            findings = _Findings(work, loaded, shapes, checks, rules, today).all()
        finally:
            work.clear()
    return bound(findings, shapes, loaded.layers)


class _Work:
    """The graphs made for a validation: the merge with what follows, sources, and sets of nodes."""

    def __init__(self, endpoint: Endpoint, prefix: str, told: Callable[[str], None]) -> None:
        self.endpoint = endpoint
        self.told = told
        self.prefix = prefix
        self.data = f"{prefix}merge"
        self.target = f"{prefix}merge-inferred"
        self.scratch = f"{prefix}sets"
        self.sizes = _sizes(endpoint)
        self.asserted = [name for name in self.sizes if is_merged(NamedNode(name))]
        if not self.asserted:
            raise RemoteError(f"{endpoint.query_url}: there is no graph to validate; push first")
        self.sources = {
            f"{prefix}each:{hashlib.sha256(name.encode()).hexdigest()[:16]}": name
            for name in self.asserted
            if is_part(name, "source") or is_part(name, "editorial")
        }
        self.clear()

    def merge(self, rules: Sequence[Rule], limit: float | None) -> None:
        """Lists the graphs, and makes the merge, with what follows from it."""
        marks = [f"<{name}> <{self.scratch}:asserted> true ." for name in self.asserted]
        marks += [f"<{name}> <{self.scratch}:each> true ." for name in self.sources]
        marks += [f"<{name}> <{self.scratch}:of> <{of}> ." for name, of in self.sources.items()]
        marks += [f"<{n}> <{self.scratch}:copy> {at} ." for n, at in self._copies().items()]
        for listed in in_parts(marks, self.endpoint.most_triples or _MARKS):
            self.endpoint.update(f"INSERT DATA {{ {graph_text(self.scratch, listed)} }}")
        self._copy(f"GRAPH <{self.data}> {{ ?s ?p ?o }}", "{marked} GRAPH ?name {{ ?s ?p ?o }}")
        close(self.endpoint, rules, self.data, self.target, limit, self.told)

    def _copies(self) -> dict[str, int]:
        """In which operation each asserted graph is copied: an engine may hold in memory all that
        one copies."""
        found, number, size = dict[str, int](), 0, 0
        for name in self.asserted:
            if size and size + self.sizes[name] > _COPIED:
                number, size = number + 1, 0
            found[name] = number
            size += self.sizes[name]
        return found

    def _copy(self, made: str, where: str) -> None:
        """Inserts what is found in the graphs that {marked} binds as ?name, some of them in each
        operation."""
        update_each(
            self.endpoint,
            [
                f"INSERT {{ {made} }} WHERE {{ {where.format(marked=marked)} }}"
                for number in range(max(self._copies().values()) + 1)
                for marked in [f"GRAPH <{self.scratch}> {{ ?name <{self.scratch}:copy> {number} }}"]
            ],
        )

    def copy_sources(self) -> None:
        """Makes of each source a graph with the classes that its subjects have in the merge."""
        beside = f"GRAPH <{self.scratch}> {{{{ ?beside <{self.scratch}:of> ?name }}}}"
        said = f"{{marked}} {beside} GRAPH ?name {{{{ ?s ?p ?o }}}}"
        self._copy("GRAPH ?beside { ?s ?p ?o }", said)
        things = f"{{{{ SELECT DISTINCT ?beside ?s WHERE {{{{ {said} }}}} }}}}"
        kinds = f"{things} GRAPH <{self.data}> {{{{ ?s a ?kind }}}}"
        self._copy("GRAPH ?beside { ?s a ?kind }", kinds)

    def among(self, variable: str) -> str:
        """The pattern that binds a variable to each asserted graph."""
        return f"GRAPH <{self.scratch}> {{ {variable} <{self.scratch}:asserted> true }}"

    def holds(self, patterns: Iterable[str]) -> bool:
        """Whether any of the patterns holds in the merge."""
        for some in in_parts(sorted(set(patterns)), _PATTERNS):
            either = " } UNION { ".join(some)
            asked = f"ASK {{ GRAPH <{self.data}> {{ {{ {either} }} }} }}"
            if rows(self.endpoint, as_understood(self.endpoint, asked)) is True:
                return True
        return False

    def results(self, shapes: ShapeGraph, frame: Frame) -> Iterator[Result]:
        """The results of the shapes, run there."""
        frame = replace(frame, scratch=self.scratch, closed=self._is_closed(frame))
        steps = plan(shapes, frame)
        for number, step in enumerate(steps, 1):
            self.told(f"{number}/{len(steps)}")
            if isinstance(step, Update):
                self.endpoint.update(step.text)
                continue
            text = as_checked(self.endpoint, step.text, f"?{KEY}", frame.graphs())
            found = rows(self.endpoint, text)
            assert not isinstance(found, bool)
            yield from results_of(step, map(_bound(found[0]), found[1]))

    def _is_closed(self, frame: Frame) -> bool:
        frame = replace(frame, scratch=self.scratch)
        steps = f"?low {RDFS.subClassOf} ?high . ?s {RDF.type} ?low"
        open_ = f"{steps} FILTER NOT EXISTS {{ ?s {RDF.type} ?high }}"
        return rows(self.endpoint, f"ASK {{ {frame.graphs()} {frame.data(open_)} }}") is False

    def whole(self) -> Store:
        """The merge, what follows and the asserted graphs, fetched."""
        store = store_of(whole(self.endpoint, [self.data]))
        merged = store_of(Quad(*quad.triple) for quad in store)
        for some in self.together(self.asserted):
            merged.extend(whole(self.endpoint, some))
        inferred = NamedNode(INFERRED)
        merged.extend(Quad(*quad.triple, inferred) for quad in whole(self.endpoint, [self.target]))
        return merged

    def together(self, names: Iterable[str]) -> Iterator[list[str]]:
        """Graphs that were pushed, as many as one request fetches."""
        waiting, size = list[str](), 0
        for name in names:
            if waiting and size + self.sizes[name] > _TRIPLES:
                yield waiting
                waiting, size = [], 0
            waiting.append(name)
            size += self.sizes[name]
        if waiting:
            yield waiting

    def clear(self) -> None:
        """Removes all of them."""
        drop(self.endpoint, sorted(all_counts(self.endpoint, self.prefix)))


@dataclass(frozen=True)
class _Findings:
    work: _Work
    loaded: Loaded
    shapes: ShapeGraph
    checks: Sequence[Check]
    rules: Sequence[Rule]
    today: date

    def all(self) -> tuple[Finding, ...]:
        """Every finding, in order."""
        known = Locator(self.loaded.files)
        results = list(self._results())
        rows = [(check, row) for check in self.checks for row in self._rows(check)]
        wrong = self._wrong_identifiers()
        store = self._store(results, [row for _, row in rows], wrong)
        told = build_findings(results, self.shapes, store, known)
        return in_order(
            (
                *told,
                *check_identifiers(store, known),
                *self._names(known),
                *self._beyond_classes(known, told),
                *(finding_of(check, row, store, known, store_labels(store)) for check, row in rows),
            )
        )

    def _results(self) -> Iterator[Result]:
        merge, source = split_by_scope(self.shapes)
        yield from self.work.results(merge, Frame(data_graph=self.work.data))
        if source.triples:
            for result in self.work.results(source, Frame(each=True)):
                yield replace(result, graph=self.work.sources[result.graph])

    def _rows(self, check: Check) -> Iterator[dict[str, Object]]:
        work = self.work
        text = check.sparql(day_literal(self.today.isoformat()))
        found = rows(work.endpoint, as_asked(work.endpoint, text, work.data, work.among))
        assert not isinstance(found, bool)
        yield from map(_bound(found[0]), found[1])

    def _wrong_identifiers(self) -> list[Quad]:
        quads = list(of_properties(self.work.endpoint, CHECKED, self.work.data))
        wrong = {(one.focus, one.value) for one in check_identifiers(store_of(quads))}
        return [quad for quad in quads if (quad.subject, quad.object) in wrong]

    def _names(self, known: Locator) -> Iterator[Finding]:
        """What is wrong with names, some sources at a time."""
        above = self.loaded.store.quads_for_pattern(None, RDFS.subClassOf, None)
        classes = [Quad(*quad.triple) for quad in above]
        for some in self.work.together(self.work.sources.values()):
            said = whole(self.work.endpoint, some)
            yield from check_names(store_of((*classes, *said)), known)

    def _beyond_classes(self, known: Locator, told: Sequence[Finding]) -> Iterator[Finding]:
        """Things of two classes that exclude each other, and facts that a domain or range forbids.

        Whether there are any is asked there; to say why, the graphs are fetched.
        """
        schema = read_schema(self.loaded.store)
        patterns = [*contradiction_patterns(schema), *(p for *_, p in misfit_patterns(schema))]
        if self.work.holds(patterns):
            store = self.work.whole()
            yield from check_contradictions(store, self.rules, known)
            yield from check_misfits(store, self.rules, known, told)

    def _store(
        self, results: Sequence[Result], rows: Sequence[dict[str, Object]], wrong: Sequence[Quad]
    ) -> Store:
        """What is said of what the findings are about, and the labels of all that they name."""
        endpoint, among = self.work.endpoint, self.work.among("?g")
        foci: set[Object] = {result.focus for result in results}
        foci |= {row["focus"] for row in rows} | {quad.subject for quad in wrong}
        ends = {
            result.value
            for result in results
            if result.value is not None and result.path and result.path.kind == "inversePath"
        }
        store = store_of(statements(endpoint, foci | ends, among))
        store.extend(wrong)
        unsaid = {
            focus
            for focus in foci
            if isinstance(focus, Literal) or not any(store.quads_for_pattern(focus, None, None))  # type: ignore[arg-type]
        }
        store.extend(statements(endpoint, unsaid, among, of_them=True))
        named = {name for result in results for name in _names_in(values(result, self.shapes))}
        named |= {name for row in rows for name in _names_in(row)}
        named |= {quad.subject for quad in wrong if isinstance(quad.subject, NamedNode)}
        store.extend(labels(endpoint, named, self.work.data))
        return store


def _names_in(given: Mapping[str, object]) -> Iterator[NamedNode]:
    """The IRIs that fill the placeholders of a message, also such as are given as text."""
    for value in given.values():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, NamedNode):
                yield one
            elif isinstance(one, str) and looks_like_iri(one):
                yield NamedNode(one)


def _bound(columns: Sequence[str]) -> Callable[[Sequence[Object | None]], dict[str, Object]]:
    """How a row becomes a mapping of what is bound in it."""
    return lambda row: {
        name: term for name, term in zip(columns, row, strict=True) if term is not None
    }


def _sizes(endpoint: Endpoint) -> dict[str, int]:
    """The graphs that were pushed, with the number of their triples."""
    found = select(endpoint, f"SELECT ?graph ?n {{ GRAPH <{PUSHED}> {{ ?graph <{TRIPLES}> ?n }} }}")
    return {
        graph.value: int(number.value)
        for graph, number in sorted(found, key=str)
        if isinstance(graph, NamedNode) and isinstance(number, Literal)
    }
