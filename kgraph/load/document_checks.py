"""What must hold of the files before they become a graph: each document in the file of its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Triple

from kgraph.load.complaints import DATA, Complaint, Kind, Parsed, place
from kgraph.load.data_checks import misplaced
from kgraph.load.name_checks import unknown_names
from kgraph.names import compact, is_part, local_name
from kgraph.problems import Problem
from kgraph.turtle.hazards import NEW_TERM, NEW_TERM_FIX, NEW_TERM_WHY, is_new
from kgraph.vocab import DCAT, JPST, OWL, RDF, RDFS, SCHEMA, SKOS, Object, as_term

_SOURCE_CLASSES: Final = frozenset(
    NamedNode(JPST.BASE + name) for name in ("PrimarySource", "SecondarySource")
)

_VERSIONS: Final = frozenset((DCAT.previousVersion, JPST.earlierVersion))


def check(files: Iterable[Parsed]) -> list[Problem]:
    """All problems of the parsed files, in the order of the files and of their lines."""
    files = tuple(files)
    complaints = [
        *_descriptions(files),
        *_of_others(files),
        *_urls(files),
        *_forms(files),
        *unknown_names(files),
        *misplaced(files),
    ]
    return place(complaints)


# -- each file describes what its name says


def _descriptions(files: tuple[Parsed, ...]) -> Iterator[Complaint]:
    sources = _source_classes(files)
    for file in files:
        if file.kind in (Kind.MODULE, Kind.SCHEME):
            yield from _ontology_file(file)
        elif file.kind is Kind.SOURCE:
            yield from _described(file, sources, "jpst:PrimarySource or jpst:SecondarySource")
        elif file.kind is Kind.EDITORIAL:
            yield from _described(file, frozenset((JPST.EditorialGraph,)), "jpst:EditorialGraph")
        if file.kind in DATA:
            yield from _foreign(file)


def _source_classes(files: tuple[Parsed, ...]) -> frozenset[Object]:
    """The two classes of sources with all their subclasses."""
    above = [
        (t.subject, t.object)
        for file in files
        if file.kind is Kind.MODULE
        for t in file.triples
        if t.predicate == RDFS.subClassOf
    ]
    classes: set[Object] = set(_SOURCE_CLASSES)
    while new := {low for low, high in above if high in classes} - classes:
        classes |= new
    return frozenset(classes)


def _ontology_file(file: Parsed) -> Iterator[Complaint]:
    wanted = OWL.Ontology if file.kind is Kind.MODULE else SKOS.ConceptScheme
    own = NamedNode(file.graph)
    declared = [t for t in file.triples if t.predicate == RDF.type and t.object == wanted]
    if not any(triple.subject == own for triple in declared):
        yield Complaint(
            file.path,
            f"the file does not declare {compact(file.graph)}",
            f"a file of this name is that {compact(wanted.value)}",
            f"add “{compact(file.graph)} a {compact(wanted.value)}”, or rename the file",
        )
    for triple in declared:
        if triple.subject != own:
            yield Complaint(
                file.path,
                f"the file declares {_show(triple.subject)} too",
                f"it may declare only {compact(file.graph)}, after its name",
                "move the declaration to a file of its own",
                triple,
            )


def _described(file: Parsed, classes: frozenset[Object], names: str) -> Iterator[Complaint]:
    own = NamedNode(file.graph)
    if not any(
        t.subject == own and t.predicate == RDF.type and t.object in classes for t in file.triples
    ):
        yield Complaint(
            file.path,
            f"the file does not describe {compact(file.graph)}",
            f"a file of this name holds what that one document says, and it is no {names} here",
            f"add “{compact(file.graph)} a …” with its title and address, or rename the file",
        )


def _foreign(file: Parsed) -> Iterator[Complaint]:
    """Sources and editorial graphs described in a file that is not theirs."""
    seen = set()
    for triple in file.triples:
        subject = triple.subject
        if subject in seen:
            continue
        seen.add(subject)
        if not isinstance(subject, NamedNode) or subject.value == file.graph:
            continue
        for part, folder in (("source", "sources"), ("editorial", "editorial")):
            if is_part(subject.value, part):
                slug = local_name(subject.value)
                yield Complaint(
                    file.path,
                    f"the file describes {compact(subject.value)}",
                    f"that is described in data/{folder}/{slug}.ttl and nowhere else",
                    f"move these statements to data/{folder}/{slug}.ttl",
                    triple,
                )


def _of_others(files: tuple[Parsed, ...]) -> Iterator[Complaint]:
    """What an overlay names or defines with a base that is another root's.

    Its sources may state facts about anything; what a term of another root means, and what a thing
    of it is called, stays as it is there.
    """
    bases = {file.base for file in files}
    for file in files:
        others = tuple(bases - {file.base})
        if not others or file.kind not in (Kind.MODULE, Kind.SCHEME, Kind.ENTITIES):
            continue
        for triple in file.triples:
            subject = triple.subject
            if isinstance(subject, NamedNode) and subject.value.startswith(others):
                yield Complaint(
                    file.path,
                    f"{compact(subject.value)} is another root's",
                    f"this root names its own below <{file.base}>",
                    "define a term or thing of your own that specializes it, or state the fact in "
                    "a source",
                    triple,
                )
                break


def _urls(files: tuple[Parsed, ...]) -> Iterator[Complaint]:
    """Two sources with one address, unless they are versions of one document."""
    first: dict[str, Parsed] = {}
    versions = _versions(files)
    for file in files:
        if file.kind is not Kind.SOURCE:
            continue
        for triple in file.triples:
            if triple.predicate != SCHEMA.url or triple.subject.value != file.graph:
                continue
            url = as_term(triple.object).value
            other = first.setdefault(url, file)
            if versions.get(other.graph, other.graph) != versions.get(file.graph, file.graph):
                yield Complaint(
                    file.path,
                    f"two sources have the address {url}",
                    f"{other.path.name} describes it too",
                    "keep one file and move the facts of the other into it, or name the earlier "
                    "version with dcat:previousVersion, of a page that was read again with "
                    "jpst:earlierVersion",
                    triple,
                    triple.object,
                )


def _versions(files: tuple[Parsed, ...]) -> dict[str, str]:
    """Each source that has versions, with one of them that stands for all."""
    stands: dict[str, str] = {}

    def found(source: str) -> str:
        while stands.setdefault(source, source) != source:
            source = stands[source]
        return source

    for file in files:
        for triple in file.triples if file.kind is Kind.SOURCE else ():
            if triple.predicate in _VERSIONS and isinstance(triple.object, NamedNode):
                stands[found(file.graph)] = found(triple.object.value)
    return {source: found(source) for source in tuple(stands)}


# -- forms that other tools cannot read, or that make differences unreadable


def _forms(files: tuple[Parsed, ...]) -> Iterator[Complaint]:
    for file in files:
        kinds = set(map(type, chain.from_iterable(file.triples)))
        blank = _first_blank(file) if BlankNode in kinds and file.kind in DATA else None
        if blank is not None:
            yield Complaint(
                file.path,
                "a blank node",
                "data names every node, so that sources and differences can point at it",
                "give the node an id: IRI; kgraph fmt names statements and records",
                blank,
                blank.object if isinstance(blank.object, BlankNode) else None,
            )
        new = next((triple for triple in file.triples if is_new(triple.object)), None)
        if new is not None:
            yield Complaint(file.path, NEW_TERM, NEW_TERM_WHY, NEW_TERM_FIX, new)


def _first_blank(file: Parsed) -> Triple | None:
    """A triple that shows a blank node: where it is used, else where it is described."""
    described = None
    for triple in file.triples:
        if isinstance(triple.object, BlankNode) and isinstance(triple.subject, NamedNode):
            return triple
        if described is None and BlankNode in (type(triple.subject), type(triple.object)):
            described = triple
    return described


def _show(term: object) -> str:
    return compact(term.value) if isinstance(term, NamedNode) else str(term)
