"""The stored questions as RDF, in the form of the SIB collection of SPARQL examples.

Each is a `sh:SPARQLExecutable` with its query, its texts, its tags as keywords and the endpoint it
is meant for, so that tools for such collections can list, test and draw it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kgraph.names import BASE, ID, PREFIXES, SCHEME, expand
from kgraph.questions.question import Question
from kgraph.questions.variables import Parameter
from kgraph.sparql.lexer import code
from kgraph.sparql.prefixes import declared
from kgraph.vocab import DCTERMS, OWL, RDF, RDFS, SCHEMA, SH, XSD, Node, Term

ENDPOINT: Final = BASE + "sparql"
"""Where the graph is to be asked once its address is registered; until then a name only."""

_PREFIXES: Final = NamedNode(BASE + "prefixes")
_SLUG_IS_A_THING: Final = ("token", "entity")
_BETWEEN_JAPANESE: Final = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])"
)

Statement = tuple[Node, str, Term]


def catalogue(questions: Iterable[Question], endpoint: str = ENDPOINT) -> list[Quad]:
    """The triples that describe the questions, sorted: the same questions, the same list.

    `endpoint` is the address of the SPARQL service that they are meant for.
    """
    asked = list(questions)
    found: list[Statement] = list(_declarations(asked))
    for question in asked:
        found += _question(question, NamedNode(endpoint))
    quads = {Quad(subject, NamedNode(predicate), value) for subject, predicate, value in found}
    return sorted(quads, key=str)


def paragraph(text: str) -> str:
    """A text of a header as one line; Japanese, which has no spaces, is joined without any."""
    return _BETWEEN_JAPANESE.sub("", " ".join(text.split()))


def query_text(question: Question) -> str:
    """The query alone: without the header, ended by one line break."""
    return question.body.strip() + "\n"


def prefixes(question: Question) -> list[str]:
    """The prefixes that a query declares, in order."""
    return list(declared(code(question.body)))


def _declarations(questions: Iterable[Question]) -> Iterator[Statement]:
    """The prefixes that any query uses, as `sh:prefixes` expects them."""
    used = {name for question in questions for name in prefixes(question)}
    yield _PREFIXES, RDF.type.value, OWL.Ontology
    for prefix, namespace in PREFIXES.items():
        if prefix not in used:
            continue
        declared = NamedNode(f"{_PREFIXES.value}/{prefix}")
        yield _PREFIXES, SH.declare.value, declared
        yield declared, RDF.type.value, SH.PrefixDeclaration
        yield declared, SH.prefix.value, Literal(prefix)
        yield declared, SH.namespace.value, Literal(namespace, datatype=XSD.anyURI)


def _question(question: Question, endpoint: NamedNode) -> Iterator[Statement]:
    node = NamedNode(question.iri)
    yield node, RDF.type.value, SH.SPARQLExecutable
    yield node, RDF.type.value, SH.SPARQLSelectExecutable
    yield node, SH.prefixes.value, _PREFIXES
    yield node, SH.select.value, Literal(query_text(question))
    yield node, SCHEMA.target.value, endpoint
    for lang in ("en", "ja"):
        yield node, RDFS.comment.value, Literal(question.title(lang), language=lang)
        yield (
            node,
            DCTERMS.description.value,
            Literal(paragraph(question.about(lang)), language=lang),
        )
    for tag in question.tags:
        yield node, SCHEMA.keywords.value, Literal(tag)
    for order, parameter in enumerate(question.parameters, 1):
        described = NamedNode(f"{question.iri}/{parameter.name}")
        yield node, SH.parameter.value, described
        yield from _parameter(described, parameter, order)


def _parameter(node: NamedNode, parameter: Parameter, order: int) -> Iterator[Statement]:
    """A parameter as SHACL describes them; `schema:valueName` is its variable in the query."""
    yield node, RDF.type.value, SH.Parameter
    yield node, SH.path.value, NamedNode(f"{BASE}parameter/{parameter.name}")
    yield node, SCHEMA.valueName.value, Literal(parameter.variable)
    yield node, SH.order.value, _integer(order)
    for lang in ("en", "ja"):
        yield node, SH.name.value, Literal(parameter.label(lang), language=lang)
    optional = "false" if parameter.required else "true"
    yield node, SH.optional.value, Literal(optional, datatype=XSD.boolean)
    if parameter.form == "iri":
        yield node, SH.nodeKind.value, SH.IRI
    elif parameter.form == "language":
        yield node, SH.datatype.value, RDF.langString
    else:
        plain = parameter.form == "string"
        yield node, SH.datatype.value, NamedNode(XSD.string.value if plain else parameter.form)
    if len(parameter.class_iris) == 1:  # of several, SHACL would ask for all at once
        yield node, SH.class_.value, NamedNode(parameter.class_iris[0])
    if parameter.scheme is not None:
        yield node, DCTERMS.conformsTo.value, NamedNode(SCHEME + parameter.scheme)
    if parameter.values:
        yield from _list(node, [value_term(parameter, value) for value in parameter.values])
    if parameter.default is not None:
        yield node, SH.defaultValue.value, value_term(parameter, parameter.default)


def value_term(parameter: Parameter, value: str) -> NamedNode | Literal:
    """The term that a value of the header stands for. A thing is given by slug or IRI there."""
    if parameter.form == "iri":
        if value.startswith(("http://", "https://")):
            return NamedNode(value)
        if ":" in value:
            return NamedNode(expand(value))
        space = ID if parameter.kind in _SLUG_IS_A_THING else f"{BASE}{parameter.scheme}/"
        return NamedNode(space + value)
    if parameter.language is not None:
        return Literal(value, language=parameter.language)
    plain = parameter.form == "string"
    return Literal(value) if plain else Literal(value, datatype=NamedNode(parameter.form))


def _list(node: NamedNode, values: list[NamedNode | Literal]) -> Iterator[Statement]:
    # Names of list cells are made from their place, so that they are the same every time.
    stem = "-".join(node.value.removeprefix(BASE).split("/")[1:])
    cells = [BlankNode(f"{stem}-{number}") for number in range(1, len(values) + 1)]
    ends: list[Node] = [*cells[1:], RDF.nil]
    yield node, SH.in_.value, cells[0]
    for cell, value, rest in zip(cells, values, ends, strict=True):
        yield cell, RDF.first.value, value
        yield cell, RDF.rest.value, rest


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)
