"""Messages of the shapes in English and Japanese, with their placeholders filled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

import pyoxigraph as ox

from kgraph.names import compact, local_name
from kgraph.shacl.literal_values import NARROW_TYPES
from kgraph.shacl.results import Result, Term
from kgraph.shacl.shapes_graph import Object, ShapeGraph
from kgraph.vocab import DCTERMS, SH, SKOS, XSD

LANGUAGES: Final = ("en", "ja")

Labels: TypeAlias = Callable[[ox.NamedNode, str], str | None]
"""The label of a node in a language, or None."""

Value: TypeAlias = Term | str | tuple[Term, ...]
"""What a placeholder can stand for."""

_IRI: Final = re.compile(r'(https?|urn|file|mailto):[^\x00-\x20<>"{}|^`\\]+')
_LABELS: Final = tuple(map(ox.NamedNode, (SKOS.prefLabel.value, DCTERMS.title.value)))
_SHORT: Final = MappingProxyType({"\n": "\\n", "\t": "\\t", "\r": "\\r"})
_SPACES: Final = (" ", "\u3000")
_HIDDEN: Final = ("Cc", "Cf", "Zs", "Zl", "Zp")
_PLACEHOLDER: Final = re.compile(r"\{[?$]([A-Za-z_]\w*)\}")


def placeholders(text: str) -> tuple[str, ...]:
    """The names that a message wants filled: `this` for `{$this}` or `{?this}`."""
    return tuple(match[1] for match in _PLACEHOLDER.finditer(text))


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


def in_language(texts: Iterable[object], language: str) -> list[str]:
    """The texts in a language; where there is none, those in one of its regions, such as en-GB.

    An empty language asks for texts without any.
    """
    tagged = [(text.language or "", text.value) for text in texts if isinstance(text, ox.Literal)]
    exact = [value for tag, value in tagged if tag == language]
    return exact or [value for tag, value in tagged if language and tag.startswith(f"{language}-")]


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
    owners = [node for node in (result.constraint, result.shape) if node is not None]
    for kind in ("validator", "nodeValidator", "propertyValidator"):
        owners.extend(shapes.objects(ox.NamedNode(result.component), SH.BASE + kind))
    texts = {
        (name, language): _text(shapes, owners, predicate, language)
        for name, predicate in (("message", SH.message.value), ("fix", fix))
        for language in LANGUAGES
    }
    given = values(result, shapes)
    filled: dict[tuple[str, str], str | None] = {}
    for (name, language), text in texts.items():
        wanted = text or (_plain(result) if name == "message" else None)
        filled[name, language] = wanted and fill(wanted, given, language, labels)
    return Words(
        message_en=filled["message", "en"] or "",
        message_ja=filled["message", "ja"] or "",
        fix_en=filled["fix", "en"],
        fix_ja=filled["fix", "ja"],
    )


def values(result: Result, shapes: ShapeGraph) -> Mapping[str, Value]:
    """What each placeholder stands for: the result, the query's variables, the parameters."""
    found: dict[str, Value] = {}
    for predicate in shapes.predicates(result.shape):
        name, objects = local_name(predicate), shapes.objects(result.shape, predicate)
        found[name] = shapes.items(objects[0]) if name in ("in", "languageIn") else objects
    found["shape"] = result.shape
    # Only text, for that is all that pySHACL tells of a variable.
    found.update(
        (name, term if isinstance(term, str) else term.value) for name, term in result.bindings
    )
    found["this"] = result.focus
    # What the result does not have must not be filled from a parameter of the same name.
    found.pop("path", None)
    found.pop("value", None)
    if result.path is not None:
        plain = result.path.kind == "predicate"
        found["path"] = ox.NamedNode(result.path.iri) if plain else str(result.path)
    if result.value is not None:
        found["value"] = result.value
    return found


def fill(text: str, given: Mapping[str, Value], language: str, labels: Labels) -> str:
    """The message with every placeholder filled that has a value; the others stay as written."""

    def put(match: re.Match[str]) -> str:
        value = given.get(match[1])
        return match[0] if value is None else show(value, language, labels)

    # The text may be broken into lines as its file needs; what it is filled with stays as it is.
    return _PLACEHOLDER.sub(put, " ".join(text.split()))


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
        if not _IRI.fullmatch(value):
            return _spaced(value, language)
        value = ox.NamedNode(value)
    label = labels(value, language) or labels(value, "en" if language == "ja" else "ja")
    name = compact(value.value)
    if label is None:
        return name
    label = _spaced(label, language)
    return f"{label}（{name}）" if language == "ja" else f"{label} ({name})"


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


def _text(
    shapes: ShapeGraph, owners: Iterable[Object], predicate: str, language: str
) -> str | None:
    """The text of the first owner that has one: its own language, then none, then another.

    Where there are several in one language, all of them.
    """
    for owner in owners:
        texts = shapes.objects(owner, predicate)
        others = [t.language for t in texts if isinstance(t, ox.Literal) and t.language]
        for wanted in (language, "", *LANGUAGES, *others):
            found = in_language(texts, wanted)
            if found:
                return " / ".join(found)
    return None


def _plain(result: Result) -> str:
    component = local_name(result.component).removesuffix("ConstraintComponent")
    about = " {?path}" if result.path is not None else ""
    found = ": {?value}" if result.value is not None else ""
    return f"{{$this}}{about}: {component}{found}"
