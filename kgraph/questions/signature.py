"""What programs rely on in a stored question: the columns of its answer and its parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kgraph.problems import LoadError
from kgraph.questions.question import FOLDER, Question, read_question
from kgraph.sparql.lexer import code
from kgraph.sparql.structure import selects


@dataclass(frozen=True)
class Need:
    """A parameter: its kind, and whether a value must be given."""

    kind: str
    required: bool


@dataclass(frozen=True)
class Signature:
    """The columns of an answer, in order, and the parameters by name."""

    columns: tuple[str, ...]
    parameters: Mapping[str, Need]


Signatures = Mapping[str, Signature | None]
"""Questions by slug; None for one that cannot be read."""


def signature(question: Question) -> Signature:
    """The signature of a question."""
    outer = next(select for select in selects(code(question.body)) if select.outermost)
    return Signature(
        tuple(outer.columns()),
        {p.name: Need(p.kind, p.required and p.default is None) for p in question.parameters},
    )


def read_signatures(root: Path) -> Signatures:
    """Those of the questions under a folder; one written by rules of another day is only named."""
    found: dict[str, Signature | None] = {}
    for path in sorted((root / FOLDER).glob("*.rq")):
        try:
            found[path.stem] = signature(read_question(path))
        except LoadError:
            found[path.stem] = None
    return found


def to_json(questions: Iterable[Question]) -> dict[str, Any]:
    """The signatures of questions as plain values, by slug."""
    return {question.slug: asdict(signature(question)) for question in questions}


def from_json(told: Any) -> Signatures | None:
    """What `to_json` gave; None where that is not what it is."""
    try:
        return {
            str(slug): Signature(
                tuple(map(str, one["columns"])),
                {
                    str(name): Need(str(need["kind"]), bool(need["required"]))
                    for name, need in one["parameters"].items()
                },
            )
            for slug, one in told.items()
        }
    except (AttributeError, KeyError, TypeError):
        return None
