"""“Holds at D” for random claims and days, beside a second computation."""

from __future__ import annotations

from helpers.dated_claims import (
    CODE,
    FEE,
    HOLDING,
    OPENED,
    PARTNER,
    PLAN,
    READ,
    TERMS,
    claim,
    day,
)
from helpers.naive_holds import Naive
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.snapshot.claims import Claim
from kgraph.snapshot.holds import spans

_DAYS = st.sampled_from((None, None, None, None, *range(7)))


@st.composite
def _claims(draw: st.DrawFn) -> Claim:
    start, until = draw(_DAYS), draw(_DAYS)
    if start is not None and until is not None and until < start:
        start, until = until, start
    return claim(
        draw(st.sampled_from((FEE, FEE, FEE, OPENED, CODE, PARTNER, PLAN, HOLDING, HOLDING))),
        draw(st.sampled_from("ab")),
        as_of=draw(_DAYS),
        start=start,
        until=until,
        qualifier=draw(st.sampled_from((None, None, "am"))),
        percent=draw(st.sampled_from((None, "1", "2"))),
        read=draw(st.sampled_from((READ, day(3)))),
        page=draw(st.sampled_from((None, "p", "q"))),
        own_day=draw(st.booleans()),
        open_days=draw(st.sampled_from((0, 0, 0, 1, 2))),
        planned=draw(st.sampled_from((False, False, True))),
    )


@settings(max_examples=1500, deadline=None)
@given(st.lists(_claims(), max_size=7), st.integers(-1, 8))
def test_every_claim_is_on_every_day_what_the_definition_makes_of_it(
    claims: list[Claim], number: int
) -> None:
    naive = Naive(tuple(claims))
    expected = [naive.state(each, day(number)) for each in claims]
    assert [span.on(day(number)).value for span in spans(claims, TERMS)] == expected


@settings(max_examples=200, deadline=None)
@given(st.lists(_claims(), min_size=1, max_size=6), st.data())
def test_the_order_of_the_claims_does_not_matter(claims: list[Claim], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(claims))))
    straight = spans(claims, TERMS)
    shuffled = spans([claims[i] for i in order], TERMS)
    assert shuffled == [straight[i] for i in order]
