"""Stored questions are plain SPARQL 1.1: three parsers read them, two engines answer the same.

rdflib is compared on a part of the real graph, built from some of the sources, because the whole
takes it minutes; a question that has no answer there is compared on the whole.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from typing import Any, Final

import pytest
from conftest import PROJECT
from pyoxigraph import Literal, NamedNode, Quad, Store
from test_golden import FILES, cell, graph

from kgraph.export.dataset import to_dataset
from kgraph.names import SRC
from kgraph.questions.header import Question, questions
from kgraph.questions.params import DAYS, bind, plain_name
from kgraph.snapshot import Snapshot
from kgraph.snapshot.content import make_content
from kgraph.snapshot.graphs import is_merged
from kgraph.snapshot.reason import Reasoner
from kgraph.sparql.substitute import substitute
from kgraph.sparql.values import to_value

__all__ = ["graph"]

pytestmark = pytest.mark.slow

SOURCES: Final = (
    "boostry-github-ibet-network",
    "cointelegraph-jstoa-rules",
    "daiwa-2023-09-30-share-data",
    "daiwa-undated-site-footer",
    "dragon1-2024-11-alterna",
    "egov-rfi-registration",
    "fintertech-sto-guidance",
    "finwiki-2026-07-30-odx",
    "finwiki-aizawa-securities",
    "finwiki-alterna-trust",
    "finwiki-dcjpy-2026-05",
    "finwiki-dmm-securities",
    "finwiki-license-stack",
    "finwiki-registry-index",
    "finwiki-registry-matrix",
    "finwiki-st-route",
    "finwiki-start-venue",
    "finwiki-trust-register",
    "followin-2026-02-sbi-start-bonds",
    "fsa-2000-11-16-pts",
    "fsa-2026-08-11-edinet-code-list",
    "fsa-fibo-list",
    "funds-2020-07-20-sto",
    "github-undated-mic-list",
    "innovationlaw-2025-08-06",
    "innovationlaw-sto-2019",
    "iso10383-ra-2024-10-28-mic-list-firms",
    "iss-mdm-2025-03-14-seminar",
    "iss-mondaq-2020-digital-securities",
    "iss-nikkei-2022-07-digital-bond",
    "iss-nomura-st09-krt-logistics",
    "iss-sbisec-krt-shibuya-jinnan",
    "it-bengosi-st-platform",
    "jlt-fiea-2019-text",
    "jpx-2023-09-20-hours",
    "jsda-handbook-equities-archive",
    "jsda-professional-investor",
    "jsda-word-0346",
    "kanto-lfb-2015-05",
    "krt-shibuya-precontract",
    "kumo-mdm-shin-rifu",
    "ledgerinsights-daiwa-public-chain-platforms",
    "ledgerinsights-hitachi-10bn",
    "mondaq-simplified-type-i",
    "mutb-ginco-2023-08-31",
    "mynavi-2025-12-26-dcjpy-dvp",
    "nadanews-2026-02-13-pip",
    "neweconomy-2025-12-26-dcjpy-dvp",
    "neweconomy-lifull-securitize",
    "nli-epi",
    "nomura-fulfillment-policy",
    "nomura-sto-about",
    "note-shareholder-community-insider",
    "nri-2023-07-05-unlisted-pts",
    "odx-2022-06-17-designations",
    "odx-2023-12-25-start-launch",
    "odx-2024-06-13-st-itch-spec",
    "odx-about",
    "ogata-sto-entry",
    "omi-2026-directory-bids-japan",
    "progmat-2022-12-ichigo-sto-blog",
    "progmat-2024-06-03-blog",
    "progmat-2025-10-02-onchain-st-wg-report",
    "progmat-concept",
    "progmat-dcc-2025-10-onchain",
    "progmat-note-2022-08-26-atsugi",
    "progmat-undated-secondary-market",
    "record5-2026-08-04-announced-isnt-built",
    "saito-note-2024-02-st-market",
    "saito-note-2024-04-st-market",
    "sbisec-2023-12-start",
    "sbisec-2024-05-ichigo-residence-token",
    "smbcnikko-jships",
    "solutions-atlantic-2024-09-pts",
    "strium-2026-02-cryptonews",
    "taurus-security-token",
    "taurus-type-i",
    "tech4impact-2026-programmable-yen",
    "thirdnews-2025-12-dcjpy-dvp",
    "thirdnews-project-trinity",
    "tosei-2024-09-04-start",
    "urbalytics-saison-st",
    "wiki-pts-business",
    "wikibooks-fiea-28",
    "wikipedia-ja-pts",
    "winappnet-2026-02-28-sbi-start-bonds",
    "zuu-2022-08-20-kdx-atsugi",
)

ASKED = questions(PROJECT)
BY_SLUG = [pytest.param(one, id=one.slug) for one in ASKED]


# -- parsing


@cache
def quick_parser() -> Any:
    """A parser made from the grammar that sparqlkit has; it knows no `*` and `+` of paths."""
    lark = pytest.importorskip("lark", reason="lark is not installed (kgraph[test] has it)")
    kit = pytest.importorskip(
        "sparqlkit", reason="sparqlkit is not installed (kgraph[test] has it)"
    )
    return lark.Lark(kit.parser.grammar, start="query_unit", parser="lalr")


def parse(text: str) -> None:
    """Parses with sparqlkit, which shares no code with the engines; its own parser is slow."""
    try:
        quick_parser().parse(text)
    except Exception:
        import sparqlkit

        sparqlkit.parse_query(text)


@pytest.mark.parametrize("one", BY_SLUG)
def test_it_parses_in_rdflib(one: Question) -> None:
    from rdflib.plugins.sparql import prepareQuery

    prepareQuery(one.text)


@pytest.mark.parametrize("one", BY_SLUG)
def test_it_parses_by_the_grammar(one: Question) -> None:
    parse(one.text)


def test_the_grammar_refuses_what_is_no_sparql() -> None:
    quick_parser()
    with pytest.raises(Exception, match="Failed to parse as SPARQL"):
        parse("SELECT ?a WHERE { ?a ?b }")


# -- answers


class Engines:
    """The same quads in both engines; rdflib gets them when it is first asked."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def graphs(self) -> set[str]:
        return {name.value for name in self.store.named_graphs()}

    @cached_property
    def dataset(self) -> Any:
        return to_dataset(self)  # type: ignore[arg-type]

    def ours(self, text: str) -> list[tuple[Any, ...]]:
        found = self.store.query(text)
        return [
            tuple(None if term is None else cell(to_value(term)) for term in row) for row in found
        ]

    def theirs(self, text: str) -> list[tuple[Any, ...]]:
        return rows(self.dataset.query(text))


