"""A release: complete, reproducible, and what its files hold."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import rdflib
from helpers.released import (
    DAY,
    SITE,
    contents,
    write_project,
)
from helpers.running import run_kgraph
from helpers.terms import jpst
from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, parse

import kgraph
from kgraph.diff import compare, open_version
from kgraph.release import release
from kgraph.turtle.canonical import write_turtle
from kgraph.validate import load_shapes
from kgraph.vocab import GRAPH, JPST, OWL

DERIVED = """\
PREFIX jpst: <https://w3id.org/jpst/ontology/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX shape: <https://w3id.org/jpst/shape/>
CONSTRUCT {
  shape:lei sh:targetSubjectsOf ?lei ; sh:path ?lei ; sh:languageIn ( "en" ) ; sh:severity sh:Info ;
    sh:message "No."@en, "否。"@ja .
}
WHERE { ?lei a owl:DatatypeProperty . FILTER (?lei = jpst:lei) }
"""


def test_it_has_the_context_the_frames_and_the_redirects(made: Path) -> None:
    context = json.loads((made / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert context["id"] == "https://w3id.org/jpst/id/"
    assert context["prefLabel"]["@container"] == ["@language", "@set"]
    frame = json.loads((made / "frames" / "organization.jsonld").read_text(encoding="utf-8"))
    assert frame["@context"] == "https://w3id.org/jpst/context.jsonld"
    assert frame["@type"] == ["Organization"]
    assert f"[E=SITE:{SITE[1]}]" in (made / "w3id" / ".htaccess").read_text(encoding="utf-8")


def test_tables_for_people_open_with_their_letters(made: Path) -> None:
    for name in ("findings.csv", "findings.ja.csv"):
        assert (made / name).read_bytes().startswith("\ufeff".encode())
    with zipfile.ZipFile(made / "tables.zip") as archive:
        tables = [name for name in archive.namelist() if name.endswith(".csv")]
        assert tables
        for name in tables:
            assert archive.read(name).startswith("\ufeff".encode())


def test_everything_is_there(made: Path) -> None:
    assert set(contents(made)) == {
        "LICENSE.txt",
        "NOTICE.txt",
        "SHA256SUMS",
        "context.jsonld",
        "croissant.json",
        "dcat.ttl",
        "fibo-imports.ttl",
        "fibo.ttl",
        "findings.csv",
        "findings.ja.csv",
        "findings.ttl",
        "frames/organization.jsonld",
        "frames/source.jsonld",
        "frames/token.jsonld",
        "graph.graphml",
        "graph.jsonld",
        "graph.nq",
        "graph.trig",
        "graph.ttl",
        "history.csv",
        "jpst-full.owl2rl.ttl",
        "jpst-full.ttl",
        "jpst-linked.ttl",
        "jpst.ttl",
        "links.ttl",
        "manifest.json",
        "ontology.zip",
        "queries/units.rq",
        "shapes/venue.ttl",
        "tables.zip",
        "things.schema.json",
        "void.ttl",
        "w3id/.htaccess",
    }


def test_shapes_that_follow_from_the_ontology_stand_in_a_file(project: Path) -> None:
    (project / "shapes" / "derived").mkdir()
    (project / "shapes" / "derived" / "lei.rq").write_text(DERIVED, encoding="utf-8")
    release(project, "1.2.0", project / "dist", issued=DAY)
    whole, released = load_shapes(project / "shapes"), load_shapes(project / "dist" / "shapes")
    assert not (project / "dist" / "shapes" / "derived").exists()
    assert write_turtle(released.triples) == write_turtle(whole.triples)


def test_the_same_files_give_the_same_bytes_elsewhere(made: Path, tmp_path: Path) -> None:
    root = write_project(tmp_path / "a folder elsewhere")
    done = run_kgraph(
        *("release", "1.2.0", "-o", "out/new", "--date", str(DAY), *SITE),
        cwd=root,
        env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
    )
    assert done.returncode == 0, done.stderr
    assert contents(root / "out" / "new") == contents(made)


def test_the_day_stands_in_manifest_and_description_alone(made: Path, project: Path) -> None:
    release(project, "1.2.0", project / "dist", issued=date(2027, 1, 2), site=SITE[1])
    other, first = contents(project / "dist"), contents(made)
    differing = {name for name in first if first[name] != other[name]}
    assert differing == {"croissant.json", "dcat.ttl", "manifest.json", "SHA256SUMS"}


def test_no_path_of_this_machine_is_in_it(made: Path) -> None:
    place = str(made.parent).encode()
    assert not [name for name, content in contents(made).items() if place in content]


def test_the_graph_files_hold_the_graph(made: Path, built_market: Path) -> None:
    snapshot = kgraph.open(built_market)
    name, store = open_version(made)
    assert name == "1.2.0"
    # The project adds nothing to the market but a file that is no part of the graph.
    assert not compare(snapshot, store)
    merge = set(parse((made / "graph.ttl").read_bytes(), format=RdfFormat.TURTLE))
    kept = DefaultGraph(), GRAPH.claims, GRAPH.labels
    assert {quad.triple for quad in merge} == {
        quad.triple for quad in snapshot.store if quad.graph_name in kept
    }


def test_the_merged_ontology_loads_alone(made: Path) -> None:
    path = made / "jpst-full.ttl"
    own = NamedNode(JPST.BASE.rstrip("/"))
    triples = {quad.triple for quad in parse(path=path)}
    told = {(t.subject, t.predicate.value, t.object) for t in triples}
    assert (own, OWL.versionInfo.value, Literal("1.2.0")) in told
    assert not any(t.predicate.value == OWL.imports.value for t in triples)
    assert len(rdflib.Graph().parse(path)) == len(triples)
    terms = {t.subject.value for t in triples if isinstance(t.subject, NamedNode)}
    assert {jpst("operatedBy").value, "https://w3id.org/jpst/hosting/page"} <= terms
    with zipfile.ZipFile(made / "ontology.zip") as archive:
        assert "ontology/schemes/hosting.ttl" in archive.namelist()


def test_a_copy_of_the_ontology_in_owl_2_rl_is_there(made: Path) -> None:
    copy = rdflib.Graph().parse(made / "jpst-full.owl2rl.ttl")
    (own,) = copy.subjects(rdflib.RDF.type, rdflib.OWL.Ontology)
    assert str(copy.value(own, rdflib.OWL.versionInfo)) == "1.2.0"
    assert str(copy.value(own, rdflib.DCTERMS.source)) == JPST.BASE.rstrip("/")
    full = rdflib.Graph().parse(made / "jpst-full.ttl")
    day = next(full.subjects(rdflib.RDFS.range, rdflib.XSD.date))
    assert set(copy.objects(day, rdflib.RDFS.range)) == {rdflib.RDFS.Literal}


def test_the_view_in_outside_terms_is_there(made: Path) -> None:
    view = rdflib.Graph().parse(made / "fibo.ttl")
    (own,) = view.subjects(rdflib.RDF.type, rdflib.OWL.Ontology)
    assert str(view.value(own, rdflib.OWL.versionInfo)) == "1.2.0"
    party = rdflib.URIRef("http://example.org/Party")
    assert set(view.objects(party, rdflib.RDF.type)) == {rdflib.OWL.Class}
    assert len(set(view.subjects(rdflib.RDF.type, party))) == 1


def test_findings_are_told_without_the_place_of_the_folder(made: Path) -> None:
    text = (made / "findings.csv").read_text(encoding="utf-8-sig")
    (finding,) = csv.DictReader(io.StringIO(text))
    assert finding["id"] == "venue-lei"
    assert finding["file"] == "data/entities/all.ttl"
    report = rdflib.Graph().parse(made / "findings.ttl")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    assert len(set(report.subjects(rdflib.RDF.type, sh.ValidationResult))) == 1
