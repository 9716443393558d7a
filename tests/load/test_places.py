"""Where a triple stands in a file."""

import gzip

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from kgraph.load import locate, read_places
from kgraph.vocab import XSD

TURTLE = '''\
@prefix x: <http://x/> .
# x:s x:p 1 .
x:s a x:C ;
  x:p 01,
      """two
lines""" , "あ"@ja ;
  x:q [ x:r
          x:deep ] ,
      ( x:one
        x:two ) .
x:t x:p x:s .
x:s x:late 1.50 .
'''


def number(value, datatype="integer"):
    return Literal(value, datatype=NamedNode(XSD.BASE + datatype))


@pytest.fixture
def turtle(tmp_path):
    path = tmp_path / "a.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("subject", "predicate", "value", "place"),
    [
        ("s", None, None, (3, 1)),
        ("t", None, None, (11, 1)),
        ("s", "p", None, (4, 3)),
        ("s", "p", number("01"), (4, 7)),
        ("s", "p", number("1"), (4, 7)),
        ("s", "p", Literal("two\nlines"), (5, 7)),
        ("s", "p", Literal("あ", language="ja"), (6, 12)),
        ("s", "q", None, (7, 3)),
        ("t", "p", NamedNode("http://x/s"), (11, 9)),
        ("s", "late", number("1.5", "decimal"), (12, 12)),
        (None, "r", None, (7, 9)),
        (None, None, NamedNode("http://x/deep"), (8, 11)),
        (None, None, NamedNode("http://x/two"), (10, 9)),
        ("u", None, None, None),
        ("s", "late", number("2"), None),
        ("deep", None, None, None),
    ],
)
def test_turtle(turtle, subject, predicate, value, place):
    subject, predicate = (part and f"http://x/{part}" for part in (subject, predicate))
    assert locate(turtle, subject, predicate, value) == place


def test_terms_serve_as_well_as_strings(turtle):
    assert locate(turtle, NamedNode("http://x/s"), NamedNode("http://x/p")) == (4, 3)


def test_the_type_of_a_thing_is_found_at_its_short_form(turtle):
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    assert locate(turtle, "http://x/s", kind, NamedNode("http://x/C")) == (3, 7)


def test_many_places_of_one_reading(turtle):
    places = read_places(turtle)
    assert places.find("http://x/t") == (11, 1)
    assert places.find("http://x/s") == (3, 1)


def test_trig(tmp_path):
    path = tmp_path / "a.trig"
    path.write_text("<http://g> {\n <http://s> <http://p> 1 .\n}\n")
    assert locate(path, "http://s", "http://p", number("1")) == (2, 24)


LINES = """\
# first
<http://s> <http://p> "a" .
  <http://s>\t<http://p>   "01"^^<http://www.w3.org/2001/XMLSchema#integer> .

_:b <http://s> <http://s> .
<http://s2> <http://s> <http://s> .
"""


@pytest.mark.parametrize("ending", ["nt", "nq", "nt.gz", "nq.gz"])
@pytest.mark.parametrize(
    ("args", "place"),
    [
        (("http://s",), (2, 1)),
        (("http://s", "http://p"), (2, 12)),
        (("http://s", "http://p", number("1")), (3, 27)),
        ((BlankNode("x-0"),), (5, 1)),
        (("http://s2", "http://s", NamedNode("http://s")), (6, 24)),
        (("http://x",), None),
    ],
)
def test_line_formats(tmp_path, ending, args, place):
    path = tmp_path / f"a.{ending}"
    data = LINES.encode()
    path.write_bytes(gzip.compress(data) if ending.endswith("gz") else data)
    assert locate(path, *args) == place


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonld", b"{}"),
        ("a.rdf", b"<rdf/>"),
        ("a.ttl", b"<http://s> <http://p> "),
        ("a.ttl", b"\xff"),
        ("a.ttl", b"<http://s> <http://p> <<( <http://s> <http://p> 1 )>> ."),
        ("a", b""),
    ],
)
def test_files_without_places(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    assert locate(path, "http://s") is None
    assert locate(tmp_path / "missing.ttl", "http://s") is None


def test_line_formats_need_no_space_between_terms(tmp_path):
    path = tmp_path / "dense.nt"
    path.write_text(
        "# a comment\n<a:s> <a:p> <a:other> .\n<a:s><a:p><a:o>.\n_:b<a:p> <a:o> .\n"
        '\t<a:t>  <a:p>\t"<a:o>" .\n<a:t> <a:q> <a:u>.\n'
    )
    places = read_places(path)
    assert places.find("a:s", "a:p", NamedNode("a:o")) == (3, 11)
    assert places.find(None, None, NamedNode("a:o")) == (3, 11)
    assert places.find("a:s") == (2, 1)
    assert places.find("a:t", "a:p") == (5, 9)
    assert places.find(None, "a:q", NamedNode("a:u")) == (6, 13)
    assert places.find("a:absent") is None


def test_a_search_looks_only_at_the_lines_of_its_subject(tmp_path):
    path = tmp_path / "big.nt"
    path.write_text("".join(f"<a:{i}> <a:p> <a:o{i % 7}> .\n" for i in range(5000)))
    places = read_places(path)
    assert places.find("a:4000", None, NamedNode("a:o3")) == (4001, 16)
    assert list(places._candidates(NamedNode("a:4000"), None)) == [4001]
    assert len(list(places._candidates(None, NamedNode("a:o3")))) == 714


def test_relative_iris_are_those_of_the_file(tmp_path):
    path = tmp_path / "a.ttl"
    path.write_text("\n<#x> <http://p> 1 .")
    assert locate(path, path.as_uri() + "#x") == (2, 1)


def test_a_byte_order_mark_takes_no_column(tmp_path):
    path = tmp_path / "a.ttl"
    path.write_bytes(b"\xef\xbb\xbf<http://s> <http://p> 1 .")
    assert locate(path, "http://s") == (1, 1)
