"""From files to a published snapshot, and what stands when a build is stopped or refused."""

from __future__ import annotations

import datetime
import json
import os
import signal
import subprocess
import sys
from functools import cached_property
from pathlib import Path

import pytest
from helpers.here import rows
from helpers.market import PREFIXES
from helpers.project import PROJECT
from helpers.terms import jpst
from pyoxigraph import DefaultGraph, NamedNode

from kgraph.export.selection import select
from kgraph.limited import beside as beside_module
from kgraph.limited.limits import LIMITED
from kgraph.load import Loaded
from kgraph.names import ALIGN, ID, SRC
from kgraph.problems import LoadError
from kgraph.snapshot import SnapshotError, folder, open_snapshot
from kgraph.snapshot import unfinished as unfinished_module
from kgraph.snapshot.build import STAGES, BuildReport, build
from kgraph.snapshot.conflicts import conflicts
from kgraph.snapshot.content import Content
from kgraph.snapshot.folder import default_out
from kgraph.snapshot.graphs import CONFIRMED, LIKELY
from kgraph.vocab import GRAPH, JPST

DAY = datetime.date(2026, 11, 24)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[BuildReport, Path]:
    """One build of the small market, which tests only read."""
    from helpers.market import write_market

    base = tmp_path_factory.mktemp("built")
    return build(write_market(base / "market"), base / "out", built=DAY), base / "out"


def change(market: Path) -> None:
    """Gives the market one more fact."""
    path = market / "data" / "sources" / "odx-launch.ttl"
    path.write_text(path.read_text("utf-8") + "\nid:st-beta jpst:coupon 2.5 .\n", "utf-8")


def published(out: Path) -> list[str]:
    return sorted(entry.name for entry in (out / folder.SNAPSHOTS).iterdir())


def test_a_build_publishes_what_it_reports(built: tuple[BuildReport, Path]) -> None:
    report, out = built
    assert report.published
    assert not report.reused
    snapshot = open_snapshot(out)
    assert snapshot.path == report.snapshot
    assert snapshot.fingerprint == report.fingerprint
    assert report.counts["sources"] == 2
    assert report.counts["tokens"] == 2
    assert report.counts["entities"] == 4
    assert report.counts["facts"] == (
        report.counts["confirmed"] + report.counts["likely"] + report.counts["conflicting"]
    )
    assert set(report.seconds) == set(STAGES)
    assert report.severities["warning"] == 1
    assert [finding.severity for finding in report.findings] == ["warning"]


def test_the_manifest_tells_what_was_built_when_and_by_what(
    built: tuple[BuildReport, Path],
) -> None:
    report, out = built
    manifest = open_snapshot(out).manifest
    assert manifest["built"] == "2026-11-24"
    assert manifest["counts"] == report.counts
    assert manifest["findings"] == report.severities
    assert {"kgraph", "pyoxigraph", "python"} <= set(manifest["recipe"]["versions"])


def test_a_fact_of_three_sources_counts_once_in_the_default_graph(market: Path, out: Path) -> None:
    """The union of the named graphs would give 100 units twice, and sum them."""
    third = market / "data" / "sources" / "third.ttl"
    text = (market / "data" / "sources" / "press-launch.ttl").read_text("utf-8")
    third.write_text(text.replace("press-launch", "third").replace("/press", "/third"), "utf-8")
    build(market, out, built=DAY)
    snapshot = open_snapshot(out)
    asked = "SELECT (SUM(?n) AS ?sum) (COUNT(?n) AS ?count) { %s }"
    ((total, count),) = rows(snapshot, asked % "id:st-alpha jpst:issuedUnits ?n")
    assert (total.value, count.value) == ("100", "1")
    ((total, count),) = rows(snapshot, asked % "GRAPH ?g { id:st-alpha jpst:issuedUnits ?n }")
    stated_thrice_and_weighed_once = 4
    assert int(count.value) == stated_thrice_and_weighed_once


