"""Names that were given up → the page that says what to write in their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kgraph.names import compact
from kgraph.vocab import OWL, SKOS

if TYPE_CHECKING:
    from kgraph.terms.replaced import Replaced

_INTRO: Final = """\
<!-- Made by `make docs` from the files in ontology/ and data/entities/; change those. -->

# Names that were given up

An IRI that was published stays: it is marked `owl:deprecated`, names with `dcterms:isReplacedBy`
what took its place, with `jpst:deprecatedSince` the release from which on it is no longer used, and
with `skos:changeNote` how a query changes. Nothing in the graph uses it any more.

公開した IRI は残り続ける。廃止した名称には、後継（`dcterms:isReplacedBy`）、使用をやめた版
（`jpst:deprecatedSince`）、問い合わせの変え方（`skos:changeNote`）を示す。グラフの中では使用しない。
"""
_NONE: Final = "\nNo name has been given up yet. / 廃止した名称はまだない。\n"
_SECTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "terms": "Classes and properties / クラスとプロパティ",
        "concepts": "Concepts and schemes / 概念と概念体系",
        "things": "Things / 実体",
    }
)


def as_page(names: Iterable[Replaced]) -> str:
    """The page in Markdown, both languages together, with a heading for each name."""
    order = list(_SECTIONS)
    ranked = sorted(names, key=lambda one: (order.index(_section(one)), compact(one.iri)))
    parts = [_INTRO]
    for section, members in groupby(ranked, key=_section):
        parts.append(f"\n## {_SECTIONS[section]}\n")
        for one in members:
            parts += [f"\n### {compact(one.iri)}\n\n", *_lines(one)]
    return "".join(parts if ranked else [*parts, _NONE])


def _lines(one: Replaced) -> list[str]:
    newer = ", ".join(f"`{compact(iri)}`" for iri in one.replaced_by)
    rows = [
        ("Was called / 旧称", " / ".join(one.labels[lang] for lang in sorted(one.labels))),
        ("Replaced by / 後継", newer),
        ("Since release / 廃止した版", one.since),
        ("In a query", one.notes.get("en", "")),
        ("問い合わせでは", one.notes.get("ja", "")),
    ]
    return [f"- **{head}:** {text}\n" for head, text in rows if text]


def _section(one: Replaced) -> str:
    if {SKOS.Concept.value, SKOS.ConceptScheme.value} & one.kinds:
        return "concepts"
    terms = {
        OWL.Class.value,
        OWL.ObjectProperty.value,
        OWL.DatatypeProperty.value,
        OWL.AnnotationProperty.value,
    }
    return "terms" if terms & one.kinds else "things"
