"""Names that were given up, as the ontology and the data tell of them, and their page."""

from __future__ import annotations

import re

from helpers.project import PROJECT
from helpers.terms import jpst

from kgraph.diff import abandoned
from kgraph.load import load
from kgraph.names import PREFIXES, compact
from kgraph.render.replaced import as_page
from kgraph.terms.replaced import replaced
from kgraph.turtle.parse import parse_turtle
from kgraph.vocab import XSD

PAGE = PROJECT / "docs" / "generated" / "replaced.md"
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
GIVEN_UP = """
jpst:share a owl:ObjectProperty ; skos:prefLabel "share"@en , "持分"@ja ; owl:deprecated true ;
    dcterms:isReplacedBy jpst:shareholding ; jpst:deprecatedSince "0.2.0" ;
    skos:changeNote "Write `jpst:shareholding`."@en , "`jpst:shareholding` と書く。"@ja .
id:odx-old a owl:Thing ; skos:prefLabel "ODX"@en ; owl:deprecated true ;
    dcterms:isReplacedBy id:odx ; jpst:deprecatedSince "0.3.0" ;
    skos:changeNote "Write `id:odx`."@en , "`id:odx` と書く。"@ja .
precision:day a skos:Concept ; owl:deprecated true ; dcterms:isReplacedBy xsd:date , xsd:gYear .
jpst:memberOf a owl:ObjectProperty ; owl:deprecated false .
"""


def names(text: str):
    return replaced(parse_turtle(HEAD + text, None))


def project_names():
    return replaced(triple for file in load(PROJECT).files for triple in file.triples)


def test_what_is_told_of_a_name_that_was_given_up() -> None:
    thing, term, concept = names(GIVEN_UP)
    assert [compact(one.iri) for one in (thing, term, concept)] == [
        "id:odx-old",
        "jpst:share",
        "precision:day",
    ]
    assert term.replaced_by == (jpst("shareholding").value,)
    assert term.since == "0.2.0"
    assert term.labels == {"en": "share", "ja": "持分"}
    assert term.notes["ja"] == "`jpst:shareholding` と書く。"
    assert concept.replaced_by == (XSD.date.value, XSD.gYear.value)
    assert concept.since == ""


def test_the_page_has_a_heading_for_each() -> None:
    page = as_page(names(GIVEN_UP))
    order = [line for line in page.splitlines() if line.startswith("#")]
    assert order == [
        "# Names that were given up",
        "## Classes and properties / クラスとプロパティ",
        "### jpst:share",
        "## Concepts and schemes / 概念と概念体系",
        "### precision:day",
        "## Things / 実体",
        "### id:odx-old",
    ]
    assert (
        "### jpst:share\n\n"
        "- **Was called / 旧称:** share / 持分\n"
        "- **Replaced by / 後継:** `jpst:shareholding`\n"
        "- **Since release / 廃止した版:** 0.2.0\n"
        "- **In a query:** Write `jpst:shareholding`.\n"
        "- **問い合わせでは:** `jpst:shareholding` と書く。\n"
    ) in page


def test_a_page_without_names_says_so() -> None:
    assert "No name has been given up yet." in as_page(names("jpst:a a owl:Class ."))


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == as_page(project_names()), "`make docs` writes it anew"


def test_what_took_the_place_of_a_name_is_in_use() -> None:
    assert [str(one) for one in abandoned(load(PROJECT).store)] == []


def test_no_name_that_was_given_up_is_used() -> None:
    """Not in ontology, data, questions, rules, shapes and the view: only where it is described."""
    old = {one.iri for one in project_names()}
    used = {
        f"{compact(iri)} in {file.path.name}"
        for file in load(PROJECT).files
        for triple in file.triples
        for iri in old & {getattr(term, "value", "") for term in triple}
        if getattr(triple.subject, "value", "") not in old
    }
    assert used == set()
    folders = ("queries", "shapes", "ontology/rules", "ontology/fibo")
    paths = [
        path for folder in folders for path in (PROJECT / folder).rglob("*.*") if path.is_file()
    ]
    words = {
        f"{word} in {path.name}"
        for path in paths
        for word in _words(path.read_text("utf-8")) & {compact(iri) for iri in old}
    }
    assert words == set()


def _words(text: str) -> set[str]:
    return set(re.findall(r"\b[a-z]+:[A-Za-z0-9-]+", text))