def test_named_graphs_say_who_states_what_and_how_certain_it_is(
    built: tuple[BuildReport, Path],
) -> None:
    snapshot = open_snapshot(built[1])
    found = {
        quad.graph_name.value
        for quad in snapshot.store.quads_for_pattern(
            NamedNode(ID + "start"), jpst("operatedBy"), NamedNode(ID + "odx")
        )
        if not isinstance(quad.graph_name, DefaultGraph)
    }
    assert found == {SRC + "odx-launch", SRC + "press-launch", CONFIRMED.value}
    party = snapshot.store.quads_for_pattern(NamedNode(ID + "start"), JPST.hasParty, None)
    assert {q.graph_name for q in party} == {DefaultGraph(), GRAPH.inferred, CONFIRMED}
    listed = snapshot.store.quads_for_pattern(
        NamedNode(ID + "st-beta"), jpst("tradedOn"), None, LIKELY
    )
    assert len(list(listed)) == 1
    assert {SRC + "odx-launch", CONFIRMED.value} <= snapshot.graphs()


def test_outside_axioms_are_in_graphs_of_their_own_and_infer_nothing(
    market: Path, out: Path
) -> None:
    before = build(market, out)
    bridges = market / "ontology" / "align"
    bridges.mkdir()
    (bridges / "other.ttl").write_text(
        PREFIXES + f"<{ALIGN}other> a owl:Ontology .\n"
        "jpst:Venue rdfs:subClassOf <https://example.org/Market> .\n"
        "id:odx owl:sameAs <https://example.org/odx> .\n",
        encoding="utf-8",
    )
    after = build(market, out)
    assert not after.reused
    assert after.counts == before.counts
    snapshot = open_snapshot(out)
    found = [
        quad
        for quad in snapshot.store
        if isinstance(quad.object, NamedNode) and "example.org/" in quad.object.value
    ]
    assert {quad.graph_name for quad in found} == {NamedNode(ALIGN + "other"), GRAPH.links}
    assert len(found) == 4
    exported = {quad.graph_name for quad in select(snapshot.store)}
    assert exported == {DefaultGraph()} | {NamedNode(name) for name in snapshot.graphs()} - {
        NamedNode(ALIGN + "other"),
        GRAPH.links,
    }


def test_conflicts_can_be_asked_of_a_snapshot(market: Path, out: Path) -> None:
    path = market / "data" / "sources" / "press-launch.ttl"
    more = '\nid:start jpst:startedOperation "2024-01-01"^^xsd:date .\n'
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    report = build(market, out, built=DAY)
    (conflict,) = conflicts(open_snapshot(out).store)
    assert conflict.property == jpst("startedOperation").value
    assert report.counts["conflicts"] == 1
    assert report.counts["conflicting"] == 2


def test_an_unchanged_project_is_not_built_again(market: Path, out: Path) -> None:
    first = build(market, out, built=DAY)
    stages: list[str] = []
    second = build(market, out, built=DAY, on_stage=stages.append)
    assert (second.reused, second.published, stages) == (True, True, [])
    assert second.snapshot == first.snapshot
    assert (second.counts, second.severities) == (first.counts, first.severities)


def test_a_change_or_force_or_another_option_builds_again(market: Path, out: Path) -> None:
    snapshots = {build(market, out, built=DAY).snapshot}
    assert not build(market, out, built=DAY, force=True).reused
    assert not build(market, out, built=DAY, validate=False).reused
    change(market)
    report = build(market, out, built=DAY)
    assert report.snapshot not in snapshots
    assert report.counts["tokens"] == 2


def test_the_snapshot_before_stays_until_the_next_build(market: Path, out: Path) -> None:
    first = build(market, out, built=DAY)
    reader = open_snapshot(out)
    second = build(market, out, built=DAY, force=True)
    assert first.snapshot is not None
    assert second.snapshot is not None
    assert published(out) == sorted((first.snapshot.name, second.snapshot.name))
    assert open_snapshot(first.snapshot).fingerprint == first.fingerprint
    third = build(market, out, built=DAY, force=True)
    assert third.snapshot is not None
    assert published(out) == sorted(s.snapshot.name for s in (first, second, third) if s.snapshot)
    assert len(list(reader.query("SELECT * { ?s a jpst:Venue }"))) == 1
    del reader
    assert build(market, out, built=DAY).reused
    assert published(out) == sorted((second.snapshot.name, third.snapshot.name))


