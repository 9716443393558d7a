"""pySHACL as the engine: the reference that the compiled engine is held against.

It runs on plain rdflib graphs only. On graphs backed by Oxigraph it is wrong, because plain and
xsd:string literals differ there.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kgraph.load import LoadError, Problem
from kgraph.load.literals import engine_forms, may_be_rewritten
from kgraph.names import SH, XSD
from kgraph.validate.messages import placeholders
from kgraph.validate.paths import read_path
from kgraph.validate.results import Data, Result, Term
from kgraph.validate.shapegraph import ShapeGraph

if TYPE_CHECKING:
    import rdflib

_STRING: Final = ox.NamedNode(XSD + "string")
_BOOLEAN: Final = ox.NamedNode(XSD + "boolean")
_SPARQL: Final = SH + "SPARQLConstraintComponent"
# Marks the end of a name and of a value in the message that carries the variables back.
_NAME_END: Final = "\x1f"
_VALUE_END: Final = "\x1e"


def run(shapes: ShapeGraph, data: Data) -> tuple[Result, ...]:
    """Every result of validating each graph of `data` alone against the shapes.

    Without inference: the data is taken as it stands. Raises LoadError where pySHACL refuses the
    shapes or fails.
    """
    with _quiet():
        shacl_graph = to_rdflib(_carrying_variables(_engine_spelling(shapes.triples)))
        return tuple(
            _result(result, key)
            for key, triples in data.items()
            for result in _validate(to_rdflib(triples), shacl_graph)
        )


def _validate(
    data: rdflib.Graph, shapes: rdflib.Graph
) -> Iterator[tuple[ShapeGraph, ox.BlankNode]]:
    import pyshacl

    try:
        _, report, text = pyshacl.validate(
            data, shacl_graph=shapes, inference="none", advanced=False, do_owl_imports=False
        )
    except Exception as error:
        # For a query of the shapes that does not parse, rdflib raises a bare Exception.
        raise _failed(str(error)) from error
    if isinstance(report, Exception):
        raise _failed(text)
    found = ShapeGraph(from_rdflib(report))
    for node in {
        triple.object for triple in found.triples if triple.predicate.value == SH + "result"
    }:
        yield found, node


def _failed(why: str) -> LoadError:
    return LoadError(
        [Problem("pySHACL cannot validate against the shapes", why, "correct the shape it names")]
    )


def _result(found: tuple[ShapeGraph, Term], key: str) -> Result:
    report, node = found

    def value(name: str) -> Term | None:
        return report.value(node, SH + name)

    path = value("resultPath")
    component, shape, severity = (
        value(name) for name in ("sourceConstraintComponent", "sourceShape", "resultSeverity")
    )
    focus = value("focusNode")
    assert focus is not None
    assert shape is not None
    assert isinstance(component, ox.NamedNode)
    assert isinstance(severity, ox.NamedNode)
    constraint = value("sourceConstraint")
    return Result(
        focus=focus,
        path=None if path is None else read_path(report, path),
        value=value("value"),
        component=component.value,
        shape=shape,
        severity=severity.value,
        constraint=constraint,
        graph=key,
        bindings=_bindings(report.objects(node, SH + "resultMessage")),
    )


def _carrying_variables(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The shapes, where a SPARQL constraint's message names each variable of its messages once.

    The messages are written by us, but only pySHACL knows what its query bound.
    """
    shapes = ShapeGraph(triples)
    constraints = {t.object for t in shapes.triples if t.predicate.value == SH + "sparql"}
    message = ox.NamedNode(SH + "message")
    names: dict[Term, set[str]] = {}
    for constraint in constraints:
        users = shapes.subjects(SH + "sparql", constraint)
        texts = [
            text for node in (constraint, *users) for text in shapes.objects(node, SH + "message")
        ]
        names[constraint] = {name for text in texts for name in placeholders(str(text.value))}
    for triple in shapes.triples:
        if triple.subject not in constraints or triple.predicate != message:
            yield triple
    for constraint, wanted in names.items():
        further = sorted(wanted - {"this", "path", "value"})
        if further:
            text = "".join(f"{name}{_NAME_END}{{?{name}}}{_VALUE_END}" for name in further)
            yield ox.Triple(constraint, message, ox.Literal(text))


def _bindings(messages: Iterable[Term]) -> tuple[tuple[str, str], ...]:
    for message in messages:
        if isinstance(message, ox.Literal) and message.value.endswith(_VALUE_END):
            pairs = [part.split(_NAME_END, 1) for part in message.value.split(_VALUE_END)[:-1]]
            return tuple((name, text) for name, text in pairs if text != f"{{?{name}}}")
    return ()


def _engine_spelling(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The shapes with numbers and dates spelled as the store spells those of the data.

    Booleans stay: for SHACL, `"1"^^xsd:boolean` does not switch a constraint on.
    """
    kept = tuple(triples)
    forms = engine_forms(
        triple.object
        for triple in kept
        if may_be_rewritten(triple.object) and triple.object.datatype != _BOOLEAN
    )
    for triple in kept:
        spelled = forms.get(triple.object) if isinstance(triple.object, ox.Literal) else None
        yield triple if spelled is None else ox.Triple(triple.subject, triple.predicate, spelled)


def to_rdflib(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """The triples as a plain rdflib graph: same blank node labels, literals spelled the same.

    Its queries make no request and read no file.
    """
    import rdflib

    from kgraph.validate.offline import OfflineStore

    made: dict[Term, rdflib.term.Identifier] = {}

    def term(node: Term) -> rdflib.term.Identifier:
        if node not in made:
            if isinstance(node, ox.NamedNode):
                made[node] = rdflib.URIRef(node.value)
            elif isinstance(node, ox.BlankNode):
                made[node] = rdflib.BNode(node.value)
            elif node.language:
                made[node] = rdflib.Literal(node.value, lang=node.language)
            elif node.datatype == _STRING:
                made[node] = rdflib.Literal(node.value)
            else:
                datatype = rdflib.URIRef(node.datatype.value)
                made[node] = rdflib.Literal(node.value, datatype=datatype, normalize=False)
        return made[node]

    graph = rdflib.Graph(OfflineStore())
    for triple in triples:
        graph.add((term(triple.subject), term(triple.predicate), term(triple.object)))
    return graph


def from_rdflib(graph: rdflib.Graph) -> Iterator[ox.Triple]:
    """The triples of an rdflib graph, with the same blank node labels."""
    import rdflib

    def term(node: rdflib.term.Node) -> Term:
        if isinstance(node, rdflib.URIRef):
            return ox.NamedNode(str(node))
        if isinstance(node, rdflib.BNode):
            return ox.BlankNode(str(node))
        assert isinstance(node, rdflib.Literal)
        if node.language:
            return ox.Literal(str(node), language=node.language)
        if node.datatype is None:
            return ox.Literal(str(node))
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)))

    for subject, predicate, value in graph:
        yield ox.Triple(term(subject), term(predicate), term(value))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps both libraries from telling of every ill-typed literal they meet: the findings do."""
    loggers = [logging.getLogger(name) for name in ("rdflib.term", "pyshacl-validate")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"rdflib\..*", category=UserWarning)
            yield
    finally:
        for logger, disabled in zip(loggers, before, strict=True):
            logger.disabled = disabled
