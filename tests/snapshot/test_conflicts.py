"""Values that cannot all hold, and those that can although they differ."""

from __future__ import annotations

from datetime import date

import pytest
from helpers.terms import jpst
from pyoxigraph import RdfFormat, Store, parse

from kgraph.names import ID, PREFIXES, SRC, local_name
from kgraph.snapshot.conflicts import Conflict, conflicts

DECLARED = (
    "jpst:core { jpst:opened a jpst:SingleValuedProperty . jpst:fee a jpst:SingleValuedProperty . }"
)


def found_in(trig: str) -> list[Conflict]:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    store = Store()
    store.extend(parse(prefixes + DECLARED + trig, format=RdfFormat.TRIG))
    return conflicts(store)


def said(slug: str, value: str, issued: str = "", **node: str) -> str:
    """A source that gives a fee, with a statement node where anything is said about it."""
    text = f"src:{slug} {{ "
    if issued:
        text += f'src:{slug} dcterms:issued "{issued}"^^xsd:date . '
    text += f"id:start jpst:fee {value} . "
    if node:
        text += f"id:fact-{slug} a rdf:Statement ; rdf:subject id:start ; rdf:predicate jpst:fee ; "
        text += f"rdf:object {value} "
        for name, given in node.items():
            datatype = {4: "gYear", 7: "gYearMonth"}.get(len(given), "date")
            day = given if ":" in given else f'"{given}"^^xsd:{datatype}'
            text += f"; jpst:{name} {day} "
        text += ". "
    return text + "}\n"


def test_two_values_without_a_day_are_in_conflict() -> None:
    (conflict,) = found_in(said("a", "1") + said("b", "2") + said("c", "2"))
    assert (conflict.subject, conflict.property) == (ID + "start", jpst("fee").value)
    assert [side.sources for side in conflict.sides] == [(SRC + "a",), (SRC + "b", SRC + "c")]
    assert conflict.editorial is None


def test_one_source_can_contradict_itself() -> None:
    (conflict,) = found_in("src:a { id:start jpst:fee 1 , 2 . }")
    assert len(conflict.sides) == 2


def test_a_value_that_only_a_statement_gives_is_in_conflict_too() -> None:
    alone = said("b", "2", qualifier="id:x").replace("id:start jpst:fee 2 . ", "")
    assert "fee 2" not in alone
    (conflict,) = found_in(said("a", "1", qualifier="id:x") + alone)
    assert [side.sources for side in conflict.sides] == [(SRC + "a",), (SRC + "b",)]


def test_properties_of_many_values_do_not_conflict() -> None:
    assert found_in("src:a { id:start jpst:member id:x , id:y . }") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1", "1.0"),  # the same number
        ('"第3198号（東京）"', '"第3198号(東京)"'),  # only typed otherwise
        ('"Nine  to five"@en', '"nine to five"@en'),
        ('"nine"@en', '"九"@ja'),  # a translation
        ("1", "1"),
    ],
)
def test_values_that_mean_the_same_agree(one: str, other: str) -> None:
    assert found_in(said("a", one) + said("b", other)) == []


