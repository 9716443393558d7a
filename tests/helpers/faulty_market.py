"""The small market with one fault of each way of looking for faults."""

from __future__ import annotations

from pathlib import Path

from helpers.market import write_market

TERMS = """
jpst:Disk a owl:Class ; owl:disjointWith jpst:Company ; skos:prefLabel "disk"@en , "円盤"@ja .
jpst:Exchange a owl:Class ; rdfs:subClassOf jpst:Venue .
jpst:validationScope a owl:AnnotationProperty . jpst:asOf a owl:DatatypeProperty .
shape:withinSource a owl:NamedIndividual .
jpst:partOf a owl:ObjectProperty , owl:TransitiveProperty .
"""
IDENTITY = """
id:broken a jpst:Exchange , jpst:Disk ; skos:prefLabel "Broken"@en , "破損"@ja .
id:both a jpst:Company , jpst:Disk ; skos:prefLabel "Both"@en , "両方"@ja .
id:part-one a jpst:Record . id:part-two a jpst:Record . id:part-three a jpst:Record .
"""
SAID = """
id:part-one jpst:partOf id:part-two . id:part-two jpst:partOf id:part-three .
id:part-three jpst:partOf id:part-one .
id:broken jpst:startedOperation "2023-12-25"^^xsd:date , "2023-12-26"^^xsd:date ;
    jpst:coupon 42.0 , 1.50 ; jpst:asOf "2024-02"^^xsd:gYearMonth .
id:odx jpst:lei "3538002ZFUQ3KMY5SA18" .
id:st-beta jpst:operatedBy id:part-one .
id:fact-wrong a rdf:Statement ; rdf:subject id:st-alpha ; rdf:predicate jpst:issuedUnits ;
    rdf:object 100 ; jpst:asOf "2023-12"^^xsd:gYearMonth .
"""
SHAPES = """
shape:prefixes sh:declare [ sh:prefix "jpst" ;
    sh:namespace "https://w3id.org/jpst/ontology/"^^xsd:anyURI ] .
shape:once a sh:NodeShape ; sh:targetClass jpst:Venue ; sh:property shape:started-once .
shape:started-once a sh:PropertyShape ; sh:path jpst:startedOperation ; sh:maxCount 1 ;
    jpst:validationScope shape:withinSource ; sh:severity sh:Violation ;
    sh:message "{$this} starts once"@en , "{$this}の開業は一度です"@ja .
shape:apart a sh:NodeShape ; sh:targetClass jpst:Record ; sh:severity sh:Warning ;
    sh:message "{$this} is a part of itself: {?value}"@en , "{$this}は自身の部分です：{?value}"@ja ;
    sh:sparql [ a sh:SPARQLConstraint ; sh:prefixes shape:prefixes ;
        sh:select "SELECT $this ($this AS ?value) WHERE { $this jpst:partOf $this }" ] .
shape:kept a sh:NodeShape ; sh:targetClass jpst:Disk ;
    sh:not [ a sh:NodeShape ; sh:property [ sh:path jpst:coupon ; sh:minCount 2 ] ] ;
    sh:severity sh:Info ; sh:message "{$this} has coupons"@en , "{$this}には利率があります"@ja .
shape:coupon-low a sh:PropertyShape ; sh:targetSubjectsOf jpst:coupon ; sh:path jpst:coupon ;
    sh:maxInclusive 2.5 ; sh:severity sh:Warning ;
    sh:message "{?value} is high"@en , "{?value}は高い値です"@ja .
shape:run-by a sh:PropertyShape ; sh:targetClass jpst:Company ;
    sh:path [ sh:inversePath jpst:operatedBy ] ; sh:class jpst:Exchange ; sh:severity sh:Info ;
    sh:message "{?value} is no exchange"@en , "{?value}は取引所ではありません"@ja .
"""
CHECK = """\
#+ problem: "{?focus} is dated {?value} by {?graph}"
#+ problem_ja: "{?focus}は{?graph}で{?value}とされています"
#+ why: w
#+ why_ja: w
#+ fix: f
#+ fix_ja: f
#+ severity: info
#+ path: jpst:asOf
PREFIX jpst: <https://w3id.org/jpst/ontology/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?focus ?value ?graph WHERE {
  ?focus a ?kind .
  GRAPH ?graph { ?focus jpst:asOf ?value FILTER(STR(?value) < STR(?_today_xsd_date)) }
}
ORDER BY ?focus ?value ?graph
"""
KINDS = frozenset(
    (
        *("venue-operator", "venue-lei", "started-once", "apart", "kept", "coupon-low", "run-by"),
        *("lei-check-digit", "observation-name", "disjoint-classes", "domain", "range", "dated"),
    )
)
"""The kinds of findings that there are about it."""


def write_faulty_market(root: Path) -> Path:
    """Writes it into a folder."""
    write_market(root)
    added = {
        "ontology/core.ttl": TERMS,
        "data/entities/all.ttl": IDENTITY,
        "data/sources/odx-launch.ttl": SAID,
        "shapes/venue.ttl": SHAPES,
    }
    for name, text in added.items():
        path = root / name
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    check = root / "queries" / "checks" / "dated.rq"
    check.parent.mkdir()
    check.write_text(CHECK, encoding="utf-8")
    return root
