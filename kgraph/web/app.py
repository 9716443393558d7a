"""The routes of the server, and what they share."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass, field
from functools import cached_property, partial
from typing import Any, Final
from urllib.parse import quote

from pyoxigraph import NamedNode, Quad
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kgraph.export.tree import Trees, as_text
from kgraph.limited import QUERY, Limits
from kgraph.questions.ask import ask
from kgraph.questions.params import choices
from kgraph.questions.question import Question
from kgraph.search.lookup import search
from kgraph.snapshot.receipts import release_of
from kgraph.snapshot.run import run_query
from kgraph.snapshot.store import Snapshot
from kgraph.version import __version__
from kgraph.web import (
    media,
    neighbors,
    openapi,
    problem,
    protocol,
    rest,
    service,
    shapes,
    things,
)
from kgraph.web.accept import choose
from kgraph.web.aside import aside
from kgraph.web.etag import etag, matches
from kgraph.web.html import Pages
from kgraph.web.pages.contents import Contents
from kgraph.web.pages.since import Since
from kgraph.web.paths import AT, iri_at, path_of
from kgraph.web.problem import Problem
from kgraph.web.reconciliation.manifest import PATH as RECONCILE
from kgraph.web.reconciliation.service import Service
from kgraph.web.states import States
from kgraph.web.verdicts import MOST, RELEASES
from kgraph.web.walls import Bounds, Walls

SECONDS: Final = 30.0
"""Time for a query of a stranger, where the command line gives its user twice as much."""
_NO_INFORMATION: Final = ("id/", "ontology/", "scheme/", "shape/", "question/", "module/")
"""What no document is: its IRI leads to a document about it (303)."""
_FOR_PROGRAMS: Final = ("/api/", "/sparql", RECONCILE)
"""Where a problem is never told as a page."""
_HITS: Final = 50
"""Things that a search gives at most."""
_LONGEST: Final = 200
"""Letters of a text that is searched for."""
_GRAPH_OFFERS: Final = tuple(media.GRAPHS)[:6]

Answer = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Served:
    """What a server answers from, and within which limits."""

    states: States
    questions: Sequence[Question]
    address: str
    """Where it answers, without a slash at the end."""
    limits: Limits = field(default_factory=lambda: Limits(SECONDS, QUERY.rows, QUERY.memory))
    bounds: Bounds = field(default_factory=Bounds)
    since: Since | None = None
    """What changed since the release before, for the first page."""
    described: dict[str, bytes] = field(default_factory=dict, compare=False)
    """The description of the service by media type: it takes seconds, and never changes."""

    @property
    def by_slug(self) -> dict[str, Question]:
        """The stored questions."""
        return {question.slug: question for question in self.questions}

    @cached_property
    def outside(self) -> Mapping[str, Iterable[Quad]]:
        """What is said of shapes and questions, which stand in no graph of the snapshot, by IRI."""
        return shapes.outside(self.states.published.root, self.questions)


@dataclass(frozen=True)
class More:
    """What else a server answers: routes, and what has to run while it does."""

    routes: Sequence[BaseRoute] = ()
    running: Callable[[Starlette], AbstractAsyncContextManager[Any]] | None = None


def application(served: Served, more: More | None = None) -> Walls:
    """The ASGI application."""
    more = more or More()
    pages = Pages(
        served.states, Contents(served.by_slug, served.limits, served.since), served.address
    )
    routes: list[tuple[str, Answer, list[str]]] = [
        ("/", pages.home, ["GET"]),
        ("/questions", pages.listed, ["GET"]),
        ("/coverage", pages.coverage, ["GET"]),
        ("/market", pages.market, ["GET"]),
        ("/ownership", pages.ties, ["GET"]),
        ("/conflicts", pages.conflicts, ["GET"]),
        ("/search", pages.search, ["GET"]),
        ("/query", pages.query, ["GET"]),
        ("/static/{name:path}", pages.static, ["GET"]),
        ("/data/editor.json", pages.completions, ["GET"]),
        ("/sparql", partial(_sparql, served), ["GET", "POST"]),
        ("/api/search", partial(_search, served), ["GET"]),
        ("/api/verify", partial(_verify, served), ["GET"]),
        ("/api/questions", partial(_questions, served), ["GET"]),
        ("/api/questions/{slug}", partial(_question, served), ["GET"]),
        *_reconciling(Service(served.states, pages, served.address, served.limits)),
        ("/openapi.json", partial(_openapi, served), ["GET"]),
        ("/context.jsonld", partial(_context, served), ["GET"]),
        ("/void", partial(_void, served), ["GET"]),
        ("/health", partial(_health, served), ["GET"]),
        ("/{path:path}", partial(_thing, served, pages), ["GET"]),
    ]
    told = partial(_told, served, pages)
    app = Starlette(
        routes=[*more.routes, *(one for route in routes for one in _routes(*route))],
        lifespan=more.running,
        exception_handlers={
            404: _not_found,
            405: _not_allowed,
            Exception: told,
            **dict.fromkeys(_FORESEEN, told),
        },
    )
    return Walls(app, served.bounds)


def _reconciling(service: Service) -> Iterator[tuple[str, Answer, list[str]]]:
    """The routes of the reconciliation service: in the language asked for, and in each of ours."""
    for base in (RECONCILE, f"{RECONCILE}/{{lang}}"):
        yield f"{base}/suggest/{{kind}}", service.suggest, ["GET"]
        yield f"{base}/properties", service.properties, ["GET"]
        yield f"{base}/preview", service.preview, ["GET"]
        yield base, service.endpoint, ["GET", "POST"]


def _routes(path: str, answer: Answer, methods: list[str]) -> Iterator[Route]:
    """A route, and the one of its address with a slash at the end, which leads to it."""
    yield _route(path, answer, methods)
    if not path.endswith(("/", ":path}")):
        yield _route(f"{path}/", _without_slash, methods)


async def _without_slash(request: Request) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{quote(request.url.path.rstrip('/'))}{query}", 308)


def _route(path: str, answer: Answer, methods: list[str]) -> Route:
    async def options(request: Request) -> Response:
        if request.method == "OPTIONS":
            methods = ", ".join(allowed)
            headers = {"Allow": methods, "Access-Control-Allow-Methods": methods}
            return Response(status_code=204, headers=headers)
        return await answer(request)

    allowed = [*methods, "HEAD", "OPTIONS"]
    return Route(path, options, methods=allowed)


async def _sparql(served: Served, request: Request) -> Response:
    body = await request.body() if request.method == "POST" else b""
    kind = request.headers.get("content-type")
    asked = protocol.asked(request.method, request.url.query, kind, body)
    if asked.query is None:
        if request.method == "POST":
            raise Problem(400, "there is no query; send one as query=…")
        return await _void(served, request)
    snapshot = await aside(served.states.on, asked.as_of, asked.known_at)
    from kgraph.sparql.guard import check_readonly

    form = await aside(check_readonly, asked.query, snapshot.graphs())
    chosen = protocol.media_for(form, request.headers.get("accept"))
    tag = etag(snapshot, chosen, asked.query, str(asked.dataset))
    if matches(request.headers.get("if-none-match"), tag):
        return _unchanged(tag)
    result = await aside(run_query, snapshot, asked.query, served.limits, asked.dataset)
    return _document(await aside(protocol.written, result, chosen), chosen, tag)


async def _questions(served: Served, request: Request) -> Response:
    asked = rest.page(_fields(request), request.headers.get("accept"), ("application/json",))
    told = rest.listed(served.questions, asked.lang, f"{served.address}/api/questions")
    tag = etag(served.states.published, "questions", asked.lang)
    if matches(request.headers.get("if-none-match"), tag):
        return _unchanged(tag)
    return _document(_json(told), "application/json", tag)


async def _question(served: Served, request: Request) -> Response:
    slug = request.path_params["slug"]
    question = served.by_slug.get(slug)
    if question is None:
        raise await aside(_no_question, served, slug)
    asked = rest.page(_fields(request), request.headers.get("accept"), rest.offers())
    snapshot = await aside(served.states.on, asked.as_of, asked.known_at, asked.lang)
    tag = etag(snapshot, asked.media, request.url.query)
    if matches(request.headers.get("if-none-match"), tag):
        return _unchanged(tag)
    answer = await aside(
        partial(ask, snapshot, question, asked.values, asked.lang, limits=served.limits)
    )
    address = f"{served.address}/api/questions/{slug}"
    response = _document(await aside(rest.document, answer, asked, address), asked.media, tag)
    following = rest.next_page(answer, asked, address)
    if following is not None:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


async def _search(served: Served, request: Request) -> Response:
    fields = rest.once(_fields(request))
    own = [(name, text) for name, text in fields.items() if name in ("lang", "limit")]
    asked = rest.page(own, request.headers.get("accept"), ("application/json",))
    snapshot = served.states.published
    tag = etag(snapshot, "search", request.url.query)
    if matches(request.headers.get("if-none-match"), tag):
        return _unchanged(tag)
    text = fields.get("q", "")[:_LONGEST]
    if not text.strip():
        raise Problem(400, "q: write what to look for", parameter="q")
    most = min(asked.limit, _HITS)
    found = await aside(partial(search, snapshot, text, limit=most, lang=asked.lang))
    return _document(_json([asdict(hit) for hit in found]), "application/json", tag)


async def _verify(served: Served, request: Request) -> Response:
    fields = rest.once(_fields(request))
    ids = [one.strip() for one in fields.pop("id", "").split(",") if one.strip()]
    kinds = ("application/json", "text/csv", "text/markdown")
    asked = rest.page(list(fields.items()), request.headers.get("accept"), kinds)
    if asked.values:
        name = next(iter(asked.values))
        raise Problem(400, f"there is no parameter {name[:40]}; it takes id", parameter=name)
    if not 0 < len(ids) <= MOST:
        detail = f"id: write ids of facts with commas between them, at most {MOST}"
        raise Problem(400, detail, parameter="id")
    if len(set(map(release_of, ids))) > RELEASES:
        detail = f"id: ids of more than {RELEASES} releases; send those of fewer at a time"
        raise Problem(400, detail, parameter="id")
    snapshot = await aside(served.states.on, asked.as_of, asked.known_at, asked.lang)
    tag = etag(snapshot, "verify", asked.media, request.url.query)
    if matches(request.headers.get("if-none-match"), tag):
        return _unchanged(tag)
    content = await aside(rest.verified, snapshot, ids, asked)
    return _document(content, asked.media, tag)


async def _openapi(served: Served, _: Request) -> Response:
    snapshot = served.states.published
    told = openapi.document(served.questions, partial(choices, snapshot), served.address)
    return _document(_json(told), "application/json", etag(snapshot, "openapi"))


async def _void(served: Served, request: Request) -> Response:
    snapshot = served.states.published
    chosen = _graph_media(request)
    tag = etag(snapshot, "void", chosen)
    if matches(request.headers.get("if-none-match"), tag):
        return _unchanged(tag)
    if chosen not in served.described:
        served.described[chosen] = await aside(_service_as, served, chosen)
    return _document(served.described[chosen], chosen, tag)


async def _context(served: Served, request: Request) -> Response:
    """What JSON-LD of the published graph is read with."""
    snapshot = served.states.published
    tag = etag(snapshot, "context")
    if matches(request.headers.get("if-none-match"), tag):
        return _unchanged(tag)
    told = await aside(lambda: Trees(snapshot.store).context())
    return _document(as_text(told).encode(), "application/ld+json", tag)


async def _health(served: Served, _: Request) -> Response:
    snapshot = served.states.published
    told = {
        "status": "ok",
        "version": __version__,
        "snapshot": snapshot.fingerprint,
        "day": snapshot.day.as_of.isoformat(),
    }
    response = _document(_json(told), "application/json", None)
    response.headers["Cache-Control"] = "no-store"
    return response


async def _thing(served: Served, pages: Pages, request: Request) -> Response:
    path = request.path_params["path"]
    fields = rest.once(_fields(request))
    snapshot = await aside(
        served.states.on, fields.get("as_of"), fields.get("known_at"), fields.get("lang", "en")
    )
    outside = await aside(lambda: served.outside)
    found = await aside(things.named, snapshot, path, outside)
    if found is None:
        near = await aside(neighbors.near, snapshot, path, served.questions, outside)
        raise Problem(
            404, f"the graph has nothing named {iri_at(snapshot, path[:200])}", nearest=near
        )
    if isinstance(found, things.GivenUp):
        raise _given_up(found)
    name = path_of(snapshot, found.node.value) or ""
    inside = name if not name.startswith(AT) else name.split("/", 2)[-1]
    if found.media is None and inside.startswith(_NO_INFORMATION):
        chosen = _thing_media(request)
        ending = next(e for e, kind in media.SUFFIXES.items() if kind == chosen)
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{quote(name)}{ending}{query}", 303, {"Vary": "Accept"})
    chosen = found.media or _thing_media(request)
    if chosen == media.HTML:
        return await pages.of(request, found.node.value, outside.get(found.node.value))
    tag = etag(snapshot, chosen, name)
    if matches(request.headers.get("if-none-match"), tag):
        return _unchanged(tag)
    address = f"{served.address}/{quote(path)}"
    said = outside.get(found.node.value)
    content = await aside(_described, snapshot, found.node, address, chosen, said)
    return _document(content, chosen, tag)


def _service_as(served: Served, kind: str) -> bytes:
    quads = service.description(served.states.published, f"{served.address}/sparql")
    return protocol.graph_as(quads, media.GRAPHS[kind])


def _described(
    snapshot: Snapshot,
    node: NamedNode,
    address: str,
    kind: str,
    said: Iterable[Quad] | None = None,
) -> bytes:
    """What is said of a thing, by the graph or, of what stands outside it, by `said`."""
    told = things.description(snapshot, node) if said is None else said
    quads = things.document(told, node, address)
    writer = media.GRAPHS[kind]
    return protocol.graph_as(quads if writer in ("trig", "nquads") else things.flat(quads), writer)


def _given_up(found: things.GivenUp) -> Problem:
    headers = {}
    if found.successors:
        headers["Link"] = ", ".join(f'<{one}>; rel="successor-version"' for one in found.successors)
    detail = f"{found.node.value} was given up"
    if found.successors:
        detail += f"; use {' or '.join(found.successors)}"
    return Problem(410, detail, headers, successors=list(found.successors))


def _no_question(served: Served, slug: str) -> Problem:
    near = neighbors.like(served.questions, neighbors.typed(slug))
    return Problem(404, f"there is no question “{slug[:100]}”", nearest=near)


def _thing_media(request: Request) -> str:
    """What a client likes best of the forms of a description; a person gets a page."""
    offers = (*_GRAPH_OFFERS, media.HTML)
    chosen = choose(request.headers.get("accept"), offers)
    if chosen is None:
        raise Problem(406, f"it can be given as {', '.join(offers)}", offers=list(offers))
    return chosen


def _graph_media(request: Request) -> str:
    chosen = choose(request.headers.get("accept"), _GRAPH_OFFERS)
    if chosen is None:
        raise Problem(
            406, f"it can be given as {', '.join(_GRAPH_OFFERS)}", offers=list(_GRAPH_OFFERS)
        )
    return chosen


def _document(content: bytes, kind: str, tag: str | None) -> Response:
    response = Response(content, headers={"Content-Type": media.content_type(kind)})
    response.headers["Vary"] = "Accept"
    if tag is not None:
        response.headers["ETag"] = tag
    return response


def _unchanged(tag: str) -> Response:
    return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept"})


def _fields(request: Request) -> list[tuple[str, str]]:
    return list(request.query_params.multi_items())


def _json(told: object) -> bytes:
    return (json.dumps(told, ensure_ascii=False) + "\n").encode()


async def _told(served: Served, pages: Pages, request: Request, error: Exception) -> Response:
    """An error as a problem document, or as a page for whom would rather have one."""
    found = problem.of(error)
    kinds = (media.PROBLEM, media.HTML)
    wants = choose(request.headers.get("accept"), kinds)
    if wants == media.HTML and not request.url.path.startswith(_FOR_PROGRAMS):
        return pages.problem(served.states.published, request, found)
    return found.response()


async def _not_found(_request: Request, _error: Exception) -> Response:
    return Problem(404, "there is nothing at this address").response()


async def _not_allowed(request: Request, error: Exception) -> Response:
    allowed = dict(getattr(error, "headers", None) or {})
    return Problem(405, f"{request.method} is not allowed here; use GET", allowed).response()


def _foreseen() -> tuple[type[Exception], ...]:
    from kgraph.limited import LimitReached
    from kgraph.questions.params import BadValue
    from kgraph.snapshot.errors import DayError
    from kgraph.snapshot.run import InvalidQuery
    from kgraph.sparql.guard import Refused

    return Problem, BadValue, Refused, InvalidQuery, DayError, LimitReached


_FORESEEN: Final = _foreseen()
