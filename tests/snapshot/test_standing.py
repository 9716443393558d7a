"""How certain a fact is, from who says it; and inferred facts, from their weakest premise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kgraph.names import PREFIXES, expand, local_name
from kgraph.snapshot import Snapshot
from kgraph.snapshot.content import Content, make_content
from kgraph.snapshot.reason import Reasoner
from kgraph.snapshot.standing import Asserted, Standings, stand
from kgraph.vocab import GRAPH

ONTOLOGY = """
jpst:core {
  jpst:OfficialText rdfs:subClassOf jpst:PrimarySource .
  jpst:PrimarySource rdfs:subClassOf jpst:Source .
  jpst:Organization rdfs:subClassOf jpst:Agent .
  jpst:RegulatoryAuthority rdfs:subClassOf jpst:Organization .
  jpst:SelfRegulatoryOrganization rdfs:subClassOf jpst:Organization .
  jpst:Membership rdfs:subClassOf jpst:Record .
  jpst:memberOf owl:propertyChainAxiom ( jpst:membership jpst:association ) .
  jpst:classOf owl:propertyChainAxiom ( jpst:membership jpst:qualifier ) .
  jpst:Statute rdfs:subClassOf jpst:LegalThing .
  jpst:Grant rdfs:subClassOf jpst:Record . jpst:Shareholding rdfs:subClassOf jpst:Record .
  jpst:trustee rdfs:subPropertyOf jpst:hasParty . jpst:holder rdfs:subPropertyOf jpst:hasParty .
  jpst:operatedBy rdfs:subPropertyOf jpst:hasParty .
  [ owl:onProperty jpst:operatedBy ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf jpst:Venue .
  jpst:partner a owl:SymmetricProperty .
  jpst:venueOperator owl:propertyChainAxiom ( jpst:tradedOn jpst:operatedBy ) .
  jpst:startedOperation a jpst:SingleValuedProperty .
}
graph:entities {
  id:odx a jpst:Organization . id:start a jpst:Venue . id:token a jpst:SecurityToken .
  id:bank a jpst:Organization . id:broker a jpst:Organization . id:fiea a jpst:Statute .
  id:fsa a jpst:RegulatoryAuthority . id:jsda a jpst:SelfRegulatoryOrganization .
}
"""


def source(
    slug: str,
    publisher: str | None,
    facts: str,
    kind: str = "PrimarySource",
    hosting: str = "page",
    more: str = "",
) -> str:
    said = f"dcterms:publisher id:{publisher} ;" if publisher else 'jpst:publisherName "Daily" ;'
    return f"""
src:{slug} {{
  src:{slug} a jpst:{kind} ; {said} {more} jpst:hosting <https://w3id.org/jpst/hosting/{hosting}> .
  {facts}
}}
"""


def content(
    *graphs: str, reasoner: str = "compiled", rules: Path = Path("no-such-folder")
) -> Content:
    """What a build would write of the ontology and the given graphs."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    store = Store()
    for quad in parse(prefixes + ONTOLOGY + "".join(graphs), format=RdfFormat.TRIG):
        store.add(quad)
        store.add(Quad(quad.subject, quad.predicate, quad.object))
    closures = Reasoner.read(reasoner, store, rules)
    asserted = [quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())]
    for t in set(closures.closing().grow(asserted)):
        store.extend([Quad(*t), Quad(*t, GRAPH.inferred)])
    return make_content(store, closures, known_from=date(2026, 1, 1))


def build(*graphs: str, **options: object) -> tuple[Store, Standings]:
    """The store that was loaded, and the standing of each fact of its state."""
    made = content(*graphs, **options)  # type: ignore[arg-type]
    return made.merged, made.state.standings


def standings_of(*graphs: str) -> Standings:
    return build(*graphs)[1]


def triple(subject: str, predicate: str, thing: str | Literal) -> Triple:
    value = NamedNode(expand(thing)) if isinstance(thing, str) else thing
    return Triple(NamedNode(expand(subject)), NamedNode(expand(predicate)), value)


def standing(found: Standings, *terms: str | Literal) -> str | None:
    """The one standing of a triple; fails where it has two."""
    fact = triple(*terms)  # type: ignore[arg-type]
    named = [
        name for name in ("confirmed", "likely", "conflicting") if fact in getattr(found, name)
    ]
    assert len(named) <= 1
    return named[0] if named else None


