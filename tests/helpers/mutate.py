"""Breaks the real graph: one mutation for each constraint of the shapes, and how they are run.

A mutation is a set of quads to take out and one to put in. Mutations of different things are
applied to one copy of the graph and validated together.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import pyoxigraph as ox
from helpers.terms import jpst

from kgraph.names import EDITORIAL, ID, MODULE, PREFIXES, SCHEME, SRC, expand, local_name
from kgraph.shacl.parts import SILENT, reporting_shapes
from kgraph.validate.scopes import split_by_scope
from kgraph.vocab import DCTERMS, GRAPH, JPST, RDF, SH, XSD

ASSERTING = (SRC, EDITORIAL, GRAPH.entities.value, SCHEME, MODULE)
TYPE = RDF.type
STANDING_CONCEPT = ox.NamedNode("https://w3id.org/jpst/standing/confirmed")
LAYER_CONCEPT = ox.NamedNode("https://w3id.org/jpst/layer/platform")
UNDEFINED = jpst("noSuchTerm")
DATE = XSD.date
COARSE = tuple(ox.NamedNode(XSD.BASE + name) for name in ("gYearMonth", "gYear"))
# Things of which no class holds two: where one is asked for, the other is of another kind.
OTHERS = (ox.NamedNode(ID + "japan"), LAYER_CONCEPT)


@dataclass(frozen=True)
class Mutation:
    """What is changed to be found as `expected` at `focus`."""

    expected: str
    how: str
    focus: object
    path: str | None
    removed: tuple[ox.Quad, ...] = ()
    added: tuple[ox.Quad, ...] = ()

    @cached_property
    def predicates(self) -> frozenset[str]:
        return frozenset(quad.predicate.value for quad in (*self.removed, *self.added))

    @cached_property
    def touched(self) -> frozenset[object]:
        return frozenset({self.focus, *(quad.subject for quad in (*self.removed, *self.added))})


def day(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=DATE)


class Graph:
    """The asserted graph, indexed for choosing what to break."""

    def __init__(self, store: ox.Store, reasoned: ox.Store, shapes) -> None:
        self.store, self.reasoned, self.shapes = store, reasoned, shapes
        self.quads = sorted(
            (q for q in store if isinstance(q.graph_name, ox.NamedNode)
             and q.graph_name.value.startswith(ASSERTING)),
            key=str,
        )  # fmt: skip
        self.by_predicate: dict[str, list[ox.Quad]] = defaultdict(list)
        self.stated: set[tuple[object, str]] = set()
        for quad in self.quads:
            self.by_predicate[quad.predicate.value].append(quad)
        subjects = {q.subject: q.object for q in self.by_predicate[RDF.subject.value]}
        for quad in self.by_predicate[RDF.predicate.value]:
            if quad.subject in subjects:
                self.stated.add((subjects[quad.subject], quad.object.value))
        self.used: Counter[object] = Counter()
        self.kinds: dict[object, set[object]] = defaultdict(set)
        self.members: dict[object, set[object]] = defaultdict(set)
        for quad in reasoned.quads_for_pattern(None, TYPE, None, ox.DefaultGraph()):
            self.kinds[quad.subject].add(quad.object)
            self.members[quad.object].add(quad.subject)
        self.peers: dict[str, list[object]] = {}
        _, source = split_by_scope(shapes)
        self.alone = set(reporting_shapes(source))

    def is_a(self, thing: object, kind: object) -> bool:
        return ox.Quad(thing, TYPE, kind) in self.reasoned

    def peer(self, quad: ox.Quad) -> object | None:
        """Another value of the property, of the same kinds as that of a quad."""
        name, kinds = quad.predicate.value, self.kinds.get(quad.object, set())
        if name not in self.peers:
            values = {q.object for q in self.by_predicate[name]}
            things = (value for value in values if not isinstance(value, ox.Literal))
            self.peers[name] = sorted(things, key=str)
        alike = (one for one in self.peers[name] if self.kinds.get(one, set()) == kinds)
        return next((thing for thing in alike if thing != quad.object), None)

    def targets(self, node) -> set[object]:
        """The nodes that a shape asks about, by its own targets and those of shapes above it."""
        found: set[object] = set()
        waiting, seen = [node], {node}
        for user in waiting:
            for cls in self.shapes.objects(user, SH.targetClass.value):
                found |= self.members[cls]
            for name, pick in (("targetSubjectsOf", "subject"), ("targetObjectsOf", "object")):
                for predicate in self.shapes.objects(user, SH.BASE + name):
                    rows = self.reasoned.quads_for_pattern(None, predicate, None, ox.DefaultGraph())
                    found |= {getattr(q, pick) for q in rows}
            for above in self.shapes.subjects(SH.property.value, user):
                if above not in seen:
                    seen.add(above)
                    waiting.append(above)
        return found

    def choose(self, quads: Iterable[ox.Quad]) -> ox.Quad | None:
        """A quad of the subject broken least often, first of those that no statement narrows."""
        known = list(quads)
        plain = [q for q in known if (q.subject, q.predicate.value) not in self.stated]
        fresh = [q for q in plain if not self.used[q.subject]]
        chosen = min(fresh or known, key=lambda q: self.used[q.subject], default=None)
        if chosen is not None:
            self.used[chosen.subject] += 1
        return chosen

    def all_of(self, subject, predicate: str, value=None) -> tuple[ox.Quad, ...]:
        return tuple(
            q for q in self.by_predicate[predicate]
            if q.subject == subject and value in (None, q.object)
        )  # fmt: skip

    def home(self, subject) -> ox.NamedNode | None:
        """A graph that says something about a thing."""
        rows = self.store.quads_for_pattern(subject, None, None)
        graphs = sorted(
            (q.graph_name for q in rows if isinstance(q.graph_name, ox.NamedNode)
             and q.graph_name.value.startswith(ASSERTING)), key=str,
        )  # fmt: skip
        return graphs[0] if graphs else None


def generated(graph: Graph) -> tuple[list[Mutation], dict[str, str]]:
    """One mutation for each shape that reports, and why there is none for the others."""
    made: list[Mutation] = []
    left: dict[str, str] = {}
    for node in sorted(reporting_shapes(graph.shapes), key=str):
        name = local_name(graph.shapes.owner(node).value)
        mutation = _mutation(graph, node, name)
        if isinstance(mutation, str):
            left[name] = mutation
        else:
            made.append(mutation)
        others = (
            _other_kind(graph, node, name, wanted)
            for wanted in graph.shapes.objects(node, SH.class_.value)
        )
        made += [other for other in others if isinstance(other, Mutation)]
    return made, left


def _mutation(graph: Graph, node, name: str) -> Mutation | str:
    shapes = graph.shapes
    demands = {p.removeprefix(SH.BASE) for p in shapes.predicates(node) if p.startswith(SH.BASE)
               and p not in SILENT}  # fmt: skip
    path = shapes.value(node, SH.path.value)
    if not isinstance(path, ox.NamedNode):
        return "its path is no single property" if path is not None else "it has no path"
    if "sparql" in demands:
        return _out_of_order(graph, node, name, path)
    targets = graph.targets(node)
    if "minCount" in demands:
        return _drop(graph, name, path, targets, None)
    if "qualifiedMinCount" in demands:
        inner = shapes.value(node, SH.qualifiedValueShape.value)
        head = shapes.value(inner, SH.languageIn.value)
        if head is None:
            return "it asks for a value of a kind"
        (language,) = (item.value for item in shapes.items(head))
        return _drop(graph, name, path, targets, language)
    wrong = _wrong_value(shapes, node, demands)
    values = [q for q in graph.by_predicate[path.value] if q.subject in targets]
    if wrong == "repeat":
        return _repeat(graph, name, path, values)
    if wrong is None:
        return f"no generator for {', '.join(sorted(demands))}"
    return _replace(graph, name, path, targets, wrong)


def _other_kind(graph: Graph, node, name: str, wanted) -> Mutation | str:
    """A thing of another kind in the place of one of the class that a shape asks for."""
    path = graph.shapes.value(node, SH.path.value)
    if not isinstance(path, ox.NamedNode):
        return "its path is no single property"
    other = next(thing for thing in OTHERS if not graph.is_a(thing, wanted))
    return _replace(graph, name, path, graph.targets(node), lambda _: other, "of another kind")


def _replace(graph: Graph, name: str, path, targets, wrong, how="replace") -> Mutation | str:
    values = [q for q in graph.by_predicate[path.value] if q.subject in targets]
    if (quad := graph.choose(values)) is not None:
        # All who say the same are changed, or the merge would keep the right value beside it.
        same = graph.all_of(quad.subject, path.value, quad.object)
        new = wrong(quad.object)
        added = tuple(ox.Quad(q.subject, path, new, q.graph_name) for q in same)
        return Mutation(name, how, quad.subject, path.value, same, added)
    subjects = sorted((t for t in targets if isinstance(t, ox.NamedNode)), key=str)
    subject = next((s for s in subjects if s not in graph.used and graph.home(s)), None)
    if subject is None:
        return "the real graph has nothing of that kind"
    graph.used[subject] += 1
    added = (ox.Quad(subject, path, wrong(ox.Literal("x")), graph.home(subject)),)
    return Mutation(name, "add" if how == "replace" else how, subject, path.value, (), added)


def _wrong_value(shapes, node, demands):
    if "datatype" in demands:
        datatype = shapes.value(node, SH.datatype.value).value
        if datatype == XSD.string.value:
            return lambda value: ox.Literal(value.value, language="en")
        return lambda value: ox.Literal(value.value)
    if "class" in demands or "nodeKind" in demands:
        return lambda _: ox.Literal("some text")
    if "or" in demands:
        head = shapes.value(node, SH.BASE + "or")
        if any(shapes.objects(one, SH.datatype.value) for one in shapes.items(head)):
            return lambda _: ox.Literal("some day")  # neither a day nor a month nor a year
    if "node" in demands:
        inner = shapes.value(shapes.value(node, SH.node.value), SH.property.value)
        if shapes.value(inner, SH.path.value) == TYPE:
            return lambda _: UNDEFINED
        scheme = shapes.value(inner, SH.hasValue.value)
        other = scheme is not None and scheme.value.endswith("standing")
        return lambda _: LAYER_CONCEPT if other else STANDING_CONCEPT
    if "languageIn" in demands:
        return lambda value: ox.Literal(value.value, language="fr")
    if "pattern" in demands:
        return lambda value: ox.Literal(
            value.value + " !", datatype=getattr(value, "datatype", None)
        )
    if "maxInclusive" in demands:
        decimal = XSD.decimal
        return lambda _: ox.Literal("100.5", datatype=decimal)
    if "maxCount" in demands or "uniqueLang" in demands:
        return "repeat"
    return None


def _drop(graph: Graph, name: str, path, targets, language: str | None) -> Mutation | str:
    def fits(quad: ox.Quad) -> bool:
        return language is None or getattr(quad.object, "language", None) == language

    values = [q for q in graph.by_predicate[path.value] if q.subject in targets and fits(q)]
    quad = graph.choose(values)
    if quad is None:
        return "the real graph has no such fact to drop"
    removed = tuple(q for q in graph.all_of(quad.subject, path.value) if fits(q))
    return Mutation(name, "drop", quad.subject, path.value, removed)


def _repeat(graph: Graph, name: str, path, values) -> Mutation | str:
    # Where a thing is told twice, the second is of the same kinds: only their number is wrong.
    quad = graph.choose(q for q in values if isinstance(q.object, ox.Literal) or graph.peer(q))
    if quad is None:
        return "the real graph has no such fact to repeat"
    value = quad.object
    if isinstance(value, ox.Literal):
        text = value.value
        if value.datatype == DATE:
            text = (date.fromisoformat(text) + timedelta(days=1)).isoformat()
        else:
            # Another text of the same form, so that only the number of values is wrong.
            text = re.sub(r"[0-9A-Za-z](?=[^0-9A-Za-z]*$)", lambda m: "7" if m[0] != "7" else "5",
                          text)  # fmt: skip
            text = text if text != value.value else text + "2"
        other = (
            ox.Literal(text, language=value.language)
            if value.language
            else ox.Literal(text, datatype=value.datatype)
        )
    else:
        other = graph.peer(quad)
    added = (ox.Quad(quad.subject, path, other, quad.graph_name),)
    return Mutation(name, "repeat", quad.subject, path.value, (), added)


def _out_of_order(graph: Graph, node, name: str, path) -> Mutation | str:
    query = graph.shapes.value(graph.shapes.value(node, SH.sparql.value), SH.select.value).value
    match = re.search(r"(\w+):(\w+) \?later", query)
    if match is None:
        return "its query is no order of two values"
    later = {"jpst": JPST.BASE, "dcterms": DCTERMS.BASE}[match[1]] + match[2]
    pairs = {(q.subject, q.graph_name): q for q in graph.by_predicate[later]}
    across = node not in graph.alone and name.endswith("-across-sources")
    both = [q for q in graph.by_predicate[path.value] if (q.subject, q.graph_name) in pairs]
    quad = graph.choose(both)
    if quad is None:
        return _order_made_up(graph, name, path, later, across)
    end = pairs[quad.subject, quad.graph_name].object
    return _after(graph, name, quad, end, across)


def _after(graph: Graph, name: str, quad: ox.Quad, end: ox.Literal, across: bool) -> Mutation:
    new = _beyond(end)
    if across:
        other = next(
            q.graph_name
            for q in graph.by_predicate[JPST.read.value]
            if q.graph_name != quad.graph_name
        )
        added = (ox.Quad(quad.subject, quad.predicate, new, other),)
        return Mutation(name, "disorder", quad.subject, quad.predicate.value, (), added)
    same = graph.all_of(quad.subject, quad.predicate.value)
    added = (ox.Quad(quad.subject, quad.predicate, new, quad.graph_name),)
    return Mutation(name, "disorder", quad.subject, quad.predicate.value, same, added)


def _order_made_up(graph: Graph, name: str, path, later: str, across: bool) -> Mutation | str:
    """For an order of which no source states both ends: adds the end that is missing."""
    quad = graph.choose(graph.by_predicate[later])
    if quad is not None:
        first = ox.Quad(quad.subject, path, quad.object, quad.graph_name)
        return _after(graph, name, first, quad.object, across)
    quad = graph.choose(graph.by_predicate[path.value])
    if quad is None:
        return "the real graph has neither of the two values"
    end = ox.Quad(quad.subject, ox.NamedNode(later), _before(quad.object), quad.graph_name)
    if across:
        other = next(
            q.graph_name
            for q in graph.by_predicate[JPST.read.value]
            if q.graph_name != quad.graph_name
        )
        end = ox.Quad(end.subject, end.predicate, end.object, other)
    return Mutation(name, "disorder", quad.subject, path.value, (), (end,))


def _beyond(end: ox.Literal) -> ox.Literal:
    if end.datatype == DATE:
        return day((date.fromisoformat(end.value) + timedelta(days=1)).isoformat())
    if end.datatype in COARSE:
        return day(f"{int(end.value[:4]) + 1}-12-31")
    return ox.Literal(str(float(end.value) + 0.5), datatype=end.datatype)


def _before(start: ox.Literal) -> ox.Literal:
    if start.datatype == DATE:
        return day((date.fromisoformat(start.value) - timedelta(days=1)).isoformat())
    if start.datatype in COARSE:
        return day(f"{int(start.value[:4]) - 1}-01-01")
    return ox.Literal(str(float(start.value) - 0.5), datatype=start.datatype)


def by_hand(graph: Graph, facts: Iterable[tuple[str, str, str, str]]) -> Iterator[Mutation]:
    """The mutations written by hand."""
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    for expected, focus, drops, adds in facts:
        removed = tuple(q for drop in drops.split(" / ") if drop for q in _dropped(graph, drop))
        triples = ox.parse(head + (adds + " ." if adds else ""), format=ox.RdfFormat.TURTLE)
        node = ox.NamedNode(expand(focus))
        stated = removed[0].graph_name if removed else graph.home(node)
        home = stated or ox.NamedNode(
            next(iter(graph.by_predicate[JPST.read.value])).graph_name.value
        )
        added = tuple(ox.Quad(q.subject, q.predicate, q.object, home) for q in triples)
        assert added or removed, expected
        yield Mutation(expected, "by hand", node, None, removed, added)


def _dropped(graph: Graph, drop: str) -> tuple[ox.Quad, ...]:
    subject, predicate, value = drop.split()
    iri = RDF.type.value if predicate == "a" else expand(predicate)
    quads = graph.all_of(ox.NamedNode(expand(subject)), iri)
    if value.startswith("@"):
        return tuple(q for q in quads if q.object.language == value[1:])
    wanted = None if value == "*" else ox.NamedNode(expand(value))
    return tuple(q for q in quads if wanted in (None, q.object))


def batches(mutations: Iterable[Mutation]) -> Iterator[list[Mutation]]:
    """The mutations in groups: of one thing, at most a few facts that have nothing in common."""
    groups: list[tuple[list[Mutation], dict[object, set[str]]]] = []
    for mutation in mutations:
        free = (
            group
            for group in groups
            if not any(_meet(mutation, group[1].get(node, set())) for node in mutation.touched)
        )
        members, taken = next(free, ([], {}))
        if not members:
            groups.append((members, taken))
        members.append(mutation)
        for node in mutation.touched:
            taken.setdefault(node, set()).update(mutation.predicates)
    return (members for members, _ in groups)


def _meet(mutation: Mutation, taken: set[str]) -> bool:
    """Whether two mutations of one thing could hide each other."""
    both = taken | mutation.predicates
    if not taken:
        return False
    alone = any(iri.startswith(RDF.BASE) or _is_day(iri) for iri in both)
    return alone or bool(taken & mutation.predicates)


def _is_day(iri: str) -> bool:
    """Properties that orders and periods look at together."""
    name = local_name(iri).lower()
    words = ("date", "asof", "valid", "issued", "read", "start")
    return any(word in name for word in words)


def apply(store: ox.Store, mutations: Iterable[Mutation]) -> ox.Store:
    """A copy of the store with the mutations in its named graphs and its merge."""
    copy = ox.Store()
    copy.bulk_extend(store)
    for mutation in mutations:
        for quad in mutation.removed:
            copy.remove(quad)
        for quad in mutation.removed:
            if next(copy.quads_for_pattern(quad.subject, quad.predicate, quad.object, None), None):
                still = [
                    q for q in copy.quads_for_pattern(quad.subject, quad.predicate, quad.object)
                    if isinstance(q.graph_name, ox.NamedNode)
                ]  # fmt: skip
                if not still:
                    copy.remove(ox.Quad(*quad.triple))
        for quad in mutation.added:
            copy.add(quad)
            copy.add(ox.Quad(*quad.triple))
    return copy
