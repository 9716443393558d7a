"""What an entity may be that a question asks for: its header says so, and nothing else is taken."""

from __future__ import annotations

import pytest
from helpers.here import right_here
from helpers.stored import stored_questions

from kgraph.names import ID
from kgraph.questions.ask import ask
from kgraph.questions.params import BadValue, to_term
from kgraph.questions.variables import Parameter
from kgraph.search.lookup import instances
from kgraph.snapshot import Snapshot
from kgraph.sparql.header import read_header, split_header
from kgraph.vocab import OWL, RDF

ENTITIES = [
    pytest.param(one.slug, parameter, id=f"{one.slug}-{parameter.name}")
    for one in stored_questions()
    for parameter in one.parameters
    if parameter.kind == "entity"
]
NARROW = [param for param in ENTITIES if param.values[1].class_iris]
"""Those that take things of some kinds alone."""
OF_EVERY_KIND = {
    ID + slug for slug in ("odx", "start", "st-tosei-property-fund-3-ichigaya", "fiea", "corda")
}


def test_every_entity_has_a_class_or_says_that_anything_will_do() -> None:
    """Else what is of the wrong kind has an empty answer, as if nothing were on record."""
    silent = []
    for one in stored_questions():
        header, _, lines = split_header(one.text)
        described = dict(read_header(header, lines)["params"].items()) if one.parameters else {}
        silent += [
            (one.slug, name)
            for name, entry in described.items()
            if dict(entry.items())["type"].text() == "entity" and "class" not in dict(entry.items())
        ]
    assert silent == []


@pytest.mark.parametrize(("slug", "parameter"), NARROW)
def test_what_is_of_another_kind_is_refused(
    in_memory: Snapshot, slug: str, parameter: Parameter
) -> None:
    right = instances(in_memory, parameter.class_iris)
    assert right, f"{slug}: the class has no instance"
    for thing in OF_EVERY_KIND - right:
        with pytest.raises(BadValue, match=r" is .+, and no "):
            to_term(in_memory, parameter, thing)


@pytest.mark.parametrize(
    ("slug", "name", "columns"),
    [
        ("alliances-and-investments", "party", ("about", "thing")),
        ("custody-models", "keeper", ("about",)),
        ("law-calendar", "text", ("text",)),
        ("provisions", "subject", ("about",)),
        ("registrations", "firm", ("firm",)),
        ("reports-and-programs", "subject", ("about",)),
        ("settlement-by-venue", "venue", ("place",)),
    ],
)
def test_nothing_that_is_answered_is_refused(
    in_memory: Snapshot, slug: str, name: str, columns: tuple[str, ...]
) -> None:
    question = next(one for one in stored_questions() if one.slug == slug)
    parameter = next(one for one in question.parameters if one.name == name)
    with right_here():
        rows = ask(in_memory, question, {}).rows_as_dicts()
    things = {str(row[column]) for row in rows for column in columns}
    things = {thing for thing in things if thing.startswith(ID)}
    assert things - instances(in_memory, parameter.class_iris) == set()


def test_kinds_are_classes_and_properties_are_properties() -> None:
    for param in ENTITIES:
        slug, parameter = param.values
        if parameter.name in ("kind", "property", "item"):
            wanted = OWL.Class if parameter.name == "kind" else RDF.Property
            assert parameter.class_iris == (wanted.value,), slug
