"""The names of statements and records, made of what they say (the rule of docs/provenance.md)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kgraph.names import BASE, is_part, kebab, local_name, record_slug, statement_slug
from kgraph.root import stacked
from kgraph.turtle.literals import canonical
from kgraph.turtle.parse import parse_turtle, read_text
from kgraph.vocab import DCTERMS, JPST, PROV, RDF, RDFS, Node, Term, as_term

Said = tuple[Node, NamedNode, Term]
Described = dict[NamedNode, list[Term]]

_PARTS: Final = frozenset({RDF.type, RDF.subject, RDF.predicate, RDF.object})
_NOT_OBSERVED: Final = frozenset({PROV.wasDerivedFrom, JPST.reason})
"""What a reading says of itself and not of what was read."""
_WORDS: Final = {"MarketStatistic": "statistic", "TradingParticipation": "participation"}
"""How records are called whose class is called otherwise."""
_NAMED: Final = ("holder", "grantType", "grantedActivity", "legalBasis", "association", "venue")
_FIGURES: Final = ("count", "amountInYen", "share")
_NUMBER: Final = re.compile(r"(?<=第)[0-9]+(?=号)")
_SLUG: Final = re.compile(r"[\w.~-]+")
_ROUNDS: Final = 4
"""A statement may speak of a record, and its name holds the record's."""


def record_classes(root: Path) -> frozenset[NamedNode]:
    """The classes of records: what the ontology of `root` puts below jpst:Record."""
    above = [
        (triple.subject, triple.object)
        for folder in stacked(root, "ontology")
        for path in sorted(folder.glob("*.ttl"))
        for triple in parse_turtle(read_text(path), path)
        if triple.predicate == RDFS.subClassOf
    ]
    return below(JPST.Record, above)


def below(cls: NamedNode, above: Iterable[tuple[object, object]]) -> frozenset[NamedNode]:
    """A class and all those that pairs of a class and the one above it put below it."""
    pairs, found = list(above), {cls}
    while new := {low for low, high in pairs if high in found and isinstance(low, NamedNode)}:
        if new <= found:
            break
        found |= new
    return frozenset(found)


def right_names(
    triples: Iterable[Said], records: Set[NamedNode], base: str = BASE
) -> dict[Node, NamedNode]:
    """The statements and records of one file that have another name than the rule gives them.

    Each with its right name. `triples` are all of one source's or editorial file, `records` the
    classes of records, `base` that of the root whose file it is. A blank node has no right name,
    so it always gets one. A reading keeps the name that its editor gave it.
    """
    told = [(s, p, _spelled(o)) for s, p, o in triples]
    found: dict[Node, NamedNode] = {}
    for _ in range(_ROUNDS):
        new = _wrong(told, records, f"{base}id/")
        if not new:
            break
        told = list(renamed(told, new))
        made = set(found.values())
        found = {old: new.get(name, name) for old, name in found.items()} | {
            old: name for old, name in new.items() if old not in made
        }
    return {old: name for old, name in found.items() if old != name}


def shared_names(
    triples: Iterable[Said], names: Mapping[Node, NamedNode], records: Set[NamedNode]
) -> list[NamedNode]:
    """The new names that would stand for several records, of which different things are said.

    Statements of one name say the same of one fact.
    """
    if not names:
        return []
    told: dict[Node, set[tuple[NamedNode, Term]]] = defaultdict(set)
    for subject, predicate, value in triples:
        told[subject].add((predicate, value))
    of: dict[Node, set[Node]] = defaultdict(set)
    for node, said in told.items():
        if any(predicate == RDF.type and value in records for predicate, value in said):
            of[names.get(node, node)].add(node)
    return [
        name
        for name in dict.fromkeys(names.values())
        if len({frozenset(told[node]) for node in of[name]}) > 1
    ]


def renamed(triples: Iterable[Said], names: Mapping[Node, NamedNode]) -> Iterator[Said]:
    """The triples with those nodes called by their new names."""
    for subject, predicate, value in triples:
        if isinstance(value, NamedNode | BlankNode):
            value = names.get(value, value)
        yield names.get(subject, subject), predicate, value


