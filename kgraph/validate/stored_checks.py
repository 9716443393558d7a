"""Stored checks: one `.rq` file, its `#+` header and its query, and the profile of severities."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from kgraph.names import BASE, expand
from kgraph.problems import LoadError, Problem
from kgraph.root import Layer, layers, stacked
from kgraph.shacl.messages import placeholders
from kgraph.sparql import engine
from kgraph.sparql.guard import MAX_BYTES, Refused, check_readonly
from kgraph.sparql.header import HeaderError, read_yaml, split_header
from kgraph.sparql.lexer import code, spaced
from kgraph.sparql.syntax import broken
from kgraph.turtle.parse import read_text
from kgraph.validate.findings import SEVERITIES
from kgraph.vocab import XSD

FOLDER: Final = Path("queries") / "checks"
PROFILE: Final = "profile.yaml"
OFF: Final = "off"
CHECK: Final = BASE + "check/"
"""The namespace of the checks: the slug follows."""

_DAY: Final = "_today_xsd_date"
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEXTS: Final = tuple(f"{name}{tag}" for name in ("problem", "why", "fix") for tag in ("", "_ja"))
_KEYS: Final = frozenset((*_TEXTS, "severity", "path"))


@dataclass(frozen=True)
class Check:
    """A query whose every row is a finding.

    `texts` has `problem`, `why` and `fix`, each also with `_ja`; `{?name}` in them stands for a
    variable of the row. `about` is the property that findings are about where a row has no `?path`.
    """

    slug: str
    path: Path
    query: str
    texts: Mapping[str, str]
    severity: str
    about: str | None = None
    base: str = BASE

    @property
    def iri(self) -> str:
        """The IRI of the check, below the base of its root."""
        return f"{self.base}check/{self.slug}"

    @property
    def needs_day(self) -> bool:
        """Whether what it finds depends on the day on which one looks."""
        return any(token.name == _DAY for token in code(self.query))

    @property
    def is_grave(self) -> bool:
        """Whether what it finds is wrong, and not only odd."""
        return self.severity == SEVERITIES[0]

    def sparql(self, day: ox.Literal) -> str:
        """The query with the day in its place."""
        tokens = spaced(self.query)
        return "".join(str(day) if token.name == _DAY else token.text for token in tokens)


def load_checks(root: Path, profile: Path | None = None) -> tuple[Check, ...]:
    """The checks of a project folder by slug, as grave as its profile says, without those off.

    `profile` is a file whose entries win over the folder's own. A folder without checks has none.
    Raises LoadError with every fault of a check or a profile.
    """
    checks = read_checks(root)
    known = [check.slug for check in checks]
    own = [folder / PROFILE for folder in stacked(root, *FOLDER.parts)]
    severities: dict[str, str] = {}
    for path in (*(path for path in own if path.is_file()), profile):
        if path is not None:
            severities |= read_profile(path, known)
    graded = (replace(c, severity=severities.get(c.slug, c.severity)) for c in checks)
    return tuple(check for check in graded if check.severity != OFF)


def read_checks(root: Path) -> tuple[Check, ...]:
    """Every check of a project folder by slug, each with its own severity.

    Raises LoadError with all that is wrong in any of them.
    """
    problems: list[Problem] = []
    checks: dict[str, Check] = {}
    for layer in layers(root):
        for path in sorted((layer.folder / FOLDER).glob("*.rq")):
            other = checks.get(path.stem)
            if other is not None:
                why = f"{other.path} is called so, too"
                problems.append(
                    Problem("two checks have one name", why, "rename the file", path, 1)
                )
                continue
            try:
                checks[path.stem] = read_check(path, layer)
            except LoadError as error:
                problems += error.problems
    if problems:
        raise LoadError(problems)
    return tuple(checks[slug] for slug in sorted(checks))


def read_check(path: Path, layer: Layer | None = None) -> Check:
    """One check from its file. Raises LoadError with every problem of its header and query."""
    text = read_text(path, MAX_BYTES)
    header, _, lines = split_header(text)
    entries = dict(_mapping(header, path, "the header", lines))
    if layer is not None and layer.stands_in:
        for name in ("problem", "why", "fix"):
            for one, other in ((name, f"{name}_ja"), (f"{name}_ja", name)):
                entries.setdefault(one, entries.get(other, ""))
    problems = [
        Problem(f"the header has no {key}", "every finding says it in both languages",
                f"add `#+ {key}: …`", path, 1)
        for key in (*_TEXTS, "severity")
        if not entries.get(key, "").strip()
    ]  # fmt: skip
    problems += [
        Problem(f"unknown header key {key}", f"a check has {', '.join(sorted(_KEYS))}",
                "correct or remove it", path, 1)
        for key in entries
        if key not in _KEYS
    ]  # fmt: skip
    if not _SLUG.fullmatch(path.stem):
        problems.append(
            Problem(
                "the file name is no slug",
                f"“{path.stem}” is the id of the findings",
                "use lower-case letters, digits and single hyphens",
                path,
            )
        )
    problems += _graded(entries.get("severity", "info"), path, SEVERITIES)
    named = entries.get("path")
    check = Check(
        slug=path.stem,
        path=path,
        query=text,
        texts=MappingProxyType({key: " ".join(entries.get(key, "").split()) for key in _TEXTS}),
        severity=entries.get("severity", "info"),
        about=None if named is None else _expanded(named, path, problems),
        base=BASE if layer is None else layer.base,
    )
    problems += _query_problems(check)
    if problems:
        raise LoadError(problems)
    return check


def read_profile(path: Path, known: Iterable[str]) -> Mapping[str, str]:
    """The severity of each check that the profile names. Raises LoadError with every fault."""
    slugs = sorted(known)
    problems: list[Problem] = []
    entries = _mapping(read_text(path), path, "the profile")
    for slug, severity in entries.items():
        if slug not in slugs:
            near = difflib.get_close_matches(slug, slugs, n=3, cutoff=0.4)
            fix = f"did you mean {' or '.join(near)}?" if near else f"use {', '.join(slugs)}"
            problems.append(Problem(f"unknown check {slug}", "there is none of that id", fix, path))
        problems += _graded(severity, path, (*SEVERITIES, OFF))
    if problems:
        raise LoadError(problems)
    return MappingProxyType(entries)


def _graded(severity: str, path: Path, choices: tuple[str, ...]) -> list[Problem]:
    if severity in choices:
        return []
    why = f"it is one of {', '.join(choices)}"
    return [Problem(f"“{severity}” is no severity", why, "write one of them", path)]


def _mapping(text: str, path: Path, what: str, lines: list[int] | None = None) -> dict[str, str]:
    """A flat YAML mapping, every value as the text written."""
    try:
        entries = {key: entry.value for key, entry in read_yaml(text, lines).items()}
    except HeaderError as error:
        fix = "write `key: value` lines"
        problem = Problem(f"{what} cannot be read", error.reason, fix, path, error.line)
        raise LoadError([problem]) from error
    if not all(isinstance(value, str) for value in entries.values()):
        raise LoadError(
            [
                Problem(
                    f"{what} holds something else than `key: value` lines",
                    "every entry is one text",
                    "write one text after each key",
                    path,
                )
            ]
        )
    return {key: value for key, value in entries.items() if isinstance(value, str)}


def _expanded(curie: str, path: Path, problems: list[Problem]) -> str | None:
    try:
        return expand(curie)
    except (KeyError, ValueError):
        why = f"“{curie}” has no prefix that the project knows"
        problems.append(Problem("the path is no property", why, "write it as jpst:…", path))
        return None


def _query_problems(check: Check) -> list[Problem]:
    """What keeps the query from giving findings in a fixed order."""
    try:
        check_readonly(check.query, (), {})
        rows = engine.query(ox.Store(), check.sparql(day_literal("2000-01-01")))
    except Refused as error:
        fix = "write a plain SELECT over the graph"
        what = "the query is refused"
        return [Problem(what, error.reason, fix, check.path, error.line, error.column)]
    except SyntaxError as error:
        at = broken(error, check.query)
        what = "the query is no SPARQL"
        return [Problem(what, at.why, "correct it", check.path, at.line, at.column)]
    if not isinstance(rows, engine.Solutions):
        why = "each row is a finding"
        return [Problem("the query is no SELECT", why, "write SELECT ?focus …", check.path)]
    names = set(rows.columns)
    found = []
    if "focus" not in names:
        why = "a finding is about a node"
        found.append(Problem("the query selects no ?focus", why, "select it", check.path))
    if not any(token.upper == "ORDER" for token in code(check.query)):
        why = "findings come in the same order every time"
        found.append(Problem("the query has no ORDER BY", why, "order all columns", check.path))
    wanted = {name for text in check.texts.values() for name in placeholders(text)}
    found += [
        Problem(
            f"a text of the header names ?{name}",
            "the query selects no such variable",
            "select it, or correct the name",
            check.path,
        )
        for name in sorted(wanted - names)
    ]
    return found


def day_literal(day: str) -> ox.Literal:
    """A day written as 2024-01-31, as a term."""
    return ox.Literal(day, datatype=XSD.date)
