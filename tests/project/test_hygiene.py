"""Hygiene of the ontology: words in both languages, nothing untyped, no cycle, no contradiction."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

import pytest
from helpers.project import PROJECT
from helpers.terms import jpst
from pyoxigraph import Literal, NamedNode, Triple

from kgraph.align.bridges import read_bridges
from kgraph.align.consistency import reason, witnesses
from kgraph.align.ours import read_ours
from kgraph.infer import compile_rules
from kgraph.load import Kind, load
from kgraph.names import BASE, MODULE, SCHEME, compact
from kgraph.problems import LoadError
from kgraph.turtle.parse import parse_turtle
from kgraph.vocab import JPST, OWL, RDF, RDFS, SKOS, XSD

ONTOLOGY = PROJECT / "ontology"
TYPE = RDF.type
ENTITY_KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
VALUE_TYPES = (XSD.BASE, RDF.langString.value, RDFS.Literal.value)


@cache
def graphs() -> dict[str, tuple[Triple, ...]]:
    """The triples of each module and concept scheme, by its IRI."""
    return {
        file.graph: file.triples
        for file in load(PROJECT).files
        if file.kind in (Kind.MODULE, Kind.SCHEME)
    }


@cache
def about() -> dict[str, dict[str, list[object]]]:
    """Subject → predicate → objects, over all modules and schemes."""
    found: dict[str, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
    for triples in graphs().values():
        for subject, predicate, term in triples:
            if isinstance(subject, NamedNode):
                found[subject.value][predicate.value].append(term)
    return found


@cache
def terms() -> dict[str, str]:
    """Our terms with their one kind."""
    return {
        iri: kinds[0]
        for iri, told in about().items()
        if (
            kinds := [
                k.value.removeprefix(OWL.BASE)
                for k in told[TYPE.value]
                if k.value.removeprefix(OWL.BASE) in ENTITY_KINDS
            ]
        )
    }


@cache
def datatypes() -> frozenset[str]:
    """The datatypes that are ours."""
    return frozenset(iri for iri, told in about().items() if RDFS.Datatype in told[TYPE.value])


def test_there_is_an_ontology_to_look_at() -> None:
    counts = Counter(terms().values())
    assert counts["Class"] > 50
    assert counts["ObjectProperty"] > 100
    assert counts["DatatypeProperty"] > 100


def test_a_term_is_one_kind_of_thing_and_no_name_of_a_file() -> None:
    for iri, told in about().items():
        kinds = [k for k in told[TYPE.value] if k.value.removeprefix(OWL.BASE) in ENTITY_KINDS]
        assert len(kinds) <= 1, compact(iri)
        if kinds:
            assert iri.startswith(JPST.BASE)
            assert OWL.Ontology not in told[TYPE.value], compact(iri)


@pytest.mark.parametrize("predicate", ["prefLabel", "definition"])
def test_every_term_and_concept_has_words_in_both_languages(predicate: str) -> None:
    wanted = [
        iri
        for iri, told in about().items()
        if iri in terms()
        or any(k.value in (SKOS.Concept.value, SKOS.ConceptScheme.value) for k in told[TYPE.value])
    ]
    wrong = {
        compact(iri): languages
        for iri in wanted
        if (
            languages := sorted(term.language or "" for term in about()[iri][SKOS.BASE + predicate])
        )
        != ["en", "ja"]
    }
    assert wrong == {}
    empty = [
        compact(iri)
        for iri in wanted
        for term in about()[iri][SKOS.BASE + predicate]
        if not term.value.strip()
    ]
    assert empty == []


def test_a_term_says_which_module_defines_it() -> None:
    for module, triples in graphs().items():
        if not module.startswith(MODULE):
            continue
        for subject, predicate, _ in triples:
            if predicate == TYPE and isinstance(subject, NamedNode) and subject.value in terms():
                defined = about()[subject.value][RDFS.isDefinedBy.value]
                assert defined == [NamedNode(module)], compact(subject.value)


def test_a_concept_stands_in_the_scheme_of_its_file() -> None:
    for scheme, triples in graphs().items():
        if not scheme.startswith(SCHEME):
            continue
        for subject, predicate, term in triples:
            if predicate == TYPE and term == SKOS.Concept:
                assert about()[subject.value][SKOS.inScheme.value] == [NamedNode(scheme)]
                assert subject.value.startswith(BASE + scheme.removeprefix(SCHEME) + "/")


def test_nothing_of_ours_is_used_without_a_type() -> None:
    typed = {iri for iri, told in about().items() if told[TYPE.value]}
    namespaces = (
        JPST.BASE,
        MODULE,
        SCHEME,
        *(BASE + s.removeprefix(SCHEME) + "/" for s in graphs()),
    )
    used: set[str] = set()
    for file in load(PROJECT).files:
        for triple in file.triples:
            if triple.predicate == OWL.versionIRI:
                continue
            used |= {t.value for t in triple if isinstance(t, NamedNode)}
            if isinstance(triple.object, Literal):
                used.add(triple.object.datatype.value)
    assert {iri for iri in used if iri.startswith(namespaces)} - typed == set()


def test_every_predicate_of_ours_is_a_property_and_every_type_a_class() -> None:
    for file in load(PROJECT).files:
        for triple in file.triples:
            if triple.predicate.value.startswith(JPST.BASE):
                assert terms()[triple.predicate.value] != "Class", compact(triple.predicate.value)
            if triple.predicate == TYPE and triple.object.value.startswith(JPST.BASE):
                assert terms()[triple.object.value] == "Class", compact(triple.object.value)


def test_values_are_of_the_kind_that_the_property_says() -> None:
    for file in load(PROJECT).files:
        for triple in file.triples:
            kind = terms().get(triple.predicate.value)
            if kind == "ObjectProperty":
                assert not isinstance(triple.object, Literal), triple
            elif kind == "DatatypeProperty":
                assert isinstance(triple.object, Literal), triple


def test_no_class_and_no_property_is_below_itself() -> None:
    for name in ("subClassOf", "subPropertyOf"):
        up = {iri: [o.value for o in told[RDFS.BASE + name]] for iri, told in about().items()}
        for start in up:
            seen: set[str] = set()
            queue = list(up[start])
            while queue:
                above = queue.pop()
                assert above != start, compact(start)
                if above not in seen:
                    seen.add(above)
                    queue += up.get(above, [])


# -- domains and ranges


def test_domains_and_ranges_are_classes_or_datatypes_that_exist() -> None:
    for iri, kind in terms().items():
        for domain in about()[iri][RDFS.domain.value]:
            assert kind != "Class"
            of_ours = domain.value.startswith(BASE)
            assert not of_ours or terms()[domain.value] == "Class", compact(iri)
            assert not domain.value.startswith(VALUE_TYPES), compact(iri)
        for reach in about()[iri][RDFS.range.value]:
            is_ours = reach.value in datatypes()
            is_value = is_ours or reach.value.startswith(VALUE_TYPES)
            assert is_value == (kind == "DatatypeProperty"), compact(iri)
            known = is_ours or not reach.value.startswith(BASE)
            assert known or terms()[reach.value] == "Class", compact(iri)
        if kind == "DatatypeProperty":
            assert len(about()[iri][RDFS.range.value]) == 1, compact(iri)


def test_no_domain_and_range_contradict_each_other() -> None:
    """One witness for every class and property, reasoned over, falls into no disjoint classes."""
    ours = read_ours(PROJECT)
    bridges = read_bridges(PROJECT)
    facts = witnesses(ours)
    assert reason(ours.axioms, facts, ONTOLOGY, bridges) == []

    planted = [
        *ours.axioms,
        *parse_turtle(f"<{JPST.BASE}trustee> <{RDFS.BASE}range> <{JPST.BASE}Person> .", None),
    ]
    found = reason(planted, facts, ONTOLOGY, bridges)
    assert any("the object of jpst:trustee under both" in problem.what for problem in found)


def test_every_axiom_is_one_that_the_rules_of_owl_2_rl_use() -> None:
    axioms = read_ours(PROJECT).axioms
    assert len(compile_rules(axioms)) > 200
    some = f"""<{JPST.BASE}Bank> <{RDFS.BASE}subClassOf>
        [ {OWL.onProperty} {jpst("trustee")} ; {OWL.someValuesFrom} <{JPST.BASE}Person> ] ."""
    with pytest.raises(LoadError, match="OWL 2 RL cannot conclude"):
        compile_rules([*axioms, *parse_turtle(some, None)])
