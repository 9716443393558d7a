"""Stored questions and export tables are an interface: what is gone or called otherwise breaks."""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from helpers.market import UNITS, write_market
from helpers.running import run_kgraph

import kgraph
from kgraph.diff import CompareError, Interface, compare, open_version
from kgraph.diff.offers import interface_changes
from kgraph.limited import UNLIMITED
from kgraph.questions.question import read_question
from kgraph.questions.signature import Need, Signature, from_json, signature, to_json
from kgraph.release import open_interface, release
from kgraph.render.diff import as_json, as_markdown, as_text

DAY = date(2026, 11, 24)


def changed(old: dict, new: dict) -> list[tuple[str | None, ...]]:
    """What is told of two sets of questions."""
    changes = interface_changes(Interface(old, {}), Interface(new, {}))
    return [(c.name, c.change, c.part, c.breaking) for c in changes]


def asked(*columns: str, **parameters: Need) -> dict[str, Signature]:
    return {"q": Signature(columns, parameters)}


ID = Need("entity", True)
OPTIONAL_ID = Need("entity", False)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (asked("a"), asked("a"), []),
        (asked("a"), {}, [("q", "removed", None, "question")]),
        ({}, asked("a"), [("q", "added", None, None)]),
        ({"q": None}, {}, [("q", "removed", None, "question")]),
        ({"q": None}, asked("a"), []),
        (asked("a", "b"), asked("a"), [("q", "changed", "column", "column")]),
        (asked("a", "b"), asked("a", "c"), [("q", "changed", "column", "column")]),
        (asked("a"), asked("a", "b"), [("q", "changed", "column", None)]),
        (asked("a", "b"), asked("b", "a"), []),
        (asked(x=ID), asked(), [("q", "changed", "parameter", "parameter")]),
        (asked(x=ID), asked(y=ID), [("q", "changed", "parameter", "parameter")]),
        (asked(x=OPTIONAL_ID), asked(y=OPTIONAL_ID), [("q", "changed", "parameter", "parameter")]),
        (asked(x=ID), asked(x=Need("date", True)), [("q", "changed", "parameter", "parameter")]),
        (asked(x=OPTIONAL_ID), asked(x=ID), [("q", "changed", "parameter", "required")]),
        (asked(), asked(x=ID), [("q", "changed", "parameter", "required")]),
        (asked(), asked(x=OPTIONAL_ID), [("q", "changed", "parameter", None)]),
        (asked(x=ID), asked(x=OPTIONAL_ID), [("q", "changed", "parameter", None)]),
    ],
)
def test_what_breaks_whoever_asks_a_question(old: dict, new: dict, told: list) -> None:
    assert changed(old, new) == told


NARROW, WIDE = "https://w3id.org/jpst/ontology/Narrow", "https://w3id.org/jpst/ontology/Wide"


def need(kind: str = "enum", *, required: bool = False, **more: object) -> Need:
    return Need(kind, required, **more)


@pytest.mark.parametrize(
    ("old", "new", "breaking"),
    [
        # The default: whoever leaves the parameter out.
        (need(default="5"), need(default="5"), "nothing"),
        (need(default="5"), need(default="6"), "default"),
        (need(default="5"), need(), "default"),
        (need(), need(default="5"), "default"),
        (need(default="5"), need(required=True), "required"),
        (need(required=True), need(default="5"), None),
        # What may be given.
        (need(values=("a", "b")), need(values=("a",)), "parameter"),
        (need(values=("a",)), need(values=("a", "b")), None),
        (need(values=("a", "b")), need(values=("b", "a")), None),
        (need(values=("a",)), need(values=("b",), default="b"), "parameter"),
        (need(scheme="layer"), need(scheme="layer", values=("a",)), "parameter"),
        (need(scheme="layer", values=("a",)), need(scheme="layer"), None),
        (need(scheme="layer"), need(scheme="field"), "parameter"),
        (need("entity", class_iris=(WIDE,)), need("entity", class_iris=(NARROW,)), "parameter"),
        (need("entity", class_iris=(NARROW,)), need("entity", class_iris=(WIDE,)), None),
        (need("entity", class_iris=(NARROW,)), need("entity"), None),
        (need("entity"), need("entity", class_iris=(WIDE,)), "parameter"),
        (need("token", class_iris=(NARROW,)), need("entity", class_iris=(WIDE,)), None),
        (need("token", class_iris=(NARROW,)), need("entity"), None),
        (need("entity"), need("token", class_iris=(NARROW,)), "parameter"),
        (need("integer"), need("text"), "parameter"),
        # An older version tells of kind and need alone.
        (Need("enum", required=False, whole=False), need(values=("a",), default="a"), "nothing"),
        (Need("enum", required=False, whole=False), need(required=True), "required"),
        (Need("enum", required=False, whole=False), need("text"), "parameter"),
    ],
)
def test_what_breaks_whoever_gives_a_parameter_or_leaves_it_out(
    old: Need, new: Need, breaking: str | None
) -> None:
    def is_within(one: str, other: str) -> bool:
        return one == other or (one, other) == (NARROW, WIDE)

    sides = (Interface({"q": Signature((), {"x": one})}, {}) for one in (old, new))
    told = [(c.part, c.breaking) for c in interface_changes(*sides, is_within)]
    assert told == ([] if breaking == "nothing" else [("parameter", breaking)])


