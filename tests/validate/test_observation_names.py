"""A statement or record under a name that says something else is a warning, with file and line."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from helpers.project import PROJECT

from kgraph.load.complaints import Kind, Parsed
from kgraph.names import ID, SRC
from kgraph.turtle.parse import parse_turtle, read_text
from kgraph.validate.observation_names import check_names

PATH = next(iter(sorted((PROJECT / "data/sources").glob("jsda-*.ttl"))))


def loaded(text: str, path=PATH) -> tuple[ox.Store, Parsed]:
    store = ox.Store()
    for file in (PROJECT / "ontology").glob("*.ttl"):
        store.extend(ox.Quad(*triple) for triple in parse_turtle(read_text(file), file))
    triples = tuple(parse_turtle(text, path))
    graph = ox.NamedNode(SRC + path.stem)
    store.extend(ox.Quad(*triple, graph) for triple in triples)
    return store, Parsed(path, graph.value, Kind.SOURCE, triples)


def narrowed() -> list:
    files = sorted((PROJECT / "data/sources").glob("*.ttl"))
    return [path for path in files if "rdf:Statement" in read_text(path)][:3]


@pytest.mark.parametrize("path", narrowed(), ids=lambda path: path.stem)
def test_right_names_are_no_finding_and_a_changed_note_is_one(path) -> None:
    text = read_text(path)
    assert list(check_names(loaded(text, path)[0])) == []
    other = text.replace("    rdf:object ", '    jpst:note "seen again"@en ;\n    rdf:object ')
    path_findings = list(check_names(loaded(other, path)[0]))
    assert len(path_findings) == text.count("    a rdf:Statement ;") > 0


def test_a_finding_has_its_place_and_both_names(tmp_path) -> None:
    path = tmp_path / "doc-x.ttl"
    path.write_text(
        "@prefix id: <https://w3id.org/jpst/id/> . "
        "@prefix jpst: <https://w3id.org/jpst/ontology/> .\n"
        "id:odx jpst:listing id:listing-odx-other .\n"
        "id:listing-odx-other\n    a jpst:Listing ;\n    jpst:venue id:start ;\n.\n",
        "utf-8",
    )
    store, file = loaded(read_text(path), path)
    (finding,) = check_names(store, [file])
    assert (finding.id, finding.severity) == ("observation-name", "warning")
    assert finding.value == ox.NamedNode(ID + "listing-odx-start")
    assert (finding.file, finding.line) == (path, 3)
    for text in (finding.message_en, finding.message_ja):
        assert "id:listing-odx-other" in text
        assert "id:listing-odx-start" in text
    assert "kgraph fmt" in finding.fix_en
    assert "kgraph fmt" in finding.fix_ja
