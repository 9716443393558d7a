"""Joins for rdflib, as the algebra of SPARQL 1.1 has them, so that it answers within seconds.

rdflib joins by nested loops in the order in which patterns stand, and hands bindings into patterns
that may not see them. Here a row is handed on only where the algebra gives the same without it,
matches are kept by what was handed on, the rest is joined by a hash, and what is rare comes first.
Triples, paths, expressions, aggregates, order and projection stay rdflib's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from rdflib.paths import AlternativePath, InvPath, Path, SequencePath
from rdflib.plugins.sparql import CUSTOM_EVALS
from rdflib.plugins.sparql.evaluate import evalPart
from rdflib.plugins.sparql.evalutils import _ebv, _eval
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Bindings, FrozenBindings, QueryContext, SPARQLError
from rdflib.term import BNode, Literal, URIRef, Variable

Row = dict[Any, Any]
Filters = tuple[Any, ...]
Counts = dict[tuple[Any, ...], int]

_NAMED: Final = "rows by SPARQL's algebra"
_MANY: Final = 10_000  # triples, beyond which they are not counted
_PATTERNS: Final = frozenset(
    ("BGP", "Join", "LeftJoin", "Minus", "Filter", "Extend", "Graph", "Union", "ToMultiSet")
)


@contextmanager
def hash_joins(counts: Counts) -> Iterator[None]:
    """Lets rdflib join so until the end of the block; counts of triples serve one data set."""
    joins = Joins(counts)
    CUSTOM_EVALS[_NAMED] = joins.custom
    try:
        yield
    finally:
        del CUSTOM_EVALS[_NAMED]


@dataclass(frozen=True)
class Scope:
    """The variables of a pattern: all, those that every row binds, those that may be given."""

    all: frozenset[Any]
    bound: frozenset[Any]
    given: frozenset[Any]


class Joins:
    """Evaluates the patterns of queries; keeps what it found, so the graph must not change."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._parts: list[Any] = []  # what is known by its id must stay
        self._scopes: dict[int, Scope] = {}
        self._matches: dict[tuple[Any, ...], list[Row]] = {}
        self._indexes: dict[tuple[Any, ...], dict[tuple[Any, ...], list[Row]]] = {}
        self._leaves: dict[int, list[Any]] = {}
        self._sizes: dict[tuple[Any, ...], float] = {}
        self._needs: dict[int, tuple[frozenset[Any], bool]] = {}

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
        scope = self.scope(part)
        shared = sorted(name for name in scope.all if name in row)
        given = [name for name in shared if name in scope.given]
        rest = [name for name in shared if name not in scope.given]
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
        if set(rest) <= scope.bound:
            return index.get(wanted, ())
        # An unbound variable is compatible with any value.
        return [
            one
            for key, rows in index.items()
            if all(k is None or k == w for k, w in zip(key, wanted, strict=True))
            for one in rows
        ]

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
                _within(ctx, graph),
                part.p,
                given if fixed else given | {part.term: graph},
                early,
            )
        ]
        return self.kept(ctx, found, late)

    def graphs(self, ctx: QueryContext, part: Any, given: Row) -> list[Any]:
        """The named graphs that may have rows of the pattern."""
        patterns = [
            tuple(given.get(term, None if _is_open(term) else term) for term in leaf)
            for leaf in self.leaves(part)
            if isinstance(leaf, tuple) and not isinstance(leaf[1], Path)
        ]
        rarest = max(patterns, key=lambda one: 3 - one.count(None), default=(None, None, None))
        found = {quad[3] for quad in ctx.dataset.quads((*rarest, None))}
        return sorted(found - {None, ctx.dataset.default_context.identifier})

    # -- what a pattern is made of

    def leaves(self, part: Any) -> list[Any]:
        """What a pattern joins: triples as tuples, all else as it is."""
        if isinstance(part, tuple):
            return [part]
        found = self._leaves.get(id(part))
        if found is None:
            if part.name == "BGP":
                found = [tuple(triple) for triple in part.triples or ()]
            elif part.name == "Join":
                found = [*self.leaves(part.p1), *self.leaves(part.p2)]
            else:
                found = [part]
            self._parts.append(part)
            self._leaves[id(part)] = found
        return found

    def conjuncts(self, expression: Any) -> Filters:
        """The parts of a filter that must all hold."""
        if isinstance(expression, CompValue) and expression.name == "TrueFilter":
            return ()
        if isinstance(expression, CompValue) and expression.name == "ConditionalAndExpression":
            parts = [expression.expr, *expression.other]
            return tuple(one for part in parts for one in self.conjuncts(part))
        return (expression,)

    def names(self, expression: Any) -> frozenset[Any]:
        return self.needs(expression)[0]

    def needs(self, expression: Any) -> tuple[frozenset[Any], bool]:
        """The variables of an expression, and whether it asks for a pattern."""
        found = self._needs.get(id(expression))
        if found is None:
            self._parts.append(expression)
            found = frozenset(_variables(expression)), _asks(expression)
            self._needs[id(expression)] = found
        return found

    def split(
        self, filters: Filters, bound: Set[Any], among: Set[Any] | None = None
    ) -> tuple[Filters, Filters]:
        """The filters whose variables (of `among` only, where given) are bound, and the others."""
        found: tuple[list[Any], list[Any]] = ([], [])
        for one in filters:
            names, asks = self.needs(one)
            if among is not None:
                names &= among
            found[asks or not names <= bound].append(one)
        return tuple(found[0]), tuple(found[1])

    def scope(self, part: Any) -> Scope:
        found = self._scopes.get(id(part))
        if found is None:
            self._parts.append(part)
            found = self._scopes[id(part)] = self._scope(part)
        return found

    def _scope(self, part: Any) -> Scope:
        if isinstance(part, tuple):
            names = frozenset(term for term in part if _is_open(term))
            return Scope(names, names, names)
        match part.name:
            case "BGP":
                names = frozenset(t for triple in part.triples or () for t in triple if _is_open(t))
                return Scope(names, names, names)
            case "Join":
                one, two = self.scope(part.p1), self.scope(part.p2)
                return Scope(one.all | two.all, one.bound | two.bound, one.given | two.given)
            case "Union":
                one, two = self.scope(part.p1), self.scope(part.p2)
                return Scope(one.all | two.all, one.bound & two.bound, one.given | two.given)
            case "LeftJoin":
                one, two = self.scope(part.p1), self.scope(part.p2)
                return Scope(one.all | two.all, one.bound, one.given & one.bound)
            case "Minus":
                one = self.scope(part.p1)
                return Scope(one.all, one.bound, one.given & one.bound)
            case "Filter":
                one = self.scope(part.p)
                return Scope(one.all, one.bound, one.given - (self.names(part.expr) - one.bound))
            case "Extend":
                one = self.scope(part.p)
                free = self.names(part.expr) - one.bound
                sure = isinstance(part.expr, URIRef | Literal) or _is_of(part.expr, one.bound)
                return Scope(
                    one.all | {part.var},
                    one.bound | ({part.var} if sure else set()),
                    one.given - free - {part.var},
                )
            case "Graph":
                one = self.scope(part.p)
                name = {part.term} if _is_open(part.term) else set()
                return Scope(one.all | name, one.bound | name, one.given | name)
            case "ToMultiSet" if part.p.name == "values":
                rows = [{k for k, v in row.items() if v != "UNDEF"} for row in part.p.res]
                names = frozenset().union(*part.p.res)
                return Scope(names, names.intersection(*rows), names)
            case "AggregateJoin":
                one = self.scope(part.p)
                grouped = part.p.expr is not None
                sure = {
                    a.res
                    for a in part.A
                    if a.name in ("Aggregate_Count", "Aggregate_GroupConcat")
                    or (a.name == "Aggregate_Sample" and grouped and _is_of(a.vars, one.bound))
                }
                return Scope(frozenset(a.res for a in part.A), frozenset(sure), frozenset())
            case "Project":
                one, shown = self.scope(part.p), frozenset(part.PV)
                return Scope(shown, one.bound & shown, frozenset())
        one = self.scope(part.p)
        return Scope(one.all, one.bound, frozenset())

    # -- what is rare

    def size(self, ctx: QueryContext, part: Any, bound: Iterable[Any]) -> float:
        """About how many rows a pattern has for a row that binds the variables."""
        known = frozenset(bound) & self.scope(part).all
        place = (part if isinstance(part, tuple) else id(part), ctx.graph.identifier, known)
        found = self._sizes.get(place)
        if found is None:
            found = self._sizes[place] = self._size(ctx, part, known)
        return found

    def _size(self, ctx: QueryContext, part: Any, bound: frozenset[Any]) -> float:
        if isinstance(part, tuple):
            return self.count(ctx, part, bound)
        given = self.scope(part).given & bound
        match part.name:
            case "BGP" | "Join":
                return self.product(ctx, part, given)
            case "Union":
                return self.size(ctx, part.p1, given) + self.size(ctx, part.p2, given)
            case "LeftJoin" | "Minus":
                return self.size(ctx, part.p1, given)
            case "Filter" | "Extend":
                return self.size(ctx, part.p, given)
            case "Graph":
                name = part.term
                return self.size(_within(ctx, name), part.p, given) * (
                    1 if isinstance(name, URIRef) or name in given else 3
                )
            case "ToMultiSet" if part.p.name == "values":
                return len(part.p.res) / (10 if given else 1)
        return self.size(ctx, part.p, ()) / (10 if bound else 1)

    def product(self, ctx: QueryContext, part: Any, bound: Iterable[Any]) -> float:
        """The same for a join: what hangs together is as rare as its rarest part."""
        groups: list[tuple[set[Any], float]] = []
        for leaf in self.leaves(part):
            names, size = set(self.scope(leaf).all) - set(bound), self.size(ctx, leaf, bound)
            for group in [one for one in groups if one[0] & names]:
                groups.remove(group)
                names |= group[0]
                size = min(size, group[1])
            groups.append((names, size))
        total = 1.0
        for _, size in groups:
            total *= size
        return total

    def count(self, ctx: QueryContext, triple: tuple[Any, ...], bound: Iterable[Any]) -> float:
        """The same for one triple pattern."""
        subject, predicate, value = (None if _is_open(term) else term for term in triple)
        size = self.uses(ctx, subject, predicate, value)
        for term, share in zip(triple, (1000, 10, 50), strict=True):
            if _is_open(term) and term in bound:
                size /= share
        return size

    def uses(self, ctx: QueryContext, subject: Any, predicate: Any, value: Any) -> float:
        """How many triples there are of a pattern; of a path, about."""
        if isinstance(predicate, InvPath):
            return self.uses(ctx, value, predicate.arg, subject)
        if isinstance(predicate, SequencePath):
            first, last = predicate.args[0], predicate.args[-1]
            return min(self.uses(ctx, subject, first, None), self.uses(ctx, None, last, value))
        if isinstance(predicate, AlternativePath):
            return sum(self.uses(ctx, subject, one, value) for one in predicate.args)
        if isinstance(predicate, Path):  # any number of steps, from anywhere when no end is known
            return 100_000.0 if subject is None and value is None else 10.0
        graph = None if _is_open(ctx.graph.identifier) else ctx.graph
        key = (graph is not None and graph.identifier, subject, predicate, value)
        if key not in self._counts:
            wanted = (subject, predicate, value)
            found = ctx.dataset.quads((*wanted, None)) if graph is None else graph.triples(wanted)
            self._counts[key] = sum(1 for _ in islice(found, _MANY))
        return float(self._counts[key])


