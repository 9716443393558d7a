"""The FIBO-shaped view of the data: parties, the roles they play, identifiers, securities."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Store, Triple

from kgraph.align.view import view_queries
from kgraph.load import find_root


class ViewError(Exception):
    """A query of the view is no CONSTRUCT query."""


def fibo_view(store: Store, root: Path | None = None) -> Iterator[Triple]:
    """The triples of the view, each once, in a fixed order.

    In: a store as the build makes it (the default graph is the merge; facts that sources dispute
    stand in the graph standing:conflicting too), and the folder whose ontology/fibo/*.rq are read.
    The view names parties, tokens, venues and codes as the graph does; roles, identifiers, dates
    and amounts are nodes with IRIs made from those names. Facts that sources dispute are left out.

    Raises LoadError where there is no query, ViewError where one is not valid.
    """
    found: set[Triple] = set()
    for path, text in view_queries(root or find_root()).items():
        try:
            result = store.query(text)
        except SyntaxError as error:
            raise ViewError(f"{path}: {error}; correct the query") from error
        try:
            for triple in result:
                if not isinstance(triple, Triple):
                    raise ViewError(f"{path}: this is no CONSTRUCT query; write CONSTRUCT")
                found.add(triple)
        except TypeError as error:
            raise ViewError(f"{path}: this is no CONSTRUCT query; write CONSTRUCT") from error
    return iter(sorted(found, key=str))
