"""Values that cannot all hold: found among single-valued properties, or named by an editor.

Called once by the build, to give facts their standing, and by whoever asks a snapshot.
"""

from __future__ import annotations

import builtins
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Store, Triple

from kgraph.dates import Days, days_of, to_date
from kgraph.names import BASE
from kgraph.snapshot.claims import PLANNED
from kgraph.snapshot.graphs import is_editorial, states_facts
from kgraph.snapshot.same_value import same_value
from kgraph.snapshot.when import When, read_when
from kgraph.vocab import DCTERMS, JPST, PROV, RDF, Node, Object

PARTIAL: Final = NamedNode(BASE + "qualifier/partial")
Part = tuple[frozenset[Object], frozenset[Object]]
Grant = frozenset[Object]
Turns = Mapping[Node, Sequence[Days]]


@dataclass(frozen=True)
class Side:
    """One value of a conflict: who states it and as of which day.

    For a record as a whole, `object` is the record and `property` is None. `nodes` are the
    statement nodes or the record that carry the value.
    """

    subject: str
    property: str | None
    object: Object
    sources: tuple[str, ...]
    as_of: date | None
    nodes: tuple[str, ...] = ()

    @builtins.property
    def triple(self) -> Triple | None:
        """The fact as one triple; None for a record."""
        if self.property is None:
            return None
        return Triple(NamedNode(self.subject), NamedNode(self.property), self.object)

    def order(self) -> tuple[str, ...]:
        """A sort key."""
        return self.subject, str(self.property), str(self.object), str(self.as_of)


@dataclass(frozen=True)
class Conflict:
    """Values that cannot all hold.

    `subject`, `property` and `qualifier` are what all sides share; each is None where an editor
    holds against each other statements that differ in it, `qualifier` also where there is none.
    Of values of several records, `subject` is what the records hang on.
    `reasons` and `editorial` (the IRI of the jpst:Disagreement) are given for an editor's finding.
    """

    subject: str | None
    property: str | None
    qualifier: Object | None
    sides: tuple[Side, ...]
    reasons: tuple[Literal, ...] = ()
    editorial: str | None = None


def part_of(qualifiers: Set[Object], notes: Iterable[Object]) -> Part | None:
    """What a value of a single-valued property is about, so that others about the same compare.

    That is its qualifiers; of what is partly so, with the note that tells of which part; None where
    none does.
    """
    if PARTIAL not in qualifiers:
        return frozenset(qualifiers), frozenset()
    told = frozenset(notes)
    return (frozenset(qualifiers), told) if told else None


@dataclass(frozen=True)
class Observation:
    """One statement of a value by one graph, read from one source, or from those of a reading."""

    subject: Node
    predicate: NamedNode
    object: Object
    qualifiers: frozenset[Object]
    when: When
    graph: NamedNode
    node: Node | None
    sources: frozenset[NamedNode]
    notes: frozenset[Object] = frozenset()

    def contradicts(self, other: Observation, *, unchanging: bool = False) -> bool:
        """Whether this value and the other cannot both hold.

        The value of an unchanging property holds at all times, unless a validity is stated: that
        pages speak of different days does not reconcile them.
        """
        mine, its = self.when, other.when
        if unchanging:
            mine, its = mine.without_as_of(), its.without_as_of()
        return not same_value(self.object, other.object) and mine.overlaps(its)

    def days(self) -> Days | None:
        """The first and last day that the value can be, where it is a day, a month or a year."""
        return days_of(self.object)


Rejected = frozenset[tuple[Triple, frozenset[Object]]]


def rejected(store: Store, unread: Set[Node] = frozenset()) -> tuple[Rejected, frozenset[Node]]:
    """What editors found not to hold by the texts that they name.

    Out: the facts, each with the qualifiers under which it is stated, whoever states it; and the
    statements and records named. While one of the texts is `unread` nothing is resolved.
    """
    facts: set[tuple[Triple, frozenset[Object]]] = set()
    nodes: set[Node] = set()
    for quad in store.quads_for_pattern(None, RDF.type, JPST.Disagreement):
        graph = quad.graph_name
        if not states_facts(graph) or not _is_resolved(store, quad.subject, graph, unread):
            continue
        for member in store.quads_for_pattern(quad.subject, JPST.rejectedStatement, None, graph):
            if isinstance(member.object, Node):
                nodes.add(member.object)
                facts |= {
                    (Triple(o.subject, o.predicate, o.object), o.qualifiers)
                    for o in _described(store, member.object)
                }
    return frozenset(facts), frozenset(nodes)