@pytest.mark.parametrize(
    ("one", "other", "conflicting"),
    [
        # successive states: as-of day of the statement, else the day of the page
        ({"issued": "2023-01-01"}, {"issued": "2024-01-01"}, False),
        ({"issued": "2024-01-01"}, {"issued": "2024-01-01"}, True),
        ({"issued": "2024-01-01", "asOf": "2023-01-01"}, {"issued": "2024-01-01"}, False),
        ({"issued": "2024-01-01", "asOf": "2023-01-01"}, {"issued": "2023-01-01"}, True),
        # no day on one side: it may be the same time
        ({}, {"issued": "2024-01-01"}, True),
        # a coarse day covers its period
        ({"asOf": "2024-06"}, {"asOf": "2024-06-12"}, True),
        ({"asOf": "2024-06"}, {"asOf": "2024-07-01"}, False),
        # validity, where stated, decides
        (
            {"validFrom": "2020-01-01", "validUntil": "2021-12-31"},
            {"validFrom": "2022-01-01"},
            False,
        ),
        (
            {"validFrom": "2020-01-01", "validUntil": "2022-06-30"},
            {"validFrom": "2022-01-01"},
            True,
        ),
        (
            {"validFrom": "2020-01-01", "asOf": "2020-01-01"},
            {"validFrom": "2021-01-01", "asOf": "2022-01-01"},
            True,
        ),
        ({"validFrom": "2020-01-01"}, {"asOf": "2019-01-01"}, False),
        ({"validFrom": "2020-01-01"}, {"asOf": "2021-01-01"}, True),
        # one ends on the day on which the next begins
        ({"validUntil": "2024-10-28"}, {"asOf": "2024-10-28"}, False),
        ({"validUntil": "2024-10-28"}, {"validFrom": "2024-10-28"}, False),
        # coarse bounds count from where they are certain
        (
            {"validUntil": "2023"},
            {"validFrom": "2023"},
            False,
        ),
        # qualifiers: only like is compared with like
        ({"qualifier": "id:day"}, {"qualifier": "id:night"}, False),
        ({"qualifier": "id:day"}, {"qualifier": "id:day"}, True),
        ({"qualifier": "id:day"}, {}, False),
        # a part may be another part
        ({"qualifier": "qualifier:partial"}, {"qualifier": "qualifier:partial"}, False),
        (
            {"qualifier": "qualifier:partial", "note": "'qualifier:a'"},
            {"qualifier": "qualifier:partial", "note": "'qualifier:b'"},
            False,
        ),
        (
            {"qualifier": "qualifier:partial", "note": "'qualifier:a'"},
            {"qualifier": "qualifier:partial", "note": "'qualifier:a'"},
            True,
        ),
    ],
)
def test_only_values_for_overlapping_time_conflict(
    one: dict[str, str], other: dict[str, str], conflicting: bool
) -> None:
    assert bool(found_in(said("a", "1", **one) + said("b", "2", **other))) is conflicting
    assert bool(found_in(said("a", "2", **other) + said("b", "1", **one))) is conflicting


def test_a_text_without_a_language_is_no_translation() -> None:
    assert len(found_in(said("a", '"nine"') + said("b", '"ten"@en'))) == 1


LIVES = "jpst:opened a jpst:UnchangingProperty , jpst:StartingDateProperty . " + (
    "jpst:closed a jpst:UnchangingProperty , jpst:EndingDateProperty . "
)


def lives(**days: str) -> str:
    """A page for each day: what opens or closes, by the first letter of its name."""
    return LIVES + "".join(
        f"src:{name} {{ id:start jpst:{'opened' if name[0] == 'o' else 'closed'} "
        f'"{day}"^^xsd:date . }}\n'
        for name, day in days.items()
    )


@pytest.mark.parametrize(
    ("days", "conflicting"),
    [
        ({"o1": "2020-01-01", "o2": "2023-01-01"}, 1),
        ({"o1": "2020-01-01", "c1": "2022-01-01", "o2": "2023-01-01"}, 0),
        ({"o1": "2020-01-01", "c1": "2023-01-01", "o2": "2022-01-01"}, 1),
        ({"o1": "2020-01-01", "c1": "2022-01-01", "o2": "2023-01-01", "c2": "2024-01-01"}, 0),
        ({"c1": "2022-01-01", "c2": "2024-01-01"}, 1),
    ],
)
def test_what_ended_in_between_may_start_twice(days: dict[str, str], conflicting: int) -> None:
    assert len(found_in(lives(**days))) == conflicting


def test_an_end_that_a_text_rejects_makes_no_second_life() -> None:
    twice = lives(o1="2020-01-01", c1="2022-01-01", o2="2023-01-01")
    rejected = (
        "src:c1 { id:fact-1 a rdf:Statement ; rdf:subject id:start ; rdf:predicate jpst:closed ;"
        ' rdf:object "2022-01-01"^^xsd:date . }\n'
        "editorial:d { id:d-1 a jpst:Disagreement ; jpst:disagreeingStatement id:fact-1 ;"
        " jpst:rejectedStatement id:fact-1 ; jpst:resolvedBy src:law . }\n"
    )
    assert len(found_in(twice + rejected)) == 1


