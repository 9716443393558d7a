"""Files → named graphs, with file and line for every complaint; and the canonical Turtle form.

What is named here is imported when it is first used: a question to a built graph needs none of the
parsers.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kgraph.load.complaints import Kind
    from kgraph.load.extra import FORMATS, ExtraFile, load_extra
    from kgraph.load.files import FileGraph, Loaded, fingerprint, load, turtle_files
    from kgraph.load.lines import Places, locate, read_places
    from kgraph.load.literals import canonical, engine_form
    from kgraph.load.problems import LoadError, Problem
    from kgraph.load.read import parse_turtle, read_text
    from kgraph.load.root import find_root, find_writable_root
    from kgraph.load.same import same_graph
    from kgraph.load.turtle import check, format_turtle, rewrite, write_turtle
    from kgraph.load.write import write_atomic

__all__ = [
    "FORMATS",
    "ExtraFile",
    "FileGraph",
    "Kind",
    "LoadError",
    "Loaded",
    "Places",
    "Problem",
    "canonical",
    "check",
    "engine_form",
    "find_root",
    "find_writable_root",
    "fingerprint",
    "format_turtle",
    "load",
    "load_extra",
    "locate",
    "parse_turtle",
    "read_places",
    "read_text",
    "rewrite",
    "same_graph",
    "turtle_files",
    "write_atomic",
    "write_turtle",
]

_HOME = {
    "complaints": ("Kind",),
    "extra": (
        "ExtraFile",
        "FORMATS",
        "load_extra",
    ),
    "files": (
        "FileGraph",
        "Loaded",
        "fingerprint",
        "load",
        "turtle_files",
    ),
    "lines": (
        "Places",
        "locate",
        "read_places",
    ),
    "literals": (
        "canonical",
        "engine_form",
    ),
    "problems": (
        "LoadError",
        "Problem",
    ),
    "read": (
        "parse_turtle",
        "read_text",
    ),
    "root": (
        "find_root",
        "find_writable_root",
    ),
    "same": ("same_graph",),
    "turtle": (
        "check",
        "format_turtle",
        "rewrite",
        "write_turtle",
    ),
    "write": ("write_atomic",),
}


def __getattr__(name: str) -> Any:
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"kgraph.load.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
