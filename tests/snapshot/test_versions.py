"""A page that was read again, or withdrawn: in the state, in the claims, in what was known."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from helpers.here import rows
from helpers.terms import jpst
from pyoxigraph import NamedNode

import kgraph
from kgraph.add import DraftError, save
from kgraph.limited import UNLIMITED
from kgraph.load import load, turtle_files
from kgraph.load.canonical_files import rewrite
from kgraph.names import ID, SRC
from kgraph.problems import LoadError
from kgraph.revise import reread, withdraw
from kgraph.snapshot import Snapshot
from kgraph.snapshot.days import on_day

START, ALPHA, BETA = (NamedNode(ID + name) for name in ("start", "st-alpha", "st-beta"))
UNITS, HOURS, OPENED = jpst("issuedUnits"), jpst("tradingHours"), jpst("startedOperation")
READ = date(2026, 11, 25)
"""The reading before was on 2026-11-22."""
REASONS = {"en": "It was a draft.", "ja": "草稿であった。"}


TERMS = """
jpst:earlierVersion a owl:ObjectProperty . jpst:reason a owl:DatatypeProperty .
jpst:NotFoundInSource a owl:Class . jpst:soughtSubject a owl:ObjectProperty .
jpst:soughtProperty a owl:ObjectProperty . jpst:tokenSettlementCycle a owl:DatatypeProperty .
jpst:withdrawnByPublisher a owl:DatatypeProperty . jpst:withdrawnByUs a owl:DatatypeProperty .
"""


@pytest.fixture
def root(market: Path) -> Path:
    core = market / "ontology/core.ttl"
    core.write_text(core.read_text("utf-8") + TERMS, "utf-8")
    rewrite(turtle_files(market), market)
    return market


def edited(root: Path, name: str, *changes: tuple[str, str]) -> None:
    path = root / f"data/sources/{name}.ttl"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def again(root: Path, *changes: tuple[str, str], slug: str = "odx-launch", **days: date) -> str:
    (change,) = reread(root, slug, **{"today": READ, **days})
    save([change])
    edited(root, change.path.stem, *changes)
    return change.path.stem


def snapshot_of(root: Path) -> Snapshot:
    assert kgraph.build(root, limits=UNLIMITED).published
    return kgraph.open(root)


def values(snapshot: Snapshot, thing: NamedNode, name: NamedNode) -> set[str]:
    return {row[0].value for row in rows(snapshot, f"SELECT ?v {{ {thing} {name} ?v }}")}


def states(snapshot: Snapshot, name: NamedNode) -> dict[tuple[str, str], str]:
    """Source and value → what the day makes of the claim."""
    found = rows(
        snapshot,
        f"""SELECT ?source ?value ?state {{ GRAPH graph:claims {{ ?claim rdf:predicate {name} ;
          rdf:object ?value ; dcterms:source ?source ; jpst:claimState ?state }} }}""",
    )
    return {
        (row[0].value.removeprefix(SRC), row[1].value): row[2].value.rpartition("/")[2]
        for row in found
    }


def test_a_version_says_what_the_page_said_until_it_is_corrected(root: Path) -> None:
    before = load(root)
    name = again(root)
    assert name == "odx-launch-read-2026-11-25"
    after = load(root)

    def facts(loaded, source: str) -> set[str]:
        (file,) = [one for one in loaded.files if one.graph == SRC + source]
        return {str(t) for t in file.triples if t.subject.value != SRC + source}

    assert facts(after, name) == facts(after, "odx-launch") == facts(before, "odx-launch")
    text = (root / f"data/sources/{name}.ttl").read_text("utf-8")
    assert "jpst:earlierVersion src:odx-launch ;" in text
    assert 'jpst:read "2026-11-25"^^xsd:date ;' in text
    assert text.count("jpst:read ") == 1
    # The next reading is a version of this one, and of no other.
    (change,) = reread(root, name, today=date(2026, 11, 27))
    assert change.path.stem == "odx-launch-read-2026-11-27"
    assert f"jpst:earlierVersion src:{name} ;" in change.text
    with pytest.raises(DraftError, match=f"was read again as {name}"):
        reread(root, "odx-launch", today=date(2026, 11, 27))
    with pytest.raises(DraftError, match="was read on 2026-11-25"):
        reread(root, name, today=READ)
    with pytest.raises(DraftError, match="did you mean odx-launch"):
        reread(root, "odx-lunch", today=READ)


def test_what_is_said_no_more_ends_and_what_is_corrected_is_superseded(root: Path) -> None:
    name = again(
        root,
        ("    jpst:issuedUnits 100 ;\n", ""),
        ('    jpst:startedOperation "2023-12-25"', '    jpst:startedOperation "2023-12-26"'),
    )
    snapshot = snapshot_of(root)
    # The press still says 100; the operator's page does not.
    assert states(snapshot, UNITS)["odx-launch", "100"] == "ended"
    assert states(snapshot, UNITS)["press-launch", "100"] == "holds"
    opened = states(snapshot, OPENED)
    assert opened == {("odx-launch", "2023-12-25"): "superseded", (name, "2023-12-26"): "holds"}
    assert values(snapshot, START, OPENED) == {"2023-12-26"}
    # Said again: the later reading has the word, and nothing is there twice.
    hours = states(snapshot, HOURS)
    assert {state for (source, _), state in hours.items() if source == name} == {"holds"}
    assert {state for (source, _), state in hours.items() if source != name} == {"superseded"}
    assert len(values(snapshot, START, HOURS)) == 2
    # No dispute within one page.
    assert rows(snapshot, "SELECT ?s { GRAPH standing:conflicting { ?s ?p ?o } }") == []


def test_what_a_page_did_not_say_is_forgotten_once_its_next_version_says_it(root: Path) -> None:
    path = root / "data/sources/odx-launch.ttl"
    note = (
        "\nid:gap-start\n    a jpst:NotFoundInSource ;\n"
        "    jpst:soughtProperty jpst:tokenSettlementCycle ;\n"
        "    jpst:soughtSubject id:start ;\n.\n"
    )
    path.write_text(path.read_text("utf-8") + note, "utf-8")
    before = READ - timedelta(days=1)

    def noted(**days: date) -> bool:
        opened = kgraph.open(root, **days)
        return bool(rows(opened, "SELECT ?s { ?s a jpst:NotFoundInSource }"))

    # Read again as it was: the note is that of the next version now.
    name = again(root)
    snapshot_of(root)
    assert noted()
    # The next version says it.
    later = root / f"data/sources/{name}.ttl"
    text = later.read_text("utf-8")
    assert note in text
    later.write_text(text.replace(note, ""), "utf-8")
    snapshot_of(root)
    assert not noted()
    # Before it was read again, and for who knew nothing of it, nothing was found.
    assert noted(as_of=before)
    assert noted(known_at=before)


def test_between_two_readings_it_is_unknown_whether_it_was_still_said(root: Path) -> None:
    again(root, ("    jpst:issuedUnits 100 ;\n", ""))
    snapshot = snapshot_of(root)
    for day, state in ((22, "holds"), (23, "undated"), (24, "undated"), (25, "ended")):
        that = on_day(snapshot, date(2026, 11, day), limits=UNLIMITED)
        assert states(that, UNITS)["odx-launch", "100"] == state, day


def test_a_version_that_shows_its_day_tells_when_the_page_changed(root: Path) -> None:
    again(root, ("    jpst:issuedUnits 100 ;\n", ""), issued=date(2026, 11, 24))
    snapshot = snapshot_of(root)
    for day, state in ((23, "holds"), (24, "ended")):
        that = on_day(snapshot, date(2026, 11, day), limits=UNLIMITED)
        assert states(that, UNITS)["odx-launch", "100"] == state, day


def test_nobody_s_old_reading_is_lost(root: Path) -> None:
    """What was known before the page was read again is what it said then."""
    old = snapshot_of(root)
    then = {(t.subject, t.predicate, t.object) for t in facts_of(old)}
    name = again(root, ("    jpst:issuedUnits 100 ;\n", "    jpst:issuedUnits 300 ;\n"))
    new = snapshot_of(root)
    known = on_day(new, known_at=date(2026, 11, 24), limits=UNLIMITED)
    assert {(t.subject, t.predicate, t.object) for t in facts_of(known)} == then
    assert states(known, UNITS)["odx-launch", "100"] == "holds"
    assert states(known, UNITS)[name, "300"] == "notKnown"


def facts_of(snapshot: Snapshot) -> list:
    return [
        quad.triple
        for quad in snapshot.store.quads_for_pattern(None, None, None, None)
        if str(quad.graph_name).startswith("<https://w3id.org/jpst/standing/")
    ]


@pytest.mark.parametrize(("mistake", "before"), [(False, {"100", "20"}), (True, {"100"})])
def test_a_withdrawn_source_leaves_the_state_and_stays_in_the_history(
    root: Path, mistake: bool, before: set[str]
) -> None:
    day = date(2026, 11, 25)
    save(withdraw(root, "press-launch", day, REASONS, mistake=mistake))
    save([reread(root, "odx-launch", today=date(2026, 11, 26))[0]])
    snapshot = snapshot_of(root)
    assert values(snapshot, BETA, UNITS) == set()
    assert values(snapshot, ALPHA, UNITS) == {"100"}
    assert states(snapshot, UNITS)["press-launch", "20"] == "withdrawn"
    day_before = on_day(snapshot, date(2026, 11, 24), limits=UNLIMITED)
    both = values(day_before, ALPHA, UNITS) | values(day_before, BETA, UNITS)
    assert both == before
    known = on_day(snapshot, known_at=date(2026, 11, 24), limits=UNLIMITED)
    assert values(known, BETA, UNITS) == {"20"}


def test_what_cannot_be_withdrawn_is_told(root: Path) -> None:
    day = date(2026, 11, 25)
    with pytest.raises(DraftError, match="in English and in Japanese"):
        withdraw(root, "press-launch", day, {"en": "x"}, mistake=True)
    save(withdraw(root, "press-launch", day, REASONS, mistake=True))
    with pytest.raises(DraftError, match="withdrawn already"):
        withdraw(root, "press-launch", day, REASONS, mistake=False)


def test_two_files_of_one_address_are_versions_or_refused(root: Path) -> None:
    name = again(root)
    edited(root, name, ("    jpst:earlierVersion src:odx-launch ;\n", ""))
    with pytest.raises(LoadError, match="two sources have the address") as caught:
        load(root)
    assert "jpst:earlierVersion" in str(caught.value)
