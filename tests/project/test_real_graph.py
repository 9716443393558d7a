"""What must be true of the graph that ships."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from helpers.claim_terms import RENAMED
from helpers.facts import FACTS, load, needs_facts
from helpers.here import right_here
from helpers.terms import jpst
from pyoxigraph import DefaultGraph, NamedNode, Quad

from kgraph.names import EDITORIAL, ID, MODULE, SCHEME, SRC
from kgraph.render.stats import as_table
from kgraph.search.folding import fold
from kgraph.search.lookup import ORDER, resolve, search
from kgraph.show.dossier import dossier
from kgraph.snapshot.graphs import is_source, is_standing
from kgraph.vocab import GRAPH, JPST, OWL, RDF

CLASS = {
    "security-token": "SecurityToken", "company": "Company", "bank": "Bank",
    "trust-bank": "TrustBank", "securities-firm": "SecuritiesFirm",
    "special-purpose-company": "SpecialPurposeCompany", "central-bank": "CentralBank",
    "person": "Person", "regulator": "RegulatoryAuthority", "sro": "SelfRegulatoryOrganization",
    "association": "Association", "advisory-body": "AdvisoryBody", "market": "Market",
    "platform": "TokenPlatform", "ledger": "Ledger", "software": "Software",
    "digital-money": "DigitalMoney", "experiment": "Experiment", "programme": "Program",
    "law": "Statute", "order": "Order", "article": "Article", "rule": "SelfRegulatoryRule",
    "guideline": "SupervisoryGuideline", "report": "Report", "statistics": "StatisticalSeries",
    "register": "PublicRegister", "authorisation-type": "GrantType",
    "regulated-activity": "RegulatedActivity", "legal-class": "InstrumentClass",
    "investor-category": "InvestorCategory", "placement-type": "PlacementType",
    "jurisdiction": "Jurisdiction", "mic": "MarketIdentifierCode",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _asked_here() -> Iterator[None]:
    """Queries are answered in this process, from its memory."""
    with right_here():
        yield


def test_every_triple_of_the_state_has_its_source(in_memory):
    """Unsourced = 0: it stands in a source, an editor's graph or identity, or is computed."""
    store = in_memory.store
    grounds = (SRC, EDITORIAL, MODULE, SCHEME)
    named = {GRAPH.entities, GRAPH.inferred, GRAPH.state}
    backed = {
        quad.triple
        for quad in store
        if not isinstance(quad.graph_name, DefaultGraph)
        and (quad.graph_name in named or quad.graph_name.value.startswith(grounds))
    }
    state = {quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())}
    assert state - backed == set()


def test_each_fact_of_the_state_that_a_source_states_has_one_standing(in_memory):
    store = in_memory.store
    weighed = Counter(q.triple for q in store if is_standing(q.graph_name))
    assert set(weighed.values()) == {1}
    stated = {
        quad.triple
        for quad in store
        if is_source(quad.graph_name)
        and quad.subject != quad.graph_name
        and Quad(*quad.triple) in store
    }
    notes = {
        quad.subject
        for quad in store.quads_for_pattern(
            None, RDF.type, jpst("NotFoundInSource"), DefaultGraph()
        )
    }
    assert {t for t in stated - weighed.keys() if t.subject not in notes} == set()


def test_a_fact_of_several_sources_counts_once(in_memory):
    """START's opening day is stated by more than three sources and stands once in the merge."""
    fact = f"<{ID}start> jpst:startedOperation ?day"
    prefix = "PREFIX jpst: <https://w3id.org/jpst/ontology/> "
    once = list(in_memory.query(prefix + f"SELECT ?day WHERE {{ {fact} }}"))
    stated = list(
        in_memory.query(
            prefix + f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ {fact} }} "
            f'FILTER(STRSTARTS(STR(?g), "{SRC}")) }}'
        )
    )
    assert len(once) == 1
    assert len(stated) > 3


def test_the_graph_has_no_violation(in_memory):
    assert in_memory.manifest["findings"]["violation"] == 0


