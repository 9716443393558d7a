"""Shapes and data from short Turtle texts, and the results of both engines as readable tuples."""

import pyoxigraph as ox

from kgraph.problems import LoadError
from kgraph.shacl.parts import reporting_shapes
from kgraph.shacl.pyshacl_engine import run as run_pyshacl
from kgraph.shacl.results import MERGE
from kgraph.shacl.run import run as run_compiled
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.shacl.wellformed import faults
from kgraph.turtle.parse import parse_turtle
from kgraph.validate.derived import FOLDER
from kgraph.vocab import SH

EX = "http://example.org/"
PREFIXES = f"""
@prefix : <{EX}> .
@prefix sh: <{SH.BASE}> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""


def _checked(run):
    """The engine behind the check of the shapes that both share."""

    def checked(shapes, data):
        if found := faults(shapes):
            raise LoadError(found)
        return run(shapes, data)

    return checked


ENGINES = {"compiled": _checked(run_compiled), "pyshacl": _checked(run_pyshacl)}


def shapes_of(text):
    return ShapeGraph(parse_turtle(PREFIXES + text, None))


def data_of(text):
    """The triples, with literals as the text spells them."""
    return parse_turtle(PREFIXES + text, None)


# Their shapes are named in a table; each has a file that breaks it, as those written by hand have.
_TABLES = (
    "2-code-of-one-thing.rq",
    "2-definition-in-form.rq",
    "2-hangs-on-something.rq",
    "2-in-both-languages.rq",
    "2-names-a-term.rq",
    "2-once-a-language.rq",
    "2-once-in-a-source.rq",
    "2-stated-in-the-list.rq",
    "2-stated.rq",
    "2-what-a-module-tells.rq",
)


def of_properties(shapes):
    """The shapes that the ontology gives for its properties, one or two for each; no queries."""
    return [
        node
        for node in sorted(reporting_shapes(shapes), key=str)
        if shapes.files[node].parent.name == FOLDER
        and shapes.files[node].name not in _TABLES
        and not shapes.objects(node, SH.sparql.value)
    ]


def brief(term):
    """`:a` for an IRI of the examples, `_:` for a blank node, the Turtle of anything else."""
    if term is None or isinstance(term, str):
        return term
    if isinstance(term, ox.NamedNode):
        return term.value.replace(EX, ":") if term.value.startswith(EX) else str(term)
    return "_:" if isinstance(term, ox.BlankNode) else str(term)


def results(engine, shapes, data):
    """Every result as (focus, value, component)."""
    shape_graph = shapes_of(shapes) if isinstance(shapes, str) else shapes
    return sorted(
        (
            brief(r.focus),
            brief(r.value) or "",
            r.component.removeprefix(SH.BASE).removesuffix("ConstraintComponent"),
        )
        for r in ENGINES[engine](shape_graph, {MERGE: data_of(data)})
    )
