"""A parameter of a stored question in words: what it may be, what happens without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from shlex import quote
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kgraph.names import ID, compact

if TYPE_CHECKING:
    from kgraph.questions.question import Question
    from kgraph.questions.variables import Parameter

_KINDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "token": ("a token: slug, IRI, label or code", "トークン（スラッグ、IRI、名称、コード）"),
        "entity": ("a thing: slug, IRI, label or code", "対象（スラッグ、IRI、名称、コード）"),
        "enum": ("one of the values", "次のどれか"),
        "date": ("a day, as 2026-01-31", "日付（2026-01-31 の形）"),
        "integer": ("a whole number", "整数"),
        "lang": ("{} or {}", "{} または {}"),
        "text": ("text", "文字列"),
    }
)
_CONCEPTS: Final = ("one of the concepts of {}", "{} の概念のどれか")
_KIND_OF: Final = ("{}; a {}", "{}、種類は {}")
_OR: Final = (" or ", " または ")
_NEEDED: Final = ("it is needed", "必須")
_OPEN: Final = ("stays open", "指定なし")

Mark = Callable[[str], str]
"""How what is typed is set apart from words."""


def kind(parameter: Parameter, lang: str = "en", mark: Mark = str) -> str:
    """What a parameter may be."""
    ja = lang == "ja"
    words = _KINDS[parameter.kind][ja].format(mark("en"), mark("ja"))
    if parameter.values:
        return f"{words}: {', '.join(map(mark, parameter.values))}"
    if parameter.scheme is not None:
        return _CONCEPTS[ja].format(mark(f"scheme:{parameter.scheme}"))
    if parameter.class_iris and parameter.kind == "entity":
        classes = [mark(compact(iri)) for iri in parameter.class_iris]
        return _KIND_OF[ja].format(words, _OR[ja].join(classes))
    return words


def left_out(parameter: Parameter, lang: str = "en", mark: Mark = str) -> str:
    """What happens where a parameter is left out: its default, if it has one."""
    if parameter.default is not None and (parameter.required or parameter.kind == "lang"):
        return mark(short(parameter.default))
    return (_NEEDED if parameter.required else _OPEN)[lang == "ja"]


def example(question: Question) -> dict[str, str]:
    """Values for a call that works, by parameter: those of the header."""
    return {
        parameter.name: short(parameter.default)
        for parameter in question.parameters
        if parameter.default is not None and parameter.kind != "lang"
    }


def command(question: Question) -> str:
    """The example as a command line."""
    given = (f"{name}={quote(text)}" for name, text in example(question).items())
    return " ".join(["kgraph ask", question.slug, *given])


def short(value: str) -> str:
    """A default as one types it: a thing by its slug."""
    return value.removeprefix(ID)