@needs_facts
def test_counts_match_the_fact_base(in_memory):
    entities = load(FACTS / "entities.yaml")["entities"]
    counts = in_memory.manifest["counts"]
    assert counts["sources"] == len(load(FACTS / "sources.yaml")["sources"])
    assert counts["tokens"] == sum(e["kind"] == "security-token" for e in entities)
    rows = in_memory.query(
        f"SELECT ?class ?thing WHERE {{ GRAPH <{GRAPH.BASE}entities> {{ ?thing a ?class "
        f"FILTER NOT EXISTS {{ ?thing <{OWL.deprecated.value}> true }} }} "
        f"FILTER NOT EXISTS {{ ?thing a <{JPST.UnderlyingAsset.value}> }} }}"
    )
    classes = Counter(row[0].value.rsplit("/", 1)[1] for row in rows)
    wanted = Counter(CLASS.get(e["kind"], "") for e in entities)
    # The fact base has no assets of their own, it tells of them under their tokens; and no terms of
    # use, which are read from the registers.
    assert counts["entities"] - counts["assets"] - classes.pop("TermsOfUse") == len(entities)
    venues = wanted.pop("")
    assert classes.pop("ProprietaryTradingSystem") + classes.pop("TradingVenue") == venues
    assert classes == wanted


@needs_facts
def test_every_name_of_the_fact_base_is_a_label(in_memory):
    skos = "http://www.w3.org/2004/02/skos/core#"
    rows = in_memory.query(
        f"SELECT ?thing ?label WHERE {{ ?thing <{skos}prefLabel>|<{skos}altLabel> ?label }}"
    )
    # The width of brackets, and 〜 for ~, are a matter of style: docs/style-ja.md.
    labels = {(thing.value, fold(label.value)) for thing, label in rows}
    missing = [
        (e["id"], name)
        for e in load(FACTS / "entities.yaml")["entities"]
        for name in (e.get("name_en"), e.get("name_ja"), *(e.get("aliases") or ()))
        if name and (ID + RENAMED.get(e["id"], e["id"]), fold(name)) not in labels
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("大阪デジタルエクスチェンジ", "odx"),
        ("株式会社大阪デジタルエクスチェンジ", "odx"),
        ("大阪デジタルエクスチェンジ(株)", "odx"),
        ("Osaka Digital Exchange", "odx"),
        ("osaka digital", "odx"),
        ("オルタナ", "alterna"),
        ("おるたな", "alterna"),
        ("ｿｰﾗﾄﾞｹﾝ", None),
        ("au Kabucom", "mufg-esmart-securities"),
        ("Chi-X Japan", "cboe-japan"),
        ("3538002ZFUQ3KMY5SA19", "odx"),
        ("353800578ADEGIJTVW07", "jpx"),
        ("ODST", "start"),
        ("3010401049814", "sbi-securities"),
        ("8604", "nomura-holdings"),
        ("関東財務局長(金商)第3328号", "odx"),
        ("関東財務局長（金商）第3328号", "odx"),
        ("Kenedix", "kenedix"),
        ("KENEDIX INC", "kenedix"),
        ("Tosei", "tosei"),
        ("SBI証券", "sbi-securities"),
        ("ＳＢＩ証券", "sbi-securities"),
        ("SBI證券株式会社", "sbi-securities"),
        ("三菱UFJ信託銀行", "mufg-trust"),
        ("三菱ＵＦＪ信託銀行㈱", "mufg-trust"),
        ("野村証券", "nomura-securities"),
        ("野村證券", "nomura-securities"),
        ("Nomura Securities", "nomura-securities"),
        ("tosei ichigaya", "st-tosei-property-fund-3-ichigaya"),
        ("Ichigaya Tosei", "st-tosei-property-fund-3-ichigaya"),
        ("トーセイ 市ケ谷", "st-tosei-property-fund-3-ichigaya"),
        ("市ケ谷", "st-tosei-property-fund-3-ichigaya"),
        ("市ヶ谷", "st-tosei-property-fund-3-ichigaya"),
        ("operated by", None),
    ],
)
def test_search_finds_by_every_name_and_code(in_memory, text, slug):
    hits = [hit.iri for hit in search(in_memory, text)]
    if slug is None:
        assert not [hit for hit in hits if hit.startswith(ID)]
    else:
        assert hits[0] == ID + slug


