"""The ontology before OWL tools of others: profiles by the OWL API, consistency by HermiT.

HermiT comes with owlready2 and brings the OWL API 3; Debian's libowlapi-java is the OWL API 5. The
profile check compiles a few lines and needs a JDK.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers.project import PROJECT
from pyoxigraph import Quad

from kgraph.align import fibo_ontology, merged_ontology, owl2rl_ontology
from kgraph.export import WRITERS
from kgraph.snapshot import Snapshot

CHECK = Path(__file__).parent / "ProfileCheck.java"
DEBIAN = Path("/usr/share/java")
VIEW = "https://w3id.org/jpst/view/"


def _hermit() -> Path | None:
    found = importlib.util.find_spec("owlready2")
    if found is None or found.origin is None:
        return None
    jar = Path(found.origin).parent / "hermit" / "HermiT.jar"
    return jar if jar.is_file() else None


HERMIT = _hermit()
NEWER = DEBIAN / "owlapi-distribution.jar"
JAVA = shutil.which("java")
SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A run of a few seconds is over before better code for it is made."""
needs_hermit = pytest.mark.skipif(
    HERMIT is None or JAVA is None,
    reason="no HermiT or no Java; install owlready2 and default-jre-headless",
)
needs_jdk = pytest.mark.skipif(
    shutil.which("javac") is None, reason="no Java compiler; install default-jdk-headless"
)
APIS = [
    pytest.param(str(HERMIT), id="owlapi3", marks=needs_hermit),
    pytest.param(
        f"{NEWER}:{DEBIAN}/*",
        id="owlapi5",
        marks=pytest.mark.skipif(
            not NEWER.is_file(), reason="no OWL API 5; install libowlapi-java"
        ),
    ),
]


def java(classes: str, *arguments: str) -> str:
    result = subprocess.run(
        [str(JAVA), *SHORT_LIVED, "-Xmx1g", "-cp", classes, *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@dataclass(frozen=True)
class Read:
    """How the OWL API reads a file: its name, how many of each kind, what breaks each profile."""

    name: str
    counts: dict[str, int]
    violations: tuple[str, ...]

    def beyond(self, profile: str) -> list[str]:
        return [line for line in self.violations if line.startswith(f"{profile}:")]


BEYOND = """
jpst:Bank rdfs:subClassOf
    [ a owl:Restriction ; owl:onProperty jpst:trustee ; owl:someValuesFrom jpst:Person ] .
"""
Reader = Callable[[str, str], Read]


@pytest.fixture(scope="module")
def copy() -> str:
    return owl2rl_ontology(PROJECT)


@pytest.fixture(scope="module")
def read(copy: str, real_snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Has one of the files read by one of APIS, which reads all of them at its first use."""
    view = fibo_ontology(real_snapshot.store, PROJECT, version="1")
    files = {
        "copy": copy,
        "beyond": copy + BEYOND,
        "full": merged_ontology(PROJECT),
        "view": WRITERS["turtle"]([Quad(*triple) for triple in view.triples]).decode(),
    }
    folder = tmp_path_factory.mktemp("read")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    told: dict[str, list[str]] = {}

    def run(api: str, name: str) -> Read:
        if api not in told:
            paths = (str(folder / file) for file in files)
            told[api] = java(api, str(CHECK), *paths).split("\nontology ")
        return as_read(told[api][list(files).index(name)])

    return run


def as_read(text: str) -> Read:
    name, *lines = text.splitlines()
    counts = dict(line.split() for line in lines if len(line.split()) == 2)
    iri = re.search(r"<([^>]*)>", name)
    assert iri is not None
    return Read(
        iri[1],
        {kind: int(number) for kind, number in counts.items()},
        tuple(line for line in lines if line.startswith("OWL 2")),
    )


@needs_jdk
@pytest.mark.parametrize("api", APIS)
def test_the_copy_in_owl_2_rl_is_in_the_profile(api: str, read: Reader) -> None:
    found = read(api, "copy")
    assert found.name == VIEW + "owl2rl"
    assert found.violations == ()
    assert found.counts["axioms"] > 4000
    assert found.counts["objects"] > 100
    assert found.counts["values"] > 100
    assert found.counts["imports"] == 0


@needs_jdk
@pytest.mark.parametrize("api", APIS)
def test_an_axiom_beyond_owl_2_rl_is_seen(api: str, read: Reader) -> None:
    found = read(api, "beyond")
    assert found.beyond("OWL 2 RL")
    assert not found.beyond("OWL 2 DL")


@needs_jdk
@pytest.mark.parametrize("api", APIS[1:])
def test_what_keeps_the_ontology_out_of_the_profile_is_what_its_header_says(
    api: str, read: Reader
) -> None:
    found = read(api, "full")
    word = r"langString|xsd:date|CalendarDate|rdf:Statement"
    why = {match[0] if (match := re.search(word, line)) else line for line in found.violations}
    assert why == {"langString", "xsd:date", "CalendarDate", "rdf:Statement"}
    header = merged_ontology(PROJECT).partition("owl:Ontology")[2].partition("\n.\n")[0]
    assert all(name in header for name in ("xsd:date", "rdf:langString", "rdf:Statement"))
    assert found.counts["annotations"] < 40
    assert found.counts["objects"] > 100


@needs_jdk
@pytest.mark.parametrize("api", APIS)
def test_the_view_in_the_terms_of_fibo_is_an_ontology(api: str, read: Reader) -> None:
    found = read(api, "view")
    assert found.name == VIEW + "fibo"
    assert found.beyond("OWL 2 DL") == []
    assert found.counts["objects"] > 20
    assert found.counts["values"] > 5
    assert found.counts["classes"] > 40
    # Those of its header, rdfs:comment, rdfs:seeAlso and owl:versionInfo, and the six that tell of
    # a fact how certain it is, who says it and of which days; none of FIBO's.
    assert found.counts["annotations"] <= 11
    assert found.counts["imports"] == 0


@pytest.fixture(scope="module")
def hermit(copy: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """What HermiT says of the copy, and of one with a class that nothing can belong to."""
    both = "jpst:Both a owl:Class ; rdfs:subClassOf jpst:Person , jpst:Organization ."
    folder = tmp_path_factory.mktemp("hermit")
    (folder / "copy.ttl").write_text(copy, encoding="utf-8")
    (folder / "both.ttl").write_text(copy + both, encoding="utf-8")
    asked = [(folder / name).as_uri() for name in ("copy.ttl", "both.ttl")]
    said = java(str(HERMIT), "org.semanticweb.HermiT.cli.CommandLine", "-k", "-U", *asked)
    first, second = said.split("http://www.w3.org/2002/07/owl#Thing is satisfiable")[1:]
    return first, second


def _empty(said: str) -> list[str]:
    """The classes that nothing can belong to."""
    return said.partition("Classes equivalent to 'owl:Nothing':")[2].split()


@needs_hermit
def test_hermit_finds_it_consistent_and_every_class_satisfiable(hermit: tuple[str, str]) -> None:
    assert _empty(hermit[0]) == ["owl:Nothing"]


@needs_hermit
def test_hermit_sees_a_class_that_nothing_can_belong_to(hermit: tuple[str, str]) -> None:
    assert any("Both" in name for name in _empty(hermit[1]))