def test_a_default_that_changes_is_told_with_both_values(market: Path) -> None:
    units = "queries/units.rq"
    kgraph.build(market, limits=UNLIMITED)
    old = kgraph.open(market)
    edit(market, units, "{least: 0}", "{least: 2}")
    kgraph.build(market, limits=UNLIMITED)
    found = compare(old, kgraph.open(market))
    (change,) = found.breaking
    told = ("least (optional integer, default 0)",), ("least (optional integer, default 2)",)
    assert (change.before, change.after, change.breaking) == (*told, "default")
    assert "whoever leaves the parameter out gets another answer" in as_text(found)
    assert "この引数を省くと別の回答になる" in as_text(found, "ja")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"t": ("a", "b")}, {"t": ("a", "c")}, [("t", "changed", "column", "column")]),
        ({"t": ("a",)}, {"t": ("a", "c")}, [("t", "changed", "column", None)]),
        ({"t": ("a",)}, {}, [("t", "removed", None, "table")]),
        ({}, {"t": ("a",)}, [("t", "added", None, None)]),
    ],
)
def test_what_breaks_whoever_reads_a_table(old: dict, new: dict, told: list) -> None:
    changes = interface_changes(Interface(None, old), Interface(None, new))
    assert [(c.name, c.change, c.part, c.breaking) for c in changes] == told


def test_a_signature_is_read_from_the_question(tmp_path: Path) -> None:
    path = tmp_path / "units.rq"
    path.write_text(UNITS, encoding="utf-8")
    question = read_question(path)
    found = signature(question)
    assert found.columns == ("token", "tokenLabel", "units")
    assert found.parameters == {
        "least": Need("integer", required=False, default="0"),
        "lang": Need("lang", required=False, default="en"),
    }
    older = {"units": {"columns": [], "parameters": {"x": {"kind": "lang", "required": False}}}}
    assert from_json(older) == {
        "units": Signature((), {"x": Need("lang", required=False, whole=False)})
    }
    assert from_json(json.loads(json.dumps(to_json([question])))) == {"units": found}


@pytest.mark.parametrize(("before", "now"), [(None, ()), (WIDE, (WIDE,))])
def test_the_one_class_that_older_notes_have_is_read(
    before: str | None, now: tuple[str, ...]
) -> None:
    wanted = Need("entity", True, class_iris=now)
    older = asdict(wanted) | {"class_iri": before}
    del older["class_iris"]
    told = {"q": {"columns": ["a"], "parameters": {"x": older}}}
    assert from_json(told) == asked("a", x=wanted)


