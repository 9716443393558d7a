"""What is inferred in the graph that ships: complete, from held records only, and explained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product

import pytest
from helpers.here import on_day
from helpers.project import PROJECT
from helpers.terms import jpst
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

import kgraph
from kgraph.explain.explained import Derivation, Telling, explained
from kgraph.infer import Proof, Rule, check_proof, explain, replays
from kgraph.load import Loaded, load
from kgraph.names import BASE, EDITORIAL, MODULE, SCHEME, SRC, STANDING
from kgraph.render.explain import as_text
from kgraph.snapshot import Snapshot
from kgraph.snapshot.reason import Reasoner
from kgraph.vocab import GRAPH, JPST, RDF, RDFS, XSD, Node

TYPE = RDF.type
GROUNDS = (SRC, EDITORIAL, MODULE, SCHEME, GRAPH.entities.value, GRAPH.state.value)
DATES = (XSD.date, XSD.gYear, XSD.gYearMonth)
STRONGEST_FIRST = ("confirmed", "likely", "conflicting")

HELD = {
    "shareholder": ("shareholding", "holder", {"Shareholding"}),
    "memberOf": ("membership", "association", {"Membership"}),
    "participatesIn": ("tradingParticipation", "venue", {"TradingParticipation"}),
    "tradedOn": ("listing", "venue", {"Listing"}),
    "holdsGrantOf": ("holdsGrant", "grantType", {"Grant"}),
}
"""Shortcut → the tie to its record, what the record names, and the classes of such a record."""
PLANNED = BASE + "recordstatus/planned"

SCHEME_OF_STATUS = BASE + "secondarymarketstatus/"

Pairs = set[tuple[str, str]]


@pytest.fixture(scope="module")
def rules(in_memory: Snapshot) -> tuple[Rule, ...]:
    return kgraph.rules(in_memory)


@pytest.fixture(scope="module")
def inferred(in_memory: Snapshot) -> list[Triple]:
    found = in_memory.store.quads_for_pattern(None, None, None, GRAPH.inferred)
    return sorted((quad.triple for quad in found), key=str)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(PROJECT)


@pytest.fixture(scope="module")
def asserted(loaded: Loaded) -> list[Triple]:
    return merged(loaded.store)


@pytest.fixture(scope="module")
def state(in_memory: Snapshot) -> list[Triple]:
    """What holds on the day of the graph."""
    return merged(in_memory.store)


@pytest.fixture(scope="module")
def proofs(
    in_memory: Snapshot, rules: tuple[Rule, ...], inferred: list[Triple]
) -> dict[Triple, Proof]:
    """The smallest proof of every inferred triple."""
    found = {triple: explain(in_memory.store, rules, triple, 1) for triple in inferred}
    assert [triple for triple, why in found.items() if not why.proofs] == []
    return {triple: why.proofs[0] for triple, why in found.items()}


def merged(store: Store) -> list[Triple]:
    return [quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())]


# -- complete


@pytest.mark.slow
def test_our_closure_is_that_of_owlrl(loaded: Loaded, asserted: list[Triple]) -> None:
    """Of the whole graph, literals included, and with the named rules in both."""
    ours, reference = (
        set(Reasoner.read(name, loaded.store, PROJECT / "ontology/rules").closing().grow(asserted))
        for name in ("compiled", "owlrl")
    )
    assert len(ours) > 2000
    # A union of datatypes is wider than each: the reference has that rule for classes only.
    dates = {Triple(kind, RDFS.subClassOf, JPST.CalendarDate) for kind in DATES}
    assert ours - reference == dates
    assert reference - ours == set()


# -- no false shortcut


def of_sources(store: Store, predicate: str) -> Iterator[Quad]:
    """What sources say that is part of the state: what has ended derives nothing."""
    for quad in store.quads_for_pattern(None, jpst(predicate), None):
        of_source = isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(SRC)
        if of_source and Quad(*quad.triple) in store:
            yield quad


def told_by_records(
    store: Store, tie: str, names: str, *, planned: bool = False
) -> dict[tuple[str, str], set[str]]:
    """What sources say in records: (thing, what its record names) → classes of those records.

    The tie, the record's class, its status and what it names must stand in one and the same source.
    Those of what is planned are left out, or alone are told.
    """
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for quad in of_sources(store, tie):
        record, graph = quad.object, quad.graph_name
        (status,) = store.quads_for_pattern(record, JPST.recordStatus, None, graph)
        if (status.object.value == PLANNED) is not planned:
            continue
        kinds = {
            q.object.value.removeprefix(JPST.BASE)
            for q in store.quads_for_pattern(record, TYPE, None, graph)
        }
        for named in store.quads_for_pattern(record, jpst(names), None, graph):
            found[quad.subject.value, named.object.value] |= kinds
    return found


def pairs(triples: Iterable[Triple], predicate: str) -> Pairs:
    return {
        (triple.subject.value, triple.object.value)
        for triple in triples
        if triple.predicate == jpst(predicate)
    }


@pytest.mark.parametrize("shortcut", HELD)
def test_each_shortcut_rests_on_a_held_record(
    in_memory: Snapshot, inferred: list[Triple], shortcut: str
) -> None:
    tie, names, classes = HELD[shortcut]
    told = told_by_records(in_memory.store, tie, names)
    derived = pairs(inferred, shortcut)
    stated = pairs((quad.triple for quad in of_sources(in_memory.store, shortcut)), shortcut)
    assert derived
    assert derived == told.keys() - stated
    for pair in derived:
        assert told[pair] & classes, pair


def test_indirect_ownership_is_made_of_held_shares_and_parents(
    in_memory: Snapshot, inferred: list[Triple]
) -> None:
    store = in_memory.store
    parents = pairs((quad.triple for quad in of_sources(store, "parentCompany")), "parentCompany")
    held = set(told_by_records(store, *HELD["shareholder"][:2])) | parents
    reached = held
    while more := {(a, d) for a, b in reached for c, d in held if b == c} - reached:
        reached = reached | more
    assert reached - held, "some owner is reached only through another company"
    assert pairs(inferred, "indirectOwner") == reached


def test_no_planned_share_is_held(in_memory: Snapshot, state: list[Triple]) -> None:
    store = in_memory.store
    held = set(told_by_records(store, *HELD["shareholder"][:2]))
    only = told_by_records(store, *HELD["shareholder"][:2], planned=True).keys() - held
    assert only, "the graph has such shares, or this test would say nothing"
    # Of indirect owners the test above says that they are reached by held shares and parents alone.
    assert not only & pairs(state, "shareholder")


def test_a_planned_listing_is_not_handling(in_memory: Snapshot, state: list[Triple]) -> None:
    store = in_memory.store
    listed = set(told_by_records(store, "listing", "venue"))
    planned = told_by_records(store, "listing", "venue", planned=True).keys() - listed
    assert planned, "the graph has such plans, or this test would say nothing"
    assert planned <= pairs(state, "plannedOn")
    assert not planned & pairs(state, "tradedOn")
    through = {token for token, _ in pairs(state, "tradableThrough")}
    status = pairs(state, "secondaryMarketStatus")
    for token, _venue in planned:
        assert token not in through
        assert (token, SCHEME_OF_STATUS + "plannedOnVenue") in status
        assert (token, SCHEME_OF_STATUS + "handledOnVenue") not in status


@pytest.mark.parametrize("shortcut", HELD)
def test_were_every_record_planned_nothing_would_hold(
    loaded: Loaded, asserted: list[Triple], shortcut: str
) -> None:
    """Each relation in turn; the others still hold."""
    tie = jpst(HELD[shortcut][0])
    records = {triple.object for triple in asserted if triple.predicate == tie}
    planned = [
        Triple(triple.subject, triple.predicate, NamedNode(PLANNED))
        if triple.subject in records and triple.predicate == JPST.recordStatus
        else triple
        for triple in asserted
    ]
    reasoner = Reasoner.read("compiled", loaded.store, PROJECT / "ontology/rules")
    grown = set(reasoner.closing().grow(planned))
    for other in HELD:
        assert bool(pairs(grown, other)) is (other != shortcut), other
    if shortcut == "shareholder":
        # What is left of indirect ownership rests on the parents that sources state.
        parents = pairs(planned, "parentCompany")
        assert {company for company, _ in pairs(grown, "indirectOwner")} == {c for c, _ in parents}


# -- explained


def steps(proof: Proof) -> Iterator[Proof]:
    yield proof
    for premise in proof.premises:
        if isinstance(premise, Proof):
            yield from steps(premise)


def test_every_inferred_fact_has_a_proof_from_sourced_leaves(
    proofs: dict[Triple, Proof],
) -> None:
    for triple, proof in proofs.items():
        leaves = [*proof.leaves(), *(axiom for step in steps(proof) for axiom in step.axioms)]
        assert leaves, triple
        for leaf in leaves:
            assert leaf.sources, (triple, leaf)
            assert all(name.startswith(GROUNDS) for name in leaf.sources), (triple, leaf)


def test_every_proof_holds_from_its_leaves_alone(
    rules: tuple[Rule, ...], proofs: dict[Triple, Proof]
) -> None:
    by_id = {rule.id: rule for rule in rules}
    for triple, proof in proofs.items():
        used = [by_id[step.rule] for step in steps(proof)]
        assert check_proof(proof, used), triple


def sample(proofs: dict[Triple, Proof], least: int = 500) -> list[Triple]:
    """Facts that use every rule that any proof uses, then others at even distances."""
    chosen: dict[Triple, None] = {}
    seen: set[str] = set()
    for triple, proof in proofs.items():
        used = {step.rule for step in steps(proof)}
        if not used <= seen:
            seen |= used
            chosen[triple] = None
    others = [triple for triple in proofs if triple not in chosen]
    step = max(1, len(others) // max(1, least - len(chosen)))
    chosen.update(dict.fromkeys(others[::step]))
    return list(chosen)


def told_leaves(step: Derivation) -> Iterator[Telling]:
    for premise in step.premises:
        if isinstance(premise, Derivation):
            yield from told_leaves(premise)
        else:
            yield premise


def standing_of(store: Store, triple: Triple) -> str | None:
    """Read from the standing graphs, of which at most one holds a fact."""
    found = [name for name in STRONGEST_FIRST if Quad(*triple, NamedNode(STANDING + name)) in store]
    assert len(found) <= 1, triple
    return found[0] if found else None


def test_an_inferred_fact_is_as_certain_as_its_weakest_premise(
    in_memory: Snapshot, rules: tuple[Rule, ...], proofs: dict[Triple, Proof]
) -> None:
    chosen = sample(proofs)
    assert len(chosen) >= 500
    rank = {None: 0, **{name: i for i, name in enumerate(STRONGEST_FIRST)}}
    for triple in chosen:
        found = explained(in_memory, rules, triple)
        leaves = list(told_leaves(found.derivations[0]))
        weakest = max((rank[leaf.standing] for leaf in leaves), default=0)
        assert found.fact.standing == standing_of(in_memory.store, triple)
        if STRONGEST_FIRST[weakest] == "conflicting" != found.fact.standing:
            # It holds whichever side does: there is a proof on each.
            assert len(found.derivations) > 1, found.fact.text
        else:
            assert rank[found.fact.standing] == weakest, found.fact.text
        for leaf in leaves:
            assert leaf.standing == standing_of(in_memory.store, leaf.triple)
            assert leaf.citations or leaf.grounds, leaf.text


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_rule_is_told_in_words(
    in_memory: Snapshot, rules: tuple[Rule, ...], proofs: dict[Triple, Proof], lang: str
) -> None:
    """No address, no blank node and no rule's id; short names only after what has no label."""
    heading = {"en": "\nPages\n", "ja": "\nページ\n"}[lang]
    for triple in sample(proofs, 0):
        found = explained(in_memory, rules, triple, lang)
        body = as_text(found, lang).partition(heading)[0]
        assert not any(mark in body for mark in ("_:", "https://w3id", "<http", "jpst:")), body
        assert all(derivation.rule not in body for derivation in found.derivations)


