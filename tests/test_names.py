"""Names: expansion and compaction of IRIs."""

import pytest

from kgraph import names


@pytest.mark.parametrize(
    ("curie", "iri"),
    [
        ("jpst:Token", "https://w3id.org/jpst/ontology/Token"),
        ("id:st-bond-1", "https://w3id.org/jpst/id/st-bond-1"),
        ("layer:venue", "https://w3id.org/jpst/layer/venue"),
        ("standing:confirmed", "https://w3id.org/jpst/standing/confirmed"),
        ("xsd:date", "http://www.w3.org/2001/XMLSchema#date"),
        ("schema:url", "https://schema.org/url"),
        ("id:a.b", "https://w3id.org/jpst/id/a.b"),
    ],
)
def test_expand_and_compact_are_inverse(curie, iri):
    assert names.expand(curie) == iri
    assert names.compact(iri) == curie
    assert names.expand(f"<{iri}>") == iri


@pytest.mark.parametrize(
    "iri",
    [
        "https://example.org/x",
        "https://w3id.org/jpst/id/",
        "https://w3id.org/jpst/id/a/b",
        "https://w3id.org/jpst/id/a.",
        "https://w3id.org/jpst/id/-a",
        "https://w3id.org/jpst/id/トークン",
        "urn:x",
    ],
)
def test_compact_keeps_what_has_no_plain_short_form(iri):
    assert names.compact(iri) == f"<{iri}>"


@pytest.mark.parametrize(
    "text", ["Token", "nope:x", ":x", "", "id:a b", "<a<b>", 'id:"', "id:a\nb", "id:a>"]
)
def test_expand_refuses_what_is_no_name(text):
    with pytest.raises(ValueError, match=r"“"):
        names.expand(text)


def test_unknown_prefix_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"jptz.*dcterms.*jpst"):
        names.expand("jptz:Token")


@pytest.mark.parametrize(
    ("iri", "local"),
    [
        ("http://www.w3.org/2002/07/owl#Class", "Class"),
        ("https://w3id.org/jpst/id/odx", "odx"),
        ("urn:isbn:1", "1"),
        ("https://w3id.org/jpst/id/", ""),
    ],
)
def test_local_name(iri, local):
    assert names.local_name(iri) == local


def test_every_scheme_has_its_prefix_and_no_two_prefixes_share_a_namespace():
    for slug in names.SCHEMES:
        assert names.PREFIXES[slug] == f"{names.BASE}{slug}/"
    assert len(set(names.PREFIXES.values())) == len(names.PREFIXES)


def test_prefixes_cannot_be_changed():
    with pytest.raises(TypeError):
        names.PREFIXES["x"] = "y"
