"""Every command that the README shows works as shown."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.checkout import write_checkout
from helpers.market import PREFIXES
from helpers.project import PROJECT

from kgraph.cli import main
from kgraph.snapshot import Snapshot

README = (PROJECT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
COMMANDS = [
    shlex.split(line, comments=True)[1:]
    for block in BLOCKS
    for line in block.splitlines()
    # What goes on until it is ended is tried where it is tested (`web/test_serve.py`).
    if line.startswith("kgraph ") and not line.startswith("kgraph serve")
]
CODE = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
MADE = [line for block in BLOCKS for line in block.splitlines() if line.startswith("make ")]


def commit(root: Path) -> None:
    """Makes a folder a repository with one commit, as a clone has."""
    if shutil.which("git") is None:
        pytest.skip("there is no git (Debian: apt-get install git)")
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    for line in (("init", "-q"), ("add", "-A"), (*who, "commit", "-q", "-m", "x")):
        subprocess.run(["git", *line], cwd=root, check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory, real_snapshot: Snapshot) -> Path:
    """A copy of the graph's files, built, so that commands may write."""
    root = write_checkout(tmp_path_factory.mktemp("checkout"), real_snapshot)
    # A clone has no built graph among its files.
    shutil.copy(PROJECT / ".gitignore", root)
    (root / "mine.ttl").write_text(PREFIXES + 'id:odx skos:altLabel "mine"@en .\n', "utf-8")
    commit(root)
    return root


def test_the_readme_shows_commands() -> None:
    assert len(COMMANDS) > 10
    assert [line.split()[1] for line in MADE] == ["run", "test"]


def test_the_code_of_the_readme_works(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(checkout)
    monkeypatch.delenv("KGRAPH_ROOT", raising=False)
    assert CODE
    for text in CODE:
        exec(text, {})
        assert len(capsys.readouterr().out.splitlines()) > 10


def test_the_readme_names_every_page() -> None:
    docs = PROJECT / "docs"
    pages = [
        page
        for folder in (docs, docs / "guides", docs / "generated")
        for page in folder.glob("*.*")
    ]
    assert [page.name for page in pages if f"]({page.relative_to(PROJECT)})" not in README] == []


@pytest.mark.parametrize("line", COMMANDS, ids=" ".join)
def test_a_command_of_the_readme_works(
    line: list[str],
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(checkout)
    monkeypatch.delenv("KGRAPH_ROOT", raising=False)
    monkeypatch.delenv("KGRAPH_LANG", raising=False)
    monkeypatch.setattr(sys, "argv", ["kgraph", *line])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr()
    assert ended.value.code == 0, told.err
    # What finds nothing wrong says so beside.
    silent = "-o" in line or line[0] == "fmt" or "--changed" in line
    assert told.out or (silent and (told.err or "-o" in line)), "the command shows nothing"
    if line[0] == "ask":
        assert len(told.out.splitlines()) > 3
