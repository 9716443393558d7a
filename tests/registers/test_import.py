"""An edition of a register is compared with the graph, and becomes one source."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from helpers.registers import (
    CODES_ENGLISH,
    MUTB,
    PARTNERSHIP,
    REGISTERS,
    TODAY,
    TRUST,
    edinet,
    funds,
    write_copy,
)
from pyoxigraph import NamedNode

from kgraph.add import DraftError, save
from kgraph.load.canonical_files import check
from kgraph.names import ID, SRC, local_name
from kgraph.problems import LoadError
from kgraph.registers import Imported, imported
from kgraph.render import registers as report
from kgraph.turtle.parse import parse_turtle, read_text

STRANGER = (
    "E99999,内国法人・組合,非上場,無,10,3月31日,無名商事株式会社,Nameless,ム,東京,サービス業,,"
)
PERSON = "E99998,個人（組合発行者を除く）,,,,,山田太郎,,ヤマダ,東京都,個人,,"
NAMED = (
    "E31130,内国法人・組合,非上場,無,100,3月31日,日本銀行,Bank of Japan,ニホン,東京,銀行業,,"
    "3010005002599"
)


@pytest.fixture
def root(tmp_path: Path, fixed: Path) -> Path:
    return write_copy(tmp_path, fixed, REGISTERS)


@pytest.fixture
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


def take_in(root: Path, name: str, path: Path, **options) -> Imported:
    """Imports an edition and writes it."""
    found = imported(root, name, path, today=TODAY, **options)
    save(found.changes)
    return found


def outcomes(found: Imported) -> Mapping[str, list[tuple[str, str]]]:
    told: dict[str, list[tuple[str, str]]] = {}
    for outcome in found.compared.outcomes:
        predicate = local_name(outcome.predicate.value) if outcome.predicate else ""
        told.setdefault(outcome.status, []).append((outcome.slug, predicate))
    return told


def data(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted((root / "data").rglob("*.ttl"))}


def test_a_row_is_joined_by_its_corporate_number(root: Path, files: Path) -> None:
    path = edinet(files, MUTB, STRANGER, PERSON, NAMED, day="2026年11月02日")
    found = take_in(root, "edinet", path)
    compared = found.compared
    assert (compared.day.isoformat(), compared.slug) == (
        "2026-11-02",
        "edinet-code-list-2026-11-02",
    )
    assert compared.previous == "edinet-code-list-2026-10-05"
    assert (compared.tally.rows, compared.tally.persons, compared.strangers) == (4, 1, 2)
    assert {slug for slug, _ in compared.said} == {"mufg-trust"}
    assert ("mufg-trust", "statedCapital") in outcomes(found)["same"]
    (proposal,) = compared.proposals
    assert (proposal.key, proposal.slug) == ("E31130", "boj")
    source = root / "data/sources/edinet-code-list-2026-11-02.ttl"
    assert [change.path for change in found.changes] == [source]
    text = " ".join(read_text(source).split())
    for part in (
        "a jpst:PrimarySource",
        "dcterms:publisher id:fsa",
        'dcterms:issued "2026-11-02"^^xsd:date',
        'schema:url "https://disclosure2dl.edinet-fsa.go.jp/searchdocument/codelist/Edinetcode.zip"',
        'jpst:read "2026-11-30"^^xsd:date',
        f"jpst:fileSize {path.stat().st_size}",
        f'jpst:fileDigest "{hashlib.sha256(path.read_bytes()).hexdigest()}"',
        "dcat:previousVersion src:edinet-code-list-2026-10-05",
        'jpst:edinetCode "E03626"',
        "jpst:statedCapital 324279000000",
        'jpst:legalName "三菱UFJ信託銀行株式会社"@ja',
        "jpst:fiscalYearEnd fiscalyearend:march",
    ):
        assert part in text, part
    assert "Nameless" not in text
    assert "山田" not in text
    assert check([source]) == []


def test_importing_an_edition_twice_changes_nothing(root: Path, files: Path) -> None:
    path = edinet(files, MUTB, NAMED, day="2026年11月02日")
    take_in(root, "edinet", path, match={"E31130": "boj"})
    before = data(root)
    again = take_in(root, "edinet", path)
    assert again.changes == ()
    assert set(outcomes(again)) - {"gone"} == {"same"}
    assert {slug for slug, _ in again.compared.said} == {"mufg-trust", "boj"}
    assert data(root) == before


def test_another_file_of_the_same_edition_is_refused(root: Path, files: Path) -> None:
    take_in(root, "edinet", edinet(files, MUTB, day="2026年11月02日"))
    other = edinet(files, MUTB, NAMED, day="2026年11月02日")
    with pytest.raises(DraftError, match="imported from another file"):
        imported(root, "edinet", other, today=TODAY)


def test_what_differs_becomes_a_second_observation(root: Path, files: Path) -> None:
    before = data(root)
    path = edinet(files, MUTB.replace("324279", "324280"), day="2026年11月02日")
    found = take_in(root, "edinet", path)
    (outcome,) = [each for each in found.compared.outcomes if each.status == "differs"]
    assert (outcome.slug, outcome.predicate) == (
        "mufg-trust", NamedNode("https://w3id.org/jpst/ontology/statedCapital"),
    )  # fmt: skip
    assert all(sources for _, sources in outcome.others)
    after = data(root)
    assert {name: after[name] for name in before} == before
    assert len(after) == len(before) + 1


def test_editions_in_order_and_what_is_gone_ends_nothing(root: Path, files: Path) -> None:
    first = take_in(root, "edinet", edinet(files, MUTB, NAMED, day="2026年11月02日"),
                    match={"E31130": "boj"})  # fmt: skip
    kept = data(root)
    changed = MUTB.replace(",有,", ",無,").replace("324279", "")
    second = take_in(root, "edinet", edinet(files, changed, day="2026年11月09日"))
    assert second.compared.previous == first.compared.slug
    assert sorted(outcomes(second)["gone"]) == [("boj", ""), ("mufg-trust", "statedCapital")]
    after = data(root)
    assert {name: after[name] for name in kept} == kept
    text = read_text(root / "data/sources/edinet-code-list-2026-11-09.ttl")
    assert "id:boj" not in text
    assert "validUntil" not in text


def test_an_edition_between_two_others_stands_between_them(root: Path, files: Path) -> None:
    take_in(root, "edinet", edinet(files, MUTB, day="2026年11月02日"))
    take_in(root, "edinet", edinet(files, MUTB, day="2026年11月16日"))
    take_in(root, "edinet", edinet(files, MUTB, day="2026年11月09日"))

    def before(day: str) -> str:
        path = root / f"data/sources/edinet-code-list-{day}.ttl"
        triples = parse_turtle(read_text(path), path)
        (found,) = (t.object.value for t in triples if "previousVersion" in t.predicate.value)
        return found.removeprefix(SRC)

    assert before("2026-11-16") == "edinet-code-list-2026-11-09"
    assert before("2026-11-09") == "edinet-code-list-2026-11-02"
    assert before("2026-11-02") == "edinet-code-list-2026-10-05"


def test_the_order_in_which_editions_are_imported_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, files: Path, fixed: Path
) -> None:
    editions = [
        edinet(files, MUTB, NAMED, day="2026年11月02日"),
        edinet(files, MUTB.replace("324279", "324280"), day="2026年11月09日"),
        edinet(files, MUTB, day="2026年11月16日"),
    ]
    ends = []
    for order in ((0, 1, 2), (2, 0, 1), (1, 2, 0)):
        root = write_copy(tmp_path_factory.mktemp("order"), fixed, REGISTERS)
        for number in order:
            take_in(root, "edinet", editions[number])
        ends.append({name.removeprefix(str(root)): text for name, text in data(root).items()})
    assert ends[0] == ends[1] == ends[2]


def test_a_row_that_fits_two_things_is_left_out(root: Path, files: Path) -> None:
    row = MUTB.replace("E03626", "E03628")  # the code of another trust bank
    found = take_in(root, "edinet", edinet(files, row, day="2026年11月02日"))
    ((_, key, things),) = found.compared.unclear
    assert (key, set(things)) == ("E03628", {"mufg-trust", "mizuho-trust"})
    assert found.compared.said == ()


def test_two_rows_of_one_thing_are_told(root: Path, files: Path) -> None:
    found = take_in(root, "edinet", edinet(files, MUTB, MUTB, day="2026年11月02日"))
    assert [(key, things) for _, key, things in found.compared.unclear] == [
        ("E03626", ("mufg-trust",))
    ]


def test_a_name_is_only_proposed_and_a_known_code_stands(root: Path, files: Path) -> None:
    path = edinet(files, NAMED, day="2026年11月02日")
    found = imported(root, "edinet", path, today=TODAY)
    assert found.compared.said == ()
    taken = take_in(root, "edinet", path, match={"E31130": "boj"})
    assert {slug for slug, _ in taken.compared.said} == {"boj"}
    # The same name under another code is another thing by then.
    other = NAMED.replace("E31130", "E31131").replace("3010005002599", "")
    again = imported(root, "edinet", edinet(files, other, day="2026年11月09日"), today=TODAY)
    assert again.compared.proposals == ()


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"match": {"E31130": "nobody"}}, "no thing id:nobody"),
        ({"match": {"E00001": "boj"}}, "no row E00001"),
        ({"take": ["E00001"]}, "no row E00001"),
    ],
)
def test_what_is_asked_for_and_not_there(root: Path, files: Path, options, why: str) -> None:
    path = edinet(files, NAMED, day="2026年11月02日")
    with pytest.raises(DraftError, match=why):
        imported(root, "edinet", path, today=TODAY, **options)


# -- the day and the header


def test_the_day_of_the_file_counts(root: Path, files: Path) -> None:
    path = edinet(files, MUTB)
    with pytest.raises(
        LoadError, match=r"the file is the edition of 2026-10-05: --as-of says 2026"
    ):
        imported(root, "edinet", path, today=TODAY, as_of=datetime.date(2026, 10, 6))
    same = imported(root, "edinet", path, today=TODAY, as_of=datetime.date(2026, 10, 5))
    assert same.compared.slug == "edinet-code-list-2026-10-05"


def test_english_headers_are_read_too(root: Path, files: Path) -> None:
    row = MUTB.replace("3月31日", "3.31")
    first = "Date of download data creation,As Of 2026.11.02,Number of data,1"
    path = files / "english.csv"
    path.write_bytes("\r\n".join((first, CODES_ENGLISH, row)).encode("cp932"))
    found = imported(root, "edinet", path, today=TODAY)
    assert found.compared.day == datetime.date(2026, 11, 2)
    assert ("mufg-trust", "fiscalYearEnd") in [
        *outcomes(found)["same"],
        *outcomes(found).get("new", []),
    ]


def test_a_header_that_is_not_known_is_refused_with_its_first_column(
    root: Path, files: Path
) -> None:
    header = CODES_ENGLISH.replace("Capital stock", "Capital").replace("Province", "City")
    with pytest.raises(
        LoadError, match=r"csv:2:5: the header is not known from column 5 on: “Capi"
    ):
        imported(root, "edinet", edinet(files, MUTB, header=header), today=TODAY)
    with pytest.raises(LoadError, match=r"csv:2:1: the header is not known from column 1 on"):
        imported(root, "edinet-funds", edinet(files, MUTB), today=TODAY)


# -- tokens of the fund list

BAUS = (
    f"G15777,,中央日本土地建物グループのデジタル証券～バウスクロス東海大学前・仙台川内～（譲渡制限付）,チ,"
    f"{TRUST},5月1日,11月1日,E03628,みずほ信託銀行株式会社"
)
ISSUER = "E03626,三菱ＵＦＪ信託銀行株式会社"
NEW = f"G19001,,新しい受益権（譲渡制限付）,ア,{TRUST},1月31日,7月末日,{ISSUER}"
BOND = f"G19002,,第９回円建信託社債（デジタルクーポン型）,ダ,{TRUST},5月13日,,{ISSUER}"
UNKNOWN = f"G19003,,無名ファンド匿名組合,ム,{PARTNERSHIP},8月末日,,E99999,無名合同会社"
FUND = "G19004,,投資信託デジタル,ト,内国投資信託受益証券,,,E03626,三菱ＵＦＪ信託銀行株式会社"


def test_tokens_are_proposed_by_class_and_issuer(root: Path, files: Path) -> None:
    path = funds(files, BAUS, NEW, BOND, UNKNOWN, FUND)
    found = imported(root, "edinet-funds", path, today=TODAY)
    assert {slug for slug, _ in found.compared.said} == {"st-chuo-nittochi-baus-1"}
    assert [(proposal.key, proposal.candidate.known) for proposal in found.compared.proposals] == [
        ("G19001", True),
        ("G19003", False),
    ]
    taken = take_in(root, "edinet-funds", path, take=["all"])
    assert [candidate.slug for candidate in taken.compared.taken] == ["st-edinet-g19001"]
    tokens = " ".join(read_text(root / "data/entities/tokens.ttl").split())
    assert 'skos:prefLabel "EDINET fund G19001"@en' in tokens
    assert 'skos:prefLabel "新しい受益権（譲渡制限付）"@ja' in tokens
    source = root / "data/sources/edinet-fund-codes-2026-10-06.ttl"
    said = Counter(
        local_name(t.predicate.value)
        for t in parse_turtle(read_text(source), source)
        if t.subject.value == f"{ID}st-edinet-g19001"
    )
    assert said == {"edinetFundCode": 1, "issuer": 1, "legalForm": 1, "accountingPeriodEnd": 2}
    text = " ".join(read_text(source).split())
    assert "jpst:capacity capacity:trustee" in text
    assert 'jpst:note "class of the list"@en' in text
    again = take_in(root, "edinet-funds", path, take=["all"])
    assert again.changes == ()


def test_a_token_is_taken_by_its_code_where_nobody_knows_the_issuer(
    root: Path, files: Path
) -> None:
    found = take_in(root, "edinet-funds", funds(files, UNKNOWN), take=["G19003"])
    assert [candidate.slug for candidate in found.compared.taken] == ["st-edinet-g19003"]
    assert dict(found.compared.unsaid) == {"無名合同会社, E99999 (jpst:issuer)": 1}


def test_a_form_that_says_less_than_the_one_on_record_is_no_difference(
    root: Path, files: Path
) -> None:
    row = (
        f"G14226,,ケネディクス・リアルティ・トークン渋谷神南（譲渡制限付）,ケ,{TRUST},1月31日,7月31日,"
        "E03626,三菱ＵＦＪ信託銀行株式会社"
    )
    found = imported(root, "edinet-funds", funds(files, row), today=TODAY)
    assert "differs" not in outcomes(found)
    (slug,) = {slug for slug, _ in found.compared.said}
    assert (slug, "legalForm") in outcomes(found)["same"]


# -- the report


def test_the_report_tells_all_of_it(root: Path, files: Path) -> None:
    path = edinet(files, MUTB.replace("324279", "1"), STRANGER, NAMED, day="2026年11月02日")
    found = imported(root, "edinet", path, today=TODAY)
    english = report.write(found, "text", "en")
    assert english.startswith(
        "EDINET code list as of 2026-11-02\n3 rows; 0 of natural persons and 2"
    )
    assert "stated capital: 1000000 – on record: 324279000000 (src:" in english
    assert "--match E31130=boj  日本銀行" in english
    japanese = report.write(found, "text", "ja")
    assert japanese.startswith("EDINETコードリスト（2026-11-02現在）\n3行。うち個人0行")
    assert "資本金" in japanese
    markdown = report.write(found, "md", "en")
    assert markdown.startswith("# EDINET code list as of 2026-11-02\n")
    assert "## Differs from what is on record (1)" in markdown
    told = json.loads(report.write(found, "json", "en"))
    assert told["source"] == "src:edinet-code-list-2026-11-02"
    assert told["succeeds"] == "src:edinet-code-list-2026-10-05"
    assert told["proposals"][0]["thing"] == "id:boj"
    assert {fact["status"] for fact in told["facts"]} == {"same", "differs", "gone"}
    (differing,) = [fact for fact in told["facts"] if fact["status"] == "differs"]
    assert differing["row"] == 3
    assert differing["onRecord"][0]["value"] == "324279000000"


def test_a_report_in_which_nothing_is_told_has_no_sections(root: Path, files: Path) -> None:
    found = imported(root, "edinet", edinet(files, STRANGER, day="2026年11月02日"), today=TODAY)
    assert report.write(found, "text", "en").count("\n\n") == 1  # what the edition before had
    assert "No longer in the register (this ends nothing)" in report.write(found, "text", "en")
