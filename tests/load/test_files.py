"""The folders become graphs, and everything wrong with them is said at once, with its place."""

import shutil
import tracemalloc
from pathlib import Path

import pytest
from helpers.small_root import FILES, PREFIXES, TOP, put
from helpers.terms import jpst
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode

from kgraph.load import Kind, fingerprint, load, turtle_files
from kgraph.names import ALIGN, EDITORIAL, ID, MODULE, SCHEME, SRC
from kgraph.problems import LoadError, Problem
from kgraph.turtle.parse import MAX_FILE, read_bytes
from kgraph.vocab import GRAPH, JPST, RDFS, XSD


def add(root: Path, name: str, text: str) -> None:
    put(root, name, (root / name).read_text(encoding="utf-8") + "\n" + text)


def problems(root: Path) -> list[Problem]:
    with pytest.raises(LoadError) as caught:
        load(root)
    assert caught.value.exit_code == 3
    return list(caught.value.problems)


def only(root: Path) -> tuple[str, str]:
    """The one problem: its file and place, and its words."""
    (problem,) = problems(root)
    place = ":".join(str(p) for p in (problem.path.name, problem.line, problem.column) if p)
    return place, f"{problem.what}: {problem.why}; {problem.fix}"


def triple(store, s, p, o, graph):
    return any(store.quads_for_pattern(NamedNode(s), NamedNode(p), o, graph))


# -- the graphs


def test_each_file_is_the_graph_of_the_table(root):
    loaded = load(root)
    assert {(file.path.name, file.kind, file.graph) for file in loaded.files} == {
        ("core.ttl", Kind.MODULE, MODULE + "core"),
        ("layer.ttl", Kind.SCHEME, SCHEME + "layer"),
        ("venues.ttl", Kind.ENTITIES, GRAPH.entities.value),
        ("doc-a.ttl", Kind.SOURCE, SRC + "doc-a"),
        ("doc-b.ttl", Kind.SOURCE, SRC + "doc-b"),
        ("view.ttl", Kind.EDITORIAL, EDITORIAL + "view"),
    }
    assert {graph.value for graph in loaded.store.named_graphs()} == {
        file.graph for file in loaded.files
    }


def test_the_default_graph_is_the_merged_set(root):
    store = load(root).store
    fact = (ID + "start", jpst("operatedBy").value, NamedNode(ID + "odx"))
    for graph in (NamedNode(SRC + "doc-a"), NamedNode(SRC + "doc-b"), DefaultGraph()):
        assert triple(store, *fact, graph)
    count = "SELECT (COUNT(*) AS ?n) { ?s <https://w3id.org/jpst/ontology/operatedBy> ?o }"
    assert [row["n"].value for row in store.query(count)] == ["1"]


def test_bridges_shapes_and_the_one_file_ontology_stay_outside(root):
    store = load(root).store
    assert not any(store.quads_for_pattern(None, None, NamedNode("http://example.org/Venue")))
    assert not any(store.quads_for_pattern(NamedNode(JPST.BASE), None, None))


def test_triples_are_spelled_as_the_store_spells_them(root):
    add(root, "data/sources/doc-a.ttl", "id:odx jpst:fee 01, 2.0, true .")
    loaded = load(root)
    for file in loaded.files:
        for s, p, o in file.triples:
            assert any(loaded.store.quads_for_pattern(s, p, o, NamedNode(file.graph)))
    stored = {
        t.object for file in loaded.files for t in file.triples if t.predicate.value.endswith("fee")
    }
    assert Literal("1.5", datatype=XSD.decimal) in stored


def test_blank_nodes_of_two_files_with_one_name_do_not_meet(root):
    add(root, "ontology/core.ttl", "_:x rdfs:comment 'a' .")
    text = "scheme:core a skos:ConceptScheme . _:x rdfs:label 'b' ."
    put(root, "ontology/schemes/core.ttl", PREFIXES + text)
    described = [quad for quad in load(root).store if isinstance(quad.subject, BlankNode)]
    assert len({quad.subject for quad in described if quad.object.value in "ab"}) == 2


