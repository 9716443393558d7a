"""What the rules conclude is right on the day: each premise in turn ends, begins later, is planned.

The rules and the ontology are those that ship; the market is two firms, a token and a venue.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from helpers.on_the_day import TODAY, Shipped, concluded
from pyoxigraph import NamedNode, Triple

from kgraph.names import expand

RANDOM = random.Random(7)
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@dataclass(frozen=True)
class Premise:
    """One thing that a source says: a triple, or a record with its status and what it holds."""

    subject: str
    predicate: str
    value: str
    record: str = ""
    status: str = "held"

    def turtle(self, number: int, narrowed: str = "") -> str:
        fact = f"{self.subject} {self.predicate} {self.value} . "
        if self.record:
            status = f"; jpst:recordStatus recordstatus:{self.status}"
            return fact + f"{self.value} {self.record} {status} {narrowed} . "
        if not narrowed:
            return fact
        return fact + (
            f"id:fact-{number} a rdf:Statement ; rdf:subject {self.subject} ; "
            f"rdf:predicate {self.predicate} ; rdf:object {self.value} {narrowed} . "
        )


REGISTERED = Premise(
    "id:f",
    "jpst:holdsGrant",
    "id:r",
    "a jpst:Grant ; jpst:grantKind grantkind:registration ; jpst:grantType id:k",
)
CLASS = Premise("id:t", "jpst:instrumentClass", "id:c")
REQUIRES = Premise("id:c", "jpst:requiresRegistration", "id:k")
LISTED = Premise("id:t", "jpst:listing", "id:l", "a jpst:Listing ; jpst:venue id:v")
TAKES_PART = Premise(
    "id:f", "jpst:tradingParticipation", "id:q", "a jpst:TradingParticipation ; jpst:venue id:v"
)
OWNED, OWNED_TOO = (
    Premise(company, "jpst:shareholding", record, f"a jpst:Shareholding ; jpst:holder {holder}")
    for company, record, holder in (("id:f", "id:h", "id:o"), ("id:o", "id:h-2", "id:b"))
)
GOVERNED = Premise("id:v", "jpst:governedBy", "id:rule")
DEFINES = Premise("id:rule", "jpst:defines", "id:notion")
INCLUDES = Premise("id:notion", "jpst:includes", "id:c")

RULES: dict[str, tuple[tuple[str, str, str], tuple[Premise, ...]]] = {
    "needed registration": (("id:t", "jpst:neededRegistration", "id:k"), (CLASS, REQUIRES)),
    "needed registration of the class under which its own is placed": (
        ("id:t", "jpst:neededRegistration", "id:k"),
        (
            CLASS,
            Premise("id:c", "jpst:classifiedAs", "id:d"),
            Premise("id:d", "jpst:subtypeOf", "id:e"),
            Premise("id:d", "jpst:requiresRegistration", "id:k"),
        ),
    ),
    "class above the one under which its own is placed": (
        ("id:t", "jpst:instrumentClass", "id:e"),
        (
            CLASS,
            Premise("id:c", "jpst:classifiedAs", "id:d"),
            Premise("id:d", "jpst:subtypeOf", "id:e"),
        ),
    ),
    "firm registered for its class": (
        ("id:t", "jpst:registeredFirm", "id:f"),
        (CLASS, REQUIRES, REGISTERED),
    ),
    "tradable through": (("id:t", "jpst:tradableThrough", "id:f"), (LISTED, TAKES_PART)),
    "handled on a venue": (
        ("id:t", "jpst:secondaryMarketStatus", "secondarymarketstatus:handledOnVenue"),
        (LISTED,),
    ),
    "eligible under": (
        ("id:t", "jpst:eligibleUnder", "id:rule"),
        (CLASS, LISTED, GOVERNED, DEFINES, INCLUDES),
    ),
    "settles its cash in the one way of its own mode": (
        ("id:t", "jpst:settlesCashBy", "cashleg:bankDepositDvp"),
        (Premise("id:t", "jpst:settlementMode", "settlementmode:dvpBankMoney"),),
    ),
    "settles its cash through its bank": (
        ("id:t", "jpst:settlesCashBy", "id:b"),
        (Premise("id:t", "jpst:settlementBank", "id:b"),),
    ),
    "settles with DvP by its own mode": (
        ("id:t", "jpst:settlesWithDvp", "settlementmode:dvpDigitalMoney"),
        (Premise("id:t", "jpst:settlementMode", "settlementmode:dvpDigitalMoney"),),
    ),
    "serves the venue layer as participant": (
        ("id:f", "jpst:servesLayer", "layer:tradingVenue"),
        (TAKES_PART,),
    ),
    "serves the venue layer as operator": (
        ("id:o", "jpst:servesLayer", "layer:tradingVenue"),
        (Premise("id:v", "jpst:operatedBy", "id:o"),),
    ),
    "serves the platform layer": (
        ("id:o", "jpst:servesLayer", "layer:platform"),
        (Premise("id:p", "jpst:operatedBy", "id:o"),),
    ),
    "serves the layer of securities firms": (
        ("id:f", "jpst:servesLayer", "layer:securitiesFirm"),
        (Premise("id:t", "jpst:underwriter", "id:f"),),
    ),
    "serves the distribution layer": (
        ("id:f", "jpst:servesLayer", "layer:investorDistribution"),
        (Premise("id:t", "jpst:distributor", "id:f"),),
    ),
    "association for its class": (
        ("id:t", "jpst:classAssociation", "id:a"),
        (CLASS, Premise("id:c", "jpst:selfRegulatedBy", "id:a")),
    ),
    "investor category by its class": (
        ("id:t", "jpst:investorCategoryOfClass", "id:i"),
        (CLASS, Premise("id:c", "jpst:admitsInvestor", "id:i")),
    ),
    "serves the distribution layer by selling its own": (
        ("id:f", "jpst:servesLayer", "layer:investorDistribution"),
        (Premise("id:t", "jpst:directSeller", "id:f"),),
    ),
    "serves the token layer": (
        ("id:b", "jpst:servesLayer", "layer:securityToken"),
        (Premise("id:t", "jpst:issuer", "id:b"),),
    ),
    "serves the custody layer": (
        ("id:b", "jpst:servesLayer", "layer:settlementCustody"),
        (Premise("id:t", "jpst:custodian", "id:b"),),
    ),
    "member of": (
        ("id:f", "jpst:memberOf", "id:a"),
        (Premise("id:f", "jpst:membership", "id:m", "a jpst:Membership ; jpst:association id:a"),),
    ),
    "registered for": (("id:f", "jpst:registeredFor", "id:k"), (REGISTERED,)),
    "participates in": (("id:f", "jpst:participatesIn", "id:v"), (TAKES_PART,)),
    "traded on": (("id:t", "jpst:tradedOn", "id:v"), (LISTED,)),
    "shareholder": (("id:f", "jpst:shareholder", "id:o"), (OWNED,)),
    "parent by a majority": (
        ("id:f", "jpst:indirectParent", "id:o"),
        (replace(OWNED, record=f"{OWNED.record} ; jpst:percentage 50.1"),),
    ),
    "parent of a parent": (
        ("id:f", "jpst:indirectParent", "id:b"),
        (
            Premise("id:f", "jpst:parentCompany", "id:o"),
            Premise("id:o", "jpst:parentCompany", "id:b"),
        ),
    ),
    "owner through another": (("id:f", "jpst:indirectOwner", "id:b"), (OWNED, OWNED_TOO)),
}
LIVES = {
    "firm registered for its class": ("id:t",),
    "tradable through": ("id:t", "id:v"),
    "handled on a venue": ("id:t", "id:v"),
    "eligible under": ("id:t",),
    "serves the venue layer as participant": ("id:v",),
    "serves the venue layer as operator": ("id:v",),
    "serves the platform layer": ("id:p",),
    "serves the layer of securities firms": ("id:t",),
    "serves the distribution layer": ("id:t",),
    "serves the token layer": ("id:t",),
    "serves the custody layer": ("id:t",),
}
"""The things whose end ends the conclusion."""
ENDS = {"id:t": ("maturityDate", "redemptionDate"), "id:v": ("endedOperation",),
        "id:p": ("endedOperation",)}  # fmt: skip


def market(
    premises: Iterable[Premise], changed: int = -1, narrowed: str = "", more: str = ""
) -> str:
    told = "".join(
        premise.turtle(number, narrowed if number == changed else "")
        for number, premise in enumerate(premises)
    )
    page = 'src:a a jpst:PrimarySource ; dcterms:issued "2020-01-01"^^xsd:date .'
    return f"src:a {{ {page} {told} {more} }}\n"


def follows(shipped: Shipped, rule: str, day: date, **change: object) -> bool:
    terms, premises = RULES[rule]
    fact = Triple(*(NamedNode(expand(term)) for term in terms))
    return fact in concluded(shipped, market(premises, **change), day)  # type: ignore[arg-type]


def each_premise() -> Iterator[tuple[str, int]]:
    for rule, (_, premises) in RULES.items():
        for number in range(len(premises)):
            yield rule, number


def dated(name: str, day: date) -> str:
    return f'; jpst:{name} "{day}"^^xsd:date'


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_concludes_from_what_holds(shipped: Shipped, rule: str) -> None:
    assert follows(shipped, rule, TODAY)


@pytest.mark.parametrize(("rule", "number"), list(each_premise()))
def test_a_premise_that_ended_concludes_nothing(shipped: Shipped, rule: str, number: int) -> None:
    last = TODAY - timedelta(days=RANDOM.randrange(1, 400))
    change = {"changed": number, "narrowed": dated("validUntil", last)}
    assert not follows(shipped, rule, TODAY, **change)
    assert follows(shipped, rule, last, **change)


@pytest.mark.parametrize(("rule", "number"), list(each_premise()))
def test_a_premise_that_begins_later_concludes_nothing_yet(
    shipped: Shipped, rule: str, number: int
) -> None:
    first = TODAY + timedelta(days=RANDOM.randrange(1, 400))
    change = {"changed": number, "narrowed": dated("validFrom", first)}
    assert not follows(shipped, rule, TODAY, **change)
    assert follows(shipped, rule, first, **change)


@pytest.mark.parametrize(("rule", "number"), list(each_premise()))
def test_a_premise_that_is_planned_concludes_nothing(
    shipped: Shipped, rule: str, number: int
) -> None:
    change = {"changed": number, "narrowed": "; jpst:qualifier qualifier:planned"}
    assert not follows(shipped, rule, TODAY, **change)


def each_record() -> Iterator[tuple[str, int]]:
    for rule, number in each_premise():
        if RULES[rule][1][number].record:
            yield rule, number


def with_status(rule: str, number: int, status: str) -> list[Premise]:
    premises = list(RULES[rule][1])
    premises[number] = replace(premises[number], status=status)
    return premises


@pytest.mark.parametrize("days", [None, -400, 400])
@pytest.mark.parametrize(
    # The rule of a venue, and what is an eligible issue there, is told of a planned token too.
    ("rule", "number"),
    [one for one in each_record() if one[0] != "eligible under"],
)
def test_a_record_of_what_is_planned_concludes_nothing(
    shipped: Shipped, rule: str, number: int, days: int | None
) -> None:
    """Whether its day lies ahead, is not known, or has passed: a plan stays one."""
    fact = Triple(*(NamedNode(expand(term)) for term in RULES[rule][0]))
    start = "" if days is None else dated("validFrom", TODAY + timedelta(days=days))
    text = market(with_status(rule, number, "planned"), number, start)
    assert fact not in concluded(shipped, text, TODAY)


@pytest.mark.parametrize(("rule", "number"), list(each_record()))
def test_a_record_without_a_status_concludes_nothing(
    shipped: Shipped, rule: str, number: int
) -> None:
    fact = Triple(*(NamedNode(expand(term)) for term in RULES[rule][0]))
    text = re.sub(r"; jpst:recordStatus \S+", "", market([RULES[rule][1][number]]))
    others = [one for i, one in enumerate(RULES[rule][1]) if i != number]
    assert fact not in concluded(shipped, text + market(others).replace("src:a", "src:b"), TODAY)


@pytest.mark.parametrize(("rule", "number"), list(each_record()))
def test_a_record_of_what_has_ended_concludes_up_to_its_last_day(
    shipped: Shipped, rule: str, number: int
) -> None:
    """A source that tells no last day gives none on which it surely held."""
    fact = Triple(*(NamedNode(expand(term)) for term in RULES[rule][0]))
    ended = with_status(rule, number, "ended")
    dated_end = market(ended, number, dated("validUntil", BEFORE))
    assert fact in concluded(shipped, dated_end, BEFORE)
    assert fact not in concluded(shipped, dated_end, TODAY)
    for day in (date(2019, 1, 1), TODAY):
        assert fact not in concluded(shipped, market(ended), day)


def test_planned_handling_is_no_handling(shipped: Shipped) -> None:
    planned = replace(LISTED, status="planned")
    found = concluded(shipped, market((planned, TAKES_PART)), TODAY)
    for held in ("tradedOn", "tradableThrough"):
        assert not any(t.predicate.value.endswith(f"/{held}") for t in found)
    assert any(t.predicate.value.endswith("/plannedOn") for t in found)


@pytest.mark.parametrize(
    ("rule", "thing", "name"),
    [(r, thing, name) for r, things in LIVES.items() for thing in things for name in ENDS[thing]],
)
def test_what_is_over_concludes_nothing(shipped: Shipped, rule: str, thing: str, name: str) -> None:
    more = f'{thing} jpst:{name} "{TODAY}"^^xsd:date .'
    assert not follows(shipped, rule, TODAY, more=more)
    assert follows(shipped, rule, BEFORE, more=more)


@pytest.mark.parametrize("rule", [rule for rule, things in LIVES.items() if "id:v" in things])
def test_a_venue_that_has_not_opened_concludes_nothing(shipped: Shipped, rule: str) -> None:
    more = f'id:v jpst:startedOperation "{AFTER}"^^xsd:date .'
    assert not follows(shipped, rule, TODAY, more=more)
    assert follows(shipped, rule, AFTER, more=more)


def test_a_token_is_redeemed_from_its_day_on(shipped: Shipped) -> None:
    more = f'id:t jpst:redemptionDate "{TODAY}"^^xsd:date .'
    redeemed = Triple(
        *(NamedNode(expand(term)) for term in ("id:t", "rdf:type", "jpst:RedeemedToken"))
    )
    assert redeemed in concluded(shipped, market((), more=more), TODAY)
    assert redeemed not in concluded(shipped, market((), more=more), BEFORE)


def test_an_end_stated_by_one_page_ends_what_another_said(shipped: Shipped) -> None:
    """A page that says a membership ended, beside one that still knows it."""
    (_, (member,)) = RULES["member of"]
    ended = (
        'src:z { src:z a jpst:PrimarySource ; dcterms:issued "2024-06-01"^^xsd:date . '
        "id:f jpst:membership id:m-2 . id:m-2 a jpst:Membership ; jpst:association id:a ; "
        "jpst:recordStatus recordstatus:held " + dated("validUntil", BEFORE) + " . }"
    )
    fact = Triple(*(NamedNode(expand(term)) for term in RULES["member of"][0]))
    text = market((member,)) + ended
    assert fact in concluded(shipped, text, BEFORE)
    assert fact not in concluded(shipped, text, TODAY)
