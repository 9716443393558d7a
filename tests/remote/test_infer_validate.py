"""Rules and checks run on another engine: the closure and the findings of here."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from types import SimpleNamespace

import pytest
from helpers.commands import Command
from helpers.engines import Engine, endpoint, give
from helpers.faulty_market import KINDS, write_faulty_market
from helpers.real_engines import Running
from pyoxigraph import NamedNode, Quad, Store

import kgraph
from kgraph.infer import TooMuchFollows
from kgraph.remote import Endpoint, RemoteError
from kgraph.remote.closing import Closed, close
from kgraph.remote.errors import CannotAnswer
from kgraph.remote.infer import infer
from kgraph.remote.layout import STATE
from kgraph.remote.push import push, status
from kgraph.remote.staging import STAGING
from kgraph.remote.validate import validate
from kgraph.snapshot import Snapshot, open_snapshot
from kgraph.snapshot.build import build
from kgraph.vocab import GRAPH

DAY = datetime.date(2026, 11, 24)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A graph with faults, built; tests only read it."""
    base = tmp_path_factory.mktemp("faulty")
    root = write_faulty_market(base / "market")
    assert build(root, base / "out", validate=False, built=DAY).published
    return open_snapshot(base / "out")


def forget_what_follows(store: Store) -> None:
    """Removes what is inferred, there and in the state."""
    for quad in list(store.quads_for_pattern(None, None, None, GRAPH.inferred)):
        store.remove(quad)
        store.remove(Quad(*quad.triple, NamedNode(STATE)))


def staged(engine: Engine) -> list[str]:
    return [name.value for name in engine.store.named_graphs() if name.value.startswith(STAGING)]


def test_what_follows_there_is_what_follows_here(engine: Engine, faulty: Snapshot) -> None:
    there, rules = endpoint(engine), kgraph.rules(faulty)
    push(faulty, there)
    number = len(list(engine.store.quads_for_pattern(None, None, None, GRAPH.inferred)))
    assert number > 10
    done = infer(there, rules)
    assert (done.facts, done.new, done.gone) == (number, 0, 0)
    forget_what_follows(engine.store)
    wrong = Quad(*[NamedNode("urn:x")] * 3, GRAPH.inferred)
    engine.store.extend([wrong, Quad(*wrong.triple, NamedNode(STATE))])
    done = infer(there, rules)
    assert (done.facts, done.new, done.gone) == (number, number, 1)
    assert status(faulty, there).is_current
    before = set(engine.store.quads_for_pattern(None, None, None, None))
    push(faulty, there)
    assert set(engine.store.quads_for_pattern(None, None, None, None)) == before
    assert not staged(engine)


