"""The small market with what questions, searches and dossiers ask for beyond it."""

from __future__ import annotations

from pathlib import Path

from helpers.market import write_market

MORE = """
id:start jpst:marketIdentifier id:mic-odst ; jpst:nickname "Trading"@en .
id:odx jpst:formerName "Osaka Exchange Planning"@en ; jpst:record id:record-1 .
id:mic-odst jpst:micCode "ODST" .
id:record-1 jpst:asOf "2023-01-01"^^xsd:date ; jpst:percentage 49.0 .
id:fact-1 a rdf:Statement ; rdf:subject id:st-alpha ; rdf:predicate jpst:issuedUnits ;
    rdf:object 100 ; jpst:asOf "2023-12"^^xsd:gYearMonth ;
    jpst:qualifier layer:securityToken ; jpst:note "first issue"@en .
id:fact-2 a rdf:Statement ; rdf:subject id:st-beta ; rdf:predicate jpst:startedOperation ;
    rdf:object "2024-03"^^xsd:gYearMonth .
id:st-beta jpst:startedOperation "2024-03"^^xsd:gYearMonth .
"""
TERMS = """
jpst:Record a owl:Class . jpst:MarketIdentifierCode a owl:Class .
jpst:marketIdentifier a owl:ObjectProperty . jpst:record a owl:ObjectProperty .
jpst:nickname a owl:DatatypeProperty .
jpst:formerName a owl:DatatypeProperty . jpst:micCode a owl:DatatypeProperty .
jpst:percentage a owl:DatatypeProperty . jpst:asOf a owl:DatatypeProperty .
jpst:note a owl:DatatypeProperty .
jpst:qualifier a owl:ObjectProperty ; skos:prefLabel "Trading"@en , "売買"@ja .
"""
IDENTITY = """
id:mic-odst a jpst:MarketIdentifierCode ; skos:prefLabel "ODST"@en , "ODST"@ja ;
    skos:altLabel "ODX"@en .
id:record-1 a jpst:Record .
id:odx-old a jpst:Company ; skos:prefLabel "old"@en , "旧"@ja ; owl:deprecated true ;
    dcterms:isReplacedBy id:odx .
id:twin-one a jpst:Company ; skos:prefLabel "Twin"@en , "双子"@ja .
id:twin-two a jpst:Venue ; skos:prefLabel "Twin"@en , "ふたご"@ja .
"""
TRADED = """\
#+ summary: Tokens traded on a venue
#+ summary_ja: 取引の場で取引されるトークン
#+ description: d
#+ description_ja: d
#+ tags: [securityToken]
#+ params:
#+   venue: {type: entity, class: jpst:Venue, label_en: venue, label_ja: 取引の場}
#+   asOf: {type: date, label_en: as of, label_ja: 指定日}
#+   layer: {type: enum, scheme: layer, label_en: layer, label_ja: 層}
#+   standing: {type: enum, values: [standing:confirmed, standing:likely], label_en: s, label_ja: s}
#+   word: {type: text, label_en: word, label_ja: 語}
#+   order: {type: enum, values: [up, down], label_en: order, label_ja: 順}
PREFIX jpst: <https://w3id.org/jpst/ontology/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?token ?day ?layer ?standing ?word ?order WHERE {
  ?token jpst:tradedOn ?_venue_iri .
  BIND(COALESCE(?__asOf_xsd_date, "1999-12-31"^^xsd:date) AS ?day)
  BIND(COALESCE(?__layer_iri, "none") AS ?layer)
  BIND(COALESCE(?__standing_iri, "none") AS ?standing)
  BIND(COALESCE(?__word, "none") AS ?word)
  BIND(COALESCE(?__order, "none") AS ?order)
} ORDER BY ?token ?day ?layer ?standing ?word ?order
"""


def write_asked_market(root: Path) -> Path:
    """Writes the market's folders under `root` and returns it."""
    write_market(root)
    for name, text in (
        ("ontology/core.ttl", TERMS),
        ("data/entities/all.ttl", IDENTITY),
        ("data/sources/odx-launch.ttl", MORE),
    ):
        path = root / name
        path.write_text(path.read_text("utf-8") + text, "utf-8")
    (root / "queries" / "traded-on.rq").write_text(TRADED, "utf-8")
    return root
