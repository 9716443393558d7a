"""Things in two disjoint classes: violations that name both sides and who says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.market import PREFIXES
from helpers.running import run_kgraph

import kgraph
from kgraph.names import ID, SRC
from kgraph.snapshot import folder
from kgraph.validate import Finding
from kgraph.vocab import OWL

DISJOINT = """
jpst:Venue owl:disjointWith jpst:Organization .
[] a owl:AllDisjointClasses ; owl:members ( jpst:Organization jpst:SecurityToken ) .
[ owl:onProperty [ owl:inverseOf jpst:operatedBy ] ; owl:someValuesFrom owl:Thing ]
    rdfs:subClassOf jpst:Organization .
"""


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.fixture
def wrong(market: Path) -> Path:
    """The small market, where the press says that a token operates START."""
    append(market / "ontology/core.ttl", DISJOINT)
    append(market / "data/sources/press-launch.ttl", "\nid:start jpst:operatedBy id:st-beta .\n")
    return market


def clashes(root: Path, *files: Path) -> list[Finding]:
    return [f for f in kgraph.findings(files, root=root) if f.id == "disjoint-classes"]


def test_a_graph_without_contradictions_has_no_such_finding(market: Path) -> None:
    append(market / "ontology/core.ttl", DISJOINT)
    assert clashes(market) == []


def test_a_contradiction_names_both_classes_both_facts_and_their_sources(wrong: Path) -> None:
    (found,) = clashes(wrong)
    assert (found.severity, found.focus.value) == ("violation", ID + "st-beta")
    assert found.component == OWL.AllDisjointClasses.value
    assert found.message_en == (
        "Beta token (id:st-beta) is both “organization” and “security token”, which exclude each "
        "other. As “organization”: START (id:start) – operated by: Beta token (id:st-beta) "
        "(stated in 取引の場が開業 (src:press-launch)). As “security token”: Beta token "
        "(id:st-beta) is of the kind “security token” (stated in the list of things)."
    )
    assert "「組織」の根拠：START（取引の場）（id:start） – 運営者: ベータ（id:st-beta）" in (
        found.message_ja
    )
    assert "「セキュリティトークン」の根拠：ベータ（id:st-beta）は" in found.message_ja
    assert SRC + "press-launch" in found.graphs
    assert found.fix_en
    assert found.fix_ja


def test_it_points_at_the_line_of_the_source(wrong: Path) -> None:
    (found,) = clashes(wrong)
    assert found.file == wrong / "data/sources/press-launch.ttl"
    assert found.line is not None
    line = found.file.read_text(encoding="utf-8").splitlines()[found.line - 1]
    assert line == "id:start jpst:operatedBy id:st-beta ."


def test_it_stops_the_build(wrong: Path) -> None:
    told = run_kgraph("build", cwd=wrong)
    assert told.returncode == 1
    assert "violation disjoint-classes (1)" in told.stderr
    assert folder.current(wrong / ".kgraph") is None


def test_validate_shows_it_in_every_format(wrong: Path) -> None:
    rows = json.loads(run_kgraph("validate", "-f", "json", "--lang", "ja", cwd=wrong).stdout)
    (row,) = [row for row in rows if row["id"] == "disjoint-classes"]
    assert row["file"].endswith("press-launch.ttl")
    assert "両立しません" in row["message"]
    for form in ("report", "sarif", "csv"):
        told = run_kgraph("validate", "-f", form, cwd=wrong)
        assert told.returncode == 1
        assert "disjoint-classes" in told.stdout


def test_both_sides_may_be_in_the_list_of_things(market: Path) -> None:
    append(market / "ontology/core.ttl", DISJOINT)
    append(market / "data/entities/all.ttl", "id:start a jpst:Company .\n")
    (found,) = clashes(market)
    assert found.component == OWL.disjointWith.value
    assert found.file == market / "data/entities/all.ttl"
    assert found.line is not None


def test_a_users_file_is_held_against_the_graph(market: Path, tmp_path: Path) -> None:
    append(market / "ontology/core.ttl", DISJOINT)
    mine = tmp_path / "mine.ttl"
    mine.write_text(PREFIXES + "id:start jpst:operatedBy id:st-alpha .\n", encoding="utf-8")
    (found,) = clashes(market, mine)
    assert found.focus.value == ID + "st-alpha"
    assert found.file == mine


def test_a_clash_of_the_graph_alone_is_not_the_users(wrong: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(PREFIXES + 'id:odx jpst:lei "3538002ZFUQ3KMY5SA19" .\n', encoding="utf-8")
    assert clashes(wrong, mine) == []
