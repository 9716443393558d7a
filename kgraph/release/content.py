"""A snapshot and its files → the content of a release, without what describes the release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kgraph.align import VIEW, VIEW_IMPORTS, fibo_ontology, owl2rl_ontology
from kgraph.align.bridges import bridges_of
from kgraph.align.merged import ONE, merged_triples
from kgraph.align.table import TABLE
from kgraph.csvtext import BOM
from kgraph.diff import Difference
from kgraph.diff.versions_read import GRAPH_FILE
from kgraph.export import export, written
from kgraph.export.archive import zipped
from kgraph.export.selection import in_one_graph, in_order, link_quads
from kgraph.export.tabular import table_files
from kgraph.export.tree import CONTEXT, Trees
from kgraph.export.tree import as_text as as_json
from kgraph.models.schema import schema_text
from kgraph.names import BASE, LICENSE_IRI
from kgraph.questions.question import questions
from kgraph.release.files import NOTICE, ReleaseFile
from kgraph.render import diff as differences
from kgraph.render import validate as listing
from kgraph.render.notice import as_text
from kgraph.render.shacl_report import report_triples
from kgraph.snapshot import Snapshot
from kgraph.turtle.canonical import write_turtle
from kgraph.turtle.parse import normalize, read_bytes
from kgraph.validate import Finding, load_shapes
from kgraph.validate.derived import FOLDER as DERIVED
from kgraph.verify.history import HISTORY, History, as_csv
from kgraph.vocab import DCTERMS, GRAPH, OWL, RDF

_GRAPHS: Final = (
    ("graph.trig", "trig", "The whole graph with all named graphs", "名前付きグラフを含む全体"),
    (GRAPH_FILE, "nquads", "The whole graph with all named graphs", "名前付きグラフを含む全体"),
    ("graph.jsonld", "jsonld", "The whole graph as JSON-LD", "全体（JSON-LD）"),
    ("graph.ttl", "turtle", "The merge of all named graphs", "名前付きグラフを統合した全体"),
    ("graph.graphml", "graphml", "Things and links for graph tools", "グラフ描画ツール用"),
)
LINKS: Final = "links.ttl"
"""The file that holds every link outward."""
LINKED: Final = NamedNode(BASE + "linked")
"""The name of all that is known, with its links, as an ontology."""
_FULL: Final = "jpst-full.ttl"
_IN_PROFILE: Final = "jpst-full.owl2rl.ttl"
_IMPORTING: Final = "jpst.ttl"
_SHOWN: Final = 200
"""Lines that each section of the readable difference has at most; the JSON file has all."""


def content(
    root: Path,
    snapshot: Snapshot,
    version: str,
    findings: Iterable[Finding],
    difference: Difference | None,
    history: History,
) -> list[ReleaseFile]:
    """The files of a release, by path; `history` is that of all facts up to and with it.

    Raises LoadError or ExportError where one cannot be made.
    """
    first = {fact: life.first for fact, life in history.items()}
    files = [
        *_ontology(root, version),
        *(
            ReleaseFile(path, title_en, title_ja, export(snapshot, kind))
            for path, kind, title_en, title_ja in _GRAPHS
        ),
        ReleaseFile(
            "tables.zip",
            "Tables for spreadsheets, one for each main class",
            "表計算用の表",
            zipped(table_files(snapshot.store, "csv", release=version, first=first)),
        ),
        ReleaseFile(
            HISTORY,
            "The first and the last release with each fact",
            "各事実を収める最初と最後のリリース",
            as_csv(history).encode(),
        ),
        *_fibo(root, snapshot, version),
        *_links(root, snapshot, version),
        *_trees(snapshot),
        *_schema(root, snapshot),
        *_questions_and_shapes(root),
        *_findings(root, findings),
        *(_difference(difference) if difference is not None else ()),
    ]
    license_text = root / "LICENSE-DATA"
    if license_text.is_file():
        files.append(ReleaseFile("LICENSE.txt", "License", "ライセンス", _own(license_text)))
    notice = as_text(snapshot, bridges_of(root)).encode()
    files.append(
        ReleaseFile(NOTICE, "Notices: terms of use of sources", "告知：出典の利用条件", notice)
    )
    return sorted(files, key=lambda file: file.path)


def _ontology(root: Path, version: str) -> Iterator[ReleaseFile]:
    merged = {
        *merged_triples(root),
        Triple(ONE, RDF.type, OWL.Ontology),
        Triple(ONE, OWL.versionInfo, Literal(version)),
    }
    text = write_turtle(sorted(merged, key=str), first=ONE)
    yield ReleaseFile(
        _FULL,
        "The ontology in one file: all modules and concept schemes",
        "全モジュールと概念体系を収めたオントロジー",
        text.encode(),
    )
    yield ReleaseFile(
        _IN_PROFILE,
        "The ontology in one file, as OWL 2 RL has it",
        "OWL 2 RL に収めたオントロジー",
        owl2rl_ontology(root, version).encode(),
    )
    folder = root / "ontology"
    if (folder / _IMPORTING).is_file():
        yield ReleaseFile(
            _IMPORTING,
            "The ontology that imports all modules",
            "全モジュールを読み込むオントロジー",
            _own(folder / _IMPORTING),
        )
    if (folder / "align" / TABLE).is_file():
        yield ReleaseFile(
            TABLE,
            "Mappings to outside ontologies, as SSSOM",
            "外部オントロジーへの対応付け（SSSOM）",
            _own(folder / "align" / TABLE),
        )
    yield ReleaseFile(
        "ontology.zip",
        "The ontology as it is kept: modules, concept schemes, rules, alignments",
        "モジュール・概念体系・規則・対応付けの原本",
        zipped({path.relative_to(root).as_posix(): _own(path) for path in _under(folder)}),
    )


def _links(root: Path, snapshot: Snapshot, version: str) -> Iterator[ReleaseFile]:
    """The links to outside ontologies: by themselves, and with all that is known in one file."""
    prefixes = bridges_of(root).prefixes
    if not any(snapshot.store.quads_for_pattern(None, None, None, GRAPH.links)):
        return
    yield ReleaseFile(
        LINKS,
        "Links from terms and things to outside ontologies",
        "用語・実体から外部オントロジーへの対応付け",
        written(link_quads(snapshot.store), "turtle", prefixes),
    )
    head = [
        Quad(LINKED, RDF.type, OWL.Ontology),
        Quad(LINKED, OWL.versionInfo, Literal(version)),
        Quad(LINKED, DCTERMS.title, Literal("The graph with its links", language="en")),
        Quad(LINKED, DCTERMS.title, Literal("対応付けを含むグラフ", language="ja")),
        Quad(LINKED, DCTERMS.license, NamedNode(LICENSE_IRI)),
    ]
    quads = in_order([*in_one_graph(snapshot.store, links=True), *head], LINKED)
    yield ReleaseFile(
        "jpst-linked.ttl",
        "The graph, its ontology and its links in one load",
        "グラフ・オントロジー・対応付けの一括読込み用",
        written(quads, "turtle", prefixes),
    )


def _trees(snapshot: Snapshot) -> Iterator[ReleaseFile]:
    """What a reader of trees needs: the context, and a frame for each main class."""
    trees = Trees(snapshot.store)
    made = [
        (
            CONTEXT.removeprefix(BASE),
            "The JSON-LD context: every value in a list",
            "JSON-LD コンテキスト（値は常に配列）",
            trees.context(),
        )
    ]
    made += [
        (
            f"frames/{name}.jsonld",
            f"The JSON-LD frame that makes trees: {name}",
            f"木構造を作る JSON-LD フレーム：{name}",
            frame,
        )
        for name, frame in trees.frames().items()
    ]
    for path, en, ja, document in made:
        yield ReleaseFile(path, en, ja, as_json(document).encode())


def _schema(root: Path, snapshot: Snapshot) -> Iterator[ReleaseFile]:
    yield ReleaseFile(
        "things.schema.json",
        "JSON Schema of what `kgraph show --format json` gives, a class for each main kind",
        "`kgraph show --format json` の JSON Schema（主な種別ごと）",
        schema_text(root, snapshot.store).encode(),
    )


def _fibo(root: Path, snapshot: Snapshot, version: str) -> Iterator[ReleaseFile]:
    if any((root / "ontology" / "fibo").glob("*.rq")):
        prefixes = bridges_of(root).prefixes
        view = fibo_ontology(snapshot.store, root, version=version)
        for path, en, ja, first, triples in (
            (
                "fibo.ttl",
                "The data in terms of FIBO and OMG Commons",
                "FIBO と OMG Commons の語によるデータ",
                VIEW,
                view.triples,
            ),
            (
                "fibo-imports.ttl",
                "The data in terms of FIBO with the ontologies that define these",
                "FIBO の語によるデータと、その語を定めるオントロジーの取込み",
                VIEW_IMPORTS,
                view.imports,
            ),
        ):
            text = write_turtle(triples, first=first, prefixes=prefixes)
            yield ReleaseFile(path, en, ja, text.encode())


def _questions_and_shapes(root: Path) -> Iterator[ReleaseFile]:
    titles = {
        question.path: (question.summary, question.summary_ja) for question in questions(root)
    }
    for path in _under(root / "queries"):
        if path.suffix == ".rq":
            en, ja = titles.get(path, (f"Check: {path.stem}", f"点検：{path.stem}"))
            yield ReleaseFile(path.relative_to(root).as_posix(), en, ja, _own(path))
    for path in _under(root / "shapes"):
        if path.parent.name == DERIVED:
            continue
        name = path.relative_to(root).as_posix()
        yield ReleaseFile(name, f"Shapes: {path.stem}", f"シェイプ：{path.stem}", _own(path))
    shapes = load_shapes(root / "shapes")
    derived = [t for t in shapes.triples if shapes.files[t.subject].parent.name == DERIVED]
    if derived:  # in place of the queries, which no other engine of SHACL runs
        yield ReleaseFile(
            f"shapes/{DERIVED}.ttl",
            "Shapes: those that follow from the ontology",
            "シェイプ：オントロジーから導かれるもの",
            write_turtle(derived).encode(),
        )


def _findings(root: Path, findings: Iterable[Finding]) -> Iterator[ReleaseFile]:
    # The place of the files on this machine is of no use to others.
    def inside(path: Path | None) -> Path | None:
        return path.relative_to(root) if path is not None and path.is_relative_to(root) else path

    told = [
        replace(finding, file=inside(finding.file), shape_file=inside(finding.shape_file))
        for finding in findings
    ]
    for path, text, en, ja in (
        ("findings.csv", BOM + listing.as_csv(told, "en"), "Findings as a table", "検証結果の表"),
        (
            "findings.ja.csv",
            BOM + listing.as_csv(told, "ja"),
            "Findings in Japanese",
            "日本語の検証結果",
        ),
        ("findings.ttl", write_turtle(report_triples(told)), "SHACL report", "SHACL 検証報告"),
    ):
        yield ReleaseFile(path, en, ja, text.encode())


def _difference(difference: Difference) -> Iterator[ReleaseFile]:
    for path, text in (
        ("difference.json", differences.as_json(difference)),
        ("difference.md", differences.as_markdown(difference, "en", _SHOWN)),
        ("difference.ja.md", differences.as_markdown(difference, "ja", _SHOWN)),
    ):
        yield ReleaseFile(
            path,
            f"What changed since {difference.old}",
            f"{difference.old} からの変更",
            text.encode(),
        )


def _under(folder: Path) -> list[Path]:
    """The files of a folder, hidden ones left out, in path order."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(folder).parts)
    )


def _own(path: Path) -> bytes:
    """A file of the project with the line ends that every machine gives it."""
    return normalize(read_bytes(path))
