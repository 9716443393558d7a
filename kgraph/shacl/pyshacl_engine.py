"""pySHACL as the engine: the reference that the compiled engine is held against.

It runs on plain rdflib graphs only. On graphs backed by Oxigraph it is wrong, because plain and
xsd:string literals differ there.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kgraph.problems import LoadError, Problem
from kgraph.shacl.computed import computed
from kgraph.shacl.constraint_query import prefixes
from kgraph.shacl.messages import placeholders
from kgraph.shacl.paths import DEEPEST, Path, read_path
from kgraph.shacl.plan import beyond_both
from kgraph.shacl.pyshacl_faults import hidden, judged, mended, unlike_python
from kgraph.shacl.results import Data, Result, ValueRefused
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.shacl.targets import read_targets, target_shapes
from kgraph.sparql.lexer import spaced
from kgraph.turtle.literals import engine_form, may_be_rewritten
from kgraph.vocab import SH, Object, as_iri, as_node, as_term

if TYPE_CHECKING:
    import rdflib

_SPARQL: Final = SH.SPARQLConstraintComponent.value
# Marks the end of a name and of a value in the message that carries the variables back.
_NAME_END: Final = "\x1f"
_VALUE_END: Final = "\x1e"


def run(shapes: ShapeGraph, data: Data) -> tuple[Result, ...]:
    """Every result of validating each graph of `data` alone against the shapes.

    Without inference: the data is taken as it stands, with literals as their files spell them.
    Raises LoadError where pySHACL refuses the shapes or fails, and ValueRefused for a value that a
    query of the shapes may compute with and Python does not have.
    """
    if refused := beyond_both(shapes):
        raise LoadError(refused)
    for triples in data.values():
        _refuse_values(shapes, triples)
    paths = _compound_paths(shapes)
    with _quiet(), mended():
        prepared = ShapeGraph(_for_pyshacl(shapes, paths))
        shacl_graph = _as_rdflib(_carrying_variables(prepared.triples))
        return tuple(
            _result(result, key, paths)
            for key, triples in data.items()
            for result in _validate(_as_rdflib(triples), shacl_graph)
        )


def _refuse_values(shapes: ShapeGraph, triples: Iterable[ox.Triple]) -> None:
    constraints = {t.object for t in shapes.triples if t.predicate.value == SH.sparql.value}
    if not constraints:
        return
    seen = [
        computed(shapes, node, None if path is None else read_path(shapes, path))
        for node in constraints
        for user in shapes.subjects(SH.sparql.value, node)
        for path in (shapes.value(user, SH.path.value),)
    ]
    judged: dict[Object, bool] = {}
    for triple in triples:
        if not isinstance(triple.object, ox.Literal) or not may_be_rewritten(triple.object):
            continue
        if triple.object not in judged:
            judged[triple.object] = unlike_python(triple.object)
        if judged[triple.object] and any(triple.predicate.value in one for one in seen):
            raise ValueRefused(
                triple,
                f"{triple.object.value} cannot be checked with pySHACL",
                "Python has no such value, and a query of the shapes may compute with it",
                "validate with the compiled engine",
            )


def _compound_paths(shapes: ShapeGraph) -> dict[Object, Path]:
    """Each shape with a path of more than one property, and the path."""
    found: dict[Object, Path] = {
        triple.subject: read_path(shapes, triple.object)
        for triple in shapes.triples
        if triple.predicate.value == SH.path.value and isinstance(triple.object, ox.BlankNode)
    }
    return {shape: path for shape, path in found.items() if path.kind != "predicate"}


def _for_pyshacl(shapes: ShapeGraph, paths: Mapping[Object, Path]) -> Iterator[ox.Triple]:
    """The shapes, where what pySHACL reads otherwise is written so that it reads it rightly.

    Every target is said; inverses stand before single properties only, for pySHACL goes the steps
    of an inverted sequence in the order written; a pattern is hidden from Python; a query has its
    prefixes and its path in it, where one shape alone uses it.
    """
    for triple in shapes.triples:
        subject, predicate, value = triple
        name = predicate.value
        if name == SH.path.value and subject in paths:
            head, below = paths[subject].plain().triples()
            yield ox.Triple(subject, predicate, head)
            yield from below
        elif name == SH.pattern.value and isinstance(value, ox.Literal):
            yield ox.Triple(subject, predicate, ox.Literal(hidden(value.value)))
        elif name in (SH.select.value, SH.ask.value) and isinstance(value, ox.Literal):
            text = prefixes(shapes, subject) + _with_path(shapes, subject, value.value)
            yield ox.Triple(subject, predicate, ox.Literal(text))
        elif name != SH.prefixes.value:
            yield triple
    for node in target_shapes(shapes):
        for target in read_targets(shapes, node):
            yield ox.Triple(as_node(node), ox.NamedNode(SH.BASE + target.kind), target.term)


def _with_path(shapes: ShapeGraph, constraint: Object, query: str) -> str:
    users = shapes.subjects(SH.sparql.value, constraint)
    path = shapes.value(users[0], SH.path.value) if len(users) == 1 else None
    if path is None:
        return query
    written = read_path(shapes, path).sparql()
    return "".join(written if t.name == "PATH" else t.text for t in spaced(query))


def _validate(data: rdflib.Graph, shapes: rdflib.Graph) -> Iterator[tuple[ShapeGraph, Object]]:
    import pyshacl

    try:
        _, report, text = pyshacl.validate(
            data,
            shacl_graph=shapes,
            inference="none",
            advanced=False,
            do_owl_imports=False,
            max_validation_depth=4 * DEEPEST,
        )
    except Exception as error:
        # For a query of the shapes that does not parse, rdflib raises a bare Exception.
        raise _failed(str(error)) from error
    if isinstance(report, Exception):
        raise _failed(text)
    found = ShapeGraph(_from_rdflib(report))
    for node in {
        triple.object for triple in found.triples if triple.predicate.value == SH.result.value
    }:
        yield found, node


def _failed(why: str) -> LoadError:
    return LoadError(
        [Problem("pySHACL cannot validate against the shapes", why, "correct the shape it names")]
    )


def _result(found: tuple[ShapeGraph, Object], key: str, paths: Mapping[Object, Path]) -> Result:
    report, node = found

    def value(name: str) -> Object | None:
        return report.value(node, SH.BASE + name)

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
    written = value("value")
    led = None if path is None else read_path(report, path)
    if shape in paths and led == paths[shape].plain():
        led = paths[shape]
    return Result(
        focus=engine_form(focus),
        path=led,
        value=engine_form(written),
        component=component.value,
        shape=shape,
        severity=severity.value,
        constraint=constraint,
        graph=key,
        bindings=_bindings(report.objects(node, SH.resultMessage.value)),
        written=written
        if isinstance(written, ox.Literal) and written != engine_form(written)
        else None,
    )


def _carrying_variables(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The shapes, where a SPARQL constraint's message names each variable of its messages once.

    The messages are written by us, but only pySHACL knows what its query bound.
    """
    shapes = ShapeGraph(triples)
    constraints = {t.object for t in shapes.triples if t.predicate.value == SH.sparql.value}
    message = SH.message
    names: dict[Object, set[str]] = {}
    for constraint in constraints:
        users = shapes.subjects(SH.sparql.value, constraint)
        texts = [
            text for node in (constraint, *users) for text in shapes.objects(node, SH.message.value)
        ]
        names[constraint] = {name for text in texts for name in placeholders(as_term(text).value)}
    for triple in shapes.triples:
        if triple.subject not in constraints or triple.predicate != message:
            yield triple
    for constraint, wanted in names.items():
        further = sorted(wanted - {"this", "path", "value"})
        if further:
            text = "".join(f"{name}{_NAME_END}{{?{name}}}{_VALUE_END}" for name in further)
            yield ox.Triple(as_node(constraint), message, ox.Literal(text))


