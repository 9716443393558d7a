"""What changed between two built versions of the graph."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.market import PREFIXES, write_market
from helpers.running import run_kgraph
from helpers.terms import jpst
from pyoxigraph import Literal, RdfFormat, Store

import kgraph
from kgraph.diff import (
    CompareError,
    Difference,
    FactChange,
    StandingChange,
    compare,
    open_version,
    said,
)
from kgraph.limited import UNLIMITED
from kgraph.names import EDITORIAL, ID, SRC
from kgraph.render.diff import as_json, as_markdown, as_text
from kgraph.vocab import DCTERMS, GRAPH, JPST, SKOS, XSD

RECORDS = """\
jpst:statistic a owl:ObjectProperty ; skos:prefLabel "statistic"@en , "統計"@ja .
jpst:count a owl:DatatypeProperty ; skos:prefLabel "count"@en .
jpst:asOf a owl:DatatypeProperty ; skos:prefLabel "as of"@en .
jpst:note a owl:DatatypeProperty ; skos:prefLabel "note"@en .
jpst:issueDate a owl:DatatypeProperty ; skos:prefLabel "issue date"@en .
jpst:MarketStatistic a owl:Class ; rdfs:subClassOf jpst:Record .
"""
FACTS = """\
id:start jpst:statistic id:statistic-start-7 .
id:statistic-start-7 a jpst:MarketStatistic ; jpst:count 7 .
id:fact-start-operatedBy-1 a rdf:Statement ; rdf:subject id:start ;
    rdf:predicate jpst:operatedBy ; rdf:object id:odx ; jpst:note "as operator"@en ;
    jpst:asOf "2024-05-31"^^xsd:date .
