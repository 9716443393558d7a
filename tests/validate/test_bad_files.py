"""Each shape of the project finds what it is for, and nothing else.

Every constraint has a file under bad/ that breaks it alone, but for those that the ontology gives:
test_derived.py makes theirs. All files are validated in one run on top of the real graph, so
that they may name real things.
"""

from __future__ import annotations

import re
from collections import defaultdict

import pyoxigraph as ox
import pytest
from helpers.project import PROJECT
from helpers.shacl import of_properties
from helpers.terms import jpst

from kgraph.infer import compile_rules, run
from kgraph.load import load, load_extra
from kgraph.names import EDITORIAL, SCHEME, SRC, compact
from kgraph.shacl.parts import reporting_shapes
from kgraph.shacl.read import target_shapes
from kgraph.turtle.parse import parse_turtle, read_text
from kgraph.validate import check_shapes, load_shapes, validate_files, validate_store
from kgraph.validate.derived import FOLDER
from kgraph.validate.house_rules import shape_nodes
from kgraph.vocab import GRAPH, JPST, OWL, RDF, RDFS, SH

BAD = sorted((PROJECT / "tests" / "bad").iterdir())
TYPE = RDF.type
ASSERTING = (SRC, EDITORIAL, GRAPH.BASE, SCHEME)
# Two kinds that a shape keeps apart are classes that the axioms keep apart.
FOLLOWS = {
    "disjoint-kinds": ("disjoint-classes",),
    # The fact that such a statement narrows has the same property.
    "statement-predicate-defined": ("property-defined",),
    # What must be declared and is not is described nowhere.
    "concept-scheme-declared": ("name-not-described",),
    "term-module-declared": ("name-not-described",),
}
VALUE_CONSTRAINTS = ("datatype", "languageIn", "class", "node", "nodeKind", "or")


@pytest.fixture(scope="module")
def loaded():
    return load(PROJECT)


@pytest.fixture(scope="module")
def shapes():
    return load_shapes(PROJECT / "shapes")


@pytest.fixture(scope="module")
def found(loaded, shapes):
    """The findings about all bad files at once, by focus node."""
    rules = compile_rules(loaded.store, PROJECT / "ontology" / "rules")
    findings = validate_files(
        loaded.store, load_extra(BAD), shapes, infer=lambda store: run(store, rules), rules=rules
    )
    by_focus = defaultdict(list)
    for finding in findings:
        by_focus[finding.focus].append(finding)
    return by_focus


@pytest.fixture(scope="module")
def asserted(loaded):
    """The triples that data and schemes state."""
    return [
        quad.triple
        for quad in loaded.store
        if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value.startswith(ASSERTING)
    ]


def paths_with(shapes, *constraints):
    """The properties whose values some shape holds to one of the constraints."""
    return {
        shapes.value(node, SH.path.value).value
        for node in reporting_shapes(shapes)
        if isinstance(shapes.value(node, SH.path.value), ox.NamedNode)
        and any(shapes.objects(node, SH.BASE + name) for name in constraints)
    }


def subclasses(store):
    """Class → all classes it is under, itself included."""
    above = defaultdict(set)
    for quad in store.quads_for_pattern(None, RDFS.subClassOf, None):
        above[quad.subject].add(quad.object)

    def closure(name):
        seen, waiting = {name}, [name]
        while waiting:
            new = above[waiting.pop()] - seen
            seen |= new
            waiting.extend(new)
        return seen

    return closure


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_has_its_finding_and_no_other(path, found):
    (file,) = load_extra([path])
    name = path.stem
    findings = [f for node in {quad.subject for quad in file.quads} for f in found[node]]
    mine = [f for f in findings if f.id == name]
    # What is wrong within one source is so for all sources together, which only warns.
    follows = {name, f"{name}-across-sources", *FOLLOWS.get(name, ())}
    others = {f.id for f in findings if f.severity != "info"} - follows
    assert len(mine) == 1, [f.id for f in findings]
    assert others == set()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_says_what_it_breaks(path):
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert re.fullmatch(rf"# Breaks shape:{path.stem}: .+\.", first)


