"""`kgraph site`: the pages as files, whole by themselves, and what a browser needs to ask."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from helpers.commands import Command
from helpers.markup import Markup
from helpers.project import PROJECT
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from starlette.testclient import TestClient

from kgraph.limited import Limits
from kgraph.names import BASE
from kgraph.questions.question import questions
from kgraph.release.places import filed
from kgraph.snapshot import Snapshot
from kgraph.sparql.lexer import code
from kgraph.sparql.substitute import substitute
from kgraph.web import site
from kgraph.web.pages.browser import MARK, parts
from kgraph.web.pages.filed import place
from kgraph.web.paths import path_of
from kgraph.web.site import Site, SiteError, make

LIMITS = Limits(seconds=30, rows=1000, memory=1 << 30)


def written(snapshot: Snapshot, out: Path, base_url: str | None = None) -> Path:
    make(snapshot.path, snapshot.root, out, base_url=base_url, limits=LIMITS)
    return out


@pytest.fixture(scope="module")
def small(asked_market: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small market; tests only read it."""
    return written(asked_market, tmp_path_factory.mktemp("site") / "out")


def pages(folder: Path) -> dict[Path, Markup]:
    found = {}
    for path in sorted(folder.rglob("*.html")):
        found[path] = Markup(path.read_text(encoding="utf-8"))
    return found


def test_every_link_leads_to_a_file_wherever_the_site_lies(small: Path) -> None:
    found = pages(small)
    assert len(found) > 100
    for path, page in found.items():
        if path.name == "404.html":  # it is shown at any address, and knows the one of the site
            continue
        for link in (*page.links, *page.loaded):
            address = urlsplit(link)
            if address.scheme:
                assert address.scheme in ("http", "https"), link
                continue
            assert not link.startswith("/"), (path, link)
            target = (path.parent / unquote(address.path)).resolve() if address.path else path
            assert target.is_file(), (path, link)
            assert target.is_relative_to(small)
            if address.fragment and target in found:
                assert address.fragment in found[target].ids, (path, link)


def test_each_page_has_both_languages_and_is_told_to_search_engines(small: Path) -> None:
    found = pages(small)
    for path, page in found.items():
        told = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.S)
        assert [json.loads(one)["@context"] for one in told] == ["https://schema.org"], path
        name = path.relative_to(small)
        assert page.lang == ("ja" if name.parts[0] == "ja" else "en")
        if path.name != "404.html" and name.parts[0] != "ja":
            assert small / "ja" / name in found


def test_every_iri_has_its_page_and_its_data(small: Path, asked_market: Snapshot) -> None:
    rows = asked_market.query("SELECT DISTINCT ?s { ?s ?p ?o }").rows
    names = [row[0].value.removeprefix(BASE) for row in rows if isinstance(row[0], NamedNode)]
    alone = (":", "claim/", "graph/")
    ours = [name for name in names if name and not any(part in name for part in alone)]
    assert len(ours) > 20
    for name in ours:
        for ending in (".html", ".ttl", ".jsonld", ".nt"):
            assert (small / f"{filed(name)}{ending}").is_file(), name


def test_no_two_files_differ_in_capitals_alone(small: Path, in_memory: Snapshot) -> None:
    """As a disk that knows no capitals has them: those of a site, and those of our graph."""
    names = [str(path.relative_to(small)) for path in small.rglob("*")]
    real = Site(in_memory, None, LIMITS)
    paths = [path_of(in_memory, iri) or "" for iri in real.iris]
    assert {"ontology/Order", "ontology/order"} <= set(paths)
    for found in (names, [place(f"/{path}.html", "en") for path in paths], list(map(filed, paths))):
        assert len({name.casefold() for name in found}) == len(found)


def test_an_answer_can_be_had_as_a_workbook_in_the_language_of_its_page(small: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="kgraph[xlsx] has it")
    tables = sorted(small.rglob("api/questions/*.csv"))
    assert tables
    for table in tables:
        book = openpyxl.load_workbook(table.with_suffix(".xlsx"))
        japanese = table.relative_to(small).parts[0] == "ja"
        assert book.sheetnames[0] == ("はじめに" if japanese else "About")
    offered = 0
    for path, page in pages(small).items():
        links = [link for link in page.links if "api/questions/" in link]
        endings = [link.rpartition(".")[2] for link in links]
        assert endings.count("csv") == endings.count("xlsx"), path
        offered += endings.count("csv")
    assert offered == len(tables)


def test_a_browser_finds_the_file_of_a_class(small: Path) -> None:
    told = json.loads((small / "data" / "names.json").read_text(encoding="utf-8"))
    apart, instead = told["files"]
    assert instead == "$1class/$2"
    for path in ("ontology/Order", "ontology/order", "id/odx", "at/firm/ontology/Order"):
        assert re.sub(apart, r"\1class/\2", path) == filed(path)


def test_data_is_what_the_server_gives(small: Path, client: TestClient) -> None:
    def triples(content: bytes) -> set[str]:
        found = parse(content, format=RdfFormat.TURTLE)
        return {str(quad) for quad in found if "primaryTopic" not in str(quad)} - {""}

    got = client.get("/id/odx.ttl").content
    told, own = triples((small / "id" / "odx.ttl").read_bytes()), triples(got)
    assert {t for t in told if "inDataset" not in t} == {t for t in own if "inDataset" not in t}
    answers = sorted((small / "api" / "questions").glob("*.json"))
    assert answers
    for path in answers:
        answer = json.loads(path.read_text(encoding="utf-8"))
        same = client.get(f"/api/questions/{path.stem}", params={"limit": 10_000}).json()
        assert answer["rows"] == same["rows"]