def test_a_text_that_was_read_before_is_told_by_the_file_that_has_it_now(root, tmp_path):
    text = PREFIXES + "id:start jpst:operatedBy"
    for name in ("data/sources/doc-a.ttl", "data/sources/doc-b.ttl"):
        path = put(root, name, text)
        for _ in range(2):
            with pytest.raises(LoadError) as caught:
                load(root)
            assert path in {problem.path for problem in caught.value.problems}
        put(root, name, PREFIXES + FILES[name])
    first, again = load(root), load(shutil.copytree(root, tmp_path / "again"))
    assert [file.triples for file in again.files] == [file.triples for file in first.files]
    assert {file.path for file in again.files}.isdisjoint(file.path for file in first.files)


def test_a_text_too_long_for_the_parser(root):
    add(root, "data/sources/doc-a.ttl", f'id:odx jpst:note "{"y" * (17 * 2**20)}" .')
    place, message = only(root)
    assert place == f"doc-a.ttl:{TOP + 3}"
    assert "a term is too long" in message


def test_blank_nodes_of_the_ontology_have_stable_labels(root):
    first = {str(quad) for quad in load(root).store}
    assert first == {str(quad) for quad in load(root).store}
    assert any("_:ontology.core-0" in line for line in first)


# -- bridges


def test_links_to_outside_ontologies_are_kept_apart(root):
    loaded = load(root)
    (bridge,) = loaded.bridges
    assert (bridge.kind, bridge.graph) == (Kind.BRIDGE, ALIGN + "other")
    link = (jpst("Venue"), RDFS.subClassOf, None)
    assert not list(loaded.store.quads_for_pattern(*link, None))
    assert bridge not in loaded.files
    quad, again = [
        quad for quad in loaded.quads() if quad.subject == link[0] and quad.predicate == link[1]
    ]
    assert (again.graph_name, again.triple) == (GRAPH.links, quad.triple)
    assert quad.object == NamedNode("http://example.org/Venue")
    assert quad.graph_name == NamedNode(ALIGN + "other")


# -- fingerprint


def test_the_fingerprint_changes_with_any_file_and_not_with_line_ends(root):
    before = load(root).fingerprint
    assert fingerprint(root) == before
    for name in ("data/sources/doc-a.ttl", "shapes/core.ttl"):
        path = root / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(root).fingerprint == before
    seen = {before}
    for name in ("ontology/align/other.ttl", "data/editorial/view.ttl", "shapes/core.ttl"):
        add(root, name, "# more")
        seen.add(load(root).fingerprint)
    put(root, "queries/one.rq", "ASK {}")
    seen.add(load(root).fingerprint)
    (root / "queries/one.rq").rename(root / "queries/two.rq")
    seen.add(load(root).fingerprint)
    assert len(seen) == 6


def test_a_small_file_takes_no_room_for_the_largest(tmp_path):
    path = put(tmp_path, "small.ttl", "small")
    tracemalloc.start()
    try:
        assert read_bytes(path) == b"small"
        assert tracemalloc.get_traced_memory()[1] < MAX_FILE / 100
    finally:
        tracemalloc.stop()


def test_turtle_files_are_all_the_formatter_sees(root):
    put(root, "data/sources/.hidden.ttl", "x")
    assert [path.relative_to(root).as_posix() for path in turtle_files(root)] == sorted(
        (name for name in FILES),
        key=lambda n: (["ontology", "data", "shapes"].index(n.split("/")[0]), n),
    )


# -- names


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("id:odx jpst:operatdBy id:start .", 8, "unknown term jpst:operatdBy"),
        ("id:odx a jpst:Venu .", 10, "write jpst:Venue, or define it under ontology/"),
        ("id:odx jpst:fee jpst:fee , 1, jpst:Fee .", 31, "unknown term jpst:Fee"),
        ('id:odx jpst:fee "1"^^jpst:Yen .', 17, "unknown term jpst:Yen"),
        ("id:odx jpst:operatedBy id:strat .", 24, "unknown thing id:strat"),
        ("id:od jpst:operatedBy id:start .", 1, "write id:odx, or define it under data/"),
        ("id:odx jpst:layer layer:vanue .", 19, "write layer:venue, or define it under ontology/"),
        ("id:odx skos:inScheme scheme:layr .", 22, "unknown concept scheme scheme:layr"),
        ("id:odx rdfs:seeAlso src:doc-c .", 21, "unknown source src:doc-c"),
        ("id:odx rdfs:seeAlso editorial:viw .", 21, "unknown editorial graph editorial:viw"),
        ("id:odx a <https://w3id.org/jpst/layers/venue> .", 10, "unknown namespace"),
        ("id:odx a <http://w3id.org/jpst/ontology/Venue> .", 10, "https://w3id.org/jpst/ontology/"),
        ("id:odx rdfs:seeAlso layer:odx .", 21, "write id:odx"),
    ],
)
def test_names_that_nothing_defines(root, text, column, words):
    add(root, "data/sources/doc-a.ttl", "\n\n" + text)
    place, message = only(root)
    assert place == f"doc-a.ttl:{TOP + 5}:{column}"
    assert words in message


