"""The service over HTTP: requests → queries, suggestions, values and previews → responses."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Final
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kgraph.limited import LimitReached, Limits
from kgraph.matching.reconciler import Reconciler
from kgraph.search.lookup import CODES
from kgraph.show.dossier import dossier
from kgraph.show.on_record import Fact
from kgraph.snapshot.store import Snapshot
from kgraph.web import media
from kgraph.web.aside import aside
from kgraph.web.etag import etag, matches
from kgraph.web.html import Pages, language
from kgraph.web.pages.view import View, render
from kgraph.web.problem import Problem
from kgraph.web.reconciliation.extend import extended, proposals
from kgraph.web.reconciliation.ids import thing
from kgraph.web.reconciliation.manifest import PATH, manifest
from kgraph.web.reconciliation.queries import batch, result
from kgraph.web.reconciliation.suggest import FARTHEST, entities, properties, types
from kgraph.web.rest import once
from kgraph.web.states import States
from kgraph.words.things import kind_of

_FIELDS: Final = 20
_LONGEST: Final = 200
"""Letters of a text that something is suggested for."""
_SHOWN: Final = 5
"""Facts of a preview."""
_FRAMED: Final = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
)
"""A preview is shown within the pages of clients: it runs nothing and sends nothing."""
_SUGGESTED: Final = {"entity": entities, "type": types, "property": properties}


@dataclass(frozen=True)
class Service:
    """The service over one server's graph, as published."""

    states: States
    pages: Pages
    address: str
    limits: Limits

    @cached_property
    def reconciler(self) -> Reconciler:
        """What answers, made with the first request."""
        return Reconciler(self.states.published)

    async def endpoint(self, request: Request) -> Response:
        """The manifest; the answer to a batch of queries, or to a request for values."""
        lang = _lang(request)
        given = _form(request.url.query)
        if request.method == "POST":
            kind = (request.headers.get("content-type") or "").partition(";")[0].strip().lower()
            if kind != media.FORM:
                raise Problem(415, f"send queries or extend as {media.FORM}")
            given |= _form(_utf8(await request.body()))
        if "queries" in given:
            return _json(await aside(self._answered, given["queries"], lang))
        if "extend" in given:
            return _json(await aside(self._extended, given["extend"], lang))
        if request.method == "POST":
            raise Problem(400, "there is nothing to answer; send queries=… or extend=…")
        tag = etag(self.states.published, "reconcile", lang)
        if matches(request.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers={"ETag": tag, "Vary": _VARY})
        return _json(await aside(manifest, self.reconciler, self.address, lang), tag)

    async def suggest(self, request: Request) -> Response:
        """What begins as was typed, of one of the three kinds."""
        suggested = _SUGGESTED.get(request.path_params["kind"])
        if suggested is None:
            raise Problem(404, f"suggestions are given for {', '.join(_SUGGESTED)}")
        given = _form(request.url.query)
        prefix = given.get("prefix", "")[:_LONGEST]
        cursor = _number("cursor", given.get("cursor"), 0, FARTHEST) or 0
        return _json(await aside(suggested, self.reconciler, prefix, cursor, _lang(request)))

    async def properties(self, request: Request) -> Response:
        """The properties that can be fetched for things of a type."""
        given = _form(request.url.query)
        limit = _number("limit", given.get("limit"), 1, 1000)
        kind = given.get("type", "")[:_LONGEST]
        return _json(await aside(proposals, self.reconciler, kind, limit, _lang(request)))

    async def preview(self, request: Request) -> Response:
        """A small page about a thing, to be shown within a page of the client."""
        text = _form(request.url.query).get("id", "")[:_LONGEST]
        snapshot = self.states.published
        iri = await aside(thing, snapshot, text)
        if iri is None:
            raise Problem(404, f"id: the graph has nothing named “{text}”", parameter="id")
        content = await aside(self._preview, View(snapshot, _lang(request), "/"), iri)
        headers = {"Content-Security-Policy": _FRAMED, "Vary": _VARY}
        headers["Content-Type"] = media.content_type(media.HTML)
        return Response(content, headers=headers)

    def _answered(self, text: str, lang: str) -> dict[str, Any]:
        in_time = _deadline(self.limits)
        told = {}
        for key, query in batch(self.reconciler, text, lang, in_time).items():
            in_time()
            told[key] = result(self.reconciler, self.reconciler.offer(query), lang)
        return told

    def _extended(self, text: str, lang: str) -> dict[str, Any]:
        on = partial(_on, self.states, lang)
        return extended(self.reconciler, text, lang, on, _deadline(self.limits))

    def _preview(self, view: View, iri: str) -> bytes:
        snapshot = view.snapshot
        found = dossier(snapshot, iri, view.lang)
        stated = [one for one in found.facts if one.stated and _is_told(one)]
        stated.sort(key=_tells_apart)
        page = view.to(iri)
        return render(
            *(self.pages.environment, "preview.html", view),
            label=found.label,
            other=snapshot.label(iri, "en" if view.lang == "ja" else "ja"),
            kind=kind_of(snapshot, iri, view.lang),
            address=iri if page is None else f"{self.address}{page}",
            facts=[
                (one.property_label, one.object_label, one.stated[0].source.title)
                for one in stated[:_SHOWN]
            ],
        )


def _is_told(fact: Fact) -> bool:
    """Whether a fact says something by itself: no record, whose name is none for people."""
    return not fact.record and (not isinstance(fact.object, NamedNode) or bool(fact.object_label))


def _tells_apart(fact: Fact) -> tuple[bool, bool, bool]:
    """Codes come first, then what ties the thing to others, then texts; of each what is sure."""
    tied = isinstance(fact.object, NamedNode)
    return NamedNode(fact.property) not in CODES, not tied, fact.standing != "confirmed"


def _on(states: States, lang: str, as_of: str) -> Snapshot:
    return states.on(as_of, None, lang)


def _lang(request: Request) -> str:
    """The language of the path, else as the pages have it."""
    asked = request.path_params.get("lang")
    if asked is None:
        return language(request)
    if asked not in ("en", "ja"):
        raise Problem(404, f"{PATH}/{asked[:20]}: write {PATH}/en or {PATH}/ja")
    return str(asked)


def _form(text: str) -> dict[str, str]:
    """The fields of a form. Raises Problem 400 for one that is given twice, or too many."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError:
        raise Problem(400, "the fields are not UTF-8; encode them as UTF-8") from None
    except ValueError:
        raise Problem(400, f"there are more than {_FIELDS} fields; give fewer") from None
    return once(pairs)


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(400, "the body is not UTF-8; encode it as UTF-8") from None


def _number(name: str, text: str | None, least: int, most: int) -> int | None:
    if not text:
        return None
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
    if not least <= number <= most:
        raise Problem(400, f"{name}: write a whole number from {least} to {most}", parameter=name)
    return number


def _deadline(limits: Limits) -> Callable[[], None]:
    """What raises LimitReached once the time for a request is over."""
    end = None if limits.seconds is None else time.monotonic() + limits.seconds

    def in_time() -> None:
        if end is not None and time.monotonic() > end:
            raise LimitReached(
                f"the request took longer than {limits.seconds:g} s; send less at a time"
            )

    return in_time


_VARY: Final = "Accept-Language"


def _json(told: Mapping[str, Any], tag: str | None = None) -> Response:
    content = (json.dumps(told, ensure_ascii=False) + "\n").encode()
    response = Response(content, headers={"Content-Type": "application/json", "Vary": _VARY})
    if tag is not None:
        response.headers["ETag"] = tag
    return response
