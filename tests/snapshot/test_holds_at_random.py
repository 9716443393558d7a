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
from pyoxigraph import Literal, NamedNode, Quad, Store

from kgraph.names import SRC
from kgraph.snapshot.claims import Claim
from kgraph.snapshot.holds import spans
from kgraph.snapshot.pages import Pages
from kgraph.vocab import DCTERMS, JPST, XSD

WITHDRAWN = {True: JPST.withdrawnByUs, False: JPST.withdrawnByPublisher}
# Strategies are made once: to look through a new one takes longer than to draw from it.
_DAYS = st.sampled_from((None, None, None, None, *range(7)))
_PREDICATES = st.sampled_from((FEE, FEE, FEE, OPENED, CODE, PARTNER, PLAN, HOLDING, HOLDING))
_VALUES = st.sampled_from("ab")
_QUALIFIERS = st.sampled_from((None, None, "am"))
_PERCENT = st.sampled_from((None, "1", "2"))
_READ = st.sampled_from((READ, day(3)))
_PAGES = st.sampled_from((None, "p", "q"))
_OWN = st.booleans()
_OPEN = st.sampled_from((0, 0, 0, 1, 2))
_PLANNED = st.sampled_from((False, False, True))


@st.composite
def _claims(draw: st.DrawFn) -> Claim:
    start, until = draw(_DAYS), draw(_DAYS)
    if start is not None and until is not None and until < start:
        start, until = until, start
    return claim(
        draw(_PREDICATES),
        draw(_VALUES),
        as_of=draw(_DAYS),
        start=start,
        until=until,
        qualifier=draw(_QUALIFIERS),
        percent=draw(_PERCENT),
        read=draw(_READ),
        page=draw(_PAGES),
        own_day=draw(_OWN),
        open_days=draw(_OPEN),
        planned=draw(_PLANNED),
    )


P, Q = (NamedNode(SRC + name) for name in "pq")


@settings(max_examples=1500, deadline=None)
@given(
    st.lists(_claims(), max_size=7),
    st.integers(-1, 8),
    st.tuples(st.integers(-1, 8), st.integers(-1, 8), st.sampled_from((None, *range(-1, 8)))),
    st.sampled_from((None, "p", "q")),
    st.booleans(),
)
def test_pages_that_changed_or_were_withdrawn_are_as_the_definition_says(
    claims: list[Claim],
    number: int,
    days: tuple[int, int, int | None],
    gone: str | None,
    mistake: bool,
) -> None:
    """Page p was read again as page q, on a later day; one of them, or none, was withdrawn."""
    before, after = sorted(map(day, days[:2]))
    shown = None if days[2] is None else day(days[2])
    store = Store()
    for source, name, value in (
        (P, JPST.read, before),
        (Q, JPST.read, after),
        (Q, DCTERMS.issued, shown),
        (NamedNode(f"{SRC}{gone}"), WITHDRAWN[mistake], gone and day(4)),
    ):
        if value is not None:
            literal = Literal(value.isoformat(), datatype=XSD.date)
            store.add(Quad(source, name, literal))
    store.add(Quad(Q, JPST.earlierVersion, P))
    naive = Naive(
        tuple(claims),
        {P.value: (Q.value, before, after, shown)},
        {SRC + gone: (day(4), mistake)} if gone else {},
    )
    expected = [naive.state(each, day(number)) for each in claims]
    found = spans(claims, TERMS, Pages.read(store))
    assert [span.on(day(number)).value for span in found] == expected


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
