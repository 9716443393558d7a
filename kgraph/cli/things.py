"""What people type for a thing, a property or a value → its term in the graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from kgraph.cli.misuse import Misuse
from kgraph.names import JPST, OWL, RDF, RDFS, XSD, compact, expand

if TYPE_CHECKING:
    from kgraph.snapshot import Snapshot

TYPE: Final = NamedNode(RDF + "type")
RANGE: Final = NamedNode(RDFS + "range")
DATATYPE_PROPERTY: Final = NamedNode(OWL + "DatatypeProperty")
PROPERTIES: Final = tuple(
    OWL + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
)

_NOTHING: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "thing": ("“{}” names nothing in the graph; ", "「{}」に当たるものはグラフにありません。"),
        "property": ("“{}” names no property; ", "「{}」というプロパティはありません。"),
        "class": ("“{}” names no class; ", "「{}」というクラスはありません。"),
    }
)
_SEVERAL: Final = (
    "“{}” fits {} things; choose one of {}",
    "「{}」に当たるものは {} 件あります。次から選んでください: {}",
)
_OR: Final = (" or ", " または ")
_MEANT: Final = ("did you mean {}?", "{} のことですか")
_SEARCH: Final = ("try kgraph search", "kgraph search で探してください")


def one_thing(snapshot: Snapshot, text: str, lang: str = "en") -> NamedNode:
    """The one thing that a text names. Raises Misuse where it names none or several."""
    from kgraph.questions.lookup import nearest, resolve

    found = resolve(snapshot, text)
    near = [] if found else nearest(snapshot, text)
    return _only(snapshot, text, found, near, "thing", lang)


def one_property(snapshot: Snapshot, text: str, lang: str = "en") -> NamedNode:
    """The property that `a`, a name of ours without prefix, a short name or a label means.

    Raises Misuse where it means none or several.
    """
    from kgraph.questions.lookup import nearest, resolve

    if text == "a":
        return TYPE
    ours = _ours(snapshot, text)
    if ours is not None:
        return ours
    found = set(resolve(snapshot, text, *PROPERTIES))
    found |= {iri for iri in _expanded(text) if _any(snapshot, None, NamedNode(iri), None)}
    near = (iri for kind in PROPERTIES for iri in nearest(snapshot, text, kind, limit=2))
    return _only(snapshot, text, sorted(found), list(near)[:3], "property", lang)


def one_class(snapshot: Snapshot, text: str, lang: str = "en") -> NamedNode:
    """The class that a name of ours without prefix, a short name or a label means.

    Raises Misuse where it means none or several.
    """
    from kgraph.questions.lookup import nearest, resolve

    ours = _ours(snapshot, text)
    if ours is not None:
        return ours
    kind = OWL + "Class"
    found = resolve(snapshot, text, kind) or resolve(snapshot, text)
    return _only(snapshot, text, found, nearest(snapshot, text, kind), "class", lang)


def fact(snapshot: Snapshot, subject: str, predicate: str, value: str, lang: str = "en") -> Triple:
    """The triple that three texts mean, in the graph or not.

    A value is a text of the graph as it is written, a class where the property is `a`, a literal
    where the property has literals, else a thing. Raises Misuse where a text means no one term.
    """
    thing = one_thing(snapshot, subject, lang)
    link = one_property(snapshot, predicate, lang)
    literals = [
        quad.triple
        for quad in snapshot.store.quads_for_pattern(thing, link, None, DefaultGraph())
        if isinstance(quad.object, Literal) and quad.object.value == value
    ]
    if literals:
        return min(literals, key=str)
    if link == TYPE:
        return Triple(thing, link, one_class(snapshot, value, lang))
    if _any(snapshot, link, TYPE, DATATYPE_PROPERTY):
        return Triple(thing, link, _literal(snapshot, link, value))
    return Triple(thing, link, one_thing(snapshot, value, lang))


def _literal(snapshot: Snapshot, link: NamedNode, value: str) -> Literal:
    """The value in the datatype of its property, where that is one of XML Schema."""
    for quad in snapshot.store.quads_for_pattern(link, RANGE, None, DefaultGraph()):
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(XSD):
            return Literal(value, datatype=quad.object)
    return Literal(value)


def _ours(snapshot: Snapshot, text: str) -> NamedNode | None:
    """The term of our ontology with that name, if it has one."""
    if not (text.isascii() and text.isalnum()):
        return None
    term = NamedNode(JPST + text)
    return term if _any(snapshot, term, None, None) else None


def _expanded(text: str) -> Iterable[str]:
    try:
        return [expand(text)] if ":" in text else []
    except ValueError:
        return []


def _any(snapshot: Snapshot, *pattern: Any) -> bool:
    found = snapshot.store.quads_for_pattern(*pattern, DefaultGraph())
    return next(iter(found), None) is not None


def _only(
    snapshot: Snapshot, text: str, found: list[str], near: list[str], kind: str, lang: str
) -> NamedNode:
    if len(found) == 1:
        return NamedNode(found[0])
    ja = lang == "ja"
    if found:
        from kgraph.questions.naming import candidates

        told = candidates(snapshot, found, lang)
        raise Misuse(_SEVERAL[ja].format(text, len(found), told))
    close = _OR[ja].join(map(compact, near))
    hint = (_MEANT if close else _SEARCH)[ja].format(close)
    raise Misuse(f"{_NOTHING[kind][ja].format(text)}{hint}")
