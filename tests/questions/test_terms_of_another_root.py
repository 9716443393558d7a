"""Questions about terms of another root, which need name no module."""

from __future__ import annotations

from helpers.project import PROJECT
from pyoxigraph import Literal, QuerySolution, QuerySolutions, RdfFormat, Store

from kgraph.names import PREFIXES
from kgraph.questions.question import read_question
from kgraph.sparql.substitute import substitute

READ = """
GRAPH graph:claims {
  <urn:claim> jpst:origin origin:reading ; prov:wasDerivedFrom <urn:page> ;
    jpst:statedIn <urn:reading> ; rdf:subject <urn:firm> ; rdf:predicate <urn:settlesThrough> ;
    rdf:object <urn:bank> ; jpst:claimState claimstate:holds .
  <urn:page> jpst:citation "page"@en .
}
<urn:settlesThrough> a owl:ObjectProperty, rdf:Property .
GRAPH graph:labels { <urn:settlesThrough> rdfs:label "settles through"@en }
"""
STATED = """
<urn:token> jpst:hasUnderlyingAsset <urn:hall> .
<urn:hall> a jpst:RealEstate, <urn:DataCenter> .
jpst:RealEstate a owl:Class ; rdfs:isDefinedBy module:asset .
<urn:DataCenter> a owl:Class ; rdfs:subClassOf jpst:RealEstate .
GRAPH graph:claims {
  <urn:claim> rdf:subject <urn:token> ; rdf:predicate jpst:hasUnderlyingAsset ;
    rdf:object <urn:hall> ; jpst:citation "page"@en ; jpst:currentStanding "3likely"@en .
}
GRAPH graph:labels { <urn:DataCenter> rdfs:label "data center"@en }
"""


def found(slug: str, said: str) -> list[QuerySolution]:
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    store = Store()
    store.load(f"{head}{said}", RdfFormat.TRIG)
    asked = read_question(PROJECT / "queries" / f"{slug}.rq")
    rows = store.query(substitute(asked.body, {"_lang": Literal("en")}))
    assert isinstance(rows, QuerySolutions)
    return list(rows)


def test_property_of_a_reading_is_named() -> None:
    label = Literal("settles through", language="en")
    assert [row["propertyLabel"] for row in found("editorial-readings", READ)] == [label]


def test_asset_of_a_narrower_class_is_told_with_it() -> None:
    label = Literal("data center", language="en")
    assert [row["kindLabel"] for row in found("token-assets", STATED)] == [label]
