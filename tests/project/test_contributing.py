"""The walk through adding a press release works as CONTRIBUTING.md tells it."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest
from helpers.checkout import write_checkout
from helpers.project import PROJECT
from helpers.registers import MIC, ODST, csv_file, quoted

from kgraph.cli import main
from kgraph.snapshot import Snapshot

TEXT = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"^```console\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
    if line.startswith("kgraph ")
]
TABLE = "slug,name_en,trustee,issue_date\nst-harbor-2,Harbor Two,mufg-trust,2026-11-05\n"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory, real_snapshot: Snapshot) -> Path:
    root = write_checkout(tmp_path_factory.mktemp("walk"), real_snapshot)
    (root / "tokens.csv").write_text(TABLE, encoding="utf-8")
    csv_file(root, "ISO10383_MIC.csv", MIC, quoted(*ODST))
    return root


def run(line: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    sys.argv = ["kgraph", *shlex.split(line)[1:]]
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr()
    return int(ended.value.code or 0), told.out, told.err


@pytest.mark.slow
def test_the_walk(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(checkout)
    monkeypatch.delenv("KGRAPH_ROOT", raising=False)
    monkeypatch.setattr(sys, "argv", list(sys.argv))
    shown = {}
    for line in COMMANDS:
        code, out, err = run(line, capsys)
        assert code == 0, f"{line}\n{err}"
        shown[line] = out
    # What follows in the walk is a correction and a retraction of what these show.
    route = shown["kgraph ask token-route token=st-harbor-residence"]
    for part in ("Mitsubishi UFJ Trust", "SBI SECURITIES", "Progmat", "START", "www.example.org"):
        assert part in route, part
    assert "Harbor Residence Token" in shown["kgraph search ハーバー"]
    (version,) = (checkout / "data/sources").glob("tosei-2024-09-04-start-read-*.ttl")
    assert "jpst:earlierVersion src:tosei-2024-09-04-start ;" in version.read_text("utf-8")
    merged = next(out for line, out in shown.items() if line.startswith("kgraph merge"))
    assert "-id:st-harbor-residence-1\n" in merged
    source = (checkout / "data/sources/example-2026-10-01-harbor.ttl").read_text("utf-8")
    assert "jpst:withdrawnByPublisher" in source
    assert "\nid:st-harbor-residence-1\n" in source
    names = (checkout / "data/entities/tokens.ttl").read_text("utf-8")
    assert 'skos:prefLabel "Harbor Residence Digital Securities"@en ;' in names
    assert 'skos:altLabel "Harbor Residence Token"@en ;' in names
    assert "st-harbor-residence-1" not in shown['kgraph show "Harbor Residence Token"']
    code, after, _ = run("kgraph ask token-route token=st-harbor-residence --format csv", capsys)
    assert (code, "Mitsubishi UFJ Trust" in after) == (0, False)
    (compared,) = (out for line, out in shown.items() if "register" in line and "--dry" in line)
    assert "1 row" in compared
    assert "2026-11-20" in shown["kgraph ask source-editions"]
    (edition,) = (checkout / "data/sources").glob("iso10383-ra-2026-11-20-*.ttl")
    assert "jpst:fileDigest" in edition.read_text("utf-8")
    imported = next(out for line, out in shown.items() if "import tokens" in line)
    assert "st-harbor-2" in imported
    assert "st-harbor-2" not in (checkout / "data/entities/tokens.ttl").read_text("utf-8")
