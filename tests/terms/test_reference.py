"""The reference of terms: what is found, what is told of it, and by whom it is used."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from helpers.commands import Command

from kgraph.names import compact
from kgraph.questions.question import questions
from kgraph.render.terms import write
from kgraph.search import lookup
from kgraph.snapshot import Snapshot
from kgraph.terms.reference import KINDS, Term, all_terms, find
from kgraph.vocab import OWL, SKOS


@pytest.fixture(scope="module")
def real(in_memory: Snapshot) -> dict[str, Term]:
    """Every term of the checkout that is in use, by short name."""
    asked = questions(in_memory.root)
    return {compact(term.iri): term for term in find(in_memory, asked, ())}


def found(snapshot: Snapshot, *words: str) -> list[str]:
    return [compact(term.iri) for term in find(snapshot, (), words)]


def test_every_term_of_the_files_is_in_it(real: dict[str, Term], in_memory: Snapshot) -> None:
    declared = set()
    for file in (in_memory.root / "ontology").rglob("*.ttl"):
        if file.parent.name in ("ontology", "schemes"):
            kinds = "owl:(?:Class|ObjectProperty|DatatypeProperty|AnnotationProperty)|skos:Concept"
            text = file.read_text(encoding="utf-8")
            declared |= set(re.findall(rf"^(\w+:[\w.-]+)\n    a (?:{kinds})", text, re.M))
    assert len(declared) > 600
    every = {compact(term.iri): term for term in all_terms(in_memory)}
    assert declared - set(every) == set()
    given_up = {compact(iri) for iri in lookup.given_up(in_memory)}
    assert set(real) == set(every) - given_up
    assert {name for name, term in every.items() if term.replaced_by} == given_up & set(every)
    assert {term.kind for term in real.values()} == set(KINDS)
    for term in real.values():
        assert set(term.labels) >= {"en", "ja"}, term.iri


def test_a_property_of_things(real: dict[str, Term]) -> None:
    term = real["jpst:custodian"]
    assert term.kind == OWL.ObjectProperty
    assert term.labels["ja"] == "カストディアン"
    assert term.definitions["en"].startswith("The party that keeps tokens")
    assert [compact(iri) for iri in term.broader] == ["jpst:custodyRole"]
    assert [compact(iri) for iri in term.domain] == ["jpst:SecurityToken"]
    assert [compact(iri) for iri in term.range] == ["jpst:Organization"]
    assert "custody-roles" in term.questions
    assert term.scheme is None


def test_a_property_of_concepts_its_scheme_and_one_of_them(real: dict[str, Term]) -> None:
    model = real["jpst:custodyModel"]
    assert compact(model.scheme or "") == "scheme:custodymodel"
    assert "custodymodel:ledgerRecord" in map(compact, model.concepts)
    scheme = real["scheme:custodymodel"]
    assert (scheme.kind, scheme.concepts) == (SKOS.ConceptScheme, model.concepts)
    assert "custody-models" in scheme.questions  # as what a parameter may be
    concept = real["custodymodel:ledgerRecord"]
    assert (concept.kind, concept.concepts) == (SKOS.Concept, ())
    assert compact(concept.scheme or "") == "scheme:custodymodel"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["custodian"], "jpst:custodian"),
        (["jpst:custodian"], "jpst:custodian"),
        (["https://w3id.org/jpst/ontology/custodian"], "jpst:custodian"),
        (["カストディアン"], "jpst:custodian"),
        (["security", "token"], "jpst:SecurityToken"),
        (["custody", "model"], "jpst:custodyModel"),
    ],
)
def test_what_is_called_so_comes_first(
    in_memory: Snapshot, words: Sequence[str], first: str
) -> None:
    assert found(in_memory, *words)[0] == first


def test_words_narrow_and_stand_at_beginnings(in_memory: Snapshot) -> None:
    custody = found(in_memory, "custody")
    assert {"jpst:custodyRole", "scheme:custodymodel"} <= set(custody)
    both = found(in_memory, "custody", "ledger")
    assert set(both) < set(custody)
    assert found(in_memory, "ustody") == []
    assert found(in_memory, "?") == []


# -- the command


def test_one_term_is_shown_whole(command: Command, built_market: Path) -> None:
    told = command(built_market, "terms", "operatedBy")
    assert told.code == 0
    assert told.out == (
        "operated by  jpst:operatedBy\n"
        "  kind     property of things\n"
        "  broader  jpst:hasParty\n"
        "  domain   jpst:Venue\n"
        "  range    jpst:Organization\n"
    )
    ja = command(built_market, "terms", "運営者", "--lang", "ja").out
    assert ja.startswith("運営者  jpst:operatedBy\n  種類    対象を値とするプロパティ\n")


def test_terms_are_rows_in_every_format(command: Command, built_market: Path) -> None:
    rows = json.loads(command(built_market, "terms", "issued", "-f", "json").out)
    assert [(row["term"], row["range"], row["questions"]) for row in rows] == [
        ("jpst:issuedUnits", "xsd:integer", "units")
    ]
    lines = command(built_market, "terms", "-f", "csv").out.splitlines()
    assert lines[0].startswith("term,kind,label,definition,broader,domain,range,scheme,")
    likely = next(line for line in lines if line.startswith("scheme:standing,"))
    assert "standing:confirmed | standing:conflicting | standing:likely" in likely
    assert command(built_market, "terms", "token", "-f", "md").out.startswith("| term | kind |")
    table = command(built_market, "terms", "token", "--lang", "ja").out
    assert table.split()[:3] == ["用語", "種類", "名称"]


def test_nothing_that_is_found_is_said(command: Command, built_market: Path) -> None:
    told = command(built_market, "terms", "xyzzy")
    assert (told.code, told.err) == (
        0,
        "No term has the words “xyzzy”; `kgraph terms` lists all.\n",
    )
    assert "用語はありません" in command(built_market, "terms", "xyzzy", "--lang", "ja").err


def test_a_property_comes_before_a_concept_of_its_name(in_memory: Snapshot) -> None:
    found = find(in_memory, (), ["trustee"])
    assert {compact(term.iri) for term in found if term.called("trustee")} == {
        "jpst:trustee",
        "capacity:trustee",
        "custodystep:trustee",
    }
    shown = write(found, ["trustee"], "table", width=80)
    assert shown.text.startswith("trustee  jpst:trustee\n")
    assert "capacity:trustee" in shown.notes[0]


def test_what_else_has_the_word_is_named_below(in_memory: Snapshot) -> None:
    shown = write(find(in_memory, (), ["issuer"]), ["issuer"], "table", width=80)
    assert shown.text.startswith("issuer  jpst:issuer\n")
    assert shown.notes[0].startswith("Also: ")
    assert max(map(len, shown.text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("custodian", "custodian  jpst:custodian"),
        ("trustee", "trustee  jpst:trustee"),
        ("registrar", "registrar  jpst:registrar"),
        ("受託者", "trustee  jpst:trustee"),
        # a class and a property of one label differ in the case of their names
        ("Jurisdiction", "jurisdiction  jpst:Jurisdiction"),
        ("jurisdiction", "jurisdiction  jpst:jurisdiction"),
        ("ledgerRecord", "record on the ledger  custodymodel:ledgerRecord"),
    ],
)
def test_an_exact_name_is_shown_whole(in_memory: Snapshot, word: str, shown: str) -> None:
    text = write(find(in_memory, (), [word]), [word], "table", width=80).text
    assert text.splitlines()[0] == shown


def test_what_was_given_up_is_found_by_its_name_alone(in_memory: Snapshot) -> None:
    assert found(in_memory, "beneficial", "interest", "real-estate") == []
    (old,) = find(in_memory, (), ["realEstateBeneficialInterest"])
    shown = write([old], ["realEstateBeneficialInterest"], "table", width=80).text
    assert "  successor   assetclass:realEstate\n" in shown
    # “ended” is a concept of several schemes in use, and of none that was given up
    assert not any(term.replaced_by for term in find(in_memory, (), ["ended"]))


def test_a_scheme_lists_no_concept_that_was_given_up(real: dict[str, Term]) -> None:
    assert "assetclass:realEstate" in map(compact, real["scheme:assetclass"].concepts)
    assert "assetclass:corporateBond" not in map(compact, real["scheme:assetclass"].concepts)
