"""rdflib's grammar of SPARQL, which looks at one letter before it tries what cannot begin there."""

from __future__ import annotations

import sys
from functools import partial
from string import printable
from typing import Any, Final

_BLANK: Final = " \t\n\r"
_GRAMMAR: Final = "rdflib.plugins.sparql.parser"
_LETTERS: Final = frozenset(printable) - frozenset(_BLANK + "#\x0b\x0c")
"""What is looked at. Of all else, blanks and comments among it, each alternative is tried."""

First = tuple[frozenset[str], bool]
"""With which letters an element may begin, and whether it may be nothing at all."""
_ANY: Final[First] = (_LETTERS, True)


def quicken_grammar() -> None:
    """Has rdflib read SPARQL in a third of the time where something has imported its grammar.

    Where a comment would begin, and where one of several elements may stand or none, one letter
    is looked at before they are tried; all else is as it was. And what a drawing library switched
    on when a test imported it is off again: Matplotlib has pyparsing keep what it tried, but this
    grammar seldom tries a thing twice.
    """
    if "pyparsing" in sys.modules:
        sys.modules["pyparsing"].ParserElement.disable_memoization()
    parser = sys.modules.get(_GRAMMAR)
    if parser is None or hasattr(parser.QueryUnit, "looks_first"):
        return
    from pyparsing import MatchFirst, Opt, ZeroOrMore

    firsts = _Firsts()
    for unit in (parser.QueryUnit, parser.UpdateUnit):
        unit.streamline()
        for element in unit.visit_all():
            if "parseImpl" in vars(element):
                continue  # seen in the other unit, or what a regular expression has of its own
            if isinstance(element, MatchFirst):
                begin = [(one, firsts.of(one)) for one in element.exprs]
                quick = _Choice(element, begin, element.parseImpl)
            elif isinstance(element, Opt | ZeroOrMore):
                quick = _Perhaps(firsts.of(element.expr), element.parseImpl, element)
            else:
                continue
            element.parseImpl = quick
        for element in unit.visit_all():
            if element.ignoreExprs and "_skipIgnorables" not in vars(element):
                comments = type(element)._skipIgnorables
                element._skipIgnorables = partial(_comments, element, comments)
        unit.looks_first = True


def _comments(element: Any, skip: Any, text: str, place: int) -> int:
    """The place after the comments at a place, if there are any."""
    first = place
    end = len(text)
    while first < end and text[first] in _BLANK:
        first += 1
    if first < end and text[first] == "#":
        return skip(element, text, place)
    return place


class _Choice:
    """The first of several elements that fits, among those that may begin with the letter."""

    def __init__(self, element: Any, begin: list[tuple[Any, First]], full: Any) -> None:
        from pyparsing import ParseException

        self._element, self._full, self._failed = element, full, ParseException
        self._skips = all(one.skipWhitespace for one, _ in begin)
        self._fitting = {
            letter: tuple(one for one, (letters, empty) in begin if empty or letter in letters)
            for letter in _LETTERS
        }

    def __call__(self, text: str, place: int, do_actions: bool = True) -> Any:
        at, end = place, len(text)
        while self._skips and at < end and text[at] in _BLANK:
            at += 1
        fitting = self._fitting.get(text[at]) if at < end else None
        if fitting is None:
            return self._full(text, place, do_actions)
        furthest = None
        for one in fitting:
            try:
                return one._parse(text, place, do_actions)
            except self._failed as failed:
                if furthest is None or failed.loc > furthest.loc:
                    furthest = failed
            except IndexError:
                return self._full(text, place, do_actions)
        said = self._element.errmsg or ""
        if furthest is None:
            raise self._failed(text, at, said, self._element)
        if furthest.loc == self._element.preParse(text, place):
            furthest.msg = said
        raise furthest


class _Perhaps:
    """An element that may be missing, which is not tried where it cannot begin with the letter."""

    def __init__(self, first: First, full: Any, element: Any) -> None:
        from pyparsing import ParseResults

        letters, empty = first
        self._others = frozenset() if empty else _LETTERS - letters
        self._full, self._element, self._results = full, element, ParseResults
        # A default is put in the place of what is missing by the element itself.
        if getattr(element, "defaultValue", None) is not getattr(
            type(element), "_Opt__optionalNotMatched", None
        ):
            self._others = frozenset()

    def __call__(self, text: str, place: int, do_actions: bool = True) -> Any:
        if place < len(text) and text[place] in self._others:
            return place, self._results([], name=self._element.resultsName)
        return self._full(text, place, do_actions)


class _Firsts:
    """With what the elements of a grammar may begin; what is not understood, with anything."""

    def __init__(self) -> None:
        self._known: dict[int, First] = {}

    def of(self, element: Any) -> First:
        key = id(element)
        if key not in self._known:
            self._known[key] = _ANY  # while it is looked at
            self._known[key] = self._look(element)
        return self._known[key]

    def _look(self, element: Any) -> First:
        import pyparsing as pp

        match element:
            case pp.Empty() | pp.NotAny() | pp.FollowedBy():
                return frozenset(), True
            case pp.CaselessKeyword() | pp.CaselessLiteral():
                return frozenset((element.match[0].lower(), element.match[0].upper())), False
            case pp.Keyword() if not element.caseless:
                return frozenset(element.match[0]), False
            case pp.Literal():
                return frozenset(element.match[0]), False
            case pp.Regex():
                return _of_regex(element.pattern, element.flags)
            case pp.MatchFirst() | pp.Or():
                found = [self.of(one) for one in element.exprs]
                return frozenset().union(*(a for a, _ in found)), any(b for _, b in found)
            case pp.And():
                letters: frozenset[str] = frozenset()
                for one in element.exprs:
                    more, empty = self.of(one)
                    letters |= more
                    if not empty:
                        return letters, False
                return letters, True
            case pp.Opt() | pp.ZeroOrMore():
                return self.of(element.expr)[0], True
            case pp.OneOrMore() | pp.DelimitedList() | pp.Forward() | pp.TokenConverter():
                return self.of(element.expr)
        return _ANY


def _of_regex(pattern: str, flags: int) -> First:
    """With which letters a text may begin that a regular expression fits."""
    from re import IGNORECASE, _parser

    return _ANY if flags & IGNORECASE else _of_parts(_parser.parse(pattern, int(flags)))


def _of_parts(parts: Any) -> First:
    letters: frozenset[str] = frozenset()
    for kind, what in parts:
        more, empty = _of_part(str(kind), what)
        letters |= more
        if not empty:
            return letters, False
    return letters, True


def _of_part(kind: str, what: Any) -> First:
    match kind:
        case "LITERAL":
            return frozenset(chr(what)), False
        case "IN":
            return _of_set(what), False
        case "BRANCH":
            found = [_of_parts(one) for one in what[1]]
            return frozenset().union(*(a for a, _ in found)), any(b for _, b in found)
        case "SUBPATTERN":
            return _of_parts(what[-1])
        case "MAX_REPEAT":
            letters, empty = _of_parts(what[-1])
            return letters, empty or what[0] == 0
        case "ASSERT_NOT":
            return frozenset(), True
    return _ANY


def _of_set(items: Any) -> frozenset[str]:
    kinds = {str(kind) for kind, _ in items}
    if not kinds <= {"NEGATE", "LITERAL", "RANGE"}:
        return _LETTERS
    spans = [(what, what) if str(kind) == "LITERAL" else what for kind, what in items if what]
    found = frozenset(one for one in _LETTERS if any(a <= ord(one) <= b for a, b in spans))
    return _LETTERS - found if "NEGATE" in kinds else found
