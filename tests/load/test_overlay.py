"""An overlay: roots of a firm's own above the packaged graph, and what each may say."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from helpers.project import PROJECT
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from kgraph import build, findings
from kgraph.add import add_rows, row_of
from kgraph.add.source import new_source, save_source
from kgraph.limited import UNLIMITED
from kgraph.load import load
from kgraph.names import BASE
from kgraph.problems import LoadError
from kgraph.questions.question import questions
from kgraph.release import ReleaseError, release
from kgraph.root import SETTINGS, find_root, layers
from kgraph.snapshot import Snapshot, open_snapshot
from kgraph.snapshot.build import BuildReport
from kgraph.vocab import GRAPH, JPST, RDF, RDFS, SKOS
from kgraph.web.pages.view import View
from kgraph.web.paths import path_of
from kgraph.web.things import Named, named

EXAMPLE = PROJECT / "docs" / "overlay-example"
ACME = "https://data.acme.example/kg/"
SETTINGS_TEXT = 'name = "{name}"\nextends = {extends}\nbase = "https://data.{name}.example/kg/"\n'

Overlay = Callable[..., Path]


@pytest.fixture
def overlay(tmp_path: Path) -> Overlay:
    """Makes a folder with a kgraph.toml."""

    def made(name: str = "beta", extends: str = '"jpst"', text: str | None = None) -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        told = SETTINGS_TEXT.format(name=name, extends=extends) if text is None else text
        (folder / SETTINGS).write_text(told, encoding="utf-8")
        return folder

    return made


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    """The example overlay, built as its users build it."""
    done = build(EXAMPLE, tmp_path_factory.mktemp("overlay"), limits=UNLIMITED)
    assert done.published
    assert not done.reused
    return done


@pytest.fixture(scope="module")
def built(report: BuildReport) -> Snapshot:
    assert report.snapshot is not None
    return open_snapshot(report.snapshot.parents[1])


def complaints(root: Path) -> list[str]:
    with pytest.raises(LoadError) as caught:
        load(find_root(root))
    return [str(problem) for problem in caught.value.problems]


def test_empty_overlay_is_its_base(overlay: Overlay) -> None:
    base, above = load(PROJECT), load(overlay())
    assert set(above.store) == set(base.store)
    assert set(above.quads()) == set(base.quads())
    assert [one.slug for one in questions(overlay())] == [one.slug for one in questions(PROJECT)]
    assert above.fingerprint != base.fingerprint  # its settings are part of what it is


def test_settings_are_read(overlay: Overlay) -> None:
    ours, theirs = layers(overlay())
    assert (ours.name, ours.base, ours.folder, ours.is_house) == ("jpst", BASE, PROJECT, True)
    assert (theirs.name, theirs.base, theirs.languages) == (
        "beta",
        "https://data.beta.example/kg/",
        ("en", "ja"),
    )


def test_overlay_is_found_from_within(overlay: Overlay, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = overlay() / "data" / "sources"
    inside.mkdir(parents=True)
    monkeypatch.delenv("KGRAPH_ROOT", raising=False)
    monkeypatch.chdir(inside)
    assert find_root() == inside.parents[1]


@pytest.mark.parametrize(
    ("text", "told", "line"),
    [
        ('extends = "jpst"\nbase = "https://a.example/"\n', "no name", 1),
        ('name = "jpst"\nextends = "jpst"\nbase = "https://a.example/"\n', "no name", 1),
        ('name = "a"\nextends = "jpst"\nbase = "https://a.example"\n', "no base", 3),
        ('name = "a"\nextends = []\nbase = "https://a.example/"\n', "extends nothing", 2),
        ('name = "a"\nextends = "jpst"\nbase = "https://a.example/"\nroot = "/"\n', "root", 4),
        ('name = "a\nextends = "jpst"\n', "cannot be read", 1),
        (f"extends = {'[' * 20_000}", "cannot be read", None),
        (f'name = "{"a" * 65}"\nextends = "jpst"\nbase = "https://a.example/"\n', "no name", 1),
        (
            'name = "a"\nextends = "https://b.example/"\nbase = "https://a.example/"\n',
            "no folder",
            2,
        ),
        ('name = "a"\nextends = "~nobody/kg"\nbase = "https://a.example/"\n', "no folder", 2),
        ('name = "a"\nextends = "a\\u0000b"\nbase = "https://a.example/"\n', "no folder", 2),
        ('name = "a"\nextends = "jpst"\nbase = "https://a.example/kg/../"\n', "no base", 3),
        ('name = "../a"\nextends = "jpst"\nbase = "https://a.example/"\n', "no name", 1),
        ('name = "a"\nextends = "."\nbase = "https://a.example/"\n', "circle", None),
        ('name = "a"\nextends = "../none"\nbase = "https://a.example/"\n', "no such folder", None),
        (f'name = "a"\nextends = "jpst"\nbase = "{BASE}a/"\n', "two roots have one base", None),
    ],
)
def test_faulty_settings_are_told(overlay: Overlay, text: str, told: str, line: int | None) -> None:
    root = overlay("a", text=text)
    with pytest.raises(LoadError) as caught:
        find_root(root)
    (problem,) = caught.value.problems
    assert told in problem.what
    assert problem.line == line
    assert line is None or problem.path == root / SETTINGS


def test_roots_in_a_circle_are_told(overlay: Overlay) -> None:
    overlay("one", '"../two"')
    with pytest.raises(LoadError, match="circle"):
        layers(overlay("two", '"../one"'))


def test_two_overlays_side_by_side(overlay: Overlay) -> None:
    overlay("gamma")
    shutil.copytree(EXAMPLE, overlay("beta").parent / "acme")
    both = overlay("both", '["../acme", "../gamma", "../beta"]')
    assert [one.name for one in layers(both)] == ["jpst", "acme", "gamma", "beta", "both"]
    graphs = {graph.value for graph in load(both).store.named_graphs()}
    assert f"{ACME}source/acme-2026-11-10-operators" in graphs


def test_complaints_point_to_the_file_of_the_firm(overlay: Overlay) -> None:
    root = overlay()
    source = root / "data" / "sources" / "beta-note.ttl"
    source.parent.mkdir(parents=True)
    source.write_text(
        "@prefix b: <https://data.beta.example/kg/source/> .\n"
        "@prefix id: <https://w3id.org/jpst/id/> .\n"
        "@prefix jpst: <https://w3id.org/jpst/ontology/> .\n"
        "b:beta-note a jpst:SecondarySource .\n"
        "id:odx jpst:nosuch <https://data.beta.example/kg/id/gone> .\n",
        encoding="utf-8",
    )
    told = complaints(root)
    assert any(f"{source}:5:8: unknown term jpst:nosuch" in one for one in told)
    assert any(f"{source}:5:20: unknown thing" in one for one in told)
    assert len(told) == 2


@pytest.mark.parametrize("place", ["ontology/more.ttl", "data/entities/more.ttl"])
def test_terms_and_names_of_ours_are_ours(overlay: Overlay, place: str) -> None:
    root = overlay()
    path = root / place
    path.parent.mkdir(parents=True)
    path.write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<https://data.beta.example/kg/module/more> a owl:Ontology .\n"
        '<https://w3id.org/jpst/id/odx> skos:prefLabel "ours"@en .\n',
        encoding="utf-8",
    )
    assert any(f"{path}:4:1: id:odx is another root's" in one for one in complaints(root))


def test_question_of_the_same_name_is_refused(overlay: Overlay) -> None:
    root = overlay()
    (root / "queries").mkdir()
    shutil.copy(EXAMPLE / "queries/desk-counterparties.rq", root / "queries/conflicts.rq")
    with pytest.raises(LoadError, match="two questions have one name"):
        questions(root)


# -- the example


def test_terms_of_the_firm_are_reasoned_over(built: Snapshot) -> None:
    desk = NamedNode(f"{ACME}id/fund-desk")
    organization = NamedNode(JPST.BASE + "Organization")
    assert Quad(desk, RDF.type, organization) in built.store


def test_label_in_one_language_stands_in(built: Snapshot) -> None:
    desk = NamedNode(f"{ACME}id/fund-desk")
    labels = built.store.quads_for_pattern(desk, RDFS.label, None, GRAPH.labels)
    assert {quad.object for quad in labels} == {
        Literal("Harbor Fund Desk", language=lang) for lang in ("en", "ja")
    }
    (question,) = (one for one in questions(EXAMPLE) if one.slug == "desk-counterparties")
    assert question.title("ja") == question.title("en")
    assert question.iri == f"{ACME}question/desk-counterparties"


def test_conflict_with_a_public_page_says_whose_it_is(built: Snapshot) -> None:
    start = NamedNode(f"{BASE}id/start")
    began = NamedNode(JPST.BASE + "startedOperation")
    store = built.store
    claims = [
        quad.subject
        for quad in store.quads_for_pattern(None, RDF.subject, start, GRAPH.claims)
        if next(
            iter(store.quads_for_pattern(quad.subject, RDF.predicate, began, GRAPH.claims)), None
        )
    ]
    told = {}
    for claim in claims:
        for cited in store.quads_for_pattern(claim, JPST.citation, None, GRAPH.claims):
            if isinstance(cited.object, Literal) and cited.object.language == "en":
                (standing,) = store.quads_for_pattern(claim, JPST.standing, None, GRAPH.claims)
                told[cited.object.value] = getattr(standing.object, "value", "")
    private = [page for page in told if page.endswith(" [acme]")]
    assert private == ["https://wiki.acme.example/desk/venue-operators (2026-11-10) [acme]"]
    assert len(told) > 2
    assert {standing.rsplit("/")[-1] for standing in told.values()} == {"conflicting"}


def test_shape_of_the_firm_finds(report: BuildReport, tmp_path: Path) -> None:
    assert report.findings
    assert not [one for one in report.findings if ACME in str(one.focus)]
    root = tmp_path / "acme"
    shutil.copytree(EXAMPLE, root)
    page = root / "data/sources/acme-2026-11-01-onboarding.ttl"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("acme:settlesThrough id:sbi-securities", "a jpst:Company"))
    (found,) = (one for one in findings(root=root, limits=UNLIMITED) if ACME in str(one.focus))
    assert found.id == "counterparty-settles"
    assert found.severity == "violation"
    assert found.file is not None
    assert found.file.is_relative_to(root)
    assert all("has no acme:settlesThrough" in found.message(lang) for lang in ("en", "ja"))


def test_nothing_of_the_firm_is_in_the_base() -> None:
    ours = load(PROJECT)
    assert [layer.name for layer in ours.layers] == ["jpst"]
    assert not any("acme.example" in str(quad) for quad in ours.store)
    assert any(quad.predicate == SKOS.prefLabel for quad in ours.store)


def lines(snapshot: Snapshot) -> set[bytes]:
    """Each quad as the engine writes it."""
    written = snapshot.store.dump(format=RdfFormat.N_QUADS)
    assert written is not None
    return set(written.splitlines())


def test_built_empty_overlay_is_its_base(
    overlay: Overlay, real_snapshot: Snapshot, tmp_path: Path
) -> None:
    out, on = tmp_path / "out", date.fromisoformat(real_snapshot.manifest["built"])
    root = overlay(extends=f'"{real_snapshot.root.as_posix()}"')
    build(root, out, limits=UNLIMITED, built=on, validate=False)
    assert lines(open_snapshot(out)) == lines(real_snapshot)


def test_packaged_graph_is_named_from_within(
    overlay: Overlay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(overlay())
    assert find_root(Path("jpst")) == PROJECT


def test_release_of_an_overlay_is_refused(overlay: Overlay, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="overlay"):
        release(overlay(), "0.3.0", tmp_path / "out")


def test_names_of_the_firm_dereference(built: Snapshot, real_snapshot: Snapshot) -> None:
    desk = f"{ACME}id/fund-desk"
    path = path_of(built, desk)
    assert path == "at/acme/id/fund-desk"
    for spelled in (path, f"{path}.ttl"):
        found = named(built, spelled)
        assert isinstance(found, Named)
        assert found.node.value == desk
    assert named(built, "at/other/id/fund-desk") is None
    assert path_of(real_snapshot, desk) is None
    assert View(built, "en").to(desk) == "/at/acme/id/fund-desk.html"


def test_what_is_added_is_the_firms_own(tmp_path: Path) -> None:
    root = tmp_path / "acme"
    shutil.copytree(EXAMPLE, root)
    below = {path: path.read_bytes() for path in sorted((PROJECT / "data").rglob("*.ttl"))}
    path, text = new_source(
        root,
        "https://wiki.acme.example/more",
        "acme",
        today=date(2026, 11, 20),
        slug="acme-more",
        title="More",
    )
    save_source(path, text)
    assert f"<{ACME}source/acme-more>" in text
    assert f"<{ACME}id/acme>" in text
    rows = [row_of(root, ["subject=odx", "property=headquarters", "value=Minato-ku, Tokyo"])]
    rows += [row_of(root, ["subject=fund-desk", "property=city", "value=Minato-ku"])]
    for change in add_rows(root, "fact", "acme-more", rows):
        assert change.path.is_relative_to(root)
        assert "id:odx" in change.text
        assert f"<{ACME}id/fund-desk>" in change.text
    assert {path: path.read_bytes() for path in below} == below
