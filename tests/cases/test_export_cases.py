"""Exports and results that other readers read wrongly."""

from __future__ import annotations

from pathlib import Path

from conftest import run_kgraph
from exported import canonical, read_back, with_rdflib

CASES = Path(__file__).parent


def test_jsonld_with_schemes_that_are_prefixes_of_ours(built_market: Path) -> None:
    query = CASES / "ask-12-jsonld-scheme-clash" / "clash.rq"

    def written(form: str) -> bytes:
        done = run_kgraph("query", str(query), "-f", form, cwd=built_market)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.encode()

    wanted = canonical(read_back(written("ntriples"), "ntriples"))
    assert len(wanted) == 9
    assert canonical(read_back(written("jsonld"), "jsonld")) == wanted
    assert canonical(with_rdflib(written("jsonld"), "jsonld")) == wanted
