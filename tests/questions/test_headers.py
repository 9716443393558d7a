"""Stored questions: what a header says, and what header and body may not hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers.market import UNITS

from kgraph.problems import LoadError
from kgraph.questions.question import Question, question, questions, read_question
from kgraph.sparql.header import HeaderError, read_yaml
from kgraph.vocab import JPST, XSD

HEADER = """\
#+ summary: Venues of a token
#+ summary_ja: トークンの取引の場
#+ description: >-
#+   Where a token
#+   is traded.
#+ description_ja: 取引の場を答える。
#+ tags:
#+   - securityToken
#+ defaults:
#+   - token: st-alpha
#+ params:
#+   token: {type: token, label_en: security token, label_ja: トークン}
#+   asOf: {type: date, label_en: as of, label_ja: 指定日}
"""
BODY = """\
PREFIX jpst: <https://w3id.org/jpst/ontology/>
SELECT ?venue WHERE {
  ?_token_iri jpst:tradedOn ?venue .
  BIND(COALESCE(?__asOf_xsd_date, "2026-01-01") AS ?day)
}
ORDER BY ?venue
"""


def read(folder: Path, text: str = HEADER + BODY, name: str = "venues-of-token.rq") -> Question:
    path = folder / name
    path.write_text(text, "utf-8")
    return read_question(path)


def complaints(folder: Path, text: str, name: str = "venues-of-token.rq") -> list[str]:
    """The problems of a file, each as `line:column: text` without the path."""
    with pytest.raises(LoadError) as caught:
        read(folder, text, name)
    found = []
    for problem in caught.value.problems:
        assert problem.path == folder / name
        assert problem.line is not None
        found.append(str(problem).removeprefix(f"{problem.path}:"))
    return found


def swap(old: str, new: str, text: str = HEADER + BODY) -> str:
    assert old in text
    return text.replace(old, new)


def test_a_header_is_read(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.slug == "venues-of-token"
    assert found.iri == "https://w3id.org/jpst/question/venues-of-token"
    assert (found.title(), found.title("ja")) == ("Venues of a token", "トークンの取引の場")
    assert found.about() == "Where a token is traded."
    assert found.tags == ("securityToken",)
    assert found.headline is False
    token, as_of = found.parameters
    assert (token.name, token.variable, token.required) == ("token", "_token_iri", True)
    assert (token.kind, token.form, token.class_iris) == (
        *("token", "iri"),
        (JPST.SecurityToken.value,),
    )
    assert (token.default, token.label("ja")) == ("st-alpha", "トークン")
    assert (as_of.name, as_of.variable, as_of.required) == ("asOf", "__asOf_xsd_date", False)
    assert (as_of.form, as_of.default) == (XSD.date.value, None)


def test_a_header_names_what_a_terminal_shows(tmp_path: Path) -> None:
    given = "#+ brief: [venue]\n#+ heads: {venue: [where, 場]}\n#+ tags:"
    found = read(tmp_path, swap("#+ tags:", given))
    assert found.brief == ("venue",)
    assert found.heads == {"venue": ("where", "場")}
    assert (read(tmp_path).brief, read(tmp_path).heads) == ((), {})


def test_the_body_keeps_its_lines_and_the_whole_file_is_valid(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.body.split("\n").index("SELECT ?venue WHERE {") == HEADER.count("\n") + 1
    assert "#+" not in found.body
    assert found.text == HEADER + BODY


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "venues-of-token.rq"
    path.write_bytes((HEADER + BODY).replace("\n", "\r\n").encode())
    assert read_question(path) == read(tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BODY, r"1: the header cannot be read: the file has no `#\+` header"),
        (swap("#+ tags:", "#+ tags: ["), r"(8|9|11): the header cannot be read"),
        (swap("#+   - securityToken", "#+   - &a securityToken\n#+   - *a"), r"9: .*write it out"),
        (swap("#+   - securityToken", "#+   - " + "[" * 500 + "]" * 500), "8: .* nests too deep"),
        (swap("#+   - securityToken", "#+   - " + "- " * 100_000 + "a"), "8: .* nests too deep"),
        (swap("#+   - securityToken", "#+   - " + "{a: " * 900), "8: .* nests too deep"),
        (swap("#+   - securityToken", "#+   - " + "[" * 50_000), "8: the header cannot be read"),
        (swap("#+ tags:", "#+ ? [a]\n#+ : b\n#+ tags:"), "7: .*a key is no text"),
        ("#" * 1_000_001, "1: the question is too long: .*1,000,000 bytes"),
        (swap("#+ summary_ja: トークンの取引の場\n", ""), r"1: the header has no summary_ja"),
        (swap("#+ tags:\n#+   - securityToken\n", ""), "1: the question has no tags"),
        (swap("#+ summary:", "#+ summry:"), "1: unknown header key “summry”.*write summary"),
        (swap("#+ tags:", "#+ headline: maybe\n#+ tags:"), "7: headline is “maybe”"),
        (swap("#+ tags:", "#+ summary: again\n#+ tags:"), "7: .*“summary” stands twice"),
        (swap("#+ tags:", "#+ brief: [venu]\n#+ tags:"), "7: brief names a column “venu”.*venue"),
        (swap("#+ tags:", "#+ heads: {venue: [V]}\n#+ tags:"), "7: the head of venue is"),
        (
            swap("#+ tags:", "#+ heads: {x: [V, 場]}\n#+ tags:"),
            "7: heads names a column “x”.*use venue",
        ),
        (swap("type: token,", "type: tokn,"), "12: unknown type “tokn” of token"),
        (swap("type: token,", "type: date,"), r"12: \?_token_iri cannot be of type date"),
        (swap("type: token, ", ""), "12: the parameter token has no type"),
        (swap(", label_ja: トークン", ""), "12: the parameter token has no label_ja"),
        (
            swap("type: token,", "type: token, colour: red,"),
            "12: unknown key of a parameter “colour",
        ),
        (swap("type: token,", "type: enum,"), "12: the enum token lists no values"),
        (swap("type: token,", "type: enum, values: [nope:a],"), "12: a name cannot be read"),
        (swap("type: token,", "type: entity, class: nope:a,"), "12: a name cannot be read"),
        (swap("type: token,", "type: token, required: false,"), "12: required contradicts"),
        (swap("type: token,", "type: token, default: x,"), "12: two defaults of token"),
        (swap("#+   - token:", "#+   token:"), "9: defaults is no list: grlc drops"),
        (swap("#+   - token:", "#+   - tokn:"), "10: the header names a parameter “tokn”.*token"),
        (swap("#+   asOf:", "#+   asof:"), "13: the header names a parameter “asof”"),
        (swap("#+   asOf:", "#+   asof:"), "17: the parameter asOf is not described"),
    ],
)
def test_a_bad_header_is_refused_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    found = complaints(tmp_path, text)
    assert any(re.match(expected, line) for line in found), found


@pytest.mark.parametrize("name", ["Venues.rq", "venues_of.rq", "-a.rq", "a--b.rq"])
def test_the_file_name_is_the_slug(tmp_path: Path, name: str) -> None:
    assert any("is no slug" in line for line in complaints(tmp_path, HEADER + BODY, name))


@pytest.mark.parametrize(
    ("variable", "reason"),
    [
        ("?__as_of_xsd_date", "letters and digits only"),
        ("?__asOf_date", "write _xsd_date"),
        ("?__asOf_number", "the type _number"),
        ("?___asOf_xsd_date", "letters and digits only"),
        ("?__asOf_XSD_date", "write _xsd_date"),
    ],
)
def test_a_parameter_is_named_as_grlc_reads_it(tmp_path: Path, variable: str, reason: str) -> None:
    found = complaints(tmp_path, swap("?__asOf_xsd_date", variable))
    assert any("is no parameter" in line and reason in line for line in found), found


def test_one_parameter_has_one_variable(tmp_path: Path) -> None:
    found = complaints(tmp_path, swap("AS ?day)", "AS ?day) FILTER(?_asOf_xsd_date > ?day)"))
    assert any("are one parameter" in line for line in found)


def body(text: str) -> str:
    """The test header with another body."""
    return HEADER.replace("#+   asOf: {type: date, label_en: as of, label_ja: 指定日}\n", "") + text


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        (
            "SELECT ?x { BIND(1 AS ?_token_iri) BIND(2 AS ?x) } ORDER BY ?x",
            "13:23",
            "is bound in the body",
        ),
        (
            "SELECT ?x { VALUES ?_token_iri { 1 } ?x ?y ?z } ORDER BY ?x",
            "13:20",
            "stands in VALUES",
        ),
        (
            "SELECT ?x { VALUES (?x ?_token_iri) { (1 2) } } ORDER BY ?x",
            "13:24",
            "stands in VALUES",
        ),
        (
            "SELECT ?_token_iri { ?_token_iri ?y ?z } ORDER BY ?_token_iri",
            "13:8",
            "stands bare in SELECT",
        ),
        (
            "SELECT ?x { ?_token_iri ?x ?z FILTER(BOUND(?_token_iri)) } ORDER BY ?x",
            "13:44",
            "BOUND",
        ),
        (
            "SELECT ?x { ?x ?_token_iri ?_token_iris } ORDER BY ?x",
            "13:28",
            "begins with the parameter",
        ),
        ("SELECT ?x { ?x ?y $_token_iri } ORDER BY ?x", "13:19", r"written with \$"),
        ("SELECT (GROUP_CONCAT(?x) AS ?l) { ?_token_iri ?x ?y }", "13:9", r"without STR"),
        ("SELECT (COUNT(?x) AS ?n) { ?_token_iri ?x ?y }", "13:9", "COUNT does not run over"),
        ("SELECT (COUNT(*) AS ?n) { ?_token_iri ?x ?y }", "13:9", "COUNT does not run over"),
        (
            "SELECT (MIN(STR(?z)) AS ?l) { ?_token_iri ?x ?y OPTIONAL { ?x ?y ?z } }",
            "13:9",
            r"MIN of an expression over \?z, which may be open",
        ),
        (
            "SELECT (SAMPLE(DISTINCT CONCAT(?x, ?z)) AS ?l) "
            "{ { ?_token_iri ?x ?y } UNION { ?_token_iri ?x ?z } }",
            "13:9",
            r"SAMPLE of an expression over \?z, which may be open",
        ),
        ("SELECT (SUM(?y) AS ?n) { ?_token_iri ?x ?y }", "13:9", "SUM does not run over"),
        ("SELECT (SUM(DISTINCT ?y) AS ?n) { ?_token_iri ?x ?y }", "13:9", "equal amounts"),
        (
            "SELECT (SUM(?y) AS ?n) { { SELECT ?x ?y { ?_token_iri ?x ?y } } }",
            "13:9",
            "SUM does not",
        ),
        (
            "SELECT (SUM(?y) AS ?n) { { SELECT DISTINCT ?x ?y { ?_token_iri ?x ?y } } ?x ?z ?w }",
            "13:9",
            "SUM does not",
        ),
        (
            "SELECT ?x { ?_token_iri ?x ?y } GROUP BY ?x HAVING(COUNT(?y) > 1) ORDER BY ?x",
            "13:52",
            "COUNT",
        ),
        ("SELECT ?x { ?_token_iri ?x ?y }", "13:1", "rows is not total.*end ORDER BY with .x"),
        ("SELECT ?x ?y { ?_token_iri ?x ?y } ORDER BY ?x", "13:1", r"differ only in \?y"),
        ("SELECT ?x { { SELECT ?x { ?_token_iri ?x ?y } ORDER BY ?x } }", "13:1", "not total"),
        ("SELECT ?x { ?_token_iri ?x ?y } ORDER BY LCASE(?x)", "13:1", "not total"),
        ("SELECT * { ?_token_iri ?x ?y } ORDER BY ?x ?y", "13:1", r"SELECT \*"),
        (
            "SELECT ?x { ?x ?p ?_token_iri BIND(IF(?p = ?x, ?p, ?x) AS ?z) OPTIONAL { ?z ?q ?w } }"
            " ORDER BY ?x",
            "13:63",
            r"OPTIONAL starts from \?z, which IF may leave open.*COALESCE\(IF",
        ),
        ("ASK { ?_token_iri ?x ?y }", "13:1", "is a SELECT: this is an ASK query"),
        ("SELECT ?x { SERVICE <http://a/> { ?_token_iri ?x ?y } } ORDER BY ?x", "13:13", "SERVICE"),
        ("SELECT ?x FROM <http://a/> { ?_token_iri ?x ?y } ORDER BY ?x", "13:11", "FROM"),
        ("DELETE WHERE { ?_token_iri ?x ?y }", "13:1", "read-only"),
        ("SELECT ?x { ?_token_iri ?x ?y ORDER BY ?x", "13:", "no valid SPARQL"),
    ],
)
def test_a_body_that_engines_answer_differently_is_refused(
    tmp_path: Path, text: str, place: str, expected: str
) -> None:
    found = complaints(tmp_path, body(text))
    lines = [line for line in found if line.startswith(place)]
    assert any(re.search(expected, line) for line in lines), found


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?_token_iri ?x ?y }",
        "SELECT (SUM(?y) AS ?n) { SELECT DISTINCT ?x ?y { ?_token_iri ?x ?y } }",
        "SELECT (SUM(?y) AS ?n) { { SELECT DISTINCT ?x ?y { ?_token_iri ?x ?y } } FILTER(?y > 1) }",
        "SELECT ?x (COUNT(?z) AS ?n) { { SELECT DISTINCT ?x { ?_token_iri ?x ?y } }"
        " OPTIONAL { SELECT DISTINCT ?x ?z { ?x ?w ?z } } } GROUP BY ?x ORDER BY ?x",
        "SELECT (GROUP_CONCAT(DISTINCT STR(?x); separator=', ') AS ?l) { ?_token_iri ?x ?y }",
        "SELECT ?x ?xLabel { ?_token_iri ?x ?xLabel } ORDER BY ?x",
        "SELECT ?x ?y { ?_token_iri ?x ?y } ORDER BY DESC(?x) STR(?y) LIMIT 5",
        "SELECT (STR(?x) AS ?s) { ?_token_iri ?x ?y } ORDER BY ?s",
        "SELECT ?x (MAX(?y) AS ?m) { ?_token_iri ?x ?y } GROUP BY ?x ORDER BY DESC(?m) ?x",
        "SELECT ?x { ?x ?p ?_token_iri BIND(COALESCE(IF(?p = ?x, ?p, ?x), ?x) AS ?z)"
        " OPTIONAL { ?z ?q ?w } } ORDER BY ?x",
        "SELECT ?x { ?x ?p ?_token_iri BIND(IF(?p = ?x, ?p, ?x) AS ?z)"
        " OPTIONAL { ?z a ?p ; ?q ?w } } ORDER BY ?x",
        "SELECT ?x { ?x ?p ?_token_iri { BIND(IF(true, 1, 2) AS ?z) } OPTIONAL { ?z ?q ?w } }"
        " ORDER BY ?x",
        "SELECT ?x { ?_token_iri ?x 'SUM(?y) SERVICE' # COUNT(?z)\n } ORDER BY ?x",
    ],
)
def test_a_body_that_every_engine_answers_alike_passes(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, body(text)).slug == "venues-of-token"


def test_all_questions_of_a_folder(market: Path) -> None:
    (found,) = questions(market)
    assert (found.slug, found.headline) == ("units", True)
    assert question(market, "units") == found
    with pytest.raises(KeyError) as caught:
        question(market, "unit")
    assert caught.value.args == (["units"],)
    with pytest.raises(KeyError):
        question(market, "../queries/units")


def test_all_faulty_questions_are_told_at_once(market: Path) -> None:
    queries = market / "queries"
    (queries / "one.rq").write_text(UNITS.replace("ORDER BY", "#"), "utf-8")
    (queries / "two.rq").write_text(UNITS.replace("#+ tags", "#+ tag"), "utf-8")
    with pytest.raises(LoadError) as caught:
        questions(market)
    assert {problem.path.name for problem in caught.value.problems if problem.path} == {
        "one.rq",
        "two.rq",
    }


def test_a_layer_has_one_spelling(market: Path) -> None:
    path = market / "queries" / "units.rq"
    path.write_text(UNITS.replace("[securityToken]", "[security-token]"), "utf-8")
    with pytest.raises(LoadError, match="write securityToken"):
        questions(market)
    path.write_text(UNITS.replace("[securityToken]", "[provenance]"), "utf-8")
    assert questions(market)[0].tags == ("provenance",)


def test_settings_are_one_document() -> None:
    with pytest.raises(HeaderError, match="a second document begins") as error:
        read_yaml("a: 1\n---\nb: 2\n")
    assert error.value.line == 2
    assert read_yaml("# nothing\n") == {}