def violate(market: Path) -> None:
    """Makes files of a market say what is wrong."""
    for name in ("odx-launch", "press-launch"):
        path = market / "data" / "sources" / f"{name}.ttl"
        path.write_text(
            path.read_text("utf-8").replace("jpst:operatedBy id:odx", 'jpst:remark "x"')
        )
    core = market / "ontology" / "core.ttl"
    core.write_text(core.read_text("utf-8") + "\njpst:remark a owl:DatatypeProperty .\n", "utf-8")


def test_a_violation_publishes_nothing(market: Path, out: Path) -> None:
    good = build(market, out, built=DAY)
    violate(market)
    bad = build(market, out, built=DAY)
    assert (bad.published, bad.snapshot) == (False, None)
    assert [f.severity for f in bad.findings].count("violation") == 1
    assert open_snapshot(out).path == good.snapshot
    assert good.snapshot is not None
    assert published(out) == [good.snapshot.name]
    assert build(market, out, built=DAY, fail_on="never").published


def test_files_that_come_to_no_state_are_told_by_their_findings_where_there_are_any(
    market: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_: Content) -> None:
        raise ValueError("nothing comes of this")

    made = cached_property(none)
    made.__set_name__(Content, "state")
    monkeypatch.setattr(Content, "state", made)
    with pytest.raises(ValueError, match="nothing comes of this"):
        build(market, out, built=DAY)
    violate(market)
    assert build(market, out, built=DAY).severities["violation"] == 1
    assert not (out / folder.POINTER).exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no copy is made")
def test_a_snapshot_is_the_same_where_a_copy_dies_that_writes_what_the_files_say(
    market: Path, built: tuple[BuildReport, Path], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, write = os.getpid(), unfinished_module._write_files

    def dies(place: Path, loaded: Loaded) -> None:
        if os.getpid() != here:
            place.mkdir()
            (place / "CURRENT").write_text("MANIFEST-000000")
            os._exit(9)
        assert (place / "CURRENT").read_text() == "MANIFEST-000000"
        write(place, loaded)

    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})
    monkeypatch.setattr(beside_module, "_has_threads_of_others", lambda: False)
    monkeypatch.setattr(unfinished_module, "_write_files", dies)
    before = LIMITED.set(True)
    try:
        report = build(market, out, built=DAY)
    finally:
        LIMITED.reset(before)
    other, place = built
    assert (report.counts, report.severities) == (other.counts, other.severities)
    assert set(open_snapshot(out).store) == set(open_snapshot(place).store)


def test_the_severity_that_stops_a_build_can_be_chosen(market: Path, out: Path) -> None:
    assert not build(market, out, built=DAY, fail_on="warning").published
    assert build(market, out, built=DAY, validate=False, fail_on="warning").published
    assert not build(market, out, built=DAY, fail_on="warning").published
    with pytest.raises(ValueError, match="severity"):
        build(market, out, fail_on="grave")
    with pytest.raises(ValueError, match="reasoner"):
        build(market, out, reasoner="magic")


def test_a_reused_snapshot_does_not_hide_its_findings(market: Path, out: Path) -> None:
    build(market, out, built=DAY)
    assert not build(market, out, built=DAY, fail_on="warning").published


def test_input_that_does_not_load_leaves_the_old_snapshot(market: Path, out: Path) -> None:
    good = build(market, out, built=DAY)
    (market / "data" / "sources" / "odx-launch.ttl").write_text("this is no Turtle", "utf-8")
    with pytest.raises(LoadError):
        build(market, out, built=DAY)
    assert open_snapshot(out).path == good.snapshot


