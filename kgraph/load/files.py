"""The project's folders → one store: a named graph per document, and their merge."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kgraph.load.complaints import Kind, Parsed
from kgraph.load.document_checks import check
from kgraph.names import BASE
from kgraph.problems import LoadError, Problem
from kgraph.root import FOLDERS, SETTINGS, Layer, check_root, files_below, layers
from kgraph.turtle.literals import engine_forms, may_be_rewritten, spellings
from kgraph.turtle.parse import blank_prefix, decode, named_triples, normalize, read_bytes
from kgraph.vocab import GRAPH, OWL, RDFS, SKOS

FileGraph = Parsed
"""A loaded file: `path`, `graph` (the IRI of its named graph), `kind`, `triples`.

The triples are spelled as the store spells them, so that they can be compared with its answers.
"""

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CATALOG: Final = "catalog-v001.xml"
"""What editors such as Protégé read to find imported modules in this folder; no data of ours."""
_OTHER_RDF: Final = frozenset(
    (".nt", ".nq", ".trig", ".n3", ".jsonld", ".rdf", ".owl", ".xml", ".turtle")
)
_COUNTED: Final = (".ttl", ".rq", ".yaml")


_LINKS: Final = frozenset(
    (
        *(OWL.BASE + name for name in ("sameAs", "equivalentClass", "equivalentProperty")),
        *(RDFS.BASE + name for name in ("subClassOf", "subPropertyOf")),
        *(SKOS.BASE + f"{name}Match" for name in ("exact", "close", "broad", "narrow", "related")),
    )
)


def is_link(triple: Triple, base: str = BASE) -> bool:
    """Whether a triple of a bridge leads from a term or thing of its root to one outside."""
    ours, theirs = triple.subject, triple.object
    return (
        triple.predicate.value in _LINKS
        and isinstance(ours, NamedNode)
        and isinstance(theirs, NamedNode)
        and ours.value.startswith(base)
        and not theirs.value.startswith(base)
    )


@dataclass(frozen=True)
class Loaded:
    """The asserted graphs.

    `bridges` are the links to outside ontologies. They are in no store, so that nothing infers,
    validates or weighs by outside axioms; a snapshot adds them as named graphs of their own.
    `fingerprint` changes when any file of the four folders does, and not with the line ends.
    `layers` are the roots that were read, from the lowest up; `root` is the last of them.
    """

    root: Path
    files: tuple[FileGraph, ...]
    bridges: tuple[FileGraph, ...]
    fingerprint: str
    layers: tuple[Layer, ...] = ()

    @cached_property
    def store(self) -> Store:
        """Each file's named graph and, in the default graph, the merged set of all of them.

        It is made when it is first asked for: who reads what each file says needs none.
        """
        return _store(self.files)

    def quads(self) -> Iterator[Quad]:
        """What each file says, in its named graph, and the links to outside ontologies, in the
        graph of links too."""
        for file in (*self.files, *self.bridges):
            graph = NamedNode(file.graph)
            for subject, predicate, value in file.triples:
                yield Quad(subject, predicate, value, graph)
        for file in self.bridges:
            for triple in file.triples:
                if is_link(triple, file.base):
                    yield Quad(*triple, GRAPH.links)


def load(root: Path) -> Loaded:
    """The graphs of the files under `root` (a folder found by `find_root`).

    Raises LoadError with every problem found: syntax, encoding, names that nothing defines,
    sources out of their place, blank nodes in data. Of an overlay, also those of the roots that it
    extends.
    """
    check_root(root, "this folder was given to be loaded", ("ontology", "data"))
    problems: list[Problem] = []
    stack = layers(root)
    contents = _read_all(stack, problems)
    parsed: list[Parsed] = []
    for layer in stack:
        own = {path: data for path, (where, data) in contents.items() if where is layer}
        # Blank nodes of two roots never meet.
        mark = "" if layer.is_house else f"{layer.name}."
        for path, kind, graph in _plan(layer, own, problems):
            try:
                text = decode(own[path], path)
                prefix = f"{mark}{blank_prefix(path.relative_to(layer.folder))}"
                named = named_triples(text, path, prefix)
            except LoadError as error:
                problems += error.problems
            else:
                parsed.append(Parsed(path, graph, kind, named, layer.base))
    if not problems:
        # Names can only be judged once every file that may define them has been read.
        problems = check(parsed)
    if problems:
        raise LoadError(problems)
    files = _as_stored([f for f in parsed if f.kind not in (Kind.BRIDGE, Kind.CHECKED)])
    bridges = _as_stored([file for file in parsed if file.kind is Kind.BRIDGE])
    return Loaded(root, files, bridges, _fingerprint(contents), stack)


def fingerprint(root: Path) -> str:
    """The fingerprint that `load(root)` would give, without parsing. Raises LoadError."""
    problems: list[Problem] = []
    contents = _read_all(layers(root), problems)
    if problems:
        raise LoadError(problems)
    return _fingerprint(contents)


def turtle_files(root: Path) -> list[Path]:
    """Every Turtle file of the project's folders, in path order: what `fmt` looks at.

    Raises LoadError for a folder that cannot be read.
    """
    return [
        path
        for folder in FOLDERS
        for path in files_below(root / folder)
        if path.suffix == ".ttl" and not path.name.startswith(".")
    ]


def _read_all(stack: tuple[Layer, ...], problems: list[Problem]) -> dict[Path, tuple[Layer, bytes]]:
    """Every Turtle and SPARQL file of the four folders of each root, in path order."""
    contents: dict[Path, tuple[Layer, bytes]] = {}
    for layer in stack:
        for path in _counted(layer):
            try:
                contents[path] = layer, normalize(read_bytes(path))
            except LoadError as error:
                problems += error.problems
    return contents


def _counted(layer: Layer) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in files_below(layer.folder / folder):
            if path.suffix in _COUNTED and not path.name.startswith("."):
                yield path
    if not layer.is_house:
        yield layer.folder / SETTINGS


def _fingerprint(contents: dict[Path, tuple[Layer, bytes]]) -> str:
    digest = hashlib.sha256()
    for path, data in sorted(
        (
            ("" if layer.is_house else f"{layer.name}/")
            + path.relative_to(layer.folder).as_posix(),
            data,
        )
        for path, (layer, data) in contents.items()
    ):
        # A name that is not UTF-8 is told of later, as that of a file that has no place here.
        digest.update(f"{path}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return digest.hexdigest()


def _plan(
    layer: Layer, contents: dict[Path, bytes], problems: list[Problem]
) -> Iterator[tuple[Path, Kind, str]]:
    """Each Turtle file with its kind and graph; a file in no known place is a problem."""
    root = layer.folder
    for path in contents:
        if path.suffix == ".ttl":
            parts = path.relative_to(root).parts
            place = _place(layer.base, parts[:-1], path.stem)
            if place is None:
                problems.append(
                    Problem(
                        "the file stands where none is read",
                        f"no graph is made from {'/'.join(parts[:-1])}/",
                        "move it to data/entities/, data/sources/, data/editorial/ or ontology/",
                        path,
                    )
                )
                continue
            kind, graph = place
            if kind is not Kind.CHECKED and not _SLUG.fullmatch(path.stem):
                problems.append(
                    Problem(
                        "the file name is not a slug",
                        "it becomes part of an IRI",
                        "use a-z, 0-9 and single hyphens only",
                        path,
                    )
                )
                continue
            yield path, kind, graph
    problems += [
        Problem(
            "the file is not read",
            "the project's own folders hold Turtle files with the ending .ttl",
            "convert it to Turtle, or move it away",
            path,
        )
        for folder in ("ontology", "data", "shapes")
        for path in files_below(root / folder)
        if path.name != CATALOG
        and (path.suffix.lower() in _OTHER_RDF or path.suffix in (".TTL", ".Ttl"))
    ]


def _place(base: str, folder: tuple[str, ...], stem: str) -> tuple[Kind, str] | None:
    """What the files of a folder hold, and the graph of one: every root is laid out alike."""
    match folder:
        case ("ontology",) if stem != "jpst":
            return Kind.MODULE, f"{base}module/{stem}"
        case ("ontology",) | ("shapes", *_) | ("queries", *_):
            return Kind.CHECKED, ""
        case ("ontology", "align"):
            return Kind.BRIDGE, f"{base}ontology/align/{stem}"
        case ("ontology", "schemes"):
            return Kind.SCHEME, f"{base}scheme/{stem}"
        case ("data", "entities"):
            return Kind.ENTITIES, f"{base}graph/entities"
        case ("data", "sources"):
            return Kind.SOURCE, f"{base}source/{stem}"
        case ("data", "editorial"):
            return Kind.EDITORIAL, f"{base}editorial/{stem}"
    return None


def _as_stored(files: list[Parsed]) -> tuple[FileGraph, ...]:
    """The files with each literal spelled as the engine gives it back."""
    rewritable = [
        {i: v for i, triple in enumerate(file.triples) if may_be_rewritten(v := triple.object)}
        for file in files
    ]
    forms = engine_forms(chain.from_iterable(found.values() for found in rewritable))
    if all(old == new for old, new in forms.items()):
        return tuple(files)
    return tuple(
        _file_as_stored(file, found, forms) if found else file
        for file, found in zip(files, rewritable, strict=True)
    )


def _file_as_stored(
    file: Parsed, rewritable: dict[int, Literal], forms: dict[Literal, Literal]
) -> FileGraph:
    """A file with its literals as the engine has them, of which those are told that it may rewrite.

    They are told by the place of their triple in the file.
    """
    triples = list(file.triples)
    graph = NamedNode(file.graph)
    quads = []
    for i, literal in rewritable.items():
        subject, predicate, _ = triples[i]
        quads.append(Quad(subject, predicate, literal, graph))
        triples[i] = Triple(subject, predicate, forms[literal])
    return replace(file, triples=tuple(triples), spelled=spellings(quads, forms))


def _store(files: tuple[FileGraph, ...]) -> Store:
    def quads() -> Iterator[Quad]:
        for file in files:
            graph = NamedNode(file.graph)
            for subject, predicate, object_ in file.triples:
                yield Quad(subject, predicate, object_, graph)
                yield Quad(subject, predicate, object_)

    store = Store()
    store.extend(quads())
    return store
