"""A small market to release, and what a release holds."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

from helpers.market import write_market
from pyoxigraph import NamedNode, Store

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
HERE = "https://w3id.org/jpst/release/1.2.0"


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


def described(path: Path) -> Store:
    store = Store()
    store.load(path=path)
    return store


def values(store: Store, subject: str, predicate: str) -> set[str]:
    found = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
    return {quad.object.value for quad in found}
