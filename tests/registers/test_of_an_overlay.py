"""A register imported into an overlay: a source of the firm's about things of ours and its own."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from helpers.project import PROJECT
from helpers.registers import MUTB, edinet

from kgraph.add import save
from kgraph.load import load
from kgraph.registers import imported
from kgraph.registers.imported import Imported

ACME = "https://data.acme.example/kg/"
DESK = "E99999,内国法人・組合,非上場,有,100,3月31日,ハーバー株式会社,Harbor,ハーバー,港区,銀行業,,"
FACTS = f"""\
@prefix acmeid: <{ACME}id/> .
@prefix acmesrc: <{ACME}source/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix hosting: <https://w3id.org/jpst/hosting/> .
@prefix jpst: <https://w3id.org/jpst/ontology/> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
acmesrc:acme-codes a jpst:SecondarySource ; dcterms:title "Codes"@en ;
    schema:url "https://wiki.acme.example/codes"^^xsd:anyURI ; jpst:hosting hosting:page .
acmeid:fund-desk jpst:edinetCode "E99999" .
"""


@pytest.fixture
def root(tmp_path: Path, fixed: Path) -> Path:
    """The example overlay, above the fixed part of the data, with a code of its own."""
    folder = tmp_path / "acme"
    shutil.copytree(PROJECT / "docs" / "overlay-example", folder)
    settings = folder / "kgraph.toml"
    text = settings.read_text("utf-8").replace('"jpst"', f'"{fixed.as_posix()}"')
    settings.write_text(text, "utf-8")
    (folder / "data/sources/acme-codes.ttl").write_text(FACTS, "utf-8")
    return folder


def made(root: Path, day: str) -> Imported:
    path = edinet(root, MUTB, DESK, day=day)
    return imported(root, "edinet", path, today=date(2026, 11, 30))


def test_an_edition_is_a_source_of_the_firm(root: Path) -> None:
    earlier = made(root, "2026年05月01日")
    # The list of August, below, comes after this one and stays as it is.
    assert [change.path.is_relative_to(root) for change in earlier.changes] == [True]
    assert "previousVersion" not in earlier.changes[0].text
    found = made(root, "2026年11月02日")
    (change,) = found.changes
    assert change.path == root / "data/sources/edinet-code-list-2026-11-02.ttl"
    assert f"<{ACME}source/edinet-code-list-2026-11-02>" in change.text
    assert "dcat:previousVersion src:edinet-code-list-2026-10-05 ;" in change.text
    assert f"<{ACME}id/fund-desk>" in change.text
    assert "id:mufg-trust" in change.text
    save(found.changes)
    graphs = {graph.value for graph in load(root).store.named_graphs()}
    assert f"{ACME}source/edinet-code-list-2026-11-02" in graphs
