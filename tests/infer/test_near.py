"""What is said to be missing for a fact makes it follow, whatever graph and rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.infer_graphs import EX, filled, one, triples
from helpers.near import completed
from helpers.random_schemas import CLASSES, DECLARED, ROLES, THINGS, Maker
from pyoxigraph import Literal, NamedNode, Quad, Store

from kgraph.infer import Rule, compile_rules, explain, run
from kgraph.infer.rules import Atom

ABSENT = [f"{thing} a {kind} ." for thing in THINGS for kind in CLASSES] + [
    f"{one} {role} {other} ." for one in THINGS for role in ROLES for other in (*THINGS, '"x"')
]
WITH_FILTERS = {
    "held": "CONSTRUCT { ?x :p ?y } WHERE { ?x :q ?r . ?r :r ?s ; :q ?y FILTER(?s IN (:a, :b)) }",
    "more": "CONSTRUCT { ?x a :A } WHERE { ?x :p ?y . ?y :d ?n . FILTER(?n > 50) }",
    "late": "CONSTRUCT { ?x a :B } WHERE { :today :is ?day . ?x :d ?n FILTER(?n < ?day) }",
    "other": "CONSTRUCT { ?x :r ?y } WHERE { ?z :p ?x , ?y FILTER(?x != ?y) FILTER(?z != :c) }",
}
VALUES = (*(NamedNode(f"{EX}{name}") for name in ("a", "fresh", "other")), Literal(51))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in WITH_FILTERS.items():
        header = f"#+ name: {name}\n#+ label_en: E.\n#+ label_ja: J。\nPREFIX : <{EX}>\n"
        (tmp_path / f"{name}.rq").write_text(header + text, encoding="utf-8")
    return tmp_path


def random_stores(folder: Path) -> Iterator[tuple[Store, tuple[Rule, ...], str]]:
    for seed in range(60):
        schema, data = Maker(seed).graph()
        numbers = f":a :d {seed} . :b :d {100 - seed} . :today :is 60 ."
        store = filled(DECLARED, schema, data, numbers)
        rules = compile_rules(store, folder)
        run(store, rules)
        yield store, rules, f"seed {seed}:\n{schema}\n{data}"


def test_what_is_missing_makes_the_fact_follow(folder: Path) -> None:
    """Each value that passes the filters told stands in for what is unknown."""
    number = with_filters = 0
    for store, rules, text in random_stores(folder):
        by_id = {rule.id: rule for rule in rules}
        for absent in map(one, ABSENT):
            for miss in explain(store, rules, absent).near:
                rule = by_id[miss.rule]
                if not miss.missing:
                    assert miss.filters, f"{text}\n{absent}"
                    continue
                made = [more for more in completed(rule, miss, VALUES) if absent not in more]
                assert made, f"no value passes for {miss}\n{text}\n{absent}"
                for more in made[:2]:
                    grown = Store()
                    grown.extend(store)
                    grown.extend(Quad(*triple) for triple in more)
                    run(grown, rules)
                    assert Quad(*absent) in grown, f"{miss}\n{more}\n{text}\n{absent}"
                    number += 1
                    with_filters += bool(miss.filters)
    assert number > 1000
    assert with_filters > 100


def test_what_a_filter_rejects_is_not_held(folder: Path) -> None:
    """Another record's end leads nowhere: a record of one's own is what is missing."""
    store = filled(":x :q :rec . :rec :r :c .")
    rules = [r for r in compile_rules(store, folder) if r.id == "construct-held"]
    (miss,) = explain(store, rules, one(":x :p :y .")).near
    assert miss.held == tuple(triples(":x :q :rec ."))
    assert [str(atom) for atom in miss.missing] == [
        f"<{EX}rec> <{EX}r> ?s .",
        f"<{EX}rec> <{EX}q> <{EX}y> .",
    ]
    assert miss.filters == ("FILTER(?s IN (:a, :b))",)


def test_what_can_never_be_is_not_proposed(folder: Path) -> None:
    store = filled(":x :q :rec . :rec :r :c .")
    rules = [r for r in compile_rules(store, folder) if r.id == "construct-held"]
    rec = NamedNode(f"{EX}rec")

    def may_be(atom: Atom) -> bool:
        return atom.subject != rec

    (miss,) = explain(store, rules, one(":x :p :y ."), may_be=may_be).near
    assert miss.held == ()
    assert len(miss.missing) == 3


def test_what_the_rule_names_is_held_whatever_the_fact(folder: Path) -> None:
    store = filled(":today :is 20 .")
    rules = [r for r in compile_rules(store, folder) if r.id == "construct-late"]
    (miss,) = explain(store, rules, one(":x a :B .")).near
    assert miss.held == tuple(triples(":today :is 20 ."))
    assert [str(atom) for atom in miss.missing] == [f"<{EX}x> <{EX}d> ?n ."]


def test_only_the_filters_that_reject_are_told(folder: Path) -> None:
    store = filled(":c :p :x , :y .")
    rules = [r for r in compile_rules(store, folder) if r.id == "construct-other"]
    (miss,) = explain(store, rules, one(":x :r :y .")).near
    assert (miss.missing, miss.filters) == ((), ("FILTER(?z != :c)",))


@pytest.mark.parametrize(
    ("axiom", "absent"),
    [
        (":p owl:inverseOf :q .", ':x :p "x" .'),
        (":p a owl:TransitiveProperty . :x :p :x .", ":x :p :y ."),
    ],
)
def test_neither_the_fact_itself_nor_what_is_no_triple_is_missing(axiom: str, absent: str) -> None:
    store = filled(axiom)
    rules = compile_rules(store)
    run(store, rules)
    fact = one(absent)
    for miss in explain(store, rules, fact).near:
        for atom in miss.missing:
            assert not isinstance(atom.subject, Literal)
            assert tuple(atom) != (fact.subject, fact.predicate, fact.object)
