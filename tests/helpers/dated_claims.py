"""Claims on one thing, with days counted from the first of January."""

from __future__ import annotations

from datetime import date, timedelta

from helpers.terms import jpst
from pyoxigraph import Literal, NamedNode

from kgraph.names import BASE, ID, SRC
from kgraph.snapshot.claims import Claim
from kgraph.snapshot.property_kinds import Terms
from kgraph.vocab import JPST, XSD

FEE, OPENED, CODE, PARTNER, PLAN = (jpst(x) for x in ("fee", "opened", "code", "partner", "plan"))
HOLDING = jpst("shareholding")
HOLDER, PERCENT = jpst("holder"), jpst("percentage")
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
    page: str | None = None,
    own_day: bool = True,
    open_days: int = 0,
    planned: bool = False,
) -> Claim:
    """A claim on id:x; with `percent` or for HOLDING, a record of a holding by `value`.

    `page` is the source, of which each claim else has one of its own; `own_day` tells whether
    `as_of` is a day that the statement gives, or only that of the page. `open_days` leaves open so
    many days in what is known of `start` and, backwards, of `as_of` and `until`.
    """
    record = predicate == HOLDING
    attributes = [(JPST.qualifier, NamedNode(ID + qualifier))] if qualifier else []
    if own_day and as_of is not None:
        attributes += [(JPST.asOf, Literal(day(as_of).isoformat(), datatype=XSD.date))]
    if record:
        status = "planned" if planned else "held"
        attributes += [(HOLDER, NamedNode(ID + value))]
        attributes += [(JPST.recordStatus, NamedNode(f"{BASE}recordstatus/{status}"))]
        if percent is not None:
            attributes += [(PERCENT, Literal(percent, datatype=XSD.decimal))]
    return Claim(
        subject=NamedNode(ID + "x"),
        predicate=predicate,
        object=NamedNode(f"{ID}r-{value}-{percent}-{as_of}-{planned}")
        if record
        else Literal(value),
        source=NamedNode(SRC + (page or f"{as_of}-{start}-{until}-{value}-{percent}-{qualifier}")),
        node=None,
        attributes=tuple(attributes),
        is_record=record,
        as_of=None if as_of is None else day(as_of),
        start=None if start is None else day(start),
        until=None if until is None else day(until),
        read=read,
        page=None if as_of is None else day(as_of),
        as_of_earliest=day(as_of - open_days) if open_days and as_of is not None else None,
        start_latest=day(start + open_days) if open_days and start is not None else None,
        until_earliest=day(until - open_days) if open_days and until is not None else None,
    )
