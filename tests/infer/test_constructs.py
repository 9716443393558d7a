"""Rules kept in files."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.infer_graphs import EX, filled, inferred, triples

from kgraph.infer import (
    INFERRED,
    Rule,
    batches,
    check_proof,
    compile_rules,
    explain,
    read_rules,
    run,
)
from kgraph.problems import LoadError
from kgraph.words.rules import words

HEADER = "#+ name: a-rule\n#+ label_en: Because.\n#+ label_ja: そうだから。\n"
PREFIX = f"PREFIX : <{EX}>\n"


def rule_of(tmp_path: Path, query: str, header: str = HEADER) -> Rule:
    (tmp_path / "a.rq").write_text(header + PREFIX + query, encoding="utf-8")
    (rule,) = read_rules(tmp_path)
    return rule


def added(tmp_path: Path, query: str, data: str) -> set:
    rule_of(tmp_path, query)
    store = filled(data)
    run(store, compile_rules(store, tmp_path))
    return inferred(store)


@pytest.mark.parametrize(
    ("query", "data", "expected"),
    [
        (
            "CONSTRUCT { ?x :r ?z } WHERE { ?x :p ?y . ?y :q ?z }",
            ":a :p :b . :b :q :c .",
            ":a :r :c .",
        ),
        (
            "CONSTRUCT { ?x :r ?y ; a :C . } WHERE { ?x a :A ; :p ?y , :v }",
            ":a a :A ; :p :b , :v .",
            ":a a :C ; :r :b , :v .",
        ),
        (
            "CONSTRUCT { ?x :r ?y } WHERE { ?x :p ?n FILTER(?n > 3) ?x :q ?y . }",
            ":a :p 5 ; :q :b . :c :p 2 ; :q :d .",
            ":a :r :b .",
        ),
        (
            "CONSTRUCT { ?x :r ?y } WHERE { FILTER(?x != ?y) . ?x :p ?z . ?y :p ?z . "
            'FILTER regex(STR(?x), "a}\\"$|/a$") }',
            ":a :p :c . :b :p :c .",
            ":a :r :b .",
        ),
        (
            "construct { ?x :r ?x } where { ?x :p ?x } # { a comment",
            ":a :p :a . :b :p :a .",
            ":a :r :a .",
        ),
        (
            "CONSTRUCT { ?x :p ?z } WHERE { ?x :p ?y . ?y :p ?z . FILTER(isIRI(?z)) }",
            ":a :p :b . :b :p :c . :c :p :d .",
            ":a :p :c , :d . :b :p :d .",
        ),
        (
            "CONSTRUCT { ?x :seen :v } WHERE { ?x ?any [ :p ?z ] }",
            ":a :q :b . :b :p 1 .",
            ":a :seen :v .",
        ),
        ("CONSTRUCT { ?y a :C } WHERE { ?x :p ?y }", ":a :p 1 , :b .", ":b a :C ."),
    ],
)
def test_rule_in_a_file(tmp_path: Path, query: str, data: str, expected: str) -> None:
    assert added(tmp_path, query, data) == set(triples(expected))


def test_filters_keep_their_prefixes_in_every_form(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "CONSTRUCT { ?x a :C } WHERE { ?x :p ?y FILTER(?y = :v) }")
    for update in (rule.update(INFERRED), *batches([rule], INFERRED)):
        store = filled(":a :p :v . :b :p :w .")
        store.update(update)
        assert inferred(store) == set(triples(":a a :C ."))


def test_header_and_words(tmp_path: Path) -> None:
    header = HEADER + "#+ source: https://example.org/law\n"
    rule = rule_of(tmp_path, "CONSTRUCT { ?x a :C } WHERE { ?x :p ?y }", header)
    assert rule.id == "construct-a-rule"
    assert rule.kind == "construct"
    assert words(rule, "en") == "Because."
    assert words(rule, "ja") == "そうだから。"
    assert rule.source == "https://example.org/law"


def test_a_rule_with_a_filter_is_explained_and_replayed(tmp_path: Path) -> None:
    rule_of(tmp_path, "CONSTRUCT { ?x a :C } WHERE { ?x :p ?n FILTER(?n > 3) }")
    store = filled(":a :p 5 , 1 . :b :p 2 .")
    rules = compile_rules(store, tmp_path)
    run(store, rules)
    (proof,) = explain(store, rules, triples(":a a :C .")[0]).proofs
    assert [leaf.triple for leaf in proof.leaves()] == triples(":a :p 5 .")
    assert check_proof(proof, rules)
    (miss,) = explain(store, rules, triples(":b a :C .")[0]).near
    assert list(miss.held) == triples(":b :p 2 .")
    assert miss.missing == ()
    assert miss.filters == ("FILTER(?n > 3)",)


GOOD = "CONSTRUCT { ?x a :C } WHERE { ?x :p ?y }"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (PREFIX + GOOD, "name is missing"),
        ("#+ name: a\n#+ label_en: b\n" + PREFIX + GOOD, "label_ja is missing"),
        ("#+ nme: a\n" + PREFIX + GOOD, "nme"),
        (HEADER + PREFIX + "CONSTRUCT { ?x a :C } WHERE { ?x :p }", "no SPARQL query"),
        (HEADER + PREFIX + "SELECT ?x WHERE { ?x :p ?y }", "no CONSTRUCT"),
        (HEADER + PREFIX + "CONSTRUCT WHERE { ?x :p ?y }", "short form"),
        (HEADER + PREFIX + GOOD + " LIMIT 1", "LIMIT"),
        (HEADER + PREFIX + "CONSTRUCT { ?x a :C } FROM :g WHERE { ?x :p ?y }", "FROM"),
        (HEADER + PREFIX + "CONSTRUCT { ?z a :C } WHERE { ?x :p ?y }", "uses ?z"),
        (HEADER + PREFIX + "CONSTRUCT { ?x :q [] } WHERE { ?x :p ?y }", "blank node"),
        (HEADER + PREFIX + "CONSTRUCT { ?x a ?y } WHERE { ?x :p ?y }", "axiom"),
        (HEADER + PREFIX + "CONSTRUCT { } WHERE { ?x :p ?y }", "empty"),
        (HEADER + PREFIX + "CONSTRUCT { ?x a :C } WHERE { OPTIONAL { ?x :p ?y } }", "OPTIONAL"),
        (HEADER + PREFIX + "CONSTRUCT { ?x a :C } WHERE { ?x :p/:q ?y }", "paths"),
        (
            HEADER + PREFIX + "CONSTRUCT { ?x a :C } WHERE { { ?x :p ?y } UNION { ?x :q ?y } }",
            "UNION",
        ),
        (HEADER + PREFIX + "CONSTRUCT { ?x a ?y } WHERE { ?x :p ?z BIND(:C AS ?y) }", "BIND"),
        (
            HEADER
            + PREFIX
            + "CONSTRUCT { ?x a :C } WHERE { ?x :p ?y FILTER NOT EXISTS { ?x :q ?y } }",
            "EXISTS",
        ),
    ],
)
def test_what_is_no_rule_is_an_error_with_its_file(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "bad.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LoadError) as caught:
        read_rules(tmp_path)
    (problem,) = caught.value.problems
    assert problem.path == path
    assert why in str(problem)


def test_a_syntax_error_has_its_line(tmp_path: Path) -> None:
    (tmp_path / "bad.rq").write_text(HEADER + PREFIX + "CONSTRUCT {\n ?x } WHERE { ?x ?y ?z }")
    with pytest.raises(LoadError) as caught:
        read_rules(tmp_path)
    assert caught.value.problems[0].line == 6


def test_two_rules_of_one_name(tmp_path: Path) -> None:
    for name in ("a.rq", "b.rq"):
        (tmp_path / name).write_text(HEADER + PREFIX + GOOD, encoding="utf-8")
    with pytest.raises(LoadError, match="share a name"):
        read_rules(tmp_path)


def test_bad_files_and_bad_axioms_are_reported_together(tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_text(PREFIX + GOOD, encoding="utf-8")
    with pytest.raises(LoadError) as caught:
        compile_rules(triples(":p a owl:FunctionalProperty ."), tmp_path)
    assert len(caught.value.problems) == 2


def test_an_empty_folder(tmp_path: Path) -> None:
    assert read_rules(tmp_path) == ()
