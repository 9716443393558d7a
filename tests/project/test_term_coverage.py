"""Every term of the ontology earns its place: without its triples some golden answer changes.

All triples that name the term, in any position and any graph, are taken out of a copy of the real
graph; then the questions that could notice are asked again. A question could where its text names
the term, or where a variable stands for a property or a class. Were that too narrow, a covered term
would be reported as not covered, never the other way round.

The terms of claims and state are what a build reads and writes; the tests of those use them. An
answer of another day is asked of the state of that day.

Words for what registers tell and no source on record does are asked for all the same: they stand
in AWAITED, and a made-up company shows that an answer would need them.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Final

import pytest
from helpers.golden import FILES
from helpers.project import PROJECT
from helpers.stored import stored_question
from helpers.terms import jpst
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kgraph.names import BASE, MODULE, PREFIXES, SCHEME, SCHEMES, compact
from kgraph.questions.params import DAYS, bind, plain_name
from kgraph.snapshot import Snapshot, open_snapshot
from kgraph.snapshot.build import build
from kgraph.snapshot.days import on_day
from kgraph.sparql.lexer import Token, closing, code
from kgraph.sparql.structure import selects
from kgraph.sparql.substitute import substitute
from kgraph.vocab import JPST, OWL, RDF, RDFS, SKOS

pytestmark = pytest.mark.slow

TYPE: Final = RDF.type
DEFINED_BY: Final = RDFS.isDefinedBy
CLAIMS_MODULE: Final = NamedNode(MODULE + "claims")
AWAITED: Final = (
    *("fileDigest", "fileSize", "leiRenewalDate", "leiStatus"),
    *("registerClosureDate", "registerClosureReason"),
)
BUILT: Final = ("EditorialReading", "rejectedStatement")
"""What a build reads, and answers tell as the origin or the state of claims."""
AWAITED_SCHEMES: Final = ("closurereason", "leistatus")
ENTITIES: Final = 'id:spare a jpst:Company ; skos:prefLabel "Spare"@en , "予備"@ja .'
EARLIER: Final = """
src:earlier a jpst:PrimarySource ; dcterms:title "Earlier"@en ; dcterms:publisher id:spare ;
    dcterms:issued "2026-09-01"^^xsd:date ; schema:url "https://www.example.org/"^^xsd:anyURI ;
    jpst:hosting hosting:page ; jpst:read "2026-10-02"^^xsd:date ;
    jpst:reviewPeriod reviewperiod:market .
"""
FACTS: Final = """
src:spare a jpst:PrimarySource ; dcterms:title "Spare"@en ; dcterms:publisher id:spare ;
    dcterms:issued "2026-10-01"^^xsd:date ; schema:url "https://www.example.org/"^^xsd:anyURI ;
    jpst:hosting hosting:page ; jpst:read "2026-10-02"^^xsd:date ;
    jpst:reviewPeriod reviewperiod:market ; jpst:fileSize 1 ; jpst:fileDigest "0a" ;
    dcat:previousVersion src:earlier .
id:spare jpst:leiStatus leistatus:lapsed ; jpst:leiRenewalDate "2026-09-01"^^xsd:date ;
    jpst:registerClosureReason closurereason:merger ;
    jpst:registerClosureDate "2026-08-01"^^xsd:date .
"""
_KINDS: Final = tuple(
    NamedNode(OWL.BASE + kind) for kind in ("Class", "ObjectProperty", "DatatypeProperty")
)
_TERMS: Final = ("var", "iri", "pname", "string", "number")
_SCHEMA: Final = (
    *("rdfs:sub", "jpst:fillsField", "jpst:itemProperty", "jpst:reachedBy"),
    *("jpst:soughtProperty", "jpst:notApplicableTo"),
)


class Asked:
    """The query of one golden, its answer, and what it could notice."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.names = set(re.findall(r"\b[a-z]+:[A-Za-z0-9-]+|<[^>\s]+>", text))
        self.general = _has_open_place(text)
        self.rows: list[tuple[object, ...]] = []
        self.shown: set[str] = set()
        self.seconds = 0.0

    def answer(self, store: Store) -> list[tuple[object, ...]]:
        return [tuple(row) for row in store.query(self.text)]

    def may_notice(self, terms: set[str]) -> bool:
        return self.general or bool(self.names & terms)


