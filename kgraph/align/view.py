"""The queries of the FIBO-shaped view, and the outside terms that they use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from kgraph.names import BASE
from kgraph.problems import LoadError, Problem
from kgraph.sparql.guard import Refused, check_readonly
from kgraph.sparql.lexer import code
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
        prefixes: dict[str, str] = {}
        declared: set[int] = set()
        for i, token in enumerate(tokens):
            if token.upper == "PREFIX" and i + 2 < len(tokens):
                prefixes[tokens[i + 1].text] = tokens[i + 2].text[1:-1]
                declared |= {i + 1, i + 2}
        for i, token in enumerate(tokens):
            if i in declared:
                continue
            if token.kind == "iri":
                found.add(token.text[1:-1])
            elif token.kind == "pname":
                prefix, _, local = token.text.partition(":")
                if local:
                    found.add(prefixes.get(f"{prefix}:", "") + local.replace("\\", ""))
    return {iri for iri in found if not iri.startswith(_NOT_TARGETS)}
