"""Pages as a new user adds them, and what the graph then says holds, since when and how surely."""

from __future__ import annotations

from datetime import date

import pytest
from helpers.on_the_day import TODAY, Shipped, concluded, merged
from pyoxigraph import DefaultGraph, NamedNode

from kgraph.names import compact, expand
from kgraph.snapshot.claims import read_claims
from kgraph.snapshot.conflicts import conflicts
from kgraph.snapshot.content import Content, make_content
from kgraph.snapshot.day import Day
from kgraph.snapshot.holds import spans
from kgraph.snapshot.property_kinds import Terms
from kgraph.snapshot.span import states_on
from kgraph.snapshot.standing import CONFIRMED, LIKELY, weigh
from kgraph.snapshot.state import Living, State, make_state


def page(name: str, facts: str, issued: str | None = "2020-01-01", read: str = "2024-06-15") -> str:
    day = f'dcterms:issued "{issued}"^^xsd:date ;' if issued else ""
    return (
        f"src:{name} {{ src:{name} a jpst:PrimarySource ; dcterms:publisher id:f ; {day} "
        f'jpst:hosting hosting:page ; jpst:read "{read}"^^xsd:date . {facts} }}\n'
    )


def reading(facts: str) -> str:
    return f"editorial:r {{ editorial:r a jpst:EditorialGraph . {facts} }}\n"


def narrowed(number: int, fact: tuple[str, str, str], more: str) -> str:
    subject, predicate, value = fact
    return (
        f"{subject} {predicate} {value} . id:fact-{number} a rdf:Statement ; "
        f"rdf:subject {subject} ; rdf:predicate {predicate} ; rdf:object {value} ; {more} . "
    )


def state_on(shipped: Shipped, text: str, day: date) -> State:
    store = merged(shipped, text)
    taken, terms = read_claims(store), Terms.read(store)
    states = states_on(spans(taken.claims, terms), day)
    weighed = weigh(store, taken.claims)
    closing = shipped.reasoner.closing()
    closing.grow(taken.identity)
    return make_state(Day(day), taken, states, weighed, Living.read(store), terms, closing)


@pytest.fixture
def made(shipped: Shipped, request: pytest.FixtureRequest) -> Content:
    return make_content(merged(shipped, request.param), shipped.reasoner, known_from=TODAY)


def mark(content: Content, thing: str) -> str:
    name, stage = NamedNode(expand(thing)), NamedNode(expand("jpst:lifecycle"))
    (found,) = (t.object for t in content.state.marks if (t.subject, t.predicate) == (name, stage))
    return compact(found.value)


def standings(content: Content, predicate: str) -> dict[str, str]:
    """Each value of a property in the state, with its standing."""
    found = content.state.standings
    return {
        triple.object.value: name
        for name in ("confirmed", "likely", "conflicting")
        for triple in getattr(found, name)
        if triple.predicate.value == expand(predicate)
    }


OPERATOR = page("a", "id:v jpst:operatedBy id:f .")


@pytest.mark.parametrize(
    "made", [OPERATOR + page("b", "id:v jpst:remark 'x'@en .", read="2099-01-01")], indirect=True
)
def test_a_reading_that_lies_ahead_is_not_the_day_of_the_state(made: Content) -> None:
    assert made.state.day.as_of == TODAY


@pytest.mark.parametrize(
    "made",
    [
        page(
            "a",
            'id:v jpst:startedOperation "2020-01-01"^^xsd:date , "2023-01-01"^^xsd:date ; '
            'jpst:endedOperation "2022-01-01"^^xsd:date . '
            'id:p jpst:startedOperation "2020-01-01"^^xsd:date ; '
            'jpst:endedOperation "2022-01-01"^^xsd:date .',
        )
    ],
    indirect=True,
)
def test_a_venue_that_reopened_is_current(made: Content) -> None:
    assert (mark(made, "id:v"), mark(made, "id:p")) == ("lifecycle:current", "lifecycle:ended")


@pytest.mark.parametrize(
    ("day", "states"),
    [
        ((2020, 2, 28), ["undated", "undated"]),
        ((2020, 3, 15), ["undated", "undated"]),
        ((2020, 3, 31), ["ended", "ended"]),
    ],
)
def test_what_had_ended_by_a_month_may_have_ended_within_it(
    shipped: Shipped, day: tuple[int, int, int], states: list[str]
) -> None:
    def record(name: str, status: str) -> str:
        return (
            f"id:v jpst:membership id:{name} . id:{name} a jpst:Membership ;"
            f" jpst:association id:f ; jpst:recordStatus recordstatus:{status} "
        )

    store = merged(
        shipped,
        page("a", record("m-1", "ended") + '; jpst:asOf "2020-03"^^xsd:gYearMonth .')
        + page("b", record("m-2", "held") + ".", issued="2019-06-01"),
    )
    claims = read_claims(store).claims
    days = zip(claims, spans(claims, Terms.read(store)), strict=True)
    found = {claim.object.value[-1]: span.on(date(*day)).value for claim, span in days}
    assert [found["1"], found["2"]] == states


