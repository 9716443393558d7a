"""Random files through load, fmt and validate: an answer or a refusal in one line, and no file
touched but the given one."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from helpers.commands import Command
from helpers.project import TESTS
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import kgraph
from kgraph.limited import UNLIMITED
from kgraph.load import load_extra
from kgraph.load.canonical_files import check, rewrite
from kgraph.names import BASE, ID
from kgraph.problems import LoadError
from kgraph.render import validate as listing
from kgraph.turtle.canonical import format_turtle
from kgraph.vocab import JPST

ROOT = TESTS / "cases" / "load-07-line-of-blank-node" / "root"
PREFIX = f"@prefix jpst: <{JPST.BASE}> .\n@prefix id: <{ID}> .\n@prefix : <http://x/> .\n"
quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

# -- texts that are right, or nearly so


def mostly(good: list[str], bad: list[str]) -> st.SearchStrategy[str]:
    """One of the good ones, and one of the bad ones now and then."""
    return st.sampled_from([*(good * (30 * len(bad) // len(good) + 1)), *bad])


NAMES = mostly(
    ["id:a", "jpst:Thing", "jpst:n", "jpst:Box", ":x", "<http://x/y>", "<rel>", "<>", "_:b", "_:c"],
    ["nope:x", f"<{BASE.replace('https', 'http')}id/a>", "<http://x/a b>", "id:a.b.", "id:日本"],
)
PREDICATES = mostly(["a", "jpst:n", "jpst:o", "jpst:m", ":p"], ["_:b", "1"])
LITERALS = mostly(
    ["1", "01", "1.50", "1e400", "true", '"x"', '"x"@en-GB', "'''a\n'''", '"9"^^jpst:n', "-.5"],
    ['"x"@', '"""', '"\\u00"', '"\\uD800"', "+", '"'],
)
TERMS = st.recursive(
    st.one_of(NAMES, LITERALS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda terms: f"( {' '.join(terms)} )"),
        st.tuples(PREDICATES, inner).map(lambda pair: f"[ {pair[0]} {pair[1]} ]"),
    ),
    max_leaves=5,
)
LINES = st.one_of(
    st.tuples(NAMES, PREDICATES, TERMS).map(lambda terms: " ".join(terms) + " ."),
    st.tuples(NAMES, PREDICATES, TERMS, PREDICATES, TERMS).map(
        "{0[0]} {0[1]} {0[2]} ; {0[3]} {0[4]} .".format
    ),
    mostly(["# a comment", "# ---- a section", ""], ["PREFIX : <y>", "<<( :s :p :o )>> :p 1 ."]),
)
TURTLE = st.lists(LINES, max_size=6).map(lambda lines: PREFIX + "\n".join(lines) + "\n")
TRIG = st.lists(
    st.tuples(mostly([":g", "GRAPH :g", "_:g", ""], ["1"]), LINES).map(
        "{0[0]} {{ {0[1]} }}".format
    ),
    max_size=4,
).map(lambda blocks: PREFIX + "\n".join(blocks))
FULL = mostly(
    [f"<{ID}a>", f"<{JPST.BASE}Thing>", "<http://x/y>", "_:b", "_:c"], ["<rel>", "<http://x/a b>"]
)
PLAIN = st.lists(
    st.tuples(
        FULL, mostly([f"<{JPST.BASE}n>", "<http://x/p>"], ["a"]), st.one_of(FULL, LITERALS)
    ).map(lambda terms: " ".join(terms) + " .\n"),
    max_size=6,
).map("".join)
KEYS = mostly(
    ["@type", "n", "jpst:n", "http://x/p", f"{JPST.BASE}n", "@graph", "@reverse"],
    ["@list", "@value", "@nest", "@included", "a b", "", "x:", "@base", "@json", "@none"],
)
VALUES = st.recursive(
    st.one_of(
        mostly([f"{JPST.BASE}Thing", f"{ID}a", "text", "_:b"], ["a b", "", "en-GB", "@id"]),
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(KEYS, inner, max_size=3),
        inner.map(lambda value: {"@list": [value]}),
        inner.map(lambda value: {"@value": value, "@language": "en"}),
    ),
    max_leaves=6,
)
CONTEXTS = st.sampled_from(
    [
        {"n": f"{JPST.BASE}n", "jpst": JPST.BASE},
        {"@vocab": JPST.BASE, "@base": ID},
        [None, {"n": {"@id": f"{JPST.BASE}o", "@type": "@id"}}],
        {"n": None},
        "context.jsonld",
        {"@import": "https://example.org/context.jsonld"},
        {"@version": 1.1, "n": {"@id": "http://x/n", "@container": "@language"}},
    ]
)
JSON = st.one_of(
    st.builds(
        lambda context, name, more: json.dumps({"@context": context, "@id": name, **more}),
        CONTEXTS,
        mostly([f"{ID}a", "_:b", "rel"], ["a b", ""]),
        st.dictionaries(KEYS, VALUES, max_size=4),
    ),
    VALUES.map(json.dumps),
)
NODES = st.recursive(
    mostly(
        ["text", "", "&amp;", "<!-- c -->", "<![CDATA[<x>]]>", "<?pi?>", "\n"], ["&x;", "]]>", "<"]
    ),
    lambda inner: st.tuples(
        mostly(["jpst:n", "jpst:Thing", "rdf:Description", "rdf:li"], ["y:z", "b", "rdf:Bag"]),
        mostly(
            ["", ' rdf:about="http://x/s"', ' jpst:n="1"', ' xml:lang=""', ' rdf:nodeID="n"'],
            [' rdf:parseType="Literal"', ' rdf:ID="a b"', " k", ' xml:lang="en"', ' xml:base="z"'],
        ),
        st.lists(inner, max_size=3),
    ).map(lambda parts: f"<{parts[0]}{parts[1]}>{''.join(parts[2])}</{parts[0]}>"),
    max_leaves=4,
)
THINGS = st.lists(
    st.lists(NODES, max_size=2).map(
        lambda inner: (
            f'<jpst:Thing rdf:about="{ID}a"><jpst:n>{"".join(inner)}</jpst:n></jpst:Thing>'
        )
    ),
    max_size=3,
)
RDFXML = THINGS.map(
    lambda things: (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-synt'
        f'ax-ns#" xmlns:jpst="{JPST.BASE}">{"".join(things)}</rdf:RDF>'
    )
)
TEXTS = {"ttl": TURTLE, "trig": TRIG, "nt": PLAIN, "nq": PLAIN, "jsonld": JSON, "rdf": RDFXML}


