"""A user's own files: every format, no network, no surprises."""

import gzip
import socket
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat

from kgraph.load import load_extra
from kgraph.problems import LoadError
from kgraph.vocab import JPST

RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
THING = '<rdf:Description rdf:about="http://x/s"><x:p>v</x:p></rdf:Description></rdf:RDF>'

SAMPLES = {
    "ttl": "<http://x/s> <http://x/p> 'v' .",
    "trig": "{ <http://x/s> <http://x/p> 'v' }",
    "nt": '<http://x/s> <http://x/p> "v" .',
    "nq": '<http://x/s> <http://x/p> "v" .',
    "jsonld": '{"@id": "http://x/s", "http://x/p": "v"}',
    "json": '{"@context": {"p": "http://x/p"}, "@id": "http://x/s", "p": "v"}',
    "rdf": RDF + THING,
    "owl": RDF + THING,
    "xml": '<?xml version="1.0" encoding="UTF-8"?>' + RDF + THING,
}


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def put(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def refused(path, **options):
    with pytest.raises(LoadError) as caught:
        load_extra([path], **options)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("ending", SAMPLES)
@pytest.mark.parametrize("packed", [False, True])
def test_every_format(tmp_path, ending, packed):
    data = SAMPLES[ending].encode()
    name = f"a.{ending}.gz" if packed else f"a.{ending.upper()}"
    path = put(tmp_path, name, gzip.compress(data, mtime=0) if packed else data)
    (file,) = load_extra([path])
    (quad,) = file.quads
    assert file.path == path
    assert [quad.subject.value, quad.predicate.value, quad.object.value] == [
        "http://x/s",
        "http://x/p",
        "v",
    ]
    assert quad.graph_name == DefaultGraph()


def test_a_named_format_wins_over_the_ending(tmp_path):
    path = put(tmp_path, "a.txt", SAMPLES["ttl"])
    (file,) = load_extra([path], format="ttl")
    assert file.format == RdfFormat.TURTLE
    assert "the ending is “txt”" in str(refused(path))
    assert "the name has no ending" in str(refused(put(tmp_path, "a", "")))


def test_standard_input():
    text = "<http://g> { <http://x/s> <http://x/p> 1 }"
    (file,) = load_extra([Path("-")], stdin=text.encode())
    assert file.quads[0].graph_name == NamedNode("http://g")
    (file,) = load_extra([Path("-")], stdin=SAMPLES["rdf"].encode(), format="rdf")
    assert len(file.quads) == 1
    problem = refused(Path("-"), stdin=b"<a> <b> <c> .")
    assert str(problem).startswith("<stdin>:1:1: ")


def test_blank_nodes_of_two_files_stay_apart(tmp_path):
    paths = [put(tmp_path, f"{n}.ttl", "_:a <http://x/p> _:a .") for n in "ab"]
    first, second = (file.quads[0] for file in load_extra(paths))
    assert isinstance(first.subject, BlankNode)
    assert first.subject == first.object
    assert first.subject != second.subject


def test_relative_iris_are_resolved_against_the_file(tmp_path):
    path = put(tmp_path, "a.ttl", "<#x> <http://x/p> 1 .")
    (file,) = load_extra([path])
    assert file.quads[0].subject.value == path.resolve().as_uri() + "#x"


@pytest.mark.parametrize(
    "context",
    [
        '"https://schema.org/"',
        '"file:///etc/hostname"',
        '"other.jsonld"',
        '["https://schema.org/"]',
        '{"@import": "https://schema.org/"}',
        '{"a": {"@id": "http://x/a", "@context": "https://schema.org/"}}',
    ],
)
def test_contexts_outside_the_file_are_refused(tmp_path, context):
    put(tmp_path, "other.jsonld", '{"@context": {"a": "http://x/a"}}')
    path = put(tmp_path, "a.jsonld", f'{{"@context": {context}, "a": {{"a": "x"}}}}')
    assert "JSON-LD context stands outside the file" in str(refused(path))


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + RDF + THING,
        '<!doctype r [<!entity a "aa">]>' + RDF + THING,
        '<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE r SYSTEM "file:///etc/passwd">' + RDF + THING,
        RDF + '<!DOCTYPE r [<!ENTITY a "aa">]>' + THING,
    ],
)
def test_document_types_are_refused(tmp_path, text):
    problem = refused(put(tmp_path, "a.rdf", text))
    assert "declares a document type or an entity" in str(problem)
    assert problem.line == text[: text.lower().index("<!doctype")].count("\n") + 1


def test_a_document_type_that_is_only_mentioned_does_no_harm(tmp_path):
    text = f"<!-- no <!DOCTYPE> here -->{RDF}{THING}".replace(">v<", "><![CDATA[<!DOCTYPE x>]]><")
    (file,) = load_extra([put(tmp_path, "a.rdf", text)])
    assert file.quads[0].object.value == "<!DOCTYPE x>"