@pytest.mark.parametrize(
    "name", ["ontology/align/other.ttl", "shapes/core.ttl", "ontology/core.ttl"]
)
def test_terms_are_checked_outside_data_too(root, name):
    add(root, name, "jpst:Venue rdfs:seeAlso jpst:Vanue, id:nowhere .")
    place, message = only(root)
    assert place.startswith(Path(name).name)
    assert "unknown term jpst:Vanue" in message


def test_a_bridge_defines_no_term(root):
    add(root, "ontology/align/other.ttl", "jpst:Bridged a owl:Class .")
    assert "unknown term jpst:Bridged" in only(root)[1]


def test_a_name_is_complained_about_once_per_file(root):
    add(root, "data/sources/doc-a.ttl", "id:odx jpst:nope 1 . id:start jpst:nope 2 .")
    add(root, "data/sources/doc-b.ttl", "id:odx jpst:nope 1 .")
    assert [(p.path.name, p.line) for p in problems(root)] == [
        ("doc-a.ttl", TOP + 3),
        ("doc-b.ttl", TOP + 3),
    ]


def test_the_line_is_that_of_the_object_in_a_long_statement(root):
    add(
        root,
        "data/sources/doc-a.ttl",
        'id:odx\n  rdfs:comment """a\nb""" ;\n  jpst:layer layer:venue,\n    layer:x .',
    )
    assert only(root)[0] == f"doc-a.ttl:{TOP + 7}:5"


# -- sources in their place


def test_a_source_file_must_describe_its_source(root):
    put(root, "data/sources/doc-c.ttl", PREFIXES + "id:odx jpst:fee 1 .")
    place, message = only(root)
    assert place == "doc-c.ttl"
    assert "does not describe src:doc-c" in message


def test_a_source_file_describes_no_other_source(root):
    (root / "data/sources/doc-b.ttl").rename(root / "data/sources/doc-c.ttl")
    found = problems(root)
    assert [p.what for p in found] == [
        "the file does not describe src:doc-c",
        "the file describes src:doc-b",
    ]
    assert found[1].line == TOP + 1


def test_two_files_that_describe_one_source(root):
    shutil.copy(root / "data/sources/doc-a.ttl", root / "data/sources/doc-c.ttl")
    assert "the file describes src:doc-a" in [p.what for p in problems(root)]


def test_two_sources_with_one_address(root):
    put(
        root,
        "data/sources/doc-c.ttl",
        PREFIXES
        + 'src:doc-c a jpst:PrimarySource ;\n schema:url "https://example.org/a"^^xsd:anyURI .',
    )
    place, message = only(root)
    assert place == f"doc-c.ttl:{TOP + 2}:13"
    assert "doc-a.ttl describes it too" in message


def test_versions_of_one_document_have_one_address(root):
    link = "<http://www.w3.org/ns/dcat#previousVersion>"
    text = PREFIXES + (
        'src:doc-c a jpst:PrimarySource ;\n schema:url "https://example.org/a"^^xsd:anyURI ; '
        f"{link} src:doc-d ."
    )
    put(root, "data/sources/doc-c.ttl", text)
    between = f"src:doc-d a jpst:PrimarySource ; {link} src:doc-a ."
    put(root, "data/sources/doc-d.ttl", PREFIXES + between)
    assert load(root)
    put(root, "data/sources/doc-d.ttl", PREFIXES + "src:doc-d a jpst:PrimarySource .")
    assert "name the earlier version with dcat:previousVersion" in only(root)[1]


def test_a_source_described_among_entities(root):
    add(root, "data/entities/venues.ttl", "src:doc-z a jpst:PrimarySource .")
    assert "move these statements to data/sources/doc-z.ttl" in only(root)[1]


