"""The near side of the links: what our terms and things are, and what is asserted of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.align.bridges import LEI_ENTITIES
from kgraph.align.table import SAME_AS, Row
from kgraph.align.targets import CLASS, DATATYPE, INDIVIDUAL, OBJECT, PROPERTY
from kgraph.load import Kind, load
from kgraph.vocab import JPST, OWL, RDF, RDFS, SKOS, Object, as_term

_KINDS: Final = MappingProxyType(
    {
        OWL.Class.value: CLASS,
        OWL.ObjectProperty.value: OBJECT,
        OWL.DatatypeProperty.value: DATATYPE,
        OWL.AnnotationProperty.value: PROPERTY,
    }
)

_ENTITY: Final = "The legal entity of that code as GLEIF has it, not its record."


@dataclass(frozen=True)
class Ours:
    """Kinds (as in the list of targets) and English labels by IRI; the axioms; the LEI codes.

    `leis` has an organization only where it has one valid code that no other organization has.
    """

    kinds: Mapping[str, str]
    labels: Mapping[str, str]
    axioms: tuple[Triple, ...]
    leis: Mapping[str, str]

    def terms(self, kind: str) -> list[str]:
        """Our own terms of a kind, sorted."""
        return sorted(
            iri for iri, k in self.kinds.items() if k == kind and iri.startswith(JPST.BASE)
        )


def read_ours(root: Path) -> Ours:
    """Reads ontology/ and data/. Raises LoadError as `load` does."""
    files = load(root).files
    kinds: dict[str, str] = {}
    labels: dict[str, str] = {}
    axioms: list[Triple] = []
    for file in files:
        if file.kind is Kind.MODULE:
            axioms += file.triples
        if file.kind not in (Kind.MODULE, Kind.SCHEME, Kind.ENTITIES):
            continue
        for subject, predicate, term in file.triples:
            if not isinstance(subject, NamedNode):
                continue
            if predicate == RDF.type and isinstance(term, NamedNode):
                default = INDIVIDUAL if term.value != OWL.Ontology.value else None
                kind = _KINDS.get(term.value, default)
                if kind and kinds.get(subject.value, INDIVIDUAL) == INDIVIDUAL:
                    kinds[subject.value] = kind
            elif (
                predicate == SKOS.prefLabel and isinstance(term, Literal) and term.language == "en"
            ):
                labels[subject.value] = term.value
    triples = [triple for file in files for triple in file.triples]
    return Ours(
        MappingProxyType(kinds),
        MappingProxyType(labels),
        tuple(axioms),
        MappingProxyType(lei_codes(triples, axioms)),
    )


def lei_codes(triples: Iterable[Triple], axioms: Iterable[Triple]) -> dict[str, str]:
    """Organization → its LEI: only one valid code, and only of one organization."""
    from stdnum import lei

    organizations: set[Object] = {JPST.Organization}
    below = [(t.subject, t.object) for t in axioms if t.predicate == RDFS.subClassOf]
    while new := {low for low, high in below if high in organizations} - organizations:
        organizations |= new
    typed: set[str] = set()
    codes: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, term in triples:
        if predicate == RDF.type and term in organizations:
            typed.add(subject.value)
        elif predicate == JPST.lei:
            codes[subject.value].add(as_term(term).value)
    holders: dict[str, set[str]] = defaultdict(set)
    for iri, found in codes.items():
        if iri in typed:
            for code in found:
                holders[code].add(iri)
    return {
        iri: code
        for iri, found in sorted(codes.items())
        for code in found
        if iri in typed and len(found) == 1 and len(holders[code]) == 1 and lei.is_valid(code)
    }


def lei_rows(ours: Ours, known: Iterable[Row]) -> list[Row]:
    """The links of organizations to the legal entities of GLEIF: they follow from the data.

    Since when each is held, and who read it again, stands in the table, `known`; a new one is held
    since its latest day.
    """
    known = list(known)
    held = {(row.subject, row.object): (row.date, row.reviewer) for row in known}
    latest = max((row.date for row in known), default="")
    links = ((iri, f"{LEI_ENTITIES}L-{code}") for iri, code in ours.leis.items())
    rows = []
    for iri, entity in links:
        day, reviewer = held.get((iri, entity), (latest, ""))
        rows.append(Row(iri, SAME_AS, entity, _ENTITY, None, day, "1", reviewer))
    return rows
