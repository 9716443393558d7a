"""“Holds at D”: each rule of docs/provenance.md by an example."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.dated_claims import (
    CODE,
    HOLDING,
    OPENED,
    PARTNER,
    PLAN,
    READ,
    TERMS,
    claim,
    day,
)
from helpers.terms import jpst
from pyoxigraph import Literal, NamedNode

from kgraph.names import EDITORIAL, SRC
from kgraph.snapshot.claims import Claim
from kgraph.snapshot.conflicts import PARTIAL
from kgraph.snapshot.holds import spans
from kgraph.snapshot.span import ClaimState
from kgraph.vocab import JPST, PROV, XSD


def replace(claim: Claim, **changes: Any) -> Claim:
    return claim._replace(**changes)


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


@pytest.mark.parametrize("plan", [{"predicate": PLAN}, {"predicate": HOLDING, "planned": True}])
def test_a_plan_holds_as_a_plan_from_the_day_it_is_stated(plan: dict) -> None:
    """Its start is that of what is planned; its end ends no plan."""
    assert on(6, claim(**plan, as_of=5, start=20)) == ["holds"]
    assert on(30, claim(**plan, as_of=5, until=20), claim(**plan, as_of=6)) == ["holds", "holds"]


def test_a_plan_takes_the_place_of_another_from_the_day_it_is_stated() -> None:
    """The start that it names is that of what is planned."""
    before, later = (
        claim(HOLDING, "a", as_of=as_of, start=start, percent=share, planned=True)
        for as_of, start, share in ((5, None, "1"), (8, 3, "2"))
    )
    assert on(6, before, later) == ["holds", "notYet"]
    assert on(8, before, later) == ["superseded", "holds"]
    early = claim(HOLDING, "a", as_of=8, start=5, percent="2", planned=True)
    assert on(8, before, early) == ["superseded", "holds"]


def test_a_plan_and_what_is_held_are_no_observations_of_one_thing() -> None:
    plan, held = (
        claim(HOLDING, "a", as_of=as_of, percent=share, planned=planned)
        for as_of, share, planned in ((3, "40", True), (8, "20", False))
    )
    assert on(9, plan, held) == ["holds", "holds"]
    assert on(9, plan, claim(HOLDING, "a", as_of=4, until=6)) == ["holds", "ended"]
    assert on(9, held, claim(HOLDING, "a", as_of=8, until=8, planned=True))[0] == "holds"


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
        return Literal(text, datatype=NamedNode(XSD.BASE + kind)) if text != "a" else Literal("a")

    old, new = (replace(claim(as_of=n), object=literal(v)) for n, v in ((5, value), (8, later)))
    assert on(9, old, new) == ["holds", "holds"]


def test_a_translation_displaces_nothing() -> None:
    old, new = (
        replace(claim(as_of=n), object=Literal(text, language=lang))
        for n, text, lang in ((5, "rent", "en"), (8, "賃料", "ja"))
    )
    assert on(9, old, new) == ["holds", "holds"]


@pytest.mark.parametrize(
    ("value", "later", "state"),
    [
        ("Roppongi 1-6-1, Minato-ku, Tokyo", "Minato-ku, Tokyo", "holds"),
        ("Akasaka, Minato-ku, Tokyo", "Akasaka 4-15-1, Minato-ku, Tokyo", "holds"),
        ("Dojima, Kita-ku, Osaka", "Minato-ku, Tokyo", "superseded"),
        ("Tokyo, Minato-ku", "Minato-ku, Tokyo", "superseded"),
        ("東京都港区", "東京都港区六本木１－６－１", "holds"),
        ("大阪市北区", "東京都港区", "superseded"),
    ],
)
def test_a_text_that_says_no_more_displaces_nothing(value: str, later: str, state: str) -> None:
    lang = "en" if value.isascii() else "ja"
    old, new = (
        replace(claim(as_of=n), object=Literal(text, language=lang))
        for n, text in ((5, value), (8, later))
    )
    assert on(9, old, new) == [state, "holds"]


def test_a_code_that_is_part_of_another_is_another_value() -> None:
    old, new = (replace(claim(as_of=n), object=Literal(v)) for n, v in ((5, "A"), (8, "A B")))
    assert on(9, old, new) == ["superseded", "holds"]


def test_a_figure_is_displaced_only_by_the_same_figure() -> None:
    """A later page that counts the shares says nothing of the share of votes."""
    votes = claim(HOLDING, "a", as_of=3, percent="20")
    shares = claim(HOLDING, "a", as_of=8)
    count = (jpst("count"), Literal(100))
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


def test_what_one_page_gives_without_days_of_its_own_is_no_history() -> None:
    """Its outline gives an amount of the fiscal year, its body another and no day."""
    outline = claim(value="1", as_of=3, page="p")
    body = claim(value="2", as_of=8, page="p", own_day=False)
    assert on(9, outline, body) == ["holds", "holds"]
    assert on(9, outline, replace(body, source=NamedNode(SRC + "q")))[0] == "superseded"


def test_what_one_page_gives_with_days_of_their_own_is_a_history() -> None:
    told = claim(value="1", as_of=3, page="p"), claim(value="2", as_of=8, page="p")
    assert on(9, *told) == ["superseded", "holds"]


def reading(value: str, *, as_of: int, of: str, page: int | None) -> Claim:
    """A reading of the source `of`, whose page has a day."""
    told = claim(value=value, as_of=as_of)
    return replace(
        told,
        source=NamedNode(EDITORIAL + "readings"),
        page=None if page is None else day(page),
        attributes=(*told.attributes, (PROV.wasDerivedFrom, NamedNode(SRC + of))),
    )


@pytest.mark.parametrize(("page", "older"), [(4, "holds"), (None, "holds"), (8, "superseded")])
def test_a_reading_displaces_nothing_that_is_newer_than_its_pages(
    page: int | None, older: str
) -> None:
    """Whatever day it speaks of: it knows no more than they."""
    said = claim(value="1", as_of=6)
    assert on(20, said, reading("2", as_of=10, of="a", page=page)) == [older, "holds"]


@pytest.mark.parametrize(("page", "state"), [(4, "holds"), (8, "ended")])
def test_a_reading_ends_nothing_that_is_newer_than_its_pages(page: int, state: str) -> None:
    said = claim(value="1", as_of=6)
    end = replace(reading("1", as_of=4, of="a", page=page), as_of=None, until=day(9))
    assert on(20, said, end) == [state, "ended"]


def test_a_reading_and_its_page_are_one_page() -> None:
    said = claim(value="1", as_of=3, page="a")
    read = replace(reading("2", as_of=6, of="a", page=6), attributes=())
    read = replace(read, attributes=((PROV.wasDerivedFrom, said.source),))
    assert on(9, said, read) == ["holds", "holds"]


PART = [(JPST.qualifier, PARTIAL)]


@pytest.mark.parametrize(
    ("notes", "first"), [("ab", "holds"), ("aa", "superseded"), ("  ", "holds")]
)
def test_what_is_partly_so_is_displaced_only_by_what_is_so_of_the_same_part(
    notes: str, first: str
) -> None:
    told = [
        replace(
            claim(value=str(n), as_of=n),
            attributes=(*PART, *([(JPST.note, Literal(note))] if note != " " else [])),
        )
        for n, note in zip((3, 8), notes, strict=True)
    ]
    assert on(9, *told) == [first, "holds"]


def days_of_states(told: Claim, *others: Claim) -> str:
    """The states of the first claim on the days 0 to 9, a letter each."""
    letters = {"holds": "h", "ended": "e", "superseded": "s", "notYet": "n", "undated": "?"}
    return "".join(letters[on(number, told, *others)[0]] for number in range(10))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (claim(start=2, open_days=3), "nn???hhhhh"),
        (claim(until=7, open_days=3), "hhhhh???ee"),
        (claim(start=2, until=7, open_days=2), "nn??hh??ee"),
        (claim(start=2, until=5, open_days=3), "nn????eeee"),
        (claim(as_of=5, open_days=3), "nn???hhhhh"),
        (claim(start=2, as_of=3, open_days=3), "nn?hhhhhhh"),
    ],
)
def test_a_month_or_year_leaves_open_the_days_within_it(told: Claim, expected: str) -> None:
    """On these it neither holds nor has ended; a page that speaks of one of them settles it."""
    assert days_of_states(told) == expected


def test_an_observation_of_a_month_displaces_only_what_is_older_than_the_month() -> None:
    later = claim(value="2", as_of=6, open_days=3)
    assert days_of_states(claim(value="1", as_of=1), later) == "nhh???ssss"
    assert days_of_states(claim(value="1", as_of=4), later) == "nnnnhhhhhh"
    assert days_of_states(later, claim(value="1", as_of=4)) == "nnn???hhhh"


def test_an_end_of_a_month_ends_what_was_said_before_within_the_month() -> None:
    end = claim(PARTNER, "a", until=6, open_days=3)
    assert days_of_states(claim(PARTNER, "a", as_of=1), end) == "nhhh???eee"
    assert days_of_states(claim(PARTNER, "a", as_of=5), end) == "nnnnnh?eee"


def on_record(record: Claim, predicate: NamedNode, value: str, **days: int) -> Claim:
    assert isinstance(record.object, NamedNode)
    return replace(claim(predicate, value, **days), subject=record.object)


def test_what_is_said_of_a_record_ends_with_the_record() -> None:
    record = claim(HOLDING, "a", start=2, until=5)
    inner = on_record(record, HOLDING, "b", as_of=1)
    deepest = on_record(inner, PARTNER, "c", as_of=3)
    assert days_of_states(inner, record) == "nnhhhheeee"
    assert days_of_states(deepest, record, inner) == "nnnhhheeee"
    elsewhere = replace(claim(HOLDING, "a", as_of=4), object=record.object)
    assert days_of_states(inner, record, replace(elsewhere, until=day(8))) == "nhhhhhhhhe"


def test_a_record_that_hangs_on_itself_is_no_endless_search() -> None:
    record = claim(HOLDING, "a", as_of=2)
    assert on(3, replace(record, subject=record.object)) == ["holds"]
