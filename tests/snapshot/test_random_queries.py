"""Random texts where queries stand: an answer or one clear error, no request, no file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.listener import Endpoint
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kgraph.align.view import view_queries, view_terms
from kgraph.infer import read_rules
from kgraph.limited import LimitReached, Limits
from kgraph.problems import LoadError
from kgraph.questions.question import read_question
from kgraph.snapshot import Snapshot, open_snapshot
from kgraph.snapshot.run import InvalidQuery, run_query
from kgraph.sparql.guard import Refused
from kgraph.validate.stored_checks import read_check

LIMITS = Limits(seconds=10, rows=100, memory=600 << 20)
QUIET = settings(
    max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)

TERM = st.sampled_from(
    ["?s", "?p", "?o", "$x", "?service", "a", "<URL>", "<a:service>", "jpst:Venue", "id:start",
     "[]", "_:b", "_:service", "jpst:tradedOn/jpst:operatedBy?", "^a*", "!(a|^a)", "1", "-1.5",
     "1e3", "true", '"x"@en', "'service'", "'''a'b'''", '"1"^^xsd:integer', "<< ?s ?p ?o >>",
     "<file:///etc>", "\\u0053", "'\\\\'", "'\\q'", "<", "?", "''", "'''", '"""', "#'", "unknown:x"]
)  # fmt: skip
EXPRESSION = st.recursive(
    TERM,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["<", "=", "+", "&&", "IN"]), inner),
        st.builds("STR({})".format, inner),
        st.builds("!{}".format, inner),
        st.builds("CONCAT({}, {})".format, inner, inner),
        st.builds("IF({}, {}, {})".format, inner, inner, inner),
        st.builds("EXISTS {{ ?s ?p {} }}".format, inner),
        st.builds("REPLACE({}, {}, 'x')".format, inner, inner),
    ),
    max_leaves=5,
)  # fmt: skip
PATTERN = st.recursive(
    st.one_of(
        st.builds("{} {} {} .".format, TERM, TERM, TERM),
        st.builds("FILTER({})".format, EXPRESSION),
        st.builds("BIND({} AS ?v)".format, EXPRESSION),
        st.builds("VALUES ?s {{ {} {} }}".format, TERM, TERM),
        st.sampled_from(
            ["SERVICE <URL> { ?s ?p ?o }", "SERVICE SILENT ?s { ?s ?p ?o }", "LOAD <URL>", ";", "}",
             "{", "#'\n", "#>\n", "FILTER(1<'>')SERVICE<URL>{?s ?p ?o}#'\n",
             "GRAPH <URL> { ?s ?p ?o }",
             "VALUES ?v { '''x''' } SERVICE <URL> {?s ?p ?o} #\\z'''\n"]
        ),
    ),
    lambda inner: st.one_of(
        st.builds("{{ {} }} UNION {{ {} }}".format, inner, inner),
        st.builds("OPTIONAL {{ {} }}".format, inner),
        st.builds("MINUS {{ {} }}".format, inner),
        st.builds("FILTER NOT EXISTS {{ {} }}".format, inner),
        st.builds("{{ SELECT * {{ {} }} }}".format, inner),
        st.builds("GRAPH ?g {{ {} }}".format, inner),
        st.builds("{} {}".format, inner, inner),
    ),
    max_leaves=6,
)  # fmt: skip
QUERY = st.one_of(
    st.builds("SELECT * {{ {} }}".format, PATTERN),
    st.builds("SELECT ?s (COUNT(*) AS ?service) {{ {} }} GROUP BY ?s".format, PATTERN),
    st.builds("SELECT ?s {{ {} }} ORDER BY {}".format, PATTERN, TERM),
    st.builds("ASK FROM <URL> {{ {} }}".format, PATTERN),
    st.builds("ASK {{ {} }}".format, PATTERN),
    st.builds("CONSTRUCT {{ ?s ?p {} }} WHERE {{ {} }}".format, TERM, PATTERN),
    st.builds("DESCRIBE {}".format, TERM),
    st.builds("PREFIX service: <URL> SELECT * {{ service:x ?p ?o . {} }}".format, PATTERN),
    st.builds("BASE <URL> SELECT ?s {{ {} }} LIMIT {}".format, PATTERN, TERM),
    st.builds("INSERT DATA {{ {} }} ; {}".format, TERM, PATTERN),
    st.text("SERVICEservice{}<>'\"\\#?. \n()@^|!*+-/:;,=&$_éあ\x00\x7f\ud800", max_size=60),
)  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(built_market: Path) -> Snapshot:
    return open_snapshot(built_market / ".kgraph")


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nowhere")


