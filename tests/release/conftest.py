"""Fixtures that tests of a release share."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.released import (
    DAY,
    SITE,
    write_project,
)
from helpers.running import run_kgraph


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release, made by the command; tests only read it."""
    root = write_project(tmp_path_factory.mktemp("first"))
    done = run_kgraph("release", "1.2.0", "-o", "dist", "--date", str(DAY), *SITE, cwd=root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("release   1.2.0 of 2026-11-24\n")
    return root / "dist"
