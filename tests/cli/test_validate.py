"""`kgraph validate` with a user's own files, profiles and explanations, as a user runs it."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from helpers.commands import Command, Outcome
from helpers.market import PREFIXES
from helpers.project import PROJECT

from kgraph.load import load_extra

TURTLE = PREFIXES + "id:mine a jpst:Venue ."
NTRIPLES = (
    "<https://w3id.org/jpst/id/mine> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<https://w3id.org/jpst/ontology/Venue> .\n"
)
JSON_LD = json.dumps(
    {"@id": "https://w3id.org/jpst/id/mine", "@type": "https://w3id.org/jpst/ontology/Venue"}
)
RDF_XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:jpst="https://w3id.org/jpst/ontology/">'
    '<jpst:Venue rdf:about="https://w3id.org/jpst/id/mine"/></rdf:RDF>'
)
GOOD = {
    "mine.ttl": TURTLE,
    "mine.trig": TURTLE,
    "mine.nt": NTRIPLES,
    "mine.nq": NTRIPLES,
    "mine.jsonld": JSON_LD,
    "mine.rdf": RDF_XML,
}
OPERATOR = "(venue-operator)"
PACKED = gzip.compress(TURTLE.encode())


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", GOOD)
def test_every_format_is_checked(
    command: Command, market: Path, tmp_path: Path, name: str, packed: bool
) -> None:
    path = tmp_path / (name + ".gz" if packed else name)
    data = GOOD[name].encode()
    path.write_bytes(gzip.compress(data) if packed else data)
    told = command(market, "validate", str(path))
    assert told.code == 1
    assert OPERATOR in told.out
    assert told.out.startswith(str(path))


def test_each_graph_of_a_file_has_its_lines(command: Command, market: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.trig"
    graphs = "src:one { id:one a jpst:Venue . }\nsrc:two { id:two a jpst:Venue . }\n"
    path.write_text(PREFIXES + graphs, encoding="utf-8")
    first = PREFIXES.count("\n") + 1
    told = command(market, "validate", "--format", "csv", str(path))
    assert told.code == 1
    for name, line in (("one", first), ("two", first + 1)):
        rows = [row for row in told.out.splitlines() if f"id:{name}" in row or f"id/{name}" in row]
        assert rows
        assert any(f"{path},{line}," in row for row in rows), rows


BAD = {
    "utf8.ttl": (b'<http://e.org/a> <http://e.org/b> "\xff" .', ":1:36: ", "not UTF-8"),
    "cut.ttl.gz": (PACKED[: len(PACKED) // 2], ": ", "gzip data is damaged"),
    "no.ttl.gz": (b"plain", ": ", "gzip data is damaged"),
    "syntax.ttl": (b"<http://e.org/a> <http://e.org/b> .", ":1:35: ", "Turtle syntax error"),
    "syntax.nt": (b"<http://e.org/a> .", ":1:", "syntax error"),
    "deep.jsonld": (b'{"http://e.org/b":' * 300 + b"1" + b"}" * 300, ":1:", "too deeply"),
    "entity.rdf": (b'<!DOCTYPE r [<!ENTITY a "a">]><r>&a;</r>', ":1:1: ", "entity"),
    "remote.jsonld": (b'{"@context": "https://schema.org/"}', ": ", "nothing is ever fetched"),
    "file.jsonld": (b'{"@context": "file:///etc/passwd"}', ": ", "no other file is read"),
    "near.jsonld": (b'{"@context": "context.json"}', ": ", "no other file is read"),
    "long.nt": (
        b'<http://e.org/a> <http://e.org/b> "' + b"x" * (17 * 1024 * 1024) + b'" .',
        ":1: ",
        "a term is too long",
    ),
    "mine.doc": (b"", ": ", "the format is not known"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_one_line_with_its_place_and_exit_code_3(
    command: Command, market: Path, tmp_path: Path, name: str
) -> None:
    data, place, words = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    told = command(market, "validate", str(path))
    assert (told.code, told.out) == (3, "")
    assert told.error.startswith(f"{path}{place}")
    assert words in told.error


@pytest.mark.parametrize(
    ("data", "format"), [(TURTLE.encode(), None), (PACKED, None), (JSON_LD.encode(), "jsonld")]
)
def test_standard_input(
    command: Command,
    market: Path,
    monkeypatch: pytest.MonkeyPatch,
    data: bytes,
    format: str | None,
) -> None:
    (extra,) = load_extra([Path("-")], stdin=data, format=format)
    assert len(extra.quads) == 1
    line = ["validate", "-", *(["--input-format", format] if format else [])]
    monkeypatch.setattr(io, "StringIO", lambda _: io.TextIOWrapper(io.BytesIO(data)))
    told = command(market, *line)
    assert (told.code, OPERATOR in told.out) == (1, True)


def test_reading_a_big_file_tells_how_far_it_is(tmp_path: Path) -> None:
    path = tmp_path / "big.nt"
    path.write_text(
        "".join(f"<http://e.org/{i}> <http://e.org/b> <http://e.org/c> .\n" for i in range(200_001))
    )
    told: list[tuple[Path, int]] = []
    load_extra([path], on_read=lambda *step: told.append(step))
    assert told == [(path, 100_000), (path, 200_000)]


# -- profiles, days, explanations


def _with_check(market: Path) -> Path:
    folder = market / "queries" / "checks"
    folder.mkdir()
    name = "source-review-due"
    text = (PROJECT / "queries" / "checks" / f"{name}.rq").read_text(encoding="utf-8")
    (folder / f"{name}.rq").write_text(text, encoding="utf-8")
    scheme = PREFIXES + (
        "scheme:reviewperiod a skos:ConceptScheme . "
        "<https://w3id.org/jpst/reviewperiod/x> a skos:Concept ; jpst:months 6 ; "
        "skos:inScheme scheme:reviewperiod ."
    )
    (market / "ontology" / "schemes" / "reviewperiod.ttl").write_text(scheme, encoding="utf-8")
    core = market / "ontology" / "core.ttl"
    core.write_text(
        core.read_text(encoding="utf-8")
        + "jpst:reviewPeriod a owl:ObjectProperty . jpst:months a owl:DatatypeProperty .",
        encoding="utf-8",
    )
    source = market / "data" / "sources" / "odx-launch.ttl"
    source.write_text(
        source.read_text(encoding="utf-8")
        + "src:odx-launch jpst:reviewPeriod <https://w3id.org/jpst/reviewperiod/x> .\n",
        encoding="utf-8",
    )
    return market


def _due(told: Outcome) -> int:
    return told.out.count("(source-review-due)")


def test_review_dates_depend_on_the_day_asked_for(command: Command, market: Path) -> None:
    _with_check(market)
    early = command(market, "validate", "--as-of", "2027-05-22")
    late = command(market, "validate", "--as-of", "2027-05-23")
    assert (early.code, _due(early)) == (0, 0)
    assert (late.code, _due(late)) == (0, 1)
    assert "was due for review on 2027-05-22" in late.out


def test_a_profile_decides_what_stops(command: Command, market: Path, tmp_path: Path) -> None:
    _with_check(market)
    profile = tmp_path / "mine.yaml"
    line = ["validate", "--as-of", "2030-01-01", "--profile", str(profile)]
    profile.write_text("source-review-due: violation\n")
    assert command(market, *line).code == 1
    profile.write_text("source-review-due: off\n")
    assert _due(command(market, *line)) == 0
    profile.write_text("source-review: off\n")
    told = command(market, *line)
    assert told.code == 3
    assert "did you mean source-review-due?" in told.error


def test_a_source_that_is_due_never_stops_a_build(command: Command, market: Path) -> None:
    _with_check(market)
    folder = market / "queries" / "checks"
    (folder / "profile.yaml").write_text("source-review-due: violation\n")
    source = market / "data" / "sources" / "odx-launch.ttl"
    text = source.read_text(encoding="utf-8").replace("2026-11-22", "2020-11-22")
    source.write_text(text, encoding="utf-8")
    assert command(market, "validate").code == 1
    assert command(market, "build").code == 0


def test_a_kind_of_finding_is_explained(command: Command, market: Path) -> None:
    told = command(market, "validate", "--explain", "venue-operator")
    assert told.code == 0
    assert told.err == ""
    for words in ("Problem", "A venue names its operator", "Severity", "every jpst:Venue"):
        assert words in told.out
    told = command(market, "validate", "--explain", "venue-operator", "--lang", "ja")
    assert "取引の場には運営者が必要です" in told.out


def test_an_unknown_kind_gets_the_nearest(command: Command, market: Path) -> None:
    told = command(market, "validate", "--explain", "venue-operators")
    assert (told.code, told.out) == (2, "")
    assert "did you mean venue-operator?" in told.error.replace(" or venue-lei", "")


def test_findings_tell_where_they_are_asked(command: Command, market: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    shapes = market / "shapes" / "venue.ttl"
    lines = shapes.read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, 1) if text.startswith("shape:venue-operator a"))
    told = command(market, "validate", str(path), "-f", "json")
    (finding,) = [one for one in json.loads(told.out) if one["id"] == "venue-operator"]
    assert (Path(finding["shape_file"]), finding["shape_line"]) == (shapes, line)
    told = command(market, "validate", str(path), "-f", "sarif")
    results = json.loads(told.out)["runs"][0]["results"]
    (result,) = [one for one in results if one["ruleId"] == "venue-operator"]
    (related,) = result["relatedLocations"]
    place = related["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "shapes/venue.ttl"
    assert place["region"] == {"startLine": line}


def test_a_person_sees_kinds_counted_and_the_first_ten(market: Path) -> None:
    import kgraph
    from kgraph.render.validate import as_groups

    path = market / "mine.ttl"
    venues = "".join(f"id:venue-{n} a jpst:Venue .\n" for n in range(12))
    path.write_text(PREFIXES + venues, encoding="utf-8")
    text = as_groups(kgraph.findings([path], root=market), base=market.resolve())
    head, *rest = text.splitlines()
    assert head.startswith("violation venue-operator (12), asked in shapes/venue.ttl:")
    assert rest[10] == "  … and 2 more"


def test_the_reference_engine_finds_the_same(
    command: Command, market: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    compiled = command(market, "validate", str(path))
    reference = command(market, "validate", "--engine", "pyshacl", str(path))
    assert OPERATOR in compiled.out
    assert (reference.out, reference.code) == (compiled.out, compiled.code)


def test_another_engine_is_refused(command: Command, market: Path) -> None:
    told = command(market, "validate", "--engine", "fast")
    assert told.code == 2
    assert "pyshacl" in told.err


def test_a_check_that_is_off_can_be_explained(command: Command, tmp_path: Path) -> None:
    profile = tmp_path / "mine.yaml"
    profile.write_text("source-review-due: off\n", encoding="utf-8")
    told = command(PROJECT, "validate", "--profile", str(profile), "--explain", "source-review-due")
    assert told.code == 0
    assert "source-review-due" in told.out
