"""The founding document stands whole in its own graph, each fact with the page it cites."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from helpers.claim_mapping import BASE, Observation, attributes, entity, observe
from helpers.claim_report import founding, read_source
from helpers.facts import FACTS, load, needs_facts
from helpers.project import PROJECT

PAGE = "finwiki-st-route"
FILE = PROJECT / "data" / "sources" / f"{PAGE}.ttl"
FIGURE_NOTE = (
    "the visible page date must be recorded before the figure is used in a time-sensitive summary"
)
NOTES = {
    "as above": FIGURE_NOTE,
    "'over' this amount; as above": f"over this amount; {FIGURE_NOTE}",
}
# The two claims whose property the fact base maps to a remark need words of their own.
REMARKS = {
    "serves-non-professional-investors-directly": (
        "does not serve non-professional investors directly"
    ),
    "products-follow": "products follow ODX's own rules rather than exchange-listing rules",
}

pytestmark = needs_facts


@pytest.fixture(scope="module")
def seed() -> dict:
    return load(FACTS / "seed.yaml")


@pytest.fixture(scope="module")
def names() -> dict:
    return load(FACTS / "properties.yaml")["seed_names"]


def expected(claim: dict, names: dict, issued: str) -> list[Observation]:
    note = NOTES.get(claim.get("note"), claim.get("note"))
    common = {"subject": claim["subject"], "source": [PAGE], "as_of": claim["as_of"], "note": note}
    common = {k: v for k, v in common.items() if v not in (None, "null")}
    listed = claim["value"] if isinstance(claim["value"], list) else [claim["value"]]
    result = []
    for value in listed:
        changed = dict(common, property=names[claim["property"]]["property"], value=value)
        if claim["property"] == "announced-investment-in":
            changed |= {
                "subject": value["entity"],
                "value": {"entity": claim["subject"], "status": "planned"},
            }
        changed["value"] = REMARKS.get(claim["property"], changed["value"])
        if claim["property"] == "trading-venue":
            found = [
                Observation(
                    PAGE,
                    claim["subject"],
                    "tradesOn",
                    entity(value["entity"]),
                    frozenset(attributes(changed, issued)),
                )
            ]
        else:
            found = observe(changed, {PAGE: issued})
        cited = {
            ("citesSource", f"<{BASE}source/{claim['source'][0]}>"),
            ("statedConfidence", f"<{BASE}standing/{claim['confidence']}>"),
        }
        result += [
            Observation(o.source, o.subject, o.predicate, o.value, o.attributes | cited)
            for o in found
        ]
    return result


def test_claims_of_the_founding_document(seed, names):
    issued, found = read_source(FILE)
    wanted = {o for claim in seed["claims"] for o in expected(claim, names, issued)}
    assert {o for o in found if founding(o)} == wanted


def test_page_fields(seed):
    page = seed["page"]
    text = FILE.read_text(encoding="utf-8")
    for term, day in (("dcterms:issued", page["updated"]), ("jpst:reviewBy", page["review_by"])):
        assert any(term in line and f'"{day}"' in line for line in text.splitlines())
    topics = re.findall(r"\btopic:\w+", text.partition("@prefix xsd:")[2])
    assert len(set(topics)) == len(page["related_pages"])


@pytest.mark.parametrize(
    ("scheme", "key"),
    [
        ("layer", "layers"),
        ("field", "public_record_fields"),
        ("settlementfield", "settlement_research_fields"),
    ],
)
def test_layers_and_fields_with_their_source_routes(seed, scheme, key):
    store = ox.Store()
    store.load(
        path=str(PROJECT / "ontology" / "schemes" / f"{scheme}.ttl"), format=ox.RdfFormat.TURTLE
    )
    rows = store.query(
        "PREFIX jpst: <https://w3id.org/jpst/ontology/> "
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        "SELECT ?c ?route WHERE { ?c a skos:Concept ; jpst:sourceRoute ?route "
        "FILTER(LANG(?route) = 'en') }"
    )
    found = {(r["c"].value.rsplit("/", 1)[1], r["route"].value) for r in rows}
    wanted = {(camel(item["id"]), route) for item in seed[key] for route in item["source_route"]}
    assert found == wanted


def camel(slug: str) -> str:
    head, *rest = slug.split("-")
    return head + "".join(word.capitalize() for word in rest)


def test_the_report_sees_a_changed_fact(tmp_path: Path):
    """The reading is no rubber stamp: one changed digit is one missing and one extra fact."""
    before = set(read_source(FILE)[1])
    copy = tmp_path / FILE.name
    text = FILE.read_text(encoding="utf-8")
    copy.write_text(re.sub(r"(amountInYen +66740000000)0", r"\g<1>1", text), encoding="utf-8")
    after = set(read_source(copy)[1])
    assert len(before - after) == 1
    assert len(after - before) == 1