def test_a_reading_says_nothing_against_pages_newer_than_its_own() -> None:
    """Not even where it reads a beginning and no end."""

    def read(page: str) -> str:
        return (
            f'src:p {{ src:p dcterms:issued "{page}"^^xsd:date . }} editorial:r {{ '
            "id:start jpst:fee 2 . id:reading a rdf:Statement ; rdf:subject id:start ; "
            "rdf:predicate jpst:fee ; rdf:object 2 ; prov:wasDerivedFrom src:p ; "
            'jpst:validFrom "2020-01-01"^^xsd:date . }\n'
        )

    newer = said("a", "1", issued="2022-01-01")
    assert found_in(newer + read("2021-01-01")) == []
    assert len(found_in(newer + read("2023-01-01"))) == 1


def coarse(slug: str, period: str) -> str:
    datatype = "gYearMonth" if "-" in period else "gYear"
    return f'src:{slug} {{ id:start jpst:opened "{period}"^^xsd:{datatype} . }}\n'


def exact(slug: str, day: str) -> str:
    return f'src:{slug} {{ id:start jpst:opened "{day}"^^xsd:date . }}\n'


MARCH = coarse("march", "2024-03")


@pytest.mark.parametrize(
    ("other", "conflicting"),
    [
        (exact("x", "2024-03-21"), False),
        (exact("x", "2024-04-01"), True),
        (coarse("x", "2024"), False),
        (coarse("x", "2023"), True),
    ],
)
def test_dates_that_differ_only_in_precision_agree(other: str, conflicting: bool) -> None:
    assert bool(found_in(MARCH + other)) is conflicting


def test_a_coarse_side_shows_its_month() -> None:
    (conflict,) = found_in(MARCH + exact("x", "2024-06-24") + exact("y", "2024-03-21"))
    shown = {str(side.object).partition("^^")[0] for side in conflict.sides}
    assert shown == {'"2024-03"', '"2024-06-24"', '"2024-03-21"'}


def test_an_editor_holds_statements_and_records_against_each_other() -> None:
    (conflict,) = found_in(
        """
        src:a { src:a dcterms:issued "2025-11-01"^^xsd:date .
          id:fact-1 a rdf:Statement ; rdf:subject id:odx ; rdf:predicate jpst:founder ;
            rdf:object id:x . }
        src:b { id:record-1 a jpst:Shareholding ; jpst:asOf "2025-01-01"^^xsd:date ;
            jpst:percentage 42.0 . }
        editorial:d { id:disagreement-1 a jpst:Disagreement ;
          jpst:disagreeingStatement id:fact-1 , id:record-1 ; jpst:reason "They differ."@en . }
        """
    )
    assert conflict.editorial == ID + "disagreement-1"
    assert conflict.subject is None
    assert [r.value for r in conflict.reasons] == ["They differ."]
    sides = {local_name(side.nodes[0]): side for side in conflict.sides}
    assert sides["fact-1"].triple is not None
    assert sides["fact-1"].as_of == date(2025, 11, 1)
    assert sides["record-1"].triple is None
    assert sides["record-1"].sources == (SRC + "b",)
    assert sides["record-1"].as_of == date(2025, 1, 1)


def test_an_editors_conflict_names_what_its_sides_share() -> None:
    statement = (
        "src:{0} {{ id:fact-{0} a rdf:Statement ; rdf:subject id:odx ; rdf:predicate jpst:founder ;"
        " rdf:object id:{0} ; jpst:qualifier id:q . }}\n"
    )
    (conflict,) = found_in(
        statement.format("a") + statement.format("b") + "editorial:d { id:d a jpst:Disagreement ;"
        " jpst:disagreeingStatement id:fact-a , id:fact-b . }"
    )
    assert (conflict.subject, conflict.property) == (ID + "odx", jpst("founder").value)
    assert str(conflict.qualifier) == f"<{ID}q>"


def test_the_order_of_conflicts_does_not_depend_on_the_order_of_the_data() -> None:
    parts = [said("a", "1"), said("b", "2"), exact("c", "2024-01-01"), exact("d", "2025-01-01")]
    assert found_in("".join(parts)) == found_in("".join(reversed(parts)))


@pytest.mark.parametrize("kind", ["SingleValuedProperty", "UnchangingProperty"])
def test_only_an_unchanging_value_contradicts_itself_over_time(kind: str) -> None:
    facts = (
        "src:a { src:a dcterms:issued '2023-01-01'^^xsd:date . id:start jpst:code 'A' }\n"
        "src:b { src:b dcterms:issued '2024-01-01'^^xsd:date . id:start jpst:code 'B' }\n"
    )
    found = found_in(f"jpst:core {{ jpst:code a jpst:{kind} }}\n" + facts)
    assert len(found) == (kind == "UnchangingProperty")


