"""Fixtures that many tests share: a market small enough to check by eye, built once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from listener import Endpoint

    from kgraph.snapshot import Snapshot

PROJECT = Path(__file__).resolve().parents[1]

PREFIXES = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix hosting: <https://w3id.org/jpst/hosting/> .
@prefix id: <https://w3id.org/jpst/id/> .
@prefix jpst: <https://w3id.org/jpst/ontology/> .
@prefix module: <https://w3id.org/jpst/module/> .
@prefix layer: <https://w3id.org/jpst/layer/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix scheme: <https://w3id.org/jpst/scheme/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/jpst/shape/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix src: <https://w3id.org/jpst/source/> .
@prefix standing: <https://w3id.org/jpst/standing/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""

CORE = """\
module:core a owl:Ontology .

jpst:Organization a owl:Class ; skos:prefLabel "organization"@en , "組織"@ja .
jpst:Company a owl:Class ; rdfs:subClassOf jpst:Organization ;
    skos:prefLabel "company"@en , "会社"@ja .
jpst:Venue a owl:Class ; skos:prefLabel "venue"@en , "取引の場"@ja .
jpst:SecurityToken a owl:Class ; skos:prefLabel "security token"@en , "セキュリティトークン"@ja .
jpst:Source a owl:Class .
jpst:PrimarySource a owl:Class ; rdfs:subClassOf jpst:Source .
jpst:SecondarySource a owl:Class ; rdfs:subClassOf jpst:Source .
jpst:Layer a owl:Class .
jpst:Standing a owl:Class .
jpst:Hosting a owl:Class .
jpst:SingleValuedProperty a owl:Class .
jpst:Record a owl:Class .

jpst:hasParty a owl:ObjectProperty ; skos:prefLabel "has party"@en , "関係者"@ja .
jpst:operatedBy a owl:ObjectProperty ; rdfs:subPropertyOf jpst:hasParty ;
    rdfs:domain jpst:Venue ; rdfs:range jpst:Organization ;
    skos:prefLabel "operated by"@en , "運営者"@ja .
jpst:tradedOn a owl:ObjectProperty ; skos:prefLabel "traded on"@en , "取引の場"@ja .
jpst:hosting a owl:ObjectProperty .
jpst:startedOperation a owl:DatatypeProperty , jpst:SingleValuedProperty ; rdfs:range xsd:date ;
    skos:prefLabel "started operation"@en , "開業日"@ja .
jpst:issuedUnits a owl:DatatypeProperty ; rdfs:range xsd:integer ;
    skos:prefLabel "issued units"@en , "発行口数"@ja .
jpst:coupon a owl:DatatypeProperty ; rdfs:range xsd:decimal .
jpst:tradingHours a owl:DatatypeProperty ; rdfs:range rdf:langString .
jpst:lei a owl:DatatypeProperty ; rdfs:range xsd:string .
jpst:read a owl:DatatypeProperty ; rdfs:range xsd:date .
"""


def _scheme(slug: str, kind: str, *concepts: tuple[str, str, str]) -> str:
    text = f"scheme:{slug} a skos:ConceptScheme .\n"
    for name, en, ja in concepts:
        text += (
            f"<https://w3id.org/jpst/{slug}/{name}> a skos:Concept , jpst:{kind} ;\n"
            f'    skos:inScheme scheme:{slug} ; skos:prefLabel "{en}"@en , "{ja}"@ja .\n'
        )
    return text


ENTITIES = """\
id:odx a jpst:Company ; skos:prefLabel "Osaka Digital Exchange"@en ,
        "大阪デジタルエクスチェンジ"@ja ; skos:altLabel "ODX"@en .
id:start a jpst:Venue ; skos:prefLabel "START"@en , "START（取引の場）"@ja .
id:st-alpha a jpst:SecurityToken ; skos:prefLabel "Alpha token"@en , "アルファ"@ja .
id:st-beta a jpst:SecurityToken ; skos:prefLabel "Beta token"@en , "ベータ"@ja .
"""

PRIMARY = """\
src:odx-launch a jpst:PrimarySource ; dcterms:title "Launch of START"@en ;
    dcterms:publisher id:odx ; dcterms:issued "2023-12-25"^^xsd:date ;
    schema:url "https://www.example.org/launch"^^xsd:anyURI ;
    jpst:read "2026-11-22"^^xsd:date ; jpst:hosting hosting:page .

id:odx jpst:lei "3538002ZFUQ3KMY5SA19" .
id:start jpst:operatedBy id:odx ; jpst:startedOperation "2023-12-25"^^xsd:date ;
    jpst:tradingHours "9:00 to 15:00"@en , "9時から15時"@ja .
