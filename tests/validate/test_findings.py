"""Findings as values: order, counts, severities, and their words in both languages."""

import random
from pathlib import Path

import pyoxigraph as ox
import pytest
from helpers.terms import jpst

from kgraph.names import ID, PREFIXES
from kgraph.problems import LoadError
from kgraph.shacl.messages import placeholders
from kgraph.shacl.paths import predicate
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.turtle.parse import parse_turtle
from kgraph.validate import ENGINES, Finding, by_severity, exceeds, validate_store
from kgraph.validate.findings import in_order
from kgraph.validate.messages import fill, show, store_labels
from kgraph.vocab import DCTERMS

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
HEAD += (
    'shape:ns sh:declare [ sh:prefix "jpst" ; sh:namespace "https://w3id.org/jpst/ontology/" ] .\n'
)


def finding(kind="a-kind", severity="warning", focus="start", **more):
    values = {
        "path": None,
        "value": None,
        "component": "http://www.w3.org/ns/shacl#MinCountConstraintComponent",
        "shape": "https://w3id.org/jpst/shape/" + kind,
        "message_en": "It is wrong.",
        "message_ja": "正しくない。",
    }
    return Finding(kind, severity, ox.NamedNode(ID + focus), **{**values, **more})


def findings_of(shapes, data, engine="compiled"):
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in parse_turtle(HEAD + data, None))
    return validate_store(store, ShapeGraph(parse_turtle(HEAD + shapes, None)), engine=engine)


def test_findings_come_gravest_first_and_once():
    ordered = [
        finding("b", "violation"),
        finding("a", "warning", "a"),
        finding("a", "warning", "b"),
        finding("a", "warning", "b", path=predicate(DCTERMS.issued.value)),
        finding("a", "warning", "b", value=ox.Literal("x")),
        finding("b", "warning", "a"),
        finding("a", "info"),
    ]
    ordered[3], ordered[4] = ordered[4], ordered[3]
    shuffled = ordered * 2
    random.Random(1).shuffle(shuffled)
    assert in_order(shuffled) == tuple(ordered)


def test_findings_are_counted_by_severity():
    counts = by_severity([finding("b"), finding("a"), finding("b", "info"), finding("c", "info")])
    assert list(counts.items()) == [("violation", 0), ("warning", 2), ("info", 2)]


@pytest.mark.parametrize(
    ("worst", "fail_on", "fails"),
    [
        ("violation", "violation", True),
        ("warning", "violation", False),
        ("warning", "warning", True),
        ("violation", "info", True),
        ("info", "warning", False),
        ("info", "info", True),
        ("violation", "never", False),
    ],
)
def test_whether_findings_fail_a_run(worst, fail_on, fails):
    assert exceeds([finding(severity=worst)], fail_on) is fails
    assert not exceeds([], fail_on)


def test_a_severity_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="“error” is no severity; use violation, warning, info"):
        exceeds([], "error")


def test_a_finding_gives_its_terms_in_short_form():
    one = finding(value=ox.Literal("x", language="en"), file=Path("data/a.ttl"), line=3, column=5)
    assert one.focus_name == "id:start"
    assert one.value_name == '"x"@en'
    assert one.place == "data/a.ttl:3:5"
    assert finding().value_name == ""
    assert finding().place == ""


LABELS = """
id:start a jpst:Venue ; skos:prefLabel "START"@en , "スタート"@ja ;
    jpst:operatedBy id:odx , id:nobody ; jpst:opened "2023-12-25"^^xsd:date ;
    jpst:closed "2023-01-01"^^xsd:date ; jpst:motto "go" .
id:odx skos:prefLabel "ODX"@en .
jpst:operatedBy skos:prefLabel "operator"@en , "運営者"@ja .
"""


def messages(shape, engine="compiled"):
    return [(f.message_en, f.message_ja) for f in findings_of(shape, LABELS, engine)]


