"""What a file of data may not say: what terms mean, what only a build or an editor says."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.project import PROJECT
from helpers.small_root import PREFIXES, put

from kgraph.load import load
from kgraph.load.complaints import DATA, Kind
from kgraph.problems import LoadError

TERMS = """
jpst:MarkedProperty a owl:Class . jpst:SingleValuedProperty a owl:Class ;
    rdfs:subClassOf jpst:MarkedProperty .
jpst:ComputedProperty a owl:Class ; rdfs:subClassOf jpst:MarkedProperty .
jpst:NarrowingQualifier a owl:Class . jpst:Claim a owl:Class .
jpst:EditorialReading a owl:Class . jpst:Disagreement a owl:Class .
jpst:rejectedStatement a owl:ObjectProperty . jpst:remark a owl:DatatypeProperty .
jpst:lifecycle a owl:ObjectProperty , jpst:ComputedProperty .
jpst:operatedBy rdfs:isDefinedBy <https://w3id.org/jpst/module/core> .
"""
NAMES = (
    "@prefix graph: <https://w3id.org/jpst/graph/> . @prefix dcterms: <http://purl.org/dc/terms/> ."
)
FOLDERS = {
    "data/sources/doc-a.ttl": "source",
    "data/entities/venues.ttl": "entities",
    "data/editorial/view.ttl": "editorial",
}
MEANS = "says what a term means"
WRONG = [
    ("id:start rdfs:subClassOf jpst:Venue .", f"rdfs:subClassOf {MEANS}"),
    ("id:start owl:sameAs id:odx .", f"owl:sameAs {MEANS}"),
    ("id:start owl:inverseOf id:odx .", f"owl:inverseOf {MEANS}"),
    ("id:start rdfs:domain jpst:Venue .", f"rdfs:domain {MEANS}"),
    ("id:start a owl:Class .", f"owl:Class {MEANS}"),
    ("id:start a owl:TransitiveProperty .", f"owl:TransitiveProperty {MEANS}"),
    ("id:start a rdfs:Class .", f"rdfs:Class {MEANS}"),
    ("id:start a jpst:SingleValuedProperty .", f"jpst:SingleValuedProperty {MEANS}"),
    ("id:start a jpst:MarkedProperty .", f"jpst:MarkedProperty {MEANS}"),
    ("id:start a jpst:NarrowingQualifier .", f"jpst:NarrowingQualifier {MEANS}"),
    ("jpst:fee rdfs:label 'x' .", "the file says what jpst:fee is"),
    ("layer:venue skos:broader layer:venue .", "the file says what layer:venue is"),
    ("layer:venue a jpst:Venue .", "the file says what layer:venue is"),
    ("id:start jpst:lifecycle id:odx .", "jpst:lifecycle is worked out by a build"),
    ("id:start a jpst:Claim .", "jpst:Claim is worked out by a build"),
    ("id:start jpst:Venue id:odx .", "jpst:Venue is a class"),
    ("graph:state rdfs:label 'x' .", "the file speaks of graph:state"),
    ("graph:claims rdfs:label 'x' .", "the file speaks of graph:claims"),
    ("id:start dcterms:isued '2024-01-01' .", "unknown word dcterms:isued"),
    ("id:start skos:prefLable 'x'@en .", "unknown word skos:prefLable"),
    ("id:start schema:keywrds 'x' .", "unknown word schema:keywrds"),
    ("id:start a jpst:operatedBy .", "jpst:operatedBy is a property"),
]
OF_EDITORS = [
    ("id:d a jpst:Disagreement .", "jpst:Disagreement is the word of editors"),
    ("id:d a jpst:EditorialReading .", "jpst:EditorialReading is the word of editors"),
    ("id:d jpst:rejectedStatement id:odx .", "jpst:rejectedStatement is the word of editors"),
]


def with_terms(root: Path, name: str, more: str) -> Path:
    core = root / "ontology/core.ttl"
    core.write_text(core.read_text("utf-8") + TERMS, "utf-8")
    path = root / name
    text = f"{path.read_text('utf-8')}\n{NAMES} {more}\n"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize(("more", "what"), WRONG)
def test_data_says_no_more_than_facts(root: Path, name: str, more: str, what: str) -> None:
    path = with_terms(root, name, more)
    with pytest.raises(LoadError) as caught:
        load(root)
    (problem,) = caught.value.problems
    assert problem.what == what
    line = len(path.read_text("utf-8").splitlines())
    assert (problem.path, problem.line) == (path, line)
    assert problem.why
    assert problem.fix


@pytest.mark.parametrize(("more", "what"), OF_EDITORS)
def test_only_editors_read_and_reject(root: Path, more: str, what: str) -> None:
    with_terms(root, "data/editorial/view.ttl", f"id:d a jpst:Venue . {more}")
    load(root)
    put(root, "data/editorial/view.ttl", PREFIXES + "editorial:view a jpst:EditorialGraph .")
    path = root / "data/sources/doc-a.ttl"
    path.write_text(path.read_text("utf-8") + f"\nid:d a jpst:Venue . {more}\n", "utf-8")
    with pytest.raises(LoadError, match=what):
        load(root)


def test_a_fact_has_a_source(root: Path) -> None:
    """What stands in data/entities/ has none."""
    path = with_terms(root, "data/entities/venues.ttl", "id:start jpst:operatedBy id:odx .")
    with pytest.raises(LoadError) as caught:
        load(root)
    (problem,) = caught.value.problems
    assert problem.what == "jpst:operatedBy states a fact"
    assert problem.path == path


WORDS = "dcterms:isReferencedBy dcterms:hasPart dcterms:references skos:relatedMatch skos:related"


@pytest.mark.parametrize("word", WORDS.split())
def test_a_word_that_others_define_and_nothing_reads_is_let_be(root: Path, word: str) -> None:
    with_terms(root, "data/sources/doc-a.ttl", f"id:start {word} id:odx .")
    load(root)


@pytest.mark.parametrize("name", FOLDERS)
def test_what_is_said_of_things_and_of_statements_stays(root: Path, name: str) -> None:
    more = (
        "id:start rdfs:label 'x'@en , 'x'@fr-CA , 'y'@ja ; rdfs:seeAlso id:odx ;"
        " dcterms:description 'of no use here' ; <http://example.org/own> 1 ;"
        " owl:deprecated true ."
        " id:f a <http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement> ; "
        " <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> id:start . id:g a owl:Thing ."
    )
    if "entities" not in name:
        more += " layer:venue jpst:remark 'a fact about a concept' ."
    with_terms(root, name, more)
    load(root)


def test_terms_are_what_they_are_in_the_ontology_too(root: Path) -> None:
    core = root / "ontology/core.ttl"
    core.write_text(core.read_text("utf-8") + "\njpst:fee a jpst:operatedBy .\n", "utf-8")
    with pytest.raises(LoadError, match="jpst:operatedBy is a property"):
        load(root)


def test_every_property_that_a_build_writes_on_claims_is_marked_as_such() -> None:
    """And none of them stands in data: the real files load."""
    loaded = load(PROJECT)
    told = {
        triple.predicate
        for file in loaded.files
        if file.kind in DATA  # type: ignore[attr-defined]
        for triple in file.triples
    }
    computed = {
        triple.subject.value
        for file in loaded.files
        if file.kind is Kind.MODULE  # type: ignore[attr-defined]
        for triple in file.triples
        if getattr(triple.object, "value", "").endswith("/ComputedProperty")
    }
    assert len(computed) > 30
    assert not {name.value for name in told} & computed
