"""The pages in a real browser: what it says and loads, whether everybody can use them, and that
questions have the same answers in it as on the server."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from helpers.here import right_here
from helpers.project import PROJECT
from helpers.serving import serving
from pyoxigraph import Literal, NamedNode

from kgraph.limited import Limits
from kgraph.questions.ask import ask
from kgraph.questions.params import BadValue
from kgraph.questions.question import questions
from kgraph.snapshot import Snapshot
from kgraph.web.pages.contents import EXAMPLE
from kgraph.web.site import ENGINE, STATIC, Site

CLIENT = PROJECT / "kgraph" / "web" / "client"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
TOKEN = "/id/st-tosei-property-fund-3-ichigaya.html"
PAGES = [
    ("/", "light", 1200),
    ("/?lang=ja", "dark", 390),
    (TOKEN, "light", 390),
    (f"{TOKEN}?lang=ja", "dark", 1200),
    ("/coverage", "light", 390),
    ("/question/venue-participants.html", "dark", 390),
    ("/query?lang=ja", "light", 1200),
    ("/market?lang=ja", "dark", 390),
    ("/ontology/SecurityToken.html", "light", 1200),
    ("/ownership", "dark", 390),
    ("/conflicts?lang=ja", "light", 390),
    ("/id/progmat.html?lang=ja", "light", 1200),
]


@pytest.fixture(scope="module")
def told(
    real_snapshot: Snapshot, in_memory: Snapshot, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What a browser finds on the pages of the real graph, served and in files."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium (Debian: apt-get install chromium)")
    if shutil.which("node") is None:
        pytest.skip("there is no Node (Debian: apt-get install nodejs npm)")
    if (
        not (CLIENT / "node_modules" / "playwright-core").is_dir()
        or not (STATIC / ENGINE).is_file()
    ):
        pytest.skip("what pages load in a browser is not there (make client)")
    folder = tmp_path_factory.mktemp("files")
    limits = Limits(seconds=60, rows=10_000)
    site, below = (Site(in_memory, at, limits) for at in (None, "https://example.org/below"))
    with right_here():
        write_site(folder, site)
        write(folder, dict([below.missing()]))
    with serving(PROJECT, "--out", str(real_snapshot.path.parents[1])) as server:
        wanted = {
            "client": str(CLIENT),
            "chromium": CHROMIUM,
            "site": str(folder),
            "server": server.address,
            "pages": [{"path": p, "scheme": s, "width": w} for p, s, w in PAGES],
            "form": {"slug": "venue-participants", "given": {"venue": "ＳＴＡＲＴ"}},
            "questions": [{"slug": slug, "given": {}} for slug in site.asked],
        }
        ran = subprocess.run(
            ["node", str(Path(__file__).with_name("browser.mjs"))],
            input=json.dumps(wanted),
            capture_output=True,
            encoding="utf-8",
            timeout=240,
            check=False,
        )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def write_site(folder: Path, site: Site) -> None:
    """What pages load, and the pages that are opened."""
    for question in site.asked.values():
        write(folder, dict([site.parts_of(question)]))
    write(folder, dict(site.data()))
    write(folder, dict(site.in_both("/query", lambda _: site.contents.query(EXAMPLE, ""))))
    asked = site.asked["venue-participants"]
    write(
        folder,
        dict(
            site.in_both(
                "/question/venue-participants.html",
                lambda view: site.contents.question(view, asked, {}, 0, 100),
            )
        ),
    )


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: " ".join(map(str, page)))
def test_a_page_is_quiet_fits_and_is_accessible(told: dict[str, Any], page: tuple) -> None:
    found = told["pages"][" ".join(map(str, page))]
    assert found["said"] == []
    assert found["violations"] == []
    assert found["wide"] <= 0


def test_search_while_one_types(told: dict[str, Any]) -> None:
    assert told["lang"] == "ja"
    assert any("東京証券" in one for one in told["suggested"])
    assert "東京証券" in told["found"]
    assert told["search"] == []


def test_an_editor_completes_our_terms_and_starts_from_questions(
    told: dict[str, Any], real_snapshot: Snapshot
) -> None:
    found = told["editor"]
    assert found["hints"][0].split() == ["jpst:SecurityToken", "セキュリティトークン"]
    text = "PREFIX jpst: <https://w3id.org/jpst/ontology/>\nSELECT ?t { ?t a jpst:SecurityToken }"
    assert found["text"] == text
    assert found["rows"] == len(list(real_snapshot.store.query(text)))
    assert "jpst:tradingParticipation" in found["example"]
    assert found["answered"] == len(list(real_snapshot.store.query(found["example"])))
    assert found["violations"] == []
    assert found["said"] == []


def test_a_site_in_files_answers_by_itself(told: dict[str, Any]) -> None:
    site = told["site"]
    assert site["rows"] == 20
    assert site["stopped"] == "中止した。"
    assert any("Progmat" in one for one in site["suggested"])
    assert site["form"] >= 1
    assert "nothing of that name" in site["wrong"]
    assert site["said"] == []


def test_a_site_in_files_offers_what_may_be_meant(told: dict[str, Any]) -> None:
    offered = told["site"]["missing"]
    (title, link) = offered["questions/custody-chain"][0]
    assert link.endswith("/below/question/custody-chain.html")
    assert " / " in title
    assert offered["ja/id/progmatt.html"][0][1].endswith("/below/ja/id/progmat.html")
    assert offered["zzzzqqqq"] == []


def shown(kind: str, value: str, language: str = "", datatype: str = "") -> tuple[str, ...]:
    """A term; in what order parts of a list come that an answer joins, SPARQL leaves open."""
    return kind, " | ".join(sorted(value.split(" | "))), language, datatype


def servers(term: object) -> tuple[str, ...] | None:
    if isinstance(term, Literal):
        return shown("literal", term.value, term.language or "", term.datatype.value)
    return shown("uri", term.value) if isinstance(term, NamedNode) else None


def browsers(one: dict[str, str] | None) -> tuple[str, ...] | None:
    if one is None:
        return None
    return shown(one["type"], one["value"], one.get("language", ""), one.get("datatype", ""))


@pytest.mark.parametrize("slug", [one.slug for one in questions(PROJECT)])
def test_a_question_has_the_same_answer_in_the_browser(
    told: dict[str, Any], in_memory: Snapshot, slug: str
) -> None:
    found = told["site"]["answers"][slug]
    try:
        with right_here():
            answer = ask(in_memory, slug, {}, limits=Limits(seconds=60, rows=None))
    except BadValue:
        assert found["problem"].startswith("BadValue")
        return
    assert "problem" not in found, found
    at = {name: i for i, name in enumerate(found["columns"])}
    rows = [
        tuple(browsers(row[at[name]]) if name in at else None for name in answer.columns)
        for row in found["rows"]
    ]
    assert rows == [tuple(map(servers, row)) for row in answer.terms]
