"""Changes of the ontology: which of them break what users have built, and which do not."""

from __future__ import annotations

import pytest
from helpers.market import PREFIXES
from helpers.project import PROJECT
from helpers.terms import jpst
from pyoxigraph import RdfFormat, Store

from kgraph.diff import BREAKING, TermChange, abandoned, compare
from kgraph.load import load
from kgraph.names import ID, MODULE
from kgraph.render.diff import as_text
from kgraph.render.diff_words import WORDS
from kgraph.vocab import GRAPH

BASE = """\
jpst:Agent a owl:Class .
jpst:Company a owl:Class ; rdfs:subClassOf jpst:Agent ; skos:prefLabel "company"@en .
jpst:Bank a owl:Class ; rdfs:subClassOf jpst:Company .
jpst:Venue a owl:Class .
jpst:hasParty a owl:ObjectProperty .
jpst:operator a owl:ObjectProperty ; rdfs:domain jpst:Venue ; rdfs:range jpst:Company ;
    rdfs:subPropertyOf jpst:hasParty .
jpst:units a owl:DatatypeProperty ; rdfs:range xsd:integer .
"""


def graph(ontology: str, entities: str = "id:odx a jpst:Company .") -> Store:
    store = Store()
    text = (
        f"{PREFIXES}\n{ontology}\n{entities}\n"
        f"<{MODULE}core> {{ {ontology} }}\n<{GRAPH.BASE}entities> {{ {entities} }}"
    )
    store.load(text, format=RdfFormat.TRIG)
    return store


def changes(old: str, new: str) -> tuple[TermChange, ...]:
    """What changes in the ontology when one text of BASE is replaced."""
    assert old in BASE
    return compare(graph(BASE), graph(BASE.replace(old, new))).terms


BANK = "jpst:Bank a owl:Class ; rdfs:subClassOf jpst:Company ."
OPERATOR = "rdfs:domain jpst:Venue ; rdfs:range jpst:Company"
UNITS = "jpst:units a owl:DatatypeProperty ; rdfs:range xsd:integer ."


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (UNITS, "", "removed"),
        (UNITS, "jpst:units owl:deprecated true .", "not-replaced"),
        (
            UNITS,
            "jpst:units owl:deprecated true ; dcterms:isReplacedBy jpst:nothing .",
            "not-replaced",
        ),
        (UNITS, "jpst:units a owl:ObjectProperty .", "kind"),
        ("rdfs:domain jpst:Venue", "rdfs:domain jpst:Bank", "domain"),
        ("rdfs:domain jpst:Venue", "rdfs:domain jpst:Venue , jpst:Agent", "domain"),
        ("xsd:integer", "xsd:date", "range"),
        ("rdfs:range jpst:Company", "rdfs:range jpst:Bank", "range"),
        (
            "rdfs:range jpst:Company",
            "rdfs:range [ owl:unionOf ( jpst:Bank jpst:Venue ) ]",
            "range",
        ),
        (
            "jpst:hasParty a owl:ObjectProperty",
            "jpst:hasParty a owl:ObjectProperty ; rdfs:range jpst:Agent",
            "range",
        ),
        (
            "jpst:Venue a owl:Class",
            "jpst:Venue a owl:Class ; owl:disjointWith jpst:Agent",
            "disjoint",
        ),
        (
            "jpst:Venue a owl:Class .",
            "jpst:Venue a owl:Class . "
            "[] a owl:AllDisjointClasses ; owl:members ( jpst:Venue jpst:Bank ) .",
            "disjoint",
        ),
        (
            "jpst:operator a owl:ObjectProperty",
            "jpst:operator a owl:ObjectProperty , owl:FunctionalProperty",
            "restricted",
        ),
        (BANK, "jpst:Bank a owl:Class .", "superclass"),
        (BANK, "jpst:Bank a owl:Class ; rdfs:subClassOf jpst:Agent .", "superclass"),
        (" ;\n    rdfs:subPropertyOf jpst:hasParty .", " .", "superproperty"),
    ],
)
def test_a_change_that_breaks(old: str, new: str, reason: str) -> None:
    found = changes(old, new)
    assert [change.breaking for change in found if change.breaking] == [reason]
    assert reason in BREAKING


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"company"@en', '"firm"@en'),
        (UNITS, UNITS + " jpst:more a owl:DatatypeProperty ; rdfs:range xsd:date ."),
        (
            UNITS,
            "jpst:units owl:deprecated true ; dcterms:isReplacedBy jpst:number .\n"
            "jpst:number a owl:DatatypeProperty .",
        ),
        ("rdfs:domain jpst:Venue ; ", ""),
        ("rdfs:domain jpst:Venue", "rdfs:domain owl:Thing"),
        ("rdfs:range jpst:Company", "rdfs:range jpst:Agent"),
        ("rdfs:range jpst:Company", "rdfs:range [ owl:unionOf ( jpst:Company jpst:Venue ) ]"),
        ("xsd:integer", "xsd:decimal"),
        (
            "jpst:hasParty a owl:ObjectProperty",
            "jpst:hasParty a owl:ObjectProperty ; rdfs:range owl:Thing",
        ),
        (
            BANK,
            "jpst:Bank a owl:Class ; rdfs:subClassOf jpst:TrustBank .\n"
            "jpst:TrustBank a owl:Class ; rdfs:subClassOf jpst:Company .",
        ),
        (
            "jpst:Venue a owl:Class .",
            "jpst:Venue a owl:Class . jpst:Person a owl:Class ; owl:disjointWith jpst:Venue .",
        ),
        (
            "jpst:operator a owl:ObjectProperty",
            "jpst:operator a owl:ObjectProperty , owl:TransitiveProperty",
        ),
    ],
)
def test_a_change_that_breaks_nothing(old: str, new: str) -> None:
    found = changes(old, new)
    assert found
    assert not any(change.breaking for change in found)


