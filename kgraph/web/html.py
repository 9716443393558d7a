"""Requests for pages: which page it is, in which language, of which day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import anyio
from jinja2 import Environment
from pyoxigraph import Quad
from starlette.requests import Request
from starlette.responses import Response

from kgraph.limited import Limits
from kgraph.names import BASE, QUESTION, SRC
from kgraph.questions.question import Question
from kgraph.snapshot.store import Snapshot
from kgraph.web import media
from kgraph.web.etag import etag, matches
from kgraph.web.pages import overview, question, thing
from kgraph.web.pages.view import STATIC, View, render, templates
from kgraph.web.problem import Problem
from kgraph.web.states import States

_EXAMPLE: Final = """\
SELECT ?token ?label ?platform WHERE {
  ?token a jpst:SecurityToken ; jpst:platform ?platform .
  GRAPH graph:labels { ?token rdfs:label ?label FILTER(LANG(?label) = "en") }
}
ORDER BY ?label LIMIT 20"""
_FILES: Final[Mapping[str, str]] = {
    "site.css": "text/css",
    "icon.svg": "image/svg+xml",
    "search.js": "text/javascript",
}
_OWN: Final = frozenset(("lang", "as_of", "known_at", "offset"))
_AGE: Final = "public, max-age=3600"


@dataclass(frozen=True)
class Pages:
    """What pages are made from."""

    states: States
    questions: Mapping[str, Question]
    address: str
    limits: Limits
    environment: Environment = field(default_factory=templates)

    async def view(self, request: Request) -> View:
        """How the request looks at the graph. Raises Problem 400 for what is no day."""
        fields = request.query_params
        lang = language(request)
        as_of, known_at = fields.get("as_of") or None, fields.get("known_at") or None
        snapshot = await anyio.to_thread.run_sync(self.states.on, as_of, known_at, lang)
        if snapshot is self.states.published:
            as_of = known_at = None
        return View(snapshot, lang, request.url.path, as_of, known_at)

    async def home(self, request: Request) -> Response:
        """The overview."""
        view = await self.view(request)
        return await self.page(request, "home.html", view, partial(self._home, view))

    def _home(self, view: View) -> dict[str, Any]:
        return overview.home(view, dict(self.questions), self.limits)

    async def listed(self, request: Request) -> Response:
        """All questions."""
        view = await self.view(request)
        gather = partial(overview.listed, view, tuple(self.questions.values()))
        return await self.page(request, "questions.html", view, gather)

    async def coverage(self, request: Request) -> Response:
        """The heat map."""
        view = await self.view(request)
        asked = self.questions.get("record-coverage")
        if asked is None:
            raise Problem(404, "this graph has no question about its coverage")
        gather = partial(overview.heat_map, view, asked, self.limits)
        return await self.page(request, "coverage.html", view, gather)

    async def search(self, request: Request) -> Response:
        """What a text finds."""
        view = await self.view(request)
        text = request.query_params.get("q", "")[:200]
        return await self.page(request, "search.html", view, partial(overview.hits, view, text))

    async def query(self, request: Request) -> Response:
        """A form for SPARQL."""
        view = await self.view(request)
        text = request.query_params.get("query", _EXAMPLE)
        told = {"text": text, "endpoint": f"{self.address}/sparql"}
        return await self.page(request, "query.html", view, lambda: told)

    async def static(self, request: Request) -> Response:
        """A file that pages load."""
        name = request.path_params["name"]
        if name not in _FILES:
            raise Problem(404, "there is no such file")
        content = await anyio.Path(STATIC / name).read_bytes()
        headers = {"Content-Type": media.content_type(_FILES[name]), "Cache-Control": _AGE}
        return Response(content, headers=headers)

    async def of(self, request: Request, iri: str, said: Iterable[Quad] | None = None) -> Response:
        """The page of a thing, of a question, or of what stands outside the graph (`said`)."""
        view = await self.view(request)
        slug = iri.removeprefix(QUESTION)
        asked = self.questions.get(slug) if iri.startswith(QUESTION) else None
        if asked is None:
            gather = partial(self._thing, view, iri, said)
            return await self.page(request, "thing.html", view, gather)
        given = {k: v for k, v in request.query_params.items() if k not in _OWN}
        known = {parameter.name for parameter in asked.parameters}
        given = {name: text for name, text in given.items() if name in known}
        text = request.query_params.get("offset", "0")
        offset = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
        gather = partial(question.values, view, asked, given, offset, self.limits)
        return await self.page(request, "question.html", view, gather)

    def _thing(self, view: View, iri: str, outside: Iterable[Quad] | None) -> dict[str, Any]:
        path = "/" + iri.removeprefix(BASE)
        if outside is not None:
            return {**thing.plain(view, iri, outside), "data": path}
        told = thing.Page(view).values(iri)
        layers = None
        route = self.questions.get("token-route")
        if route is not None and thing.is_token(view.snapshot, iri):
            layers = thing.route(view, iri, route, self.limits)
        said = thing.said_by(view, iri) if iri.startswith(SRC) else []
        linked = thing.linked_data(view, iri, str(told["label"]))
        return {**told, "layers": layers, "said": said, "data": path, "linked": linked}

    async def page(self, request: Request, name: str, view: View, gather: Any) -> Response:
        """A page, made beside the loop; not made again for who has it."""
        tag = etag(view.snapshot, name, request.url.path, request.url.query, view.lang)
        headers = {"ETag": tag, "Vary": "Accept, Accept-Language"}
        if matches(request.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers=headers)
        content = await anyio.to_thread.run_sync(
            lambda: render(self.environment, name, view, **gather())
        )
        return Response(
            content, headers={**headers, "Content-Type": media.content_type(media.HTML)}
        )

    def problem(self, snapshot: Snapshot, request: Request, error: Problem) -> Response:
        """A problem as a page."""
        view = View(snapshot, language(request), "/")
        near = error.members.get("successors") or error.members.get("nearest") or ()
        assert isinstance(near, list | tuple)
        nearest = [(view.label(str(iri)), view.to(str(iri))) for iri in near]
        content = render(
            self.environment, "problem.html", view, detail=error.detail, nearest=nearest
        )
        headers = {**error.headers, "Content-Type": media.content_type(media.HTML)}
        return Response(content, error.status, headers)


def language(request: Request) -> str:
    """The language asked for, else the one of ours that the reader's program likes better."""
    asked = request.query_params.get("lang")
    if asked in ("en", "ja"):
        return asked
    best, most = "en", 0.0
    for part in request.headers.get("accept-language", "").split(",")[:20]:
        name, _, rest = part.strip().partition(";")
        lang = name.partition("-")[0].lower()
        try:
            weight = float(rest.strip().removeprefix("q=")) if rest else 1.0
        except ValueError:
            continue
        if lang in ("en", "ja") and weight > most:
            best, most = lang, weight
    return best
