"""The manifest of a release → the words that follow its making."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kgraph.render.validate import count_words


def as_text(manifest: Mapping[str, Any], path: Path) -> str:
    """Version and day, counts, findings, what changed, and where the files are."""
    files = manifest["files"]
    size = sum(file["bytes"] for file in files) / 1e6
    counts = ", ".join(f"{number:,} {name}" for name, number in manifest["counts"].items())
    lines = [
        f"release   {manifest['version']} of {manifest['issued']}",
        f"graph     {counts}",
        f"findings  {count_words(manifest['findings'])}",
    ]
    if manifest["previous"]:
        before, breaking = manifest["previous"]["version"], manifest["breaking"]
        lines.append(f"changes   since {before}: difference.md ({breaking} breaking)")
    lines.append(f"files     {len(files)} ({size:.1f} MB) in {path}")
    return "\n".join(lines) + "\n"
