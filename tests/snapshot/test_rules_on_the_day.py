"""What the rules conclude is right on the day: each premise in turn ends, begins later, is planned.

The rules and the ontology are those that ship; each market is two firms, a token and a venue, with
names of its own, so that what follows in all of them is asked for at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from helpers.on_the_day import TODAY, Shipped, SideBySide
from helpers.project import PROJECT
from pyoxigraph import NamedNode

from kgraph.infer import read_rules
from kgraph.names import compact

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
PLAN = replace(LISTED, status="planned")
TAKES_PART = Premise(
    "id:f", "jpst:tradingParticipation", "id:q", "a jpst:TradingParticipation ; jpst:venue id:v"
)
OWNED, OWNED_TOO = (
    Premise(company, "jpst:shareholding", record, f"a jpst:Shareholding ; jpst:holder {holder}")
    for company, record, holder in (("id:f", "id:h", "id:o"), ("id:o", "id:h-2", "id:b"))
)
BUSINESS = "<https://w3id.org/jpst/id/fib-registration>"
"""Named in a rule, so the same in every market."""
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
    "holds a grant of": (("id:f", "jpst:holdsGrantOf", "id:k"), (REGISTERED,)),
    "operator by its registration": (
        ("id:f", "rdf:type", "jpst:FinancialInstrumentsBusinessOperator"),
        (replace(REGISTERED, record=REGISTERED.record.replace("id:k", BUSINESS)),),
    ),
    "operator by the kind of its registration": (
        ("id:f", "rdf:type", "jpst:FinancialInstrumentsBusinessOperator"),
        (REGISTERED, Premise("id:k", "jpst:subtypeOf", BUSINESS)),
    ),
    "off-market route": (
        ("id:t", "jpst:secondaryMarketStatus", "secondarymarketstatus:offMarketRoute"),
        (Premise("id:t", "jpst:secondaryRoute", '"resale to the seller"@en'),),
    ),
    "kept and recorded by its own model": (
        ("id:t", "jpst:recordkeeping", "id:cm"),
        (Premise("id:t", "jpst:custodyModel", "id:cm"),),
    ),
    "trading hours of its venue": (
        ("id:t", "jpst:venueTradingHours", "id:hours"),
        (LISTED, Premise("id:v", "jpst:tradingHours", "id:hours")),
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
    "off-market route": ("id:t",),
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


def each_premise() -> Iterator[tuple[str, int]]:
    for rule, (_, premises) in RULES.items():
        for number in range(len(premises)):
            yield rule, number


def each_record() -> Iterator[tuple[str, int]]:
    for rule, number in each_premise():
        if RULES[rule][1][number].record:
            yield rule, number


def each_life() -> Iterator[tuple[str, str, str]]:
    for rule, things in LIVES.items():
        for thing in things:
            for name in ENDS[thing]:
                yield rule, thing, name


def with_status(rule: str, number: int, status: str) -> list[Premise]:
    premises = list(RULES[rule][1])
    premises[number] = replace(premises[number], status=status)
    return premises


def without_status(rule: str, number: int) -> str:
    """The record that has none is told by a source of its own."""
    text = re.sub(r"; jpst:recordStatus \S+", "", market([RULES[rule][1][number]]))
    others = [one for i, one in enumerate(RULES[rule][1]) if i != number]
    return text + market(others).replace("src:a", "src:b")


def dated(name: str, day: date) -> str:
    return f'; jpst:{name} "{day}"^^xsd:date'


def days_from(rule: str, number: int) -> timedelta:
    """How far from today a premise ends or begins."""
    return timedelta(days=(1, 37, 400)[(len(rule) + number) % 3])


PREMISES, RECORDS, ENDED = list(each_premise()), list(each_record()), list(each_life())
PLANNED = [
    # The rule and the hours of a venue, and what is an eligible issue there, are told of a planned
    # token too.
    (rule, number, days)
    for rule, number in RECORDS
    for days in (None, -400, 400)
    if rule not in ("eligible under", "trading hours of its venue")
]
BEFORE_ISSUE = ("firm registered for its class", "eligible under")
"""Rules that conclude of a token that is still to be issued, too."""
OPENS = [rule for rule, things in LIVES.items() if "id:v" in things]
REDEEMED = f'id:t jpst:redemptionDate "{TODAY}"^^xsd:date .'
SEPARATE = (
    'src:z { src:z a jpst:PrimarySource ; dcterms:issued "2024-06-01"^^xsd:date . '
    "id:f jpst:membership id:m-2 . id:m-2 a jpst:Membership ; jpst:association id:a ; "
    "jpst:recordStatus recordstatus:held " + dated("validUntil", BEFORE) + " . }"
)
"""A page that says that a membership ended, beside one that still knows it."""


def told(rule: str, changed: int = -1, narrowed: str = "", more: str = "") -> str:
    return market(RULES[rule][1], changed, narrowed, more)


MARKETS: dict[tuple[object, ...], str] = {
    **{("holds", r): told(r) for r in RULES},
    **{
        ("ended", r, n): told(r, n, dated("validUntil", TODAY - days_from(r, n)))
        for r, n in PREMISES
    },
    **{
        ("later", r, n): told(r, n, dated("validFrom", TODAY + days_from(r, n)))
        for r, n in PREMISES
    },
    **{("planned", r, n): told(r, n, "; jpst:qualifier qualifier:planned") for r, n in PREMISES},
    **{
        ("planned record", r, n, days): market(
            with_status(r, n, "planned"),
            n,
            "" if days is None else dated("validFrom", TODAY + timedelta(days=days)),
        )
        for r, n, days in PLANNED
    },
    **{("no status", r, n): without_status(r, n) for r, n in RECORDS},
    **{
        ("ended record", r, n): market(with_status(r, n, "ended"), n, dated("validUntil", BEFORE))
        for r, n in RECORDS
    },
    **{("ended record, no day", r, n): market(with_status(r, n, "ended"), n) for r, n in RECORDS},
    ("planned handling",): market((PLAN, TAKES_PART)),
    **{
        ("over", r, thing, name): told(r, more=f'{thing} jpst:{name} "{TODAY}"^^xsd:date .')
        for r, thing, name in ENDED
    },
    **{
        ("opens", r): told(r, more=f'id:v jpst:startedOperation "{AFTER}"^^xsd:date .')
        for r in OPENS
    },
    **{
        ("issued later", r): told(r, more=f'id:t jpst:issueDate "{AFTER}"^^xsd:date .')
        for r, things in LIVES.items()
        if "id:t" in things
    },
    ("plan, issued later",): market(
        (PLAN, TAKES_PART), more=f'id:t jpst:issueDate "{AFTER}"^^xsd:date .'
    ),
    ("plan, redeemed",): market((PLAN, TAKES_PART), more=REDEEMED),
    ("plan, venue closed",): market(
        (PLAN, TAKES_PART), more=f'id:v jpst:endedOperation "{TODAY}"^^xsd:date .'
    ),
    ("redeemed",): market((), more=REDEEMED),
    ("an end beside",): told("member of") + SEPARATE,
}
"""The markets that are asked about, by what is changed in each."""


PLANNED_THERE = {
    ("id:t", "jpst:secondaryMarketStatus", "secondarymarketstatus:plannedOnVenue"),
    ("id:t", "jpst:venueParticipant", "id:f"),
}


@pytest.fixture(scope="module")
def markets(shipped: Shipped) -> SideBySide:
    return SideBySide(shipped, MARKETS)


def follows(markets: SideBySide, day: date, change: str, rule: str, *where: object) -> bool:
    """Whether the rule concludes on the day, in the market that is changed so."""
    return RULES[rule][0] in markets.concluded((change, rule, *where), day)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_concludes_from_what_holds(markets: SideBySide, rule: str) -> None:
    assert follows(markets, TODAY, "holds", rule)


@pytest.mark.parametrize(("rule", "number"), PREMISES)
def test_a_premise_that_ended_concludes_nothing(
    markets: SideBySide, rule: str, number: int
) -> None:
    assert not follows(markets, TODAY, "ended", rule, number)
    assert follows(markets, TODAY - days_from(rule, number), "ended", rule, number)


@pytest.mark.parametrize(("rule", "number"), PREMISES)
def test_a_premise_that_begins_later_concludes_nothing_yet(
    markets: SideBySide, rule: str, number: int
) -> None:
    assert not follows(markets, TODAY, "later", rule, number)
    assert follows(markets, TODAY + days_from(rule, number), "later", rule, number)


@pytest.mark.parametrize(("rule", "number"), PREMISES)
def test_a_premise_that_is_planned_concludes_nothing(
    markets: SideBySide, rule: str, number: int
) -> None:
    assert not follows(markets, TODAY, "planned", rule, number)


@pytest.mark.parametrize(("rule", "number", "days"), PLANNED)
def test_a_record_of_what_is_planned_concludes_nothing(
    markets: SideBySide, rule: str, number: int, days: int | None
) -> None:
    """Whether its day lies ahead, is not known, or has passed: a plan stays one."""
    assert not follows(markets, TODAY, "planned record", rule, number, days)


@pytest.mark.parametrize(("rule", "number"), RECORDS)
def test_a_record_without_a_status_concludes_nothing(
    markets: SideBySide, rule: str, number: int
) -> None:
    assert not follows(markets, TODAY, "no status", rule, number)


@pytest.mark.parametrize(("rule", "number"), RECORDS)
def test_a_record_of_what_has_ended_concludes_up_to_its_last_day(
    markets: SideBySide, rule: str, number: int
) -> None:
    """A source that tells no last day gives none on which it surely held."""
    assert follows(markets, BEFORE, "ended record", rule, number)
    assert not follows(markets, TODAY, "ended record", rule, number)
    for day in (date(2019, 1, 1), TODAY):
        assert not follows(markets, day, "ended record, no day", rule, number)


def test_planned_handling_is_no_handling(markets: SideBySide) -> None:
    found = {predicate for _, predicate, _ in markets.concluded(("planned handling",), TODAY)}
    assert not found & {"jpst:tradedOn", "jpst:tradableThrough"}
    assert "jpst:plannedOn" in found
    assert markets.concluded(("planned handling",), TODAY) >= PLANNED_THERE


def test_what_is_planned_is_so_before_the_token_is_issued_and_not_after_its_end(
    markets: SideBySide,
) -> None:
    assert markets.concluded(("plan, issued later",), TODAY) >= PLANNED_THERE
    assert not PLANNED_THERE & markets.concluded(("plan, redeemed",), TODAY)
    closed = markets.concluded(("plan, venue closed",), TODAY)
    assert ("id:t", "jpst:venueParticipant", "id:f") not in closed


@pytest.mark.parametrize("rule", [rule for rule, things in LIVES.items() if "id:t" in things])
def test_a_token_that_is_to_be_issued_is_not_handled_yet(markets: SideBySide, rule: str) -> None:
    assert follows(markets, TODAY, "issued later", rule) == (rule in BEFORE_ISSUE)
    assert follows(markets, AFTER, "issued later", rule)


def test_each_rule_of_the_files_is_asked_for() -> None:
    """A new rule needs its premises here, each of which ends, begins and is planned in turn."""
    asked = {fact for fact, _ in RULES.values()} | PLANNED_THERE
    asked |= {("id:t", "rdf:type", "jpst:RedeemedToken"), ("id:t", "jpst:plannedOn", "id:v")}
    of_kinds = {(name, value) for _, name, value in asked}
    for rule in read_rules(PROJECT / "ontology" / "rules"):
        for _, predicate, thing in rule.head:
            name = compact(predicate.value)
            known = {value for other, value in of_kinds if other == name}
            given = isinstance(thing, NamedNode)
            assert compact(thing.value) in known if given else known, rule.id


@pytest.mark.parametrize(("rule", "thing", "name"), ENDED)
def test_what_is_over_concludes_nothing(
    markets: SideBySide, rule: str, thing: str, name: str
) -> None:
    assert not follows(markets, TODAY, "over", rule, thing, name)
    assert follows(markets, BEFORE, "over", rule, thing, name)


@pytest.mark.parametrize("rule", OPENS)
def test_a_venue_that_has_not_opened_concludes_nothing(markets: SideBySide, rule: str) -> None:
    assert not follows(markets, TODAY, "opens", rule)
    assert follows(markets, AFTER, "opens", rule)


def test_a_token_is_redeemed_from_its_day_on(markets: SideBySide) -> None:
    redeemed = ("id:t", "rdf:type", "jpst:RedeemedToken")
    assert redeemed in markets.concluded(("redeemed",), TODAY)
    assert redeemed not in markets.concluded(("redeemed",), BEFORE)


def test_an_end_stated_by_one_page_ends_what_another_said(markets: SideBySide) -> None:
    fact = RULES["member of"][0]
    assert fact in markets.concluded(("an end beside",), BEFORE)
    assert fact not in markets.concluded(("an end beside",), TODAY)
