"""What changed between two versions of the graph, as values; rendered elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from kgraph.diff.facts import Said
from kgraph.vocab import Object

ADDED: Final = "added"
REMOVED: Final = "removed"
CHANGED: Final = "changed"
DEPRECATED: Final = "deprecated"

BREAKING: Final = (
    "removed",
    "not-replaced",
    "kind",
    "domain",
    "range",
    "disjoint",
    "restricted",
    "superclass",
    "superproperty",
    "question",
    "table",
    "column",
    "parameter",
    "required",
    "default",
)
"""Why a change breaks what users have built on the graph.

An IRI means nothing any longer, or is deprecated without a replacement in use; a term is of another
kind; a domain or range is narrower; classes or properties became disjoint; a property may have
fewer values than before; a class or property no longer belongs to a wider one. A stored question or
a table of the export is gone, a column or a parameter of one is gone or called otherwise, a
parameter takes a value no longer, needs one that could be left out before, or stands for another
one where it is left out.
"""

_NO_LABELS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({})


@dataclass(frozen=True)
class FactChange:
    """A fact that was added or removed, with the graphs that state it."""

    fact: Said
    graphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourcesChange:
    """A fact that stands in both versions and is stated by more or by other graphs now."""

    fact: Said
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class StandingChange:
    """A fact whose standing (confirmed, likely, conflicting) is another one."""

    fact: Said
    before: str
    after: str


@dataclass(frozen=True)
class SourceChange:
    """A source or editorial graph that was ADDED, REMOVED or CHANGED.

    `description` gives, for each property of the source itself that changed, the values before and
    after; `facts_added` and `facts_removed` count what else it says now and no longer says.
    """

    iri: str
    change: str
    facts_added: int = 0
    facts_removed: int = 0
    description: tuple[tuple[str, tuple[Object, ...], tuple[Object, ...]], ...] = ()


@dataclass(frozen=True)
class EntityChange:
    """A thing that was ADDED, REMOVED or DEPRECATED; `breaking` is one of BREAKING or None."""

    iri: str
    change: str
    kinds: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    breaking: str | None = None


@dataclass(frozen=True)
class TermChange:
    """A term of the ontology that was ADDED, REMOVED, DEPRECATED, or CHANGED in one property.

    `property` is None but for CHANGED; `term` is None for an axiom that is about no single term.
    `before` and `after` are the values that are gone and new, in Turtle with short names.
    """

    term: str | None
    change: str
    property: str | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    breaking: str | None = None


@dataclass(frozen=True)
class InterfaceChange:
    """A stored question or a table of the export that was ADDED, REMOVED or CHANGED.

    `kind` is question or table; `part`, of a change, is column or parameter, and `before` and
    `after` are those that are gone and new. A parameter is told with its kind, so that one which
    only changed stands on both sides.
    """

    kind: str
    name: str
    change: str
    part: str | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    breaking: str | None = None


@dataclass(frozen=True)
class Difference:
    """What changed from `old` to `new` (their names). All parts are in a fixed order.

    `without_questions` are the versions (by name) that do not tell their stored questions, so that
    these were not compared. `labels` gives the labels of every IRI that is mentioned, by language;
    those of the new version where it has them.
    """

    old: str
    new: str
    entities: tuple[EntityChange, ...] = ()
    facts_added: tuple[FactChange, ...] = ()
    facts_removed: tuple[FactChange, ...] = ()
    facts_resourced: tuple[SourcesChange, ...] = ()
    standings: tuple[StandingChange, ...] = ()
    sources: tuple[SourceChange, ...] = ()
    terms: tuple[TermChange, ...] = ()
    interface: tuple[InterfaceChange, ...] = ()
    without_questions: tuple[str, ...] = ()
    inferred_added: tuple[FactChange, ...] = ()
    inferred_removed: tuple[FactChange, ...] = ()
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _NO_LABELS)

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return any(
            (
                self.entities,
                self.facts_added,
                self.facts_removed,
                self.facts_resourced,
                self.standings,
                self.sources,
                self.terms,
                self.interface,
                self.inferred_added,
                self.inferred_removed,
            )
        )

    @property
    def breaking(self) -> tuple[EntityChange | TermChange | InterfaceChange, ...]:
        """The changes that break what users have built on the graph."""
        changes: tuple[EntityChange | TermChange | InterfaceChange, ...] = (
            *self.interface,
            *self.terms,
            *self.entities,
        )
        return tuple(change for change in changes if change.breaking)
