"""A domain or range that does not hold is a violation, once, where it is stated."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.market import PREFIXES
from helpers.running import run_kgraph

import kgraph
from kgraph.validate import Finding

RANGE_SHAPE = """
shape:operator a sh:PropertyShape ; sh:targetSubjectsOf jpst:operatedBy ; sh:path jpst:operatedBy ;
    sh:class jpst:Organization ; sh:severity sh:Violation ;
    sh:message "An operator is an organization; name one."@en , "運営者は組織です。"@ja .
"""


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def of_kinds(root: Path, *files: Path) -> list[Finding]:
    found = kgraph.findings(files, root=root)
    return [f for f in found if f.id in ("domain", "range", "operator")]


def press(market: Path, text: str) -> Path:
    path = market / "data/sources/press-launch.ttl"
    append(path, text)
    return path


def test_the_market_fits(market: Path) -> None:
    assert of_kinds(market) == []


@pytest.mark.parametrize(
    ("fact", "name", "english", "japanese"),
    [
        (
            "id:start jpst:operatedBy id:st-beta .",
            "range",
            "START (id:start) has Beta token (id:st-beta) as “operated by”, which is not of the "
            "kind “organization”",
            "「組織」に当たりません",
        ),
        (
            "id:st-alpha jpst:operatedBy id:odx .",
            "domain",
            "Alpha token (id:st-alpha) has Osaka Digital Exchange (id:odx) as “operated by”, but "
            "is not of the kind “venue”, which alone can have it",
            "これを持てるのは「取引の場」だけで",
        ),
    ],
)
def test_a_fact_that_does_not_fit(
    market: Path, fact: str, name: str, english: str, japanese: str
) -> None:
    path = press(market, f"\n{fact}\n")
    (found,) = of_kinds(market)
    assert (found.id, found.severity) == (name, "violation")
    assert found.message_en == english
    assert japanese in found.message_ja
    assert found.fix_en
    assert found.fix_ja
    assert found.file == path
    lines = path.read_text(encoding="utf-8").splitlines()
    assert found.line is not None
    assert lines[found.line - 1] == fact


def test_a_class_without_a_name(market: Path) -> None:
    ventures = "[ owl:unionOf ( jpst:Company jpst:Venue ) ]"
    text = f"\njpst:tradedOn rdfs:domain {ventures} .\n"
    append(market / "ontology/core.ttl", text)
    (*_, found) = of_kinds(market)
    assert found.message_en.endswith(
        "but is not of the class that the ontology describes, which alone can have it"
    )
    assert "これを持てるのはオントロジーが定めるクラスだけで" in found.message_ja


def test_nothing_is_concluded_from_it(market: Path) -> None:
    press(market, "\nid:start jpst:operatedBy id:st-beta .\n")
    told = run_kgraph("build", "--fail-on", "none", cwd=market)
    assert told.returncode == 0
    asked = run_kgraph("query", "ASK { id:st-beta a jpst:Organization }", "-f", "csv", cwd=market)
    assert "false" in asked.stdout


def test_it_stops_the_build(market: Path) -> None:
    press(market, "\nid:start jpst:operatedBy id:st-beta .\n")
    told = run_kgraph("build", cwd=market)
    assert told.returncode == 1
    assert "violation range (1)" in told.stderr


def test_what_a_shape_says_is_not_said_twice(market: Path) -> None:
    append(market / "shapes" / "venue.ttl", RANGE_SHAPE)
    press(market, "\nid:start jpst:operatedBy id:st-beta .\n")
    assert [f.id for f in of_kinds(market)] == ["operator"]


def test_what_follows_from_a_fact_that_is_told_is_not_told(market: Path) -> None:
    append(market / "ontology/core.ttl", "\njpst:hasParty rdfs:range jpst:Organization .\n")
    press(market, "\nid:start jpst:operatedBy id:st-beta .\n")
    (found,) = of_kinds(market)
    assert str(found.path) == "jpst:operatedBy"


def test_what_follows_is_told_where_nothing_else_is_wrong(market: Path) -> None:
    append(market / "ontology/core.ttl", "\njpst:hasParty rdfs:domain jpst:SecurityToken .\n")
    found = of_kinds(market)
    assert [(f.id, str(f.path), f.focus_name) for f in found] == [
        ("domain", "jpst:hasParty", "id:start")
    ]
    assert found[0].file is not None
    assert found[0].line is not None


@pytest.mark.parametrize("subject", ["id:st-alpha", "id:of-which-nobody-heard"])
def test_a_users_file_is_held_to_it(market: Path, tmp_path: Path, subject: str) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(PREFIXES + f"{subject} jpst:operatedBy id:odx .\n", encoding="utf-8")
    (found,) = of_kinds(market, mine)
    assert (found.id, found.file) == ("domain", mine)


def test_a_misfit_of_the_graph_alone_is_not_the_users(market: Path, tmp_path: Path) -> None:
    press(market, "\nid:start jpst:operatedBy id:st-beta .\n")
    mine = tmp_path / "mine.ttl"
    mine.write_text(PREFIXES + 'id:odx jpst:lei "3538002ZFUQ3KMY5SA19" .\n', encoding="utf-8")
    assert of_kinds(market, mine) == []
