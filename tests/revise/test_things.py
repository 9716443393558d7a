"""Things get another name, are joined, or given up: what moves, what stays, what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from helpers.small_root import put, write_small_root

from kgraph.add import Change, DraftError, new_source, save
from kgraph.load import load, turtle_files
from kgraph.load.canonical_files import check, rewrite
from kgraph.names import ID
from kgraph.problems import LoadError
from kgraph.revise import merge, rename, retire
from kgraph.terms.replaced import replaced
from kgraph.vocab import DCTERMS, OWL

CORE = """
jpst:Record a owl:Class . jpst:Listing a owl:Class ; rdfs:subClassOf jpst:Record .
jpst:listing a owl:ObjectProperty . jpst:venue a owl:ObjectProperty .
jpst:note a owl:DatatypeProperty .
jpst:Disagreement a owl:Class . jpst:disagreeingStatement a owl:ObjectProperty .
jpst:deprecatedSince a owl:DatatypeProperty .
"""
VENUES = """
# ---- Venues

# The one that began.
id:start a jpst:Venue ; skos:prefLabel "START"@en, "スタート"@ja ; skos:altLabel "Start market"@en .
id:other a jpst:Venue ; skos:prefLabel "Other"@en, "他"@ja .
id:odx a jpst:Venue ; skos:prefLabel "ODX"@en, "ODX"@ja ; skos:altLabel "START"@en .
id:unused a jpst:Venue ; skos:prefLabel "Unused"@en, "未使用"@ja .
"""
STATEMENT = """
[] a rdf:Statement ; rdf:subject id:start ; rdf:predicate jpst:operatedBy ; rdf:object id:odx ;
  jpst:note "n"@en .
id:other jpst:listing [ a jpst:Listing ; jpst:venue id:start ] .
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = write_small_root(tmp_path)
    for name, more in (
        ("ontology/core.ttl", CORE),
        ("data/sources/doc-a.ttl", STATEMENT),
    ):
        path = folder / name
        path.write_text(path.read_text("utf-8") + more, "utf-8")
    put(folder, "data/entities/venues.ttl", VENUES)
    put(folder, "queries/one.rq", "SELECT * { id:start ?p id:start-2 , xid:start }")
    rewrite(turtle_files(folder), folder)
    view = folder / "data/editorial/view.ttl"
    (fact,) = [one for one in text(folder, "sources/doc-a").splitlines() if one.startswith("id:f")]
    view.write_text(
        view.read_text("utf-8")
        + f"\nid:d a jpst:Disagreement ; jpst:disagreeingStatement {fact} .",
        "utf-8",
    )
    rewrite([view], folder)
    load(folder)
    return folder


def text(root: Path, name: str) -> str:
    return (root / "data" / f"{name}.ttl").read_text("utf-8")


def done(root: Path, changes: list[Change]) -> None:
    assert all(change.text != change.old for change in changes)
    assert all(change.old == change.path.read_text("utf-8") for change in changes if change.old)
    save(changes)
    assert check(turtle_files(root), root) == []
    load(root)


def test_a_new_slug_takes_all_facts_and_the_old_one_leads_to_it(root: Path) -> None:
    done(root, rename(root, "start", "start-market", since="0.3.0"))
    every = "".join(
        path.read_text("utf-8") for path in turtle_files(root) if path.stem != "deprecated"
    )
    assert "id:start " not in every
    assert "id:start\n" not in every
    assert "id:fact-start-market-operatedBy-" in text(root, "sources/doc-a")
    assert "id:listing-other-start-market\n" in text(root, "sources/doc-a")
    # A comment on a thing stays with it; the editors still speak of the statement.
    assert "# The one that began.\nid:start-market\n" in text(root, "entities/venues")
    assert "id:fact-start-market-operatedBy-" in text(root, "editorial/view")
    (stub,) = replaced(triple for file in load(root).files for triple in file.triples)
    assert stub.iri == ID + "start"
    assert stub.replaced_by == (ID + "start-market",)
    assert stub.since == "0.3.0"
    assert stub.labels == {"en": "START", "ja": "スタート"}
    assert set(stub.notes) == {"en", "ja"}
    assert "id:start-market" in stub.notes["en"]
    query = (root / "queries/one.rq").read_text("utf-8")
    assert query == "SELECT * { id:start-market ?p id:start-2 , xid:start }"


