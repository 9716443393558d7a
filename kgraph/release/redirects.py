"""Redirects from our IRIs to where they are published, for a register of permanent addresses.

The file is for w3id.org, whose Apache takes one `.htaccess` a name: the owner registers it there.
"""

from __future__ import annotations

import re
from typing import Final

from kgraph.names import BASE
from kgraph.release.errors import ReleaseError
from kgraph.release.places import APART, instead

PATH: Final = "w3id/.htaccess"
_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)*")
_KINDS: Final = (
    (r"text/turtle", "ttl"),
    (r"application/ld\+json", "jsonld"),
    (r"application/n-triples", "nt"),
    (r"(?:text/html|application/xhtml\+xml)", "html"),
)
"""Media types, as patterns, and the endings of the files that hold them; the usual one first."""


def redirects(site: str, version: str) -> str:
    """The `.htaccess` that leads from every IRI of ours to the pages at `site` and, of what stands
    in no page, to the files of the release there.

    What is liked without a weight goes before what has one, and Turtle is for who likes everything.
    Raises ReleaseError where `site` is no address.
    """
    address = site.rstrip("/")
    if not _ADDRESS.fullmatch(address):
        raise ReleaseError(
            f"“{site}” is no address of pages; write https://… without a query or a fragment"
        )
    here = f"%{{ENV:SITE}}/release/{version}"
    lines = [
        f"# {BASE}: redirects to where it is published.",
        "Options +FollowSymLinks -MultiViews",
        "RewriteEngine on",
        "",
        "# Where the pages are.",
        f"RewriteRule ^ - [E=SITE:{address}]",
        "",
        "# Versions: their files, and what describes them.",
        _rule(r"^(release/[0-9.]+/.+)$", "%{ENV:SITE}/$1", 302),
        _rule(r"^(release/[0-9.]+)/?$", "%{ENV:SITE}/$1/dcat.ttl", 303),
        "",
        "# The graph as a whole.",
        _rule(r"^$", "%{ENV:SITE}/", 302),
        _rule(r"^(dataset|catalog|void)$", "%{ENV:SITE}/data/void.ttl", 303),
        _rule(r"^linked$", f"{here}/jpst-linked.ttl", 303),
        _rule(r"^ontology/$", f"{here}/jpst-full.ttl", 303),
        _rule(r"^(claim|graph|standing)/", f"{here}/graph.trig", 303),
        _rule(r"^frames/([a-z]+\.jsonld)$", f"{here}/frames/$1", 302),
        "",
        "# Files are called alike on every host: classes lie apart from properties.",
        f"RewriteRule {APART.replace('(?:^|/)', '(?:^|.*/)')} {instead()} [DPI]",
        "",
        "# Documents.",
        _rule(r"^(.+\.(ttl|jsonld|nt|html))$", "%{ENV:SITE}/$1", 302),
        "",
        "# Things, terms, concepts, sources, questions and shapes: what a client likes best.",
    ]
    for weight in ("", r"\s*;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[0-9.]+"):
        for pattern, ending in _KINDS:
            lines.append(
                rf'RewriteCond %{{HTTP_ACCEPT}} "(?:^|,)\s*{pattern}{weight}\s*(?:,|$)" [NC]'
            )
            lines.append(_rule(r"^(.+)$", f"%{{ENV:SITE}}/$1.{ending}", 303))
    lines.append(_rule(r"^(.+)$", "%{ENV:SITE}/$1.ttl", 303))
    return "\n".join(lines) + "\n"


def _rule(pattern: str, target: str, status: int) -> str:
    return f"RewriteRule {pattern} {target} [R={status},L]"