def test_a_small_file_that_unpacks_to_much_is_refused(tmp_path):
    bomb = gzip.compress(b"# " + b"a" * 5_000_000, mtime=0)
    assert len(bomb) < 10_000
    problem = refused(put(tmp_path, "a.ttl.gz", bomb), limit=1_000_000)
    assert "too large" in str(problem)
    assert "once unpacked" in str(problem)
    assert "too large" in str(refused(Path("-"), stdin=b"#" * 11, limit=10))


@pytest.mark.parametrize(
    "data", [b"not gzip", gzip.compress(b"abcdefgh" * 99, mtime=0)[:-9], b"\x1f\x8b"]
)
def test_damaged_gzip(tmp_path, data):
    assert "cannot unpack the file" in str(refused(put(tmp_path, "a.ttl.gz", data)))


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.ttl", "\n<http://x/s> <http://x/p> .", ":2:27: TURTLE syntax error"),
        ("a.nq", "<http://x/s> <http://x/p> .", ":1:"),
        ("a.jsonld", '{\n"@id" "x"}', ":2:"),
        ("a.rdf", RDF + "<x:p></rdf:RDF>", ":1:93: RDF/XML syntax error"),
        ("a.rdf", "\n<!-- open <!DOCTYPE r>" + RDF + THING, ":2:1: RDF/XML syntax error"),
        ("a.rdf", RDF + "<x:T><x:p>&unknown;</x:p></x:T></rdf:RDF>", ":1:96: RDF/XML syntax error"),
        ("a.rdf", RDF + "stray</rdf:RDF>", ": RDF/XML syntax error"),
        ("a.ttl", b'<http://x/s> <http://x/p> "\xff" .', ":1:28: the file is not UTF-8"),
        ("a.rdf", (RDF + THING).encode("utf-16"), ":1:1: the file is not UTF-8"),
    ],
)
def test_syntax_errors_name_file_and_place(tmp_path, name, text, place):
    path = put(tmp_path, name, text)
    assert str(refused(path)).lower().startswith(f"{path}{place}".lower())


def test_a_byte_order_mark_does_no_harm(tmp_path):
    for ending, text in SAMPLES.items():
        path = put(tmp_path, f"a.{ending}", b"\xef\xbb\xbf" + text.encode())
        assert len(load_extra([path])[0].quads) == 1


def test_every_broken_file_is_named(tmp_path):
    paths = [tmp_path / "missing.ttl", tmp_path, put(tmp_path, "a.ttl", "<")]
    with pytest.raises(LoadError) as caught:
        load_extra(paths)
    assert [p.why for p in caught.value.problems][:1] == ["there is no such file"]
    assert len(caught.value.problems) == 3


def test_deep_nesting_is_no_crash(tmp_path):
    depth = 50_000
    turtle = "<http://x/s> <http://x/p> " + "[ <http://x/p> " * depth + "1" + "]" * depth + "."
    assert len(load_extra([put(tmp_path, "a.ttl", turtle)])[0].quads) == depth + 1
    deep = '{"http://x/p":' * depth + "1" + "}" * depth
    problem = refused(put(tmp_path, "a.jsonld", deep))
    assert "nested too deeply" in str(problem)
    assert problem.column == 200 * len('{"http://x/p":') + 1


def test_brackets_in_json_strings_do_not_count(tmp_path):
    text = '{"@id": "http://x/s", "http://x/p": "' + r"[\"" * 500 + '"}'
    assert len(load_extra([put(tmp_path, "a.jsonld", text)])[0].quads) == 1


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.ttl", "# <<\n<http://s> <http://p> '<<', <<( <http://s> <http://p> 1 )>> .", 2),
        ("a.nt", "<http://s> <http://p> " + "<<( <http://s> <http://p> " * 50_000, 1),
        ("a.trig", "<http://s> <http://p> 1 {| <http://q> 2 |} .", None),
        ("a.nq", '<http://s> <http://p> "a"@en--ltr .', None),
        ("a.rdf", RDF + '<x:A><x:p rdf:parseType="Triple">' * 50_000, 1),
    ],
)
def test_terms_of_rdf_1_2_are_refused(tmp_path, name, text, line):
    problem = refused(put(tmp_path, name, text))
    assert problem.what == "a term of RDF 1.2"
    assert problem.line == line


@pytest.mark.parametrize("quote", ['"', "'", '"""', "'''"])
def test_angle_brackets_in_text_do_not_count(tmp_path, quote):
    text = f"<http://s> <http://p> {quote}<<\\{quote[0]}<< # {quote}, <http://o> . # <<"
    assert len(load_extra([put(tmp_path, "a.ttl", text)])[0].quads) == 2


