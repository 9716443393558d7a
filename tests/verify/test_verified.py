"""Facts that someone relied on, held against the graph as it is now."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from helpers.market import write_market
from helpers.running import run_kgraph
from pyoxigraph import Literal, NamedNode, Store, Triple

import kgraph
from kgraph.diff import open_version
from kgraph.export import export, tables
from kgraph.limited import UNLIMITED
from kgraph.names import ID, SRC
from kgraph.snapshot import Snapshot
from kgraph.snapshot.receipts import receipt, release_of, statings
from kgraph.verify.verified import Outcome, Verified, verified
from kgraph.vocab import JPST, XSD

OLD = "0.0.9"
TERMS = """
jpst:asOf a owl:DatatypeProperty . jpst:validUntil a owl:DatatypeProperty .
jpst:withdrawnByPublisher a owl:DatatypeProperty . jpst:withdrawnByUs a owl:DatatypeProperty .
"""
PAPER = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/jpst/id/> .
@prefix jpst: <https://w3id.org/jpst/ontology/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix src: <https://w3id.org/jpst/source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

src:paper a jpst:SecondarySource ; dcterms:title "A paper"@en , "新聞"@ja ;
    dcterms:publisher id:odx ; dcterms:issued "2023-12-25"^^xsd:date ;
    jpst:read "2026-11-23"^^xsd:date .
id:st-beta jpst:coupon 2.5 .
"""
DISPUTE = """
id:start jpst:startedOperation "2023-12-26"^^xsd:date .
"""
ENDED = """
id:fact-beta a rdf:Statement ; rdf:subject id:st-beta ; rdf:predicate jpst:tradedOn ;
    rdf:object id:start ; jpst:validUntil "2025-03-31"^^xsd:date .
id:st-beta jpst:tradedOn id:start .
"""


def node(name: str) -> NamedNode:
    return NamedNode(ID + name)


def made(subject: str, name: str, value: object, source: str | None, release: str = OLD) -> str:
    term = value if isinstance(value, Literal) else node(str(value))
    said = NamedNode(SRC + source) if source else None
    return receipt(release, node(subject), NamedNode(JPST.BASE + name), term, said)


DAY = Literal("2023-12-25", datatype=XSD.date)
TEN = Literal("100", datatype=XSD.integer)
COUPON = Literal("2.5", datatype=XSD.decimal)


@pytest.fixture(scope="module")
def then_and_now(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Snapshot]:
    """The graph of an earlier day as a file, and the snapshot after the sources changed."""
    root = write_market(tmp_path_factory.mktemp("verify"))
    with (root / "ontology/core.ttl").open("a", encoding="utf-8") as stream:
        stream.write(TERMS)
    paper = root / "data/sources/paper.ttl"
    paper.write_text(PAPER, encoding="utf-8")
    kgraph.build(root, limits=UNLIMITED)
    before = root / "before.nq"
    before.write_bytes(export(kgraph.open(root), "nquads"))
    # The paper's coupon was our misreading, its day disputes that of the venue's own page.
    paper.write_text(PAPER.replace("id:st-beta jpst:coupon 2.5 .", DISPUTE), encoding="utf-8")
    launch = root / "data/sources/odx-launch.ttl"
    launch.write_text(launch.read_text(encoding="utf-8") + ENDED, encoding="utf-8")
    press = root / "data/sources/press-launch.ttl"
    text = press.read_text(encoding="utf-8")
    day = 'jpst:withdrawnByPublisher "2025-06-01"^^xsd:date'
    press.write_text(text.replace("jpst:hosting", f"{day} ; jpst:hosting", 1), encoding="utf-8")
    kgraph.build(root, limits=UNLIMITED)
    return before, kgraph.open(root)


def one(snapshot: Snapshot, text: str, release: Store | None = None) -> Verified:
    (found,) = verified(snapshot, [text], "en", release)
    return found


def test_what_still_stands_says_since_when(then_and_now: tuple[Path, Snapshot]) -> None:
    found = one(then_and_now[1], made("st-alpha", "tradedOn", "start", "odx-launch"))
    assert found.stands
    assert found.since == date(2023, 12, 25)
    assert (found.subject, found.fact.property_label) == ("Alpha token", "traded on")
    assert found.source.iri == SRC + "odx-launch"


def test_an_end_is_told_with_its_day(then_and_now: tuple[Path, Snapshot]) -> None:
    found = one(then_and_now[1], made("st-beta", "tradedOn", "start", "odx-launch"))
    assert (found.outcome, found.since) == (Outcome.ENDED, date(2025, 4, 1))


def test_a_withdrawal_is_told_with_its_day(then_and_now: tuple[Path, Snapshot]) -> None:
    found = one(then_and_now[1], made("st-alpha", "issuedUnits", TEN, "press-launch"))
    assert (found.outcome, found.since) == (Outcome.WITHDRAWN, date(2025, 6, 1))
    beside = one(then_and_now[1], made("st-alpha", "issuedUnits", TEN, "odx-launch"))
    assert beside.stands  # the same fact on the word of another source


