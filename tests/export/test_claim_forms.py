"""Claims in forms of their own: as reifiers of RDF 1.2, and as nanopublications."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from helpers.commands import Command
from helpers.exported import canonical
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kgraph.export import export
from kgraph.export.nanopubs import NANOPUB, nanopubs
from kgraph.export.reified import reified, taken_apart
from kgraph.export.selection import select
from kgraph.export.text import to_nquads
from kgraph.names import CLAIM
from kgraph.snapshot import Snapshot
from kgraph.vocab import DCTERMS, GRAPH, JPST, NP, PROV, RDF

PARTS = (RDF.subject, RDF.predicate, RDF.object)


@pytest.fixture
def snapshot(asked_market: Snapshot) -> Snapshot:
    return asked_market


def claims(snapshot: Snapshot) -> dict[NamedNode, dict[NamedNode, list[object]]]:
    found = defaultdict(lambda: defaultdict(list))
    for quad in snapshot.store.quads_for_pattern(None, None, None, GRAPH.claims):
        found[quad.subject][quad.predicate].append(quad.object)
    return {node: said for node, said in found.items() if RDF.subject in said}


def test_rdf_1_2_read_back_is_what_the_graph_says(snapshot: Snapshot) -> None:
    read = list(parse(export(snapshot, "trig12"), format=RdfFormat.TRIG))
    terms = [q for q in read if isinstance(q.object, Triple)]
    assert {q.graph_name for q in terms} == {GRAPH.claims}
    assert {q.predicate for q in terms} == {RDF.reifies}
    assert len(terms) == len(claims(snapshot)) > 5
    assert not [q for q in read if q.graph_name == GRAPH.claims and q.predicate in PARTS]
    assert canonical(taken_apart(read)) == canonical(select(snapshot.store))


def test_each_reifier_names_the_fact_of_its_claim(snapshot: Snapshot) -> None:
    told = {
        q.subject: q.object for q in reified(select(snapshot.store)) if q.predicate == RDF.reifies
    }
    for node, said in claims(snapshot).items():
        assert [[part] for part in told[node]] == [said[name] for name in PARTS]


def test_a_nanopublication_is_well_formed(snapshot: Snapshot) -> None:
    """The criteria of the Nanopublication Guidelines, section “Well-formed Nanopublications”."""
    graphs = defaultdict(set)
    for quad in parse(export(snapshot, "nanopubs"), format=RdfFormat.TRIG):
        graphs[quad.graph_name].add(quad.triple)
    heads = [
        (t.subject, g) for g, said in graphs.items() for t in said if t.object == NP.Nanopublication
    ]
    assert len(heads) == len({node for node, _ in heads}) == len(claims(snapshot))
    used = set()
    for node, head in heads:
        parts = {}
        for name in (NP.hasAssertion, NP.hasProvenance, NP.hasPublicationInfo):
            (parts[name],) = (
                t.object for t in graphs[head] if (t.subject, t.predicate) == (node, name)
            )
        assertion, provenance, info = parts.values()
        assert len({node, head, *parts.values()}) == 5
        assert graphs[assertion]
        assert any(t.subject == assertion for t in graphs[provenance])
        about = {t.predicate for t in graphs[info] if t.subject == node}
        assert {DCTERMS.created, DCTERMS.creator, DCTERMS.license} <= about
        assert not used & {head, *parts.values()}
        used |= {head, *parts.values()}
    assert used == set(graphs)


def test_a_nanopublication_says_what_its_claim_says(snapshot: Snapshot) -> None:
    found = defaultdict(set)
    for quad in nanopubs(select(snapshot.store)):
        found[quad.graph_name.value].add(quad.triple)
    with_record = 0
    for node, said in claims(snapshot).items():
        own = NANOPUB + node.value.removeprefix(CLAIM)
        asserted = found[f"{own}#assertion"]
        assert Triple(*(said[name][0] for name in PARTS)) in asserted
        for kind in said.get(JPST.recordClass, ()):
            with_record += 1
            assert Triple(said[RDF.object][0], RDF.type, kind) in asserted
        provenance = found[f"{own}#provenance"]
        about = NamedNode(f"{own}#assertion")
        assert {t.object for t in provenance if t.predicate == PROV.wasDerivedFrom} >= set(
            said[DCTERMS.source]
        )
        for name in (JPST.standing, JPST.claimState, JPST.asOf):
            assert {
                t.object for t in provenance if (t.subject, t.predicate) == (about, name)
            } == set(said.get(name, ()))
    assert with_record


def test_what_rules_add_is_in_no_nanopublication(snapshot: Snapshot) -> None:
    only = {q.triple for q in snapshot.store.quads_for_pattern(None, None, None, GRAPH.inferred)}
    said = {
        Triple(s[RDF.subject][0], s[RDF.predicate][0], s[RDF.object][0])
        for s in claims(snapshot).values()
    }
    asserted = {
        q.triple
        for q in nanopubs(select(snapshot.store))
        if q.graph_name.value.endswith("#assertion")
    }
    assert only - said
    assert not asserted & (only - said)


def test_the_library_of_nanopublications_takes_them(snapshot: Snapshot) -> None:
    nanopub = pytest.importorskip("nanopub", reason="nanopub is not installed: pip install nanopub")
    import rdflib

    graphs = defaultdict(list)
    for quad in nanopubs(select(snapshot.store)):
        graphs[quad.graph_name.value.partition("#")[0]].append(quad)
    for quads in list(graphs.values())[:20]:
        rdf = rdflib.ConjunctiveGraph()
        rdf.parse(data=to_nquads(quads).decode(), format="nquads")
        assert nanopub.Nanopub(rdf=rdf).is_valid
        bare = rdflib.ConjunctiveGraph()
        kept = [q for q in quads if not q.graph_name.value.endswith("#provenance")]
        bare.parse(data=to_nquads(kept).decode(), format="nquads")
        with pytest.raises(nanopub.nanopub.MalformedNanopubError):
            _ = nanopub.Nanopub(rdf=bare).is_valid


@pytest.mark.parametrize("option", ["--no-inferred", "--no-provenance"])
def test_nanopublications_take_no_part_away(
    command: Command, built_market: Path, option: str
) -> None:
    refused = command(built_market, "export", "-f", "nanopubs", option)
    assert refused.code == 2
    assert "does not go with nanopubs" in refused.err
