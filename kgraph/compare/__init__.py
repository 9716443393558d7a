"""Two versions of the graph → what changed: facts, sources, standing, things and the ontology."""

from kgraph.compare.deprecated import Abandoned, abandoned
from kgraph.compare.difference import (
    BREAKING,
    Difference,
    EntityChange,
    FactChange,
    InterfaceChange,
    SourceChange,
    SourcesChange,
    StandingChange,
    TermChange,
)
from kgraph.compare.facts import Said, said
from kgraph.compare.interface import Interface
from kgraph.compare.opened import CompareError, open_version
from kgraph.compare.versions import compare

__all__ = [
    "BREAKING",
    "Abandoned",
    "CompareError",
    "Difference",
    "EntityChange",
    "FactChange",
    "Interface",
    "InterfaceChange",
    "Said",
    "SourceChange",
    "SourcesChange",
    "StandingChange",
    "TermChange",
    "abandoned",
    "compare",
    "open_version",
    "said",
]
