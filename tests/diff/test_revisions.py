"""`kgraph diff` and `validate --changed` against a revision, and against the previous snapshot."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from helpers.commands import Command

import kgraph
from kgraph.diff import CompareError
from kgraph.diff.revisions import export_revision, previous_snapshot
from kgraph.limited import UNLIMITED
from kgraph.load import turtle_files
from kgraph.load.canonical_files import rewrite
from kgraph.validate.against import against, at_least

PRESS = "data/sources/press-launch.ttl"


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


@pytest.fixture
def repository(market: Path) -> Path:
    rewrite(turtle_files(market), market)
    (market / ".gitignore").write_text(".kgraph/\n", "utf-8")
    git(market, "init", "-q")
    git(market, "add", "-A")
    git(market, "commit", "-q", "-m", "first")
    return market


def add(root: Path, text: str) -> None:
    path = root / PRESS
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    rewrite([path], root)


def test_the_work_since_the_last_commit_is_the_difference(
    command: Command, repository: Path
) -> None:
    assert command(repository, "diff").code == 0
    add(repository, "\nid:st-beta jpst:coupon 2.5 .\n")
    told = command(repository, "diff")
    assert told.code == 1
    assert told.out.startswith("from HEAD (")
    assert ") to now\n" in told.out
    assert "+ jpst:coupon: 2.5  (src:press-launch)" in told.out
    # Nothing was built for good, and the files are as they were left.
    assert not (repository / ".kgraph/CURRENT").exists()
    git(repository, "commit", "-q", "-a", "-m", "second")
    assert command(repository, "diff", "HEAD").code == 0
    assert "2.5" in command(repository, "diff", "HEAD~1", "HEAD").out


def test_the_snapshot_before_the_last_stays_at_hand(command: Command, repository: Path) -> None:
    kgraph.build(repository, limits=UNLIMITED)
    told = command(repository, "diff", "previous")
    assert (told.code, "no snapshot before" in told.error) == (3, True)
    add(repository, "\nid:st-beta jpst:coupon 2.5 .\n")
    kgraph.build(repository, limits=UNLIMITED)
    told = command(repository, "diff", "previous")
    assert told.code == 1
    assert "+ jpst:coupon: 2.5  (src:press-launch)" in told.out
    assert previous_snapshot(kgraph.open(repository)).path.is_dir()


@pytest.mark.parametrize("revision", ["nowhere", "-x", "--output=/tmp/x", "HEAD~7", "HEAD:data"])
def test_what_is_no_revision_is_one_line(
    command: Command, repository: Path, tmp_path: Path, revision: str
) -> None:
    with pytest.raises(CompareError, match="no such revision"):
        export_revision(repository, revision, tmp_path / "into")
    if not revision.startswith("-"):
        told = command(repository, "diff", revision)
        assert (told.code, "no such revision" in told.error) == (3, True)


def test_a_project_within_a_larger_repository(repository: Path, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    inner = outer / "graph"
    repository.rename(inner)
    (inner / ".git").rename(inner / "gone")
    git(outer, "init", "-q")
    git(outer, "add", "graph/data", "graph/ontology", "graph/shapes", "graph/queries")
    git(outer, "commit", "-q", "-m", "first")
    export_revision(inner, "HEAD", tmp_path / "into")
    for path in turtle_files(inner):
        copy = tmp_path / "into" / path.relative_to(inner)
        assert copy.read_bytes() == path.read_bytes()
    (outer / "empty").mkdir()
    with pytest.raises(CompareError, match="not there yet"):
        export_revision(outer / "empty", "HEAD", tmp_path / "other")


def test_validation_tells_what_is_mine_from_what_was_there(
    command: Command, repository: Path
) -> None:
    before = kgraph.findings(root=repository)
    told = command(repository, "validate", "--changed", "HEAD")
    assert (told.code, told.out) == (0, "")
    assert "new since HEAD: 0 violations, 0 warnings" in told.err
    entities = repository / "data/entities/all.ttl"
    text = entities.read_text("utf-8")
    entities.write_text(
        text + '\nid:other a jpst:Venue ; skos:prefLabel "Other"@en, "他"@ja .\n', "utf-8"
    )
    rewrite([entities], repository)
    told = command(repository, "validate", "--changed", "HEAD")
    assert told.code == 1
    assert {line.rpartition("(")[2] for line in told.out.splitlines()} == {
        "venue-operator)",
        "venue-lei)",
    }
    assert "new since HEAD: 1 violation, 1 warning, 0 infos" in told.err
    assert f"there before: 0 violations, {len(before)} warning" in told.err
    only = command(repository, "validate", "--changed", "HEAD", "--severity", "violation")
    assert [line.rpartition("(")[2] for line in only.out.splitlines()] == ["venue-operator)"]
    every = command(repository, "validate", "--severity", "violation").out.splitlines()
    assert every == only.out.splitlines()
    told = command(repository, "validate", "--changed", "HEAD", "-o", "f.json")
    assert told.code == 1
    told = command(repository, "validate", "--changed", "HEAD", PRESS)
    assert (told.code, "leave out your own" in told.error) == (2, True)


def test_a_finding_that_only_moved_is_none(repository: Path) -> None:
    """A line more above it makes no finding of a file new."""
    before = kgraph.findings(root=repository)
    core = repository / "data/entities/all.ttl"
    core.write_text("# One.\n# Two.\n\n" + core.read_text("utf-8"), "utf-8")
    now = kgraph.findings(root=repository)
    assert [f.line for f in now] != [f.line for f in before]
    compared = against(now, before)
    assert (compared.new, compared.gone, compared.kept) == ((), (), now)
    assert at_least(now, "violation") == ()
    assert at_least(now, "info") == now
