"""“Holds at D”: each rule of docs/provenance.md by an example, and all of them at random.

The second computation, for random claims and days, goes day by day and reads the definition as it
stands; it shares nothing with the first but the values.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from kgraph.names import ID, JPST, SRC, XSD
from kgraph.snapshot.claims import Claim
from kgraph.snapshot.conflicts import QUALIFIER
from kgraph.snapshot.holds import ClaimState, Terms, spans

FEE, OPENED, CODE, PARTNER, PLAN = (
    NamedNode(JPST + x) for x in ("fee", "opened", "code", "partner", "plan")
)
HOLDING = NamedNode(JPST + "shareholding")
HOLDER, PERCENT = NamedNode(JPST + "holder"), NamedNode(JPST + "percentage")
TERMS = Terms(
    single=frozenset({FEE, OPENED, CODE}),
    unchanging=frozenset({OPENED, CODE}),
    events=frozenset({OPENED}),
    plans=frozenset({PLAN}),
    narrowing=frozenset({NamedNode(ID + "net")}),
)
READ = date(2024, 12, 31)


def day(number: int) -> date:
    return date(2024, 1, 1) + timedelta(days=number)


def claim(
    predicate: NamedNode = FEE,
    value: str = "1",
    *,
    as_of: int | None = None,
    start: int | None = None,
    until: int | None = None,
    qualifier: str | None = None,
    percent: str | None = None,
    read: date | None = READ,
) -> Claim:
    """A claim on id:x; with `percent` or for HOLDING, a record of a holding by `value`."""
    record = predicate == HOLDING
    attributes = [(QUALIFIER, NamedNode(ID + qualifier))] if qualifier else []
    if record:
        attributes += [(HOLDER, NamedNode(ID + value))]
        if percent is not None:
            attributes += [(PERCENT, Literal(percent, datatype=NamedNode(XSD + "decimal")))]
    return Claim(
        subject=NamedNode(ID + "x"),
        predicate=predicate,
        object=NamedNode(f"{ID}r-{value}-{percent}-{as_of}") if record else Literal(value),
        source=NamedNode(f"{SRC}{as_of}-{start}-{until}"),
        node=None,
        attributes=tuple(attributes),
        is_record=record,
        is_coarse=False,
        as_of=None if as_of is None else day(as_of),
        start=None if start is None else day(start),
        until=None if until is None else day(until),
        read=read,
    )


def on(number: int, *claims: Claim) -> list[str]:
    return [span.on(day(number)).value for span in spans(claims, TERMS)]


@pytest.mark.parametrize(
    ("number", "expected"), [(4, "notYet"), (5, "holds"), (9, "holds"), (10, "ended")]
)
def test_a_stated_validity_counts_to_the_day(number: int, expected: str) -> None:
    assert on(number, claim(start=5, until=9)) == [expected]


def test_a_displaced_claim_names_what_took_its_place() -> None:
    told = [
        claim(value="1", as_of=1),
        claim(value="1", as_of=3),
        claim(value="2", as_of=5),
        claim(value="2", as_of=9),
    ]
    assert [span.by for span in spans(told, TERMS)] == [{told[2]}, {told[2]}, set(), set()]


def test_an_observation_holds_from_its_day_and_not_before() -> None:
    assert [on(n, claim(PARTNER, as_of=5))[0] for n in (4, 5, 300)] == ["notYet", "holds", "holds"]


def test_a_later_observation_with_another_value_takes_the_place_of_the_earlier() -> None:
    old, new = claim(value="1", as_of=5), claim(value="2", as_of=8)
    assert on(7, old, new) == ["holds", "notYet"]
    assert on(8, old, new) == ["superseded", "holds"]


def test_an_observation_of_the_same_value_displaces_nothing() -> None:
    assert on(9, claim(as_of=5), claim(as_of=8)) == ["holds", "holds"]


def test_two_values_of_one_day_both_hold_and_are_a_conflict() -> None:
    assert on(5, claim(value="1", as_of=5), claim(value="2", as_of=5)) == ["holds", "holds"]


def test_a_property_of_many_values_is_never_superseded() -> None:
    assert on(9, claim(PARTNER, "a", as_of=5), claim(PARTNER, "b", as_of=8)) == ["holds", "holds"]


def test_another_qualifier_is_another_thing() -> None:
    assert on(9, claim(value="1", as_of=5, qualifier="am"), claim(value="2", as_of=8)) == [
        "holds",
        "holds",
    ]


def test_a_value_that_never_changes_holds_from_its_day_and_is_not_displaced() -> None:
    """A registration number says nothing of the years before it was given."""
    told = claim(CODE, "1", as_of=5), claim(CODE, "2", as_of=8)
    assert on(4, *told) == ["notYet", "notYet"]
    assert on(9, *told) == ["holds", "holds"]


def test_the_day_of_an_event_holds_on_every_day() -> None:
    assert on(-900, claim(OPENED, as_of=5)) == ["holds"]
    assert on(9, claim(OPENED, "1", as_of=5), claim(OPENED, "2", as_of=8)) == ["holds", "holds"]


def test_a_page_without_a_day_says_since_when_only_by_the_day_it_was_read() -> None:
    undated = claim(PARTNER)
    assert on(5, undated) == ["undated"]
    assert spans([undated], TERMS)[0].on(READ) is ClaimState.HOLDS


def test_a_page_without_a_day_neither_displaces_nor_is_displaced() -> None:
    undated, dated = claim(value="1"), claim(value="2", as_of=8)
    found = spans([undated, dated], TERMS)
    assert [span.on(READ).value for span in found] == ["holds", "holds"]


def test_a_plan_holds_as_a_plan_from_the_day_it_is_stated() -> None:
    """Its start is that of what is planned."""
    assert on(6, claim(PLAN, as_of=5, start=20)) == ["holds"]


@pytest.mark.parametrize("predicate", [PARTNER, HOLDING])
def test_an_end_that_one_page_states_ends_what_others_said_before(predicate: NamedNode) -> None:
    said, undated = claim(predicate, "a", as_of=3), claim(predicate, "a")
    end, after = claim(predicate, "a", until=9), claim(predicate, "a", as_of=12)
    told = (said, undated, end, after)
    assert on(9, *told)[0] == "holds"
    assert on(10, *told) == ["ended", "ended", "ended", "notYet"]
    assert spans(told, TERMS)[3].on(day(20)) is ClaimState.HOLDS


def test_an_end_of_one_kind_leaves_the_other_kind() -> None:
    regular, other = (claim(HOLDING, "a", as_of=3, qualifier=q) for q in ("regular", "other"))
    end = claim(HOLDING, "a", until=9, qualifier="regular")
    assert on(10, regular, other, end) == ["ended", "holds", "ended"]
    assert on(10, regular, other, claim(HOLDING, "a", until=9)) == ["ended", "ended", "ended"]


def test_a_mention_without_a_figure_does_not_displace_the_figure() -> None:
    figure, mention = claim(HOLDING, "a", as_of=3, percent="20"), claim(HOLDING, "a", as_of=8)
    assert on(9, figure, mention) == ["holds", "holds"]
    newer = claim(HOLDING, "a", as_of=8, percent="25")
    assert on(9, figure, newer) == ["superseded", "holds"]
    assert on(9, figure, claim(HOLDING, "b", as_of=8, percent="25")) == ["holds", "holds"]


@pytest.mark.parametrize(
    ("value", "later"), [("20", "20.0"), ("20", "2e1"), ("2024-03-05", "2024-03"), ("a", "a")]
)
def test_the_same_value_in_another_spelling_or_less_precise_displaces_nothing(
    value: str, later: str
) -> None:
    def literal(text: str) -> Literal:
        kind = {7: "gYearMonth", 10: "date"}.get(len(text), "double" if "e" in text else "decimal")
        return Literal(text, datatype=NamedNode(XSD + kind)) if text != "a" else Literal("a")

    old, new = (replace(claim(as_of=n), object=literal(v)) for n, v in ((5, value), (8, later)))
    assert on(9, old, new) == ["holds", "holds"]


def test_a_translation_displaces_nothing() -> None:
    old, new = (
        replace(claim(as_of=n), object=Literal(text, language=lang))
        for n, text, lang in ((5, "rent", "en"), (8, "賃料", "ja"))
    )
    assert on(9, old, new) == ["holds", "holds"]


def test_a_figure_is_displaced_only_by_the_same_figure() -> None:
    """A later page that counts the shares says nothing of the share of votes."""
    votes = claim(HOLDING, "a", as_of=3, percent="20")
    shares = claim(HOLDING, "a", as_of=8)
    count = (NamedNode(JPST + "count"), Literal(100))
    shares = replace(shares, attributes=(*shares.attributes, count))
    assert on(9, votes, shares) == ["holds", "holds"]
    both = claim(HOLDING, "a", as_of=8, percent="25")
    assert on(9, votes, replace(both, attributes=(*both.attributes, count)))[0] == "superseded"


def test_an_observation_with_a_start_and_an_end_displaces_what_was_seen_before_it() -> None:
    """And what it displaced is not back once it is over: no page says so."""
    old, new = claim(value="1", as_of=1), claim(value="2", start=5, until=9)
    assert on(4, old, new) == ["holds", "notYet"]
    assert on(7, old, new) == ["superseded", "holds"]
    assert on(12, old, new) == ["superseded", "ended"]


def test_the_end_of_what_is_planned_ends_no_plan() -> None:
    assert on(30, claim(PLAN, as_of=5, until=20), claim(PLAN, as_of=6)) == ["holds", "holds"]


# The second computation.


@dataclass(frozen=True)
class _Naive:
    claims: tuple[Claim, ...]

    def state(self, claim: Claim, today: date) -> str:
        """What is over is over, whatever is known of its beginning."""
        end, superseded = self.last_by_end(claim), self.superseded_on(claim)
        over = end is not None and end < today
        replaced = superseded is not None and superseded <= today
        if over or replaced:
            # The earlier of the two ended it; of a day on which both would, the end counts.
            by_end = over and (not replaced or end < superseded)  # type: ignore[operator]
            return "ended" if by_end else "superseded"
        if self.first(claim) > today:
            planned = claim.predicate in TERMS.plans
            dated = claim.as_of if planned else claim.as_of or claim.start or claim.until
            return "notYet" if dated else "undated"
        return "holds"

    def first(self, claim: Claim) -> date:
        if claim.predicate in TERMS.plans:
            return claim.as_of or claim.read or date.min
        if claim.start is not None or claim.until is not None:
            return claim.start or date.min
        if claim.predicate in TERMS.events:
            return date.min
        return claim.as_of or claim.read or date.min

    def last_by_end(self, claim: Claim) -> date | None:
        if claim.until is not None:
            return None if claim.predicate in TERMS.plans else claim.until
        said = [d for d in (claim.start, claim.as_of) if d is not None]
        mine = set(claim.values(QUALIFIER))
        ends = [
            other.until
            for other in self.claims
            if other.until is not None
            and claim.predicate != PLAN
            and other.predicate == claim.predicate
            and self.what(other) == self.what(claim)
            and (not other.values(QUALIFIER) or set(other.values(QUALIFIER)) == mine)
            and all(other.until >= d for d in said)
        ]
        return min(ends, default=None)

    def superseded_on(self, claim: Claim) -> date | None:
        """The first day on which a later observation has another value."""
        if claim.as_of is None or claim.start is not None or claim.until is not None:
            return None
        if not claim.is_record and claim.predicate != FEE:
            return None
        mine = self.value(claim)
        days = [
            seen
            for other in self.claims
            if other.predicate == claim.predicate
            and set(other.values(QUALIFIER)) == set(claim.values(QUALIFIER))
            and (not claim.is_record or self.what(other) == self.what(claim))
            and (seen := other.start or (None if other.until else other.as_of)) is not None
            and seen > claim.as_of
            and mine is not None
            and self.value(other) is not None
            and self.value(other) != mine
        ]
        return min(days, default=None)

    def what(self, claim: Claim) -> object:
        return claim.values(HOLDER) if claim.is_record else claim.object

    def value(self, claim: Claim) -> object:
        if claim.is_record:
            return next((v.value for v in claim.values(PERCENT)), None)
        return claim.object


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
    )


@settings(max_examples=1500, deadline=None)
@given(st.lists(_claims(), max_size=7), st.integers(-1, 8))
def test_every_claim_is_on_every_day_what_the_definition_makes_of_it(
    claims: list[Claim], number: int
) -> None:
    naive = _Naive(tuple(claims))
    expected = [naive.state(each, day(number)) for each in claims]
    assert [span.on(day(number)).value for span in spans(claims, TERMS)] == expected


@settings(max_examples=200, deadline=None)
@given(st.lists(_claims(), min_size=1, max_size=6), st.data())
def test_the_order_of_the_claims_does_not_matter(claims: list[Claim], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(claims))))
    straight = spans(claims, TERMS)
    shuffled = spans([claims[i] for i in order], TERMS)
    assert shuffled == [straight[i] for i in order]


def test_a_coarse_bound_counts_at_its_outer_end() -> None:
    """The claim carries the first day of a coarse start and the last of a coarse end."""
    march = replace(claim(), start=date(2024, 3, 1), until=date(2024, 3, 31))
    (span,) = spans([march], TERMS)
    assert (span.first, span.last) == (date(2024, 3, 1), date(2024, 3, 31))
