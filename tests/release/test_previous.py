"""What changed since the previous release."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from helpers.commands import Command
from helpers.released import (
    DAY,
    HERE,
    described,
    rows_of_facts,
    values,
)
from helpers.running import run_kgraph

import kgraph
from kgraph.limited import UNLIMITED
from kgraph.release import ReleaseError, release
from kgraph.verify.history import HISTORY, Life, read_history
from kgraph.vocab import DCAT


def test_the_difference_from_the_previous_release(made: Path, project: Path) -> None:
    press = project / "data/sources/press-launch.ttl"
    text = press.read_text(encoding="utf-8").replace("issuedUnits 20", "issuedUnits 21")
    press.write_text(text, encoding="utf-8")
    new = release(project, "1.3.0", project / "dist", issued=DAY, previous=made)
    assert len(new.difference.facts_added) == 1
    found = json.loads((new.path / "difference.json").read_text(encoding="utf-8"))
    assert (found["old"], found["new"]) == ("1.2.0", "1.3.0")
    assert found["counts"]["factsAdded"] == 1
    readable = (new.path / "difference.md").read_text(encoding="utf-8")
    assert readable.startswith("# from 1.2.0 to 1.3.0\n")
    assert "`+` issued units: 21" in readable
    assert "1.2.0 から 1.3.0" in (new.path / "difference.ja.md").read_text(encoding="utf-8")
    manifest = json.loads((new.path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["breaking"] == 0
    assert manifest["previous"] == {
        "version": "1.2.0",
        "manifest": {"sha256": hashlib.sha256((made / "manifest.json").read_bytes()).hexdigest()},
    }
    catalog = described(new.path / "dcat.ttl")
    here = "https://w3id.org/jpst/release/1.3.0"
    assert values(catalog, here, DCAT.previousVersion.value) == {HERE}
    done = run_kgraph("diff", str(made), str(new.path), cwd=project)
    assert done.returncode == 1
    assert done.stdout.startswith("from 1.2.0 to 1.3.0\n")
    # The history tells which fact is new; what it had to say is in the table and in `verify`.
    assert set(read_history(made).values()) == {Life("1.2.0", "1.2.0")}
    facts = {row["id"]: row for row in rows_of_facts(new.path)}
    new_ones = [row for row in facts.values() if row["first release"] == "1.3.0"]
    assert [row["value"] for row in new_ones] == ["21"]
    assert {row["last release"] for row in facts.values()} == {"1.3.0"}
    old = next(row["id"] for row in rows_of_facts(made) if row["value"] == "100")
    kgraph.build(project, limits=UNLIMITED)
    done = run_kgraph(
        *("verify", new_ones[0]["id"], old, "--release", str(new.path), "--format", "json"),
        cwd=project,
    )
    told = json.loads(done.stdout)
    assert [(row["firstRelease"], row["lastRelease"]) for row in told] == [
        ("1.3.0", "1.3.0"),
        ("1.2.0", "1.3.0"),
    ]


def test_a_release_from_before_there_was_a_history_begins_it(made: Path, project: Path) -> None:
    old = shutil.copytree(made, project / "old")
    (old / HISTORY).unlink()
    manifest = json.loads((old / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"] = [file for file in manifest["files"] if file["path"] != HISTORY]
    (old / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    press = project / "data/sources/press-launch.ttl"
    text = press.read_text(encoding="utf-8")
    press.write_text(text.replace("id:st-alpha jpst:issuedUnits 100 .", ""), encoding="utf-8")
    new = release(project, "1.3.0", project / "dist", issued=DAY, previous=old)
    lives = Counter(read_history(new.path).values())
    assert lives[Life("1.2.0", "1.2.0")] == 1  # what is no longer stated
    assert set(lives) == {Life("1.2.0", "1.2.0"), Life("1.2.0", "1.3.0")}


@pytest.mark.parametrize("name", [HISTORY, "graph.nq"])
@pytest.mark.parametrize("gone", [True, False])
def test_what_a_release_hands_on_is_as_it_was_made(
    made: Path, project: Path, name: str, gone: bool
) -> None:
    old = shutil.copytree(made, project / "old")
    if gone:
        (old / name).unlink()
    else:
        text = (old / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (old / name).write_text("".join(text[:-1]), encoding="utf-8")
    with pytest.raises(ReleaseError, match=rf"{name}: the file is not the one"):
        release(project, "1.3.0", project / "dist", previous=old)
    assert not (project / "dist").exists()


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ("line", "history.csv: the file is not the one that manifest.json tells of: its SHA-256 b"),
        ("gone", "history.csv: the file is not the one that manifest.json tells of: it is missing"),
        ("unlisted", "history.csv: the file is not the one .*: the manifest does not list it"),
        ("graph", "graph.nq: the file is not the one that manifest.json tells of: its SHA-256 b"),
        ("manifest", "manifest.json: the manifest of the release cannot be read: the"),
    ],
)
def test_verify_rests_on_a_release_as_it_was_made(
    made: Path, project: Path, command: Command, change: str, differs: str
) -> None:
    fact = rows_of_facts(made)[0]["id"]
    old = shutil.copytree(made, project / "old")
    kgraph.build(project, limits=UNLIMITED)
    assert command(project, "verify", fact, "--release", str(old)).err == ""
    name = "graph.nq" if change == "graph" else HISTORY
    if change == "manifest":
        (old / "manifest.json").unlink()
    elif change == "gone":
        (old / HISTORY).unlink()
    elif change == "unlisted":
        manifest = json.loads((old / "manifest.json").read_text(encoding="utf-8"))
        manifest["files"] = [file for file in manifest["files"] if file["path"] != HISTORY]
        (old / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    else:
        text = (old / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (old / name).write_text("".join(text[:-1]), encoding="utf-8")
    told = command(project, "verify", fact, "--release", str(old))
    assert told.code == 3
    assert re.search(differs, told.error)
    assert "; take the release as it was made" in told.error
    japanese = command(project, "verify", fact, "--release", str(old), "--lang", "ja").err
    assert "作成時のままのリリースを指定してください" in japanese
    assert not re.search("[a-z]+ [a-z]+ [a-z]+", japanese)


@pytest.mark.parametrize(
    "manifest",
    ["[" * 100_000, '{"version": "1.2.0"}', '{"version": "1.2.0", "files": [1]}', "null", "\ufffe"],
)
def test_a_manifest_that_is_none_is_told(project: Path, manifest: str) -> None:
    old = project / "old"
    old.mkdir()
    (old / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(ReleaseError, match="this is no release"):
        release(project, "1.3.0", project / "dist", previous=old)


@pytest.mark.parametrize(
    ("version", "previous", "message"),
    [
        ("1.2.0", "made", r"release 1\.2\.0 is not before 1\.2\.0; raise the version"),
        ("1.1.9", "made", r"release 1\.2\.0 is not before 1\.1\.9"),
        ("1.3.0", "nowhere", r"nowhere: this is no release"),
    ],
)
def test_a_previous_release_must_be_one_of_before(
    made: Path, project: Path, version: str, previous: str, message: str
) -> None:
    folder = made if previous == "made" else project / previous
    with pytest.raises(ReleaseError, match=message):
        release(project, version, project / "dist", previous=folder)
    assert not (project / "dist").exists()


def test_numbers_of_a_version_are_compared_as_numbers(made: Path, project: Path) -> None:
    new = release(project, "1.10.0", project / "dist", issued=DAY, previous=made)
    assert not new.difference
    assert "nothing changed" in (new.path / "difference.md").read_text(encoding="utf-8")
