"""The registers themselves, where they lie beside the checkout: ../shared/registers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from time import process_time

import pytest
from helpers.project import PROJECT
from helpers.registers import REAL, TODAY, write_copy
from pyoxigraph import NamedNode, Triple

import kgraph
from kgraph.add import save
from kgraph.names import ID, SRC
from kgraph.registers import imported
from kgraph.registers.book import Book
from kgraph.turtle.canonical import write_turtle
from kgraph.turtle.parse import parse_turtle, read_text
from kgraph.vocab import JPST, RDF, SKOS

pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason="no registers are beside this checkout (../shared/registers)"
)
FUND_LISTS = ("20251205", "20260309", "20260512")


@pytest.fixture
def root(tmp_path: Path, fixed: Path) -> Path:
    return write_copy(tmp_path, fixed)


def without(root: Path, sources: Iterable[str]) -> set[str]:
    """Takes sources out of a copy, and the tokens of which nothing else tells a fact."""
    gone = {SRC + slug for slug in sources}
    files = {
        path: tuple(parse_turtle(read_text(path), path))
        for path in sorted((root / "data").rglob("*.ttl"))
    }
    told, tokens = set(), set()
    for path, triples in files.items():
        for triple in triples:
            if triple.predicate == RDF.type and triple.object == JPST.SecurityToken:
                tokens.add(triple.subject.value)
            if path.parent.name == "sources" and SRC + path.stem not in gone:
                told.add(triple.subject.value)
    taken = tokens - told
    # What hangs on them goes too: statements, readings, records.
    hanging = gone | taken
    everything = [triple for triples in files.values() for triple in triples]
    while True:
        more = {
            t.subject.value
            for t in everything
            if isinstance(t.object, NamedNode)
            and t.object.value in hanging
            and t.subject.value.startswith((f"{ID}fact-", f"{ID}listing-", f"{ID}reading-"))
        } - hanging
        if not more:
            break
        hanging |= more
    for path, triples in files.items():
        if SRC + path.stem in gone:
            path.unlink()
            continue
        kept = [triple for triple in triples if not _names(triple, hanging)]
        if len(kept) < len(triples):
            path.write_text(write_turtle(kept), encoding="utf-8")
    return {iri.removeprefix(ID) for iri in taken}


def _names(triple: Triple, iris: set[str]) -> bool:
    return any(getattr(term, "value", None) in iris for term in (triple.subject, triple.object))


def test_the_three_fund_lists_give_the_tokens_on_record_each_once(root: Path) -> None:
    real = Book(PROJECT)
    on_record = {
        value: next(iter(slugs))
        for (predicate, value), slugs in real.by_key.items()
        if predicate == JPST.edinetFundCode
    }
    lists = [slug for slug in real.sources if slug.startswith("edinet-fund-codes-")]
    removed = without(root, lists)
    assert len(removed) > 20
    listed: dict[str, str] = {}
    for edition in FUND_LISTS:
        path = REAL / f"FundcodeDlInfo_{edition}.csv"
        asked = imported(root, "edinet-funds", path, today=TODAY).compared
        take, match = [], {}
        for proposal in asked.proposals:
            if proposal.key not in on_record:
                continue
            if on_record[proposal.key] not in removed:
                # Of the same name, or of one that only a person knows for it.
                assert proposal.slug in (on_record[proposal.key], None)
                match[proposal.key] = on_record[proposal.key]
            else:
                assert proposal.candidate.known, proposal
                take.append(proposal.key)
        found = imported(root, "edinet-funds", path, today=TODAY, take=take, match=match)
        save(found.changes)
        for candidate in found.compared.taken:
            listed[candidate.slug.removeprefix("st-edinet-").upper()] = edition
        again = imported(root, "edinet-funds", path, today=TODAY)
        assert again.changes == ()
    book = Book(root)
    codes = {
        value: slugs
        for (predicate, value), slugs in book.by_key.items()
        if predicate == JPST.edinetFundCode
    }
    wanted = {code for code, slug in on_record.items() if code in codes or slug in removed}
    last = {
        proposal.key
        for proposal in imported(
            root, "edinet-funds", REAL / f"FundcodeDlInfo_{FUND_LISTS[-1]}.csv", today=TODAY
        ).compared.proposals
    }
    assert last.isdisjoint(on_record)
    assert all(len(slugs) == 1 for slugs in codes.values())
    assert set(codes) <= set(on_record)
    # Those that are missing came with the edition of October, which is none of the three.
    late = {on_record[code] for code in wanted - set(codes)}
    assert all("2026-10-05" in " ".join(_sources(real, slug)) for slug in late)
    for code in listed:
        assert on_record[code] in removed, code
    first = {code for code, edition in listed.items() if edition == FUND_LISTS[0]}
    assert "G15777" not in first
    assert listed["G15777"] == FUND_LISTS[1]
    assert listed["G15923"] == FUND_LISTS[2]
    tokens = parse_turtle(
        read_text(root / "data/entities/tokens.ttl"), root / "data/entities/tokens.ttl"
    )
    names = [t.object.value for t in tokens if t.predicate == SKOS.prefLabel]
    assert len(names) == len(set(names))


def _sources(book: Book, slug: str) -> set[str]:
    return {
        graph
        for (subject, _), values in book.said.items()
        if subject == slug
        for graphs in values.values()
        for graph in graphs
    }


@pytest.mark.slow
def test_the_later_edition_of_the_codes_is_the_state(root: Path) -> None:
    for name, day in (("20241028.csv", "2024-10-28"), ("20250210.xml", "2025-02-10")):
        path = REAL / f"ISO10383_MIC_{name}"
        when = datetime.date.fromisoformat(day)
        found = imported(root, "mic", path, today=TODAY, as_of=when, take=["all"])
        save(found.changes)
    assert found.compared.previous == "iso10383-ra-2024-10-28-mic-list-firms"
    later = {(slug, fact.predicate, fact.value) for slug, fact in found.compared.said}
    assert len({slug for slug, _, _ in later}) == 84
    assert ("mic-xjax", JPST.micCode) in {(slug, predicate) for slug, predicate, _ in later}
    kgraph.build(root)
    snapshot = kgraph.open(root, as_of="2025-02-10")
    rows = snapshot.query(
        "SELECT ?code ?property ?value WHERE { ?code a jpst:MarketIdentifierCode ; "
        "?property ?value FILTER(STRSTARTS(STR(?property), STR(jpst:))) }"
    ).rows
    state = {(code.value.removeprefix(ID), prop, value) for code, prop, value in rows}
    assert [fact for fact in later if fact not in state] == []


def test_a_long_list_is_compared_in_seconds(root: Path) -> None:
    began = process_time()
    codes = imported(root, "edinet", REAL / "EdinetcodeDlInfo_20260512.csv", today=TODAY)
    between = process_time()
    funds = imported(root, "edinet-funds", REAL / "FundcodeDlInfo_20260512.csv", today=TODAY)
    assert (between - began, process_time() - between) < (5, 5)
    assert codes.compared.tally.rows == 11_286
    assert codes.compared.tally.persons == 3_221
    assert funds.compared.tally.rows == 6_371


def test_the_operators_as_the_workbook_has_them(root: Path) -> None:
    path = REAL / "samples" / "fsa_kinyushohin_mini_reconstructed.xlsx"
    found = imported(root, "fsa", path, today=TODAY).compared
    assert found.day == datetime.date(2026, 8, 31)
    assert found.slug == "fsa-2026-08-31-fibo-register"
    assert {slug for slug, _ in found.said} == {
        "sbi-securities", "japannext", "odx", "tokai-tokyo-securities",
    }  # fmt: skip
    # The fact base was written from the same list.
    assert {outcome.status for outcome in found.outcomes} == {"same"}
