"""What describes a release: manifest, checksums, DCAT, VoID, Croissant."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from pathlib import Path

import pyshacl
import pytest
import rdflib
from helpers.project import PROJECT
from helpers.released import (
    HERE,
    contents,
    described,
    values,
)
from pyoxigraph import Literal, NamedNode

import kgraph
from kgraph.vocab import DCAT, DCTERMS, JPST, OWL, RDF, VOID, XSD

SHAPES = Path(
    os.environ.get("KGRAPH_DCAT_AP", PROJECT.parent / "shared" / "dcat-ap" / "shapes-3.0.1.ttl")
)
needs_shapes = pytest.mark.skipif(
    not SHAPES.is_file(),
    reason="no shapes of DCAT-AP 3.0.1; name their file with KGRAPH_DCAT_AP",
)
SPDX = "http://spdx.org/rdf/terms#"


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