KILLED = """
import os, signal, sys
from pathlib import Path
from kgraph.snapshot.build import build

market, out, stage = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]

def die():
    os.kill(os.getpid(), signal.SIGKILL)

if stage.startswith("replace "):
    replace, name = Path.replace, stage.removeprefix("replace ")
    def hook(self, target):
        if (name == "CURRENT") == (Path(target).name == "CURRENT"):
            die()
        return replace(self, target)
    Path.replace = hook

def hook_stage(begun):
    if begun == stage:
        die()

build(market, out, force=True, validate=False, on_stage=hook_stage)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.parametrize("stage", [*STAGES, "replace folder", "replace CURRENT"])
def test_a_killed_build_leaves_the_old_snapshot_and_is_cleaned_up(
    market: Path, out: Path, stage: str
) -> None:
    old = build(market, out, built=DAY, validate=False)
    change(market)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(market), str(out), stage],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert open_snapshot(out).path == old.snapshot
    assert len(list(open_snapshot(out).query("SELECT * { ?s a jpst:Venue }"))) == 1
    new = build(market, out, built=DAY, validate=False)
    assert new.published
    assert old.snapshot is not None
    assert new.snapshot is not None
    assert published(out) == sorted((old.snapshot.name, new.snapshot.name))
    assert sorted(entry.name for entry in out.iterdir()) == ["CURRENT", "LOCK", "snapshots"]


def test_leftovers_go_although_nothing_is_built_again(market: Path, out: Path) -> None:
    report = build(market, out, built=DAY)
    folder.start(out, "left")
    assert report.snapshot is not None
    assert len(published(out)) == 2
    assert build(market, out, built=DAY).reused
    assert published(out) == [report.snapshot.name]


def test_two_builds_into_one_folder_do_not_collide(market: Path, out: Path) -> None:
    with folder.locked(out), pytest.raises(SnapshotError, match="another build is running"):
        build(market, out, built=DAY)
    assert build(market, out, built=DAY).published


def test_a_folder_that_cannot_be_made_is_one_clear_error(market: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SnapshotError, match="cannot write the folder"):
        build(market, tmp_path / "file", built=DAY)


def test_opening_says_what_is_wrong(market: Path, out: Path) -> None:
    with pytest.raises(SnapshotError, match="no snapshot here; run `kgraph build`"):
        open_snapshot(out)
    report = build(market, out, built=DAY)
    assert report.snapshot is not None
    manifest = report.snapshot / "manifest.json"
    text = manifest.read_text("utf-8")
    manifest.write_text(json.dumps({**json.loads(text), "format": 0}), "utf-8")
    with pytest.raises(SnapshotError, match="format 0"):
        open_snapshot(out)
    manifest.write_text(text[:-10], "utf-8")
    with pytest.raises(SnapshotError, match="manifest"):
        open_snapshot(out)
    manifest.write_text(text, "utf-8")
    (report.snapshot / "store" / "CURRENT").unlink()
    with pytest.raises(SnapshotError, match="cannot open the snapshot"):
        open_snapshot(out)
    (out / "CURRENT").write_text("../elsewhere\n")
    with pytest.raises(SnapshotError, match="no snapshot here"):
        open_snapshot(out)


def test_a_snapshot_cannot_be_written(built: tuple[BuildReport, Path]) -> None:
    snapshot = open_snapshot(built[1])
    with pytest.raises(RuntimeError, match="read-write"):
        snapshot.store.update("INSERT DATA { <a:a> <a:b> <a:c> }")


def test_labels_fall_back_to_the_other_language_and_the_short_name(
    built: tuple[BuildReport, Path],
) -> None:
    snapshot = open_snapshot(built[1])
    assert snapshot.label(ID + "odx") == "Osaka Digital Exchange"
    assert snapshot.label(ID + "odx", "ja") == "大阪デジタルエクスチェンジ"
    assert snapshot.label(SRC + "odx-launch", "ja") == "Launch of START"
    assert snapshot.label(ID + "nothing") == "id:nothing"


def test_snapshots_go_beside_the_project_or_into_the_cache(
    market: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert default_out(market) == market.resolve() / ".kgraph"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    bundle = default_out(PROJECT / "kgraph" / "bundle")
    assert bundle.is_relative_to(tmp_path / "cache" / "kgraph")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert default_out(market).is_relative_to(tmp_path / "cache" / "kgraph")
    assert default_out(market) != bundle
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    assert default_out(market).is_relative_to(tmp_path / "home")
