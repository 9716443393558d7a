"""Whether all of a shapes graph is understood: the one check in front of both engines.

Whatever it lets pass, each engine evaluates or refuses by name; whatever would be skipped in
silence, such as a misspelt term or a switch in quotes, is refused here with its place.
"""

from __future__ import annotations

from collections.abc import Set

from kgraph.problems import LoadError, Problem
from kgraph.shacl.circles import circles
from kgraph.shacl.idle import idle
from kgraph.shacl.node_rules import node_faults
from kgraph.shacl.roles import reports, roles
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.shacl.unknown_terms import unknown_terms


def refuse(graph: ShapeGraph, own: Set[str] = frozenset()) -> None:
    """Raises LoadError with all of a shapes graph that is not understood, or checks nothing.

    `own` are the IRIs of properties that the caller understands in shapes, besides those of SHACL.
    Any other property of another namespace is a remark, unless it looks like one of them misspelt.
    """
    found = graph.once(
        ("refuse", frozenset(own)),
        lambda: faults(graph, own) or tuple(dict.fromkeys(idle(graph, own))),
    )
    if found:
        raise LoadError(found)


def faults(graph: ShapeGraph, own: Set[str] = frozenset()) -> tuple[Problem, ...]:
    """All of a shapes graph that is not understood, each with its place. `own` as in `refuse`."""
    reported = reports(graph)
    known = roles(graph, reported)
    found = dict.fromkeys(unknown_terms(graph, reported))
    for node, its in known.items():
        found.update(dict.fromkeys(node_faults(graph, node, its, own)))
    shapes = [node for node, its in known.items() if "a shape" in its]
    found.update(dict.fromkeys(circles(graph, shapes)))
    return tuple(found)
