"""When two values say the same, whatever their spelling."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from kgraph.datatypes import NUMBERS
from kgraph.snapshot.same_value import same_value, to_number
from kgraph.vocab import XSD


@pytest.mark.parametrize("datatype", sorted(NUMBERS))
def test_a_number_is_one_in_every_datatype_of_numbers(datatype: str) -> None:
    """Also in those derived from xsd:integer, in which figures come from other tools."""
    assert same_value(Literal("7.0", datatype=XSD.decimal), number("7", datatype))
    assert not same_value(Literal("7.5", datatype=XSD.decimal), number("7", datatype))


def number(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(datatype))


@pytest.mark.parametrize("text", ["NaN", "seven"])
def test_what_is_no_number_equals_none(text: str) -> None:
    assert to_number(Literal(text, datatype=XSD.double)) is None


def test_digits_without_a_datatype_of_numbers_are_text() -> None:
    assert to_number(Literal("7")) is None
    assert not same_value(Literal("7"), Literal("7.0"))


def test_a_region_makes_no_translation() -> None:
    """British and American English are one language: two texts in it are two values."""
    one, other = Literal("a trust", language="en"), Literal("a fund", language="en-US")
    assert not same_value(one, other)
    assert same_value(one, Literal("A trust", language="en-GB"))
    assert same_value(one, Literal("信託", language="ja"))
