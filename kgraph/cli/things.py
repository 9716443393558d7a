"""What people type for a thing, a property or a value → its term in the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from kgraph.cli.misuse import Misuse
from kgraph.names import PREFIXES, compact, expand
from kgraph.vocab import GRAPH, JPST, OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    from kgraph.snapshot import Snapshot

PROPERTIES: Final = tuple(
    OWL.BASE + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
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
    "「{}」に当たるものは {} 件あります。次から選んでください：{}",
)
_OR: Final = (" or ", " または ")
_MEANT: Final = ("did you mean {}?", "{} のことですか")
_SEARCH: Final = ("try kgraph search", "kgraph search で探してください")


def one_thing(snapshot: Snapshot, text: str, lang: str = "en") -> NamedNode:
    """The one thing that a text names. Raises Misuse where it names none or several."""
    from kgraph.search.lookup import nearest, resolve

    found = resolve(snapshot, text)
    near = [] if found else nearest(snapshot, text)
    return _only(snapshot, text, found, near, "thing", lang)


def one_property(snapshot: Snapshot, text: str, lang: str = "en") -> NamedNode:
    """The property that `a`, a name of ours without prefix, a short name or a label means.

    Raises Misuse where it means none or several.
    """
    from kgraph.search.lookup import nearest, resolve

    if text == "a":
        return RDF.type
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
    from kgraph.search.lookup import nearest, resolve

    ours = _ours(snapshot, text)
    if ours is not None:
        return ours
    kind = OWL.Class.value
    found = resolve(snapshot, text, kind) or resolve(snapshot, text)
    return _only(snapshot, text, found, nearest(snapshot, text, kind), "class", lang)


def fact(snapshot: Snapshot, subject: str, predicate: str, value: str, lang: str = "en") -> Triple:
    """The triple that three texts mean, in the graph or not.

    A value is a literal that the thing has, written as in the graph or in any other way that means
    the same (`1.50` for 1.5, also in quotes as in Turtle); a class where the property is `a`; a
    literal where the property has literals; else a thing. Raises Misuse where a text means no one
    term.
    """
    thing = one_thing(snapshot, subject, lang)
    link = one_property(snapshot, predicate, lang)
    meant = _meant(snapshot, thing, link, value) or _quoted(value)
    if meant is not None:
        return Triple(thing, link, meant)
    if link == RDF.type:
        return Triple(thing, link, one_class(snapshot, value, lang))
    if _any(snapshot, link, RDF.type, OWL.DatatypeProperty):
        return Triple(thing, link, _literal(snapshot, thing, link, value))
    return Triple(thing, link, one_thing(snapshot, value, lang))


def _values(snapshot: Snapshot, thing: NamedNode, link: NamedNode | None) -> Iterator[object]:
    for quad in snapshot.store.quads_for_pattern(thing, link, None, DefaultGraph()):
        yield quad.object


def _claimed(snapshot: Snapshot, thing: NamedNode, link: NamedNode | None) -> Iterator[object]:
    """What sources say of a thing for any day."""

    store = snapshot.store
    for quad in store.quads_for_pattern(None, RDF.subject, thing, GRAPH.claims):
        claim = quad.subject
        if link is None or next(
            store.quads_for_pattern(claim, RDF.predicate, link, GRAPH.claims), None
        ):
            for said in store.quads_for_pattern(claim, RDF.object, None, GRAPH.claims):
                yield said.object


def _meant(
    snapshot: Snapshot, thing: NamedNode, link: NamedNode | None, text: str
) -> Literal | None:
    """The literal that a thing has by a property, or by any, on whatever day, and a text means."""
    found = {*_values(snapshot, thing, link), *_claimed(snapshot, thing, link)}
    values = sorted((value for value in found if isinstance(value, Literal)), key=str)
    exact = (value for value in values if value.value == text)
    return next(exact, None) or next((v for v in values if _means(text, v)), None)


def _means(text: str, value: Literal) -> bool:
    """Whether a text is another spelling of a value: of a number, a day or time, or a boolean."""
    from kgraph.turtle.literals import engine_form

    if value.language is not None or value.datatype.value == XSD.string.value:
        return False
    for spelling in dict.fromkeys((text.strip(), text.strip().lower())):
        if engine_form(Literal(spelling, datatype=value.datatype)) == value:
            return True
    return value.datatype.value == XSD.dateTime.value and _same_moment(text.strip(), value.value)


def _same_moment(one: str, other: str) -> bool:
    """Whether two times, in whatever zones, are the same."""
    from datetime import datetime

    try:
        return datetime.fromisoformat(one) == datetime.fromisoformat(other)
    except ValueError:
        return False


def _quoted(text: str) -> Literal | None:
    """The literal that stands in quotes as Turtle has it, with its language or datatype."""
    from pyoxigraph import RdfFormat, parse

    from kgraph.turtle.literals import engine_form

    if not text.startswith(('"', "'")):
        return None
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    turtle = f"{prefixes}<urn:s> <urn:p> {text} ."
    try:
        triples = list(parse(turtle, format=RdfFormat.TURTLE))
    except SyntaxError:
        return None
    value = triples[0].object if len(triples) == 1 else None
    return engine_form(value) if isinstance(value, Literal) else None


def _literal(snapshot: Snapshot, thing: NamedNode, link: NamedNode, text: str) -> Literal:
    """A value that the thing does not have by the property: in the datatype of the property where
    that is one of XML Schema, else as another property of the thing has it."""
    from kgraph.turtle.literals import engine_form

    for quad in snapshot.store.quads_for_pattern(link, RDFS.range, None, DefaultGraph()):
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(XSD.BASE):
            return engine_form(Literal(text, datatype=quad.object))
    return _meant(snapshot, thing, None, text) or Literal(text)


def _ours(snapshot: Snapshot, text: str) -> NamedNode | None:
    """The term of our ontology with that name, if it has one."""
    if not (text.isascii() and text.isalnum()):
        return None
    term = NamedNode(JPST.BASE + text)
    return term if _any(snapshot, term, None, None) else None


def _expanded(text: str) -> Iterable[str]:
    try:
        return [expand(text)] if ":" in text else []
    except ValueError:
        return []


def _any(snapshot: Snapshot, subject: Any, predicate: Any, value: Any) -> bool:
    found = snapshot.store.quads_for_pattern(subject, predicate, value, DefaultGraph())
    return next(iter(found), None) is not None


def _only(
    snapshot: Snapshot, text: str, found: list[str], near: list[str], kind: str, lang: str
) -> NamedNode:
    if len(found) == 1:
        return NamedNode(found[0])
    ja = lang == "ja"
    if found:
        from kgraph.words.things import candidates

        told = candidates(snapshot, found, lang)
        raise Misuse(_SEVERAL[ja].format(text, len(found), told))
    close = _OR[ja].join(map(compact, near))
    hint = (_MEANT if close else _SEARCH)[ja].format(close)
    raise Misuse(f"{_NOTHING[kind][ja].format(text)}{hint}")
