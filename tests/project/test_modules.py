"""Each module of the ontology says what it imports, and stands on that alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pytest
from helpers.project import PROJECT
from helpers.terms import jpst
from pyoxigraph import NamedNode, Triple

from kgraph.infer import compile_rules
from kgraph.load import Kind, load
from kgraph.names import BASE, DCAM, MODULE, SCHEME, local_name
from kgraph.turtle.parse import parse_turtle, read_text
from kgraph.vocab import DCTERMS, JPST, OWL, RDF, RDFS, SKOS

ONE = JPST.BASE.removesuffix("/")
# What tells people about a term, or where it stands; axioms and code lists are all else.
NOTES = {
    *(SKOS.BASE + n for n in ("definition", "prefLabel", "scopeNote", "example", "changeNote")),
    *(DCAM + n for n in ("domainIncludes", "rangeIncludes")),
    *(JPST.BASE + "qualifierScheme", DCTERMS.isReplacedBy.value, RDFS.isDefinedBy.value),
    *(SKOS.inScheme.value, OWL.imports.value),
}


@cache
def documents() -> dict[str, tuple[Triple, ...]]:
    """The triples of each module and concept scheme, by its IRI."""
    return {
        file.graph: file.triples
        for file in load(PROJECT).files
        if file.kind in (Kind.MODULE, Kind.SCHEME)
    }


def modules() -> list[str]:
    """Their IRIs, by the names of their files."""
    paths = (PROJECT / "ontology").glob("*.ttl")
    return sorted(MODULE + path.stem for path in paths if path.stem != "jpst")


@cache
def homes() -> dict[str, str]:
    """The module or scheme that declares each of our names."""
    return {
        triple.subject.value: iri
        for iri, triples in documents().items()
        for triple in triples
        if triple.predicate == RDF.type and isinstance(triple.subject, NamedNode)
    }


def named(triples: Iterable[Triple]) -> Iterator[str]:
    """Our names that the axioms of a module use."""
    for triple in triples:
        places = [triple.predicate]
        if triple.predicate.value not in NOTES:
            places += [triple.subject, triple.object]
        for place in places:
            if isinstance(place, NamedNode) and place.value.startswith(BASE):
                yield place.value


def used(module: str, triples: Iterable[Triple]) -> set[str]:
    """The other modules and schemes whose names the axioms of a module use."""
    return {homes()[name] for name in named(triples) if name in homes()} - {module}


def imports(triples: Iterable[Triple]) -> set[str]:
    return {t.object.value for t in triples if t.predicate == OWL.imports}


def closure(module: str) -> dict[str, tuple[Triple, ...]]:
    """A module with all that it imports, and what that imports."""
    found: dict[str, tuple[Triple, ...]] = {}
    queue = [module]
    while queue:
        one = queue.pop()
        if one not in found:
            found[one] = documents()[one]
            queue += imports(found[one])
    return found


@pytest.mark.parametrize("module", modules(), ids=local_name)
def test_a_module_imports_what_its_axioms_use(module: str) -> None:
    triples = documents()[module]
    assert imports(triples) == used(module, triples)


def test_a_use_without_import_is_seen() -> None:
    law = MODULE + "law"
    more = Triple(jpst("partOf"), RDFS.domain, JPST.SecurityToken)
    assert MODULE + "instrument" in used(law, [*documents()[law], more]) - imports(documents()[law])


def test_no_module_imports_itself_by_way_of_others() -> None:
    for module in modules():
        behind = {one for first in imports(documents()[module]) for one in closure(first)}
        assert module not in behind


@pytest.mark.parametrize("module", modules(), ids=local_name)
def test_a_module_loads_with_its_imports_alone(module: str) -> None:
    """Every one of our names in its axioms is declared in it or in what it imports."""
    alone = closure(module)
    declared = {t.subject.value for ts in alone.values() for t in ts if t.predicate == RDF.type}
    schemes = {iri for iri in alone if iri.startswith(SCHEME)}
    axioms = [t for iri, ts in alone.items() if iri not in schemes for t in ts]
    assert {name for name in named(axioms) if name in homes()} - declared == set()
    compile_rules(axioms)


def whole() -> list[Triple]:
    path = PROJECT / "ontology" / "jpst.ttl"
    return list(parse_turtle(read_text(path), path))


def test_each_module_has_the_name_of_its_file() -> None:
    assert sorted(iri for iri in documents() if iri.startswith(MODULE)) == modules()


def test_the_whole_imports_every_module_and_scheme() -> None:
    assert imports(whole()) == set(documents())


def test_each_version_is_named_after_its_module() -> None:
    found = {iri: documents()[iri] for iri in modules()} | {ONE: tuple(whole())}
    for iri, triples in found.items():
        (version,) = [t.object.value for t in triples if t.predicate == OWL.versionIRI]
        assert version.startswith(iri + "/")