def test_the_whole_graph_is_there(small: Path, asked_market: Snapshot) -> None:
    store = Store()
    packed = (small / "data" / "graph.nq.gz").read_bytes()
    store.load(gzip.decompress(packed), format=RdfFormat.N_QUADS)
    assert set(store) == set(asked_market.store)


def test_a_page_loads_nothing_from_elsewhere(small: Path) -> None:
    for path, page in pages(small).items():
        policy = re.search('http-equiv="Content-Security-Policy" content="([^"]*)"', page.text)
        assert policy is not None, path
        rules = dict(rule.split(" ", 1) for rule in unescape(policy[1]).split("; "))
        assert rules["default-src"] == "'self'"
        assert rules["script-src"] == "'self' 'wasm-unsafe-eval'"
        assert not [one for one in page.loaded if urlsplit(one).netloc], path


def test_a_name_given_up_leads_on(small: Path) -> None:
    page = Markup((small / "id" / "odx-old.html").read_text(encoding="utf-8"))
    assert "../id/odx.html" in page.links


def test_without_the_engine_a_page_says_so(
    asked_market: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for there in (False, True):
        place = tmp_path / "static"
        engine = place / "vendor" / "oxigraph" / "web.js"
        if there:
            engine.parent.mkdir(parents=True)
            engine.write_text("")
        else:
            place.mkdir()
            for path in site.STATIC.glob("*.*"):
                (place / path.name).write_bytes(path.read_bytes())
            monkeypatch.setattr(site, "STATIC", place)
        page = Markup(written(asked_market, tmp_path / "out").joinpath("query.html").read_text())
        assert any(link.endswith("ask.js") for link in page.loaded) is there
        assert "runs scripts" in page.text
        assert "<textarea" in page.text


def test_the_address_of_the_site_stands_where_it_must(
    asked_market: Snapshot, tmp_path: Path
) -> None:
    out = written(asked_market, tmp_path / "out", "https://example.org/kg")
    assert 'href="/kg/static/site.css"' in (out / "404.html").read_text(encoding="utf-8")
    assert '<div id="near" hidden>' in (out / "404.html").read_text(encoding="utf-8")
    assert "Sitemap: https://example.org/kg/sitemap.xml" in (out / "robots.txt").read_text()
    for loc in re.findall("<loc>(.*?)</loc>", (out / "sitemap.xml").read_text()):
        name = unquote(loc.removeprefix("https://example.org/kg/"))
        assert (out / name / "index.html" if name in ("", "ja/") else out / name).is_file(), loc


# -- the folder


def test_nothing_foreign_is_touched(asked_market: Snapshot, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    with pytest.raises(SiteError, match="holds other files; name a new or empty one with -o"):
        written(asked_market, out)
    assert [path.name for path in out.iterdir()] == ["mine.txt"]
    with pytest.raises(SiteError, match="no folder"):
        written(asked_market, out / "mine.txt")


def test_a_site_takes_the_place_of_the_one_before(asked_market: Snapshot, tmp_path: Path) -> None:
    out = written(asked_market, tmp_path / "out")
    before = {path for path in out.rglob("*") if path.is_file()}
    outside = tmp_path / "outside.txt"
    outside.write_text("stays")
    (out / "gone.html").write_text("old")
    (out / "kept.txt").write_text("of somebody else")
    with (out / ".kgraph-site").open("a", encoding="utf-8") as mark:
        mark.write("gone.html\n../outside.txt\n/etc/hostname\n")
    written(asked_market, out)
    assert {path for path in out.rglob("*") if path.is_file()} == before | {out / "kept.txt"}
    assert outside.read_text() == "stays"


def test_no_link_in_the_folder_is_followed(asked_market: Snapshot, tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    out.mkdir()
    other.mkdir()
    (out / ".kgraph-site").write_text("")
    (out / "id").symlink_to(other)
    with pytest.raises(OSError, match="link"):
        written(asked_market, out)
    assert not any(other.iterdir())


def test_the_command_writes_it(command: Command, built_market: Path, tmp_path: Path) -> None:
    outcome = command(built_market, "site", "-o", str(tmp_path / "out"))
    assert outcome.code == 0, outcome.err
    assert (tmp_path / "out" / "index.html").is_file()
    wrong = (
        (("-o", "-"), "folder"),
        (("-o", "x", "--base-url", "y"), "address"),
        (("-o", "data"), "holds other files"),
    )
    for line, word in wrong:
        outcome = command(built_market, "site", *line)
        assert outcome.code == 2
        assert word in outcome.error


# -- questions


@pytest.mark.parametrize("one", questions(PROJECT), ids=lambda one: one.slug)
def test_a_question_can_be_put_together_from_its_parts(one) -> None:
    """For each of its parameters alone, for all and for none: the same tokens as the server's."""
    names = [parameter.variable for parameter in one.parameters]
    found = parts(one.body, names)
    for given in ([], *([name] for name in names), names):
        terms = {name: NamedNode(f"urn:x:{name}") for name in given}
        text = "".join(
            part
            if isinstance(part, str)
            else f" {part['set'].replace(MARK, 'urn:x:')} "
            if part["value"] in terms
            else part["open"]
            for part in found
        )
        same = substitute(one.body, terms)
        assert [t.text for t in code(text)] == [t.text for t in code(same)], given


def test_places_that_depend_on_each_other_are_refused() -> None:
    body = "SELECT * { { SELECT ?_a ?_b { ?_a ?p ?_b } } }"
    with pytest.raises(ValueError, match="depend on each other"):
        parts(body, ["_a", "_b"])
