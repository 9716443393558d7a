"""Pydantic models and TypeScript types of things → a folder, with the schema they are made from.

`python .ci/models.py DIR`; TypeScript needs what `npm ci` in tests/models/ fetches.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import kgraph
from kgraph.models.schema import schema_text

ROOT = Path(__file__).parents[1]
JSON2TS = ROOT / "tests/models/node_modules/.bin/json2ts"
PYDANTIC = (
    *("--input-file-type", "jsonschema", "--output-model-type", "pydantic_v2.BaseModel"),
    *("--target-python-version", "3.11", "--use-annotated", "--disable-timestamp"),
    *("--formatters", "builtin"),
)
LIMIT = 240


def make(schema: Path, out: Path) -> list[Path]:
    """Writes `things.py`, and `things.d.ts` where its generator is there; returns what it wrote."""
    made = [out / "things.py"]
    line = (sys.executable, "-m", "datamodel_code_generator", *PYDANTIC)
    _run(*line, "--input", str(schema), "--output", str(made[0]))
    if JSON2TS.exists():
        made.append(out / "things.d.ts")
        _run(str(JSON2TS), "-i", str(schema), "-o", str(made[1]))
    return made


def _run(*line: str) -> None:
    done = subprocess.run(line, capture_output=True, text=True, timeout=LIMIT, check=False)
    if done.returncode:
        sys.exit(f"error: {line[0]} failed: {done.stderr.strip()}")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    snapshot = kgraph.open(ROOT)
    source = folder / "things.schema.json"
    source.write_text(schema_text(ROOT, snapshot.store), encoding="utf-8")
    for path in (source, *make(source, folder)):
        print(path)
    if not JSON2TS.exists():
        print("no TypeScript: run `npm ci` in tests/models first", file=sys.stderr)
