"""From a store and its files to findings with source, file and line; and a user's own files."""

import json
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from helpers.terms import jpst

from kgraph.load import load_extra
from kgraph.names import ID, PREFIXES, SRC
from kgraph.problems import LoadError
from kgraph.turtle.literals import engine_form
from kgraph.turtle.parse import parse_turtle
from kgraph.validate import ENGINES, load_shapes, validate_files, validate_store
from kgraph.vocab import GRAPH, JPST, RDF

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
BELOW = HEAD.count("\n")
"""Lines of every file above its first triple."""

SHAPES = """
shape:token a sh:NodeShape ; sh:targetClass jpst:SecurityToken ;
    sh:property shape:token-issuer , shape:token-units , shape:token-market , shape:token-once .
shape:token-issuer a sh:PropertyShape ; sh:path jpst:issuer ; sh:minCount 1 ; sh:nodeKind sh:IRI ;
    sh:message "{$this} has no issuer, or one without an IRI."@en , "発行者がない。"@ja .
shape:token-units a sh:PropertyShape ; sh:path jpst:units ; sh:datatype xsd:integer ;
    sh:severity sh:Warning ; sh:message "{?value} is no number."@en , "数でない。"@ja .
shape:token-market a sh:PropertyShape ; sh:path [ sh:inversePath jpst:lists ] ;
    sh:class jpst:Venue ; sh:message "{?value} is no venue."@en , "取引の場でない。"@ja .
shape:token-once a sh:PropertyShape ; sh:path jpst:units ; sh:maxCount 1 ; sh:severity sh:Info ;
    sh:message "Two numbers."@en , "数が二つある。"@ja .
"""
ENTITIES = """\
id:a a jpst:SecurityToken ;
    skos:prefLabel "A"@en .
id:b a jpst:SecurityToken .
"""
SOURCE = """\
id:a jpst:issuer id:firm ;
    jpst:units "many" ,
        1.50 .
id:desk jpst:lists id:a .
"""


@dataclass(frozen=True)
class File:
    path: Path
    graph: str
    triples: tuple[ox.Triple, ...]


@pytest.fixture
def project(tmp_path):
    """A store, the files it was read from, and the folder with the shapes."""
    store, files = ox.Store(), []
    for name, graph, text in (
        ("entities.ttl", GRAPH.entities.value, ENTITIES),
        ("source.ttl", SRC + "source", SOURCE),
    ):
        path = tmp_path / name
        path.write_text(HEAD + text, encoding="utf-8")
        triples = tuple(
            ox.Triple(t.subject, t.predicate, engine_form(t.object))
            for t in parse_turtle(HEAD + text, path)
        )
        store.extend(ox.Quad(*triple) for triple in triples)
        store.extend(ox.Quad(*triple, ox.NamedNode(graph)) for triple in triples)
        files.append(File(path, graph, triples))
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes" / "token.ttl").write_text(HEAD + SHAPES, encoding="utf-8")
    return store, files, tmp_path / "shapes"


