"""Explanations in words: derivations down to sources, and what is missing for an absent fact."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.market import PREFIXES, write_market
from helpers.terms import jpst
from pyoxigraph import Literal, NamedNode, Triple

import kgraph
from kgraph.cli.misuse import Misuse
from kgraph.cli.things import fact
from kgraph.explain.explained import Derivation, Explained, Telling, explained
from kgraph.names import ID
from kgraph.render.explain import as_json, as_markdown, as_text
from kgraph.search.lookup import resolve
from kgraph.show.dossier import dossier
from kgraph.snapshot import Snapshot
from kgraph.vocab import JPST, RDF

ONTOLOGY = """
jpst:Record a owl:Class .
jpst:Listing a owl:Class ; rdfs:subClassOf jpst:Record ;
    skos:prefLabel "listing"@en , "上場"@ja .
jpst:Application a owl:Class ; rdfs:subClassOf jpst:Record ;
    skos:prefLabel "application"@en , "上場申請"@ja .
jpst:BondToken a owl:Class ; rdfs:subClassOf jpst:SecurityToken ;
    skos:prefLabel "bond token"@en , "社債トークン"@ja ;
    owl:equivalentClass [ a owl:Restriction ; owl:onProperty jpst:legalForm ;
                          owl:hasValue id:bond ] .
jpst:TestToken a owl:Class ; skos:prefLabel "test token"@en , "試験トークン"@ja .
[] a owl:Restriction ; owl:onProperty jpst:testedIn ; owl:someValuesFrom jpst:Venue ;
    rdfs:subClassOf jpst:TestToken .
[] a owl:Restriction ; owl:onProperty [ owl:inverseOf jpst:operatedBy ] ;
    owl:someValuesFrom owl:Thing ; rdfs:subClassOf jpst:Organization .
jpst:testedIn a owl:ObjectProperty ; skos:prefLabel "tested in"@en , "試験の場"@ja .
jpst:legalForm a owl:ObjectProperty ; skos:prefLabel "legal form"@en , "法的形式"@ja .
jpst:classOf a owl:ObjectProperty ; skos:prefLabel "class"@en , "区分"@ja .
jpst:listing a owl:ObjectProperty ; skos:prefLabel "listing record"@en , "上場の記録"@ja .
jpst:application a owl:ObjectProperty ;
    skos:prefLabel "application record"@en , "上場申請の記録"@ja .
jpst:venue a owl:ObjectProperty ; skos:prefLabel "venue"@en , "取引の場"@ja .
jpst:tradedOn owl:propertyChainAxiom ( jpst:listing jpst:venue ) .
jpst:instrumentClass a owl:ObjectProperty ; skos:prefLabel "instrument class"@en , "商品区分"@ja ;
    owl:propertyChainAxiom ( jpst:legalForm jpst:classOf ) .
jpst:partOf a owl:ObjectProperty , owl:TransitiveProperty ;
    skos:prefLabel "part of"@en , "一部である"@ja .
jpst:formerName a owl:DatatypeProperty .
jpst:validFrom a owl:DatatypeProperty .
jpst:validUntil a owl:DatatypeProperty .
jpst:asOf a owl:DatatypeProperty . jpst:note a owl:DatatypeProperty .
jpst:LegalForm a owl:Class . jpst:Kind a owl:Class .
jpst:reason a owl:DatatypeProperty . jpst:EditorialGraph a owl:Class .
jpst:EditorialReading a owl:Class ; skos:prefLabel "reading"@en , "読み取り"@ja .
"""
ENTITIES = """
id:bond a jpst:LegalForm ; skos:prefLabel "bond"@en , "社債"@ja .
id:debt a jpst:Kind ; skos:prefLabel "debt"@en , "負債"@ja .
id:st-gamma a jpst:SecurityToken ; skos:prefLabel "Gamma token"@en , "ガンマ"@ja .
id:st-delta a jpst:SecurityToken ; skos:prefLabel "Delta token"@en , "デルタ"@ja ;
    skos:altLabel "Part of" .
id:founder a jpst:Company ; skos:prefLabel "Founder"@en , "創業者"@ja .
id:night a jpst:Venue . id:day a jpst:Venue . id:press-part a jpst:Kind . id:whole a jpst:Kind .
"""
PRIMARY = """
id:listing-st-gamma-start-2024-01-31 a jpst:Listing ; jpst:venue id:start ;
    jpst:asOf "2024-01-31"^^xsd:date ; jpst:note "first day not given"@en .
id:st-gamma jpst:listing id:listing-st-gamma-start-2024-01-31 ; jpst:legalForm id:bond ;
    jpst:testedIn id:start .
