"""The JSON-LD context: short readable keys, typed values, one label per language.

It follows from the ontology, not from the data at hand, so a key keeps its shape from release to
release.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kgraph.names import BASE, PREFIXES, split
from kgraph.vocab import (
    DCTERMS,
    JPST,
    OWL,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    XSD,
    GraphName,
    Object,
)

LANGUAGE_MAP: Final = RDF.langString.value
REFERENCE: Final = "@id"

# Outside terms with a short key, and how their values are written.
_SHORT: Final[Mapping[str, tuple[str, str | None]]] = MappingProxyType(
    {
        "prefLabel": (SKOS.prefLabel.value, LANGUAGE_MAP),
        "altLabel": (SKOS.altLabel.value, LANGUAGE_MAP),
        "definition": (SKOS.definition.value, LANGUAGE_MAP),
        "inScheme": (SKOS.inScheme.value, REFERENCE),
        "broader": (SKOS.broader.value, REFERENCE),
        "topConceptOf": (SKOS.topConceptOf.value, REFERENCE),
        "notation": (SKOS.notation.value, None),
        "comment": (RDFS.comment.value, LANGUAGE_MAP),
        "subClassOf": (RDFS.subClassOf.value, REFERENCE),
        "subPropertyOf": (RDFS.subPropertyOf.value, REFERENCE),
        "domain": (RDFS.domain.value, REFERENCE),
        "range": (RDFS.range.value, REFERENCE),
        "title": (DCTERMS.title.value, LANGUAGE_MAP),
        "description": (DCTERMS.description.value, LANGUAGE_MAP),
        "publisher": (DCTERMS.publisher.value, REFERENCE),
        "issued": (DCTERMS.issued.value, XSD.date.value),
        "license": (DCTERMS.license.value, REFERENCE),
        "isReplacedBy": (DCTERMS.isReplacedBy.value, REFERENCE),
        "url": (SCHEMA.url.value, XSD.anyURI.value),
        "subject": (RDF.subject.value, REFERENCE),
        "predicate": (RDF.predicate.value, REFERENCE),
        "object": (RDF.object.value, None),
        "wasDerivedFrom": (PROV.wasDerivedFrom.value, REFERENCE),
        "deprecated": (OWL.deprecated.value, XSD.boolean.value),
    }
)
_SHORT_OF: Final = MappingProxyType({iri: name for name, (iri, _) in _SHORT.items()})
# Our own things are written relative to the base, so only outside prefixes are declared: those of
# the concept schemes would clash with properties of the same name.
_PREFIXES: Final = MappingProxyType(
    {
        prefix: iri
        for prefix, iri in PREFIXES.items()
        if prefix == "jpst" or not iri.startswith(BASE)
    }
)
_PREFIX_OF: Final = MappingProxyType({iri: prefix for prefix, iri in _PREFIXES.items()})
_TAKEN: Final = _SHORT.keys() | _PREFIXES.keys()
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_RELATIVE = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9_.~-]*(?:/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)*")


@dataclass(frozen=True)
class Context:
    """How the terms of one document are written.

    `shapes` says how the values of each property are written: property IRI → REFERENCE or a
    datatype IRI. A prefix or key that is the scheme of an IRI in the document (`schemes`) is left
    out: a reader would take <schema:name> for the compact form of another IRI.
    """

    shapes: Mapping[str, str]
    schemes: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    """All properties of ours, those of plain text among them."""

    def shape(self, predicate: str) -> str | None:
        """REFERENCE, LANGUAGE_MAP, another datatype, or None for values written out in full."""
        return self.shapes.get(predicate)

    def as_json(self) -> dict[str, object]:
        """The `@context` object."""
        terms: dict[str, object] = {}
        for predicate, shape in sorted(self.shapes.items()):
            name = self.key(predicate)
            entry: dict[str, str] = {}
            if name != self.local(predicate):
                entry["@id"] = self.shorten(predicate)
            if shape == LANGUAGE_MAP:
                entry["@container"] = "@language"
            else:
                entry["@type"] = shape if shape == REFERENCE else self.shorten(shape)
            terms[name] = entry
        for name, (iri, form) in _SHORT.items():
            if form is None and name not in self.schemes:
                terms[name] = self.shorten(iri)
        prefixes = {name: iri for name, iri in _PREFIXES.items() if name not in self.schemes}
        return {
            "@version": 1.1,
            "@base": BASE,
            "@vocab": JPST.BASE,
            **dict(sorted(prefixes.items())),
            **dict(sorted(terms.items())),
        }

    def standalone(self) -> dict[str, object]:
        """The `@context` object that stands apart from the data: every property has a key, and
        every value stands in a list, also where there is one.

        No reader heeds a base that comes from elsewhere, so things have prefixes here.
        """
        told = {key: entry for key, entry in self.as_json().items() if key != "@base"}
        for iri in sorted({*self.shapes, *self.terms, *(iri for iri, _ in _SHORT.values())}):
            entry: dict[str, object] = {"@id": self.shorten(iri)}
            shape = self.shapes.get(iri)
            entry["@container"] = "@set" if shape != LANGUAGE_MAP else ["@language", "@set"]
            if shape not in (None, LANGUAGE_MAP):
                entry["@type"] = shape if shape == REFERENCE else self.shorten(shape)
            told[self.key(iri)] = entry
        told["@type"] = {"@container": "@set"}
        own = {name: iri for name, iri in PREFIXES.items() if iri.startswith(BASE)}
        return {**{name: iri for name, iri in own.items() if name not in told}, **told}

    def local(self, iri: str) -> str | None:
        """The bare name of one of our terms, None for others and where it means another."""
        name = _plain_name(iri)
        return None if name in self.schemes else name

    def key(self, iri: str) -> str:
        """The key of a property, or the name of a class as a value of `@type`."""
        short = _SHORT_OF.get(iri)
        if short is not None and short not in self.schemes:
            return short
        return self.local(iri) or self.shorten(iri)

    def shorten(self, iri: str) -> str:
        """`prefix:name` where the context declares the prefix, else the whole IRI."""
        namespace, name = split(iri)
        prefix = _PREFIX_OF.get(namespace)
        known = prefix is not None and prefix not in self.schemes
        return f"{prefix}:{name}" if known and _NAME.fullmatch(name) else iri

    def reference(self, iri: str) -> str:
        """An IRI as a value of `@id`: our own relative to the base, others as `shorten` has it."""
        if iri.startswith(BASE) and _RELATIVE.fullmatch(iri[len(BASE) :]):
            return iri[len(BASE) :]
        return self.shorten(iri)


def context(quads: Iterable[Quad]) -> Context:
    """The context that the ontology among `quads` gives, fit for every IRI among them."""
    types: dict[str, set[str]] = {}
    ranges: dict[str, set[str]] = {}
    terms: set[Object | GraphName] = set()
    for quad in quads:
        terms.update(quad)
        predicate = quad.predicate
        if predicate not in (RDF.type, RDFS.range):
            continue
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            found = types if predicate == RDF.type else ranges
            found.setdefault(quad.subject.value, set()).add(quad.object.value)
    shapes = {iri: shape for iri, shape in _SHORT.values() if shape is not None}
    for iri, kinds in types.items():
        if iri in _SHORT_OF or _plain_name(iri) is None:
            continue
        if OWL.ObjectProperty.value in kinds:
            shapes[iri] = REFERENCE
        elif OWL.DatatypeProperty.value in kinds and len(ranges.get(iri, ())) == 1:
            (datatype,) = ranges[iri]
            if datatype == JPST.CalendarDate.value:
                datatype = XSD.date.value  # a month or a year is written out in full
            # A plain string needs no datatype, and rdfs:Literal names none.
            if datatype not in (XSD.string.value, RDFS.Literal.value):
                shapes[iri] = datatype
    rules = Context(MappingProxyType(shapes), frozenset(_schemes(terms)))
    # Without a short key there is no second one for the values that the first cannot hold.
    short = {iri: shape for iri, shape in shapes.items() if rules.key(iri) != iri}
    properties = frozenset(
        iri
        for iri, kinds in types.items()
        if kinds & {OWL.ObjectProperty.value, OWL.DatatypeProperty.value, RDF.Property.value}
        and _plain_name(iri) is not None
    )
    return replace(rules, shapes=MappingProxyType(short), terms=properties)


def _plain_name(iri: str) -> str | None:
    name = iri.removeprefix(JPST.BASE) if iri.startswith(JPST.BASE) else ""
    return name if _NAME.fullmatch(name) and name not in _TAKEN else None


def _schemes(terms: Iterable[Object | GraphName]) -> Iterator[str]:
    for term in terms:
        if isinstance(term, NamedNode):
            yield term.value.partition(":")[0]
        elif isinstance(term, Literal):
            yield term.datatype.value.partition(":")[0]
