"""Chains and cycles cost what they give, and more than that is refused in one line."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from helpers.infer_graphs import EX, filled, inferred, one, triples
from helpers.market import PREFIXES
from helpers.running import run_kgraph
from pyoxigraph import NamedNode, Quad, Store

import kgraph
from kgraph.infer import TooMuchFollows, check_proof, compile_rules, explain, run
from kgraph.limited import LimitReached
from kgraph.problems import LoadError

TRANSITIVE = ":p a owl:TransitiveProperty ."


def path(length: int) -> str:
    return " ".join(f":n{i} :p :n{i + 1} ." for i in range(length))


def chain(length: int, link: str = "{} rdfs:subClassOf {} .") -> str:
    return " ".join(link.format(f":A{i}", f":A{i + 1}") for i in range(length))


def test_a_long_chain_of_classes() -> None:
    store = filled(chain(400), ":x a :A0 .")
    rules = compile_rules(store)
    run(store, rules)
    of_x = {f":x a :A{i} ." for i in range(1, 401)}
    assert set(triples(" ".join(of_x))) < inferred(store)
    assert len(inferred(store)) == 400 + 400 * 399 // 2
    (proof,) = explain(store, rules, one(":x a :A400 ."), 1).proofs
    assert len(proof.leaves()) == 1
    assert check_proof(proof, rules)
    (proof,) = explain(store, rules, one(":A0 rdfs:subClassOf :A400 ."), 1).proofs
    assert [leaf.triple for leaf in proof.axioms] == triples(chain(400))


def test_a_long_ring_of_classes() -> None:
    ring = chain(99, "{} owl:equivalentClass {} .") + " :A99 owl:equivalentClass :A0 ."
    store = filled(ring, ":x a :A0 .")
    rules = compile_rules(store)
    run(store, rules)
    (proof,) = explain(store, rules, one(":A0 owl:equivalentClass :A50 ."), 1).proofs
    assert check_proof(proof, rules)
    told = [leaf.triple for leaf in proof.axioms]
    assert len(told) == len(set(told)) == 50, "one way is the way back as well"
    assert set(told) <= set(triples(ring))


def test_a_step_up_is_told_at_once_and_a_long_way_in_several_steps() -> None:
    store = filled(chain(20), ":x a :A0 .")
    rules = compile_rules(store)
    run(store, rules)
    sizes = [
        explain(store, rules, one(f":x a :A{high} ."), 1).proofs[0].size for high in (1, 8, 9, 20)
    ]
    assert sizes == [1, 1, 2, 3]


@pytest.mark.parametrize(
    ("schema", "data", "number"),
    [
        # One value leads to the next; one chain to the next; parts of parts; rings.
        (
            " ".join(
                f"[ owl:onProperty :p ; owl:hasValue :c{i} ] rdfs:subClassOf"
                f" [ owl:onProperty :p ; owl:hasValue :c{i + 1} ] ."
                for i in range(300)
            ),
            ":x :p :c0 .",
            300,
        ),
        (
            " ".join(f":p{i + 1} owl:propertyChainAxiom ( :p{i} :p{i} ) ." for i in range(300)),
            ":x :p0 :x .",
            300,
        ),
        (
            chain(200, "{} rdfs:subClassOf {} .")
            + " ".join(
                f" [ owl:onProperty :p ; owl:someValuesFrom :A{i} ] rdfs:subClassOf :B{i} ."
                for i in range(200)
            ),
            ":x a :A0 . :y :p :x .",
            200 * 199 // 2 + 200 + 200,
        ),
        (
            chain(99, "{} owl:equivalentClass {} .") + " :A99 owl:equivalentClass :A0 .",
            ":x a :A0 .",
            100 * 99 * 2 - 100 + 99,
        ),
        (TRANSITIVE + " :p a owl:SymmetricProperty .", path(150), 151 * 151 - 150),
        (":p owl:propertyChainAxiom ( :p :p ) .", path(300), 301 * 300 // 2 - 300),
    ],
)
def test_other_long_ways(schema: str, data: str, number: int) -> None:
    store = filled(schema, data)
    run(store, compile_rules(store))
    assert len(inferred(store)) == number


def test_what_follows_is_limited_before_it_is_written() -> None:
    store = filled(TRANSITIVE, path(60))
    rules = compile_rules(store)
    before = set(store)
    with pytest.raises(TooMuchFollows) as told:
        run(store, rules, limit=1000)
    assert set(store) == before
    assert "more than 1,000 facts follow" in str(told.value)
    assert f"<{EX}p> rdf:type owl:TransitiveProperty" in str(told.value)
    assert "--max-inferred" in str(told.value)
    assert isinstance(told.value, LimitReached)
    assert told.value.exit_code == 4


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        (TRANSITIVE, path(60)),
        (chain(60), ":x a :A0 ."),
        (":q owl:propertyChainAxiom ( :p :p ) .", " ".join(f":h :p :h . :h :p :n{i} . :n{i} :p :h ."
         for i in range(40))),
    ],
)  # fmt: skip
def test_any_rule_is_limited(schema: str, data: str) -> None:
    whole = filled(schema, data)
    number = run(whole, compile_rules(whole)).added
    for limit, ends in ((number - 1, False), (number, True), (math.inf, True), (None, True)):
        store = filled(schema, data)
        rules = compile_rules(store)
        if ends:
            assert run(store, rules, limit=limit).added == number
        else:
            with pytest.raises(TooMuchFollows):
                run(store, rules, limit=limit)


def test_a_larger_graph_may_double(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.infer.fixpoint.LIMIT", 10)
    few = filled(TRANSITIVE, path(6))
    many = Store()
    many.extend(few)
    many.extend(Quad(NamedNode(f"{EX}m{i}"), NamedNode(EX + "q"), one(":a :b :c .").object)
                for i in range(20))  # fmt: skip
    rules = compile_rules(few)
    with pytest.raises(TooMuchFollows, match="more than 10 facts"):
        run(few, rules)
    assert run(many, rules).added == 15


def test_what_was_inferred_does_not_count_as_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.infer.fixpoint.LIMIT", 10)
    monkeypatch.setattr("kgraph.infer.fixpoint._CHUNK", 4)
    store = filled(":q owl:propertyChainAxiom ( :p :p ) .", ":h :p :h .")
    store.extend(Quad(*one(f":n{i} :p :h .")) for i in range(9))
    store.extend(Quad(*one(f":h :p :m{i} .")) for i in range(9))
    stated = len(store)
    with pytest.raises(TooMuchFollows, match=f"more than {stated} facts"):
        run(store, compile_rules(store))


def test_a_hierarchy_beyond_all_measure_is_refused() -> None:
    with pytest.raises(TooMuchFollows, match="has more than 100,000 steps"):
        compile_rules(triples(chain(460)))


def test_an_expression_with_too_many_ways_is_refused() -> None:
    either = "[ owl:unionOf ( :A :B :C ) ]"
    axiom = f"[ owl:intersectionOf ( {' '.join([either] * 12)} ) ] rdfs:subClassOf :D ."
    with pytest.raises(LoadError, match="531,441 ways"):
        compile_rules(triples(axiom))


@pytest.fixture
def parts(market: Path) -> Path:
    """The small market, with a property that carries over and a path of it."""
    core, things = market / "ontology/core.ttl", market / "data/entities/all.ttl"
    text = (
        "\njpst:partOf a owl:ObjectProperty , owl:TransitiveProperty .\njpst:Part a owl:Class .\n"
    )
    core.write_text(core.read_text(encoding="utf-8") + text, encoding="utf-8")
    text = "".join(f"id:n{i} a jpst:Part .\n" for i in range(51))
    things.write_text(things.read_text(encoding="utf-8") + text, encoding="utf-8")
    source = market / "data/sources/odx-launch.ttl"
    path = "".join(f"id:n{i} jpst:partOf id:n{i + 1} .\n" for i in range(50))
    source.write_text(source.read_text(encoding="utf-8") + path, encoding="utf-8")
    return market


@pytest.mark.parametrize("command", ["build", "validate"])
def test_the_commands_have_the_limit(parts: Path, command: str) -> None:
    told = run_kgraph(command, "--max-inferred", "500", cwd=parts)
    assert told.returncode == 4
    (line,) = told.stderr.strip().splitlines()
    assert line.startswith("error: more than 500 facts follow from the graph")
    assert "jpst:partOf" in line
    assert "--max-inferred" in line
    for limit in ("none", "5000"):
        assert run_kgraph(command, "--max-inferred", limit, cwd=parts).returncode == 0
    told = run_kgraph(command, "--max-inferred", "a lot", cwd=parts)
    assert told.returncode == 2
    assert "--max-inferred: “a lot” is no limit" in told.stderr


def test_a_users_file_is_limited_too(parts: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(PREFIXES + "id:n50 jpst:partOf id:n0 .\n", encoding="utf-8")
    # From the graph alone 1,225 pairs follow, whatever the order of its edges; from the ring that
    # the file closes, 1,325 more.
    with pytest.raises(TooMuchFollows):
        kgraph.findings([mine], root=parts, max_inferred=1300)
    assert kgraph.findings([mine], root=parts, max_inferred=1400) is not None
