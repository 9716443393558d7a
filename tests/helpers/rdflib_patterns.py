"""What patterns of rdflib's algebra are made of: their leaves, variables, filters, and sizes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from rdflib.paths import AlternativePath, InvPath, Path, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Bindings, QueryContext
from rdflib.term import BNode, Literal, URIRef, Variable

Filters = tuple[Any, ...]
Counts = dict[tuple[Any, ...], int]

_MANY: Final = 10_000  # triples, beyond which they are not counted


@dataclass(frozen=True)
class Scope:
    """The variables of a pattern: all, those that every row binds, those that may be given."""

    all: frozenset[Any]
    bound: frozenset[Any]
    given: frozenset[Any]


_OPEN: Final = (Variable, BNode)
"""Asked millions of times, for which a tuple takes a third of the time of a union."""


class Patterns:
    """Looks at patterns; keeps what it found, so neither they nor the graph must change."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._parts: list[Any] = []  # what is known by its id must stay
        self._scopes: dict[int, Scope] = {}
        self._leaves: dict[int, list[Any]] = {}
        self._sizes: dict[tuple[Any, ...], float] = {}
        self._needs: dict[int, tuple[frozenset[Any], bool]] = {}
        self._named: dict[Any, Any] = {}

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
            names = frozenset(term for term in part if is_open(term))
            return Scope(names, names, names)
        match part.name:
            case "BGP":
                names = frozenset(t for triple in part.triples or () for t in triple if is_open(t))
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
                name = {part.term} if is_open(part.term) else set()
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

    def within(self, ctx: QueryContext, graph: Any) -> QueryContext:
        """The context with another graph, nothing bound."""
        if graph not in self._named:
            self._named[graph] = ctx.dataset.get_context(graph)
        found = ctx.clone()
        found.bindings = Bindings()
        found.graph = self._named[graph]
        return found

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
                return self.size(self.within(ctx, name), part.p, given) * (
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
        subject, predicate, value = (None if is_open(term) else term for term in triple)
        size = self.uses(ctx, subject, predicate, value)
        for term, share in zip(triple, (1000, 10, 50), strict=True):
            if is_open(term) and term in bound:
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
        graph = None if is_open(ctx.graph.identifier) else ctx.graph
        key = (graph is not None and graph.identifier, subject, predicate, value)
        if key not in self._counts:
            wanted = (subject, predicate, value)
            found = ctx.dataset.quads((*wanted, None)) if graph is None else graph.triples(wanted)
            self._counts[key] = sum(1 for _ in islice(found, _MANY))
        return float(self._counts[key])


def is_open(term: Any) -> bool:
    return isinstance(term, _OPEN)


def _is_of(expression: Any, names: Set[Any]) -> bool:
    return is_open(expression) and expression in names


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
