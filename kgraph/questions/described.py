"""What a header declares of the parameters that the variables of the body are."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kgraph.names import expand, local_name
from kgraph.problems import Problem
from kgraph.questions.variables import KINDS, Parameter, Variable, is_parameter, read_variable
from kgraph.sparql.header import Entry
from kgraph.sparql.lexer import Token, place
from kgraph.vocab import JPST, OWL

_KEYS: Final = frozenset(
    {
        *("type", "label_en", "label_ja", "values", "scheme", "class", "among", "of"),
        *("default", "required"),
    }
)
_ANYTHING: Final = OWL.Thing.value
"""A header names it where any thing will do: without a class nobody knows that this is meant."""
_DEFAULT_CLASSES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"token": (JPST.SecurityToken.value,)}
)


class Checker:
    """Reads parts of one file and gathers the problems of all of them."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text
        self.problems: list[Problem] = []

    def complain(self, line: int, what: str, why: str, fix: str) -> None:
        """Adds a problem on a line of the file."""
        self.problems.append(Problem(what, why, fix, self.path, line))

    def known(self, entries: Mapping[str, Entry], keys: frozenset[str], what: str) -> None:
        """Complains about every key that nothing reads."""
        for key, entry in entries.items():
            if key not in keys:
                near = difflib.get_close_matches(key, sorted(keys), n=1)
                self.complain(
                    entry.line,
                    f"unknown {what} “{key}”",
                    "nothing reads it",
                    f"write {near[0]}" if near else f"use {', '.join(sorted(keys))}",
                )

    def flag(self, entries: Mapping[str, Entry], key: str) -> bool:
        """A yes-or-no mark, no where it is absent."""
        if key not in entries:
            return False
        text = entries[key].text()
        if text not in ("true", "false"):
            self.complain(
                entries[key].line,
                f"{key} is “{text}”",
                "it is a yes-or-no mark",
                "write true or false",
            )
        return text == "true"


def texts(entries: Mapping[str, Entry], key: str) -> tuple[str, ...]:
    """The texts of a list, or of the single text that stands for one."""
    items = entries[key].texts() if key in entries else ()
    return tuple(text for item in items if (text := item.text()))


def fill_languages(
    entries: dict[str, Entry], names: Iterable[str], endings: tuple[str, str]
) -> None:
    """Lets a text in one language stand in for the other, in place."""
    for name in names:
        for ending, other in (endings, endings[::-1]):
            if name + ending not in entries and name + other in entries:
                entries[name + ending] = entries[name + other]


