"""Addresses of sources → their publisher and day, short enough for a column."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kgraph.names import BASE, compact, is_part
from kgraph.search.folding import without_form
from kgraph.vocab import DCTERMS, JPST, SCHEMA, Node, as_term

if TYPE_CHECKING:
    from kgraph.snapshot import Snapshot

_PAGE: Final = re.compile(r"(?P<said>[^|]*?)(?P<url>https?://\S+)(?: \((?P<day>[^()]+)\))?")
_BETWEEN: Final = " | "


class Citations:
    """The sources of one graph, by the address of their page."""

    def __init__(self, snapshot: Snapshot, lang: str = "en") -> None:
        self._snapshot = snapshot
        self._lang = lang

    def short(self, text: str) -> str:
        """Publisher and day of the address in a text, the rest only counted (`, +2`).

        Of several, one with a day. A text of anything else stays as it is.
        """
        found = []
        for part in text.split(_BETWEEN):
            match = _PAGE.fullmatch(part)
            if match is None:
                return text
            found.append((match["said"], *self._one(match["url"], match["day"])))
        told = list(dict.fromkeys(sorted(found, key=_undated)))
        said, publisher, day = told[0]
        more = f", +{len(told) - 1}" if len(told) > 1 else ""
        return f"{said}{publisher}{f' {day}' if day else ''}{more}"

    def _one(self, url: str, day: str | None) -> tuple[str, str]:
        source = self._sources.get(url) or NamedNode(url)
        publisher = self._publisher(source) or self._host(url)
        return publisher, day or next(iter(self._texts(source, DCTERMS.issued)), "")

    def _host(self, url: str) -> str:
        """The host of an address; one of ours is what the editors wrote."""
        if is_part(url, "editorial"):
            return "編集上の解釈" if self._lang == "ja" else "our reading"
        return compact(url) if url.startswith(BASE) else urlsplit(url).netloc.removeprefix("www.")

    def _publisher(self, source: Node) -> str | None:
        for quad in self._snapshot.store.quads_for_pattern(
            source, DCTERMS.publisher, None, DefaultGraph()
        ):
            return without_form(self._snapshot.label(as_term(quad.object).value, self._lang))
        return next(iter(self._texts(source, JPST.publisherName)), None)

    def _texts(self, source: Node, predicate: NamedNode) -> list[str]:
        """The values of a property, those in the language first."""
        found = self._snapshot.store.quads_for_pattern(source, predicate, None, DefaultGraph())
        texts = [quad.object for quad in found if isinstance(quad.object, Literal)]
        return [text.value for text in sorted(texts, key=lambda t: t.language != self._lang)]

    @cached_property
    def _sources(self) -> dict[str, Node]:
        quads = self._snapshot.store.quads_for_pattern(None, SCHEMA.url, None, DefaultGraph())
        return {as_term(quad.object).value: quad.subject for quad in quads}


def _undated(cited: tuple[str, str, str]) -> bool:
    return not cited[2][:4].isdecimal()
