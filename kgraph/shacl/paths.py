"""SHACL property paths as values: read from the shapes, written as SPARQL or as triples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kgraph.names import compact
from kgraph.shacl.shapes_graph import FIRST, REST, ShapeGraph
from kgraph.vocab import RDF, SH, Object

DEEPEST: Final = 50
"""How deep paths, and shapes, may stand within each other: who means more has made a mistake."""
LONGEST: Final = 50
"""How many steps of a path may follow each other: the engine plans longer ones without end."""

_REPEATED: Final = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


@dataclass(frozen=True)
class Path:
    """One path. `kind` is `predicate`, `sequence`, or the SHACL name such as `inversePath`.

    A predicate has its IRI in `iri`, any other path has its parts.
    """

    kind: str
    iri: str = ""
    parts: tuple[Path, ...] = ()

    def sparql(self) -> str:
        """The path in SPARQL syntax with full IRIs, safe to stand inside a longer path."""
        return self._text(lambda iri: f"<{iri}>")

    def __str__(self) -> str:
        """The path in SPARQL syntax with short names, for people."""
        text = self._text(compact)
        return text[1:-1] if self.kind in ("sequence", "alternativePath") else text

    def _text(self, name: Callable[[str], str]) -> str:
        if self.kind == "predicate":
            return name(self.iri)
        inner = [part._text(name) for part in self.parts]
        if self.kind == "sequence":
            return f"({'/'.join(inner)})"
        if self.kind == "alternativePath":
            return f"({'|'.join(inner)})"
        # `^^p` and `p**` do not parse, so an operator under an operator stands in brackets.
        operand = inner[0] if self.parts[0].kind == "predicate" else f"({inner[0]})"
        return f"^{operand}" if self.kind == "inversePath" else operand + _REPEATED[self.kind]

    @property
    def nullable(self) -> bool:
        """Whether the path leads from every node to itself, so also from nodes outside the graph.

        Engines differ on that last case, so the compiler treats such paths apart.
        """
        if self.kind in ("zeroOrMorePath", "zeroOrOnePath"):
            return True
        if self.kind == "predicate":
            return False
        if self.kind == "alternativePath":
            return any(part.nullable for part in self.parts)
        return all(part.nullable for part in self.parts)

    @property
    def direct(self) -> bool:
        """Whether the path is one property, its inverse, or a choice of such."""
        return self.kind == "predicate" or (
            self.kind in ("inversePath", "alternativePath")
            and all(part.direct for part in self.parts)
        )

    @property
    def properties(self) -> frozenset[str]:
        """Every property that the path may lead through."""
        if self.kind == "predicate":
            return frozenset({self.iri})
        return frozenset[str]().union(*(part.properties for part in self.parts))

    def plain(self) -> Path:
        """An equal path in which only single properties are inverted."""
        if self.kind == "inversePath":
            return self.parts[0].plain().inverted()
        return Path(self.kind, self.iri, tuple(part.plain() for part in self.parts))

    def inverted(self) -> Path:
        """The path that leads back, with only single properties inverted, as the path has it."""
        if self.kind == "predicate":
            return Path("inversePath", parts=(self,))
        if self.kind == "inversePath":
            return self.parts[0]
        parts = tuple(part.inverted() for part in self.parts)
        return Path(self.kind, parts=parts[::-1] if self.kind == "sequence" else parts)

    def triples(self) -> tuple[Object, tuple[ox.Triple, ...]]:
        """The node that stands for the path in SHACL, and the triples that describe it."""
        if self.kind == "predicate":
            return ox.NamedNode(self.iri), ()
        made: list[ox.Triple] = []
        heads: list[Object] = []
        for part in self.parts:
            head, below = part.triples()
            heads.append(head)
            made.extend(below)
        if self.kind in ("sequence", "alternativePath"):
            node: Object = RDF.nil
            for head in reversed(heads):
                cell = ox.BlankNode()
                made.append(ox.Triple(cell, ox.NamedNode(FIRST), head))
                made.append(ox.Triple(cell, ox.NamedNode(REST), node))
                node = cell
            if self.kind == "sequence":
                return node, tuple(made)
            heads = [node]
        top = ox.BlankNode()
        made.append(ox.Triple(top, ox.NamedNode(SH.BASE + self.kind), heads[0]))
        return top, tuple(made)


def predicate(iri: str) -> Path:
    """The path that is one property."""
    return Path("predicate", iri)


def read_path(graph: ShapeGraph, node: Object, above: tuple[Object, ...] = ()) -> Path:
    """The path that `node` stands for in the shapes; LoadError where it is not a SHACL path."""
    if isinstance(node, ox.NamedNode) and node != RDF.nil:
        return predicate(node.value)
    if node in above or isinstance(node, ox.Literal) or node == RDF.nil:
        raise _no_path(graph, above[0] if above else node)
    within = (*above, node)
    if len(within) > DEEPEST:
        raise graph.refusal(
            above[0],
            "its sh:path is nested too deeply",
            f"at most {DEEPEST} paths stand within each other",
            "write a shorter path",
        )
    if graph.objects(node, FIRST):
        items = graph.items(node)
        if len(items) > LONGEST:
            raise graph.refusal(
                within[0],
                f"its sh:path has {len(items)} steps",
                f"at most {LONGEST} follow each other",
                "write a shorter path",
            )
        parts = tuple(read_path(graph, item, within) for item in items)
        if len(parts) < 2:
            raise _no_path(graph, node)
        return Path("sequence", parts=parts)
    kinds = [
        iri for iri in graph.predicates(node) if iri.startswith(SH.BASE) and iri.endswith("Path")
    ]
    if len(kinds) != 1:
        raise _no_path(graph, node)
    kind = kinds[0].removeprefix(SH.BASE)
    inner = graph.value(node, kinds[0])
    if inner is None or kind not in (*_REPEATED, "inversePath", "alternativePath"):
        raise _no_path(graph, node)
    if kind == "alternativePath":
        options = tuple(read_path(graph, item, within) for item in graph.items(inner))
        if len(options) < 2:
            raise _no_path(graph, node)
        return Path(kind, parts=options)
    return Path(kind, parts=(read_path(graph, inner, within),))


def _no_path(graph: ShapeGraph, node: Object) -> Exception:
    return graph.refusal(
        node,
        "its sh:path is not a path",
        "a path is a property, ( p q ), or one of sh:inversePath, sh:alternativePath with a list, "
        "sh:zeroOrMorePath, sh:oneOrMorePath and sh:zeroOrOnePath",
        "write the path in one of these forms",
    )
