"""Graphs written in requests that an engine does whole or not at all, so that nothing is staged.

Readers have what was there until all of a request is; a graph and its note stand in one, or the
note comes after.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

from pyoxigraph import NamedNode

from kgraph.remote.around import fetch, select
from kgraph.remote.layout import DIGEST, PUSHED, STATE, TRIPLES, in_parts
from kgraph.remote.part import Part
from kgraph.remote.staging import graph_text
from kgraph.remote.transport import Endpoint

MOST: Final = 500_000
"""Triples of one request, but for a graph that has more."""
_SECOND: Final = 1_000
"""Triples that an engine writes in a second at least."""
_NAMES: Final = 1_000
"""Graphs that one query names."""
_BLANK: Final = re.compile(r"(?:^|(?<= ))_:")


def write(
    endpoint: Endpoint,
    write: Sequence[Part],
    left: Sequence[str],
    noted: Mapping[str, str],
    most: int,
    told: Callable[[str], None],
) -> tuple[int, bool]:
    """Writes graphs, and removes those that are left.

    `noted` has the digest of each graph that was pushed. Gives how many triples were sent, and
    whether readers saw all of it at once; where not, the state comes last. Raises RemoteError.
    """
    unknown = [one.name for one in write if one.name not in noted]
    taken = noted.keys() | _taken(endpoint, unknown)
    last = sorted(write, key=lambda one: (one.name == STATE, one.name in taken))
    groups = list(_groups(last, most)) or ([[]] if left else [])
    sent = 0
    for number, group in enumerate(groups, 1):
        told(f"{number}/{len(groups)} {group[0].name if group else ''}")
        gone = left if number == len(groups) else ()
        sent += _write(endpoint, group, gone, noted, taken, most)
    return sent, len(groups) <= 1


def _taken(endpoint: Endpoint, names: Sequence[str]) -> set[str]:
    """Those of the graphs that hold something, though they were not pushed."""
    found: set[str] = set()
    for some in in_parts(names, _NAMES):
        listed = " ".join(f"<{name}>" for name in some)
        holds = "FILTER EXISTS { GRAPH ?g { ?s ?p ?o } }"
        rows = select(endpoint, f"SELECT ?g {{ VALUES ?g {{ {listed} }} {holds} }}")
        found.update(name.value for (name,) in rows if isinstance(name, NamedNode))
    return found


def _groups(graphs: Sequence[Part], most: int) -> Iterator[list[Part]]:
    """Graphs in their order, so many triples at a time; one that has more by itself."""
    group: list[Part] = []
    size = 0
    for one in graphs:
        if group and size + one.size > most:
            yield group
            group, size = [], 0
        group.append(one)
        size += one.size
    if group:
        yield group


def _write(
    endpoint: Endpoint,
    group: Sequence[Part],
    left: Sequence[str],
    noted: Mapping[str, str],
    taken: Collection[str],
    most: int,
) -> int:
    """Writes graphs in one request, and gives how many triples were sent."""
    size = sum(one.size for one in group)
    if size > most:
        (one,) = group
        endpoint.put_graph(one.name, one, least=size / _SECOND)
        endpoint.update(" ;\n".join((*_removed(left), _forgotten(one.name), _inserted([], group))))
        return size
    if not left and not any(one.name in taken for one in group):
        lines = [(name, line) for name, lines in _named(group) for line in lines]
        tied = any(one.has_blanks for one in group)
        endpoint.post_quads(lines, least=size / _SECOND, once=tied)
        return size
    steps, anew, sent = _removed(left), list[Part](), 0
    for one in group:
        step = _difference(endpoint, one, noted.get(one.name, ""))
        if step is None:
            anew.append(one)
            sent += one.size
            if one.name in taken:
                steps += [f"DROP SILENT GRAPH <{one.name}>", _forgotten(one.name)]
            continue
        sent += step[0]
        steps.append(step[1])
    if anew:
        steps.append(_inserted(anew, anew))
    if steps:
        endpoint.update(" ;\n".join(steps), least=size / _SECOND)
    return sent


def _difference(endpoint: Endpoint, one: Part, digest: str) -> tuple[int, str] | None:
    """How many triples a graph lacks that was pushed, and the update that makes it whole.

    It changes nothing where the graph was pushed by another meanwhile, or where it ran before.
    Blank nodes have no name by which they could be removed: None, as where most is another.
    """
    if not digest:
        return None
    there, here = set(fetch(endpoint, one.name)), set(one)
    gone, new = sorted(there - here), sorted(here - there)
    if len(gone) > len(here) // 2 or any(map(one.has_blank, (*gone, *new))):
        return None
    about = f'<{one.name}> <{DIGEST}> "{digest}" ; <{TRIPLES}> ?triples .'
    return len(new), (
        f"DELETE {{ {_block(one.name, gone)}{graph_text(PUSHED, [about])} }}\n"
        f"INSERT {{ {_block(one.name, new)}{graph_text(PUSHED, one.notes())} }}\n"
        f"WHERE {{ {graph_text(PUSHED, [about])} }}"
    )


def _named(graphs: Sequence[Part]) -> Iterator[tuple[str, Sequence[str]]]:
    """The lines of graphs, in which no two have a blank node of one name; and their notes."""
    for number, one in enumerate(graphs):
        yield one.name, [_renamed(line, number) if one.has_blanks else line for line in one]
        yield PUSHED, one.notes()


def _renamed(line: str, number: int) -> str:
    head, quote, text = line.partition('"')
    return _BLANK.sub(f"_:g{number}", head) + quote + text


def _inserted(graphs: Sequence[Part], noted: Sequence[Part]) -> str:
    told = [line for one in noted for line in one.notes()]
    blocks = [_block(name, lines) for name, lines in _named(graphs) if name != PUSHED]
    return "INSERT DATA {\n" + "\n".join((*blocks, graph_text(PUSHED, told))) + "\n}"


def _block(name: str, lines: Sequence[str]) -> str:
    return f"{graph_text(name, lines)}\n" if lines else ""


def _forgotten(name: str) -> str:
    return f"DELETE WHERE {{ GRAPH <{PUSHED}> {{ <{name}> ?p ?o }} }}"


def _removed(names: Sequence[str]) -> list[str]:
    return [step for name in names for step in (f"DROP SILENT GRAPH <{name}>", _forgotten(name))]
