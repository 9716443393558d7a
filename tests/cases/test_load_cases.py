"""Files as users hand them in, as users of such tools reported them: one folder a case."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.commands import Command, Outcome
from helpers.project import PROJECT

import kgraph
from kgraph.names import ID, SHAPE
from kgraph.render.validate import as_lines
from kgraph.vocab import JPST, SH, SKOS

CASES = Path(__file__).parent
both_engines = pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
Validate = Callable[..., Outcome]


def folder_of(name: str) -> Path:
    [folder] = CASES.glob(f"{name}-*")
    return folder


@pytest.fixture
def validate(command: Command) -> Validate:
    """Validates the project of a case, or files of it on top of that or of the graph."""

    def run(name: str, *line: str, stdin: str = "") -> Outcome:
        folder = folder_of(name)
        root = "root" if (folder / "root").is_dir() else str(PROJECT)
        return command(folder, "validate", *line, "--root", root, stdin=stdin)

    return run


def places(told: Outcome) -> list[str]:
    """File, line, severity and kind of each finding."""
    return [
        f"{place} {severity} {kind}"
        for place, severity, kind in re.findall(
            r"^(\S+?)(?::\d+)?: (violation|warning|info): .* \((\S+)\)$", told.out, re.MULTILINE
        )
    ]


# -- what a file makes wrong elsewhere


@both_engines
@pytest.mark.parametrize(
    ("name", "found"), [("load-03", "id:y ^jpst:o"), ("load-04", "id:z jpst:o/jpst:n")]
)
def test_what_a_file_makes_wrong_elsewhere(
    validate: Validate, name: str, found: str, engine: str
) -> None:
    told = validate(name, "f.ttl", "--engine", engine)
    assert told.code == 1
    assert places(told) == ["f.ttl:3 violation p"]
    assert found in told.out


def test_what_a_day_makes_wrong_in_the_real_graph(validate: Validate) -> None:
    told = validate("load-06", "ended.ttl", "--fail-on", "warning", "--as-of", "2026-09-30")
    assert told.code == 1
    assert places(told) == ["ended.ttl:4 warning listing-outside-operation"] * 4


# -- places


def test_lines_of_blank_nodes(validate: Validate) -> None:
    told = validate("load-07", "f.ttl")
    assert sorted(places(told)) == [
        "f.ttl:4 violation n",
        "f.ttl:7 violation n",
        "f.ttl:8 violation b",
        "f.ttl:8 violation m",
    ]
    assert "f.ttl:7:11: " in told.out


def test_lines_of_blank_nodes_in_a_line_format(validate: Validate) -> None:
    told = validate("load-09", "f.nt")
    assert places(told) == ["f.nt:1 violation n", "f.nt:2 violation n"]


def test_lines_of_a_named_graph(validate: Validate) -> None:
    told = validate("load-10", "f.trig")
    assert places(told) == ["f.trig:9 violation m"]
    assert "f.trig:9:5: " in told.out


def test_turtle_in_a_file_that_says_n_triples(validate: Validate) -> None:
    told = validate("load-40", "f.nt", "--input-format", "ttl")
    assert (told.code, places(told)) == (1, ["f.nt:3 violation m", "f.nt:2 violation n"])


@pytest.mark.parametrize(
    ("name", "format"),
    [("f.txt", "ttl"), ("f.nt", "ttl"), ("f.nq", "trig"), ("f2.ttl", "trig"), ("f.txt", "trig")],
)
def test_lines_whatever_the_ending(validate: Validate, name: str, format: str) -> None:
    told = validate("load-41", name, "--input-format", format)
    assert (told.code, places(told)) == (1, [f"{name}:4 violation n"])
    assert f"{name}:4:9: " in told.out


# -- blank nodes of two files


@both_engines
def test_blank_nodes_of_two_shape_files(validate: Validate, engine: str) -> None:
    told = validate("load-12", "--engine", engine)
    assert (told.code, places(told)) == (1, ["root/data/entities/things.ttl:14 violation a"])


def test_blank_nodes_of_two_ontology_files(validate: Validate) -> None:
    assert validate("load-14").code == 0


# -- files of which nothing is read, or nothing is ours


NAMES = {
    "wrongns.ttl": {"wrong-namespace"},
    "misspelt.ttl": {"class-defined", "property-defined", "name-not-described"},
    "nocontext.jsonld": {"label-en", "label-ja", "wrong-namespace", "key-not-read"},
    "spaceid.jsonld": {"nothing-read", "value-not-read"},
}
NOT_OURS = ("wrongns.ttl", "spaceid.jsonld")


def renamed(folder: Path, path: Path) -> str:
    """Writes the file of a case with a name of its own for its token, beside others like it."""
    text = path.read_text(encoding="utf-8")
    text = text.replace("my-token", f"token-of-{path.stem}").replace("my token", "our token")
    (folder / path.name).write_text(text, encoding="utf-8")
    return path.name


def test_names_that_are_not_those_of_the_graph(command: Command, tmp_path: Path) -> None:
    """All files of the case at once, one of which is right but for its facts."""
    files = [renamed(tmp_path, path) for path in folder_of("load-33").glob("*.*")]
    assert set(files) == NAMES.keys() | {"ok.ttl"}
    told = command(tmp_path, "validate", *files, "--root", str(PROJECT))
    assert told.code == 1
    kinds = {
        name: {place.split()[-1] for place in places(told) if re.match(rf"{name}\b", place)}
        for name in files
    }
    right = kinds.pop("ok.ttl")
    assert kinds == NAMES
    assert "issue-date" in right
    assert not right & {"wrong-namespace", "nothing-ours", "name-not-described"}
    for name in files:
        found = re.search(rf"^{name}: (\d+) statements? read, (\d+) with", told.err, re.MULTILINE)
        assert found, name
        assert int(found[2]) == (0 if name in NOT_OURS else int(found[1]))


def test_xml_that_is_no_rdf(validate: Validate, tmp_path: Path) -> None:
    told = validate("load-35", "f.xml")
    assert (told.code, told.out.count("(not-rdf)")) == (1, 1)
    for name, text, kind in (
        ("a.json", '{"a": 1, "b": [2]}', "not-rdf"),
        ("a.jsonld", '{"@context": {}, "a": 1}', "nothing-read"),
        ("a.ttl", "# nothing\n", "nothing-read"),
        ("b.ttl", "<http://x/s> <http://x/p> 1 .", "nothing-ours"),
        ("c.ttl", f"<{ID}a> <{JPST.BASE}nothing> 1 .", "term-not-defined"),
    ):
        path = tmp_path / name
        path.write_text(text)
        told = validate("load-35", str(path))
        assert f"({kind})" in told.out, name
        assert told.code == (0 if kind == "nothing-ours" else 1)


@pytest.mark.parametrize(
    "like",
    [
        "https://w3id.org:443/jpst/ontology/",
        "https://w3id.org./jpst/ontology/",
        "https://w3id.org//jpst//ontology/",
        "https://me@w3id.org/jpst/ontology/",
        "https:/W3ID.org/jpst/ontology#",
    ],
)
def test_a_namespace_that_looks_like_ours(validate: Validate, tmp_path: Path, like: str) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(f"<{ID}odx> <{like}operatedBy> <{ID}start> .")
    told = validate("load-35", str(path))
    assert told.code == 1
    assert f"write <{JPST.BASE}operatedBy> (wrong-namespace)" in told.out


def test_a_thing_without_a_kind_and_shapes_among_the_data(
    validate: Validate, tmp_path: Path
) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(f'<{ID}Z> <{SKOS.altLabel.value}> "Q"@en .')
    told = validate("load-35", str(path))
    assert "did you mean id:z?" in told.out
    assert places(told) == [f"{path}:1 warning kind-not-said"]
    path.write_text(
        f"<{SHAPE}x> <{SH.deactivated.value}> true ; <{SH.targetClass.value}> <{ID}c> ."
    )
    told = validate("load-35", str(path))
    assert f"{path} warning shape-not-asked" in places(told)


# -- words


@both_engines
@pytest.mark.parametrize("number", ["7.0", "7.00", "07.0", "7e0", "+7"])
def test_a_number_is_shown_as_it_is_written(
    validate: Validate, tmp_path: Path, number: str, engine: str
) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(
        f"<{ID}y> <{JPST.BASE}n> {number} ; a <{JPST.BASE}Box> ; <{JPST.BASE}o> <{ID}y> ."
    )
    told = validate("load-04", str(path), "--engine", engine)
    assert re.search(rf"(?<![0-9.]){re.escape(number)}(?![0-9.])", told.out), told.out


def test_spaces_of_a_value_are_shown() -> None:
    found = kgraph.findings(folder_of("load-43") / "spaces.ttl", root=PROJECT)
    assert "“ My  token ” (id:my-token) has “ 2024-01-31 ” as" in as_lines(found)
    told = as_lines(found, "ja")
    assert "「私のトークン\\u00A0」（id:my-token）" in told
    assert "「 2024-01-31 」" in told


# -- RDF/XML


TEXTS = {
    "amp": "A & B",
    "ampattr": "A & B",
    "cdata": "<a & b>",
    "cdata2": "pre <a & b> post",
    "comment": "AB",
    "commentafter": "B",
    "commentws": "B",
    "langempty": "x",
    "langempty2": "x”@en",
    "nl": "\\n  text\\n",
    "num": "x日y",
    "pi": "AB",
}


@pytest.mark.parametrize("name", [path.stem for path in folder_of("load-44").glob("*.rdf")])
def test_texts_of_rdfxml(validate: Validate, name: str) -> None:
    told = validate("load-44", f"{name}.rdf")
    assert (told.code, places(told)) == (1, [f"{name}.rdf violation n"])
    if name in TEXTS:
        assert f"“{TEXTS[name]}" in told.out


# -- fmt


@pytest.mark.parametrize("path", sorted(folder_of("load-46").glob("*.ttl")), ids=lambda p: p.stem)
def test_blank_nodes_that_are_alike_are_formatted(
    command: Command, tmp_path: Path, path: Path
) -> None:
    mine = tmp_path / path.name
    mine.write_bytes(path.read_bytes())
    assert command(tmp_path, "fmt", mine.name).code == 0
    assert command(tmp_path, "fmt", "--check", mine.name).code == 0


@pytest.mark.parametrize("path", sorted(folder_of("load-47").glob("*.ttl")), ids=lambda p: p.stem)
def test_deep_and_long_files_are_formatted_or_refused(
    command: Command, tmp_path: Path, path: Path
) -> None:
    mine = tmp_path / path.name
    mine.write_bytes(path.read_bytes())
    told = command(tmp_path, "fmt", mine.name)
    if re.search(r"150|3000", path.stem):
        assert (told.code, mine.read_bytes()) == (3, path.read_bytes())
        assert told.err.startswith(f"error: {mine.name}:")
        assert "nested too deeply" in told.err
    else:
        assert (told.code, command(tmp_path, "fmt", "--check", mine.name).code) == (0, 0)


def test_a_text_of_17_mib_is_refused_with_its_line(
    validate: Validate, command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "big.ttl"
    path.write_text(f'<urn:a> <urn:b> "{"y" * (17 * 2**20)}" .\n')
    message = f"error: {path}:1: a term is too long: "
    for told in (command(tmp_path, "fmt", str(path)), validate("load-47", str(path))):
        assert (told.code, told.out) == (3, "")
        assert told.err.startswith(message)


def test_deep_rdfxml(validate: Validate) -> None:
    told = validate("load-47", "x1000.rdf")
    assert (told.code, places(told)) == (1, ["x1000.rdf violation p"])
