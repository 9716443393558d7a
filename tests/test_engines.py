"""Stored questions are plain SPARQL 1.1: three parsers read them, two engines answer the same.

rdflib is compared on a part of the real graph, built from some of the sources, because the whole
takes it minutes; a question that has no answer there is compared on the whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT
from pyoxigraph import Literal, NamedNode
from test_golden import FILES, cell, graph

import kgraph
from kgraph.questions.ask import ask
from kgraph.questions.header import Question, questions
from kgraph.questions.params import bind
from kgraph.questions.substitute import substitute
from kgraph.questions.values import to_value
from kgraph.snapshot import Snapshot, open_snapshot
from kgraph.snapshot.build import build

__all__ = ["graph"]

pytestmark = pytest.mark.slow

SOURCES = ()

ASKED = questions(PROJECT)
BY_SLUG = [pytest.param(one, id=one.slug) for one in ASKED]


# -- parsing


@cache
def grammar() -> Any:
    """A parser of the SPARQL 1.1 grammar that shares no code with the engines."""
    lark = pytest.importorskip("lark", reason="lark is not installed (kgraph[test] has it)")
    kit = pytest.importorskip(
        "sparqlkit.parser", reason="sparqlkit is not installed (kgraph[test])"
    )
    return lark.Lark(kit.grammar, start="query_unit", parser="lalr")


@pytest.mark.parametrize("one", BY_SLUG)
def test_it_parses_in_rdflib(one: Question) -> None:
    from rdflib.plugins.sparql import prepareQuery

    prepareQuery(one.text)


@pytest.mark.parametrize("one", BY_SLUG)
def test_it_parses_by_the_grammar(one: Question) -> None:
    grammar().parse(one.text)


def test_the_grammar_refuses_what_is_no_sparql() -> None:
    with pytest.raises(Exception, match="Unexpected token"):
        grammar().parse("SELECT ?a WHERE { ?a ?b }")


# -- answers


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The graph that some of the sources make."""
    root = tmp_path_factory.mktemp("part")
    (root / "data" / "sources").mkdir(parents=True)
    for name in ("ontology", "queries", "data/entities", "data/editorial"):
        (root / name).symlink_to(PROJECT / name, target_is_directory=True)
    for slug in SOURCES:
        name = f"data/sources/{slug}.ttl"
        (root / name).symlink_to(PROJECT / name)
    build(root, root / "out", validate=False)
    return open_snapshot(root / "out")


@pytest.fixture(scope="module")
def datasets() -> dict[str, Any]:
    """Graphs for rdflib, each made when it is first needed."""
    return {}


def rows(solutions: Any) -> list[tuple[Any, ...]]:
    """The rows that rdflib gives, as our own values."""

    def value(term: Any) -> Any:
        if term is None:
            return None
        if not hasattr(term, "datatype"):
            return cell(to_value(NamedNode(str(term))))
        if term.language:
            return cell(to_value(Literal(str(term), language=term.language)))
        kind = NamedNode(str(term.datatype)) if term.datatype else None
        return cell(to_value(Literal(str(term), datatype=kind)))

    return [tuple(map(value, row)) for row in solutions]


def goldens(slug: str) -> Iterator[dict[str, Any]]:
    """The golden answers of a question, those with the fewest rows first, empty ones last."""
    found = []
    for path in FILES:
        golden = json.loads(path.read_text(encoding="utf-8"))
        if golden["question"] == slug:
            found.append(golden)
    yield from sorted(found, key=lambda golden: len(golden["rows"]) or sys_maxsize())


def sys_maxsize() -> int:
    return 2**31


@pytest.mark.parametrize("one", BY_SLUG)
def test_rdflib_gives_the_same_answer(
    one: Question, graph: Snapshot, part: Snapshot, datasets: dict[str, Any]
) -> None:
    cases = list(goldens(one.slug))
    assert cases, "no golden"
    tried = [(snapshot, golden) for snapshot in (part, graph) for golden in cases]
    snapshot, golden = next(
        (case for case in tried if len(ask(case[0], one, case[1]["parameters"]))), tried[0]
    )
    ours = ask(snapshot, one, golden["parameters"])
    assert len(ours) or not any(case["rows"] for case in cases)
    if str(snapshot.path) not in datasets:
        datasets[str(snapshot.path)] = kgraph.graph(snapshot)
    text = substitute(one.body, bind(snapshot, one, golden["parameters"]))
    theirs = rows(datasets[str(snapshot.path)].query(text))
    mine = [tuple(None if value is None else cell(value) for value in row) for row in ours.rows]
    assert theirs == mine