OPERATED = ("id:start", "jpst:operatedBy", "id:odx")


@pytest.mark.parametrize(
    ("publisher", "options", "expected"),
    [
        ("odx", {}, "confirmed"),  # the publisher is the object
        ("start", {}, "confirmed"),  # the publisher is the subject
        ("odx", {"hosting": "mirror"}, "confirmed"),
        ("odx", {"hosting": "codeRepository"}, "likely"),
        ("odx", {"hosting": "unidentified"}, "likely"),
        (
            "odx",
            {"more": "jpst:citability <https://w3id.org/jpst/citability/notCitable> ;"},
            "likely",
        ),
        ("odx", {"kind": "SecondarySource"}, "likely"),
        ("broker", {}, "likely"),  # somebody else's business
        (None, {}, "likely"),
    ],
)
def test_a_fact_is_confirmed_by_a_citable_page_of_who_can_speak_for_it(
    publisher: str | None, options: dict[str, str], expected: str
) -> None:
    found = standings_of(source("a", publisher, "id:start jpst:operatedBy id:odx .", **options))
    assert standing(found, *OPERATED) == expected


def test_one_confirming_source_among_many_is_enough() -> None:
    fact = "id:start jpst:operatedBy id:odx ."
    found = standings_of(
        source("a", None, fact, "SecondarySource"),
        source("b", "odx", fact),
        source("c", "broker", fact),
    )
    assert standing(found, *OPERATED) == "confirmed"


def test_a_party_speaks_for_what_it_has_a_part_in_whoever_says_that_it_has() -> None:
    found = standings_of(
        source("press", None, "id:token jpst:trustee id:bank .", "SecondarySource"),
        source("bank", "bank", "id:token jpst:unitPrice 100 . id:start jpst:note 'x'@en ."),
    )
    integer = Literal("100", datatype=NamedNode(expand("xsd:integer")))
    assert standing(found, "id:token", "jpst:unitPrice", integer) == "confirmed"
    assert standing(found, "id:start", "jpst:note", Literal("x", language="en")) == "likely"


@pytest.mark.parametrize(
    ("publisher", "kind", "expected"),
    [
        ("fsa", "PrimarySource", "confirmed"),
        ("jsda", "PrimarySource", "confirmed"),
        ("broker", "PrimarySource", "likely"),  # a broker's page that paraphrases the Act
        ("broker", "OfficialText", "confirmed"),  # the text of the law itself, whoever hosts it
    ],
)
def test_the_law_is_confirmed_by_authorities_and_by_its_own_text(
    publisher: str, kind: str, expected: str
) -> None:
    fact = "id:fiea jpst:lawNumber 'Act 25 of 1948' ."
    found = standings_of(source("a", publisher, fact, kind))
    assert standing(found, "id:fiea", "jpst:lawNumber", Literal("Act 25 of 1948")) == expected


def test_an_authority_confirms_its_registers_but_not_a_firms_business() -> None:
    facts = """
      id:broker jpst:holdsGrant id:registration-1 ;
        jpst:startedOperation "2020-01-01"^^xsd:date .
      id:registration-1 a jpst:Grant ; jpst:grantKind grantkind:registration ;
        jpst:note "type 1"@en .
    """
    found = standings_of(source("register", "fsa", facts))
    hangs = ("id:broker", "jpst:holdsGrant", "id:registration-1")
    assert standing(found, *hangs) == "confirmed"
    note = Literal("type 1", language="en")
    assert standing(found, "id:registration-1", "jpst:note", note) == "confirmed"
    day = Literal("2020-01-01", datatype=NamedNode(expand("xsd:date")))
    assert standing(found, "id:broker", "jpst:startedOperation", day) == "likely"


@pytest.mark.parametrize(
    ("publisher", "expected"), [("odx", "confirmed"), ("bank", "confirmed"), ("broker", "likely")]
)
def test_a_record_is_confirmed_by_its_parties_and_by_those_of_what_it_hangs_on(
    publisher: str, expected: str
) -> None:
    facts = """
      id:odx jpst:shareholding id:shareholding-1 .
      id:shareholding-1 a jpst:Shareholding ; jpst:holder id:bank ; jpst:qualifier id:q .
    """
    found = standings_of(source("a", publisher, facts))
    assert standing(found, "id:odx", "jpst:shareholding", "id:shareholding-1") == expected
    assert standing(found, "id:shareholding-1", "jpst:qualifier", "id:q") == expected


