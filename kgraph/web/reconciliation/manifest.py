"""What the service says of itself: which things, where they are shown, suggested and extended."""

from __future__ import annotations

from typing import Any, Final

from kgraph.matching.reconciler import Reconciler
from kgraph.names import BASE, LICENSE_IRI
from kgraph.version import __version__
from kgraph.vocab import JPST
from kgraph.web.pages.words import word
from kgraph.web.reconciliation.extend import settings
from kgraph.web.reconciliation.queries import BATCH
from kgraph.web.reconciliation.suggest import type_of

PATH: Final = "/reconcile"
WIDTH: Final = 420
HEIGHT: Final = 260
"""Size of a preview in pixels."""


def manifest(reconciler: Reconciler, address: str, lang: str) -> dict[str, Any]:
    """The manifest in a language, whose addresses stay in it; `address` is that of the server."""
    here = f"{address}{PATH}/{lang}"
    view = f"{address}/{{{{id}}}}.html"
    return {
        "versions": ["0.2"],
        "name": word(lang, "graph"),
        "identifierSpace": BASE,
        "schemaSpace": JPST.BASE,
        "documentation": f"{address}/openapi.json",
        "logo": f"{address}/static/icon.svg",
        "serviceVersion": __version__,
        "license": LICENSE_IRI,
        "batchSize": BATCH,
        "defaultTypes": [
            type_of(reconciler, kind, lang, above=False) for kind in reconciler.main_types
        ],
        "view": {"url": view if lang == "en" else f"{view}?lang={lang}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {
            kind: {"service_url": here, "service_path": f"/suggest/{kind}"}
            for kind in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/properties"},
            "property_settings": settings(reconciler.snapshot, lang),
        },
    }