def test_a_stated_validity_separates_unchanging_values() -> None:
    def half(slug: str, value: str, term: str, day: str) -> str:
        return (
            f"src:{slug} {{ id:start jpst:code '{value}' . id:f-{slug} a rdf:Statement ; "
            f"rdf:subject id:start ; rdf:predicate jpst:code ; rdf:object '{value}' ; "
            f"jpst:{term} '{day}'^^xsd:date }}\n"
        )

    declared = "jpst:core { jpst:code a jpst:UnchangingProperty }\n"
    old, new = half("a", "A", "validUntil", "2023-12-31"), half("b", "B", "validFrom", "2024-01-01")
    assert found_in(declared + old + new) == []
    assert len(found_in(declared + old + half("b", "B", "validFrom", "2023-12-01"))) == 1


def grant(slug: str, number: str, more: str = "", kind: str = "registration") -> str:
    """A source by which a firm holds a grant of that number."""
    return (
        f"src:{slug} {{ src:{slug} dcterms:issued '2024-01-01'^^xsd:date . "
        f"id:firm jpst:holdsGrant id:grant-{slug} . id:grant-{slug} jpst:grantKind id:{kind} ; "
        f"jpst:grantType id:fib-registration ; jpst:grantNumber '{number}' {more} }}\n"
    )


NUMBERED = "jpst:core { jpst:grantNumber a jpst:UnchangingProperty }\n"
HELD = "; jpst:recordStatus recordstatus:held "


@pytest.mark.parametrize(
    ("one", "other", "conflicting"),
    [
        (grant("a", "No. 1"), grant("b", "No. 2"), True),
        (grant("a", "No. 1"), grant("b", "no.  1"), False),
        # of which day a page speaks reconciles no numbers, a validity does
        (grant("a", "No. 1"), grant("b", "No. 2", "; jpst:asOf '2025-01-01'^^xsd:date"), True),
        (
            grant("a", "No. 1", "; jpst:validUntil '2023-12-31'^^xsd:date"),
            grant("b", "No. 2", "; jpst:validFrom '2024-01-01'^^xsd:date"),
            False,
        ),
        # whoever keeps the number
        (grant("a", "No. 1", "; jpst:grantedBy id:fsa"), grant("b", "No. 2"), True),
        # what the type says already
        (grant("a", "No. 1", "; jpst:legalBasis id:act"), grant("b", "No. 2"), True),
        # another grant
        (grant("a", "No. 1"), grant("b", "No. 2", kind="license"), False),
        (grant("a", "No. 1"), grant("b", "No. 2", "; jpst:grantedActivity id:pts"), False),
        # what is planned, and what has ended
        (
            grant("a", "No. 1", "; jpst:recordStatus recordstatus:planned "),
            grant("b", "No. 2", "; jpst:recordStatus recordstatus:planned "),
            False,
        ),
        (grant("a", "No. 1", HELD), grant("b", "No. 2", HELD), True),
        (
            grant("a", "No. 1", "; jpst:recordStatus recordstatus:ended "),
            grant("b", "No. 2", HELD),
            False,
        ),
    ],
)
def test_one_grant_has_one_number(one: str, other: str, conflicting: bool) -> None:
    assert bool(found_in(NUMBERED + one + other)) is conflicting
    assert bool(found_in(NUMBERED + other + one)) is conflicting


def test_two_numbers_of_a_grant_dispute_its_records() -> None:
    (conflict,) = found_in(NUMBERED + grant("a", "No. 1") + grant("b", "No. 2"))
    assert (conflict.subject, conflict.property) == (ID + "firm", jpst("grantNumber").value)
    assert [(side.subject, side.nodes, side.sources) for side in conflict.sides] == [
        (ID + "grant-a", (ID + "grant-a",), (SRC + "a",)),
        (ID + "grant-b", (ID + "grant-b",), (SRC + "b",)),
    ]


def test_grants_of_two_firms_have_numbers_of_their_own() -> None:
    other = grant("b", "No. 2").replace("id:firm", "id:other")
    assert found_in(NUMBERED + grant("a", "No. 1") + other) == []
