"""Namespaces, prefixes and the short form of IRIs: the one place where names are spelled.

Nothing here reads a file or keeps state.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from kgraph.vocab import (
    DCAT,
    DCTERMS,
    ELI,
    GRAPH,
    JPST,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SH,
    SKOS,
    VANN,
    VOID,
    XSD,
)

BASE: Final = "https://w3id.org/jpst/"
SERVICE: Final = BASE + "service"
"""What `kgraph serve` calls itself in its service description."""
MODULE: Final = BASE + "module/"
ALIGN: Final = JPST.BASE + "align/"
ID: Final = BASE + "id/"
SRC: Final = BASE + "source/"
SHAPE: Final = BASE + "shape/"
QUESTION: Final = BASE + "question/"
EDITORIAL: Final = BASE + "editorial/"
SCHEME: Final = BASE + "scheme/"
STANDING: Final = BASE + "standing/"
CLAIM: Final = BASE + "claim/"
ROUTE_ITEM: Final = BASE + "routeitem/"

LICENSE_IRI: Final = "https://creativecommons.org/licenses/by/4.0/"
"""The license of the data, the ontology and what is made of them: LICENSE-DATA says why."""

QB: Final = "http://purl.org/linked-data/cube#"
DCAM: Final = "http://purl.org/dc/dcam/"

SCHEMES: Final[tuple[str, ...]] = (
    "accountingperiodend",
    "allocationmethod",
    "assetclass",
    "capacity",
    "cashleg",
    "citability",
    "claimstate",
    "closurereason",
    "condition",
    "custodymodel",
    "custodystep",
    "disclosure",
    "dvpstatus",
    "edinetfilertype",
    "field",
    "fiscalperiod",
    "fiscalyearend",
    "grantkind",
    "ground",
    "handling",
    "hosting",
    "investorcriterion",
    "investorscope",
    "layer",
    "ledgertrait",
    "legalform",
    "leistatus",
    "lifecycle",
    "listingstatus",
    "marketcategory",
    "matchingmethod",
    "measure",
    "miclevel",
    "micstatus",
    "modality",
    "moneyclass",
    "namestatus",
    "occasion",
    "offeringtype",
    "operatingstatus",
    "organizationstatus",
    "origin",
    "population",
    "precision",
    "qualifier",
    "recordstatus",
    "respect",
    "reuse",
    "reviewperiod",
    "routepart",
    "secondarymarketstatus",
    "session",
    "settlementcycle",
    "settlementfield",
    "settlementmode",
    "standing",
    "threshold",
    "tokenleg",
    "topic",
)
"""Slugs of the concept schemes. Scheme `x` is SCHEME + "x"; its concepts are BASE + "x/…"."""

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "jpst": JPST.BASE,
        "module": MODULE,
        "id": ID,
        "src": SRC,
        "shape": SHAPE,
        "question": QUESTION,
        "graph": GRAPH.BASE,
        "editorial": EDITORIAL,
        "scheme": SCHEME,
        "claim": CLAIM,
        "routeitem": ROUTE_ITEM,
        **{slug: f"{BASE}{slug}/" for slug in SCHEMES},
        "rdf": RDF.BASE,
        "rdfs": RDFS.BASE,
        "owl": OWL.BASE,
        "xsd": XSD.BASE,
        "skos": SKOS.BASE,
        "sh": SH.BASE,
        "dcam": DCAM,
        "dcterms": DCTERMS.BASE,
        "prov": PROV.BASE,
        "schema": SCHEMA.BASE,
        "vann": VANN.BASE,
        "dcat": DCAT.BASE,
        "void": VOID.BASE,
        "eli": ELI.BASE,
        "org": ORG.BASE,
        "qb": QB,
    }
)
"""Prefix → namespace IRI, the same in every file, query and answer of the project."""

_NAMESPACE_TO_PREFIX: Final[Mapping[str, str]] = MappingProxyType(
    {namespace: prefix for prefix, namespace in PREFIXES.items()}
)
_CURIE = re.compile(r"(?P<prefix>[A-Za-z][\w-]*)?:(?P<local>.*)", re.DOTALL)
# The local names that Turtle and SPARQL both read without an escape, ASCII only.
_HOST, _PATH = BASE.partition("://")[2].rstrip("/").split("/", 1)
_LIKE_OURS: Final = re.compile(
    rf"https?:/*(?:[^/?#]*@)?(?:www\.)?{re.escape(_HOST)}\.?(?::[0-9]*)?/+{re.escape(_PATH)}"
    r"(?P<end>[/#].*)",
    re.IGNORECASE | re.DOTALL,
)
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
    slash, mark = iri.rfind("/"), iri.rfind("#")
    cut = slash if slash > mark else mark
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


def ours(iri: str) -> str | None:
    """The IRI of ours that one was meant to be which is written otherwise; None where it is not.

    It differs in its scheme, in the spelling of the host, or in slashes.
    """
    like = None if iri.startswith(BASE) else _LIKE_OURS.fullmatch(iri)
    return None if like is None else BASE + like["end"].lstrip("/#")


def is_part(iri: str, part: str) -> bool:
    """Whether an IRI stands in a part (`id`, `source`, `editorial` …) of a base, ours or another's.

    Every root names its things alike: base, part, slug.
    """
    return iri.endswith(f"/{part}/", 0, len(split(iri)[0]))


def base_of(iri: str) -> str:
    """The base of a name made of base, part and slug."""
    return iri.rsplit("/", 2)[0] + "/"


def local_name(iri: str) -> str:
    """The part of an IRI after its last `#` or `/`."""
    return split(iri)[1]


def kebab(local: str) -> str:
    """A camelCase local name in the spelling of slugs: `cashLeg` → `cash-leg`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda m: "-" + m[1].lower(), local)


def statement_slug(
    subject: str, predicate: str, value: str, attributes: Iterable[tuple[str, str]]
) -> str:
    """The slug of the rdf:Statement node that narrows a fact (the rule of docs/provenance.md).

    Takes the slug of the subject, the local name of the property, the value in N-Triples spelling
    and what narrows the fact as (local name of the property, value in N-Triples spelling). Two
    observations that differ in any of these have different names; the same observation in two
    sources has one.
    """
    told = [subject, predicate, value, *(f"{name}={what}" for name, what in sorted(attributes))]
    digest = hashlib.sha256("|".join(told).encode()).hexdigest()[:8]
    return f"fact-{subject}-{predicate}-{digest}"


def record_slug(
    kind: str,
    subject: str,
    observed: Iterable[str],
    *,
    qualifier: str | None = None,
    as_of: str | None = None,
    valid_from: str | None = None,
    valid_until: str | None = None,
) -> str:
    """The slug of a record (the rule of docs/provenance.md).

    `observed` is what is observed, part by part: the other party or the measure, the status, the
    value; `qualifier` is the local name of the concept; the days are as precise as they are known
    (`2024-11-05`, `2024-11` or `2024`).
    """
    parts = [kind, subject, *(part.replace(".", "-") for part in observed)]
    if qualifier:
        parts.append(kebab(qualifier))
    if as_of:
        parts.append(as_of)
    if valid_from:
        parts += ["from", valid_from]
    if valid_until:
        parts += ["until", valid_until]
    return "-".join(parts)
