"""A thing in the terms of schema.org, for search engines: its kind, names, codes and parties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kgraph.snapshot import Snapshot
from kgraph.vocab import DCTERMS, JPST, RDF, SCHEMA, SKOS, XSD

CONTEXT: Final = "https://schema.org"
_TYPES: Final = MappingProxyType(
    {
        JPST.SecurityToken.value: "FinancialProduct",
        JPST.BASE + "Statute": "Legislation",
        JPST.Source.value: "CreativeWork",
        JPST.BASE + "RegulatoryAuthority": "GovernmentOrganization",
        JPST.BASE + "Organization": "Organization",
        JPST.BASE + "Person": "Person",
        JPST.BASE + "TradingVenue": "Service",
        JPST.BASE + "TokenPlatform": "Service",
    }
)
"""Classes of ours → types of schema.org, the narrower ones first."""
_ORGANIZATIONS: Final = frozenset({"Organization", "GovernmentOrganization"})
_IDENTIFIERS: Final = MappingProxyType(
    {
        name: NamedNode(JPST.BASE + name)
        for name in ("corporateNumber", "edinetCode", "edinetFundCode", "securitiesCode")
    }
)
"""Codes that schema.org has no property for, by the name that tells what they are."""
_TEXTS: Final[Mapping[str, tuple[tuple[str, NamedNode], ...]]] = MappingProxyType(
    {
        "Organization": (
            ("legalName", NamedNode(JPST.BASE + "legalName")),
            ("leiCode", NamedNode(JPST.BASE + "lei")),
            ("address", NamedNode(JPST.BASE + "headquarters")),
        )
    }
)
_PARTIES: Final[Mapping[str, tuple[tuple[str, NamedNode], ...]]] = MappingProxyType(
    {
        "FinancialProduct": (("provider", NamedNode(JPST.BASE + "issuer")),),
        "Service": (("provider", NamedNode(JPST.BASE + "operatedBy")),),
        "Organization": (("parentOrganization", NamedNode(JPST.BASE + "parentCompany")),),
        "CreativeWork": (("publisher", DCTERMS.publisher),),
    }
)


def schema_org(snapshot: Snapshot, iri: str, lang: str = "en") -> dict[str, Any]:
    """What the state says of a thing, as JSON-LD of schema.org; several values stand in a list.

    Names and texts are those in `lang`. A day that is known to the month only is left out, since
    schema.org has no place for it.
    """
    return _Told(snapshot, lang).of(NamedNode(iri))


class _Told:
    def __init__(self, snapshot: Snapshot, lang: str) -> None:
        self.snapshot, self.lang = snapshot, lang

    def of(self, node: NamedNode) -> dict[str, Any]:
        kind = self.kind(node)
        group = "Organization" if kind in _ORGANIZATIONS else kind
        told: dict[str, Any] = {"@context": CONTEXT, **self.named(node)}
        names = self.texts(node, SKOS.altLabel)
        self.put(told, "alternateName", [name for name in names if name != told["name"]])
        self.put(told, "url", self.texts(node, SCHEMA.url, JPST.website))
        for word, predicate in _TEXTS.get(group, ()):
            self.put(told, word, self.texts(node, predicate))
        for word, predicate in _PARTIES.get(group, ()):
            parties = [one for one in self.things(node, predicate) if self.is_party(one)]
            self.put(told, word, [self.named(party) for party in parties])
        if group in ("FinancialProduct", "Organization"):
            self.put(told, "identifier", list(self.identifiers(node)))
        if group == "FinancialProduct":
            classes = self.things(node, NamedNode(JPST.BASE + "assetClass"))
            self.put(told, "category", [self.name(one) for one in classes])
        days = {
            "CreativeWork": DCTERMS.issued,
            "Organization": NamedNode(JPST.BASE + "establishedOn"),
        }
        if group in days:
            word = "datePublished" if group == "CreativeWork" else "foundingDate"
            self.put(told, word, self.texts(node, days[group], only=XSD.date))
        return told

    def kind(self, node: NamedNode) -> str:
        kinds = {one.value for one in self.things(node, RDF.type)}
        return next((word for cls, word in _TYPES.items() if cls in kinds), "Thing")

    def is_party(self, node: NamedNode) -> bool:
        return self.kind(node) in _ORGANIZATIONS | {"Person"}

    def named(self, node: NamedNode) -> dict[str, Any]:
        return {"@type": self.kind(node), "@id": node.value, "name": self.name(node)}

    def name(self, node: NamedNode) -> str:
        return self.snapshot.label(node.value, self.lang)

    def identifiers(self, node: NamedNode) -> Iterator[dict[str, str]]:
        for name, predicate in _IDENTIFIERS.items():
            for code in self.texts(node, predicate):
                yield {"@type": "PropertyValue", "propertyID": name, "value": code}

    def texts(
        self, node: NamedNode, *properties: NamedNode, only: NamedNode | None = None
    ) -> list[str]:
        """The values of properties as text: those in the language, or in none."""
        found = {
            quad.object.value
            for predicate in properties
            for quad in self._quads(node, predicate)
            if isinstance(quad.object, Literal)
            and quad.object.language in (None, self.lang)
            and only in (None, quad.object.datatype)
        }
        return sorted(found)

    def things(self, node: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        values = (quad.object for quad in self._quads(node, predicate))
        return sorted((v for v in values if isinstance(v, NamedNode)), key=str)

    def _quads(self, node: NamedNode, predicate: NamedNode) -> Iterator[Any]:
        return iter(self.snapshot.store.quads_for_pattern(node, predicate, None, DefaultGraph()))

    @staticmethod
    def put(told: dict[str, Any], word: str, values: list[Any]) -> None:
        """One value stands alone, several make a list, none is left out."""
        if values:
            told[word] = values[0] if len(values) == 1 else values
