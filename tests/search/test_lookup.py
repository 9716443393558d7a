"""Things found by name, and all that is known of one."""

from __future__ import annotations

import datetime

import pytest
from helpers.terms import jpst
from pyoxigraph import Literal

from kgraph.names import ID, SRC
from kgraph.search.folding import fold, similarity, spelling
from kgraph.search.lookup import resolve, search
from kgraph.show.dossier import dossier
from kgraph.show.on_record import Fact
from kgraph.snapshot import Snapshot
from kgraph.vocab import JPST, RDF, XSD


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＯＤＸ", "odx"),
        ("ｽﾀｰﾄ", "スタート"),
        ("すたーと", "スタート"),
        ("Tōkyō", "tokyo"),
        ("S.T.A.R.T", "start"),
        ("A - B", "ab"),
        ("東京・大阪", "東京大阪"),
        ("ガ", "が"),
        ("㈱", "(株)"),
        ("野村證券", "野村証券"),
        ("澁澤榮一 髙島屋", "渋沢栄一 高島屋"),
        ("市ヶ谷", "市ケ谷"),
        ("市ヶ谷", "市が谷"),
        ("市ヶ谷", "市ガ谷"),
        ("ヵ", "カ"),
        ("Mitsui & Co.", "Mitsui and Co"),
        ("ＳＢＩ　証券", "sbi証券"),
        ("ファンド(シリーズ3)", "ファンド シリーズ３"),
        ("Ⅱ", "II"),
    ],
)
def test_spellings_that_are_taken_for_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_spellings_that_differ() -> None:
    assert fold("か") != fold("が")
    assert fold("トセイ") != fold("トーセイ")
    assert similarity("progmat", "prgmat") > similarity("progmat", "boostry")
    assert similarity("same", "same") == 1


@pytest.mark.parametrize(
    "name",
    [
        "Nomura Securities",
        "Nomura Securities Co., Ltd.",
        "NOMURA SECURITIES CO LTD",
        "nomura securities co.,ltd.",
        "Nomura Securities Inc.",
        "Nomura Securities, Incorporated",
        "Nomura Securities Company, Limited",
        "Nomura Securities K.K.",
        "K.K. Nomura Securities",
        "株式会社Nomura Securities",
        "Nomura Securities(株)",
        "㈱ Nomura Securities",
        "株式會社Nomura Securities",
        "Nomura Securities (a broker)",
        "Nomura Securities Co., Ltd. (a broker)",
    ],
)
def test_a_legal_form_or_a_note_does_not_make_another_name(name: str) -> None:
    assert spelling(name).core == "nomurasecurities"


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("株式会社野村", "合同会社野村", True),
        ("株式会社野村", "㈲野村", True),
        ("Nomura LLC", "Nomura Co., Ltd.", True),
        ("Nomura Limited Liability Company", "Nomura K.K.", True),
        ("Nomura Ltd.", "有限会社Nomura", False),
        ("Nomura Ltd.", "Nomura Inc.", False),
        ("Nomura Company", "Nomura LLC", False),
        ("Nomura", "Nomura LLC", False),
        ("Nomura (Asia) Ltd.", "Nomura (Japan) Ltd.", True),
        ("Nomura (Asia) Ltd.", "Nomura Ltd.", False),
        ("一般社団法人野村", "社団法人野村", False),
        ("一般社団法人野村", "公益財団法人野村", True),
    ],
)
def test_a_legal_form_tells_things_apart_where_both_names_tell_one(
    one: str, other: str, differ: bool
) -> None:
    assert spelling(one).core == spelling(other).core
    assert spelling(one).differs(spelling(other)) == differ
    assert spelling(other).differs(spelling(one)) == differ


