"""Each shape that follows from the ontology finds a wrong value of its property, and only that.

The wrong values are made here from what the shape asks: a text where a thing is needed, a thing of
another kind, a concept of another scheme, another datatype, no language or another one, two values.
All of them are validated in one run on top of the real graph.
"""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox
import pytest
from helpers.project import PROJECT
from helpers.shacl import of_properties

from kgraph.infer import compile_rules, run
from kgraph.load import load, load_extra
from kgraph.names import ID, local_name
from kgraph.problems import LoadError
from kgraph.validate import check_shapes, load_shapes, validate_files
from kgraph.validate.derived import FOLDER
from kgraph.vocab import JPST, RDF, SH, XSD

SHAPES = load_shapes(PROJECT / "shapes")
# Two right values where the real graph has not two, or where they would be another thing's.
TWO = {"countryCode": ("JP", "US"), "micCode": ("Q991", "Q992")}
# What the same wrong value necessarily breaks too.
FOLLOWS = {
    "lei-renewal-date": ["lei-of-status"],
    "lei-renewal-date-once": ["lei-of-status"],
    "lei-status": ["lei-of-status"],
    "lei-status-once": ["lei-of-status"],
    "mic-expiry-date-once": ["mic-creation-before-expiry-across-sources"] * 2,
    "mic-status-once": ["mic-expired-has-day"],
    # Both cases are of one thing, so both properties have the wrong value.
    "permission: a text": ["permission-or-prohibition"],
    "permission: of another scheme": ["permission-or-prohibition"],
    "register-closure-reason": ["register-closure-dated"],
    "register-closure-reason-once": ["register-closure-dated"],
    "rejected-statement: a text": ["rejected-side"],
    "statistic-measure-concept": ["statistic-page-date"],
    "told-of": ["route-item-part"],
    "underwriter: of another kind": ["underwriter-registration"],
}
TYPE = RDF.type
TEXT = ox.Literal("some words")
TOKEN, MONTH = XSD.token, XSD.gYearMonth
JAPAN, OF_A_LAYER = ox.NamedNode(ID + "japan"), ox.NamedNode("https://w3id.org/jpst/layer/platform")
OTHER_SCHEME = ox.NamedNode("https://w3id.org/jpst/claimstate/holds")
WRONG_DATATYPES = {
    "integer": {"a text": TEXT, "a double": ox.Literal(4.5)},
    "decimal": {"a whole number": ox.Literal(4), "a double": ox.Literal(4.5)},
}
WRONG_DATES = {
    "a text": TEXT,
    "a time": ox.Literal("2024-05-01T09:00:00", datatype=XSD.dateTime),
    "no month": ox.Literal("2024-13", datatype=MONTH),
    "of a zone": ox.Literal("2024-05-01Z", datatype=XSD.date),
    "of another zone": ox.Literal("2024-05-01+09:00", datatype=XSD.date),
    "of a far year": ox.Literal("12024-05-01", datatype=XSD.date),
    "before our era": ox.Literal("-0044-03-15", datatype=XSD.date),
}
WRONG_DAYS = WRONG_DATES | {"a month": ox.Literal("2024-05", datatype=MONTH)}
WRONG_PERIODS = WRONG_DATES | {"a month of a zone": ox.Literal("2024-05Z", datatype=MONTH)}


def wrong(node):
    """What breaks a shape: how → values of its property."""
    if SHAPES.objects(node, SH.maxCount.value):
        return {"two values": None}
    for datatype in SHAPES.objects(node, SH.datatype.value):
        if datatype.value == XSD.string.value:
            return {"in a language": None, "of another datatype": None}
        return WRONG_DATATYPES[local_name(datatype.value)]
    if SHAPES.objects(node, SH.BASE + "or"):
        messages = SHAPES.objects(node, SH.message.value)
        is_day = any("not a day" in message.value for message in messages)
        return WRONG_DAYS if is_day else WRONG_PERIODS
    if SHAPES.objects(node, SH.languageIn.value):
        return {"in no language": TEXT, "in another": ox.Literal("des mots", language="fr")}
    if SHAPES.objects(node, SH.node.value):
        return {"a text": TEXT, "of another scheme": OTHER_SCHEME}
    if SHAPES.objects(node, SH.class_.value):
        return {"a text": TEXT, "of another kind": None}
    assert SHAPES.objects(node, SH.nodeKind.value)
    return {"a text": TEXT}