@pytest.mark.parametrize("engine", ENGINES)
def test_placeholders_are_filled_with_labels_in_each_language(engine):
    shape = """
    shape:operator sh:targetClass jpst:Venue ; sh:path jpst:operatedBy ; sh:nodeKind sh:Literal ;
        sh:message "{$this}: {?path} must not be {?value}."@en ,
            "{$this}の{?path}は{?value}であってはならない。"@ja .
    """
    assert messages(shape, engine) == [
        (
            "START (id:start): operator (jpst:operatedBy) must not be id:nobody.",
            "スタート（id:start）の運営者（jpst:operatedBy）はid:nobodyであってはならない。",
        ),
        (
            "START (id:start): operator (jpst:operatedBy) must not be ODX (id:odx).",
            "スタート（id:start）の運営者（jpst:operatedBy）はODX（id:odx）であってはならない。",
        ),
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_placeholders_for_parameters_and_unknown_names(engine):
    shape = """
    shape:motto sh:targetClass jpst:Venue ; sh:path jpst:motto ; sh:in ( "stop" jpst:A 5 ) ;
        sh:message "{?value} is none of {$in}; see {$nowhere}."@en , "{?value}は{$in}にない。"@ja .
    """
    assert messages(shape, engine) == [
        (
            "“go” is none of “stop”, jpst:A, 5; see {$nowhere}.",
            "「go」は「stop」、jpst:A、5にない。",
        )
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_placeholders_for_the_variables_of_a_query(engine):
    shape = """
    shape:dates sh:targetClass jpst:Venue ; sh:sparql shape:dates-in-order .
    shape:dates-in-order sh:prefixes shape:ns ;
        sh:message "{$this} closed on {?end}, before {?value}, when it opened ({?who})."@en ,
            "{$this}は開業日{?value}より前の{?end}に廃止（{?who}）。"@ja ;
        sh:select \"\"\"SELECT $this ?value ?end ?who WHERE {
            $this jpst:opened ?value ; jpst:closed ?end ; jpst:operatedBy ?who
            FILTER(?end < ?value && CONTAINS(STR(?who), "odx")) }\"\"\" .
    """
    assert messages(shape, engine) == [
        (
            "START (id:start) closed on 2023-01-01, before 2023-12-25, when it opened "
            "(ODX (id:odx)).",
            "スタート（id:start）は開業日2023-12-25より前の2023-01-01に廃止（ODX（id:odx））。",
        )
    ]
    [found] = findings_of(shape, LABELS, engine)
    assert found.id == "dates-in-order"
    assert found.shape == "https://w3id.org/jpst/shape/dates"


def test_without_a_message_the_component_is_named():
    shape = "shape:s sh:targetClass jpst:Venue ; sh:path jpst:seats ; sh:minCount 1 ."
    assert messages(shape) == [("START (id:start) jpst:seats: MinCount",
                                "スタート（id:start） jpst:seats: MinCount")]  # fmt: skip


def test_a_message_in_one_language_stands_in_for_the_other():
    shape = """shape:s sh:targetClass jpst:Venue ; sh:path jpst:seats ; sh:minCount 1 ;
        sh:message "No seats at {$this}."@en ."""
    assert messages(shape) == [
        ("No seats at START (id:start).", "No seats at スタート（id:start）.")
    ]


def test_advice_of_its_own_is_given_in_both_languages():
    shape = """shape:s sh:targetClass jpst:Venue ; sh:path jpst:seats ; sh:minCount 1 ;
        sh:message "No seats."@en , "席がない。"@ja ;
        jpst:fix "Add jpst:seats to {$this}."@en , "{$this}にjpst:seatsを加える。"@ja ."""
    [found] = findings_of(shape, LABELS)
    assert (found.message("en"), found.message("ja")) == ("No seats.", "席がない。")
    assert found.fix("en") == "Add jpst:seats to START (id:start)."
    assert found.fix("ja") == "スタート（id:start）にjpst:seatsを加える。"


def test_the_id_is_that_of_the_nearest_named_shape():
    shape = """shape:venue sh:targetClass jpst:Venue ;
        sh:property [ sh:path jpst:seats ; sh:minCount 1 ] , shape:venue-rooms .
    shape:venue-rooms sh:path jpst:rooms ; sh:minCount 1 ; sh:severity sh:Info ."""
    found = findings_of(shape, LABELS)
    assert [(f.id, f.severity, str(f.path)) for f in found] == [
        ("venue", "violation", "jpst:seats"),
        ("venue-rooms", "info", "jpst:rooms"),
    ]


def test_a_severity_outside_the_three_is_refused():
    shape = "shape:s sh:targetClass jpst:Venue ; sh:nodeKind sh:Literal ; sh:severity jpst:Bad ."
    with pytest.raises(LoadError, match="shape:s: sh:severity is jpst:Bad"):
        findings_of(shape, LABELS)


def test_which_placeholders_a_text_has():
    assert placeholders("{$this} {?end}, {x} { $y } {$a-b} {?a_1}") == ("this", "end", "a_1")


def test_how_terms_are_shown():
    def label(node, language):
        return {"en": "label", "ja": "札"}[language] if node.value == ID + "a" else None

    assert show(ox.NamedNode(ID + "a"), "ja", label) == "札（id:a）"
    assert show(ox.NamedNode("http://x/y"), "en", label) == "<http://x/y>"
    assert show(ox.Literal("x", language="en"), "en", label) == "“x”@en"
    assert show(ox.Literal(5), "en", label) == "5"
    assert show(ox.BlankNode("b"), "en", label) == "_:b"
    assert show(ID + "a", "en", label) == "label (id:a)"
    assert show("some text", "en", label) == "some text"
    assert show((ox.Literal(1), jpst("A")), "ja", label) == "1、jpst:A"


@pytest.mark.parametrize(
    ("literal", "english", "japanese"),
    [
        (ox.Literal(" a "), "“ a ”", "「 a 」"),
        (ox.Literal(""), "“”", "「」"),
        (ox.Literal("a\n\tb\u00a0"), "“a\\n\\tb\\u00A0”", "「a\\n\\tb\\u00A0」"),
        (ox.Literal("a\u200b\u202eb"), "“a\\u200B\\u202Eb”", "「a\\u200B\\u202Eb」"),
        (ox.Literal("東 京　都"), "“東 京　都”", "「東 京　都」"),
        (ox.Literal(" 7", datatype=ox.NamedNode("http://x/t")), "“ 7”", "「 7」"),
        (ox.Literal("7", datatype=ox.NamedNode("http://x/t")), "7", "7"),
    ],
)
def test_values_are_shown_as_they_are(literal, english, japanese):
    given = {"value": literal}
    for language, shown in (("en", english), ("ja", japanese)):
        text = fill("It  is\n {?value}.", given, language, lambda *_: None)
        assert text == f"It is {shown}."


def test_messages_in_a_region_of_the_language_and_several_of_one_language():
    shape = (
        "shape:s a sh:NodeShape ; sh:targetClass jpst:A ; sh:property shape:p . "
        "shape:p a sh:PropertyShape ; sh:path jpst:n ; sh:minCount 1 ; sh:message "
    )
    data = "id:a a jpst:A ."
    [found] = findings_of(shape + '"Colour."@en-GB , "色。"@ja .', data)
    assert (found.message_en, found.message_ja) == ("Colour.", "色。")
    [found] = findings_of(shape + '"Colour."@en-GB , "Color."@en , "色。"@ja-JP .', data)
    assert (found.message_en, found.message_ja) == ("Color.", "色。")
    [found] = findings_of(shape + '"One."@en , "Two."@en , "色。"@ja .', data)
    assert (found.message_en, found.message_ja) == ("One. / Two.", "色。")
    [found] = findings_of(shape + '"Farbe."@de .', data)
    assert (found.message_en, found.message_ja) == ("Farbe.", "Farbe.")


def test_labels_in_a_region_of_the_language():
    store = ox.Store()
    text = (
        'id:a skos:prefLabel "Lift"@en-GB , "昇降機"@ja . id:b skos:prefLabel "B"@en , "b"@en-GB .'
    )
    store.extend(ox.Quad(*triple) for triple in parse_turtle(HEAD + text, None))
    labels = store_labels(store)
    assert labels(ox.NamedNode(ID + "a"), "en") == "Lift"
    assert labels(ox.NamedNode(ID + "b"), "en") == "B"
    assert labels(ox.NamedNode(ID + "b"), "de") is None
