"""What is added to the data changes no golden answer: it is no part of the fixed data."""

from __future__ import annotations

from pathlib import Path

from helpers.fixed import fixed_root
from helpers.project import PROJECT

from kgraph.load import load
from kgraph.names import ID, SRC


def test_every_named_source_is_there() -> None:
    named = (PROJECT / "tests/golden/sources.txt").read_text(encoding="utf-8").split()
    assert named == sorted(set(named))
    assert [name for name in named if not (PROJECT / f"data/sources/{name}.ttl").is_file()] == []


def test_a_new_source_and_the_thing_that_it_alone_speaks_of_are_left_out(tmp_path: Path) -> None:
    root = tmp_path / "root"
    start = fixed_root(PROJECT, tmp_path / "start")
    for folder in ("entities", "sources", "editorial"):
        (root / "data" / folder).mkdir(parents=True)
        for path in (start / "data" / folder).glob("*.ttl"):
            (root / "data" / folder / path.name).write_bytes(path.read_bytes())
    for name in ("ontology", "shapes", "queries"):
        (root / name).symlink_to(PROJECT / name)
    assert fixed_root(root, tmp_path / "none") == root
    before = load(root)
    tokens = root / "data/entities/tokens.ttl"
    tokens.write_text(
        tokens.read_text("utf-8") + "\nid:st-brand-new\n    a jpst:SecurityToken ;\n.\n", "utf-8"
    )
    # An older edition of a register, imported now: the one after it on record names it.
    later = root / "data/sources/fsa-2026-08-11-edinet-code-list.ttl"
    text = later.read_text("utf-8")
    link = "    dcat:previousVersion src:new-one ;\n"
    text = text.replace("    jpst:reviewPeriod", f"{link}    jpst:reviewPeriod", 1)
    later.write_text("@prefix dcat: <http://www.w3.org/ns/dcat#> .\n" + text, "utf-8")
    (root / "data/sources/new-one.ttl").write_text(
        "@prefix id: <https://w3id.org/jpst/id/> .\n"
        "@prefix jpst: <https://w3id.org/jpst/ontology/> .\n"
        "@prefix src: <https://w3id.org/jpst/source/> .\n"
        "src:new-one a jpst:PrimarySource .\nid:st-brand-new jpst:trustee id:mufg-trust .\n",
        "utf-8",
    )
    assert {file.graph for file in load(root).files} - {f.graph for f in before.files} == {
        SRC + "new-one"
    }
    fixed = load(fixed_root(root, tmp_path / "fixed"))
    assert set(fixed.store) == set(before.store)
    assert not any(ID + "st-brand-new" in str(quad) for quad in fixed.store)
