"""Arguments and options as values, and those that several commands share.

A command describes its parameters with these; `line` reads command lines by them, and `help` shows
them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from kgraph.cli.quantities import count, facts, seconds, size


@dataclass(frozen=True)
class Argument:
    """A value known by its place. `default` is how the help words what happens without it.

    `names_file` tells that a text may be the name of a file, so that it need not be UTF-8.
    """

    help: str
    metavar: str | None = None
    default: str | None = None
    names_file: bool = False


@dataclass(frozen=True)
class Option:
    """A value known by name. `names` as on the command line; `variable` may give it too.

    `absent` is a word that means the same as leaving the option out. `read` makes a value of what
    was typed, and raises Misuse where it cannot.
    """

    names: tuple[str, ...]
    help: str
    metavar: str | None = None
    default: str | None = None
    variable: str | None = None
    least: float | None = None
    absent: str | None = None
    read: Callable[[Any], Any] | None = None


class Language(StrEnum):
    """The languages that labels, findings and summaries have."""

    en = "en"
    ja = "ja"


class TableFormat(StrEnum):
    """How rows are written."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    md = "md"


class DossierFormat(StrEnum):
    """How what is known of a thing is written: rows, or what sources say of it as a tree."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    md = "md"
    jsonld = "jsonld"


class AnswerFormat(StrEnum):
    """How rows of terms are written: for people and scripts, or exactly as the W3C prescribes."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    md = "md"
    sparql_json = "sparql-json"
    sparql_xml = "sparql-xml"
    sparql_csv = "sparql-csv"
    sparql_tsv = "sparql-tsv"
    xlsx = "xlsx"


class FindingFormat(StrEnum):
    """How findings are written."""

    text = "text"
    json = "json"
    csv = "csv"
    report = "report"
    sarif = "sarif"


class InputFormat(StrEnum):
    """The formats of a user's own files, by file ending."""

    ttl = "ttl"
    trig = "trig"
    nt = "nt"
    nq = "nq"
    jsonld = "jsonld"
    rdf = "rdf"


class ExplanationFormat(StrEnum):
    """How an explanation is written."""

    text = "text"
    json = "json"
    md = "md"


class ReasonerName(StrEnum):
    """What infers: the rules compiled from the ontology, or the far slower reference."""

    compiled = "compiled"
    owlrl = "owlrl"


class EngineName(StrEnum):
    """What validates: the shapes compiled to SPARQL, or the far slower reference."""

    compiled = "compiled"
    pyshacl = "pyshacl"


class DifferenceFormat(StrEnum):
    """How a difference between two versions is written."""

    text = "text"
    md = "md"
    json = "json"


class Profile(StrEnum):
    """Whose terms an export speaks in, beside our own."""

    fibo = "fibo"


class Severity(StrEnum):
    """How grave a finding is."""

    violation = "violation"
    warning = "warning"
    info = "info"


class FailOn(StrEnum):
    """From which severity on findings make the exit code 1."""

    violation = "violation"
    warning = "warning"
    info = "info"
    none = "none"

    @property
    def word(self) -> str:
        """The word that the package uses for it."""
        return "never" if self is FailOn.none else self.value

    def stops(self, severity: str) -> bool:
        """Whether a finding of that severity is as grave as this."""
        order = [member.value for member in FailOn]
        return order.index(severity) <= order.index(self.value) and self is not FailOn.none


class SourceKind(StrEnum):
    """What a source is."""

    primary = "primary"
    secondary = "secondary"


class GraphFormat(StrEnum):
    """The formats of an export."""

    turtle = "turtle"
    trig = "trig"
    ntriples = "ntriples"
    nquads = "nquads"
    jsonld = "jsonld"
    rdfxml = "rdfxml"
    trig12 = "trig12"
    nanopubs = "nanopubs"
    graphml = "graphml"
    csv = "csv"
    parquet = "parquet"
    xlsx = "xlsx"