def _has_open_place(text: str) -> bool:
    """Whether a variable stands where a property or a class would."""
    tokens = code(text)
    lists = {
        place
        for select in selects(tokens)
        for item in (*select.projection, *select.group_by, *select.order_by)
        for place in range(item.start, item.end)
    }
    listed = _listed(tokens)
    for i, (before, token, after) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False)):
        # A variable between two terms, or after a semicolon, is a property.
        property_of = before.text == ";" or before.kind in _TERMS
        is_free = token.kind == "var" and i + 1 not in lists and token.name not in listed
        if is_free and property_of and after.kind in _TERMS:
            return True
        if token.text == "a" and after.kind == "var" and after.name not in listed:
            return True
    return any(token.text.startswith(_SCHEMA) for token in tokens)


def _listed(tokens: Sequence[Token]) -> set[str]:
    """The variables that VALUES gives, whose values the text names."""
    found = set()
    for i, token in enumerate(tokens[:-1]):
        if token.upper == "VALUES":
            end = closing(tokens, i + 1) if tokens[i + 1].text == "(" else i + 1
            found |= {one.name for one in tokens[i + 1 : end + 1] if one.kind == "var"}
    return found


class Market:
    """A copy of the graph in the state of one day, and the goldens that are asked of it."""

    def __init__(self, store: Store, goldens: Iterable[tuple[str, str]]) -> None:
        self.store = store
        self.asked = [Asked(name, text) for name, text in goldens]
        for one in self.asked:
            start = perf_counter()
            one.rows = one.answer(self.store)
            one.seconds = perf_counter() - start
            one.shown = {str(term) for row in one.rows for term in row}

    def naming(self, iri: str) -> list[Quad]:
        """The quads that name an IRI as subject, property or value."""
        term, store = NamedNode(iri), self.store
        found = (
            *store.quads_for_pattern(term, None, None),
            *store.quads_for_pattern(None, term, None),
            *store.quads_for_pattern(None, None, term),
        )
        return list(dict.fromkeys(found))

    def without(self, quads: list[Quad], names: set[str], *, able: bool = True) -> str | None:
        """The golden whose answer changes without the quads.

        Those that name a term are asked first, then those that show what the quads are about, quick
        ones before slow ones; with `able`, only those that could notice.
        """
        about = {str(term) for quad in quads for term in (quad.subject, quad.object)}
        asked = [one for one in self.asked if not able or one.may_notice(names)]
        for quad in quads:
            self.store.remove(quad)
        try:
            for one in sorted(
                asked,
                key=lambda one: (not one.names & names, one.shown.isdisjoint(about), one.seconds),
            ):
                if one.answer(self.store) != one.rows:
                    return one.name
            return None
        finally:
            self.store.extend(quads)


