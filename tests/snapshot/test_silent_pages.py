"""What pages that speak no more still bear on: versions before others, and withdrawn sources."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from helpers.dated_claims import FEE, HOLDING, PARTNER, TERMS, claim, day
from pyoxigraph import Literal, NamedNode, Quad, Store

from kgraph.names import SRC
from kgraph.snapshot.claims import Claim, source_days
from kgraph.snapshot.day import Day
from kgraph.snapshot.holds import spans
from kgraph.snapshot.pages import Pages
from kgraph.vocab import DCTERMS, JPST, XSD, Node

P, Q, R, S = (NamedNode(SRC + name) for name in "pqrs")
Told = tuple[Node, NamedNode, int | Node]


def stored(told: Iterable[Told]) -> Store:
    store = Store()
    for source, name, value in told:
        is_day = isinstance(value, int)
        literal = Literal(day(value).isoformat(), datatype=XSD.date) if is_day else value
        store.add(Quad(source, name, literal))
    return store


def on(number: int, told: Iterable[Told], *claims: Claim) -> list[str]:
    """The states of claims on a day, with what is told of their pages."""
    pages = Pages.read(stored(told))
    return [span.on(day(number)).value for span in spans(claims, TERMS, pages)]


READ_TWICE: list[Told] = [
    *((P, JPST.read, 2), (Q, JPST.read, 6), (Q, DCTERMS.issued, 6)),
    (Q, JPST.earlierVersion, P),
]


def withdrawn(source: Node, number: int, *, mistake: bool) -> Told:
    return source, JPST.withdrawnByUs if mistake else JPST.withdrawnByPublisher, number


def test_a_mistake_of_ours_ends_and_displaces_nothing() -> None:
    gone = [withdrawn(P, 9, mistake=True)]
    held = claim(PARTNER, as_of=1, page="q")
    assert on(8, gone, held, claim(PARTNER, until=5, page="p")) == ["holds", "withdrawn"]
    fee = claim(FEE, "1", as_of=1, page="q")
    assert on(8, gone, fee, claim(FEE, "2", as_of=3, page="p")) == ["holds", "withdrawn"]


@pytest.mark.parametrize(("until", "state"), [(5, "ended"), (7, "holds")])
@pytest.mark.parametrize("told", [[withdrawn(P, 6, mistake=False)], READ_TWICE])
def test_what_a_page_told_of_days_after_its_own_last_counts_no_more(
    told: list[Told], until: int, state: str
) -> None:
    """The end lies before or after the day from which the page says nothing."""
    held, ending = claim(PARTNER, as_of=1, page="s"), claim(PARTNER, until=until, page="p")
    assert on(9, told, held, ending)[0] == state


@pytest.mark.parametrize(("start", "state"), [(5, "superseded"), (7, "holds")])
@pytest.mark.parametrize("told", [[withdrawn(P, 6, mistake=False)], READ_TWICE])
def test_what_it_foretold_displaces_nothing(told: list[Told], start: int, state: str) -> None:
    fee, foretold = claim(FEE, "1", as_of=1, page="s"), claim(FEE, "2", start=start, page="p")
    assert on(9, told, fee, foretold)[0] == state


@pytest.mark.parametrize(("number", "state"), [(5, "undated"), (6, "ended"), (9, "ended")])
def test_a_version_that_gives_a_later_start_does_not_say_the_same_again(
    number: int, state: str
) -> None:
    told = [*READ_TWICE[:2], READ_TWICE[3]]
    before, after = claim(PARTNER, page="p"), claim(PARTNER, start=10, page="q")
    before = before._replace(read=day(2))
    # It began anew by the later version, and nothing tells when the first one was over.
    state = state.replace("ended", "superseded")
    assert on(number, told, before, after)[0] == state
    # The start was on the page before.
    renewed = claim(PARTNER, start=10, page="p")
    assert on(9, told, renewed, after) == ["notYet", "notYet"]
    assert on(11, told, renewed, after) == ["superseded", "holds"]


@pytest.mark.parametrize(
    ("restart", "ending", "state"),
    [
        ({"start": 5}, {"start": 1, "until": 5}, "holds"),
        ({"start": 5}, {"until": 5}, "holds"),
        ({"start": 5}, {"start": 5, "until": 5}, "ended"),
        ({"start": 5}, {"start": 1, "until": 6}, "ended"),
        ({"as_of": 5}, {"start": 1, "until": 5}, "ended"),
    ],
)
@pytest.mark.parametrize("kind", [PARTNER, HOLDING])
def test_what_ends_on_the_day_of_a_restart_does_not_end_what_began(
    kind: NamedNode, restart: dict[str, int], ending: dict[str, int], state: str
) -> None:
    assert on(8, (), claim(kind, **restart), claim(kind, **ending))[0] == state


def test_a_version_that_was_a_mistake_is_passed_over() -> None:
    told = [
        *((P, JPST.read, 2), (Q, JPST.read, 4), (R, JPST.read, 6)),
        *((Q, JPST.earlierVersion, P), (R, JPST.earlierVersion, Q)),
        withdrawn(Q, 7, mistake=True),
    ]
    pages = Pages.read(stored(told))
    assert (pages.later[P].source, pages.later[P].seen, pages.later[P].since) == (R, day(2), day(6))
    # Before it was known to be a mistake it was the next version.
    assert Pages.read(stored(told), day(6)).later[P].source == Q
    # Where nothing comes after it, the page has but one version.
    assert P not in Pages.read(stored([*told[:2], told[3], told[5]])).later
    # Read anew from the page before it.
    anew = [*told[:4], (R, JPST.earlierVersion, P), told[5]]
    assert Pages.read(stored(anew)).later[P].source == R


def test_pages_that_name_each_other_are_read_to_an_end() -> None:
    told = [
        *((P, JPST.read, 2), (Q, JPST.read, 4)),
        *((Q, JPST.earlierVersion, P), (P, JPST.earlierVersion, Q)),
        *(withdrawn(one, 7, mistake=True) for one in (P, Q)),
    ]
    assert Pages.read(stored(told)).later == {}


@pytest.mark.parametrize(
    ("as_of", "known_at", "speaks"),
    [
        (5, None, True),
        (6, None, False),
        (7, 5, True),  # nothing was known of it yet
        (7, 6, False),
        # Withdrawn as a mistake on day 9: on no day did it ever say so.
        (5, 8, True),
        (5, 9, False),
    ],
)
def test_a_withdrawal_leaves_what_another_version_told(
    as_of: int, known_at: int | None, speaks: bool
) -> None:
    known: date | None = None if known_at is None else day(known_at)
    told = [*READ_TWICE, withdrawn(P, 9, mistake=True)] if known_at else READ_TWICE
    assert source_days(stored(told))[P].speaks(Day(day(as_of), known)) is speaks


def test_a_page_speaks_again_once_its_next_version_is_found_to_be_a_mistake() -> None:
    told = [*READ_TWICE, withdrawn(Q, 9, mistake=True)]
    page = source_days(stored(told))[P]
    assert [page.speaks(Day(day(7), day(known))) for known in (5, 6, 8, 9)] == [
        *(True, False, False, True)
    ]
    assert page.speaks(Day(day(7)))


def test_what_is_said_of_a_record_that_only_a_mistake_states_never_holds() -> None:
    record = claim(HOLDING, "a", percent="1", as_of=1, page="p")
    remark = claim(PARTNER, as_of=1, page="q")._replace(subject=record.object)
    gone = [withdrawn(P, 9, mistake=True)]
    assert on(8, gone, record, remark) == ["withdrawn", "withdrawn"]
    # Another page states it as well, from a later day on.
    other = record._replace(source=S, as_of=day(4))
    assert on(8, gone, record, remark, other)[1] == "holds"
    assert on(3, gone, record, remark, other)[1] == "notYet"
