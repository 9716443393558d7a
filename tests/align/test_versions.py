"""Each outside term is judged by its own vocabulary, and a new version of one is noticed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from helpers.links import VENDOR, copied, needs_copies
from helpers.running import run_kgraph

from kgraph.align import PINNED, align_report, pinned_targets
from kgraph.align.targets import mark, read_targets
from kgraph.align.vendor import read_vendor
from kgraph.problems import LoadError

MARKETS = Path("fibo", "FBC", "FunctionalEntities", "Markets.rdf")
OWN = """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix a: <https://a.example/one/> . @prefix b: <https://b.example/two#> .
"""


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """The copies in a folder of their own, which a test may change."""
    folder = tmp_path / "copies"
    shutil.copytree(VENDOR, folder)
    return folder


def put(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.ttl").write_text(OWN + text, encoding="utf-8")
    return folder


def test_only_its_own_vocabulary_declares_a_term(tmp_path: Path) -> None:
    one = (
        '<https://a.example/one/> a owl:Ontology ; owl:versionInfo "7" .\n'
        'a:A a owl:Class ; rdfs:label "an A" ; skos:definition "what is  A" . a:B a owl:Class .\n'
        "b:Other a owl:Class .\n"
    )
    found = read_vendor(put(tmp_path / "copies", one=one))
    assert found.kind("https://a.example/one/A") == "class"
    assert found.terms["https://a.example/one/A"].definition == "what is A"
    assert found.versions["one.ttl"] == "7"
    assert found.kind("https://b.example/two#Other") is None

    two = "b:Other a owl:ObjectProperty . b:More a owl:Class .\n"
    found = read_vendor(put(tmp_path / "copies", two=two))
    assert found.kind("https://b.example/two#Other") == "objectProperty"
    assert found.terms["https://b.example/two#Other"].file == "two.ttl"


def test_where_a_term_went(tmp_path: Path) -> None:
    found = read_vendor(
        put(
            tmp_path / "copies",
            one=(
                'a:Kept a owl:Class ; rdfs:label "kept" . a:Else a owl:Class .\n'
                "a:Old a owl:Class ; owl:deprecated true ; owl:equivalentClass b:New .\n"
            ),
            two='b:Moved a owl:Class . b:New a owl:Class ; rdfs:label "the new" .\n',
        )
    )
    assert found.moved("https://a.example/one/Moved", "class", "") == (
        "https://b.example/two#Moved",
    )
    assert found.moved("https://a.example/one/Moved", "objectProperty", "") == ()
    assert found.moved("https://a.example/one/Gone", "class", "The New") == (
        "https://b.example/two#New",
    )
    assert found.moved("https://a.example/one/Old", "class", "") == ("https://b.example/two#New",)


@needs_copies
def test_a_term_that_only_another_vocabulary_mentions_fails(tmp_path: Path, copies: Path) -> None:
    """schema.org types dcat:Dataset too; that makes it no term of DCAT."""
    (copies / "w3c" / "dcat3.ttl").unlink()
    found = {p.what: p for p in align_report(copied(tmp_path), copies).problems}
    problem = found["the target dcat:Dataset is not as pinned"]
    assert "no copy of" in problem.why
    assert "kgraph align --pin --vendor DIR" in problem.fix


@needs_copies
def test_a_new_version_a_changed_definition_and_a_moved_term(tmp_path: Path, copies: Path) -> None:
    root = copied(tmp_path)
    path = copies / MARKETS
    text = path.read_text(encoding="utf-8")
    assert "identifier that specifies a universal" in text
    text = text.replace("identifier that specifies a universal", "code that gives a universal", 1)
    text = text.replace("/20260701/FunctionalEntities/M", "/20270101/FunctionalEntities/M")
    text = text.replace("&fibo-fbc-fct-mkt;ExchangeParticipant", "&fibo-fbc-fct-mkt;Gone")
    path.write_text(text, encoding="utf-8")
    other = copies / "fibo" / "FBC" / "FunctionalEntities" / "FinancialServicesEntities.rdf"
    moved = other.read_text(encoding="utf-8").replace(
        "</rdf:RDF>",
        '<owl:Class rdf:about="&fibo-fbc-fct-fse;ExchangeParticipant"><rdfs:label>exchange '
        "participant</rdfs:label></owl:Class></rdf:RDF>",
    )
    other.write_text(moved, encoding="utf-8")

    report = align_report(root, copies)
    (news,) = (line for line in report.news if "20270101" in line)
    assert "20260701" in news
    assert "definitions changed: 1" in news
    found = {p.what: p for p in report.problems}
    changed = found["the target fibo-fbc-fct-mkt:MarketIdentifier is not as pinned"]
    assert "its definition is now: “code that gives a universal" in changed.why
    assert "judge each mapping to it again, then pin the list anew" in changed.fix
    gone = found["the target fibo-fbc-fct-mkt:ExchangeParticipant is not as pinned"]
    assert "it probably went to " in gone.fix
    assert "fibo-fbc-fct-fse:ExchangeParticipant" in gone.fix

    with pytest.raises(LoadError, match=r"it probably went to .*fct-fse:ExchangeParticipant"):
        pinned_targets(root, copies)


@needs_copies
def test_the_command_pins_anew(tmp_path: Path, copies: Path) -> None:
    root = copied(tmp_path)
    for name in ("shapes", "queries"):
        (root / name).mkdir()
    path = copies / MARKETS
    text = path.read_text(encoding="utf-8")
    text = text.replace("identifier that specifies a universal", "code that gives a universal", 1)
    path.write_text(text, encoding="utf-8")
    iri = (
        "https://spec.edmcouncil.org/fibo/ontology/FBC/FunctionalEntities/Markets/MarketIdentifier"
    )
    before = read_targets(root)[iri]
    assert before.definition == mark(read_vendor(VENDOR).terms[iri].definition)
    refused = run_kgraph("align", "--pin", cwd=root)
    assert refused.returncode == 2
    assert "name the copies with --vendor" in refused.stderr
    checked = run_kgraph("align", "--check", "--vendor", str(copies), cwd=root)
    assert checked.returncode == 1
    assert "its definition is now" in checked.stderr
    done = run_kgraph("align", "--pin", "--vendor", str(copies), cwd=root)
    assert done.returncode == 0, done.stderr
    assert str(root / PINNED) in done.stdout
    assert read_targets(root)[iri].definition != before.definition
    assert run_kgraph("align", "--check", "--vendor", str(copies), cwd=root).returncode == 0
