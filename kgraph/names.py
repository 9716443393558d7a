"""Namespaces, prefixes and the short form of IRIs: the one place where names are spelled.

Nothing here reads a file or keeps state.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

BASE: Final = "https://w3id.org/jpst/"
JPST: Final = BASE + "ontology/"
ID: Final = BASE + "id/"
SRC: Final = BASE + "source/"
SHAPE: Final = BASE + "shape/"
QUESTION: Final = BASE + "question/"
GRAPH: Final = BASE + "graph/"
EDITORIAL: Final = BASE + "editorial/"
SCHEME: Final = BASE + "scheme/"
STANDING: Final = BASE + "standing/"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SH: Final = "http://www.w3.org/ns/shacl#"
DCTERMS: Final = "http://purl.org/dc/terms/"
PROV: Final = "http://www.w3.org/ns/prov#"
SCHEMA: Final = "https://schema.org/"
VANN: Final = "http://purl.org/vocab/vann/"
DCAT: Final = "http://www.w3.org/ns/dcat#"
VOID: Final = "http://rdfs.org/ns/void#"
ELI: Final = "http://data.europa.eu/eli/ontology#"
ORG: Final = "http://www.w3.org/ns/org#"

SCHEMES: Final[tuple[str, ...]] = (
    "allocationmethod",
    "assetclass",
    "capacity",
    "cashleg",
    "citability",
    "custodymodel",
    "disclosure",
    "dvpstatus",
    "edinetfilertype",
    "field",
    "fiscalyearend",
    "handling",
    "hosting",
    "investorscope",
    "layer",
    "legalform",
    "listingstatus",
    "marketcategory",
    "matchingmethod",
    "measure",
    "miclevel",
    "micstatus",
    "namestatus",
    "offeringtype",
    "operatingstatus",
    "organizationstatus",
    "precision",
    "qualifier",
    "reviewperiod",
    "secondarymarketstatus",
    "settlementcycle",
    "settlementfield",
    "settlementmode",
    "standing",
    "tokenleg",
    "topic",
)
"""Slugs of the concept schemes. Scheme `x` is SCHEME + "x"; its concepts are BASE + "x/…"."""

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "jpst": JPST,
        "id": ID,
        "src": SRC,
        "shape": SHAPE,
        "question": QUESTION,
        "graph": GRAPH,
        "editorial": EDITORIAL,
        "scheme": SCHEME,
        **{slug: f"{BASE}{slug}/" for slug in SCHEMES},
        "rdf": RDF,
        "rdfs": RDFS,
        "owl": OWL,
        "xsd": XSD,
        "skos": SKOS,
        "sh": SH,
        "dcterms": DCTERMS,
        "prov": PROV,
        "schema": SCHEMA,
        "vann": VANN,
        "dcat": DCAT,
        "void": VOID,
        "eli": ELI,
        "org": ORG,
    }
)
"""Prefix → namespace IRI, the same in every file, query and answer of the project."""

_NAMESPACE_TO_PREFIX: Final[Mapping[str, str]] = MappingProxyType(
    {namespace: prefix for prefix, namespace in PREFIXES.items()}
)
_CURIE = re.compile(r"(?P<prefix>[A-Za-z][\w-]*)?:(?P<local>.*)", re.DOTALL)
# The local names that Turtle and SPARQL both read without an escape, ASCII only.
_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def expand(curie: str) -> str:
    """The full IRI of `prefix:local` or `<iri>`.

    Raises ValueError where the text has no prefix, an unknown prefix, or a character that no IRI
    may hold.
    """
    if curie.startswith("<") and curie.endswith(">"):
        iri = curie[1:-1]
    else:
        match = _CURIE.fullmatch(curie)
        if match is None or match["prefix"] is None:
            raise ValueError(f"“{curie}” is not a short name; write prefix:name or <IRI>")
        namespace = PREFIXES.get(match["prefix"])
        if namespace is None:
            raise ValueError(
                f"“{curie}”: the prefix “{match['prefix']}:” is not known; "
                f"use one of {', '.join(sorted(PREFIXES))}, or <IRI>"
            )
        iri = namespace + match["local"]
    bad = _NOT_IN_IRI.search(iri)
    if bad is not None:
        raise ValueError(f"“{curie}” holds {bad.group()!r}, which an IRI may not hold")
    return iri


def split(iri: str) -> tuple[str, str]:
    """The namespace and the local name of an IRI, cut after the last `#` or `/` (or `:`)."""
    cut = max(iri.rfind("#"), iri.rfind("/"))
    if cut < 0:
        cut = iri.rfind(":")
    return iri[: cut + 1], iri[cut + 1 :]


def compact(iri: str) -> str:
    """`prefix:local` where a known prefix fits and the result is valid Turtle, else `<iri>`."""
    namespace, local = split(iri)
    prefix = _NAMESPACE_TO_PREFIX.get(namespace)
    if prefix is not None and _PLAIN_LOCAL.fullmatch(local):
        return f"{prefix}:{local}"
    return f"<{iri}>"


def local_name(iri: str) -> str:
    """The part of an IRI after its last `#` or `/`."""
    return split(iri)[1]
