"""rdflib's grammar of SPARQL, which looks for a comment before each token, looks at one letter."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any, Final

_BLANK: Final = " \t\n\r"
_GRAMMAR: Final = "rdflib.plugins.sparql.parser"


def quicken_grammar() -> None:
    """Has rdflib read SPARQL in half the time where something has imported its grammar.

    Where a comment would begin, one letter is looked at before the grammar of one is tried; all
    else is as it was. And what a drawing library switched on when a test imported it is off again:
    Matplotlib has pyparsing keep what it tried, but this grammar seldom tries a thing twice.
    """
    if "pyparsing" in sys.modules:
        sys.modules["pyparsing"].ParserElement.disable_memoization()
    parser = sys.modules.get(_GRAMMAR)
    if parser is None or hasattr(parser.QueryUnit, "looks_first"):
        return
    for unit in (parser.QueryUnit, parser.UpdateUnit):
        for element in unit.visit_all():
            if element.ignoreExprs:
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
