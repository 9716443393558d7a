"""What is missing for a fact that is not in the graph, or holds on other days; what is typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.market import write_market
from helpers.terms import jpst
from pyoxigraph import Literal, NamedNode, Triple

import kgraph
from kgraph.cli.misuse import Misuse
from kgraph.cli.things import fact
from kgraph.explain.explained import Explained, explained
from kgraph.limited import UNLIMITED
from kgraph.names import ID
from kgraph.render.explain import as_json, as_text
from kgraph.search.lookup import resolve
from kgraph.show.dossier import dossier
from kgraph.snapshot import Snapshot
from kgraph.vocab import JPST, RDF

Ask = Callable[..., Explained]


def test_an_absent_fact_names_what_holds_and_what_is_missing(why: Ask) -> None:
    found = why("st-beta", "instrumentClass", "debt")
    (miss,) = found.near
    assert [held.text for held in miss.held] == ["bond – class: debt"]
    assert [missing.text for missing in miss.missing] == ["Beta token – legal form: bond"]
    assert miss.because == (
        "if x has “legal form” y and y has “class” z, then x has “instrument class” z"
    )
    lines = as_text(found).splitlines()
    assert lines[0] == "Beta token – instrument class: debt  [not in the graph]"
    assert "            ✓ bond – class: debt  [likely]" in "\n".join(lines).replace("├── ", "    ")


def test_the_record_of_another_thing_is_not_what_is_missing(why: Ask) -> None:
    """Gamma's listing names START, which is nothing to Delta: Delta needs one of its own."""
    found = why("st-delta", "tradedOn", "start")
    (miss,) = found.near
    assert miss.held == ()
    assert [missing.text for missing in miss.missing] == [
        "Delta token – listing record: some y",
        "that y – venue: START",
    ]
    assert miss.missing[1].pattern == ("?y", f"<{JPST.BASE}venue>", f"<{ID}start>")


def test_a_record_of_another_kind_is_shown_in_place(why: Ask) -> None:
    found = why("st-delta", "tradedOn", "start", "ja")
    assert [fact.text for fact in found.instead] == [
        "デルタ – 上場申請の記録：上場申請（START（取引の場））（id:application-st-delta-start）"
    ]
    assert "あるy" in as_text(found, "ja")
    assert "グラフにある記載：" in as_text(found, "ja")


def test_another_value_is_shown_in_place_of_an_absent_one(why: Ask) -> None:
    found = why("start", "startedOperation", "2020-01-01")
    assert found.near == ()
    assert [fact.text for fact in found.instead] == ["START – started operation: 2023-12-25"]
    assert "No rule could give it" in as_text(found)


def test_a_past_fact_is_told_with_the_days_on_which_it_held(why: Ask) -> None:
    found = why("day", "operatedBy", "founder")
    assert (found.fact.status, found.near, found.once) == ("past", (), ())
    head, said, *_ = as_text(found).splitlines()
    assert head.endswith(" – operated by: Founder  [does not hold on 2026-11-22]")
    assert said.endswith("ended, held from 2021 to 2022-06-30, page of 2023-12-25")
    assert "2026-11-22には成り立たない" in as_text(why("day", "operatedBy", "founder", "ja"), "ja")
    assert json.loads(as_json(found))["sources"][0]["heldUntil"] == "2022-06-30"


def test_what_followed_from_a_record_that_ended_is_no_near_miss(why: Ask) -> None:
    found = why("st-beta", "tradedOn", "night")
    assert (found.fact.status, found.near) == ("past", ())
    assert [fact.status for fact in found.once] == ["past", "past"]
    assert "ended, held until 2024-02-29" in as_text(found)
    assert why("st-beta", "tradedOn", "day").fact.status == "absent"


def test_a_fact_whose_end_is_known_to_the_year_is_unknown_within_it(why: Ask) -> None:
    found = why("night", "operatedBy", "founder")
    assert found.fact.status == "unknown"
    assert "[whether it holds on 2026-11-22 is unknown]" in as_text(found)


