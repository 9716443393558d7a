"""The `#+` header of a stored query: YAML with the line of every entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yaml import Mark, Node


@dataclass(frozen=True)
class Entry:
    """A YAML value as text, list or mapping, with its line in the query file."""

    value: str | list[Entry] | dict[str, Entry]
    line: int

    def text(self) -> str | None:
        """The value where it is a text, else None."""
        return self.value if isinstance(self.value, str) else None

    def items(self) -> Iterator[tuple[str, Entry]]:
        """The entries of a mapping, or of a list of mappings, as grlc writes defaults."""
        if isinstance(self.value, dict):
            yield from self.value.items()
        elif isinstance(self.value, list):
            for entry in self.value:
                yield from entry.items()

    def texts(self) -> list[Entry]:
        """The entries of a list, or the value itself as the one entry."""
        return self.value if isinstance(self.value, list) else [self]


class HeaderError(Exception):
    """The header is no YAML mapping: the reason, and the line in the file."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def split_header(text: str) -> tuple[str, str, list[int]]:
    """The YAML of the header, the body with the header's lines left empty, and their numbers."""
    header, body, numbers = [], [], []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#+"):
            header.append(line[2:].rstrip("\r"))
            body.append("")
            numbers.append(number)
        else:
            body.append(line)
    return "\n".join(header), "\n".join(body), numbers


def read_header(header: str, lines: list[int]) -> dict[str, Entry]:
    """The entries of a header whose n-th line stands on line `lines[n]` of the file.

    Every value is text as written: no number, date or boolean is made of it. Raises HeaderError.
    """
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        node = yaml.compose(header, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = str(getattr(error, "problem", None) or error)
        raise HeaderError(f"the header is no valid YAML ({reason})", _line(mark, lines)) from error
    if not isinstance(node, yaml.MappingNode):
        raise HeaderError("the header holds no `key: value` lines", lines[0] if lines else 1)
    entry = _entry(node, lines)
    assert isinstance(entry.value, dict)
    return entry.value


def _entry(node: Node, lines: list[int]) -> Entry:
    import yaml

    line = _line(node.start_mark, lines)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Entry] = {}
        for key, value in node.value:
            if key.value in found:
                raise HeaderError(f"“{key.value}” stands twice", _line(key.start_mark, lines))
            entry = _entry(value, lines)
            found[str(key.value)] = Entry(entry.value, _line(key.start_mark, lines))
        return Entry(found, line)
    if isinstance(node, yaml.SequenceNode):
        return Entry([_entry(item, lines) for item in node.value], line)
    return Entry(str(node.value), line)


def _line(mark: Mark | None, lines: list[int]) -> int:
    if not lines:
        return 1
    return lines[min(mark.line, len(lines) - 1)] if mark is not None else lines[0]
