"""Show how today's answers differ from the golden ones, and write them once a person agrees.

    make golden                          all of them, asking before anything is written
    make golden GOLDEN_ARGS='--yes SLUG…'   without asking, only goldens whose names begin so

They are answers over a fixed part of the data: the sources that tests/golden/sources.txt names,
with the things they speak of. What a new source says changes none, until its name is added there.

What a golden says of how it was checked stays: whoever agrees has looked at each difference, and
rewrites that note where it is no longer true.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "tests"))

from helpers.fixed import fixed_root  # noqa: E402
from helpers.golden import FILES, plain, read  # noqa: E402

import kgraph  # noqa: E402
from kgraph.questions.ask import ask  # noqa: E402


def text(golden: dict[str, Any]) -> str:
    """A golden as its file spells it: a row a line, so that a difference is a row."""
    head = "".join(
        f"  {json.dumps(key)}: {json.dumps(golden[key], ensure_ascii=False)},\n"
        for key in ("question", "parameters", "note")
    )
    rows = ",".join(f"\n    {json.dumps(row, ensure_ascii=False)}" for row in golden["rows"])
    return f'{{\n{head}  "rows": [{rows}{chr(10) + "  " if rows else ""}]\n}}\n'


def differences(slugs: list[str]) -> dict[Path, tuple[str, str]]:
    """Each golden whose answer differs today, with its text before and after."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        root, out = fixed_root(PROJECT, Path(folder) / "root"), Path(folder) / "out"
        kgraph.build(root, out)
        snapshot = kgraph.open(root, out)
        for path in FILES:
            if slugs and not path.name.startswith(tuple(slugs)):
                continue
            golden = read(path)
            rows = plain(ask(snapshot, golden["question"], golden["parameters"], root=PROJECT))
            if rows != golden["rows"]:
                found[path] = (text(golden), text(golden | {"rows": rows}))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("slug", nargs="*", help="only goldens whose names begin so")
    parser.add_argument("--yes", action="store_true", help="write without asking")
    given = parser.parse_args()
    found = differences(given.slug)
    for path, (before, after) in found.items():
        name = str(path.relative_to(PROJECT))
        lines = difflib.unified_diff(
            before.splitlines(True), after.splitlines(True), name, name, n=0
        )
        print("".join(lines), end="")
    print(f"{len(found)} of {len(FILES)} goldens differ", file=sys.stderr)
    if not found:
        return 0
    if not given.yes:
        if not sys.stdin.isatty():
            return 1
        print(
            "Write them? Each difference was looked at and is right [y/N] ", end="", file=sys.stderr
        )
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            return 1
    for path, (_, after) in found.items():
        path.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
