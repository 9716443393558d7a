"""The stored questions as RDF, as diagrams, and as the pages that are committed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from helpers.market import UNITS
from helpers.project import PROJECT
from helpers.running import run_kgraph
from helpers.stored import stored_questions
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)

from kgraph.names import PREFIXES, QUESTION
from kgraph.problems import LoadError
from kgraph.questions.catalogue import catalogue, paragraph, query_text
from kgraph.questions.diagram import MAY, MUST, MUST_NOT, Edge, edges, mermaid
from kgraph.questions.params import plain_name
from kgraph.questions.question import questions, read_question
from kgraph.render import question_pages
from kgraph.vocab import RDF, RDFS, SCHEMA, SH

FORMATS = {"turtle": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}


@pytest.fixture(scope="module")
def described() -> Store:
    store = Store()
    store.extend(catalogue(stored_questions()))
    return store


def value(store: Store, subject: NamedNode, predicate: str) -> str:
    (quad,) = store.quads_for_pattern(subject, NamedNode(predicate), None)
    assert isinstance(quad.object, NamedNode | Literal)
    return quad.object.value


# -- RDF


def test_each_question_is_a_select_that_can_be_run(described: Store) -> None:
    kind = SH.SPARQLSelectExecutable
    found = {q.subject for q in described.quads_for_pattern(None, None, kind)}
    assert found == {NamedNode(QUESTION + one.slug) for one in stored_questions()}
    for one in stored_questions():
        node = NamedNode(one.iri)
        select = value(described, node, SH.select.value)
        assert select == query_text(one)
        assert not select.startswith("#+")
        Store().query(select)
        keywords = described.quads_for_pattern(node, SCHEMA.keywords, None)
        assert {quad.object.value for quad in keywords} == set(one.tags)
        comments = described.quads_for_pattern(node, RDFS.comment, None)
        assert {quad.object for quad in comments} == {
            Literal(one.summary, language="en"),
            Literal(one.summary_ja, language="ja"),
        }
        assert value(described, node, SCHEMA.target.value).endswith("/sparql")


def test_the_declared_prefixes_are_those_of_the_queries(described: Store) -> None:
    rows = described.query(
        f"""SELECT ?prefix ?namespace {{
          ?any <{SH.BASE}prefixes>/<{SH.BASE}declare> ?one .
          ?one <{SH.BASE}prefix> ?prefix ; <{SH.BASE}namespace> ?namespace }}"""
    )
    declared = {row["prefix"].value: row["namespace"].value for row in rows}
    assert declared.items() <= PREFIXES.items()
    header = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in declared.items())
    for one in stored_questions():
        lines = one.body.splitlines()
        body = "\n".join(line for line in lines if not line.startswith("PREFIX"))
        Store().query(header + body)


def test_parameters_are_described(described: Store) -> None:
    for one in stored_questions():
        nodes = described.quads_for_pattern(NamedNode(one.iri), SH.parameter, None)
        names = {value(described, quad.object, SCHEMA.valueName.value) for quad in nodes}
        assert names == {parameter.variable for parameter in one.parameters}
        for parameter in one.parameters:
            node = NamedNode(f"{one.iri}/{parameter.name}")
            assert value(described, node, SH.optional.value) == str(not parameter.required).lower()


def test_values_of_an_enum_are_a_list_in_order(tmp_path: Path) -> None:
    header = (PROJECT / "queries" / "tokens-by-platform.rq").read_text(encoding="utf-8")
    described_as = (
        "#+   lang: {type: lang, label_en: language of labels, label_ja: 表示言語, default: en}"
    )
    assert described_as in header
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "one.rq").write_text(
        re.sub(r"\?__?lang\b", "?__side", header).replace(
            described_as,
            "#+   side: {type: enum, label_en: a, label_ja: b, values: [north, south, east]}",
        ),
        encoding="utf-8",
    )
    store = Store()
    store.extend(catalogue(questions(tmp_path)))
    first = f"<{QUESTION}one/side> <{SH.BASE}in>/<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>"
    after = "/<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>"
    for steps, wanted in enumerate(["south", "east"]):
        path = first + after * steps + "/<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>"
        assert [row[0].value for row in store.query(f"SELECT ?v {{ {path} ?v }}")] == [wanted]


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_the_command_writes_the_same_bytes_and_the_whole_graph(format: str) -> None:
    first, second = (
        run_kgraph("questions", "--format", format, cwd=PROJECT, env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    )
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == second.stdout
    read = parse(first.stdout.encode(), format=FORMATS[format])
    assert canonical(read) == canonical(catalogue(stored_questions()))


def canonical(quads: object) -> Dataset:
    dataset = Dataset(Quad(*quad.triple) for quad in quads)  # type: ignore[attr-defined]
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def test_japanese_lines_are_joined_without_a_space() -> None:
    assert paragraph("出典を最\n後に採録 した\n日。START as of\ntoday") == (
        "出典を最後に採録した日。START as of today"
    )


# -- diagrams


def test_edges_say_what_must_may_and_must_not_be() -> None:
    found = edges(
        """PREFIX jpst: <https://w3id.org/jpst/ontology/>
        SELECT ?a WHERE {
          ?a jpst:p ?b .
          OPTIONAL { ?b jpst:q/^jpst:r ?c }
          FILTER NOT EXISTS { ?a jpst:s* ?d }
          FILTER(EXISTS { GRAPH ?g { ?a a jpst:K } } || ?b > 1)
          MINUS { ?a jpst:t 5 }
        }"""
    )
    assert found == [
        Edge("?a", "jpst:p", "?b", None, MUST),
        Edge("?a", "jpst:s*", "?d", None, MUST_NOT),
        Edge("?a", "a", "jpst:K", "?g", MAY),
        Edge("?a", "jpst:t", "5", None, MUST_NOT),
        Edge("?b", "jpst:q / ^jpst:r", "?c", None, MAY),
    ]


def test_a_diagram_shares_boxes_and_arrows() -> None:
    drawn = mermaid(
        """PREFIX jpst: <https://w3id.org/jpst/ontology/>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?b WHERE {
          ?_token_iri a jpst:K ; jpst:p ?b ; jpst:q ?b .
          OPTIONAL { ?b skos:prefLabel ?label }
        }""",
        {"_token_iri": "token"},
        ["b"],
    )
    assert drawn.splitlines()[:4] == [
        "flowchart LR",
        '  n1{{"token<br>jpst:K"}}',
        '  n2(["?b"])',
        '  n1 -- "jpst:p<br>jpst:q" --> n2',
    ]
    assert "prefLabel" not in drawn
    assert "class n1 given" in drawn
    assert "class n2 answer" in drawn


def test_what_cannot_be_parsed_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        edges("SELECT ?a WHERE { ?a ")


# -- pages


def test_a_question_that_cannot_be_drawn_has_no_page(tmp_path: Path) -> None:
    path = tmp_path / "deep.rq"
    body = "SELECT ?token { " + "{ " * 60 + "?token a ?kind " + "} " * 60 + "} ORDER BY ?token"
    header = "".join(line + "\n" for line in UNITS.split("\n") if line.startswith("#+"))
    header = header[: header.index("#+ defaults")]
    path.write_text(header + body, encoding="utf-8")
    with pytest.raises(LoadError, match=r"deep\.rq: the query cannot be drawn.*write it flatter"):
        question_pages.page(read_question(path))


@pytest.mark.slow
def test_committed_pages_are_the_generated_ones() -> None:
    """`make docs` writes them anew."""
    docs = PROJECT / "docs" / "generated"
    folder = docs / question_pages.FOLDER
    assert (docs / question_pages.INDEX).read_text(encoding="utf-8") == question_pages.index(
        stored_questions()
    )
    assert {path.name for path in folder.iterdir()} == {
        f"{one.slug}.md" for one in stored_questions()
    }
    stale = [
        one.slug
        for one in stored_questions()
        if (folder / f"{one.slug}.md").read_text(encoding="utf-8") != question_pages.page(one)
    ]
    assert stale == []


def test_a_parameter_that_is_a_property_takes_nothing_else_of_that_name() -> None:
    """“platform” is a property, and a step of custody, and an item of the route."""
    found = [(p.name, p.class_iris) for one in stored_questions() for p in one.parameters]
    properties = {iri for name, iri in found if plain_name(name) == "property"}
    assert properties == {(RDF.Property.value,)}


def test_pages_are_written_by_the_command(market: Path, tmp_path: Path) -> None:
    shutil.rmtree(market / "ontology" / "schemes")
    result = run_kgraph("questions", "--pages", str(tmp_path / "out"), cwd=market)
    assert result.returncode == 0, result.stderr
    page = (tmp_path / "out" / "questions" / "units.md").read_text(encoding="utf-8")
    assert "# Units issued of each token" in page
    assert "| `least` | least number / 最小口数 | a whole number | stays open |" in page
    assert 'kgraph.ask("units", least="0")' in page
    assert "```mermaid\nflowchart LR\n" in page
    index = (tmp_path / "out" / "questions.md").read_text(encoding="utf-8")
    assert "[units](questions/units.md)" in index
