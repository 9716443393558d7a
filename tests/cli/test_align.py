"""The links to outside ontologies are checked and written from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.checkout import write_checkout
from helpers.running import run_kgraph
from pyoxigraph import NamedNode, RdfFormat, parse

from kgraph.snapshot import Snapshot
from kgraph.vocab import JPST


@pytest.fixture
def checkout(tmp_path: Path, real_snapshot: Snapshot) -> Path:
    return write_checkout(tmp_path, real_snapshot)


def test_the_shipped_links_are_right_and_written(checkout: Path) -> None:
    told = run_kgraph("align", "--check", cwd=checkout)
    assert told.returncode == 0, told.stderr
    assert "fibo" in told.stdout
    assert "0 problem(s)" in told.stderr
    again = run_kgraph("align", cwd=checkout)
    assert "0 file(s) written" in again.stderr


def test_a_wrong_link_is_named_and_ends_with_1(checkout: Path) -> None:
    """A term on the side of agents is put under a role: both sides of the line are told."""
    table = checkout / "ontology" / "align" / "mappings.sssom.tsv"
    text = table.read_text(encoding="utf-8")
    lines = text.splitlines()
    at = next(i for i, one in enumerate(lines) if one.split("\t")[0] == "jpst:TrustBank")
    cells = lines[at].split("\t")
    column = lines[next(i for i, one in enumerate(lines) if one.startswith("subject_id"))].split(
        "\t"
    )
    cells[column.index("predicate_id")] = "rdfs:subClassOf"
    lines[at] = "\t".join(cells)
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    run_kgraph("align", cwd=checkout)
    told = run_kgraph("align", "--check", cwd=checkout)
    assert told.returncode == 1
    assert "TrustBank" in told.stderr


def test_the_view_in_the_terms_of_fibo_is_exported(checkout: Path) -> None:
    told = run_kgraph("export", "--profile", "fibo", "-o", "view.ttl", cwd=checkout)
    assert told.returncode == 0, told.stderr
    text = (checkout / "view.ttl").read_text(encoding="utf-8")
    assert "spec.edmcouncil.org/fibo" in text
    # Of ours is only what says of a fact how certain it is, by whom and of which days.
    ours = {
        term.value.removeprefix(JPST.BASE)
        for quad in parse(text, format=RdfFormat.TURTLE)
        for term in quad.triple
        if isinstance(term, NamedNode) and term.value.startswith(JPST.BASE)
    }
    told_beside = {"standing", "origin", "asOf", "holdsFrom", "holdsUntil"}
    assert {"standing", "origin"} <= ours <= told_beside
    refused = run_kgraph("export", "--profile", "fibo", "-f", "graphml", cwd=checkout)
    assert refused.returncode == 2
    assert "a view is RDF" in refused.stderr