def test_what_ended_is_still_found_by_its_name_and_id(snapshot: Snapshot) -> None:
    assert resolve(snapshot, "Starters") == [ID + "founder"]
    assert resolve(snapshot, "listing-st-beta-night") == [ID + "listing-st-beta-night"]
    past = fact(snapshot, "founder", "formerName", "Starters")
    assert past.object == Literal("Starters", language="en")


def test_the_dossier_of_a_record_that_ended_and_of_what_it_names_list_it(
    snapshot: Snapshot,
) -> None:
    record = dossier(snapshot, ID + "listing-st-beta-night")
    assert [fact.property for fact in record.past] == [JPST.venue.value]
    for iri in ("listing-st-beta-night", "night"):
        told = dossier(snapshot, ID + iri)
        assert JPST.listing.value in {mention.property for mention in told.past_mentions}
        assert all(mention.property != JPST.listing.value for mention in told.mentions)


def test_a_property_goes_by_its_label_even_where_a_thing_has_it_too(snapshot: Snapshot) -> None:
    assert fact(snapshot, "start", "part of", "odx").predicate == jpst("partOf")


def test_a_kind_goes_by_label_or_name(snapshot: Snapshot) -> None:
    kind = Triple(NamedNode(ID + "odx"), RDF.type, jpst("Company"))
    for text in ("company", "会社", "Company", "jpst:Company"):
        assert fact(snapshot, "odx", "a", text) == kind


def test_a_vocabulary_term_goes_by_its_short_name(snapshot: Snapshot) -> None:
    found = fact(snapshot, "start", "skos:prefLabel", "START")
    assert found.predicate.value.endswith("#prefLabel")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (("start", "operatedB", "odx"), "names no property; did you mean jpst:operatedBy"),
        (("start", "a", "venues"), "names no class; did you mean jpst:Venue"),
        (("start", "operatedBy", "nobody-at-all"), "names nothing in the graph"),
    ],
)
def test_a_text_that_means_nothing_is_answered_with_the_nearest(
    snapshot: Snapshot, line: tuple[str, str, str], told: str
) -> None:
    with pytest.raises(Misuse, match=told):
        fact(snapshot, *line)


def test_a_rule_with_a_condition_says_which_one_fails(tmp_path: Path) -> None:
    root = write_market(tmp_path)
    rules = root / "ontology" / "rules"
    rules.mkdir()
    (rules / "big.rq").write_text(
        "#+ name: big\n#+ label_en: A token of many units is big.\n#+ label_ja: 口数の多い"
        "トークンは大きい。\nPREFIX jpst: <https://w3id.org/jpst/ontology/>\n"
        "CONSTRUCT { ?x a jpst:BigToken } "
        "WHERE { ?x jpst:issuedUnits ?n . FILTER(?n > 50) }\n",
        encoding="utf-8",
    )
    core = root / "ontology" / "core.ttl"
    big = 'jpst:BigToken a owl:Class ; skos:prefLabel "big token"@en , "大型"@ja .\n'
    core.write_text(core.read_text(encoding="utf-8") + big, encoding="utf-8")
    kgraph.build(root, root / "out", limits=UNLIMITED)
    snapshot = kgraph.open(root, root / "out")
    found = explained(snapshot, kgraph.rules(snapshot), fact(snapshot, "st-alpha", "a", "BigToken"))
    assert found.derivations[0].because == "a token of many units is big"
    found = explained(snapshot, kgraph.rules(snapshot), fact(snapshot, "st-beta", "a", "BigToken"))
    assert "✓ Beta token – issued units: 20" in as_text(found)
    assert "✗ the premises hold, but not the condition issued units > 50" in as_text(found)
    found = explained(snapshot, kgraph.rules(snapshot), fact(snapshot, "start", "a", "BigToken"))
    assert "✗ START – issued units: some n" in as_text(found)
    assert "✗ where issued units > 50" in as_text(found)
