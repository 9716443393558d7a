"""Things as typed documents: their schema, and the models that others' generators make of it."""

from __future__ import annotations

import copy
import importlib.util
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from helpers.commands import Command
from helpers.project import PROJECT, TESTS
from pyoxigraph import DefaultGraph, NamedNode

from kgraph.models.document import document
from kgraph.models.forms import THING, Model, model
from kgraph.models.schema import schema
from kgraph.names import BASE, ID
from kgraph.show.dossier import Reader
from kgraph.snapshot import Snapshot
from kgraph.validate import load_shapes
from kgraph.vocab import JPST

NODE = TESTS / "models/node_modules/.bin"
Schema = dict[str, Any]


@pytest.fixture(scope="module")
def known(in_memory: Snapshot) -> Model:
    shapes = load_shapes(in_memory.root / "shapes")
    return model(in_memory.store, shapes.triples)


@pytest.fixture(scope="module")
def described(in_memory: Snapshot, known: Model) -> Schema:
    return schema(known, in_memory.store)


@pytest.fixture(scope="module")
def documents(in_memory: Snapshot, known: Model) -> list[dict[str, Any]]:
    """Of every thing, source, concept and term of the graph."""
    quads = in_memory.store.quads_for_pattern(None, None, None, DefaultGraph())
    things = {q.subject.value for q in quads if isinstance(q.subject, NamedNode)}
    reader = Reader(in_memory, "en")
    return [
        document(reader.read(NamedNode(iri)), known)
        for iri in sorted(things)
        if iri.startswith(BASE)
    ]


@pytest.fixture(scope="module")
def wrong(described: Schema) -> Callable[[dict[str, Any]], list[str]]:
    """What is wrong with a document by the definition of its kind."""
    names = [each["$ref"].rpartition("/")[2] for each in described["oneOf"]]
    checks = {
        name: jsonschema.Draft202012Validator(
            {**described, "oneOf": [{"$ref": f"#/$defs/{name}"}]},
            format_checker=jsonschema.FormatChecker(),
        )
        for name in names
    }

    def look(told: dict[str, Any]) -> list[str]:
        return [error.message for error in checks[told["kind"]].iter_errors(told)]

    return look


def of_kind(documents: list[dict[str, Any]], kind: str) -> Iterator[dict[str, Any]]:
    return (told for told in documents if told["kind"] == kind)


def test_every_thing_validates(documents: list[dict[str, Any]], described: Schema) -> None:
    fast = pytest.importorskip("jsonschema_rs", reason="jsonschema-rs is not installed")
    fast.meta.validate(described)
    check = fast.Draft202012Validator(described, validate_formats=True)
    assert [told["id"] for told in documents if not check.is_valid(told)] == []
    kinds = Counter(told["kind"] for told in documents)
    assert {"SecurityToken", "Organization", "TradingVenue", "Article", THING} <= set(kinds)
    assert len(documents) > 1000


def test_all_facts_of_a_thing_are_there(in_memory: Snapshot, known: Model) -> None:
    found = Reader(in_memory, "en").read(NamedNode(ID + "start"))
    told = document(found, known)
    assert sum(map(len, told["facts"].values())) + len(told["others"]) == len(found.facts)
    (operator,) = told["facts"]["operatedBy"]
    assert operator["value"]["id"] == ID + "odx"
    assert operator["standing"] == "confirmed"
    assert len(told["mentions"]) == len(found.mentions)


def test_one_kind_of_document_for_each_thing(
    documents: list[dict[str, Any]], described: Schema
) -> None:
    """With the reference validator: the union is told apart by its kind alone."""
    check = jsonschema.Draft202012Validator(described)
    for kind in ("TradingVenue", "DigitalMoney", "Person", "Market"):
        told = next(of_kind(documents, kind))
        check.validate(told)


def test_what_was_looked_for_in_vain_is_told_with_its_page(
    in_memory: Snapshot, documents: list[dict[str, Any]]
) -> None:
    looked = {
        (quad.subject, quad.object.value)
        for quad in in_memory.store.quads_for_pattern(None, JPST.soughtSubject, None, None)
        if isinstance(quad.object, NamedNode)
    }
    told = {thing["id"]: thing["notFound"] for thing in documents}
    assert {iri for _, iri in looked} == {iri for iri, vain in told.items() if vain}
    for one in (one for vain in told.values() for one in vain):
        assert one["property"].startswith(BASE)
        assert one["source"]["title"]
    assert any(one["value"] for vain in told.values() for one in vain)


def _value(told: dict[str, Any], value: object) -> None:
    next(iter(told["facts"].values()))[0]["value"] = value


