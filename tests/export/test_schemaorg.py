"""What pages tell search engines is what schema.org has: judged by its own vocabulary."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rdflib
from helpers.project import PROJECT
from pyoxigraph import DefaultGraph, NamedNode

from kgraph.export.schemaorg import schema_org
from kgraph.names import ID, SRC
from kgraph.snapshot import Snapshot
from kgraph.vocab import JPST, RDF

VENDOR = Path(os.environ.get("KGRAPH_VENDOR", PROJECT.parent / "shared" / "alignment" / "vendor"))
FILE = VENDOR / "schemaorg" / "schemaorg-current-https-30.0.ttl"
SCHEMA = rdflib.Namespace("https://schema.org/")
needs_vocabulary = pytest.mark.skipif(
    not FILE.is_file(), reason="no copy of schema.org’s vocabulary (KGRAPH_VENDOR)"
)


class Vocabulary:
    """Says what is wrong with a document: unknown terms, a property or value out of place."""

    def __init__(self) -> None:
        self.graph = rdflib.Graph().parse(FILE, format="turtle")

    def above(self, name: str) -> set[rdflib.term.Node]:
        return set(self.graph.transitive_objects(SCHEMA[name], rdflib.RDFS.subClassOf))

    def faults(self, node: dict[str, Any]) -> list[str]:
        kind = node["@type"]
        if (SCHEMA[kind], rdflib.RDF.type, rdflib.RDFS.Class) not in self.graph:
            return [f"no type {kind}"]
        found = []
        for key, values in node.items():
            if key.startswith("@"):
                continue
            term = SCHEMA[key]
            if (term, SCHEMA.supersededBy, None) in self.graph:
                found.append(f"{key} is superseded")
            if not self.above(kind) & set(self.graph.objects(term, SCHEMA.domainIncludes)):
                found.append(f"{key} is no property of {kind}")
            allowed = set(self.graph.objects(term, SCHEMA.rangeIncludes))
            for value in values if isinstance(values, list) else [values]:
                if isinstance(value, dict):
                    found += self.faults(value)
                    if not self.above(value["@type"]) & allowed:
                        found.append(f"{key} takes no {value['@type']}")
                elif not self.fits(value, allowed):
                    found.append(f"{key} does not take {value!r}")
        return found

    @staticmethod
    def fits(value: str, allowed: set[rdflib.term.Node]) -> bool:
        if SCHEMA.Text in allowed:
            return bool(value.strip())
        if SCHEMA.URL in allowed:
            return value.startswith(("http://", "https://"))
        return SCHEMA.Date in allowed and bool(date.fromisoformat(value))


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary()


@needs_vocabulary
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_thing_is_told_in_the_terms_of_schema_org(
    in_memory: Snapshot, vocabulary: Vocabulary, lang: str
) -> None:
    nodes = {
        quad.subject.value
        for quad in in_memory.store.quads_for_pattern(None, RDF.type, None, DefaultGraph())
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith((ID, SRC))
    }
    told = [schema_org(in_memory, iri, lang) for iri in sorted(nodes)[::3]]
    assert {one["@type"] for one in told} >= {"FinancialProduct", "Organization", "CreativeWork"}
    wrong = {one["@id"]: faults for one in told if (faults := vocabulary.faults(one))}
    assert not wrong


@needs_vocabulary
@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ({"@type": "FinancialToken"}, "no type FinancialToken"),
        ({"@type": "Person", "leiCode": "x"}, "leiCode is no property of Person"),
        ({"@type": "Organization", "nonsense": "x"}, "nonsense is no property of Organization"),
        (
            {"@type": "FinancialProduct", "provider": {"@type": "Thing"}},
            "provider takes no Thing",
        ),
        ({"@type": "Thing", "url": "kgraph"}, "url does not take 'kgraph'"),
    ],
)
def test_what_schema_org_does_not_have_is_found(
    vocabulary: Vocabulary, document: dict[str, Any], fault: str
) -> None:
    assert fault in vocabulary.faults(document)


def test_a_token_is_a_product_of_its_issuer(in_memory: Snapshot) -> None:
    told = schema_org(in_memory, ID + "st-tosei-property-fund-3-ichigaya")
    assert told["@type"] == "FinancialProduct"
    assert told["provider"] == {
        "@type": "Organization",
        "@id": ID + "mufg-trust",
        "name": "Mitsubishi UFJ Trust and Banking Corporation",
    }
    assert told["category"] == "real estate"
    code = {"@type": "PropertyValue", "propertyID": "edinetFundCode", "value": "G15211"}
    assert told["identifier"] == code
    in_japanese = schema_org(in_memory, told["@id"], "ja")
    assert in_japanese["provider"]["name"] == "三菱UFJ信託銀行株式会社"


def test_codes_of_a_firm_stand_where_schema_org_has_a_place(in_memory: Snapshot) -> None:
    odx = schema_org(in_memory, ID + "odx")
    lei = in_memory.store.quads_for_pattern(NamedNode(ID + "odx"), JPST.lei, None, DefaultGraph())
    assert [odx["leiCode"]] == [quad.object.value for quad in lei]
