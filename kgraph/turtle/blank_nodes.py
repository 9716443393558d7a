"""Labels of blank nodes that depend on nothing but the graph, within a bounded number of steps.

The standard algorithm (RDFC-1.0) tries every order of nodes that look alike from one step away:
eleven nodes below one take forty million tries, though they may well differ two steps away. Here
blank nodes that form trees, which is what brackets and lists write, are told apart from the leaves
up in one pass. What is left is colored by what surrounds it until nothing more is told apart
(Weisfeiler and Leman), and only where nodes are still alike, one of them is singled out in turn; a
choice that leads to the same graph as another is not followed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Set
from itertools import count
from typing import Final, TypeAlias, TypeGuard

from pyoxigraph import BlankNode, Quad

from kgraph.problems import LoadError, Problem

STEPS: Final = 1_000_000
"""How many edges may be looked at before the graph is refused: a few seconds."""

Colors: TypeAlias = dict[BlankNode, str]
Edge: TypeAlias = tuple[str, str, object, object]
"""How a node hangs on another term: its role, the predicate, that term, the graph."""


def canonical_quads(quads: Iterable[Quad], known: Set[BlankNode] = frozenset()) -> list[Quad]:
    """The quads, each once, with blank nodes named so that equal graphs are equal sets.

    Nodes that are `known` keep their names, as if they were IRIs. Raises LoadError for a graph
    whose blank nodes are so much alike that more than STEPS steps would be needed.
    """
    # A statement said twice is one: counted twice, it would tell nodes apart.
    quads = list(dict.fromkeys(quads))
    # Most graphs have none: then each quad is looked at once and as a whole.
    open_ = [
        quad
        for quad in quads
        if BlankNode in map(type, quad)
        and (
            _is_open(quad.subject, known)
            or _is_open(quad.object, known)
            or _is_open(quad.graph_name, known)
        )
    ]
    if not open_:
        return quads
    # A name that is taken would melt two nodes.
    taken = {node.value for node in known}
    free = (name for name in map("c14n{}".format, count()) if name not in taken)
    new: dict[object, BlankNode] = {
        node: BlankNode(next(free)) for node in _Graph(open_, known).ordered()
    }
    renamed = {
        quad: Quad(
            new.get(quad.subject, quad.subject),
            quad.predicate,
            new.get(quad.object, quad.object),
            new.get(quad.graph_name, quad.graph_name),
        )
        for quad in open_
    }
    return [renamed.get(quad, quad) for quad in quads]


def _is_open(term: object, known: Set[BlankNode]) -> TypeGuard[BlankNode]:
    return isinstance(term, BlankNode) and term not in known


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class _Graph:
    def __init__(self, quads: list[Quad], known: Set[BlankNode]) -> None:
        self.quads = quads
        self.known = known
        self.edges: dict[BlankNode, list[Edge]] = {}
        self.children: dict[BlankNode, list[tuple[str, str, object]]] = {}
        self.users: dict[BlankNode, set[object]] = {}
        named: set[BlankNode] = set()
        for quad in quads:
            subject, predicate, value, graph = quad
            verb, where = str(predicate), str(graph)
            if self.is_open(graph):
                named.add(graph)
                where = ""
            if self.is_open(subject):
                self.children.setdefault(subject, []).append((verb, where, value))
                self.users.setdefault(subject, set())
            if self.is_open(value):
                self.users.setdefault(value, set()).add(subject)
        for node in named:
            self.users.setdefault(node, set())
        self.signature = self._trees(named)
        self.entangled = [node for node in self.users if node not in self.signature]
        self.steps = 0

    def is_open(self, term: object) -> TypeGuard[BlankNode]:
        return _is_open(term, self.known)

    # -- trees

    def _trees(self, named: Set[BlankNode]) -> Colors:
        """What identifies each node below which there are only trees, from the leaves up.

        Such a node names no graph and has at most one user.
        """
        waiting: dict[BlankNode, int] = {}
        parents: dict[BlankNode, list[BlankNode]] = {}
        for node in self.users:
            inner = {v for _, _, v in self.children.get(node, ()) if self.is_open(v)}
            waiting[node] = len(inner)
            for child in inner:
                parents.setdefault(child, []).append(node)
        graphs = {q.subject for q in self.quads if q.graph_name in named} | {
            q.object for q in self.quads if q.graph_name in named
        }
        found: Colors = {}
        ready = [node for node, count in waiting.items() if not count]
        while ready:
            node = ready.pop()
            if len(self.users[node]) > 1 or node in named or node in graphs:
                continue
            lines = sorted(
                f"{verb} {(isinstance(value, BlankNode) and found.get(value)) or value} {where}"
                for verb, where, value in self.children.get(node, ())
            )
            found[node] = _digest(*lines)
            for parent in parents.get(node, ()):
                waiting[parent] -= 1
                if not waiting[parent]:
                    ready.append(parent)
        return found

    # -- all nodes in their order

    def ordered(self) -> list[BlankNode]:
        """The nodes in an order that equal graphs share."""
        order = self._entangled_order() if self.entangled else []
        place: dict[object, str] = {node: f"_:{number}" for number, node in enumerate(order)}
        below: dict[object, dict[BlankNode, list[str]]] = {}
        for quad in self.quads:
            if isinstance(quad.object, BlankNode) and quad.object in self.signature:
                edges = below.setdefault(quad.subject, {}).setdefault(quad.object, [])
                edges.append(f"{quad.predicate} {quad.graph_name}")
        roots = [node for node in self.signature if not self.users[node]]
        tops = [user for user in below if user not in self.signature]
        waiting: list[BlankNode] = sorted(roots, key=self.signature.__getitem__)
        for user in sorted(tops, key=lambda term: place.get(term, str(term))):
            waiting += self._sorted(below[user])
        # Each before what hangs on it; those that are alike are so in everything below.
        for node in waiting:
            waiting += self._sorted(below.get(node, {}))
        return [*order, *waiting]

    def _sorted(self, children: Mapping[BlankNode, list[str]]) -> list[BlankNode]:
        return sorted(children, key=lambda node: (sorted(children[node]), self.signature[node]))

    # -- nodes that are no trees

    def _entangled_order(self) -> list[BlankNode]:
        self.edges = {node: [] for node in self.entangled}
        inside = [quad for quad in self.quads if any(term in self.edges for term in quad)]
        for quad in inside:
            subject, predicate, value, graph = quad
            for role, node, other in (
                ("s", subject, value),
                ("o", value, subject),
                ("g", graph, subject),
                ("G", graph, value),
            ):
                if node in self.edges:
                    self.edges[node].append((role, str(predicate), other, graph))
            for role, node in (("i", subject), ("j", value)):
                if node in self.edges and graph in self.edges:
                    self.edges[node].append((role, str(predicate), graph, graph))
        self.inside = inside
        self.near: dict[BlankNode, set[BlankNode]] = {
            node: {
                term
                for _, _, other, graph in edges
                for term in (other, graph)
                if term in self.edges and term != node
            }
            for node, edges in self.edges.items()
        }
        colors = self._refined(dict.fromkeys(self.entangled, "0"), set(self.entangled))
        best = self._search(colors)[1]
        return sorted(best, key=best.__getitem__)

    def _refined(self, colors: Colors, active: Set[BlankNode]) -> Colors:
        """The colors once nodes of one color have like surroundings."""
        members: dict[str, int] = {}
        for color in colors.values():
            members[color] = members.get(color, 0) + 1
        while active:
            seen: dict[str, dict[str, list[BlankNode]]] = {}
            for node in active:
                color = colors[node]
                if members[color] > 1:
                    key = self._surroundings(node, colors)
                    seen.setdefault(color, {}).setdefault(key, []).append(node)
            changed: list[BlankNode] = []
            new = dict[BlankNode, str]()
            for color, keys in seen.items():
                touched = sum(map(len, keys.values()))
                if len(keys) == 1 and touched == members[color]:
                    continue
                for key, nodes in keys.items():
                    fresh = _digest(color, key)
                    new.update(dict.fromkeys(nodes, fresh))
                    members[fresh] = members.get(fresh, 0) + len(nodes)
                members[color] -= touched
                changed += (node for nodes in keys.values() for node in nodes)
            colors.update(new)
            active = {near for node in changed for near in self.near[node]}
        return colors

    def _surroundings(self, node: BlankNode, colors: Colors) -> str:
        self._step(len(self.edges[node]))
        return _digest(
            *sorted(
                f"{role} {verb} {self._text(other, node, colors)} {self._text(graph, node, colors)}"
                for role, verb, other, graph in self.edges[node]
            )
        )

    def _step(self, edges: int) -> None:
        self.steps += edges
        if self.steps > STEPS:
            raise _alike()

    def _text(self, term: object, node: BlankNode, colors: Colors) -> str:
        if term == node:
            return "*"
        return self._name(term, colors)

    def _name(self, term: object, names: Colors) -> str:
        """What tells a term from others: a given name, what is below it, or itself."""
        if not isinstance(term, BlankNode):
            return str(term)
        return names.get(term) or self.signature.get(term) or str(term)

    def _search(self, colors: Colors) -> tuple[str, Colors]:
        """The smallest outcome, as a text and its colors, over all ways to tell nodes apart."""
        alike = _alike_nodes(colors)
        if not alike:
            return self._outcome(colors), colors
        if all(self._twins(alike[0], other) for other in alike[1:]):
            # They can change places whatever else does, so each order is as good as another.
            return self._search(self._told_apart(alike, colors))
        seen: set[str] = set()
        found: list[tuple[str, Colors]] = []
        for node in alike:
            chosen = self._single_out(node, colors)
            sample = self._outcome(self._any_way(chosen))
            # The same outcome means that the graph looks the same from this node and that one.
            if sample not in seen:
                seen.add(sample)
                found.append(self._search(chosen))
        return min(found, key=lambda pair: pair[0])

    def _any_way(self, colors: Colors) -> Colors:
        while alike := _alike_nodes(colors):
            colors = self._single_out(alike[0], colors)
        return colors

    def _single_out(self, node: BlankNode, colors: Colors) -> Colors:
        chosen = dict(colors)
        chosen[node] = _digest(colors[node], "*")
        return self._refined(chosen, self.near[node])

    def _told_apart(self, nodes: list[BlankNode], colors: Colors) -> Colors:
        chosen = dict(colors)
        chosen.update((node, _digest(colors[node], str(n))) for n, node in enumerate(nodes))
        return self._refined(chosen, {near for node in nodes for near in self.near[node]})

    def _twins(self, one: BlankNode, two: BlankNode) -> bool:
        """Whether the graph stays the same when the two change places and all else stays."""
        self._step(len(self.edges[one]))
        swapped: dict[object, object] = {one: two, two: one}
        return {
            (role, verb, swapped.get(other, other), swapped.get(graph, graph))
            for role, verb, other, graph in self.edges[one]
        } == set(self.edges[two])

    def _outcome(self, colors: Colors) -> str:
        self._step(len(self.inside))
        order = {node: f"_:{n}" for n, node in enumerate(sorted(colors, key=colors.__getitem__))}
        return _digest(
            *sorted(" ".join(self._name(term, order) for term in quad) for quad in self.inside)
        )


def _alike_nodes(colors: Colors) -> list[BlankNode]:
    """The nodes of one color: of the smallest such group, and of those the first by color."""
    groups: dict[str, list[BlankNode]] = {}
    for node, color in colors.items():
        groups.setdefault(color, []).append(node)
    several = [(len(nodes), color) for color, nodes in groups.items() if len(nodes) > 1]
    return groups[min(several)[1]] if several else []


def _alike() -> LoadError:
    return LoadError(
        [
            Problem(
                "the blank nodes of the graph cannot be told apart",
                f"many of them are used in one way, and {STEPS:,} steps did not put them in order",
                "give them IRIs",
            )
        ]
    )
