"""The texts that errors are made with, read from the code: what a new one must have in Japanese.

An error's words are often put together: a name that was given a text above, one of two texts, what
a function gives, what a helper is called with that makes the error. All of these are followed, by
name: a name that means several functions means all of them, so rather more is found than less.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_OF_TEXTS = {
    "join",
    "format",
    "replace",
    "strip",
    "str",
    "next",
    "get",
    "items",
    "values",
    "reversed",
    "MappingProxyType",
    "dict",
}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def template(node: ast.AST) -> str | None:
    """A text of the code, with {} for what is put into it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = template(node.left), template(node.right)
        if left is not None or right is not None:
            return ("{}" if left is None else left) + ("{}" if right is None else right)
    return None


@dataclass(frozen=True)
class Place:
    """Where an expression stands: the module and the functions around it, the inner one last."""

    path: Path
    around: tuple[Function, ...] = ()


@dataclass
class Code:
    """A package, by what its texts are found with."""

    calls: dict[str, list[tuple[ast.Call, Place]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    functions: dict[str, list[tuple[Function, Place]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    named: dict[tuple[Place, str], list[ast.expr]] = field(
        default_factory=lambda: defaultdict(list)
    )
    imported: set[tuple[Path, str]] = field(default_factory=set)
    constants: dict[str, list[tuple[ast.expr, Place]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, path: Path) -> None:
        """Takes in the code of a file."""
        self._add(ast.parse(path.read_text(encoding="utf-8")), Place(path))

    def _add(self, node: ast.AST, place: Place) -> None:
        for child in ast.iter_child_nodes(node):
            inner = place
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                self.functions[child.name].append((child, place))
                inner = Place(place.path, (*place.around, child))
            elif isinstance(child, ast.Call):
                self.calls[_name(child.func)].append((child, place))
            elif isinstance(child, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr):
                targets = child.targets if isinstance(child, ast.Assign) else [child.target]
                for target in targets:
                    self._assign(target, child.value, place)
            elif isinstance(child, ast.ImportFrom):
                self.imported |= {(place.path, one.name) for one in child.names}
            elif isinstance(child, ast.For):
                self._assign(child.target, child.iter, place)
            self._add(child, inner)

    def _assign(self, target: ast.expr, value: ast.expr | None, place: Place) -> None:
        if value is None:
            return
        if isinstance(target, ast.Tuple):
            for number, one in enumerate(target.elts):
                parts = value.elts if isinstance(value, ast.Tuple) else ()
                same = len(parts) == len(target.elts)
                self._assign(one, parts[number] if same else value, place)
        elif isinstance(target, ast.Name):
            self.named[place, target.id].append(value)
            if not place.around:
                self.constants[target.id].append((value, place))


class Texts:
    """The texts that calls of some names are given, with what these stand for."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self.found: dict[str, Place] = {}
        self._seen: set[int] = set()
        self._open: list[tuple[ast.AST, Place]] = []

    def of_calls(self, name: str) -> None:
        """Adds those of all calls of a class or function."""
        for call, place in self.code.calls[name]:
            self._later((*call.args, *(one.value for one in call.keywords)), place)
        self._follow()

    def of_words(self) -> None:
        """Adds those that values of the package are told with."""
        for function, where in self.code.functions["__str__"]:
            self._later(_given_back(function), Place(where.path, (*where.around, function)))
        self._follow()

    def _follow(self) -> None:
        while self._open:
            self._one(*self._open.pop())

    def _later(self, nodes: Iterable[ast.AST], place: Place) -> None:
        self._open += [(node, place) for node in nodes]

    def _one(self, node: ast.AST, place: Place) -> None:
        if id(node) in self._seen:
            return
        self._seen.add(id(node))
        text = template(node)
        if text is not None:
            self.found.setdefault(text, place)
        match node:
            case ast.JoinedStr():
                parts = [part for part in node.values if isinstance(part, ast.FormattedValue)]
                self._later((part.value for part in parts), place)
            case ast.BinOp() if text is not None:
                parts = [part for part in ast.walk(node) if isinstance(part, ast.FormattedValue)]
                self._later((part.value for part in parts), place)
            case ast.IfExp():
                self._later((node.body, node.orelse), place)
            case ast.Call():
                self._call(node, place)
            case ast.Name():
                self._named(node.id, place)
            case ast.Subscript():
                self._later((node.value,), place)
            case ast.Dict():
                self._later(node.values, place)
            case ast.Attribute() | ast.Constant() | ast.Compare() | ast.Lambda():
                pass
            case _:
                self._later(ast.iter_child_nodes(node), place)

    def _call(self, call: ast.Call, place: Place) -> None:
        """What a function of the package gives; of a method of texts, what it is called with."""
        name = _name(call.func)
        if name in _OF_TEXTS:
            self._later((*call.args, call.func), place)
            if isinstance(call.func, ast.Attribute):
                self._later((call.func.value,), place)
        for function, where in self.code.functions[name]:
            if self._meant(call, place, function, where):
                inner = Place(where.path, (*where.around, function))
                self._later(_given_back(function), inner)

    def _meant(self, call: ast.Call, place: Place, function: Function, where: Place) -> bool:
        """Whether a call is one of a function: in its module, or where it is imported."""
        return where.path == place.path or (
            isinstance(call.func, ast.Name)
            and not where.around
            and (place.path, function.name) in self.code.imported
        )

    def _named(self, name: str, place: Place) -> None:
        for depth in range(len(place.around), -1, -1):
            around = Place(place.path, place.around[:depth])
            values = self.code.named.get((around, name), ())
            self._later(values, around)
            if depth and name in _parameters(place.around[depth - 1]):
                self._given(place.around[depth - 1], name, around)
                return
            if values:
                return
        if (place.path, name) in self.code.imported:
            for value, where in self.code.constants[name]:
                self._later((value,), where)

    def _given(self, function: Function, name: str, at: Place) -> None:
        """What a function is called with."""
        names = _parameters(function)
        shift = bool(names) and names[0] in ("self", "cls")
        where = Place(at.path, at.around[:-1])
        for call, place in self.code.calls[function.name]:
            if not self._meant(call, place, function, where):
                continue
            for number, given in enumerate(call.args, shift):
                if isinstance(given, ast.Starred):
                    self._later((given.value,), place)
                elif number < len(names) and names[number] == name:
                    self._later((given,), place)
            self._later((one.value for one in call.keywords if one.arg == name), place)


def _given_back(function: Function) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        if isinstance(node, ast.Return | ast.Yield) and node.value is not None:
            yield node.value


def _name(node: ast.expr) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def _parameters(function: Function) -> list[str]:
    given = function.args
    return [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]


@cache
def code_of(folder: Path) -> Code:
    """The code below a folder."""
    code = Code()
    for path in sorted(folder.rglob("*.py")):
        code.add(path)
    return code
