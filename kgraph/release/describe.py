"""A release described for machines: VoID for what the graph holds, DCAT for what can be loaded."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store, Triple

from kgraph.diff.ontology import str_of
from kgraph.names import BASE, ID, LICENSE_IRI, compact, split
from kgraph.release.files import NOTICE, ReleaseFile
from kgraph.snapshot.graphs import is_editorial, is_source
from kgraph.turtle.canonical import write_turtle
from kgraph.vocab import DCAT, DCTERMS, GRAPH, JPST, RDF, RDFS, SKOS, VOID, XSD, Object

DATASET: Final = BASE + "dataset"
TITLES: Final = (
    ("en", "Japan security-token graph"),
    ("ja", "日本セキュリティトークン市場グラフ"),
)
DESCRIPTIONS: Final = (
    (
        "en",
        "A knowledge graph of Japan's security-token secondary market in which every fact names "
        "the public source that states it.",
    ),
    ("ja", "日本のセキュリティトークン流通市場の知識グラフ。すべての事実に公開された出典がある。"),
)
CATALOG: Final = BASE + "catalog"
PUBLISHER: Final = "The kgraph authors"
KEYWORDS: Final = (
    ("en", ("security token", "secondary market", "Japan", "knowledge graph", "provenance")),
    ("ja", ("セキュリティトークン", "流通市場", "日本", "知識グラフ", "出典")),
)
THEME: Final = (("en", "Economy and finance"),)
_PUBLISHER: Final = CATALOG + "#publisher"
_CONTACT: Final = CATALOG + "#contact"
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
_THEMES: Final = _AUTHORITY + "data-theme"
_THEME: Final = _THEMES + "/ECON"
_PUBLIC: Final = _AUTHORITY + "access-right/PUBLIC"
_LANGUAGES: Final = (_AUTHORITY + "language/ENG", _AUTHORITY + "language/JPN")
_FOAF: Final = "http://xmlns.com/foaf/0.1/"
_VCARD: Final = "http://www.w3.org/2006/vcard/ns#"
_SPDX: Final = "http://spdx.org/rdf/terms#"
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_FORMATS: Final = (
    ("text/turtle", "http://www.w3.org/ns/formats/Turtle"),
    ("application/trig", "http://www.w3.org/ns/formats/TriG"),
    ("application/n-quads", "http://www.w3.org/ns/formats/N-Quads"),
    ("application/ld+json", "http://www.w3.org/ns/formats/JSON-LD"),
)


def release_iri(version: str) -> str:
    """The IRI of a release; its files have theirs below it."""
    return f"{BASE}release/{version}"


def void(
    store: Store,
    version: str,
    files: Iterable[ReleaseFile],
    links: Iterable[Triple] = (),
    dump: str | None = None,
) -> str:
    """The VoID description, in Turtle: sizes, vocabularies, parts by class, property and graph.

    `links` are those that lead from terms and things of ours to outside ones, `dump` is the IRI of
    the file that holds them.
    """
    made = _Void(store)
    made.describe(version, files)
    made.linksets(links, dump)
    return write_turtle(made.made, first=DATASET)


def dcat(
    version: str, issued: date, files: Iterable[ReleaseFile], previous: str | None = None
) -> str:
    """The DCAT description, in Turtle, as the application profile DCAT-AP 3.0.1 wants it.

    A catalog holds the release, whose distributions are the files of data, each with size, type and
    checksum; the other files stand in the manifest.
    """
    release = release_iri(version)
    triples = list(_dcat(release, version, issued, files, previous))
    return write_turtle(
        triples, first=release, prefixes={"spdx": _SPDX, "foaf": _FOAF, "vcard": _VCARD}
    )


class _Void:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.made: list[Triple] = []

    def describe(self, version: str, files: Iterable[ReleaseFile]) -> None:
        dataset = NamedNode(DATASET)
        merge = [q.triple for q in self.store.quads_for_pattern(None, None, None, DefaultGraph())]
        self.add(dataset, RDF.type, _iri(VOID.BASE, "Dataset"))
        _told(self.made, dataset)
        self.add(dataset, _iri(VOID.BASE, "uriSpace"), Literal(ID))
        for file in files:
            if file.path.startswith("graph.") and any(file.media_type == f for f, _ in _FORMATS):
                where = NamedNode(f"{release_iri(version)}/{file.path}")
                self.add(dataset, _iri(VOID.BASE, "dataDump"), where)
                feature = dict(_FORMATS)[file.media_type]
                self.add(dataset, _iri(VOID.BASE, "feature"), NamedNode(feature))
        self.sizes(dataset, merge)
        for vocabulary in sorted(_vocabularies(merge)):
            self.add(dataset, _iri(VOID.BASE, "vocabulary"), NamedNode(vocabulary))
        self.classes(dataset, merge)
        self.properties(dataset, merge)
        self.graphs(dataset)

    def sizes(self, node: NamedNode, merge: list[Triple]) -> None:
        things = {t.subject for t in merge if _in(t.subject, ID)}
        for name, number in (
            ("triples", len(merge)),
            ("entities", len(things)),
            ("classes", len({t.object for t in merge if t.predicate == RDF.type})),
            ("properties", len({t.predicate for t in merge})),
            ("distinctSubjects", len({t.subject for t in merge})),
            ("distinctObjects", len({t.object for t in merge})),
        ):
            self.count(node, name, number)

    def classes(self, dataset: NamedNode, merge: list[Triple]) -> None:
        members = Counter(t.object for t in merge if t.predicate == RDF.type)
        for cls in sorted(members, key=str):
            if isinstance(cls, NamedNode):
                part = self.part(dataset, "class", cls)
                self.count(part, "entities", members[cls])

    def properties(self, dataset: NamedNode, merge: list[Triple]) -> None:
        uses: dict[NamedNode, list[Triple]] = defaultdict(list)
        for triple in merge:
            uses[triple.predicate].append(triple)
        for predicate in sorted(uses, key=str):
            part = self.part(dataset, "property", predicate)
            self.count(part, "triples", len(uses[predicate]))
            self.count(part, "distinctSubjects", len({t.subject for t in uses[predicate]}))
            self.count(part, "distinctObjects", len({t.object for t in uses[predicate]}))

    def graphs(self, dataset: NamedNode) -> None:
        """The kinds of named graph as parts of the whole."""
        sizes: Counter[str] = Counter()
        for quad in self.store:
            graph = quad.graph_name
            if is_source(graph):
                sizes["sources"] += 1
            elif is_editorial(graph):
                sizes["editorial"] += 1
            elif graph in (GRAPH.entities, GRAPH.inferred):
                sizes["entities" if graph == GRAPH.entities else "inferred"] += 1
        for name, number in sorted(sizes.items()):
            subset = NamedNode(f"{DATASET}/{name}")
            self.add(dataset, _iri(VOID.BASE, "subset"), subset)
            self.add(subset, RDF.type, _iri(VOID.BASE, "Dataset"))
            self.count(subset, "triples", number)

    def linksets(self, links: Iterable[Triple], dump: str | None) -> None:
        """The links by property and by the namespace that they lead to."""
        numbers = Counter((t.predicate, split(str_of(t.object))[0]) for t in links)
        for (predicate, space), number in sorted(numbers.items(), key=str):
            name = f"{compact(predicate.value).replace(':', '-')}/{_slug(space)}"
            linkset = NamedNode(f"{DATASET}/links/{name}")
            target = NamedNode(f"{DATASET}/target/{_slug(space)}")
            self.add(NamedNode(DATASET), _iri(VOID.BASE, "subset"), linkset)
            self.add(linkset, RDF.type, _iri(VOID.BASE, "Linkset"))
            self.add(linkset, _iri(VOID.BASE, "linkPredicate"), predicate)
            self.add(linkset, _iri(VOID.BASE, "subjectsTarget"), NamedNode(DATASET))
            self.add(linkset, _iri(VOID.BASE, "objectsTarget"), target)
            self.count(linkset, "triples", number)
            if dump is not None:
                self.add(linkset, VOID.dataDump, NamedNode(dump))
            self.add(target, RDF.type, _iri(VOID.BASE, "Dataset"))
            self.add(target, _iri(VOID.BASE, "uriSpace"), Literal(space))

    def part(self, dataset: NamedNode, kind: str, term: NamedNode) -> NamedNode:
        """The part of the graph that has one class or property."""
        short = compact(term.value)
        name = _slug(term.value) if short.startswith("<") else short.replace(":", "-")
        node = NamedNode(f"{DATASET}/{kind}/{name}")
        self.add(dataset, _iri(VOID.BASE, f"{kind}Partition"), node)
        self.add(node, _iri(VOID.BASE, kind), term)
        return node

    def count(self, node: NamedNode, name: str, number: int) -> None:
        value = Literal(str(number), datatype=XSD.integer)
        self.add(node, _iri(VOID.BASE, name), value)

    def add(self, subject: NamedNode, predicate: NamedNode, value: Object) -> None:
        self.made.append(Triple(subject, predicate, value))


def _dcat(
    release: str,
    version: str,
    issued: date,
    files: Iterable[ReleaseFile],
    previous: str | None,
) -> Iterator[Triple]:
    node, day = NamedNode(release), Literal(issued.isoformat(), datatype=XSD.date)
    yield from _catalog(node, day)
    yield from _described(node, _iri(DCAT.BASE, "Dataset"), day)
    yield Triple(node, _iri(DCTERMS.BASE, "issued"), day)
    yield Triple(node, _iri(DCAT.BASE, "version"), Literal(version))
    yield Triple(node, _iri(DCAT.BASE, "isVersionOf"), NamedNode(DATASET))
    standard = NamedNode(JPST.BASE.rstrip("/"))
    yield Triple(node, _iri(DCTERMS.BASE, "conformsTo"), standard)
    yield Triple(standard, RDF.type, _iri(DCTERMS.BASE, "Standard"))
    yield Triple(node, _iri(DCTERMS.BASE, "accessRights"), NamedNode(_PUBLIC))
    yield from _rights(NamedNode(_PUBLIC), (("en", "public"), ("ja", "公開")))
    yield Triple(node, _iri(DCAT.BASE, "theme"), NamedNode(_THEME))
    yield Triple(node, _iri(DCAT.BASE, "contactPoint"), NamedNode(_CONTACT))
    for language, words in KEYWORDS:
        for word in words:
            yield Triple(node, _iri(DCAT.BASE, "keyword"), Literal(word, language=language))
    if previous is not None:
        yield Triple(node, _iri(DCAT.BASE, "previousVersion"), NamedNode(release_iri(previous)))
    notice = NamedNode(f"{release}/{NOTICE}")
    yield Triple(NamedNode(CATALOG), DCTERMS.rights, notice)
    for file in files:
        if file.path == NOTICE:
            yield from _rights(notice, (("en", file.title_en), ("ja", file.title_ja)))
        if file.is_data:
            distribution = NamedNode(f"{release}/{file.path}")
            yield Triple(node, _iri(DCAT.BASE, "distribution"), distribution)
            yield Triple(distribution, DCTERMS.rights, notice)
            yield from _distribution(distribution, file)
    yield from _named(SKOS.BASE, "Concept", _THEME, THEME)
    yield Triple(NamedNode(_THEME), SKOS.inScheme, NamedNode(_THEMES))
    yield from _named(SKOS.BASE, "ConceptScheme", _THEMES, (("en", "Data theme"),))
    theme = Literal("Data theme", language="en")
    yield Triple(NamedNode(_THEMES), _iri(DCTERMS.BASE, "title"), theme)
    yield Triple(NamedNode(_CONTACT), RDF.type, _iri(_VCARD, "Kind"))
    yield Triple(NamedNode(_CONTACT), _iri(_VCARD, "fn"), Literal(PUBLISHER))
    yield Triple(NamedNode(_CONTACT), _iri(_VCARD, "hasURL"), NamedNode(DATASET))
    yield Triple(NamedNode(_PUBLISHER), RDF.type, _iri(_FOAF, "Agent"))
    yield Triple(NamedNode(_PUBLISHER), _iri(_FOAF, "name"), Literal(PUBLISHER))
    license_node = NamedNode(LICENSE_IRI)
    yield Triple(license_node, RDF.type, _iri(DCTERMS.BASE, "LicenseDocument"))
    algorithm = _iri(_SPDX, "checksumAlgorithm_sha256")
    yield Triple(algorithm, RDF.type, _iri(_SPDX, "ChecksumAlgorithm"))
    for language in _LANGUAGES:
        yield Triple(NamedNode(language), RDF.type, _iri(DCTERMS.BASE, "LinguisticSystem"))


def _catalog(dataset: NamedNode, day: Literal) -> Iterator[Triple]:
    """The one catalog that the release stands in."""
    node = NamedNode(CATALOG)
    yield from _described(node, _iri(DCAT.BASE, "Catalog"), day)
    yield Triple(node, _iri(DCAT.BASE, "dataset"), dataset)
    yield Triple(node, _iri(DCAT.BASE, "themeTaxonomy"), NamedNode(_THEMES))


def _described(node: NamedNode, kind: NamedNode, day: Literal) -> Iterator[Triple]:
    """What a catalog and a dataset both tell: names, license, publisher, languages, page, day."""
    told: list[Triple] = []
    _told(told, node)
    yield from told
    yield Triple(node, RDF.type, kind)
    yield Triple(node, _iri(DCTERMS.BASE, "publisher"), NamedNode(_PUBLISHER))
    yield Triple(node, _iri(DCTERMS.BASE, "modified"), day)
    for language in _LANGUAGES:
        yield Triple(node, _iri(DCTERMS.BASE, "language"), NamedNode(language))


def _distribution(node: NamedNode, file: ReleaseFile) -> Iterator[Triple]:
    media, checksum = NamedNode(_MEDIA + file.media_type), NamedNode(f"{node.value}#sha256")
    size = Literal(str(len(file.content)), datatype=XSD.nonNegativeInteger)
    yield Triple(node, RDF.type, _iri(DCAT.BASE, "Distribution"))
    for language, title in (("en", file.title_en), ("ja", file.title_ja)):
        yield Triple(node, _iri(DCTERMS.BASE, "title"), Literal(title, language=language))
    yield Triple(node, _iri(DCTERMS.BASE, "license"), NamedNode(LICENSE_IRI))
    yield Triple(node, _iri(DCAT.BASE, "accessURL"), node)
    yield Triple(node, _iri(DCAT.BASE, "downloadURL"), node)
    yield Triple(node, _iri(DCAT.BASE, "mediaType"), media)
    yield Triple(media, RDF.type, _iri(DCTERMS.BASE, "MediaType"))
    yield Triple(node, _iri(DCAT.BASE, "byteSize"), size)
    yield Triple(node, _iri(_SPDX, "checksum"), checksum)
    yield Triple(checksum, RDF.type, _iri(_SPDX, "Checksum"))
    yield Triple(checksum, _iri(_SPDX, "algorithm"), _iri(_SPDX, "checksumAlgorithm_sha256"))
    digest = Literal(file.sha256, datatype=XSD.hexBinary)
    yield Triple(checksum, _iri(_SPDX, "checksumValue"), digest)


def _rights(node: NamedNode, labels: Iterable[tuple[str, str]]) -> Iterator[Triple]:
    yield Triple(node, RDF.type, _iri(DCTERMS.BASE, "RightsStatement"))
    for language, label in labels:
        yield Triple(node, RDFS.label, Literal(label, language=language))


def _named(
    namespace: str, kind: str, iri: str, labels: Iterable[tuple[str, str]]
) -> Iterator[Triple]:
    yield Triple(NamedNode(iri), RDF.type, _iri(namespace, kind))
    for language, label in labels:
        yield Triple(NamedNode(iri), SKOS.prefLabel, Literal(label, language=language))


def _told(made: list[Triple], node: NamedNode) -> None:
    """Title, description and license, which both descriptions give."""
    for language, text in TITLES:
        made.append(Triple(node, _iri(DCTERMS.BASE, "title"), Literal(text, language=language)))
    for language, text in DESCRIPTIONS:
        made.append(
            Triple(node, _iri(DCTERMS.BASE, "description"), Literal(text, language=language))
        )
    made.append(Triple(node, _iri(DCTERMS.BASE, "license"), NamedNode(LICENSE_IRI)))


def _vocabularies(merge: Iterable[Triple]) -> set[str]:
    """The namespaces of the properties and classes in use."""
    used = {t.predicate for t in merge} | {t.object for t in merge if t.predicate == RDF.type}
    return {split(term.value)[0] for term in used if isinstance(term, NamedNode)}


def _slug(iri: str) -> str:
    """An IRI without its scheme, in letters, digits and hyphens."""
    return re.sub(r"[^A-Za-z0-9]+", "-", iri.partition(":")[2]).strip("-")


def _in(node: Object, namespace: str) -> bool:
    return isinstance(node, NamedNode) and node.value.startswith(namespace)


def _iri(namespace: str, name: str) -> NamedNode:
    return NamedNode(namespace + name)
