"""Real engines answer the stored questions as the golden answers have them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from helpers.golden import FILES, GOLDEN, plain, read
from helpers.here import right_here
from helpers.project import PROJECT
from helpers.real_engines import Running
from helpers.serving import SECONDS, Serving
from helpers.stored import stored_question, stored_questions
from pyoxigraph import Literal, Store

import kgraph
from kgraph.limited.limits import LIMITED
from kgraph.names import EDITORIAL, SRC
from kgraph.questions.ask import Answer
from kgraph.questions.ask import ask as ask_here
from kgraph.questions.params import DAYS, BadValue, plain_name
from kgraph.remote import Endpoint, RemoteError
from kgraph.remote.ask import ask, query
from kgraph.remote.credentials import Credentials
from kgraph.remote.errors import CannotAnswer
from kgraph.remote.push import push
from kgraph.remote.virtuoso import why_not
from kgraph.snapshot import Snapshot
from kgraph.sparql.lexer import code

pytestmark = pytest.mark.slow


def days(golden: Mapping[str, Any]) -> frozenset[str]:
    """What of the parameters of a golden chooses the state of another day than was pushed."""
    own = {plain_name(one.name) for one in stored_question(golden["question"]).parameters}
    return frozenset(n for n in golden["parameters"] if plain_name(n) in DAYS.keys() - own)


GOLDENS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FILES}
TODAY = [name for name, golden in GOLDENS.items() if not days(golden)]
ONE_EACH = {golden["question"]: name for name, golden in GOLDENS.items()} | {
    GOLDENS[name]["question"]: name
    for name in sorted(TODAY, key=lambda name: len(GOLDENS[name]["rows"]))
}
"""Of each question a golden, of today if there is one: that with the most rows."""


def wanted(name: str, snapshot: Snapshot) -> tuple[str, dict[str, Any], list[dict[str, Any]]]:
    """A question, its parameters, and the answer to it on the day that was pushed."""
    golden = read(GOLDEN / f"{name}.json")
    question, other = golden["question"], days(golden)
    given = {key: value for key, value in golden["parameters"].items() if key not in other}
    return question, given, plain(ask_here(snapshot, question, given)) if other else golden["rows"]


@pytest.fixture(scope="module")
def server(real_server: Serving) -> Endpoint:
    return Endpoint(f"{real_server.address}/sparql", timeout=SECONDS, given=Credentials())


def test_every_question_is_asked() -> None:
    assert ONE_EACH.keys() == {question.slug for question in stored_questions()}


@pytest.mark.parametrize("name", sorted(ONE_EACH.values()))
def test_fuseki_gives_the_golden_answer(
    fuseki_of: Callable[[Snapshot], Endpoint], in_memory: Snapshot, name: str
) -> None:
    question, given, rows = wanted(name, in_memory)
    assert plain(ask(in_memory, fuseki_of(in_memory), question, given)) == rows


def test_fuseki_has_the_whole_graph(
    fuseki_of: Callable[[Snapshot], Endpoint], in_memory: Snapshot
) -> None:
    assert push(in_memory, fuseki_of(in_memory)).written == ()


@pytest.mark.parametrize("name", sorted(ONE_EACH.values()))
def test_our_own_server_gives_the_golden_answer(
    server: Endpoint, in_memory: Snapshot, name: str
) -> None:
    question, given, rows = wanted(name, in_memory)
    assert plain(ask(in_memory, server, question, given)) == rows


def test_virtuoso_gives_the_answers_of_here_or_refuses_by_name(
    virtuoso: Running, in_memory: Snapshot
) -> None:
    """All that it is said to answer; rows, and parts of a text put together, in any order."""
    there = virtuoso.endpoint()
    push(in_memory, there)
    answered = []
    for slug, name in sorted(ONE_EACH.items()):
        given = GOLDENS[name]["parameters"]
        why = why_not(slug, stored_question(slug).body)
        if days(GOLDENS[name]):
            continue
        if why is not None:
            with pytest.raises(CannotAnswer, match=f"{slug} is not asked of Virtuoso 7: ") as error:
                ask(in_memory, there, slug, given)
            assert why in str(error.value)
            continue
        with right_here():
            here = ask_here(in_memory, slug, given)
        assert loose(ask(in_memory, there, slug, given)) == loose(here), name
        answered.append(slug)
    assert answered


def loose(answer: Answer) -> Counter[str]:
    return Counter(repr([_loose(term) for term in row]) for row in answer.terms)


def _loose(term: object) -> object:
    if isinstance(term, Literal):
        return sorted(term.value.split(" | ")), term.language, term.datatype.value
    return str(term)


OTHER_DAY = "2022-12-31"


def test_fuseki_gives_the_golden_answers_of_another_day(
    fuseki_of: Callable[[Snapshot], Endpoint], in_memory: Snapshot
) -> None:
    """One day is enough: what is pushed of a day is the state that a build made of it, and which
    day it is changes no request."""
    that_day = kgraph.open(in_memory.root, in_memory.path.parents[1], as_of=OTHER_DAY)
    there = fuseki_of(that_day)
    asked = 0
    for name, golden in GOLDENS.items():
        given = golden["parameters"]
        if not days(golden) or {given[one] for one in days(golden)} != {OTHER_DAY}:
            continue
        mine = {key: value for key, value in given.items() if key not in days(golden)}
        rows = read(GOLDEN / f"{name}.json")["rows"]
        assert plain(ask(that_day, there, golden["question"], mine)) == rows, name
        asked += 1
    assert asked > 3


def test_questions_that_need_sources_beside_the_state_are_told(in_memory: Snapshot) -> None:
    """The others may be asked where the sources lie on another host."""
    store = Store()
    store.extend(
        quad
        for quad in in_memory.store
        if not str(quad.graph_name).startswith((f"<{SRC}", f"<{EDITORIAL}"))
    )
    without = Snapshot(in_memory.path, store, in_memory.manifest, in_memory.root)
    page = (PROJECT / "docs" / "scale.md").read_text(encoding="utf-8")
    (line,) = [line for line in page.splitlines() if line.startswith("| sources and editors |")]
    found = set()
    token = LIMITED.set(True)  # in this process, of the store that is here
    for slug, name in ONE_EACH.items():
        body, given = stored_question(slug).body, GOLDENS[name]["parameters"]
        ranges = any(
            one.upper == "GRAPH" and other.kind == "var" for one, other in pairwise(code(body))
        )
        if not ranges or days(GOLDENS[name]):
            continue
        if loose(ask_here(without, slug, given)) != loose(ask_here(in_memory, slug, given)):
            found.add(slug)
    LIMITED.reset(token)
    assert set(re.findall("`([a-z-]+)`", line)) == found


@pytest.fixture
def there(rdflib_endpoint: Running, asked_market: Snapshot) -> Iterator[Endpoint]:
    """rdflib-endpoint with a small graph; it holds nothing of ours after."""
    where = rdflib_endpoint.endpoint()
    push(asked_market, where)
    yield where
    push(SimpleNamespace(store=Store()), where)  # type: ignore[arg-type]


def test_rdflib_endpoint_answers_as_here_or_refuses(
    there: Endpoint, asked_market: Snapshot
) -> None:
    """rdflib joins by itself, and gets what stands in several blocks wrong."""
    for text in (
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        "SELECT ?s { ?s a jpst:SecurityToken GRAPH graph:claims { ?c ?p ?s } } ORDER BY ?s",
    ):
        assert query(there, text).rows == asked_market.query(text).rows, text
    snapshot = Snapshot(asked_market.path, asked_market.store, asked_market.manifest, PROJECT)
    for question in stored_questions():
        try:
            here = ask_here(snapshot, question.slug, {}, root=PROJECT)
        except BadValue:  # it needs a parameter that this market has no value for
            continue
        try:
            answer = ask(snapshot, there, question.slug, {})
        except CannotAnswer:
            continue
        assert plain(answer) == plain(here), question.slug


def test_our_own_server_takes_no_push(server: Endpoint, asked_market: Snapshot) -> None:
    with pytest.raises(RemoteError):
        push(asked_market, server)