@pytest.mark.parametrize("text", ["証券", "信託銀行", "bond", "Kenedix", "exchange", "トークン"])
def test_things_of_the_market_come_before_documents_concepts_and_terms(in_memory, text):
    of_the_market = {
        quad.subject.value
        for kind in ORDER[0]
        for quad in in_memory.store.quads_for_pattern(None, RDF.type, NamedNode(kind), None)
    }
    places = [hit.iri in of_the_market for hit in search(in_memory, text, limit=1000)]
    assert places[0]
    assert places == sorted(places, reverse=True)


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Mitsubishi UFJ Trust", ["mufg-trust"]),
        ("渋谷神南", ["st-kenedix-shibuya-jinnan"]),
        ("澁谷神南", ["st-kenedix-shibuya-jinnan"]),
        ("西麻布 金町", ["st-ichigo-residence-token-nishiazabu-kanamachi"]),
        ("alterna aeon town suzuka", ["st-mdm-aeon-town-suzuka"]),
        ("三井住友信託", ["sumitomo-mitsui-trust-bank"]),
        ("東海東京証券", ["tokai-tokyo-securities"]),
        ("SBI ホールディングス", ["sbi-holdings"]),
        ("sblox", ["s-blox"]),
        ("ODXE", ["odx"]),
        ("Tokai Tokyo", ["tokai-tokyo-securities", "tokai-tokyo-financial-holdings"]),
        ("no such thing at all", []),
    ],
)
def test_a_part_of_a_name_is_taken_for_the_things_it_fits(in_memory, text, slugs):
    assert resolve(in_memory, text) == [ID + slug for slug in slugs]


def test_what_is_called_exactly_so_is_listed_whatever_it_is(in_memory):
    first, _ = search(in_memory, "trustee", limit=2)
    assert (first.label, first.how) == ("trustee", "name")
    found = search(in_memory, "platform", limit=8)
    assert ("property", "name") in {(hit.kind, hit.how) for hit in found}


def test_open_questions_are_not_answered_with_no(in_memory):
    """What was sought and not found is on record, with the source that was read."""
    rows = list(
        in_memory.query(
            "PREFIX jpst: <https://w3id.org/jpst/ontology/> SELECT ?g ?x WHERE "
            "{ GRAPH ?g { ?x a jpst:NotFoundInSource } }"
        )
    )
    assert len(rows) >= 8


def test_a_slug_cut_short_is_completed(in_memory):
    # gone
    from kgraph.search.lookup import nearest

    hits = nearest(in_memory, "st-tosei-property-fund-3", JPST.SecurityToken.value)
    assert hits[0] == ID + "st-tosei-property-fund-3-ichigaya"
    assert ID + "progmat" in nearest(in_memory, "progmatt")


def test_a_dossier_tells_why_a_fact_is_conflicting(in_memory):
    """The reason of the editors, or the values of which one holds at a time."""
    progmat, mizuho = (dossier(in_memory, ID + slug) for slug in ("progmat", "mizuho-fg"))
    reasons = {text for fact in progmat.facts for text in fact.disputes}
    (reason,) = reasons
    assert reason.startswith("Articles put the trust bank's stake at 42 or 49 percent")
    codes = {fact.object_label: fact.rivals for fact in mizuho.facts if fact.rivals}
    assert codes == {
        "353800CI5L6DDAN5XZ33": ("549300HS3WTRS6D88H32",),
        "549300HS3WTRS6D88H32": ("353800CI5L6DDAN5XZ33",),
    }
    told = [fact for fact in progmat.facts if fact.disputes or fact.rivals]
    assert {fact.standing for fact in told} == {"conflicting"}


def test_figures_count_no_name_that_was_given_up(in_memory):
    figures = {(group, name): value for group, name, value in as_table(in_memory).rows}
    things = sum(int(v.value) for (group, _), v in figures.items() if group == "things")
    assert things == figures["graph", "entities"]