@pytest.mark.parametrize("at_update", [2, 5, -1])
def test_inference_that_breaks_off_leaves_all_as_it_was(
    engine: Engine, faulty: Snapshot, at_update: int
) -> None:
    """Refused at an early update, in the middle, and at the switch."""
    there, rules = endpoint(engine), kgraph.rules(faulty)
    push(faulty, there)
    forget_what_follows(engine.store)
    before = set(engine.store)
    seen: list[str] = []

    def refuse(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if "INSERT" in text and "DROP" not in text:
            seen.append(text)
        strikes = "graph/pushed" in text if at_update < 0 else len(seen) == at_update
        return strikes and give(handler, 500, "text/plain", b"disk full") is None

    engine.fault = refuse
    with pytest.raises(RemoteError, match="disk full"):
        infer(there, rules)
    engine.fault = lambda _handler, _text: False
    assert {
        quad for quad in engine.store if not quad.graph_name.value.startswith(STAGING)
    } == before
    infer(there, rules)
    assert status(faulty, there).is_current
    assert not staged(engine)


def test_more_than_may_follow_is_told_and_nothing_changes(engine: Engine, faulty: Snapshot) -> None:
    there = endpoint(engine)
    push(faulty, there)
    forget_what_follows(engine.store)
    before = set(engine.store)
    with pytest.raises(TooMuchFollows, match="more than 3 facts follow there"):
        infer(there, kgraph.rules(faulty), limit=3)
    assert set(engine.store) == before
    engine.store.clear()
    with pytest.raises(RemoteError, match="push first"):
        infer(there, ())


def test_closure_of_a_graph_without_rules_is_the_graph(engine: Engine) -> None:
    assert close(endpoint(engine), (), "urn:x:data", "urn:x:target") == Closed(0, 1)


def test_findings_there_are_the_findings_here(engine: Engine, faulty: Snapshot) -> None:
    """One by one: with words, sources, file and line."""
    there = endpoint(engine)
    push(faulty, there)
    here = kgraph.findings(root=faulty.root, as_of=DAY)
    assert {finding.id for finding in here} >= KINDS
    assert validate(there, faulty.root, DAY) == here
    assert not staged(engine)
    profile = faulty.root / "none.yaml"
    profile.write_text("dated: off\n")
    off = validate(there, faulty.root, DAY, profile=profile)
    assert set(here) - set(off) == {finding for finding in here if finding.id == "dated"}


def test_what_is_wrong_there_alone_is_found(engine: Engine, faulty: Snapshot) -> None:
    """The graphs of the engine are checked, and not the files."""
    there = endpoint(engine)
    push(faulty, there)
    source = NamedNode("https://w3id.org/jpst/source/press-launch")
    operated = NamedNode("https://w3id.org/jpst/ontology/operatedBy")
    broken = NamedNode("https://w3id.org/jpst/id/broken")
    engine.store.add(Quad(broken, operated, NamedNode("https://w3id.org/jpst/id/odx"), source))
    gone = set(kgraph.findings(root=faulty.root, as_of=DAY)) - set(
        validate(there, faulty.root, DAY)
    )
    assert {finding.id for finding in gone} == {"venue-operator"}


def test_engine_without_the_graph_is_told(engine: Engine, faulty: Snapshot) -> None:
    with pytest.raises(RemoteError, match="there is no graph to validate; push first"):
        validate(endpoint(engine), faulty.root, DAY)


@pytest.fixture(params=["fuseki", "virtuoso"])
def real(request: pytest.FixtureRequest) -> Iterator[Endpoint]:
    """Engines that others keep; they hold nothing of ours before and after."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Running)
    where = found.endpoint("other" if request.param == "fuseki" else None)
    yield where
    push(SimpleNamespace(store=Store()), where)  # type: ignore[arg-type]


def test_real_engine_infers_and_finds_what_is_inferred_and_found_here(
    real: Endpoint, faulty: Snapshot
) -> None:
    push(faulty, real)
    inferred, state = f"GRAPH <{GRAPH.inferred.value}>", f"GRAPH <{STATE}>"
    real.update(f"DELETE {{ {state} {{ ?s ?p ?o }} }} WHERE {{ {inferred} {{ ?s ?p ?o }} }}")
    real.update(f"DROP SILENT GRAPH <{GRAPH.inferred.value}>")
    done = infer(real, kgraph.rules(faulty))
    assert (done.facts, done.new) == (
        done.new,
        len(list(faulty.store.quads_for_pattern(None, None, None, GRAPH.inferred))),
    )
    assert status(faulty, real).is_current
    if "Virtuoso" in real.server:
        with pytest.raises(CannotAnswer, match="finds faults where there are none"):
            validate(real, faulty.root, DAY)
        return
    assert validate(real, faulty.root, DAY) == kgraph.findings(root=faulty.root, as_of=DAY)


def test_commands_infer_and_validate(engine: Engine, faulty: Snapshot, command: Command) -> None:
    there = endpoint(engine)
    push(faulty, there)
    out = str(faulty.path.parent.parent)
    done = command(faulty.root, "remote", "infer", engine.url, "--out", out)
    assert done.code == 0, done.err
    assert "0 new, 0 follow no more" in done.err
    line = ("remote", "validate", engine.url, "--as-of", DAY.isoformat(), "--format", "json")
    found = command(faulty.root, *line)
    here = command(faulty.root, "validate", "--as-of", DAY.isoformat(), "--format", "json")
    assert (found.code, found.out) == (here.code, here.out)
    assert found.code == 1
    assert command(faulty.root, *line, "--fail-on", "none").code == 0
