"""What editors read with a property of another root, whose terms need name no module."""

from __future__ import annotations

from helpers.project import PROJECT
from pyoxigraph import Literal, QuerySolutions, RdfFormat, Store

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
GRAPH graph:labels { <urn:settlesThrough> rdfs:label "settles through"@en }
"""


def test_property_without_a_module_is_named() -> None:
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    store = Store()
    store.load(f"{head}{READ}", RdfFormat.TRIG)
    asked = read_question(PROJECT / "queries" / "editorial-readings.rq")
    found = store.query(substitute(asked.body, {"_lang": Literal("en")}))
    assert isinstance(found, QuerySolutions)
    assert [row["propertyLabel"] for row in found] == [Literal("settles through", language="en")]
