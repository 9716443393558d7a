"""Derivations in words, down to sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

import kgraph
from kgraph.cli.things import fact
from kgraph.explain.explained import Derivation, Explained, Telling, explained
from kgraph.render.explain import as_text
from kgraph.snapshot import Snapshot

Ask = Callable[..., Explained]


def leaves(step: Derivation) -> Iterator[Telling]:
    for premise in step.premises:
        if isinstance(premise, Derivation):
            yield from leaves(premise)
        else:
            yield premise


def test_a_chain_over_a_record_is_told_by_what_the_record_names(why: Ask) -> None:
    found = why("st-gamma", "tradedOn", "start")
    (best,) = found.derivations
    assert found.fact.text == "Gamma token – traded on: START"
    assert (found.fact.status, found.fact.standing) == ("inferred", "confirmed")
    assert best.because == (
        "its record of listing names START (property chain: listing record, then venue)"
    )
    assert [leaf.text for leaf in leaves(best)] == [
        "Gamma token – listing record: listing (START, 2024-01-31) "
        "(id:listing-st-gamma-start-2024-01-31)",
        "listing (START, 2024-01-31) – venue: START",
    ]
    ((axiom),) = best.axioms
    assert axiom.text == "“traded on” follows from the chain “listing record”, then “venue”"
    assert [name for name, _ in axiom.grounds] == ["https://w3id.org/jpst/module/core"]


def test_each_leaf_has_its_sources_with_the_dates_of_the_record(why: Ask) -> None:
    (best,) = why("st-gamma", "tradedOn", "start").derivations
    first, _ = leaves(best)
    told = [(c.source.title, str(c.as_of), c.notes) for c in first.citations]
    assert told == [
        ("Launch of START", "2024-01-31", ("first day not given",)),
        ("取引の場が開業", "2024-01-31", ("first day not given",)),
    ]


def test_a_chain_over_things_is_told_step_by_step(why: Ask) -> None:
    (best,) = why("st-gamma", "instrumentClass", "debt").derivations
    assert best.because == (
        "it has “legal form” bond, which has “class” debt (property chain: legal form, then class)"
    )
    (japanese,) = why("st-gamma", "instrumentClass", "debt", "ja").derivations
    assert japanese.because == (
        "「法的形式」が社債であり、その「区分」が負債である"
        "（プロパティ連鎖：「法的形式」、次に「区分」）"
    )


def test_a_reading_names_its_reason_and_what_was_read(why: Ask) -> None:
    (best,) = why("st-gamma", "instrumentClass", "debt").derivations
    reading = list(leaves(best))[1]
    (citation,) = reading.citations
    assert citation.source.title == "Classes of forms"
    assert citation.reason == "A bond is a debt."
    assert [source.title for source in citation.read] == ["Launch of START", "取引の場が開業"]
    assert reading.standing == "likely"


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "“bond token” means whatever has “legal form” “bond”"),
        ("ja", "「社債トークン」とは「法的形式」が「社債」であるものをいう"),
    ],
)
def test_a_class_expression_is_told_in_words(why: Ask, lang: str, told: str) -> None:
    (best,) = why("st-gamma", "a", "BondToken", lang).derivations
    assert [axiom.text for axiom in best.axioms] == [told]


def test_a_condition_without_a_named_value_is_told_in_words(why: Ask) -> None:
    (best,) = why("st-gamma", "a", "TestToken").derivations
    assert [axiom.text for axiom in best.axioms] == [
        "whatever has as “tested in” something of the kind “venue” is a kind of “test token”"
    ]
    assert best.because == ("if x has “tested in” y and y is a “venue”, then x is a “test token”")


def test_a_transitive_rule_has_the_standing_of_its_weaker_leaf(why: Ask) -> None:
    found = why("start", "partOf", "bond")
    assert found.fact.standing == "likely"
    (best,) = found.derivations
    assert [leaf.standing for leaf in leaves(best)] == ["confirmed", "likely"]
    assert best.because == "“part of” carries over from one step to the next"


@pytest.mark.parametrize("limit", [1, 20])
def test_the_best_derivation_is_no_weaker_than_the_fact(why: Ask, limit: int) -> None:
    """The press alone tells the shortest way, the operator a longer one, which is put first."""
    found = why("start", "partOf", "whole", limit=limit)
    assert found.fact.standing == "confirmed"
    best = found.derivations[0]
    assert [leaf.standing for leaf in leaves(best)] == ["confirmed"] * 3
    assert len(found.derivations) == 1 or "likely" in [
        leaf.standing for leaf in leaves(found.derivations[-1])
    ]


def test_no_text_shows_an_iri_or_a_blank_node(why: Ask) -> None:
    for ask in (("st-gamma", "tradedOn", "start"), ("st-gamma", "a", "TestToken")):
        for lang in ("en", "ja"):
            text = as_text(why(*ask, lang), lang)
            body = text.partition("Pages" if lang == "en" else "ページ\n")[0]
            assert "_:" not in body
            assert "https://" not in body


def test_ids_follow_every_label_when_asked_for(snapshot: Snapshot) -> None:
    triple = fact(snapshot, "st-gamma", "tradedOn", "start")
    found = explained(snapshot, kgraph.rules(snapshot), triple, ids=True)
    assert found.fact.text == (
        "Gamma token (id:st-gamma) – traded on (jpst:tradedOn): START (id:start)"
    )
