"""What an editor writes in ontology/route.ttl shows in the questions, and no query is touched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from helpers.project import PROJECT

from kgraph.questions.ask import ask
from kgraph.snapshot import Snapshot, open_snapshot
from kgraph.snapshot.build import build
from kgraph.sparql.values import Value

PREFIXES = """\
@prefix assetclass: <https://w3id.org/jpst/assetclass/> .
@prefix custodystep: <https://w3id.org/jpst/custodystep/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix field: <https://w3id.org/jpst/field/> .
@prefix hosting: <https://w3id.org/jpst/hosting/> .
@prefix id: <https://w3id.org/jpst/id/> .
@prefix jpst: <https://w3id.org/jpst/ontology/> .
@prefix layer: <https://w3id.org/jpst/layer/> .
@prefix qualifier: <https://w3id.org/jpst/qualifier/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix recordstatus: <https://w3id.org/jpst/recordstatus/> .
@prefix routeitem: <https://w3id.org/jpst/routeitem/> .
@prefix routepart: <https://w3id.org/jpst/routepart/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix src: <https://w3id.org/jpst/source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ENTITIES = """
id:t a jpst:SecurityToken ; skos:prefLabel "Token"@en, "トークン"@ja .
id:listed a jpst:SecurityToken ; skos:prefLabel "Listed"@en, "名前のみ"@ja .
id:stated a jpst:SecurityToken ; skos:prefLabel "Stated"@en, "役割あり"@ja .
id:v a jpst:ProprietaryTradingSystem ; skos:prefLabel "Venue"@en, "取引の場"@ja .
id:adviser a jpst:Company ; skos:prefLabel "Adviser"@en, "助言会社"@ja .
id:maker a jpst:Company ; skos:prefLabel "Maker"@en, "開発会社"@ja .
"""
SOURCE = """
src:page a jpst:PrimarySource ; dcterms:title "Page"@en ; dcterms:publisher id:adviser ;
    dcterms:issued "2026-01-05"^^xsd:date ; jpst:read "2026-02-01"^^xsd:date ;
    schema:url "https://www.example.org/page"^^xsd:anyURI ; jpst:hosting hosting:page .
id:t jpst:financialAdvisor id:adviser ; jpst:listing id:l .
id:l a jpst:Listing ; jpst:venue id:v ; jpst:recordStatus recordstatus:held .
id:v jpst:developedBy id:maker .
id:listed jpst:trustee id:maker . id:stated jpst:trustee id:maker .
id:role a rdf:Statement ; rdf:subject id:listed ; rdf:predicate jpst:trustee ;
    rdf:object id:maker ; jpst:qualifier qualifier:roleNotStated .
"""
# Of the token itself, and of what the route leads to.
WRITTEN = """
jpst:financialAdvisor jpst:fillsField field:securitiesFirm .
routeitem:adviser a jpst:RouteItem ;
    skos:prefLabel "adviser of the issuer"@en, "発行者の助言者"@ja ;
    jpst:toldOf routepart:token ; jpst:itemProperty jpst:financialAdvisor ;
    jpst:fillsLayer layer:securityToken ; jpst:order 9 ; jpst:partyProperty jpst:financialAdvisor ;
    jpst:inCustodyStep custodystep:trustee .
routeitem:venue-developer a jpst:RouteItem ;
    skos:prefLabel "maker of the venue"@en, "場の開発者"@ja ;
    jpst:toldOf routepart:venue ; jpst:itemProperty jpst:developedBy ;
    jpst:fillsLayer layer:tradingVenue ; jpst:order 9 ; jpst:partyProperty jpst:developedBy ;
    jpst:supportsField field:tradingVenue .