def test_a_dispute_is_told_since_both_sides_were_read(
    then_and_now: tuple[Path, Snapshot],
) -> None:
    found = one(then_and_now[1], made("start", "startedOperation", DAY, "odx-launch"))
    assert (found.outcome, found.since) == (Outcome.DISPUTED, date(2026, 11, 23))
    assert found.instead == ("2023-12-26",)
    assert found.standing == "conflicting"


def test_what_is_gone_is_known_from_the_release(then_and_now: tuple[Path, Snapshot]) -> None:
    before, now = then_and_now
    text = made("st-beta", "coupon", COUPON, "paper")
    assert one(now, text).outcome is Outcome.UNKNOWN
    found = one(now, text, open_version(before)[1])
    assert found.outcome is Outcome.GONE
    assert (found.subject, found.fact.object_label) == ("Beta token", "2.5")
    assert found.source.title == "A paper"


def test_what_follows_by_rules_stands_without_a_source(
    then_and_now: tuple[Path, Snapshot],
) -> None:
    found = one(then_and_now[1], made("start", "hasParty", "odx", None))
    assert found.stands
    assert (found.source, found.fact.inferred) == (None, True)


def test_an_id_of_another_fact_source_or_form_is_none(
    then_and_now: tuple[Path, Snapshot],
) -> None:
    now = then_and_now[1]
    text = made("st-alpha", "tradedOn", "start", "odx-launch")
    assert one(now, made("st-alpha", "tradedOn", "start", "paper")).outcome is Outcome.UNKNOWN
    changed = text[:-1] + ("0" if text[-1] != "0" else "1")
    assert one(now, changed).outcome is Outcome.UNKNOWN
    for wrong in (text.upper(), text[:-1], text + "0", "start", "", "：" + text):
        assert one(now, wrong).outcome is Outcome.MALFORMED, wrong


def test_the_table_of_facts_gives_the_ids(then_and_now: tuple[Path, Snapshot]) -> None:
    now = then_and_now[1]
    content = tables(now, "csv")["facts.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    ids = [row["id"] for row in rows]
    assert len(ids) > 20
    assert all(map(release_of, ids))
    found = verified(now, ids)
    assert not {one.outcome for one in found} & {Outcome.UNKNOWN, Outcome.MALFORMED, Outcome.GONE}
    for row, told in zip(rows, found, strict=True):
        assert told.subject == row["subject"]
        assert (told.source is not None) == row["source (id)"].startswith("src:")


def test_the_command_has_a_row_a_fact_and_says_what_to_do(
    then_and_now: tuple[Path, Snapshot],
) -> None:
    before, now = then_and_now
    good = made("st-alpha", "tradedOn", "start", "odx-launch")
    gone = made("st-beta", "coupon", COUPON, "paper")
    run = run_kgraph("verify", good, "--format", "json", cwd=now.root)
    assert run.returncode == 0, run.stderr
    (row,) = json.loads(run.stdout)
    assert (row["id"], row["outcome"], row["since"]) == (good, "stands", "2023-12-25")
    run = run_kgraph("verify", good, gone, "x", cwd=now.root)
    assert run.returncode == 1
    lines = run.stderr.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [gone, "x"]
    assert "--release" in lines[0]
    assert "hexadecimal" in lines[1]
    run = run_kgraph("verify", gone, "--release", str(before), "--lang", "ja", cwd=now.root)
    assert run.returncode == 1
    assert "記載なし" in run.stdout
    assert "ベータ" in run.stdout


def test_every_claim_of_the_graph_can_be_verified(in_memory: Snapshot) -> None:
    """One fact of each state, against what its claims say."""
    from kgraph.show.dossier import Reader
    from kgraph.vocab import GRAPH

    reader = Reader(in_memory, "ja")
    examples: dict[str, str] = {}
    several: dict[tuple[Triple, object], set[str]] = {}
    for stating in statings(in_memory.store):
        if stating.claim is None:
            continue
        stated = reader.stated(reader.values(stating.claim, GRAPH.claims))
        disputed = stated.state == "holds" and stated.standing == "conflicting"
        key = stating.triple, stating.source
        several.setdefault(key, set()).add("disputed" if disputed else stated.state)
    for (triple, source), states in several.items():
        if len(states) == 1:
            (state,) = states
            text = receipt(OLD, triple.subject, triple.predicate, triple.object, source)
            examples.setdefault("stands" if state == "holds" else state, text)
    assert {"stands", "disputed", "ended", "superseded"} <= set(examples)
    found = verified(in_memory, list(examples.values()), "ja")
    assert [one.outcome.value for one in found] == list(examples)
    past = [one for one in found if one.outcome in (Outcome.ENDED, Outcome.SUPERSEDED)]
    assert all(one.since is None or one.since <= in_memory.day.as_of for one in past)
