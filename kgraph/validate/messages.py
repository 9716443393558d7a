"""Messages of the shapes in English and Japanese, filled with terms as people read them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

import pyoxigraph as ox

from kgraph.datatypes import NARROW_TYPES
from kgraph.names import compact
from kgraph.shacl.messages import Value, filled, in_language, plain, texts, values
from kgraph.shacl.results import Result
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.vocab import DCTERMS, SKOS, XSD

LANGUAGES: Final = ("en", "ja")

Labels: TypeAlias = Callable[[ox.NamedNode, str], str | None]
"""The label of a node in a language, or None."""

_IRI: Final = re.compile(r'(https?|urn|file|mailto):[^\x00-\x20<>"{}|^`\\]+')
_LABELS: Final = tuple(map(ox.NamedNode, (SKOS.prefLabel.value, DCTERMS.title.value)))
_SHORT: Final = MappingProxyType({"\n": "\\n", "\t": "\\t", "\r": "\\r"})
_SPACES: Final = (" ", "\u3000")
_HIDDEN: Final = ("Cc", "Cf", "Zs", "Zl", "Zp")


def store_labels(store: ox.Store) -> Labels:
    """Looks up the first label, in the language asked for, in the default graph of a store."""

    def label(node: ox.NamedNode, language: str) -> str | None:
        for predicate in _LABELS:
            quads = store.quads_for_pattern(node, predicate, None, ox.DefaultGraph())
            found = in_language((quad.object for quad in quads), language)
            if found:
                return min(found)
        return None

    return label


@dataclass(frozen=True)
class Words:
    """The texts of one finding."""

    message_en: str
    message_ja: str
    fix_en: str | None
    fix_ja: str | None


def write(result: Result, shapes: ShapeGraph, fix: str, labels: Labels) -> Words:
    """What the shape says about a result, in both languages.

    `fix` is the property that holds the advice. Where a shape has no message in a language, the
    other one stands in; where it has none, the component and the parameter are named.
    """
    given = values(result, shapes)

    def written(text: str | None, language: str) -> str | None:
        return text and fill(text, given, language, labels)

    messages = texts(result, shapes, LANGUAGES)
    fixes = texts(result, shapes, LANGUAGES, fix)
    return Words(
        message_en=written(messages["en"] or plain(result), "en") or "",
        message_ja=written(messages["ja"] or plain(result), "ja") or "",
        fix_en=written(fixes["en"], "en"),
        fix_ja=written(fixes["ja"], "ja"),
    )


def fill(text: str, given: Mapping[str, Value], language: str, labels: Labels) -> str:
    """The message with every placeholder filled that has a value; the others stay as written."""
    return filled(text, given, lambda value: show(value, language, labels))


def show(value: Value, language: str, labels: Labels) -> str:
    """A term for people: the label with the short name behind it, or the text of a literal.

    A number or time of a narrow datatype has that behind it, for it may be what is wrong.

    What a text holds that cannot be seen is written as in Turtle (`\\n`, `\\u00A0`), and quotation
    marks show where spaces stand. Text that a query gave back as text is taken for an IRI where it
    looks like one.
    """
    if isinstance(value, tuple):
        return ("、" if language == "ja" else ", ").join(show(v, language, labels) for v in value)
    if isinstance(value, ox.Literal):
        tag = f"@{value.language}" if value.language else ""
        if not tag and value.datatype.value != XSD.string.value:
            text = _spaced(value.value, language)
            kind = value.datatype.value
            return f"{text} ({compact(kind)})" if kind in NARROW_TYPES else text
        return _quoted(value.value, language) + tag
    if isinstance(value, ox.BlankNode):
        return f"_:{value.value}"
    if isinstance(value, str):
        if not looks_like_iri(value):
            return _spaced(value, language)
        value = ox.NamedNode(value)
    label = labels(value, language) or labels(value, "en" if language == "ja" else "ja")
    name = compact(value.value)
    if label is None:
        return name
    label = _spaced(label, language)
    return f"{label}（{name}）" if language == "ja" else f"{label} ({name})"


def looks_like_iri(text: str) -> bool:
    """Whether text that a query gave back is taken for an IRI."""
    return _IRI.fullmatch(text) is not None


def _quoted(text: str, language: str) -> str:
    visible = "".join(_visible(character) for character in text)
    return f"「{visible}」" if language == "ja" else f"“{visible}”"


def _spaced(text: str, language: str) -> str:
    """The bare text, in quotation marks where spaces would not be seen without them."""
    bare = text == " ".join(text.split()) and text.isprintable() and text
    return text if bare else _quoted(text, language)


def _visible(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    hidden = character not in _SPACES and unicodedata.category(character) in _HIDDEN
    if not hidden:
        return character
    code = ord(character)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
