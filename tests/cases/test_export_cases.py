"""Exports and results that other readers read wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from helpers.exported import canonical, read_back, with_rdflib
from helpers.running import run_kgraph
from rdflib import DCTERMS, OWL, RDF, RDFS

from kgraph.snapshot import Snapshot

CASES = Path(__file__).parent
VIEW = rdflib.URIRef("https://w3id.org/jpst/view/fibo")
KINDS = {
    *(OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty),
    *(OWL.AnnotationProperty, OWL.NamedIndividual),
}


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


@pytest.fixture(scope="module")
def view(real_snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    """The view in the terms of FIBO, as RDF/XML, which Protégé opens too."""
    path = tmp_path_factory.mktemp("view") / "fibo.owl"
    line = ("export", "--profile", "fibo", "-o", str(path), "--out", str(real_snapshot.path))
    done = run_kgraph(*line, cwd=path.parent)
    assert done.returncode == 0, done.stderr
    return rdflib.Graph().parse(path, format="xml")


def test_the_view_has_the_header_of_an_ontology(view: rdflib.Graph) -> None:
    assert list(view.subjects(RDF.type, OWL.Ontology)) == [VIEW]
    infos = sorted(map(str, view.objects(VIEW, OWL.versionInfo)))
    assert infos[0].startswith("Checked against FIBO")
    assert infos[1].startswith("Checked against OMG Commons")
    assert infos[2].startswith("snapshot-")
    assert len(infos) == 3
    assert view.value(VIEW, DCTERMS.license) is not None
    assert {title.language for title in view.objects(VIEW, DCTERMS.title)} == {"en", "ja"}
    assert (VIEW, OWL.imports, None) not in view
    reasons = list(view.objects(VIEW, RDFS.comment))
    assert any("imports nothing" in str(told) for told in reasons if told.language == "en")
    assert {told.language for told in reasons} == {"en", "ja"}


def test_the_view_declares_each_outside_term_as_what_it_is(view: rdflib.Graph) -> None:
    outside = {
        term
        for triple in view
        for term in triple
        if isinstance(term, rdflib.URIRef)
        and str(term).startswith(("https://spec.edmcouncil.org/", "https://www.omg.org/"))
    } - set(view.objects(VIEW, RDFS.seeAlso))
    assert len(outside) > 80
    for term in outside:
        assert len(KINDS & set(view.objects(term, RDF.type))) == 1, term
    kinds = {kind: set(view.subjects(RDF.type, kind)) & outside for kind in KINDS}
    assert not kinds.pop(OWL.AnnotationProperty)
    assert all(kinds.values())
    for subject, predicate, value in view:
        if predicate in outside:
            literal = isinstance(value, rdflib.Literal)
            wanted = OWL.DatatypeProperty if literal else OWL.ObjectProperty
            assert predicate in kinds[wanted], (subject, predicate, value)


@pytest.mark.parametrize(
    "options",
    [
        ("--profile", "fibo", "--no-inferred"),
        ("--profile", "fibo", "--inferred"),
        ("--profile", "fibo", "--no-provenance"),
        ("--profile", "fibo", "--provenance", "-f", "trig"),
        ("--profile", "fibo", "-f", "csv", "-o", "tables.zip"),
        ("-f", "turtle", "--provenance"),
        ("-f", "rdfxml", "--provenance"),
    ],
)
def test_an_option_that_does_not_apply_is_refused(
    options: tuple[str, ...], built_market: Path, tmp_path: Path
) -> None:
    done = run_kgraph("export", *options, "--root", str(built_market), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
