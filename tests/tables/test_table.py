"""Rows → text, CSV, TSV, JSON, Markdown."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, parse_query_results
from rich.cells import cell_len

from kgraph.csvtext import cell
from kgraph.names import ID
from kgraph.render.query import result_as
from kgraph.tables.formats import table_as
from kgraph.tables.table import Table, as_csv, as_json, as_markdown, as_terminal, as_text, as_tsv
from kgraph.vocab import XSD

ODX = NamedNode(ID + "odx")
FOREIGN = NamedNode("https://example.org/a b".replace(" ", "/"))


def typed(value: str, name: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD.BASE + name))


TABLE = Table(
    ("thing", "label", "units"),
    [
        (ODX, Literal("大阪", language="ja"), typed("7", "integer")),
        (FOREIGN, Literal("a, “b”"), typed("1200", "integer")),
        (BlankNode("b0"), None, None),
    ],
)


def test_text_is_aligned_by_display_width() -> None:
    assert as_text(TABLE).splitlines() == [
        "thing                    label   units",
        "-----------------------  ------  -----",
        "id:odx                   大阪        7",
        "https://example.org/a/b  a, “b”   1200",
        "_:b0                     –           –",
    ]


def test_text_of_no_rows_is_the_head_alone() -> None:
    assert as_text(Table(("a", "bc"), [])) == "a  bc\n-  --\n"


def test_a_value_can_neither_break_a_line_nor_steer_the_terminal() -> None:
    text = as_text(Table(("v",), [(Literal("a\n\x1b[31mb\u202ec"),)]))
    assert text.splitlines()[2] == "a [31mb c"


def test_csv_holds_bare_values() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(TABLE))))
    assert rows[0] == ["thing", "label", "units"]
    assert rows[1] == ["https://w3id.org/jpst/id/odx", "大阪", "7"]
    assert rows[2][1] == "a, “b”"
    assert rows[3] == ["_:b0", "", ""]


TERMS = st.one_of(
    st.none(),
    st.sampled_from([ODX, FOREIGN, typed("1.5", "decimal"), Literal("ja", language="ja")]),
    st.builds(Literal, st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]))),
)


@given(st.lists(st.tuples(TERMS, TERMS), max_size=4))
def test_tsv_and_csv_are_read_back(rows: list[tuple[object, object]]) -> None:
    table = Table(("a", "b"), rows)
    solutions = parse_query_results(as_tsv(table).encode(), format=QueryResultsFormat.TSV)
    assert [tuple(solution) for solution in solutions] == rows
    lines = list(csv.reader(io.StringIO(as_csv(table), newline="")))
    # What a spreadsheet would take for a formula has an apostrophe before it.
    wanted = [["" if term is None else cell(term.value) for term in row] for row in rows]
    assert lines[1:] == wanted


def test_json_has_numbers_booleans_and_null() -> None:
    table = Table(
        ("i", "d", "exact", "b", "s", "n", "bad"),
        [
            (
                typed("7", "integer"),
                typed("1.5", "decimal"),
                typed("0.12345678901234567890", "decimal"),
                typed("true", "boolean"),
                Literal("x", language="en"),
                None,
                typed("seven", "integer"),
            )
        ],
    )
    assert json.loads(as_json(table)) == [
        {
            "i": 7,
            "d": 1.5,
            "exact": "0.12345678901234567890",
            "b": True,
            "s": "x",
            "n": None,
            "bad": "seven",
        }
    ]
    assert as_json(Table(("a",), [])) == "[]\n"


def test_json_knows_plain_values() -> None:
    table = Table(("flag", "empty", "number"), [(False, "", 0)])
    assert json.loads(as_json(table)) == [{"flag": False, "empty": "", "number": 0}]


def test_markdown_escapes_what_would_end_a_cell() -> None:
    table = Table(("a", "n"), [(Literal("x|y *z*"), typed("1", "integer"))])
    assert as_markdown(table) == "| a | n |\n| --- | ---: |\n| x\\|y \\*z\\* | 1 |\n"


WIDE = Table(
    ("step", "layer", "what"),
    [
        (1, "token", "a long text that does not fit into so narrow a terminal"),
        (1, "token", "大阪デジタルエクスチェンジ株式会社の取引の場"),
        (2, "firm", None),
        (2, "firm", None),
    ],
)


def test_a_terminal_that_is_wide_enough_shows_the_plain_table() -> None:
    assert as_terminal(TABLE, 38) == as_text(TABLE)
    assert as_terminal(TABLE, 37) != as_text(TABLE)


def test_a_narrower_terminal_wraps_inside_columns() -> None:
    lines = as_terminal(WIDE, 50).splitlines()
    assert max(map(cell_len, lines)) <= 50
    assert lines[0].split() == ["step", "layer", "what"]
    assert not any("\x1b" in line for line in lines)
    assert "株式会社" in "".join(lines).replace(" ", "")


def test_a_very_narrow_terminal_shows_a_card_for_each_row_with_every_value() -> None:
    assert as_terminal(WIDE, 22).split("\n\n") == [
        "step   1\nlayer  token\nwhat   a long text\n       that does not\n       fit into so\n"
        "       narrow a\n       terminal",
        "step   1\nlayer  token\nwhat   大阪デジタルエ\n       クスチェンジ株\n"
        "       式会社の取引の\n       場",
        "step   2\nlayer  firm\nwhat   –",
        "step   2\nlayer  firm\nwhat   –\n",
    ]


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="use table, csv, tsv, json, md"):
        table_as(TABLE, "xml")


def test_results_of_each_form() -> None:
    from pyoxigraph import Triple

    from kgraph.snapshot.run import Result

    triple = Triple(ODX, NamedNode(XSD.BASE + "p"), Literal("v"))
    assert result_as(Result("ASK", boolean=False), None) == "false\n"
    assert result_as(Result("SELECT", columns=("a",), rows=((ODX,),)), "csv").endswith("odx\n")
    graph = Result("CONSTRUCT", triples=(triple, triple))
    assert result_as(graph, "ntriples").count("\n") == 1
    assert "id:odx" in result_as(graph, None)
    with pytest.raises(ValueError, match="turtle, ntriples, jsonld"):
        result_as(graph, "csv")
    with pytest.raises(ValueError, match="cannot be written as turtle"):
        result_as(Result("ASK", boolean=True), "turtle")
