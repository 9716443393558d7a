"""Findings as a W3C validation report and as SARIF."""

import json
from pathlib import Path

import jsonschema
import pyoxigraph as ox
import pytest
import rdflib
from helpers.terms import jpst

from kgraph.names import ID
from kgraph.render.sarif import to_sarif
from kgraph.render.shacl_report import to_report
from kgraph.shacl.paths import Path as PropertyPath
from kgraph.shacl.paths import predicate
from kgraph.validate import Finding
from kgraph.vocab import DCTERMS, SH

ROOT = Path("/project")
FINDINGS = (
    Finding(
        "source-publisher",
        "violation",
        ox.NamedNode("https://w3id.org/jpst/source/s"),
        predicate(DCTERMS.publisher.value),
        None,
        SH.MinCountConstraintComponent.value,
        "https://w3id.org/jpst/shape/source-publisher",
        "No publisher.",
        "発行者がない。",
        fix_en="Add one.",
        graphs=("https://w3id.org/jpst/source/s",),
        file=ROOT / "data" / "sources" / "s p.ttl",
        line=4,
        column=2,
    ),
    Finding(
        "token-holder",
        "warning",
        ox.BlankNode("x"),
        PropertyPath("sequence", parts=(predicate(jpst("a").value), predicate(jpst("b").value))),
        ox.Literal("x", language="ja"),
        SH.ClassConstraintComponent.value,
        "https://w3id.org/jpst/shape/token-holder",
        "No holder.",
        "保有者でない。",
        file=Path("/elsewhere/mine.ttl"),
    ),
    Finding(
        "source-publisher",
        "info",
        ox.NamedNode(ID + "a"),
        None,
        ox.NamedNode(ID + "a"),
        SH.SPARQLConstraintComponent.value,
        "",
        "Odd.",
        "奇妙。",
    ),
)

# The part of the SARIF 2.1.0 schema that a log of ours touches, with its rules on what is required
# and what else may stand there.
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"minLength": 1}}}
ARTIFACT = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"uri": {"type": "string", "format": "uri-reference"}, "uriBaseId": {}},
}
REGION = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "startLine": {"type": "integer", "minimum": 1},
        "startColumn": {"type": "integer", "minimum": 1},
    },
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "additionalProperties": False,
                "properties": {
                    "tool": {
                        "required": ["driver"],
                        "additionalProperties": False,
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "additionalProperties": False,
                                "properties": {
                                    "name": {"type": "string"},
                                    "version": {"type": "string"},
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id"],
                                            "additionalProperties": False,
                                            "properties": {
                                                "id": {"type": "string"},
                                                "helpUri": {"type": "string", "format": "uri"},
                                            },
                                        },
                                    },
                                },
                            }
                        },
                    },
                    "language": {"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "originalUriBaseIds": {
                        "type": "object",
                        "additionalProperties": {
                            **ARTIFACT,
                            "properties": {"uri": {"pattern": "/$"}},
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": -1},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": TEXT,
                                "locations": {
                                    "type": "array",
                                    "items": {
                                        "additionalProperties": False,
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "additionalProperties": False,
                                                "properties": {
                                                    "artifactLocation": ARTIFACT,
                                                    "region": REGION,
                                                },
                                            }
                                        },
                                    },
                                },
                                "partialFingerprints": {
                                    "type": "object",
                                    "additionalProperties": {"type": "string"},
                                },
                                "properties": {"type": "object"},
                            },
                        },
                    },
                },
            },
        },
    },
}


@pytest.mark.parametrize("root", [None, ROOT])
@pytest.mark.parametrize("findings", [(), FINDINGS])
def test_sarif_has_the_structure_of_the_standard(findings, root):
    log = json.loads(json.dumps(to_sarif(findings, root=root, version="1.0")))
    jsonschema.validate(log, SARIF, format_checker=jsonschema.FormatChecker())
    [run] = log["runs"]
    assert len(run["results"]) == len(findings)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])


def test_sarif_gives_level_words_and_place():
    first, second, third = to_sarif(FINDINGS, root=ROOT)["runs"][0]["results"]
    assert [r["level"] for r in (first, second, third)] == ["error", "warning", "note"]
    assert first["message"]["text"] == "No publisher. Add one."
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "data/sources/s%20p.ttl", "uriBaseId": "ROOT"},
        "region": {"startLine": 4, "startColumn": 2},
    }
    assert second["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "file:///elsewhere/mine.ttl"}
    }
    assert "locations" not in third
    japanese = to_sarif(FINDINGS, language="ja")["runs"][0]
    assert japanese["results"][0]["message"]["text"] == "発行者がない。"


def test_a_finding_keeps_its_fingerprint_when_its_line_moves():
    def prints(line):
        moved = Finding(**{**vars(FINDINGS[0]), "line": line})
        return to_sarif([moved])["runs"][0]["results"][0]["partialFingerprints"]

    assert prints(4) == prints(90)


def test_the_report_is_that_of_the_w3c():
    graph = rdflib.Graph().parse(data=to_report(FINDINGS), format="turtle")
    sh = rdflib.Namespace(SH.BASE)
    report = graph.value(predicate=rdflib.RDF.type, object=sh.ValidationReport)
    assert graph.value(report, sh.conforms) == rdflib.Literal(False)
    assert len(set(graph.objects(report, sh.result))) == 3
    node = graph.value(
        predicate=sh.sourceShape,
        object=rdflib.URIRef("https://w3id.org/jpst/shape/token-holder"),
    )
    assert graph.value(node, rdflib.RDF.type) == sh.ValidationResult
    assert graph.value(node, sh.resultSeverity) == sh.Warning
    assert graph.value(node, sh.value) == rdflib.Literal("x", lang="ja")
    assert graph.value(node, sh.sourceConstraintComponent) == sh.ClassConstraintComponent
    path = list(graph.items(graph.value(node, sh.resultPath)))
    assert path == [rdflib.URIRef(jpst("a").value), rdflib.URIRef(jpst("b").value)]
    assert set(graph.objects(node, sh.resultMessage)) == {
        rdflib.Literal("No holder.", lang="en"),
        rdflib.Literal("保有者でない。", lang="ja"),
    }


def test_the_report_without_findings_conforms():
    graph = rdflib.Graph().parse(data=to_report(()), format="turtle")
    assert list(graph.objects(None, rdflib.URIRef(SH.conforms.value))) == [rdflib.Literal(True)]
    assert len(graph) == 2
