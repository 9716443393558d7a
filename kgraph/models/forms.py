"""Ontology and shapes → how the values of each property look, and which classes have it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store, Triple

from kgraph.export.sheets import KINDS
from kgraph.names import BASE, QB, SCHEME, local_name
from kgraph.vocab import JPST, OWL, RDF, RDFS, SH, XSD, Object, as_iri, as_term

THING: Final = "Thing"
"""The class of what belongs to none of CLASSES."""

CLASSES: Final = tuple(
    sorted({name for kind in KINDS for name in kind.classes} - {"Article"}, key=str.casefold)
)
"""The main classes but one, which stands before them: an article is a legal text too."""

_BY_RANGE: Final[Mapping[str, str]] = MappingProxyType(
    {
        RDF.langString.value: "text",
        JPST.CalendarDate.value: "date",
        XSD.integer.value: "integer",
        XSD.date.value: "day",
        XSD.decimal.value: "number",
        XSD.boolean.value: "boolean",
        XSD.anyURI.value: "address",
    }
)


@dataclass(frozen=True)
class Form:
    """How a value is written.

    `kind` is link, text (with its language), string, integer, number, boolean, day, date (a day,
    month or year) or address. `pattern` is what the text of the value, or the IRI of a link, fits,
    and `name` what such values are called: by the scheme that concepts are of, else the property.
    """

    kind: str
    pattern: str | None = None
    name: str = ""


@dataclass(frozen=True)
class Model:
    """What documents are made by: the form of each property of ours, and the classes above each.

    `domains` are the classes whose things have a property, none where it may be said of anything.
    `order` are the main classes, the narrower before the wider.
    """

    forms: Mapping[str, Form]
    domains: Mapping[str, frozenset[str]]
    above: Mapping[str, frozenset[str]]
    order: tuple[str, ...]

    def kind(self, types: Iterable[str]) -> str:
        """The main class of what is of these types, the narrowest one; THING where of none."""
        found = {wide for cls in types for wide in self.above.get(cls, {cls})}
        return next((name for name in self.order if JPST.BASE + name in found), THING)

    def properties(self, name: str) -> list[str]:
        """The properties that things of a main class may have, by IRI.

        One whose domain lies below the class, or beside it with a class below both, is among them.
        """
        if name == THING:
            return sorted(self.forms)
        cls = JPST.BASE + name
        within = {sub for sub, wide in self.above.items() if cls in wide} | {cls}
        near = within.union(*(self.above.get(sub, frozenset()) for sub in within))
        return sorted(p for p in self.forms if not self.domains[p] or self.domains[p] & near)


def model(store: Store, shapes: Iterable[Triple] = ()) -> Model:
    """The model that the ontology in the default graph of a store gives.

    `shapes` add the patterns that they ask of values (`sh:pattern`).
    """
    values = _Reader(store)
    patterns = _patterns(shapes)
    forms, domains = {}, {}
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for node in values.of_type(kind):
            if node.value.startswith(JPST.BASE):
                forms[node.value] = _form(node, kind, values, patterns)
                # What dcam:domainIncludes names are examples: it excludes nothing.
                domains[node.value] = frozenset(
                    cls.value for cls in values.of(node, RDFS.domain) if isinstance(cls, NamedNode)
                )
    above = _closure(values)
    names = {JPST.BASE + name: name for name in ("Article", *CLASSES)}
    order = sorted(names, key=lambda cls: (-len(above.get(cls, ())), cls))
    return Model(forms, domains, above, tuple(names[cls] for cls in order))


class _Reader:
    def __init__(self, store: Store) -> None:
        self.store = store

    def of(self, node: NamedNode, name: NamedNode) -> list[Object]:
        quads = self.store.quads_for_pattern(node, name, None, DefaultGraph())
        return sorted((quad.object for quad in quads), key=str)

    def of_type(self, kind: NamedNode) -> list[NamedNode]:
        quads = self.store.quads_for_pattern(None, RDF.type, kind, DefaultGraph())
        return sorted((q.subject for q in quads if isinstance(q.subject, NamedNode)), key=str)


def _form(node: NamedNode, kind: NamedNode, values: _Reader, patterns: Mapping[str, str]) -> Form:
    if kind == OWL.ObjectProperty:
        lists = [_scheme(value) for value in values.of(node, NamedNode(QB + "codeList"))]
        if not lists or None in lists:
            return Form("link")
        names = [name for name in lists if name]
        own = names[0] if len(names) == 1 else local_name(node.value)
        return Form("link", f"^{re.escape(BASE)}({'|'.join(map(re.escape, names))})/", own)
    ranges = [v.value for v in values.of(node, RDFS.range) if isinstance(v, NamedNode)]
    found = _BY_RANGE.get(ranges[0], "string") if len(ranges) == 1 else "string"
    pattern = patterns.get(node.value) if found in ("string", "address") else None
    return Form(found, pattern, local_name(node.value) if pattern is not None else "")


def _scheme(value: Object) -> str | None:
    """The name of one of our concept schemes."""
    if isinstance(value, NamedNode) and value.value.startswith(SCHEME):
        return value.value.removeprefix(SCHEME)
    return None


def _patterns(shapes: Iterable[Triple]) -> dict[str, str]:
    """The one pattern that every shape of a violation asks of the values of a property."""
    said: dict[Object, dict[NamedNode, list[Object]]] = defaultdict(lambda: defaultdict(list))
    for triple in shapes:
        said[triple.subject][triple.predicate].append(triple.object)
    found: dict[str, set[str]] = defaultdict(set)
    for shape in said.values():
        grave = shape.get(SH.severity, [SH.Violation]) == [SH.Violation]
        for path in shape.get(SH.path, ()):
            for pattern in shape.get(SH.pattern, ()):
                plain = isinstance(path, NamedNode) and isinstance(pattern, Literal)
                if plain and grave and SH.flags not in shape and SH.deactivated not in shape:
                    found[as_iri(path).value].add(as_term(pattern).value)
    return {path: next(iter(texts)) for path, texts in found.items() if len(texts) == 1}


def _closure(values: _Reader) -> dict[str, frozenset[str]]:
    """Each class of ours → itself and all that it is a subclass of."""
    known: dict[str, frozenset[str]] = {}

    def wider(cls: NamedNode) -> frozenset[str]:
        if cls.value not in known:
            known[cls.value] = frozenset({cls.value})  # a circle ends here
            ups = [wider(up) for up in values.of(cls, RDFS.subClassOf) if isinstance(up, NamedNode)]
            known[cls.value] = known[cls.value].union(*ups)
        return known[cls.value]

    for cls in values.of_type(OWL.Class):
        wider(cls)
    return known