MUTATIONS: dict[str, Callable[[dict[str, Any]], None]] = {
    "another kind of thing": lambda told: told.update(kind="Article"),
    "a key that is missing": lambda told: told.pop("mentions"),
    "a key that nobody knows": lambda told: told.update(color="red"),
    "a property that nobody knows": lambda told: told["facts"].update(color=[]),
    "a property of others": lambda told: told["facts"].update(micCode=[]),
    "one value in place of a list": lambda told: told["facts"].update(
        assetClass=told["facts"]["assetClass"][0]
    ),
    "a concept of another scheme": lambda told: told["facts"]["assetClass"][0]["value"].update(
        id=BASE + "layer/platform"
    ),
    "a text for a thing": lambda told: _value(told, "START"),
    "a text for a number": lambda told: told["facts"].update(
        unitCount=[{**told["facts"]["assetClass"][0], "value": "12"}]
    ),
    "a day that is none": lambda told: told.update(asOf="2026-13-41"),
    "a standing that is none": lambda told: told["facts"]["assetClass"][0].update(standing="sure"),
    "a source without an address": lambda told: told["facts"]["assetClass"][0]["stated"][0][
        "source"
    ].pop("url"),
    "what was not found, as a text": lambda told: told.update(notFound=["micCode"]),
    "a language that is none": lambda told: told.update(language="fr"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_is_changed_fails(
    name: str, documents: list[dict[str, Any]], wrong: Callable[[dict[str, Any]], list[str]]
) -> None:
    told = next(t for t in of_kind(documents, "SecurityToken") if t["facts"].get("assetClass"))
    assert wrong(told) == []
    changed = copy.deepcopy(told)
    MUTATIONS[name](changed)
    assert wrong(changed)


def test_the_command_gives_the_document(command: Command, built_market: Path) -> None:
    for lang in ("en", "ja"):
        done = command(built_market, "show", "start", "--format", "json", "--lang", lang)
        told = json.loads(done.out)
        assert done.code == 0
        assert told["id"] == ID + "start"
        assert told["language"] == lang
        assert told["facts"]


@pytest.fixture(scope="module")
def made(described: Schema, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what the generators make."""
    pytest.importorskip(
        "datamodel_code_generator", reason="no generator: pip install 'kgraph[models]'"
    )
    folder = tmp_path_factory.mktemp("models")
    source = folder / "things.schema.json"
    source.write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("making", PROJECT / ".ci/models.py")
    making = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(making)
    making.make(source, folder)
    return folder


def test_pydantic_reads_every_thing(made: Path, documents: list[dict[str, Any]]) -> None:
    pydantic = pytest.importorskip("pydantic", reason="no pydantic: pip install 'kgraph[models]'")
    spec = importlib.util.spec_from_file_location("made_things", made / "things.py")
    things = sys.modules["made_things"] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(things)
        for told in documents:
            read = getattr(things, told["kind"]).model_validate(told)
            assert read.label == told["label"]
            assert len(read.others) == len(told["others"])
        token = copy.deepcopy(next(of_kind(documents, "SecurityToken")))
        token["facts"]["assetClass"][0]["standing"] = "sure"
        with pytest.raises(pydantic.ValidationError):
            things.SecurityToken.model_validate(token)
    finally:
        del sys.modules["made_things"]


PROGRAM = """\
import type { ThingOfTheGraph } from "./things";
const told: ThingOfTheGraph = {document};
if (told.kind === "TradingVenue") {
  const operators: string[] = (told.facts.operatedBy ?? []).map((fact) => fact.value.%s);
  console.log(operators.join(" "));
}
"""


def test_typescript_reads_a_thing(made: Path, documents: list[dict[str, Any]]) -> None:
    if shutil.which("node") is None:
        pytest.skip("no Node")
    if not (NODE / "tsc").exists():
        pytest.skip("no compiler of TypeScript: run `npm ci` in tests/models")
    start = next(told for told in documents if told["id"] == ID + "start")

    other = copy.deepcopy(start)
    other["facts"]["operatedBy"][0]["inferred"] = "no"
    programs = {"good": ("id", start), "misspelled": ("name", start), "other": ("id", other)}
    for name, (key, told) in programs.items():
        text = (PROGRAM % key).replace("{document}", json.dumps(told, ensure_ascii=False))
        (made / f"{name}.ts").write_text(text, encoding="utf-8")
    # The compiler is started once: it tells of each file what is wrong with it.
    line = [NODE / "tsc", "--noEmit", "--pretty", "false", "--strict", "--target", "es2022"]
    done = subprocess.run(
        [*line, *(f"{name}.ts" for name in programs)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=made,
    )
    assert done.returncode != 0
    errors = [said for said in done.stdout.splitlines() if ": error TS" in said]
    assert {said.partition("(")[0] for said in errors} == {"misspelled.ts", "other.ts"}, errors
    assert any("Property 'name' does not exist" in said for said in errors)
