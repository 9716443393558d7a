"""Two versions of the graph → what changed: facts, sources, standing, things and the ontology."""

from kgraph.diff.compare import compare
from kgraph.diff.deprecated import Abandoned, abandoned
from kgraph.diff.difference import (
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
from kgraph.diff.facts import Said, said
from kgraph.diff.offers import Interface
from kgraph.diff.versions_read import CompareError, open_version

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
