"""An overlay through the faces of the graph: what is the firm's is told, and none of it leaks."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import pytest
from helpers.market import write_market
from helpers.running import run_kgraph

import kgraph
from kgraph.export import export, tables
from kgraph.limited import UNLIMITED
from kgraph.root import SETTINGS
from kgraph.snapshot import Snapshot
from kgraph.terms.reference import find

ACME = "https://data.acme.example/kg/"
PREFIXES = f"""\
@prefix acme: <{ACME}id/> .
@prefix acmeo: <{ACME}ontology/> .
@prefix acmesrc: <{ACME}source/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix hosting: <https://w3id.org/jpst/hosting/> .
@prefix id: <https://w3id.org/jpst/id/> .
@prefix jpst: <https://w3id.org/jpst/ontology/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FILES = {
    SETTINGS: f'name = "acme"\nextends = "../market"\nbase = "{ACME}"\nlanguages = ["en"]\n',
    "ontology/desk.ttl": PREFIXES + f"<{ACME}module/desk> a owl:Ontology .\n"
    'acmeo:Desk a owl:Class ; rdfs:subClassOf jpst:Company ; skos:prefLabel "desk"@en .\n',
    "data/entities/desk.ttl": PREFIXES + 'acme:desk a acmeo:Desk ; skos:prefLabel "Desk"@en .\n',
    "data/sources/note.ttl": PREFIXES + "acmesrc:note a jpst:SecondarySource ;\n"
    '  dcterms:title "Note"@en ; dcterms:publisher acme:desk ; jpst:hosting hosting:page ;\n'
    '  schema:url "https://wiki.acme.example/n"^^xsd:anyURI ; jpst:read "2026-11-01"^^xsd:date .\n'
    'id:start jpst:startedOperation "2023-12-26"^^xsd:date .\n'
    'acme:desk jpst:tradingHours "9 to 5"@en .\n',
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A small graph and an overlay above it, both built; the export of the first from before."""
    base = tmp_path_factory.mktemp("faces")
    below, root = write_market(base / "market"), base / "acme"
    assert kgraph.build(below, limits=UNLIMITED).published
    before = export(kgraph.open(below), "nquads")
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert kgraph.build(root, limits=UNLIMITED).published
    return root, before


@pytest.fixture
def snapshot(built: tuple[Path, bytes]) -> Snapshot:
    return kgraph.open(built[0])


def rows(snapshot: Snapshot, name: str) -> list[dict[str, str]]:
    text = tables(snapshot, "csv")[f"{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_nothing_of_the_firm_is_in_an_export_of_ours(built: tuple[Path, bytes]) -> None:
    """Byte by byte the same, from within the overlay too, with the overlay built beside it."""
    root, before = built
    below = root.parent / "market"
    out = root / "ours.nq"
    done = run_kgraph("export", "--root", str(below), "-o", str(out), "--provenance", cwd=root)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == before
    kgraph.build(below, below / "again", limits=UNLIMITED)
    assert export(kgraph.open(below, below / "again"), "nquads") == before
    assert b"acme" not in before
    assert b"acme" in export(kgraph.open(root), "nquads")


def test_the_things_of_the_firm_are_counted(built: tuple[Path, bytes], snapshot: Snapshot) -> None:
    ours = kgraph.open(built[0].parent / "market").manifest["counts"]
    both = snapshot.manifest["counts"]
    assert both["entities"] == ours["entities"] + 1
    assert both["sources"] == ours["sources"] + 1


def test_tables_have_what_is_the_firms(snapshot: Snapshot) -> None:
    for name, iri in (
        ("organizations", f"<{ACME}id/desk>"),
        ("sources", f"<{ACME}source/note>"),
        ("terms", f"<{ACME}ontology/Desk>"),
    ):
        assert iri in {row["id"] for row in rows(snapshot, name)}
    told = {row["value"] for row in rows(snapshot, "facts") if ACME in row["subject (id)"]}
    assert {"9 to 5", "Desk", "desk"} <= told


def test_terms_of_the_firm_are_found(snapshot: Snapshot) -> None:
    (term,) = find(snapshot, [], ["desk"])
    assert term.iri == f"{ACME}ontology/Desk"
    assert term.broader == ("https://w3id.org/jpst/ontology/Company",)


def test_a_revision_of_an_overlay_stands_above_the_same_roots(built: tuple[Path, bytes]) -> None:
    root, _ = built
    git = ["git", "-c", "user.email=a@example.org", "-c", "user.name=a"]
    for line in (["init", "-q"], ["add", SETTINGS, "data", "ontology"], ["commit", "-qm", "one"]):
        subprocess.run([*git, *line], cwd=root, check=True, timeout=60)
    note = root / "data/sources/note.ttl"
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace("9 to 5", "9 to 6"), encoding="utf-8")
    try:
        done = run_kgraph("diff", "HEAD", cwd=root)
    finally:
        note.write_text(text, encoding="utf-8")
    assert done.returncode == 1, done.stderr
    assert "- trading" in done.stdout or "- jpst:tradingHours: 9 to 5" in done.stdout
    assert "+ jpst:tradingHours: 9 to 6" in done.stdout
    assert "id:start" not in done.stdout


def test_links_are_checked_below_and_not_written_from_above(built: tuple[Path, bytes]) -> None:
    done = run_kgraph("align", cwd=built[0])
    assert done.returncode == 2
    assert "an overlay never writes to" in done.stderr
    done = run_kgraph("align", "--check", cwd=built[0])
    assert done.returncode == 3
    assert str(built[0].parent / "market" / "ontology") in done.stderr


def test_the_pages_have_the_things_of_the_firm(built: tuple[Path, bytes]) -> None:
    done = run_kgraph("site", "-o", "pages", cwd=built[0])
    assert done.returncode == 0, done.stderr
    page = (built[0] / "pages/at/acme/id/desk.html").read_text(encoding="utf-8")
    assert "9 to 5" in page
    start = (built[0] / "pages/id/start.html").read_text(encoding="utf-8")
    assert "2023-12-25" in start
    assert "2023-12-26" in start


def test_an_assistant_is_told_whose_a_fact_is(snapshot: Snapshot) -> None:
    pytest.importorskip("mcp", reason="no mcp: pip install 'kgraph[mcp]'")
    from helpers.served import served

    from kgraph.limited import Limits
    from kgraph.mcp.tools import Tools

    one = served(snapshot)
    tools = Tools(one.states, one.questions, Limits(20, 1_000, 1 << 30))
    told = tools.show(f"{ACME}id/desk")
    facts = {fact.value for fact in told.facts}
    assert any("9 to 5" in str(value) for value in facts)
    assert f"{ACME}source/note" in str(told)
