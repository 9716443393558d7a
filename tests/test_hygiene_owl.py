"""The ontology before OWL tools of others: profiles by the OWL API, consistency by HermiT.

Both come with owlready2 and need Java; the profile check compiles a few lines and needs a JDK.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest
from align.dl import dl_copy
from align.support import PROJECT

CHECK = Path(__file__).parent / "align" / "ProfileCheck.java"


def _jar() -> Path | None:
    found = importlib.util.find_spec("owlready2")
    if found is None or found.origin is None:
        return None
    jar = Path(found.origin).parent / "hermit" / "HermiT.jar"
    return jar if jar.is_file() else None


JAR = _jar()
JAVA = shutil.which("java")
pytestmark = [
    pytest.mark.skipif(JAR is None, reason="owlready2, which brings HermiT, is not installed"),
    pytest.mark.skipif(JAVA is None, reason="no Java; install default-jre-headless"),
]
needs_jdk = pytest.mark.skipif(
    shutil.which("javac") is None, reason="no Java compiler; install default-jdk-headless"
)


def java(*arguments: str) -> str:
    result = subprocess.run(
        [str(JAVA), "-Xmx1g", "-cp", str(JAR), *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout + result.stderr


def written(folder: Path, extra: str = "") -> Path:
    path = folder / "copy.rdf"
    dl_copy(PROJECT, extra).serialize(path, format="xml", encoding="utf-8")
    return path


def profile(path: Path) -> list[str]:
    axioms, *violations = java(str(CHECK), str(path)).splitlines()
    assert int(axioms.removeprefix("axioms ")) > 3000
    return [line for line in violations if line.startswith("OWL 2")]


def hermit(path: Path) -> str:
    return java("org.semanticweb.HermiT.cli.CommandLine", "-k", "-U", path.as_uri())


@needs_jdk
def test_the_ontology_is_in_owl_2_dl_and_owl_2_rl(tmp_path: Path) -> None:
    assert profile(written(tmp_path)) == []


@needs_jdk
def test_an_axiom_beyond_owl_2_rl_is_seen(tmp_path: Path) -> None:
    beyond = """
        jpst:Bank rdfs:subClassOf
            [ a owl:Restriction ; owl:onProperty jpst:trustee ; owl:someValuesFrom jpst:Person ] .
    """
    found = profile(written(tmp_path, beyond))
    assert found
    assert all(line.startswith("OWL 2 RL") for line in found)


def test_hermit_finds_it_consistent_and_every_class_satisfiable(tmp_path: Path) -> None:
    said = hermit(written(tmp_path))
    assert "owl#Thing is satisfiable" in said
    assert said.partition("Classes equivalent to 'owl:Nothing':")[2].split() == ["owl:Nothing"]


def test_hermit_sees_a_class_that_nothing_can_belong_to(tmp_path: Path) -> None:
    both = "jpst:Both a owl:Class ; rdfs:subClassOf jpst:Person , jpst:Organization ."
    said = hermit(written(tmp_path, both))
    assert "owl#Thing is satisfiable" in said
    assert "Both" in said.partition("Classes equivalent to 'owl:Nothing':")[2]
