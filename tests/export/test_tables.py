"""Exports as tables and for graph tools: what each row says, and that programs can read it."""

from __future__ import annotations

import csv
import io
import os
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from helpers import here
from helpers.market import write_market
from helpers.running import Run, run_kgraph

import kgraph
from kgraph.export import ExportError, export, tables
from kgraph.export.archive import zipped
from kgraph.export.selection import select
from kgraph.export.sheets import Column, Sheet
from kgraph.export.sheets import sheets as sheets_of
from kgraph.export.tabular import to_csv
from kgraph.export.view import View
from kgraph.limited import UNLIMITED
from kgraph.vocab import XSD

MORE_TERMS = """\
@prefix precision: <https://w3id.org/jpst/precision/> .

jpst:Record a owl:Class ; skos:prefLabel "record"@en .
jpst:MarketStatistic a owl:Class ; rdfs:subClassOf jpst:Record ;
    skos:prefLabel "market statistic"@en .
jpst:statistic a owl:ObjectProperty ; skos:prefLabel "statistic"@en ;
    rdfs:range jpst:MarketStatistic .
jpst:count a owl:DatatypeProperty ; skos:prefLabel "count"@en ; rdfs:range xsd:integer .
jpst:asOf a owl:DatatypeProperty ; skos:prefLabel "as of"@en .
jpst:note a owl:DatatypeProperty ; skos:prefLabel "note"@en .
jpst:issueDate a owl:DatatypeProperty ; skos:prefLabel "issue date"@en ; rdfs:range xsd:date .
jpst:nickname a owl:DatatypeProperty ; skos:prefLabel "traded on"@en ; rdfs:range xsd:string .
jpst:Handler a owl:Class .
[ owl:unionOf ( jpst:Venue jpst:Company ) ] rdfs:subClassOf jpst:Handler .
jpst:Operated a owl:Class ;
    owl:equivalentClass [ a owl:Restriction ; owl:onProperty jpst:tradedOn ; owl:hasValue id:odx ] .
"""
MORE_FACTS = """\
id:start jpst:statistic id:statistic-start-count-7 .
id:statistic-start-count-7 a jpst:MarketStatistic ; jpst:count 7 ;
    jpst:asOf "2024-05-31"^^xsd:date ; jpst:note "seven, \\"so far\\""@en .
id:st-alpha jpst:nickname "A, B" , "C" .
id:st-alpha jpst:issueDate "2024-03"^^xsd:gYearMonth .
id:fact-st-alpha-issuedUnits-1 a rdf:Statement ; rdf:subject id:st-alpha ;
    rdf:predicate jpst:issuedUnits ; rdf:object 100 ; jpst:note "at issue"@en ;
    jpst:asOf "2024-01-15"^^xsd:date .
"""

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> object:
    """The small market with a record, a coarse date, a narrowed fact and two like-named terms."""
    root = write_market(tmp_path_factory.mktemp("tables"))
    for name, text in (
        ("ontology/core.ttl", MORE_TERMS),
        ("data/sources/odx-launch.ttl", MORE_FACTS),
    ):
        with (root / name).open("a", encoding="utf-8") as stream:
            stream.write(text)
    kgraph.build(root, limits=UNLIMITED)
    return kgraph.open(root)


def read(content: bytes) -> Rows:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def sheets(snapshot: object) -> dict[str, Rows]:
    files = tables(snapshot, "csv")
    return {name: read(text) for name, text in files.items() if name.endswith(".csv")}


def row(rows: Rows, id: str) -> dict[str, str]:
    (found,) = [row for row in rows if row["id"] == id]
    return found


def test_each_main_class_has_a_table(sheets: dict[str, Rows]) -> None:
    assert set(sheets) == {
        "tokens.csv",
        "organizations.csv",
        "venues.csv",
        "statistics.csv",
        "sources.csv",
        "concepts.csv",
        "terms.csv",
        "facts.csv",
    }
    assert [row["id"] for row in sheets["tokens.csv"]] == ["st-alpha", "st-beta"]


