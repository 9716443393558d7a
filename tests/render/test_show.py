"""A dossier → text with numbered sources, or rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from helpers.terms import jpst
from pyoxigraph import Literal, NamedNode

from kgraph.names import ID, SRC
from kgraph.render.show import as_table, as_text, write
from kgraph.render.stats import as_table as figures_of
from kgraph.show.dossier import dossier
from kgraph.show.on_record import Dossier, Fact, SourceRef, Stated
from kgraph.snapshot import Snapshot
from kgraph.snapshot.days import on_day
from kgraph.vocab import JPST, RDF, SKOS, XSD

LAUNCH = SourceRef(SRC + "launch", "Launch", "ODX", date(2023, 12, 25), "https://e.org/launch")
PRESS = SourceRef(SRC + "press", "Press", "", None, None)
START = NamedNode(ID + "start")
ODX = NamedNode(ID + "odx")


def fact(name: str, value: object, label: str, *stated: Stated, **more: object) -> Fact:
    given = {"subject": START, "standing": "confirmed", "inferred": False, **more}
    return Fact(
        property=name if ":" in name else JPST.BASE + name,
        property_label=name.rpartition("#")[2],
        object=value,
        object_label=label,
        stated=stated,
        **given,
    )


HELD = fact(
    "shareholding",
    NamedNode(ID + "share-1"),
    "a share",
    Stated(LAUNCH, None, valid_from=date(2024, 1, 1), valid_until=date(2024, 6, 30)),
    record=(
        fact("holder", ODX, "ODX", Stated(LAUNCH, date(2023, 12, 25)), subject=ODX),
        fact("percent", Literal("49", datatype=XSD.integer), "49"),
    ),
)
DOSSIER = Dossier(
    iri=START.value,
    label="START",
    types=(jpst("Venue").value,),
    facts=(
        fact(SKOS.altLabel.value, Literal("S"), "S", standing=None),
        fact(RDF.type.value, jpst("Venue"), "venue", standing=None),
        fact(
            "operatedBy",
            ODX,
            "ODX",
            Stated(LAUNCH, date(2023, 12, 25)),
            Stated(PRESS, date(2024, 3, 31), as_of_earliest=date(2024, 3, 1), notes=("so\nsaid",)),
            Stated(PRESS, date(2023, 12, 25)),
        ),
        fact("hasParty", ODX, "ODX", inferred=True),
        fact("guardedBy", NamedNode(ID + "guard"), "Guard", inferred=True, standing="likely"),
        fact("opened", None, "2024", Stated(PRESS, date(2024, 12, 31), date(2024, 1, 1))),
        HELD,
    ),
    mentions=(
        fact("tradedOn", START, "START", Stated(PRESS, None), subject=NamedNode(ID + "st-alpha")),
    ),
)


def test_text_numbers_the_sources_and_keeps_every_date() -> None:
    assert as_text(DOSSIER, ["venue"]).splitlines() == [
        "START  id:start",
        "venue",
        "Also: S",
        "",
        "operatedBy: ODX (id:odx)  "
        "[confirmed, as of 2023-12-25 (1, 2); as of 2024-03, “so said” (2)]",
        "opened: 2024  [confirmed, as of 2024 (2)]",
        "shareholding: a share  [confirmed, from 2024-01-01, until 2024-06-30 (1)]",
        "  holder: ODX (id:odx)",
        "  percent: 49  [confirmed]",
        "",
        "What follows by the rules",
        "  hasParty: ODX  [confirmed, inferred]",
        "  guardedBy: Guard  [likely, inferred]",
        "",
        "Mentioned by",
        "  id:st-alpha tradedOn  [confirmed (2)]",
        "",
        "Sources",
        "  (1) Launch, ODX, 2023-12-25, https://e.org/launch",
        "  (2) Press, undated, src:press",
    ]


def test_text_in_japanese() -> None:
    text = as_text(DOSSIER, ["取引の場"], "ja")
    assert "[確認済み、2023-12-25時点 (1, 2)；2024-03時点、「so said」 (2)]" in text
    assert "2024-01-01から" in text
    assert "出典" in text


def test_rows_hold_every_fact_once_per_statement() -> None:
    table = as_table(DOSSIER)
    at = {name: i for i, name in enumerate(table.columns)}
    operated = [row for row in table.rows if row[at["property"]] == jpst("operatedBy")]
    assert [(row[at["source"]].value, row[at["asOf"]]) for row in operated] == [
        (LAUNCH.iri, "2023-12-25"),
        (PRESS.iri, "2024-03"),
        (PRESS.iri, "2023-12-25"),
    ]
    inner = [row for row in table.rows if row[at["property"]] == jpst("percent")]
    assert inner[0][at["source"]] is None
    assert {row[at["subject"]] for row in table.rows} == {START, ODX, NamedNode(ID + "st-alpha")}
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_a_thing_without_facts_is_named_alone() -> None:
    assert as_text(Dossier(START.value, "START", (), (), ()), []) == "START  id:start\n"


def test_why_it_is_conflicting_is_told_once() -> None:
    """An editor's reason, and the values of a property that has one at a time."""
    disputed = {"standing": "conflicting"}
    fee = (
        fact("fee", Literal(str(n)), str(n), Stated(PRESS, None), rivals=(str(3 - n),), **disputed)
        for n in (1, 2)
    )
    held = replace(HELD, disputes=("One page errs.",), **disputed)
    found = Dossier(START.value, "START", (), (*fee, held, held), ())
    lines = as_text(found, []).splitlines()
    assert lines[2:5] == [
        "fee: 1  [conflicting (C1) (1)]",
        "fee: 2  [conflicting (C1) (1)]",
        "shareholding: a share  [conflicting (C2), from 2024-01-01, until 2024-06-30 (2)]",
    ]
    place = lines.index("Why conflicting or rejected")
    assert lines[place + 1 : place + 4] == [
        "  (C1) fee: one value at a time, and sources differ: 1; 2",
        "  (C2) One page errs.",
        "",
    ]
    assert "矛盾・不採用の理由" in as_text(found, [], "ja")
    table = as_table(found)
    told = [row[table.columns.index("dispute")] for row in table.rows if row[1] == jpst("fee")]
    assert told == ["fee: one value at a time, and sources differ: 1; 2"] * 2


