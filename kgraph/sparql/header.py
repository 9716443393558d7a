"""YAML with the line of every entry: the `#+` header of a stored query, and files of settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from yaml import Event

    class _Mark(Protocol):
        """A place in a text, of the reader in C or in Python."""

        line: int


_DEEPEST: Final = 20


@dataclass(frozen=True)
class Entry:
    """A YAML value as text, list or mapping, with its line in the query file."""

    value: str | list[Entry] | dict[str, Entry]
    line: int

    def plain(self) -> Any:
        """The value as texts, lists and mappings."""
        if isinstance(self.value, dict):
            return {key: entry.plain() for key, entry in self.value.items()}
        if isinstance(self.value, list):
            return [entry.plain() for entry in self.value]
        return self.value

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

    Raises HeaderError where there are none. See `read_yaml`.
    """
    entries = read_yaml(header, lines)
    if not entries:
        raise HeaderError("it holds no `key: value` lines", lines[0] if lines else 1)
    return entries


def read_yaml(text: str, lines: list[int] | None = None) -> dict[str, Entry]:
    """The entries of a YAML mapping; none where there is nothing. `lines` as in `read_header`.

    Every value is text as written: no number, date or boolean is made of it. Raises HeaderError
    for what is no mapping of unlike keys, for a name that stands for another value (a short text
    could stand for any number of them), and for what nests deeper than settings do.
    """
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    places = lines if lines is not None else list(range(1, text.count("\n") + 2))
    try:
        # Event by event: what makes whole nodes of them follows nests until the stack overflows.
        entry = _Reader(yaml.parse(text, Loader=loader), places).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = str(getattr(error, "problem", None) or error)
        line = _line(mark, places)
        raise HeaderError(f"it is no valid YAML ({reason})", line) from error
    if entry is None:
        return {}
    if not isinstance(entry.value, dict):
        raise HeaderError("it holds no `key: value` lines", places[0] if places else 1)
    return entry.value


class _Reader:
    """Makes entries of the events of one text. Raises HeaderError and yaml.YAMLError."""

    def __init__(self, events: Iterator[Event], lines: list[int]) -> None:
        self.events = events
        self.lines = lines

    def document(self) -> Entry | None:
        """The value of the one document; None where there is none."""
        import yaml

        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        entry = self.entry(next(self.events), 0)
        next(self.events)  # the end of the document
        more = next(self.events)
        if not isinstance(more, yaml.StreamEndEvent):
            raise HeaderError("a second document begins", _line(more.start_mark, self.lines))
        return entry

    def entry(self, event: Event, depth: int) -> Entry:
        """The value that an event stands for or begins."""
        import yaml

        line = _line(event.start_mark, self.lines)
        if isinstance(event, yaml.AliasEvent):
            raise HeaderError("a `*name` stands for another value; write it out", line)
        if depth > _DEEPEST:
            raise HeaderError("it nests too deep", line)
        if isinstance(event, yaml.MappingStartEvent):
            found: dict[str, Entry] = {}
            while not isinstance(key := next(self.events), yaml.MappingEndEvent):
                at = _line(key.start_mark, self.lines)
                if not isinstance(key, yaml.ScalarEvent):
                    raise HeaderError("a key is no text", at)
                if key.value in found:
                    raise HeaderError(f"“{key.value}” stands twice", at)
                found[str(key.value)] = Entry(self.entry(next(self.events), depth + 1).value, at)
            return Entry(found, line)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(item := next(self.events), yaml.SequenceEndEvent):
                items.append(self.entry(item, depth + 1))
            return Entry(items, line)
        assert isinstance(event, yaml.ScalarEvent)
        return Entry(str(event.value), line)


def _line(mark: _Mark | None, lines: list[int]) -> int:
    if not lines:
        return 1
    return lines[min(mark.line, len(lines) - 1)] if mark is not None else lines[0]
