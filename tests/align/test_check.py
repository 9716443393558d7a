"""The check of the links: it passes, and every planted fault is caught."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.links import VENDOR, copied, needs_copies, plant
from helpers.project import PROJECT
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from kgraph.align import align_report, check
from kgraph.align.bridges import Bridges, read_bridges
from kgraph.align.consistency import bridge_triples, reason, schema_problems, witnesses
from kgraph.align.ours import Ours, lei_codes, read_ours
from kgraph.align.select import select
from kgraph.align.table import Row
from kgraph.align.vendor import read_vendor
from kgraph.align.write import all_rows
from kgraph.infer import owlrl_closure
from kgraph.load import Kind, load
from kgraph.problems import LoadError, Problem
from kgraph.vocab import JPST, RDF

EX = "https://example.org/"
TABLE = Path("ontology", "align", "mappings.sssom.tsv")


class Material:
    """What a check reads, read once: tests plant rows in memory."""

    def __init__(self) -> None:
        self.bridges: Bridges = read_bridges(PROJECT)
        self.ours: Ours = read_ours(PROJECT)
        self.rows: list[Row] = all_rows(PROJECT, self.bridges, self.ours)
        self.copies: Store = read_vendor(VENDOR).store

    def problems(self, *planted: tuple[str, str, str]) -> list[Problem]:
        rows = [
            *self.rows,
            *(Row(*(self.bridges.expand(part) for part in row), "planted") for row in planted),
        ]
        return schema_problems(PROJECT, self.ours, rows, self.copies, self.bridges)[0]


@pytest.fixture(scope="module")
def material() -> Material:
    return Material()


# -- without copies


def test_the_links_pass_without_copies() -> None:
    report = align_report(PROJECT)
    assert report.problems == ()
    assert report.ok
    assert report.copies is None
    assert report.mappings["fibo"][0] >= 15
    assert sum(axioms + matches for axioms, matches in report.mappings.values()) >= 150


def by_what(problems: tuple[Problem, ...]) -> dict[str, Problem]:
    return {problem.what: problem for problem in problems}


def test_faults_that_the_pinned_list_shows(tmp_path: Path) -> None:
    root = copied(tmp_path)
    plant(root, "jpst:TrustBank", "rdfs:subClassOf", "fibo-fbc-fct-fse:TrustCompany")
    plant(root, "jpst:Bank", "skos:closeMatch", "fibo-fbc-fct-fse:NoSuchBank")
    plant(root, "jpst:issuer", "skos:closeMatch", "fibo-fbc-fi-fi:Security")
    plant(root, "jpst:NoSuchClass", "skos:closeMatch", "org:Organization")
    plant(root, "jpst:maturityDate", "rdfs:subPropertyOf", "fibo-fbc-dae-dbt:hasMaturityDate")
    plant(root, "jpst:operatedBy", "rdfs:subClassOf", "cmns-org:isManagedBy")
    plant(root, "jpst:Bank", "rdfs:subPropertyOf", "fibo-fbc-fct-fse:Bank")
    query = root / "ontology" / "fibo" / "roles.rq"
    text = query.read_text(encoding="utf-8")
    query.write_text(text.replace("isManagedBy", "isManagedByNobody"), encoding="utf-8")
    (root / "ontology" / "align" / "extra.ttl").write_text("", encoding="utf-8")
    found = by_what(check(root))

    both = found["jpst:TrustBank is an agent and a role"]
    assert "cmns-org:LegalEntity" in both.why
    assert "fibo-fbc-fct-fse:TrustCompany" in both.fix
    unknown = found["unknown target fibo-fbc-fct-fse:NoSuchBank"]
    assert unknown.path == root / TABLE
    assert (root / TABLE).read_text("utf-8").splitlines()[unknown.line - 1].startswith("jpst:Bank")
    assert "unknown term jpst:NoSuchClass" in found
    misfit = found[
        "jpst:maturityDate and fibo-fbc-dae-dbt:hasMaturityDate do not fit rdfs:subPropertyOf"
    ]
    assert "datatypeProperty" in misfit.why
    assert "jpst:operatedBy and cmns-org:isManagedBy do not fit rdfs:subClassOf" in found
    assert "jpst:Bank and fibo-fbc-fct-fse:Bank do not fit rdfs:subPropertyOf" in found
    assert found["unknown target cmns-org:isManagedByNobody"].path == query
    apart = found["jpst:issuer and fibo-fbc-fi-fi:Security are of different kinds"]
    assert "begin its comment with “A property here, a class there”" in apart.fix
    assert "a bridge that nothing accounts for" in found
    assert "the file is not up to date" in found


def test_a_bridge_edited_by_hand_is_noticed(tmp_path: Path) -> None:
    root = copied(tmp_path)
    bridge = root / "ontology" / "align" / "org.ttl"
    text = bridge.read_text(encoding="utf-8")
    bridge.write_text(text + "\njpst:Bank\n    rdfs:subClassOf org:Role .\n", encoding="utf-8")
    (problem,) = check(root)
    assert problem.what == "the file is not up to date"
    assert problem.path == bridge


def test_folders_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"bridges\.yaml"):
        check(tmp_path)
    with pytest.raises(LoadError, match="no such folder"):
        align_report(PROJECT, tmp_path / "nowhere")
    with pytest.raises(LoadError, match="no copies"):
        align_report(PROJECT, tmp_path)


# -- with copies


@needs_copies
def test_the_links_pass_with_copies() -> None:
    report = align_report(PROJECT, VENDOR)
    assert report.problems == ()
    assert report.witnesses > 300
    assert report.axioms > 200
    assert report.left_out["someValuesFrom"] > 0


@needs_copies
def test_a_wrong_mapping_in_the_table_fails_the_check(tmp_path: Path) -> None:
    root = copied(tmp_path)
    plant(root, "jpst:TrustBank", "rdfs:subClassOf", "fibo-fbc-fct-fse:TrustCompany")
    found = by_what(check(root, VENDOR))
    assert "jpst:TrustBank is an agent and a role" in found
    (problem,) = (p for p in found.values() if "jpst:TrustBank under both" in p.what)
    assert "jpst:Agent rdfs:subClassOf cmns-pts:Party" in problem.why
    assert "jpst:TrustBank rdfs:subClassOf fibo-fbc-fct-fse:TrustCompany" in problem.why


@needs_copies
@pytest.mark.parametrize(
    ("planted", "what", "why"),
    [
        (
            ("jpst:operatedBy", "rdfs:subPropertyOf", "cmns-org:isManagedBy"),
            "the object of jpst:operatedBy under both",
            "jpst:operatedBy rdfs:subPropertyOf cmns-org:isManagedBy",
        ),
        (
            ("jpst:trustee", "rdfs:subPropertyOf", "fibo-be-tr-tr:hasTrustee"),
            "the object of jpst:trustee under both",
            "jpst:trustee rdfs:range jpst:Organization",
        ),
        (
            ("jpst:lei", "rdfs:subPropertyOf", "gleif-L1:LEI"),
            "jpst:lei falls under a functional property",
            "gleif-L1:LEI",
        ),
        (
            ("jpst:marketIdentifier", "rdfs:subPropertyOf", "cmns-id:isIdentifiedBy"),
            "jpst:marketIdentifier falls under a functional property",
            "cmns-id:identifies, the other way round",
        ),
        (
            ("jpst:Organization", "rdfs:subClassOf", "org:Role"),
            "under both",
            "jpst:Organization rdfs:subClassOf org:Role",
        ),
    ],
)
def test_a_planted_contradiction(
    material: Material, planted: tuple[str, str, str], what: str, why: str
) -> None:
    assert material.problems() == []
    found = material.problems(planted)
    assert any(what in problem.what and why in problem.why for problem in found), found


@needs_copies
def test_the_facts_themselves_contradict_no_outside_axiom(material: Material) -> None:
    _, selection = schema_problems(
        PROJECT, material.ours, material.rows, material.copies, material.bridges
    )
    schema = [*material.ours.axioms, *bridge_triples(material.rows), *selection.axioms]
    data = (Kind.ENTITIES, Kind.SOURCE, Kind.EDITORIAL)
    said = [Quad(*t) for file in load(PROJECT).files if file.kind in data for t in file.triples]
    assert len(said) > 5000
    assert reason(schema, said, Path(), material.bridges) == []


@needs_copies
def test_a_pinned_target_that_the_copies_have_otherwise(tmp_path: Path) -> None:
    root = copied(tmp_path)
    pinned = root / "ontology" / "align" / "targets.csv"
    text = pinned.read_text(encoding="utf-8")
    text = text.replace("org#Organization,class,", "org#Organization,individual,")
    text += "http://www.w3.org/ns/org#Gone,class,,2014,gone,w3c/org.nq,0.8,\n"
    old = "https://spec.edmcouncil.org/fibo/ontology/SEC/Funds/Funds/CollectiveInvestmentVehicle"
    text += f"{old},class,,20260401,old,fibo/SEC/Funds/Funds.rdf,,\n"
    pinned.write_text(text, encoding="utf-8")
    found = [p for p in check(root, VENDOR) if "is not as pinned" in p.what]
    why = {problem.what.split()[2]: problem.why for problem in found}
    assert "pinned as individual" in why["org:Organization"]
    assert "does not declare it" in why["org:Gone"]
    assert "deprecated" in why["fibo-sec-fund-fund:CollectiveInvestmentVehicle"]


@needs_copies
@pytest.mark.slow
def test_the_reference_reasoner_agrees_on_what_was_selected(material: Material) -> None:
    links = bridge_triples(material.rows)
    _, selection = schema_problems(
        PROJECT, material.ours, material.rows, material.copies, material.bridges
    )
    facts = [quad.triple for quad in witnesses(material.ours)]
    graph = {*material.ours.axioms, *links, *selection.axioms, *facts}
    kinds = {t for t in owlrl_closure(graph, ranges=True) if t.predicate == RDF.type}
    agent = {t.subject for t in kinds if t.object.value.endswith("PartiesAndSituations/Agent")}
    role = {t.subject for t in kinds if t.object.value.endswith("RolesAndCompositions/Role")}
    assert len(agent) > 50
    assert not agent & role


# -- the selection, on copies small enough to see


PREFIXES = f"""
@prefix : <{EX}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def triples(turtle: str) -> Iterator[Triple]:
    for quad in parse(PREFIXES + turtle, format=RdfFormat.TURTLE):
        yield quad.triple


