"""Reads back from the Turtle files the observations that the fact base's claims stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from helpers.claim_mapping import ID, JPST, SRC, Observation, typed

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TYPE = RDF + "type"
DERIVED_FROM = "http://www.w3.org/ns/prov#wasDerivedFrom"
# What stands in a source file beside facts: its own description, and the editor's search notes.
DESCRIPTION = "NotFoundInSource"
RECORDS = {
    "Grant",
    "Membership",
    "TradingParticipation",
    "Listing",
    "Shareholding",
    "MarketStatistic",
}


def founding(observation: Observation) -> bool:
    """A fact of the founding document, which the fact base keeps apart (see test_founding)."""
    return any(key == "citesSource" for key, _ in observation.attributes)


def spell(value: ox.NamedNode | ox.Literal) -> str:
    """The N-Triples spelling, with decimals as the mapping writes them."""
    if isinstance(value, ox.Literal) and value.datatype.value.endswith("#decimal"):
        text = value.value
        return typed(text if "." in text else text + ".0", "decimal")
    return str(value)


def local(iri: str, namespace: str) -> str:
    return iri.removeprefix(namespace)


def read_source(path: Path) -> tuple[str | None, list[Observation]]:
    """The page date and every observation of one source file."""
    nodes = _nodes(path)
    source = path.stem
    own = nodes.pop(SRC + source)
    issued = own.get("http://purl.org/dc/terms/issued")
    page_date = issued[0].value if issued else None
    kinds = {iri: {local(t.value, JPST) for t in po.get(TYPE, ())} for iri, po in nodes.items()}
    return page_date, list(_observations(source, page_date, nodes, kinds))


def read_readings(path: Path) -> set[Observation]:
    """Every reading of an editorial file; `source` names all that it rests on."""
    nodes = _nodes(path)
    tied = {
        value.value: (local(iri, ID), local(predicate, JPST))
        for iri, po in nodes.items()
        for predicate, values in po.items()
        for value in values
        if isinstance(value, ox.NamedNode) and RDF + "subject" not in po
    }
    found = set()
    for iri, po in nodes.items():
        kinds = {local(kind.value, JPST) for kind in po.get(TYPE, ())}
        if "EditorialReading" not in kinds:
            continue
        rests_on = " ".join(sorted(local(source.value, SRC) for source in po.pop(DERIVED_FROM)))
        del po[JPST + "reason"]
        told = _attributes(po, None)
        if kinds & RECORDS:
            (kind,) = kinds & RECORDS
            found.add(Observation(rests_on, *tied[iri], kind, told | {("", f"<{iri}>")}))
        else:
            found.add(Observation(rests_on, *_stated(po), told))
    return found


def _nodes(path: Path) -> dict[str, dict[str, list]]:
    nodes: dict[str, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        nodes[quad.subject.value][quad.predicate.value].append(quad.object)
    return nodes


def _stated(po: dict[str, list]) -> tuple[str, str, str]:
    """Subject, predicate and value of a statement."""
    subject = local(po[RDF + "subject"][0].value, ID)
    predicate = local(po[RDF + "predicate"][0].value, JPST)
    return subject, predicate, spell(po[RDF + "object"][0])


def _observations(source, page_date, nodes, kinds) -> Iterator[Observation]:
    statements = [po for iri, po in nodes.items() if RDF + "Statement" in kinds[iri]]
    narrowed = set()
    for po in statements:
        subject, predicate, value = _stated(po)
        narrowed.add((subject, predicate, value))
        yield Observation(source, subject, predicate, value, _attributes(po, page_date))
    for iri, po in nodes.items():
        if RDF + "Statement" in kinds[iri] or DESCRIPTION in kinds[iri] or kinds[iri] & RECORDS:
            continue
        subject = local(iri, ID)
        for predicate, values in po.items():
            for value in values:
                term = local(predicate, JPST)
                target = value.value if isinstance(value, ox.NamedNode) else ""
                if kinds.get(target, set()) & RECORDS:
                    kind = next(iter(kinds[target] & RECORDS))
                    found = _attributes(nodes[target], None) | {("", str(value))}
                    yield Observation(source, subject, term, kind, frozenset(found))
                elif (subject, term, spell(value)) not in narrowed:
                    yield Observation(source, subject, term, spell(value))


def _attributes(po: dict[str, list], page_date: str | None) -> frozenset[tuple[str, str]]:
    skip = {
        TYPE,
        RDF + "subject",
        RDF + "predicate",
        RDF + "object",
    }
    found = {(local(p, JPST), spell(v)) for p, vs in po.items() if p not in skip for v in vs}
    return frozenset(found - {("asOf", typed(page_date, "date"))})
