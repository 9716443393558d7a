"""The FIBO-shaped view of the data: parties, the roles they play, identifiers, securities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode, Quad, Store, Triple

from kgraph.align.template import read_template
from kgraph.align.view import view_queries
from kgraph.problems import LoadError, Problem
from kgraph.root import find_root
from kgraph.snapshot.graphs import CONFLICTING
from kgraph.sparql import engine
from kgraph.vocab import Object, as_node

_FACT: Final = ("thing", "relation", "value")
"""The variables by which a query of the view says which fact a row shows."""


@dataclass(frozen=True)
class View:
    """The triples of the view, each once, in a fixed order, and the triples that show each fact."""

    triples: tuple[Triple, ...]
    shown: Mapping[Triple, tuple[Triple, ...]]


def fibo_view(store: Store, root: Path | None = None) -> View:
    """The view.

    In: a store as the build makes it (the default graph is the state of a day; facts that sources
    dispute stand in the graph standing:conflicting too), and the folder whose ontology/fibo/*.rq
    are read. A row of a query that binds ?thing, ?relation and ?value shows that fact; any other
    row says what a thing is, or what it is called. The view names parties, tokens, venues and codes
    as the graph does; roles, identifiers, dates and amounts are nodes with IRIs made from those
    names. Facts that sources dispute are left out.

    Raises LoadError where there is no query, or one is not valid or may not run.
    """
    found: set[Triple] = set()
    shown: dict[Triple, set[Triple]] = defaultdict(set)
    for path, text in view_queries(root or find_root()).items():
        try:
            template = read_template(text, _FACT)
            rows = engine.select(store, template.select)
            for cells in rows:
                row: dict[str, Object | None] = dict(zip(rows.columns, cells, strict=True))
                fact = _fact(row)
                if fact is not None and Quad(*fact, CONFLICTING) in store:
                    continue
                made = set(template.triples(row))
                found |= made
                if fact is not None:
                    shown[fact] |= made
        except SyntaxError as error:
            problem = Problem("this is no valid SPARQL", str(error), "correct the query", path)
            raise LoadError([problem]) from error
    return View(
        tuple(sorted(found, key=str)),
        MappingProxyType(
            {fact: tuple(sorted(made, key=str)) for fact, made in shown.items() if made}
        ),
    )


def _fact(row: Mapping[str, Object | None]) -> Triple | None:
    subject, predicate, value = (row[name] for name in _FACT)
    if subject is None or value is None or not isinstance(predicate, NamedNode):
        return None
    return Triple(as_node(subject), predicate, value)