@pytest.mark.parametrize("told", [None, [], {"q": 1}, {"q": {"columns": None}}, "x"])
def test_notes_that_are_no_signatures_are_none(told: object) -> None:
    assert from_json(told) is None


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_two_snapshots_know_their_own_questions(market: Path) -> None:
    """The files are those of the newer one: the older one tells what it had."""
    kgraph.build(market, limits=UNLIMITED)
    old = kgraph.open(market)
    (market / "queries" / "more.rq").write_text(UNITS, encoding="utf-8")
    edit(market, "queries/units.rq", "?tokenLabel", "?name")
    edit(market, "queries/units.rq", "least", "most")
    kgraph.build(market, limits=UNLIMITED)
    found = compare(old, kgraph.open(market))
    told = {(c.name, c.change, c.part): (c.before, c.after, c.breaking) for c in found.interface}
    assert told == {
        ("more", "added", None): ((), (), None),
        ("units", "changed", "column"): (("tokenLabel",), ("name",), "column"),
        ("units", "changed", "parameter"): (
            ("least (optional integer, default 0)",),
            ("most (optional integer, default 0)",),
            "parameter",
        ),
    }
    assert len(found.breaking) == 2
    text = as_text(found)
    assert "Questions and tables (3, 2 breaking)" in text
    assert "~ question units: columns -tokenLabel, +name  ! breaking: " in text
    assert "質問と表（3、2 非互換）" in as_text(found, "ja")
    assert "## Questions and tables" in as_markdown(found)
    whole = json.loads(as_json(found))
    assert whole["counts"]["breaking"] == 2
    assert whole["interface"][0]["name"] == "more"


def test_a_release_without_a_question_or_with_a_renamed_column_is_breaking(
    market: Path, tmp_path: Path
) -> None:
    (market / "queries" / "more.rq").write_text(UNITS, encoding="utf-8")
    release(market, "0.2.0", tmp_path / "old", issued=DAY)
    (market / "queries" / "more.rq").unlink()
    edit(market, "ontology/core.ttl", '"issued units"@en', '"units in issue"@en')
    made = release(market, "0.3.0", tmp_path / "new", issued=DAY, previous=tmp_path / "old")
    assert made.difference is not None
    told = {(c.kind, c.name): (c.before, c.after, c.breaking) for c in made.difference.interface}
    assert told == {
        ("question", "more"): ((), (), "question"),
        ("table", "tokens"): (("issued units",), ("units in issue",), "column"),
    }
    assert made.manifest["breaking"] == 2
    assert "more: removed  ! breaking" in (tmp_path / "new/difference.md").read_text("utf-8")
    for line in (("diff", "old", "new", "--breaking"), ("diff", "old", "new", "-f", "json")):
        done = run_kgraph(*line, cwd=tmp_path)
        assert done.returncode == 1, done.stderr
        assert "more" in done.stdout
    same = run_kgraph("diff", "new", "new", cwd=tmp_path)
    assert (same.returncode, same.stdout) == (0, "from 0.3.0 to 0.3.0\nnothing changed\n")


def test_questions_that_cannot_be_compared_are_named(market: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph.nq"
    made = run_kgraph("export", "-o", str(graph), cwd=market)
    assert made.returncode == 0, made.stderr
    told = run_kgraph("diff", str(graph), str(market), cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "Stored questions were not compared: graph.nq" in told.stdout
    _, store = open_version(graph)
    assert open_interface(graph, store).questions is None


def test_a_question_by_older_rules_is_known_by_name(market: Path, tmp_path: Path) -> None:
    release(market, "0.2.0", tmp_path / "old", issued=DAY)
    (tmp_path / "old/queries/units.rq").write_text("SELECT * { ?s ?p ?o }", encoding="utf-8")
    _, store = open_version(tmp_path / "old")
    assert open_interface(tmp_path / "old", store).questions == {"units": None}


@pytest.mark.parametrize("damage", ["cut", "head"])
def test_tables_that_cannot_be_read_are_an_error(market: Path, tmp_path: Path, damage: str) -> None:
    release(market, "0.2.0", tmp_path / "old", issued=DAY)
    path = tmp_path / "old" / "tables.zip"
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:100])
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("tokens.csv", b"\xff\xfe\n")
    _, store = open_version(tmp_path / "old")
    with pytest.raises(CompareError, match=r"tables\.zip"):
        open_interface(tmp_path / "old", store)


def test_a_market_of_its_own_offers_what_it_has(tmp_path: Path) -> None:
    root = write_market(tmp_path)
    kgraph.build(root, limits=UNLIMITED)
    snapshot = kgraph.open(root)
    found = open_interface(root, snapshot.store)
    assert found.questions is not None
    assert set(found.questions) == {"units"}
    assert "issued units" in found.tables["tokens"]
    assert open_interface(snapshot.path, snapshot.store) == found
