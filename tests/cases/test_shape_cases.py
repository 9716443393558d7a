"""Shapes and values at the edge, as users of such tools reported them: one folder a case."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from helpers.commands import Command, Outcome

from kgraph.vocab import SH, XSD

CASES = Path(__file__).parent
both_engines = pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
Validate = Callable[..., Outcome]


@pytest.fixture
def validate(command: Command) -> Validate:
    """Validates the project of a case, or files of it on top of the project or of the graph."""

    def run(name: str, *line: str) -> Outcome:
        [folder] = CASES.glob(f"{name}-*")
        root = ("--root", "root") if (folder / "root").is_dir() else ()
        return command(folder, "validate", *line, *root)

    return run


@both_engines
def test_a_query_whose_pattern_does_not_use_this_reports_each_focus_node(
    validate: Validate, engine: str
) -> None:
    told = validate("load-19", "--engine", engine)
    assert told.code == 1
    assert told.out.count("violation: ") == 2
    assert "violation: A (id:a) id:b (q)" in told.out
    assert "violation: id:b id:b (q)" in told.out


def test_the_report_keeps_ill_typed_literals_and_parses_again(validate: Validate) -> None:
    told = validate("load-26", "-f", "report")
    assert told.code == 1
    values = {
        quad.object
        for quad in ox.parse(told.out, format=ox.RdfFormat.TURTLE)
        if quad.predicate.value == SH.value.value
    }
    for text, kind in (("yes", "boolean"), ("TRUE", "boolean"), ("1e3", "decimal")):
        assert ox.Literal(text, datatype=ox.NamedNode(XSD.BASE + kind)) in values
    assert len(values) >= 24


REFUSED = {
    "load-21": ("13:134", 'sh:datatype is "xsd:string"'),
    "load-27": ("13:68", "sh:expression is not understood"),
    "load-28": ("13:98", "did you mean sh:minCount?"),
    "load-30": ("13:36", "sh:target is not understood"),
    "load-32": ("13:57", "the namespace of SHACL is <http://www.w3.org/ns/shacl#>"),
    "load-36": ("13:65", 'sh:closed is "true"'),
    "load-48": ("13:71", "the list of sh:ignoredProperties is broken"),
    "load-50": ("13:108", "sh:ask has no meaning for a SPARQL constraint"),
    "load-51": ("13:1", "the shape refers to itself"),
}


@both_engines
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_understood_is_refused_by_both_engines(
    validate: Validate, name: str, engine: str
) -> None:
    place, words = REFUSED[name]
    told = validate(name, "--engine", engine)
    assert (told.code, told.out) == (3, "")
    errors = [line for line in told.err.splitlines() if line.startswith("error: ")]
    [named] = [line for line in errors if words in line]
    assert f"root/shapes/s.ttl:{place}: " in named
    assert "pyshacl engine" not in told.err
    assert "warn" not in told.err.lower()


FOUND = {
    "load-18": ("id:a jpst:n: MinCount", "id:start-thing jpst:n: MinCount"),
    "load-15": ("id:c jpst:n: MinInclusive: -1",),
    "load-23": ("id:v0 jpst:n: Datatype: 2024-01-01T10:00:00", "id:v2 jpst:n: Datatype: abc"),
    "load-24": ("id:a jpst:n: Datatype: 5",),
    "load-39": ("id:a jpst:n: MinLength: “x”", "id:a jpst:n: MinLength: “y”"),
    "load-52": ("id:t ^((jpst:o/jpst:o2)): MaxCount",),
    "load-54": ("id:a jpst:n: Datatype: 2022-07-08T06:48:22.159262",),
}


@both_engines
@pytest.mark.parametrize("name", FOUND)
def test_what_is_wrong_is_found_by_both_engines(validate: Validate, name: str, engine: str) -> None:
    told = validate(name, "--engine", engine)
    assert told.code == 1
    lines = [line for line in told.out.splitlines() if "violation: " in line]
    assert len(lines) == len(FOUND[name])
    assert all(words in line for words, line in zip(FOUND[name], lines, strict=True))


def test_a_percentage_with_any_number_of_digits_is_compared(
    validate: Validate, tmp_path: Path
) -> None:
    [folder] = CASES.glob("load-17-*")
    files = []
    # Each file is about another company, so that they can be given at once.
    for file, company in (("third", "odx"), ("third18", "progmat"), ("neg", "boostry")):
        text = (folder / f"{file}.ttl").read_text(encoding="utf-8")
        # Every record says now whether the relation is held; the file of the report did not.
        status = "jpst:recordStatus <https://w3id.org/jpst/recordstatus/held>"
        text = text.replace("a jpst:Shareholding ;", f"a jpst:Shareholding ; {status} ;")
        files.append(tmp_path / f"{file}.ttl")
        files[-1].write_text(re.sub(r"\bodx\b", company, text), encoding="utf-8")
    told = validate("load-17", *map(str, files))
    assert told.code == 1
    [line] = told.out.splitlines()
    assert line.startswith(f"{tmp_path / 'neg.ttl'}:")
    assert line.endswith(" (shareholding-percentage-range)")
    assert "\n1 violation" in told.err
