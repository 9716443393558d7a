"""Shapes as values: what the reader makes of a shapes graph and the planner compiles."""

from __future__ import annotations

from dataclasses import dataclass

from kgraph.shacl.paths import Path
from kgraph.shacl.targets import Target
from kgraph.vocab import Object


@dataclass(frozen=True)
class Constraint:
    """One constraint of a shape.

    `kind` is the local name of the SHACL parameter, or `custom` for a declared component;
    `component` the IRI that results name. `value` is the parameter, `terms` the members of its
    list, `shapes` the shapes it refers to (for the qualified ones: the shape, then the siblings
    that must not hold), `flags` those of sh:pattern. `node` is the SPARQL constraint or validator;
    `parameters` the values a declared component puts in place of its variables.
    """

    kind: str
    component: str
    value: Object | None = None
    terms: tuple[Object, ...] = ()
    shapes: tuple[Object, ...] = ()
    flags: str = ""
    node: Object | None = None
    parameters: tuple[tuple[str, Object], ...] = ()


@dataclass(frozen=True)
class Shape:
    """One shape that some target reaches. `path` is None for a node shape."""

    node: Object
    path: Path | None
    targets: tuple[Target, ...]
    severity: str
    deactivated: bool
    constraints: tuple[Constraint, ...]
