"""Stored questions are plain SPARQL 1.1: three parsers read them, two engines answer the same.

That rdflib parses each as it stands is seen where its page is drawn from that (`test_catalogue`).
rdflib takes minutes to join what the questions join, so that its joins are made by `rdflib_joins`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from helpers.golden import FILES, cell
from helpers.rdflib_joins import Counts, Graphs, hash_joins
from helpers.stored import stored_questions
from pyoxigraph import Literal, NamedNode, Store

from kgraph.export.dataset import to_dataset
from kgraph.questions.params import DAYS, bind, plain_name
from kgraph.questions.question import Question
from kgraph.snapshot import Snapshot
from kgraph.sparql.substitute import substitute
from kgraph.sparql.values import to_value

pytestmark = pytest.mark.slow

ASKED = stored_questions()
BY_SLUG = [pytest.param(one, id=one.slug) for one in ASKED]


# -- parsing


@cache
def quick_parser() -> Any:
    """A parser made from the grammar that sparqlkit has.

    It reads one letter at a time, so that what stands behind a step of a path is no token of its
    own: `*` and `+` are those of expressions too.
    """
    lark = pytest.importorskip("lark", reason="lark is not installed (kgraph[test] has it)")
    kit = pytest.importorskip(
        "sparqlkit", reason="sparqlkit is not installed (kgraph[test] has it)"
    )
    grammar = kit.parser.grammar.replace("path_mod: PATH_MOD\n", 'path_mod: "?" | "*" | "+"\n')
    return lark.Lark(grammar, start="query_unit", parser="lalr")


def parse(text: str) -> None:
    """Parses with sparqlkit, which shares no code with the engines; its own parser is slow."""
    try:
        quick_parser().parse(text)
    except Exception:
        import sparqlkit

        sparqlkit.parse_query(text)


@pytest.mark.parametrize("one", BY_SLUG)
def test_it_parses_by_the_grammar(one: Question) -> None:
    parse(one.text)


def test_the_grammar_refuses_what_is_no_sparql() -> None:
    quick_parser()
    with pytest.raises(Exception, match="Failed to parse as SPARQL"):
        parse("SELECT ?a WHERE { ?a ?b }")


# -- answers


@dataclass(frozen=True)
class Engines:
    """The same quads in both engines."""

    store: Store
    dataset: Any
    counts: Counts
    graphs: Graphs

    def ours(self, text: str) -> list[tuple[Any, ...]]:
        """The rows that our engine gives."""
        found = self.store.query(text)
        return [
            tuple(None if term is None else cell(to_value(term)) for term in row) for row in found
        ]

    def theirs(self, text: str) -> list[tuple[Any, ...]]:
        """The rows that rdflib gives, as our own values."""
        with hash_joins(self.counts, self.graphs):
            return [tuple(map(value, row)) for row in self.dataset.query(text)]


@pytest.fixture(scope="module")
def engines(in_memory: Snapshot) -> Engines:
    return Engines(in_memory.store, to_dataset(in_memory), {}, {})


def value(term: Any) -> Any:
    """A value of rdflib's as a golden spells it."""
    if term is None:
        return None
    if not hasattr(term, "datatype"):
        return cell(to_value(NamedNode(str(term))))
    if term.language:
        return cell(to_value(Literal(str(term), language=term.language)))
    kind = NamedNode(str(term.datatype)) if term.datatype else None
    return cell(to_value(Literal(str(term), datatype=kind)))


@pytest.fixture(scope="module")
def goldens() -> dict[str, dict[str, Any]]:
    """Of each question the golden answer with the most rows."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in FILES]
    found.sort(key=lambda golden: len(golden["rows"]))
    return {golden["question"]: golden for golden in found}


@pytest.mark.parametrize("one", BY_SLUG)
def test_rdflib_gives_the_same_answer(
    one: Question, in_memory: Snapshot, engines: Engines, goldens: dict[str, dict[str, Any]]
) -> None:
    given = goldens[one.slug]["parameters"]
    # The day of a state is no parameter of a question, and both engines have the same state.
    days = DAYS.keys() - {plain_name(parameter.name) for parameter in one.parameters}
    values = {name: value for name, value in given.items() if plain_name(name) not in days}
    text = substitute(one.body, bind(in_memory, one, values))
    assert engines.theirs(text) == engines.ours(text)
