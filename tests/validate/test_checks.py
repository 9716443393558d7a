"""Stored checks: each finds what it is for and lets its neighbor pass; headers and profiles."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from helpers.market import PREFIXES
from helpers.project import PROJECT
from helpers.stored import stored_questions
from helpers.terms import jpst

from kgraph.names import SRC
from kgraph.problems import LoadError
from kgraph.validate import load_checks, validate_store
from kgraph.validate.run_checks import run_checks
from kgraph.validate.stored_checks import FOLDER, PROFILE, read_check, read_checks, read_profile

ALL = read_checks(PROJECT)
TODAY = date(2026, 11, 24)
XTRA = PREFIXES + (
    "@prefix editorial: <https://w3id.org/jpst/editorial/> .\n"
    "@prefix prov: <http://www.w3.org/ns/prov#> .\n"
    "@prefix settlementmode: <https://w3id.org/jpst/settlementmode/> .\n"
    "@prefix dvpstatus: <https://w3id.org/jpst/dvpstatus/> .\n"
    "@prefix cashleg: <https://w3id.org/jpst/cashleg/> .\n"
    "@prefix rp: <https://w3id.org/jpst/reviewperiod/> .\n"
)
OPEN = 'id:start jpst:startedOperation "2023-12-25"^^xsd:date . '
TYPE_I = "id:f jpst:holdsGrant id:r . id:r jpst:grantType id:type-i-fib . "
SHARES = (
    "id:c jpst:shareholding id:s1 , id:s2 . "
    'id:s1 jpst:holder id:a ; jpst:percentage 60.0 ; jpst:asOf "2024-01-01"^^xsd:date . '
    "id:s2 jpst:holder id:b ; jpst:percentage "
)
SOURCE = (
    'src:x a jpst:Source ; jpst:read "2026-01-31"^^xsd:date ; jpst:reviewPeriod rp:y . '
    "rp:y jpst:months "
)

# slug → (what it finds, what it lets pass), both with everything that is inferred
CASES = {
    "start-token-platform": (
        "id:t jpst:tradedOn id:start .",
        "id:t jpst:tradedOn id:start ; jpst:platform id:p .",
    ),
    "start-token-participant": (
        "id:t jpst:tradedOn id:start ; jpst:handledBy id:f .",
        "id:t jpst:tradedOn id:start ; jpst:handledBy id:f . id:f jpst:participatesIn id:start .",
    ),
    "start-token-eligible-class": (
        "id:t jpst:tradedOn id:start .",
        "id:t jpst:tradedOn id:start ; jpst:eligibleUnder id:rule .",
    ),
    "start-token-approval": (
        'id:t jpst:firstTradingDate "2024-01-01"^^xsd:date .',
        'id:t jpst:firstTradingDate "2024-01-01"^^xsd:date ; jpst:tradedOn id:start ; '
        "jpst:listing id:l . id:l jpst:venue id:start .",
    ),
    "registration-covers-activity": (
        TYPE_I + 'id:r jpst:validUntil "2023-12-31"^^xsd:date . '
        'id:t jpst:underwriter id:f ; jpst:issueDate "2024-01-01"^^xsd:date .',
        TYPE_I + 'id:r jpst:validUntil "2024-12-31"^^xsd:date . '
        'id:t jpst:underwriter id:f ; jpst:issueDate "2024-01-01"^^xsd:date .',
    ),
    "bond-token-administrator": (
        "id:t a jpst:BondToken .",
        "id:t a jpst:BondToken ; jpst:registrar id:b .",
    ),
    "listing-outside-operation": (
        OPEN + "id:l a jpst:Listing ; jpst:venue id:start ; "
        'jpst:validFrom "2023-12-24"^^xsd:date .',
        OPEN + "id:l a jpst:Listing ; jpst:venue id:start ; "
        'jpst:validFrom "2023-12-25"^^xsd:date .',
    ),
    "shareholding-total": (
        SHARES + '50.0 ; jpst:asOf "2024-01-01"^^xsd:date .',
        SHARES + '50.0 ; jpst:asOf "2025-01-01"^^xsd:date .',
    ),
    "source-review-due": (SOURCE + "6 .", SOURCE + "12 ."),
    "observed-after-page": (
        'src:x { src:x dcterms:issued "2024-01-01"^^xsd:date . '
        'id:fact-1 jpst:asOf "2024-01-02"^^xsd:date . }',
        'src:x { src:x dcterms:issued "2024-01-15"^^xsd:date . '
        'id:fact-1 jpst:asOf "2024-01"^^xsd:gYearMonth . }',
    ),
    "conclusion-without-pages": (
        "editorial:e { editorial:e a jpst:EditorialGraph . id:odx jpst:fee 5 . }",
        "editorial:e { editorial:e a jpst:EditorialGraph . "
        "id:odx jpst:fee 5 ; jpst:membership id:m . "
        "id:m jpst:association id:a ; prov:wasDerivedFrom src:x . "
        "id:reading a jpst:EditorialReading , rdf:Statement ; rdf:subject id:odx ; "
        "rdf:predicate jpst:fee ; rdf:object 5 . }",
    ),
    "read-ahead": (
        'src:x a jpst:Source ; jpst:read "2099-01-31"^^xsd:date . '
        'src:y a jpst:Source ; jpst:read "2026-01-31"^^xsd:date .',
        'src:x a jpst:Source ; jpst:read "2099-01-31"^^xsd:date . '
        'src:y a jpst:Source ; jpst:read "2098-01-31"^^xsd:date .',
    ),
    "dvp-cash-leg": (
        "id:v jpst:dvpStatus dvpstatus:inRegularUse .",
        "id:v jpst:dvpStatus dvpstatus:inRegularUse ; jpst:cashLeg cashleg:stablecoin .",
    ),
}


def store_of(text: str) -> ox.Store:
    store = ox.Store()
    store.load(XTRA + text, format=ox.RdfFormat.TRIG)
    return store


def found(slug: str, store: ox.Store, today: date | None = TODAY):
    return list(run_checks(store, [c for c in ALL if c.slug == slug], today=today))


def test_every_check_is_tried() -> None:
    assert {check.slug for check in ALL} == {*CASES, "secondary-sources-only"}


@pytest.mark.parametrize("slug", CASES)
def test_a_check_finds_one_thing_and_lets_its_neighbor_pass(slug: str) -> None:
    bad, good = CASES[slug]
    assert len(found(slug, store_of(bad))) == 1
    assert found(slug, store_of(good)) == []


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ('id:f jpst:holdsGrant id:r . id:r jpst:grantType id:fib-registration ; '
         'jpst:validFrom "2024-02-01"^^xsd:date . id:f jpst:tradingParticipation id:a . '
         'id:a jpst:venue id:start ; jpst:validFrom "2024-01-01"^^xsd:date .',
         "registration-covers-activity"),
        ('id:t jpst:firstTradingDate "2023-12-01"^^xsd:date ; jpst:listing id:l . '
         "id:l jpst:venue id:start . " + OPEN, "listing-outside-operation"),
        ('id:old jpst:endedOperation "2020-01-01"^^xsd:date . id:l a jpst:Listing ; '
         'jpst:venue id:old ; jpst:validUntil "2020-06-01"^^xsd:date .',
         "listing-outside-operation"),
        ("id:t jpst:tradedOn id:start .", "start-token-approval"),
        ("id:t jpst:settlementMode settlementmode:dvpBankMoney .", "dvp-cash-leg"),
        (SHARES + '50.0 ; jpst:validFrom "2020-01-01"^^xsd:date .', "shareholding-total"),
        ('src:x a jpst:Source ; jpst:read "2026-11-01"^^xsd:date ; jpst:reviewPeriod rp:y ; '
         'jpst:reviewBy "2026-11-23"^^xsd:date . rp:y jpst:months 12 .', "source-review-due"),
        # a user's file, which is a graph named by its address
        ('<file:///a.ttl> { src:x dcterms:issued "2024-01-01"^^xsd:date . '
         'id:fact-1 jpst:asOf "2024-01-02"^^xsd:date . }', "observed-after-page"),
    ],
)  # fmt: skip
def test_the_other_ways_to_be_found(text: str, slug: str) -> None:
    assert len(found(slug, store_of(text))) == 1


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        # A registration without stated days refutes nothing.
        (TYPE_I + 'id:t jpst:underwriter id:f ; jpst:issueDate "2024-01-01"^^xsd:date .',
         "registration-covers-activity"),
        # Two sources that differ on one holder are a conflict, not more than a hundred percent.
        ("id:c jpst:shareholding id:s1 , id:s2 . "
         'id:s1 jpst:holder id:a ; jpst:percentage 60.0 ; jpst:asOf "2024-01-01"^^xsd:date . '
         'id:s2 jpst:holder id:a ; jpst:percentage 70.0 ; jpst:asOf "2024-01-01"^^xsd:date .',
         "shareholding-total"),
        # A venue that two sources open on two days was open from the first on.
        (OPEN + 'id:start jpst:startedOperation "2023-01-01"^^xsd:date . id:l a jpst:Listing ; '
         'jpst:venue id:start ; jpst:validFrom "2023-06-01"^^xsd:date .',
         "listing-outside-operation"),
    ],
)  # fmt: skip
def test_what_may_differ_is_let_pass(text: str, slug: str) -> None:
    assert found(slug, store_of(text)) == []


def test_secondary_sources_are_counted_for_each_thing() -> None:
    store = store_of(
        "id:t a jpst:SecurityToken . src:a a jpst:SecondarySource . src:b a jpst:PrimarySource ."
    )
    facts = [(SRC + "a", "issuer"), (SRC + "a", "trustee"), (SRC + "b", "trustee")]
    for graph, name in facts:
        node = ox.NamedNode("https://w3id.org/jpst/id/t")
        store.add(ox.Quad(node, jpst(name), node, ox.NamedNode(graph)))
    (finding,) = found("secondary-sources-only", store)
    assert (finding.severity, finding.value_name[:3]) == ("info", '"1"')
    assert finding.message_en.startswith("1 statement(s) about id:t")


def test_what_depends_on_the_day_is_left_out_without_one() -> None:
    store = store_of(SOURCE + "6 .")
    assert found("source-review-due", store, today=None) == []
    assert found("source-review-due", store, date(2026, 7, 31)) == []
    assert len(found("source-review-due", store, date(2026, 8, 1))) == 1
    assert [check.slug for check in ALL if check.needs_day] == ["read-ahead", "source-review-due"]


def test_findings_say_all_in_both_languages_with_every_placeholder_filled() -> None:
    for slug, (bad, _) in CASES.items():
        (finding,) = found(slug, store_of(bad))
        for text in (finding.message_en, finding.message_ja, finding.fix_en, finding.fix_ja):
            assert text
            assert "{" not in text
        assert finding.id == slug


def test_the_real_graph_has_no_violation_and_its_findings_a_place(real_snapshot) -> None:
    from kgraph.load import load

    files = load(PROJECT).files
    findings = list(
        run_checks(real_snapshot.store, load_checks(PROJECT), files=files, today=date(2040, 1, 1))
    )
    assert {f.severity for f in findings} == {"warning", "info"}
    assert [f.id for f in findings if f.file is None or f.line is None] == []


def test_the_profile_names_every_check() -> None:
    profile = read_profile(PROJECT / FOLDER / PROFILE, [check.slug for check in ALL])
    assert set(profile) == {check.slug for check in ALL}
    grave = {slug for slug, severity in profile.items() if severity == "violation"}
    # all else can be true, and only looks odd
    assert grave == {"conclusion-without-pages", "observed-after-page", "read-ahead"}


def test_a_profile_of_the_user_wins(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("dvp-cash-leg: violation\nsecondary-sources-only: off\n", encoding="utf-8")
    severities = {check.slug: check.severity for check in load_checks(PROJECT, path)}
    assert severities["dvp-cash-leg"] == "violation"
    assert "secondary-sources-only" not in severities
    assert severities["bond-token-administrator"] == "warning"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("dvp-cash: off", ["unknown check dvp-cash", "did you mean dvp-cash-leg?"]),
        ("dvp-cash-leg: fatal", ["“fatal” is no severity", "violation, warning, info, off"]),
        ("- a\n- b", ["`key: value` lines"]),
        ("a: &x off\nb: *x", ["write it out"]),
        ("a: " + "[" * 100_000, ["cannot be read"]),
        ("a: off\na: info", ["“a” stands twice"]),
        ("a: [", ["no valid YAML"]),
    ],
)
def test_a_faulty_profile_is_one_clear_line(tmp_path: Path, text: str, words: list[str]) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LoadError) as raised:
        load_checks(PROJECT, path)
    (problem,) = raised.value.problems
    assert str(problem).startswith(f"{path}:")
    for word in words:
        assert word in str(problem)


HEADER = "".join(
    f"#+ {key}: text\n" for key in ("problem", "problem_ja", "why", "why_ja", "fix", "fix_ja")
)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("#+ severity: info\nSELECT ?focus {} ORDER BY ?focus", "no problem"),
        (HEADER + "SELECT ?focus {} ORDER BY ?focus", "no severity"),
        (HEADER + "#+ severity: grave\nSELECT ?focus {} ORDER BY ?focus", "“grave”"),
        (HEADER + "#+ severity: info\n#+ tag: x\nSELECT ?focus {} ORDER BY ?focus", "key tag"),
        (HEADER + "#+ severity: info\n#+ path: nope\nSELECT ?focus {} ORDER BY ?focus", "“nope”"),
        (HEADER + "#+ severity: info\nSELECT ?focus {} ORDER ?focus", "no SPARQL"),
        (HEADER + "#+ severity: info\nASK {}", "no SELECT"),
        (HEADER + "#+ severity: info\nSELECT ?x {} ORDER BY ?x", "no ?focus"),
        (HEADER + "#+ severity: info\nSELECT ?focus {}", "ORDER BY"),
        (HEADER.replace("fix: text", "fix: mend {?other}") + "#+ severity: info\n"
         "SELECT ?focus {} ORDER BY ?focus", "?other"),
        ("#+ problem: a: b\nSELECT ?focus {} ORDER BY ?focus", "no valid YAML"),
    ],
)  # fmt: skip
def test_a_faulty_check_is_refused(tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "some-check.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LoadError) as raised:
        read_check(path)
    assert any(word in str(problem) for problem in raised.value.problems)


def test_checks_are_no_questions() -> None:
    assert not {question.slug for question in stored_questions()} & {check.slug for check in ALL}


def test_a_graph_without_checks_has_none(market: Path) -> None:
    assert load_checks(market) == ()


def test_validation_runs_the_checks_it_is_given(market: Path) -> None:
    store = store_of(CASES["dvp-cash-leg"][0])
    shapes = market / "shapes"
    assert validate_store(store, shapes) == ()
    checks = load_checks(PROJECT)
    assert [f.id for f in validate_store(store, shapes, checks=checks)] == ["dvp-cash-leg"]
    assert validate_store(store, shapes, checks=checks, scopes=["source"]) == ()