@pytest.fixture(scope="module")
def whole(graph: Snapshot) -> Engines:
    return Engines(graph.store)


@pytest.fixture(scope="module")
def part(graph: Snapshot) -> Engines:
    """The graph as a build would make it of some of the sources only."""
    kept = {SRC + slug for slug in SOURCES}
    assert kept <= set(graph.graphs())
    loaded = Store()
    loaded.bulk_extend(
        quad
        for quad in graph.store
        if is_merged(quad.graph_name)
        and (not quad.graph_name.value.startswith(SRC) or quad.graph_name.value in kept)
    )
    loaded.bulk_extend([Quad(*quad.triple) for quad in loaded])
    reasoner = Reasoner.read("compiled", loaded, PROJECT / "ontology" / "rules")
    merged = {quad.triple for quad in loaded}
    loaded.bulk_extend([Quad(*triple) for triple in reasoner.closing().grow(merged)])
    store = Store()
    store.bulk_extend(make_content(loaded, reasoner, graph.day.as_of).quads())
    return Engines(store)


def rows(solutions: Any) -> list[tuple[Any, ...]]:
    """The rows that rdflib gives, as our own values."""

    def value(term: Any) -> Any:
        # rdflib gives the error of an aggregate over unbound values as a text, cut by a character.
        if term is None or str(term) in CUT:
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
    yield from sorted(found, key=lambda golden: len(golden["rows"]) or 2**31)


CUT: Final = {"on-literal passes as string: NotBoundError(None)", "one"}


class Late(BaseException):
    """Not an Exception: rdflib takes those for values that an expression lacks."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Skips a test whose engine takes longer: rdflib joins in the order in which patterns stand."""

    def stop(*_: object) -> None:
        raise Late

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except Late:
        pytest.skip(f"rdflib does not answer within {seconds:g} s")
    except TypeError as error:
        if "'<' not supported between instances of 'NoneType'" not in str(error):
            raise
        pytest.skip("rdflib cannot find the least of values that are unbound")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("one", BY_SLUG)
def test_rdflib_gives_the_same_answer(
    one: Question, graph: Snapshot, part: Engines, whole: Engines
) -> None:
    cases = list(goldens(one.slug))
    assert cases, "no golden"
    # The day of a state is no parameter of a question, and both engines have the same state.
    days = DAYS.keys() - {plain_name(parameter.name) for parameter in one.parameters}
    asked = [{n: v for n, v in c["parameters"].items() if plain_name(n) not in days} for c in cases]
    texts = [substitute(one.body, bind(graph, one, values)) for values in asked]
    for engines in (part, whole):
        for text in texts:
            ours = engines.ours(text)
            if ours:
                with within(6):
                    theirs = engines.theirs(text)
                assert theirs == ours
                return
    assert not any(case["rows"] for case in cases)
    with within(6):
        theirs = part.theirs(texts[0])
    assert theirs == []
