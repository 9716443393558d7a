"""What bridges there are: the outside ontologies, their prefixes, and the releases checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from kgraph.names import PREFIXES, split
from kgraph.problems import LoadError, Problem
from kgraph.sparql.header import HeaderError, read_yaml
from kgraph.turtle.parse import read_text
from kgraph.vocab import JPST

FOLDER: Final = Path("ontology", "align")
BRIDGES: Final = "bridges.yaml"
THINGS: Final = "things"
"""The bridge of individuals: its targets stand in the namespaces of other bridges too."""
LEI_ENTITIES: Final = "https://rdf.gleif.org/L1/"
"""GLEIF's names of legal entities: `L-` and the code; with `-LEI` at the end, of their records."""
_BY_MODULE: Final = "module"


@dataclass(frozen=True)
class Bridge:
    """One outside ontology, or a family of them that is checked together.

    `namespaces` are its IRI prefixes, each with its release (None where every module has a version
    of its own); `releases` say in words what was checked, `sources` where it comes from, `rights`
    by language under which license.
    """

    slug: str
    title: Mapping[str, str]
    note: str
    namespaces: Mapping[str, str | None]
    releases: tuple[str, ...]
    sources: tuple[str, ...]
    rights: Mapping[str, tuple[str, ...]]

    @property
    def iri(self) -> str:
        """The ontology IRI of the file with the OWL axioms."""
        return f"{JPST.BASE}align/{self.slug}"


@dataclass(frozen=True)
class Bridges:
    """All bridges, and the prefixes of their targets."""

    prefixes: Mapping[str, str]
    bridges: tuple[Bridge, ...]
    version: str = ""
    """The version of the set of mappings."""

    def expand(self, curie: str) -> str:
        """The IRI of `prefix:name`, with the project's prefixes too. Raises ValueError."""
        prefix, colon, local = curie.partition(":")
        namespace = self.prefixes.get(prefix) or PREFIXES.get(prefix)
        if not colon or namespace is None:
            raise ValueError(f"the prefix of “{curie}” is not known")
        return namespace + local

    def compact(self, iri: str) -> str:
        """`prefix:name` with the longest namespace that fits, else the IRI."""
        fits = [
            (namespace, prefix)
            for names in (PREFIXES, self.prefixes)
            for prefix, namespace in names.items()
            if iri.startswith(namespace) and len(iri) > len(namespace)
        ]
        if not fits:
            return iri
        namespace, prefix = max(fits, key=lambda fit: (len(fit[0]), fit[1]))
        return f"{prefix}:{iri[len(namespace) :]}"

    def home(self, iri: str) -> Bridge | None:
        """The bridge in whose namespace an IRI stands."""
        fits = [
            (len(namespace), bridge)
            for bridge in self.bridges
            for namespace in bridge.namespaces
            if iri.startswith(namespace)
        ]
        return max(fits, key=lambda fit: fit[0])[1] if fits else None

    def release(self, iri: str) -> str | None:
        """The release of the namespace of an IRI; None where its module has its own."""
        bridge = self.home(iri)
        if bridge is None:
            return None
        fits = [namespace for namespace in bridge.namespaces if iri.startswith(namespace)]
        return bridge.namespaces[max(fits, key=len)]


def module_of(iri: str) -> str:
    """The ontology that an outside term stands in: its IRI up to the local name."""
    return split(iri)[0]


def read_bridges(root: Path) -> Bridges:
    """Reads ontology/align/bridges.yaml. Raises LoadError where it is missing or malformed."""
    path = root / FOLDER / BRIDGES
    text = read_text(path)
    try:
        content = {key: entry.plain() for key, entry in read_yaml(text).items()}
        prefixes = {str(k): str(v) for k, v in content["prefixes"].items()}
        bridges = tuple(_bridge(slug, parts) for slug, parts in content["bridges"].items())
        version = str(content.get("version", ""))
    except HeaderError as error:
        problem = Problem("the file cannot be read", error.reason, "correct it", path, error.line)
        raise LoadError([problem]) from error
    except (KeyError, TypeError, AttributeError) as error:
        problem = Problem(
            "the list of bridges is incomplete",
            f"{type(error).__name__}: {error}",
            "give each bridge a title (en, ja), namespaces, releases and sources",
            path,
        )
        raise LoadError([problem]) from error
    return Bridges(MappingProxyType(prefixes), bridges, version)


def bridges_of(root: Path) -> Bridges:
    """The bridges of a project folder, none where it is linked to nothing. Raises as
    `read_bridges`."""
    if not (root / FOLDER / BRIDGES).exists():
        return Bridges(MappingProxyType({}), ())
    return read_bridges(root)


def _bridge(slug: str, parts: Mapping[str, Any]) -> Bridge:
    return Bridge(
        slug=slug,
        title=MappingProxyType({lang: parts["title"][lang] for lang in ("en", "ja")}),
        note=" ".join(parts.get("note", "").split()),
        namespaces=MappingProxyType(
            {
                namespace: None if release == _BY_MODULE else str(release)
                for namespace, release in parts["namespaces"].items()
            }
        ),
        releases=tuple(" ".join(release.split()) for release in parts["releases"]),
        sources=tuple(parts["sources"]),
        rights=MappingProxyType(
            {
                lang: tuple(
                    " ".join(line.split()) for line in parts.get("rights", {}).get(lang, ())
                )
                for lang in ("en", "ja")
            }
        ),
    )
