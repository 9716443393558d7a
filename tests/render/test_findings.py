"""Findings → text for people and machines, JSON, CSV."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

import kgraph
from kgraph.names import ID, SHAPE, SRC
from kgraph.render import validate as render
from kgraph.validate import Finding
from kgraph.vocab import SH


def finding(number: int, kind: str = "venue-lei", severity: str = "warning") -> Finding:
    return Finding(
        id=kind,
        severity=severity,
        focus=NamedNode(f"{ID}thing-{number}"),
        path=None,
        value=Literal("v"),
        component=SH.MinCountConstraintComponent.value,
        shape=SHAPE + kind,
        message_en=f"Thing {number} has\nno LEI.",
        message_ja=f"{number}番の LEI がありません。",
        fix_en="Add it.",
        fix_ja="加えてください。",
        graphs=(SRC + "one", SRC + "two"),
        file=Path("data/x.ttl"),
        line=number,
        column=1,
    )


FOUND = [finding(0, "venue-operator", "violation"), *(finding(n) for n in range(1, 13))]


def test_a_person_sees_the_first_ten_of_a_kind_and_the_count_of_the_rest() -> None:
    lines = render.as_groups(FOUND).splitlines()
    assert lines[0] == "violation venue-operator (1)"
    assert lines[1] == "  data/x.ttl:0:1: Thing 0 has no LEI. → Add it."
    assert lines[2] == "warning venue-lei (12)"
    assert lines[-2] == "  data/x.ttl:10:1: Thing 10 has no LEI. → Add it."
    assert lines[-1] == "  … and 2 more"


def test_exactly_ten_are_all_shown() -> None:
    assert "more" not in render.as_groups([finding(n) for n in range(10)])


def test_color_only_when_asked_for() -> None:
    assert "\x1b" not in render.as_groups(FOUND)
    assert render.as_groups(FOUND, color=True).startswith("\x1b[31mviolation")


def test_a_machine_sees_one_line_each_in_the_language_asked_for() -> None:
    lines = render.write(FOUND, "text", "ja").splitlines()
    assert len(lines) == 13
    assert lines[0] == (
        "data/x.ttl:0:1: violation: 0番の LEI がありません。 → 加えてください。 (venue-operator)"
    )


def test_json_and_csv_say_the_same() -> None:
    objects = json.loads(render.write(FOUND, "json"))
    rows = list(csv.DictReader(io.StringIO(render.write(FOUND, "csv"))))
    assert len(objects) == len(rows) == 13
    assert objects[0]["focus"] == rows[0]["focus"] == ID + "thing-0"
    assert objects[0]["graphs"] == rows[0]["graphs"].split() == [SRC + "one", SRC + "two"]
    assert objects[0]["line"] == 0
    assert rows[0]["line"] == "0"
    assert objects[0]["path"] is None
    assert rows[0]["path"] == ""


def test_files_are_named_relative_to_the_folder_one_is_in(tmp_path: Path) -> None:
    found = replace(finding(3), file=tmp_path / "data" / "x.ttl")
    assert render.as_lines([found], base=tmp_path).startswith("data/x.ttl:3:1: ")
    assert render.as_lines([found], base=tmp_path / "other").startswith(f"{tmp_path}/data/x.ttl:3:")


def test_without_a_place_the_thing_is_named() -> None:
    found = replace(finding(3), file=None, line=None, column=None)
    assert render.as_lines([found]).startswith("id:thing-3: warning: ")


def test_report_and_sarif_are_what_validation_makes() -> None:
    assert "sh:ValidationReport" in render.write(FOUND, "report")
    log = json.loads(render.write(FOUND, "sarif", "ja"))
    assert len(log["runs"][0]["results"]) == 13
    assert log["runs"][0]["tool"]["driver"]["version"] == kgraph.__version__


def test_no_findings() -> None:
    assert render.write([], "json") == "[]\n"
    assert render.write([], "text") == ""


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="text, json, csv, report, sarif"):
        render.write([], "xml")


def test_counts_are_worded() -> None:
    counts = {"violation": 1, "warning": 20, "info": 0}
    assert render.count_words(counts) == "1 violation, 20 warnings, 0 infos"