TWICE = page(
    "a",
    'id:v jpst:startedOperation "2020-01-01"^^xsd:date , "2023-01-01"^^xsd:date ; '
    'jpst:endedOperation "2022-01-01"^^xsd:date , "2024-01-01"^^xsd:date .',
)


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ((2019, 6), "notStarted"),
        ((2021, 6), "current"),
        ((2022, 6), "ended"),
        ((2023, 6), "current"),
        ((2024, 6), "ended"),
    ],
)
def test_a_venue_that_reopened_was_closed_in_between(
    shipped: Shipped,
    day: tuple[int, int],
    stage: str,
) -> None:
    marks = state_on(shipped, TWICE, date(*day, 15)).marks
    assert any(
        (compact(t.subject.value), compact(t.object.value)) == ("id:v", f"lifecycle:{stage}")
        for t in marks
        if isinstance(t.object, NamedNode)
    )


@pytest.mark.parametrize("made", [TWICE], indirect=True)
def test_two_lives_are_no_conflict(made: Content) -> None:
    assert made.weighed.conflicts == []


@pytest.mark.parametrize(
    "made",
    [
        page("a", "id:f jpst:statedCapital 100 .", read="2024-06-01")
        + "editorial:r { editorial:r a jpst:EditorialGraph ; "
        'dcterms:issued "2024-06-10"^^xsd:date ; jpst:read "2024-06-10"^^xsd:date . '
        + narrowed(1, ("id:f", "jpst:statedCapital", "150"), "prov:wasDerivedFrom src:a")
        + "}\n"
    ],
    indirect=True,
)
def test_a_reading_was_not_observed_on_the_day_it_was_written(made: Content) -> None:
    (claim,) = (c for c in made.sorted.claims if c.is_reading)
    assert (claim.as_of, claim.read) == (date(2020, 1, 1), date(2024, 6, 1))
    assert standings(made, "jpst:statedCapital").keys() == {"100", "150"}


MEMBER = page(
    "a",
    "id:f jpst:membership id:m . id:m a jpst:Membership ; "
    "jpst:recordStatus recordstatus:held ; jpst:association id:o ; "
    'jpst:validUntil "2022-01-01"^^xsd:date ; jpst:statistic id:s . '
    "id:s a jpst:MarketStatistic ; jpst:measure measure:memberCount ; jpst:count 3 .",
)


@pytest.mark.parametrize("made", [MEMBER], indirect=True)
def test_a_record_that_ended_and_what_hangs_on_it_derive_nothing(made: Content) -> None:
    held = {compact(t.predicate.value) for t in made.state.asserted | made.state.inferred}
    assert not held & {"jpst:membership", "jpst:association", "jpst:memberOf", "jpst:statistic"}


@pytest.mark.parametrize(
    "made",
    [
        page(
            "a",
            "id:f jpst:membership id:m . id:m a jpst:Membership ; "
            "jpst:recordStatus recordstatus:held ; jpst:association id:o . "
            + narrowed(1, ("id:f", "jpst:membership", "id:m"),
                       'jpst:validUntil "2022-01-01"^^xsd:date'),
        )
    ],
    indirect=True,
)  # fmt: skip
def test_a_statement_whose_value_is_a_record_bounds_the_record(made: Content) -> None:
    """A violation, and yet not lost where a build lets it pass."""
    (claim,) = made.sorted.claims
    assert claim.until == date(2022, 1, 1)
    assert not [t for t in made.state.inferred if t.predicate.value == expand("jpst:memberOf")]


def maturity(period: str) -> str:
    datatype = "gYearMonth" if "-" in period else "gYear"
    return f'id:t jpst:maturityDate "{period}"^^xsd:{datatype} .'


TWO = 'id:t jpst:maturityDate "2022-01-01"^^xsd:date , "2030-01-01"^^xsd:date .'


@pytest.mark.parametrize(
    ("made", "stage"),
    [
        (page("a", TWO), "current"),
        (page("a", maturity("9999-12")), "current"),
        (page("a", maturity("2024")), "current"),
        (page("a", maturity("2024-05")), "ended"),
        (page("a", maturity("2023")), "ended"),
    ],
    indirect=["made"],
)
def test_a_token_lives_until_the_latest_maturity_that_any_page_gives(
    made: Content, stage: str
) -> None:
    assert mark(made, "id:t") == f"lifecycle:{stage}"


CAPITAL = page("a", "id:f jpst:statedCapital 100 .")