class ParameterReader(Checker):
    """Reads the parameters of one question; `problems` holds what is wrong with them."""

    def __init__(self, path: Path, body: str, *, stands_in: bool = False) -> None:
        """`stands_in` lets a label in one language stand in for the other."""
        super().__init__(path, body)
        self._stands_in = stands_in
        self._first: dict[str, Token] = {}

    def variables(self, tokens: Iterable[Token]) -> dict[str, Variable]:
        """The parameters among the variables of a body, by parameter name."""
        found: dict[str, Variable] = {}
        for token in tokens:
            if is_parameter(token.name):
                self._first.setdefault(token.name, token)
        for name in self._first:
            try:
                read = read_variable(name)
            except ValueError as error:
                self.complain(
                    self._line_of(name),
                    f"?{name} is no parameter",
                    str(error),
                    "rename the variable; a leading underscore is for parameters only",
                )
                continue
            other = found.setdefault(read.name, read)
            if other != read:
                self.complain(
                    self._line_of(name),
                    f"?{name} and ?{other.variable} are one parameter",
                    f"both are called {read.name}",
                    "write one variable throughout",
                )
        return found

    def _line_of(self, variable: str) -> int:
        return place(self.text, self._first[variable].start)[0]

    def parameters(
        self, entries: Mapping[str, Entry], variables: Mapping[str, Variable]
    ) -> tuple[Parameter, ...]:
        """The parameters as header and variables describe them, in the order of the header."""
        described = dict(entries["params"].items()) if "params" in entries else {}
        defaults = dict(entries["defaults"].items()) if "defaults" in entries else {}
        if "defaults" in entries and not isinstance(entries["defaults"].value, list):
            self.complain(
                entries["defaults"].line,
                "defaults is no list",
                "grlc drops a question whose defaults are a mapping",
                "write each as an item, such as `#+   - token: …`",
            )
        for name, entry in (*described.items(), *defaults.items()):
            if name not in variables:
                near = difflib.get_close_matches(name, variables, n=1)
                self.complain(
                    entry.line,
                    f"the header names a parameter “{name}”",
                    "the body has no such parameter",
                    f"write {near[0]}" if near else "remove it, or use the variable in the body",
                )
        for name, variable in variables.items():
            if name not in described:
                self.complain(
                    self._line_of(variable.variable),
                    f"the parameter {name} is not described",
                    "forms, help and the API show what it means",
                    f"add `#+ params:` with `{name}: {{type: …, label_en: …, label_ja: …}}`",
                )
        return tuple(
            self._parameter(variables[name], entry, defaults.get(name))
            for name, entry in described.items()
            if name in variables
        )

    def _parameter(self, variable: Variable, entry: Entry, default: Entry | None) -> Parameter:
        given = entry.value if isinstance(entry.value, dict) else {}
        self.known(given, _KEYS, "key of a parameter")
        kind = self._text_of(given, "type", entry.line, variable.name)
        if kind and kind not in KINDS:
            self.complain(
                entry.line,
                f"unknown type “{kind}” of {variable.name}",
                "a parameter has one of the types that forms know",
                f"write one of {', '.join(KINDS)}",
            )
        elif kind and variable.form not in KINDS[kind]:
            self.complain(
                entry.line,
                f"?{variable.variable} cannot be of type {kind}",
                f"the variable's name makes it {_form(variable.form)}",
                f"rename it, as in ?{'_' if variable.required else '__'}{variable.name}"
                f"{_suffix(KINDS[kind][0])}, or change the type",
            )
        if "required" in given and self.flag(given, "required") != variable.required:
            self.complain(
                given["required"].line,
                f"required contradicts ?{variable.variable}",
                "one underscore means required, two mean optional",
                "correct one of them",
            )
        values = texts(given, "values")
        scheme = given["scheme"].text() if "scheme" in given else None
        if kind == "enum" and not values and not scheme:
            self.complain(
                entry.line,
                f"the enum {variable.name} lists no values",
                "nothing says what may be chosen",
                "add `values: […]`, or `scheme: …` for all concepts of a scheme",
            )
        if kind == "enum" and variable.form == "iri":
            self._concepts(given, values, scheme)
        if default is None:
            default = given.get("default")
        elif "default" in given and given["default"].text() != default.text():
            self.complain(
                given["default"].line,
                f"two defaults of {variable.name}",
                f"defaults says “{default.text()}”",
                "keep one of them",
            )
        return Parameter(
            name=variable.name,
            variable=variable.variable,
            required=variable.required,
            form=variable.form,
            kind=kind,
            language=variable.language,
            values=values,
            label_en=self._text_of(given, "label_en", entry.line, variable.name),
            label_ja=self._text_of(given, "label_ja", entry.line, variable.name),
            scheme=scheme,
            class_iris=self._classes_of(given, kind),
            among=self._iri(entry.line, given["among"].text() or "") if "among" in given else None,
            of=self._iri(entry.line, given["of"].text() or "") if "of" in given else None,
            default=default.text() if default is not None else None,
        )

    def _text_of(self, given: Mapping[str, Entry], key: str, line: int, name: str) -> str:
        if self._stands_in:
            given = dict(given)
            fill_languages(given, ("label",), ("_en", "_ja"))
        text = given[key].text() if key in given else None
        if not text:
            self.complain(
                line,
                f"the parameter {name} has no {key}",
                "forms, help and the API show it",
                f"add `{key}: …`",
            )
        return text or ""

    def _classes_of(self, given: Mapping[str, Entry], kind: str) -> tuple[str, ...]:
        if "class" not in given:
            return _DEFAULT_CLASSES.get(kind, ())
        line = given["class"].line
        iris = [self._iri(line, curie) for curie in texts(given, "class") or ("",)]
        return tuple(iri for iri in iris if iri is not None and iri != _ANYTHING)

    def _concepts(
        self, given: Mapping[str, Entry], values: Iterable[str], scheme: str | None
    ) -> None:
        for value in values:
            if scheme is None or ":" in value:
                self._iri(given["values"].line, value)

    def _iri(self, line: int, curie: str) -> str | None:
        try:
            return expand(curie)
        except ValueError as error:
            self.complain(line, "a name cannot be read", str(error), "correct it")
            return None


def _form(form: str) -> str:
    named = {"iri": "an IRI", "string": "a plain string", "language": "a string with a language"}
    return named.get(form, f"an xsd:{local_name(form)}")


def _suffix(form: str) -> str:
    return {"iri": "_iri", "string": ""}.get(form, f"_xsd_{local_name(form)}")
