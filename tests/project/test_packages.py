"""The project as a whole: light imports, and what the packages hold."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.project import PROJECT

import kgraph
from kgraph.snapshot.build import _CODE
from kgraph.vocab import GRAPH, JPST

PACKAGE = PROJECT / "kgraph"
FOLDERS = ("ontology", "data", "shapes", "queries")
HEAVY = {"rdflib", "pyshacl", "owlrl", "SPARQLWrapper", "rich", "pyarrow"}
MODULES = sorted(PACKAGE.rglob("*.py"))
# Each is imported only within the functions that need it, so that it may import what it is about.
APART = {
    "kgraph.rdflib_terms": "rdflib",
    "kgraph.shacl.offline": "rdflib",
}


def module_of(path: Path) -> str:
    """The full name of a module: `kgraph.turtle.parse` for kgraph/turtle/parse.py."""
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")


def imported(tree: ast.AST) -> Iterator[str]:
    """The full names that a module imports anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def at_import(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run when a module is imported."""
    for node in body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        for field in ("body", "orelse", "handlers", "finalbody"):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from at_import(getattr(node, field, []))


def test_a_build_is_repeated_when_any_code_that_makes_it_has_changed() -> None:
    files = {module_of(path): path for path in MODULES}
    needed: set[str] = set()
    waiting = ["kgraph.snapshot.build"]
    while waiting:
        module = waiting.pop()
        if module not in needed and module != "kgraph":
            needed.add(module)
            names = set(imported(ast.parse(files[module].read_text(encoding="utf-8"))))
            waiting += {name if name in files else name.rpartition(".")[0] for name in names}
            waiting = [name for name in waiting if name in files]
    parts = {files[module].relative_to(PACKAGE).parts[0] for module in needed}
    assert parts == set(_CODE)


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    found = []
    for path in MODULES:
        own = {APART.get(module_of(path), "")}
        for node in at_import(ast.parse(path.read_text(encoding="utf-8")).body):
            names = set(imported(node)) if isinstance(node, ast.Import | ast.ImportFrom) else set()
            heavy = {name.split(".")[0] for name in names} & HEAVY - own
            heavy |= {a for a in APART for name in names if f"{name}.".startswith(f"{a}.")}
            found += [f"{path}:{node.lineno} imports {name} for everybody" for name in heavy]
    assert found == []


@pytest.mark.parametrize("ours", [JPST, GRAPH], ids=lambda ours: ours.__name__)
def test_the_vocabulary_lists_the_terms_of_ours_that_the_code_speaks_of(ours: type) -> None:
    """Those that only tests speak of are made by `helpers.terms`."""
    others = [path for path in MODULES if path != PACKAGE / "vocab.py"]
    others += (PROJECT / "benchmarks").glob("*.py")
    code = "\n".join(path.read_text(encoding="utf-8") for path in others)
    spoken = set(re.findall(rf"\b{ours.__name__}\.(\w+)", code))
    assert {name for name in vars(ours) if not name.startswith("__")} - spoken - {"BASE"} == set()


def test_no_package_holds_more_than_a_tenth_of_the_code() -> None:
    lines: dict[str, int] = defaultdict(int)
    for path in MODULES:
        room = path.relative_to(PACKAGE).parts[0]
        lines[room] += len(path.read_text(encoding="utf-8").splitlines())
    whole = sum(lines.values())
    assert {room: n for room, n in lines.items() if n > whole / 10} == {}


def test_only_the_console_prints() -> None:
    for path in MODULES:
        if path == PACKAGE / "render" / "console.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            assert not (isinstance(called, ast.Name) and called.id == "print"), path


def test_version_and_licenses_agree() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (PROJECT / "CITATION.cff").read_text(encoding="utf-8")
    changes = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {kgraph.__version__}\n" in citation
    assert f"## [{kgraph.__version__}]" in changes
    for name in project["license"].split(" AND "):
        assert f"- {name}\n" in citation
    assert "Apache License" in (PROJECT / "LICENSE").read_text(encoding="utf-8")
    assert "CC-BY-4.0" in (PROJECT / "LICENSE-DATA").read_text(encoding="utf-8")


def test_a_change_is_told_once() -> None:
    """Branches that are merged line by line leave a line twice, or under a heading of another."""
    changes = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    lines = [line for line in changes.splitlines() if line.startswith("- ")]
    assert [line for line, times in Counter(lines).items() if times > 1] == []
    for release in changes.split("\n## ")[1:]:
        headings = [line for line in release.splitlines() if line.startswith("### ")]
        assert len(headings) == len(set(headings))


def test_continuous_integration_runs_these_targets_and_no_others() -> None:
    script = PROJECT / ".ci" / "run"
    lines = map(str.strip, script.read_text().splitlines())
    assert [line for line in lines if line.startswith("make ")] == [
        "make lint || lint=$?",
        'make client || echo "warning: could not fetch what pages load in a browser; '
        'going on without" >&2',
        "make test-lowest || lowest=$?",
        'make test 2>&1 | tee "$log" || status=$?',  # its closing line is the last one
    ]
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", str(script)], check=True)


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(
    ("target", "wanted"), [("run", ["build", "ask token-route", "ask record-coverage"])]
)
def test_make_knows_its_targets(target: str, wanted: list[str]) -> None:
    done = subprocess.run(
        ["make", "-n", target], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    places = [done.stdout.index(f"/kgraph {command}") for command in wanted]
    assert places == sorted(places)


# -- what is shipped


@pytest.fixture(scope="module")
def graph_files() -> set[str]:
    """The files of the graph, by their path in the project."""
    return {
        path.relative_to(PROJECT).as_posix()
        for name in FOLDERS
        for path in (PROJECT / name).rglob("*")
        if path.suffix in (".ttl", ".rq")
    }


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory, graph_files: set[str]) -> Path:
    """A folder with the source package and the wheel made from it."""
    assert graph_files
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(PROJECT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.mark.slow
def test_the_wheel_holds_the_graph(packages: Path, graph_files: set[str]) -> None:
    (wheel,) = packages.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"kgraph/bundle/{name}" for name in graph_files} <= names
    assert "kgraph/py.typed" in names
    assert any(name.endswith("/licenses/LICENSE-DATA") for name in names)
    assert not any(name.startswith(("tests/", "ontology/", "data/")) for name in names)


@pytest.mark.slow
def test_the_source_package_is_complete(packages: Path, graph_files: set[str]) -> None:
    (sdist,) = packages.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    code = {path.relative_to(PROJECT).as_posix() for path in (PROJECT / "kgraph").rglob("*.py")}
    tests = {path.relative_to(PROJECT).as_posix() for path in (PROJECT / "tests").rglob("*.py")}
    assert graph_files | code | tests <= names
    assert {"Makefile", "LICENSE", "LICENSE-DATA", "README.md", "CITATION.cff"} <= names
    assert not any(name.startswith((".venv/", ".kgraph/", "dist/")) for name in names)


@pytest.mark.slow
def test_an_installed_wheel_answers_from_any_folder(packages: Path, tmp_path: Path) -> None:
    (wheel,) = packages.glob("*.whl")
    place = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    # What is not imported need not be compiled.
    subprocess.run([*pip, "--no-deps", "--no-index", "--no-compile", str(wheel)], check=True)
    # The dependencies come from this environment; a .pth line adds them, but no editable install.
    (site,) = place.glob("**/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONPATH" and not name.startswith("KGRAPH_")
    }
    environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")

    def run(*line: str) -> str:
        done = subprocess.run(
            line, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = run(str(python), "-c", "import kgraph; print(kgraph.__file__)").strip()
    assert Path(where).is_relative_to(place)
    command = str(python.with_name("kgraph"))
    route = json.loads(run(command, "ask", "token-route", "--format", "json"))
    assert {row["step"] for row in route} == set(range(1, 8))
    assert list(elsewhere.iterdir()) == []


def test_the_lowest_version_of_each_dependency_is_tested() -> None:
    script = PROJECT / ".ci" / "lowest.py"
    told = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=True
    ).stdout.split()
    pinned = dict(line.split("==") for line in told)
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {wanted.partition(">=")[0] for wanted in project["dependencies"]}
    assert {*names, "pandas", "pyarrow", "pytest"} <= pinned.keys()
    assert f"pyoxigraph>={pinned['pyoxigraph']},<0.6" in project["dependencies"]