id:st-alpha jpst:tradedOn id:start ; jpst:issuedUnits 100 ; jpst:coupon 1.5 .
"""

SECONDARY = """\
src:press-launch a jpst:SecondarySource ; dcterms:title "取引の場が開業"@ja ;
    dcterms:publisher id:odx ; schema:url "https://www.example.org/press"^^xsd:anyURI ;
    jpst:read "2026-11-22"^^xsd:date ; jpst:hosting hosting:page .

id:start jpst:operatedBy id:odx .
id:st-alpha jpst:issuedUnits 100 .
id:st-beta jpst:tradedOn id:start ; jpst:issuedUnits 20 .
"""

SHAPES = """\
shape:venue a sh:NodeShape ; sh:targetClass jpst:Venue ;
    sh:property shape:venue-operator , shape:venue-lei .
shape:venue-operator a sh:PropertyShape ; sh:path jpst:operatedBy ; sh:minCount 1 ;
    sh:severity sh:Violation ;
    sh:message "A venue names its operator; add jpst:operatedBy."@en ,
        "取引の場には運営者が必要です。jpst:operatedBy を加えてください。"@ja .
shape:venue-lei a sh:PropertyShape ; sh:path jpst:lei ; sh:minCount 1 ;
    sh:severity sh:Warning ;
    sh:message "The venue has no LEI on record; add jpst:lei if it has one."@en ,
        "取引の場の LEI が未記録です。あれば jpst:lei を加えてください。"@ja .
"""

UNITS = """\
#+ summary: Units issued of each token
#+ summary_ja: トークンごとの発行口数
#+ description: The tokens and how many units of each were issued.
#+ description_ja: トークンとその発行口数を答える。
#+ tags: [securityToken]
#+ headline: true
#+ defaults: [{least: 0}]
#+ params:
#+   least: {type: integer, label_en: least number, label_ja: 最小口数}
#+   lang: {type: lang, label_en: language of labels, label_ja: 表示言語, default: en}
PREFIX jpst: <https://w3id.org/jpst/ontology/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?token ?tokenLabel ?units
WHERE {
  ?token a jpst:SecurityToken ; jpst:issuedUnits ?units ; skos:prefLabel ?tokenLabel .
  FILTER(LANG(?tokenLabel) = COALESCE(?__lang, "en"))
  FILTER(?units >= COALESCE(?__least_integer, 0))
}
ORDER BY ?token ?tokenLabel ?units
"""


def write_market(root: Path) -> Path:
    """Writes the small market's four folders under `root` and returns it."""
    files = {
        "ontology/core.ttl": PREFIXES + CORE,
        "ontology/schemes/hosting.ttl": PREFIXES
        + _scheme("hosting", "Hosting", ("page", "own page", "自社ページ")),
        "ontology/schemes/standing.ttl": PREFIXES
        + _scheme(
            "standing",
            "Standing",
            ("confirmed", "confirmed", "確認済み"),
            ("likely", "likely", "可能性が高い"),
            ("conflicting", "conflicting", "矛盾あり"),
        ),
        "ontology/schemes/layer.ttl": PREFIXES
        + _scheme("layer", "Layer", ("securityToken", "security token", "トークン")),
        "data/entities/all.ttl": PREFIXES + ENTITIES,
        "data/sources/odx-launch.ttl": PREFIXES + PRIMARY,
        "data/sources/press-launch.ttl": PREFIXES + SECONDARY,
        "shapes/venue.ttl": PREFIXES + SHAPES,
        "queries/units.rq": UNITS,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


Run = Callable[..., subprocess.CompletedProcess[str]]


def run_kgraph(
    *arguments: str, cwd: Path, env: dict[str, str] | None = None, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Runs the command in a process of its own, as a user does."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("KGRAPH_")
    }
    environment |= {"PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8", **(env or {})}
    return subprocess.run(
        [sys.executable, "-m", "kgraph", *arguments],
        cwd=cwd,
        env=environment,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


# Whole files go to a worker; the long ones start first, so that no worker waits at the end.
LONG = ("test_engines.py", "test_term_coverage.py", "test_mutations.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    """A server on this machine that counts the requests it gets."""
    from listener import Endpoint

    found = Endpoint()
    yield found
    found.close()


@pytest.fixture(scope="session")
def built_market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small market, built; tests only read it."""
    root = write_market(tmp_path_factory.mktemp("market"))
    result = run_kgraph("build", cwd=root)
    assert result.returncode == 0, result.stderr
    return root


@pytest.fixture
def market(tmp_path: Path) -> Path:
    """The small market, not yet built; a test may change it."""
    return write_market(tmp_path / "market")


@pytest.fixture(scope="session")
def real_snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The graph of the checkout, built and validated once; tests only read it."""
    import kgraph

    out = tmp_path_factory.mktemp("real")
    report = kgraph.build(PROJECT, out)
    assert report.published, report.severities
    return kgraph.open(PROJECT, out)