def _is_open(term: Any) -> bool:
    return isinstance(term, Variable | BNode)


def _is_of(expression: Any, names: Set[Any]) -> bool:
    return _is_open(expression) and expression in names


def _asks(expression: Any) -> bool:
    """Whether a filter asks for a pattern, so that it needs its row and its graph whole."""
    if isinstance(expression, CompValue):
        return expression.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS") or any(
            map(_asks, dict.values(expression))
        )
    return isinstance(expression, list | tuple) and any(map(_asks, expression))


def _variables(expression: Any) -> Iterator[Any]:
    if isinstance(expression, Variable):
        yield expression
    elif isinstance(expression, CompValue):
        for value in dict.values(expression):
            yield from _variables(value)
    elif isinstance(expression, list | tuple):
        for value in expression:
            yield from _variables(value)


def _within(ctx: QueryContext, graph: Any) -> QueryContext:
    """The context with another graph, nothing bound."""
    found = ctx.clone()
    found.bindings = Bindings()
    found.graph = ctx.dataset.get_context(graph)
    return found


def _triples(ctx: QueryContext, triple: tuple[Any, ...], given: Row) -> Iterable[Row]:
    """The rows of one triple pattern."""
    wanted = tuple(given.get(term, None if _is_open(term) else term) for term in triple)
    found = []
    for values in ctx.graph.triples(wanted):
        row = dict(given)
        for term, value in zip(triple, values, strict=True):
            if _is_open(term) and row.setdefault(term, value) != value:
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
