"""The reconciliation service: by the schemas of its specification, and as OpenRefine goes on."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest
from helpers.project import PROJECT
from helpers.served import ADDRESS, served
from markupsafe import escape
from pyoxigraph import DefaultGraph, NamedNode
from referencing import Registry
from referencing.jsonschema import DRAFT7
from starlette.testclient import TestClient

from kgraph.limited import Limits
from kgraph.names import BASE
from kgraph.snapshot import Snapshot
from kgraph.vocab import JPST, RDF
from kgraph.web.app import application

SCHEMAS = Path(
    os.environ.get(
        "KGRAPH_RECONCILIATION", PROJECT.parent / "shared" / "reconciliation-0.2" / "schemas"
    )
)
needs_schemas = pytest.mark.skipif(
    not SCHEMAS.is_dir(),
    reason="the specification's schemas are not beside this checkout (../shared/"
    "reconciliation-0.2/schemas, or where KGRAPH_RECONCILIATION says)",
)
LEI = "3538002ZFUQ3KMY5SA19"
Told = dict[str, Any]


@pytest.fixture(scope="module")
def client(real_snapshot: Snapshot) -> Iterator[TestClient]:
    with TestClient(application(served(real_snapshot)), follow_redirects=False) as asking:
        yield asking


def ask(client: TestClient, *queries: Told, at: str = "/reconcile") -> list[list[Told]]:
    batch = {f"q{i}": query for i, query in enumerate(queries)}
    got = client.post(at, data={"queries": json.dumps(batch)})
    assert got.status_code == 200, got.text
    told = got.json()
    assert list(told) == list(batch)
    return [one["result"] for one in told.values()]


def matched(result: list[Told]) -> str | None:
    """The identifier of the match; the only one, and the first."""
    found = [one["id"] for one in result if one["match"]]
    assert found == [one["id"] for one in result[: len(found)]]
    assert len(found) < 2
    return found[0] if found else None


def extend(client: TestClient, ids: list[str], *properties: Told, at: str = "/reconcile") -> Told:
    told = {"ids": ids, "properties": list(properties)}
    got = client.post(at, data={"extend": json.dumps(told)})
    assert got.status_code == 200, got.text
    return got.json()


# -- queries


def test_a_name_in_any_spelling_and_a_code_are_matched(client: TestClient) -> None:
    names = (
        "ＯＤＸ",
        "大阪デジタルエクスチェンジ㈱",
        "OSAKA DIGITAL EXCHANGE",
        LEI,
        "id/odx",
        "id:odx",
    )
    for result in ask(client, *({"query": name, "type": "ontology/Agent"} for name in names)):
        assert matched(result) == "id/odx"
        assert result[0]["score"] >= 95


def test_what_is_like_it_or_of_another_form_is_offered_alone(client: TestClient) -> None:
    typo, form, nothing = ask(
        client,
        {"query": "Osaka Digital Exchnage"},
        {"query": "合同会社大阪デジタルエクスチェンジ"},
        {"query": "Example Trading Partners LLC"},
    )
    assert (typo[0]["id"], matched(typo)) == ("id/odx", None)
    assert (form[0]["id"], matched(form), form[0]["score"]) == ("id/odx", None, 80)
    assert {"id": "otherForm", "value": True} in form[0]["features"]
    assert nothing == []


def test_a_code_that_is_given_speaks_for_or_against(client: TestClient) -> None:
    def with_lei(name: str, code: str) -> Told:
        return {"query": name, "properties": [{"pid": "lei", "v": code}]}

    fits, other, rough, alone, strange = ask(
        client,
        with_lei("ODX", LEI),
        with_lei("ODX", "353800OTHER000000000"),
        with_lei("Osaka Digital Exchnage", LEI),
        {"properties": [{"pid": "ontology/lei", "v": LEI}]},
        with_lei("Completely Different Partners", LEI),
    )
    assert matched(fits) == matched(rough) == matched(alone) == "id/odx"
    assert matched(other) is None
    assert next(one for one in other if one["id"] == "id/odx")["score"] < 60
    assert (matched(strange), strange[0]["id"]) == (None, "id/odx")
    assert {"id": "ontology/lei", "value": True} in strange[0]["features"]


def test_a_value_of_another_kind_tells_namesakes_apart(asked_market: Snapshot) -> None:
    with TestClient(application(served(asked_market))) as asking:
        named, typed = ask(asking, {"query": "Twin"}, {"query": "Twin", "type": "Company"})
    assert {one["id"] for one in named} == {"id/twin-one", "id/twin-two"}
    assert matched(typed) == "id/twin-one"


def test_values_are_given_as_text_as_a_thing_or_not_at_all(
    client: TestClient, real_snapshot: Snapshot
) -> None:
    token = "id/st-tosei-property-fund-3-ichigaya"
    name = {"query": real_snapshot.label(BASE + token) + "x", "type": "SecurityToken"}
    trustee = extend(client, [token], {"id": "trustee"})["rows"][token]["ontology/trustee"][0]
    label = trustee["name"]
    plain, by_label, by_id, other, blank = ask(
        client,
        name,
        {**name, "properties": [{"pid": "trustee", "v": label}]},
        {**name, "properties": [{"pid": "受託者", "v": {**trustee, "name": "x"}}]},
        {**name, "properties": [{"pid": "trustee", "v": ["id/odx", "Nobody"]}]},
        {**name, "properties": [{"pid": "trustee", "v": ""}]},
    )
    first = plain[0]
    scores = [one[0]["score"] for one in (by_label, by_id)]
    assert scores[0] == scores[1] > first["score"]
    against = next(one for one in other if one["id"] == first["id"])
    assert against["score"] < first["score"]
    assert blank == plain


def test_types_narrow_as_far_as_they_are_meant_to(client: TestClient) -> None:
    token = {"query": "大阪デジタルエクスチェンジ", "type": ["SecurityToken"]}
    hard, soft, both, several = ask(
        client,
        token,
        {**token, "type_strict": "should"},
        {**token, "type": ["Agent", "SecurityToken"], "type_strict": "all"},
        {**token, "type": ["SecurityToken", {"id": "ontology/Agent"}]},
    )
    assert "id/odx" not in {one["id"] for one in (*hard, *both)}
    assert (matched(soft), matched(several)) == (None, "id/odx")
    if soft and soft[0]["id"] == "id/odx":
        assert {"id": "type", "value": False} in soft[0]["features"]


def test_candidates_come_best_first_and_no_more_than_asked_for(client: TestClient) -> None:
    one, many = ask(client, {"query": "証券", "limit": 1}, {"query": "証券", "limit": 500})
    assert len(one) == 1
    assert 1 < len(many) <= 50
    scores = [found["score"] for found in many]
    assert scores == sorted(scores, reverse=True)


def test_a_query_is_answered_alike_alone_in_a_batch_and_by_get(client: TestClient) -> None:
    queries = [{"query": "ODX"}, {"query": "SBI証券"}]
    batch = ask(client, *queries)
    assert batch == [ask(client, query)[0] for query in queries]
    got = client.get("/reconcile", params={"queries": json.dumps({"a": queries[1]})})
    assert got.json()["a"]["result"] == batch[1]


# -- languages, bounds, other origins


def test_each_language_has_its_own_addresses(client: TestClient) -> None:
    by_header = client.get("/reconcile", headers={"Accept-Language": "ja"})
    assert by_header.json() == client.get("/reconcile/ja").json()
    assert "Accept-Language" in by_header.headers["vary"]
    (japanese,), (english,) = (
        ask(client, {"query": "odx"}, at=f"/reconcile/{lang}") for lang in ("ja", "en")
    )
    assert japanese[0]["name"] == "大阪デジタルエクスチェンジ株式会社"
    assert english[0]["name"] == "Osaka Digital Exchange Co., Ltd."
    assert client.get("/reconcile/fr").status_code == 404


@pytest.mark.parametrize(
    ("batch", "status", "why"),
    [
        ("{", 400, "JSON"),
        ("[" * 100_000, 400, "JSON"),
        ("[]", 400, "object of queries"),
        ('{"q0": 1}', 400, "q0"),
        ('{"q0": {}}', 400, "query, or properties"),
        ('{"q0": {"query": 3}}', 400, "query: write a text"),
        ('{"q0": {"query": "a", "limit": 0}}', 400, "limit"),
        ('{"q0": {"query": "a", "tpye": "x"}}', 400, "not tpye"),
        ('{"q0": {"query": "a", "type": "Agnt"}}', 400, "did you mean ontology/Agent"),
        ('{"q0": {"query": "a", "type_strict": "x"}}', 400, "any, should, all"),
        ('{"q0": {"query": "a", "properties": [{"v": 1}]}}', 400, "pid and v"),
        ('{"q0": {"query": "a", "properties": [{"pid": "leii", "v": 1}]}}', 400, "ontology/lei"),
        (json.dumps({f"q{i}": {"query": "a"} for i in range(51)}), 413, "at most 50"),
        ('{"q0": {"query": "a", "limit": NaN}}', 400, "NaN"),
        ('{"q0": {"query": "a"}, "q0": {"query": "b"}}', 400, "twice"),
        ('{"\\ud800": {"query": "a"}}', 400, "half of a character"),
        ('{"q0": {"query": "a", "type": "\\ud800"}}', 400, "half of a character"),
        ('{"q0": {"query": "\\ude00"}}', 400, "half of a character"),
    ],
)
def test_a_bad_batch_is_told_in_one_line(
    client: TestClient, batch: str, status: int, why: str
) -> None:
    got = client.post("/reconcile", data={"queries": batch})
    assert got.status_code == status
    assert got.headers["content-type"].startswith("application/problem+json")
    assert why in got.json()["detail"]
    assert "\n" not in got.json()["detail"]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"ids": "id/odx", "properties": []}, "ids"),
        ({"ids": [], "properties": [{"settings": {}}]}, "with id"),
        ({"ids": [], "properties": [{"id": "leii"}]}, "ontology/lei"),
        ({"ids": [], "properties": [{"id": "lei", "settings": {"gives": "all"}}]}, "gives"),
        ({"ids": [], "properties": [{"id": "lei", "settings": {"standing": "x"}}]}, "standing"),
        ({"ids": [], "properties": [{"id": "lei", "settings": {"limit": -1}}]}, "limit"),
        *(
            ({"ids": [], "properties": [{"id": "lei", "settings": {name: value}}]}, name)
            for name in ("gives", "standing", "as_of", "limit")
            for value in ([1], {"value": "x"}, True)
        ),
        ({"ids": ["\ud800"], "properties": []}, "half of a character"),
        ({"ids": [], "properties": [{"id": "lei"}, {"id": "jpst:lei"}]}, "twice"),
        ({"ids": ["odx"], "properties": [{"id": "lei", "settings": {"as_of": "soon"}}]}, "soon"),
    ],
)
def test_a_bad_request_for_values_is_told_in_one_line(
    client: TestClient, told: Told, why: str
) -> None:
    got = client.post("/reconcile", data={"extend": json.dumps(told)})
    assert got.status_code == 400
    assert why in got.json()["detail"]


def test_it_takes_no_more_than_the_server_takes_elsewhere(real_snapshot: Snapshot) -> None:
    hurried = served(real_snapshot, limits=Limits(seconds=1e-9, rows=5, memory=1 << 29))
    with TestClient(application(hurried)) as asking:
        got = asking.post("/reconcile", data={"queries": '{"q0": {"query": "odx"}}'})
        assert (got.status_code, "send less" in got.json()["detail"]) == (422, True)
        long = asking.post("/reconcile", data={"queries": "x" * 1_100_000})
        assert long.status_code == 413
        assert asking.post("/reconcile", content=b"{}").status_code == 415
        assert asking.post("/reconcile", data={"query": "a"}).status_code == 400
        twice = asking.get("/reconcile?queries={}&queries={}")
        assert (twice.status_code, "twice" in twice.json()["detail"]) == (400, True)
    (long_name,) = ask(TestClient(application(served(real_snapshot))), {"query": "a" * 501})
    assert long_name == []


def test_pages_of_other_origins_can_ask_and_show_previews_alone(client: TestClient) -> None:
    for path in ("/reconcile", "/reconcile/en/suggest/type", "/reconcile/en/preview?id=id/odx"):
        assert client.get(path).headers["access-control-allow-origin"] == "*"
    flight = client.options("/reconcile")
    assert "POST" in flight.headers["access-control-allow-methods"]
    preview = client.get("/reconcile/en/preview", params={"id": "id/odx"})
    assert "x-frame-options" not in preview.headers
    assert "frame-ancestors *" in preview.headers["content-security-policy"]
    assert "default-src 'none'" in preview.headers["content-security-policy"]
    assert client.get("/id/odx.html").headers["x-frame-options"] == "DENY"
    assert client.get("/reconcile/en/preview?id=nothing").status_code == 404


def test_a_preview_begins_with_what_tells_a_thing_from_others(client: TestClient) -> None:
    page = client.get("/reconcile/en/preview?id=id/odx").text
    properties = re.findall(r"<dt>(.*?)</dt>", page)
    assert properties[0] == "corporate number"
    assert "remark" not in properties


# -- by the schemas of the specification


def valid(name: str, told: object) -> None:
    """Raises where what was told is not as a schema of the specification has it."""
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.json")}
    registry = Registry().with_resources(
        (schema["$id"], DRAFT7.create_resource(schema)) for schema in schemas.values()
    )
    jsonschema.Draft7Validator(schemas[f"{name}.json"], registry=registry).validate(told)


@needs_schemas
def test_all_that_is_told_is_as_the_specification_has_it(client: TestClient) -> None:
    for lang in ("en", "ja"):
        manifest = client.get(f"/reconcile/{lang}").json()
        valid("manifest", manifest)
        assert manifest["extend"]["property_settings"]
        with pytest.raises(jsonschema.ValidationError):
            valid("manifest", {**manifest, "versions": ["0.1"]})
    batch = {
        "a": {"query": "証券", "type": "Agent", "limit": 20},
        "b": {"query": "ODX", "properties": [{"pid": "lei", "v": LEI}]},
        "c": {"query": "nobody is called so"},
    }
    valid("reconciliation-query-batch", batch)
    valid(
        "reconciliation-result-batch",
        client.post("/reconcile", data={"queries": json.dumps(batch)}).json(),
    )
    kinds = {"entity": "entities", "type": "types", "property": "properties"}
    for kind, schema in kinds.items():
        for prefix in ("", "s", "証"):
            told = client.get(f"/reconcile/ja/suggest/{kind}", params={"prefix": prefix}).json()
            valid(f"suggest-{schema}-response", told)
    proposed = client.get("/reconcile/properties", params={"type": "ontology/SecurityToken"}).json()
    valid("data-extension-property-proposal", proposed)
    asked = {"ids": ["id/odx"], "properties": proposed["properties"][:20]}
    valid("data-extension-query", asked)
    for token in ("id/st-tosei-property-fund-3-ichigaya", "id/st-kenedix-yukinohana", "id/nothing"):
        valid("data-extension-response", extend(client, [token], *asked["properties"]))


# -- as OpenRefine goes on


def test_a_table_from_the_address_to_new_columns(
    client: TestClient, real_snapshot: Snapshot
) -> None:
    """Manifest, types guessed from the first rows, batches of ten, a cell put right by hand, its
    preview, columns from properties."""
    manifest = client.get("/reconcile").json()
    assert manifest["identifierSpace"] == "https://w3id.org/jpst/"
    assert manifest["view"]["url"].startswith(ADDRESS)
    quads = real_snapshot.store.quads_for_pattern(
        None, RDF.type, NamedNode(JPST.BASE + "SecurityToken"), DefaultGraph()
    )
    tokens = sorted(quad.subject.value for quad in quads)[:20]
    names = [real_snapshot.label(iri) for iri in tokens]
    assert len(names) == 20

    guessed: dict[str, float] = {}
    for result in ask(client, *({"query": name, "limit": 3} for name in names[:10])):
        for place, one in enumerate(result, 1):
            for kind in one["type"]:
                guessed[kind["id"]] = guessed.get(kind["id"], 0) + 1 / place
    kind = "ontology/SecurityToken"
    assert kind in sorted(guessed, key=guessed.__getitem__, reverse=True)[:3]

    results = []
    for start in range(0, len(names), 10):
        batch = names[start : start + 10]
        asked = ({"query": n, "type": kind, "type_strict": "should", "limit": 5} for n in batch)
        results += ask(client, *asked)
    ids = [matched(result) for result in results]
    assert ids == [iri.removeprefix(BASE) for iri in tokens]

    entity = manifest["suggest"]["entity"]
    address = (entity["service_url"] + entity["service_path"]).removeprefix(ADDRESS)
    suggested = client.get(address, params={"prefix": names[0][:12]}).json()["result"]
    assert ids[0] in {one["id"] for one in suggested}
    for text in ("id/odx", "odx"):
        assert client.get(address, params={"prefix": text}).json()["result"][0]["id"] == "id/odx"
    rest = client.get(address, params={"prefix": "token", "cursor": 5}).json()["result"]
    assert rest[0] == client.get(address, params={"prefix": "token"}).json()["result"][5]

    preview = manifest["preview"]["url"].replace("{{id}}", quote(str(ids[0]), safe=""))
    page = client.get(preview.removeprefix(ADDRESS))
    assert (page.status_code, page.headers["content-type"][:9]) == (200, "text/html")
    assert escape(names[0]) in page.text
    view = manifest["view"]["url"].replace("{{id}}", quote(str(ids[0]), safe=""))
    assert client.get(view.removeprefix(ADDRESS)).status_code == 200

    proposing = manifest["extend"]["propose_properties"]
    address = (proposing["service_url"] + proposing["service_path"]).removeprefix(ADDRESS)
    proposed = client.get(address, params={"type": kind, "limit": 12}).json()["properties"]
    assert "ontology/trustee" in {one["id"] for one in proposed}
    told = extend(
        client, [str(one) for one in ids], {"id": "ontology/trustee"}, {"id": "issueDate"}
    )
    assert [one["id"] for one in told["meta"]] == ["ontology/trustee", "ontology/issueDate"]
    assert list(told["rows"]) == ids
    trustees = [cell for row in told["rows"].values() for cell in row["ontology/trustee"]]
    assert trustees
    assert all(cell["id"].startswith("id/") and cell["name"] for cell in trustees)


def test_what_the_page_shows_works(client: TestClient) -> None:
    """Each curl of docs/openrefine.md gets what it says, as it stands."""
    page = (PROJECT / "docs" / "openrefine.md").read_text(encoding="utf-8")
    lines = [shlex.split(line) for line in page.splitlines() if line.startswith("curl ")]
    assert len(lines) == 3
    for line in lines:
        path = line[1].removeprefix("http://127.0.0.1:8000")
        data = dict([line[3].split("=", 1)]) if "--data-urlencode" in line else None
        got = client.post(path, data=data) if data else client.get(path)
        assert got.status_code == 200, got.text
    assert '"match": true' in client.post(path, data=dict([lines[1][3].split("=", 1)])).text
    assert LEI in got.text


def test_values_come_as_what_they_are_with_who_says_so(client: TestClient) -> None:
    token = "id/st-tosei-property-fund-3-ichigaya"
    told = extend(
        client,
        [token, "id/nothing"],
        {"id": "offeringAmount"},
        {"id": "issueDate"},
        {"id": "trustee", "settings": {"gives": "page", "limit": "1"}},
        {"id": "platform", "settings": {"gives": "standing"}},
        {"id": "legalForm", "settings": {"standing": "confirmed"}},
    )
    row = told["rows"][token]
    assert told["rows"]["id/nothing"] == {key: [] for key in row}
    assert all(isinstance(cell["int"], int) for cell in row["ontology/offeringAmount"])
    assert len(row["ontology/trustee"]) == 1
    assert row["ontology/trustee"][0]["str"].startswith("https://")
    assert {cell["str"] for cell in row["ontology/platform"]} <= {"confirmed", "likely"}
    (date,) = extend(client, ["id/odx"], {"id": "establishedOn"})["rows"]["id/odx"].values()
    assert all("T00:00:00" in cell.get("date", "T00:00:00") for cell in date)


def test_values_of_a_day_are_those_that_held_then(asked_market: Snapshot) -> None:
    with TestClient(application(served(asked_market))) as asking:
        early = {"id": "operatedBy", "settings": {"as_of": "2020-01-01"}}
        now = extend(asking, ["start"], {"id": "operatedBy"})["rows"]["start"]
        then = extend(asking, ["start"], early)["rows"]["start"]
    assert now["ontology/operatedBy"]
    assert now != then
