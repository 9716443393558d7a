"""The small market with a listing, a class expression and a reading."""

from __future__ import annotations

from pathlib import Path

from helpers.market import PREFIXES, write_market

ONTOLOGY = """
jpst:Record a owl:Class .
jpst:Listing a owl:Class ; rdfs:subClassOf jpst:Record ;
    skos:prefLabel "listing"@en , "上場"@ja .
jpst:Application a owl:Class ; rdfs:subClassOf jpst:Record ;
    skos:prefLabel "application"@en , "上場申請"@ja .
jpst:BondToken a owl:Class ; rdfs:subClassOf jpst:SecurityToken ;
    skos:prefLabel "bond token"@en , "社債トークン"@ja ;
    owl:equivalentClass [ a owl:Restriction ; owl:onProperty jpst:legalForm ;
                          owl:hasValue id:bond ] .
jpst:TestToken a owl:Class ; skos:prefLabel "test token"@en , "試験トークン"@ja .
[] a owl:Restriction ; owl:onProperty jpst:testedIn ; owl:someValuesFrom jpst:Venue ;
    rdfs:subClassOf jpst:TestToken .
[] a owl:Restriction ; owl:onProperty [ owl:inverseOf jpst:operatedBy ] ;
    owl:someValuesFrom owl:Thing ; rdfs:subClassOf jpst:Organization .
jpst:testedIn a owl:ObjectProperty ; skos:prefLabel "tested in"@en , "試験の場"@ja .
jpst:legalForm a owl:ObjectProperty ; skos:prefLabel "legal form"@en , "法的形式"@ja .
jpst:classOf a owl:ObjectProperty ; skos:prefLabel "class"@en , "区分"@ja .
jpst:listing a owl:ObjectProperty ; skos:prefLabel "listing record"@en , "上場の記録"@ja .
jpst:application a owl:ObjectProperty ;
    skos:prefLabel "application record"@en , "上場申請の記録"@ja .
jpst:venue a owl:ObjectProperty ; skos:prefLabel "venue"@en , "取引の場"@ja .
jpst:tradedOn owl:propertyChainAxiom ( jpst:listing jpst:venue ) .
jpst:instrumentClass a owl:ObjectProperty ; skos:prefLabel "instrument class"@en , "商品区分"@ja ;
    owl:propertyChainAxiom ( jpst:legalForm jpst:classOf ) .
jpst:partOf a owl:ObjectProperty , owl:TransitiveProperty ;
    skos:prefLabel "part of"@en , "一部である"@ja .
jpst:formerName a owl:DatatypeProperty .
jpst:validFrom a owl:DatatypeProperty .
jpst:validUntil a owl:DatatypeProperty .
jpst:asOf a owl:DatatypeProperty . jpst:note a owl:DatatypeProperty .
jpst:LegalForm a owl:Class . jpst:Kind a owl:Class .
jpst:reason a owl:DatatypeProperty . jpst:EditorialGraph a owl:Class .
jpst:EditorialReading a owl:Class ; skos:prefLabel "reading"@en , "読み取り"@ja .
"""
ENTITIES = """
id:bond a jpst:LegalForm ; skos:prefLabel "bond"@en , "社債"@ja .
id:debt a jpst:Kind ; skos:prefLabel "debt"@en , "負債"@ja .
id:st-gamma a jpst:SecurityToken ; skos:prefLabel "Gamma token"@en , "ガンマ"@ja .
id:st-delta a jpst:SecurityToken ; skos:prefLabel "Delta token"@en , "デルタ"@ja ;
    skos:altLabel "Part of" .
id:founder a jpst:Company ; skos:prefLabel "Founder"@en , "創業者"@ja .
id:night a jpst:Venue . id:day a jpst:Venue . id:press-part a jpst:Kind . id:whole a jpst:Kind .
"""
PRIMARY = """
id:listing-st-gamma-start-2024-01-31 a jpst:Listing ; jpst:venue id:start ;
    jpst:asOf "2024-01-31"^^xsd:date ; jpst:note "first day not given"@en .
id:st-gamma jpst:listing id:listing-st-gamma-start-2024-01-31 ; jpst:legalForm id:bond ;
    jpst:testedIn id:start .
id:st-delta jpst:application id:application-st-delta-start .
id:application-st-delta-start a jpst:Application ; jpst:venue id:start .
id:start jpst:partOf id:odx , id:night .
id:night jpst:operatedBy id:odx ; jpst:partOf id:day .
id:day jpst:operatedBy id:odx ; jpst:partOf id:whole .
id:st-beta jpst:listing id:listing-st-beta-night .
id:listing-st-beta-night a jpst:Listing ; jpst:venue id:night ;
    jpst:validUntil "2024-02-29"^^xsd:date .
id:founder jpst:formerName "Starters"@en .
id:fact-3 a rdf:Statement ; rdf:subject id:founder ; rdf:predicate jpst:formerName ;
    rdf:object "Starters"@en ; jpst:validUntil "2020-12-31"^^xsd:date .
id:night jpst:operatedBy id:founder . id:day jpst:operatedBy id:founder .
id:fact-1 a rdf:Statement ; rdf:subject id:day ; rdf:predicate jpst:operatedBy ;
    rdf:object id:founder ; jpst:validFrom "2021"^^xsd:gYear ;
    jpst:validUntil "2022-06-30"^^xsd:date .
id:fact-2 a rdf:Statement ; rdf:subject id:night ; rdf:predicate jpst:operatedBy ;
    rdf:object id:founder ; jpst:validUntil "2026"^^xsd:gYear .
"""
SECONDARY = """
id:listing-st-gamma-start-2024-01-31 a jpst:Listing ; jpst:venue id:start ;
    jpst:asOf "2024-01-31"^^xsd:date ; jpst:note "first day not given"@en .
id:st-gamma jpst:listing id:listing-st-gamma-start-2024-01-31 .
id:odx jpst:partOf id:bond .
id:start jpst:partOf id:press-part .
id:press-part jpst:partOf id:whole .
"""
EDITORIAL = """
@prefix editorial: <https://w3id.org/jpst/editorial/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
editorial:classes a jpst:EditorialGraph ; dcterms:title "Classes of forms"@en , "形式の区分"@ja .
id:bond jpst:classOf id:debt .
id:reading-bond a jpst:EditorialReading , rdf:Statement ; rdf:subject id:bond ;
    rdf:predicate jpst:classOf ; rdf:object id:debt ;
    jpst:reason "A bond is a debt."@en , "社債は負債である。"@ja ;
    prov:wasDerivedFrom src:odx-launch , src:press-launch .
"""


def write_explained_market(root: Path) -> Path:
    """Writes the market's folders under `root` and returns it."""
    write_market(root)
    for name, text in (
        ("ontology/core.ttl", ONTOLOGY),
        ("data/entities/all.ttl", ENTITIES),
        ("data/sources/odx-launch.ttl", PRIMARY),
        ("data/sources/press-launch.ttl", SECONDARY),
        ("data/editorial/classes.ttl", PREFIXES + EDITORIAL),
    ):
        path = root / name
        path.parent.mkdir(exist_ok=True)
        known = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(known + text, encoding="utf-8")
    return root
