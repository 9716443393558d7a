"""kgraph.shacl on its own: what it imports, and what its README promises."""

from __future__ import annotations

import ast
import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from helpers.shacl import PREFIXES

import kgraph.shacl
from kgraph.problems import LoadError
from kgraph.shacl.idle import idle
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.shacl.vocabulary import PATHS, ROLES
from kgraph.shacl.wellformed import faults, refuse
from kgraph.turtle.parse import parse_turtle

FOLDER = Path(kgraph.shacl.__file__).parent
README = (FOLDER / "README.md").read_text(encoding="utf-8")
MODULES = sorted(FOLDER.glob("*.py"))
NEEDED = {"datatypes", "names", "problems", "rdflib_terms", "shacl", "sparql", "turtle", "vocab"}
OWN = "http://example.org/fix"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_it_knows_nothing_of_this_graph(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    names = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    names += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    ours = {name.split(".")[1] for name in names if name.startswith("kgraph.")}
    assert ours <= NEEDED
    terms = [
        n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module == "kgraph.vocab"
    ]
    assert {"GRAPH", "JPST"}.isdisjoint(alias.name for n in terms for alias in n.names)
    assert "kgraph" not in names
    assert "jpst" not in text.lower()


def test_the_example_says_what_stands_below_it() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (said,) = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
    with redirect_stdout(StringIO()) as out:
        exec(compile(code, str(FOLDER / "README.md"), "exec"), {})
    assert out.getvalue() == said


def test_the_table_has_every_term_that_a_shape_or_a_query_may_have() -> None:
    told = set(re.findall(r"`sh:(\w+)`", README))
    roles = ("a shape", "a SPARQL constraint", "a constraint component", "a validator")
    terms = {name for role in roles for name in ROLES[role]} - {"labelTemplate"}
    assert terms | PATHS <= told


def test_terms_of_the_caller_come_in_as_a_parameter() -> None:
    text = PREFIXES + ":s sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ; %s ] ."
    right, misspelt = (
        ShapeGraph(parse_turtle(text % said, None)) for said in (':fix "x"', ':fixx "x"')
    )
    for shapes in (right, misspelt):
        refuse(shapes)  # to whom the property means nothing, it is a remark
    refuse(right, {OWN})
    with pytest.raises(LoadError, match=r"did you mean <http://example\.org/fix>"):
        refuse(misspelt, {OWN})


def test_a_term_of_the_caller_is_no_constraint() -> None:
    shapes = ShapeGraph(parse_turtle(PREFIXES + ':s sh:targetClass :C ; :fix "x" .', None))
    assert not faults(shapes, {OWN})
    assert [problem for problem in idle(shapes, {OWN}) if "no constraint" in problem.what]


def test_places_are_given_by_the_caller() -> None:
    triples = parse_turtle(PREFIXES + ":s sh:targetClass :C ; sh:minCont 1 .", None)
    file = Path("shapes.ttl")

    class Found:
        def find(self, *_: object) -> tuple[int, int]:
            return 7, 3

    files = {triple.subject: file for triple in triples}
    (problem,) = faults(ShapeGraph(triples, files))
    assert (problem.path, problem.line) == (file, None)
    (problem,) = faults(ShapeGraph(triples, files, lambda _: Found()))
    assert (problem.path, problem.line, problem.column) == (file, 7, 3)
