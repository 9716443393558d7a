"""The queries of the FIBO-shaped view, and the outside terms that they use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from kgraph.names import BASE
from kgraph.problems import LoadError, Problem
from kgraph.sparql.guard import Refused, check_readonly
from kgraph.sparql.lexer import code
from kgraph.sparql.prefixes import declared, declares, iri
from kgraph.turtle.parse import read_text
from kgraph.vocab import OWL, RDF, RDFS, SKOS, XSD

FOLDER: Final = Path("ontology", "fibo")
_NOT_TARGETS: Final = (BASE, RDF.BASE, RDFS.BASE, OWL.BASE, XSD.BASE, SKOS.BASE)


def view_queries(root: Path) -> Mapping[Path, str]:
    """The CONSTRUCT queries of ontology/fibo/ by path, in order of name.

    Raises LoadError where there is none, or one cannot be read or may not run.
    """
    folder = root / FOLDER
    paths = sorted(folder.glob("*.rq"))
    if not paths:
        why = "the FIBO-shaped view is made by the CONSTRUCT queries of this folder"
        raise LoadError([Problem("there are no queries", why, "add one", folder)])
    texts = {path: read_text(path) for path in paths}
    problems = [problem for path in paths if (problem := _refusal(path, texts[path]))]
    if problems:
        raise LoadError(problems)
    return texts


def _refusal(path: Path, text: str) -> Problem | None:
    try:
        if check_readonly(text, (), {}) == "CONSTRUCT":
            return None
    except Refused as error:
        fix = "write a CONSTRUCT query over the graph"
        return Problem("the query is refused", error.reason, fix, path, error.line, error.column)
    return Problem("this is no CONSTRUCT query", "a view adds triples", "write CONSTRUCT", path)


def view_terms(queries: Mapping[Path, str] | Iterable[str]) -> set[str]:
    """The IRIs of outside vocabularies in the queries.

    A prefix declaration is none of them; a name in a string (an IRI in the making) is none either.
    """
    texts = queries.values() if isinstance(queries, Mapping) else queries
    found: set[str] = set()
    for text in texts:
        tokens = code(text)
        prefixes = declared(tokens)
        named = (iri(t, prefixes) for i, t in enumerate(tokens) if not declares(tokens, i))
        found.update(one for one in named if one is not None)
    return {one for one in found if not one.startswith(_NOT_TARGETS)}