def test_a_row_has_labels_kind_links_and_sources(sheets: dict[str, Rows]) -> None:
    start = row(sheets["venues.csv"], "start")
    assert start["label (en)"] == "START"
    assert start["label (ja)"] == "START（取引の場）"
    assert start["kind"] == "venue"
    assert start["operated by"] == "Osaka Digital Exchange"
    assert start["operated by (id)"] == "odx"
    assert start["started operation"] == "2023-12-25"
    assert start["tradingHours (ja)"] == "9時から15時"
    assert start["sources"] == "src:odx-launch | src:press-launch"


def test_several_values_and_terms_with_one_label(sheets: dict[str, Rows]) -> None:
    alpha = row(sheets["tokens.csv"], "st-alpha")
    assert alpha["traded on (nickname)"] == "A, B | C"
    assert alpha["traded on (tradedOn)"] == "START"
    assert alpha["traded on (tradedOn) (id)"] == "start"


def test_a_coarse_date_is_in_the_cell(sheets: dict[str, Rows]) -> None:
    assert row(sheets["tokens.csv"], "st-alpha")["issue date"] == "2024-03"


def test_a_record_says_what_it_is_about(sheets: dict[str, Rows]) -> None:
    (statistic,) = sheets["statistics.csv"]
    assert statistic["record of"] == "START"
    assert statistic["record of (id)"] == "start"
    assert statistic["record as"] == "statistic"
    assert statistic["count"] == "7"
    assert statistic["note (en)"] == 'seven, "so far"'


def test_expressions_of_the_ontology_fill_no_cell(sheets: dict[str, Rows]) -> None:
    assert row(sheets["terms.csv"], "jpst:Operated")["kind"] == "owl:Class"
    assert not any("_:" in cell for rows in sheets.values() for r in rows for cell in r.values())


def test_a_source_has_its_title_once(sheets: dict[str, Rows]) -> None:
    launch = row(sheets["sources.csv"], "src:odx-launch")
    assert launch["label (en)"] == "Launch of START"
    assert [name for name, value in launch.items() if value == "Launch of START"] == ["label (en)"]
    assert launch["publisher (id)"] == "odx"


def facts(rows: Rows, subject: str, predicate: str) -> Rows:
    return [r for r in rows if r["subject (id)"] == subject and r["property (id)"] == predicate]


def test_a_fact_has_a_row_for_each_source(sheets: dict[str, Rows]) -> None:
    found = facts(sheets["facts.csv"], "st-alpha", "jpst:issuedUnits")
    told = {r["source (id)"]: (r["as of"], r["note"], r["standing"], r["value"]) for r in found}
    assert told == {
        "src:odx-launch": ("2024-01-15", "at issue", "likely", "100"),
        "src:press-launch": ("", "", "likely", "100"),
    }


def test_a_fact_without_a_day_has_that_of_its_page(sheets: dict[str, Rows]) -> None:
    found = facts(sheets["facts.csv"], "start", "jpst:operatedBy")
    assert {(r["source (id)"], r["as of"]) for r in found} == {
        ("src:odx-launch", "2023-12-25"),
        ("src:press-launch", ""),
    }
    assert [r["standing"] for r in sorted(found, key=lambda r: r["source"])] == [
        "confirmed",
        "likely",  # the paper's own word, although the fact is confirmed
    ]
    record = facts(sheets["facts.csv"], "statistic-start-count-7", "jpst:count")
    assert [r["as of"] for r in record] == ["2024-05-31"]


