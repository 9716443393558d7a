"""Small inputs on which an inference, or its explanation, once failed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.running import run_kgraph
from helpers.terms import jpst
from pyoxigraph import DefaultGraph, Quad

import kgraph
from kgraph.cli.things import fact
from kgraph.limited import UNLIMITED
from kgraph.names import ID
from kgraph.snapshot import Snapshot
from kgraph.vocab import RDF

HERE = Path(__file__).parent


@pytest.fixture
def copied(tmp_path: Path) -> Callable[[str], Path]:
    """The root of a case, in a folder that may be written."""

    def copy(case: str) -> Path:
        root = tmp_path / case
        shutil.copytree(HERE / case / "root", root)
        return root

    return copy


def hub_members(root: Path, reasoner: str) -> set[str]:
    report = kgraph.build(
        root, root / reasoner, reasoner=reasoner, fail_on="never", limits=UNLIMITED
    )
    assert report.published
    store = kgraph.open(root, root / reasoner).store
    kind = jpst("HubMember")
    rows = store.quads_for_pattern(None, RDF.type, kind, DefaultGraph())
    return {quad.subject.value.removeprefix(ID) for quad in rows}


@pytest.mark.parametrize("reasoner", ["compiled", "owlrl"])
def test_what_hangs_on_a_stated_value_is_inferred(
    copied: Callable[[str], Path], reasoner: str
) -> None:
    """`id:m1` has the value that makes a hub member. That `id:m2` lacks it is no conclusion from
    the domain, as it was taken for: the domain is a constraint, and `id:m2` breaks it."""
    root = copied("load-01-hasvalue-inference")
    assert hub_members(root, reasoner) == {"m1"}
    found = {(f.id, f.focus_name) for f in kgraph.findings(root=root) if f.severity == "violation"}
    assert found == {("domain", "id:m2"), ("member", "id:m2")}


@pytest.mark.parametrize("reasoner", ["compiled", "owlrl"])
def test_what_hangs_on_a_stated_value_is_inferred_where_a_rule_gives_it_too(
    copied: Callable[[str], Path], reasoner: str
) -> None:
    root = copied("load-01-hasvalue-inference")
    ontology = root / "ontology" / "mini.ttl"
    text = ontology.read_text(encoding="utf-8")
    domain = "jpst:reaches a owl:ObjectProperty ; rdfs:domain ["
    assert domain in text
    as_rule = (
        "jpst:reaches a owl:ObjectProperty .\n"
        "[ owl:onProperty jpst:reaches ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf ["
    )
    ontology.write_text(text.replace(domain, as_rule), encoding="utf-8")
    assert hub_members(root, reasoner) == {"m1", "m2"}
    assert [f for f in kgraph.findings(root=root) if f.severity == "violation"] == []


def test_no_fact_is_absent_with_every_premise_there(copied: Callable[[str], Path]) -> None:
    root = copied("load-01-hasvalue-inference")
    assert kgraph.build(root, root / "out", fail_on="never", limits=UNLIMITED).published
    told = run_kgraph("explain", "m1", "a", "HubMember", "--out", "out", cwd=root).stdout
    assert told.splitlines()[0] == "id:m1 is a jpst:HubMember  [inferred]"
    told = run_kgraph("explain", "m2", "a", "HubMember", "--out", "out", cwd=root).stdout
    assert told.splitlines()[0] == "id:m2 is a jpst:HubMember  [not in the graph]"
    assert "✗ id:m2 – jpst:reaches: id:hub" in told


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built graph of the case on spellings, with more values; tests only read it."""
    root = tmp_path_factory.mktemp("spelling") / "root"
    shutil.copytree(HERE / "load-45-explain-spelling" / "root", root)
    things = root / "data" / "entities" / "things.ttl"
    more = (
        '\nid:a jpst:n +7, "008"^^xsd:integer, 2.5E3, "2024-03-01T09:00:00+09:00"^^xsd:dateTime, '
        '"2024-04-01+00:00"^^xsd:date, "0"^^xsd:boolean, "INF"^^xsd:double, -5, -0.5 .\n'
    )
    things.write_text(things.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert kgraph.build(root, root / "out", fail_on="never", limits=UNLIMITED).published
    return root


@pytest.fixture(scope="module")
def snapshot(values: Path) -> Snapshot:
    return kgraph.open(values, values / "out")


@pytest.mark.parametrize(
    "written",
    [
        # As in the file, and as the graph writes it.
        *("1.50", "1.5", "+1.5", "01.50", "2024-01-01T00:00:00.000Z", "2024-01-01T00:00:00Z"),
        *("5", "+5", "05", "true", "TRUE", "1", "0", "false", "x", 'say "hi"'),
        *("99999999999999999999", "12:00:00+09:00", "+7", "7", "008", "8", "2.5E3", "2500"),
        *("INF", "inf", " 1.5 ", "-5", "-05", "-.5"),
        # In other zones, and as Turtle writes it.
        *("2024-01-01T09:00:00+09:00", "2024-03-01T00:00:00Z", "2024-04-01Z"),
        *('"x"@en', '"x"@en-US', "'x'@en", '"5"^^xsd:int', '"1.50"^^xsd:decimal'),
        '"say \\"hi\\""',
    ],
)
def test_a_value_is_found_as_it_is_written(snapshot: Snapshot, written: str) -> None:
    for link in ("n", "ns"):
        assert Quad(*fact(snapshot, "a", link, written), DefaultGraph()) in snapshot.store


@pytest.mark.parametrize(
    "written", ["1.51", "6", "-6", "y", '"x"@fr', '"5"', "2024-01-01T00:00:00+09:00", "13:00:00"]
)
def test_another_value_is_not_taken_for_it(snapshot: Snapshot, written: str) -> None:
    assert Quad(*fact(snapshot, "a", "ns", written), DefaultGraph()) not in snapshot.store


@pytest.mark.parametrize(
    ("link", "written", "status"),
    [("ns", "1.50", "inferred"), ("ns", "-5", "inferred"), ("ns", "-6", "not in the graph")],
)
def test_the_command_takes_values_as_they_are_written(
    values: Path, link: str, written: str, status: str
) -> None:
    told = run_kgraph("explain", "a", link, written, "--out", "out", cwd=values)
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[0].endswith(f"[{status}]")