id:st-delta jpst:application id:application-st-delta-start .
id:application-st-delta-start a jpst:Application ; jpst:venue id:start .
id:start jpst:partOf id:odx , id:night .
id:night jpst:operatedBy id:odx ; jpst:partOf id:day .
id:day jpst:operatedBy id:odx ; jpst:partOf id:whole .
id:st-beta jpst:listing id:listing-st-beta-night .
id:listing-st-beta-night a jpst:Listing ; jpst:venue id:night ;
    jpst:validUntil "2024-02-29"^^xsd:date .
id:founder jpst:formerName "Starters"@en .
id:fact-3 a rdf:Statement ; rdf:subject id:founder ; rdf:predicate jpst:formerName ;
    rdf:object "Starters"@en ; jpst:validUntil "2020-12-31"^^xsd:date .
id:night jpst:operatedBy id:founder . id:day jpst:operatedBy id:founder .
id:fact-1 a rdf:Statement ; rdf:subject id:day ; rdf:predicate jpst:operatedBy ;
    rdf:object id:founder ; jpst:validFrom "2021"^^xsd:gYear ;
    jpst:validUntil "2022-06-30"^^xsd:date .
id:fact-2 a rdf:Statement ; rdf:subject id:night ; rdf:predicate jpst:operatedBy ;
    rdf:object id:founder ; jpst:validUntil "2026"^^xsd:gYear .
"""
SECONDARY = """
id:listing-st-gamma-start-2024-01-31 a jpst:Listing ; jpst:venue id:start ;
    jpst:asOf "2024-01-31"^^xsd:date ; jpst:note "first day not given"@en .
id:st-gamma jpst:listing id:listing-st-gamma-start-2024-01-31 .
id:odx jpst:partOf id:bond .
id:start jpst:partOf id:press-part .
id:press-part jpst:partOf id:whole .
"""
EDITORIAL = """
@prefix editorial: <https://w3id.org/jpst/editorial/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
editorial:classes a jpst:EditorialGraph ; dcterms:title "Classes of forms"@en , "形式の区分"@ja .
id:bond jpst:classOf id:debt .
id:reading-bond a jpst:EditorialReading , rdf:Statement ; rdf:subject id:bond ;
    rdf:predicate jpst:classOf ; rdf:object id:debt ;
    jpst:reason "A bond is a debt."@en , "社債は負債である。"@ja ;
    prov:wasDerivedFrom src:odx-launch , src:press-launch .
"""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The small market with a listing, a class expression and a reading; tests only read it."""
    root = write_market(tmp_path_factory.mktemp("explained"))
    for name, text in (
        ("ontology/core.ttl", ONTOLOGY),
        ("data/entities/all.ttl", ENTITIES),
        ("data/sources/odx-launch.ttl", PRIMARY),
        ("data/sources/press-launch.ttl", SECONDARY),
        ("data/editorial/classes.ttl", PREFIXES + EDITORIAL),
    ):
        path = root / name
        path.parent.mkdir(exist_ok=True)
        known = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(known + text, encoding="utf-8")
    assert kgraph.build(root, root / "out").published
    return kgraph.open(root, root / "out")


Ask = Callable[..., Explained]


@pytest.fixture(scope="module")
def why(snapshot: Snapshot) -> Ask:
    """Explains what three texts mean, as the command does."""
    rules = kgraph.rules(snapshot)

    def ask(subject: str, predicate: str, value: str, lang: str = "en", **more: int) -> Explained:
        triple = fact(snapshot, subject, predicate, value)
        return explained(snapshot, rules, triple, lang, **more)

    return ask


def leaves(step: Derivation) -> Iterator[Telling]:
    for premise in step.premises:
        if isinstance(premise, Derivation):
            yield from leaves(premise)
        else:
            yield premise


# -- derivations


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


# -- as text, Markdown, JSON


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


# -- what is not in the graph


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


# -- what holds on other days


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


# -- what people type


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
    kgraph.build(root, root / "out")
    snapshot = kgraph.open(root, root / "out")
    found = explained(snapshot, kgraph.rules(snapshot), fact(snapshot, "st-alpha", "a", "BigToken"))
    assert found.derivations[0].because == "a token of many units is big"
    found = explained(snapshot, kgraph.rules(snapshot), fact(snapshot, "st-beta", "a", "BigToken"))
    assert "✓ Beta token – issued units: 20" in as_text(found)
    assert "✗ the premises hold, but not the condition FILTER(?n > 50)" in as_text(found)
