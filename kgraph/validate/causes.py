"""Which statement of a user's files causes a finding, wherever in the graph that finding is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kgraph.infer import Rule, explain
from kgraph.shacl.paths import Path
from kgraph.validate.findings import Finding
from kgraph.validate.locate import About, Origin, Pattern, patterns
from kgraph.vocab import Node, Object, as_iri

_IRI: Final = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]+')
_EXPLAINED: Final = 8
"""How many facts that follow anew about a node are explained to find what they rest on."""
_LOOKED_AT: Final = 1000
"""How many statements with a property of the path are looked at for one near the node."""
_ABOUT_NODE: Final = 3
"""So many of the last `patterns` are about the node, whatever is said of it."""
_DEFAULT: Final = ox.DefaultGraph()


class Causes:
    """The statements of the user's graphs, searched from the finding outwards.

    `store` holds the graph with the files and what follows, `before` the graph without them;
    `names` are the user's graphs, `rules` what inferred.
    """

    def __init__(
        self, store: ox.Store, before: ox.Store, names: Iterable[str], rules: Sequence[Rule]
    ) -> None:
        self._store = store
        self._before = before
        self._names = tuple(map(ox.NamedNode, names))
        self._rules = rules

    def repeated(self, about: About) -> bool:
        """Whether the files state what is at fault, be it said in the graph as well."""
        if about.path is not None and not about.path.direct:
            return False
        close = list(patterns(about))[:-_ABOUT_NODE]
        return any(self._states(pattern) for pattern in close)

    def of(self, finding: Finding) -> Origin | None:
        """The statement that causes a finding, None where it cannot be told.

        In this order: what the finding is about as the user says it; a step of its path; what its
        other values say; what a fact that follows anew rests on; a neighbor that the user writes
        about.
        """
        # What is wrong within one source is caused there.
        within = tuple(name for name in self._names if name.value in finding.graphs)
        for pattern in self._candidates(finding):
            for quad in self._said(pattern, within or self._names):
                return Origin(pattern, (as_iri(quad.graph_name).value,))
        return None

    def _candidates(self, finding: Finding) -> Iterator[Pattern]:
        close = list(patterns(finding))
        yield from close[:-_ABOUT_NODE]
        predicates = [] if finding.path is None else list(_predicates(finding.path))
        if finding.value is not None:
            yield from ((None, predicate, finding.value) for predicate in predicates)
        yield from close[-_ABOUT_NODE:]
        terms = [term for term in _values(finding) if isinstance(term, Node)]
        around = (node for term in terms for node in self._neighbors(term))
        near: dict[Object, None] = dict.fromkeys((*terms, *islice(around, _LOOKED_AT)))
        steps = [
            quad
            for predicate in predicates
            for quad in islice(self._said((None, predicate, None), self._names), _LOOKED_AT)
        ]
        # A step next to the node before one that is farther away.
        steps.sort(key=lambda quad: quad.subject not in near and quad.object not in near)
        yield from ((quad.subject, quad.predicate, quad.object) for quad in steps)
        yield from ((node, None, value) for node in near for value in _values(finding))
        for term in terms:
            yield term, None, None
            yield None, None, term
        for term in terms:
            yield from self._grounds(term)
        yield from ((node, None, None) for node in near)

    def _states(self, pattern: Pattern) -> bool:
        return next(self._said(pattern, self._names), None) is not None

    def _said(self, pattern: Pattern, names: Iterable[ox.NamedNode]) -> Iterator[ox.Quad]:
        """What the user says of a pattern. A graph that the files add to says the rest itself."""
        subject, predicate, value = pattern
        if subject is not None and not isinstance(subject, Node):
            return
        for name in names:
            for quad in self._store.quads_for_pattern(subject, predicate, value, name):
                if quad not in self._before:
                    yield quad

    def _neighbors(self, term: Node) -> Iterator[Node]:
        for quad in self._store.quads_for_pattern(term, None, None, _DEFAULT):
            if isinstance(quad.object, Node):
                yield quad.object
        for quad in self._store.quads_for_pattern(None, None, term, _DEFAULT):
            yield quad.subject

    def _grounds(self, term: Node) -> Iterator[Pattern]:
        """What the facts rest on that follow about a node since the files are there."""
        new = (
            quad.triple
            for quad in self._store.quads_for_pattern(term, None, None, _DEFAULT)
            if quad not in self._before
        )
        for triple in islice(new, _EXPLAINED):
            for proof in explain(self._store, self._rules, triple, 1).proofs:
                for leaf in proof.leaves():
                    told = leaf.triple
                    yield told.subject, told.predicate, told.object


def _values(finding: Finding) -> Iterator[Object]:
    """All that a finding names. A query's values may have come as text."""
    yield finding.focus
    if finding.value is not None:
        yield finding.value
    for _, term in finding.bindings:
        if not isinstance(term, str):
            yield term
        elif _IRI.fullmatch(term):
            yield ox.NamedNode(term)


def _predicates(path: Path) -> Iterator[ox.NamedNode]:
    if path.kind == "predicate":
        yield ox.NamedNode(path.iri)
    for part in path.parts:
        yield from _predicates(part)