def places(findings):
    return [
        (
            f.id,
            f.focus_name,
            f.value_name,
            f.file and f.file.name,
            f.line and f.line - BELOW,
            f.column,
        )
        for f in findings
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_findings_have_source_file_and_line(project, engine):
    store, files, shapes = project
    found = validate_store(store, shapes, files=files, engine=engine)
    assert places(found) == [
        # A missing value points at its subject, where that gets its class.
        ("token-issuer", "id:b", "", "entities.ttl", 3, 1),
        # An inverse path points at the triple that leads here.
        ("token-market", "id:a", "id:desk", "source.ttl", 4, 20),
        ("token-units", "id:a", '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
         "source.ttl", 3, 9),
        ("token-units", "id:a", '"many"', "source.ttl", 2, 16),
        # Too many values point at the property.
        ("token-once", "id:a", "", "source.ttl", 2, 5),
    ]  # fmt: skip
    assert [f.graphs for f in found] == [
        (GRAPH.entities.value,),
        *[(SRC + "source",)] * 4,
    ]
    assert [f.severity for f in found] == ["violation"] * 2 + ["warning"] * 2 + ["info"]


def test_without_files_there_is_no_place(project):
    store, _, shapes = project
    found = validate_store(store, load_shapes(shapes))
    assert {(f.file, f.line, f.column) for f in found} == {(None, None, None)}
    assert found[0].graphs == (GRAPH.entities.value,)


def test_a_triple_that_is_only_inferred_points_at_its_subject(project):
    store, files, shapes = project
    inferred = ox.Triple(ox.NamedNode(ID + "b"), jpst("units"), ox.Literal("few"))
    store.add(ox.Quad(*inferred))
    store.add(ox.Quad(*inferred, GRAPH.inferred))
    store.add(ox.Quad(*inferred, ox.NamedNode(PREFIXES["standing"] + "likely")))
    [found] = [f for f in validate_store(store, shapes, files=files) if f.value_name == '"few"']
    assert found.graphs == (GRAPH.entities.value,)
    assert (found.file.name, found.line - BELOW) == ("entities.ttl", 3)


def test_a_fault_of_one_source_is_placed_in_that_source(project):
    store, files, shapes = project
    units = jpst("units")
    for number in (1, 2):
        quad = ox.Quad(ox.NamedNode(ID + "a"), units, ox.Literal(number))
        store.add(quad)
        store.add(ox.Quad(*quad.triple, ox.NamedNode(SRC + "earlier")))
    (shapes / "once.ttl").write_text(
        HEAD + "shape:token-once jpst:validationScope <https://w3id.org/jpst/shape/withinSource> ."
    )
    once = [f for f in validate_store(store, shapes, files=files) if f.id == "token-once"]
    assert [(f.graphs, f.line and f.line - BELOW) for f in once] == [
        ((SRC + "earlier",), None),
        ((SRC + "source",), 2),
    ]


def test_no_shapes_and_broken_shapes_are_refused(project, tmp_path):
    store, _, shapes = project
    with pytest.raises(LoadError, match="there are no shapes"):
        validate_store(store, tmp_path / "nowhere")
    (shapes / "broken.ttl").write_text("shape:x a", encoding="utf-8")
    with pytest.raises(LoadError, match=r"broken\.ttl:1:"):
        validate_store(store, shapes)


def test_blank_nodes_of_two_shape_files_do_not_meet(project):
    store, _, shapes = project
    for name, limit in (("one", 1), ("two", 2)):
        (shapes / f"{name}.ttl").write_text(
            HEAD + f"shape:{name} sh:targetClass jpst:SecurityToken ; sh:property _:x . "
            f"_:x sh:path jpst:name ; sh:minCount {limit} ."
        )
    found = validate_store(store, shapes)
    assert {f.id for f in found} >= {"one", "two"}


@pytest.fixture
def user_file(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return load_extra([path])

    return write


@pytest.mark.parametrize("engine", ENGINES)
def test_a_users_file_is_checked_together_with_the_graph(project, user_file, engine):
    store, _, shapes = project
    before = len(store)
    extra = user_file("mine.ttl", HEAD + "id:c a jpst:SecurityToken ;\n  jpst:units 01 , true .\n")
    found = validate_files(store, extra, shapes, engine=engine)
    assert places(found) == [
        ("token-issuer", "id:c", "", "mine.ttl", 1, 1),
        ("token-units", "id:c", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
         "mine.ttl", 2, 19),
        ("token-once", "id:c", "", "mine.ttl", 2, 3),
    ]  # fmt: skip
    assert len(store) == before


def test_what_the_graph_has_wrong_alone_is_not_given(project, user_file):
    store, files, shapes = project
    extra = user_file("mine.ttl", HEAD + "id:shop jpst:lists id:b .\n")
    found = validate_files(store, extra, shapes)
    assert [(f.id, f.focus_name, f.value_name) for f in found] == [
        ("token-market", "id:b", "id:shop"),
        ("kind-not-said", "id:shop", ""),
    ]
    everything = validate_files(store, extra, shapes, files=files, everything=True)
    assert len(everything) == len(validate_store(store, shapes)) + len(found)
    assert {f.file.name for f in everything} == {"entities.ttl", "source.ttl", "mine.ttl"}


def test_what_a_file_repeats_is_wrong_in_the_file_too(project, user_file):
    store, files, shapes = project
    extra = user_file("mine.ttl", HEAD + 'id:a jpst:units "many" , 3 ; skos:altLabel "a" .\n')
    assert places(validate_files(store, extra, shapes, files=files)) == [
        ("token-units", "id:a", '"many"', "mine.ttl", 1, 17),
        ("token-once", "id:a", "", "mine.ttl", 1, 6),
    ]


def test_a_file_of_the_graph_itself_gives_all_that_is_found_in_it(project):
    store, files, shapes = project
    extra = load_extra([files[0].path])
    found = validate_files(store, extra, shapes, files=files)
    assert [(f.id, f.focus_name, f.file.name) for f in found] == [
        ("token-issuer", "id:b", "entities.ttl")
    ]


LOOKED_UP = """sh:path jpst:m ; sh:sparql [ sh:select '''SELECT $this ?value ?far {
    $this <https://w3id.org/jpst/ontology/o> ?far .
    ?far <https://w3id.org/jpst/ontology/ended> ?value }''' ]"""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("shape", "text", "column"),
    [
        # A thing that the file does not mention, two steps away by a path.
        ("sh:path ( jpst:o jpst:n ) ; sh:maxInclusive 5", "id:far jpst:n 9 .", 15),
        # By a path back to it.
        ("sh:path [ sh:inversePath jpst:o ] ; sh:maxCount 0", "id:x jpst:o id:top .", 13),
        # By a rule.
        ("sh:path jpst:n ; sh:maxCount 0", "id:far jpst:copied id:top .", 20),
        # By what a query looks up elsewhere.
        (LOOKED_UP, "id:far skos:altLabel 'f' ; jpst:ended '2024' .", 39),
    ],
)
def test_what_a_file_makes_wrong_elsewhere_is_found_and_placed(
    tmp_path, user_file, engine, shape, text, column
):
    store = ox.Store()
    base = HEAD + "id:top a jpst:Box ; jpst:o id:far ."
    store.extend(ox.Quad(*triple) for triple in parse_turtle(base, None))
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes" / "s.ttl").write_text(
        HEAD + f"shape:s a sh:NodeShape ; sh:targetClass jpst:Box ; sh:property shape:p . "
        f"shape:p a sh:PropertyShape ; {shape} ; sh:message 'bad'@en , 'bad'@ja ."
    )

    def infer(working):
        copied, n = (jpst(name) for name in ("copied", "n"))
        for quad in list(working.quads_for_pattern(None, copied, None, ox.DefaultGraph())):
            working.add(ox.Quad(quad.object, n, ox.Literal(1)))

    mine = user_file("mine.ttl", HEAD + text)
    found = validate_files(store, mine, tmp_path / "shapes", engine=engine, infer=infer)
    assert [(f.focus_name, f.line - BELOW, f.column) for f in found if f.id == "p"] == [
        ("id:top", 1, column)
    ]
    assert validate_store(store, tmp_path / "shapes", engine=engine) == ()


