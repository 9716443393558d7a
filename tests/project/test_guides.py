"""Every command of the guides works as shown, in the order of the page; links and paths lead on."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.checkout import give_built, write_checkout
from helpers.project import PROJECT

from kgraph.cli import main
from kgraph.snapshot import Snapshot

GUIDES = sorted((PROJECT / "docs" / "guides").glob("*.md"))
PAGES = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)
DECISIONS = sorted((PROJECT / "docs" / "decisions").glob("*.md"))
LINK = re.compile(r"\]\((?!\w+:)([^)#]*)(?:#([^)]*))?\)")
PLACE = re.compile(r"`((?:docs|kgraph|ontology|queries|shapes|data|tests|benchmarks)/[\w./-]*)`")


def blocks(path: Path) -> Iterator[tuple[str, str, str]]:
    """Language, file named beside it, and text of each block of code, in order."""
    for found in BLOCK.finditer(path.read_text(encoding="utf-8")):
        yield found[1], found[2] or "", found[3]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real_snapshot: Snapshot) -> Path:
    """A copy of the graph's files, built, as current folder; and the packaged graph as one guide
    has it built there."""
    write_checkout(tmp_path, real_snapshot)
    give_built(tmp_path / "ours", real_snapshot, real_snapshot.root)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KGRAPH_ROOT", raising=False)
    monkeypatch.delenv("KGRAPH_LANG", raising=False)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_what_a_guide_shows_works(
    guide: Path,
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run = 0
    for language, file, text in blocks(guide):
        if file:
            (checkout / file).parent.mkdir(parents=True, exist_ok=True)
            with (checkout / file).open("a", encoding="utf-8") as stream:
                stream.write(text)
        elif language == "python":
            exec(text, {})
            assert capsys.readouterr().out, text
        else:
            assert language == "console"
            for line in text.splitlines():
                _run(shlex.split(line), monkeypatch, capsys)
                run += 1
    assert run > 3


def _run(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if words[0] == "make":
        subprocess.run(["make", "-n", *words[1:]], cwd=PROJECT, check=True, capture_output=True)
        return
    assert words[0] == "kgraph"
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr()
    assert ended.value.code == 0, f"{shlex.join(words)}\n{told.err}"
    assert told.out or "-o" in words, f"{shlex.join(words)} shows nothing"
    if words[1] == "ask" and "-o" not in words:
        assert len(told.out.splitlines()) > 2, f"{shlex.join(words)} has no answer"


def _headings(path: Path) -> set[str]:
    """What a code host makes of the headings of a page, for links into it."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_link_leads_to_a_page_and_its_heading() -> None:
    lost = []
    for page in PAGES:
        for target, heading in LINK.findall(page.read_text(encoding="utf-8")):
            path = page.parent / target if target else page
            if not path.exists() or (heading and heading not in _headings(path)):
                lost.append(f"{page.relative_to(PROJECT)}: {target}#{heading}")
    assert lost == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_place_that_a_guide_names_is_there(guide: Path) -> None:
    text = BLOCK.sub("", guide.read_text(encoding="utf-8"))
    assert [place for place in PLACE.findall(text) if not (PROJECT / place).exists()] == []


def test_decisions_are_numbered_one_by_one() -> None:
    numbers = [int(page.name.split("-", 1)[0]) for page in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))
    heads = {page.name: page.read_text(encoding="utf-8").partition(".")[0] for page in DECISIONS}
    assert heads == {page.name: f"# {n}" for page, n in zip(DECISIONS, numbers, strict=True)}