def _is_resolved(store: Store, node: Node, graph: NamedNode, unread: Set[Node]) -> bool:
    """Whether a disagreement names what resolves it, and all that had been read."""
    texts = {quad.object for quad in store.quads_for_pattern(node, JPST.resolvedBy, None, graph)}
    return bool(texts) and not texts & unread


def conflicts(store: Store, unread: Set[Node] = frozenset()) -> list[Conflict]:
    """Every conflict of a store with named graphs, in a fixed order: computed ones, then editors'.

    A computed conflict holds the values of one jpst:SingleValuedProperty on one subject, with the
    same qualifier, that differ by more than precision and are stated for overlapping time. Records
    of one grant are one subject for its number.
    What sources say that are `unread` is held against nothing. What editors have resolved by texts
    that were read is no conflict, and what they rejected by them is held against nothing.
    """
    found = [*_computed(store, unread), *_editorial(store, unread)]
    return sorted(found, key=_order)


def _order(conflict: Conflict) -> tuple[object, ...]:
    named = conflict.editorial, conflict.subject, conflict.property
    return *(name or "" for name in named), str(conflict.qualifier), conflict.sides[0].order()


def _computed(store: Store, unread: Set[Node]) -> Iterator[Conflict]:
    def kind(of: NamedNode) -> set[NamedNode]:
        found = store.quads_for_pattern(None, RDF.type, of)
        return {quad.subject for quad in found if isinstance(quad.subject, NamedNode)}

    facts, nodes = rejected(store, unread)

    def is_heard(seen: Observation) -> bool:
        fact = Triple(seen.subject, seen.predicate, seen.object), seen.qualifiers
        return not (seen.sources & unread or fact in facts or {seen.subject, seen.node} & nodes)

    unchanging, single = kind(JPST.UnchangingProperty), kind(JPST.SingleValuedProperty)
    starting, ending = kind(JPST.StartingDateProperty), kind(JPST.EndingDateProperty)
    varying = {predicate: _varying(store, predicate) for predicate in single | unchanging}

    def between(predicates: Set[NamedNode], others: Set[NamedNode]) -> dict[NamedNode, Turns]:
        things = {thing for predicate in predicates for thing in varying.get(predicate, ())}
        return dict.fromkeys(predicates, _turns(store, others, things, is_heard))

    turns = between(starting, ending) | between(ending, starting)
    for predicate in sorted(single | unchanging, key=str):
        granted = predicate == JPST.grantNumber
        things = None if granted else varying[predicate]
        groups: dict[tuple[Node, Grant | None, Part], list[Observation]] = defaultdict(list)
        for observation in _observations(store, predicate, things):
            part = part_of(observation.qualifiers, observation.notes)
            if part is None or not is_heard(observation):
                continue
            subject, grant = observation.subject, None
            if granted:
                subject, grant = _granted(store, observation)
            if grant is None or PLANNED not in grant:
                groups[subject, grant, part].append(observation)
        for (subject, _, (qualifiers, _)), members in groups.items():
            days = turns.get(predicate, {}).get(subject, ())
            for component in _components(members, days, unchanging=predicate in unchanging):
                yield Conflict(
                    subject.value,
                    predicate.value,
                    min(qualifiers, key=str, default=None),
                    tuple(_sides(component)),
                )


def _granted(store: Store, number: Observation) -> tuple[Node, Grant | None]:
    """Who holds what has the number, and what tells it from other grants of the same holder."""
    holders = store.quads_for_pattern(None, JPST.holdsGrant, number.subject, number.graph)
    holder = next((quad.subject for quad in holders), number.subject)

    def told(*names: NamedNode) -> Grant:
        found = (store.quads_for_pattern(number.subject, n, None, number.graph) for n in names)
        return frozenset(quad.object for quads in found for quad in quads)

    matter = told(JPST.grantType, JPST.grantedActivity) or told(JPST.legalBasis)
    return holder, told(JPST.grantKind, JPST.recordStatus) | matter


