"""The FIBO-shaped view of the real graph: its terms, its names, its consistency, its answers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from helpers.links import VENDOR, needs_copies
from helpers.project import PROJECT
from helpers.terms import jpst
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple, parse

from kgraph.align import fibo_view
from kgraph.align.bridges import read_bridges
from kgraph.align.consistency import view_problems
from kgraph.align.targets import CLASS, DATATYPE, INDIVIDUAL, OBJECT, read_targets
from kgraph.align.vendor import read_vendor
from kgraph.align.view import view_queries, view_terms
from kgraph.names import BASE, ID, STANDING
from kgraph.problems import LoadError
from kgraph.snapshot import Snapshot
from kgraph.vocab import JPST, RDF, SKOS

PAIRS = Path(__file__).parent / "pairs"
QUESTIONS = sorted(path.name.removesuffix(".fibo.rq") for path in PAIRS.glob("*.fibo.rq"))
FIBO = "https://spec.edmcouncil.org/fibo/ontology/"
OMG = "https://www.omg.org/spec/"
COMMONS = OMG + "Commons/"
TYPE = RDF.type
PLAYED = NamedNode(COMMONS + "RolesAndCompositions/isPlayedBy")
ROLES = (
    ("mufg-trust", "trustee-of-st-kenedix-akabane-shimo", "BE/Trusts/Trusts/Trustee"),
    (
        "odx",
        "operator-of-start",
        "FBC/ProductsAndServices/FinancialProductsAndServices/FinancialServiceProvider",
    ),
    (
        "sbi-securities",
        "participant-of-start",
        "FBC/FunctionalEntities/Markets/ExchangeParticipant",
    ),
)


@pytest.fixture(scope="module")
def graph(real_snapshot: Snapshot) -> Store:
    return real_snapshot.store


@pytest.fixture(scope="module")
def view(graph: Store) -> list[Triple]:
    return list(fibo_view(graph, PROJECT))


@pytest.fixture(scope="module")
def fibo_store(view: list[Triple]) -> Store:
    store = Store()
    store.extend(Quad(*triple) for triple in view)
    return store


def in_fibo(name: str) -> NamedNode:
    return NamedNode(FIBO + name)


def thing(slug: str) -> NamedNode:
    return NamedNode(ID + slug)


# -- terms and names


def test_the_view_speaks_in_fibo_and_commons_terms_only(view: list[Triple]) -> None:
    targets = read_targets(PROJECT)
    for subject, predicate, value in view:
        assert subject.value.startswith(ID)
        if predicate == TYPE:
            assert targets[value.value].kind == CLASS
            assert value.value.startswith((FIBO, OMG))
            continue
        kind = targets[predicate.value].kind
        assert predicate.value.startswith((FIBO, OMG))
        assert kind == (DATATYPE if isinstance(value, Literal) else OBJECT)
        if isinstance(value, NamedNode) and not value.value.startswith(ID):
            assert targets[value.value].kind == INDIVIDUAL


def test_every_node_that_is_pointed_at_has_a_class_or_is_a_thing_of_the_graph(
    graph: Store, view: list[Triple]
) -> None:
    typed = {t.subject for t in view if t.predicate == TYPE}
    for triple in view:
        node = triple.object
        if isinstance(node, NamedNode) and node.value.startswith(ID) and node not in typed:
            assert next(graph.quads_for_pattern(node, TYPE, None, None), None) is not None, node


def test_names_are_made_from_ours_and_meet_no_other_thing(graph: Store, view: list[Triple]) -> None:
    known = {quad.subject for quad in graph.quads_for_pattern(None, TYPE, None, None)}
    made = {t.subject for t in view} - known
    assert all(not t.subject.value.startswith(JPST.BASE) for t in view)
    prefixes = (
        *("role-", "lei-", "corporate-number-", "registry-entry-", "registration-number-"),
        *("market-", "date-", "offering-", "amount-jpy-", "price-jpy-"),
    )
    assert all(node.value.removeprefix(ID).startswith(prefixes) for node in made)


@pytest.mark.parametrize(("player", "role", "kind"), ROLES)
def test_a_role_is_a_node_with_a_stable_name(
    view: list[Triple], player: str, role: str, kind: str
) -> None:
    node = thing(f"role-{player}-{role}")
    assert Triple(node, TYPE, in_fibo(kind)) in view
    assert Triple(node, PLAYED, thing(player)) in view


def test_the_same_graph_gives_the_same_view(graph: Store, view: list[Triple]) -> None:
    backwards = Store()
    backwards.extend(reversed(list(graph)))
    assert list(fibo_view(backwards, PROJECT)) == view
    assert view == sorted(set(view), key=str)


def test_no_role_is_a_party(view: list[Triple]) -> None:
    targets = read_targets(PROJECT)
    sides: dict[NamedNode, set[str]] = {}
    for triple in view:
        if triple.predicate == TYPE and targets[triple.object.value].side:
            sides.setdefault(triple.subject, set()).add(targets[triple.object.value].side)
    assert all(len(found) == 1 for found in sides.values())
    roles = {node for node, found in sides.items() if found == {"role"}}
    assert len(roles) > 100
    assert {t.subject for t in view if t.predicate == PLAYED} == roles


def test_the_venue_has_the_category_that_the_list_gives(view: list[Triple]) -> None:
    classified = NamedNode(COMMONS + "Classifiers/isClassifiedBy")
    found = [
        t.object.value for t in view if t.subject == thing("start") and t.predicate == classified
    ]
    assert found == [FIBO + "FBC/FunctionalEntities/Markets/MarketCategoryClassifier-OTHR"]
    ats = in_fibo("FBC/FunctionalEntities/Markets/AlternativeTradingSystem")
    assert not any(t.object == ats for t in view)


def test_disputed_facts_stay_out(graph: Store, view: list[Triple]) -> None:
    standing = NamedNode(STANDING + "conflicting")
    (quad, *_) = graph.quads_for_pattern(thing("mizuho-fg"), JPST.lei, None, standing)
    assert not any(t.subject == thing(f"lei-{quad.object.value}") for t in view)
    undisputed = Store()
    undisputed.extend(q for q in graph if q.graph_name != standing)
    more = set(fibo_view(undisputed, PROJECT))
    assert set(view) < more
    assert any(t.subject == thing(f"lei-{quad.object.value}") for t in more)


# -- consistency


@needs_copies
def test_the_view_is_consistent_with_the_copies(view: list[Triple]) -> None:
    copies = read_vendor(VENDOR).store
    bridges = read_bridges(PROJECT)
    assert view_problems(view, copies, bridges) == []

    bank = in_fibo("FBC/FunctionalEntities/FinancialServicesEntities/Bank")
    wrong = [*view, Triple(thing("odx"), TYPE, bank)]
    (problem,) = view_problems(wrong, copies, bridges)
    assert "id:odx under both" in problem.what

    identifies = NamedNode(COMMONS + "Identifiers/identifies")
    twice = [*view, Triple(thing("mic-odst"), identifies, thing("odx-equity-pts"))]
    (problem,) = view_problems(twice, copies, bridges)
    assert problem.what == "id:mic-odst has 2 of cmns-id:identifies"


# -- questions


def answer(store: Store, query: str) -> list[tuple[str | Decimal, ...]]:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    return sorted(tuple(_value(term) for term in row) for row in solutions)


def _value(term: NamedNode | Literal) -> str | Decimal:
    if isinstance(term, Literal) and term.datatype.value.endswith(("#decimal", "#integer")):
        return Decimal(term.value)
    return term.value


def test_there_are_at_least_eight_pairs() -> None:
    assert len(QUESTIONS) >= 8
    ours = {path.name.removesuffix(".ours.rq") for path in PAIRS.glob("*.ours.rq")}
    assert ours == set(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_in_fibo_terms_answers_as_ours_does(
    graph: Store, fibo_store: Store, question: str
) -> None:
    theirs = (PAIRS / f"{question}.fibo.rq").read_text(encoding="utf-8")
    ours = (PAIRS / f"{question}.ours.rq").read_text(encoding="utf-8")
    assert BASE not in theirs
    assert view_terms([theirs]) <= read_targets(PROJECT).keys()
    found = answer(fibo_store, theirs)
    assert found
    assert found == answer(graph, ours)


def test_an_answer_depends_on_the_facts(graph: Store) -> None:
    """Taking one underwriter away changes both answers alike."""
    relation = jpst("underwriter")
    changed = Store()
    changed.extend(graph)
    quad = next(changed.quads_for_pattern(None, relation, None, None))
    for other in list(changed.quads_for_pattern(quad.subject, relation, quad.object, None)):
        changed.remove(other)
    view = Store()
    view.extend(Quad(*triple) for triple in fibo_view(changed, PROJECT))
    theirs, ours = (
        (PAIRS / f"underwriters.{kind}.rq").read_text(encoding="utf-8") for kind in ("fibo", "ours")
    )
    assert answer(view, theirs) == answer(changed, ours)
    assert len(answer(view, theirs)) == len(answer(graph, ours)) - 1


# -- the queries themselves


SMALL = f"""
@prefix id: <{ID}> . @prefix jpst: <{JPST.BASE}> . @prefix skos: <{SKOS.BASE}> .
id:mic-aaaa a jpst:MarketIdentifierCode ; jpst:micCode "AAAA" ; jpst:operatingMic id:mic-aaaa .
id:mic-bbbb a jpst:MarketIdentifierCode ; jpst:micCode "BBBB" ; jpst:operatingMic id:mic-aaaa ;
    jpst:operatedBy id:firm .
