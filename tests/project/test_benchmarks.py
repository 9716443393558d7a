"""The synthetic market of the benchmarks: what the measured comparisons rest on."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Store

from benchmarks import market as market_module
from benchmarks import measure
from benchmarks.bench_remote import HEAD, body_of, cut
from benchmarks.files import write_root
from benchmarks.fresh import identifier, shifted
from benchmarks.market import PROJECT, Market
from benchmarks.measure import size, with_section, within
from kgraph.infer import compile_rules, run
from kgraph.load import load
from kgraph.names import SRC
from kgraph.validate import Finding, load_shapes, validate_store

SIZE = 12_000


@pytest.fixture(scope="module", autouse=True)
def _read_once() -> Iterator[None]:
    """What markets grow from is the real graph: it is read once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(market_module, "read_template", cache(market_module.read_template))
        yield


def quads(market: Market) -> list[str]:
    """The quads of a market, but for the schema's blank nodes, which parsers name anew."""
    return [
        str(quad)
        for quad in market.quads()
        if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode)
    ]


def merged(store: Store) -> int:
    return sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))


def findings(market: Market) -> tuple[Finding, ...]:
    store = market.store()
    run(store, compile_rules(store, PROJECT / "ontology" / "rules"))
    return validate_store(store, load_shapes(PROJECT / "shapes"))


def test_a_seed_decides_the_market() -> None:
    one = quads(Market(SIZE, seed=7, fault_share=0.01))
    assert one == quads(Market(SIZE, seed=7, fault_share=0.01))
    assert one != quads(Market(SIZE, seed=8, fault_share=0.01))


@pytest.mark.parametrize("wanted", [SIZE, 40_000])
def test_the_market_has_the_size_that_was_asked_for(wanted: int) -> None:
    market = Market(wanted)
    store = market.store()
    assert abs(merged(store) - wanted) <= 0.05 * wanted
    assert market.size == merged(store)


def test_a_larger_market_keeps_the_shape_of_the_real_one() -> None:
    real = load(PROJECT).store
    grown = Market(60_000).store()

    def per_source(store: Store) -> tuple[float, float]:
        sources = Counter(
            quad.graph_name.value
            for quad in store
            if not isinstance(quad.graph_name, DefaultGraph)
            and quad.graph_name.value.startswith(SRC)
        )
        facts = Counter(
            quad.triple
            for quad in store
            if not isinstance(quad.graph_name, DefaultGraph)
            and quad.graph_name.value.startswith(SRC)
        )
        return sources.total() / len(sources), facts.total() / len(facts)

    for ours, theirs in zip(per_source(grown), per_source(real), strict=True):
        assert ours == pytest.approx(theirs, rel=0.2)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_market_without_seeded_faults_has_no_violation(seed: int) -> None:
    found = [f for f in findings(Market(SIZE, seed=seed)) if f.severity == "violation"]
    assert not found, [finding.message_en for finding in found[:3]]


def test_copies_have_no_violation() -> None:
    found = [f for f in findings(Market(35_000)) if f.severity == "violation"]
    assert not found, [finding.message_en for finding in found[:3]]


def test_every_seeded_fault_is_found() -> None:
    market = Market(40_000, fault_share=0.01)
    named = {(finding.id, finding.focus) for finding in findings(market)}
    assert len(market.faults) > 200
    assert len({fault.finding for fault in market.faults}) >= 15
    missed = [fault for fault in market.faults if (fault.finding, fault.focus) not in named]
    assert not missed, missed[:3]


def test_a_market_written_as_files_loads_as_the_same_graph(tmp_path: Path) -> None:
    folder = tmp_path / "market"
    folder.mkdir()
    market = Market(25_000)
    write_root(market, folder)
    assert merged(load(folder).store) == market.size


def test_copied_days_stay_the_ends_of_their_months() -> None:
    assert shifted("2024-02-29", -1) == "2023-02-28"
    assert shifted("2023-02-28", -3) == "2020-02-29"
    assert shifted("2024-02-28", -1) == "2023-02-28"
    assert shifted("2025-03-31", -2) == "2023-03-31"


@pytest.mark.parametrize(
    ("kind", "module"), [("lei", "stdnum.lei"), ("corporateNumber", "stdnum.jp.cn")]
)
def test_copied_identifiers_have_right_check_digits(kind: str, module: str) -> None:
    check = pytest.importorskip(module)
    made = {identifier(kind, number, "") for number in range(1, 50)}
    assert len(made) == 49
    assert all(check.is_valid(one) for one in made)


def test_a_section_of_the_results_replaces_the_one_of_its_title() -> None:
    page = "# Results\n\n## A\n\nold a\n\n## B\n\nold b\n"
    changed = with_section(page, "A", "## A\n\nnew a\n")
    assert changed == "# Results\n\n## A\n\nnew a\n\n## B\n\nold b\n"
    assert with_section(changed, "A", "## A\n\nnew a\n") == changed
    assert with_section(changed, "C", "## C\n\nc\n").endswith("## B\n\nold b\n\n## C\n\nc\n")


@pytest.mark.parametrize(("text", "number"), [("10k", 10_000), ("1.5M", 1_500_000), ("77", 77)])
def test_sizes_are_written_as_people_write_them(text: str, number: int) -> None:
    assert size(text) == number


def test_work_within_a_limit_gives_what_it_gives() -> None:
    assert within(60, lambda: {"rows": 3}) == {"rows": 3}


def test_work_that_takes_no_exception_is_ended_all_the_same() -> None:
    """As a query of rdflib does that meets an alarm where it catches everything."""

    def deaf() -> None:
        while True:
            try:
                time.sleep(0.05)
            except BaseException:
                continue

    began = time.perf_counter()
    assert within(0.2, deaf) is None
    assert time.perf_counter() - began < 30


def test_rows_of_other_engines_and_sizes_stay_where_one_is_measured() -> None:
    def row(size: str, engine: str, push: str) -> tuple[str, ...]:
        return (size, engine, push, *["—"] * (len(HEAD) - 4), "2026-11-30, load 1.0")

    old = [row("1,000,019", "embedded", "—"), row("1,000,019", "fuseki", "156 s (6,776,455)")]
    told = [
        "fuseki, 1,000,019: late.",
        "virtuoso, 1,000,019, push: refused.",
        "rdflib was not run.",
    ]
    before = body_of(old, told, "")
    new = [row("60,071", "fuseki", "9 s"), row("1,000,009", "fuseki", "150 s (6,776,455)")]
    page = body_of(new, ["virtuoso was not run: there is none."], before)
    assert page.startswith(measure.table(HEAD, [new[0], new[1], old[0]]))
    assert [line for line in page.splitlines() if line.startswith("- ")] == [
        "- virtuoso was not run: there is none.",
        "- virtuoso, 1,000,019, push: refused.",
    ]


def test_step_that_is_cut_off_tells_how_far_it_came(tmp_path: Path) -> None:
    kept = tmp_path / "ask.json"
    assert cut("more than 300 s", kept) == {"gave": None, "why": "more than 300 s"}
    kept.write_text('{"why": "pass 3: 17"}', encoding="utf-8")
    assert cut("more than 300 s", kept)["why"] == "more than 300 s, pass 3: 17"
    kept.write_text('{"gave": {"rows": {}, "left": ["venues"]}}', encoding="utf-8")
    assert cut("more than 300 s", kept) == {"gave": {"rows": {}, "left": ["venues"]}, "why": ""}
