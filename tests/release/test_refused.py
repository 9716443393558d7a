"""What is not released, and what a release leaves alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from helpers.released import (
    DAY,
)
from helpers.running import run_kgraph

from kgraph.release import ReleaseError, release


@pytest.mark.parametrize(
    "version", ["1.2", "v1.2.0", "1.2.0-rc1", "01.2.0", "1.2.x", "", "1.2.0\n"]
)
def test_a_version_has_three_numbers(project: Path, version: str) -> None:
    with pytest.raises(ReleaseError, match="write three numbers"):
        release(project, version, project / "dist")


def test_a_folder_with_content_is_left_alone(project: Path) -> None:
    out = project / "dist"
    out.mkdir()
    (out / "mine.txt").write_text("keep")
    done = run_kgraph("release", "1.2.0", "-o", "dist", cwd=project)
    assert done.returncode == 2
    assert "dist: the folder holds something already; name a new or empty one" in done.stderr
    assert list(out.iterdir()) == [out / "mine.txt"]
    with pytest.raises(ReleaseError, match="this is a file"):
        release(project, "1.2.0", out / "mine.txt")


def test_an_empty_folder_is_used(project: Path) -> None:
    (project / "dist").mkdir()
    assert (release(project, "1.2.0", project / "dist").path / "manifest.json").is_file()


def test_a_violation_stops_it_and_is_shown(project: Path) -> None:
    entities = project / "data/entities/all.ttl"
    text = entities.read_text(encoding="utf-8")
    entities.write_text(text + 'id:idle a jpst:Venue ; skos:prefLabel "Idle"@en .\n', "utf-8")
    done = run_kgraph("release", "1.2.0", "-o", "dist", cwd=project)
    assert done.returncode == 1
    assert "violation venue-operator (1)" in done.stderr
    assert "1 violation(s) stop the release" in done.stderr
    assert not (project / "dist").exists()


def test_a_deprecated_term_without_replacement_stops_it(project: Path) -> None:
    core = project / "ontology/core.ttl"
    core.write_text(
        core.read_text("utf-8") + "jpst:old a owl:Class ; owl:deprecated true .\n", "utf-8"
    )
    with pytest.raises(ReleaseError, match="jpst:old is deprecated and nothing replaces it"):
        release(project, "1.2.0", project / "dist")


def test_files_that_change_meanwhile_stop_it(project: Path) -> None:
    def touch(stage: str) -> None:
        if stage == "export":
            with (project / "data/entities/all.ttl").open("a", encoding="utf-8") as stream:
                stream.write("# later\n")

    with pytest.raises(ReleaseError, match="files changed while the release was made"):
        release(project, "1.2.0", project / "dist", on_stage=touch)


def test_a_failure_leaves_nothing_behind(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = set(project.rglob("*"))

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, f"No space left on device for {len(data)} bytes", str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        release(project, "1.2.0", project / "dist")
    assert set(project.rglob("*")) == before


def test_the_users_snapshot_is_not_touched(built_market: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(built_market, root)
    before = (root / ".kgraph/CURRENT").read_bytes()
    release(root, "1.0.0", tmp_path / "dist", issued=DAY)
    assert (root / ".kgraph/CURRENT").read_bytes() == before
