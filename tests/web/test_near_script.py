"""What the pages in files offer for an address that leads nowhere, however long it is."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import kgraph.web.pages

SCRIPT = Path(kgraph.web.pages.__file__).parent / "static" / "names.js"
LAST = """
const { last } = await import(process.argv[1]);
const paths = ["/a/b.html", "/ja/odx/", "/%E3%82%B9", "/%E3%82", "/100%", "/", ""];
console.log(JSON.stringify(paths.map(last)));
"""
ASKED = """
const { near } = await import(process.argv[1]);
const like = (i) => ({ keys: [`sometoken${i}ofamarket`, `トークン${i}`], path: `id/${i}` });
const things = Array.from({ length: 5000 }, (_, i) => like(i));
const told = { letters: {}, questions: [], things };
const found = ["sometoken7ofamarke", "トークン8", "x", "a".repeat(20_000)];
console.log(JSON.stringify(found.map((text) => near(told, text, 1).map((one) => one.path))));
"""


def test_near_is_found_at_once() -> None:
    assert told(ASKED) == [["id/7"], ["id/8"], [], []]


def test_what_an_address_ends_in_is_read_even_where_it_is_no_utf8() -> None:
    assert told(LAST) == ["b", "odx", "ス", "%E3%82", "100%", "", ""]


def told(script: str) -> object:
    if shutil.which("node") is None:
        pytest.skip("there is no Node (Debian: apt-get install nodejs)")
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script, SCRIPT.as_uri()],
        capture_output=True,
        check=True,
        timeout=30,
    )
    return json.loads(done.stdout)
