"""What people type for a parameter → the typed term that goes into the query."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from shlex import quote
from types import MappingProxyType
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kgraph.names import BASE, DCAM, SCHEME, compact, expand, local_name
from kgraph.questions.question import Question
from kgraph.questions.variables import Parameter
from kgraph.search.folding import fold, spelling
from kgraph.search.lookup import given_up, instances, nearest, resolve
from kgraph.snapshot.store import Snapshot
from kgraph.sparql.substitute import Constant
from kgraph.vocab import RDFS, SKOS, XSD, Object

LANGUAGES: Final = ("en", "ja")

_LARGEST: Final = (1 << 63) - 1
"""With a larger whole number the engine compares nothing, and an answer would be empty."""
_FEW: Final = 12
"""So many things of a kind are listed where none of them is meant."""
_ALIKE: Final = 0.7
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

DAYS: Final = MappingProxyType({"asof": "as_of", "knownat": "known_at"})
"""The days that any question can be asked for, by plain name, and what the snapshot calls them."""


_WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "hint": ("; did you mean {}?", "。{} のことですか"),
        "or": (" or ", " または "),
        "needed": ("a value is needed ({})", "値が必要です（{}）"),
        "empty": (
            "no value stands after =; write one, or leave the parameter out",
            "= の後に値がありません。値を書くか、パラメータを省いてください",
        ),
        "unknown": (
            "{} has no such parameter; it has {}",
            "{} にこのパラメータはありません。あるのは {} です",
        ),
        "none": ("none", "なし"),
        "kind": (" of the kind {}", "（種類：{}）"),
        "several": (
            "“{}” fits {} things{}; choose one of {}",
            "「{0}」に当たるもの{2}は {1} 件あります。次から選んでください：{3}",
        ),
        "nothing": (
            "“{}” names nothing{} in the graph",
            "「{}」に当たるもの{}はグラフにありません",
        ),
        "other": ("“{}” is {}, and no {}", "「{}」は {}で、種類が違います（求める種類：{}）"),
        "choose": ("; choose one of {}", "。次から選んでください：{}"),
        "search": ("; look for it with `kgraph search {}`", "。`kgraph search {}` で探せます"),
        "unnamed": ("“{}” is in no {} on record", "「{}」を含む{}は記録にありません"),
        "value": ("“{}” is not among the values", "「{}」は選べる値にありません"),
        "values": (
            "“{}” fits several values; choose one of {}",
            "「{}」に当たる値が複数あります。次から選んでください：{}",
        ),
        "had": (
            "“{}” is a property that no {} has",
            "「{}」は、{}が持ち得ないプロパティです",
        ),
        "order": (
            "“{}” is before {} ({}): no day lies between them",
            "「{}」は{}（{}）より前です。その間に日はありません",
        ),
        "language": ("“{}” is no language of the graph", "「{}」はこのグラフの言語ではありません"),
        "day": (
            "“{}” is no day; write it as 2024-03-31",
            "「{}」は日付ではありません。2024-03-31 のように書いてください",
        ),
        "number": (
            "“{}” is no whole number; write 1000000",
            "「{}」は整数ではありません。1000000 のように書いてください",
        ),
        "large": (
            "“{}” lies beyond the numbers that the engine can compare; write one nearer to zero",
            "「{}」はエンジンが比較できる数の範囲を超えています。0 に近い数を書いてください",
        ),
    }
)


class BadValue(Exception):
    """A parameter got no value, or one it cannot have. One line; `nearest` are valid ones."""

    exit_code: Final = 2

    def __init__(
        self, parameter: str, reason: str, nearest: Iterable[str] = (), lang: str = "en"
    ) -> None:
        self.parameter = parameter
        self.nearest = tuple(nearest)
        close = _say(lang, "or").join(self.nearest)
        super().__init__(f"{parameter}: {reason}{_say(lang, 'hint', close) if close else ''}")


@dataclass(frozen=True)
class Choice:
    """One value an enum may have: what to type, and what it is called."""

    value: str
    term: Constant
    label: str


def bind(
    snapshot: Snapshot, question: Question, values: Mapping[str, object], lang: str = "en"
) -> dict[str, Constant]:
    """The terms for a question's variables (named without `?`), from values by parameter name.

    A name may be spelled `asOf`, `as-of` or `as_of`. A value that is None counts as not given: a
    required parameter then takes its default, an optional one stays open. A parameter of type lang
    that is not given takes `lang`, the language of errors too. Raises BadValue.
    """
    given = _by_parameter(question, values, lang)
    terms = {}
    for parameter in question.parameters:
        value = given.get(parameter.name)
        if value is None and parameter.kind == "lang":
            value = lang
        if value is None and parameter.required:
            value = parameter.default
            if value is None:
                near = () if parameter.kind != "enum" else _some(choices(snapshot, parameter))
                reason = _say(lang, "needed", parameter.label(lang))
                raise BadValue(parameter.name, reason, near, lang)
        if value is not None:
            terms[parameter.variable] = to_term(snapshot, parameter, value, lang)
    _check_order(question, terms, lang)
    return terms


def _check_order(question: Question, terms: Mapping[str, Constant], lang: str) -> None:
    """Raises BadValue where the days `since` and `until` of a question have none between them."""
    days = {p.name: p for p in question.parameters if p.kind == "date" and p.variable in terms}
    if {"since", "until"} <= days.keys():
        first, last = (terms[days[name].variable].value for name in ("since", "until"))
        if last < first:
            raise BadValue("until", _say(lang, "order", last, "since", first), lang=lang)


def to_term(snapshot: Snapshot, parameter: Parameter, value: object, lang: str = "en") -> Constant:
    """The term for one value of a parameter. Raises BadValue with the nearest valid values."""
    text = unicodedata.normalize("NFC", str(value)).strip()
    if isinstance(value, datetime):
        text = value.date().isoformat()
    if parameter.kind in ("token", "entity"):
        return _entity(snapshot, parameter, text, lang)
    if parameter.kind == "enum":
        return _choice(snapshot, parameter, text, lang)
    if parameter.kind == "date":
        day = to_day(parameter.name, text, lang)
        return Literal(day.isoformat(), datatype=XSD.date)
    if parameter.kind == "integer":
        return _integer(parameter, text, lang)
    if parameter.kind == "lang":
        if text not in LANGUAGES:
            raise BadValue(parameter.name, _say(lang, "language", text), LANGUAGES, lang)
        return Literal(text)
    if parameter.among is not None:
        _among(snapshot, parameter, text, lang)
    return Literal(text, language=parameter.language) if parameter.language else Literal(text)


def choices(snapshot: Snapshot, parameter: Parameter, lang: str = "en") -> list[Choice]:
    """What an enum parameter may be, without what was given up; empty for other kinds."""
    if parameter.kind != "enum":
        return []
    if parameter.form != "iri":
        return [Choice(value, Literal(value), value) for value in parameter.values]
    if parameter.values:
        iris = [
            expand(value) if ":" in value else f"{BASE}{parameter.scheme}/{value}"
            for value in parameter.values
        ]
    else:
        scheme = NamedNode(f"{SCHEME}{parameter.scheme}")
        quads = snapshot.store.quads_for_pattern(None, SKOS.inScheme, scheme, DefaultGraph())
        concepts = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
        iris = sorted(concepts - given_up(snapshot))
    return [Choice(local_name(iri), NamedNode(iri), snapshot.label(iri, lang)) for iri in iris]


def _by_parameter(question: Question, values: Mapping[str, object], lang: str) -> dict[str, object]:
    """The values that were given, under the exact names of the parameters."""
    names = {plain_name(parameter.name): parameter.name for parameter in question.parameters}
    names |= {plain_name(parameter.variable): parameter.name for parameter in question.parameters}
    given = {}
    for name, value in values.items():
        exact = names.get(plain_name(name))
        if exact is None:
            known = [parameter.name for parameter in question.parameters]
            near = difflib.get_close_matches(name, known, n=2)
            listed = ", ".join(known) or _say(lang, "none")
            raise BadValue(name, _say(lang, "unknown", question.slug, listed), near, lang)
        if value is None:
            continue
        if not str(value).strip():
            raise BadValue(exact, _say(lang, "empty"), lang=lang)
        given[exact] = value
    return given


def plain_name(name: str) -> str:
    """The name of a parameter as it is compared: case, hyphens and underscores do not count."""
    return name.lower().replace("-", "").replace("_", "").removeprefix("?")


def _say(lang: str, key: str, *values: object) -> str:
    return _WORDS[key][lang == "ja"].format(*values)


def _entity(snapshot: Snapshot, parameter: Parameter, text: str, lang: str) -> NamedNode:
    found = resolve(snapshot, text, *parameter.class_iris)
    if len(found) == 1:
        if parameter.of is not None and not _may_have(snapshot, parameter.of, found[0]):
            whose = snapshot.label(parameter.of, lang)
            raise BadValue(parameter.name, _say(lang, "had", text, whose), lang=lang)
        return NamedNode(found[0])
    from kgraph.words.things import candidates, kind_name

    classes = [kind_name(snapshot, iri, lang) for iri in parameter.class_iris]
    kinds = _say(lang, "or").join(classes)
    kind = _say(lang, "kind", kinds) if kinds else ""
    if found:
        told = candidates(snapshot, found, lang)
        reason = _say(lang, "several", text, len(found), kind, told)
        raise BadValue(parameter.name, reason, lang=lang)
    near = [compact(iri) for iri in nearest(snapshot, text, *parameter.class_iris)]
    others = resolve(snapshot, text) if kinds else []
    if len(others) == 1:
        reason = _say(lang, "other", text, candidates(snapshot, others, lang), kinds)
    else:
        reason = _say(lang, "nothing", text, kind)
    members = sorted(instances(snapshot, parameter.class_iris)) if not near else ()
    if 0 < len(members) <= _FEW:
        reason += _say(lang, "choose", ", ".join(map(compact, members)))
    elif not near and len(others) != 1:
        reason += _say(lang, "search", quote(text))
    raise BadValue(parameter.name, reason, near, lang)


def _may_have(snapshot: Snapshot, kind: str, prop: str) -> bool:
    """Whether things of a kind may have a property, or one that it is the more general of: it is
    said of that kind, a wider or a narrower one, or of none; or one of them has it on record."""

    def named(predicate: NamedNode, subject: NamedNode) -> set[Object]:
        found = snapshot.store.quads_for_pattern(subject, predicate, None, DefaultGraph())
        return {quad.object for quad in found}

    def naming(predicate: NamedNode, value: NamedNode) -> Iterator[Object]:
        found = snapshot.store.quads_for_pattern(None, predicate, value, DefaultGraph())
        return (quad.subject for quad in found)

    cls, given = NamedNode(kind), NamedNode(prop)
    kin = {cls, *named(RDFS.subClassOf, cls), *naming(RDFS.subClassOf, cls)}
    for one in {given, *naming(RDFS.subPropertyOf, given)}:
        assert isinstance(one, NamedNode)
        said_of = named(RDFS.domain, one) | named(NamedNode(f"{DCAM}domainIncludes"), one)
        if not said_of or said_of & kin:
            return True
    things = instances(snapshot, (kind,))
    quads = snapshot.store.quads_for_pattern(None, given, None, DefaultGraph())
    return any(quad.subject.value in things for quad in quads)


def _among(snapshot: Snapshot, parameter: Parameter, text: str, lang: str) -> None:
    """Raises BadValue where no name that the parameter is compared with has the text in it."""
    quads = snapshot.store.quads_for_pattern(None, NamedNode(str(parameter.among)), None, None)
    names = {quad.object.value for quad in quads if isinstance(quad.object, Literal)}
    if any(text.lower() in name.lower() for name in names):
        return
    words = {fold(word): name for name in sorted(names) for word in (*name.split(), name)}
    close = difflib.get_close_matches(fold(text), words, n=3, cutoff=_ALIKE)
    near = dict.fromkeys(words[word] for word in close)
    label = parameter.label(lang)
    raise BadValue(parameter.name, _say(lang, "unnamed", text, label), near, lang)


def _choice(snapshot: Snapshot, parameter: Parameter, text: str, lang: str) -> Constant:
    options = choices(snapshot, parameter)
    named = {option.value: (option.value, *_names(snapshot, option)) for option in options}
    wanted = fold(text)
    fitting = [o for o in options if any(fold(name) == wanted for name in named[o.value])]
    if not fitting and wanted:
        fitting = [o for o in options if any(spelling(n).begins(wanted) for n in named[o.value])]
    if len(fitting) == 1:
        return fitting[0].term
    if fitting:
        reason = _say(lang, "values", text, ", ".join(_some(fitting)))
        raise BadValue(parameter.name, reason, lang=lang)
    near = difflib.get_close_matches(text, named, n=3) or _some(options)
    raise BadValue(parameter.name, _say(lang, "value", text), near, lang)


def _names(snapshot: Snapshot, option: Choice) -> Iterator[str]:
    """What else an option goes by: its IRI in every spelling, labels and aliases."""
    if isinstance(option.term, Literal):
        return
    iri = option.term.value
    yield from (iri, f"<{iri}>", compact(iri))
    for predicate in (SKOS.prefLabel, SKOS.altLabel):
        for quad in snapshot.store.quads_for_pattern(option.term, predicate, None, DefaultGraph()):
            if isinstance(quad.object, Literal):
                yield quad.object.value


def _some(options: list[Choice]) -> list[str]:
    return [option.value for option in options[:8]]


def to_day(name: str, value: object, lang: str = "en") -> date:
    """The day that a value names. Raises BadValue where it is none."""
    if isinstance(value, datetime):
        return value.date()
    text = unicodedata.normalize("NFKC", str(value)).strip()
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise BadValue(name, _say(lang, "day", text), lang=lang) from None


def _integer(parameter: Parameter, text: str, lang: str) -> Literal:
    try:
        number = int(text.replace(",", ""))
    except ValueError:
        raise BadValue(parameter.name, _say(lang, "number", text), lang=lang) from None
    if not -_LARGEST <= number <= _LARGEST:
        raise BadValue(parameter.name, _say(lang, "large", text), lang=lang)
    return Literal(str(number), datatype=XSD.integer)
