"""The FIBO-shaped view of the data: parties, the roles they play, identifiers, securities."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Store, Triple

from kgraph.align.view import view_queries
from kgraph.load import LoadError, Problem, find_root
from kgraph.questions import engine


def fibo_view(store: Store, root: Path | None = None) -> Iterator[Triple]:
    """The triples of the view, each once, in a fixed order.

    In: a store as the build makes it (the default graph is the merge; facts that sources dispute
    stand in the graph standing:conflicting too), and the folder whose ontology/fibo/*.rq are read.
    The view names parties, tokens, venues and codes as the graph does; roles, identifiers, dates
    and amounts are nodes with IRIs made from those names. Facts that sources dispute are left out.

    Raises LoadError where there is no query, or one is not valid or may not run.
    """
    found: set[Triple] = set()
    for path, text in view_queries(root or find_root()).items():
        try:
            found.update(engine.construct(store, text))
        except SyntaxError as error:
            problem = Problem("this is no valid SPARQL", str(error), "correct the query", path)
            raise LoadError([problem]) from error
    return iter(sorted(found, key=str))