def _bindings(messages: Iterable[Object]) -> tuple[tuple[str, str], ...]:
    for message in messages:
        if isinstance(message, ox.Literal) and message.value.endswith(_VALUE_END):
            pairs = [part.split(_NAME_END, 1) for part in message.value.split(_VALUE_END)[:-1]]
            return tuple((name, text) for name, text in pairs if text != f"{{?{name}}}")
    return ()


def _as_rdflib(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """The triples as a plain rdflib graph whose queries make no request and read no file."""
    import rdflib

    from kgraph.rdflib_terms import to_rdflib
    from kgraph.shacl.offline import OfflineStore

    @cache
    def term(node: Object) -> rdflib.term.Node:
        if not isinstance(node, ox.Literal):
            return to_rdflib(node)
        literal = to_rdflib(node)
        return literal if literal.datatype is None else judged(literal, node)

    graph = rdflib.Graph(OfflineStore())
    for triple in triples:
        graph.add((term(triple.subject), term(triple.predicate), term(triple.object)))
    return graph


def _from_rdflib(graph: rdflib.Graph) -> Iterator[ox.Triple]:
    from kgraph.rdflib_terms import from_rdflib

    for subject, predicate, value in graph:
        yield ox.Triple(
            as_node(from_rdflib(subject)), as_iri(from_rdflib(predicate)), from_rdflib(value)
        )


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
