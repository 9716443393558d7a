"""`kgraph fmt` over a project: names of statements and records, references to them, places."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.small_root import put, write_small_root

from kgraph.load.canonical_files import check, rewrite
from kgraph.load.files import turtle_files
from kgraph.problems import LoadError

RECORDS = """
jpst:Record a owl:Class . jpst:Listing a owl:Class ; rdfs:subClassOf jpst:Record .
jpst:Grant a owl:Class ; rdfs:subClassOf jpst:Record .
"""
SOURCE = """\
src:doc-a a jpst:PrimarySource ; schema:url "https://example.org/a"^^xsd:anyURI ;
  dcterms:issued "2024-01-31"^^xsd:date .
id:start jpst:operatedBy id:odx .
"""
FACT = "rdf:subject id:start ; rdf:predicate jpst:operatedBy ; rdf:object id:odx"
RIGHT = "fact-start-operatedBy-89736ff6"
"""The digits of the example of docs/provenance.md."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = write_small_root(tmp_path)
    core = folder / "ontology/core.ttl"
    core.write_text(core.read_text("utf-8") + RECORDS, "utf-8")
    rewrite(turtle_files(folder), folder)
    return folder


def source(root: Path, text: str, name: str = "doc-a") -> Path:
    return put(root, f"data/sources/{name}.ttl", SOURCE.replace("doc-a", name) + text)


@pytest.mark.parametrize(
    "node",
    [
        f"[] a rdf:Statement ; {FACT} ; ",
        f"_:x a rdf:Statement ; {FACT} ; ",
        f"id:todo a rdf:Statement ; {FACT} ; ",
        f"id:fact-start-operatedBy-00000000 a rdf:Statement ; {FACT} ; ",
    ],
)
def test_a_statement_of_any_name_gets_its_own(root: Path, node: str) -> None:
    path = source(root, f'{node} jpst:validFrom "2023-12-25"^^xsd:date .')
    assert check([path], root) == [path]
    assert rewrite([path], root) == [path]
    text = path.read_text("utf-8")
    assert f"\nid:{RIGHT}\n    a rdf:Statement ;\n" in text
    assert "todo" not in text
    assert "00000000" not in text
    assert "_:" not in text
    assert check(turtle_files(root), root) == []


def test_only_what_narrows_the_fact_makes_its_name(root: Path) -> None:
    narrowed = f'[] a rdf:Statement ; {FACT} ; jpst:validFrom "2023-12-25"^^xsd:date'
    page, other = '"2024-01-31"^^xsd:date', '"2024-02-01"^^xsd:date'
    own = source(root, f"{narrowed} ; jpst:asOf {page} .")
    rewrite([own], root)
    assert f"id:{RIGHT}\n" in own.read_text("utf-8")
    own = source(root, f"{narrowed} ; jpst:asOf {other} .")
    rewrite([own], root)
    assert RIGHT not in own.read_text("utf-8")


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ("jpst:venue id:start", "listing-odx-start"),
        ('jpst:venue id:start ; jpst:validFrom "2024-03"^^xsd:gYearMonth',
         "listing-odx-start-from-2024-03"),
        ("jpst:venue id:start ; jpst:recordStatus recordstatus:planned",
         "listing-odx-start-planned"),
    ],
)  # fmt: skip
def test_a_record_is_named_by_what_it_observes(root: Path, record: str, name: str) -> None:
    """Written within brackets, as one writes it without a name."""
    path = source(root, f"id:odx jpst:listing [ a jpst:Listing ; {record} ] .")
    rewrite([path], root)
    text = path.read_text("utf-8")
    assert f"    jpst:listing id:{name} ;\n" in text
    assert f"\nid:{name}\n    a jpst:Listing ;\n" in text


def test_a_grant_is_named_by_kind_number_and_authority(root: Path) -> None:
    path = source(
        root,
        "id:odx jpst:holdsGrant id:x . id:x a jpst:Grant ; jpst:grantKind grantkind:registration ;"
        ' jpst:grantType id:type-i ; jpst:grantNumber "関東財務局長（金商）第44号" ;'
        " jpst:grantedBy id:kanto .",
    )
    rewrite([path], root)
    assert "\nid:registration-odx-type-i-no-44-kanto\n" in path.read_text("utf-8")


def test_what_speaks_of_a_name_follows_it(root: Path) -> None:
    """In the same file, in another one that nobody named, and in a statement about a record."""
    said = (
        f"id:old a rdf:Statement ; {FACT} ; jpst:validFrom 1 .\n"
        "id:odx jpst:listing id:l . id:l a jpst:Listing ; jpst:venue id:start .\n"
        "id:s a rdf:Statement ; rdf:subject id:odx ; rdf:predicate jpst:listing ;"
        ' rdf:object id:l ; jpst:note "n"@en .'
    )
    path = source(root, said)
    view = root / "data/editorial/view.ttl"
    before = view.read_text("utf-8")
    view.write_text(
        before + "\nid:d a jpst:Disagreement ; jpst:disagreeingStatement id:old, id:s .", "utf-8"
    )
    rewrite([view], root)
    assert rewrite([path], root) == [path, view.resolve()]
    text = view.read_text("utf-8")
    assert "id:old" not in text
    names = {line.split()[1] for line in text.splitlines() if "disagreeingStatement" in line}
    assert len(names) == 2
    written = path.read_text("utf-8").splitlines()
    assert names <= set(written)
    assert "    rdf:object id:listing-odx-start ;" in written
    assert check(turtle_files(root), root) == []