def test_findings_about_blank_nodes_stand_where_they_are_written(project, user_file):
    store, _, shapes = project
    text = """\
id:q a jpst:SecurityToken ; jpst:issuer id:a ; jpst:units "same" .
[] a jpst:SecurityToken ; jpst:issuer id:a ;
    jpst:units "same" .
_:x a jpst:SecurityToken ."""
    found = validate_files(store, user_file("mine.ttl", HEAD + text), shapes)
    assert [(f.id, f.line - BELOW) for f in found if isinstance(f.focus, ox.BlankNode)] == [
        ("token-issuer", 4),
        ("token-units", 3),
    ]
    lines = [
        f'<{ID}q> <{JPST.BASE}units> "same" .',
        f'_:b <{JPST.BASE}units> "same" .',
        f"_:b <{JPST.BASE}issuer> <{ID}a> .",
        f"_:b <{RDF.BASE}type> <{JPST.BASE}SecurityToken> .",
    ]
    found = validate_files(store, user_file("mine.nt", "\n".join(lines)), shapes)
    assert [(f.id, f.line) for f in found] == [("kind-not-said", 1), ("token-units", 2)]


def test_findings_within_a_graph_stand_in_that_graph(project, user_file):
    store, _, shapes = project
    (shapes / "once.ttl").write_text(
        HEAD + "shape:token-once jpst:validationScope <https://w3id.org/jpst/shape/withinSource> ."
    )
    text = HEAD + "src:x {\n id:b jpst:units 1 }\nsrc:y {\n id:b jpst:units 1 ,\n 2 }\n"
    found = validate_files(store, user_file("two.trig", text), shapes)
    assert [(f.id, f.line - BELOW) for f in found] == [("token-once", 4)]


