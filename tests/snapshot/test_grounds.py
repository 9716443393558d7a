"""On what a claim on law rests, from the kind of its source and from who publishes it."""

from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse

from kgraph.names import PREFIXES, local_name
from kgraph.snapshot import Snapshot
from kgraph.snapshot.claims import Claim, read_claims
from kgraph.snapshot.grounds import GROUNDS, Grounds
from kgraph.vocab import GRAPH, JPST

THINGS = """
graph:entities {
  id:fiea a jpst:LegalThing . id:type-i a jpst:LegalThing . id:firm a jpst:Organization .
  id:fsa a jpst:RegulatoryAuthority . id:jsda a jpst:SelfRegulatoryOrganization .
  id:membership-1 a jpst:Record .
}
src:text { src:text a jpst:OfficialText, jpst:PrimarySource ; dcterms:publisher id:firm . }
src:wiki { src:wiki a jpst:SecondarySource . }
src:copied { src:copied a jpst:SecondarySource ; dcterms:publisher id:fsa . }
src:firm { src:firm a jpst:PrimarySource ; dcterms:publisher id:firm . }
src:fsa { src:fsa a jpst:PrimarySource ; dcterms:publisher id:fsa . }
src:jsda { src:jsda a jpst:PrimarySource ; dcterms:publisher id:jsda . }
"""


def grounds(trig: str) -> list[list[str]]:
    """The grounds of each claim of a graph."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    store = Store()
    for quad in parse(prefixes + THINGS + trig, format=RdfFormat.TRIG):
        store.add(quad)
        store.add(Quad(quad.subject, quad.predicate, quad.object))
    known = Grounds(store)

    def of(claim: Claim) -> list[str]:
        return [local_name(ground.value) for ground in known.of(claim)]

    return [of(claim) for claim in read_claims(store).claims]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("src:text", "lawText"),  # whoever hosts it
        ("src:fsa", "ownWord"),
        ("src:jsda", "ownWord"),
        ("src:firm", "description"),  # a firm’s page that paraphrases the Act
        ("src:copied", "description"),  # what others say that the authority said
        ("src:wiki", "description"),
    ],
)
def test_the_ground_of_a_claim_on_law(source: str, expected: str) -> None:
    assert grounds(f"{source} {{ id:type-i jpst:legalBasis id:fiea }}") == [[expected]]


def test_what_rests_on_a_provision_is_on_law_whatever_it_is() -> None:
    assert grounds("src:wiki { id:firm jpst:legalBasis id:fiea }") == [["description"]]


@pytest.mark.parametrize(
    ("read", "expected"),
    [("src:wiki, src:text", "textRead"), ("src:wiki, src:fsa", "description")],
)
def test_a_reading_rests_on_the_best_of_what_was_read(read: str, expected: str) -> None:
    reading = f"""editorial:readings {{
      id:type-i jpst:legalBasis id:fiea .
      id:reading-1 a rdf:Statement, jpst:EditorialReading ; rdf:subject id:type-i ;
        rdf:predicate jpst:legalBasis ; rdf:object id:fiea ; prov:wasDerivedFrom {read} .
    }}"""
    assert grounds(reading) == [[expected]]


@pytest.mark.parametrize(
    "fact", ["id:firm jpst:city 'Tokyo'@en", "id:fiea jpst:membership id:membership-1"]
)
def test_other_facts_and_records_have_no_ground(fact: str) -> None:
    assert grounds(f"src:text {{ {fact} }}") == [[]]


def test_every_ground_stands_in_the_graph_that_ships_and_is_ranked(
    real_snapshot: Snapshot,
) -> None:
    """Each kind is met, on claims on law alone, and the nearest to the text has the least rank."""
    store = real_snapshot.store
    seen = {q.object for q in store.quads_for_pattern(None, JPST.ground, None, GRAPH.claims)}
    assert seen == set(GROUNDS)
    ranks = [
        min(q.object.value for q in store.quads_for_pattern(ground, JPST.rankedLabel, None, None))
        for ground in GROUNDS
    ]
    assert [rank[0] for rank in ranks] == ["1", "2", "3", "4"]
    assert DefaultGraph() not in {
        q.graph_name for q in store.quads_for_pattern(None, JPST.ground, None, None)
    }
