"""The FIBO-shaped view of the data: parties, the roles they play, identifiers, securities.

As a file it is an OWL ontology of its own that opens without a network.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Store, Triple

from kgraph.align.declared import in_data
from kgraph.align.view import view_queries
from kgraph.names import BASE, LICENSE_IRI, split
from kgraph.problems import LoadError, Problem
from kgraph.root import find_root
from kgraph.sparql import engine
from kgraph.vocab import DCTERMS, OWL, RDF, RDFS

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
            "ontologies named by rdfs:seeAlso; load these beside it, from a copy.",
            language="en",
        ),
    ),
    (
        RDFS.comment,
        Literal(
            "ネットワークなしで開けるよう何も取り込まず、使用する外部の語の種別をここで宣言する。"
            "それらの語についての FIBO と Commons の記述は rdfs:seeAlso のオントロジーにあり、"
            "写しから併せて読み込む。",
            language="ja",
        ),
    ),
)


def fibo_view(store: Store, root: Path | None = None) -> Iterator[Triple]:
    """The triples of the view, each once, in a fixed order.

    In: a store as the build makes it (the default graph is the merge; facts that sources dispute
    stand in the graph standing:conflicting too), and the folder whose ontology/fibo/*.rq are read.
    The view names parties, tokens, venues and codes as the graph does; roles, identifiers, dates
    and amounts are nodes with IRIs made from those names. Facts that sources dispute are left out.

    Raises LoadError where there is no query, or one is not valid or may not run.
    """
    found: set[Triple] = set()
    for path, text in view_queries(root or find_root()).items():
        try:
            found.update(engine.construct(store, text))
        except SyntaxError as error:
            problem = Problem("this is no valid SPARQL", str(error), "correct the query", path)
            raise LoadError([problem]) from error
    return iter(sorted(found, key=str))


def fibo_ontology(store: Store, root: Path | None = None, *, version: str) -> list[Triple]:
    """The view as an ontology: header, declarations of the outside terms, and the view.

    In: as for `fibo_view`, and what the header gives as version. Raises as `fibo_view` does.
    """
    view = list(fibo_view(store, root))
    declared = in_data(view)
    outside = sorted({split(triple.subject.value)[0] for triple in declared})
    return [
        *(Triple(VIEW, predicate, value) for predicate, value in _HEADER),
        Triple(VIEW, OWL.versionInfo, Literal(version)),
        *(Triple(VIEW, RDFS.seeAlso, NamedNode(iri)) for iri in outside),
        *(
            Triple(predicate, RDF.type, OWL.AnnotationProperty)
            for predicate in (DCTERMS.title, DCTERMS.license)
        ),
        *declared,
        *view,
    ]