def test_a_name_that_another_source_still_gives_stays_where_it_is_spoken_of(root: Path) -> None:
    told = f'id:{RIGHT} a rdf:Statement ; {FACT} ; jpst:validFrom "2023-12-25"^^xsd:date .'
    first, second = source(root, told), source(root, told, "doc-b")
    view = root / "data/editorial/view.ttl"
    view.write_text(
        view.read_text("utf-8")
        + f"\nid:d a jpst:Disagreement ; jpst:disagreeingStatement id:{RIGHT} .",
        "utf-8",
    )
    rewrite(turtle_files(root), root)
    first.write_text(first.read_text("utf-8").replace("12-25", "12-26"), "utf-8")
    assert rewrite(turtle_files(root), root) == [first]
    assert f"id:{RIGHT} ;" in view.read_text("utf-8")
    assert f"\nid:{RIGHT}\n" in second.read_text("utf-8")


def test_the_same_statement_twice_is_one(root: Path) -> None:
    path = source(root, f"[] a rdf:Statement ; {FACT} ; jpst:validFrom 1 .\n" * 2)
    rewrite([path], root)
    assert path.read_text("utf-8").count("rdf:Statement") == 1


def test_two_records_that_would_share_a_name_are_refused(root: Path) -> None:
    path = source(
        root,
        "id:odx jpst:listing id:a, id:b . id:a a jpst:Listing ; jpst:venue id:start ;"
        ' jpst:note "one"@en . id:b a jpst:Listing ; jpst:venue id:start ; jpst:note "two"@en .',
    )
    with pytest.raises(LoadError, match="two records have one name") as caught:
        check([path], root)
    assert "id:listing-odx-start" in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_reading_keeps_the_name_that_its_editor_gave_it(root: Path) -> None:
    view = root / "data/editorial/view.ttl"
    reading = f"a jpst:EditorialReading, rdf:Statement ; {FACT} ; jpst:reason "
    view.write_text(
        view.read_text("utf-8") + f'\nid:reading-mine {reading} "r"@en .\n[] {reading} "s"@en .',
        "utf-8",
    )
    rewrite([view], root)
    text = view.read_text("utf-8")
    assert "\nid:reading-mine\n" in text
    assert "\nid:reading-start-operatedBy-" in text


def test_things_and_statements_of_no_project_keep_their_names(root: Path, tmp_path: Path) -> None:
    """A venue is named by people; a file outside of data/ is nobody's source."""
    entities = root / "data/entities/venues.ttl"
    assert "id:start\n" in entities.read_text("utf-8")
    elsewhere = put(tmp_path, "mine.ttl", SOURCE + f"id:todo a rdf:Statement ; {FACT} .")
    rewrite([elsewhere], root)
    assert "id:todo\n" in elsewhere.read_text("utf-8")


def test_a_record_that_hangs_on_nothing_keeps_its_name(root: Path) -> None:
    path = source(root, "id:loose a jpst:Listing ; jpst:venue id:start .")
    rewrite([path], root)
    assert "\nid:loose\n" in path.read_text("utf-8")


def test_prefixes_of_the_project_need_no_declaration(root: Path) -> None:
    path = put(root, "data/entities/bare.ttl", "# A note.\nid:x a jpst:Venue .")
    rewrite([path], root)
    assert path.read_text("utf-8") == (
        "@prefix id: <https://w3id.org/jpst/id/> .\n"
        "@prefix jpst: <https://w3id.org/jpst/ontology/> .\n\n"
        "# A note.\nid:x\n    a jpst:Venue ;\n.\n"
    )


def test_errors_have_the_lines_of_the_file_where_prefixes_are_missing(root: Path) -> None:
    path = put(root, "data/entities/bare.ttl", "id:x a jpst:Venue .\nid:y a .")
    with pytest.raises(LoadError) as caught:
        check([path], root)
    assert f"{path}:2:" in str(caught.value)
    path.write_text("@prefix id: <https://w3id.org/jpst/id/> .\nid:x a jpst:Venue .\nid:y a .")
    with pytest.raises(LoadError) as caught:
        check([path], root)
    assert f"{path}:3:" in str(caught.value)
    path.write_text("other:x a jpst:Venue .")
    with pytest.raises(LoadError, match="has not been declared"):
        check([path], root)


HEADINGS = """
# ---- Companies

id:a a jpst:Company .
id:b a jpst:Company .

# ---- Banks

id:m a jpst:Bank .
id:n a jpst:Bank .

# ---- Central bank

id:z a jpst:CentralBank .
"""


def test_what_was_appended_goes_under_its_heading(root: Path) -> None:
    path = put(
        root,
        "data/entities/firms.ttl",
        HEADINGS + "# The new one.\nid:k a jpst:Bank .\nid:l a jpst:Bank .\nid:y a jpst:Broker .",
    )
    rewrite([path], root)
    sections = {
        part.splitlines()[0]: [line for line in part.splitlines() if line.startswith(("id:", "# "))]
        for part in path.read_text("utf-8").split("# ---- ")[1:]
    }
    assert sections["Banks"] == ["# The new one.", "id:k", "id:l", "id:m", "id:n"]
    assert sections["Companies"] == ["id:a", "id:b"]
    assert sections["Central bank"] == ["id:y", "id:z"]
    assert check([path], root) == []


def test_a_statement_that_was_appended_stands_under_its_subject(root: Path) -> None:
    path = source(
        root,
        "# ---- Firms\nid:odx jpst:fee 1 .\n# ---- Others\nid:doc jpst:fee 2 .\n"
        "[] a rdf:Statement ; rdf:subject id:odx ; rdf:predicate jpst:fee ; rdf:object 1 ;"
        ' jpst:note "n"@en .',
    )
    rewrite([path], root)
    text = path.read_text("utf-8")
    assert text.index("rdf:Statement") < text.index("# ---- Others")
