"""Break the real graph in every way that the shapes and checks know, and see what is found.

Every mutation must give the finding it is meant for, at the thing that was broken. Whatever else
comes up must follow from the same change: that is told below, and nothing else may come up.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

import pyoxigraph as ox
import pytest
from helpers.hand_mutations import FACTS
from helpers.mutate import Graph, Mutation, apply, batches, by_hand, generated
from helpers.project import PROJECT

from kgraph.infer import INFERRED, compile_rules, run
from kgraph.load import load
from kgraph.names import compact
from kgraph.validate import Finding, load_checks, load_shapes, validate_store
from kgraph.vocab import DCTERMS, RDF

SUBJECT = RDF.subject

# What the same change necessarily breaks too, at the thing itself or at one that leans on it.
ALSO = MappingProxyType(
    {
        # A record that its subject no longer names hangs on nothing.
        "holds-grant": ("grant-holder",),
        "listing": ("listing-token", "start-token-approval"),
        "listing-venue": ("start-token-approval",),
        "membership": ("membership-member",),
        "shareholding": ("shareholding-company",),
        "statistic": ("statistic-subject", "qualifier-fits"),
        "trading-participation": ("participation-participant",),
        # Without the participation of its firm, a token has no participant.
        "participation-participant": ("start-token-participant",),
        # One holding counts for each of its two holders.
        "shareholding-holder-once": ("shareholding-total",),
        # What a statement told apart is no longer told apart without its subject or predicate.
        "statement-predicate": ("values-told-apart",),
        "statement-predicate-defined": ("values-told-apart",),
        "statement-subject": ("values-told-apart",),
        # The only thing that a statement said beyond the fact is gone.
        "reading-sources": ("statement-says-more",),
        # What a disagreement rejects is no side any more.
        "disagreement-sides": ("rejected-side",),
        # A page without an address is to say that it is not citable, with that very concept.
        "source-citability": ("source-address",),
        # A credit line in another language leaves the one in its own alone.
        "credit-text": ("credit-text-languages",),
        # They are put on organizations without an LEI, or without a day of closure.
        "lei-renewal-date": ("lei-of-status",),
        "lei-renewal-date-once": ("lei-of-status",),
        "lei-status": ("lei-of-status",),
        "lei-status-once": ("lei-of-status",),
        "register-closure-reason": ("register-closure-dated",),
        "register-closure-reason-once": ("register-closure-dated",),
        # What a venue is open for is said of the tokens that it handles, too.
        "trading-hours": ("venue-trading-hours",),
        # What is given up is still spoken of.
        "replaced-by": ("given-up-unused",),
        "replaced-note-en": ("given-up-unused",),
        "replaced-note-ja": ("given-up-unused",),
        "replaced-since": ("given-up-unused",),
        # The second status is “expired”.
        "mic-status-once": ("mic-expired-has-day",),
    }
)

# What asks that something leads to a thing.
HANGS = frozenset(
    {
        "asset-token",
        "field-filled-by",
        "grant-holder",
        "listing-token",
        "membership-member",
        "participation-participant",
        "shareholding-company",
        "statistic-subject",
    }
)


@dataclass(frozen=True)
class Setting:
    """What all runs share."""

    store: ox.Store
    rules: tuple
    shapes: object
    checks: tuple
    known: frozenset
    graph: Graph

    def findings(self, mutations) -> tuple[ox.Store, list[Finding]]:
        """The findings that the mutations add."""
        store = apply(self.store, mutations)
        run(store, self.rules, INFERRED)
        found = validate_store(store, self.shapes, rules=self.rules, checks=self.checks)
        return store, [finding for finding in found if _key(finding) not in self.known]


@dataclass(frozen=True)
class Outcome:
    """The mutations of one kind, those that were not found, and which of the shapes have none."""

    mutations: list[Mutation]
    survivors: list[str]
    left: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Told:
    """How the mutations ended, and what was found that follows from none of them."""

    generated: Outcome
    by_hand: Outcome
    unexplained: list[str]


@pytest.fixture(scope="module")
def setting() -> Setting:
    store = load(PROJECT).store
    shapes, checks = load_shapes(PROJECT / "shapes"), load_checks(PROJECT)
    rules = compile_rules(store, PROJECT / "ontology" / "rules")
    reasoned = apply(store, ())
    run(reasoned, rules, INFERRED)
    found = validate_store(reasoned, shapes, rules=rules, checks=checks)
    known = frozenset(map(_key, found))
    return Setting(store, rules, shapes, checks, known, Graph(store, reasoned, shapes))


def _key(finding: Finding) -> tuple[object, ...]:
    # The count of facts from secondary sources changes with every change.
    value = None if finding.id == "secondary-sources-only" else str(finding.value)
    return finding.id, finding.focus, str(finding.path), value, finding.graphs


@pytest.fixture(scope="module")
def told(setting: Setting) -> Told:
    """All mutations, each in a copy of the graph with others that it can be told from."""
    written = list(by_hand(setting.graph, FACTS))
    mutations, left = generated(setting.graph)
    survivors: dict[int, str] = {}
    unexplained: list[str] = []
    for group in together(written, mutations):
        store, found = setting.findings(group)
        hits = {(finding.id, finding.focus) for finding in found}
        for one in group:
            if (one.expected, one.focus) not in hits:
                survivors[id(one)] = f"{one.expected} ({one.how}) at {compact(one.focus.value)}"
        of_thing: dict[object, list[Mutation]] = {}
        for mutation in group:
            for thing in mutation.touched:
                of_thing.setdefault(thing, []).append(mutation)
        unexplained += [
            f"{finding.id} at {finding.focus} (value {finding.value})"
            for finding in found
            if not any(
                explains(store, mutation, finding)
                # What was done to the thing itself is asked first, as it mostly is that.
                for mutation in (*of_thing.get(finding.focus, ()), *group)
            )
        ]

    def of(kind: list[Mutation]) -> list[str]:
        return [survivors[id(one)] for one in kind if id(one) in survivors]

    return Told(
        Outcome(mutations, of(mutations), frozenset(left)),
        Outcome(written, of(written)),
        unexplained,
    )


def together(*kinds: list[Mutation]) -> Iterator[list[Mutation]]:
    """The mutations in batches: of each kind the first alone, and what is left of all together.

    What is written by hand leans on facts that something generated may have changed.
    """
    left: list[Mutation] = []
    for kind in kinds:
        first, *others = batches(kind)
        yield first
        left += [mutation for group in others for mutation in group]
    yield from batches(left)


def explains(store: ox.Store, mutation: Mutation, finding: Finding) -> bool:
    """Whether a finding is the one meant, or follows from the same change."""
    family = mutation.expected.removesuffix("-across-sources")
    if finding.id.removesuffix("-across-sources") == family or finding.id == (
        "secondary-sources-only"
    ):
        return True
    if finding.id in ALSO.get(mutation.expected, ()):
        return True
    quads = (*mutation.removed, *mutation.added)
    changed = {q.predicate.value for q in quads}
    # An observation is named after all that it says, and after the day of its page.
    if finding.id == "observation-name" and any(
        finding.focus in (q.subject, q.object) or q.predicate == DCTERMS.issued for q in quads
    ):
        return True
    if finding.focus in mutation.touched:
        # The very facts that were changed, seen by another shape of the same property.
        return finding.path is not None and str(finding.path) in {compact(p) for p in changed}
    if finding.value in mutation.touched:
        return True
    # What the ontology says of a property was changed, and so what its values are asked.
    if finding.path is not None and str(finding.path) in {
        compact(node.value) for node in mutation.touched if isinstance(node, ox.NamedNode)
    }:
        return True
    # What hung on the fact that was taken away hangs on nothing.
    if finding.id in HANGS and any(quad.object == finding.focus for quad in mutation.removed):
        return True
    # A statement that narrows the fact that was changed.
    narrowed = (q.object for q in store.quads_for_pattern(finding.focus, SUBJECT, None, None))
    return any(thing in mutation.touched for thing in narrowed)


@pytest.mark.slow
def test_every_generated_mutation_is_found(told: Told, capsys) -> None:
    kinds = Counter(mutation.how for mutation in told.generated.mutations)
    with capsys.disabled():
        rate = _rate(told.generated)
        sys.stdout.write(f"\n{rate} generated mutations found ({_words(kinds)})\n")
    assert told.generated.survivors == []
    # What no generator breaks is broken by hand.
    assert told.generated.left - {expected for expected, *_ in FACTS} == set()


@pytest.mark.slow
def test_every_mutation_written_by_hand_is_found(told: Told, capsys) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{_rate(told.by_hand)} mutations written by hand found\n")
    assert len(told.by_hand.mutations) == len(FACTS)
    assert told.by_hand.survivors == []


@pytest.mark.slow
def test_nothing_is_found_that_follows_from_no_mutation(told: Told) -> None:
    assert told.unexplained == []


def test_a_harmless_change_is_not_found(setting: Setting) -> None:
    fact = (
        "label-en",
        "id:odx",
        "",
        'id:odx jpst:remark "A remark of no weight."@en',
    )
    _, found = setting.findings(by_hand(setting.graph, [fact]))
    assert [f.id for f in found if f.id != "secondary-sources-only"] == []


def _rate(told: Outcome) -> str:
    total = len(told.mutations)
    killed = total - len(told.survivors)
    return f"{killed} of {total} ({killed / total:.1%})"


def _words(kinds: Counter[str]) -> str:
    return ", ".join(f"{number} {how}" for how, number in kinds.most_common())