def test_another_legal_form_is_another_thing(real_snapshot: Snapshot) -> None:
    assert resolve(real_snapshot, "Osaka Digital Exchange Inc.") == [ID + "odx"]
    assert ID + "odx" not in resolve(real_snapshot, "Osaka Digital Exchange LLC")
    firm = "https://w3id.org/jpst/ontology/Company"
    assert resolve(real_snapshot, "Osaka Digital Exchange LLC", firm) == []
    near = search(real_snapshot, "Osaka Digital Exchange LLC", kinds=(firm,))[0]
    assert (near.iri, near.how) == (ID + "odx", "similar")


@pytest.mark.parametrize(
    "name", ["株式会社", "(株)", "Inc.", "Co", "Corporation Street", "Incubator", "Ltd Co", "合同"]
)
def test_a_name_is_never_all_form(name: str) -> None:
    assert spelling(name).core


def test_a_word_of_a_form_within_a_name_stays() -> None:
    assert spelling("Mitsui & Co. Digital Asset Management").core.endswith("management")
    assert spelling("Corporation Street").core == "corporationstreet"


@pytest.mark.parametrize(
    ("name", "part", "begins"),
    [
        ("TOSEI Property Fund", "property", True),
        ("TOSEI Property Fund", "propertyfu", True),
        ("TOSEI Property Fund", "roperty", False),
        ("Progmat, of Progmat Inc.", "progmatinc", True),
        ("株式会社SBI証券", "sbi", True),
        ("株式会社SBI証券", "証券", True),
        ("株式会社SBI証券", "bi証券", False),
        ("日本証券業協会", "証券", True),
    ],
)
def test_a_latin_word_is_found_by_its_beginning(name: str, part: str, begins: bool) -> None:
    assert spelling(name).begins(part) is begins


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("odx", ["odx"]),
        ("ODX", ["odx"]),
        ("odx-old", ["odx"]),
        ("id:odx", ["odx"]),
        ("大阪デジタル エクスチェンジ", ["odx"]),
        ("osaka exchange planning", ["odx"]),
        ("3538002ZFUQ3KMY5SA19", ["odx"]),
        ("3538002zfuq3kmy5sa19", ["odx"]),
        ("ODST", ["start"]),
        ("mic-odst", ["mic-odst"]),
        ("Trading", ["start"]),
        ("nobody", []),
        ("nope:odx", []),
        ("", []),
    ],
)
def test_a_text_names_a_thing_exactly(
    asked_market: Snapshot, text: str, expected: list[str]
) -> None:
    assert resolve(asked_market, text) == [ID + slug for slug in expected]


def test_a_class_narrows_what_is_meant(asked_market: Snapshot) -> None:
    assert resolve(asked_market, "Twin", jpst("Venue").value) == [ID + "twin-two"]
    assert resolve(asked_market, "odx", jpst("Venue").value) == []
    assert resolve(asked_market, "odx", JPST.Organization.value) == [ID + "odx"]


def test_a_property_is_told_from_a_thing_of_its_name(asked_market: Snapshot) -> None:
    assert resolve(asked_market, "Trading") == [ID + "start"]
    assert resolve(asked_market, "Trading", RDF.Property.value) == [JPST.qualifier.value]
    assert resolve(asked_market, "odx", RDF.Property.value) == []


def test_hits_come_best_first(asked_market: Snapshot) -> None:
    def found(text: str) -> list[tuple[str, str]]:
        return [(hit.iri.removeprefix(ID), hit.how) for hit in search(asked_market, text)]

    assert found("start")[0] == ("start", "id")
    assert found("ODST")[:2] == [("start", "code"), ("mic-odst", "name")]
    assert found("Osaka")[0] == ("odx", "prefix")
    assert found("exchange")[0] == ("odx", "part")
    assert found("デジタル")[0] == ("odx", "part")
    assert found("alfa token")[0] == ("st-alpha", "similar")
    assert {how for _, how in found("alpha token")} == {"name"}, "nothing that merely resembles it"
    assert found("exchange osaka")[0] == ("odx", "words")
    assert found("デジタル osaka")[0] == ("odx", "words")
    assert found("???") == []
    assert found("") == []
    hit = search(asked_market, "Alpha", lang="ja")[0]
    assert (hit.label, hit.kind, hit.matched) == (
        "アルファ",
        "セキュリティトークン",
        "Alpha token",
    )
    assert len(search(asked_market, "token", limit=1)) == 1
    assert {h.iri for h in search(asked_market, "token", kinds=(JPST.SecurityToken.value,))} == {
        ID + "st-alpha",
        ID + "st-beta",
    }