@pytest.mark.parametrize(
    ("name", "lang", "lines"),
    [
        (
            "st-tosei-property-fund-3-ichigaya",
            "en",
            ("offering amount: 1,740,000,000 yen  [", "tenor: 5 years  ["),
        ),
        ("st-tosei-property-fund-3-ichigaya", "ja", ("発行総額：1,740,000,000円  [",)),
        ("odx", "ja", ("都市：東京都  [", "本店所在地：東京都港区  [")),
        ("odx", "en", ("  percentage: 60%",)),
        (
            "statistic-japan-st-market-outstanding-amount-667400000000",
            "en",
            ("amount in yen: 667,400,000,000 yen",),
        ),
    ],
)
def test_figures_say_what_they_are_figures_of(
    real_snapshot: Snapshot, name: str, lang: str, lines: tuple[str, ...]
) -> None:
    text = write(dossier(real_snapshot, ID + name, lang), real_snapshot, "table", lang)
    for line in lines:
        assert line in text


@pytest.mark.parametrize(
    ("lang", "section"),
    [("en", "Looked for and not in the page"), ("ja", "探したがページに記載の")],
)
def test_what_was_looked_for_in_vain_is_told_with_its_page(
    real_snapshot: Snapshot, lang: str, section: str
) -> None:
    iri = ID + "st-smtb-first-announced"
    found = dossier(real_snapshot, iri, lang)
    assert {one.property for one in found.sought} == {
        JPST.BASE + "assetClass",
        JPST.BASE + "issueDate",
    }
    assert {one.source.iri for one in found.sought} == {SRC + "coindesk-2022-05-23-smtb"}
    text = write(found, real_snapshot, "table", lang)
    lines = text.partition(section)[2].splitlines()[1:3]
    assert {line.partition("  [")[0].strip() for line in lines} == {
        real_snapshot.label(JPST.BASE + name, lang) for name in ("assetClass", "issueDate")
    }
    assert all(line.endswith("(1)]") for line in lines)
    assert dossier(real_snapshot, ID + "mufg-trust").sought == ()


def test_nothing_is_looked_for_in_a_source_that_was_not_read_yet(real_snapshot: Snapshot) -> None:
    early = on_day(real_snapshot, None, date(2026, 11, 22))
    iri = ID + "st-smtb-first-announced"
    read = {one.source.iri for one in dossier(early, iri).sought}
    known = {
        quad.subject.value
        for quad in early.store.quads_for_pattern(None, JPST.read, None, None)
        if isinstance(quad.object, Literal) and quad.object.value <= "2026-11-22"
    }
    assert read <= known


def test_figures_of_a_day_are_those_of_the_day(asked_market: Snapshot) -> None:
    def claims(snapshot: Snapshot) -> dict[str, int]:
        rows = figures_of(snapshot).rows
        return {name: int(number.value) for group, name, number in rows if group == "day"}

    now, then = claims(asked_market), claims(on_day(asked_market, date(2000, 1, 1), None))
    assert now != then
    claimed = asked_market.manifest["counts"]["claims"]
    assert (sum(now.values()), sum(then.values())) == (claimed, claimed)
