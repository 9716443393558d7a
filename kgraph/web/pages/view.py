"""What all pages share: the language, the day, links that keep both, and the templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Final
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from pyoxigraph import NamedNode

from kgraph.names import BASE, LICENSE_IRI, compact, is_part
from kgraph.questions.catalogue import paragraph
from kgraph.snapshot.store import Snapshot
from kgraph.version import __version__
from kgraph.web.pages.words import word
from kgraph.web.paths import path_of
from kgraph.words.outside import outside_label
from kgraph.words.punctuation import PUNCTUATION, Punctuation
from kgraph.words.things import Namer

POLICY: Final = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; base-uri 'none'; "
    "form-action 'self'; object-src 'none'"
)
"""What a page in a file loads and runs: of its own host only, and WebAssembly besides."""
FOLDER: Final = Path(__file__).resolve().parent
STATIC: Final = FOLDER / "static"


def templates(**pages: bool) -> Environment:
    """The templates; what they are given is text and never markup.

    `pages` tells of coverage, market and conflicts whether there is a page about them to lead to.
    """
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= pages
    environment.filters["paragraph"] = paragraph
    return environment


@dataclass(frozen=True)
class View:
    """How a reader looks at the graph: a snapshot of a day, a language, and the path of a page."""

    snapshot: Snapshot
    lang: str
    path: str = "/"
    as_of: str | None = None
    known_at: str | None = None
    live: ClassVar[bool] = True
    """Whether a server answers: forms send there, and other days can be asked for."""

    def word(self, key: str, *values: object) -> str:
        """The words for a key in the language of the page."""
        return word(self.lang, key, *values)

    def label(self, iri: str) -> str:
        """The label of a thing; what has none is described, a term of others has a name of ours."""
        found = self.snapshot.label(iri, self.lang)
        if found != compact(iri):
            return found
        described = self._namer.described(NamedNode(iri)) if is_part(iri, "id") else None
        return outside_label(iri, self.lang) or described or found

    @cached_property
    def _namer(self) -> Namer:
        return Namer(self.snapshot, self.lang)

    def link(self, path: str, **fields: object) -> str:
        """The address of another page, in the same language and of the same day."""
        told = {"lang": None if self.lang == "en" else self.lang}
        told |= {"as_of": self.as_of, "known_at": self.known_at}
        given = {k: str(v) for k, v in (told | fields).items() if v not in (None, "")}
        return f"{path}?{urlencode(given)}" if given else path

    def asked_at(self, path: str) -> str:
        """The address of what answers about the day of the page."""
        days = {"as-of": self.as_of, "known-at": self.known_at}
        given = {name: day for name, day in days.items() if day}
        return f"{path}?{urlencode(given)}" if given else path

    def file(self, path: str) -> str:
        """The address of what has neither language nor day: a style sheet, a thing as data."""
        return path

    def answer(self, slug: str, format: str, **fields: object) -> str:
        """The address of the answer to a question as data."""
        return self.link(f"/api/questions/{slug}", **fields, format=format)

    def to(self, iri: str) -> str | None:
        """The address of the page of a thing; None where it is none of ours."""
        path = path_of(self.snapshot, iri)
        return None if path is None else self.link(f"/{quote(path)}.html")

    def short(self, iri: str) -> str:
        """The short name of a thing."""
        return compact(iri)

    @property
    def marks(self) -> Punctuation:
        """The marks between words of the language."""
        return PUNCTUATION[self.lang]

    @property
    def other(self) -> str:
        """The same page in the other language."""
        turned = replace(self, lang="en" if self.lang == "ja" else "ja")
        return turned.link(self.path)

    @property
    def told_day(self) -> str:
        """The day of the page in words."""
        day = self.snapshot.day
        if day.known_at is not None:
            return self.word("known", day.as_of, day.known_at)
        return self.word("day", day.as_of)


def render(environment: Environment, name: str, view: View, **values: Any) -> bytes:
    """A page: a template with what it shows."""
    shared: Mapping[str, Any] = {
        "view": view,
        "w": view.word,
        "marks": view.marks,
        "lang": view.lang,
        "version": __version__,
        "day": view.snapshot.day,
        "policy": POLICY,
        "linked": values.get("linked") or _page(view),
    }
    return environment.get_template(name).render({**values, **shared}).encode()


def dataset(view: View) -> dict[str, Any]:
    """The graph in the terms of schema.org, for search engines."""
    return {
        "@type": "Dataset",
        "@id": BASE + "dataset",
        "name": view.word("graph"),
        "description": view.word("lead"),
        "license": LICENSE_IRI,
        "version": view.snapshot.fingerprint[:12],
        "dateModified": view.snapshot.day.as_of.isoformat(),
    }


def _page(view: View) -> dict[str, Any]:
    """A page that is about no one thing, in the terms of schema.org."""
    return {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "inLanguage": view.lang,
        "isPartOf": dataset(view),
    }
