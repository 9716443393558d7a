"""A new source file is drafted right the first time."""

import datetime

import pytest

from kgraph.add import DraftError, add_tokens, new_source, save_source
from kgraph.load import load
from kgraph.load.canonical_files import check
from kgraph.problems import LoadError
from kgraph.tables.incoming import Record
from kgraph.turtle.canonical import format_turtle
from kgraph.turtle.parse import parse_turtle

TODAY = datetime.date(2026, 11, 22)
PREFIXES = """\
@prefix id: <https://w3id.org/jpst/id/> .
@prefix jpst: <https://w3id.org/jpst/ontology/> .
@prefix src: <https://w3id.org/jpst/source/> .
@prefix scheme: <https://w3id.org/jpst/scheme/> .
@prefix hosting: <https://w3id.org/jpst/hosting/> .
@prefix reviewperiod: <https://w3id.org/jpst/reviewperiod/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FILES = {
    "ontology/core.ttl": (
        "<https://w3id.org/jpst/module/core> a owl:Ontology . "
        "jpst:PrimarySource a owl:Class . jpst:Agent a owl:Class . "
        "jpst:Company a owl:Class ; rdfs:subClassOf jpst:Agent . "
        "jpst:MarketIdentifierCode a owl:Class . "
        "jpst:Firm a owl:Class ; rdfs:subClassOf jpst:Company . "
        "jpst:SecondarySource a owl:Class . jpst:hosting a owl:ObjectProperty . "
        "jpst:read a owl:DatatypeProperty . jpst:publisherName a owl:DatatypeProperty . "
        "jpst:reviewPeriod a owl:ObjectProperty ."
    ),
    "ontology/schemes/hosting.ttl": (
        "scheme:hosting a skos:ConceptScheme . hosting:page a skos:Concept . "
        "hosting:mirror a skos:Concept, jpst:Firm ."
    ),
    "ontology/schemes/reviewperiod.ttl": (
        "scheme:reviewperiod a skos:ConceptScheme . reviewperiod:venue a skos:Concept ."
    ),
    "data/entities/firms.ttl": (
        "id:odx a jpst:Company, jpst:PrimarySource ; "
        'skos:prefLabel "Osaka Digital Exchange Co., Ltd."@en ; '
        'skos:altLabel "ODX" . id:odx-two a jpst:Firm ; skos:altLabel "twin" . '
        'id:odx-three a jpst:Firm ; skos:altLabel "twin" . '
        'id:code a jpst:MarketIdentifierCode ; skos:altLabel "ODX", "some code" .'
    ),
    "data/sources/known.ttl": (
        'src:known a jpst:PrimarySource ; schema:url "https://example.org/a/?x=1"^^xsd:anyURI .'
    ),
}


@pytest.fixture
def root(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PREFIXES + text, encoding="utf-8")
    return tmp_path


def draft(root, url="https://www.odx.co.jp/news/start.html", publisher="odx", **options):
    return new_source(root, url, publisher, today=TODAY, **options)


def test_the_whole_draft(root):
    path, text = draft(
        root,
        issued=datetime.date(2023, 12, 25),
        title="Launch of  START",
        review_period="venue",
    )
    assert path == root / "data/sources/odx-2023-12-25-launch-of-start.ttl"
    assert text.partition("\n\n")[2] == (
        "src:odx-2023-12-25-launch-of-start\n"
        "    a jpst:PrimarySource ;\n"
        '    dcterms:title "Launch of START"@en ;\n'
        "    dcterms:publisher id:odx ;\n"
        '    dcterms:issued "2023-12-25"^^xsd:date ;\n'
        '    schema:url "https://www.odx.co.jp/news/start.html"^^xsd:anyURI ;\n'
        "    jpst:hosting hosting:page ;\n"
        '    jpst:read "2026-11-22"^^xsd:date ;\n'
        "    jpst:reviewPeriod reviewperiod:venue ;\n.\n\n"
        "# ---- what the document says\n"
    )


def test_a_draft_is_canonical_and_loads_at_once(root):
    path, text = draft(root)
    assert format_turtle(text, path) == text
    save_source(path, text)
    assert check([path]) == []
    assert path in [file.path for file in load(root).files]


def test_what_is_not_known_is_absent(root):
    _, text = draft(root)
    for word in ("issued", "title", "reviewPeriod"):
        assert word not in text


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({"publisher": "odx"}, "dcterms:publisher id:odx ;"),
        ({"publisher": "id:odx"}, "dcterms:publisher id:odx ;"),
        ({"publisher": "ODX"}, "dcterms:publisher id:odx ;"),
        ({"publisher": "ＯＤＸ"}, "dcterms:publisher id:odx ;"),
        ({"publisher": "Osaka Digital Exchange"}, "dcterms:publisher id:odx ;"),
        ({"publisher": "Osaka Digital Exchange Co., Ltd."}, "dcterms:publisher id:odx ;"),
        ({"publisher_name": "some code"}, 'jpst:publisherName "some code" ;'),
        ({"publisher_name": ' A "quoted" name '}, r'jpst:publisherName "A \"quoted\" name" ;'),
        ({"publisher_name": "日本取引所"}, 'jpst:publisherName "日本取引所" ;'),
    ],
)
def test_publishers(root, options, line):
    _, text = draft(root, **{"publisher": None, **options})
    assert line in "\n".join(" ".join(row.split()) for row in text.splitlines())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"publisher": "日本取引所"}, "no entity “日本取引所”.*--publisher-name takes"),
        ({"publisher": "some code"}, "is of the kind MarketIdentifierCode, where Agent is wanted"),
        ({"publisher_name": "ODX"}, "“ODX” is id:odx: give --publisher odx"),
        ({"publisher_name": "ｏｄｘ"}, "is id:odx: give --publisher odx"),
        ({"publisher_name": " "}, "publisher is empty"),
        ({}, "give --publisher with a thing of the graph, or --publisher-name"),
        ({"publisher": "odx", "publisher_name": "x"}, "give --publisher with a thing"),
    ],
)
def test_a_stranger_is_never_taken_for_a_firm_nor_a_firm_for_a_stranger(root, options, words):
    with pytest.raises(DraftError, match=words) as caught:
        draft(root, **{"publisher": None, **options})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("options", "slug"),
    [
        ({}, "odx-start"),
        (
            {"url": "https://example.org/", "publisher": None, "publisher_name": "日本取引所"},
            "example-org",
        ),
        ({"url": "https://example.org/x/2024/"}, "odx-2024"),
        ({"title": "トークンの発行"}, "odx-start"),
        ({"title": "word " * 40}, "odx" + "-word" * 11),
        ({"slug": "my-own"}, "my-own"),
    ],
)
def test_slugs(root, options, slug):
    assert draft(root, **options)[0].stem == slug


def test_titles_carry_their_language(root):
    assert '"STARTの開始"@ja' in draft(root, title="STARTの開始")[1]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"url": "https://example.org/a?x=1"}, r"known\.ttl describes .* already"),
        ({"url": "http://EXAMPLE.org/a/?x=1#top"}, r"known\.ttl describes .* already"),
        ({"url": "ftp://example.org/a"}, "not a web address"),
        ({"url": "https://exa mple.org/"}, "not a web address"),
        ({"url": "https://[bad/"}, "not a web address"),
        ({"url": "https://me:secret@example.org/"}, "user name or password"),
        ({"slug": "known"}, "exists already"),
        ({"slug": "../up"}, "not a slug"),
        ({"slug": "Upper"}, "not a slug"),
        ({"kind": "tertiary"}, "choose primary or secondary"),
        ({"hosting": "moon"}, "choose one of mirror, page"),
        ({"review_period": "never"}, "choose one of venue"),
        ({"publisher": "id:nobody"}, "no entity “id:nobody”"),
        ({"publisher": "  "}, "publisher is empty"),
        ({"publisher": "twin"}, "“twin” names odx-three, odx-two: give the slug"),
    ],
)
def test_what_cannot_be_drafted(root, options, words):
    before = sorted(root.rglob("*"))
    with pytest.raises(DraftError, match=words) as caught:
        draft(root, **options)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2
    assert sorted(root.rglob("*")) == before


def test_another_query_is_another_page(root):
    assert draft(root, url="https://example.org/a?x=2")[1]


def test_a_secondary_source(root):
    _, text = draft(root, kind="secondary", hosting="mirror")
    assert "a jpst:SecondarySource" in text
    assert "hosting:mirror" in text


def test_a_broken_source_file_is_named(root):
    (root / "data/sources/broken.ttl").write_text("<http://a", encoding="utf-8")
    with pytest.raises(LoadError, match=r"broken\.ttl:1"):
        draft(root)


def test_saving_never_replaces(root):
    path, text = draft(root)
    save_source(path, text)
    with pytest.raises(DraftError, match="exists already"):
        save_source(path, text)
    assert parse_turtle(path.read_text(encoding="utf-8"), path)
    assert [p.name for p in path.parent.iterdir() if p.name.startswith(".")] == []


@pytest.mark.parametrize(
    "slug", ["../../shapes/core", "/etc/passwd", "a/b", "A", "", ".", "x" * 201]
)
def test_a_slug_is_a_name_and_never_a_path(root, slug):
    with pytest.raises(DraftError, match="slug"):
        new_source(root, "https://www.example.org/n", "odx", today=TODAY, slug=slug)
    before = {path: path.read_bytes() for path in root.rglob("*.ttl")}
    with pytest.raises(DraftError, match="slug"):
        add_tokens(root, slug, [Record(None, {"name_en": "A", "name_ja": "あ"})])
    assert {path: path.read_bytes() for path in root.rglob("*.ttl")} == before


def test_a_link_that_leads_nowhere_is_not_written_through(root, tmp_path):
    link = root / "data" / "sources" / "new.ttl"
    link.symlink_to(tmp_path / "elsewhere.ttl")
    with pytest.raises(DraftError, match="exists already"):
        save_source(link, "x")
    assert not (tmp_path / "elsewhere.ttl").exists()
