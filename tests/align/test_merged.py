"""The one-file load: offline, in every parser that users have."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rdflib
from helpers.links import copied
from helpers.project import PROJECT
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse, serialize

from kgraph.align import catalog, merged_ontology
from kgraph.align.merged import CATALOG
from kgraph.load import load
from kgraph.names import BASE
from kgraph.problems import LoadError
from kgraph.turtle.parse import parse_turtle, read_text
from kgraph.turtle.same_graph import same_graph
from kgraph.vocab import DCTERMS, OWL, RDF, RDFS, SKOS

ONTOLOGY = PROJECT / "ontology"
TYPE = RDF.type
HEADER = OWL.Ontology
IMPORTS = OWL.imports
CATALOG_NAMESPACE = "urn:oasis:names:tc:entity:xmlns:xml:catalog"
rapper = shutil.which("rapper")
needs_rapper = pytest.mark.skipif(rapper is None, reason="no rapper; install raptor2-utils")


@pytest.fixture(scope="module")
def merged() -> str:
    return merged_ontology(PROJECT)


def modules() -> list[Path]:
    return [
        path
        for path in (*ONTOLOGY.glob("*.ttl"), *ONTOLOGY.glob("schemes/*.ttl"))
        if path.name != "jpst.ttl"
    ]


def test_it_holds_every_module_under_one_header(merged: str) -> None:
    found = parse_turtle(merged, None)
    headers = [t.subject.value for t in found if t.predicate == TYPE and t.object == HEADER]
    assert headers == ["https://w3id.org/jpst/ontology"]
    assert not [t for t in found if t.predicate == IMPORTS]
    wanted: list[Triple] = []
    for path in modules():
        of_file = parse_turtle(read_text(path), path)
        own = {t.subject for t in of_file if t.predicate == TYPE and t.object == HEADER}
        wanted += [t for t in of_file if t.subject not in own]
    (own,) = {NamedNode(header) for header in headers}
    outside = [t for t in found if isinstance(t.subject, NamedNode) and BASE not in t.subject.value]
    assert same_graph(wanted, [t for t in found if t.subject != own and t not in outside])


def test_it_declares_the_outside_terms_that_it_uses(merged: str) -> None:
    found = parse_turtle(merged, None)
    kinds = {
        t.subject.value: t.object.value.removeprefix(OWL.BASE)
        for t in found
        if isinstance(t.subject, NamedNode) and BASE not in t.subject.value
    }
    assert kinds[SKOS.Concept.value] == kinds[SKOS.ConceptScheme.value] == "Class"
    assert kinds[SKOS.inScheme.value] == "ObjectProperty"
    assert kinds[SKOS.prefLabel.value] == kinds[DCTERMS.license.value] == "AnnotationProperty"
    used = {t.predicate.value for t in found}
    assert {
        iri for iri in used if not iri.startswith((BASE, RDF.BASE, RDFS.BASE, OWL.BASE))
    } <= kinds.keys()


def test_the_same_files_give_the_same_bytes(merged: str) -> None:
    code = (
        "import sys; from pathlib import Path; from kgraph.align import merged_ontology; "
        "sys.stdout.buffer.write(merged_ontology(Path(sys.argv[1])).encode())"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(PROJECT)}
        result = subprocess.run(
            [sys.executable, "-c", code, str(PROJECT)],
            env=environment,
            capture_output=True,
            check=True,
        )
        assert result.stdout.decode() == merged


def test_rdflib_reads_the_same_graph(merged: str) -> None:
    ours = [quad.triple for quad in parse(merged, format=RdfFormat.TURTLE)]
    graph = rdflib.Graph()
    graph.parse(data=merged, format="turtle")
    theirs = parse(graph.serialize(format="nt"), format=RdfFormat.N_TRIPLES)
    assert same_graph(ours, [quad.triple for quad in theirs])


@needs_rapper
@pytest.mark.parametrize("name", ["jpst.ttl", "merged"])
def test_rapper_reads_it(merged: str, tmp_path: Path, name: str) -> None:
    text = merged if name == "merged" else read_text(ONTOLOGY / name)
    path = tmp_path / "full.ttl"
    path.write_text(text, encoding="utf-8")
    result = subprocess.run(
        [str(rapper), "-q", "-i", "turtle", "-o", "ntriples", str(path)],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 0, result.stderr.decode()
    assert result.stderr == b""
    wanted = [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]
    found = parse(result.stdout, format=RdfFormat.N_TRIPLES)
    assert same_graph(wanted, [quad.triple for quad in found])


def test_the_file_that_imports_all_loads_too() -> None:
    text = read_text(ONTOLOGY / "jpst.ttl")
    graph = rdflib.Graph()
    graph.parse(data=text, format="turtle")
    assert len(graph) == len(parse_turtle(text, None))


def test_a_broken_module_is_named(tmp_path: Path) -> None:
    root = copied(tmp_path)
    (root / "ontology" / "law.ttl").write_text("jpst:x a .", encoding="utf-8")
    with pytest.raises(LoadError, match=r"law\.ttl:1:"):
        merged_ontology(root)


def test_blank_nodes_of_different_modules_do_not_meet(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.ttl").write_text(f"_:x <urn:p> <urn:{name}> .\n", encoding="utf-8")
    found = parse_turtle(merged_ontology(tmp_path), None)
    assert len({t.subject for t in found if isinstance(t.subject, BlankNode)}) == 2
    assert serialize(found, format=RdfFormat.N_TRIPLES)


# -- the catalog


def places() -> dict[str, str]:
    root = ElementTree.fromstring(catalog(PROJECT))
    assert root.tag == f"{{{CATALOG_NAMESPACE}}}catalog"
    return {entry.get("name", ""): entry.get("uri", "") for entry in root}


def test_the_catalog_leads_to_the_file_of_every_ontology() -> None:
    found = places()
    for iri, place in found.items():
        path = ONTOLOGY / place
        triples = parse_turtle(read_text(path), path)
        kinds = {t.object.value for t in triples if t.subject.value == iri and t.predicate == TYPE}
        assert kinds & {HEADER.value, "http://www.w3.org/2004/02/skos/core#ConceptScheme"}, iri
    on_disk = {p.relative_to(ONTOLOGY).as_posix() for p in ONTOLOGY.rglob("*.ttl")}
    assert set(found.values()) == on_disk


def test_the_catalog_resolves_every_import() -> None:
    path = ONTOLOGY / "jpst.ttl"
    imported = {
        t.object.value for t in parse_turtle(read_text(path), path) if t.predicate == IMPORTS
    }
    assert imported
    assert imported <= places().keys()


def test_the_catalog_in_the_folder_is_up_to_date() -> None:
    assert read_text(PROJECT / CATALOG) == catalog(PROJECT)
    assert load(PROJECT).files
