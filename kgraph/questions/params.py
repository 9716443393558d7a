"""What people type for a parameter → the typed term that goes into the query."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kgraph.names import BASE, SCHEME, SKOS, XSD, compact, expand, local_name
from kgraph.questions.folding import fold
from kgraph.questions.header import Question
from kgraph.questions.lookup import nearest, resolve
from kgraph.questions.variables import Parameter
from kgraph.snapshot.store import Snapshot

IN_SCHEME: Final = NamedNode(SKOS + "inScheme")
LABEL: Final = NamedNode(SKOS + "prefLabel")
ALIAS: Final = NamedNode(SKOS + "altLabel")
LANGUAGES: Final = ("en", "ja")

Term = NamedNode | Literal


class BadValue(Exception):
    """A parameter got no value, or one it cannot have. One line; `nearest` are valid ones."""

    exit_code: Final = 2

    def __init__(self, parameter: str, reason: str, nearest: Iterable[str] = ()) -> None:
        self.parameter = parameter
        self.nearest = tuple(nearest)
        hint = f"; did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        super().__init__(f"{parameter}: {reason}{hint}")


@dataclass(frozen=True)
class Choice:
    """One value an enum may have: what to type, and what it is called."""

    value: str
    term: Term
    label: str


def bind(
    snapshot: Snapshot, question: Question, values: Mapping[str, object], lang: str = "en"
) -> dict[str, Term]:
    """The terms for a question's variables (named without `?`), from values by parameter name.

    A name may be spelled `asOf`, `as-of` or `as_of`. A value that is None or empty counts as not
    given: a required parameter then takes its default, an optional one stays open. A parameter of
    type lang that is not given takes `lang`. Raises BadValue.
    """
    given = _by_parameter(question, values)
    terms = {}
    for parameter in question.parameters:
        value = given.get(parameter.name)
        if value is None and parameter.kind == "lang":
            value = lang
        if value is None and parameter.required:
            value = parameter.default
            if value is None:
                raise BadValue(
                    parameter.name,
                    f"a value is needed ({parameter.label(lang)})",
                    () if parameter.kind != "enum" else _some(choices(snapshot, parameter)),
                )
        if value is not None:
            terms[parameter.variable] = to_term(snapshot, parameter, value)
    return terms


def to_term(snapshot: Snapshot, parameter: Parameter, value: object) -> Term:
    """The term for one value of a parameter. Raises BadValue with the nearest valid values."""
    text = unicodedata.normalize("NFC", str(value)).strip()
    if isinstance(value, datetime):
        text = value.date().isoformat()
    if parameter.kind in ("token", "entity"):
        return _entity(snapshot, parameter, text)
    if parameter.kind == "enum":
        return _choice(snapshot, parameter, text)
    if parameter.kind == "date":
        return _date(parameter, unicodedata.normalize("NFKC", text))
    if parameter.kind == "integer":
        return _integer(parameter, text)
    if parameter.kind == "lang":
        if text not in LANGUAGES:
            raise BadValue(parameter.name, f"“{text}” is no language of the graph", LANGUAGES)
        return Literal(text)
    return Literal(text, language=parameter.language) if parameter.language else Literal(text)


def choices(snapshot: Snapshot, parameter: Parameter, lang: str = "en") -> list[Choice]:
    """What an enum parameter may be; empty for other kinds."""
    if parameter.kind != "enum":
        return []
    if parameter.form != "iri":
        return [Choice(value, Literal(value), value) for value in parameter.values]
    if parameter.values:
        iris = [
            expand(value) if ":" in value else f"{BASE}{parameter.scheme}/{value}"
            for value in parameter.values
        ]
    else:
        scheme = NamedNode(f"{SCHEME}{parameter.scheme}")
        quads = snapshot.store.quads_for_pattern(None, IN_SCHEME, scheme, DefaultGraph())
        iris = sorted(quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))
    return [Choice(local_name(iri), NamedNode(iri), snapshot.label(iri, lang)) for iri in iris]


def _by_parameter(question: Question, values: Mapping[str, object]) -> dict[str, object]:
    """The values that were given, under the exact names of the parameters."""
    names = {_plain(parameter.name): parameter.name for parameter in question.parameters}
    names |= {_plain(parameter.variable): parameter.name for parameter in question.parameters}
    given = {}
    for name, value in values.items():
        exact = names.get(_plain(name))
        if exact is None:
            known = [parameter.name for parameter in question.parameters]
            near = difflib.get_close_matches(name, known, n=2)
            listed = ", ".join(known) or "none"
            raise BadValue(name, f"{question.slug} has no such parameter; it has {listed}", near)
        if value is not None and str(value).strip():
            given[exact] = value
    return given


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").removeprefix("?")


def _entity(snapshot: Snapshot, parameter: Parameter, text: str) -> NamedNode:
    found = resolve(snapshot, text, parameter.class_iri)
    if len(found) == 1:
        return NamedNode(found[0])
    kind = f" of the kind {compact(parameter.class_iri)}" if parameter.class_iri else ""
    if found:
        raise BadValue(
            parameter.name, f"“{text}” names {len(found)} things{kind}", map(compact, found[:5])
        )
    near = [compact(iri) for iri in nearest(snapshot, text, parameter.class_iri)]
    raise BadValue(parameter.name, f"“{text}” names nothing{kind} in the graph", near)


def _choice(snapshot: Snapshot, parameter: Parameter, text: str) -> Term:
    options = choices(snapshot, parameter)
    for option in options:
        if _same(snapshot, option, text):
            return option.term
    near = difflib.get_close_matches(text, [option.value for option in options], n=3)
    raise BadValue(parameter.name, f"“{text}” is not among the values", near or _some(options))


def _same(snapshot: Snapshot, option: Choice, text: str) -> bool:
    if isinstance(option.term, Literal):
        return fold(option.value) == fold(text)
    iri = option.term.value
    if text in (iri, f"<{iri}>", compact(iri)) or fold(text) == fold(option.value):
        return True
    return any(
        fold(quad.object.value) == fold(text)
        for predicate in (LABEL, ALIAS)
        for quad in snapshot.store.quads_for_pattern(option.term, predicate, None, DefaultGraph())
        if isinstance(quad.object, Literal)
    )


def _some(options: list[Choice]) -> list[str]:
    return [option.value for option in options[:8]]


def _date(parameter: Parameter, text: str) -> Literal:
    try:
        if len(text) != len("2024-03-31"):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        raise BadValue(parameter.name, f"“{text}” is no day; write it as 2024-03-31") from None
    return Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))


def _integer(parameter: Parameter, text: str) -> Literal:
    try:
        number = int(text.replace(",", ""))
    except ValueError:
        raise BadValue(parameter.name, f"“{text}” is no whole number; write 1000000") from None
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))
