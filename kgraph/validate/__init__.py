"""Shapes → findings.

`validate_store` checks the graph, `validate_files` a user's files on top of it, both also with the
stored checks of `load_checks`. The engine is a
parameter: `compiled` turns the shapes into SPARQL, `pyshacl` is the reference; both give the same
findings.

What is named here is imported when it is first used: a build leaves validation to a copy of its
process, and needs little of it itself.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kgraph.validate.findings import SEVERITIES, Finding, by_severity, exceeds
    from kgraph.validate.house_rules import check_shapes
    from kgraph.validate.kinds import Kind, find_kind, finding_kinds
    from kgraph.validate.on_top import validate_files
    from kgraph.validate.scopes import SCOPES
    from kgraph.validate.shapes import load_shapes
    from kgraph.validate.stored_checks import Check, load_checks
    from kgraph.validate.whole import ENGINES, validate_store

__all__ = [
    "ENGINES",
    "SCOPES",
    "SEVERITIES",
    "Check",
    "Finding",
    "Kind",
    "by_severity",
    "check_shapes",
    "exceeds",
    "find_kind",
    "finding_kinds",
    "load_checks",
    "load_shapes",
    "validate_files",
    "validate_store",
]

_HOME = {
    "findings": ("SEVERITIES", "Finding", "by_severity", "exceeds"),
    "house_rules": ("check_shapes",),
    "kinds": ("Kind", "find_kind", "finding_kinds"),
    "on_top": ("validate_files",),
    "scopes": ("SCOPES",),
    "shapes": ("load_shapes",),
    "stored_checks": ("Check", "load_checks"),
    "whole": ("ENGINES", "validate_store"),
}


def __getattr__(name: str) -> Any:
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"kgraph.validate.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