def test_an_editorial_file_must_describe_its_graph(root):
    put(root, "data/editorial/view.ttl", PREFIXES + "editorial:view a jpst:PrimarySource .")
    assert "does not describe editorial:view" in only(root)[1]


def test_ontology_files_declare_what_their_name_says(root):
    put(root, "ontology/law.ttl", PREFIXES + "<https://w3id.org/jpst/module/core> a owl:Ontology .")
    assert [p.what for p in problems(root)] == [
        "the file does not declare module:law",
        "the file declares module:core too",
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("data/doc.ttl", "stands where none is read"),
        ("data/sources/deep/doc.ttl", "stands where none is read"),
        ("data/sources/Doc.ttl", "not a slug"),
        ("data/sources/a b.ttl", "not a slug"),
        ("data/sources/doc.nt", "the file is not read"),
        ("ontology/core.rdf", "the file is not read"),
    ],
)
def test_files_in_the_wrong_place_or_form(root, name, words):
    put(root, name, "")
    assert words in only(root)[1]


# -- forms


def test_blank_nodes_in_data(root):
    add(root, "data/sources/doc-a.ttl", "id:odx\n  rdfs:seeAlso [ jpst:fee 1 ] .")
    place, message = only(root)
    assert place == f"doc-a.ttl:{TOP + 4}:16"
    assert "give the node an id: IRI" in message


def test_a_statement_about_a_blank_node(root):
    add(root, "data/editorial/view.ttl", "_:x jpst:fee 1 .")
    assert "a blank node" in only(root)[1]


def test_newer_syntax_is_refused(root):
    add(root, "ontology/core.ttl", "jpst:Venue rdfs:seeAlso <<( jpst:X a jpst:X )>> .")
    assert "a term of RDF 1.2" in only(root)[1]


def test_syntax_errors_of_all_files_come_at_once(root):
    add(root, "data/sources/doc-a.ttl", "id:odx jpst:fee 1\nid:start jpst:fee 2 .")
    add(root, "data/sources/doc-b.ttl", "id:odx nope:fee 1 .")
    first, second = problems(root)
    assert str(first).startswith(
        f"{root}/data/sources/doc-a.ttl:{TOP + 4}:1: Turtle syntax error: A dot"
    )
    assert "on the line before" in first.fix
    assert (second.line, second.column) == (TOP + 3, 8)
    assert "add an @prefix line" in second.fix


def test_a_relative_iri(root):
    add(root, "data/sources/doc-a.ttl", "<odx> jpst:fee 1 .")
    assert "write the whole IRI" in only(root)[1]


def test_not_utf8(root):
    put(root, "data/sources/doc-a.ttl", '# a\n# あ "'.encode() + b"\xff\xfe")
    place, message = only(root)
    assert place == "doc-a.ttl:2:6"
    assert "0xFF" in message


def test_windows_files_load(root):
    path = root / "data/sources/doc-a.ttl"
    text = path.read_text(encoding="utf-8") + '\nid:odx rdfs:comment """a\nb""" .'
    put(root, "data/sources/doc-a.ttl", text)
    before = {str(quad) for quad in load(root).store}
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert {str(quad) for quad in load(root).store} == before


def test_a_file_too_large(root):
    path = root / "data/sources/doc-a.ttl"
    with path.open("wb") as stream:
        stream.truncate(MAX_FILE + 1)
    assert "more than 64 MiB" in only(root)[1]


def test_a_dangling_link(root):
    (root / "data/sources/doc-c.ttl").symlink_to(root / "nowhere")
    assert "leads nowhere" in only(root)[1]


def test_an_unknown_name_is_not_reported_while_files_are_unreadable(root):
    add(root, "ontology/core.ttl", "jpst:Venue a")
    add(root, "data/sources/doc-a.ttl", "id:odx jpst:nope 1 .")
    assert "syntax error" in only(root)[1]


# -- problems as text


def test_a_problem_is_one_line():
    problem = Problem("bad\nname", "so", "mend it", Path("a.ttl"), 3, 7)
    assert str(problem) == "a.ttl:3:7: bad name: so; mend it"
    assert str(Problem("w", "y", "f", Path("a.ttl"))) == "a.ttl: w: y; f"
    assert str(Problem("w", "y", "f")) == "w: y; f"
    assert str(LoadError([problem, problem])).count("\n") == 1
