"""The table of links, the files made from it, and the pinned list of targets."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from helpers.links import VENDOR, needs_copies
from helpers.project import PROJECT
from pyoxigraph import Literal, Triple

from kgraph.align import aligned_texts, pinned_targets
from kgraph.align.bridges import FOLDER, THINGS, read_bridges
from kgraph.align.table import AXIOMS, COLUMNS, MATCHES, TABLE, read_table
from kgraph.align.targets import TARGETS, read_targets
from kgraph.names import BASE
from kgraph.problems import LoadError
from kgraph.turtle.parse import parse_turtle, read_text
from kgraph.vocab import DCTERMS, OWL, RDF

ALIGN = PROJECT / FOLDER
OUTSIDE = ("fibo", "org", "prov", "dlt", "eli", "dcat", "gleif", "time", "schema")
NAMES = "iri,kind,side,release,label,file,version,definition"
HEADER = "subject_id\tpredicate_id\tobject_id\tmapping_date\tconfidence\tcomment\n"
SAID = "2026-11-30\t0.5\t"


def bridge_files() -> list[Path]:
    return sorted(ALIGN.glob("*.ttl"))


def triples(path: Path) -> list[Triple]:
    return parse_turtle(read_text(path), path)


def header_of(found: list[Triple]) -> str:
    (own,) = {t.subject.value for t in found if t.object == OWL.Ontology}
    return own


def test_the_files_are_what_table_and_data_give() -> None:
    for name, text in aligned_texts(PROJECT).items():
        if name.endswith(".xml") and not (PROJECT / name).exists():
            continue
        assert read_text(PROJECT / name) == text, name


def test_every_target_ontology_has_its_bridge() -> None:
    assert {bridge.slug for bridge in read_bridges(PROJECT).bridges} == {*OUTSIDE, THINGS}
    assert {f"{slug}.ttl" for slug in (*OUTSIDE, THINGS)} <= {p.name for p in bridge_files()}


@pytest.mark.parametrize("path", bridge_files(), ids=lambda path: path.name)
def test_a_header_names_title_release_and_source(path: Path) -> None:
    found = triples(path)
    own = header_of(found)
    assert own == f"{BASE}ontology/align/{path.stem}"
    told = [t for t in found if t.subject.value == own]

    def values(name: str) -> list[object]:
        return [t.object for t in told if t.predicate.value == name]

    titles = values(DCTERMS.title.value)
    assert {t.language for t in titles if isinstance(t, Literal)} == {"en", "ja"}
    releases = values(OWL.versionInfo.value)
    assert releases
    assert all(r.value.startswith("Checked against ") for r in releases)
    assert values(DCTERMS.source.value)
    assert not values(OWL.imports.value)


@pytest.mark.parametrize("path", bridge_files(), ids=lambda path: path.name)
def test_links_run_from_ours_to_theirs_and_skos_stands_apart(path: Path) -> None:
    found = triples(path)
    own = header_of(found)
    allowed = MATCHES if path.stem.endswith("-skos") else AXIOMS
    for subject, predicate, target in found:
        if subject.value == own:
            continue
        assert subject.value.startswith(BASE)
        assert not target.value.startswith(BASE)
        assert predicate.value in allowed


def test_no_link_is_in_two_files() -> None:
    links = [
        triple
        for path in bridge_files()
        for triple in triples(path)
        if "/align/" not in triple.subject.value
    ]
    assert len(links) == len(set(links)) == len(read_table(PROJECT, read_bridges(PROJECT)))


def test_the_table_is_sssom() -> None:
    lines = read_text(ALIGN / TABLE).splitlines()
    meta = yaml.safe_load("\n".join(line[1:] for line in lines if line.startswith("#")))
    assert {"mapping_set_id", "license", "curie_map"} <= meta.keys()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert tuple(rows[0]) == COLUMNS
    prefixes = meta["curie_map"]
    for cells in rows[1:]:
        row = dict(zip(COLUMNS, cells, strict=True))
        # What is generated was read once, and has no second reader.
        assert all(value for name, value in row.items() if name != "reviewer_label")
        assert row["reviewer_label"] or row["predicate_id"] == "owl:sameAs"
        for name in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            prefix, _, local = row[name].partition(":")
            assert prefix in prefixes, row[name]
            assert local


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (f"jpst:Bank\trdfs:subClassOf\tnowhere:Bank\t{SAID}why\n", "prefix of “nowhere:Bank”"),
        (f"jpst:Bank\towl:disjointWith\torg:Organization\t{SAID}why\n", "neither an OWL axiom"),
        (
            "jpst:Bank\trdfs:subClassOf\torg:Organization\tlast week\t1\twhy\n",
            "“last week” is no day",
        ),
        (
            "jpst:Bank\trdfs:subClassOf\torg:Organization\t2026-11-30\t1.5\twhy\n",
            "“1.5” is no number from 0 to 1",
        ),
        (f"jpst:Bank\trdfs:subClassOf\torg:Organization\t{SAID} \n", "comment is empty"),
        ("jpst:Bank\trdfs:subClassOf\torg:Organization\n", "more or fewer cells"),
        (f"jpst:Bank\trdfs:subClassOf\torg:Organization\t{SAID}why\n" * 2, "line 2 says the same"),
    ],
)
def test_a_line_that_is_no_mapping(tmp_path: Path, line: str, words: str) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    (folder / TABLE).write_text(HEADER + line, encoding="utf-8")
    with pytest.raises(LoadError) as caught:
        read_table(tmp_path, read_bridges(PROJECT))
    (problem,) = caught.value.problems
    assert words in str(problem)
    assert problem.path == folder / TABLE
    assert problem.line == 1 + line.count("\n")


def test_a_table_without_its_columns(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    (folder / TABLE).write_text("# note\nsubject_id\tobject_id\n", encoding="utf-8")
    with pytest.raises(LoadError, match="lacks the column predicate_id, mapping_date"):
        read_table(tmp_path, read_bridges(PROJECT))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("iri,kind\n", "other columns"),
        (f"{NAMES}\nx:a,thing,,1,a,f,1,\n", "the line is no target"),
        (f"{NAMES}\n" + "x:a,class,,1,a,f,1,\n" * 2, "given twice"),
    ],
)
def test_a_list_of_targets_that_is_none(tmp_path: Path, text: str, words: str) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    (folder / TARGETS).write_text(text, encoding="utf-8")
    with pytest.raises(LoadError, match=words):
        read_targets(tmp_path)


def test_organizations_lead_to_their_lei_record_unless_sources_dispute_the_code() -> None:
    text = read_text(ALIGN / "things.ttl")
    links = {t.subject.value: t.object.value for t in parse_turtle(text, None)}
    record = "https://rdf.gleif.org/L1/L-3538002ZFUQ3KMY5SA19"
    assert links[f"{BASE}id/odx"] == record
    assert f"{BASE}id/mizuho-fg" not in links  # two lists give different codes
    assert not any("/id/mic-" in subject for subject in links)


def test_no_individual_of_the_market_individuals_is_linked() -> None:
    for path in bridge_files():
        assert "MarketsIndividuals" not in read_text(path)


@needs_copies
def test_the_pinned_list_is_what_the_copies_declare() -> None:
    assert pinned_targets(PROJECT, VENDOR) == read_text(ALIGN / TARGETS)


@needs_copies
def test_a_target_that_no_copy_declares_cannot_be_pinned(tmp_path: Path) -> None:
    from helpers.links import copied, plant

    root = copied(tmp_path)
    plant(root, "jpst:Bank", "skos:closeMatch", "org:Bank")
    with pytest.raises(LoadError, match="unknown target org:Bank"):
        pinned_targets(root, VENDOR)


def test_types_in_the_headers_are_only_ontologies() -> None:
    for path in bridge_files():
        kinds = {t.object.value for t in triples(path) if t.predicate.value == RDF.type.value}
        assert kinds == {OWL.Ontology.value}