class QuestionFormat(StrEnum):
    """How the list of stored questions is written: rows, or RDF with their queries."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    md = "md"
    turtle = "turtle"
    jsonld = "jsonld"


class QueryFormat(StrEnum):
    """How the result of a query is written: rows, or the graph that CONSTRUCT gives.

    Rows are for people and scripts, or exactly as the W3C prescribes.
    """

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    md = "md"
    sparql_json = "sparql-json"
    sparql_xml = "sparql-xml"
    sparql_csv = "sparql-csv"
    sparql_tsv = "sparql-tsv"
    turtle = "turtle"
    ntriples = "ntriples"
    jsonld = "jsonld"


Root = Annotated[
    Path | None,
    Option(
        ("--root",),
        "The folder with ontology/, data/, shapes/ and queries/.",
        metavar="DIR",
        default="the nearest one, else the packaged copy",
    ),
]
Out = Annotated[
    Path | None,
    Option(
        ("--out",),
        "The folder that holds the built graph.",
        metavar="DIR",
        default=".kgraph in the root, else a cache folder",
    ),
]
AsOf = Annotated[
    str | None,
    Option(
        ("--as-of",),
        "The day asked about: what holds then.",
        metavar="YYYY-MM-DD",
        default="the day of the latest reading of a source",
    ),
]
KnownAt = Annotated[
    str | None,
    Option(
        ("--known-at",),
        "By what had been read on that day.",
        metavar="YYYY-MM-DD",
        default="everything that has been read",
    ),
]
Lang = Annotated[
    Language,
    Option(("--lang",), "The language of labels and messages.", variable="KGRAPH_LANG"),
]
Rows = Annotated[
    TableFormat | None,
    Option(
        ("--format", "-f"), "How the rows are written.", default="the ending of FILE, else table"
    ),
]
Dossiers = Annotated[
    DossierFormat | None,
    Option(
        ("--format", "-f"),
        "How the rows are written; jsonld is a tree of what sources say, without who says it.",
        default="the ending of FILE, else table",
    ),
]
Answers = Annotated[
    AnswerFormat | None,
    Option(
        ("--format", "-f"),
        "How the rows are written: sparql-* are the W3C's results formats, with every datatype and "
        "language; csv is for spreadsheets, json has plain values.",
        default="the ending of FILE, else table",
    ),
]
Output = Annotated[
    Path | None,
    Option(
        ("--output", "-o"),
        "Write there instead of the screen; - is standard output.",
        metavar="FILE",
        absent="-",
    ),
]
Wide = Annotated[
    bool, Option(("--wide",), "Every column, and addresses in full, on a terminal too.")
]
Timeout = Annotated[
    float | None,
    Option(
        ("--timeout",),
        "Stop then, with exit code 4; none: never.",
        metavar="SECONDS|none",
        read=seconds,
    ),
]
MaxRows = Annotated[
    int | None,
    Option(
        ("--max-rows",),
        "Give no more rows than this, with exit code 4 where there are more; none: give all.",
        metavar="N|none",
        read=count,
    ),
]
MaxInferred = Annotated[
    int | None,
    Option(
        ("--max-inferred",),
        "Stop with exit code 4 where more facts follow from the files; none: let all follow.",
        metavar="N|none",
        default="1000000, or as many as are stated",
        read=facts,
    ),
]
MaxMemory = Annotated[
    int | None,
    Option(
        ("--max-memory",),
        "Stop with exit code 4 where it takes more, such as 500M or 2G; none: take what there is.",
        metavar="SIZE|none",
        read=size,
    ),
]

FindingForm = Annotated[
    FindingFormat | None,
    Option(
        ("--format", "-f"), "How findings are written.", default="the ending of FILE, else text"
    ),
]
FailingOn = Annotated[FailOn, Option(("--fail-on",), "The severity that makes the exit code 1.")]
AtLeast = Annotated[
    Severity | None,
    Option(("--severity",), "Only findings of this severity and above.", default="all of them"),
]
Grades = Annotated[
    Path | None,
    Option(
        ("--profile",),
        "How grave findings of checks are: YAML lines such as `dvp-cash-leg: off`.",
        metavar="FILE",
        default="queries/checks/profile.yaml",
    ),
]
ReviewDay = Annotated[
    date | None,
    Option(
        ("--as-of",),
        "The day on which sources are due for review.",
        metavar="YYYY-MM-DD",
        default="today",
    ),
]

Since = Annotated[
    Path | None,
    Option(
        ("--since",),
        "The release before: the first page tells what changed since.",
        metavar="DIR",
    ),
]
Sparql = Annotated[
    str,
    Argument("The query, its file, or - for stdin.", metavar="SPARQL|FILE|-", names_file=True),
]
Results = Annotated[
    QueryFormat | None,
    Option(
        ("--format", "-f"),
        "How the result is written: sparql-* are the W3C's results formats, with every "
        "datatype and language; csv is for spreadsheets, json has plain values.",
        default="the ending of FILE, else table or turtle",
    ),
]
