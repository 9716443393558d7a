"""Joins for rdflib, as the algebra of SPARQL 1.1 has them, so that it answers within seconds.

rdflib joins by nested loops in the order in which patterns stand, and hands bindings into patterns
that may not see them. Here a row is handed on only where the algebra gives the same without it,
matches are kept by what was handed on, the rest is joined by a hash, and what is rare comes first.
Triples, paths, expressions, aggregates, order and projection stay rdflib's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from helpers.rdflib_patterns import Counts, Filters, Patterns, is_open
from rdflib.paths import Path
from rdflib.plugins.sparql import CUSTOM_EVALS
from rdflib.plugins.sparql.evaluate import evalPart
from rdflib.plugins.sparql.evalutils import _ebv, _eval
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Bindings, FrozenBindings, QueryContext, SPARQLError
from rdflib.term import URIRef

Row = dict[Any, Any]
Graphs = dict[tuple[Any, ...], Mapping[Any, None]]
"""The named graphs that have triples of a pattern."""

_NAMED: Final = "rows by SPARQL's algebra"
_PATTERNS: Final = frozenset(
    ("BGP", "Join", "LeftJoin", "Minus", "Filter", "Extend", "Graph", "Union", "ToMultiSet")
)


@contextmanager
def hash_joins(counts: Counts, graphs: Graphs) -> Iterator[None]:
    """Lets rdflib join so until the end of the block.

    Counts of triples, and the graphs that have some, serve all queries of one data set.
    """
    joins = Joins(counts, graphs)
    CUSTOM_EVALS[_NAMED] = joins.custom
    try:
        yield
    finally:
        del CUSTOM_EVALS[_NAMED]


class Joins(Patterns):
    """Evaluates the patterns of queries; keeps what it found, so the graph must not change."""

    def __init__(self, counts: Counts, graphs: Graphs) -> None:
        super().__init__(counts)
        self._graphs = graphs
        self._matches: dict[tuple[Any, ...], list[Row]] = {}
        self._indexes: dict[tuple[Any, ...], dict[tuple[Any, ...], list[Row]]] = {}
        self._shared: dict[tuple[Any, ...], tuple[list[Any], list[Any]]] = {}

    # -- what rdflib calls

    def custom(self, ctx: QueryContext, part: CompValue) -> Iterable[FrozenBindings]:
        """The rows of a pattern that agree with what the context binds."""
        if part.name not in _PATTERNS:
            raise NotImplementedError
        given = {name: value for name, value in ctx.bindings.items() if value is not None}
        if part.name == "Filter" and part.no_isolated_scope:
            # A filter right in EXISTS sees the row that it is asked for.
            found = [
                row
                for row in self.agreeing(ctx, part.p, given, ())
                if _ebv(part.expr, FrozenBindings(ctx, given | row))
            ]
        else:
            found = self.agreeing(ctx, part, given, ())
        return (FrozenBindings(ctx, given | row) for row in found)

    # -- rows that agree

    def agreeing(
        self, ctx: QueryContext, part: Any, row: Mapping[Any, Any], filters: Filters
    ) -> Iterable[Row]:
        """The rows of a pattern, filtered, that are compatible with a row."""
        given, rest = self.shared(part, row)
        pattern = (
            id(part),
            ctx.graph.identifier,
            *map(id, filters),
            *((name, row[name]) for name in given),
        )
        found = self._matches.get(pattern)
        if found is None:
            rows = self.rows(ctx, part, {name: row[name] for name in given}, filters)
            found = self._matches[pattern] = list(rows)
        if not rest:
            return found
        place = (pattern, *rest)
        index = self._indexes.get(place)
        if index is None:
            index = self._indexes[place] = defaultdict(list)
            for one in found:
                index[tuple(one.get(name) for name in rest)].append(one)
        wanted = tuple(row[name] for name in rest)
        if self.scope(part).bound.issuperset(rest):
            return index.get(wanted, ())
        # An unbound variable is compatible with any value.
        return [
            one
            for key, rows in index.items()
            if all(k is None or k == w for k, w in zip(key, wanted, strict=True))
            for one in rows
        ]

    def shared(self, part: Any, row: Mapping[Any, Any]) -> tuple[list[Any], list[Any]]:
        """The variables that a row binds of a pattern: those that may be handed on, the others."""
        place = (id(part), *row)
        found = self._shared.get(place)
        if found is None:
            scope = self.scope(part)
            names = sorted(name for name in scope.all if name in row)
            found = self._shared[place] = (
                [name for name in names if name in scope.given],
                [name for name in names if name not in scope.given],
            )
        return found

    def rows(self, ctx: QueryContext, part: Any, given: Row, filters: Filters) -> Iterable[Row]:
        """The rows of a pattern, filtered; `given` is joined to it, which its scope allows."""
        if isinstance(part, tuple):
            return self.kept(ctx, _triples(ctx, part, given), filters)
        match part.name:
            case "BGP" | "Join":
                return self.joined(ctx, part, given, filters)
            case "Filter":
                return self.rows(ctx, part.p, given, (*filters, *self.conjuncts(part.expr)))
            case "LeftJoin":
                return self.left_joined(ctx, part, given, filters)
            case "Minus":
                return self.minus(ctx, part, given, filters)
            case "Union":
                return [
                    row
                    for side in (part.p1, part.p2)
                    for row in self.joined(ctx, side, given, filters)
                ]
            case "Extend":
                return self.extended(ctx, part, given, filters)
            case "Graph":
                return self.of_graphs(ctx, part, given, filters)
        return self.kept(ctx, _others(ctx, part, given), filters)

    def kept(self, ctx: QueryContext, rows: Iterable[Row], filters: Filters) -> Iterable[Row]:
        """The rows for which the filters hold."""
        for one in filters:
            rows = [row for row in rows if _ebv(one, FrozenBindings(ctx, row))]
        return rows

    def joined(self, ctx: QueryContext, part: Any, given: Row, filters: Filters) -> Iterable[Row]:
        left = list(self.leaves(part))
        rows: list[Row] = [given]
        bound = set(given)
        while left and rows:
            leaf = min(left, key=lambda one: self.size(ctx, one, bound))
            left.remove(leaf)
            bound |= self.scope(leaf).bound
            ahead = frozenset().union(*(self.scope(one).all for one in left))
            own = self.scope(leaf)
            # A filter goes with the first pattern after which nothing else can bind its variables.
            inner, filters = self.split(filters, own.bound)
            rows = [row | other for row in rows for other in self.agreeing(ctx, leaf, row, inner)]
            ripe, filters = self.split(filters, bound, ahead)
            rows = list(self.kept(ctx, rows, ripe))
        return self.kept(ctx, rows, filters)

    def left_joined(
        self, ctx: QueryContext, part: Any, given: Row, filters: Filters
    ) -> Iterable[Row]:
        bound, other = self.scope(part.p1).bound, self.scope(part.p2)
        early, late = self.split(filters, bound, other.all)
        inner, both = self.split(self.conjuncts(part.expr), other.bound)
        found: list[Row] = []
        for row in self.joined(ctx, part.p1, given, early):
            merged = [row | one for one in self.agreeing(ctx, part.p2, row, inner)]
            found += list(self.kept(ctx, merged, both)) or [row]
        return self.kept(ctx, found, late)

    def minus(self, ctx: QueryContext, part: Any, given: Row, filters: Filters) -> Iterable[Row]:
        other = self.scope(part.p2)
        for row in self.joined(ctx, part.p1, given, filters):
            # A variable that a row of the other side lacks would become one that both share.
            sure = {name: value for name, value in row.items() if name in other.bound}
            rows = self.agreeing(ctx, part.p2, sure, ())
            if not any(
                not row.keys().isdisjoint(one)
                and all(row[name] == one[name] for name in row.keys() & one.keys())
                for one in rows
            ):
                yield row

    def extended(self, ctx: QueryContext, part: Any, given: Row, filters: Filters) -> Iterable[Row]:
        early, late = self.split(filters, set(), {part.var})
        found = []
        for row in self.joined(ctx, part.p, given, early):
            try:
                value = _eval(part.expr, FrozenBindings(ctx, row))
            except SPARQLError as error:
                value = error
            found.append(row if isinstance(value, SPARQLError) else row | {part.var: value})
        return self.kept(ctx, found, late)

    def of_graphs(
        self, ctx: QueryContext, part: Any, given: Row, filters: Filters
    ) -> Iterable[Row]:
        name = given.get(part.term, part.term)
        fixed = isinstance(name, URIRef)
        early, late = self.split(filters, set(), {part.term})
        found = [
            ({} if fixed and name is part.term else {part.term: graph}) | row
            for graph in ([name] if fixed else self.graphs(ctx, part.p, given))
            for row in self.agreeing(
                self.within(ctx, graph),
                part.p,
                given if fixed else given | {part.term: graph},
                early,
            )
        ]
        return self.kept(ctx, found, late)

    def graphs(self, ctx: QueryContext, part: Any, given: Row) -> list[Any]:
        """The named graphs that may have rows of the pattern."""
        patterns = [
            tuple(given.get(term, None if is_open(term) else term) for term in leaf)
            for leaf in self.leaves(part)
            if isinstance(leaf, tuple) and not isinstance(leaf[1], Path)
        ]
        rarest = max(patterns, key=lambda one: 3 - one.count(None), default=(None, None, None))
        others = [self.having(ctx, one) for one in patterns if one != rarest and any(one)]
        return [name for name in self.having(ctx, rarest) if all(name in one for one in others)]

    def having(self, ctx: QueryContext, pattern: tuple[Any, ...]) -> Mapping[Any, None]:
        """The named graphs that have triples of a pattern, in order."""
        found = self._graphs.get(pattern)
        if found is None:
            names = {quad[3] for quad in ctx.dataset.quads((*pattern, None))}
            names -= {None, ctx.dataset.default_context.identifier}
            found = self._graphs[pattern] = dict.fromkeys(sorted(names))
        return found


def _triples(ctx: QueryContext, triple: tuple[Any, ...], given: Row) -> Iterable[Row]:
    """The rows of one triple pattern."""
    wanted = tuple(given.get(term, None if is_open(term) else term) for term in triple)
    places = [(i, term) for i, term in enumerate(triple) if is_open(term)]
    found = []
    for values in ctx.graph.triples(wanted):
        row = dict(given)
        for i, term in places:
            if row.setdefault(term, values[i]) != values[i]:
                break
        else:
            found.append(row)
    return found


def _others(ctx: QueryContext, part: Any, given: Row) -> Iterable[Row]:
    """The rows of VALUES and of what rdflib evaluates, sub-selects and aggregates."""
    if part.name == "ToMultiSet" and part.p.name == "values":
        for values in part.p.res:
            row = {name: value for name, value in values.items() if value != "UNDEF"}
            if all(row.get(name, value) == value for name, value in given.items()):
                yield given | row
        return
    empty = ctx.clone()
    empty.bindings = Bindings()
    for found in evalPart(empty, part.p if part.name == "ToMultiSet" else part):
        yield {name: value for name, value in found.items() if value is not None}