CASES = [(node, how) for node in of_properties(SHAPES) for how in wrong(node)]
NAMES = [f"{local_name(node.value)}: {how}" for node, how in CASES]


class Graph:
    """The real graph with what follows from it, asked for what a case needs."""

    def __init__(self, store):
        self.store = store
        self.used = set()

    def subjects(self, *pattern):
        quads = self.store.quads_for_pattern(None, *pattern, ox.DefaultGraph())
        return sorted({q.subject for q in quads if isinstance(q.subject, ox.NamedNode)}, key=str)

    def subject(self, node):
        """A thing that the shape asks about: one that has the property, and a fresh one, if any."""
        path = SHAPES.value(node, SH.path.value)
        kind = SHAPES.value(node, SH.targetClass.value)
        asked = self.subjects(TYPE, kind or JPST.SecurityToken)
        having = self.subjects(path, None)
        chosen = [one for one in having if kind is None or one in asked] or asked
        fresh = next((one for one in chosen if one not in self.used), chosen[0])
        self.used.add(fresh)
        return fresh

    def values(self, node, how):
        path = SHAPES.value(node, SH.path.value)
        if how == "two values":
            if local_name(path.value) in TWO:
                return [ox.Literal(text) for text in TWO[local_name(path.value)]]
            quads = self.store.quads_for_pattern(None, path, None, ox.DefaultGraph())
            return sorted({quad.object for quad in quads}, key=str)[:2]
        if how in ("in a language", "of another datatype"):
            # Its form is right: what a code looks like is for another shape to say.
            quads = self.store.quads_for_pattern(None, path, None, ox.DefaultGraph())
            text = min((quad.object.value for quad in quads), default=TEXT.value)
            other = {"language": "en"} if how == "in a language" else {"datatype": TOKEN}
            return [ox.Literal(text, **other)]
        kind = SHAPES.value(node, SH.class_.value)
        if how == "of another kind":
            others = (JAPAN, OF_A_LAYER)
            return [next(o for o in others if ox.Quad(o, TYPE, kind) not in self.store)]
        return [wrong(node)[how]]


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """For each case the subject, the values, and the findings that its file causes."""
    loaded = load(PROJECT)
    rules = compile_rules(loaded.store, PROJECT / "ontology" / "rules")
    run(loaded.store, rules)
    graph, folder = Graph(loaded.store), tmp_path_factory.mktemp("wrong")
    made = {}
    for number, (node, how) in enumerate(CASES):
        subject, values = graph.subject(node), graph.values(node, how)
        path = folder / f"{number}.nt"
        lines = [str(ox.Triple(subject, SHAPES.value(node, SH.path.value), v)) for v in values]
        path.write_text("".join(f"{line} .\n" for line in lines), encoding="utf-8")
        made[path] = node, how, subject, values
    findings = validate_files(
        loaded.store,
        load_extra(made),
        SHAPES,
        infer=lambda store: run(store, rules),
        rules=rules,
        files=loaded.files,
    )
    found = defaultdict(list)
    for finding in findings:
        found[finding.file].append(finding)
    assert not set(found) - set(made)
    return {(node, how): (*what, found[path]) for path, (node, how, *what) in made.items()}


@pytest.mark.parametrize(("node", "how"), CASES, ids=NAMES)
def test_a_wrong_value_has_its_finding_and_no_other(node, how, broken):
    subject, values, findings = broken[node, how]
    name = local_name(node.value)
    follows = FOLLOWS.get(name, FOLLOWS.get(f"{name}: {how}", []))
    assert sorted(f.id for f in findings) == sorted([name, *follows])
    finding = next(f for f in findings if f.id == name)
    assert finding.focus == subject
    assert finding.value in (*values, None)
    assert finding.shape_file.parent == PROJECT / "shapes" / FOLDER