def test_a_term_may_go_after_it_was_deprecated() -> None:
    deprecated = "jpst:units owl:deprecated true ; dcterms:isReplacedBy jpst:number .\n"
    number = "jpst:number a owl:DatatypeProperty ; rdfs:range xsd:integer ."
    old, new = graph(BASE.replace(UNITS, deprecated + number)), graph(BASE.replace(UNITS, number))
    (change,) = compare(old, new).terms
    assert (change.term, change.change, change.breaking) == (jpst("units").value, "removed", None)


def test_a_class_may_follow_the_replacement_of_what_it_was_under() -> None:
    new = (
        BASE.replace(
            "jpst:Company a owl:Class ; rdfs:subClassOf jpst:Agent ;",
            "jpst:Firm a owl:Class ; rdfs:subClassOf jpst:Agent ;",
        )
        .replace("rdfs:subClassOf jpst:Company", "rdfs:subClassOf jpst:Firm")
        .replace("rdfs:range jpst:Company", "rdfs:range jpst:Firm")
        + "jpst:Company owl:deprecated true ; dcterms:isReplacedBy jpst:Firm ."
    )
    found = compare(graph(BASE), graph(new, "id:odx a jpst:Firm .")).terms
    by_term = {(change.term, change.change): change for change in found}
    assert by_term[jpst("Company").value, "deprecated"].replaced_by == (jpst("Firm").value,)
    assert not any(change.breaking for change in found)


def test_terms_already_disjoint_by_their_wider_classes_break_nothing() -> None:
    old = BASE + "jpst:Agent owl:disjointWith jpst:Venue ."
    found = compare(graph(old), graph(old + " jpst:Bank owl:disjointWith jpst:Venue .")).terms
    assert found
    assert not any(change.breaking for change in found)


def test_an_expression_is_told_in_full_and_its_labels_do_not_matter() -> None:
    def some(label: str, value: str) -> str:
        return (
            f"jpst:Odd rdfs:subClassOf _:{label} . _:{label} a owl:Restriction ; "
            f"owl:onProperty jpst:operator ; owl:someValuesFrom {value} ."
        )

    assert not compare(graph(BASE + some("a", "jpst:Bank")), graph(BASE + some("b", "jpst:Bank")))
    found = compare(graph(BASE + some("a", "jpst:Bank")), graph(BASE + some("a", "jpst:Company")))
    (change,) = found.terms
    assert change.after == (
        "[ owl:onProperty jpst:operator ; owl:someValuesFrom jpst:Company ; "
        "rdf:type owl:Restriction ]",
    )


def test_a_breaking_change_is_marked_in_words() -> None:
    found = compare(graph(BASE), graph(BASE.replace(UNITS, "")))
    text = as_text(found)
    assert "Ontology (1, 1 breaking)\n  jpst:units\n    - removed  ! breaking: its IRI" in text
    assert "非互換" in as_text(found, "ja")
    for words in WORDS.values():
        assert {name.removeprefix("why:") for name in words if name.startswith("why:")} == set(
            BREAKING
        )


# -- deprecated terms and things


@pytest.mark.parametrize(
    ("replacement", "found"),
    [
        ("", ["nothing replaces it"]),
        ("; dcterms:isReplacedBy jpst:nothing", ["its replacement jpst:nothing is not in use"]),
        ("; dcterms:isReplacedBy jpst:units", ["its replacement jpst:units is not in use"]),
        ("; dcterms:isReplacedBy jpst:Agent", []),
        ("; dcterms:isReplacedBy id:odx", []),
        ("; dcterms:isReplacedBy jpst:nothing , jpst:Agent", []),
    ],
)
def test_what_is_deprecated_needs_a_live_replacement(replacement: str, found: list[str]) -> None:
    store = graph(BASE.replace(UNITS, f"jpst:units owl:deprecated true {replacement} ."))
    told = abandoned(store)
    assert [text in str(each) for text, each in zip(found, told, strict=True)] == [True] * len(
        found
    )


def test_a_deprecated_thing_counts_too() -> None:
    store = graph(BASE, "id:odx a jpst:Company . id:old a jpst:Company ; owl:deprecated true .")
    assert [each.iri for each in abandoned(store)] == [ID + "old"]


def test_a_thing_that_was_none_needs_no_replacement() -> None:
    store = graph(BASE, "id:old a owl:Thing ; owl:deprecated true .")
    assert abandoned(store) == ()
    store = graph(BASE, "id:old a owl:Thing ; owl:deprecated true ; dcterms:isReplacedBy id:gone .")
    assert [each.replaced_by for each in abandoned(store)] == [(ID + "gone",)]


def test_nothing_in_the_graph_is_abandoned() -> None:
    assert [str(each) for each in abandoned(load(PROJECT).store)] == []