def facts(turtle: str) -> list[Quad]:
    return [Quad(*triple) for triple in triples(turtle)]


def small(turtle: str) -> Store:
    store = Store()
    store.extend(facts(turtle))
    return store


@pytest.mark.parametrize(
    "copies",
    [
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :B ] ."
        " :B owl:disjointWith :C .",
        ":p rdfs:range :B . [] a owl:AllDisjointClasses ; owl:members ( :B :C ) .",
        ":p owl:inverseOf :q . :q rdfs:domain :B . :B owl:disjointWith :C .",
        ":p rdfs:subPropertyOf :q . :q rdfs:range :B ."
        " :B rdfs:subClassOf [ owl:complementOf :C ] .",
        ":A owl:equivalentClass [ owl:intersectionOf"
        " ( :D [ owl:onProperty :p ; owl:allValuesFrom :B ] ) ] . :B owl:disjointWith :C .",
        ":p owl:equivalentProperty :q . :q rdfs:range :B . :B owl:equivalentClass :E ."
        " :E owl:disjointWith :C .",
    ],
)
def test_the_constructs_that_are_taken_over(copies: str) -> None:
    store = small(copies)
    chosen = select(
        store,
        [NamedNode(EX + name) for name in ("A", "C")],
        [NamedNode(EX + "p")],
    )
    bridges = read_bridges(PROJECT)
    fine = facts(":x a :A ; :p :y .")
    assert reason(chosen.axioms, fine, Path(), bridges) == []
    (problem,) = reason(chosen.axioms, [*fine, *facts(":y a :C .")], Path(), bridges)
    assert "under both" in problem.what


