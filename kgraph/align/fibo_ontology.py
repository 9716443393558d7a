"""The FIBO-shaped view as an OWL ontology of its own, which opens without a network.

Its header tells which facts it shows and which stay behind; beside each fact stands who says it,
how certainly and on which days.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Store, Triple

from kgraph.align.beside import beside, declared_beside
from kgraph.align.bridges import bridges_of
from kgraph.align.coverage import Coverage, coverage, told
from kgraph.align.declared import in_data
from kgraph.align.fibo import fibo_view
from kgraph.names import BASE, LICENSE_IRI, split
from kgraph.root import find_root
from kgraph.vocab import DCTERMS, GRAPH, JPST, OWL, RDF, RDFS

VIEW: Final = NamedNode(BASE + "view/fibo")
"""The name of the view as an ontology."""

_HEADER: Final = (
    (RDF.type, OWL.Ontology),
    (
        DCTERMS.title,
        Literal("Japan security-token market in the terms of FIBO and OMG Commons", language="en"),
    ),
    (
        DCTERMS.title,
        Literal("FIBO と OMG Commons の語による日本セキュリティトークン市場", language="ja"),
    ),
    (DCTERMS.license, NamedNode(LICENSE_IRI)),
    (
        RDFS.comment,
        Literal(
            "It imports nothing, so that it opens without a network; the outside terms in use "
            "are declared here as what they are. What FIBO and Commons say of them is in the "
            "ontologies named by rdfs:seeAlso; load these beside it, from a copy. Of each fact "
            "an annotation of its axiom gives the source, the standing and the days.",
            language="en",
        ),
    ),
    (
        RDFS.comment,
        Literal(
            "ネットワークなしで開けるよう何も取り込まず、使用する外部の語の種別をここで宣言する。"
            "それらの語についての FIBO と Commons の記述は rdfs:seeAlso のオントロジーにあり、"
            "写しから併せて読み込む。各事実の出所・確度・期日は、その公理の注釈に示す。",
            language="ja",
        ),
    ),
)
VIEW_IMPORTS: Final = NamedNode(VIEW.value + "/imports")
"""The name of the ontology that imports the view and what defines its terms."""
_BRIDGE: Final = "fibo"


@dataclass(frozen=True)
class FiboOntology:
    """The view as a file, a file that imports it with FIBO and Commons, and what it covers."""

    triples: tuple[Triple, ...]
    imports: tuple[Triple, ...]
    coverage: tuple[Coverage, ...]


def fibo_ontology(store: Store, root: Path | None = None, *, version: str) -> FiboOntology:
    """The view as an ontology: header, declarations of the outside terms, the view, and beside it
    who says what.

    In: as for `fibo_view`, and what the header gives as version, which ends its version IRI too.
    Raises as `fibo_view` does.
    """
    root = root or find_root()
    view = fibo_view(store, root)
    declared = in_data(view.triples)
    outside = sorted({split(triple.subject.value)[0] for triple in declared})
    bridges = bridges_of(root).bridges
    releases = [name for one in bridges if one.slug == _BRIDGE for name in one.releases]
    covered = tuple(coverage(store, view.shown, root))
    days = [q.object for q in store.quads_for_pattern(GRAPH.state, JPST.asOf, None, GRAPH.state)]
    header = [
        *(Triple(VIEW, predicate, value) for predicate, value in _HEADER),
        Triple(VIEW, OWL.versionIRI, NamedNode(f"{VIEW.value}/{version}")),
        Triple(VIEW, OWL.versionInfo, Literal(version)),
        *(Triple(VIEW, OWL.versionInfo, Literal(f"Checked against {name}")) for name in releases),
        *(Triple(VIEW, JPST.asOf, day) for day in days),
        *(Triple(VIEW, RDFS.comment, words) for words in told(covered)),
        *(Triple(VIEW, RDFS.seeAlso, NamedNode(iri)) for iri in outside),
        *(
            Triple(predicate, RDF.type, OWL.AnnotationProperty)
            for predicate in (DCTERMS.title, DCTERMS.license)
        ),
        *declared_beside(),
    ]
    imports = [
        *(Triple(VIEW_IMPORTS, predicate, value) for predicate, value in _HEADER[:-2]),
        Triple(VIEW_IMPORTS, OWL.imports, VIEW),
        *(Triple(VIEW_IMPORTS, OWL.imports, NamedNode(iri)) for iri in outside),
    ]
    return FiboOntology(
        (*header, *declared, *view.triples, *beside(store, view.shown)), tuple(imports), covered
    )
