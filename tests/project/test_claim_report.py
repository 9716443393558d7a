"""Every claim of the fact base stands in the graph: as what a source says, or as a reading.

What the graph has beyond the fact base is listed, and is no failure: the public record grows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import pytest
from helpers.claim_mapping import ID, JPST, Observation, absent, calendar_date, conclude, observe
from helpers.claim_report import founding, read_readings, read_source
from helpers.claim_terms import OWN_SALES
from helpers.facts import FACTS, load, needs_facts
from helpers.fixed import fixed_root
from helpers.grant_mapping import is_grant, observe_grants
from helpers.project import PROJECT

from kgraph.infer import compile_rules, run
from kgraph.load import load as load_graph
from kgraph.snapshot.counts import count
from kgraph.vocab import GRAPH, RDF

OF_USE = ox.NamedNode(JPST + "TermsOfUse")
READINGS = PROJECT / "data" / "editorial" / "readings.ttl"
pytestmark = needs_facts


@pytest.fixture(scope="module")
def sources() -> dict[str, dict]:
    return {s["id"]: s for s in load(FACTS / "sources.yaml")["sources"]}


@pytest.fixture(scope="module")
def issued(sources) -> dict[str, str | None]:
    """The page date of each source; one known only to the month or year is none."""
    pages = {sid: str(s.get("published") or "") for sid, s in sources.items()}
    return {sid: page if len(page) == 10 else None for sid, page in pages.items()}


@pytest.fixture(scope="module")
def every_claim() -> list[dict]:
    return [c for path in sorted((FACTS / "claims").glob("*.yaml")) for c in load(path)["claims"]]


@pytest.fixture(scope="module")
def claims(every_claim) -> list[dict]:
    """What sources say."""
    return [c for c in every_claim if not c.get("derived")]


@pytest.fixture(scope="module")
def conclusions(every_claim) -> list[dict]:
    """What was concluded from what sources say."""
    return [c for c in every_claim if c.get("derived")]


@pytest.fixture(scope="module")
def graph() -> tuple[dict[str, str | None], set[Observation]]:
    dates, found = {}, set()
    for path in sorted((PROJECT / "data" / "sources").glob("*.ttl")):
        dates[path.stem], observations = read_source(path)
        found.update(observations)
    return dates, found


@pytest.fixture(scope="module")
def expected(claims, issued) -> dict[Observation, dict]:
    return dict(observed(claims, issued))


def observed(claims: Iterable[dict], issued: dict) -> Iterator[tuple[Observation, dict]]:
    """Each observation with the claim that it stands for; of a grant, with one of its claims."""
    told = list(claims)
    for claim in told:
        if not is_grant(claim):
            yield from ((observation, claim) for observation in observe(claim, issued))
    yield from observe_grants(filter(is_grant, told))


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


def beyond(expected: Iterable[Observation], found: set[Observation]) -> list[str]:
    """What the graph has and the fact base has not, but for the founding document."""
    return sorted(str(o) for o in found.difference(expected) if not founding(o))


def test_what_a_list_lacks_was_sought_and_not_found(claims):
    told = [(claim, sought) for claim in claims if (sought := absent(claim))]
    assert Counter(sought for _, sought in told) == {
        ("micCode", None): 4,
        ("holdsGrant", "handling-ertsir"): 7,
        ("membership", "jsda"): 1,
        ("membership", "jstoa"): 3,
    }
    for claim, (term, value) in told:
        (source,) = claim["source"]
        path = PROJECT / "data" / "sources" / f"{source}.ttl"
        name = "-".join(filter(None, ("notfound", claim["subject"], term, value)))
        note = ox.NamedNode(ID + name)
        said = {
            triple.predicate.value.rsplit("/", 1)[1]: triple.object.value
            for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
            if triple.subject == note
        }
        assert said["soughtSubject"] == ID + claim["subject"]
        assert said["soughtProperty"] == JPST + term
        assert said.get("soughtValue") == (value and ID + value)
        assert said["note"] == claim.get("note", claim["value"])


def test_who_sells_its_own_issue_is_told_apart(claims):
    parts = defaultdict(set)
    for claim in claims:
        if claim["property"] == "role":
            parts[claim["subject"], claim["value"]["entity"]].add(claim["value"]["role"])
    assert {one for one, held in parts.items() if {"issuer", "distributor"} <= held} == OWN_SALES


def test_what_the_graph_has_beyond_the_claims_is_listed(expected, graph, record_property):
    """It is no failure; the list stands in the report of the tests."""
    _, found = graph
    more = Observation("a-page", "odx", "founder", "<https://w3id.org/jpst/id/sbi>")
    listed = beyond(expected, found)
    record_property("beyond the fact base", listed)
    assert beyond(expected, found | {more}) == sorted([*listed, str(more)])


def test_every_conclusion_is_a_reading(conclusions, issued):
    """What the fact base marks as concluded stands in data/editorial, from the same sources."""
    wanted = {o for claim in conclusions for o in conclude(claim, issued)}
    assert wanted - read_readings(READINGS) == set()


def test_no_conclusion_stands_as_if_a_source_said_it(claims, conclusions, issued, graph):
    """Unless the source says it too."""
    _, found = graph
    said = {fact(o) for o, _ in observed(claims, issued)}
    concluded = {fact(o) for claim in conclusions for o in observe(claim, issued)}
    assert {fact(o) for o in found} & concluded - said == set()


def fact(one: Observation) -> tuple[str, ...]:
    """What is said in which source; of a record its name."""
    name = dict(one.attributes).get("", "")
    return one.source, one.subject, one.predicate, one.value, name


def test_no_two_claims_share_an_observation(claims, issued):
    counted = Counter(o for o, _ in observed(claims, issued))
    assert [o for o, times in counted.items() if times > 1] == []


def test_what_the_graph_counts_is_what_the_fact_base_has(tmp_path):
    """Assets and terms of use are ours: the fact base tells of them as texts and notes."""
    entities = load(FACTS / "entities.yaml")["entities"]
    store = load_graph(fixed_root(PROJECT, tmp_path)).store
    run(store, compile_rules(store, PROJECT / "ontology" / "rules"))
    counted = count(store)
    assert counted["sources"] == len(load(FACTS / "sources.yaml")["sources"])
    terms = list(store.quads_for_pattern(None, RDF.type, OF_USE, GRAPH.entities))
    assert counted["entities"] - counted["assets"] - len(terms) == len(entities)
    assert counted["tokens"] == sum(one["kind"] == "security-token" for one in entities)


def test_sources_match(issued, graph):
    dates, _ = graph
    assert {sid: dates.get(sid, "no file") for sid in issued} == issued


@pytest.mark.parametrize(
    ("day", "datatype"), [("2024-02-26", "date"), ("2024-02", "gYearMonth"), ("2021", "gYear")]
)
def test_a_date_is_written_as_precisely_as_it_is_known(day, datatype):
    assert calendar_date(day) == f'"{day}"^^<http://www.w3.org/2001/XMLSchema#{datatype}>'
