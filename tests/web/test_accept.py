"""Content negotiation as RFC 9110 has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.web.accept import choose

OFFERS = ("text/turtle", "application/n-triples", "application/ld+json")


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "text/turtle"),
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("text/*", "text/turtle"),
        ("application/*", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("APPLICATION/LD+JSON", "application/ld+json"),
        ("text/html, */*;q=0.1", "text/turtle"),
        ("text/turtle;q=0.1, application/n-triples;q=0.5", "application/n-triples"),
        ("text/turtle;q=0.5, */*;q=0.9", "application/n-triples"),
        ("text/turtle;q=0, */*", "application/n-triples"),
        ("text/*;q=0.3, text/turtle;q=0.7, */*;q=0.5", "text/turtle"),
        ('application/ld+json;profile="a,b";q=0.9, text/turtle;q=0.2', "application/ld+json"),
        ("text/turtle; q=1.000", "text/turtle"),
        ("text/html", None),
        ("text/turtle;q=0", None),
        ("*/turtle", None),
        ("text/turtle;q=2", None),
        ("nonsense", None),
        (",, ,text/turtle", "text/turtle"),
    ],
)
def test_what_is_liked_best_is_chosen(header: str | None, chosen: str | None) -> None:
    assert choose(header, OFFERS) == chosen


@given(st.text(max_size=200))
def test_any_header_has_an_answer(header: str) -> None:
    assert choose(header, OFFERS) in (None, *OFFERS)


def test_a_long_header_takes_no_long_time() -> None:
    assert choose("a/b;q=0.1," * 100_000, OFFERS) is None