@st.composite
def mutated(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> bytes:
    """A text, now and then with a few bytes cut, doubled or changed."""
    data = bytearray(draw(texts).encode("utf-8", "replace"))
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        if not data:
            break
        at = draw(st.integers(0, len(data) - 1))
        match draw(st.sampled_from(["cut", "drop", "double", "change", "quote"])):
            case "cut":
                del data[at:]
            case "drop":
                del data[at]
            case "double":
                data[at:at] = data[at : at + 20]
            case "change":
                data[at] = draw(st.integers(0, 255))
            case "quote":
                data[at:at] = draw(
                    st.sampled_from([b'"', b"'''", b"<", b"[", b"{", b"<!--", b"\\"])
                )
    return bytes(data)


FILES = st.sampled_from(sorted(TEXTS)).flatmap(
    lambda ending: st.tuples(st.just(ending), mutated(TEXTS[ending]))
)


@contextmanager
def beside(name: str, data: bytes) -> Iterator[Path]:
    """A file of that content in a folder with others; only that one may change."""
    folder = Path(tempfile.mkdtemp())
    path = folder / name
    path.write_bytes(data)
    others = {
        folder / "other.ttl": b"<http://x/s> <http://x/p> 1 .\n",
        folder / "context.jsonld": b'{"@context": {"n": "http://x/n"}}',
        folder / "dtd.xml": b"<!ENTITY x 'y'>",
    }
    for other, content in others.items():
        other.write_bytes(content)
    try:
        yield path
        assert {p: p.read_bytes() for p in folder.iterdir() if p != path} == others
    finally:
        shutil.rmtree(folder)


def told(error: LoadError, path: Path) -> None:
    """Each problem is one line that names the file."""
    assert error.problems
    for problem in error.problems:
        assert problem.path == path
        assert "\n" not in str(problem)


@given(FILES)
@quick
@example(("jsonld", b'{"@id": "' + b'\\"' * 50_000))
@example(("rdf", b"<?" * 50_000))
@example(("nt", b'_:b <p:> "' + b"\xff" * 10))
@example(("trig", b"<< " * 5_000))
@example(("jsonld", b"[" * 100_000))
@example(("jsonld", b"\x00"))
@example(("ttl", b"\xef\xbb\xbf"))
def test_any_file_is_read_or_refused(file: tuple[str, bytes]) -> None:
    ending, data = file
    with beside(f"a.{ending}", data) as path:
        try:
            (read,) = load_extra([path])
        except LoadError as error:
            told(error, path)
        else:
            assert 0 <= read.ours <= len(read.quads)
            assert load_extra([path]) == (read,)
        assert path.read_bytes() == data


@given(st.sampled_from(sorted(TEXTS)), FILES)
@quick
def test_any_file_in_any_format_is_read_or_refused(ending: str, file: tuple[str, bytes]) -> None:
    with beside("a.txt.gz", gzip.compress(file[1], mtime=0)) as path:
        try:
            load_extra([path], format=ending)
        except LoadError as error:
            told(error, path)


@given(mutated(TURTLE))
@quick
def test_any_turtle_is_formatted_or_refused(data: bytes) -> None:
    with beside("a.ttl", data) as path:
        try:
            changed = rewrite([path])
        except LoadError as error:
            told(error, path)
            assert path.read_bytes() == data
        else:
            assert changed == ([path] if path.read_bytes() != data else [])
            assert check([path]) == []
            once = path.read_bytes().decode()
            assert format_turtle(once, path) == once


@given(FILES, st.sampled_from(["en", "ja"]))
@settings(max_examples=40, deadline=None)
def test_any_file_is_validated_or_refused(file: tuple[str, bytes], language: str) -> None:
    ending, data = file
    with beside(f"a.{ending}", data) as path:
        before = {p: p.read_bytes() for p in ROOT.rglob("*") if p.is_file()}
        try:
            found = kgraph.findings([path], root=ROOT, limits=UNLIMITED)
        except LoadError as error:
            told(error, path)
        else:
            for form in listing.FORMATS:
                assert isinstance(listing.write(found, form, language), str)
            lines = listing.as_lines(found, language).splitlines()
            assert len(lines) == len(found)
            assert {finding.file for finding in found} <= {path, None, *before}
            last = data.count(b"\n") + 1
            assert all(f.line is None or f.line <= last for f in found if f.file == path)
        assert {p: p.read_bytes() for p in ROOT.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("seed", range(6))
def test_the_command_keeps_to_its_exit_codes(command: Command, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    ending = sorted(TEXTS)[seed]
    data = bytes(chance.choices(b"<>\"'[](){}@_:.;,# \n\\aZ0\xe6\x00", k=400))
    path = tmp_path / f"a.{ending}"
    path.write_bytes(data)
    for line in (["validate", path.name, "--root", str(ROOT)], ["fmt", "--check", path.name]):
        outcome = command(tmp_path, *line)
        assert outcome.code in (0, 1, 3)
        assert "Traceback" not in outcome.err
    assert path.read_bytes() == data
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
