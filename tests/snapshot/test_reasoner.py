"""The build with either reasoner."""

from __future__ import annotations

from pathlib import Path

from helpers.running import run_kgraph
from helpers.terms import jpst
from pyoxigraph import Literal, Quad, Store, Triple

import kgraph
from kgraph.limited import UNLIMITED
from kgraph.snapshot.reason import Grown, Reasoner
from kgraph.vocab import GRAPH, RDF, RDFS


def test_both_reasoners_build_the_same_graph(market: Path) -> None:
    built = {}
    for name in ("compiled", "owlrl"):
        told = run_kgraph("build", "--reasoner", name, "--out", name, cwd=market)
        assert told.returncode == 0, told.stderr
        snapshot = kgraph.open(market, market / name)
        assert snapshot.manifest["recipe"]["reasoner"] == name
        built[name] = set(snapshot.store)
    assert built["compiled"] == built["owlrl"]
    assert any(quad.graph_name == GRAPH.inferred for quad in built["owlrl"])


def test_another_reasoner_is_a_reason_to_build_again(market: Path) -> None:
    assert kgraph.build(market, market / "out", limits=UNLIMITED).reused is False
    assert kgraph.build(market, market / "out", limits=UNLIMITED).reused is True
    assert kgraph.build(market, market / "out", reasoner="owlrl", limits=UNLIMITED).reused is False


def test_an_unknown_reasoner_is_bad_use(market: Path) -> None:
    told = run_kgraph("build", "--reasoner", "guess", cwd=market)
    assert told.returncode == 2
    assert "guess" in told.stderr


def test_a_rule_that_speaks_of_any_property_is_given_every_fact(tmp_path: Path) -> None:
    """A closure takes in only what its rules speak of."""
    (tmp_path / "told.rq").write_text(
        "#+ name: told\n#+ label_en: A rule.\n#+ label_ja: 規則。\n"
        "PREFIX jpst: <https://w3id.org/jpst/ontology/>\n"
        "CONSTRUCT { ?thing a jpst:Told } WHERE { ?thing ?property ?value }\n",
        "utf-8",
    )
    a, b, told = (jpst(name) for name in ("a", "b", "Told"))
    closing = Reasoner.read("compiled", Store(), tmp_path).closing()
    assert Triple(a, RDF.type, told) in set(closing.grow([Triple(a, b, b)]))
    c, text = jpst("c"), Literal("a text")
    assert Triple(c, RDF.type, told) in set(closing.grow([Triple(c, b, text)]))


def test_a_rule_that_speaks_of_any_property_of_things_is_given_no_text(tmp_path: Path) -> None:
    """Most facts are texts, days and figures: they would be copied for nothing."""
    (tmp_path / "told.rq").write_text(
        "#+ name: told\n#+ label_en: A rule.\n#+ label_ja: 規則。\n"
        "PREFIX jpst: <https://w3id.org/jpst/ontology/>\n"
        "CONSTRUCT { ?value a jpst:Told } WHERE { ?thing ?property ?value }\n",
        "utf-8",
    )
    a, b, told = (jpst(name) for name in ("a", "b", "Told"))
    closing = Reasoner.read("compiled", Store(), tmp_path).closing()
    given = [Triple(a, b, b), Triple(a, b, Literal("a text"))]
    assert Triple(b, RDF.type, told) in set(closing.grow(given))
    assert [quad.triple for quad in closing.store.quads_for_pattern(None, b, None, None)] == [
        Triple(a, b, b)
    ]


def test_a_closure_goes_on_from_one_that_was_grown_before(tmp_path: Path) -> None:
    """The state of another day begins with what follows from the ontology on every day."""
    a, b, c, narrower, thing = (jpst(x) for x in ("A", "B", "C", "D", "thing"))
    schema = Store()
    schema.extend(Quad(x, RDFS.subClassOf, y) for x, y in ((a, b), (b, c), (narrower, a)))
    reasoner = Reasoner.read("compiled", schema, tmp_path)
    terms = [quad.triple for quad in schema]
    first = reasoner.closing()
    first.grow(terms)
    again = reasoner.closing(Grown.of(first))
    new = [Triple(thing, RDF.type, narrower)]
    whole = set(reasoner.closing().grow([*terms, *new]))
    assert set(again.grow(new)) == set(first.grow(new)) == whole
    assert Triple(thing, RDF.type, c) in whole
    assert set(again.store) == set(first.store)
