"""A release: complete, described, reproducible, and refused where something is wrong."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pyshacl
import pytest
import rdflib
from helpers.market import write_market
from helpers.project import PROJECT
from helpers.running import run_kgraph
from helpers.terms import jpst
from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Store, parse

import kgraph
from kgraph.diff import compare, open_version
from kgraph.release import ReleaseError, release
from kgraph.turtle.canonical import write_turtle
from kgraph.validate import load_shapes
from kgraph.verify.history import HISTORY, Life, read_history
from kgraph.vocab import DCAT, DCTERMS, GRAPH, JPST, OWL, RDF, VOID, XSD

DAY = date(2026, 11, 24)
SITE = ("--site", "https://pages.example.org/jpst")
ONE_FILE = """\
<https://w3id.org/jpst/ontology> a owl:Ontology ; dcterms:title "All of it"@en ;
    owl:imports module:core , scheme:hosting .
"""
LINKS = """\
<https://w3id.org/jpst/ontology/align/things> a owl:Ontology ;
    dcterms:source <http://example.org/other/> .
id:odx owl:sameAs <http://example.org/other/1> .
id:start owl:sameAs <http://example.org/other/2> ; jpst:tradedOn <http://example.org/other/3> .
"""
VIEW = """\
PREFIX jpst: <https://w3id.org/jpst/ontology/>
CONSTRUCT { ?company a <http://example.org/Party> } WHERE { ?company a jpst:Company }
"""
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
SHAPES = Path(
    os.environ.get("KGRAPH_DCAT_AP", PROJECT.parent / "shared" / "dcat-ap" / "shapes-3.0.1.ttl")
)
needs_shapes = pytest.mark.skipif(
    not SHAPES.is_file(),
    reason="no shapes of DCAT-AP 3.0.1; name their file with KGRAPH_DCAT_AP",
)
HERE = "https://w3id.org/jpst/release/1.2.0"
SPDX = "http://spdx.org/rdf/terms#"


def write_project(root: Path) -> Path:
    """The small market with a one-file load, outside links, an outside view and a license."""
    write_market(root)
    prefixes = (root / "ontology/core.ttl").read_text(encoding="utf-8").partition("module:core")[0]
    (root / "ontology/jpst.ttl").write_text(prefixes + ONE_FILE, encoding="utf-8")
    (root / "ontology/align").mkdir()
    (root / "ontology/align/things.ttl").write_text(prefixes + LINKS, encoding="utf-8")
    (root / "ontology/fibo").mkdir()
    (root / "ontology/fibo/parties.rq").write_text(VIEW, encoding="utf-8")
    (root / "LICENSE-DATA").write_text("CC-BY-4.0\n", encoding="utf-8")
    return root


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release, made by the command."""
    root = write_project(tmp_path_factory.mktemp("first"))
    done = run_kgraph("release", "1.2.0", "-o", "dist", "--date", str(DAY), *SITE, cwd=root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("release   1.2.0 of 2026-11-24\n")
    return root / "dist"


def test_it_has_the_context_the_frames_and_the_redirects(made: Path) -> None:
    context = json.loads((made / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert context["id"] == "https://w3id.org/jpst/id/"
    assert context["prefLabel"]["@container"] == ["@language", "@set"]
    frame = json.loads((made / "frames" / "organization.jsonld").read_text(encoding="utf-8"))
    assert frame["@context"] == "https://w3id.org/jpst/context.jsonld"
    assert frame["@type"] == ["Organization"]
    assert f"[E=SITE:{SITE[1]}]" in (made / "w3id" / ".htaccess").read_text(encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def rows_of_facts(release: Path) -> list[dict[str, str]]:
    with zipfile.ZipFile(release / "tables.zip") as archive:
        text = archive.read("facts.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_tables_for_people_open_with_their_letters(made: Path) -> None:
    for name in ("findings.csv", "findings.ja.csv"):
        assert (made / name).read_bytes().startswith("\ufeff".encode())
    with zipfile.ZipFile(made / "tables.zip") as archive:
        tables = [name for name in archive.namelist() if name.endswith(".csv")]
        assert tables
        for name in tables:
            assert archive.read(name).startswith("\ufeff".encode())


def test_croissant_validates_and_reads_the_tables(made: Path) -> None:
    croissant = pytest.importorskip("mlcroissant", reason="no mlcroissant: pip install mlcroissant")
    read = croissant.Dataset(jsonld=made / "croissant.json")  # raises where it is not valid
    assert not read.metadata.ctx.issues.errors
    assert not read.metadata.ctx.issues.warnings
    told = json.loads((made / "croissant.json").read_text(encoding="utf-8"))
    with zipfile.ZipFile(made / "tables.zip") as archive:
        assert {f"{each['@id']}.csv" for each in told["recordSet"]} == {
            name for name in archive.namelist() if name.endswith(".csv")
        }
    rows = list(read.records("organizations"))
    assert b"Osaka Digital Exchange" in {value for row in rows for value in row.values()}
    for each in told["distribution"]:
        if "sha256" in each:
            content = (made / each["contentUrl"]).read_bytes()
            assert hashlib.sha256(content).hexdigest() == each["sha256"]


def test_croissant_without_its_files_is_refused(made: Path, tmp_path: Path) -> None:
    croissant = pytest.importorskip("mlcroissant", reason="no mlcroissant: pip install mlcroissant")
    told = json.loads((made / "croissant.json").read_text(encoding="utf-8"))
    del told["distribution"]
    broken = tmp_path / "croissant.json"
    broken.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(croissant.ValidationError):
        croissant.Dataset(jsonld=broken)


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


def test_the_manifest_lists_every_file(made: Path) -> None:
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    files = contents(made)
    listed = {entry["path"]: entry for entry in manifest["files"]}
    assert listed.keys() == files.keys() - {"manifest.json", "SHA256SUMS"}
    for path, entry in listed.items():
        assert entry["bytes"] == len(files[path])
        assert entry["sha256"] == hashlib.sha256(files[path]).hexdigest()
        assert entry["license"] == "CC-BY-4.0"
        assert entry["title"]["en"]
        assert entry["title"]["ja"]
        assert entry["mediaType"] != "application/octet-stream"
    assert manifest["version"] == "1.2.0"
    assert manifest["issued"] == "2026-11-24"
    assert manifest["counts"]["tokens"] == 2
    assert manifest["findings"] == {"violation": 0, "warning": 1, "info": 0}
    assert manifest["previous"] is None


def test_the_checksums_are_in_the_form_of_sha256sum(made: Path) -> None:
    lines = (made / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = dict(reversed(line.split("  ")) for line in lines)
    files = contents(made)
    assert sums == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name != "SHA256SUMS"
    }


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


def described(path: Path) -> Store:
    store = Store()
    store.load(path=path)
    return store


def values(store: Store, subject: str, predicate: str) -> set[str]:
    found = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
    return {quad.object.value for quad in found}


def test_dcat_describes_the_release_and_each_file(made: Path) -> None:
    store = described(made / "dcat.ttl")
    assert values(store, HERE, RDF.type.value) == {DCAT.Dataset.value}
    catalog = "https://w3id.org/jpst/catalog"
    assert values(store, catalog, DCAT.BASE + "dataset") == {HERE}
    assert values(store, catalog, DCTERMS.publisher.value) == values(
        store, HERE, DCTERMS.publisher.value
    )
    assert values(store, HERE, DCAT.version.value) == {"1.2.0"}
    assert values(store, HERE, DCTERMS.issued.value) == {"2026-11-24"}
    files = contents(made)
    distributions = values(store, HERE, DCAT.distribution.value)
    data = ("graph.", "tables.", "jpst", "links.", "fibo.", "ontology.")
    assert distributions == {f"{HERE}/{name}" for name in files if name.startswith(data)}
    for iri in distributions:
        content = files[iri.removeprefix(HERE + "/")]
        assert values(store, iri, DCAT.BASE + "accessURL") == {iri}
        assert values(store, iri, DCAT.byteSize.value) == {str(len(content))}
        assert values(store, iri, DCTERMS.license.value) == {
            "https://creativecommons.org/licenses/by/4.0/"
        }
        assert values(store, iri, DCTERMS.rights.value) == {f"{HERE}/NOTICE.txt"}
        (checksum,) = values(store, iri, SPDX + "checksum")
        assert values(store, checksum, SPDX + "checksumValue") == {
            hashlib.sha256(content).hexdigest()
        }
    assert values(store, HERE + "/graph.nq", DCAT.mediaType.value) == {
        "https://www.iana.org/assignments/media-types/application/n-quads"
    }


def test_the_notice_names_what_is_not_on_record(made: Path) -> None:
    text = (made / "NOTICE.txt").read_text(encoding="utf-8")
    assert "Of 2 of 2 sources no terms of use are on record" in text
    assert "出典2件のうち2件には利用条件の記録がない" in text


@needs_shapes
def test_the_description_passes_the_shapes_of_dcat_ap(made: Path) -> None:
    shapes = rdflib.Graph().parse(SHAPES)
    graph = rdflib.Graph().parse(made / "dcat.ttl")
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, text
    for triple in list(graph.triples((None, rdflib.DCAT.accessURL, None)))[:1]:
        graph.remove(triple)
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes)
    assert not conforms
    assert "accessURL" in text


def test_void_counts_what_is_there(made: Path, built_market: Path) -> None:
    store, snapshot = described(made / "void.ttl"), kgraph.open(built_market)
    dataset = "https://w3id.org/jpst/dataset"
    counts = snapshot.manifest["counts"]
    assert values(store, dataset, VOID.triples.value) == {str(counts["triples"])}
    tokens = f"{dataset}/class/jpst-SecurityToken"
    assert tokens in values(store, dataset, VOID.classPartition.value)
    assert values(store, tokens, VOID.class_.value) == {JPST.SecurityToken.value}
    assert values(store, tokens, VOID.entities.value) == {"2"}
    units = f"{dataset}/property/jpst-issuedUnits"
    assert values(store, units, VOID.triples.value) == {"2"}
    assert values(store, units, VOID.distinctObjects.value) == {"2"}
    assert values(store, f"{dataset}/inferred", VOID.triples.value) == {str(counts["inferred"])}
    assert f"{HERE}/graph.trig" in values(store, dataset, VOID.dataDump.value)
    assert JPST.BASE in values(store, dataset, VOID.vocabulary.value)
    assert values(store, f"{dataset}/links/owl-sameAs/example-org-other", VOID.triples.value) == {
        "2"
    }
    assert values(store, f"{dataset}/target/example-org-other", VOID.uriSpace.value) == {
        "http://example.org/other/"
    }
    linkset = f"{dataset}/links/owl-sameAs/example-org-other"
    assert values(store, linkset, VOID.dataDump.value) == {f"{HERE}/links.ttl"}
    dump = described(made / "links.ttl")
    assert {quad.predicate for quad in dump} == {NamedNode(OWL.BASE + "sameAs")}
    assert len(dump) == 2
    linked = described(made / "jpst-linked.ttl")
    assert all(quad in linked for quad in dump)
    assert all(quad in linked for quad in described(made / "graph.ttl"))
    datatypes = {quad.object.datatype.value for quad in store if isinstance(quad.object, Literal)}
    assert XSD.integer.value in datatypes


# -- what changed since the previous release


def test_the_difference_from_the_previous_release(made: Path, project: Path) -> None:
    press = project / "data/sources/press-launch.ttl"
    text = press.read_text(encoding="utf-8").replace("issuedUnits 20", "issuedUnits 21")
    press.write_text(text, encoding="utf-8")
    new = release(project, "1.3.0", project / "dist", issued=DAY, previous=made)
    assert len(new.difference.facts_added) == 1
    found = json.loads((new.path / "difference.json").read_text(encoding="utf-8"))
    assert (found["old"], found["new"]) == ("1.2.0", "1.3.0")
    assert found["counts"]["factsAdded"] == 1
    readable = (new.path / "difference.md").read_text(encoding="utf-8")
    assert readable.startswith("# from 1.2.0 to 1.3.0\n")
    assert "`+` issued units: 21" in readable
    assert "1.2.0 から 1.3.0" in (new.path / "difference.ja.md").read_text(encoding="utf-8")
    manifest = json.loads((new.path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["breaking"] == 0
    assert manifest["previous"] == {
        "version": "1.2.0",
        "manifest": {"sha256": hashlib.sha256((made / "manifest.json").read_bytes()).hexdigest()},
    }
    catalog = described(new.path / "dcat.ttl")
    here = "https://w3id.org/jpst/release/1.3.0"
    assert values(catalog, here, DCAT.previousVersion.value) == {HERE}
    done = run_kgraph("diff", str(made), str(new.path), cwd=project)
    assert done.returncode == 1
    assert done.stdout.startswith("from 1.2.0 to 1.3.0\n")
    # The history tells which fact is new; what it had to say is in the table and in `verify`.
    assert set(read_history(made).values()) == {Life("1.2.0", "1.2.0")}
    facts = {row["id"]: row for row in rows_of_facts(new.path)}
    new_ones = [row for row in facts.values() if row["first release"] == "1.3.0"]
    assert [row["value"] for row in new_ones] == ["21"]
    assert {row["last release"] for row in facts.values()} == {"1.3.0"}
    old = next(row["id"] for row in rows_of_facts(made) if row["value"] == "100")
    kgraph.build(project)
    done = run_kgraph(
        *("verify", new_ones[0]["id"], old, "--release", str(new.path), "--format", "json"),
        cwd=project,
    )
    told = json.loads(done.stdout)
    assert [(row["firstRelease"], row["lastRelease"]) for row in told] == [
        ("1.3.0", "1.3.0"),
        ("1.2.0", "1.3.0"),
    ]


def test_a_release_from_before_there_was_a_history_begins_it(made: Path, project: Path) -> None:
    old = shutil.copytree(made, project / "old")
    (old / HISTORY).unlink()
    press = project / "data/sources/press-launch.ttl"
    text = press.read_text(encoding="utf-8")
    press.write_text(text.replace("id:st-alpha jpst:issuedUnits 100 .", ""), encoding="utf-8")
    new = release(project, "1.3.0", project / "dist", issued=DAY, previous=old)
    lives = Counter(read_history(new.path).values())
    assert lives[Life("1.2.0", "1.2.0")] == 1  # what is no longer stated
    assert set(lives) == {Life("1.2.0", "1.2.0"), Life("1.2.0", "1.3.0")}


@pytest.mark.parametrize(
    ("version", "previous", "message"),
    [
        ("1.2.0", "made", r"release 1\.2\.0 is not before 1\.2\.0; raise the version"),
        ("1.1.9", "made", r"release 1\.2\.0 is not before 1\.1\.9"),
        ("1.3.0", "nowhere", r"nowhere: this is no release"),
    ],
)
def test_a_previous_release_must_be_one_of_before(
    made: Path, project: Path, version: str, previous: str, message: str
) -> None:
    folder = made if previous == "made" else project / previous
    with pytest.raises(ReleaseError, match=message):
        release(project, version, project / "dist", previous=folder)
    assert not (project / "dist").exists()


def test_numbers_of_a_version_are_compared_as_numbers(made: Path, project: Path) -> None:
    new = release(project, "1.10.0", project / "dist", issued=DAY, previous=made)
    assert not new.difference
    assert "nothing changed" in (new.path / "difference.md").read_text(encoding="utf-8")


# -- refusals


@pytest.mark.parametrize(
    "version", ["1.2", "v1.2.0", "1.2.0-rc1", "01.2.0", "1.2.x", "", "1.2.0\n"]
)
def test_a_version_has_three_numbers(project: Path, version: str) -> None:
    with pytest.raises(ReleaseError, match="write three numbers"):
        release(project, version, project / "dist")


def test_a_folder_with_content_is_left_alone(project: Path) -> None:
    out = project / "dist"
    out.mkdir()
    (out / "mine.txt").write_text("keep")
    done = run_kgraph("release", "1.2.0", "-o", "dist", cwd=project)
    assert done.returncode == 2
    assert "dist: the folder holds something already; name a new or empty one" in done.stderr
    assert list(out.iterdir()) == [out / "mine.txt"]
    with pytest.raises(ReleaseError, match="this is a file"):
        release(project, "1.2.0", out / "mine.txt")


def test_an_empty_folder_is_used(project: Path) -> None:
    (project / "dist").mkdir()
    assert (release(project, "1.2.0", project / "dist").path / "manifest.json").is_file()


def test_a_violation_stops_it_and_is_shown(project: Path) -> None:
    entities = project / "data/entities/all.ttl"
    text = entities.read_text(encoding="utf-8")
    entities.write_text(text + 'id:idle a jpst:Venue ; skos:prefLabel "Idle"@en .\n', "utf-8")
    done = run_kgraph("release", "1.2.0", "-o", "dist", cwd=project)
    assert done.returncode == 1
    assert "violation venue-operator (1)" in done.stderr
    assert "1 violation(s) stop the release" in done.stderr
    assert not (project / "dist").exists()


def test_a_deprecated_term_without_replacement_stops_it(project: Path) -> None:
    core = project / "ontology/core.ttl"
    core.write_text(
        core.read_text("utf-8") + "jpst:old a owl:Class ; owl:deprecated true .\n", "utf-8"
    )
    with pytest.raises(ReleaseError, match="jpst:old is deprecated and nothing replaces it"):
        release(project, "1.2.0", project / "dist")


def test_files_that_change_meanwhile_stop_it(project: Path) -> None:
    def touch(stage: str) -> None:
        if stage == "export":
            with (project / "data/entities/all.ttl").open("a", encoding="utf-8") as stream:
                stream.write("# later\n")

    with pytest.raises(ReleaseError, match="files changed while the release was made"):
        release(project, "1.2.0", project / "dist", on_stage=touch)


def test_a_failure_leaves_nothing_behind(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = set(project.rglob("*"))

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, f"No space left on device for {len(data)} bytes", str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        release(project, "1.2.0", project / "dist")
    assert set(project.rglob("*")) == before


def test_the_users_snapshot_is_not_touched(built_market: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(built_market, root)
    before = (root / ".kgraph/CURRENT").read_bytes()
    release(root, "1.0.0", tmp_path / "dist", issued=DAY)
    assert (root / ".kgraph/CURRENT").read_bytes() == before
