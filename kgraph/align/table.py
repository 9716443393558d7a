"""The table of mappings (SSSOM, tab-separated): the one place where links are edited."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kgraph.align.bridges import FOLDER, Bridges
from kgraph.align.targets import CLASS, DATATYPE, INDIVIDUAL, OBJECT, PROPERTY
from kgraph.names import LICENSE_IRI, PREFIXES
from kgraph.problems import LoadError, Problem
from kgraph.turtle.parse import read_text
from kgraph.vocab import JPST, OWL, RDFS, SKOS

TABLE: Final = "mappings.sssom.tsv"
COLUMNS: Final = (
    *("subject_id", "subject_label", "subject_type", "predicate_id"),
    *("object_id", "object_label", "object_type", "mapping_justification"),
    *("author_label", "reviewer_label", "mapping_date", "confidence"),
    *("subject_source", "subject_source_version"),
    *("object_source", "object_source_version", "comment"),
)
_DATE: Final = "mapping_date"
_CONFIDENCE: Final = "confidence"
_REVIEWER: Final = "reviewer_label"
_WRITTEN: Final = ("subject_id", "predicate_id", "object_id", _DATE, _CONFIDENCE, "comment")
"""The columns that an author writes; the others follow from them."""
_JUSTIFICATION: Final = "semapv:ManualMappingCuration"
_SURE: Final = re.compile(r"0(\.\d+)?|1(\.0+)?")
_SEMAPV: Final = "https://w3id.org/semapv/vocab/"

_OURS: Final = JPST.BASE.rstrip("/")
_AUTHOR: Final = "The kgraph authors"
TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        CLASS: "owl class",
        OBJECT: "owl object property",
        DATATYPE: "owl data property",
        PROPERTY: "rdf property",
        INDIVIDUAL: "owl named individual",
    }
)
"""The kinds of term in the words of SSSOM."""
CONCEPT: Final = "skos concept"

SUB_CLASS: Final = RDFS.subClassOf.value
SUB_PROPERTY: Final = RDFS.subPropertyOf.value
SAME_AS: Final = OWL.sameAs.value
AXIOMS: Final = frozenset(
    {SUB_CLASS, SUB_PROPERTY, OWL.equivalentClass.value, OWL.equivalentProperty.value, SAME_AS}
)
MATCHES: Final = frozenset(
    SKOS.BASE + f"{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")
)
RELATED: Final = SKOS.BASE + "relatedMatch"
_ORDER: Final = tuple(sorted(AXIOMS)) + tuple(sorted(MATCHES))


@dataclass(frozen=True)
class Row:
    """One mapping: full IRIs, why it is so, the line of the table, and since when and how surely
    (from 0 to 1) it is held; `reviewer` is the role of who judged it second, if anyone did."""

    subject: str
    predicate: str
    object: str
    comment: str
    line: int | None = None
    date: str = ""
    confidence: str = ""
    reviewer: str = ""

    @property
    def is_axiom(self) -> bool:
        """Whether it is an OWL axiom, not a SKOS mapping."""
        return self.predicate in AXIOMS


@dataclass(frozen=True)
class Labels:
    """What the columns that follow from others are filled with, IRI → text; and the version of the
    ontology that the subjects are of."""

    subjects: Mapping[str, str]
    objects: Mapping[str, str]
    releases: Mapping[str, str]
    modules: Mapping[str, str]
    types: Mapping[str, str]
    version: str = ""


def read_table(root: Path, bridges: Bridges) -> tuple[Row, ...]:
    """The mappings, in order of the table.

    Raises LoadError with a problem for every line that is none: a missing column, a prefix that
    is not known, a predicate that is neither an OWL axiom nor a SKOS mapping, a mapping given
    twice.
    """
    path = root / FOLDER / TABLE
    lines = read_text(path).splitlines()
    start = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.DictReader(lines[start:], delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [name for name in _WRITTEN if name not in (reader.fieldnames or ())]
    if missing:
        raise LoadError(
            [
                Problem(
                    f"the table lacks the column {', '.join(missing)}",
                    "the first line after the comments names the columns",
                    f"write {', '.join(_WRITTEN)}",
                    path,
                    start + 1,
                )
            ]
        )
    rows: list[Row] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str, str], int] = {}
    for number, cells in enumerate(reader, start + 2):
        try:
            row = _row(cells, bridges, number)
        except ValueError as error:
            fix = "correct the line; prefixes are declared in bridges.yaml"
            problems.append(Problem("the line is no mapping", str(error), fix, path, number))
            continue
        key = row.subject, row.predicate, row.object
        if key in seen:
            why = f"line {seen[key]} says the same"
            problems.append(Problem("a mapping given twice", why, "drop one", path, number))
        seen.setdefault(key, number)
        rows.append(row)
    if problems:
        raise LoadError(problems)
    return tuple(rows)


def _row(cells: Mapping[str | None, str | None], bridges: Bridges, line: int) -> Row:
    if None in cells or None in cells.values():
        raise ValueError("it has more or fewer cells than there are columns")
    subject, predicate, target = (
        bridges.expand(str(cells[name])) for name in ("subject_id", "predicate_id", "object_id")
    )
    if predicate not in AXIOMS | MATCHES:
        raise ValueError(f"{cells['predicate_id']} is neither an OWL axiom nor a SKOS mapping")
    comment = str(cells["comment"]).strip()
    if not comment:
        raise ValueError("its comment is empty, so nobody can judge it")
    day, sure = (str(cells[name]).strip() for name in (_DATE, _CONFIDENCE))
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise ValueError(f"its {_DATE} “{day}” is no day; write YYYY-MM-DD") from error
    if not _SURE.fullmatch(sure):
        raise ValueError(f"its {_CONFIDENCE} “{sure}” is no number from 0 to 1")
    reviewer = str(cells.get(_REVIEWER, "")).strip()
    return Row(subject, predicate, target, comment, line, day, sure, reviewer)


def in_order(rows: Iterable[Row], bridges: Bridges) -> list[Row]:
    """Rows sorted by bridge, then by subject, predicate and object."""
    places = {bridge.slug: i for i, bridge in enumerate(bridges.bridges)}

    def key(row: Row) -> tuple[object, ...]:
        home = bridges.home(row.object)
        place = places[home.slug] if home else len(places)
        return (
            place,
            not row.is_axiom,
            bridges.compact(row.subject),
            _ORDER.index(row.predicate),
            bridges.compact(row.object),
        )

    return sorted(rows, key=key)


def table_text(rows: Iterable[Row], bridges: Bridges, labels: Labels) -> str:
    """The table of rows in its one form: sorted, every column filled."""
    rows = in_order(rows, bridges)
    out = io.StringIO()
    for line in _metadata(rows, bridges):
        out.write(f"#{line}\n")
    writer = csv.writer(
        out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None
    )
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(
            (
                bridges.compact(row.subject),
                labels.subjects.get(row.subject, ""),
                labels.types.get(row.subject, ""),
                bridges.compact(row.predicate),
                bridges.compact(row.object),
                labels.objects.get(row.object, ""),
                labels.types.get(row.object, ""),
                *(_JUSTIFICATION, _AUTHOR, row.reviewer, row.date, row.confidence),
                *(_OURS, labels.version),
                labels.modules.get(row.object, ""),
                labels.releases.get(row.object, ""),
                row.comment,
            )
        )
    return out.getvalue()


def _metadata(rows: Iterable[Row], bridges: Bridges) -> list[str]:
    names = {name for row in rows for name in (row.subject, row.predicate, row.object)}
    prefixes = {bridges.compact(name).partition(":")[0] for name in names}
    known = {**PREFIXES, **bridges.prefixes}
    curies = {prefix: known[prefix] for prefix in sorted(prefixes) if prefix in known}
    return [
        f"mapping_set_id: {JPST.BASE}align/mappings",
        "mapping_set_title: Links of the Japan security-token market ontology",
        "mapping_set_description: >-",
        "  Every link from a term or thing of the graph to an outside ontology. Links run from",
        "  ours to theirs. An author writes subject_id, predicate_id, object_id, mapping_date,",
        "  confidence and comment; the other columns and the bridge files follow from them.",
        "  A second reader judges each row apart from the first, by the two definitions side by",
        "  side, and corrects or weakens what they do not carry. reviewer_label names the role of",
        "  that reader, no person; it is empty where a row was read once.",
        *([f'mapping_set_version: "{bridges.version}"'] if bridges.version else []),
        "creator_label:",
        f"- {_AUTHOR}",
        f"license: {LICENSE_IRI}",
        "curie_map:",
        *(f"  {prefix}: {namespace}" for prefix, namespace in curies.items()),
        f"  semapv: {_SEMAPV}",
    ]