def test_inferred_facts_are_marked_and_can_be_left_out(
    snapshot: object, sheets: dict[str, Rows]
) -> None:
    party = facts(sheets["facts.csv"], "start", "jpst:hasParty")
    assert [(r["inferred"], r["source (id)"]) for r in party] == [("yes", "")]
    without = tables(snapshot, "csv", inferred=False)
    assert not facts(read(without["facts.csv"]), "start", "jpst:hasParty")
    assert "has party" in sheets["venues.csv"][0]
    assert "has party" not in read(without["venues.csv"])[0]
    assert [r["id"] for r in read(without["statistics.csv"])] == ["statistic-start-count-7"]


def test_sources_can_be_left_out(snapshot: object) -> None:
    without = {name: read(text) for name, text in tables(snapshot, "csv", provenance=False).items()}
    assert "sources" not in without["venues.csv"][0]
    units = facts(without["facts.csv"], "start", "jpst:operatedBy")
    assert "source (id)" not in units[0]
    assert sorted(r["as of"] for r in units) == ["", "2023-12-25"]


def test_csv_is_what_spreadsheets_expect() -> None:
    sheet = Sheet(
        "x",
        (Column("名前"), Column("b")),
        ((("a,b",), ()), (('say "c"',), ("x", "y")), (("line\nend\r",), (" z",))),
    )
    content = to_csv(sheet)
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert text.startswith("名前,b\r\n")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["名前", "b"],
        ["a,b", ""],
        ['say "c"', "x | y"],
        ["line\nend\r", " z"],
    ]


def test_every_thing_of_the_graph_has_a_row(snapshot: object, sheets: dict[str, Rows]) -> None:
    rows = {r["id"] for name, found in sheets.items() if name != "facts.csv" for r in found}
    entities = here.rows(
        snapshot, "SELECT DISTINCT ?thing WHERE { GRAPH graph:entities { ?thing a ?k } }"
    )
    assert {thing.value.rpartition("/")[2] for (thing,) in entities} <= rows


# -- archives and folders


def test_an_archive_has_no_times_and_nothing_packed(snapshot: object) -> None:
    content = export(snapshot, "csv")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        assert names == sorted(names)
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
        assert archive.read("venues.csv") == tables(snapshot, "csv")["venues.csv"]
    assert zipped({"b": b"2", "a": b"1"}) == zipped({"a": b"1", "b": b"2"})


@pytest.fixture(scope="module")
def run() -> Run:
    return run_kgraph