def test_a_claim_is_as_certain_as_its_own_source_makes_it() -> None:
    """The fact is confirmed; the row of the paper that says it too is not."""
    made = content(source("a", "odx", RUN), source("b", None, RUN, "SecondarySource"))
    assert standing(made.state.standings, *OPERATED) == "confirmed"
    claims = made.sorted.claims
    told = {
        local_name(claim.source.value): local_name(made.weighed.standing(i).value)
        for i, claim in enumerate(claims)
    }
    assert told == {"a": "confirmed", "b": "likely"}


def test_editorial_readings_are_likely() -> None:
    found = standings_of("editorial:readings { id:start jpst:operatedBy id:odx . }")
    assert standing(found, *OPERATED) == "likely"


def test_identity_has_no_standing_and_neither_has_a_sources_description() -> None:
    found = standings_of(source("a", "odx", "id:start jpst:operatedBy id:odx ."))
    assert standing(found, "id:odx", "rdf:type", "jpst:Organization") is None
    assert standing(found, "src:a", "rdf:type", "jpst:PrimarySource") is None
    assert standing(found, "src:a", "rdf:type", "jpst:Source") is None
    assert standing(found, "id:fsa", "rdf:type", "jpst:Organization") is None


TRADED = "id:token jpst:tradedOn id:start ."
RUN = "id:start jpst:operatedBy id:odx ."
DERIVED = ("id:token", "jpst:venueOperator", "id:odx")


def test_an_inferred_fact_has_the_standing_of_its_weakest_premise() -> None:
    sure = source("a", "odx", RUN)
    found = standings_of(sure, source("b", None, TRADED, "SecondarySource"))
    assert standing(found, *DERIVED) == "likely"
    found = standings_of(sure, source("b", "start", TRADED))
    assert standing(found, *DERIVED) == "confirmed"


def test_the_best_of_several_proofs_counts() -> None:
    """The same conclusion over two venues, one of them only reported."""
    found = standings_of(
        source(
            "press",
            None,
            "id:token jpst:tradedOn id:other . id:other jpst:operatedBy id:odx .",
            "SecondarySource",
        ),
        source("a", "odx", RUN),
        source("b", "start", TRADED),
    )
    assert standing(found, *DERIVED) == "confirmed"
    assert standing(found, "id:other", "rdf:type", "jpst:Venue") == "likely"


def test_what_rests_on_a_conflict_is_conflicting() -> None:
    found = standings_of(
        source("a", "odx", RUN + TRADED),
        "editorial:disagreements { id:disagreement-1 a jpst:Disagreement ;"
        " jpst:disagreeingStatement id:fact-1 . }",
        source(
            "b",
            None,
            RUN + "id:fact-1 a rdf:Statement ; rdf:subject id:start ;"
            " rdf:predicate jpst:operatedBy ; rdf:object id:odx .",
            "SecondarySource",
        ),
    )
    assert standing(found, *OPERATED) == "conflicting"
    assert standing(found, *DERIVED) == "conflicting"
    assert standing(found, "id:token", "jpst:tradedOn", "id:start") == "confirmed"


@pytest.mark.parametrize(
    ("publisher", "expected"), [("odx", "confirmed"), ("broker", "likely"), (None, "likely")]
)
def test_an_operator_speaks_for_what_is_handled_on_its_venue(
    publisher: str | None, expected: str
) -> None:
    found = standings_of(source("a", publisher, RUN + TRADED))
    assert standing(found, "id:token", "jpst:tradedOn", "id:start") == expected


def test_a_reported_fact_that_follows_from_confirmed_ones_is_confirmed() -> None:
    found = standings_of(
        source("press", None, "id:odx jpst:partner id:bank .", "SecondarySource"),
        source("bank", "bank", "id:bank jpst:partner id:odx ."),
    )
    assert standing(found, "id:odx", "jpst:partner", "id:bank") == "confirmed"


