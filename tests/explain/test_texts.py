"""Explanations as text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable

from helpers.terms import jpst
from pyoxigraph import NamedNode, Triple

import kgraph
from kgraph.cli.things import fact
from kgraph.explain.explained import Explained, Telling, explained
from kgraph.names import ID
from kgraph.render.explain import as_json, as_markdown, as_text
from kgraph.snapshot import Snapshot
from kgraph.vocab import JPST

Ask = Callable[..., Explained]


def test_the_text_is_a_tree_with_numbered_sources(why: Ask) -> None:
    assert as_text(why("st-gamma", "tradedOn", "start")).splitlines() == [
        "Gamma token – traded on: START  [inferred, confirmed]",
        "└── because its record of listing names START (property chain: listing record, then venue)"
        "  [ontology: module:core]",
        "    ├── Gamma token – listing record: listing (START, 2024-01-31) "
        "(id:listing-st-gamma-start-2024-01-31)  [confirmed]",
        "    │     (1) Launch of START, Osaka Digital Exchange, as of 2024-01-31, "
        "“first day not given”",
        "    │     (2) 取引の場が開業, Osaka Digital Exchange, as of 2024-01-31",
        "    └── listing (START, 2024-01-31) – venue: START  [confirmed]",
        "          (1, 2) as of 2024-01-31",
        "",
        "Pages",
        "  (1) https://www.example.org/launch",
        "  (2) https://www.example.org/press",
    ]


def test_the_text_keeps_to_the_width_in_japanese_too(why: Ask) -> None:
    from rich.cells import cell_len

    for lang in ("en", "ja"):
        text = as_text(why("st-gamma", "instrumentClass", "debt", lang), lang, width=60)
        tree = text.split("\n\n")[0].splitlines()
        assert max(map(cell_len, tree)) <= 60
        assert len(tree) > len(as_text(why("st-gamma", "instrumentClass", "debt", lang), lang)) / 99


def test_only_the_best_is_shown_unless_all_are_asked_for(why: Ask) -> None:
    found = why("ODX", "a", "organization")
    count = len(found.derivations)
    one, every = as_text(found), as_text(found, everything=True)
    assert one.count("because") == 1
    assert f"{count - 1} further derivation(s); --all shows them" in one
    assert every.count("because") == count
    assert f"(1 of {count}) because" in every
    assert "further" not in every


def test_a_search_that_was_cut_short_says_so(why: Ask) -> None:
    found = why("ODX", "a", "organization", limit=1)
    assert found.stopped
    assert "the search stopped at 1; there may be more (--limit)" in as_text(found, everything=True)
    assert "探索は1件で打ち切った" in as_text(found, "ja")


def test_a_fact_that_the_rules_do_not_give_is_not_explained_away(snapshot: Snapshot) -> None:
    found = explained(snapshot, (), fact(snapshot, "ODX", "a", "organization"))
    assert found.fact.status == "inferred"
    assert "no derivation was found" in as_text(found)


def test_an_asserted_fact_lists_its_sources(why: Ask) -> None:
    found = why("start", "operatedBy", "odx")
    assert as_text(found).splitlines()[:3] == [
        "START – operated by: Osaka Digital Exchange  [confirmed]",
        "  (1) Launch of START, Osaka Digital Exchange, page of 2023-12-25",
        "  (2) 取引の場が開業, Osaka Digital Exchange, undated",
    ]


def test_an_axiom_is_asserted_by_the_ontology(snapshot: Snapshot) -> None:
    sub = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    triple = Triple(jpst("Company"), sub, JPST.Organization)
    text = as_text(explained(snapshot, kgraph.rules(snapshot), triple))
    assert text == "“company” is a kind of “organization”  [module:core]\n"


def test_markdown_links_each_source(why: Ask) -> None:
    text = as_markdown(why("st-gamma", "tradedOn", "start"))
    assert text.startswith(
        "**Gamma token – traded on: START**  [inferred, confirmed]\n\n- because "
    )
    assert (
        "    - (1) [Launch of START](<https://www.example.org/launch>), Osaka Digital Exchange, "
        "as of 2024-01-31, “first day not given”\n"
    ) in text


def test_markdown_of_labels_marks_nothing(why: Ask) -> None:
    found = why("start", "operatedBy", "odx")
    starred = Telling(found.fact.triple, "a *b* [c]\n# d", "inferred", None)
    assert as_markdown(Explained(starred)).startswith("**a \\*b\\* \\[c\\] \\# d**")


def test_json_holds_terms_words_and_sources(why: Ask) -> None:
    told = json.loads(as_json(why("st-gamma", "tradedOn", "start", "ja")))
    assert told["triple"][0] == f"<{ID}st-gamma>"
    assert told["text"] == "ガンマ – 取引の場：START（取引の場）"
    (step,) = told["derivations"]
    assert step["rule"].startswith("chain-tradedOn")
    assert step["premises"][0]["sources"][0]["asOf"] == "2024-01-31"
    assert told["further"] == 0
    many = why("ODX", "a", "organization")
    assert json.loads(as_json(many))["further"] == len(many.derivations) - 1
    assert json.loads(as_json(many, everything=True))["further"] == 0
