"""Files → what sources say: named graphs, with file and line for every complaint; no network, ever.

What is named here is imported when it is first used: a question to a built graph needs none of the
parsers.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kgraph.load.complaints import Kind
    from kgraph.load.files import FileGraph, Loaded, fingerprint, load, turtle_files
    from kgraph.load.places import Places, locate, read_places
    from kgraph.load.user_files import FORMATS, ExtraFile, load_extra, standard_input

__all__ = [
    "FORMATS",
    "ExtraFile",
    "FileGraph",
    "Kind",
    "Loaded",
    "Places",
    "fingerprint",
    "load",
    "load_extra",
    "locate",
    "read_places",
    "standard_input",
    "turtle_files",
]

_HOME = {
    "complaints": ("Kind",),
    "files": ("FileGraph", "Loaded", "fingerprint", "load", "turtle_files"),
    "places": ("Places", "locate", "read_places"),
    "user_files": ("FORMATS", "ExtraFile", "load_extra", "standard_input"),
}


def __getattr__(name: str) -> Any:
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"kgraph.load.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