@QUIET
@given(QUERY)
@example("ASK { FILTER(" + "!" * 16_000 + "true) }")
@example("SELECT * { " + "a." * 40_000 + " }")
@example("ASK { " + "{" * 50_000)
@example("ASK { " + "?s ?p ?o . " * 90_000 + "}")
def test_a_query_has_an_answer_or_one_clear_error(
    snapshot: Snapshot, endpoint: Endpoint, query: str
) -> None:
    before = endpoint.requests
    told = ""
    try:
        assert len(run_query(snapshot, query.replace("URL", endpoint.url), LIMITS)) <= 100
    except (Refused, InvalidQuery, LimitReached) as error:
        told = str(error)
    assert "\n" not in told
    assert endpoint.requests == before


HEADERS = {
    "check": "#+ problem: p\n#+ problem_ja: p\n#+ why: w\n#+ why_ja: w\n#+ fix: f\n#+ fix_ja: f\n"
    "#+ severity: info\n",
    "question": "#+ summary: s\n#+ summary_ja: s\n#+ description: d\n#+ description_ja: d\n"
    "#+ tags: [x]\n",
    "rule": "#+ name: r\n#+ label_en: r\n#+ label_ja: r\n",
    "view": "",
}
READERS: dict[str, Callable[[Path], object]] = {
    "check": read_check,
    "question": read_question,
    "rule": lambda path: read_rules(path.parent),
    "view": lambda path: view_terms(view_queries(path.parents[2])),
}


@QUIET
@given(QUERY, st.sampled_from(sorted(HEADERS)))
def test_a_stored_query_is_read_or_refused_with_its_file(
    nowhere: Path, endpoint: Endpoint, query: str, kind: str
) -> None:
    before = endpoint.requests
    path = nowhere / "ontology" / "fibo" / "odd.rq"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = HEADERS[kind] + query.replace("URL", endpoint.url)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    told = "odd.rq"
    try:
        READERS[kind](path)
    except LoadError as error:
        told = str(error)
    assert "odd.rq" in told
    assert endpoint.requests == before
    assert os.listdir(path.parent) == ["odd.rq"]  # noqa: PTH208


SETTING = st.recursive(
    st.sampled_from(["a", "1", "*a", "&a x", "~", "2024-01-01", "!!python/object:x", "<<", "|"]),
    lambda inner: st.one_of(
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("{{a: {}, b: {}}}".format, inner, inner),
        st.builds("&a [{}, *a]".format, inner),
        st.builds("{}: {}".format, inner, inner),
    ),
    max_leaves=6,
)  # fmt: skip


@QUIET
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["summary", "tags", "params", "defaults", "matrix", "x", "? [a]"]),
            SETTING,
        ),
        max_size=5,
    )
)
def test_a_header_is_read_or_refused_with_its_line(
    nowhere: Path, entries: list[tuple[str, str]]
) -> None:
    path = nowhere / "odd.rq"
    lines = [f"#+ {key}: {value}\n" for key, value in entries]
    path.write_text("".join(lines) + "SELECT ?s { ?s ?p ?o } ORDER BY ?s", encoding="utf-8")
    for read in (read_question, read_check):
        with pytest.raises(LoadError, match=r"odd\.rq"):
            read(path)
