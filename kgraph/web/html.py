"""Requests for pages: which page it is, in which language, of which day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

import anyio
from jinja2 import Environment
from pyoxigraph import Quad
from starlette.requests import Request
from starlette.responses import Response

from kgraph.names import QUESTION
from kgraph.render.worded import worded
from kgraph.snapshot.store import Snapshot
from kgraph.web import media
from kgraph.web.aside import aside
from kgraph.web.etag import etag, matches
from kgraph.web.pages.contents import CONFLICTS, COVERAGE, EDITOR, EXAMPLE, MARKET, Contents, Page
from kgraph.web.pages.question import ROWS
from kgraph.web.pages.view import STATIC, View, render
from kgraph.web.problem import Problem, title
from kgraph.web.states import States

FILES: Final[Mapping[str, str]] = {
    "site.css": "text/css",
    "icon.svg": "image/svg+xml",
    "search.js": "text/javascript",
    "ask.js": "text/javascript",
    "editor.js": "text/javascript",
    "engine.js": "text/javascript",
    "names.js": "text/javascript",
    f"{EDITOR}/yasqe.esm.js": "text/javascript",
    f"{EDITOR}/yasqe.min.css": "text/css",
}
_OWN: Final = frozenset(("lang", "as_of", "known_at", "offset"))
_AGE: Final = "public, max-age=3600"


@dataclass(frozen=True)
class Pages:
    """What pages are made from."""

    states: States
    contents: Contents
    address: str

    @cached_property
    def environment(self) -> Environment:
        """The templates."""
        return self.contents.templates()

    async def view(self, request: Request) -> View:
        """How the request looks at the graph. Raises Problem 400 for what is no day."""
        fields = request.query_params
        lang = language(request)
        as_of, known_at = fields.get("as_of") or None, fields.get("known_at") or None
        snapshot = await aside(self.states.on, as_of, known_at, lang)
        if snapshot is self.states.published:
            as_of = known_at = None
        return View(snapshot, lang, request.url.path, as_of, known_at)

    async def home(self, request: Request) -> Response:
        """The overview."""
        view = await self.view(request)
        return await self.page(request, view, partial(self.contents.home, view))

    async def listed(self, request: Request) -> Response:
        """All questions."""
        view = await self.view(request)
        return await self.page(request, view, partial(self.contents.listed, view))

    async def coverage(self, request: Request) -> Response:
        """The heat map."""
        view = await self.view(request)
        if COVERAGE not in self.contents.questions:
            raise Problem(404, "this graph has no question about its coverage")
        return await self.page(request, view, partial(self.contents.coverage, view))

    async def market(self, request: Request) -> Response:
        """The market in pictures."""
        view = await self.view(request)
        if not self.contents.questions.keys() >= MARKET:
            raise Problem(404, "this graph has no questions about its market")
        return await self.page(request, view, partial(self.contents.market, view))

    async def ties(self, request: Request) -> Response:
        """Who owns, runs and takes part in whom."""
        view = await self.view(request)
        return await self.page(request, view, partial(self.contents.ties, view))

    async def conflicts(self, request: Request) -> Response:
        """Every conflict with both its sides."""
        view = await self.view(request)
        if CONFLICTS not in self.contents.questions:
            raise Problem(404, "this graph has no question about its conflicts")
        return await self.page(request, view, partial(self.contents.conflicts, view))

    async def search(self, request: Request) -> Response:
        """What a text finds."""
        view = await self.view(request)
        text = request.query_params.get("q", "")[:200]
        return await self.page(request, view, partial(self.contents.search, view, text))

    async def query(self, request: Request) -> Response:
        """A form for SPARQL."""
        view = await self.view(request)
        text = request.query_params.get("query", EXAMPLE)
        gather = partial(self.contents.query, text, f"{self.address}/sparql")
        return await self.page(request, view, gather)

    async def static(self, request: Request) -> Response:
        """A file that pages load."""
        name = request.path_params["name"]
        if name not in FILES or not (STATIC / name).is_file():
            raise Problem(404, "there is no such file")
        content = await anyio.Path(STATIC / name).read_bytes()
        headers = {"Content-Type": media.content_type(FILES[name]), "Cache-Control": _AGE}
        return Response(content, headers=headers)

    async def completions(self, _: Request) -> Response:
        """What an editor of queries completes."""
        told = await aside(self.contents.completions, self.states.published)
        headers = {"Content-Type": "application/json", "Cache-Control": _AGE}
        return Response(told, headers=headers)

    async def of(self, request: Request, iri: str, said: Iterable[Quad] | None = None) -> Response:
        """The page of a thing, of a question, or of what stands outside the graph (`said`)."""
        view = await self.view(request)
        slug = iri.removeprefix(QUESTION)
        asked = self.contents.questions.get(slug) if iri.startswith(QUESTION) else None
        if asked is None:
            return await self.page(request, view, partial(self.contents.thing, view, iri, said))
        known = {parameter.name for parameter in asked.parameters} - _OWN
        given = {k: v for k, v in request.query_params.items() if k in known}
        text = request.query_params.get("offset", "0")
        offset = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
        gather = partial(self.contents.question, view, asked, given, offset, ROWS)
        return await self.page(request, view, gather)

    async def page(self, request: Request, view: View, gather: Callable[[], Page]) -> Response:
        """A page, made beside the loop; not made again for who has it."""
        tag = etag(view.snapshot, "page", request.url.path, request.url.query, view.lang)
        headers = {"ETag": tag, "Vary": "Accept, Accept-Language"}
        if matches(request.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers=headers)

        def made() -> bytes:
            name, values = gather()
            return render(self.environment, name, view, **values)

        content = await aside(made)
        return Response(
            content, headers={**headers, "Content-Type": media.content_type(media.HTML)}
        )

    def called(self, view: View, iri: str) -> str:
        """The label of a thing, the title of a question."""
        asked = self.contents.questions.get(iri.removeprefix(QUESTION))
        return view.label(iri) if asked is None else asked.title(view.lang)

    def problem(self, snapshot: Snapshot, request: Request, error: Problem) -> Response:
        """A problem as a page."""
        view = View(snapshot, language(request), "/")
        near = error.members.get("successors") or error.members.get("nearest") or ()
        assert isinstance(near, list | tuple)
        nearest = [(self.called(view, str(iri)), view.to(str(iri))) for iri in near]
        detail = worded(error.detail, view.lang)
        content = render(
            *(self.environment, "problem.html", view),
            title=title(error.status, view.lang),
            detail=detail,
            detail_lang="en" if detail == error.detail else view.lang,
            nearest=nearest,
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
