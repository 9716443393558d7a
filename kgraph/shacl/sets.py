"""Which nodes each shape is evaluated over, and which of these sets have to be staged.

Many shapes have the same nodes: all property shapes under one node shape, all shapes with one
target. Such a set is one set, named by where its nodes come from. What the data shows by one
pattern, such as the things of a class, is read from there and not staged at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from kgraph.shacl.components import term_of
from kgraph.shacl.frame import Frame, Matched, Nodes, Scope, Staged
from kgraph.shacl.paths import Path
from kgraph.shacl.targets import Target
from kgraph.vocab import RDF


@dataclass(frozen=True)
class Reached:
    """The value nodes that a path leads to from the nodes of another set."""

    start: Nodes
    path: Path


Origin: TypeAlias = Target | Reached


@dataclass
class Sets:
    """The sets of a plan. `updates` fill those that are staged, in an order that works."""

    frame: Frame
    updates: list[str] = field(default_factory=list)
    _known: dict[frozenset[Origin], Nodes] = field(default_factory=dict)

    def nodes(self, origins: dict[Origin, None]) -> Nodes:
        """The set of all nodes from these origins."""
        key = frozenset(origins)
        if key not in self._known:
            self._known[key] = self._matched(origins) or self._staged(origins)
        return self._known[key]

    def _matched(self, origins: dict[Origin, None]) -> Matched | None:
        found = []
        for origin in origins:
            if isinstance(origin, Reached) or origin.kind == "targetNode":
                return None
            if origin.kind == "targetClass" and not self.frame.closed:
                return None
            found.append(_pattern(origin))
        [kind, *more] = [origin.kind for origin in origins if isinstance(origin, Target)]
        return Matched(self.frame, tuple(found), once=kind == "targetClass" and not more)

    def _staged(self, origins: dict[Origin, None]) -> Staged:
        name = self.frame.set_name("nodes", len(self._known))
        for origin in origins:
            self.updates.append(self.frame.insert(name, *self._found(origin)))
        return Staged(self.frame, name)

    def _found(self, origin: Origin) -> tuple[str, str]:
        """A variable, and the pattern that binds it to each node."""
        if isinstance(origin, Reached):
            return "?value", Scope(self.frame, origin.start, origin.path).values()
        graphs = self.frame.graphs()
        if origin.kind == "targetNode":
            node = term_of(origin.term, self.frame)
            return "?this", f"{graphs} BIND({node} AS ?this)"
        if origin.kind == "targetClass":
            return "?this", f"{graphs} {self.frame.instance('?this', str(origin.term))}"
        return "?this", f"{graphs} {self.frame.data(_pattern(origin).replace('{}', '?this', 1))}"


def _pattern(target: Target) -> str:
    """The triple that a node of the target is in, with `{}` in its place."""
    if target.kind == "targetClass":
        return f"{{}} <{RDF.BASE}type> {target.term} ."
    if target.kind == "targetSubjectsOf":
        return f"{{}} {target.term} [] ."
    return f"[] {target.term} {{}} ."
