"""The W3C's results formats: what a reader of the standard gets is what the query gave."""

from __future__ import annotations

import csv
import io
import json

import pytest
import rdflib.query
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    Store,
    Triple,
    parse_query_results,
)

from kgraph.csvtext import cell
from kgraph.export.sheets import Column, Sheet
from kgraph.export.tabular import to_csv
from kgraph.tables.table import Table, as_csv
from kgraph.tables.w3c import FORMATS, as_sparql_csv, as_sparql_json, as_sparql_xml
from kgraph.vocab import XSD
from kgraph.xmltext import NotInXml

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=5)
XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"]), max_size=5)


def terms(text: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    plain = st.one_of(
        st.sampled_from(
            [NamedNode("https://x.org/a&b"), BlankNode("b"), Literal(1), Literal(True)]
        ),
        st.builds(Literal, text),
        st.builds(lambda value: Literal(value, language="ja"), text),
        st.builds(lambda value: Literal(value, datatype=NamedNode("https://x.org/t")), text),
    )
    triple = st.builds(lambda value: Triple(NamedNode("x:s"), NamedNode("x:p"), value), plain)
    return st.one_of(st.none(), plain, triple)


def read(text: str, written: QueryResultsFormat) -> list[tuple[object, ...]]:
    solutions = parse_query_results(text.encode(), format=written)
    assert [variable.value for variable in solutions.variables] == ["a", "b"]
    return [tuple(solution) for solution in solutions]


@given(st.lists(st.tuples(terms(TEXT), terms(TEXT)), max_size=4))
def test_json_and_tsv_keep_every_term(rows: list[tuple[object, object]]) -> None:
    table = Table(("a", "b"), rows)
    assert read(as_sparql_json(table), QueryResultsFormat.JSON) == rows
    assert read(FORMATS["sparql-tsv"](table), QueryResultsFormat.TSV) == rows


@given(st.lists(st.tuples(terms(XML_TEXT), terms(XML_TEXT)), max_size=4))
def test_xml_keeps_every_term(rows: list[tuple[object, object]]) -> None:
    assert read(as_sparql_xml(Table(("a", "b"), rows)), QueryResultsFormat.XML) == rows


@pytest.mark.parametrize("text", [" ", "  ", " a", "a ", "\n", "\t a & b\r\n", "\u3000", "a \r b"])
def test_xml_keeps_white_space_at_the_ends_for_every_reader(text: str) -> None:
    written = as_sparql_xml(Table(("a", "b"), [(Literal(text), BlankNode("x"))])).encode()
    [[engine, _]] = parse_query_results(written, format=QueryResultsFormat.XML)
    [row] = rdflib.query.Result.parse(io.BytesIO(written), format="xml")
    assert engine == Literal(text)
    assert str(row.a) == text


def test_xml_keeps_line_ends_and_refuses_what_it_has_no_form_for() -> None:
    rows = [(Literal("a\r\n\tb"), BlankNode("x"))]
    assert read(as_sparql_xml(Table(("a", "b"), rows)), QueryResultsFormat.XML) == rows
    with pytest.raises(NotInXml, match=r"U\+0001"):
        as_sparql_xml(Table(("a",), [(Literal("\x01"),)]))


def test_the_direction_of_a_text_is_kept() -> None:
    query = "SELECT (STRLANGDIR('x', 'ar', 'rtl') AS ?a) (1 AS ?b) {}"
    rows = [tuple(solution) for solution in Store().query(query)]
    table = Table(("a", "b"), rows)
    assert read(as_sparql_json(table), QueryResultsFormat.JSON) == rows
    assert read(as_sparql_xml(table), QueryResultsFormat.XML) == rows


@pytest.mark.parametrize("value", [True, False])
def test_a_yes_or_no(value: bool) -> None:
    json_read = parse_query_results(as_sparql_json(value).encode(), format=QueryResultsFormat.JSON)
    xml_read = parse_query_results(as_sparql_xml(value).encode(), format=QueryResultsFormat.XML)
    for found in (json_read, xml_read):
        assert isinstance(found, QueryBoolean)
        assert bool(found) is value
    for name in ("sparql-csv", "sparql-tsv"):
        with pytest.raises(ValueError, match="yes or no"):
            FORMATS[name](value)


FORMULAS = ["=1+1", "+81-3", "-x", "@SUM(A1)", "\t=1", "＝1", " =1", "\r=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_the_exact_csv_is_exact_and_the_one_for_people_runs_no_formula(text: str) -> None:
    table = Table(("a",), [(Literal(text),)])
    assert list(csv.reader(io.StringIO(as_sparql_csv(table), newline="")))[1] == [text]
    assert list(csv.reader(io.StringIO(as_csv(table), newline="")))[1] == ["'" + text]


@pytest.mark.parametrize("text", ["", " ", "a=b", "５", "ODX", "2026-03-31", "'=1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


def test_a_number_below_zero_is_a_number() -> None:
    table = Table(("a",), [(Literal("-1.5", datatype=XSD.decimal),), (-2,)])
    assert as_csv(table) == "a\n-1.5\n-2\n"


def test_an_export_runs_no_formula_either_and_keeps_its_numbers() -> None:
    columns = (Column("=title"), Column("units", XSD.integer.value), Column("note"))
    sheet = Sheet("t", columns, ((("x",), ("-1",), ("=1", "+2")),))
    assert to_csv(sheet).decode() == "\ufeff'=title,units,note\r\nx,-1,'=1 | +2\r\n"


def test_line_ends_of_the_exact_csv() -> None:
    assert as_sparql_csv(Table(("a", "b"), [(Literal("x"), None)])) == "a,b\r\nx,\r\n"


def test_the_head_of_the_json_names_all_columns() -> None:
    told = json.loads(as_sparql_json(Table(("a", "b"), [(None, None)])))
    assert told == {"head": {"vars": ["a", "b"]}, "results": {"bindings": [{}]}}