def _spelled(term: Term) -> Term:
    return canonical(term) if isinstance(term, Literal) else term


def _wrong(triples: Iterable[Said], records: Set[NamedNode], things: str) -> dict[Node, NamedNode]:
    told: dict[Node, Described] = defaultdict(lambda: defaultdict(list))
    hung: dict[Node, set[Node]] = defaultdict(set)
    page: Term | None = None
    for subject, predicate, value in triples:
        told[subject][predicate].append(value)
        if isinstance(value, NamedNode | BlankNode):
            hung[value].add(subject)
        if predicate == DCTERMS.issued:
            page = value
    found: dict[Node, NamedNode] = {}
    for node, about in told.items():
        kinds = {kind for kind in about.get(RDF.type, ()) if isinstance(kind, NamedNode)}
        if RDF.Statement in kinds:
            right = _statements_name(node, about, kinds, page, things)
        elif kinds & records:
            holders = [other for other in hung[node] if RDF.subject not in told[other]]
            right = _records_name(node, about, kinds & records, holders, things)
        else:
            continue
        if right is not None and node != right:
            found[node] = right
    return found


def _statements_name(
    node: Node, about: Described, kinds: Set[NamedNode], page: Term | None, things: str
) -> NamedNode | None:
    parts = [about.get(part, []) for part in (RDF.subject, RDF.predicate, RDF.object)]
    if any(len(part) != 1 for part in parts):
        return None  # it names no fact: validation tells
    (subject,), (predicate,), (value,) = parts
    if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode):
        return None
    reading = JPST.EditorialReading in kinds
    if reading and isinstance(node, NamedNode):
        return node
    narrowing = [
        (_short(name), str(what))
        for name, values in about.items()
        if name not in _PARTS and not (reading and name in _NOT_OBSERVED)
        for what in values
        if not (name == JPST.asOf and what == page)
    ]
    slug = statement_slug(
        local_name(subject.value), local_name(predicate.value), str(value), narrowing
    )
    return NamedNode(things + (slug.replace("fact-", "reading-", 1) if reading else slug))


def _short(predicate: NamedNode) -> str:
    return predicate.value.removeprefix(JPST.BASE)


def _records_name(
    node: Node, about: Described, kinds: Set[NamedNode], holders: Iterable[Node], things: str
) -> NamedNode | None:
    slugs = (
        _record_slug(holder, about, kinds)
        for holder in sorted(holders, key=str)
        if isinstance(holder, NamedNode) and is_part(holder.value, "id")
    )
    # What says anything else where a name or a number belongs names nothing: validation tells.
    names = [NamedNode(things + slug) for slug in slugs if _SLUG.fullmatch(slug)]
    return node if node in names else next(iter(names), None)


def _record_slug(holder: NamedNode, about: Described, kinds: Set[NamedNode]) -> str:
    def text(name: str) -> str:
        return next(
            (as_term(value).value for value in about.get(NamedNode(JPST.BASE + name), ())), ""
        )

    def slug(name: str) -> str:
        return local_name(text(name))

    kind = min(local_name(one.value) for one in kinds if one != JPST.Record or len(kinds) == 1)
    observed = [slug(name) for name in _NAMED if text(name)]
    if measure := slug("measure"):
        observed.append(kebab(measure))
        observed += [figure.removesuffix(".0") for figure in map(text, _FIGURES) if figure][:1]
    if number := _NUMBER.search(text("grantNumber")):
        observed.append(f"no-{number[0]}")
    observed += [name for name in [slug("grantedBy")] if name]
    observed += [status for status in [slug("recordStatus")] if status not in ("", "held")]
    if share := text("percentage"):
        observed.append(share.removesuffix(".0") + "pct")
    return record_slug(
        slug("grantKind") or _WORDS.get(kind, kebab(kind[:1].lower() + kind[1:])),
        local_name(holder.value),
        observed,
        qualifier=slug("qualifier") or None,
        as_of=text("asOf") or None,
        valid_from=text("validFrom") or None,
        valid_until=text("validUntil") or None,
    )