id:st-alpha jpst:issueDate "2024-03"^^xsd:gYearMonth .
"""

Edit = tuple[str, str, str]
Changed = Callable[..., Difference]


def edit(root: Path, *edits: Edit) -> None:
    """Replaces text in files; an empty old text means that the new one is appended."""
    for name, old, new in edits:
        path = root / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old in text
        path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> object:
    """The small market with a record, a narrowed fact and a coarse date."""
    root = write_market(tmp_path_factory.mktemp("old"))
    edit(root, ("ontology/core.ttl", "", RECORDS), ("data/sources/odx-launch.ttl", "", FACTS))
    kgraph.build(root, limits=UNLIMITED)
    return kgraph.open(root)


@pytest.fixture
def changed(start: object, tmp_path: Path) -> Changed:
    """Edits a copy of the market, builds it and compares."""

    def change(*edits: Edit) -> Difference:
        root = write_market(tmp_path / "new")
        edit(root, ("ontology/core.ttl", "", RECORDS), ("data/sources/odx-launch.ttl", "", FACTS))
        edit(root, *edits)
        kgraph.build(root, limits=UNLIMITED)
        return compare(start, kgraph.open(root))

    return change


def told(changes: tuple[FactChange, ...]) -> list[tuple[str, ...]]:
    return [
        (
            change.fact.subject.removeprefix(ID),
            change.fact.property.removeprefix(JPST.BASE),
            getattr(change.fact.value, "value", ""),
            *(graph.rpartition("/")[2] for graph in change.graphs),
        )
        for change in changes
    ]


LAUNCH = "data/sources/odx-launch.ttl"
PRESS = "data/sources/press-launch.ttl"
ENTITIES = "data/entities/all.ttl"


def test_the_same_graph_has_no_difference(changed: Changed) -> None:
    found = changed()
    assert not found
    assert as_text(found) == "from old to new\nnothing changed\n"


def test_a_fact_is_added_with_who_says_it(changed: Changed) -> None:
    found = changed((PRESS, "", "id:st-beta jpst:coupon 2.5 .\n"))
    assert told(found.facts_added) == [("st-beta", "coupon", "2.5", "press-launch")]
    assert not found.facts_removed
    assert [(s.iri, s.facts_added, s.facts_removed) for s in found.sources] == [
        (SRC + "press-launch", 1, 0)
    ]
    assert not found.breaking


def test_a_changed_value_is_one_removed_and_one_added(changed: Changed) -> None:
    found = changed((PRESS, "jpst:issuedUnits 20", "jpst:issuedUnits 21"))
    assert told(found.facts_removed) == [("st-beta", "issuedUnits", "20", "press-launch")]
    assert told(found.facts_added) == [("st-beta", "issuedUnits", "21", "press-launch")]


def test_a_fact_that_another_source_takes_up(changed: Changed) -> None:
    found = changed((PRESS, "", "id:st-alpha jpst:coupon 1.5 .\n"))
    (change,) = found.facts_resourced
    assert change.fact.property == jpst("coupon").value
    assert (change.added, change.removed) == ((SRC + "press-launch",), ())
    assert not found.facts_added


def test_standing_follows_the_sources(changed: Changed) -> None:
    found = changed((LAUNCH, "id:start jpst:operatedBy id:odx ;", "id:start"))
    assert [(c.fact.property, c.before, c.after) for c in found.standings] == [
        (jpst("operatedBy").value, "confirmed", "likely")
    ]
    assert isinstance(found.standings[0], StandingChange)


def test_what_narrows_a_fact_belongs_to_it(start: object, changed: Changed) -> None:
    facts = said(start.store)
    assert not any(fact.subject.startswith(ID + "fact-") for fact in facts)
    (narrowed,) = [f for f in facts if f.property == jpst("operatedBy").value and f.details]
    assert dict(narrowed.details) == {
        JPST.note.value: Literal("as operator", language="en"),
        JPST.asOf.value: Literal("2024-05-31", datatype=XSD.date),
    }
    found = changed((LAUNCH, '"as operator"@en', '"as its operator"@en'))
    assert told(found.facts_removed) == told(found.facts_added)
    assert told(found.facts_added) == [("start", "operatedBy", ID + "odx", "odx-launch")]
    assert "+ operated by: Osaka Digital Exchange (id:odx)  [as of: 2024-05-31; note: as its " in (
        as_text(found)
    )


def test_a_record_belongs_to_what_it_hangs_on(changed: Changed) -> None:
    found = changed((LAUNCH, "jpst:count 7", "jpst:count 8"))
    assert [c.fact.subject for c in (*found.facts_added, *found.facts_removed)] == [
        ID + "start",
        ID + "start",
    ]
    assert "- statistic: id:statistic-start-7  [kind: jpst:MarketStatistic; count: 7]" in (
        as_text(found)
    )


def test_a_coarse_date_is_a_month(start: object, changed: Changed) -> None:
    (date,) = [f for f in said(start.store) if f.property == jpst("issueDate").value]
    assert date.value == Literal("2024-03", datatype=XSD.gYearMonth)
    assert date.details == ()
    found = changed((LAUNCH, '"2024-03"^^xsd:gYearMonth', '"2024"^^xsd:gYear'))
    assert told(found.facts_removed) == [("st-alpha", "issueDate", "2024-03", "odx-launch")]
    assert told(found.facts_added) == [("st-alpha", "issueDate", "2024", "odx-launch")]


def test_a_new_thing_is_told_once(changed: Changed) -> None:
    found = changed(
        (ENTITIES, "", 'id:st-gamma a jpst:SecurityToken ; skos:prefLabel "Gamma"@en .\n'),
        (PRESS, "", "id:st-gamma jpst:issuedUnits 5 .\n"),
    )
    (change,) = found.entities
    assert (change.iri, change.change, change.kinds) == (
        ID + "st-gamma",
        "added",
        (JPST.SecurityToken.value,),
    )
    assert told(found.facts_added) == [("st-gamma", "issuedUnits", "5", "press-launch")]
    assert not found.breaking


def test_a_thing_that_goes_breaks_what_links_to_it(changed: Changed) -> None:
    found = changed(
        (
            ENTITIES,
            'id:st-beta a jpst:SecurityToken ; skos:prefLabel "Beta token"@en , "ベータ"@ja .',
            "",
        ),
        (PRESS, "id:st-beta jpst:tradedOn id:start ; jpst:issuedUnits 20 .", ""),
    )
    assert [(c.iri, c.breaking) for c in found.entities] == [(ID + "st-beta", "removed")]
    assert found.breaking == found.entities


@pytest.mark.parametrize(
    ("replacement", "breaking"),
    [
        ("; dcterms:isReplacedBy id:st-alpha", None),
        ("; dcterms:isReplacedBy id:odx-not-there", "not-replaced"),
        ("", "not-replaced"),
    ],
)
def test_a_deprecated_thing_needs_a_replacement(replacement: str, breaking: str | None) -> None:
    def graph(text: str) -> Store:
        store = Store()
        body = f"id:st-alpha a jpst:Token . id:st-beta a jpst:Token {text} ."
        trig = f"{PREFIXES} {body} <{GRAPH.BASE}entities> {{ {body} }}"
        store.load(trig, format=RdfFormat.TRIG)
        return store

    found = compare(graph(""), graph("; owl:deprecated true " + replacement))
    assert [(c.change, c.breaking) for c in found.entities] == [("deprecated", breaking)]
    assert bool(found.breaking) is (breaking is not None)


def test_a_new_label_is_a_fact_of_the_thing(changed: Changed) -> None:
    found = changed((ENTITIES, '"Beta token"@en', '"Beta II token"@en'))
    assert [(c.fact.property, c.fact.value.value, c.graphs) for c in found.facts_added] == [
        (SKOS.prefLabel.value, "Beta II token", (GRAPH.entities.value,))
    ]
    assert "(data/entities)" in as_text(found)


def test_sources_are_added_changed_and_removed(changed: Changed) -> None:
    new = PREFIXES + "src:new-page a jpst:SecondarySource .\nid:st-beta jpst:issuedUnits 20 .\n"
    found = changed(
        ("data/sources/new-page.ttl", "", new),
        (LAUNCH, '"Launch of START"@en', '"START is launched"@en'),
    )
    by_iri = {change.iri: change for change in found.sources}
    assert by_iri.keys() == {SRC + "new-page", SRC + "odx-launch"}
    assert by_iri[SRC + "new-page"].change == "added"
    assert by_iri[SRC + "new-page"].facts_added == 1
    launch = by_iri[SRC + "odx-launch"]
    assert (launch.facts_added, launch.facts_removed) == (0, 0)
    ((name, before, after),) = launch.description
    assert name == DCTERMS.title.value
    assert [before[0].value, after[0].value] == ["Launch of START", "START is launched"]


def test_inferred_facts_are_told_apart(changed: Changed) -> None:
    found = changed((PRESS, "", "id:st-beta jpst:hasParty id:odx .\n"))
    assert not found.inferred_added
    found = changed(
        (ENTITIES, "", "id:other a jpst:Venue .\n"),
        (PRESS, "", "id:other jpst:operatedBy id:odx .\n"),
    )
    assert ("other", "hasParty", ID + "odx") in told(found.inferred_added)


# -- words


def test_text_names_things_by_label_in_both_languages(changed: Changed) -> None:
    found = changed((PRESS, "jpst:tradedOn id:start", "jpst:tradedOn id:start , id:odx"))
    english, japanese = as_text(found), as_text(found, "ja")
    assert "  Beta token (id:st-beta)\n" in english
    assert "    + traded on: Osaka Digital Exchange (id:odx)  (src:press-launch)\n" in english
    assert "  ベータ（id:st-beta）\n" in japanese
    assert "    + 取引の場：大阪デジタルエクスチェンジ（id:odx）  (src:press-launch)\n" in japanese


def test_markdown_has_lists_and_escapes(changed: Changed) -> None:
    found = changed((PRESS, "", 'id:st-beta jpst:note "*five* | six"@en .\n'))
    text = as_markdown(found)
    assert text.startswith("# from old to new\n\n## Facts (+1 -0)\n\n- Beta token (id:st-beta)\n")
    assert "  - `+` note: \\*five\\* \\| six  (src:press-launch)\n" in text


def test_a_limit_says_how_much_is_left_out(changed: Changed) -> None:
    notes = "".join(f'id:st-beta jpst:note "n{i}"@en .\n' for i in range(5))
    found = changed((PRESS, "", notes))
    lines = as_text(found, limit=2).splitlines()
    assert lines[lines.index("Facts (+5 -0)") + 1 :][:4] == [
        "  Beta token (id:st-beta)",
        "    + note: n0  (src:press-launch)",
        "    + note: n1  (src:press-launch)",
        "  … and 3 more",
    ]


def test_json_has_everything(changed: Changed) -> None:
    found = json.loads(as_json(changed((PRESS, "jpst:issuedUnits 20", "jpst:issuedUnits 21"))))
    assert found["counts"]["factsAdded"] == found["counts"]["factsRemoved"] == 1
    (added,) = found["factsAdded"]
    assert added["subject"] == {"iri": ID + "st-beta", "label": "Beta token"}
    assert added["property"]["label"] == "issued units"
    assert added["value"] == {"value": "21", "datatype": XSD.integer.value}
    assert added["sources"] == [SRC + "press-launch"]


# -- files and folders


def test_a_file_a_snapshot_and_a_project_are_versions(built_market: Path, tmp_path: Path) -> None:
    for name in ("graph.nq", "graph.trig"):
        done = run_kgraph("export", "-o", str(tmp_path / name), cwd=built_market)
        assert done.returncode == 0, done.stderr
    stores = [
        open_version(path)[1]
        for path in (
            built_market,
            built_market / ".kgraph",
            kgraph.open(built_market).path,
            tmp_path / "graph.nq",
            tmp_path / "graph.trig",
        )
    ]
    assert not any(compare(stores[0], other) for other in stores[1:])


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("x.ttl", "", "read from N-Quads or TriG"),
        ("x.nq", "<http://a/a> <http://a/a> <http://a/a> .\n", "no named graphs"),
        ("missing", None, "no such file or folder"),
        ("empty/", None, "no snapshot and no release here"),
    ],
)
def test_what_is_no_version_is_refused(
    tmp_path: Path, name: str, text: str | None, message: str
) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text)
    elif name.endswith("/"):
        path.mkdir()
    with pytest.raises(CompareError, match=message):
        open_version(path)


def test_a_store_without_graphs_is_refused(start: object) -> None:
    with pytest.raises(CompareError, match=r"now: there are no named graphs"):
        compare(start, Store(), names=("then", "now"))


def test_the_command_and_its_exit_codes(built_market: Path, market: Path, tmp_path: Path) -> None:
    old, new = str(built_market), str(market)
    assert run_kgraph("diff", old, old, cwd=tmp_path).returncode == 0
    edit(market, (PRESS, "", "id:st-beta jpst:coupon 2.5 .\n"))
    kgraph.build(market, limits=UNLIMITED)
    done = run_kgraph("diff", old, new, cwd=tmp_path)
    assert done.returncode == 1
    assert "+ jpst:coupon: 2.5  (src:press-launch)" in done.stdout
    assert run_kgraph("diff", old, new, "--breaking", cwd=tmp_path).returncode == 0
    assert run_kgraph("diff", old, new, "-o", "d.json", cwd=tmp_path).returncode == 1
    assert json.loads((tmp_path / "d.json").read_text())["counts"]["breaking"] == 0
    edit(
        market,
        (
            "ontology/core.ttl",
            "jpst:coupon a owl:DatatypeProperty",
            "jpst:rate a owl:DatatypeProperty",
        ),
    )
    edit(market, (PRESS, "jpst:coupon", "jpst:rate"), (LAUNCH, "jpst:coupon", "jpst:rate"))
    kgraph.build(market, limits=UNLIMITED)
    done = run_kgraph("diff", old, new, "--breaking", "-f", "md", "--lang", "ja", cwd=tmp_path)
    assert done.returncode == 1
    assert "非互換" in done.stdout
    done = run_kgraph("diff", old, "nowhere", cwd=tmp_path)
    assert done.returncode == 3
    assert "nowhere: there is no such file or folder, and no such revision" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_editorial_graphs_are_sources_too() -> None:
    store = Store()
    store.load(
        f"<{ID}a> <{JPST.BASE}note> 'x' <{EDITORIAL}one> .".replace("'", '"'),
        format=RdfFormat.N_QUADS,
    )
    assert list(said(store).values()) == [(EDITORIAL + "one",)]
