"""Pages as files: links are relative, so that they work on any web host and below any address."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from kgraph.release.places import filed
from kgraph.web.pages.view import View

JAPANESE: Final = "ja/"
"""Where the pages in Japanese stand; those in English stand at the top."""


def place(path: str, lang: str) -> str:
    """The file of a page, from its path on a server."""
    name = filed(path.removeprefix("/")) or "index"
    named = name if "." in name.rpartition("/")[2] else f"{name}.html"
    return (JAPANESE if lang == "ja" else "") + named


@dataclass(frozen=True)
class Filed(View):
    """How a reader looks at the graph through a file. `pages` are the IRIs that have a page,
    `engine` whether what answers in a browser is there.

    `top` is the address of the site where a page does not know its own: the one that a host shows
    for what is not there.
    """

    live: ClassVar[bool] = False
    pages: Container[str] = frozenset()
    engine: bool = False
    top: str | None = None

    def link(self, path: str, **_: object) -> str:
        """The address of another page in the same language; all its rows stand on one."""
        return self._from_here(place(path, self.lang))

    def file(self, path: str) -> str:
        """The address of what has no language."""
        return self._from_here(filed(path.removeprefix("/")))

    def answer(self, slug: str, format: str, **_: object) -> str:
        """The address of the answer to a question as data, asked without values."""
        return self.link(f"/api/questions/{slug}.{format}")

    def to(self, iri: str) -> str | None:
        """The address of the page of a thing; None where it has none."""
        return super().to(iri) if iri in self.pages else None

    @property
    def other(self) -> str:
        """The same page in the other language."""
        return self._from_here(place(self.path, "en" if self.lang == "ja" else "ja"))

    def within(self, path: str) -> Filed:
        """The same for another page."""
        return replace(self, path=path)

    def _from_here(self, target: str) -> str:
        if self.top is not None:
            return self.top + target
        return "../" * place(self.path, self.lang).count("/") + target
