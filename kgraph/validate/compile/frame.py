"""Where the queries of a plan read and write: the data graph, and the staged sets of nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kgraph.validate.paths import Path

SCRATCH: Final = "urn:x-kgraph:scratch"
"""The default name of the graph that holds the staged sets while a plan runs."""

KEY: Final = "kgraph_graph"
"""The variable for the graph a node belongs to, where a plan runs over several graphs at once."""


@dataclass(frozen=True)
class Frame:
    """How the queries of one plan are phrased.

    A staged set is a predicate of the scratch graph: `<graph> <set> node`. The node is the object,
    where also literals and blank nodes may stand, and INSERT … WHERE moves blank nodes between
    sets without renaming them. With `each`, every named graph listed in the scratch graph is
    validated alone; otherwise the data is the default graph, or the graph `data_graph`.
    """

    each: bool = False
    scratch: str = SCRATCH
    data_graph: str = ""

    @property
    def key(self) -> str:
        """What stands for the graph of a node in a pattern."""
        return f"?{KEY}" if self.each else f"<{self.scratch}:merge>"

    @property
    def columns(self) -> str:
        """The columns that every SELECT carries along."""
        return f"?{KEY} ?this" if self.each else "?this"

    def set_name(self, role: str, number: int) -> str:
        """The IRI of a staged set: `focus`, `asked` or `failing` nodes of the numbered shape."""
        return f"{self.scratch}:{role}:{number}"

    def member(self, name: str, variable: str) -> str:
        """The pattern that holds where `variable` is in the staged set."""
        return f"GRAPH <{self.scratch}> {{ {self.key} <{name}> {variable} }}"

    def data(self, pattern: str) -> str:
        """The pattern, read from the data."""
        if self.each:
            return f"GRAPH ?{KEY} {{ {pattern} }}"
        return f"GRAPH <{self.data_graph}> {{ {pattern} }}" if self.data_graph else pattern

    def graphs(self) -> str:
        """The pattern that binds the graph key to each graph of the plan, where there are many."""
        return (
            f"GRAPH <{self.scratch}> {{ ?{KEY} <{self.scratch}:each> true }}" if self.each else ""
        )

    def insert(self, name: str, variable: str, where: str) -> str:
        """The update that adds every node that `where` binds to `variable` to a staged set."""
        return f"INSERT {{ {self.member(name, variable)} }} WHERE {{ {where} }}"


@dataclass(frozen=True)
class Scope:
    """A shape's focus nodes and value nodes: the staged set it is evaluated over, and its path."""

    frame: Frame
    name: str
    path: Path | None

    @property
    def node(self) -> str:
        """The variable of the value node."""
        return "?this" if self.path is None else "?value"

    def focus(self) -> str:
        """Binds ?this to each focus node."""
        return self.frame.member(self.name, "?this")

    def values(self) -> str:
        """Binds ?this and the value node."""
        if self.path is None:
            return self.focus()
        found = f"{self.focus()} {self.reach('?value')}"
        if self.path.nullable:
            return f"{{ {self.focus()} BIND(?this AS ?value) }} UNION {{ {found} }}"
        return found

    def reach(self, end: str) -> str:
        """Leads from ?this to `end` by at least one triple (see Path.nullable for none)."""
        assert self.path is not None
        return self.frame.data(f"?this {self.path.sparql()} {end} .")

    def not_reached(self, end: str) -> str:
        """Holds where `end`, bound or constant, is no value node of ?this."""
        if self.path is None:
            return f"FILTER(!sameTerm(?this, {end}))"
        none = f"FILTER NOT EXISTS {{ {self.reach(end)} }}"
        return f"{none} FILTER(!sameTerm(?this, {end}))" if self.path.nullable else none