# -- missing


def absent(inferred: list[Triple], store: Store) -> list[Triple]:
    """Facts that do not follow: of each property a few that do, with the value of another."""
    by: dict[NamedNode, list[Triple]] = defaultdict(list)
    for triple in inferred:
        if triple.predicate != TYPE and triple.predicate.value.startswith(JPST.BASE):
            by[triple.predicate].append(triple)
    found = []
    for known in by.values():
        for place in range(0, len(known), max(1, len(known) // 5)):
            triple, other = known[place], known[(7 * place + 1) % len(known)]
            swapped = Triple(triple.subject, triple.predicate, other.object)
            found += [] if Quad(*swapped) in store else [swapped]
    return found


def test_what_is_missing_makes_a_fact_follow(
    in_memory: Snapshot, rules: tuple[Rule, ...], inferred: list[Triple]
) -> None:
    """By the rule itself, with any values that pass where some are left open."""
    by_id = {rule.id: rule for rule in rules}
    statuses = [NamedNode(f"{BASE}recordstatus/{name}") for name in ("held", "planned")]
    day = Literal("2001-01-01", datatype=XSD.date)
    values = (NamedNode(BASE + "id/anything"), *statuses, Literal(51), day)
    number = 0
    for triple in absent(inferred, in_memory.store):
        for miss in explained(in_memory, rules, triple).near:
            rule = by_id[miss.rule]
            held = [fact.triple for fact in miss.held]
            assert all(Quad(*fact) in in_memory.store for fact in held)
            if not miss.missing:
                assert miss.conditions
                continue
            open_ones = [name for missing in miss.missing for name in missing.pattern]
            unknown = sorted({name for name in open_ones if name.startswith("?")})
            filled = [
                parsed(missing.pattern, dict(zip(unknown, chosen, strict=True)))
                for chosen in product(values, repeat=len(unknown))
                for missing in miss.missing
            ]
            size = len(miss.missing)
            ways = [filled[i : i + size] for i in range(0, len(filled), size)]
            passed = [replays(rule, [*held, *way], triple) for way in ways if None not in way]
            assert any(passed), (triple, miss)
            assert miss.conditions or all(passed), (triple, miss)
            number += 1
    assert number > 100


def parsed(pattern: tuple[str, ...], values: dict[str, Node | Literal]) -> Triple | None:
    """A missing pattern with values for what it leaves open; None where it is no triple."""
    text = " ".join(str(values.get(slot, slot)) for slot in pattern)
    try:
        (quad,) = parse(f"{text} .", format=RdfFormat.N_TRIPLES)
    except SyntaxError:
        return None
    return quad.triple


def test_what_follows_on_a_later_day_alone_is_told_with_its_days(
    real_snapshot: Snapshot, rules: tuple[Rule, ...]
) -> None:
    """Whatever the rule asks of the status of a record: it passes, and only the day does not."""
    early = on_day(real_snapshot, date(2020, 6, 1))
    odx, daiwa = (NamedNode(f"{BASE}id/{name}") for name in ("odx", "daiwa-securities-group"))
    found = explained(early, rules, Triple(odx, jpst("shareholder"), daiwa))
    assert (found.fact.status, found.near) == ("past", ())
    assert {told.triple.predicate for told in found.once} == {
        jpst(name) for name in ("shareholding", "recordStatus", "holder")
    }
