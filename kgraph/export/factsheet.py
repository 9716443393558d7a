"""Every claim as a row of a table: what is said, by whom, as of when, and how it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.export.sheets import Cell, Column, Sheet, in_words
from kgraph.export.view import View, short
from kgraph.names import compact, is_part, local_name
from kgraph.snapshot.receipts import fact_digest, receipt
from kgraph.snapshot.write_claims import claimed, is_of_record
from kgraph.version import __version__
from kgraph.vocab import DCTERMS, GRAPH, JPST, RDF, Object, as_iri, as_node, as_term

FACTS: Final = "facts"
"""The name of the table."""

_COLUMNS: Final = (
    *("subject (id)", "subject", "property (id)", "property", "value (id)", "value"),
    *("language", "datatype", "standing", "inferred"),
    *("source (id)", "source", "as of", "as of, earliest", "valid from", "valid until"),
    *("holds from", "holds until", "state", "origin", "id"),
    *("first release", "last release"),
)
_SOURCE_COLUMNS: Final = ("source (id)", "source", "id", "first release", "last release")
_DATES: Final = (
    JPST.asOf,
    JPST.asOfEarliest,
    JPST.validFrom,
    JPST.validUntil,
    JPST.holdsFrom,
    JPST.holdsUntil,
)
_CONCEPTS: Final = (JPST.claimState, JPST.origin)
_DETAILS: Final = tuple(
    NamedNode(JPST.BASE + name) for name in ("qualifier", "capacity", "note", "statedValue")
)

Values = Mapping[NamedNode, Sequence[Object]]


@dataclass(frozen=True)
class _Told:
    """What a row tells: a fact, who states it and how, and what the table says of that."""

    triple: Triple
    standing: str | None
    source: NamedNode | None
    said: tuple[Cell, ...]
    details: tuple[Cell, ...]
    inferred: bool = False


def fact_sheet(
    view: View,
    *,
    inferred: bool = True,
    sources: bool = True,
    release: str = __version__,
    first: Mapping[str, str] | None = None,
) -> Sheet:
    """The table `facts`: a row for each claim, and one for each thing that a record holds.

    Names and kinds of things have rows without a source's days, what rules add rows without source.
    Without `sources` a fact has one row for each way in which it is stated. The id is a receipt of
    the `release`; `first` tells by digest the first release with a fact, where releases are known.
    """
    titles = fact_titles(view)
    rows = set()
    for each in _each(view, inferred=inferred):
        of_releases = _releases(each, release, first)
        told = _told(view, each.triple, each.standing, inferred=each.inferred)
        rows.add((*told, *each.said, *of_releases, *each.details))
    if not sources:
        kept = [i for i, title in enumerate(titles) if title not in _SOURCE_COLUMNS]
        titles = [titles[i] for i in kept]
        rows = {tuple(row[i] for i in kept) for row in rows}
    columns = tuple(
        Column(in_words(title, view.language), many=i >= len(titles) - len(_DETAILS))
        for i, title in enumerate(titles)
    )
    return Sheet(FACTS, columns, tuple(sorted(rows)), in_words(FACTS, view.language))


def digests(view: View) -> set[str]:
    """The digest of each fact of the table, whatever the release."""
    return {_digest(each) for each in _each(view, inferred=True)}


def fact_titles(view: View) -> list[str]:
    """The titles of the table `facts` with its sources."""
    details = (view.name(name).removeprefix("jpst:") for name in _DETAILS)
    return [*_COLUMNS, *details]


def _each(view: View, *, inferred: bool) -> Iterator[_Told]:
    for claim in view.claims.values():
        if RDF.subject not in claim:
            continue  # what is said of a source
        stated = claimed(claim)
        standing = local_name(as_iri(claim[JPST.standing][0]).value)
        said, details = tuple(_said(view, claim)), tuple(_details(view, claim))
        source = as_iri(claim[DCTERMS.source][0])
        yield _Told(stated, standing, source, said, details)
        if JPST.recordClass in claim:
            record = as_node(stated.object)
            for name, values in claim.items():
                if is_of_record(name):
                    for held in values:
                        yield _Told(Triple(record, name, held), standing, source, said, details)
    no_days, no_details = ((),) * (len(_DATES) + len(_CONCEPTS)), ((),) * len(_DETAILS)
    for triple in view.entities:
        yield _Told(triple, None, None, ((short(GRAPH.entities),), (), *no_days), no_details)
    if inferred:
        for triple in view.inferred:
            subject = triple.subject
            of_data = isinstance(subject, NamedNode) and is_part(subject.value, "id")
            if of_data and triple not in view.stating:
                rank = view.standing.get(triple)
                yield _Told(triple, rank, None, ((), (), *no_days), no_details, inferred=True)


def _said(view: View, claim: Values) -> Iterator[Cell]:
    """Who says a claim, its days, and what the day of the state makes of it."""
    (source,) = claim[DCTERMS.source]
    yield (short(source),)
    yield (view.name(source),)
    for name in _DATES:
        yield tuple(as_term(value).value for value in claim.get(name, ()))
    for name in _CONCEPTS:
        yield tuple(local_name(as_iri(value).value) for value in claim.get(name, ()))


def _details(view: View, claim: Values) -> Iterator[Cell]:
    for name in _DETAILS:
        yield tuple(view.name(value) for value in claim.get(name, ()))


def _releases(
    each: _Told, release: str, first: Mapping[str, str] | None
) -> tuple[Cell, Cell, Cell]:
    """The id, and the first and the last release that have the fact; these where they are known."""
    subject, predicate, value = each.triple
    made = receipt(release, as_node(subject), predicate, value, each.source)
    if first is None:
        return (made,), (), ()
    return (made,), (first.get(_digest(each), release),), (release,)


def _digest(each: _Told) -> str:
    subject, predicate, value = each.triple
    return fact_digest(as_node(subject), predicate, value, each.source)


def _told(
    view: View, triple: Triple, standing: str | None, *, inferred: bool = False
) -> tuple[Cell, ...]:
    value = triple.object
    text = value if isinstance(value, Literal) else None
    return (
        (short(triple.subject),),
        (view.name(triple.subject),),
        (compact(triple.predicate.value),),
        (view.name(triple.predicate),),
        (short(value),) if text is None else (),
        (view.name(value),),
        (text.language,) if text and text.language else (),
        (local_name(text.datatype.value),) if text and not text.language else (),
        (standing,) if standing else (),
        ("yes",) if inferred else ("no",),
    )
