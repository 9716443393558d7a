"""The pages as files for any web host, with what a browser needs to ask the graph itself."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from jinja2 import Environment
from pyoxigraph import NamedNode, Quad, RdfFormat

from kgraph.export.tree import CONTEXT, Trees, as_text
from kgraph.limited import Limits
from kgraph.limited.beside import beside
from kgraph.names import BASE, QUESTION
from kgraph.questions.ask import ask
from kgraph.questions.params import BadValue
from kgraph.questions.question import Question, questions
from kgraph.release.describe import void
from kgraph.release.places import filed
from kgraph.snapshot.store import Snapshot, open_snapshot
from kgraph.version import __version__
from kgraph.web import media, protocol, rest, shapes, things
from kgraph.web.pages import browser
from kgraph.web.pages.contents import CONFLICTS, COVERAGE, EXAMPLE, MARKET, Contents, Page
from kgraph.web.pages.filed import JAPANESE, Filed, place
from kgraph.web.pages.since import Since, since
from kgraph.web.pages.view import STATIC, View, dataset, render
from kgraph.web.pages.words import word
from kgraph.web.paths import path_of
from kgraph.web.problem import title
from kgraph.writing import make_folder, write_within

MARK: Final = ".kgraph-site"
"""The file that says which files of a folder a site is made of."""
LANGUAGES: Final = ("en", "ja")
NOT_ALONE: Final = ("claim/", "graph/")
"""What has no page of its own here: it stands in the data as a whole."""
ENGINE: Final = "vendor/oxigraph/web.js"
"""What answers in a browser, where `make client` has fetched it."""
STAGES: Final = ("pages", "rest")
_PARTS: Final = 2
"""Processes that write: one on each core of a small machine."""
_AS_DATA: Final = (".ttl", ".jsonld", ".nt")


class SiteError(Exception):
    """A folder that no site can be written into. One line: what, why, what to do."""

    exit_code: Final = 2


def make(
    snapshot: Path,
    root: Path,
    out: Path,
    *,
    base_url: str | None,
    limits: Limits,
    before: Path | None = None,
    on_stage: Callable[[str], None] = lambda _: None,
) -> int:
    """Writes the site of a snapshot into a folder and gives the number of its files.

    In: the folder of the snapshot, which nobody in this process may have open; the project folder;
    a folder that is new, empty, or holds a site, whose files are replaced; the address that readers
    know it by, for what must name itself; the limits of each question; the release before, since
    which the first page tells what changed. Raises SiteError for a folder with other content,
    CompareError for what is no release, OSError for what cannot be written. `on_stage` is called
    with each of STAGES as it begins.
    """
    earlier = _own_files(out)
    make_folder(out)
    write_within(out, out / MARK, "\n".join(sorted(earlier)))
    on_stage("pages")
    with beside(lambda: _part(snapshot, root, out, base_url, limits, 1)) as other:
        written = _part(snapshot, root, out, base_url, limits, 0, before)
        on_stage("rest")
        written |= other()
    written.add(MARK)
    for name in earlier - written:
        _remove(out, name)
    write_within(out, out / MARK, "".join(f"{name}\n" for name in sorted(written)))
    return len(written)


def _part(
    snapshot: Path,
    root: Path,
    out: Path,
    base_url: str | None,
    limits: Limits,
    part: int,
    before: Path | None = None,
) -> set[str]:
    opened = open_snapshot(snapshot, root)
    site = Site(opened, base_url, limits, since(before, opened) if before else None)
    written = set()
    for name, content in site.files(part):
        write_within(out, out / name, content)
        written.add(name)
    return written


def _own_files(out: Path) -> set[str]:
    """The files of the site that a folder holds. Raises SiteError where it holds anything else."""
    if not out.exists():
        return set()
    if not out.is_dir():
        raise SiteError(f"{out}: this is no folder; name a new one with -o")
    mark = out / MARK
    if mark.is_file() and not mark.is_symlink():
        return set(mark.read_text(encoding="utf-8").split("\n")) - {""}
    if any(out.iterdir()):
        raise SiteError(f"{out}: this folder holds other files; name a new or empty one with -o")
    return set()


def _remove(out: Path, name: str) -> None:
    """Removes a file of an earlier site, never what lies outside of the folder or behind a link."""
    path = out / name
    inside = ".." not in Path(name).parts and not Path(name).is_absolute()
    linked = any(one.is_symlink() for one in (path, *path.parents) if one != out)
    if inside and not linked and path.is_file():
        path.unlink()


@dataclass
class Site:
    """Makes the files of a site from an open snapshot."""

    snapshot: Snapshot
    base_url: str | None
    limits: Limits
    since: Since | None = None

    @cached_property
    def asked(self) -> dict[str, Question]:
        return {one.slug: one for one in questions(self.snapshot.root)}

    @cached_property
    def contents(self) -> Contents:
        return Contents(self.asked, self.limits, self.since)

    @cached_property
    def environment(self) -> Environment:
        return self.contents.templates()

    @cached_property
    def outside(self) -> Mapping[str, Iterable[Quad]]:
        """What is said of shapes and questions, which stand in no graph of the snapshot."""
        return shapes.outside(self.snapshot.root, tuple(self.asked.values()))

    @cached_property
    def iris(self) -> list[str]:
        """All that has a page of its own."""
        found = set(self.outside)
        for quad in self.snapshot.store:
            for term in (*quad.triple, quad.graph_name):
                if isinstance(term, NamedNode):
                    found.add(term.value)
        names = ((iri, path_of(self.snapshot, iri)) for iri in found)
        return sorted(
            iri
            for iri, name in names
            if name and not name.endswith("/") and not name.startswith(NOT_ALONE)
        )

    @cached_property
    def pages(self) -> frozenset[str]:
        return frozenset(self.iris)

    def view(self, path: str, lang: str, top: str | None = None) -> Filed:
        engine = (STATIC / ENGINE).is_file()
        return Filed(self.snapshot, lang, path, pages=self.pages, engine=engine, top=top)

    def files(self, part: int) -> Iterator[tuple[str, bytes]]:
        """Name and content of every file, or those that one of several processes writes."""
        for i, iri in enumerate(self.iris):
            if i % _PARTS == part:
                yield from self.thing(iri)
        for i, question in enumerate(self.asked.values()):
            if i % _PARTS == part:
                yield from self.question(question)
        yield from self.data() if part else self.overviews()

    def thing(self, iri: str) -> Iterator[tuple[str, bytes]]:
        name = path_of(self.snapshot, iri) or ""
        said = self.outside.get(iri)
        found = things.named(self.snapshot, name, self.outside)
        if isinstance(found, things.GivenUp):
            yield from self.in_both(f"/{name}.html", lambda view: _given_up(view, found))
        elif not iri.startswith(QUESTION) or iri.removeprefix(QUESTION) not in self.asked:
            yield from self.in_both(
                f"/{name}.html", lambda view: self.contents.thing(view, iri, said)
            )
        node = NamedNode(iri)
        told = things.description(self.snapshot, node) if said is None else said
        for ending in _AS_DATA:
            at = filed(name) if self.base_url else name
            address = f"{self.base_url or BASE.rstrip('/')}/{quote(at)}{ending}"
            quads = things.flat(things.document(told, node, address))
            writer = media.GRAPHS[media.SUFFIXES[ending]]
            yield filed(name) + ending, protocol.graph_as(quads, writer)

    def question(self, question: Question) -> Iterator[tuple[str, bytes]]:
        path = f"/question/{question.slug}.html"
        yield from self.in_both(
            path, lambda view: self.contents.question(view, question, {}, 0, rest.MOST)
        )
        yield self.parts_of(question)
        for lang in LANGUAGES:
            try:
                answer = ask(self.snapshot, question, {}, lang, limits=self.limits)
            except BadValue:  # it needs a value, and takes none by itself
                continue
            for kind in rest.offers():
                ending = media.TABLES[kind]
                page = rest.Page(lang, None, None, kind, rest.MOST, 0, {})
                name = place(f"/api/questions/{question.slug}.{ending}", lang)
                yield name, rest.document(answer, page, f"{self.base_url or ''}/{name}")

    def parts_of(self, question: Question) -> tuple[str, bytes]:
        """A question as a browser puts it together."""
        told = browser.question(self.snapshot, question)
        return f"data/questions/{question.slug}.json", _json(told)

    def overviews(self) -> Iterator[tuple[str, bytes]]:
        """The pages that are about no one thing."""
        contents = self.contents
        yield from self.in_both("/", self.home)
        yield from self.in_both("/questions", contents.listed)
        if COVERAGE in self.asked:
            yield from self.in_both("/coverage", contents.coverage)
        if self.asked.keys() >= MARKET:
            yield from self.in_both("/market", contents.market)
        if CONFLICTS in self.asked:
            yield from self.in_both("/conflicts", contents.conflicts)
        yield from self.in_both("/ownership", contents.ties)
        yield from self.in_both("/query", lambda _: contents.query(EXAMPLE, ""))
        yield from self.in_both("/search", lambda view: contents.search(view, ""))
        yield self.missing()

    def missing(self) -> tuple[str, bytes]:
        """The page that a host shows at any address where there is nothing."""
        top = urlsplit(self.base_url or "").path.rstrip("/") + "/"
        view = self.view("/404", "en", top)
        told = {
            "title": title(404, "en"),
            "detail": view.word("gone"),
            "nearest": [],
            "seek": [(lang, word(lang, "nearest")) for lang in LANGUAGES],
        }
        return "404.html", render(self.environment, "problem.html", view, **told)

    def home(self, view: View) -> Page:
        name, values = self.contents.home(view)
        return name, {**values, "linked": {"@context": "https://schema.org", **dataset(view)}}

    def data(self) -> Iterator[tuple[str, bytes]]:
        """What pages load, and what programs read."""
        for path in sorted(STATIC.rglob("*")):
            if path.is_file():
                yield f"static/{path.relative_to(STATIC).as_posix()}", path.read_bytes()
        quads = self.snapshot.store.dump(format=RdfFormat.N_QUADS)
        # The same bytes for the same graph: no time of writing stands in it.
        yield (
            "data/graph.nq.gz",
            gzip.compress(b"".join(sorted(quads.splitlines(True))), 9, mtime=0),
        )
        yield (
            "data/names.json",
            _json(browser.names(self.snapshot, self.pages, self.asked.values())),
        )
        yield "data/editor.json", self.contents.completions(self.snapshot)
        yield CONTEXT.removeprefix(BASE), as_text(Trees(self.snapshot.store).context()).encode()
        yield "data/void.ttl", void(self.snapshot.store, __version__, ()).encode()
        listed = "User-agent: *\nAllow: /\n"
        if self.base_url is not None:
            listed += f"Sitemap: {self.base_url}/sitemap.xml\n"
            yield "sitemap.xml", self.map().encode()
        yield "robots.txt", listed.encode()

    def map(self) -> str:
        """The addresses of all pages for search engines, as sitemaps.org has them."""
        names = ["", JAPANESE]
        for iri in self.iris:
            name = quote(filed(path_of(self.snapshot, iri) or "")) + ".html"
            names += [name, JAPANESE + name]
        lines = "".join(f"<url><loc>{self.base_url}/{name}</loc></url>\n" for name in names)
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
            f"{lines}</urlset>\n"
        )

    def in_both(self, path: str, gather: Callable[[View], Page]) -> Iterator[tuple[str, bytes]]:
        """A page in both languages."""
        for lang in LANGUAGES:
            view = self.view(path, lang)
            template, values = gather(view)
            yield place(path, lang), render(self.environment, template, view, **values)


def _given_up(view: View, found: things.GivenUp) -> Page:
    """The page of a name that was given up: it leads on."""
    near = [(view.label(iri), view.to(iri)) for iri in found.successors]
    detail = view.word("givenUp", found.node.value)
    return "problem.html", {"title": title(410, view.lang), "detail": detail, "nearest": near}


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