def test_a_bad_text_takes_no_longer_than_a_good_one(tmp_path):
    # A scan from each opening that is never closed would be quadratic: minutes, not seconds.
    many = 100_000
    for name, text in (
        ("a.jsonld", '{"@id": "' + '\\"' * many),
        ("b.jsonld", "[" + '"' * many * 2 + '"'),
        ("a.rdf", "<?" * many),
        ("b.rdf", RDF + "<!-- " * many),
        ("c.rdf", RDF + "<![CDATA[" * many),
        ("a.ttl", "<a:b> <a:c> << " + '"""\\"' * many),
        ("b.ttl", "<a:b> <a:c> << " + "<" * many),
        ("c.ttl", "<a:b> <a:c> '''<<" + "''\\'" * many),
    ):
        refused(put(tmp_path, name, text))


@pytest.mark.parametrize(
    ("inner", "value"),
    [
        ("pre <![CDATA[<a & b>]]> post", "pre <a & b> post"),
        ("<![CDATA[]]>", ""),
        ("A<!-- note -->B", "AB"),
        ("<!-- one -->B<!-- two -->", "B"),
        ("A<?pi x?>B", "AB"),
        (" \n A &lt;&#x65E5;&amp;&#13; ", " \n A <日&\r "),
        ("]]&gt;", "]]>"),
    ],
)
def test_a_text_of_rdfxml_is_read_whole(tmp_path, inner, value):
    text = f'{RDF}<x:T rdf:about="http://x/s"><x:p>{inner}</x:p></x:T></rdf:RDF>'
    (file,) = load_extra([put(tmp_path, "a.rdf", text)])
    assert [q.object.value for q in file.quads if q.predicate.value == "http://x/p"] == [value]


@pytest.mark.parametrize(
    ("outer", "inner", "language"),
    [
        ("", ' xml:lang=""', None),
        (' xml:lang=""', ' xml:lang="en"', "en"),
        (' xml:lang=""', "", None),
        (' xml:lang="en"', "", "en"),
    ],
)
def test_an_empty_language_of_rdfxml_is_none(tmp_path, outer, inner, language):
    text = f'{RDF}<x:T rdf:about="http://x/s"{outer}><x:p{inner}>v</x:p></x:T></rdf:RDF>'
    (file,) = load_extra([put(tmp_path, "a.rdf", text)])
    (literal,) = [q.object for q in file.quads if q.predicate.value == "http://x/p"]
    assert literal.language == language


def test_a_language_taken_away_again_is_refused(tmp_path):
    text = f'{RDF}<x:T xml:lang="en">\n<x:p xml:lang="">v</x:p></x:T></rdf:RDF>'
    problem = refused(put(tmp_path, "a.rdf", text))
    assert (problem.what, problem.line, problem.column) == ('xml:lang=""', 2, 1)


def test_xml_within_a_text_stays_xml(tmp_path):
    text = f'{RDF}<x:T><x:p rdf:parseType="Literal"><b>x<![CDATA[<]]></b></x:p></x:T></rdf:RDF>'
    (file,) = load_extra([put(tmp_path, "a.rdf", text)])
    (literal,) = [q.object for q in file.quads if q.predicate.value == "http://x/p"]
    assert literal.value.endswith(">x&lt;</b>")


@pytest.mark.parametrize(
    ("text", "keys", "values"),
    [
        ('{"@id": "http://x/s", "p": 1, "q": {"r": 2}}', ["p", "q", "r"], []),
        ('{"@context": {"p": "http://x/p"}, "@id": "a b", "p": 1}', [], ["a b"]),
        ('{"@context": [{"@vocab": "http://x/"}, null], "@id": "http://x/s", "p": 1}', ["p"], []),
        ('{"@context": {"@vocab": "http://x/"}, "@id": "http://x/s", "p": "a {b}"}', [], []),
        (
            '{"@context": {"p": {"@id": "http://x/p", "@type": "@id"}}, "p": "http://x/{b}"}',
            [],
            ["{b}"],
        ),
        ('{"http://x/p": {"@value": "v", "@language": "not a tag"}}', [], ["not a tag"]),
        ('[{"http://x/p": 1}, {"p": 1}]', ["p"], []),
        ('{"http://x/p": [1e400, -1e999, 0.1], "p": 1e400}', ["p"], []),
        (f'{{"http://x/p": {"9" * 5000}, "p": 1}}', ["p"], []),
        ('{"@context": {"@version": 1.1, "q": "http://x/q"}, "q": 1, "p": 2}', ["p"], []),
        ("[]", [], []),
    ],
)
def test_what_json_ld_says_in_vain_is_told(tmp_path, text, keys, values):
    (file,) = load_extra([put(tmp_path, "a.jsonld", text)])
    # A relative name is told as it was resolved.
    assert (list(file.lost.keys), [v.rpartition("/")[2] for v in file.lost.values]) == (
        keys,
        values,
    )


def test_statements_with_names_of_ours_are_counted(tmp_path):
    text = f"""@prefix jpst: <{JPST.BASE}> .
        <http://x/s> a jpst:Venue ; <http://x/p> "1"^^jpst:t , 2 . {{ <http://x/s> jpst:p 3 }}"""
    (file,) = load_extra([put(tmp_path, "a.trig", text)])
    assert (len(file.quads), file.ours) == (4, 3)
