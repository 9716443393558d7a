"""What the pages in files offer for an address that leads nowhere, however long it is."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import kgraph.web.pages

SCRIPT = Path(kgraph.web.pages.__file__).parent / "static" / "names.js"
ASKED = """
const { near } = await import(process.argv[1]);
const like = (i) => ({ keys: [`sometoken${i}ofamarket`, `トークン${i}`], path: `id/${i}` });
const things = Array.from({ length: 5000 }, (_, i) => like(i));
const told = { letters: {}, questions: [], things };
const found = ["sometoken7ofamarke", "トークン8", "x", "a".repeat(20_000)];
console.log(JSON.stringify(found.map((text) => near(told, text, 1).map((one) => one.path))));
"""


def test_near_is_found_at_once() -> None:
    if shutil.which("node") is None:
        pytest.skip("there is no Node (Debian: apt-get install nodejs)")
    done = subprocess.run(
        ["node", "--input-type=module", "-e", ASKED, SCRIPT.as_uri()],
        capture_output=True,
        check=True,
        timeout=30,
    )
    assert json.loads(done.stdout) == [["id/7"], ["id/8"], [], []]
