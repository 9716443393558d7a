"""`kgraph build`, `validate`, `fmt` and `new source`: the commands that read the files."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from helpers.commands import Command, Outcome
from helpers.market import PREFIXES
from pyoxigraph import RdfFormat, parse


def test_build_counts_and_names_the_snapshot(command: Command, market: Path) -> None:
    told = command(market, "build")
    assert told.code == 0
    assert "2 sources" in told.out
    assert "0 violations, 1 warning, 0 infos" in told.out
    assert str(market / ".kgraph") in told.out
    assert told.err == ""
    assert "nothing changed" in command(market, "build").out


def test_a_violation_stops_the_build_and_the_old_graph_stays(
    command: Command, market: Path
) -> None:
    assert command(market, "build").code == 0
    entities = market / "data" / "entities" / "all.ttl"
    text = entities.read_text(encoding="utf-8")
    venue = 'id:late a jpst:Venue ; skos:prefLabel "Late"@en , "後"@ja .\n'
    entities.write_text(text + venue, encoding="utf-8")
    told = command(market, "build")
    assert told.code == 1
    assert "not published" in told.out
    assert "violation venue-operator (1)" in told.err
    assert "data/entities/all.ttl:" in told.err
    asked = command(market, "ask", "units")
    assert asked.code == 0
    assert "the files changed since the last build" in asked.err


def test_asking_first_builds_and_says_so(command: Command, market: Path) -> None:
    told = command(market, "ask", "units", "-f", "csv")
    assert told.code == 0
    assert told.out.startswith("token,tokenLabel,units\n")
    assert "building it" in told.err


def test_asking_first_with_violations_is_exit_code_3(command: Command, market: Path) -> None:
    source = market / "data" / "sources" / "odx-launch.ttl"
    press = market / "data" / "sources" / "press-launch.ttl"
    for path in (source, press):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("jpst:operatedBy id:odx", "jpst:tradedOn id:start"))
    told = command(market, "ask", "units")
    assert told.code == 3
    assert "kgraph validate" in told.error


def test_touching_a_file_without_changing_it_is_no_change(command: Command, market: Path) -> None:
    command(market, "build")
    later = 2 * 10**9
    os.utime(market / "shapes" / "venue.ttl", (later, later))
    assert command(market, "ask", "units").err == ""
    (market / "queries" / "units.rq").unlink()
    assert "files changed" in command(market, "stats").err


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("data/sources/odx-launch.ttl", b"id:a id:b", ["odx-launch.ttl:1:", "syntax error"]),
        ("data/entities/all.ttl", b"\xff\xfe", ["all.ttl:1:1", "UTF-8"]),
        (
            "data/entities/all.ttl",
            (PREFIXES + "id:odx a jpst:Compny .\n").encode(),
            ["jpst:Compny", "jpst:Company"],
        ),
    ],
)
def test_what_does_not_load_is_named_by_place_with_exit_code_3(
    command: Command, market: Path, file: str, content: bytes, words: list[str]
) -> None:
    (market / file).write_bytes(content)
    told = command(market, "build")
    assert told.code == 3
    assert told.out == ""
    for word in words:
        assert word in told.err
    assert all(line.startswith("error: ") for line in told.err.splitlines())
    assert not list((market / ".kgraph").glob("snapshots/*"))


def test_a_missing_folder_is_exit_code_3(command: Command, market: Path) -> None:
    shutil.rmtree(market / "shapes")
    told = command(market, "build")
    assert told.code == 3
    assert "shapes/" in told.error


def test_validate_gives_one_line_each_and_counts_on_stderr(command: Command, market: Path) -> None:
    told = command(market, "validate")
    assert told.code == 0
    assert told.out.startswith("data/entities/all.ttl:")
    assert ": warning: The venue has no LEI on record" in told.out
    assert told.err == "0 violations, 1 warning, 0 infos\n"


@pytest.mark.parametrize(
    ("fail_on", "code"), [("violation", 0), ("warning", 1), ("info", 1), ("none", 0)]
)
def test_validate_fails_from_a_severity_on(
    command: Command, market: Path, fail_on: str, code: int
) -> None:
    assert command(market, "validate", "--fail-on", fail_on).code == code


def test_validate_writes_every_format(command: Command, market: Path) -> None:
    in_japanese = command(market, "validate", "-f", "json", "--lang", "ja").out
    assert "LEI が未記録" in json.loads(in_japanese)[0]["message"]
    assert command(market, "validate", "-f", "csv").out.startswith("severity,id,focus")
    report = command(market, "validate", "-f", "report").out
    assert any("conforms" in str(triple.predicate) for triple in parse(report, RdfFormat.TURTLE))
    assert json.loads(command(market, "validate", "-f", "sarif").out)["version"] == "2.1.0"


def test_validate_checks_a_file_on_top_of_the_graph(
    command: Command, market: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(PREFIXES + "id:mine a jpst:Venue .\n", encoding="utf-8")
    told = command(market, "validate", str(mine))
    assert told.code == 1
    assert f"{mine}:19:1: violation: A venue names its operator" in told.out
    assert "id:start" not in told.out
    mine.write_text("id:mine", encoding="utf-8")
    assert command(market, "validate", str(mine)).code == 3


def test_fmt_lists_and_rewrites(command: Command, market: Path) -> None:
    told = command(market, "fmt", "--check")
    assert told.code == 1
    listed = told.out.splitlines()
    assert str(market / "data" / "entities" / "all.ttl") in listed
    assert command(market, "fmt").out.splitlines() == listed
    assert command(market, "fmt", "--check") == Outcome(
        0, "", f"0 of {len(listed)} file(s) would change\n"
    )
    assert command(market, "build").code == 0


@pytest.mark.parametrize("linked", ["data/sources/odd.ttl", "data/more"])
def test_fmt_follows_no_link_that_nobody_named(
    command: Command, market: Path, tmp_path: Path, linked: str
) -> None:
    """A folder of somebody else may lead to a file that is none of its own."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    outside = elsewhere / "odd.ttl"
    outside.write_text("<a:a>   <a:b> <a:c>.", encoding="utf-8")
    (market / linked).symlink_to(outside if linked.endswith(".ttl") else elsewhere)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.ttl")}
    told = command(market, "fmt")
    if linked.endswith(".ttl"):
        assert (told.code, told.out) == (3, "")
        assert told.error.startswith(f"{market / linked}: this is a link, which leads elsewhere")
        assert {path: path.read_bytes() for path in before} == before
    else:
        assert told.code == 0
    assert outside.read_text(encoding="utf-8") == "<a:a>   <a:b> <a:c>."
    # Whoever names it means it.
    assert command(market, "fmt", str(outside)).code == 0
    assert outside.read_text(encoding="utf-8") != "<a:a>   <a:b> <a:c>."


def test_new_source_is_drafted_and_loads(command: Command, market: Path) -> None:
    line = ["new", "source", "https://www.example.org/x", "--publisher", "ODX"]
    line += ["--issued", "2024-01-02", "--title", "A page"]
    shown = command(market, *line, "--dry-run")
    assert "src:odx-2024-01-02-a-page\n    a jpst:PrimarySource" in shown.out
    told = command(market, *line)
    path = market / "data" / "sources" / "odx-2024-01-02-a-page.ttl"
    assert told.out == f"{path}\n"
    assert path.read_text(encoding="utf-8") == shown.out
    assert command(market, "build").code == 0
    assert command(market, *line).code == 2
