"""Shapes that, by way of others, refer to themselves, and those within which too many stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kgraph.problems import Problem
from kgraph.shacl.paths import DEEPEST
from kgraph.shacl.roles import known_parts
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.vocab import Object


def circles(graph: ShapeGraph, shapes: Iterable[Object]) -> Iterator[Problem]:
    """Each shape that, by way of others, refers to itself, or within which too many stand.

    A shape that others share is looked at once.
    """
    heights: dict[Object, int] = {}
    for start in shapes:
        above: dict[Object, tuple[Object, ...]] = {}
        waiting: list[tuple[Object, bool]] = [(start, False)]
        while waiting:
            node, leaving = waiting.pop()
            if leaving:
                heights[node] = 1 + max((heights.get(n, 0) for n in above.pop(node)), default=0)
                if heights[node] > DEEPEST:
                    yield graph.problem(
                        node,
                        "shapes are nested too deeply",
                        f"at most {DEEPEST} stand within each other",
                        "take the inner ones out, or write a SPARQL constraint",
                    )
                    return
            elif node in above:
                yield graph.problem(
                    node,
                    "the shape refers to itself",
                    "what recursive shapes mean is left open by SHACL",
                    "break the circle, for instance with a SPARQL constraint",
                )
            elif node not in heights:
                above[node] = known_parts(graph, node)
                waiting.append((node, True))
                waiting.extend((part, False) for part in above[node])
