"""The graph pattern of a query as a Mermaid diagram: what has to be there, may be, or must not be.

A diagram is for people: labels that are only looked up for display are left out, several properties
between two things share one arrow, and a variable of a sub-select is drawn as the one of that name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kgraph.names import compact
from kgraph.sparql.lexer import code
from kgraph.sparql.prefixes import declared, iri
from kgraph.vocab import JPST, RDF, RDFS, SKOS

MUST: Final = "must"
MAY: Final = "may"
MUST_NOT: Final = "must not"

_TYPE: Final = RDF.type.value
FOR_DISPLAY: Final = frozenset(
    compact(term.value) for term in (RDFS.label, SKOS.prefLabel, SKOS.altLabel, JPST.rankedLabel)
)
"""Properties of labels, as a diagram names them: what a query looks up to show it."""
_RANK: Final = (MUST, MAY, MUST_NOT)


@dataclass(frozen=True)
class Edge:
    """One triple pattern, its terms as the diagram names them, and the named graph it is read in.

    `kind` is MUST, MAY (an optional part, or a test) or MUST_NOT.
    """

    subject: str
    property: str
    object: str
    graph: str | None
    kind: str


def edges(sparql: str) -> list[Edge]:
    """The triple patterns of a query, each once, in the order in which the query names things.

    Raises ValueError where rdflib cannot read the query.
    """
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        algebra = translateQuery(parseQuery(sparql)).algebra
    except Exception as error:  # the parser raises many kinds
        raise ValueError(f"the query cannot be drawn: {error}") from error
    found: dict[tuple[str, str, str, str | None], str] = {}
    for edge in _visit(algebra, None, MUST):
        key = (edge.subject, edge.property, edge.object, edge.graph)
        kinds = (edge.kind, found.get(key, edge.kind))
        found[key] = min(kinds, key=_RANK.index)
    place = _Places(sparql)
    return sorted(
        (Edge(*key, kind) for key, kind in found.items()),
        key=lambda e: (place.of(e.subject), place.of(e.object), e.property, e.graph or "", e.kind),
    )


def mermaid(sparql: str, parameters: Mapping[str, str], columns: Iterable[str] = ()) -> str:
    """A query as a Mermaid flowchart.

    In: the name to show for each variable that is a parameter (without `?`), and the columns of the
    answer. Raises ValueError as `edges` does.
    """
    drawn = edges(sparql)
    shown = [edge for edge in drawn if edge.property not in FOR_DISPLAY] or drawn
    kinds: dict[str, list[str]] = {
        edge.subject: [] for edge in shown if edge.subject.startswith("?")
    }  # the classes that a variable must have, written in its box
    arrows: dict[tuple[str, str, str], list[str]] = {}
    for edge in shown:
        if _is_class(edge):
            kinds[edge.subject].append(edge.object)
            continue
        label = edge.property if edge.graph is None else f"{edge.property} in {edge.graph}"
        arrows.setdefault((edge.subject, edge.object, edge.kind), []).append(label)
    boxes = _Boxes(parameters, frozenset(f"?{column}" for column in columns), kinds)
    lines = [
        f"  {boxes.name(subject)} {_arrow(kind, labels)} {boxes.name(value)}"
        for (subject, value, kind), labels in arrows.items()
    ]
    for subject in kinds:
        boxes.name(subject)
    return "\n".join(["flowchart LR", *boxes.lines(), *lines, *boxes.styles()]) + "\n"


def _is_class(edge: Edge) -> bool:
    plain = edge.subject.startswith("?") and not edge.object.startswith("?")
    return plain and edge.property == "a" and edge.kind == MUST


def _arrow(kind: str, labels: list[str]) -> str:
    text = "<br>".join(_quoted(label) for label in labels)
    if kind == MUST:
        return f'-- "{text}" -->'
    return f'-. "{text}" .->' if kind == MAY else f'-- "{text}" --x'


def _quoted(text: str) -> str:
    return text.replace("&", "#amp;").replace('"', "#quot;").replace("<", "#lt;")


class _Boxes:
    """The boxes of a diagram, numbered as they are met."""

    def __init__(
        self,
        parameters: Mapping[str, str],
        columns: frozenset[str],
        kinds: Mapping[str, list[str]],
    ) -> None:
        self._parameters = {f"?{variable}": name for variable, name in parameters.items()}
        self._columns = columns
        self._kinds = kinds
        self._numbers: dict[str, int] = {}

    def name(self, term: str) -> str:
        return f"n{self._numbers.setdefault(term, len(self._numbers) + 1)}"

    def lines(self) -> list[str]:
        return [f"  {self.name(term)}{self._box(term)}" for term in self._numbers]

    def styles(self) -> list[str]:
        given = [self.name(term) for term in self._numbers if term in self._parameters]
        answered = [self.name(term) for term in self._numbers if term in self._columns]
        lines = []
        if given:
            lines += ["  classDef given fill:#ffe8b3,stroke:#b37400,color:#000"]
            lines += [f"  class {','.join(given)} given"]
        if answered:
            lines += ["  classDef answer fill:#d6ecd2,stroke:#3d7a33,color:#000"]
            lines += [f"  class {','.join(answered)} answer"]
        return lines

    def _box(self, term: str) -> str:
        text = "<br>".join(
            _quoted(line) for line in (self._shown(term), *self._kinds.get(term, ()))
        )
        if term in self._parameters:
            return f'{{{{"{text}"}}}}'
        return f'(["{text}"])' if term.startswith("?") else f'["{text}"]'

    def _shown(self, term: str) -> str:
        return self._parameters.get(term, term)


class _Places:
    """Where a query first names its terms."""

    def __init__(self, sparql: str) -> None:
        tokens = code(sparql)
        prefixes = declared(tokens)
        self._end = len(sparql)
        self._first: dict[str, int] = {}
        for token in tokens:
            named = iri(token, prefixes)
            term = (
                f"?{token.name}" if token.name else token.text if named is None else compact(named)
            )
            self._first.setdefault(term, token.start)

    def of(self, term: str) -> tuple[int, str]:
        return self._first.get(term, self._end), term


def _visit(node: Any, graph: str | None, kind: str) -> Iterator[Edge]:
    from rdflib.plugins.sparql.algebra import translateGroupGraphPattern
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(node, list | tuple):
        for part in node:
            yield from _visit(part, graph, kind)
        return
    if not isinstance(node, CompValue):
        return
    if node.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
        # What a test looks for is left as parsed in the algebra.
        tested = translateGroupGraphPattern(node.graph)
        weaker = _weaker(kind, MAY) if node.name == "Builtin_EXISTS" else MUST_NOT
        yield from _visit(tested, graph, weaker)
        return
    if node.name == "BGP":
        for subject, predicate, value in node.triples:
            yield Edge(_term(subject), _path(predicate), _term(value), graph, kind)
        return
    inside = dict.fromkeys(node, (graph, kind))
    if node.name == "LeftJoin":
        inside["p2"] = graph, _weaker(kind, MAY)
        inside["expr"] = graph, _weaker(kind, MAY)
    elif node.name == "Minus":
        inside["p2"] = graph, MUST_NOT
    elif node.name == "Graph":
        inside["p"] = _term(node.term), kind
    for key, value in node.items():
        if key not in ("PV", "_vars"):
            yield from _visit(value, *inside[key])


def _weaker(kind: str, other: str) -> str:
    return max(kind, other, key=_RANK.index)


def _term(term: Any) -> str:
    from rdflib import BNode, URIRef, Variable

    if isinstance(term, URIRef):
        return compact(str(term))
    if isinstance(term, Variable):
        return f"?{term}"
    if isinstance(term, BNode):
        return "[ ]"
    return str(term) if term.datatype is not None else f'"{term}"'


def _path(path: Any) -> str:
    """A property or a property path as SPARQL writes it."""
    from rdflib import URIRef, Variable
    from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, SequencePath

    if isinstance(path, URIRef):
        return "a" if str(path) == _TYPE else compact(str(path))
    if isinstance(path, Variable):
        return f"?{path}"
    if isinstance(path, SequencePath):
        return " / ".join(map(_part, path.args))
    if isinstance(path, AlternativePath):
        return " | ".join(map(_part, path.args))
    if isinstance(path, InvPath):
        return f"^{_part(path.arg)}"
    if isinstance(path, MulPath):
        return f"{_part(path.path)}{path.mod}"
    assert isinstance(path, NegatedPath)
    return f"!({' | '.join(map(_part, path.args))})"


def _part(path: Any) -> str:
    from rdflib.paths import AlternativePath, SequencePath

    text = _path(path)
    return f"({text})" if isinstance(path, AlternativePath | SequencePath) else text