def _varying(store: Store, predicate: NamedNode) -> set[Node]:
    """The things of which anything states several values of a property: most have one."""
    first: dict[Node, Object] = {}
    found: set[Node] = set()
    for quad in store.quads_for_pattern(None, predicate, None):
        if first.setdefault(quad.subject, quad.object) != quad.object:
            found.add(quad.subject)
    for quad in store.quads_for_pattern(None, RDF.predicate, predicate):
        graph = quad.graph_name
        values = _values(store, quad.subject, graph)[0] if states_facts(graph) else {}
        thing, value = values.get(RDF.subject), values.get(RDF.object)
        if isinstance(thing, Node) and value and first.setdefault(thing, value) != value:
            found.add(thing)
    return found


def _turns(
    store: Store,
    predicates: Set[NamedNode],
    things: Set[Node],
    is_heard: Callable[[Observation], bool],
) -> Turns:
    """The days on which each of the things ended, or started, by any of the properties."""
    found: dict[Node, list[Days]] = defaultdict(list)
    for predicate in predicates:
        for seen in _observations(store, predicate, things):
            if (days := seen.days()) is not None and is_heard(seen):
                found[seen.subject].append(days)
    return found


def _of_two_lives(one: Observation, other: Observation, turns: Iterable[Days]) -> bool:
    """Whether a thing that started twice ended in between, or the other way around."""
    mine, its = one.days(), other.days()
    if mine is None or its is None:
        return False
    (_, first), (second, _) = sorted((mine, its))
    return any(first <= earliest and latest <= second for earliest, latest in turns)


def _observations(
    store: Store, predicate: NamedNode, things: Set[Node] | None
) -> Iterator[Observation]:
    """What the sources and editors state about one property of `things` (None: of all).

    A statement node speaks for the plain triple beside it in its graph.
    """
    described: set[tuple[Triple, NamedNode]] = set()
    for quad in store.quads_for_pattern(None, RDF.predicate, predicate):
        graph = quad.graph_name
        if states_facts(graph):
            observation = read_statement(store, quad.subject, graph)
            if observation is not None and (things is None or observation.subject in things):
                yield observation
                triple = Triple(observation.subject, predicate, observation.object)
                described.add((triple, graph))
    for quad in store.quads_for_pattern(None, predicate, None):
        if things is not None and quad.subject not in things:
            continue
        graph = quad.graph_name
        if not states_facts(graph) or (quad.triple, graph) in described:
            continue
        values, qualifiers = _values(store, quad.subject, graph)
        when = read_when(values, issued(store, graph))
        yield Observation(
            *(quad.subject, predicate, quad.object, qualifiers, when, graph, None),
            frozenset({graph}),
        )


def read_statement(store: Store, node: Node, graph: NamedNode) -> Observation | None:
    """The observation that an rdf:Statement node in a graph describes, or None if incomplete."""
    values, qualifiers = _values(store, node, graph)
    subject, predicate, value = map(values.get, (RDF.subject, RDF.predicate, RDF.object))
    if not isinstance(subject, Node) or not isinstance(predicate, NamedNode) or value is None:
        return None
    sources = _read_from(store, node, graph)
    days = [issued(store, source).as_of for source in sources]
    page = When(max((day for day in days if day), default=None) if all(days) else None)
    when = read_when(values, page)
    if is_editorial(graph) and page.as_of is not None:
        when = when.up_to(page.as_of)
    notes = frozenset(q.object for q in store.quads_for_pattern(node, JPST.note, None, graph))
    return Observation(
        *(subject, predicate, value, qualifiers, when, graph, node, sources, notes),
    )


def _read_from(store: Store, node: Node, graph: NamedNode) -> frozenset[NamedNode]:
    """The source that says it; for a reading, those that it was read from."""
    if not is_editorial(graph):
        return frozenset({graph})
    found = store.quads_for_pattern(node, PROV.wasDerivedFrom, None, graph)
    return frozenset(quad.object for quad in found if isinstance(quad.object, NamedNode))


def issued(store: Store, graph: NamedNode) -> When:
    """The day of a source as an as-of day; empty where its page shows none."""
    values, _ = _values(store, graph, graph)
    return When(to_date(values.get(DCTERMS.issued)))


def _values(
    store: Store, node: Node, graph: NamedNode
) -> tuple[dict[NamedNode, Object], frozenset[Object]]:
    quads = list(store.quads_for_pattern(node, None, None, graph))
    qualifiers = frozenset(quad.object for quad in quads if quad.predicate == JPST.qualifier)
    return {quad.predicate: quad.object for quad in quads}, qualifiers


