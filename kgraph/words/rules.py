"""Rules in words, English and Japanese: the sentence an explanation gives for a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import NamedNode, Variable

from kgraph.infer.rules import Atom, Rule
from kgraph.names import local_name
from kgraph.vocab import RDF

LANGUAGES: Final = ("en", "ja")

# {0}, {1} …: the labels of the constants, body before head, each once.
_SENTENCES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "subclass": (
            "Everything that is a “{0}” is a “{1}”.",
            "「{0}」であるものは「{1}」でもある。",
        ),
        "equivalentClass": (
            "“{0}” and “{1}” have the same members.",
            "「{0}」と「{1}」は同じものを指す。",
        ),
        "subproperty": (
            "Where “{0}” holds, “{1}” holds.",
            "「{0}」が成り立てば「{1}」も成り立つ。",
        ),
        "equivalentProperty": (
            "“{0}” and “{1}” hold together.",
            "「{0}」と「{1}」は同時に成り立つ。",
        ),
        "inverse": (
            "“{0}” read backwards is “{1}”.",
            "「{0}」の逆の関係が「{1}」である。",
        ),
        "symmetric": (
            "“{0}” holds both ways.",
            "「{0}」は双方向に成り立つ。",
        ),
        "transitive": (
            "“{0}” carries over from one step to the next.",
            "「{0}」は何段階でもつながる（推移的である）。",
        ),
        "schema": (
            "This follows from the axioms of the ontology.",
            "オントロジーの公理から導かれる。",
        ),
    }
)


def _clause(atom: Atom, lang: str, name: Callable[[Any], str]) -> str:
    """A pattern in words; in Japanese without the verb at its end, which the place decides."""
    subject, thing = name(atom.subject), name(atom.object)
    typed = atom.predicate == RDF.type
    if lang == "en":
        return (
            f"{subject} is a {thing}" if typed else f"{subject} has {name(atom.predicate)} {thing}"
        )
    return f"{subject}は{thing}" if typed else f"{subject}の{name(atom.predicate)}は{thing}"


def _sentence(body: list[str], head: list[str], lang: str) -> str:
    if lang == "en":
        return f"If {' and '.join(body)}, then {' and '.join(head)}."
    return f"{'であり、'.join(body)}であるとき、{'であり、'.join(head)}である。"


def plain_label(term: Any) -> str:
    """The words for a term where nothing better is known: its local name, or its text."""
    if isinstance(term, NamedNode):
        return local_name(term.value) or term.value
    return term.value


def words(rule: Rule, lang: str, label: Callable[[Any], str] = plain_label) -> str:
    """The sentence for a rule; `label` gives the words for a class, property or value.

    Raises ValueError for a language other than en and ja.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"rules have words in {' and '.join(LANGUAGES)}, not in “{lang}”")
    own = dict(rule.labels).get(lang)
    if own is not None:
        return own
    pair = _SENTENCES.get(rule.kind)
    if pair is not None and _fits(rule):
        constants = dict.fromkeys(
            slot
            for atom in (*rule.body, *rule.head)
            for slot in atom
            if not isinstance(slot, Variable) and slot != RDF.type
        )
        return pair[LANGUAGES.index(lang)].format(*map(label, constants))
    opening, closing = ("“", "”") if lang == "en" else ("「", "」")

    def name(slot: Any) -> str:
        return slot.value if isinstance(slot, Variable) else f"{opening}{label(slot)}{closing}"

    body, head = ([_clause(a, lang, name) for a in atoms] for atoms in (rule.body, rule.head))
    return _sentence(body, head, lang)


def _fits(rule: Rule) -> bool:
    """Whether the sentence of the rule's kind says what the rule does.

    It does not where a property is used backwards or where a class expression is concluded: then
    the sentence is made from the patterns.
    """
    if rule.kind in ("symmetric", "transitive", "schema"):
        return True
    body, head = rule.body[0], rule.head[0]
    if rule.kind == "inverse":
        return (head.subject, head.object) == (body.object, body.subject)
    return head.subject == body.subject
