"""Writing a file so that a reader sees the old one or the new one, never a part."""

from __future__ import annotations

import secrets
from pathlib import Path


def write_atomic(path: Path, content: str | bytes) -> None:
    """Writes bytes, or text as UTF-8 with `\\n` line ends, replacing the file in one step.

    A link is followed, and a file that is replaced keeps its permissions. Raises OSError; nothing
    is left behind then.
    """
    path = path.resolve()
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as stream:
            stream.write(content.encode("utf-8") if isinstance(content, str) else content)
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o7777)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
