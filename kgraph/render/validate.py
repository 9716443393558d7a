"""Findings → text for people and machines, JSON, CSV."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kgraph.csvtext import cell, csv_text
from kgraph.render.shown import Shown
from kgraph.tables.value_text import for_people
from kgraph.validate.findings import by_severity
from kgraph.words.figures import figure_name

if TYPE_CHECKING:
    from pathlib import Path

    from kgraph.load import ExtraFile
    from kgraph.validate import Finding
    from kgraph.validate.against import Compared

FORMATS: Final = ("text", "json", "csv", "report", "sarif")
SHOWN: Final = 10
"""How many findings of one kind are shown to a person before the rest is only counted."""

_COLORS: Final = MappingProxyType(
    {"violation": "\x1b[31m", "warning": "\x1b[33m", "info": "\x1b[36m"}
)
_PLURALS: Final = MappingProxyType(
    {"violation": "violations", "warning": "warnings", "info": "infos"}
)
_FIELDS: Final = (
    "severity",
    "id",
    "focus",
    "path",
    "value",
    "message",
    "fix",
    "file",
    "line",
    "column",
    "graphs",
    "shape",
    "shape_file",
    "shape_line",
    "component",
)


def shown(
    findings: Sequence[Finding],
    read: Iterable[ExtraFile],
    format: str,
    language: str = "en",
    *,
    base: Path | None = None,
    person: bool = False,
    color: bool = False,
    compared: Compared | None = None,
    revision: str | None = None,
) -> Shown:
    """The findings as `write` has them, above them how much was `read` of files of the user's, and
    below them how many there are; of those `compared` with a revision, how many are new."""
    title = tuple(read_words(file, language) for file in read)
    text = write(findings, format, language, base=base, person=person, color=color)
    counts = count_words(by_severity(findings), language)
    if compared is None:
        return Shown(title, text, (counts,))
    new = f"{revision}以後：{counts}" if language == "ja" else f"new since {revision}: {counts}"
    return Shown(title, text, (new, compared_words(compared, str(revision), language)))


def compared_words(compared: Compared, revision: str, language: str = "en") -> str:
    """What was there before, and what is gone."""
    kept, gone = (
        count_words(by_severity(part), language) for part in (compared.kept, compared.gone)
    )
    if language == "ja":
        return f"以前からあるもの：{kept}。解消したもの：{gone}"
    return f"there before: {kept}; gone since {revision}: {gone}"


def write(
    findings: Sequence[Finding],
    format: str,
    language: str = "en",
    *,
    base: Path | None = None,
    person: bool = False,
    color: bool = False,
) -> str:
    """The findings in one of FORMATS; for a `person`, text is grouped and cut short.

    `report` is the W3C's validation report in Turtle, with messages in both languages, and `sarif`
    the format of code review tools. Files below `base` are named relative to it. Raises ValueError
    for another format.
    """
    if format == "json":
        return as_json(findings, language)
    if format == "csv":
        return as_csv(findings, language)
    if format == "report":
        from kgraph.render.shacl_report import to_report

        return to_report(findings)
    if format == "sarif":
        from kgraph.render.sarif import to_sarif
        from kgraph.version import __version__

        log = to_sarif(findings, root=base, version=__version__, language=language)
        return json.dumps(log, ensure_ascii=False, indent=2) + "\n"
    if format != "text":
        raise ValueError(f"findings cannot be written as {format}; use {', '.join(FORMATS)}")
    if person:
        return as_groups(findings, language, base=base, color=color)
    return as_lines(findings, language, base=base)


def as_lines(findings: Iterable[Finding], language: str = "en", *, base: Path | None = None) -> str:
    """One line a finding: `file:line:column: severity: message → fix (id)`."""
    lines = []
    for finding in findings:
        place = _place(finding, base) or for_people(finding.focus)
        words = _words(finding, language)
        lines.append(f"{place}: {finding.severity}: {words} ({finding.id})\n")
    return "".join(lines)


def as_groups(
    findings: Iterable[Finding],
    language: str = "en",
    *,
    base: Path | None = None,
    color: bool = False,
) -> str:
    """Gravest first, a heading with a count for each kind, and its first findings.

    `findings` are in the order that validation gives: by severity, then by kind.
    """
    parts: list[str] = []
    for (severity, kind), members in groupby(findings, key=lambda f: (f.severity, f.id)):
        group = list(members)
        written = _relative(group[0].shape_file, base)
        shape = f"{written}:{group[0].shape_line or 1}" if written else ""
        head = _heading(severity, kind, len(group), shape, language)
        parts.append(f"{_COLORS[severity]}{head}\x1b[0m" if color else head)
        for finding in group[:SHOWN]:
            place = _place(finding, base)
            parts.append(f"  {place}{': ' if place else ''}{_words(finding, language)}")
        if len(group) > SHOWN:
            rest = len(group) - SHOWN
            parts.append(f"  … ほか {rest} 件" if language == "ja" else f"  … and {rest} more")
    return "".join(part + "\n" for part in parts)


def _heading(severity: str, kind: str, number: int, shape: str, language: str) -> str:
    if language == "ja":
        where = f"、{shape} で検査" if shape else ""
        return f"{figure_name(severity, language)} {kind}（{number}件）{where}"
    return f"{severity} {kind} ({number}){f', asked in {shape}' if shape else ''}"


def count_words(by_severity: Mapping[str, int], language: str = "en") -> str:
    """`1 violation, 20 warnings, 0 infos`."""
    if language == "ja":
        return "、".join(f"{figure_name(name, language)} {n} 件" for name, n in by_severity.items())
    return ", ".join(f"{n} {name if n == 1 else _PLURALS[name]}" for name, n in by_severity.items())


def read_words(file: ExtraFile, language: str = "en") -> str:
    """How much of a user's file was read, and how much of that is about this graph."""
    path, read, ours = for_people(str(file.path)), len(file.quads), file.ours
    if language == "ja":
        return f"{path}: {read:,} 文を読み取り、うち {ours:,} 文がこのグラフの名前を用いています"
    plural = "" if read == 1 else "s"
    return f"{path}: {read:,} statement{plural} read, {ours:,} with names of this graph"


