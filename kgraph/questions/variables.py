"""Parameters of a stored question, read from its variables by grlc's rules.

`?_name` is required and `?__name` optional; a suffix gives the type: `_iri`, a language
(`_en`), an XSD type (`_integer`), or prefix and type (`_xsd_date`); none means a plain string.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kgraph.vocab import XSD

_VARIABLE: Final = re.compile(
    r"(?P<mark>__?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?:_(?P<type>[A-Za-z0-9]+))?"
    r"(?:_(?P<more>[A-Za-z0-9]+))?"
)
_XSD_TYPES: Final = frozenset({"integer", "decimal", "double", "boolean", "gYear"})

KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "token": ("iri",),
        "entity": ("iri",),
        "enum": ("iri", "string"),
        "date": (XSD.date.value,),
        "integer": (XSD.integer.value,),
        "lang": ("string",),
        "text": ("string", "language"),
    }
)
"""Kind of parameter → the forms its variable may have: iri, string, language, or a datatype."""


@dataclass(frozen=True)
class Variable:
    """What the name of a variable says about a parameter."""

    variable: str
    name: str
    required: bool
    form: str
    """`iri`, `string`, `language`, or the IRI of a datatype."""
    language: str | None = None


@dataclass(frozen=True)
class Parameter:
    """A parameter of a stored question, as its variable and its header describe it.

    `default` is used where a required value is not given; an optional one stays open. `scheme`
    (a slug) and `values` name what an enum may be. An entity is an instance of one of `class_iris`,
    anything where there are none, and where that is a property, things `of` a class may have it; a
    text stands in a value of the property `among`.
    """

    name: str
    variable: str
    required: bool
    form: str
    kind: str
    label_en: str
    label_ja: str
    language: str | None = None
    values: tuple[str, ...] = ()
    scheme: str | None = None
    class_iris: tuple[str, ...] = ()
    among: str | None = None
    of: str | None = None
    default: str | None = None

    def label(self, lang: str = "en") -> str:
        """The label in a language, English unless Japanese is asked for."""
        return self.label_ja if lang == "ja" else self.label_en


def is_parameter(variable: str) -> bool:
    """Whether a variable (without its `?`) is a parameter."""
    return variable.startswith("_")


def read_variable(variable: str) -> Variable:
    """What a parameter's variable (without its `?`) says.

    Raises ValueError, with the reason as text, where grlc would not read it as meant.
    """
    match = _VARIABLE.fullmatch(variable)
    if match is None:
        raise ValueError(
            "a parameter is ?_name (required) or ?__name (optional), then its type: ?_token_iri, "
            "?__asOf_xsd_date; its name is letters and digits only"
        )
    name, required = match["name"], match["mark"] == "_"
    first, second = match["type"], match["more"]

    def read(form: str, language: str | None = None) -> Variable:
        return Variable(variable, name, required, form, language)

    if first is None:
        return read("string")
    if second is None:
        if first == "iri":
            return read("iri")
        if first in _XSD_TYPES:
            return read(XSD.BASE + first)
        if len(first) == 2 and first.islower():
            return read("language", first)
    elif first == "xsd":
        return read(XSD.BASE + second)
    hint = f"_xsd_{first}" if second is None else f"_xsd_{second}"
    raise ValueError(f"the type _{first} is not one that every reader knows; write {hint} or _iri")
