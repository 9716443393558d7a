"""Findings → SARIF 2.1.0, which editors and code hosts show at the line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote

from kgraph.validate.findings import Finding

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final[Mapping[str, str]] = MappingProxyType(
    {"violation": "error", "warning": "warning", "info": "note"}
)


def to_sarif(
    findings: Iterable[Finding],
    *,
    root: Path | None = None,
    version: str | None = None,
    language: str = "en",
) -> dict[str, Any]:
    """One SARIF log, ready for `json.dumps`.

    Files are given relative to `root` where they lie below it; `version` is that of the tool.
    Every kind of finding is a rule. A finding without a known place has none.
    """
    kept = tuple(findings)
    rules = {finding.id: finding.shape for finding in kept}
    order = {kind: index for index, kind in enumerate(sorted(rules))}
    driver: dict[str, Any] = {
        "name": "kgraph",
        "rules": [_rule(kind, rules[kind]) for kind in order],
    }
    if version is not None:
        driver["version"] = version
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, order, root, language) for finding in kept],
    }
    if root is not None:
        run["originalUriBaseIds"] = {"ROOT": {"uri": root.absolute().as_uri() + "/"}}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(kind: str, shape: str) -> dict[str, Any]:
    return {"id": kind, "helpUri": shape} if shape else {"id": kind}


def _result(
    finding: Finding, order: Mapping[str, int], root: Path | None, language: str
) -> dict[str, Any]:
    message = finding.message(language)
    fix = finding.fix(language)
    result: dict[str, Any] = {
        "ruleId": finding.id,
        "ruleIndex": order[finding.id],
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{message} {fix}" if fix else message},
        # Two runs agree on a finding by what it is about, not by the line it moved to.
        "partialFingerprints": {
            "finding/v1": "|".join(
                (finding.id, finding.focus_name, str(finding.path or ""), finding.value_name)
            )
        },
        "properties": {"focus": finding.focus_name, "sources": list(finding.graphs)},
    }
    if finding.file is not None:
        result["locations"] = [{"physicalLocation": _place(finding, root)}]
    if finding.shape_file is not None:
        asked: dict[str, Any] = {"artifactLocation": _artifact(finding.shape_file, root)}
        if finding.shape_line is not None:
            asked["region"] = {"startLine": finding.shape_line}
        text = "定義" if language == "ja" else "where it is asked"
        result["relatedLocations"] = [{"physicalLocation": asked, "message": {"text": text}}]
    return result


def _place(finding: Finding, root: Path | None) -> dict[str, Any]:
    assert finding.file is not None
    place: dict[str, Any] = {"artifactLocation": _artifact(finding.file, root)}
    if finding.line is not None:
        region = {"startLine": finding.line}
        if finding.column is not None:
            region["startColumn"] = finding.column
        place["region"] = region
    return place


def _artifact(file: Path, root: Path | None) -> dict[str, str]:
    if root is not None and file.absolute().is_relative_to(root.absolute()):
        relative = file.absolute().relative_to(root.absolute())
        return {"uri": quote(relative.as_posix()), "uriBaseId": "ROOT"}
    return {"uri": file.as_uri() if file.is_absolute() else quote(file.as_posix())}