"""


PARTS = "field:securitiesFirm jpst:filledOnlyWith jpst:financialAdvisor, jpst:underwriter ."


def market(root: Path, written: str) -> Snapshot:
    """The small market under the ontology that ships and what an editor wrote, built."""
    shutil.copytree(PROJECT / "ontology", root / "ontology")
    shutil.copytree(PROJECT / "queries", root / "queries")
    for name, text in (("entities/all", ENTITIES), ("sources/page", SOURCE)):
        path = root / "data" / f"{name}.ttl"
        path.parent.mkdir(parents=True)
        path.write_text(PREFIXES + text, "utf-8")
    route = root / "ontology" / "route.ttl"
    route.write_text(PREFIXES + route.read_text("utf-8") + written, "utf-8")
    report = build(root, root / "out", validate=False, built=date(2026, 2, 2))
    assert report.published
    return open_snapshot(root / "out")


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return market(tmp_path_factory.mktemp("before"), "")


@pytest.fixture(scope="module")
def partly(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return market(tmp_path_factory.mktemp("partly"), WRITTEN + PARTS)


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return market(tmp_path_factory.mktemp("after"), WRITTEN)


def cells(
    snapshot: Snapshot, slug: str, *names: str, **given: str
) -> set[tuple[Value | None, ...]]:
    rows = ask(snapshot, slug, given, root=PROJECT).rows_as_dicts()
    return {tuple(row.get(name) for name in names) for row in rows}


def changes(
    before: Snapshot, after: Snapshot, slug: str, *names: str, **given: str
) -> Iterator[set[tuple[Value | None, ...]]]:
    """The rows that went and the rows that came."""
    old, new = (cells(snapshot, slug, *names, **given) for snapshot in (before, after))
    yield old - new
    yield new - old


def test_the_route_tells_it(before: Snapshot, after: Snapshot) -> None:
    gone, new = changes(before, after, "token-route", "step", "item", "value", token="t")
    assert gone == {(1, None, "not on record")}
    assert new == {
        (1, "adviser of the issuer", "Adviser"),
        (3, "maker of the venue", "Maker"),
    }


def test_the_custody_chain_tells_it(before: Snapshot, after: Snapshot) -> None:
    gone, new = changes(before, after, "custody-chain", "step", "item", "partyLabel", token="t")
    assert gone == {(4, "trustee", "not on record")}
    assert new == {(4, "adviser of the issuer", "Adviser")}


def test_the_field_is_filled(before: Snapshot, after: Snapshot) -> None:
    gone, new = changes(before, after, "record-coverage", "number", "status", "sources", token="t")
    assert gone == {(3, "missing", 0)}
    assert new == {(3, "filled", 1)}
    gone, new = changes(before, after, "coverage-by-layer", "step", "filled", "missing", token="t")
    assert gone == {(2, 0, 1)}
    assert new == {(2, 1, 0)}
    gone, new = changes(before, after, "missing-fields", "number", token="t")
    assert (gone, new) == ({(3,)}, set())


def test_a_field_of_two_things_is_filled_in_part_by_one(after: Snapshot, partly: Snapshot) -> None:
    gone, new = changes(after, partly, "record-coverage", "number", "status", "filledBy", token="t")
    assert gone == {(3, "filled", "financial advisor")}
    assert new == {(3, "in part", "financial advisor")}
    columns = ("step", "filled", "inPart", "missing")
    gone, new = changes(after, partly, "coverage-by-layer", *columns, token="t")
    assert gone == {(2, 1, 0, 0)}
    assert new == {(2, 0, 1, 0)}
    gone, new = changes(after, partly, "missing-fields", "number", "status", "lacking", token="t")
    assert (gone, new) == (set(), {(3, "in part", "underwriter")})


def test_a_party_whose_role_no_source_states_fills_no_field(partly: Snapshot) -> None:
    for token, status in (("listed", "missing"), ("stated", "filled")):
        assert (9, status) in cells(partly, "record-coverage", "number", "status", token=token)
        steps = cells(partly, "coverage-by-layer", "step", "filled", token=token)
        assert (7, int(status == "filled")) in steps
        missing = cells(partly, "missing-fields", "number", token=token)
        assert ((9,) in missing) is (status == "missing")


def test_the_parties_serve_the_layer(before: Snapshot, after: Snapshot) -> None:
    gone, new = changes(before, after, "layer-parties", "step", "partyLabel", "standing")
    assert gone == set()
    assert new == {(1, "Adviser", "confirmed"), (3, "Maker", "likely")}
