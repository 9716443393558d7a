"""What a firm may revise: its own sources and things, and nothing of the graph below."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from helpers.small_root import write_small_root

from kgraph.add import Change, DraftError, save
from kgraph.load import load, turtle_files
from kgraph.load.canonical_files import check, rewrite
from kgraph.revise import merge, rename, reread, retire, withdraw
from kgraph.root import SETTINGS
from kgraph.vocab import DCTERMS, JPST, OWL

ACME = "https://data.acme.example/kg/"
PREFIXES = f"""
@prefix acme: <{ACME}id/> .
@prefix acmesrc: <{ACME}source/> .
"""
ENTITIES = """
acme:desk a jpst:Venue ; skos:prefLabel "Desk"@en .
acme:unit a jpst:Venue ; skos:prefLabel "Unit"@en .
acme:unused a jpst:Venue ; skos:prefLabel "Unused"@en .
"""
NOTE = """
acmesrc:note a jpst:SecondarySource ; dcterms:title "Note"@en ; jpst:read "2026-11-01"^^xsd:date .
acme:desk jpst:operatedBy id:odx .
"""
QUERY = "PREFIX a: <https://data.acme.example/kg/id/>\nSELECT * { a:desk ?p id:desk , a:desk-2 }"
TERMS = """
jpst:read a owl:DatatypeProperty . jpst:reason a owl:DatatypeProperty .
jpst:earlierVersion a owl:ObjectProperty . jpst:withdrawnByUs a owl:DatatypeProperty .
jpst:deprecatedSince a owl:DatatypeProperty . jpst:fileSize a owl:DatatypeProperty .
"""
TODAY = date(2026, 11, 30)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An overlay above a small graph, in canonical form."""
    below = tmp_path / "below"
    below.mkdir()
    write_small_root(below)
    core = below / "ontology/core.ttl"
    core.write_text(core.read_text("utf-8") + TERMS, "utf-8")
    folder = tmp_path / "acme"
    for name, text in (
        (SETTINGS, f'name = "acme"\nextends = "../below"\nbase = "{ACME}"\nlanguages = ["en"]\n'),
        ("data/entities/desk.ttl", PREFIXES + ENTITIES),
        ("data/sources/note.ttl", PREFIXES + NOTE),
        ("queries/one.rq", QUERY),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    rewrite(turtle_files(folder), folder)
    load(folder)
    return folder


def done(root: Path, changes: list[Change]) -> set[tuple[str, str, str]]:
    """Writes the changes, all in the overlay; the triples about what it names."""
    below = {path: path.read_bytes() for path in (root.parent / "below").rglob("*.ttl")}
    assert all(change.path.is_relative_to(root) for change in changes)
    save(changes)
    assert {path: path.read_bytes() for path in below} == below
    assert check([change.path for change in changes if change.path.suffix == ".ttl"], root) == []
    return {
        (quad.subject.value.removeprefix(ACME), quad.predicate.value, quad.object.value)
        for quad in load(root).store
        if getattr(quad.subject, "value", "").startswith(ACME)
    }


@pytest.mark.parametrize("slug", ["note", "acmesrc:note", f"{ACME}source/note", "note.ttl"])
def test_a_page_of_the_firm_is_read_again(root: Path, slug: str) -> None:
    said = done(root, reread(root, slug, today=TODAY, issued=date(2026, 11, 20)))
    new = "source/note-read-2026-11-30"
    assert (new, JPST.earlierVersion.value, f"{ACME}source/note") in said
    assert (new, JPST.read.value, "2026-11-30") in said
    assert (new, JPST.read.value, "2026-11-01") not in said
    assert (new, DCTERMS.issued.value, "2026-11-20") in said
    with pytest.raises(DraftError, match="was read again as note-read-2026-11-30"):
        reread(root, slug, today=TODAY)


def test_a_page_of_the_firm_is_withdrawn_in_its_language(root: Path) -> None:
    with pytest.raises(DraftError, match="say in English why"):
        withdraw(root, "note", TODAY, {"ja": "誤り"}, mistake=True)
    said = done(root, withdraw(root, "note", TODAY, {"en": "A slip."}, mistake=True))
    assert ("source/note", JPST.withdrawnByUs.value, "2026-11-30") in said
    assert ("source/note", JPST.reason.value, "A slip.") in said


def test_a_thing_of_the_firm_gets_another_name(root: Path) -> None:
    said = done(root, rename(root, "acme:desk", "trading-desk", {"en": "Trading Desk"}))
    assert ("id/trading-desk", JPST.BASE + "operatedBy", "https://w3id.org/jpst/id/odx") in said
    assert ("id/desk", DCTERMS.isReplacedBy.value, f"{ACME}id/trading-desk") in said
    assert not any(s == "id/desk" and p == JPST.BASE + "operatedBy" for s, p, _ in said)
    query = (root / "queries/one.rq").read_text("utf-8")
    assert "{ a:trading-desk ?p id:desk , a:desk-2 }" in query
    note = next(o for s, p, o in said if s == "id/desk" and p.endswith("changeNote"))
    assert f"<{ACME}id/trading-desk>" in note


def test_two_things_of_the_firm_are_joined_and_one_is_given_up(root: Path) -> None:
    said = done(root, merge(root, "desk", "unit"))
    assert ("id/unit", JPST.BASE + "operatedBy", "https://w3id.org/jpst/id/odx") in said
    said = done(root, retire(root, "unused", {"en": "Never {was}."}))
    assert ("id/unused", OWL.deprecated.value, "true") in said
    assert any(o == "Never {was}." for s, _, o in said if s == "id/unused")


def test_what_stands_below_is_refused_in_one_line(root: Path) -> None:
    for attempt in (
        lambda: rename(root, "odx", "odx-2"),
        lambda: merge(root, "odx", "unit"),
        lambda: merge(root, "unit", "id:odx"),
        lambda: retire(root, "odx", {"en": "No."}),
        lambda: reread(root, "doc-a", today=TODAY),
        lambda: withdraw(root, "src:doc-a", TODAY, {"en": "No."}, mistake=False),
    ):
        with pytest.raises(DraftError) as told:
            attempt()
        assert "belongs to the graph below (jpst)" in str(told.value)
        assert "\n" not in str(told.value)
    with pytest.raises(DraftError, match="no source nowhere: kgraph search finds sources"):
        reread(root, "nowhere", today=TODAY)
    with pytest.raises(DraftError, match="no thing dask: did you mean desk"):
        rename(root, "dask", "x")