def test_the_two_values_of_a_case_are_two(broken):
    assert {len(values) for (_, how), (_, values, _) in broken.items() if how == "two values"} == {
        2
    }


ONTOLOGY = """
@prefix jpst: <https://w3id.org/jpst/ontology/> .
@prefix owl:  <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd:  <http://www.w3.org/2001/XMLSchema#> .
jpst:weightOfPaper a owl:DatatypeProperty ;
    skos:prefLabel "weight of paper"@en, "紙の重さ"@ja ;
    skos:definition "The weight of the paper."@en ;
    rdfs:range %s .
"""
WRITTEN = """
@prefix jpst:  <https://w3id.org/jpst/ontology/> .
@prefix sh:    <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/jpst/shape/> .
"""


@pytest.fixture
def project(tmp_path):
    """A project of one property and the queries of ours; to be filled further."""
    folder = tmp_path / "shapes" / FOLDER
    folder.mkdir(parents=True)
    for path in (PROJECT / "shapes" / FOLDER).iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (tmp_path / "ontology").mkdir()
    write(tmp_path, "ontology/core.ttl", ONTOLOGY % "xsd:integer")
    write(tmp_path, "shapes/own.ttl", WRITTEN)
    return tmp_path


def write(root, name, text):
    (root / name).write_text(text, encoding="utf-8")


def about(shapes, name="weight-of-paper"):
    """What a shape says: predicate → number of values."""
    node = ox.NamedNode("https://w3id.org/jpst/shape/" + name)
    return {local_name(p): len(shapes.objects(node, p)) for p in shapes.predicates(node)}


def test_a_new_property_has_its_shape_at_once(project):
    shapes = load_shapes(project / "shapes")
    says = about(shapes)
    assert says.pop("message") == 2
    assert set(says) == {"type", "group", "targetSubjectsOf", "path", "datatype", "severity"}


def test_a_shape_written_by_hand_says_it_alone(project):
    own = "shape:heavy sh:targetSubjectsOf jpst:weightOfPaper ; sh:path jpst:weightOfPaper ; "
    write(project, "shapes/own.ttl", WRITTEN + own + "sh:datatype sh:anything .")
    assert about(load_shapes(project / "shapes")) == {}
    write(project, "shapes/own.ttl", WRITTEN + own + "sh:minCount 1 .")
    assert "datatype" in about(load_shapes(project / "shapes"))


def test_a_range_that_no_query_knows_is_complained_of(project):
    write(project, "ontology/core.ttl", ONTOLOGY % "xsd:duration")
    problems = check_shapes(load_shapes(project / "shapes"))
    assert "it has a target but no constraint" in str(problems)
    assert {problem.path.name for problem in problems if problem.path} == {"0-properties.rq"}


def test_blank_nodes_are_named_alike_each_time():
    again = load_shapes(PROJECT / "shapes")
    assert again.triples == SHAPES.triples
    assert again.files == SHAPES.files


def test_without_queries_only_what_is_written_counts(tmp_path):
    write(tmp_path, "own.ttl", WRITTEN + "shape:a sh:targetNode shape:b ; sh:nodeKind sh:IRI .")
    assert len(load_shapes(tmp_path).triples) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * { ?s ?p ?o }", "the query gives no shapes"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://x/> { ?s ?p ?o } }", "SERVICE"),
        ("CONSTRUCT { ?s ?p ?o } FROM <file:///etc/hosts> WHERE { ?s ?p ?o }", "FROM"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE is not allowed"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p", "the query is no SPARQL"),
    ],
)
def test_a_query_that_may_not_run_is_refused(project, text, said):
    path = project / "shapes" / FOLDER / "4-mine.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LoadError) as refused:
        load_shapes(project / "shapes")
    assert said in str(refused.value)
    assert [problem.path for problem in refused.value.problems] == [path]


def test_queries_without_an_ontology_are_complained_of(project):
    (project / "ontology" / "core.ttl").unlink()
    with pytest.raises(LoadError, match="there is no ontology"):
        load_shapes(project / "shapes")
