"""A snapshot → figures about it, in groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from kgraph.names import PREFIXES
from kgraph.sparql import engine
from kgraph.tables.formats import table_as
from kgraph.tables.table import Table
from kgraph.words.figures import figure_name

if TYPE_CHECKING:
    from kgraph.snapshot import Snapshot

# Classes of the things that data names, fullest first.
_CLASSES: Final = """
SELECT ?class (COUNT(?thing) AS ?number) WHERE {
  { SELECT DISTINCT ?class ?thing WHERE { GRAPH graph:entities {
      ?thing a ?class FILTER NOT EXISTS { ?thing owl:deprecated true } } } }
}
GROUP BY ?class ORDER BY DESC(?number) ?class
"""
_SOURCES: Final = """
SELECT ?class (COUNT(?source) AS ?number) WHERE {{
  {{ SELECT DISTINCT ?class ?source WHERE {{
      ?source a ?class FILTER(?class IN (jpst:PrimarySource, jpst:SecondarySource))
      FILTER NOT EXISTS {{ ?source jpst:read ?day FILTER(?day > "{known}"^^xsd:date) }} }} }}
}}
GROUP BY ?class ORDER BY ?class
"""
# What the day makes of the claims; a state that none of them has is not among them.
_STATES: Final = """
SELECT ?state (COUNT(?claim) AS ?number) WHERE {
  GRAPH graph:claims { ?claim jpst:claimState ?state }
}
GROUP BY ?state ORDER BY DESC(?number) ?state
"""


def write(snapshot: Snapshot, format: str, language: str = "en", width: int | None = None) -> str:
    """The figures in one of the formats of rows; what programs read keeps the names of figures."""
    told = as_table(snapshot, language)
    if format == "table":
        rows = [
            (figure_name(str(group), language), figure_name(str(figure), language), value)
            for group, figure, value in told.rows
        ]
        told = replace(told, rows=rows)
    return table_as(told, format, width)


def as_table(snapshot: Snapshot, language: str = "en") -> Table:
    """Three columns: the group of a figure, its name and its value.

    The groups: the whole record, findings of the last build, claims by what the day makes of them,
    sources read by the day of knowledge by kind, things by kind.
    """
    heads = ("区分", "項目", "値") if language == "ja" else None
    return Table(("group", "figure", "value"), list(_figures(snapshot, language)), heads)


def _figures(snapshot: Snapshot, language: str) -> Iterator[tuple[str, str, object]]:
    manifest = snapshot.manifest
    yield "snapshot", "built", manifest["built"]
    yield "snapshot", "fingerprint", snapshot.fingerprint
    yield "snapshot", "state of", snapshot.day.as_of.isoformat()
    known = snapshot.day.known_at
    if known is not None:
        yield "snapshot", "known at", known.isoformat()
    for name, number in manifest["counts"].items():
        yield "graph", name, number
    for name, number in manifest["findings"].items():
        yield "findings", name, number
    read = _SOURCES.format(known=known.isoformat() if known is not None else "9999-12-31")
    for group, query in (("day", _STATES), ("sources", read), ("things", _CLASSES)):
        for kind, number in engine.select(snapshot.store, query, PREFIXES):
            assert isinstance(kind, NamedNode)
            assert isinstance(number, Literal)
            yield group, snapshot.label(kind.value, language), number
