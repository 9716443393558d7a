"""The action of GitHub and the hooks of pre-commit, tried by script: no runner is needed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.market import PREFIXES
from helpers.project import PROJECT

ACTION = yaml.safe_load((PROJECT / "action.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
GOOD = PREFIXES + "\nid:mine a jpst:Venue ; jpst:operatedBy id:odx .\n"
BAD = PREFIXES + "\nid:mine a jpst:Venue .\n"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """With this package as the command `kgraph`."""
    tools = tmp_path / "tools"
    tools.mkdir()
    script = tools / "kgraph"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kgraph "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(PROJECT),
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
    }


def filled(text: str, inputs: dict[str, str]) -> str:
    """A text of the action with its inputs in place."""
    return re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda found: inputs[found[1]], text)


def step(name: str) -> dict[str, Any]:
    (found,) = (each for each in ACTION["runs"]["steps"] if each.get("name") == name)
    return found


def validated(
    folder: Path, environment: dict[str, str], **given: str
) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """The step that validates, run as a runner does, and its outputs."""
    inputs = {name: str(each["default"]) for name, each in ACTION["inputs"].items()} | given
    does = step("Validate")
    assert does["shell"] == "bash"
    told = folder / "outputs"
    told.touch()
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", does["run"]],
        cwd=folder,
        env={
            **environment,
            **{name: filled(text, inputs) for name, text in does["env"].items()},
            "RUNNER_TEMP": str(folder),
            "GITHUB_OUTPUT": str(told),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done, dict(line.split("=", 1) for line in told.read_text("utf-8").splitlines())


def test_every_input_is_used_and_known() -> None:
    spoken = set(re.findall(r"inputs\.([a-z-]+)", json.dumps(ACTION["runs"])))
    assert spoken == set(ACTION["inputs"])
    upload = step("Upload findings")
    assert upload["with"]["sarif_file"] == "${{ steps.validate.outputs.sarif }}"
    assert upload["uses"].startswith("github/codeql-action/upload-sarif@")


@pytest.mark.parametrize(("text", "code"), [(GOOD, 0), (BAD, 1)])
def test_the_action_validates(
    market: Path, environment: dict[str, str], text: str, code: int
) -> None:
    (market / "mine.ttl").write_text(text, encoding="utf-8")
    done, outputs = validated(market, environment, files="mine.ttl")
    assert done.returncode == code, done.stderr
    (run,) = json.loads(Path(outputs["sarif"]).read_text(encoding="utf-8"))["runs"]
    grave = [each for each in run["results"] if each["level"] == "error"]
    assert bool(grave) == bool(code)
    for each in grave:
        (place,) = each["locations"]
        assert place["physicalLocation"]["artifactLocation"]["uri"].endswith("mine.ttl")


def test_a_name_with_shell_in_it_stays_a_name(market: Path, environment: dict[str, str]) -> None:
    done, _ = validated(market, environment, files="$(touch${IFS}made) ;touch")
    assert done.returncode == 3
    assert not (market / "made").exists()


@pytest.fixture
def repository(market: Path, environment: dict[str, str]) -> Path:
    """A repository whose hooks are ours; the command is taken from this machine."""
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    if shutil.which("git") is None:
        pytest.skip("no git")
    hooks = [{**hook, "language": "system"} for hook in HOOKS]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (market / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=market, env=environment, check=True, timeout=60)
    return market


def hooked(folder: Path, environment: dict[str, str], *names: str) -> str:
    """What pre-commit says of files; its exit code stands first."""
    subprocess.run(["git", "add", "."], cwd=folder, env=environment, check=True, timeout=60)
    line = [sys.executable, "-m", "pre_commit", "run", "--files", *names]
    done = subprocess.run(
        line, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    return f"{done.returncode} {done.stdout}{done.stderr}"


def test_the_hooks_are_a_manifest(environment: dict[str, str]) -> None:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    line = [sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"]
    subprocess.run(line, cwd=PROJECT, env=environment, check=True, timeout=60)


def test_the_hooks_format_and_validate(repository: Path, environment: dict[str, str]) -> None:
    (repository / "mine.ttl").write_text(BAD, encoding="utf-8")
    first = hooked(repository, environment, "mine.ttl")
    assert first.startswith("1 ")
    assert "files were modified by this hook" in first  # fmt
    assert re.search(r"kgraph validate\W+Failed", first)
    assert "mine.ttl" in first
    second = hooked(repository, environment, "mine.ttl")
    assert re.search(r"kgraph fmt\W+Passed", second)
    assert re.search(r"kgraph validate\W+Failed", second)
