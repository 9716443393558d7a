"""The tables as a data package, read by the library of the standard."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kgraph
from kgraph.export import tables
from kgraph.snapshot import Snapshot

frictionless = pytest.importorskip(
    "frictionless", reason="frictionless is not installed: pip install frictionless"
)


@pytest.fixture
def folder(built_market: Path, tmp_path: Path) -> Path:
    for name, content in tables(kgraph.open(built_market), "csv").items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def errors(folder: Path) -> list[str]:
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    return [row[0] for row in report.flatten(["type"])]


def test_the_package_describes_every_table(folder: Path) -> None:
    told = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert {each["path"] for each in told["resources"]} == {p.name for p in folder.glob("*.csv")}
    assert errors(folder) == []


def test_the_tables_of_the_graph_are_as_described(in_memory: Snapshot, tmp_path: Path) -> None:
    for name, content in tables(in_memory, "csv").items():
        (tmp_path / name).write_bytes(content)
    assert errors(tmp_path) == []


def test_parquet_has_no_package_of_csv(built_market: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    assert "datapackage.json" not in tables(kgraph.open(built_market), "parquet")


def test_another_table_is_noticed(folder: Path) -> None:
    path = folder / "organizations.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, lines[-1]]))
    found = errors(folder)
    assert "primary-key" in found
    assert {"hash-count", "byte-count"} & set(found)