@pytest.fixture(scope="module")
def goldens(in_memory: Snapshot) -> dict[str, list[tuple[str, str]]]:
    """Name and query of all goldens, by the day whose state is asked ("" for that of the graph)."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path in FILES:
        golden = json.loads(path.read_text(encoding="utf-8"))
        one = stored_question(golden["question"])
        own = {plain_name(parameter.name) for parameter in one.parameters}
        given = golden["parameters"]
        day = next((given[n] for n in given if DAYS.get(plain_name(n)) == "as_of"), "")
        values = {n: v for n, v in given.items() if plain_name(n) not in DAYS.keys() - own}
        found[day].append((path.stem, substitute(one.body, bind(in_memory, one, values))))
    return found


@pytest.fixture(scope="module")
def market(in_memory: Snapshot, goldens: dict[str, list[tuple[str, str]]]) -> Market:
    """The graph in the state of its own day."""
    return Market(copied(in_memory), goldens[""])


def copied(snapshot: Snapshot) -> Store:
    """A copy to ask often."""
    store = Store()
    store.bulk_extend(snapshot.store)
    return store


def on_disk(snapshot: Snapshot, place: Path) -> Store:
    """A copy to ask a few times, made without reading it."""
    snapshot.store.backup(str(place))
    return Store(str(place))


def terms(store: Store) -> list[str]:
    """The classes and properties that the ontology defines, but for those of claims and state."""
    found = {
        quad.subject
        for kind in _KINDS
        for quad in store.quads_for_pattern(None, TYPE, kind, DefaultGraph())
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(JPST.BASE)
    }
    built = store.quads_for_pattern(None, DEFINED_BY, CLAIMS_MODULE, DefaultGraph())
    left_out = {quad.subject for quad in built} | given_up(store)
    return sorted(term.value for term in found - left_out)


def given_up(store: Store) -> set[object]:
    """What is no longer used; a question of its own tells of it."""
    marked = store.quads_for_pattern(None, OWL.deprecated, None, DefaultGraph())
    return {quad.subject for quad in marked}


def concepts(store: Store, slug: str) -> set[str]:
    """A concept scheme and all its concepts."""
    scheme = NamedNode(SCHEME + slug)
    members = store.quads_for_pattern(None, SKOS.inScheme, scheme, DefaultGraph())
    return {scheme.value} | {quad.subject.value for quad in members}


def spelled(iris: set[str]) -> set[str]:
    return {compact(iri) for iri in iris} | {f"<{iri}>" for iri in iris}


def uncovered(market: Market, iris: Iterable[str]) -> Iterator[str]:
    for iri in iris:
        if market.without(market.naming(iri), spelled({iri})) is None:
            yield iri


def test_each_term_changes_an_answer(
    real_snapshot: Snapshot,
    market: Market,
    goldens: dict[str, list[tuple[str, str]]],
    tmp_path: Path,
) -> None:
    size = len(market.store)
    left = list(uncovered(market, terms(market.store)))
    assert len(market.store) == size
    for day in sorted(goldens.keys() - {""}):
        # Only what a question of that day could notice needs the state of it.
        asked = [Asked(*one) for one in goldens[day]]
        able = [iri for iri in left if any(one.may_notice(spelled({iri})) for one in asked)]
        if able:
            state = on_day(real_snapshot, date.fromisoformat(day))
            that_day = Market(on_disk(state, tmp_path / day), goldens[day])
            covered = set(able) - set(uncovered(that_day, able))
            left = [iri for iri in left if iri not in covered]
    known = sorted(JPST.BASE + name for name in (*AWAITED, *BUILT))
    assert left == known, "no answer needs these: ask for them, or drop them"


def test_no_kind_of_value_is_a_term_of_ours(market: Market) -> None:
    """It would be named by the values alone, which are not looked for by their kind."""
    values = (quad.object for quad in market.store)
    kinds = {value.datatype.value for value in values if isinstance(value, Literal)}
    assert len(kinds) > 5
    assert [kind for kind in kinds if kind.startswith(BASE)] == []


def test_each_name_that_was_given_up_is_told(market: Market) -> None:
    (told,) = (one for one in market.asked if one.name == "replaced-names")
    names = {node.value for node in given_up(market.store) if isinstance(node, NamedNode)}
    assert len(names) > 100
    for name in sorted(names):
        quads = market.naming(name)
        for quad in quads:
            market.store.remove(quad)
        changed = told.answer(market.store) != told.rows
        market.store.extend(quads)
        assert changed, name


def test_each_scheme_changes_an_answer(market: Market) -> None:
    unused = []
    for slug in SCHEMES:
        iris = concepts(market.store, slug)
        # A concept is a value: any question may show it.
        quads = [quad for iri in sorted(iris) for quad in market.naming(iri)]
        if market.without(quads, spelled(iris), able=False) is None:
            unused.append(slug)
    assert unused == list(AWAITED_SCHEMES)


def test_what_waits_for_facts_would_change_an_answer(tmp_path: Path) -> None:
    root = tmp_path / "root"
    for name, text in (
        *(("entities/spare", ENTITIES), ("sources/spare", FACTS)),
        ("sources/earlier", EARLIER),
    ):
        path = root / "data" / f"{name}.ttl"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
        path.write_text(head + text, encoding="utf-8")
    for name in ("ontology", "queries"):
        (root / name).symlink_to(PROJECT / name)
    report = build(root, tmp_path / "out", validate=False)
    assert report.published
    snapshot = open_snapshot(tmp_path / "out")
    asked = []
    for slug, name, value in (
        ("entity-identifiers", "entity", "spare"),
        ("company-profile", "organization", "spare"),
        ("source-editions", "source", "src:spare"),
    ):
        one = stored_question(slug)
        asked.append((slug, substitute(one.body, bind(snapshot, one, {name: value}))))
    spare = Market(copied(snapshot), asked)
    assert list(uncovered(spare, [JPST.BASE + name for name in AWAITED])) == []
    for slug in AWAITED_SCHEMES:
        iris = concepts(spare.store, slug)
        quads = [quad for iri in sorted(iris) for quad in spare.naming(iri)]
        assert spare.without(quads, spelled(iris), able=False)


def test_a_term_that_nothing_asks_for_is_noticed(market: Market) -> None:
    """The test can fail: a made-up property on a made-up thing changes nothing."""
    spare = [
        Quad(NamedNode(BASE + "id/spare"), jpst("spare"), Literal("x")),
    ]
    market.store.extend(spare)
    assert market.without(spare, spelled({jpst("spare").value}), able=False) is None
    market.store.remove(spare[0])
