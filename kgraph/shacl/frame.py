"""Where the queries of a plan read and write: the data graph, and the staged sets of nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from kgraph.shacl.paths import Path
from kgraph.vocab import RDF, RDFS

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
    validated alone; otherwise the data is the default graph, or the graph `data_graph`. `closed`
    says that each thing is stated to be of every class above its own, so that nothing has to be
    followed along rdfs:subClassOf. `exact` says that the queries run in the embedded store, with
    our functions, and that what the store would lose of a literal is kept by a mark (see `exact`).
    """

    each: bool = False
    closed: bool = False
    exact: bool = False
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
        """The IRI of a staged set: numbered `nodes`, or the `failing` ones of a numbered shape."""
        return f"{self.scratch}:{role}:{number}"

    def member(self, name: str, variable: str) -> str:
        """The pattern that holds where `variable` is in the staged set."""
        return f"GRAPH <{self.scratch}> {{ {self.key} <{name}> {variable} }}"

    def data(self, pattern: str) -> str:
        """The pattern, read from the data."""
        if self.each:
            return f"GRAPH ?{KEY} {{ {pattern} }}"
        return f"GRAPH <{self.data_graph}> {{ {pattern} }}" if self.data_graph else pattern

    def instance(self, variable: str, name: str) -> str:
        """The pattern that holds where `variable` is of the class with that name."""
        above = "" if self.closed else f"/<{RDFS.BASE}subClassOf>*"
        return self.data(f"{variable} <{RDF.BASE}type>{above} {name} .")

    def graphs(self) -> str:
        """The pattern that binds the graph key to each graph of the plan, where there are many."""
        return (
            f"GRAPH <{self.scratch}> {{ ?{KEY} <{self.scratch}:each> true }}" if self.each else ""
        )

    def insert(self, name: str, variable: str, where: str) -> str:
        """The update that adds every node that `where` binds to `variable` to a staged set."""
        return f"INSERT {{ {self.member(name, variable)} }} WHERE {{ {where} }}"


class Nodes(Protocol):
    """A set of nodes that a shape is evaluated over."""

    @property
    def once(self) -> bool:
        """Whether `holds` gives a free variable each node only once."""
        ...

    def holds(self, variable: str) -> str:
        """The pattern that holds where `variable` is in the set."""
        ...


@dataclass(frozen=True)
class Staged:
    """The nodes of a staged set."""

    frame: Frame
    name: str
    once: bool = True

    def holds(self, variable: str) -> str:
        """The pattern that holds where `variable` is in the set."""
        return self.frame.member(self.name, variable)


@dataclass(frozen=True)
class Matched:
    """The nodes that any of some patterns finds in the data; `{}` there stands for the variable."""

    frame: Frame
    patterns: tuple[str, ...]
    once: bool

    def holds(self, variable: str) -> str:
        """The pattern that holds where `variable` is in the set."""
        written = [pattern.replace("{}", variable, 1) for pattern in self.patterns]
        either = written[0] if len(written) == 1 else f"{{ {' } UNION { '.join(written)} }}"
        return f"{self.frame.graphs()} {self.frame.data(either)}"


@dataclass(frozen=True)
class Scope:
    """A shape's focus nodes and value nodes: the set it is evaluated over, and its path."""

    frame: Frame
    nodes: Nodes
    path: Path | None

    @property
    def node(self) -> str:
        """The variable of the value node."""
        return "?this" if self.path is None else "?value"

    @property
    def direct(self) -> bool:
        """Whether the triples of the path can be listed as they are, without a focus node.

        Then the triples come first and the focus set after: most properties stand on few nodes,
        and what fails on fewer still.
        """
        return self.path is not None and self.path.direct

    def focus(self) -> str:
        """Binds ?this to each focus node, perhaps several times."""
        return self.nodes.holds("?this")

    def focus_once(self) -> str:
        """Binds ?this to each focus node once."""
        if self.nodes.once:
            return self.focus()
        return f"{{ SELECT DISTINCT {self.frame.columns} WHERE {{ {self.focus()} }} }}"

    def in_focus(self) -> str:
        """Holds where ?this, which is bound, is a focus node."""
        return f"FILTER EXISTS {{ {self.focus()} }}"

    def values(self) -> str:
        """Binds ?this and the value node."""
        if self.path is None:
            return self.focus()
        found = f"{self.focus()} {self.reach('?value')}"
        if self.path.nullable:
            return f"{{ {self.focus()} BIND(?this AS ?value) }} UNION {{ {found} }}"
        return found

    def values_where(self, condition: str) -> str:
        """Binds ?this and those value nodes of which the condition holds."""
        if not self.direct:
            return f"{self.values()} FILTER({condition})"
        # Each value is looked at once, however many nodes have it.
        assert self.path is not None
        key = self.frame.columns.removesuffix("?this")
        listed = self.frame.data(f"?any {self.path.sparql()} ?value .")
        distinct = f"SELECT DISTINCT {key}?value WHERE {{ {listed} }}"
        chosen = f"SELECT {key}?value WHERE {{ {{ {distinct} }} FILTER({condition}) }}"
        return f"{{ {chosen} }} {self.reach('?value')} {self.in_focus()}"

    def reach(self, end: str) -> str:
        """Leads from ?this to `end` by at least one triple (see Path.nullable for none)."""
        assert self.path is not None
        return self.frame.data(f"?this {self.path.sparql()} {end} .")

    def reaches(self, end: str) -> str:
        """The same where ?this is bound: the engine tries branches faster than alternatives."""
        assert self.path is not None
        if self.path.kind != "alternativePath":
            return self.reach(end)
        branches = (f"{{ ?this {part.sparql()} {end} . }}" for part in self.path.parts)
        return self.frame.data(" UNION ".join(branches))

    def not_reached(self, end: str) -> str:
        """Holds where `end`, bound or constant, is no value node of ?this."""
        if self.path is None:
            return f"FILTER(!sameTerm(?this, {end}))"
        none = f"FILTER NOT EXISTS {{ {self.reach(end)} }}"
        return f"{none} FILTER(!sameTerm(?this, {end}))" if self.path.nullable else none
