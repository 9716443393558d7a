"""Findings → a validation report as the W3C defines it, in Turtle."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kgraph.names import PREFIXES
from kgraph.shacl.vocabulary import SEVERITY_IRIS
from kgraph.validate.findings import Finding
from kgraph.vocab import RDF, SH


def to_report(findings: Iterable[Finding]) -> str:
    """The report as Turtle. The graph conforms where there is no finding at all, as SHACL says."""
    # The serializer writes a literal bare only where it is valid so: `yes` stays in quotes. Its
    # prefixes come in no order and all of them.
    written = ox.serialize(
        report_triples(findings), format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES)
    )
    lines = written.decode().split("\n")
    body = "\n".join(line for line in lines if not line.startswith("@prefix "))
    used = (f"@prefix {p}: <{iri}> ." for p, iri in sorted(PREFIXES.items()) if f"{p}:" in body)
    return "\n".join((*used, "", body))


def report_triples(findings: Iterable[Finding]) -> tuple[ox.Triple, ...]:
    """The triples of the report."""
    severities = {word: iri for iri, word in SEVERITY_IRIS.items()}
    report, said = ox.BlankNode("report"), tuple(findings)
    nodes = [ox.BlankNode(f"result{number}") for number in range(1, len(said) + 1)]
    made = [
        ox.Triple(report, RDF.type, _sh("ValidationReport")),
        ox.Triple(report, _sh("conforms"), ox.Literal(not said)),
        *(ox.Triple(report, _sh("result"), node) for node in nodes),
    ]
    for node, finding in zip(nodes, said, strict=True):
        made.append(ox.Triple(node, RDF.type, _sh("ValidationResult")))
        made.append(ox.Triple(node, _sh("focusNode"), finding.focus))
        path: tuple[ox.Triple, ...] = ()
        if finding.path is not None:
            head, path = finding.path.triples()
            made.append(ox.Triple(node, _sh("resultPath"), head))
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
        made.extend(path)
    return tuple(made)


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH.BASE + name)
