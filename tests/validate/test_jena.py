"""Jena's own validator is a further reference: it finds what the compiled shapes find."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from helpers.project import PROJECT
from helpers.real_engines import JARS, SECONDS, lacking

from kgraph.names import PREFIXES
from kgraph.shacl.results import MERGE
from kgraph.shacl.run import run
from kgraph.snapshot import Snapshot
from kgraph.validate import load_shapes
from kgraph.validate.scopes import split_by_scope
from kgraph.vocab import SH

pytestmark = pytest.mark.skipif(lacking("fuseki") is not None, reason=str(lacking("fuseki")))

ONE_IN = 12
"""Of so many things one is looked at: what they speak of is then missing, and much is wrong."""
REPORTED = """
    ?result a <{0}ValidationResult> ; <{0}focusNode> ?focus ;
        <{0}sourceConstraintComponent> ?component ; <{0}sourceShape> ?shape .
    OPTIONAL {{ ?result <{0}value> ?value }}
"""


def jena(shapes: Iterable[ox.Triple], data: Iterable[ox.Triple], folder: Path) -> Counter[str]:
    """The results of `shacl validate`, as lines."""
    wanted, given = folder / "shapes.ttl", folder / "data.nt"
    ox.serialize(shapes, str(wanted), format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    ox.serialize(data, str(given), format=ox.RdfFormat.N_TRIPLES)
    command = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", f"{JARS}/*"]
    command += ["shacl.shacl", "validate", "--shapes", str(wanted), "--data", str(given)]
    done = subprocess.run(command, capture_output=True, timeout=4 * SECONDS, check=True)
    report = ox.Store()
    report.load(done.stdout, format=ox.RdfFormat.TURTLE)
    rows = report.query(f"SELECT ?focus ?value ?component ?shape {{ {REPORTED.format(SH.BASE)} }}")
    assert isinstance(rows, ox.QuerySolutions)
    return Counter(line(*row) for row in rows)


def line(*terms: object) -> str:
    """One result; a blank node has another name in each report."""
    return " ".join("_:" if isinstance(one, ox.BlankNode) else str(one or "") for one in terms)


def test_jena_finds_what_the_compiled_shapes_find(real_snapshot: Snapshot, tmp_path: Path) -> None:
    quads = list(real_snapshot.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    chosen = set(sorted({str(quad.subject) for quad in quads})[::ONE_IN])
    data = [quad.triple for quad in quads if str(quad.subject) in chosen]
    shapes, _ = split_by_scope(load_shapes(PROJECT / "shapes"))
    ours = Counter(
        line(one.focus, one.value, ox.NamedNode(one.component), one.shape)
        for one in run(shapes, {MERGE: data})
    )
    assert ours.total() > 200
    assert len({one.rpartition(" ")[2] for one in ours}) > 40
    assert jena(shapes.triples, data, tmp_path) == ours
