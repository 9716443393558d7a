"""`kgraph rename`, `merge`, `retire`: shown, agreed to, written."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.commands import Command
from helpers.small_root import put, write_small_root

from kgraph.cli import agreed
from kgraph.load import turtle_files
from kgraph.load.canonical_files import rewrite


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = write_small_root(tmp_path)
    put(
        folder,
        "data/entities/venues.ttl",
        'id:start a jpst:Venue ; skos:prefLabel "START"@en . id:odx a jpst:Venue .',
    )
    rewrite(turtle_files(folder), folder)
    return folder


def entities(root: Path) -> str:
    return (root / "data/entities/venues.ttl").read_text("utf-8")


def test_a_change_is_shown_and_written_only_where_it_is_said(command: Command, root: Path) -> None:
    before = entities(root)
    told = command(root, "rename", "start", "begin", "--dry-run")
    assert (told.code, entities(root)) == (0, before)
    assert "--- a/data/entities/venues.ttl" in told.out
    assert "\n-id:start\n+id:begin\n" in told.out
    assert "would change" in told.err
    told = command(root, "rename", "start", "begin")
    assert (told.code, entities(root)) == (2, before)
    assert "say --yes" in told.error
    told = command(root, "rename", "start", "begin", "--yes")
    assert told.code == 0
    assert "id:begin\n" in entities(root)
    assert "kgraph build" in told.err


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1), ("", 1)])
def test_a_person_is_asked(root: Path, monkeypatch, capsys, answer: str, code: int) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return answer

    monkeypatch.setattr(agreed.sys, "stdin", Terminal())
    from kgraph.revise import merge

    before = entities(root)
    assert agreed.write(merge(root, "start", "odx"), False, False, "kgraph merge") == code
    assert (entities(root) == before) == bool(code)
    shown = capsys.readouterr()
    assert "Write them? [y/N]" in shown.err
    assert ("nothing was written" in shown.err) == bool(code)


def test_what_cannot_be_done_is_one_line(command: Command, root: Path) -> None:
    told = command(root, "merge", "strat", "odx", "--yes")
    assert told.code == 2
    assert told.error == "no thing id:strat: did you mean start?"
    told = command(root, "retire", "odx", "--note", "None.", "--note-ja", "ない。", "--yes")
    assert told.code == 2
    assert "speak of id:odx" in told.error


def test_a_page_is_read_again_and_withdrawn(command: Command, root: Path) -> None:
    told = command(root, "reread", "doc-a", "--read", "2026-11-25", "--dry-run")
    assert told.code == 0
    assert "--- /dev/null\n+++ b/data/sources/doc-a-read-2026-11-25.ttl\n" in told.out
    assert "+    jpst:earlierVersion src:doc-a ;\n" in told.out
    assert not (root / "data/sources/doc-a-read-2026-11-25.ttl").exists()
    assert command(root, "reread", "doc-a", "--read", "2026-11-25", "--yes").code == 0
    assert (root / "data/sources/doc-a-read-2026-11-25.ttl").exists()
    why = ("--note", "It was a draft.", "--note-ja", "草稿であった。")
    told = command(root, "withdraw", "doc-b", "--by", "us", "--on", "2026-11-25", *why, "--yes")
    assert told.code == 0
    text = (root / "data/sources/doc-b.ttl").read_text("utf-8")
    assert '    jpst:withdrawnByUs "2026-11-25"^^xsd:date ;\n' in text
    assert '    jpst:reason "草稿であった。"@ja ;\n' in text
    told = command(root, "withdraw", "doc-b", "--by", "publisher", *why, "--yes")
    assert (told.code, "withdrawn already" in told.error) == (2, True)
    told = command(root, "withdraw", "doc-b", "--by", "them", *why)
    assert told.code == 2
