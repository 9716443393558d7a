"""What the tools give: plain data, of which the protocol's SDK makes the schemas of the results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kgraph.web.verdicts import SourceTold, Verdict


@dataclass(frozen=True)
class Record:
    """What an answer rests on: release and fingerprint of the graph, the day asked about, and the
    day by which sources had been read (none: all of them)."""

    release: str
    fingerprint: str
    as_of: str
    known_at: str | None
    note: str


@dataclass(frozen=True)
class FactTold:
    """A fact as one source states it, or, without a source, as it follows by rules.

    `standing` is confirmed, likely or conflicting; `state` what the day makes of it (holds, ended,
    superseded …); `reading` tells that an editor concluded it from `read_from`.
    """

    id: str
    subject: str
    subject_label: str
    property: str
    property_label: str
    value: str
    language: str | None
    value_label: str
    standing: str | None
    state: str
    inferred: bool
    reading: bool
    as_of: str | None
    valid_from: str | None
    valid_until: str | None
    qualifiers: list[str]
    notes: list[str]
    wording: list[str]
    source: SourceTold | None
    read_from: list[SourceTold]


@dataclass(frozen=True)
class Facts:
    """Facts about a thing. `left_out` counts those beyond the limit; `needed` says, where there is
    none, what would have to be on record."""

    record: Record
    thing: str
    label: str
    kind: str
    facts: list[FactTold]
    left_out: int
    needed: str | None


@dataclass(frozen=True)
class Parameter:
    """What a question takes."""

    name: str
    label: str
    kind: str
    required: bool
    default: str | None
    choices: list[str]


@dataclass(frozen=True)
class QuestionTold:
    """A stored question: its name, what it asks, and what it takes."""

    name: str
    title: str
    description: str
    tags: list[str]
    parameters: list[Parameter]


@dataclass(frozen=True)
class Questions:
    """Stored questions."""

    record: Record
    questions: list[QuestionTold]


@dataclass(frozen=True)
class Answered:
    """The rows of an answer. `total` counts all rows, `next_offset` leads to further ones; `needed`
    says, where there is none, what would have to be on record. `caveats` are what an answer on law
    or eligibility does not decide."""

    record: Record
    question: str
    title: str
    description: str
    caveats: list[str]
    parameters: dict[str, Any]
    columns: list[str]
    rows: list[dict[str, Any]]
    total: int
    next_offset: int | None
    needed: str | None


@dataclass(frozen=True)
class HitTold:
    """A thing that was found, and how."""

    iri: str
    label: str
    kind: str
    matched: str
    how: str


@dataclass(frozen=True)
class Hits:
    """Things that a text finds, the best first."""

    record: Record
    hits: list[HitTold]
    needed: str | None


@dataclass(frozen=True)
class Verdicts:
    """What has become of facts, in the order of the ids."""

    record: Record
    facts: list[Verdict]


@dataclass(frozen=True)
class Explanation:
    """Why a fact is in the graph, or what is missing for it: as text, and as data."""

    record: Record
    text: str
    explanation: dict[str, Any]


@dataclass(frozen=True)
class TermTold:
    """A class, property, scheme or concept of the ontology."""

    name: str
    iri: str
    kind: str
    label: str
    definition: str
    broader: list[str]
    domain: list[str]
    range: list[str]
    scheme: str | None
    concepts: list[str]
    questions: list[str]
    replaced_by: list[str]


@dataclass(frozen=True)
class Schema:
    """Terms of the ontology; `left_out` counts those beyond the limit."""

    record: Record
    prefixes: dict[str, str]
    graphs: dict[str, str]
    terms: list[TermTold]
    left_out: int


@dataclass(frozen=True)
class Queried:
    """The result of a query: rows by variable, a truth value, or a graph as N-Triples."""

    record: Record
    warnings: list[str]
    columns: list[str]
    rows: list[dict[str, Any]]
    boolean: bool | None
    graph: str | None
    truncated: bool
