"""Pages for people: whole, in both languages, without dead links or anything from outside."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from helpers.market import write_market
from helpers.markup import Markup as Page
from helpers.project import PROJECT
from helpers.stored import stored_questions
from pyoxigraph import NamedNode
from starlette.testclient import TestClient

from kgraph.names import ID, compact
from kgraph.snapshot import Snapshot, open_snapshot
from kgraph.snapshot.build import build
from kgraph.snapshot.days import drop, on_day
from kgraph.vocab import JPST, OWL, RDF
from kgraph.web.app import Served, application
from kgraph.web.pages.view import View
from kgraph.web.pages.words import WORDS
from kgraph.web.states import States

HTML = {"accept": "text/html"}


def page(client: TestClient, path: str) -> Page:
    got = client.get(path, headers=HTML)
    # What says of a thing that it took the place of another leads to a page that says so too.
    assert got.status_code == (410 if "/odx-old." in path else 200), (path, got.text[:500])
    assert got.headers["content-type"] == "text/html; charset=utf-8"
    found = Page(got.text)
    assert len(found.ids) == len(set(found.ids)), path
    assert not found.unnamed, path
    assert all(loaded.startswith("/static/") for loaded in found.loaded), path
    return found


def test_every_page_that_leads_from_the_first_is_whole(client: TestClient) -> None:
    waiting, seen = ["/", "/?lang=ja"], set()
    while waiting:
        path = waiting.pop()
        if path in seen or len(seen) > 300:
            continue
        seen.add(path)
        if path.startswith(("/api/", "/openapi", "/void")) or path.endswith(
            (".ttl", ".jsonld", ".nt")
        ):
            assert client.get(path).status_code == 200, path
            continue
        found = page(client, path)
        assert found.lang == ("ja" if "lang=ja" in path else "en")
        for link in found.links:
            if link.startswith("#"):
                assert link.removeprefix("#") in found.ids, (path, link)
            elif link.startswith("/"):
                waiting.append(link)
            else:
                assert re.match("https?://", link), link
    assert any(path.startswith("/question/") for path in seen)
    assert any(path.startswith("/id/") and "lang=ja" in path for path in seen)
    assert any(path.startswith("/source/") for path in seen)


def test_a_browser_is_led_to_the_page_and_a_program_to_the_data(client: TestClient) -> None:
    chrome = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
    got = client.get("/id/odx", headers={"accept": chrome})
    assert got.headers["location"] == "/id/odx.html"
    assert client.get("/id/odx", headers={"accept": "*/*"}).headers["location"] == "/id/odx.ttl"


def test_a_page_speaks_the_language_of_its_reader(client: TestClient) -> None:
    for header, lang in (("ja,en;q=0.5", "ja"), ("en-US,ja;q=0.9", "en"), ("fr", "en"), ("", "en")):
        got = client.get("/", headers={**HTML, "accept-language": header})
        assert Page(got.text).lang == lang
    assert "Accept-Language" in got.headers["vary"]


def test_a_form_asks_its_question(client: TestClient) -> None:
    got = client.get("/question/traded-on.html", params={"venue": "start"}, headers=HTML)
    assert 'href="/id/st-alpha.html"' in got.text
    assert "SPARQLSelectExecutable" in client.get("/question/traded-on.ttl").text
    wrong = client.get("/question/traded-on.html", params={"venue": "nowhere"}, headers=HTML)
    assert wrong.status_code == 200
    assert 'role="alert"' in wrong.text
    assert "nowhere" in wrong.text


def test_what_is_given_is_never_markup(client: TestClient) -> None:
    bad = '"><script>alert(1)</script>'
    for path, fields in (
        ("/search", {"q": bad}),
        ("/query", {"query": bad}),
        ("/question/traded-on.html", {"venue": bad}),
        ("/question/traded-on.html", {"venue": "start", "word": bad}),
    ):
        got = client.get(path, params=fields, headers=HTML)
        assert "<script>" not in got.text, path
        assert "&lt;script&gt;" in got.text, path
    assert "<script>" not in client.get("/id/<script>alert(1)</script>", headers=HTML).text


def test_names_in_the_data_are_never_markup(tmp_path: Path) -> None:
    root = write_market(tmp_path / "market")
    with (root / "data" / "entities" / "all.ttl").open("a", encoding="utf-8") as file:
        file.write(
            "id:evil a jpst:Company ; "
            'skos:prefLabel "<img src=x onerror=y>"@en , "<b>悪</b>"@ja .\n'
        )
    build(root, tmp_path / "out", validate=False)
    served = Served(States(open_snapshot(tmp_path / "out"), on_day, drop), (), "http://testserver")
    with TestClient(application(served)) as client:
        for lang in ("en", "ja"):
            text = client.get(f"/id/evil.html?lang={lang}", headers=HTML).text
            assert "<img" not in text
            assert "<b>" not in text
            Page(text)


def test_a_thing_is_told_to_search_engines(client: TestClient) -> None:
    text = client.get("/id/odx.html", headers=HTML).text
    told = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert told is not None
    said = json.loads(told[1])
    assert said["@id"] == "https://w3id.org/jpst/id/odx"
    assert said["name"]


def test_a_page_of_another_day_keeps_to_it(client: TestClient) -> None:
    found = page(client, "/id/odx.html?as_of=2001-02-03&lang=ja")
    inner = [link for link in found.links if link.startswith("/id/")]
    assert inner
    assert all(
        "as_of=2001-02-03" in link
        for link in inner
        if not link.endswith((".ttl", ".nt", ".jsonld"))
    )


def test_a_problem_is_a_page_for_people(client: TestClient) -> None:
    got = client.get("/id/odxx", headers=HTML)
    assert got.status_code == 404
    assert 'href="/id/odx.html"' in got.text
    assert Page(got.text)
    assert "<h1>There is nothing of that name</h1>" in got.text
    assert client.get("/id/odxx").headers["content-type"] == "application/problem+json"
    japanese = client.get("/id/odxx?lang=ja", headers=HTML).text
    assert "<h1>その名前のものはない</h1>" in japanese
    assert '<p role="alert">グラフに http' in japanese
    assert "という名前のものはありません</p>" in japanese


def test_a_question_that_may_be_meant_is_offered_by_its_title(client: TestClient) -> None:
    for lang, title in (("en", "Tokens traded on a venue"), ("ja", "取引の場で取引されるトークン")):
        text = client.get(f"/questions/traded-on?lang={lang}", headers=HTML).text
        after = "" if lang == "en" else "?lang=ja"
        assert f'<a href="/question/traded-on.html{after}">{title}</a>' in text


def test_no_other_file_is_served(client: TestClient) -> None:
    assert client.get("/static/site.css").headers["content-type"] == "text/css; charset=utf-8"
    for name in ("../view.py", "..%2Fview.py", "%2e%2e/view.py", "x.css"):
        assert client.get(f"/static/{name}").status_code == 404


def test_the_words_of_both_languages_differ() -> None:
    same = {key for key, (english, japanese) in WORDS.items() if english == japanese}
    assert same == {"query"}


@pytest.fixture(scope="module")
def real(real_snapshot: Snapshot) -> TestClient:

    served = Served(States(real_snapshot, on_day, drop), stored_questions(), "http://x")
    return TestClient(application(served))


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_market_in_pictures_is_what_the_questions_say(real: TestClient, lang: str) -> None:
    text = real.get(f"/market?lang={lang}", headers=HTML).text
    Page(text)
    rows = real.get("/api/questions/issues-by-period").json()["rows"]
    years: dict[str, int] = {}
    for row in rows:
        years[row["period"]] = years.get(row["period"], 0) + row["tokens"]
    dated = {year: tokens for year, tokens in years.items() if year.isdecimal()}
    assert len(dated) > 4
    told = {"en": "{0} of {1} tokens", "ja": "{1}件中{0}件"}[lang]
    assert told.format(sum(dated.values()), sum(years.values())) in text
    picture = re.search(r'<svg[^>]*aria-label="[^:]*: ([^"]*)"', text)
    assert picture is not None
    assert picture[1] == ", ".join(f"{year} {dated[year]}" for year in sorted(dated))
    amounts = re.findall(r'<svg[^>]*aria-label="[^:]*: ([^"]*)"', text)[1]
    unknown = {row["period"] for row in rows} - {r["period"] for r in rows if r["withAmount"]}
    shown = dict(one.split() for one in amounts.split(", "))
    assert (
        {year for year, amount in shown.items() if amount == "–"} == unknown & set(dated) != set()
    )
    heights = [float(h) for h in re.findall(r'<rect [^>]*height="([\d.]+)"', text)][: len(dated)]
    ordered = [dated[year] for year in sorted(dated)]
    assert [round(h / max(heights), 2) for h in heights] == [
        round(n / max(ordered), 2) for n in ordered
    ]
    classes = real.get("/api/questions/tokens-by-asset-class", params={"lang": lang}).json()
    for row in classes["rows"]:
        assert f'value="{row["tokens"]}" aria-label="{row["assetClassLabel"]}"' in text


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_pages_of_the_real_graph(real: TestClient, lang: str) -> None:
    home = real.get(f"/?lang={lang}", headers=HTML).text
    Page(home)
    assert "<meter" in home
    heat = real.get(f"/coverage?lang={lang}", headers=HTML).text
    Page(heat)
    assert heat.count("<tr>") > 50
    assert 'class="cell filled"' in heat
    for path in ("shape/coupon-range-in-order", "ontology/SecurityToken", "scheme/layer"):
        page(real, f"/{path}.html?lang={lang}")
    token = real.get(f"/id/st-tosei-property-fund-3-ichigaya.html?lang={lang}", headers=HTML).text
    Page(token)
    assert token.count('<li class="layer') == 7
    assert 'class="confirmed"' in token


def test_figures_and_marks_are_those_of_the_language(real: TestClient) -> None:
    english, japanese = (
        real.get(f"/id/st-bond-sbi-start-bonds-1.html?lang={lang}", headers=HTML).text
        for lang in ("en", "ja")
    )
    assert "minimum investment</span> 10,000\N{NO-BREAK SPACE}yen" in english
    assert "最低投資額</span> 10,000円" in japanese
    assert "Also called: " in english
    assert "別名：" in japanese
    assert "」" in japanese
    assert "“" not in japanese


def in_words(text: str) -> list[tuple[str, str, str]]:
    """What the pictures of a page say: from what, how, to what."""
    return re.findall(r"<li>([^<>]*) — ([^<>]*) → ([^<>]*)</li>", unescape(text))


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_who_owns_whom_is_what_the_questions_say(real: TestClient, lang: str) -> None:
    text = real.get(f"/id/progmat.html?lang={lang}", headers=HTML).text
    Page(text)
    told = in_words(text)
    rows = real.get(
        "/api/questions/company-owners", params={"company": "progmat", "lang": lang}
    ).json()["rows"]
    status = {"en": "held", "ja": "現行"}[lang]
    owners = {row["holderLabel"] for row in rows if row["status"] == status}
    words = {"en": "holds", "ja": "保有"}[lang]
    name = rows[0]["companyLabel"]
    assert len(owners) > 5
    assert {start for start, by, end in told if end == name and words in by} == owners
    shares = {(start, by) for start, by, end in told if end == name and "42%" in by}
    assert {row["holderLabel"] for row in rows if row["percentage"] in (42, "42")} == {
        start for start, _ in shares
    }
    market = real.get(f"/ownership?lang={lang}", headers=HTML).text
    Page(market)
    assert set(told) <= set(in_words(market))


def test_how_a_rule_came_about_is_what_the_question_says(real: TestClient) -> None:
    text = real.get("/id/jsda-unlisted-pts-rules.html", headers=HTML).text
    told = in_words(text)
    rows = real.get(
        "/api/questions/rule-lineage", params={"text": "jsda-unlisted-pts-rules"}
    ).json()["rows"]
    backward = {
        (row["value"], row["aboutLabel"])
        for row in rows
        if row["item"] in ("follows", "published by", "part of")
    }
    assert len(backward) >= 4
    assert backward <= {(start, end) for start, _, end in told}
    assert ("START") in {end for start, by, end in told if by == "governs"}


def test_a_question_is_drawn_as_its_page_in_the_documentation_is(real: TestClient) -> None:
    text = real.get("/question/custody-chain.html", headers=HTML).text
    page = (PROJECT / "docs" / "generated" / "questions" / "custody-chain.md").read_text("utf-8")
    drawn = page.split("```mermaid\n")[1].split("```")[0]
    given = set(re.findall(r'\{\{"(\w+)', drawn))
    assert text.count('class="box given"') == len(given) > 0
    for name in re.findall(r'\(\["(\?\w+)', drawn):
        assert f">{name}<" in text


def test_conflicts_have_two_sides_or_more(real: TestClient) -> None:
    text = real.get("/conflicts", headers=HTML).text
    Page(text)
    rows = real.get("/api/questions/conflicts", params={"limit": 1000}).json()["rows"]
    parts = text.split('<section class="conflict"')[1:]
    assert len(parts) == len({row["conflict"] or (row["subject"], row["property"]) for row in rows})
    assert len(parts) > 10
    for part in parts:
        assert part.count("<h3>") > 1, part[:300]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_questions_stand_under_words(real: TestClient, lang: str) -> None:
    page = real.get(f"/questions?lang={lang}", headers=HTML).text
    assert "layer:" not in page
    assert ("Identifiers" if lang == "en" else "識別子") in page


SYNTAX = {
    *(RDF.BASE + name for name in ("first", "rest")),
    *(OWL.BASE + name for name in ("propertyChainAxiom", "onProperty", "hasValue", "members")),
    *(OWL.BASE + name for name in ("unionOf", "someValuesFrom")),
}
"""How OWL writes what pages tell as a sentence."""


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_no_record_and_no_term_of_others_goes_by_its_short_name(
    in_memory: Snapshot, lang: str
) -> None:
    view = View(in_memory, lang)
    store = in_memory.store
    records = {
        quad.subject.value
        for kind in ("Grant", "Membership", "NotFoundInSource")
        for quad in store.quads_for_pattern(None, RDF.type, NamedNode(JPST.BASE + kind), None)
    }
    assert len(records) > 300
    assert [iri for iri in sorted(records) if view.label(iri).startswith("id:")] == []
    grant = ID + "registration-rakuten-securities-investment-management-business-2026-08-31"
    assert view.label(grant).startswith(in_memory.label(ID + "rakuten-securities", lang))
    terms = {quad.predicate.value for quad in store.quads_for_pattern(None, None, None, None)}
    named = {iri for iri in terms if view.label(iri) == compact(iri)}
    assert named <= SYNTAX
