"""Every kind of finding that validation can make, with what it means."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from kgraph.names import compact, local_name
from kgraph.shacl.messages import in_language
from kgraph.shacl.parts import SILENT, reporting_shapes
from kgraph.shacl.paths import read_path
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.shacl.vocabulary import SEVERITY_IRIS
from kgraph.validate.disjoint import FIX as CLASH_FIX
from kgraph.validate.disjoint import SHAPE_IRI as CLASH
from kgraph.validate.file_checks import TEXTS as OF_FILES
from kgraph.validate.identifiers import CHECKED
from kgraph.validate.kinds_of_things import DOMAIN_FIX, DOMAIN_IRI, RANGE_FIX, RANGE_IRI
from kgraph.validate.observation_names import SEVERITY as NAME_SEVERITY
from kgraph.validate.observation_names import SHAPE_IRI as NAME
from kgraph.validate.observation_names import TEXTS as NAME_TEXTS
from kgraph.validate.scopes import split_by_scope
from kgraph.validate.shapes import FIX
from kgraph.validate.stored_checks import Check
from kgraph.vocab import SH, Object, as_iri

_TARGETS: Final[Mapping[str, str]] = MappingProxyType(
    {
        SH.targetClass.value: "class",
        SH.targetNode.value: "node",
        SH.targetSubjectsOf.value: "subjects",
        SH.targetObjectsOf.value: "objects",
    }
)
_INCOMPLETE: Final = (
    "Without it the record has a gap, and questions that need the fact leave the thing out.",
    "この事実がないと記録に欠落が生じ、これを用いる質問の結果に当該実体が現れません。",
)
_REASONS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "minCount": _INCOMPLETE,
        "qualifiedMinCount": _INCOMPLETE,
        "maxCount": (
            "One source says one thing here: a second value is an error, or a fact of its own.",
            "この項目について、一つの出典が述べる値は一つです。二つ目の値は、誤りか別の事実です。",
        ),
        "datatype": (
            "Values are compared, sorted and summed as their datatype says.",
            "値はデータ型に従って比較・整列・合計されます。",
        ),
        "class": (
            "Rules and questions rely on the kind of thing that the fact leads to.",
            "規則と質問は、事実の指す実体の種類を前提とします。",
        ),
        "node": (
            "Only concepts of one list can be counted and compared with each other.",
            "互いに集計・比較できるのは、同じ一覧に属する概念だけです。",
        ),
        "languageIn": (
            "Texts are shown by language; one without a known tag is never shown.",
            "文は言語ごとに表示され、既知のタグがない文は表示されません。",
        ),
        "uniqueLang": (
            "Where two texts have one language, it is left to chance which one is shown.",
            "同じ言語の文が二つあると、どちらが表示されるか定まりません。",
        ),
        "pattern": (
            "A code in another form matches no other list, so the thing is not found by it.",
            "形式の異なるコードは他の一覧と一致せず、検索できません。",
        ),
        "nodeKind": (
            "A name leads on to further facts, a text does not.",
            "IRI は他の事実につながりますが、文字列はつながりません。",
        ),
        "minInclusive": (
            "No value beyond this bound can be right.",
            "この範囲を外れる値はあり得ません。",
        ),
        "maxInclusive": (
            "No value beyond this bound can be right.",
            "この範囲を外れる値はあり得ません。",
        ),
        "sparql": (
            "Facts that cannot hold together, or lack what they rest on, mislead every answer.",
            "両立しない事実や前提を欠く事実は、あらゆる回答を誤らせます。",
        ),
    }
)
_OTHER: Final = (
    "The data model asks for it, and questions are written on that ground.",
    "データモデルの定めであり、質問はこれを前提に書かれています。",
)
_DIGITS: Final = (
    "A code with a wrong check digit belongs to nobody, or to another.",
    "検査用数字が誤っているコードは、存在しないか、他者のコードです。",
)
_CLASSES: Final = (
    "From a contradiction anything follows, so no answer about the thing can be trusted.",
    "矛盾からは何でも導かれるため、当該の実体に関する回答は信頼できません。",
)
_KIND: Final = (
    "Answers would speak of a thing of the wrong kind.",
    "回答が、種類の異なる実体について語ることになります。",
)


@dataclass(frozen=True)
class Kind:
    """What findings of one id mean.

    `source` is shape, check, check digit, name, axiom or user file. `texts` has `problem`, `why`
    and `fix`, each also with `_ja`; `{$this}` and `{?name}` stand for what a finding fills in.
    `asked_of` says of what it is asked: pairs of class, node, subjects or objects and a name;
    `path` about which property, `demands` what is asked, in the words of SHACL; `within_source`
    whether within each source alone.
    """

    id: str
    source: str
    severity: str
    texts: Mapping[str, str]
    asked_of: tuple[tuple[str, str], ...] = ()
    path: str | None = None
    demands: tuple[str, ...] = ()
    within_source: bool = False
    file: FilePath | None = None

    def text(self, name: str, language: str = "en") -> str:
        """One of the texts in English or, for `ja`, Japanese."""
        return self.texts[name + ("_ja" if language == "ja" else "")]


def finding_kinds(shapes: ShapeGraph, checks: Iterable[Check]) -> tuple[Kind, ...]:
    """Every kind of finding, by id."""
    _, source = split_by_scope(shapes)
    alone = set(reporting_shapes(source)) if source.triples else set()
    found = [
        *(_shape(shapes, node, node in alone) for node in reporting_shapes(shapes)),
        *map(_check, checks),
        *_digits(),
        _name_of_observation(),
        _clash(),
        *_misfits(),
        *_files(),
    ]
    return tuple(sorted(found, key=lambda kind: kind.id))


def find_kind(kinds: Iterable[Kind], id: str) -> Kind:
    """The kind of that id. Raises KeyError with the nearest ids as a list where there is none."""
    by_id = {kind.id: kind for kind in kinds}
    if id not in by_id:
        raise KeyError(difflib.get_close_matches(id, by_id, n=3, cutoff=0.5))
    return by_id[id]


def _shape(shapes: ShapeGraph, node: Object, within_source: bool) -> Kind:
    demands = [p for p in shapes.predicates(node) if p.startswith(SH.BASE) and p not in SILENT]
    path = shapes.value(node, SH.path.value)
    severity = shapes.value(node, SH.severity.value)
    owner = shapes.owner(node)
    reason = _REASONS.get(local_name(demands[0]), _OTHER)
    texts = {"why": reason[0], "why_ja": reason[1]}
    for tag, language, end in (("", "en", "; "), ("_ja", "ja", "。")):
        message = _message(shapes, node, SH.message.value, language)
        problem, _, rest = message.partition(end)
        texts["problem" + tag] = problem + (end if rest and language == "ja" else "")
        texts["fix" + tag] = _message(shapes, node, FIX, language) or rest
    return Kind(
        id=local_name(owner.value) if owner else "unnamed-shape",
        source="shape",
        severity=SEVERITY_IRIS[as_iri(severity).value] if severity else "violation",
        texts=MappingProxyType(texts),
        asked_of=tuple(sorted(_targets(shapes, node))),
        path=None if path is None else str(read_path(shapes, path)),
        demands=tuple(line for demand in demands for line in _demands(shapes, node, demand)),
        within_source=within_source,
        file=shapes.files.get(node),
    )


def _message(shapes: ShapeGraph, node: Object, predicate: str, language: str) -> str:
    holders = (node, *shapes.objects(node, SH.sparql.value))
    texts = (text for holder in holders for text in shapes.objects(holder, predicate))
    return " / ".join(in_language(texts, language))


def _targets(shapes: ShapeGraph, node: Object) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    waiting, seen = [node], {node}
    for user in waiting:
        for predicate, word in _TARGETS.items():
            found.update((word, _name(t)) for t in shapes.objects(user, predicate))
        for above in shapes.subjects(SH.property.value, user):
            if above not in seen:
                seen.add(above)
                waiting.append(above)
    return found


def _demands(shapes: ShapeGraph, node: Object, demand: str) -> Iterator[str]:
    """A constraint and its parameter on one line."""
    name = f"sh:{local_name(demand)}"
    if name == "sh:sparql":
        yield f"{name} (no row)"
        return
    for value in shapes.objects(node, demand):
        if name in ("sh:or", "sh:xone", "sh:and", "sh:languageIn", "sh:in"):
            members = " ".join(_inner(shapes, item) for item in shapes.items(value))
            yield f"{name} ( {members} )"
        else:
            yield f"{name} {_inner(shapes, value)}"


def _inner(shapes: ShapeGraph, value: Object) -> str:
    """A term, or an unnamed shape with what stands in it."""
    if not isinstance(value, ox.BlankNode):
        return _name(value)
    parts = []
    for predicate in shapes.predicates(value):
        for inner in shapes.objects(value, predicate):
            if predicate == SH.path.value:
                text = str(read_path(shapes, inner))
            elif local_name(predicate) in ("or", "xone", "and", "in", "languageIn"):
                items = shapes.items(inner)
                text = f"( {' '.join(_inner(shapes, item) for item in items)} )"
            else:
                text = _inner(shapes, inner)
            parts.append(f"{compact(predicate)} {text}")
    return f"[ {' ; '.join(parts)} ]"


def _name(term: Object) -> str:
    if isinstance(term, ox.NamedNode):
        return compact(term.value)
    if isinstance(term, ox.Literal) and not term.language:
        plain = term.datatype.value.endswith(("integer", "decimal", "boolean"))
        return term.value if plain else f'"{term.value}"'
    return str(term)


def _check(check: Check) -> Kind:
    return Kind(
        id=check.slug,
        source="check",
        severity=check.severity,
        texts=check.texts,
        path=None if check.about is None else compact(check.about),
        demands=("SPARQL: no row",),
        file=check.path,
    )


def _digits() -> Iterator[Kind]:
    for iri, (module, _, english, japanese) in CHECKED.items():
        name = local_name(iri)
        yield Kind(
            id=f"{name}-check-digit",
            source="check digit",
            severity="violation",
            texts=MappingProxyType(
                {
                    "problem": f"{{$this}} has the {english} {{?value}}, "
                    "whose check digit is wrong",
                    "problem_ja": f"{{$this}}の{japanese}「{{?value}}」は"
                    "検査用数字が誤っています。",
                    "why": _DIGITS[0],
                    "why_ja": _DIGITS[1],
                    "fix": "copy it again from the source",
                    "fix_ja": "出典から写し直してください。",
                }
            ),
            asked_of=(("subjects", compact(iri)),),
            path=compact(iri),
            demands=(f"a valid {english} (python-stdnum: {module})",),
        )


def _name_of_observation() -> Kind:
    return Kind(
        id=local_name(NAME),
        source="name",
        severity=NAME_SEVERITY,
        texts=NAME_TEXTS,
        asked_of=(("class", "rdf:Statement"), ("class", "jpst:Record")),
        demands=("the name that the rule of docs/provenance.md makes of what it says",),
    )


def _clash() -> Kind:
    return Kind(
        id=local_name(CLASH),
        source="axiom",
        severity="violation",
        texts=MappingProxyType(
            {
                "problem": "{$this} is in two classes that exclude each other",
                "problem_ja": "{$this}は、両立しない二つのクラスに属しています。",
                "why": _CLASSES[0],
                "why_ja": _CLASSES[1],
                "fix": CLASH_FIX[0],
                "fix_ja": CLASH_FIX[1],
            }
        ),
        path="rdf:type",
        demands=("owl:disjointWith or owl:AllDisjointClasses of the ontology",),
    )


def _misfits() -> Iterator[Kind]:
    for iri, fix, problem, problem_ja in (
        (
            DOMAIN_IRI,
            DOMAIN_FIX,
            "{$this} has a property that only another kind of thing can have",
            "{$this}に、別の種類の実体だけが持てるプロパティがあります。",
        ),
        (
            RANGE_IRI,
            RANGE_FIX,
            "{$this} has {?value} as a value that is not of the kind the property asks for",
            "{$this}の値{?value}が、プロパティの求めるクラスに当たりません。",
        ),
    ):
        yield Kind(
            id=local_name(iri),
            source="axiom",
            severity="violation",
            texts=MappingProxyType(
                {
                    "problem": problem,
                    "problem_ja": problem_ja,
                    "why": _KIND[0],
                    "why_ja": _KIND[1],
                    "fix": fix[0],
                    "fix_ja": fix[1],
                }
            ),
            demands=(f"rdfs:{local_name(iri)} of the ontology",),
        )


def _files() -> Iterator[Kind]:
    """What can be wrong with a user's file as such."""
    for name, (severity, texts) in OF_FILES.items():
        yield Kind(id=name, source="user file", severity=severity, texts=texts)