def test_identity_does_not_confirm_what_a_paper_says() -> None:
    """That an authority is an organization follows from data/entities, which no source backs."""
    found = standings_of(source("press", None, "id:fsa a jpst:Organization .", "SecondarySource"))
    assert standing(found, "id:fsa", "rdf:type", "jpst:Organization") == "likely"


TWO_CLASSES = source(
    "a",
    "odx",
    """
    id:odx jpst:membership id:m-1 , id:m-2 .
    id:m-1 a jpst:Membership ; jpst:association id:jsda ; jpst:qualifier id:regular .
    id:m-2 a jpst:Membership ; jpst:association id:jsda ; jpst:qualifier id:supporting .
    """,
)
DISPUTED = (
    "editorial:disagreements { id:disagreement-1 a jpst:Disagreement ;"
    " jpst:disagreeingStatement id:m-1 , id:m-2 . }"
)


def test_what_follows_whichever_side_holds_is_not_disputed() -> None:
    """A firm is a member, whether regular or supporting; which of the two is in dispute."""
    found = standings_of(TWO_CLASSES, DISPUTED)
    assert standing(found, "id:odx", "jpst:membership", "id:m-1") == "conflicting"
    assert standing(found, "id:odx", "jpst:memberOf", "id:jsda") == "confirmed"
    assert standing(found, "id:odx", "jpst:classOf", "id:regular") == "conflicting"


def test_a_page_that_gives_two_days_to_a_value_disputes_only_the_day_in_conflict() -> None:
    def fee(number: int, value: str, day: str) -> str:
        return (
            f'id:start jpst:startedOperation "{value}" . id:fact-{number} a rdf:Statement ;'
            " rdf:subject id:start ; rdf:predicate jpst:startedOperation ;"
            f' rdf:object "{value}" ; jpst:asOf "{day}"^^xsd:date . '
        )

    made = content(
        source("a", "odx", fee(1, "x", "2023-01-01") + fee(2, "x", "2024-01-01")),
        source("b", "odx", fee(3, "y", "2024-01-01")),
    )
    disputed = {
        str(claim.as_of): local_name(made.weighed.standing(i).value)
        for i, claim in enumerate(made.sorted.claims)
        if claim.source.value.endswith("/a")
    }
    assert disputed == {"2023-01-01": "likely", "2024-01-01": "conflicting"}


def test_a_party_by_our_mistake_alone_speaks_for_nothing() -> None:
    tie = "id:token jpst:trustee id:bank ."
    told = source("bank", "bank", "id:token jpst:tradedOn id:start .")
    gone = 'jpst:withdrawnByUs "2024-01-01"^^xsd:date ;'
    traded = ("id:token", "jpst:tradedOn", "id:start")
    for others, expected in (((), "likely"), ((source("c", None, tie),), "confirmed")):
        found = standings_of(source("wrong", None, tie, more=gone), told, *others)
        assert standing(found, *traded) == expected


def fact(name: str) -> Triple:
    return Triple(NamedNode(expand("id:" + name)), GRAPH.state, Literal(name))


def stood(
    proofs: list[str], disputed: dict[str, set[tuple[int, int]]], sides: dict[int, int]
) -> str:
    """The standing of a fact with proofs, each written as the letters of the facts it rests on."""
    rests = [{fact(letter) for letter in proof} for proof in proofs]
    facts = {
        one: Asserted(confirmed=True, disputed=frozenset(disputed.get(one.object.value, ())))
        for one in set().union(*rests)
    }
    goal, grown = fact("goal"), set[Triple]()

    def grow(more: Iterable[Triple]) -> list[Triple]:
        grown.update(more)
        return [goal] if any(proof <= grown for proof in rests) else []

    def first(_: Triple, limit: int) -> tuple[list[set[Triple]], bool]:
        return rests[:limit], len(rests) > limit

    _, found = stand(facts, (), grow, first, sides)
    return next(
        name for name in ("confirmed", "likely", "conflicting") if goal in getattr(found, name)
    )


TWO = {"a": {(0, 0)}, "b": {(0, 1)}, "x": {(1, 0)}, "y": {(1, 1)}}


