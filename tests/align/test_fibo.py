"""The FIBO-shaped view of the real graph: its terms, its names, its consistency, its answers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from helpers.links import VENDOR, needs_copies
from helpers.project import PROJECT
from helpers.terms import jpst
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple, parse

from kgraph.align import VIEW, View, fibo_ontology, fibo_view
from kgraph.align.beside import beside
from kgraph.align.bridges import read_bridges
from kgraph.align.consistency import view_problems
from kgraph.align.coverage import KINDS, NO_REASON, coverage, read_reasons
from kgraph.align.targets import CLASS, DATATYPE, INDIVIDUAL, OBJECT, PROPERTY, read_targets
from kgraph.align.vendor import read_vendor
from kgraph.align.view import view_queries, view_terms
from kgraph.names import BASE, ID, STANDING
from kgraph.problems import LoadError
from kgraph.snapshot import Snapshot
from kgraph.vocab import DCTERMS, JPST, OWL, RDF, RDFS, SKOS

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
def graph(in_memory: Snapshot) -> Store:
    return in_memory.store


@pytest.fixture(scope="module")
def shown(graph: Store) -> View:
    return fibo_view(graph, PROJECT)


@pytest.fixture(scope="module")
def view(shown: View) -> list[Triple]:
    return list(shown.triples)


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
        assert subject.value.startswith(BASE)
        assert not subject.value.startswith(JPST.BASE)
        if predicate == TYPE:
            assert targets[value.value].kind == CLASS
            assert value.value.startswith((FIBO, OMG))
            continue
        kind = targets[predicate.value].kind
        assert predicate.value.startswith((FIBO, OMG))
        annotates = kind == PROPERTY and isinstance(value, Literal)
        assert annotates or kind == (DATATYPE if isinstance(value, Literal) else OBJECT)
        if isinstance(value, NamedNode) and not value.value.startswith(BASE):
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
        *("role-", "lei-", "corporate-number-", "edinet-", "securities-code-", "bic-"),
        *("financial-institution-code-", "product-page-code-", "scheme-"),
        *("registry-entry-", "registration-number-", "market-", "date-", "address-", "equity-"),
        *("offering-", "subscription-period-", "amount-", "price-jpy-", "figure-", "aspect-"),
        "classifier-",
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
    backwards.bulk_extend(reversed(list(graph)))
    assert list(fibo_view(backwards, PROJECT).triples) == view
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
        t.object.value
        for t in view
        if t.subject == thing("start")
        and t.predicate == classified
        and not t.object.value.startswith(BASE)
    ]
    assert found == [FIBO + "FBC/FunctionalEntities/Markets/MarketCategoryClassifier-OTHR"]
    ats = in_fibo("FBC/FunctionalEntities/Markets/AlternativeTradingSystem")
    assert not any(t.object == ats for t in view)


def test_disputed_facts_stay_out(graph: Store, view: list[Triple]) -> None:
    standing = NamedNode(STANDING + "conflicting")
    (quad, *_) = graph.quads_for_pattern(thing("mizuho-fg"), JPST.lei, None, standing)
    assert not any(t.subject == thing(f"lei-{quad.object.value}") for t in view)
    undisputed = Store()
    undisputed.bulk_extend(q for q in graph if q.graph_name != standing)
    more = set(fibo_view(undisputed, PROJECT).triples)
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


def test_there_are_at_least_twenty_pairs() -> None:
    assert len(QUESTIONS) >= 20
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
    changed.bulk_extend(graph)
    quad = next(changed.quads_for_pattern(None, relation, None, None))
    for other in list(changed.quads_for_pattern(quad.subject, relation, quad.object, None)):
        changed.remove(other)
    view = Store()
    view.extend(Quad(*triple) for triple in fibo_view(changed, PROJECT).triples)
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
    view = set(fibo_view(store, PROJECT).triples)
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


# -- what it shows, what stays behind, and who says it


def test_at_least_four_in_five_facts_come_over(shown: View, graph: Store) -> None:
    found = {one.kind: one for one in coverage(graph, shown.shown, PROJECT)}
    assert set(found) == set(KINDS)
    for one in found.values():
        assert one.total > 0
        assert one.shown / one.total >= 0.8
        assert one.shown + sum(one.behind.values()) == one.total
        assert all(why != NO_REASON for _, why in one.behind), one.behind


def test_every_reason_is_needed(shown: View, graph: Store) -> None:
    used = {name for one in coverage(graph, shown.shown, PROJECT) for name, _ in one.behind}
    assert set(read_reasons(PROJECT)) <= used


def test_what_is_counted_as_shown_depends_on_the_view(shown: View, graph: Store) -> None:
    """Without the query of the trustees their facts count as left behind."""
    trustee = jpst("trustee")
    fewer = {fact: made for fact, made in shown.shown.items() if fact.predicate != trustee}
    (tokens,) = (one for one in coverage(graph, fewer, PROJECT) if one.kind == JPST.SecurityToken)
    lost = [fact for fact in shown.shown if fact.predicate == trustee]
    assert tokens.behind["jpst:trustee", NO_REASON] == len(lost) > 0


def test_the_header_counts_what_stays_behind(graph: Store) -> None:
    found = fibo_ontology(graph, PROJECT, version="1.0.0")
    header = [t for t in found.triples if t.subject == VIEW]
    said = {t.object.value for t in header if t.predicate == RDFS.comment}
    for one in found.coverage:
        for (name, (why, why_ja)), count in one.behind.items():
            assert any(
                f"{count} fact" in words and name in words and why in words for words in said
            )
            assert any(f"{name} {count}件" in words and why_ja in words for words in said)
    predicates = {t.predicate for t in header}
    assert {DCTERMS.license, DCTERMS.title, OWL.versionIRI, JPST.asOf} <= predicates
    imported = {t.object.value for t in found.imports if t.predicate == OWL.imports}
    assert VIEW.value in imported
    assert FIBO + "FBC/FunctionalEntities/Markets/" in imported


def test_beside_a_fact_stands_who_says_it(shown: View, graph: Store) -> None:
    found = set(beside(graph, shown.shown))
    about = {(t.subject, t.predicate): t.object for t in found}
    role = thing("role-odx-operator-of-start")
    managed = NamedNode(COMMONS + "Organizations/isManagedBy")
    axioms = {t.subject for t in found if t.predicate == OWL.annotatedTarget and t.object == role}
    of_start = [a for a in axioms if about[a, OWL.annotatedProperty] == managed]
    claims = {
        (about[axiom, DCTERMS.source].value, about[axiom, JPST.standing].value)
        for axiom in of_start
    }
    stated = graph.query(
        "SELECT ?source ?standing WHERE { GRAPH <https://w3id.org/jpst/graph/claims> { ?claim "
        f"<{RDF.subject.value}> <{ID}start> ; <{RDF.predicate.value}> <{JPST.BASE}operatedBy> ; "
        f"<{DCTERMS.source.value}> ?source ; <{JPST.standing.value}> ?standing ; "
        f"<{JPST.claimState.value}> <{BASE}claimstate/holds> }} }}"
    )
    assert isinstance(stated, QuerySolutions)
    assert claims == {(row["source"].value, row["standing"].value) for row in stated}
    assert len(claims) > 1
    assert {about[a, JPST.holdsFrom].value for a in of_start} == {"2023-12-25"}


def test_a_test_is_no_security_and_what_ended_says_so(view: list[Triple]) -> None:
    security = in_fibo("FBC/FinancialInstruments/FinancialInstruments/Security")
    trial = thing("st-bond-daiwa-public-chain-poc")
    assert Triple(trial, TYPE, security) not in view
    redeemed = thing("st-mdm-nihonbashi-ningyocho")
    stage = in_fibo("FND/Arrangements/Lifecycles/hasStage")
    ended = NamedNode(BASE + "lifecycle/ended")
    assert Triple(redeemed, TYPE, security) in view
    assert Triple(redeemed, stage, ended) in view


def test_every_exchange_has_a_name(view: list[Triple]) -> None:
    exchange = in_fibo("FBC/FunctionalEntities/Markets/Exchange")
    named = {t.subject for t in view if t.predicate.value == COMMONS + "Designators/hasTextualName"}
    exchanges = {t.subject for t in view if t.predicate == TYPE and t.object == exchange}
    assert len(exchanges) > 80
    assert exchanges <= named


def test_a_table_of_reasons_that_is_none(tmp_path: Path) -> None:
    folder = tmp_path / "ontology" / "fibo"
    folder.mkdir(parents=True)
    (folder / "left-behind.csv").write_text("property,en\n", encoding="utf-8")
    with pytest.raises(LoadError, match="the table of reasons is malformed"):
        read_reasons(tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CONSTRUCT WHERE { ?s ?p ?o }", "write CONSTRUCT"),
        ("CONSTRUCT { [] ?p ?o } WHERE { ?s ?p ?o }", "a template names its nodes"),
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
