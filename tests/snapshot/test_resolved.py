"""Disagreements that a text resolves: what they reject is in no state, and disputes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from kgraph.names import PREFIXES, expand
from kgraph.snapshot.content import Content, make_content
from kgraph.snapshot.day import Day
from kgraph.snapshot.pipeline import Dated
from kgraph.snapshot.reason import Reasoner
from kgraph.snapshot.span import ClaimState

ONTOLOGY = """
jpst:core {
  jpst:OfficialText rdfs:subClassOf jpst:PrimarySource .
  jpst:PrimarySource rdfs:subClassOf jpst:Source .
  jpst:SecondarySource rdfs:subClassOf jpst:Source .
  jpst:classifiedAs a jpst:SingleValuedProperty .
  jpst:subtypeOf owl:propertyChainAxiom ( jpst:classifiedAs jpst:subtypeOf ) .
}
graph:entities {
  id:interest a jpst:InstrumentClass .
  id:first a jpst:InstrumentClass ; jpst:subtypeOf id:umbrella .
  id:second a jpst:InstrumentClass ; jpst:subtypeOf id:crypto .
}
"""
SOURCES = """
src:text { src:text a jpst:OfficialText ; jpst:read "2026-11-20"^^xsd:date .
  id:interest jpst:classifiedAs id:first . }
src:wiki { src:wiki a jpst:SecondarySource ; dcterms:issued "2026-05-25"^^xsd:date ;
    jpst:read "2026-11-01"^^xsd:date .
  id:interest jpst:classifiedAs id:second .
  id:fact-wiki a rdf:Statement ; rdf:subject id:interest ; rdf:predicate jpst:classifiedAs ;
    rdf:object id:second ; jpst:note "loosely"@en . }
src:blog { src:blog a jpst:SecondarySource ; jpst:read "2026-11-01"^^xsd:date .
  id:interest jpst:classifiedAs id:first .
  id:fact-blog a rdf:Statement ; rdf:subject id:interest ; rdf:predicate jpst:classifiedAs ;
    rdf:object id:first ; jpst:note "briefly"@en . }
"""
RESOLVED = """
editorial:disagreements { id:disagreement-1 a jpst:Disagreement ;
  jpst:disagreeingStatement id:fact-wiki, id:fact-blog ; jpst:rejectedStatement id:fact-wiki ;
  jpst:resolvedBy src:text . }
"""
OPEN = RESOLVED.replace("jpst:rejectedStatement id:fact-wiki ;", "").replace(
    "jpst:resolvedBy src:text", ""
)
COPY = """
src:copy { src:copy a jpst:SecondarySource ; jpst:read "2026-11-01"^^xsd:date .
  id:interest jpst:classifiedAs id:second .
  id:fact-copy a rdf:Statement ; rdf:subject id:interest ; rdf:predicate jpst:classifiedAs ;
    rdf:object id:second ; %s . }
"""
FOLLOWS = Triple(
    *(NamedNode(expand(name)) for name in ("id:interest", "jpst:subtypeOf", "id:crypto"))
)


def build(*graphs: str) -> tuple[Store, Content, Reasoner]:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    store = Store()
    for quad in parse(prefixes + ONTOLOGY + "".join(graphs), format=RdfFormat.TRIG):
        store.add(quad)
        store.add(Quad(quad.subject, quad.predicate, quad.object))
    reasoner = Reasoner.read("compiled", store, Path("no-such-folder"))
    store.extend(
        Quad(*triple) for triple in set(reasoner.closing().grow([quad.triple for quad in store]))
    )
    return store, make_content(store, reasoner, date(2026, 11, 30)), reasoner


def states(content: Content) -> dict[str, str]:
    """What the day makes of the claims on the interest, by their source."""
    return {
        claim.source.value.rpartition("/")[2]: state.value
        for claim, state in zip(content.sorted.claims, content.state.claim_states, strict=True)
        if claim.subject == NamedNode(expand("id:interest"))
    }


def test_what_a_text_rejects_is_in_no_state_and_nothing_follows() -> None:
    _, content, _ = build(SOURCES, RESOLVED)
    assert states(content) == {"text": "holds", "wiki": "rejected", "blog": "holds"}
    assert FOLLOWS not in content.state.inferred
    assert content.weighed.conflicts == []


def test_without_a_text_both_sides_hold_and_conflict() -> None:
    _, content, _ = build(SOURCES, OPEN)
    assert set(states(content).values()) == {"holds"}
    assert FOLLOWS in content.state.inferred
    assert len(content.weighed.conflicts) == 2  # the editors' and the computed one


@pytest.mark.parametrize(
    ("narrowed", "state"),
    [('jpst:note "in other words"@en', "rejected"), ("jpst:qualifier respect:disclosure", "holds")],
)
def test_a_rejected_fact_is_so_whoever_states_it_unless_it_says_less(
    narrowed: str, state: str
) -> None:
    _, content, _ = build(SOURCES, RESOLVED, COPY % narrowed)
    assert states(content)["copy"] == state


def test_what_is_rejected_takes_the_place_of_nothing() -> None:
    """The page is newer than another that gives a day; without the text, it would displace it."""
    dated = SOURCES.replace(
        "src:blog a jpst:SecondarySource ;",
        ('src:blog a jpst:SecondarySource ; dcterms:issued "2020-01-01"^^xsd:date ;'),
    )
    _, content, _ = build(dated, OPEN)
    assert states(content)["blog"] == "superseded"
    _, content, _ = build(dated, RESOLVED)
    assert states(content)["blog"] == "holds"


def test_before_the_text_was_read_nothing_was_resolved() -> None:
    store, content, reasoner = build(SOURCES, RESOLVED)
    dated = Dated.on(
        Day(date(2026, 11, 10), date(2026, 11, 10)),
        *(store, content.sorted, content.spans, content.weighed, content.living, content.terms),
        reasoner.closing(content.identified),
    )
    wiki = next(i for i, c in enumerate(content.sorted.claims) if c.source.value.endswith("wiki"))
    assert dated.state.claim_states[wiki] is ClaimState.HOLDS
    assert any(conflict.editorial for conflict in dated.weighed.conflicts)
