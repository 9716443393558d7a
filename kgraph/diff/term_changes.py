"""Two versions of the ontology → its changes; those that break what users built are marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from pyoxigraph import BlankNode, NamedNode

from kgraph.diff.difference import ADDED, CHANGED, DEPRECATED, REMOVED, TermChange
from kgraph.diff.ontology import TOP, Schema, str_of, texts
from kgraph.vocab import OWL, RDF, RDFS, Node, Object

_NARROWING: Final = frozenset(
    NamedNode(OWL.BASE + name)
    for name in (
        "FunctionalProperty",
        "InverseFunctionalProperty",
        "AsymmetricProperty",
        "IrreflexiveProperty",
    )
)
_DISJOINT: Final = frozenset(
    NamedNode(OWL.BASE + name) for name in ("disjointWith", "propertyDisjointWith")
)


def term_changes(old: Schema, new: Schema) -> tuple[TermChange, ...]:
    """What changed in the terms of the ontology, by term, and in axioms about no single term."""
    changes = [*_gone(old, new), *_new(old, new), *_kept(old, new), *_loose(old, new)]
    return tuple(sorted(changes, key=lambda c: (c.term or "", c.property or "", c.before, c.after)))


def _gone(old: Schema, new: Schema) -> Iterator[TermChange]:
    for term in old.terms - new.terms:
        # Who followed the notice that a term would go has left it behind already.
        announced = term in old.deprecated and any(map(new.in_use, old.replaced.get(term, ())))
        harmless = announced or term in new.things
        yield TermChange(term.value, REMOVED, breaking=None if harmless else "removed")


def _new(old: Schema, new: Schema) -> Iterator[TermChange]:
    for term in new.terms - old.terms:
        kinds = texts(new, new.kinds(term) or new.values(term, RDF.type))
        yield TermChange(term.value, ADDED, after=tuple(sorted(kinds)))


def _kept(old: Schema, new: Schema) -> Iterator[TermChange]:
    for term in old.terms & new.terms:
        if term in new.deprecated - old.deprecated:
            # A deprecated term needs no more than its notice: what it meant may be dropped.
            replaced_by = new.replacements(term)
            yield TermChange(
                term.value,
                DEPRECATED,
                replaced_by=replaced_by,
                breaking=None if replaced_by else "not-replaced",
            )
            continue
        for predicate in old.about[term].keys() | new.about[term].keys():
            before = texts(old, old.values(term, predicate))
            after = texts(new, new.values(term, predicate))
            if before != after:
                yield TermChange(
                    term.value,
                    CHANGED,
                    predicate.value,
                    tuple(sorted(before - after)),
                    tuple(sorted(after - before)),
                    breaking=_why(old, new, term, predicate),
                )


def _loose(old: Schema, new: Schema) -> Iterator[TermChange]:
    before, after = old.loose_axioms(), new.loose_axioms()
    for text in before.keys() - after.keys():
        yield TermChange(None, REMOVED, before=(text,))
    for text in after.keys() - before.keys():
        heads = new.values(after[text], OWL.members)
        named = {member for head in heads for member in new.members(head)}
        breaking = "disjoint" if _newly_disjoint(old, new, named) else None
        yield TermChange(None, ADDED, after=(text,), breaking=breaking)


def _why(old: Schema, new: Schema, term: Node, predicate: NamedNode) -> str | None:
    """One of BREAKING where a change of a term that stays in use breaks something."""
    if predicate == RDF.type:
        if old.kinds(term) - new.kinds(term):
            return "kind"
        added = new.values(term, RDF.type) - old.values(term, RDF.type)
        return "restricted" if added & _NARROWING else None
    if predicate in (RDFS.domain, RDFS.range):
        narrower = _narrower(old, new, old.values(term, predicate), new.values(term, predicate))
        return ("domain" if predicate == RDFS.domain else "range") if narrower else None
    if predicate in _DISJOINT:
        others = new.values(term, predicate) - old.values(term, predicate)
        return "disjoint" if _newly_disjoint(old, new, {term, *others}) else None
    if predicate in (RDFS.subClassOf, OWL.equivalentClass, RDFS.subPropertyOf):
        return _left(old, new, term, predicate)
    return None


def _narrower(old: Schema, new: Schema, before: set[Object], after: set[Object]) -> bool:
    """Whether something that all domains (or ranges) allowed before is allowed no longer.

    Each new one must be as wide as one of the old ones, as either version has it.
    """

    def fits(part: Object, wide: Object) -> bool:
        within = old.is_within(part, wide) or new.is_within(part, wide)
        return within or str_of(wide) in new.replacements(part)

    def covers(wide: Object, narrow: Object) -> bool:
        parts = new.operands(wide)
        return all(any(fits(part, other) for other in parts) for part in old.operands(narrow))

    known = texts(old, before)
    return any(
        new.text(wide) not in known
        and str_of(wide) not in TOP
        and not any(covers(wide, narrow) for narrow in before)
        for wide in after
    )


def _newly_disjoint(old: Schema, new: Schema, members: Iterable[Object]) -> bool:
    """Whether two of the members, both there before, have nothing in common any longer."""
    known = [member for member in members if member in old.terms]
    return any(
        frozenset(pair) in new.disjoint and not old.excludes(*pair)
        for pair in combinations(known, 2)
    )


def _left(old: Schema, new: Schema, term: Node, predicate: NamedNode) -> str | None:
    """Whether what asks for a wider class or property no longer finds this one."""
    for wider in old.values(term, predicate):
        if isinstance(wider, BlankNode):
            continue
        places = (wider, *map(NamedNode, new.replacements(wider)))
        if not any(new.is_within(term, place) for place in places):
            return "superproperty" if predicate == RDFS.subPropertyOf else "superclass"
    return None
