"""What makes well-formed shapes check nothing, or give what is no finding."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Final

import pyoxigraph as ox

from kgraph.problems import Problem
from kgraph.shacl.parts import shape_nodes
from kgraph.shacl.shapes_graph import ShapeGraph, short
from kgraph.shacl.targets import TARGETS, TRUE, target_shapes
from kgraph.shacl.vocabulary import SEVERITY_IRIS
from kgraph.vocab import OWL, RDF, SH

_WITHOUT_CONSTRAINT: Final = frozenset(
    {RDF.type.value}
    | {SH.BASE + name for name in (*TARGETS, "path", "severity", "message", "deactivated")}
    | {SH.BASE + name for name in ("name", "description", "order", "group", "defaultValue")}
)


def idle(graph: ShapeGraph, own: Set[str] = frozenset()) -> Iterator[Problem]:
    """What makes well-formed shapes check nothing, or give what is no finding.

    No target at all, no constraint under one, shapes that stand elsewhere, a severity that is none
    of the three. `own` as in `wellformed.refuse`.
    """
    silent = _WITHOUT_CONSTRAINT | own
    yield from _imports(graph)
    roots = target_shapes(graph)
    if not roots and graph.triples:  # a file that says nothing promises nothing
        yield Problem(
            "no shape has a target",
            "so nothing is checked",
            f"write shapes in the namespace <{SH.BASE}>, with a target such as sh:targetClass",
            next(iter(graph.files.values()), None),
        )
    for node in roots:
        states = (p for p in graph.predicates(node) if p not in silent)
        if next(states, None) is None and graph.value(node, SH.deactivated.value) != TRUE:
            yield graph.problem(
                node,
                "it has a target but no constraint",
                "so it checks nothing",
                "say what holds of its nodes, or take the target out",
            )
    for node in shape_nodes(graph):
        for severity in graph.objects(node, SH.severity.value):
            if not isinstance(severity, ox.NamedNode) or severity.value not in SEVERITY_IRIS:
                yield graph.problem(
                    node,
                    f"sh:severity is {short(severity)}",
                    "findings are violations, warnings or infos",
                    "write sh:Violation, sh:Warning or sh:Info",
                    SH.severity.value,
                    severity,
                )


def _imports(graph: ShapeGraph) -> Iterator[Problem]:
    """What the shapes say they import, and nothing is said of: no other file is ever read."""
    for subject, predicate, value in graph.triples:
        if predicate.value == OWL.imports.value and not graph.predicates(value):
            yield graph.problem(
                subject,
                f"it imports {short(value)}, which is not among the shapes",
                "nothing is ever fetched, so its shapes would check nothing",
                "put the file beside the others, or take the import out",
                predicate.value,
                value,
            )