def test_every_constraint_has_a_bad_file(shapes):
    written = set(reporting_shapes(shapes)) - set(of_properties(shapes))
    names = {compact(node.value) for node in written}
    assert names == {f"shape:{path.stem}" for path in BAD}


def test_the_shapes_keep_the_rules_of_the_house(shapes):
    assert check_shapes(shapes) == ()


def test_the_messages_are_filled(found):
    texts = [
        text
        for findings in found.values()
        for finding in findings
        for text in (finding.message_en, finding.message_ja)
    ]
    assert [text for text in texts if re.search(r"\{[?$]", text)] == []


def test_every_property_in_use_has_its_values_checked(asserted, shapes):
    stated = {t.predicate.value for t in asserted if t.predicate.value.startswith(JPST.BASE)}
    assert stated - paths_with(shapes, *VALUE_CONSTRAINTS) == set()


def test_every_class_in_use_has_a_shape(asserted, loaded, shapes):
    targets = {
        target
        for node in shape_nodes(shapes)
        for target in shapes.objects(node, SH.targetClass.value)
    }
    above = subclasses(loaded.store)
    # A thing whose name was given up is no more than a thing.
    used = {t.object for t in asserted if t.predicate == TYPE} - {OWL.Thing}
    assert {name.value for name in used if not above(name) & targets} == set()


def test_every_single_valued_property_has_its_values_counted_or_told_apart(loaded, shapes):
    kinds = [jpst(name) for name in ("SingleValuedProperty", "UnchangingProperty")]
    single = {
        quad.subject.value
        for kind in kinds
        for quad in loaded.store.quads_for_pattern(None, TYPE, kind)
    }
    told_apart = next(node for node in target_shapes(shapes) if "told-apart" in str(node))
    targets = {node.value for node in shapes.objects(told_apart, SH.targetSubjectsOf.value)}
    query = shapes.value(shapes.value(told_apart, SH.sparql.value), SH.select.value).value
    listed = {JPST.BASE + name for name in re.findall(r"jpst:(\w+)", query)}
    assert targets == listed
    assert single == targets | (paths_with(shapes, "maxCount") & single)


def test_every_kind_that_axioms_keep_apart_is_a_target_of_the_shape_that_asks(loaded, shapes):
    (shape,) = [node for node in target_shapes(shapes) if "disjoint-kinds" in str(node)]
    targets = set(shapes.objects(shape, SH.targetClass.value))
    above = subclasses(loaded.store)
    rows = loaded.store.query(
        f"SELECT DISTINCT ?kind {{ {{ ?all {OWL.members}/{RDF.rest}*/{RDF.first} ?kind }} "
        f"UNION {{ ?kind <{OWL.BASE}disjointWith> ?other }} }}"
    )
    kinds = {row["kind"] for row in rows}
    assert kinds
    assert {kind.value for kind in kinds if not above(kind) & targets} == set()


def test_the_queries_use_no_prefix_that_is_not_declared(shapes):
    declared = {
        shapes.value(node, SH.prefix.value).value
        for node in shapes.objects(
            ox.NamedNode("https://w3id.org/jpst/shape/prefixes"), SH.declare.value
        )
    }
    queries = [t.object.value for t in shapes.triples if t.predicate.value == SH.select.value]
    used = {
        prefix
        for query in queries
        for prefix in re.findall(r"\b([a-z]+):\w", re.sub(r'"[^"]*"', "", query))
    }
    assert used == declared


def test_no_shape_is_said_twice(shapes):
    seen = defaultdict(set)
    for path in sorted((PROJECT / "shapes").glob("*.ttl")):
        for triple in parse_turtle(read_text(path), path):
            if isinstance(triple.subject, ox.NamedNode):
                seen[triple.subject.value].add(path.name)
    assert {name: files for name, files in seen.items() if len(files) > 1} == {}
    derived = {node.value for node, path in shapes.files.items() if path.parent.name == FOLDER}
    assert set(seen) & derived == set()


def test_the_graph_has_no_violation(loaded, shapes):
    store = ox.Store()
    store.bulk_extend(loaded.store)
    run(store, compile_rules(store, PROJECT / "ontology" / "rules"))
    findings = validate_store(store, shapes)
    assert [(f.id, f.focus_name, f.value_name) for f in findings if f.severity == "violation"] == []
