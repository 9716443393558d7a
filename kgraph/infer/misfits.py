"""Facts whose subject or object is not of the kind that a domain or range asks for.

A domain or range is a constraint here, never a conclusion: as a rule it would make an organization
of whatever stands in the place of one, and nothing could be found wrong there any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Quad, Store, Triple, Variable

from kgraph.infer.expressions import Expressions
from kgraph.infer.match import fact
from kgraph.infer.rules import Atom, resolve
from kgraph.infer.schema import TRIVIAL, Schema, Uncompilable, complaint, read_schema
from kgraph.problems import LoadError
from kgraph.sparql import engine
from kgraph.vocab import RDFS, Object

_X = Variable("x")
_Y = Variable("y")


@dataclass(frozen=True)
class Misfit:
    """A fact, the end of it that does not fit, the class asked for, and the axiom that asks.

    `wanted` is as the axiom names it (a blank node for an expression).
    """

    fact: Triple
    thing: Any
    wanted: Object
    axiom: Triple

    @property
    def is_domain(self) -> bool:
        """Whether it is the domain that asks, so that the subject does not fit."""
        return self.axiom.predicate == RDFS.domain


def _asked(schema: Schema, axiom: Triple) -> tuple[Atom, list[tuple[Atom, ...]]] | None:
    """The facts an axiom speaks of, and the ways for their end to fit; None for any end."""
    if axiom.object in TRIVIAL or schema.is_datatype(axiom.object):
        return None
    read = Expressions(schema)
    place = _X if axiom.predicate == RDFS.domain else _Y
    try:
        return read.relation(axiom.subject, _X, _Y), read.conditions(axiom.object, place)
    except Uncompilable as reason:
        raise LoadError([complaint(axiom, reason.why, reason.fix)]) from None


def misfit_patterns(schema: Schema) -> Iterator[tuple[Triple, Atom, str]]:
    """Each axiom of a domain or range, the facts it speaks of, and the pattern of those that do
    not fit. Raises LoadError as `misfits`."""
    for axiom in (*schema.axioms(RDFS.domain), *schema.axioms(RDFS.range)):
        asked = _asked(schema, axiom)
        if asked is not None:
            pattern, ways = asked
            fits = " ".join(f"FILTER NOT EXISTS {{ {' '.join(map(str, way))} }}" for way in ways)
            yield axiom, pattern, f"{pattern} {fits}"


def _found(store: Store, schema: Schema) -> Iterator[Misfit]:
    for axiom, pattern, where in misfit_patterns(schema):
        for x, y in engine.select(store, f"SELECT DISTINCT {_X} {_Y} WHERE {{ {where} }}"):
            assert x is not None
            assert y is not None
            told = fact(resolve(pattern, {_X: x, _Y: y}))
            if told is not None:
                thing = x if axiom.predicate == RDFS.domain else y
                yield Misfit(told, thing, axiom.object, axiom)


def misfits(store: Store, schema: Store | Iterable[Triple | Quad]) -> tuple[Misfit, ...]:
    """The facts of a graph that a domain or a range forbids.

    In: a store whose default graph holds the closure (what is of a subclass is then of the class),
    and the ontology. Out: one value per fact and axiom, sorted. A range that is a datatype asks
    nothing here: how literals are written is for shapes to say. Raises LoadError where an axiom
    names no class that could be told of a thing.
    """
    found = _found(store, read_schema(schema))
    return tuple(sorted(found, key=lambda one: (str(one.fact), str(one.axiom))))
