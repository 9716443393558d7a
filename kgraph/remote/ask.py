"""Stored questions and queries, answered by an engine elsewhere as they are answered here."""

from __future__ import annotations

from collections.abc import Mapping

from kgraph.names import SERVICE
from kgraph.questions.ask import Answer
from kgraph.questions.find import named
from kgraph.questions.params import bind
from kgraph.remote.answers import rows, stored_rows
from kgraph.remote.differences import refuse, refuse_question
from kgraph.remote.errors import CannotAnswer, RemoteError
from kgraph.remote.fuseki import as_asked
from kgraph.remote.held import whole_numbers
from kgraph.remote.layout import DIGEST, PUSHED, STATE
from kgraph.remote.transport import Endpoint
from kgraph.snapshot.run import Result
from kgraph.snapshot.store import Snapshot
from kgraph.sparql.guard import check_readonly, check_size
from kgraph.sparql.ordering import unordered
from kgraph.sparql.substitute import substitute


def ask(
    snapshot: Snapshot,
    endpoint: Endpoint,
    slug: str,
    values: Mapping[str, object],
    lang: str = "en",
    *,
    untried: bool = False,
) -> Answer:
    """The answer of the engine to a stored question; the snapshot knows things by their names.

    Raises BadValue as `kgraph.ask`, CannotAnswer for what this engine gets wrong, or, unless
    `untried`, is not known to get right; RemoteError.
    """
    question = named(snapshot.root, slug, lang, checked=False)
    terms = bind(snapshot, question, values, lang)
    text = substitute(question.body, terms)
    if not untried:
        refuse_question(endpoint, question, text)
    plain = unordered(text)
    asked = _as_asked(endpoint, text if plain is None else plain.text)
    columns, found = stored_rows(endpoint, asked)
    found = whole_numbers(endpoint, snapshot, found)
    if plain is not None:
        found, columns = plain.ordered(found), columns[: plain.columns]
    return Answer(
        question=question,
        lang=lang,
        columns=columns,
        terms=tuple(found),
        values=terms,
        truncated=False,
        snapshot=snapshot,
    )


def query(endpoint: Endpoint, sparql: str) -> Result:
    """The result of a read-only query; SERVICE and FROM are refused as here.

    Raises Refused, CannotAnswer, RemoteError.
    """
    check_size(sparql)
    form = check_readonly(sparql, ())
    if form not in ("SELECT", "ASK"):
        raise CannotAnswer(f"query: {form} is not asked elsewhere; write SELECT or ASK")
    refuse(endpoint, sparql, "this one")
    try:
        text = _as_asked(endpoint, sparql)
    except ValueError as error:
        raise CannotAnswer(f"query: {error}") from None
    found = rows(endpoint, text)
    if isinstance(found, bool):
        return Result(form, boolean=found)
    return Result(form, columns=found[0], rows=tuple(found[1]))


def _as_asked(endpoint: Endpoint, sparql: str) -> str:
    """The query as it is asked there: of the state by name, but where `kgraph serve` has that as
    its default graph. Raises RemoteError where there is neither: every answer would be empty. The
    state is what a first push writes last.
    """
    if rows(endpoint, f"ASK {{ GRAPH <{PUSHED}> {{ <{STATE}> <{DIGEST}> ?digest }} }}"):
        return as_asked(endpoint, sparql)
    if f"<{SERVICE}>".encode() in endpoint.description:
        return sparql
    raise RemoteError(
        f"{endpoint.query_url}: nothing of the graph was pushed there; run kgraph remote push"
    )
