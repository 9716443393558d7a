"""Every fact as a row of a table: what is said, by whom, as of when, and how it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Store, Triple

from kgraph.compare.facts import Said, said
from kgraph.export.sheets import Cell, Column, Sheet
from kgraph.export.view import View, short
from kgraph.names import ID, JPST, compact, local_name
from kgraph.snapshot.conflicts import issued
from kgraph.snapshot.graphs import states_facts
from kgraph.snapshot.when import AS_OF, AS_OF_EARLIEST, VALID_FROM, VALID_UNTIL, When, to_date

FACTS: Final = "facts"
"""The name of the table."""

_COLUMNS: Final = (
    *("subject (id)", "subject", "property (id)", "property", "value (id)", "value"),
    *("language", "datatype", "standing", "inferred"),
    *("source (id)", "source", "as of", "as of, earliest", "valid from", "valid until"),
)
_SOURCE_COLUMNS: Final = ("source (id)", "source")
_DETAILS: Final = ("qualifier", "capacity", "note", "statedValue")
_DATES: Final = (AS_OF, AS_OF_EARLIEST, VALID_FROM, VALID_UNTIL)


def fact_sheet(store: Store, view: View, *, inferred: bool = True, sources: bool = True) -> Sheet:
    """The table `facts`: a row for each fact and each source that states it, as it states it.

    What rules add has rows without source. Without `sources` a fact has one row for each way in
    which it is stated.
    """
    titles = fact_titles(view)
    rows = set(_rows(store, view, inferred=inferred))
    if not sources:
        kept = [i for i, title in enumerate(titles) if title not in _SOURCE_COLUMNS]
        titles = [titles[i] for i in kept]
        rows = {tuple(row[i] for i in kept) for row in rows}
    columns = tuple(Column(t, many=i >= len(titles) - len(_DETAILS)) for i, t in enumerate(titles))
    return Sheet(FACTS, columns, tuple(sorted(rows)))


def fact_titles(view: View) -> list[str]:
    """The titles of the table `facts` with its sources."""
    details = (view.name(NamedNode(JPST + name)).removeprefix("jpst:") for name in _DETAILS)
    return [*_COLUMNS, *details]


def _rows(store: Store, view: View, *, inferred: bool) -> Iterator[tuple[Cell, ...]]:
    days: dict[str, When] = {}
    for fact, graphs in said(store, fold_records=False).items():
        triple = Triple(_node(fact.subject), NamedNode(fact.property), fact.value)
        for name in graphs:
            graph = NamedNode(name)
            if name not in days:
                days[name] = issued(store, graph) if states_facts(graph) else When()
            yield (
                *_told(view, triple, inferred=False),
                (short(graph),),
                (view.name(graph),) if states_facts(graph) else (),
                *_when(store, fact, graph, days[name]),
                *(_detail(view, fact, JPST + detail) for detail in _DETAILS),
            )
    if inferred:
        stated = view.stating.keys()
        nothing = ((),) * (len(_SOURCE_COLUMNS) + len(_DATES) + len(_DETAILS))
        for triple in view.inferred:
            subject = triple.subject
            of_data = isinstance(subject, NamedNode) and subject.value.startswith(ID)
            if of_data and triple not in stated:
                yield *_told(view, triple, inferred=True), *nothing


def _told(view: View, triple: Triple, *, inferred: bool) -> tuple[Cell, ...]:
    value = triple.object
    is_text = isinstance(value, Literal)
    return (
        (short(triple.subject),),
        (view.name(triple.subject),),
        (compact(triple.predicate.value),),
        (view.name(triple.predicate),),
        () if is_text else (short(value),),
        (view.name(value),),
        (value.language,) if is_text and value.language else (),
        (local_name(value.datatype.value),) if is_text and not value.language else (),
        (view.standing[triple],) if triple in view.standing else (),
        ("yes",) if inferred else ("no",),
    )


def _when(store: Store, fact: Said, graph: NamedNode, day: When) -> Iterator[Cell]:
    """The dates of the statement, else those of a record's own, else the day of the page."""
    values = dict(fact.details)
    found = [to_date(values.get(name.value)) for name in _DATES]
    if not any(found) and fact.property not in {name.value for name in _DATES}:
        found = [_own(store, fact, name, graph) for name in _DATES]
    if found[0] is None:
        found[:2] = day.as_of, day.as_of_earliest
    for value in found:
        yield () if value is None else (value.isoformat(),)


def _own(store: Store, fact: Said, name: NamedNode, graph: NamedNode) -> date | None:
    quads = store.quads_for_pattern(_node(fact.subject), name, None, graph)
    return next((to_date(quad.object) for quad in quads), None)


def _detail(view: View, fact: Said, name: str) -> Cell:
    return tuple(view.name(value) for key, value in fact.details if key == name)


def _node(text: str) -> NamedNode:
    return NamedNode(text)
