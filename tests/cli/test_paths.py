"""A path that cannot be used is told in one line: what, where, why and what to do."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from helpers.commands import Command

WRITING = {
    "query": ["query", "ASK {}", "-f", "json", "-o"],
    "ask": ["ask", "units", "-f", "csv", "-o"],
    "show": ["show", "start", "-f", "csv", "-o"],
    "search": ["search", "start", "-f", "csv", "-o"],
    "stats": ["stats", "-f", "json", "-o"],
    "explain": ["explain", "start", "operatedBy", "odx", "-f", "json", "-o"],
    "export": ["export", "-f", "nquads", "-o"],
    "diff": ["diff", ".kgraph", "-f", "json", "-o"],
    "validate": ["validate", "-f", "json", "-o"],
}
"""Lines that write one file."""
FILLING = {
    "build": ["build", "--out"],
    "tables": ["export", "-f", "csv", "-o"],
    "pages": ["questions", "--pages"],
    "site": ["site", "-o"],
    "release": ["release", "9.9.9", "-o"],
}
"""Lines that write a folder."""
READING = {
    "validate": ["validate"],
    "profile": ["validate", "--profile"],
    "fmt": ["fmt"],
    "query": ["query"],
    "match": ["match"],
    "tokens": ["import", "tokens", "--source", "odx-launch"],
    "register": ["import", "register", "mic", "--as-of", "2026-11-20"],
    "table": ["add", "fact", "--source", "odx-launch", "--table"],
}
"""Lines that read a file."""
OPENING = {
    "root": ["fmt", "--check", "--root"],
    "verify": ["verify", "x", "--release"],
    "previous": ["release", "9.9.9", "-o", "new", "--previous"],
    "diff": ["diff"],
}
"""Lines that read a folder."""
TROUBLE = {
    "no/x": "the folder {}/no does not exist",
    "file/x": "{}/file is no folder",
    "folder": "this is a folder",
    "circle": "its links lead in a circle",
    "circle/x": "its links lead in a circle",
    "broken": "the link {}/broken leads nowhere",
    "broken/x": "the link {}/broken leads nowhere",
    "shut/x": "you have no permission for the folder {}/shut",
    "x" * 300: "the name is too long",
}
"""A path → why no file can be there."""
BEGUN = ("diff", "pages")
"""What looks at no graph that would have to be built first."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("paths")
    (place / "file").write_text("x")
    (place / "folder").mkdir()
    (place / "folder" / "inside").write_text("x")
    (place / "circle").symlink_to("circle")
    (place / "broken").symlink_to("gone/x")
    (place / "shut").mkdir(mode=0o500)
    return place


def told(command: Command, root: Path, line: list[str], path: Path) -> str:
    """What is told in English, after a look at what is told in Japanese."""
    if path.parent.name == "shut" and os.access(path.parent, os.W_OK):
        pytest.skip("an administrator has every permission")
    english = command(root, *line, str(path))
    assert english.code in (2, 3), english
    assert english.out == ""
    assert not re.search(r"Errno|nobody foresaw", english.error)
    where, _, rest = english.error.partition(": ")
    assert Path(where) in (path, *path.parents, Path(os.path.realpath(path)))
    what, _, remedy = rest.partition("; ")
    assert what
    assert remedy
    japanese = command(root, *line, str(path), "--lang", "ja")
    assert japanese.code == english.code
    (said,) = [one for one in japanese.err.splitlines() if one.startswith("エラー：")]
    words = re.sub(r"`[^`]*`|[^\s：。]*/[^\s：。]*|x{20,}", "", said)
    assert re.search("[ぁ-ん]", said)
    assert not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", words), said
    return english.error


@pytest.mark.parametrize("trouble", TROUBLE, ids=lambda name: name[:20])
def test_why_a_file_cannot_be_written(
    command: Command, built_market: Path, place: Path, trouble: str
) -> None:
    said = told(command, built_market, WRITING["query"], place / trouble)
    assert f": cannot write the file: {TROUBLE[trouble].format(place)}; " in said


@pytest.mark.parametrize("name", WRITING)
def test_whatever_is_written_tells_of_a_missing_folder(
    command: Command, built_market: Path, place: Path, name: str
) -> None:
    said = told(command, built_market, WRITING[name], place / "no" / "x")
    assert said == (
        f"{place}/no/x: cannot write the file: the folder {place}/no does not exist; "
        "make it, or name another"
    )


@pytest.mark.parametrize("name", [name for name in WRITING | FILLING if name not in BEGUN])
def test_no_work_is_done_for_a_place_that_cannot_be_written(
    command: Command, market: Path, tmp_path: Path, name: str
) -> None:
    """Nothing is built for it, and nothing is left there."""
    (tmp_path / "file").write_text("x")
    before = sorted(tmp_path.rglob("*"))
    ended = command(market, *(WRITING | FILLING)[name], str(tmp_path / "file" / "x"))
    assert "file is no folder" in ended.error
    assert sorted(tmp_path.rglob("*")) == before
    assert not (market / ".kgraph").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk(command: Command, built_market: Path) -> None:
    said = told(command, built_market, WRITING["query"], Path("/dev/full"))
    assert "cannot write the file: the disk is full; free some space" in said


@pytest.mark.parametrize("trouble", ["file", "file/x", "circle", "circle/x", "shut/x", "x" * 300])
@pytest.mark.parametrize("name", FILLING)
def test_a_folder_that_cannot_be_made(
    command: Command, built_market: Path, place: Path, name: str, trouble: str
) -> None:
    said = told(command, built_market, FILLING[name], place / trouble)
    assert re.search(
        "no folder|a file; |in a circle|leads nowhere|no permission|name is too long", said
    )


@pytest.mark.parametrize("trouble", ["no/x", "file/x", "folder", "circle", "broken"])
@pytest.mark.parametrize("name", READING)
def test_a_file_that_cannot_be_read(
    command: Command, built_market: Path, place: Path, name: str, trouble: str
) -> None:
    path = place / trouble
    if name == "query" and trouble.endswith("x"):  # else it is taken for a query
        said = told(command, built_market, READING[name], path.with_suffix(".rq"))
        assert said.endswith("there is no such file; give a query, its file, or -")
        return
    said = told(command, built_market, READING[name], path)
    assert f": cannot read the file: {TROUBLE[trouble].format(place)}; " in said


@pytest.mark.parametrize("trouble", ["no/x", "file", "circle", "broken", "x" * 300])
@pytest.mark.parametrize("name", OPENING)
def test_a_folder_that_cannot_be_read(
    command: Command, built_market: Path, place: Path, name: str, trouble: str
) -> None:
    assert told(command, built_market, OPENING[name], place / trouble)


def test_a_folder_of_the_project_that_cannot_be_read_is_not_passed_over(
    command: Command, market: Path
) -> None:
    sources = market / "data" / "sources"
    sources.chmod(0)
    if os.access(sources, os.R_OK):
        pytest.skip("an administrator has every permission")
    for line in (["validate"], ["build"], ["fmt", "--check"]):
        ended = command(market, *line)
        assert ended.code == 3
        assert ended.error.startswith(f"{sources}: cannot read the folder: you have no permission")
    sources.chmod(0o700)
