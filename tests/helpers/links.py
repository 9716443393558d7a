"""What the tests of the links share: where copies may stand, and a project folder to spoil."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from helpers.project import PROJECT

from kgraph.align.table import COLUMNS

VENDOR = Path(
    os.environ.get("KGRAPH_VENDOR", PROJECT.parent / "shared" / "alignment" / "vendor")
).resolve()
needs_copies = pytest.mark.skipif(
    not VENDOR.is_dir(),
    reason="no copies of the outside ontologies; name their folder with KGRAPH_VENDOR",
)


def copied(folder: Path) -> Path:
    """A project folder whose ontology may be changed; the data are those of the project."""
    shutil.copytree(PROJECT / "ontology", folder / "ontology")
    (folder / "data").symlink_to(PROJECT / "data", target_is_directory=True)
    return folder


def plant(root: Path, subject: str, predicate: str, target: str) -> None:
    """Adds a mapping to the table of a project folder."""
    table = root / "ontology" / "align" / "mappings.sssom.tsv"
    said = {
        "subject_id": subject,
        "predicate_id": predicate,
        "object_id": target,
        "mapping_date": "2026-11-30",
        "confidence": "0.5",
        "comment": "planted",
    }
    with table.open("a", encoding="utf-8") as stream:
        stream.write("\t".join(said.get(name, "") for name in COLUMNS) + "\n")