def _components(
    members: list[Observation], turns: Sequence[Days], *, unchanging: bool
) -> Iterator[list[Observation]]:
    """The groups of observations linked by contradiction, each of at least two."""
    left = set(range(len(members)))
    edges: dict[int, set[int]] = defaultdict(set)
    for i, one in enumerate(members):
        for j in range(i):
            if one.contradicts(members[j], unchanging=unchanging) and not _of_two_lives(
                one, members[j], turns
            ):
                edges[i].add(j)
                edges[j].add(i)
    for start in sorted(edges):
        if start in left:
            component, queue = [], [start]
            while queue:
                at = queue.pop()
                if at in left:
                    left.discard(at)
                    component.append(at)
                    queue.extend(edges[at])
            yield [members[i] for i in sorted(component)]


def _sides(observations: Iterable[Observation]) -> list[Side]:
    grouped: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for o in observations:
        grouped[o.subject, o.predicate, o.object, o.when.as_of].append(o)
    sides = [
        Side(
            subject=members[0].subject.value,
            property=members[0].predicate.value,
            object=members[0].object,
            sources=tuple(sorted({o.graph.value for o in members})),
            as_of=members[0].when.as_of,
            nodes=tuple(sorted(_nodes(members))),
        )
        for members in grouped.values()
    ]
    return sorted(sides, key=Side.order)


def _nodes(observations: Iterable[Observation]) -> set[str]:
    """The statements, and the records that the values are of."""
    return {
        node.value
        for o in observations
        for node in (o.node, o.subject if o.predicate == JPST.grantNumber else None)
        if node is not None
    }


def _editorial(store: Store, unread: Set[Node]) -> Iterator[Conflict]:
    """The disagreements that editors name, with what their sides have in common.

    One side alone disagrees with nothing while the sources of the others are unread.
    """
    for quad in store.quads_for_pattern(None, RDF.type, JPST.Disagreement):
        node, graph = quad.subject, quad.graph_name
        if not states_facts(graph) or _is_resolved(store, node, graph, unread):
            continue
        sides: list[Side] = []
        qualifiers: set[frozenset[Object]] = set()
        left_out = False
        for member in store.quads_for_pattern(node, JPST.disagreeingStatement, None, graph):
            if not isinstance(member.object, Node):
                continue
            described = _described(store, member.object)
            seen = [o for o in described if not o.sources & unread]
            side = None if described else _record_side(store, member.object, unread)
            if not seen and side is None:
                left_out = True
                continue
            sides += _sides(seen) if side is None else [side]
            qualifiers |= {o.qualifiers for o in seen} or {frozenset()}
        if not sides or (left_out and len(sides) == 1):
            continue
        reasons = (q.object for q in store.quads_for_pattern(node, JPST.reason, None, graph))
        shared = next(iter(qualifiers)) if len(qualifiers) == 1 else frozenset()
        yield Conflict(
            _shared({side.subject for side in sides}),
            _shared({side.property for side in sides}),
            min(shared, key=str, default=None),
            tuple(sorted(sides, key=Side.order)),
            tuple(sorted((r for r in reasons if isinstance(r, Literal)), key=str)),
            node.value,
        )


def _shared(names: set[str] | set[str | None]) -> str | None:
    return next(iter(names)) if len(names) == 1 else None


def _described(store: Store, node: Node) -> list[Observation]:
    """The observations of a statement node, one for each graph that describes it."""
    graphs = {quad.graph_name for quad in store.quads_for_pattern(node, RDF.predicate, None)}
    stating = sorted(filter(states_facts, graphs), key=str)
    seen = (read_statement(store, node, graph) for graph in stating)
    return [observation for observation in seen if observation is not None]


def _record_side(store: Store, record: Node, unread: Set[Node]) -> Side | None:
    """The record as a side; None where only unread sources hold it."""
    graphs = {q.graph_name for q in store.quads_for_pattern(record, None, None)}
    sources = sorted(filter(states_facts, graphs), key=str)
    stating = [source for source in sources if source not in unread]
    if sources and not stating:
        return None
    days = [read_when(_values(store, record, g)[0], issued(store, g)).as_of for g in stating]
    return Side(
        subject=record.value,
        property=None,
        object=record,
        sources=tuple(g.value for g in stating),
        as_of=max((d for d in days if d), default=None),
        nodes=(record.value,),
    )
