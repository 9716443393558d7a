"""What programs rely on in a stored question: the columns of its answer and its parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kgraph.problems import LoadError
from kgraph.questions.question import Question, question_files, read_question
from kgraph.questions.variables import Parameter
from kgraph.sparql.lexer import code
from kgraph.sparql.structure import selects


@dataclass(frozen=True)
class Need:
    """A parameter: its kind, whether a value must be given, and what may be given.

    An enum takes `values`, and concepts of a `scheme`; an entity is one of `class_iris`,
    anything where there are none. `whole` is False where an older version told of kind and need
    alone.
    """

    kind: str
    required: bool
    values: tuple[str, ...] = ()
    scheme: str | None = None
    class_iris: tuple[str, ...] = ()
    default: str | None = None
    whole: bool = True


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
        {p.name: _need(p) for p in question.parameters},
    )


def _need(parameter: Parameter) -> Need:
    return Need(
        parameter.kind,
        parameter.required and parameter.default is None,
        parameter.values,
        parameter.scheme,
        parameter.class_iris,
        parameter.default,
    )


def read_signatures(root: Path) -> Signatures:
    """Those of the questions under a folder; one written by rules of another day is only named."""
    found: dict[str, Signature | None] = {}
    for path, layer in question_files(root):
        try:
            found[path.stem] = signature(read_question(path, layer))
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
                {str(name): _need_of(need) for name, need in one["parameters"].items()},
            )
            for slug, one in told.items()
        }
    except (AttributeError, KeyError, TypeError):
        return None


def _need_of(told: Mapping[str, Any]) -> Need:
    kind, required = str(told["kind"]), bool(told["required"])
    if "whole" not in told:
        return Need(kind, required, whole=False)
    values = tuple(map(str, told["values"]))
    scheme, default = _text(told["scheme"]), _text(told["default"])
    # An older version has one class, or none.
    classes = told["class_iris"] if "class_iris" in told else filter(None, [told["class_iri"]])
    whole = bool(told["whole"])
    return Need(kind, required, values, scheme, tuple(map(str, classes)), default, whole)


def _text(told: object) -> str | None:
    return None if told is None else str(told)