# -- the dossier


def fact_of(facts: tuple[Fact, ...], name: str) -> Fact:
    (found,) = [fact for fact in facts if fact.property == JPST.BASE + name]
    return found


def test_a_dossier_tells_who_says_each_fact(asked_market: Snapshot) -> None:
    found = dossier(asked_market, ID + "start")
    assert found.known
    assert found.label == "START"
    assert jpst("Venue").value in found.types
    fact = fact_of(found.facts, "operatedBy")
    assert (fact.standing, fact.inferred) == ("confirmed", False)
    assert (fact.property_label, fact.object_label) == ("operated by", "Osaka Digital Exchange")
    launch, press = fact.stated
    assert launch.source.iri == SRC + "odx-launch"
    assert launch.source.title == "Launch of START"
    assert launch.source.publisher == "Osaka Digital Exchange"
    assert launch.source.issued == datetime.date(2023, 12, 25)
    assert launch.source.url == "https://www.example.org/launch"
    assert launch.as_of == datetime.date(2023, 12, 25)
    assert press.as_of is None
    party = fact_of(found.facts, "hasParty")
    assert (party.inferred, party.standing, party.stated) == (True, "confirmed", ())


def test_a_dossier_shows_what_narrows_a_fact(asked_market: Snapshot) -> None:
    fact = fact_of(dossier(asked_market, ID + "st-alpha").facts, "issuedUnits")
    launch, press = fact.stated
    assert launch.node == ID + "fact-1"
    assert launch.as_of == datetime.date(2023, 12, 31)
    assert launch.as_of_earliest == datetime.date(2023, 12, 1)
    assert (launch.qualifiers, launch.notes) == (("security token",), ("first issue",))
    assert press.node is None


def test_a_dossier_shows_dates_of_which_only_the_month_is_known(asked_market: Snapshot) -> None:
    fact = fact_of(dossier(asked_market, ID + "st-beta").facts, "startedOperation")
    month = Literal("2024-03", datatype=XSD.gYearMonth)
    assert (fact.object, fact.object_label) == (month, "2024-03")
    assert fact.standing == "likely"
    assert fact.stated[0].node == ID + "fact-2"


def test_a_dossier_holds_records_and_mentions(asked_market: Snapshot) -> None:
    found = dossier(asked_market, ID + "odx", "ja")
    record = fact_of(found.facts, "record")
    percentage = fact_of(record.record, "percentage")
    assert percentage.object_label == "49"
    assert percentage.stated[0].as_of == datetime.date(2023, 1, 1)
    mentioned = fact_of(found.mentions, "operatedBy")
    assert mentioned.property_label == "運営者"
    assert not [f for f in found.mentions if f.property.endswith(("#subject", "#object"))]


def test_an_unknown_thing_has_an_empty_dossier(asked_market: Snapshot) -> None:
    found = dossier(asked_market, ID + "nobody")
    assert (found.known, found.facts, found.mentions) == (False, (), ())
    assert not dossier(asked_market, "urn:x").known


def test_a_slug_that_was_given_up_leads_to_what_took_its_place(real_snapshot: Snapshot) -> None:
    assert resolve(real_snapshot, "pts-authorisation") == [ID + "pts-authorization"]
    assert resolve(real_snapshot, "PTS operation authorisation") == [ID + "pts-authorization"]


def test_names_that_were_given_up_are_not_found_beside_their_successors(
    real_snapshot: Snapshot,
) -> None:
    found = {hit.iri for hit in search(real_snapshot, "authorisation", limit=50)}
    assert ID + "pts-authorization" in found
    assert {iri for iri in found if "authorisation" in iri} == set()
