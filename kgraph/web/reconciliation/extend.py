"""Values of properties for things that were matched: what holds on a day, or which pages say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kgraph.matching.reconciler import Reconciler
from kgraph.names import local_name
from kgraph.show.dossier import Reader
from kgraph.show.on_record import STANDINGS, Fact
from kgraph.snapshot.store import Snapshot
from kgraph.sparql.values import to_value
from kgraph.vocab import RDF, RDFS, Object
from kgraph.web.paths import path_of
from kgraph.web.problem import Problem
from kgraph.web.reconciliation.ids import id_of, term, thing, unknown
from kgraph.web.reconciliation.queries import parsed
from kgraph.web.reconciliation.suggest import property_of

THINGS: Final = 200
PROPERTIES: Final = 20
"""Things and properties of one request."""
PROPOSED: Final = 50
"""Properties that are proposed for a type, where a client names no number."""
_ANY: Final = "any"
_VALUE: Final = "value"
_GIVES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        _VALUE: ("the value", "値"),
        "source": ("the titles of the sources that say so", "それを述べる出典の題名"),
        "page": ("the addresses of the pages that say so", "それを述べるページのアドレス"),
        "standing": ("how certain it is", "確度"),
    }
)
_WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "gives": ("What to fetch", "取得するもの"),
        "standing": ("Standing", "確度"),
        "any": ("any", "すべて"),
        "as_of": ("As of (a day, YYYY-MM-DD)", "時点（YYYY-MM-DD）"),
        "as_of_help": (
            "What held on that day; by default the day of the latest reading.",
            "その日に成り立つ事柄。空欄は最新の採録日とする。",
        ),
        "limit": ("Values at most", "値の最大数"),
        "limit_help": ("0 takes all of them.", "0 はすべてとする。"),
    }
)


@dataclass(frozen=True)
class _Wanted:
    """A property and how its values are wanted."""

    name: str
    gives: str
    standing: str
    as_of: str
    limit: int


def settings(snapshot: Snapshot, lang: str) -> list[dict[str, Any]]:
    """What can be set for a property whose values are fetched."""
    choices = [{"value": _ANY, "name": _word("any", lang)}]
    choices += (
        {"value": local_name(one.value), "name": snapshot.label(one.value, lang)}
        for one in STANDINGS
    )
    return [
        {
            "name": "gives",
            "type": "select",
            "label": _word("gives", lang),
            "default": _VALUE,
            "choices": [
                {"value": value, "name": words[lang == "ja"]} for value, words in _GIVES.items()
            ],
        },
        {
            "name": "standing",
            "type": "select",
            "label": _word("standing", lang),
            "default": _ANY,
            "choices": choices,
        },
        {
            "name": "as_of",
            "type": "text",
            "label": _word("as_of", lang),
            "default": "",
            "help_text": _word("as_of_help", lang),
        },
        {
            "name": "limit",
            "type": "number",
            "label": _word("limit", lang),
            "default": 0,
            "help_text": _word("limit_help", lang),
        },
    ]


def proposals(reconciler: Reconciler, kind: str, limit: int | None, lang: str) -> dict[str, Any]:
    """The properties that things of a type have, the most used first. Raises Problem 400."""
    snapshot = reconciler.snapshot
    found = term(snapshot, reconciler.types, kind)
    if kind and found is None:
        raise unknown("type", kind, [id_of(snapshot, one) for one in reconciler.types])
    used = reconciler.properties_of(found) if found else reconciler.properties
    shown = list(used)[: PROPOSED if limit is None else limit]
    told: dict[str, Any] = {"properties": [property_of(snapshot, one, lang) for one in shown]}
    if kind:
        told["type"] = kind
    return told if limit is None else {**told, "limit": limit}


def extended(
    reconciler: Reconciler,
    text: str,
    lang: str,
    on: Callable[[str], Snapshot],
    in_time: Callable[[], None],
) -> dict[str, Any]:
    """The response to a request for values.

    `on` gives the snapshot of a day, `in_time` raises where the request has taken too long. Raises
    Problem 400 for what cannot be understood, 413 for what asks for too much.
    """
    ids, wanted = _asked(reconciler, parsed(text, "extend"))
    known = reconciler.snapshot
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {key: {} for key in ids}
    for one in wanted:
        in_time()
        snapshot = on(one.as_of) if one.as_of else known
        reader = Reader(snapshot, lang)
        name = id_of(known, one.name)
        for key in ids:
            in_time()
            iri = thing(snapshot, key)
            rows[key][name] = _cells(reader, NamedNode(iri), one) if iri else []
    return {"meta": [_meta(reconciler, one.name, lang) for one in wanted], "rows": rows}


def _asked(reconciler: Reconciler, told: Any) -> tuple[list[str], list[_Wanted]]:
    if not isinstance(told, dict):
        raise _wrong("write an object with ids and properties")
    ids, names = told.get("ids"), told.get("properties")
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise _wrong("ids: write a list of identifiers")
    if not isinstance(names, list) or not all(isinstance(one, dict) for one in names):
        raise _wrong("properties: write a list of objects with id")
    if len(ids) > THINGS or len(names) > PROPERTIES:
        raise Problem(
            413, f"extend: ask for at most {THINGS} things and {PROPERTIES} properties at a time"
        )
    wanted = [_wanted(reconciler, one) for one in names]
    if len({one.name for one in wanted}) < len(wanted):  # rows have their values by its name
        raise _wrong("properties: one is named twice; ask for it once in a request")
    return list(dict.fromkeys(ids)), wanted


def _wanted(reconciler: Reconciler, told: Mapping[str, Any]) -> _Wanted:
    name, set_to = told.get("id"), told.get("settings") or {}
    if not isinstance(name, str) or not isinstance(set_to, dict):
        raise _wrong("properties: write objects with id, and settings where there are any")
    found = term(reconciler.snapshot, reconciler.properties, name)
    if found is None:
        ids = [id_of(reconciler.snapshot, one) for one in reconciler.properties]
        raise unknown("id", name, ids)
    gives = _chosen(set_to, "gives", _VALUE, _GIVES)
    standings = (_ANY, *(local_name(one.value) for one in STANDINGS))
    standing = _chosen(set_to, "standing", _ANY, standings)
    as_of, limit = set_to.get("as_of") or "", _number(set_to.get("limit") or 0)
    if not isinstance(as_of, str) or limit is None:
        raise _wrong("as_of: write a day; limit: write a whole number")
    return _Wanted(found, gives, standing, as_of.strip(), limit)


def _chosen(set_to: Mapping[str, Any], name: str, default: str, words: Iterable[str]) -> str:
    """The word that a setting is, of those that it may be."""
    told = set_to.get(name) or default
    if told not in (known := tuple(words)):
        raise _wrong(f"{name}: write {', '.join(known)}")
    return str(told)


def _number(told: Any) -> int | None:
    """A number as forms send it: as such, or as text."""
    if isinstance(told, str) and told.strip().isdecimal() and len(told) < 10:
        told = int(told)
    if isinstance(told, bool) or not isinstance(told, int | float) or not 0 <= told < 1e9:
        return None
    return int(told)


def _meta(reconciler: Reconciler, name: str, lang: str) -> dict[str, Any]:
    snapshot = reconciler.snapshot
    told = {"id": id_of(snapshot, name), "name": snapshot.label(name, lang)}
    ranges = [
        quad.object.value
        for quad in snapshot.store.quads_for_pattern(
            NamedNode(name), RDFS.range, None, DefaultGraph()
        )
        if isinstance(quad.object, NamedNode) and quad.object.value in reconciler.types
    ]
    if not ranges:
        return told
    kind = min(ranges, key=lambda one: (len(reconciler.types[one]), one))
    return {**told, "type": {"id": id_of(snapshot, kind), "name": snapshot.label(kind, lang)}}


def _cells(reader: Reader, node: NamedNode, wanted: _Wanted) -> list[dict[str, Any]]:
    facts = list(_facts(reader, node, wanted))
    found: list[dict[str, Any]] = []
    for fact in facts:
        if wanted.gives == _VALUE:
            found.append(_cell(reader, fact.object, fact.object_label))
        elif wanted.gives == "standing":
            found += ({"str": fact.standing},) if fact.standing else ()
        else:
            for stated in fact.stated:
                source = stated.source
                text = source.url if wanted.gives == "page" else source.title
                found += ({"str": text},) if stated.holds and text else ()
    cells = list({tuple(sorted(one.items())): one for one in found}.values())
    return cells[: wanted.limit or None]


def _facts(reader: Reader, node: NamedNode, wanted: _Wanted) -> Iterator[Fact]:
    """The facts of the day with the property; texts in the language, where there are any in it."""
    told = [one for one in reader.told(RDF.subject, node) if one.property == wanted.name]
    known = {(one.property, one.object) for one in told}
    others = (one for one in reader.others(node, known) if one.property == wanted.name)
    held = [one for one in (*told, *others) if one.holds]
    held = [one for one in held if wanted.standing in (_ANY, one.standing)]
    spoken = [one for one in held if _language(one.object) in (None, reader.lang)]
    yield from sorted(spoken or held, key=lambda one: str(one.object))


def _language(term: Object | None) -> str | None:
    return term.language if isinstance(term, Literal) else None


def _cell(reader: Reader, value: Object | None, label: str) -> dict[str, Any]:
    """A value as the protocol has it: a thing of ours, a number, a day, else text."""
    if isinstance(value, NamedNode):
        path = path_of(reader.snapshot, value.value)
        return {"str": value.value} if path is None else {"id": path, "name": label}
    plain = to_value(value)
    if isinstance(plain, bool):
        return {"str": str(plain).lower()}
    if isinstance(plain, int):
        return {"int": plain}
    if isinstance(plain, Decimal | float):
        return {"float": float(plain)}
    if isinstance(plain, date):
        return {"date": f"{plain.isoformat()[:10]}T00:00:00Z"}
    return {"str": str(plain)}


def _word(key: str, lang: str) -> str:
    return _WORDS[key][lang == "ja"]


def _wrong(why: str) -> Problem:
    return Problem(400, f"extend: {why}", parameter="extend")
