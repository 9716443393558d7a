"""An rdflib store whose queries make no request and read no file.

rdflib follows SERVICE, and reads whatever FROM names, a file too. What makes a text safe for the
embedded engine need not do so for this one; but its own parser says what it will do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.stores.memory import Memory

from kgraph.sparql.guard import Refused, check_readonly

_REFUSED = {"ServiceGraphPattern": "SERVICE", "DatasetClause": "FROM"}


class OfflineStore(Memory):
    """Triples in memory; rdflib asks it first when a graph over it is queried."""

    def __init__(self) -> None:
        super().__init__()
        self._passed: set[str] = set()

    def query(self, query: Any, *_: Any, **__: Any) -> Any:
        """Leaves the query to rdflib. Raises Refused where it may not run."""
        if query not in self._passed:
            check_readonly(query, (), {})
            for part in _parts(parseQuery(query)):
                word = _REFUSED.get(part.name)
                if word is not None:
                    why = f"{word} is not allowed: nothing but the graph is read"
                    raise Refused(why, 1, 1)
            self._passed.add(query)
        raise NotImplementedError


def _parts(tree: Any) -> Iterable[CompValue]:
    """Every named part of a parsed query."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, CompValue):
            yield part
            waiting.extend(part.values())
        elif not isinstance(part, str) and isinstance(part, Iterable):
            waiting.extend(part)
