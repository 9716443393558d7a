"""Shapes are made of their files as they are now, and made anew only where one has changed."""

from __future__ import annotations

from pathlib import Path

from kgraph.validate import load_shapes


def test_shapes_are_made_anew_when_a_file_they_are_made_from_has_changed(market: Path) -> None:
    folder = market / "shapes"
    made = load_shapes(folder)
    assert load_shapes(folder) is made
    for name in ("shapes/venue.ttl", "ontology/core.ttl"):
        path = market / name
        path.write_text(path.read_text("utf-8") + "# more\n", "utf-8")
        again = load_shapes(folder)
        assert again is not made
        assert set(again.triples) == set(made.triples)
        made = again
    (folder / "more.ttl").write_text(
        "<urn:a> a <http://www.w3.org/ns/shacl#NodeShape> .\n", "utf-8"
    )
    assert len(load_shapes(folder).triples) == len(made.triples) + 1
