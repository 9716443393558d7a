"""Messages of the shapes for a result, in the languages asked for, and what fills them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeAlias

import pyoxigraph as ox

from kgraph.names import local_name
from kgraph.shacl.results import Result
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.vocab import SH, Object, as_term

Value: TypeAlias = Object | str | tuple[Object, ...]
"""What a placeholder can stand for."""

_PLACEHOLDER: Final = re.compile(r"\{[?$]([A-Za-z_]\w*)\}")


def placeholders(text: str) -> tuple[str, ...]:
    """The names that a message wants filled: `this` for `{$this}` or `{?this}`."""
    return tuple(match[1] for match in _PLACEHOLDER.finditer(text))


def filled(text: str, given: Mapping[str, Value], show: Callable[[Value], str]) -> str:
    """The message with every placeholder filled that has a value; the others stay as written.

    `show` gives the text for a value.
    """

    def put(match: re.Match[str]) -> str:
        value = given.get(match[1])
        return match[0] if value is None else show(value)

    # The text may be broken into lines as its file needs; what it is filled with stays as it is.
    return _PLACEHOLDER.sub(put, " ".join(text.split()))


def texts(
    result: Result, shapes: ShapeGraph, languages: Sequence[str], predicate: str = SH.message.value
) -> Mapping[str, str | None]:
    """What the shapes say about a result, by language, with placeholders as written.

    `predicate` is the property that holds it. Where there is no text in a language, one of another
    stands in, those of `languages` first; None where there is none at all.
    """
    owners = [node for node in (result.constraint, result.shape) if node is not None]
    for kind in ("validator", "nodeValidator", "propertyValidator"):
        owners.extend(shapes.objects(ox.NamedNode(result.component), SH.BASE + kind))
    return {
        language: _text(shapes, owners, predicate, language, languages) for language in languages
    }


def plain(result: Result) -> str:
    """A message for a result of which the shapes say nothing: it names the component."""
    component = local_name(result.component).removesuffix("ConstraintComponent")
    about = " {?path}" if result.path is not None else ""
    found = ": {?value}" if result.value is not None else ""
    return f"{{$this}}{about}: {component}{found}"


def values(result: Result, shapes: ShapeGraph) -> Mapping[str, Value]:
    """What each placeholder stands for: the result, the query's variables, the parameters."""
    found: dict[str, Value] = {}
    for predicate in shapes.predicates(result.shape):
        name, objects = local_name(predicate), shapes.objects(result.shape, predicate)
        found[name] = shapes.items(objects[0]) if name in ("in", "languageIn") else objects
    found["shape"] = result.shape
    # Only text, for that is all that pySHACL tells of a variable.
    found.update(
        (name, term if isinstance(term, str) else as_term(term).value)
        for name, term in result.bindings
    )
    found["this"] = result.focus
    # What the result does not have must not be filled from a parameter of the same name.
    found.pop("path", None)
    found.pop("value", None)
    if result.path is not None:
        is_plain = result.path.kind == "predicate"
        found["path"] = ox.NamedNode(result.path.iri) if is_plain else str(result.path)
    if result.value is not None:
        found["value"] = result.value
    return found


def in_language(texts: Iterable[object], language: str) -> list[str]:
    """The texts in a language; where there is none, those in one of its regions, such as en-GB.

    An empty language asks for texts without any.
    """
    tagged = [(text.language or "", text.value) for text in texts if isinstance(text, ox.Literal)]
    exact = [value for tag, value in tagged if tag == language]
    return exact or [value for tag, value in tagged if language and tag.startswith(f"{language}-")]


def _text(
    shapes: ShapeGraph,
    owners: Iterable[Object],
    predicate: str,
    language: str,
    languages: Sequence[str],
) -> str | None:
    """The text of the first owner that has one: its own language, then none, then another.

    Where there are several in one language, all of them.
    """
    for owner in owners:
        texts = shapes.objects(owner, predicate)
        others = [t.language for t in texts if isinstance(t, ox.Literal) and t.language]
        for wanted in (language, "", *languages, *others):
            found = in_language(texts, wanted)
            if found:
                return " / ".join(found)
    return None