def test_the_format_and_not_the_ending_tells_where_lines_are(project, tmp_path):
    store, _, shapes = project
    text = HEAD + "id:c a jpst:SecurityToken ;\n jpst:issuer id:a ; jpst:units 'x' ."
    for name in ("mine.txt", "mine.nt", "mine.jsonld"):
        path = tmp_path / name
        path.write_text(text)
        found = validate_files(store, load_extra([path], format="ttl"), shapes)
        assert [(f.line - BELOW, f.column) for f in found] == [(2, 32)]
    extra = load_extra([Path("-")], stdin=text.encode())
    assert [f.line - BELOW for f in validate_files(store, extra, shapes)] == [2]


def test_a_users_file_can_mend_what_is_missing(project, user_file):
    store, _, shapes = project
    extra = user_file("mine.ttl", HEAD + "id:b jpst:issuer id:a .\n")
    assert validate_files(store, extra, shapes) == ()


def test_a_users_file_is_a_source_of_its_own_unless_it_names_its_graphs(project, user_file):
    store, _, shapes = project
    (shapes / "once.ttl").write_text(
        HEAD + "shape:token-once jpst:validationScope <https://w3id.org/jpst/shape/withinSource> ."
    )
    line = f'<{ID}b> <{JPST.BASE}units> "%s" .\n'
    one = user_file("one.nt", line.replace("%s", "1") + line.replace("%s", "2"))
    assert [f.graphs for f in validate_files(store, one, shapes) if f.id == "token-once"] == [
        (one[0].path.as_uri(),)
    ]
    named = HEAD + "src:x { id:b jpst:units 1 } src:y { id:b jpst:units 2 }\n"
    two = user_file("two.trig", named)
    assert [f for f in validate_files(store, two, shapes) if f.id == "token-once"] == []


def test_what_follows_from_a_users_file_is_checked(project, user_file):
    store, _, shapes = project
    extra = user_file("mine.ttl", HEAD + "id:c a jpst:Bond .\n")

    def infer(working):
        bond = jpst("Bond")
        kind = RDF.type
        for quad in list(working.quads_for_pattern(None, kind, bond, ox.DefaultGraph())):
            working.add(ox.Quad(quad.subject, kind, JPST.SecurityToken))

    assert validate_files(store, extra, shapes) == ()
    assert [f.id for f in validate_files(store, extra, shapes, infer=infer)] == ["token-issuer"]


def test_files_without_lines_have_only_their_name(project, user_file):
    store, _, shapes = project
    text = json.dumps({"@id": ID + "c", "@type": JPST.SecurityToken.value})
    [found] = validate_files(store, user_file("mine.jsonld", text), shapes)
    assert (found.file.name, found.line, found.column) == ("mine.jsonld", None, None)