def test_a_new_label_keeps_the_old_one_and_the_slug(root: Path) -> None:
    changes = rename(root, "start", labels={"en": "Start market", "ja": "新市場"})
    assert [change.path.name for change in changes] == ["venues.ttl"]
    done(root, changes)
    block = text(root, "entities/venues").split("\nid:start\n")[1].split("\n.\n")[0]
    assert block.splitlines() == [
        "    a jpst:Venue ;",
        '    skos:prefLabel "Start market"@en ;',
        '    skos:prefLabel "新市場"@ja ;',
        '    skos:altLabel "START"@en ;',
        '    skos:altLabel "スタート"@ja ;',
    ]


def test_merging_moves_facts_and_names_and_leaves_a_redirect(root: Path) -> None:
    done(root, rename(root, "start", "begin"))
    done(root, merge(root, "begin", "odx"))
    entities = text(root, "entities/venues")
    assert "id:begin" not in entities
    block = entities.split("\nid:odx\n")[1].split("\n.\n")[0]
    labels = [line for line in block.splitlines() if "Label" in line]
    assert labels == [
        '    skos:prefLabel "ODX"@en ;',
        '    skos:prefLabel "ODX"@ja ;',
        '    skos:altLabel "START"@en ;',
        '    skos:altLabel "Start market"@en ;',
        '    skos:altLabel "スタート"@ja ;',
    ]
    assert "jpst:operatedBy id:odx ;" in text(root, "sources/doc-a").split("\nid:odx\n")[1]
    # Both names that were given up lead to the one in use.
    loaded = load(root)
    leads = {
        q.subject.value.removeprefix(ID): q.object.value
        for q in loaded.store.quads_for_pattern(None, DCTERMS.isReplacedBy, None, None)
    }
    assert leads == {"begin": ID + "odx", "start": ID + "odx"}
    flags = set(loaded.store.quads_for_pattern(None, OWL.deprecated, None, None))
    assert {q.subject.value for q in flags} == {ID + "start", ID + "begin"}


def test_a_thing_of_which_nothing_is_said_can_be_given_up(root: Path) -> None:
    notes = {"en": "There is no such venue.", "ja": "そのような取引の場はない。"}
    done(root, retire(root, "unused", notes))
    assert "unused" not in text(root, "entities/venues")
    assert "isReplacedBy" not in text(root, "entities/deprecated")
    with pytest.raises(DraftError, match=r"data/editorial/view\.ttl|data/sources/doc-a\.ttl"):
        retire(root, "start", notes)
    with pytest.raises(DraftError, match="in English and in Japanese"):
        retire(root, "other", {"en": "None."})


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("strat", "x", "did you mean start"),
        ("start", "odx", "kgraph merge start odx"),
        ("start", "Start", "not a slug"),
        ("start", None, "give a new slug or a new label"),
    ],
)
def test_what_cannot_be_renamed_is_told(root: Path, old: str, new: str | None, why: str) -> None:
    with pytest.raises(DraftError, match=why):
        rename(root, old, new)


def test_what_was_given_up_is_refused_with_its_successor(root: Path) -> None:
    done(root, rename(root, "start", "begin"))
    for call in (
        lambda: rename(root, "start", "again"),
        lambda: merge(root, "odx", "start"),
        lambda: merge(root, "start", "odx"),
    ):
        with pytest.raises(DraftError, match="given up already: write id:begin"):
            call()
    put(
        root,
        "ontology/schemes/hosting.ttl",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<https://w3id.org/jpst/scheme/hosting> a skos:ConceptScheme .\n"
        "<https://w3id.org/jpst/hosting/page> a skos:Concept .",
    )
    with pytest.raises(DraftError, match="given up: write begin"):
        new_source(root, "https://example.org/new", "id:start", today=date(2026, 11, 1))
    with pytest.raises(DraftError, match="that thing already"):
        merge(root, "odx", "odx")
    with pytest.raises(DraftError, match="no release"):
        rename(root, "odx", "odx-2", since="soon")


def test_records_that_would_become_one_are_refused(root: Path) -> None:
    path = root / "data/sources/doc-b.ttl"
    path.write_text(
        path.read_text("utf-8")
        + "\nid:start jpst:listing [ a jpst:Listing ; jpst:venue id:other ] ."
        + '\nid:odx jpst:listing [ a jpst:Listing ; jpst:venue id:other ; jpst:note "n"@en ] .',
        "utf-8",
    )
    rewrite([path], root)
    with pytest.raises(LoadError, match="two records have one name"):
        merge(root, "start", "odx")
