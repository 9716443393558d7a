"""SPARQL 1.1 Protocol, query only: a request → a query and its dataset; a result → a response.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from pyoxigraph import Quad

from kgraph.snapshot.run import Dataset, Result
from kgraph.web import media
from kgraph.web.accept import choose
from kgraph.web.problem import Problem

_FIELDS: Final = 2000
"""Fields of a form that are read; a request may name every graph of a snapshot."""


@dataclass(frozen=True)
class Asked:
    """A query as a request has it; without one, the service is asked to describe itself."""

    query: str | None
    dataset: Dataset | None
    as_of: str | None = None
    known_at: str | None = None


def asked(method: str, fields: str, kind: str | None, body: bytes) -> Asked:
    """The query of a request, from its query string, its Content-Type and its body.

    Raises Problem 400 for what the protocol does not allow, 403 for an update, 415 for a body of
    another kind.
    """
    given = _fields(fields)
    if method != "POST":
        return _asked(given, query=None)
    bare, _, rest = (kind or "").partition(";")
    bare = bare.strip().lower()
    if bare == media.QUERY:
        _check_charset(rest)
        if any(name == "query" for name, _ in given):
            raise Problem(400, "the query stands in the body already; leave out ?query=")
        return _asked(given, query=_utf8(body))
    if bare == media.FORM:
        return _asked([*given, *_fields(_utf8(body))], query=None)
    if bare == media.UPDATE:
        raise Problem(403, "this endpoint takes no update; send a query")
    raise Problem(415, f"send the query as {media.FORM} or as {media.QUERY}")


def _asked(given: Sequence[tuple[str, str]], query: str | None) -> Asked:
    values: dict[str, list[str]] = {}
    for name, value in given:
        values.setdefault(name, []).append(value)
    if "update" in values or "using-graph-uri" in values or "using-named-graph-uri" in values:
        raise Problem(403, "this endpoint takes no update; send a query")
    if query is None:
        query = _single(values, "query")
    graphs = values.get("default-graph-uri"), values.get("named-graph-uri")
    dataset = None if graphs == (None, None) else Dataset(*(tuple(g or ()) for g in graphs))
    return Asked(query, dataset, _single(values, "as-of"), _single(values, "known-at"))


def _single(values: Mapping[str, Sequence[str]], name: str) -> str | None:
    found = values.get(name, [])
    if len(found) > 1:
        raise Problem(400, f"{name} is given {len(found)} times; give it once")
    return found[0] if found else None


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            text,
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_FIELDS,
        )
    except UnicodeDecodeError:
        raise Problem(400, "the parameters are not UTF-8; encode them as UTF-8") from None
    except ValueError:
        raise Problem(400, f"there are more than {_FIELDS:,} parameters; give fewer") from None


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(400, "the body is not UTF-8; encode it as UTF-8") from None


def _check_charset(parameters: str) -> None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        charset = value.strip().strip('"').lower()
        if name.strip().lower() == "charset" and charset not in ("utf-8", "utf8"):
            raise Problem(415, f"a query is sent as UTF-8, not as {charset[:40]}")


def offers(form: str) -> Mapping[str, str]:
    """The media types of what a form of query gives, each with the name of its writer."""
    if form in ("CONSTRUCT", "DESCRIBE"):
        return media.GRAPHS
    return media.BOOLEAN if form == "ASK" else media.ROWS


def media_for(form: str, accept: str | None) -> str:
    """The media type for the result of a form of query. Raises Problem 406."""
    kinds = offers(form)
    chosen = choose(accept, tuple(kinds))
    if chosen is None:
        raise Problem(406, f"the result can be given as {', '.join(kinds)}", offers=list(kinds))
    return chosen


def written(result: Result, kind: str) -> bytes:
    """The result of a query in a media type of `offers`.

    Raises Problem 422 where a limit cut it off: fewer rows would pass for the whole answer.
    """
    if result.truncated:
        raise Problem(
            422, f"there are more than {len(result):,} rows; ask for fewer, with LIMIT and OFFSET"
        )
    writer = offers(result.form)[kind]
    if result.form in ("CONSTRUCT", "DESCRIBE"):
        return graph_as({Quad(*triple) for triple in result.triples}, writer)
    from kgraph.render.query import result_as

    return result_as(result, writer).encode()


def graph_as(quads: Iterable[Quad], writer: str) -> bytes:
    """Quads in a format of `kgraph.export.WRITERS`. Raises Problem 406 for what it cannot hold."""
    from kgraph.export import WRITERS, ExportError
    from kgraph.export.selection import in_order

    try:
        return WRITERS[writer](in_order(quads))
    except ExportError as error:
        raise Problem(406, str(error)) from None
