"""What Python users call is held to limits by default, whatever file or folder is handed in."""

from __future__ import annotations

import inspect
import io
import math
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from helpers.market import PREFIXES

import kgraph
from kgraph.infer import TooMuchFollows
from kgraph.limited import QUERY, UNLIMITED, WORK, LimitReached, Limits, within
from kgraph.load import ExtraFile, load_extra
from kgraph.problems import LoadError
from kgraph.questions.params import BadValue
from kgraph.snapshot import Snapshot
from kgraph.snapshot.run import InvalidQuery
from kgraph.sparql.guard import Refused, TooLarge

WORKING = sorted(set(kgraph.__all__) - {"__version__", "changed"})
"""The calls that do more than compare times and digests of files."""

posix = pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")


@pytest.mark.parametrize("name", WORKING)
def test_every_call_has_limits_by_default(name: str) -> None:
    limits = inspect.signature(getattr(kgraph, name)).parameters["limits"]
    assert limits.kind is inspect.Parameter.KEYWORD_ONLY
    assert limits.default is None, "which stands for the limits of the command"


CALLS: dict[str, Callable[[Path, Limits], object]] = {
    "ask": lambda root, limits: kgraph.ask("units", snapshot=kgraph.open(root), limits=limits),
    "build": lambda root, limits: kgraph.build(root, force=True, limits=limits),
    "findings": lambda root, limits: kgraph.findings(root=root, limits=limits),
    "graph": lambda _, limits: kgraph.graph(as_of=date(2024, 6, 1), limits=limits),
    "open": lambda root, limits: kgraph.open(root, as_of=date(2024, 6, 1), limits=limits),
    "rules": lambda root, limits: kgraph.rules(kgraph.open(root), limits=limits),
}


@posix
@pytest.mark.parametrize("name", WORKING)
def test_every_call_ends_with_its_limits(
    market: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(market)
    kgraph.build(market)
    with pytest.raises(LimitReached, match="it took longer than"):
        CALLS[name](market, Limits(seconds=0.01))
    with pytest.raises(LimitReached, match=r"it takes more than .* of memory"):
        CALLS[name](market, Limits(memory=20 << 20))
    assert CALLS[name](market, WORK) is not None


def test_a_copy_that_takes_too_much_memory_is_not_begun(built_market: Path) -> None:
    snapshot = kgraph.open(built_market)
    with pytest.raises(LimitReached, match="it takes more than"):
        kgraph.graph(snapshot, limits=Limits(seconds=None, memory=len(snapshot.store)))
    dataset = kgraph.graph(snapshot, limits=UNLIMITED)
    assert len(list(dataset.quads())) == len(snapshot.store)


# -- what is handed in

CHECK = (
    "".join(f"#+ {key}: it is odd\n#+ {key}_ja: 奇妙です\n" for key in ("problem", "why", "fix"))
    + "#+ severity: warning\nSELECT ?focus {{ BIND(<a:a> AS ?focus) {} }} ORDER BY ?focus\n"
)
CROSS = " . ".join(f"?a{i} ?b{i} ?c{i}" for i in range(5))
DOUBLED = " ".join(f"BIND(CONCAT(?v{i}, ?v{i}) AS ?v{i + 1})" for i in range(40))
ODD_QUERIES = {
    "cross product": (f"SELECT (COUNT(*) AS ?n) {{ {CROSS} FILTER(?c0 < ?c4) }}", LimitReached),
    "sorted": (f"SELECT * {{ {CROSS} }} ORDER BY ?c0 ?c1", LimitReached),
    "doubled": (
        f"SELECT (STRLEN(?v40) AS ?n) {{ BIND('0123456789' AS ?v0) {DOUBLED} }}",
        LimitReached,
    ),
    "brackets": ("ASK { FILTER(" + "(" * 50_000 + "1" + ")" * 50_000 + ") }", TooLarge),
    "not": ("ASK { FILTER(" + "!" * 16_000 + "true) }", TooLarge),
    "dots": ("a." * 40_000, (Refused, InvalidQuery)),
}
SHORT = Limits(seconds=2, memory=400 << 20)


@posix
@pytest.mark.parametrize("name", ODD_QUERIES)
def test_an_odd_query_ends_with_one_error(built_market: Path, name: str) -> None:
    query, error = ODD_QUERIES[name]
    snapshot = kgraph.open(built_market)
    with pytest.raises(error):
        snapshot.query(query, SHORT if error is LimitReached else QUERY)
    assert snapshot.query("ASK {}").boolean is True


@posix
@pytest.mark.parametrize("name", ["cross product", "doubled", "brackets", "not"])
@pytest.mark.parametrize("call", ["findings", "build"])
def test_an_odd_check_of_a_folder_ends_with_one_error(market: Path, name: str, call: str) -> None:
    query, error = ODD_QUERIES[name]
    inner = query if query.startswith("SELECT") else "SELECT * WHERE" + query.removeprefix("ASK")
    (market / "queries/checks").mkdir(exist_ok=True)
    (market / "queries/checks/odd.rq").write_text(CHECK.format(f"{{ {inner} }}"), encoding="utf-8")
    refused = error is TooLarge
    with pytest.raises(LoadError if refused else error):
        CALLS[call](market, WORK if refused else SHORT)


BOMB = "\n".join(
    ["#+ a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    + [f"#+ a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
)


def test_a_header_that_names_itself_many_times_is_refused(market: Path) -> None:
    (market / "queries/odd.rq").write_text(f"{BOMB}\nSELECT * {{ ?s ?p ?o }}\n", encoding="utf-8")
    with pytest.raises(LoadError, match=r"odd\.rq"):
        kgraph.build(market)


def test_what_follows_from_a_long_chain_is_limited(market: Path) -> None:
    chain = "".join(f"id:n{i} jpst:partOf id:n{i + 1} .\n" for i in range(3_000))
    mine = market / "mine.ttl"
    transitive = "jpst:partOf a owl:TransitiveProperty .\n"
    mine.write_text(PREFIXES + transitive + chain, encoding="utf-8")
    with pytest.raises(TooMuchFollows):
        kgraph.findings([mine], root=market)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ttl", "[ <a:p> " * 50_000),
        ("a.ttl", "<a:a> <a:p> " + "(" * 50_000),
        ("a.jsonld", '{"a:p":' * 50_000),
        ("a.rdf", "<a>" * 50_000),
        ("a.nt", "<a:a> <a:b> " + "<< " * 50_000),
    ],
)
def test_a_file_that_nests_without_end_is_refused(built_market: Path, name: str, text: str) -> None:
    path = built_market.parent / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LoadError, match=name):
        kgraph.findings([path], root=built_market)


