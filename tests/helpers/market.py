"""A market small enough to check by eye: the texts of its files."""

from __future__ import annotations

from pathlib import Path

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
