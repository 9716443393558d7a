"""Every claim of the fact base stands in the graph, and no fact of the graph lacks a claim."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
import pytest
from helpers.claim_corrections import correct
from helpers.claim_mapping import ID, JPST, SRC, Observation, bounds, observe
from helpers.claim_report import RDF, founding, read_source, spell
from helpers.facts import FACTS, NEWER, load, needs_facts
from helpers.project import PROJECT

READINGS = PROJECT / "data" / "editorial" / "readings.ttl"
pytestmark = needs_facts


@pytest.fixture(scope="module")
def sources() -> dict[str, dict]:
    return {s["id"]: s for s in load(FACTS / "sources.yaml")["sources"]}


@pytest.fixture(scope="module")
def corrected(sources) -> tuple[list[dict], list[dict]]:
    """What the sources say, and what is our reading, by both editions of the fact base."""
    older, newer = (
        [c for path in sorted((base / "claims").glob("*.yaml")) for c in load(path)["claims"]]
        for base in (FACTS, NEWER)
    )
    return correct(older, newer, {sid: s.get("published") for sid, s in sources.items()})


@pytest.fixture(scope="module")
def claims(corrected) -> list[dict]:
    return corrected[0]


@pytest.fixture(scope="module")
def graph() -> tuple[dict[str, str | None], set[Observation]]:
    dates, found = {}, set()
    for path in sorted((PROJECT / "data" / "sources").glob("*.ttl")):
        dates[path.stem], observations = read_source(path)
        found.update(observations)
    return dates, found


@pytest.fixture(scope="module")
def expected(claims, sources) -> dict[Observation, dict]:
    issued = {sid: s.get("published") for sid, s in sources.items()}
    return {o: claim for claim in claims for o in observe(claim, issued)}


def covers(found: set[Observation], wanted: Observation) -> bool:
    """A bare claim is also met where another claim's statement narrows the same triple."""
    if wanted in found:
        return True
    same = (wanted.source, wanted.subject, wanted.predicate, wanted.value)
    return not wanted.attributes and any(
        (o.source, o.subject, o.predicate, o.value) == same for o in found
    )


def test_every_claim_is_in_the_graph(expected, graph):
    _, found = graph
    missing = [f"{o} — from {claim}" for o, claim in expected.items() if not covers(found, o)]
    assert missing == []


def test_every_fact_of_the_graph_has_a_claim(expected, graph):
    _, found = graph
    extra = [o for o in found if o not in expected and not founding(o)]
    assert extra == []


def test_every_conclusion_is_a_reading_and_every_reading_a_conclusion(corrected, sources):
    """What the fact base marks as concluded stands in data/editorial, from the same sources."""
    issued = {sid: s.get("published") for sid, s in sources.items()}
    wanted = {
        (o.subject, o.predicate, o.value, o.source)
        for claim in corrected[1]
        for o in observe(claim, issued)
    }
    nodes: dict[str, dict[str, set[str]]] = {}
    for quad in ox.parse(path=str(READINGS), format=ox.RdfFormat.TURTLE):
        told = nodes.setdefault(quad.subject.value, {})
        told.setdefault(quad.predicate.value, set()).add(
            quad.object.value if isinstance(quad.object, ox.BlankNode) else spell(quad.object)
        )
    found = {
        (
            subject[1:-1].removeprefix(ID),
            predicate[1:-1].removeprefix(JPST),
            value,
            source[1:-1].removeprefix(SRC),
        )
        for told in nodes.values()
        if RDF + "subject" in told
        for subject in told[RDF + "subject"]
        for predicate in told[RDF + "predicate"]
        for value in told[RDF + "object"]
        for source in told["http://www.w3.org/ns/prov#wasDerivedFrom"]
    }
    assert found == wanted


def test_no_two_claims_share_an_observation(claims, sources):
    issued = {sid: s.get("published") for sid, s in sources.items()}
    counted = Counter(o for claim in claims for o in observe(claim, issued))
    assert [o for o, times in counted.items() if times > 1] == []


def test_sources_match(sources, graph):
    dates, _ = graph
    assert dates == {sid: s.get("published") or None for sid, s in sources.items()}


def test_remarks_do_not_grow(claims, graph):
    _, found = graph
    allowed = sum(len(c["source"]) for c in claims if c["property"] == "remark")
    seed_remarks = 2
    assert sum(o.predicate == "remark" for o in found) <= allowed + seed_remarks


@pytest.mark.parametrize(
    ("day", "first", "last", "precision"),
    [
        ("2024-02-26", "2024-02-26", "2024-02-26", None),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2021", "2021-01-01", "2021-12-31", "year"),
    ],
)
def test_coarse_dates_become_bounds(day, first, last, precision):
    assert bounds(day) == (first, last, precision)