def test_the_command_writes_a_folder_or_an_archive(
    run: Run, built_market: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "new" / "tables"
    done = run("export", "-f", "csv", "-o", str(folder), cwd=built_market)
    assert done.returncode == 0, done.stderr
    assert (folder / "tokens.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")
    archive = tmp_path / "tables.zip"
    assert run("export", "-o", str(archive), cwd=built_market).returncode == 0
    with zipfile.ZipFile(archive) as opened:
        assert opened.read("tokens.csv") == (folder / "tokens.csv").read_bytes()


@pytest.mark.parametrize("where", [(), ("-o", "all.csv")])
def test_the_command_says_that_tables_are_several_files(
    run: Run, built_market: Path, where: tuple[str, ...]
) -> None:
    done = run("export", "-f", "csv", *where, cwd=built_market)
    assert done.returncode == 2
    assert "several files; name with -o a folder for them, or a .zip" in done.stderr
    assert not (built_market / "all.csv").exists()


def test_tables_do_not_go_where_a_file_stands(run: Run, built_market: Path, tmp_path: Path) -> None:
    (tmp_path / "tables").write_text("mine", encoding="utf-8")
    for where in (str(tmp_path / "tables"), os.devnull):
        done = run("export", "-f", "csv", "-o", where, cwd=built_market)
        assert done.returncode == 2
        assert "this is no folder, where several files go; name another" in done.stderr
    assert (tmp_path / "tables").read_text(encoding="utf-8") == "mine"


# -- Parquet


def test_parquet_has_lists_and_numbers(snapshot: object) -> None:
    pytest.importorskip("pyarrow", reason="Parquet needs the extra `parquet`")
    from pyarrow import BufferReader, parquet

    files = tables(snapshot, "parquet")
    statistics = parquet.read_table(BufferReader(files["statistics.parquet"])).to_pylist()
    assert statistics[0]["id"] == "statistic-start-count-7"
    assert statistics[0]["count"] == [7]
    tokens = parquet.read_table(BufferReader(files["tokens.parquet"])).to_pylist()
    assert tokens[0]["traded on (nickname)"] == ["A, B", "C"]
    assert tokens[0]["coupon"] == [1.5]
    assert tokens[1]["coupon"] == []
    assert files == tables(snapshot, "parquet")


def test_without_pyarrow_parquet_says_what_to_install(
    snapshot: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExportError, match=r"pip install 'kgraph\[parquet\]'"):
        tables(snapshot, "parquet")


def test_a_number_has_the_datatype_of_its_range(snapshot: object) -> None:
    made = {sheet.name: sheet for sheet in sheets_of(View(select(snapshot.store)))}
    kinds = {column.title: column.datatype for column in made["tokens"].columns}
    assert kinds["issued units"] == XSD.integer.value
    assert kinds["coupon"] == XSD.decimal.value
    assert kinds["traded on (nickname)"] is None


# -- GraphML

NS = "{http://graphml.graphdrawing.org/xmlns}"


def data(element: ElementTree.Element, names: dict[str, str]) -> dict[str, str]:
    return {names[d.get("key")]: d.text for d in element.findall(f"{NS}data")}


def graph(content: bytes) -> tuple[dict[str, dict[str, str]], list[dict[str, str]]]:
    root = ElementTree.fromstring(content)
    names = {key.get("id"): key.get("attr.name") for key in root.findall(f"{NS}key")}
    body = root.find(f"{NS}graph")
    nodes = {node.get("id"): data(node, names) for node in body.findall(f"{NS}node")}
    edges = [
        {"from": e.get("source"), "to": e.get("target"), **data(e, names)}
        for e in body.findall(f"{NS}edge")
    ]
    return nodes, edges


def test_graphml_has_things_as_nodes_and_links_as_edges(snapshot: object) -> None:
    nodes, edges = graph(export(snapshot, "graphml"))
    assert nodes["start"] == {
        "label": "START",
        "label_ja": "START（取引の場）",
        "kind": "venue",
        "record": "false",
        "iri": "https://w3id.org/jpst/id/start",
    }
    assert nodes["statistic-start-count-7"]["record"] == "true"
    assert not any(name.startswith("fact-") for name in nodes)
    operated = [e for e in edges if e["property"] == "jpst:operatedBy"]
    assert operated == [
        {
            "from": "start",
            "to": "odx",
            "label": "operated by",
            "property": "jpst:operatedBy",
            "inferred": "false",
            "standing": "confirmed",
            "sources": "src:odx-launch | src:press-launch",
        }
    ]
    assert [e["inferred"] for e in edges if e["property"] == "jpst:hasParty"] == ["true"]
    assert {e["from"] for e in edges} | {e["to"] for e in edges} <= nodes.keys()


def test_graphml_without_inferred_and_without_sources(snapshot: object) -> None:
    _, edges = graph(export(snapshot, "graphml", inferred=False, provenance=False))
    assert "jpst:hasParty" not in {e["property"] for e in edges}
    assert not any("sources" in e or "standing" in e for e in edges)
    assert edges


def test_graphml_escapes_text(market: Path) -> None:
    entities = market / "data" / "entities" / "all.ttl"
    text = (
        entities.read_text(encoding="utf-8")
        + 'id:odd a jpst:Company ;\n    skos:prefLabel "a<b & \\"c\\"\\rd"@en .\n'
    )
    entities.write_text(text, encoding="utf-8")
    kgraph.build(market, limits=UNLIMITED)
    nodes, _ = graph(export(kgraph.open(market), "graphml"))
    assert nodes["odd"]["label"] == 'a<b & "c"\rd'
