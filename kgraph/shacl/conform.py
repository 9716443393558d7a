"""Whether a node conforms to a shape, as one expression on a variable.

What other shapes ask about is mostly small: a language, a class, a concept of one scheme. Such a
shape is asked in place. Only what no expression can say, such as a large count, is staged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kgraph.shacl.components import (
    LOGIC,
    VALUES_ALONE,
    CannotCompileError,
    breaks,
    counted,
    term_of,
)
from kgraph.shacl.frame import Frame
from kgraph.shacl.model import Constraint, Shape
from kgraph.shacl.paths import Path
from kgraph.vocab import Object

_LONGEST: Final = 4_000
"""Shapes within shapes may share their parts, so that writing all out could grow without end."""


class _NoExpressionError(Exception):
    """The shape has to be staged."""


class Conformance:
    """Writes and remembers the expressions for the shapes of one plan."""

    def __init__(self, frame: Frame, shapes: Mapping[Object, Shape]) -> None:
        self._frame = frame
        self._shapes = shapes
        self._known: dict[tuple[Object, str, int], str | None] = {}

    def expression(self, node: Object, variable: str, depth: int = 0) -> str | None:
        """Holds where `variable` conforms; None where no expression can say it.

        Within the expression, `?in0`, `?in1` … stand for the nodes on the way, from `depth` on.
        """
        key = (node, variable, depth)
        if key not in self._known:
            try:
                text = " && ".join(self._parts(self._shapes[node], variable, depth)) or "true"
            except (_NoExpressionError, CannotCompileError):
                # What cannot be compiled is told where the shape is staged.
                text = ""
            self._known[key] = f"({text})" if 0 < len(text) <= _LONGEST else None
        return self._known[key]

    def _parts(self, shape: Shape, variable: str, depth: int) -> Iterator[str]:
        if shape.deactivated:
            return
        if shape.path is not None and shape.path.nullable:
            raise _NoExpressionError
        for constraint in shape.constraints:
            if shape.path is None:
                yield self._of_node(constraint, variable, depth)
            else:
                yield self._of_path(constraint, shape.path, variable, depth)

    def _of_node(self, constraint: Constraint, variable: str, depth: int) -> str:
        if constraint.kind == "hasValue":
            return f"sameTerm({variable}, {term_of(constraint.value, self._frame)})"
        return f"!({self._breaks(constraint, variable, depth)})"

    def _of_path(self, constraint: Constraint, path: Path, variable: str, depth: int) -> str:
        inner = f"?in{depth}"
        reach = self._frame.data(f"{variable} {path.sparql()} {inner} .")
        if constraint.kind == "hasValue":
            value = term_of(constraint.value, self._frame)
            return f"EXISTS {{ {self._frame.data(f'{variable} {path.sparql()} {value} .')} }}"
        if constraint.kind in ("minCount", "maxCount", "qualifiedMinCount"):
            number = counted(constraint)
            if constraint.kind == "maxCount" and number == 0:
                return f"!EXISTS {{ {reach} }}"
            if constraint.kind == "minCount" and number == 1:
                return f"EXISTS {{ {reach} }}"
            if constraint.kind == "qualifiedMinCount" and number == 1:
                kind, *siblings = constraint.shapes
                chosen = [f"!{self._fails(kind, inner, depth + 1)}"]
                chosen += [self._fails(sibling, inner, depth + 1) for sibling in siblings]
                return f"EXISTS {{ {reach} FILTER({' && '.join(chosen)}) }}"
            raise _NoExpressionError
        return f"!EXISTS {{ {reach} FILTER({self._breaks(constraint, inner, depth + 1)}) }}"

    def _breaks(self, constraint: Constraint, variable: str, depth: int) -> str:
        if constraint.kind not in VALUES_ALONE and constraint.kind not in LOGIC:
            raise _NoExpressionError

        def fails(node: Object, value: str) -> str:
            return self._fails(node, value, depth)

        return breaks(constraint, variable, self._frame, fails)

    def _fails(self, node: Object, variable: str, depth: int) -> str:
        text = self.expression(node, variable, depth)
        if text is None:
            raise _NoExpressionError
        return f"(!{text})"
