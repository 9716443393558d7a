"""Findings → a validation report as the W3C defines it, in Turtle."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kgraph.names import PREFIXES, RDF, SH
from kgraph.validate.engine_pyshacl import to_rdflib
from kgraph.validate.findings import SEVERITY_IRIS, Finding

_TYPE = ox.NamedNode(RDF + "type")


def to_report(findings: Iterable[Finding]) -> str:
    """The report as Turtle. The graph conforms where there is no finding at all, as SHACL says."""
    graph = to_rdflib(report_triples(findings))
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    return graph.serialize(format="turtle")


def report_triples(findings: Iterable[Finding]) -> tuple[ox.Triple, ...]:
    """The triples of the report."""
    report = ox.BlankNode("report")
    severities = {word: iri for iri, word in SEVERITY_IRIS.items()}
    made = [ox.Triple(report, _TYPE, _sh("ValidationReport"))]
    number = 0
    for number, finding in enumerate(findings, start=1):
        node = ox.BlankNode(f"result{number}")
        made.append(ox.Triple(report, _sh("result"), node))
        made.append(ox.Triple(node, _TYPE, _sh("ValidationResult")))
        made.append(ox.Triple(node, _sh("focusNode"), finding.focus))
        if finding.path is not None:
            head, triples = finding.path.triples()
            made.append(ox.Triple(node, _sh("resultPath"), head))
            made.extend(triples)
        if finding.value is not None:
            made.append(ox.Triple(node, _sh("value"), finding.value))
        severity = ox.NamedNode(severities[finding.severity])
        made.append(ox.Triple(node, _sh("resultSeverity"), severity))
        component = ox.NamedNode(finding.component)
        made.append(ox.Triple(node, _sh("sourceConstraintComponent"), component))
        if finding.shape:
            made.append(ox.Triple(node, _sh("sourceShape"), ox.NamedNode(finding.shape)))
        for language in ("en", "ja"):
            text = ox.Literal(finding.message(language), language=language)
            made.append(ox.Triple(node, _sh("resultMessage"), text))
    conforms = ox.Literal(number == 0)
    made.append(ox.Triple(report, _sh("conforms"), conforms))
    return tuple(made)


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)
