"""What figures are figures of (yen, percent, square meters), as the ontology defines it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kgraph.tables.screen import UNBROKEN
from kgraph.vocab import JPST, RDF, RDFS, SKOS, XSD, Node, as_term

if TYPE_CHECKING:
    from kgraph.snapshot import Snapshot

NUMBERS: Final = tuple(NamedNode(XSD.BASE + name) for name in ("integer", "decimal"))
_STATED: Final = re.compile(r"\bin (Japanese yen|percent|square meters|years|months|days)\b")
_COUNTED: Final = re.compile(r"\b(?:number of|counts|number threshold)\b")
_WRITTEN: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "": ("{}", "{}"),
        "Japanese yen": (f"{{}}{UNBROKEN}yen", "{}円"),
        "percent": ("{}%", "{}%"),
        "square meters": (f"{{}}{UNBROKEN}m²", "{}㎡"),
        "years": (f"{{}}{UNBROKEN}years", "{}年"),
        "months": (f"{{}}{UNBROKEN}months", "{}か月"),
        "days": (f"{{}}{UNBROKEN}days", "{}日"),
    }
)
_PLURAL: Final = ("years", "months", "days")
_MIXED: Final = "?"
_ENOUGH: Final = 500
"""How many records of each kind are looked at for what their figures are of."""
_PLAIN: Final = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,40})(?P<rest>(?:\.[0-9]+)?)")
_MANY: Final = 5
"""From so many digits on they are grouped by three."""


def unit_of(definition: str) -> str | None:
    """The unit that the English definition of a property names; empty for a mere number.

    None where it says neither: the property holds no figure.
    """
    stated = _STATED.search(definition)
    if stated:
        return stated[1]
    return "" if _COUNTED.search(definition) else None


def written(number: str, unit: str, lang: str = "en") -> str:
    """A number with its unit in a language: `1,000,000 yen`, `0.8%`, `1 year`.

    The space between them is one at which no line breaks.
    """
    text = _WRITTEN[unit][lang == "ja"].format(grouped(number))
    return text.removesuffix("s") if unit in _PLURAL and number == "1" else text


def grouped(number: str) -> str:
    """A number with its digits grouped where there are many; any other text as it is."""
    match = _PLAIN.fullmatch(number)
    if match is None or len(match["whole"]) < _MANY:
        return number
    return f"{match['sign']}{int(match['whole']):,}{match['rest']}"


class Units:
    """What the figures of one graph are figures of."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._store = snapshot.store

    def of(self, name: str) -> str | None:
        """The unit of a property or measure, by IRI or by label in either language."""
        return self._by_name.get(name)

    @cached_property
    def _figures(self) -> dict[Node, str]:
        """The properties that hold figures, with their units."""
        found: dict[Node, str] = {}
        for datatype in NUMBERS:
            for ranged in self._quads(None, RDFS.range, datatype):
                for quad in self._quads(ranged.subject, SKOS.definition, None):
                    text = quad.object
                    if not isinstance(text, Literal) or text.language != "en":
                        continue
                    unit = unit_of(text.value)
                    if unit is not None:
                        found[ranged.subject] = unit
        return found

    @cached_property
    def _by_name(self) -> dict[str, str]:
        units = {node.value: unit for node, unit in self._figures.items()}
        # A record is known by the property that leads to it, a statistic by its measure.
        for node, unit in self._figures.items():
            for quad in islice(self._quads(None, node, None), _ENOUGH):
                if next(self._quads(quad.subject, RDF.type, JPST.Record), None) is None:
                    continue
                for name in self._names_of(quad.subject):
                    if units.setdefault(name, unit) != unit:
                        units[name] = _MIXED
        labels = {
            as_term(quad.object).value: unit
            for iri, unit in units.items()
            for quad in self._quads(NamedNode(iri), SKOS.prefLabel, None)
        }
        return {name: unit for name, unit in (labels | units).items() if unit != _MIXED}

    def _names_of(self, record: Node) -> Iterator[str]:
        for quad in self._quads(record, JPST.measure, None):
            yield as_term(quad.object).value
        for quad in self._quads(None, None, record):
            yield quad.predicate.value

    def _quads(self, subject: Any, predicate: Any, value: Any) -> Iterator[Quad]:
        return self._store.quads_for_pattern(subject, predicate, value, DefaultGraph())
