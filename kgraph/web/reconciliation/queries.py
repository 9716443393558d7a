"""A batch of queries as clients send it → what is looked for; what is offered → the response."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from kgraph.matching.reconciler import STRICT, Constraint, Offer, Query, Reconciler
from kgraph.search.folding import fold
from kgraph.snapshot.store import Snapshot
from kgraph.web.problem import Problem
from kgraph.web.reconciliation.ids import id_of, term, thing, unknown
from kgraph.words.things import kind_of

BATCH: Final = 50
"""Queries of one batch."""
LONGEST: Final = 500
"""Letters of a name that is looked for: no thing has a longer one."""
CANDIDATES: Final = 5
MOST: Final = 50
"""Candidates for a query: as a rule, and at most."""
_VALUES: Final = 20
"""Properties of a query, and values of each of them."""
_FIELDS: Final = ("query", "type", "type_strict", "limit", "properties")


def parsed(text: str, what: str) -> Any:
    """The JSON of a field, as RFC 8259 has it for exchange: no NaN, no key twice, no half of a
    character, which could not be written in an answer. Raises Problem 400."""
    try:
        told = json.loads(text, parse_constant=_no_number, object_pairs_hook=_object)
        json.dumps(told, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Problem(
            400, f"{what}: half of a character stands in it; write characters whole", parameter=what
        ) from None
    except (ValueError, RecursionError) as error:
        raise Problem(400, f"{what}: this is no JSON: {error}", parameter=what) from None
    return told


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def batch(
    reconciler: Reconciler, text: str, lang: str, in_time: Callable[[], None]
) -> dict[str, Query]:
    """The queries of a batch by their keys.

    `in_time` raises where the request has taken too long. Raises Problem 400 for what cannot be
    understood, and 413 for a batch that is too long.
    """
    told = parsed(text, "queries")
    if not isinstance(told, dict):
        raise Problem(400, "queries: write an object of queries by their keys", parameter="queries")
    if len(told) > BATCH:
        raise Problem(413, f"queries: {len(told):,} in one batch; send at most {BATCH} at a time")
    found = {}
    for key, one in told.items():
        in_time()
        found[key] = _Reader(reconciler, key, lang).query(one)
    return found


class _Reader:
    """Reads one query of a batch, and says of which one what is wrong."""

    def __init__(self, reconciler: Reconciler, key: str, lang: str) -> None:
        self._known = reconciler
        self._snapshot = reconciler.snapshot
        self._key = key
        self._lang = lang

    def query(self, told: Any) -> Query:
        if not isinstance(told, dict):
            raise self._wrong("write an object with query")
        other = sorted(told.keys() - set(_FIELDS))
        if other:
            raise self._wrong(f"it takes {', '.join(_FIELDS)}, not {other[0][:100]}")
        text = told.get("query") or ""
        if not isinstance(text, str):
            raise self._wrong("query: write a text")
        named = self._list(told.get("properties"))
        if not text.strip() and not named:
            raise self._wrong("write query, or properties, or both")
        # An empty cell says nothing of the thing.
        constraints = tuple(one for one in map(self._constraint, named) if one.values)
        strict = told.get("type_strict") or STRICT[0]
        if strict not in STRICT:
            raise self._wrong(f"type_strict: write {', '.join(STRICT)}")
        if "/" in text and ":" not in text:  # as identifiers are written here
            text = thing(self._snapshot, text.strip()) or text
        return Query(
            text if len(text) <= LONGEST else "",
            tuple(self._type(one) for one in self._list(told.get("type"))),
            strict,
            constraints if len(text) <= LONGEST else (),
            self._limit(told.get("limit")),
        )

    def _list(self, told: Any) -> list[Any]:
        """One value, several, or none."""
        found = told if isinstance(told, list) else [] if told in (None, "") else [told]
        if len(found) > _VALUES:
            raise self._wrong(f"give at most {_VALUES} types, properties or values")
        return found

    def _type(self, told: Any) -> str:
        name = told.get("id") if isinstance(told, dict) else told
        if not isinstance(name, str):
            raise self._wrong("type: write the identifier of a type, or several")
        found = term(self._snapshot, self._known.types, name)
        if found is None:
            raise unknown("type", name, self._ids(self._known.types))
        return found

    def _constraint(self, told: Any) -> Constraint:
        if not isinstance(told, dict) or not isinstance(told.get("pid"), str) or "v" not in told:
            raise self._wrong("properties: write objects with pid and v")
        name, known = told["pid"], self._known.properties
        found = term(self._snapshot, known, name) or self._called(name)
        if found is None:
            raise unknown("pid", name, self._ids(known))
        values = (self._value(one) for one in self._list(told["v"]))
        return Constraint(found, tuple(one for one in values if one))

    def _called(self, text: str) -> str | None:
        """The only property with that label."""
        found = self._known.properties_called.get(fold(text[:LONGEST]), ())
        return next(iter(found)) if len(found) == 1 else None

    def _value(self, told: Any) -> str:
        if isinstance(told, dict) and isinstance(told.get("id"), str):
            named = thing(self._snapshot, told["id"])
            return named or told["id"]
        if isinstance(told, bool | int | float):
            return json.dumps(told)
        if not isinstance(told, str):
            raise self._wrong("v: write a text, a number, or an object with id")
        return told.strip()[:LONGEST]

    def _limit(self, told: Any) -> int:
        if told is None:
            return CANDIDATES
        if isinstance(told, bool) or not isinstance(told, int | float) or told < 1:
            raise self._wrong("limit: write a whole number above 0")
        return int(min(told, MOST))

    def _ids(self, iris: Mapping[str, object]) -> list[str]:
        return [id_of(self._snapshot, iri) for iri in iris]

    def _wrong(self, why: str) -> Problem:
        return Problem(400, f"queries: {self._key[:40]}: {why}", parameter="queries")


def result(reconciler: Reconciler, offers: Sequence[Offer], lang: str) -> dict[str, Any]:
    """What is offered for one query."""
    return {"result": [_candidate(reconciler, one, lang) for one in offers]}


def _candidate(reconciler: Reconciler, offer: Offer, lang: str) -> dict[str, Any]:
    snapshot = reconciler.snapshot
    return {
        "id": id_of(snapshot, offer.iri),
        "name": snapshot.label(offer.iri, lang),
        "description": described(snapshot, offer.iri, lang),
        "type": [
            {"id": id_of(snapshot, kind), "name": snapshot.label(kind, lang)}
            for kind in reconciler.types_of(offer.iri)
        ],
        "score": offer.score,
        "features": [
            {"id": id_of(snapshot, name), "value": value} for name, value in offer.features.items()
        ],
        "match": offer.match,
    }


def described(snapshot: Snapshot, iri: str, lang: str) -> str:
    """What kind of thing it is, and what it is called in the other language."""
    other = snapshot.label(iri, "ja" if lang == "en" else "en")
    kind = kind_of(snapshot, iri, lang)
    return f"{kind} · {other}" if other != snapshot.label(iri, lang) else kind
