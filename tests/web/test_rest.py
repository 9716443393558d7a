"""Stored questions over HTTP, and the document that describes them."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from starlette.testclient import TestClient

from kgraph.snapshot import Snapshot
from kgraph.snapshot.receipts import receipt, statings
from kgraph.version import __version__
from kgraph.web.media import XLSX

QUESTION = "/api/questions/traded-on"


def test_the_questions_are_listed(client: TestClient) -> None:
    told = client.get("/api/questions", params={"lang": "ja"}).json()
    listed = {one["question"]: one for one in told}
    assert listed["traded-on"]["title"] == "取引の場で取引されるトークン"
    assert client.get(listed["traded-on"]["address"], params={"venue": "start"}).status_code == 200


def test_an_answer_says_what_it_rests_on(client: TestClient) -> None:
    told = client.get(QUESTION, params={"venue": "start", "word": "x"}).json()
    assert told["parameters"]["venue"] == "https://w3id.org/jpst/id/start"
    assert told["total"] == len(told["rows"]) > 0
    assert told["snapshot"]
    assert told["as_of"]
    assert told["columns"][0]["name"] == "token"
    assert all(row["word"] == "x" for row in told["rows"])


def test_pages_follow_each_other_to_the_end(client: TestClient) -> None:
    whole = client.get(QUESTION, params={"venue": "start"}).json()["rows"]
    address: str | None = f"{QUESTION}?venue=start&limit=1"
    found = []
    while address is not None:
        got = client.get(address)
        told = got.json()
        found += told["rows"]
        address = told["next"]
        assert ("link" in got.headers) is (address is not None)
        assert len(found) <= len(whole)
    assert found == whole


def test_an_answer_as_csv_and_markdown(client: TestClient) -> None:
    whole = client.get(QUESTION, params={"venue": "start"}).json()["rows"]
    for ask in ({"format": "csv"}, {}):
        got = client.get(QUESTION, params={"venue": "start", **ask}, headers={"accept": "text/csv"})
        rows = list(csv.DictReader(io.StringIO(got.text)))
        assert [row["token"] for row in rows] == [row["token"] for row in whole]
    got = client.get(QUESTION, params={"venue": "start", "format": "md"})
    assert got.text.startswith("| ")
    assert len(got.text.splitlines()) == len(whole) + 2


@pytest.mark.parametrize(
    ("fields", "status", "names"),
    [
        ({}, 400, "venue"),
        ({"venue": "starts"}, 400, "venue"),
        ({"venue": "start", "nonsense": "1"}, 400, "nonsense"),
        ({"venue": "start", "order": "sideways"}, 400, "order"),
        ({"venue": "start", "lang": "fr"}, 400, "lang"),
        ({"venue": "start", "limit": "0"}, 400, "limit"),
        ({"venue": "start", "limit": "999999999"}, 400, "limit"),
        ({"venue": "start", "limit": "٣"}, 400, "limit"),
        ({"venue": "start", "offset": "-1"}, 400, "offset"),
        ({"venue": "start", "format": "pdf"}, 400, "format"),
        ({"venue": "start", "as_of": "2020-13-45"}, 400, "as-of"),
        ([("venue", "start"), ("venue", "odx")], 400, "venue"),
    ],
)
def test_a_wrong_value_is_named(
    client: TestClient, fields: object, status: int, names: str
) -> None:
    got = client.get(QUESTION, params=fields)  # type: ignore[arg-type]
    assert got.status_code == status
    assert names in got.json()["detail"]


def test_an_unknown_question_has_neighbors(client: TestClient) -> None:
    got = client.get("/api/questions/traded-onn")
    assert got.status_code == 404
    assert got.json()["nearest"] == ["traded-on"]


def test_another_day_is_another_state(client: TestClient) -> None:
    told = client.get(QUESTION, params={"venue": "start", "as_of": "2000-01-01"}).json()
    assert told["as_of"] == "2000-01-01"
    assert told["rows"] == []


def test_search_finds_by_name_and_code(client: TestClient) -> None:
    found = client.get("/api/search", params={"q": "ODST", "lang": "ja"}).json()
    assert "https://w3id.org/jpst/id/start" in [hit["iri"] for hit in found]
    assert len(client.get("/api/search", params={"q": "o", "limit": "2"}).json()) <= 3
    for fields in ({}, {"q": " "}, {"q": "x", "limit": "no"}, [("q", "x"), ("q", "y")]):
        assert client.get("/api/search", params=fields).status_code == 400


def test_facts_are_verified_by_their_ids(client: TestClient, asked_market: Snapshot) -> None:
    from jsonschema import Draft202012Validator

    stating = next(one for one in statings(asked_market.store) if one.source is not None)
    subject, predicate, value = stating.triple
    held = receipt(__version__, subject, predicate, value, stating.source)
    unknown = f"{__version__}:{'0' * 32}"
    ids = f"{held}, {unknown},nonsense"
    told = client.get("/api/verify", params={"id": ids, "lang": "ja"}).json()
    assert [one["id"] for one in told["facts"]] == [held, unknown, "nonsense"]
    assert [one["outcome"] for one in told["facts"]][1:] == ["unknown", "malformed"]
    assert told["facts"][0]["outcome"] in ("stands", "ended", "superseded", "undated")
    assert told["facts"][0]["source"]["iri"] == stating.source.value
    assert "--release" in told["facts"][1]["told"]
    early = client.get("/api/verify", params={"id": held, "as_of": "2000-01-01"}).json()
    assert early["as_of"] == "2000-01-01"
    assert early["facts"][0]["outcome"] == "notYet"
    table = client.get("/api/verify", params={"id": held}, headers={"Accept": "text/csv"})
    assert table.text.splitlines()[1].startswith(held)
    described = client.get("/openapi.json").json()["components"]["schemas"]["Verdicts"]
    Draft202012Validator(described).validate(told)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "write ids"),
        ({"id": " , "}, "write ids"),
        ({"id": ",".join(["a"] * 501)}, "at most 500"),
        ({"id": "a", "ids": "b"}, "ids"),
        ({"id": "a", "format": "xlsx"}, "format"),
        ({"id": "a", "as_of": "soon"}, "as-of"),
        ([("id", "a"), ("id", "b")], "twice"),
        ({"id": ",".join(f"{i}.0.0:{'0' * 32}" for i in range(21))}, "more than 20 releases"),
    ],
)
def test_what_cannot_be_verified_is_told(
    client: TestClient, fields: dict[str, str] | list[tuple[str, str]], why: str
) -> None:
    got = client.get("/api/verify", params=fields)
    assert got.status_code == 400
    assert why in got.json()["detail"]


def test_the_openapi_document_is_valid(client: TestClient) -> None:
    from openapi_spec_validator import validate

    told = client.get("/openapi.json").json()
    validate(told)
    asked = told["paths"][QUESTION]["get"]["parameters"]
    by_name = {one["name"]: one for one in asked}
    assert by_name["venue"]["required"] is True
    assert by_name["order"]["schema"]["enum"] == ["up", "down"]
    assert by_name["as_of"]["schema"]["format"] == "date"


def test_an_answer_as_a_workbook(client: TestClient) -> None:
    """Read again as a person's program reads it: numbers are numbers, a formula is a text."""
    pytest.importorskip("xlsxwriter", reason="kgraph[xlsx] has it")
    got = client.get("/api/questions/traded-on", params={"venue": "start", "format": "xlsx"})
    assert got.headers["content-type"] == XLSX
    with zipfile.ZipFile(io.BytesIO(got.content)) as book:
        sheet = book.read("xl/worksheets/sheet2.xml").decode()
        texts = re.findall("<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())
    rows = client.get("/api/questions/traded-on", params={"venue": "start"}).json()["rows"]
    assert sheet.count("<row ") == len(rows) + 1
    words = {value for row in rows for value in row.values() if isinstance(value, str)}
    assert {one for one in words if not re.fullmatch(r"[\d-]{10}", one)} <= set(texts)
    assert "<f>" not in sheet


def test_without_the_library_no_workbook_is_offered(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kgraph.tables.spreadsheet.can_write", lambda: False)
    asked = {"venue": "start", "format": "xlsx"}
    assert client.get("/api/questions/traded-on", params=asked).status_code == 406
    page = client.get("/question/traded-on.html", params={"venue": "start"}).text
    assert "format=xlsx" not in page
