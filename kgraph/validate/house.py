"""The rules of our house bind our namespace: other roots name and describe theirs as they like."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgraph.root import Layer
from kgraph.validate.findings import Finding

TERMS: Final = Path("shapes") / "terms.ttl"
"""The shapes of how terms, concepts and modules are written."""
_ALSO: Final = frozenset(
    (
        *("alias-text", "label-en", "label-ja", "label-text"),
        *("replaced-note-ja", "source-title-text", "thing-name"),
        *(
            f"{text}-{language}"
            for text in (
                *("concept-definition", "concept-label", "module-title", "scheme-definition"),
                *("scheme-label", "term-definition", "term-label"),
            )
            for language in ("en", "ja")
        ),
        *(
            f"{of}-{what}"
            for of in ("concept", "term")
            for what in (
                "definition-form-en",
                "definition-form-ja",
                "definition-once",
                "label-once",
            )
        ),
        *(
            f"{of}-{what}"
            for of in ("module", "scheme")
            for what in ("license", "namespace", "prefix")
        ),
    )
)
"""Further kinds of findings that ask for our languages or our names, wherever they are written."""


def bound(findings: Iterable[Finding], stack: Iterable[Layer]) -> tuple[Finding, ...]:
    """The findings without those of our house about what another root of `stack` names."""
    layers = tuple(stack)
    others = tuple(layer.base for layer in layers if not layer.is_house)
    ours = {layer.folder / TERMS for layer in layers if layer.is_house}
    if not others:
        return tuple(findings)
    return tuple(
        finding
        for finding in findings
        if not (
            isinstance(finding.focus, ox.NamedNode)
            and finding.focus.value.startswith(others)
            and (finding.id in _ALSO or finding.shape_file in ours)
        )
    )