@pytest.mark.parametrize(
    "made",
    [
        CAPITAL
        + page("b", "id:f jpst:statedCapital 200 .", issued="2022-01-01")
        + reading(narrowed(1, ("id:f", "jpst:statedCapital", "150"), "prov:wasDerivedFrom src:a"))
    ],
    indirect=True,
)
def test_a_reading_contradicts_the_pages_of_its_own_day_alone(made: Content) -> None:
    """It is as old as the page it was read from, and says nothing against a later one."""
    assert standings(made, "jpst:statedCapital") == {"200": "confirmed"}
    (conflict,) = made.weighed.conflicts
    assert {side.object.value for side in conflict.sides if side.object} == {"100", "150"}


@pytest.mark.parametrize(
    "made",
    [CAPITAL + page("b", narrowed(1, ("id:f", "jpst:statedCapital", "200"),
     'jpst:validFrom "2023-01-01"^^xsd:date ; jpst:validUntil "2024-12-31"^^xsd:date'),
     issued="2022-01-01")],
    indirect=True,
)  # fmt: skip
def test_of_a_single_value_only_the_latest_holds_where_no_conflict_is(made: Content) -> None:
    assert made.weighed.conflicts == []
    assert standings(made, "jpst:statedCapital") == {"200": "confirmed"}


@pytest.mark.parametrize(
    "made",
    [page("a", "id:f jpst:membership id:m . id:m a jpst:Membership ; "
     "jpst:recordStatus recordstatus:held ; jpst:association id:o ; "
     "jpst:statistic id:s . id:s a jpst:MarketStatistic ; jpst:measure measure:memberCount ; "
     "jpst:count 3 . id:orphan a jpst:Membership ; "
     "jpst:recordStatus recordstatus:held ; jpst:association id:o .")],
    indirect=True,
)  # fmt: skip
def test_a_record_on_a_record_and_one_on_nothing_are_not_lost(made: Content) -> None:
    stated = {compact(t.subject.value) for t in made.state.asserted if t.predicate.value != ""}
    assert {"id:m", "id:s", "id:orphan"} <= stated
    hung = {compact(c.object.value) for c in made.sorted.claims if c.is_record}
    assert hung == {"id:m", "id:s"}


@pytest.mark.parametrize("pages", [2, 3])
def test_what_had_not_been_read_disputes_nothing(
    shipped: Shipped,
    pages: int,
) -> None:
    """Neither by a value of its own, nor as a side of a disagreement that editors named."""
    facts = "".join(
        page(f"p{n}", narrowed(n, ("id:f", "jpst:statedCapital", f"{n + 1}00"), "jpst:note 'n'@en"),
             read=f"2024-0{n + 1}-01")
        for n in range(pages)
    )  # fmt: skip
    sides = ", ".join(f"id:fact-{n}" for n in range(pages))
    held = reading(f"id:d a jpst:Disagreement ; jpst:disagreeingStatement {sides} .")
    store = merged(shipped, facts + held)
    unread = {NamedNode(expand(f"src:p{n}")) for n in range(1, pages)}
    assert [len(c.sides) for c in conflicts(store)] == [pages, pages]
    assert conflicts(store, unread) == []
    claims = read_claims(store).claims
    weighed = weigh(store, claims, None, unread)
    first = next(i for i, c in enumerate(claims) if c.object.value == "100")
    assert weighed.standing(first) == CONFIRMED


def test_a_page_keeps_the_weight_it_was_given_when_parties_have_changed(
    shipped: Shipped,
) -> None:
    """Its publisher was a party when it spoke; in the state of a later day it is none."""
    store = merged(shipped, page("a", "id:t jpst:remark 'x'@en ."))
    claims = read_claims(store).claims
    assert weigh(store, claims).quality == [LIKELY]
    assert weigh(store, claims, [CONFIRMED]).quality == [CONFIRMED]


def test_who_left_every_register_may_handle_nothing(
    shipped: Shipped,
) -> None:
    """Its only registration ended by a page without a day, beside one that still knows it."""
    text = (
        page("a", "id:t jpst:instrumentClass id:c . id:c jpst:requiresRegistration id:k . "
             "id:f jpst:holdsGrant id:r . id:r a jpst:Grant ; "
             "jpst:grantKind grantkind:registration ; "
             "jpst:recordStatus recordstatus:held ; "
             "jpst:grantType id:k .")
        + page("b", "id:f jpst:holdsGrant id:r2 . id:r2 a jpst:Grant ; "
               "jpst:grantKind grantkind:registration ; "
     "jpst:recordStatus recordstatus:held ; "
               'jpst:grantType id:k ; jpst:validUntil "2024-01-31"^^xsd:date .', issued=None)
    )  # fmt: skip
    may = expand("jpst:registeredFirm")
    on = {d: concluded(shipped, text, d) for d in (date(2024, 1, 31), TODAY)}
    assert [any(t.predicate.value == may for t in found) for found in on.values()] == [True, False]


def test_the_store_of_a_market_has_no_facts_of_its_own(
    shipped: Shipped,
) -> None:
    """What the other tests of this module find comes from their pages."""
    assert read_claims(merged(shipped, "")).claims == []
    assert list(merged(shipped, "").quads_for_pattern(None, None, None, DefaultGraph()))