@pytest.mark.parametrize(
    ("proofs", "expected"),
    [
        (["a", "b"], "confirmed"),
        (["a"], "conflicting"),
        # On each side of each conflict there is one; where a and y hold there is none.
        (["ax", "by"], "conflicting"),
        (["ax", "ay", "by"], "conflicting"),
        (["ax", "ay", "bx", "by"], "confirmed"),
        (["a", "bx", "by"], "confirmed"),
    ],
)
def test_a_fact_is_out_of_dispute_where_it_follows_in_every_case(
    proofs: list[str], expected: str
) -> None:
    assert stood(proofs, TWO, {0: 2, 1: 2}) == expected


def test_proofs_on_one_side_do_not_hide_those_on_the_other() -> None:
    letters = [chr(1000 + i) for i in range(200)]
    disputed = {letter: {(0, 0)} for letter in letters} | {"z": {(0, 1)}}
    assert stood([*letters, "z"], disputed, {0: 2}) == "confirmed"


def test_what_a_single_disputed_fact_gives_is_disputed() -> None:
    """What it is held against is no fact of ours, and may be what holds."""
    assert stood(["a"], {"a": {(0, 0)}}, {0: 1}) == "conflicting"


def test_every_stated_or_inferred_fact_has_exactly_one_standing() -> None:
    store, found = build(source("a", "odx", RUN), source("b", None, TRADED, "SecondarySource"))
    weighed = [triple for facts in found.graphs().values() for triple in facts]
    assert len(weighed) == len(set(weighed))
    stated = {
        quad.triple
        for slug in ("a", "b")
        for quad in store.quads_for_pattern(None, None, None, NamedNode(expand(f"src:{slug}")))
        if quad.subject != quad.graph_name
    }
    assert stated <= set(weighed)


def test_both_reasoners_give_the_same_standings() -> None:
    graphs = (source("a", "odx", RUN), source("b", None, TRADED, "SecondarySource"))
    _, reference = build(*graphs, reasoner="owlrl")
    assert reference == standings_of(*graphs)


def test_what_the_ontology_alone_entails_has_no_standing() -> None:
    found = standings_of(source("a", "odx", RUN))
    assert standing(found, "jpst:OfficialText", "rdfs:subClassOf", "jpst:Source") is None


def test_both_reasoners_run_the_named_rules(tmp_path: Path) -> None:
    """The named rule needs a fact that the ontology gives, and the ontology one that it gives."""
    (tmp_path / "trading.rq").write_text(
        "#+ name: trading\n#+ label_en: A rule.\n#+ label_ja: 規則。\n"
        "PREFIX jpst: <https://w3id.org/jpst/ontology/>\n"
        "CONSTRUCT { ?token jpst:tradedOn ?venue } WHERE { ?token jpst:hasParty ?venue }\n",
        "utf-8",
    )
    graphs = (source("a", "odx", RUN + "id:token jpst:trustee id:start ."),)
    _, compiled = build(*graphs, rules=tmp_path)
    _, reference = build(*graphs, rules=tmp_path, reasoner="owlrl")
    assert standing(compiled, *DERIVED) == "confirmed"
    assert compiled == reference


def test_a_class_that_a_text_settles_is_not_conflicting(
    real_snapshot: Snapshot,
) -> None:
    """One wiki puts the trust interest in another class; Article 2 rejects that."""
    standings = (
        "PREFIX jpst: <https://w3id.org/jpst/ontology/> PREFIX id: <https://w3id.org/jpst/id/> "
        "SELECT ?standing (COUNT(?token) AS ?tokens) WHERE { "
        "GRAPH ?standing { ?token jpst:%s } ?standing a jpst:Standing . "
        "?token jpst:instrumentClass id:tokenized-bcit-right } GROUP BY ?standing"
    )

    def counted(fact: str) -> dict[str, int]:
        rows = real_snapshot.store.query(standings % fact)
        return {local_name(row[0].value): int(row[1].value) for row in rows}

    assert counted("instrumentClass id:tokenized-indication-right") == {"likely": 15}
    assert counted("instrumentClass id:ertr") == {}
    assert counted("instrumentClass id:security-token-legal") == {"likely": 15}
    assert counted("neededRegistration id:type-i-fib") == {"likely": 15}
    assert counted("neededRegistration id:type-ii-fib") == {}
    assert counted("registeredFirm id:sbi-securities").keys() == {"likely"}
