"""SPARQL constraints and validators → queries over a whole staged set of focus nodes.

SHACL runs such a query once per focus node with $this bound beforehand, in every part of it. Here
the pattern of the staged set is put into each group that mentions a bound variable, which has the
same answers, in one run. What cannot be turned that way is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import dropwhile
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from kgraph.shacl.binds import binds_this
from kgraph.shacl.components import Body, CannotCompileError
from kgraph.shacl.frame import KEY, Scope
from kgraph.shacl.model import Constraint, Shape
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.sparql.guard import Refused, check_readonly, check_size
from kgraph.sparql.lexer import Token, join, spaced
from kgraph.vocab import SH, Object

_AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_REFUSED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "MINUS": "SHACL forbids MINUS in a constraint; write FILTER NOT EXISTS",
        "VALUES": "SHACL forbids VALUES in a constraint; write FILTER(?x IN (…))",
        "SERVICE": "SHACL forbids SERVICE in a constraint; leave it out",
        "GRAPH": "a constraint sees one graph only; leave GRAPH out, or write a stored check",
        "FROM": "a constraint sees one graph only; leave FROM out",
    }
)
_TOGETHER: Final = frozenset({"LIMIT", "OFFSET"})


@dataclass
class _Select:
    """One SELECT while its query is read: its brace depth, and whether it groups."""

    depth: int
    key: str
    aggregates: bool = False
    grouped: bool = False


@dataclass
class _Rewriter:
    """Writes a query anew. `bound` are the variables that the injected pattern binds.

    `last` is put at the end of the outermost group.
    """

    tokens: tuple[Token, ...]
    bound: frozenset[str]
    inject: str
    key: str
    last: str = ""
    out: list[str] = field(default_factory=list)
    selects: list[_Select] = field(default_factory=list)

    def run(self) -> str:
        """The query with `inject` in every group that needs it."""
        depth = 0
        for i, token in enumerate(self.tokens):
            word = token.upper
            if word == "AS" and self._next(i).name in self.bound:
                raise _refused(
                    f"its query assigns ${self._next(i).name}",
                    "that variable is bound beforehand; choose another name",
                )
            if token.text == "}":
                depth -= 1
                self._close(depth)
                if depth == 0:
                    self.out.append(self.last)
            self.out.append(token.text)
            if token.text == "{":
                depth += 1
                wanted = bool(self.inject) and self._next(i).upper != "SELECT"
                if wanted and (depth == 1 or self._mentions(i)):
                    self.out.append(f" {self.inject} ")
            elif word == "SELECT":
                self._select(i, depth)
            elif word in ("DISTINCT", "REDUCED") and self._next(i, -1).upper == "SELECT":
                self.out.append(self.selects[-1].key)
            elif word in _AGGREGATES and self.selects and self.selects[-1].depth == depth:
                self.selects[-1].aggregates = True
            elif word == "BY" and self._next(i, -1).upper == "GROUP" and self.selects:
                self._group(i)
        self._close(-1)
        return "".join(self.out)

    def _next(self, i: int, step: int = 1) -> Token:
        i += step
        while 0 <= i < len(self.tokens) and self.tokens[i].kind == "space":
            i += step
        return self.tokens[i] if 0 <= i < len(self.tokens) else Token("space", "", 0)

    def _mentions(self, start: int) -> bool:
        """Whether the group that opens at `start` mentions a bound variable at any depth."""
        level = 0
        for token in self.tokens[start:]:
            level += (token.text == "{") - (token.text == "}")
            if level == 0 or token.name in self.bound:
                return level > 0
        return False

    def _select(self, i: int, depth: int) -> None:
        projection = []
        for token in self.tokens[i + 1 :]:
            if token.text == "{" or token.upper == "WHERE":
                break
            if token.kind != "space" and token.upper not in ("DISTINCT", "REDUCED"):
                projection.append(token)
        everything = [token.text for token in projection] == ["*"]
        # A variable within brackets is computed or read there, not selected by its name.
        level = 0
        named = set()
        for token in projection:
            level += (token.text == "(") - (token.text == ")")
            if level == 0:
                named.add(token.name)
        if depth > 0 if everything else "this" not in named:
            raise _refused(
                "a SELECT of its query does not select $this by name",
                "SHACL asks for it, or the focus node is lost",
            )
        key = " " if everything else self.key
        self.selects.append(_Select(depth, key))
        if self._next(i).upper not in ("DISTINCT", "REDUCED"):
            self.out.append(key)

    def _group(self, i: int) -> None:
        for token in self.tokens[i + 1 :]:
            if token.text == "}" or token.upper in ("HAVING", "ORDER"):
                break
            if token.name == "this":
                self.selects[-1].grouped = True
        if not self.selects[-1].grouped:
            raise _refused(
                "its query groups without $this",
                "the count would run over all focus nodes together; write GROUP BY $this …",
            )
        self.out.append(self.key)

    def _close(self, depth: int) -> None:
        while self.selects and self.selects[-1].depth > depth:
            select = self.selects.pop()
            if select.aggregates and not select.grouped:
                raise _refused(
                    "its query aggregates without GROUP BY $this",
                    "the count would run over all focus nodes together; write GROUP BY $this",
                )


def compile_select(
    graph: ShapeGraph, shape: Shape, constraint: Constraint, scope: Scope
) -> tuple[Body, str]:
    """The body of a SPARQL constraint or SELECT validator, and the prologue it needs.

    Raises CannotCompileError for a query that cannot run over many focus nodes at once.
    """
    assert constraint.node is not None
    prologue, tokens = _query(graph, shape, constraint, scope, "select")
    if "failure" in {token.name for token in tokens}:
        raise _refused("its query binds ?failure", "report what is wrong as a result instead")
    key = f" ?{KEY} " if scope.frame.each else " "
    bound = _bound(constraint, {"this"})
    if not scope.nodes.once and bound == {"this"} and binds_this(tokens):
        # A pattern that gives nodes twice, or lists many kinds of them, costs more than it saves.
        text = _Rewriter(tokens, bound, "", key, f" {scope.in_focus()} ").run()
    else:
        # A node given twice would count twice.
        counts = any(token.upper in _AGGREGATES for token in tokens)
        focus = scope.focus_once() if counts else scope.focus()
        text = _Rewriter(tokens, bound, focus, key).run()
    return Body(f"{{ {text} }}", value="this" if shape.path is None else ""), prologue


def compile_ask(
    graph: ShapeGraph, shape: Shape, constraint: Constraint, scope: Scope
) -> tuple[Body, str]:
    """The body of an ASK validator, which holds for what is right, and the prologue it needs."""
    prologue, tokens = _query(graph, shape, constraint, scope, "ask")
    values = scope.values()
    if scope.path is None:
        values += " BIND(?this AS ?value)"
    values = f"{{ {values} }}"
    bound = _bound(constraint, {"this", "value"})
    text = _Rewriter(tokens, bound, values, " ").run()
    return Body(f"{values} FILTER NOT EXISTS {text}", value="value"), prologue


def _bound(constraint: Constraint, first: set[str]) -> frozenset[str]:
    return frozenset(first | {name for name, _ in constraint.parameters})


def _query(
    graph: ShapeGraph, shape: Shape, constraint: Constraint, scope: Scope, kind: str
) -> tuple[str, tuple[Token, ...]]:
    """The prologue, and the tokens of the query (for ASK, of its group) with constants put in."""
    assert constraint.node is not None
    written = graph.value(constraint.node, SH.BASE + kind)
    if not isinstance(written, ox.Literal):
        raise _refused(f"it has no sh:{kind} query", f"write one, as the text of sh:{kind}")
    declared = prefixes(graph, constraint.node)
    try:
        check_size(written.value)
        tokens = tuple(spaced(written.value))
        for token in tokens:
            if token.upper in _REFUSED:
                raise _refused(f"its query uses {token.upper}", _REFUSED[token.upper])
        _limited(tokens)
        check_readonly(declared + written.value, (), {})
    except Refused as error:
        raise _refused("its query is refused", error.reason) from None
    start = next(
        (i for i, token in enumerate(tokens) if token.upper in ("SELECT", "ASK")), len(tokens)
    )
    if start == len(tokens) or tokens[start].upper != kind.upper():
        raise _refused(f"its sh:{kind} is not a {kind.upper()} query", f"write {kind.upper()} …")
    own = join(tokens[:start])
    if kind == "ask":
        tokens = tokens[: start + 1] + tuple(
            dropwhile(lambda token: token.text != "{", tokens[start + 1 :])
        )
    body = tokens[start + (kind == "ask") :]
    body = tuple(_constant(token, shape, constraint, scope) for token in body)
    if scope.frame.each or scope.frame.data_graph:
        body = _within_graph(body, scope)
    return f"{declared}{own}", body


def _constant(token: Token, shape: Shape, constraint: Constraint, scope: Scope) -> Token:
    name = token.name
    if name == "PATH":
        if scope.path is None:
            raise _refused("its query uses $PATH", "a node shape has no path")
        return Token("put", scope.path.sparql(), token.start)
    if name == "shapesGraph":
        raise _refused("its query uses $shapesGraph", "the shapes are not in the store; leave it")
    given: dict[str, Object] = dict(constraint.parameters)
    if name == "currentShape":
        given[name] = shape.node
    if name not in given:
        return token
    if isinstance(given[name], ox.BlankNode):
        raise _refused(f"${name} is a blank node", "no query can name it; give it an IRI")
    return Token("put", str(given[name]), token.start)


def _within_graph(tokens: tuple[Token, ...], scope: Scope) -> tuple[Token, ...]:
    """The query with its outermost group read from the graph of the frame."""
    opened = next(i for i, token in enumerate(tokens) if token.text == "{")
    closed = max(i for i, token in enumerate(tokens) if token.text == "}")
    name = f"?{KEY}" if scope.frame.each else f"<{scope.frame.data_graph}>"
    inner = tokens[opened + 1 : closed]
    return (
        *tokens[: opened + 1],
        tokens[opened]._replace(kind="put", text=f" GRAPH {name} "),
        tokens[opened],
        *inner,
        tokens[closed],
        *tokens[closed:],
    )


def prefixes(graph: ShapeGraph, node: Object) -> str:
    """The PREFIX lines that the sh:prefixes of a query declare, following owl:imports."""
    lines: dict[str, str] = {}
    waiting = list(graph.objects(node, SH.prefixes.value))
    for owner in waiting:
        for declared in graph.objects(owner, SH.declare.value):
            prefix = graph.value(declared, SH.prefix.value)
            namespace = graph.value(declared, SH.namespace.value)
            if isinstance(prefix, ox.Literal) and isinstance(namespace, ox.Literal):
                lines[prefix.value] = f"PREFIX {prefix.value}: <{namespace.value}>\n"
        for imported in graph.objects(owner, "http://www.w3.org/2002/07/owl#imports"):
            if imported not in waiting:
                waiting.append(imported)
    return "".join(lines.values())


def _limited(tokens: tuple[Token, ...]) -> None:
    """Raises where the query cuts its rows off; pySHACL asks for each node, so there it works."""
    depth = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if token.upper in _TOGETHER:
            raise CannotCompileError(
                f"its query uses {token.upper}",
                f"{token.upper} would count over all focus nodes together",
                "leave it out" if depth else "leave it out, or validate with the pyshacl engine",
                by_pyshacl=not depth,
            )


def _refused(what: str, why: str) -> CannotCompileError:
    return CannotCompileError(what, why, "rewrite the query")
