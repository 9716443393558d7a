"""Every name of ours that a file uses exists: terms, concepts, things, sources."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.load.complaints import DATA, Complaint, Kind, Parsed
from kgraph.names import BASE, SCHEMES, compact, is_part, local_name, split
from kgraph.vocab import OWL, RDF, SKOS

VERSIONS: Final = frozenset(NamedNode(OWL.BASE + n) for n in ("versionIRI", "priorVersion"))
"""What names a version of a document, which nothing describes."""
_HTTP_BASE: Final = BASE.replace("https://", "http://")
_UNCHECKED: Final = ("/shape/", "/question/", "/graph/")
_OF_DATA: Final = ("/id/", "/source/", "/editorial/")
"""The parts of a base whose names are given a type in data/."""


def unknown_names(files: tuple[Parsed, ...]) -> Iterator[Complaint]:
    """A complaint for each file and each name in it that no file defines."""
    bases = tuple(sorted({BASE, *(file.base for file in files)}))
    known = _known(files, bases)
    namespaces = _namespaces(files, bases)
    ours = (*bases, _HTTP_BASE)
    fine: dict[bool, set[object]] = {True: set(), False: set()}
    for file in files:
        in_data = file.kind in DATA

        def is_fine(iri: str, in_data: bool = in_data) -> bool:
            namespace, local = _home(iri, bases)
            if not local or iri in known.get(namespace, ()) or _is_any(iri, _UNCHECKED):
                return True
            return not in_data and _is_any(iri, _OF_DATA)

        strange = _strange(file, ours, fine[in_data], is_fine)
        for iri, (triple, term) in _uses(file, ours).items() if strange else ():
            if not is_fine(iri):
                namespace = _home(iri, bases)[0]
                yield _unknown(file, iri, namespace, known, namespaces, triple, term, bases)


def _strange(
    file: Parsed, ours: tuple[str, ...], fine: set[object], is_fine: Callable[[str], bool]
) -> bool:
    """Whether the file has a name of ours that is not fine, in whatever place.

    Most names stand in many triples and files: each is looked at once, and then is `fine`.
    """
    terms = set(chain.from_iterable(file.triples))
    names = {term.datatype if isinstance(term, Literal) else term for term in terms}
    for name in names - fine:
        if isinstance(name, NamedNode) and name.value.startswith(ours) and not is_fine(name.value):
            return True
        fine.add(name)
    return False


def _known(files: tuple[Parsed, ...], bases: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Namespace → the IRIs in it that some file gives a type."""
    known: dict[str, set[str]] = {}
    for file in files:
        for triple in file.triples:
            if triple.predicate != RDF.type:
                continue
            subject, _, object_ = triple
            if not isinstance(subject, NamedNode):
                continue
            iri = subject.value
            if not iri.startswith(bases):
                continue
            in_data = _is_any(iri, _OF_DATA)
            if in_data != (file.kind in DATA):
                continue
            if file.kind in (Kind.BRIDGE, Kind.CHECKED) and object_ != OWL.Ontology:
                continue
            known.setdefault(_home(iri, bases)[0], set()).add(iri)
    return {namespace: frozenset(iris) for namespace, iris in known.items()}


def _is_any(iri: str, parts: tuple[str, ...]) -> bool:
    return split(iri)[0].endswith(parts)


def _home(iri: str, bases: tuple[str, ...]) -> tuple[str, str]:
    """Namespace and local name. A term of the ontology may hold a slash (a bridge's IRI)."""
    for base in bases:
        terms = f"{base}ontology/"
        if iri.startswith(terms):
            return terms, iri[len(terms) :]
    return split(iri)


def _namespaces(files: tuple[Parsed, ...], bases: tuple[str, ...]) -> dict[str, str]:
    """Namespace → what a name in it is called in a message."""
    schemes = {
        (file.base, local_name(subject.value))
        for file in files
        if file.kind is Kind.SCHEME
        for subject, predicate, object_ in file.triples
        if predicate == RDF.type
        and object_ == SKOS.ConceptScheme
        and isinstance(subject, NamedNode)
        and is_part(subject.value, "scheme")
    }
    kinds = {
        "ontology": "term",
        "id": "thing",
        "source": "source",
        "editorial": "editorial graph",
        "scheme": "concept scheme",
    }
    return {
        **{f"{base}{part}/": kind for base in bases for part, kind in kinds.items()},
        **{f"{BASE}{slug}/": "concept" for slug in SCHEMES},
        **{f"{base}{slug}/": "concept" for base, slug in sorted(schemes)},
    }


def _uses(file: Parsed, ours: tuple[str, ...]) -> dict[str, tuple[Triple, object]]:
    """Each IRI of ours that the file uses, with the first triple that uses it."""
    uses: dict[str, tuple[Triple, object]] = {}
    for triple in file.triples:
        for term in triple:
            if isinstance(term, Literal):
                name = term.datatype.value
            elif isinstance(term, NamedNode):
                name = term.value
            else:
                continue
            if name.startswith(ours) and name not in uses and triple.predicate not in VERSIONS:
                uses[name] = (triple, term)
    return uses


def _unknown(
    file: Parsed,
    iri: str,
    namespace: str,
    known: Mapping[str, frozenset[str]],
    namespaces: Mapping[str, str],
    triple: Triple,
    term: object,
    bases: tuple[str, ...],
) -> Complaint:
    kind = namespaces.get(namespace)
    if kind is None:
        what = f"unknown namespace in {compact(iri)}"
        why = f"the graph has no names under <{namespace}>"
        others = difflib.get_close_matches(namespace, namespaces, n=1)
        fix = f"write <{others[0]}…>" if others else "correct the IRI"
        return Complaint(file.path, what, why, fix, triple, term)
    where = {
        "term": "ontology/",
        "thing": "data/",
        "source": "data/sources/",
        "editorial graph": "data/editorial/",
    }.get(kind, "ontology/schemes/")
    near = _nearest(iri, namespace, known, bases)
    fix = f"define it under {where}"
    if near:
        fix = f"write {compact(near)}, or {fix}"
    return Complaint(
        file.path,
        f"unknown {kind} {compact(iri)}",
        f"no file under {where} gives it a type",
        fix,
        triple,
        term,
    )


def _nearest(
    iri: str, namespace: str, known: Mapping[str, frozenset[str]], bases: tuple[str, ...]
) -> str | None:
    """The known IRI most like this one: in its namespace, else of the same name elsewhere."""
    candidates = {_home(other, bases)[1]: other for other in sorted(known.get(namespace, ()))}
    local = _home(iri, bases)[1]
    close = difflib.get_close_matches(local, candidates, n=1)
    if close:
        return candidates[close[0]]
    for others in known.values():
        for other in sorted(others):
            if _home(other, bases)[1] == local:
                return other
    return None
