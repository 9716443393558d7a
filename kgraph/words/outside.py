"""Names of the terms of others that our graph speaks in, which it has no labels for itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kgraph.vocab import DCTERMS, OWL, PROV, RDF, RDFS, SCHEMA, SKOS

_OUTSIDE: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        RDF.type.value: ("kind", "種類"),
        RDF.BASE + "subject": ("subject", "主語"),
        RDF.BASE + "predicate": ("property", "述語"),
        RDF.BASE + "object": ("value", "目的語"),
        RDFS.label.value: ("label", "名称"),
        RDFS.BASE + "comment": ("comment", "説明"),
        RDFS.BASE + "subClassOf": ("narrower kind of", "上位クラス"),
        RDFS.BASE + "subPropertyOf": ("narrower property of", "上位プロパティ"),
        RDFS.BASE + "domain": ("said of", "定義域"),
        RDFS.BASE + "range": ("values", "値域"),
        RDFS.BASE + "isDefinedBy": ("defined in", "定義元"),
        RDFS.BASE + "seeAlso": ("see also", "参照先"),
        OWL.BASE + "deprecated": ("given up", "廃止"),
        OWL.BASE + "disjointWith": ("never also", "排他的なクラス"),
        OWL.BASE + "equivalentClass": ("the same class as", "同値のクラス"),
        OWL.BASE + "inverseOf": ("inverse of", "逆プロパティ"),
        OWL.BASE + "versionInfo": ("version", "版"),
        OWL.BASE + "versionIRI": ("version", "版"),
        OWL.BASE + "imports": ("imports", "取り込むモジュール"),
        OWL.BASE + "sameAs": ("the same as", "同一のもの"),
        SKOS.BASE + "prefLabel": ("name", "名称"),
        SKOS.BASE + "altLabel": ("another name", "別名"),
        SKOS.BASE + "definition": ("definition", "定義"),
        SKOS.BASE + "scopeNote": ("scope note", "適用範囲の注記"),
        SKOS.BASE + "example": ("example", "例"),
        SKOS.BASE + "editorialNote": ("note of the editors", "編集者の注記"),
        SKOS.BASE + "changeNote": ("change", "変更の注記"),
        SKOS.BASE + "notation": ("notation", "記号"),
        SKOS.BASE + "broader": ("broader", "上位概念"),
        SKOS.BASE + "narrower": ("narrower", "下位概念"),
        SKOS.BASE + "related": ("related", "関連概念"),
        SKOS.BASE + "inScheme": ("in the scheme", "所属する概念体系"),
        SKOS.BASE + "topConceptOf": ("at the top of", "最上位となる概念体系"),
        SKOS.BASE + "hasTopConcept": ("at the top", "最上位概念"),
        SKOS.BASE + "exactMatch": ("the same as", "同一の概念"),
        SKOS.BASE + "closeMatch": ("close to", "近い概念"),
        SKOS.BASE + "broadMatch": ("narrower than", "より広い概念"),
        SKOS.BASE + "narrowMatch": ("broader than", "より狭い概念"),
        SKOS.BASE + "relatedMatch": ("related to", "関連する概念"),
        SKOS.BASE + "Concept": ("concept", "概念"),
        SKOS.BASE + "ConceptScheme": ("concept scheme", "概念体系"),
        DCTERMS.BASE + "title": ("title", "題名"),
        DCTERMS.BASE + "publisher": ("publisher", "発行元"),
        DCTERMS.BASE + "issued": ("issued", "公表日"),
        DCTERMS.BASE + "created": ("created", "作成日"),
        DCTERMS.BASE + "modified": ("changed", "更新日"),
        DCTERMS.BASE + "creator": ("creator", "作成者"),
        DCTERMS.BASE + "source": ("source", "出典"),
        DCTERMS.BASE + "description": ("description", "説明"),
        DCTERMS.BASE + "license": ("license", "利用許諾"),
        DCTERMS.BASE + "isReplacedBy": ("replaced by", "後継"),
        DCTERMS.BASE + "replaces": ("replaces", "置き換えたもの"),
        DCTERMS.BASE + "previousVersion": ("version before", "前の版"),
        DCTERMS.BASE + "references": ("refers to", "参照するもの"),
        DCTERMS.BASE + "isPartOf": ("part of", "上位の文書"),
        SCHEMA.BASE + "url": ("page", "ページ"),
        PROV.BASE + "wasDerivedFrom": ("concluded from", "導出元"),
        "http://purl.org/dc/dcam/domainIncludes": ("also said of", "定義域に含むもの"),
        "http://purl.org/dc/dcam/rangeIncludes": ("values may be", "値域に含むもの"),
        "http://purl.org/linked-data/cube#codeList": ("values from", "値の概念体系"),
        "http://purl.org/vocab/vann/preferredNamespacePrefix": ("prefix", "接頭辞"),
        "http://purl.org/vocab/vann/preferredNamespaceUri": ("namespace", "名前空間"),
        "http://www.w3.org/ns/dcat#previousVersion": ("version before", "前の版"),
    }
)


def outside_label(iri: str, lang: str) -> str | None:
    """The name of a term of others in a language; None of one that the graph does not speak in."""
    found = _OUTSIDE.get(iri)
    return found[lang == "ja"] if found else None