def as_json(findings: Iterable[Finding], language: str = "en") -> str:
    """A JSON list with one object a finding."""
    rows = [_fields(finding, language) for finding in findings]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_csv(findings: Iterable[Finding], language: str = "en") -> str:
    """One row a finding, for spreadsheets; several graphs stand in one cell, apart by spaces."""
    rows: list[Sequence[object]] = [_FIELDS]
    for finding in findings:
        values = _fields(finding, language) | {"graphs": " ".join(finding.graphs)}
        rows.append([_cell(values[name]) for name in _FIELDS])
    return csv_text(rows)


def _cell(value: object) -> object:
    return cell(value) if isinstance(value, str) else value


def _place(finding: Finding, base: Path | None) -> str:
    return for_people(replace(finding, file=_relative(finding.file, base)).place)


def _relative(file: Path | None, base: Path | None) -> Path | None:
    inside = file is not None and base is not None and file.is_relative_to(base)
    return file.relative_to(base) if inside and file and base else file


def _words(finding: Finding, language: str) -> str:
    fix = finding.fix(language)
    text = finding.message(language) + (f" → {fix}" if fix else "")
    return for_people(text)


def _fields(finding: Finding, language: str) -> dict[str, object]:
    values = {
        "severity": finding.severity,
        "id": finding.id,
        "focus": _bare(finding.focus),
        "path": None if finding.path is None else str(finding.path),
        "value": None if finding.value is None else _bare(finding.value),
        "message": finding.message(language),
        "fix": finding.fix(language),
        "file": None if finding.file is None else str(finding.file),
        "line": finding.line,
        "column": finding.column,
        "graphs": list(finding.graphs),
        "shape": finding.shape,
        "shape_file": None if finding.shape_file is None else str(finding.shape_file),
        "shape_line": finding.shape_line,
        "component": finding.component,
    }
    return {name: values[name] for name in _FIELDS}


def _bare(term: object) -> str:
    return str(getattr(term, "value", term))
