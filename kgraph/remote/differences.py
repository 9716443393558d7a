"""How engines differ from SPARQL 1.1, and from each other: each difference once, with its test.

| engine | difference | here |
|---|---|---|
| Fuseki (TDB2) | writes decimals as `42.0`, in answers and in graphs | `answers.normalized` |
| Fuseki (TDB2) | the same where a query asks for the text of one | `fuseki.as_understood` |
| Fuseki (TDB2) | reads GRAPH with a variable for each graph there is | `fuseki.as_asked`: behind |
| Fuseki (TDB2) | reads a sub-select anew for each row before it | `fuseki.as_asked`: each once |
| Fuseki (TDB2) | reads all claims of a property for each thing | `fuseki.as_asked`: it first |
| Virtuoso 7 | gives what it has when its time is over | `Endpoint`: refused |
| Virtuoso 7 | writes booleans as `1` and `0` | `answers.normalized` |
| Virtuoso 7 | its compiler fails on joins that it orders | `answers.stored_rows`: as written |
| Virtuoso 7 | compares terms otherwise within sameTerm | `answers.stored_rows`: by `=` |
| Virtuoso 7 | cuts an answer at its row limit | `answers`, `read_back`: by pages, counted |
| Virtuoso 7 | reads no further than a million triples by pages | `read_back`: in parts |
| Virtuoso 7 | takes back an update that logs too much | `Endpoint.update`: row by row |
| Virtuoso 7 | sorts no more rows than that before it cuts | `answers`: within, in order here |
| Virtuoso 7 | answers queries of several blocks wrongly, or not at all | `refuse`: by name |
| Virtuoso 7 | so with stored questions, each of which was tried | `refuse_question`: by name |
| Virtuoso 7 | has integers from 2³¹ as decimals | `held.whole_numbers`, else refused |
| Virtuoso 7 | matches Japanese text with no pattern | `refuse_checks`: by name |
| Virtuoso 7 | holds long integers as decimals, equal numbers or days as one | `held` |
| rdflib | answers queries of several blocks within GRAPH with other rows | `refuse`: by name |
| all | parts of GROUP_CONCAT in any order | compared as sets by tests |
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kgraph.questions.question import Question
from kgraph.remote.errors import CannotAnswer
from kgraph.remote.transport import Endpoint
from kgraph.remote.virtuoso import why_not
from kgraph.sparql.lexer import code

_MISREAD: Final = frozenset(("OPTIONAL", "UNION", "EXISTS", "MINUS", "GROUP", "HAVING", "VALUES"))
"""What engines were seen to get wrong where it stands in one query with others."""
_MISREADING: Final[Mapping[str, str]] = MappingProxyType(
    {"virtuoso": "Virtuoso 7", "uvicorn": "rdflib-endpoint"}
)
"""Engines that do, by what they call themselves."""
_MISJUDGING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "virtuoso": "Virtuoso 7 matches Japanese text with no pattern",
        "uvicorn": "rdflib-endpoint reads what has several blocks otherwise",
    }
)
"""Engines on which checks are not run, and why."""


def refuse(endpoint: Endpoint, sparql: str, name: str) -> None:
    """Raises CannotAnswer for a query that the engine is known to answer wrongly."""
    server = endpoint.server.lower()
    engine = next((told for sign, told in _MISREADING.items() if sign in server), None)
    if engine is None:
        return
    tokens = code(sparql)
    found = {token.upper for token in tokens} & _MISREAD
    found |= {token.text for token in tokens if token.text == "/"}
    if sum(token.upper == "SELECT" for token in tokens) > 1:
        found.add("a sub-select")
    if found:
        raise CannotAnswer(
            f"{endpoint.query_url}: {engine} is known to answer such queries as {name} with "
            f"other rows ({', '.join(sorted(found))}); ask it of another engine, or here"
        )


def refuse_question(endpoint: Endpoint, question: Question, sparql: str) -> None:
    """Raises CannotAnswer for a stored question that the engine is not known to answer rightly.

    `sparql` is the question with its values.
    """
    if "virtuoso" not in endpoint.server.lower():
        refuse(endpoint, sparql, question.slug)
        return
    why = why_not(question.slug, question.body)
    if why is not None:
        raise CannotAnswer(
            f"{endpoint.query_url}: {question.slug} is not asked of Virtuoso 7: {why}; ask it of "
            "another engine, or here"
        )


def refuse_checks(endpoint: Endpoint) -> None:
    """Raises CannotAnswer for an engine that is known to find other faults than there are."""
    server = endpoint.server.lower()
    why = next((told for sign, told in _MISJUDGING.items() if sign in server), None)
    if why is not None:
        raise CannotAnswer(
            f"{endpoint.query_url}: {why}, and finds faults where there are none; validate on "
            "another engine, or here"
        )
