"""Tokens from a table: right in every cell or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.project import PROJECT
from helpers.terms import jpst
from pyoxigraph import NamedNode, Triple

from kgraph.add import COLUMNS, DraftError, TokenTableError, add_tokens, read_table, save
from kgraph.add.tokens import PROPERTIES
from kgraph.load import load
from kgraph.load.canonical_files import check
from kgraph.names import BASE, ID, local_name
from kgraph.problems import LoadError
from kgraph.tables.incoming import Record
from kgraph.turtle.parse import parse_turtle, read_text
from kgraph.vocab import JPST, RDF, XSD

SOURCE = "tosei-2024-09-04-start"
FILE = Path("tokens.csv")


@pytest.fixture
def root(tmp_path):
    """The real ontology and entities, and one source: what a row may name."""
    for folder in ("ontology", "shapes", "queries"):
        (tmp_path / folder).symlink_to(PROJECT / folder)
    for folder in ("entities", "sources", "editorial"):
        (tmp_path / "data" / folder).mkdir(parents=True)
    for path in (PROJECT / "data" / "entities").glob("*.ttl"):
        (tmp_path / "data" / "entities" / path.name).write_bytes(path.read_bytes())
    name = f"{SOURCE}.ttl"
    (tmp_path / "data" / "sources" / name).write_bytes(
        (PROJECT / "data" / "sources" / name).read_bytes()
    )
    return tmp_path


def rows(*lines: str) -> list[Record]:
    return read_table("\n".join(lines).encode(), FILE)


def files(root: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted((root / "data").rglob("*.ttl"))}


def test_a_good_row_becomes_an_entity_and_facts(root):
    table = rows(
        "slug,name_en,name_ja,asset_class,legal_form,trustee,underwriter,platform,issue_date,"
        "offering_amount,tenor_years,offering_type,venue,venue_from,underlying_asset",
        "st-new-1,New Token 1,新トークン1,realEstate,bond,mufg-trust,"
        '"SBI SECURITIES Co., Ltd.; Nomura Securities Co., Ltd.",Progmat,2026-05,'
        '"1,500,000,000",4.5,公募,start,2026-06-01,オフィスビル',
    )
    save(add_tokens(root, SOURCE, table))
    changed = [root / "data" / "entities" / "tokens.ttl", root / f"data/sources/{SOURCE}.ttl"]
    assert check(changed) == []
    text = (root / f"data/sources/{SOURCE}.ttl").read_text(encoding="utf-8")
    squeezed = " ".join(text.split())
    for part in (
        "jpst:trustee id:mufg-trust",
        "jpst:underwriter id:nomura-securities ; jpst:underwriter id:sbi-securities",
        "jpst:offeringAmount 1500000000",
        "jpst:offeringType offeringtype:public",
        "jpst:tenorYears 4.5",
        '"オフィスビル"@ja',
        'jpst:issueDate "2026-05"^^xsd:gYearMonth',
        "id:listing-st-new-1-start-planned-from-2026-06-01 a jpst:Listing",
    ):
        assert part in squeezed, part
    assert 'skos:prefLabel "新トークン1"@ja ;\n' in changed[0].read_text("utf-8")


def test_what_a_row_tells_of_an_asset_is_said_of_the_asset(root):
    table = rows(
        "slug,name_en,name_ja,underlying_asset,asset_location,floor_area,building_completed",
        "st-new-1,New Token 1,新トークン1,an office building,Minato-ku,1200.5,2020-03",
        "st-new-2,New Token 2,,KDX Nagoya Sakae Building,Nagoya,,",
        "st-new-3,New Token 3,,,Kobe,,",
    )
    save(add_tokens(root, SOURCE, table))
    source = root / f"data/sources/{SOURCE}.ttl"
    said = {
        (str(t.subject), local_name(t.predicate.value), str(t.object))
        for t in parse_turtle(read_text(source), source)
    }
    new_1, sakae = f"<{ID}asset-new-1>", f"<{ID}asset-kenedix-kdx-nagoya-sakae>"
    assert (f"<{ID}st-new-1>", "hasUnderlyingAsset", new_1) in said
    assert (f"<{ID}st-new-2>", "hasUnderlyingAsset", sakae) in said
    assert (f"<{ID}st-new-3>", "hasUnderlyingAsset", f"<{ID}asset-new-3>") in said
    assert (new_1, "assetLocation", '"Minato-ku"@en') in said
    assert (sakae, "assetLocation", '"Nagoya"@en') in said
    assert [s for s, p, o in said if p == "statedValue" and o == '"an office building"@en']
    completed = {o for s, p, o in said if (s, p) == (new_1, "buildingCompleted")}
    assert completed == {f'"2020-03"^^<{XSD.BASE}gYearMonth>'}
    assets = root / "data" / "entities" / "assets.ttl"
    text = assets.read_text("utf-8")
    assert check([assets]) == []
    assert 'skos:prefLabel "新トークン1の裏付資産"@ja ;\n' in text
    assert "asset-new-2" not in text


@pytest.mark.parametrize(
    ("start", "given", "status"),
    [
        ("", "", "held"),
        ("", "planned", "planned"),
        ("2000-01-01", "", "held"),
        ("2100-01-01", "", "planned"),
        ("2100-01-01", "handled", "held"),
    ],
)
def test_handling_that_begins_after_the_source_is_only_planned(root, start, given, status):
    table = rows("name_en,venue,venue_from,venue_status", f"New Token 1,start,{start},{given}")
    save(add_tokens(root, SOURCE, table))
    path = root / f"data/sources/{SOURCE}.ttl"
    new = {t for t in parse_turtle(read_text(path), path) if "st-new-token-1" in str(t)}
    kinds = {t.object for t in new if t.predicate == RDF.type}
    assert kinds == {JPST.Listing}
    assert any(t.predicate == JPST.listing for t in new)
    (kept,) = (t.object.value for t in new if t.predicate == JPST.recordStatus)
    assert kept == f"{BASE}recordstatus/{status}"


@pytest.mark.parametrize(
    ("line", "column", "why"),
    [
        ("A,strat,2026-06-01,planned", "venue", "no entity"),
        ("A,start,2026-13-01,planned", "venue_from", "no day of the calendar"),
        ("A,start,2026-06-01,soon", "venue_status", "write handled or planned"),
    ],
)
def test_a_bad_cell_on_the_venue_is_told_by_its_column(root, line, column, why):
    with pytest.raises(TokenTableError) as caught:
        add_tokens(root, SOURCE, rows("name_en,venue,venue_from,venue_status", line))
    (error,) = caught.value.errors
    assert error.column == column
    assert why in error.why


def test_the_facts_stand_in_the_file_of_the_source(root):
    save(add_tokens(root, SOURCE, rows("name_en,trustee", "Fresh Token,smbc-trust")))
    path = root / f"data/sources/{SOURCE}.ttl"
    fact = Triple(NamedNode(f"{ID}st-fresh-token"), jpst("trustee"), NamedNode(f"{ID}smbc-trust"))
    assert fact in set(parse_turtle(read_text(path), path))


@pytest.mark.parametrize(
    ("line", "column", "why"),
    [
        (",mufg-trust,2026-01-01,1", "name_en", "empty"),
        ("A,mufg-trsut,2026-01-01,1", "trustee", "did you mean mufg-trust"),
        ("A,mufg-trust,2026-13-01,1", "issue_date", "no day of the calendar"),
        ("A,mufg-trust,soon,1", "issue_date", "no date"),
        ("A,mufg-trust,2026-01-01,1.5m", "offering_amount", "not in Japanese yen"),
    ],
)
def test_a_bad_cell_names_row_column_and_why(root, line, column, why):
    before = files(root)
    table = rows("name_en,trustee,issue_date,offering_amount", "Good,mufg-trust,2026-01-01,5", line)
    with pytest.raises(TokenTableError) as caught:
        add_tokens(root, SOURCE, table)
    (error,) = caught.value.errors
    assert (error.row, error.column) == (3, column)
    assert why in error.why
    assert files(root) == before


def test_every_bad_cell_is_told_at_once(root):
    table = rows("name_en,asset_class,coupon", "A,gold,1.85%", "B,equity,x", "A,equity,1")
    with pytest.raises(TokenTableError) as caught:
        add_tokens(root, SOURCE, table)
    assert [(e.row, e.column) for e in caught.value.errors] == [
        (2, "asset_class"),
        (3, "coupon"),
        (4, "slug"),
    ]


def test_each_bad_cell_has_a_line_with_file_row_and_column(root):
    table = rows("name_en,asset_class,coupon", "", "A,gold,1.85%", '"B\nC",equity,18口')
    with pytest.raises(TokenTableError) as caught:
        add_tokens(root, SOURCE, table, FILE)
    first, second = str(caught.value).split("\n")
    assert first.startswith("tokens.csv: row 3, column asset_class: no concept “gold”: choose")
    assert second.startswith("tokens.csv: row 4, column coupon: “18口” is not in percent: write")
    with pytest.raises(TokenTableError, match=r"^column asset_class: no concept"):
        add_tokens(root, SOURCE, [Record(None, {"name_en": "A", "asset_class": "gold"})])


def test_cells_as_people_write_them(root):
    table = rows(
        "name_en,issue_date,maturity_date,offering_amount,number_of_units,coupon,floor_area",
        'A,令和8年11月5日,R13.11.5,18.3億円,"18,301口",１．８５％,"1,200.5㎡"',
        "B,2026/11,46331,1830百万円,1万口,0.5,10",
        'C,2026年,,"¥1,830,100,000",,,',
    )
    add = add_tokens(root, SOURCE, table)
    said = {
        (local_name(t.subject.value), local_name(t.predicate.value), t.object.value)
        for t in parse_turtle(add[-1].text, add[-1].path)
        if hasattr(t.object, "value")
    }
    assert said >= {
        ("st-a", "issueDate", "2026-11-05"),
        ("st-a", "maturityDate", "2031-11-05"),
        ("st-a", "offeringAmount", "1830000000"),
        ("st-a", "numberOfUnits", "18301"),
        ("st-a", "coupon", "1.85"),
        ("asset-a", "floorArea", "1200.5"),
        ("st-b", "issueDate", "2026-11"),
        ("st-b", "maturityDate", "2026-11-05"),
        ("st-b", "offeringAmount", "1830000000"),
        ("st-b", "numberOfUnits", "10000"),
        ("st-b", "coupon", "0.5"),
        ("st-c", "issueDate", "2026"),
        ("st-c", "offeringAmount", "1830100000"),
    }


def test_a_workbook_is_a_table_too(root):
    saved = PROJECT / "tests" / "tables" / "saved" / "gnumeric.xlsx"
    table = read_table(saved.read_bytes(), saved)
    entities, facts = add_tokens(root, SOURCE, table, saved)
    assert "id:st-saved-1" in entities.text
    squeezed = " ".join(facts.text.split())
    assert "jpst:offeringAmount 1830100000" in squeezed
    assert 'jpst:issueDate "2026-11-06"^^xsd:date' in squeezed


def test_a_bad_name_does_not_hide_the_other_bad_cells(root):
    with pytest.raises(TokenTableError) as caught:
        add_tokens(root, SOURCE, rows("slug,name_en,trustee", "x,A,mufg-trsut"))
    assert [error.column for error in caught.value.errors] == ["slug", "trustee"]


def test_a_firm_of_another_legal_form_is_another_firm(root):
    table = rows("slug,name_en,underwriter", "st-new-2,A,Nomura Securities LLC")
    with pytest.raises(TokenTableError) as caught:
        add_tokens(root, SOURCE, table)
    assert [error.column for error in caught.value.errors] == ["underwriter"]
    save(add_tokens(root, SOURCE, rows("slug,name_en,underwriter", "st-new-2,A,Nomura Securities")))


def test_a_known_token_is_refused(root):
    with pytest.raises(TokenTableError, match="exists already"):
        add_tokens(root, SOURCE, rows("slug,name_en", "st-bond-daiwa-1,Daiwa"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name_en,isuer\nA,b\n", "did you mean issuer"),
        ("name_en,name_en\nA,b\n", "twice"),
        ("name_en\n", "no rows"),
        ("", "empty"),
        ("name_en,issuer\nA,b,c\n", "more cells than the header"),
        ('name_en\n"A\n', "not valid CSV"),
    ],
)
def test_a_bad_table_is_refused(text, why):
    with pytest.raises((DraftError, LoadError), match=why) as caught:
        read_table(text.encode(), FILE)
    assert str(caught.value).startswith("tokens.csv:")


@pytest.mark.parametrize(
    "name",
    [
        "Kenedix Realty Token Shibuya Jinnan (transfer-restricted)",
        "Ｋｅｎｅｄｉｘ realty token shibuya jinnan",
    ],
)
def test_a_token_of_the_same_name_is_told(root, name):
    assert add_tokens(root, SOURCE, rows("slug,name_en", "st-new-1,Kenedix Realty Token New"))
    why = "is that of id:st-kenedix-shibuya-jinnan: add facts to that"
    with pytest.raises(TokenTableError, match=why):
        add_tokens(root, SOURCE, rows("slug,name_en", f"st-new-1,{name}"))


def test_an_unknown_source_is_refused(root):
    with pytest.raises(DraftError, match="no source “nowhere”"):
        add_tokens(root, "nowhere", rows("name_en", "A"))


def test_each_column_is_a_property_of_the_ontology():
    terms = {
        t.subject.value
        for f in load(PROJECT).files
        for t in f.triples
        if t.subject.value.startswith(JPST.BASE)
    }
    assert [name for name in PROPERTIES if JPST.BASE + name not in terms] == []
    assert len(set(COLUMNS)) == len(COLUMNS)


def test_a_link_in_the_project_is_not_followed(root, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    entities = root / "data" / "entities"
    entities.rename(elsewhere / "entities")
    entities.symlink_to(elsewhere / "entities")
    before = {path: path.read_bytes() for path in elsewhere.rglob("*.ttl")}
    changes = add_tokens(root, SOURCE, rows("name_en,trustee", "Fresh Token,smbc-trust"))
    with pytest.raises(OSError, match="this is a link"):
        save(changes)
    assert before == {path: path.read_bytes() for path in elsewhere.rglob("*.ttl")} != {}


def test_a_party_that_was_given_up_is_refused_with_its_successor(root):
    table = rows("name_en,venue", "New Token 1,start")
    path = root / "data/entities/deprecated.ttl"
    path.write_text(
        "@prefix id: <https://w3id.org/jpst/id/> . @prefix owl: <http://www.w3.org/2002/07/owl#> ."
        "@prefix dcterms: <http://purl.org/dc/terms/> ."
        "id:begin a owl:Thing ; owl:deprecated true ; dcterms:isReplacedBy id:start .",
        "utf-8",
    )
    assert add_tokens(root, SOURCE, table)
    with pytest.raises(TokenTableError, match="begin is given up: write start"):
        add_tokens(root, SOURCE, rows("name_en,venue", "New Token 1,begin"))
