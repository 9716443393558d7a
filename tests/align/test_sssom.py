"""The table of mappings is SSSOM: a library of its makers validates it and turns it into RDF."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from io import StringIO

import pytest
import rdflib
from helpers.project import PROJECT

from kgraph.align.bridges import FOLDER, read_bridges
from kgraph.align.table import TABLE, TYPES, read_table

PATH = PROJECT / FOLDER / TABLE


needs_sssom = pytest.mark.skipif(
    find_spec("sssom") is None, reason="sssom-py is not installed: pip install kgraph[sssom]"
)


def rows() -> Iterator[dict[str, str]]:
    lines = [line for line in PATH.read_text("utf-8").splitlines() if not line.startswith("#")]
    names = lines[0].split("\t")
    for line in lines[1:]:
        yield dict(zip(names, line.split("\t"), strict=True))


def test_each_row_says_who_when_how_surely_and_what_both_sides_are() -> None:
    kinds = {*TYPES.values(), "skos concept"}
    found = list(rows())
    assert len(found) == len(read_table(PROJECT, read_bridges(PROJECT)))
    for row in found:
        assert row["author_label"]
        assert row["mapping_date"].startswith("20")
        assert 0 < float(row["confidence"]) <= 1
        assert row["subject_type"] in kinds
        assert row["object_type"] in kinds
        assert row["subject_source_version"]


@needs_sssom
def test_its_own_library_finds_nothing_wrong(caplog: pytest.LogCaptureFixture) -> None:
    from sssom.parsers import parse_sssom_table
    from sssom.validators import validate

    table = parse_sssom_table(str(PATH))
    assert len(table.df) == len(list(rows()))
    assert table.metadata["mapping_set_version"] == read_bridges(PROJECT).version
    with caplog.at_level("WARNING"):
        validate(table)
    assert not [r for r in caplog.records if "incorrect" in r.message]


@needs_sssom
@pytest.mark.parametrize("form", ["rdf", "owl"])
def test_its_conversions_keep_every_mapping_and_prefix(form: str) -> None:
    from sssom.parsers import parse_sssom_table
    from sssom.writers import write_owl, write_rdf

    out = StringIO()
    (write_rdf if form == "rdf" else write_owl)(parse_sssom_table(str(PATH)), out)
    graph = rdflib.Graph().parse(data=out.getvalue(), format="turtle")
    annotated = {
        tuple(
            str(graph.value(axiom, rdflib.OWL[name]))
            for name in ("annotatedSource", "annotatedProperty", "annotatedTarget")
        )
        for axiom in graph.subjects(rdflib.RDF.type, rdflib.OWL.Axiom)
    }
    wanted = {
        (row.subject, row.predicate, row.object)
        for row in read_table(PROJECT, read_bridges(PROJECT))
    }
    assert annotated == wanted
    declared = {str(namespace) for _, namespace in graph.namespaces()}
    prefixes = {**read_bridges(PROJECT).prefixes}
    used = {name.partition(":")[0] for row in rows() for name in (row["object_id"],)}
    assert {prefixes[name] for name in used if name in prefixes} <= declared
    assert not [name for name, _ in graph.namespaces() if name.startswith("ns")]