id:pts a jpst:TradingVenue ; jpst:marketIdentifier id:mic-aaaa .
id:firm a jpst:Agent , jpst:Organization .
"""


def test_a_market_is_a_venue_of_the_graph_or_gets_a_name_from_its_code() -> None:
    store = Store()
    store.extend(Quad(*q.triple) for q in parse(SMALL, format=RdfFormat.TURTLE))
    view = set(fibo_view(store, PROJECT))
    identifies = NamedNode(COMMONS + "Identifiers/identifies")
    part_of = NamedNode(COMMONS + "Collections/isPartOf")
    managed = NamedNode(COMMONS + "Organizations/isManagedBy")
    assert Triple(thing("mic-aaaa"), identifies, thing("pts")) in view
    assert Triple(thing("mic-bbbb"), identifies, thing("market-bbbb")) in view
    assert Triple(thing("market-bbbb"), part_of, thing("pts")) in view
    role = thing("role-firm-operator-of-market-bbbb")
    assert Triple(thing("market-bbbb"), managed, role) in view
    assert Triple(role, PLAYED, thing("firm")) in view
    assert not any(t.predicate == part_of and t.subject == thing("pts") for t in view)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT * WHERE { ?s ?p ?o }", "no CONSTRUCT query"),
        ("ASK { ?s ?p ?o }", "no CONSTRUCT query"),
        ("CONSTRUCT { ?s ?p } WHERE", "correct the query"),
    ],
)
def test_a_query_that_makes_no_view(tmp_path: Path, text: str, words: str) -> None:
    folder = tmp_path / "ontology" / "fibo"
    folder.mkdir(parents=True)
    (folder / "wrong.rq").write_text(text, encoding="utf-8")
    store = Store()
    store.add(Quad(thing("a"), TYPE, thing("b")))
    with pytest.raises(LoadError, match=words):
        fibo_view(store, tmp_path)


def test_no_queries(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="there are no queries"):
        fibo_view(Store(), tmp_path)


def test_terms_in_queries_are_found_and_prefixes_are_not() -> None:
    text = (
        "PREFIX x: <https://x.example/> PREFIX id: <" + ID + ">\n"
        'CONSTRUCT { id:a x:b <https://y.example/c> } WHERE { BIND("x:no" AS ?n) } # x:neither'
    )
    assert view_terms([text]) == {"https://x.example/b", "https://y.example/c"}
    assert len(view_queries(PROJECT)) >= 8
