"""Files of a release are compared with what its manifest tells, whatever it holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kgraph.problems import LoadError
from kgraph.verify.handed_on import check_handed_on


@pytest.mark.parametrize("told", [5, None, ["a"], "0" * 64])
def test_digest_that_is_none_is_told(tmp_path: Path, told: object) -> None:
    (tmp_path / "graph.nq").write_bytes(b"")
    files = [{"path": "graph.nq", "sha256": told}]
    (tmp_path / "manifest.json").write_text(json.dumps({"files": files}), encoding="utf-8")
    with pytest.raises(LoadError, match="is not the one that manifest"):
        check_handed_on(tmp_path, ["graph.nq"])
