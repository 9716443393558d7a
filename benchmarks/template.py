"""The real graph, taken apart: what a synthetic market is grown from.

Every triple of the data belongs to a *unit*: the thing it is about, together with the statements
and records that hang on that thing. Units are shared or local. Shared are the law, the authorities
and the few firms that may handle tokens: a larger market has no more of them. Local is all the
rest: each part of a larger market has its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Triple

from kgraph.load import load
from kgraph.load.complaints import Kind
from kgraph.load.files import FileGraph
from kgraph.names import EDITORIAL, ID, SRC
from kgraph.vocab import JPST, RDF

SUBJECT: Final = RDF.subject
PREDICATE: Final = RDF.predicate
OBJECT: Final = RDF.object
_DISAGREEING: Final = (JPST.disagreeingStatement, JPST.rejectedStatement)
"""What leads from a disagreement to the statements of its sides."""
_SOUGHT: Final = JPST.soughtSubject
_PARTICIPATION: Final = JPST.tradingParticipation
_VENUE: Final = JPST.venue
_HOLDS: Final = JPST.holdsGrant
_REGISTRATION: Final = JPST.grantType
_REQUIRES: Final = JPST.requiresRegistration
_INSTRUMENT: Final = JPST.InstrumentClass
_SHARED_FILES: Final = ("law", "legal-concepts", "authorities-and-associations")

Fact = tuple[NamedNode, Triple]
"""A triple and the named graph that says it."""


@dataclass(frozen=True)
class Template:
    """The real graph by unit.

    `schema` are the facts of modules and schemes; `identity` those of data/entities by thing;
    `facts` all others by unit; `documents` what a source or editorial graph says of itself.
    `owner` gives the unit of every node; a node that is not in it is a term or a concept. A
    disagreement is a unit of its own; `disputes` has those whose statements it names. `predicates`
    has what each statement is about, `codes` are the market identifier codes, `concepts` those of
    the law and of the schemes.
    """

    schema: tuple[Fact, ...]
    identity: Mapping[NamedNode, tuple[Fact, ...]]
    facts: Mapping[NamedNode, tuple[Fact, ...]]
    documents: Mapping[NamedNode, tuple[Fact, ...]]
    owner: Mapping[NamedNode, NamedNode]
    shared: frozenset[NamedNode]
    disputes: Mapping[NamedNode, frozenset[NamedNode]]
    predicates: Mapping[NamedNode, NamedNode]
    firms: frozenset[NamedNode]
    codes: frozenset[NamedNode]
    concepts: frozenset[NamedNode]
    assets: frozenset[NamedNode]


def read_template(root: Path) -> Template:
    """Takes apart the graph of a project folder. Raises LoadError where it does not load."""
    files = load(root).files
    stated = [
        (NamedNode(file.graph), triple)
        for file in files
        if file.kind in (Kind.SOURCE, Kind.EDITORIAL)
        for triple in file.triples
    ]
    identity: dict[NamedNode, list[Fact]] = defaultdict(list)
    home: dict[NamedNode, str] = {}
    for file in files:
        if file.kind is Kind.ENTITIES:
            for triple in file.triples:
                identity[triple.subject].append((NamedNode(file.graph), triple))
                home[triple.subject] = file.path.stem
    owner = _owners(home, [triple for _, triple in stated])
    facts: dict[NamedNode, list[Fact]] = defaultdict(list)
    documents: dict[NamedNode, list[Fact]] = defaultdict(list)
    for graph, triple in stated:
        if triple.subject == graph:
            documents[graph].append((graph, triple))
        else:
            facts[_unit(triple, owner, home)].append((graph, triple))
    shared = {thing for thing, stem in home.items() if stem in _SHARED_FILES}
    shared |= _handlers([triple for _, triple in stated], identity)
    disputes: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for _, (subject, predicate, thing) in stated:
        if predicate in _DISAGREEING:
            disputes[subject].add(owner[thing])
    concepts = _in(home, "legal-concepts") | (set(facts) - set(home) - set(disputes))
    return Template(
        schema=tuple(_schema(files)),
        identity={thing: tuple(some) for thing, some in identity.items()},
        facts={unit: tuple(some) for unit, some in facts.items()},
        documents={graph: tuple(some) for graph, some in documents.items()},
        owner=owner,
        shared=frozenset(shared) | concepts,
        disputes={node: frozenset(sides) for node, sides in disputes.items()},
        predicates={t.subject: t.object for _, t in stated if t.predicate == PREDICATE},
        firms=_in(home, "organizations"),
        codes=_in(home, "mics"),
        concepts=concepts,
        assets=_in(home, "assets"),
    )


def _in(home: Mapping[NamedNode, str], stem: str) -> frozenset[NamedNode]:
    return frozenset(thing for thing, file in home.items() if file == stem)


def _schema(files: Iterable[FileGraph]) -> Iterable[Fact]:
    for file in files:
        if file.kind in (Kind.MODULE, Kind.SCHEME):
            for triple in file.triples:
                yield NamedNode(file.graph), triple


def _owners(home: Mapping[NamedNode, str], stated: list[Triple]) -> dict[NamedNode, NamedNode]:
    """Each thing, statement, record and document → its unit."""
    bearer: dict[NamedNode, NamedNode] = {}
    venue = {t.subject: t.object for t in stated if t.predicate == _VENUE}
    for subject, predicate, thing in stated:
        if predicate in (SUBJECT, _SOUGHT):
            bearer[subject] = thing
        elif predicate in _DISAGREEING:
            bearer[subject] = subject
        elif predicate == _PARTICIPATION:
            # A firm takes part in many venues; the venue is what each record belongs to.
            bearer[thing] = venue.get(thing, subject)
        elif (
            predicate != OBJECT
            and isinstance(thing, NamedNode)
            and thing not in home
            and thing.value.startswith(ID)
        ):
            bearer.setdefault(thing, subject)
    owner = {thing: thing for thing in home}
    for node in bearer:
        unit, steps = node, 0
        while unit in bearer and unit not in home and bearer[unit] != unit and steps < 9:
            unit, steps = bearer[unit], steps + 1
        owner[node] = unit
    for triple in stated:
        if triple.subject.value.startswith((SRC, EDITORIAL)):
            owner[triple.subject] = triple.subject
    return owner


def _unit(
    triple: Triple, owner: Mapping[NamedNode, NamedNode], home: Mapping[NamedNode, str]
) -> NamedNode:
    """The unit of a triple: that of the record it leads to, else that of its subject."""
    subject, predicate, thing = triple
    leads = isinstance(thing, NamedNode) and thing in owner and thing not in home
    if leads and predicate not in (OBJECT, *_DISAGREEING) and thing.value.startswith(ID):
        return owner[thing]
    return owner.get(subject, subject)


def _handlers(
    stated: list[Triple], identity: Mapping[NamedNode, list[Fact]]
) -> Iterable[NamedNode]:
    """The firms registered for what a class of instruments requires.

    Every one of them may handle every token of the class, so that their number times that of the
    tokens is inferred. Japan's tokens grow faster in number than such firms: these stay as many as
    they are, and the facts inferred per token too.
    """
    classes = {
        thing for thing, some in identity.items() if any(t.object == _INSTRUMENT for _, t in some)
    }
    needed = {t.object for t in stated if t.predicate == _REQUIRES and t.subject in classes}
    records = {t.subject for t in stated if t.predicate == _REGISTRATION and t.object in needed}
    return {t.subject for t in stated if t.predicate == _HOLDS and t.object in records}