def test_what_is_left_out_is_counted() -> None:
    store = small(
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :B ] ,"
        " [ owl:onProperty :p ; owl:maxCardinality 1 ] . :p rdfs:domain [ owl:unionOf ( :A :B ) ] ."
    )
    chosen = select(store, [NamedNode(EX + "A")], [NamedNode(EX + "p")])
    assert chosen.left_out == {
        "domain or range that is an expression": 1,
        "maxCardinality": 1,
        "someValuesFrom": 1,
    }
    assert chosen.axioms == ()


def test_nothing_is_taken_that_does_not_bear_on_the_links() -> None:
    store = small(":A rdfs:subClassOf :B . :X rdfs:subClassOf :Y . :Y owl:disjointWith :B .")
    chosen = select(store, [NamedNode(EX + "A")], ())
    below = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    assert chosen.axioms == (Triple(NamedNode(EX + "A"), below, NamedNode(EX + "B")),)


def test_one_witness_for_each_class_and_property(material_ours: Ours) -> None:
    found = witnesses(material_ours)
    classes = [q for q in found if q.predicate.value.endswith("#type")]
    properties = {q.predicate.value for q in found if q.predicate.value.startswith(JPST.BASE)}
    assert len(classes) == len(material_ours.terms("class"))
    wanted = material_ours.terms("objectProperty") + material_ours.terms("datatypeProperty")
    assert properties == set(wanted)


@pytest.fixture(scope="module")
def material_ours() -> Ours:
    return read_ours(PROJECT)


def test_only_a_valid_code_of_one_organization_leads_to_a_record() -> None:
    axioms = list(triples(f"<{JPST.BASE}Company> rdfs:subClassOf <{JPST.BASE}Organization> ."))
    good, other = "3538002ZFUQ3KMY5SA19", "3538001249AILNPRUX57"
    data = f"""
        :one a <{JPST.BASE}Company> ; <{JPST.BASE}lei> "{good}" .
        :wrong a <{JPST.BASE}Company> ; <{JPST.BASE}lei> "3538002ZFUQ3KMY5SA18" .
        :two a <{JPST.BASE}Company> ; <{JPST.BASE}lei> "{other}" , "353800279ADEFGKNTV65" .
        :three a <{JPST.BASE}Company> ; <{JPST.BASE}lei> "353800V2V8PUY9TK3E06" .
        :four a <{JPST.BASE}Company> ; <{JPST.BASE}lei> "353800V2V8PUY9TK3E06" .
        :code a <{JPST.BASE}MarketIdentifierCode> ; <{JPST.BASE}lei> "{good}" .
    """
    assert lei_codes(list(triples(data)), axioms) == {EX + "one": good}