# -- between the two processes


def test_the_caller_is_told_while_work_is_done(market: Path) -> None:
    (market / "mine.ttl").write_text(PREFIXES + "id:x a jpst:Nothing .", encoding="utf-8")
    (market / "mine.jsonld").write_text('{"@id": "a:a", "a:b": "c"}', encoding="utf-8")
    files = [market / "mine.ttl", market / "mine.jsonld"]
    stages: list[str] = []
    read: list[ExtraFile] = []
    found = kgraph.findings(files, root=market, on_stage=stages.append, on_file=read.append)
    assert stages == ["load", "infer", "validate"]
    assert tuple(read) == load_extra(files)
    here = kgraph.findings(files, root=market, limits=UNLIMITED)
    assert found == here
    assert {finding.file for finding in found} == {market / "mine.jsonld"}
    told: list[str] = []
    kgraph.build(market, on_stage=told.append)
    assert told == ["load", "infer", "claims", "write", "validate", "publish"]


class Enough(Exception):
    """A caller has heard enough."""


def test_an_error_of_the_caller_ends_the_work(market: Path) -> None:
    def stop(stage: str) -> None:
        if stage == "claims":
            raise Enough(stage)

    with pytest.raises(Enough, match="claims"):
        kgraph.build(market, on_stage=stop)
    assert not list((market / ".kgraph").glob("snapshots/*/manifest.json"))
    assert kgraph.build(market).published, "nobody holds the lock any more"


def test_standard_input_is_read_where_it_is(market: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = PREFIXES + "id:x a jpst:Nothing ."
    (market / "mine.ttl").write_text(text, encoding="utf-8")
    of_file = kgraph.findings([market / "mine.ttl"], root=market)
    for stream in (io.StringIO(text), SimpleNamespace(buffer=io.BytesIO(text.encode()), closed=0)):
        monkeypatch.setattr(sys, "stdin", stream)
        found = kgraph.findings([Path("-")], root=market)
        assert [f.id for f in found] == [f.id for f in of_file]
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(LoadError, match="there is no standard input"):
        kgraph.findings([Path("-")], root=market)


def process() -> int:
    """The process that calls this."""
    return os.getpid()


def test_work_without_limits_is_done_right_here() -> None:
    assert within(UNLIMITED, process) == os.getpid()
    assert within(Limits(seconds=10), os.getpid) != os.getpid()


def test_what_a_folder_holds_is_found_after_a_change_of_folder(
    market: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kgraph.build(market)
    monkeypatch.chdir(market)
    snapshot = kgraph.open(Path(), Path(".kgraph"))
    monkeypatch.chdir(tmp_path)
    assert snapshot.query("ASK {}").boolean is True
    assert len(kgraph.ask("units", snapshot=snapshot)) == 2
    assert kgraph.rules(snapshot)


def test_any_function_of_the_package_can_have_limits(built_market: Path) -> None:
    from kgraph.snapshot.store import open_snapshot

    opened: Any = within(WORK, open_snapshot, out=built_market / ".kgraph")
    assert isinstance(opened, Snapshot)
    with pytest.raises(LoadError, match=r"none\.ttl"):
        within(WORK, load_extra, paths=[Path("none.ttl")])


# -- what a program gives by mistake


@pytest.mark.parametrize(
    "more",
    [
        *({"seconds": value} for value in (0, -1, math.nan, math.inf, 1e9)),
        *({"memory": value} for value in (0, -1, 1 << 62)),
        *({"rows": value} for value in (0, -5)),
    ],
)
def test_what_is_no_limit_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="is no limit; give a number above 0, or None"):
        Limits(**more)
    assert Limits(**dict.fromkeys(more)) is not None


def test_a_function_that_another_process_does_not_find_is_refused() -> None:
    with pytest.raises(TypeError, match="give one that stands in a module"):
        within(WORK, lambda: 1)


def test_paths_and_days_may_be_given_as_text(market: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = market / "mine.ttl"
    mine.write_text(PREFIXES + "id:x a jpst:Nothing .", encoding="utf-8")
    whole = kgraph.findings([mine], root=market)
    assert (
        whole == kgraph.findings(str(mine), root=str(market)) == kgraph.findings(mine, root=market)
    )
    assert kgraph.build(str(market), str(market / "out")).published
    monkeypatch.chdir(market)
    that_day = kgraph.open(".", "out", as_of="2024-06-01")
    assert that_day.path == kgraph.open(market, market / "out", as_of=date(2024, 6, 1)).path
    with pytest.raises(BadValue, match="as_of: “June” is no day"):
        kgraph.open(as_of="June")
