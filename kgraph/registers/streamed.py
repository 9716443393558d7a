"""A file that is read once from end to end, however long: its text, size and digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from kgraph.problems import LoadError, Problem
from kgraph.turtle.parse import MAX_FILE, opened, read_bytes

_CHUNK: Final = 1 << 20
_LOOK: Final = 1 << 16


@dataclass(frozen=True)
class Streamed:
    """A file by its path, with its size and the SHA-256 of its bytes."""

    path: Path
    size: int
    digest: str

    @classmethod
    def of(cls, path: Path) -> Streamed:
        """Raises LoadError where the file cannot be read."""
        digest, size = hashlib.sha256(), 0
        with opened(path) as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
        return cls(path, size, digest.hexdigest())

    def begins_with(self, *starts: bytes) -> bool:
        """Whether the first letters are among these, blanks and a byte order mark aside."""
        with self.path.open("rb") as stream:
            return stream.read(_LOOK).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(starts)

    def all(self) -> bytes:
        """All of it. Raises LoadError where it is too long for that."""
        return read_bytes(self.path, MAX_FILE)

    def text(self) -> Iterator[str]:
        """Its lines, one by one, in UTF-8 or cp932. Raises LoadError for any other encoding."""
        with self.path.open("rb") as stream:
            head = stream.read(_LOOK)
        encoding = "utf-8-sig"
        try:
            head.decode("utf-8")
        except UnicodeDecodeError as error:
            # What is cut at the end of what was looked at is no other encoding.
            encoding = "utf-8-sig" if error.start > len(head) - 4 else "cp932"
        with self.path.open(encoding=encoding, newline="") as lines:
            yield from self._checked(lines)

    def _checked(self, lines: TextIO) -> Iterator[str]:
        number = 0
        try:
            for number, line in enumerate(lines, 1):  # noqa: B007 - told where it ends early
                yield line
        except UnicodeDecodeError as error:
            why = (
                f"byte 0x{error.object[error.start]:02X} stands where none may in {error.encoding}"
            )
            raise LoadError(
                [
                    Problem(
                        "the encoding is not known", why, "save it as UTF-8", self.path, number + 1
                    )
                ]
            ) from error
