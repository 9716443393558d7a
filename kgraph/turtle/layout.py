"""A graph → canonical Turtle blocks: nesting and line breaks. Knows nothing of comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kgraph.names import PREFIXES, is_part
from kgraph.turtle.literals import BOOLEAN, DECIMAL, DOUBLE, INTEGER, canonical
from kgraph.turtle.order import natural, predicate_key
from kgraph.vocab import JPST, RDF, XSD, Node, Term

WIDTH: Final = 100
INDENT: Final = 4

Statement = tuple[Node, NamedNode, Term]

ABOUT: Final = (RDF.subject, JPST.soughtSubject)

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_BARE: Final = {
    INTEGER: re.compile(r"[+-]?[0-9]+"),
    DECIMAL: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    DOUBLE: re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    BOOLEAN: re.compile(r"true|false"),
}
_SPECIAL: Final = re.compile(r'[\x00-\x1f"\\\x7f]')
# No two quotation marks in a row, and none at the end: nothing can close the literal early.
_SPECIAL_LONG: Final = re.compile(r'[\x00-\x08\x0b-\x1f\\\x7f]|"(?="|\Z)')
_SHORT_ESCAPE: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


class Prefixes:
    """Turns IRIs into prefixed names, and remembers which prefixes that took.

    The project's prefixes come first; others of `extra` serve namespaces the project does not name.
    """

    def __init__(self, extra: Mapping[str, str]) -> None:
        taken = set(PREFIXES.values())
        own = {
            prefix: namespace
            for prefix, namespace in extra.items()
            if prefix not in PREFIXES and namespace not in taken and namespace
        }
        # Two prefixes for one namespace: the first by name, whatever order the file has.
        by_namespace = {
            namespace: prefix for prefix, namespace in sorted(own.items(), reverse=True)
        }
        by_namespace |= {namespace: prefix for prefix, namespace in PREFIXES.items()}
        self._prefixes = by_namespace
        # No local name holds a slash or a mark, so most namespaces are the part before it.
        self._others = sorted(
            ((space, prefix) for space, prefix in by_namespace.items() if space[-1] not in "/#"),
            key=lambda item: (-len(item[0]), item[0]),
        )
        self._names: dict[str, str] = {}
        self._used: dict[str, str] = {}

    def name(self, iri: str) -> str:
        """The IRI as Turtle writes it, with the longest namespace that fits."""
        text = self._names.get(iri)
        if text is None:
            text = self._names[iri] = self._find(iri)
        return text

    def _find(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        before = iri[:cut]
        own = ((before, self._prefixes[before]),) if before in self._prefixes else ()
        for namespace, prefix in (*self._others, *own):
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                self._used[prefix] = namespace
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    def header(self) -> list[str]:
        """The @prefix lines for what has been named so far, sorted."""
        return [
            f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in sorted(self._used.items())
        ]


class Layout:
    """Writes the blocks of one graph.

    `anonymous` are the blank nodes whose label no author wrote; `labelled` those whose label has to
    be written.
    """

    def __init__(
        self,
        statements: Iterable[Statement],
        prefixes: Prefixes,
        anonymous: Set[BlankNode] = frozenset(),
    ) -> None:
        self._prefixes = prefixes
        self._anonymous = anonymous
        self._of: dict[Node, dict[NamedNode, set[Term]]] = {}
        self._uses: dict[BlankNode, int] = {}
        for subject, predicate, node in statements:
            term = canonical(node) if isinstance(node, Literal) else node
            objects = self._of.setdefault(subject, {}).setdefault(predicate, set())
            if isinstance(term, BlankNode) and term not in objects:
                self._uses[term] = self._uses.get(term, 0) + 1
            objects.add(term)
        self._flat: dict[Term, str] = {}
        self._lists: dict[BlankNode, list[Term] | None] = {}
        self._broken: dict[BlankNode, bool] = {}
        self.subjects = self._roots()
        self._anchors = self._find_anchors()

    # -- which blank nodes stand inside others

    def _roots(self) -> list[Node]:
        """The subjects that get a block of their own; every other one is nested in exactly one."""
        roots = [s for s in self._of if isinstance(s, NamedNode) or self._uses.get(s, 0) != 1]
        self.labelled = {s for s, uses in self._uses.items() if uses > 1}
        reached: set[Node] = set()
        self._reach(roots, reached)
        # What no block reaches hangs in a circle: it is opened at the first written label.
        circles = [s for s in self._of if isinstance(s, BlankNode) and s not in reached]
        for node in sorted(circles, key=lambda s: (s in self._anonymous, s.value)):
            if node not in reached:
                roots.append(node)
                self.labelled.add(node)
                self._reach([node], reached)
        return roots

    def _reach(self, roots: list[Node], reached: set[Node]) -> None:
        waiting = list(roots)
        while waiting:
            subject = waiting.pop()
            if subject in reached:
                continue
            reached.add(subject)
            for objects in self._of.get(subject, {}).values():
                waiting += [o for o in objects if isinstance(o, BlankNode) and self._nested(o)]

    def _nested(self, node: BlankNode) -> bool:
        return self._uses.get(node) == 1 and node not in self.labelled

    def _list(self, node: BlankNode) -> list[Term] | None:
        """The members where `node` heads a well-formed list that nothing else points into."""
        if node not in self._lists:
            self._lists[node] = self._read_list(node)
        return self._lists[node]

    def _read_list(self, node: BlankNode) -> list[Term] | None:
        members: list[Term] = []
        cell: Term = node
        while cell != RDF.nil:
            if not isinstance(cell, BlankNode) or not self._nested(cell):
                return None
            about = self._of.get(cell, {})
            first, rest = about.get(RDF.first, ()), about.get(RDF.rest, ())
            if len(about) != 2 or len(first) != 1 or len(rest) != 1:
                return None
            members += first
            (cell,) = rest
        return members

    # -- one line

    def flat(self, node: Term) -> str:
        """A term on one line, whatever its length. Also the key that orders blank nodes."""
        if node not in self._flat:
            self._flat[node] = self._flatten(node)
        return self._flat[node]

    def _flatten(self, node: Term) -> str:
        if isinstance(node, NamedNode):
            return "()" if node == RDF.nil else self._prefixes.name(node.value)
        if isinstance(node, Literal):
            return self._literal(node, "short")
        if not self._nested(node):
            return f"_:{node.value}"
        members = self._list(node)
        if members is not None:
            return f"( {' '.join(map(self.flat, members))} )"
        inner = self._inner(node)
        return f"[ {inner} ]" if inner else "[]"

    def _literal(self, literal: Literal, form: str) -> str:
        value, datatype = literal.value, literal.datatype.value
        bare = _BARE.get(datatype)
        if bare is not None and bare.fullmatch(value):
            return value
        if form == "long":
            text = '"""' + _SPECIAL_LONG.sub(_escape, value) + '"""'
        else:
            text = '"' + _SPECIAL.sub(_escape, value) + '"'
        if literal.language is not None:
            return f"{text}@{literal.language}"
        return text if datatype == XSD.string.value else f"{text}^^{self._prefixes.name(datatype)}"

    def _verbs(self, subject: Node) -> list[tuple[str, list[Term]]]:
        about = self._of.get(subject, {})
        return [
            (
                "a" if predicate == RDF.type else self._prefixes.name(predicate.value),
                sorted(about[predicate], key=self._object_key),
            )
            for predicate in sorted(about, key=lambda p: predicate_key(p.value))
        ]

    def _object_key(self, node: Term) -> tuple[object, ...]:
        if isinstance(node, NamedNode):
            return 0, natural(self.flat(node))
        if isinstance(node, Literal):
            return 1, node.language or "", node.datatype.value, natural(node.value)
        return 2, natural(self.flat(node))

    # -- blocks

    def _find_anchors(self) -> dict[Node, Node]:
        """The subject under which a statement or a record of this graph stands.

        A statement stands under the subject it is about, a record under the one it hangs on: a
        reader then meets a fact and what narrows it together.
        """
        anchors: dict[Node, Node] = {}
        for subject, about in self._of.items():
            told = next((o for p in ABOUT for o in sorted(about.get(p, ()), key=str)), None)
            if isinstance(told, NamedNode) and told != subject:
                anchors[subject] = told
                continue
            for objects in about.values():
                for node in objects:
                    if not isinstance(node, NamedNode) or not is_part(node.value, "id"):
                        continue
                    if node != subject and RDF.type in self._of.get(node, ()):
                        anchors[node] = min(anchors.get(node, subject), subject, key=str)
        return {node: at for node, at in anchors.items() if at not in anchors}

    def anchor(self, subject: Node) -> Node | None:
        """The subject under which this one stands; None where it stands by itself."""
        return self._anchors.get(subject)

    def kind(self, subject: Node) -> frozenset[Term] | None:
        """The classes of a thing of ours that stands by itself; None of anything else."""
        if not isinstance(subject, NamedNode) or not is_part(subject.value, "id"):
            return None
        kinds = self._of[subject].get(RDF.type)
        return None if kinds is None or subject in self._anchors else frozenset(kinds)

    def key(self, subject: Node) -> tuple[object, ...]:
        """Where a subject stands among the others of its section."""
        if isinstance(subject, NamedNode):
            own = natural(self._prefixes.name(subject.value))
            anchor = self._anchors.get(subject)
            if anchor is None:
                return 0, own, 0, own
            return 0, natural(self._prefixes.name(anchor.value)), 1, own
        if self._uses.get(subject):
            return 1, natural(subject.value)
        return 2, natural(self._inner(subject))

    def _inner(self, subject: Node) -> str:
        return " ; ".join(
            f"{verb} {', '.join(map(self.flat, objects))}" for verb, objects in self._verbs(subject)
        )

    def block(self, subject: Node) -> str:
        """The statement about one subject, without a line end.

        Each value has a line of its own that nothing else changes: the property stands before each,
        at no column of its own, and the full stop after the last.
        """
        if isinstance(subject, NamedNode):
            head = self._prefixes.name(subject.value)
        else:
            head = f"_:{subject.value}" if self._uses.get(subject) else "[]"
        return "\n".join([head, *self._rows(subject, INDENT), "."])

    def _rows(self, subject: Node, indent: int) -> list[str]:
        return [
            f"{'':{indent}}{verb} {self._object(node, indent, indent + len(verb) + 1)} ;"
            for verb, objects in self._verbs(subject)
            for node in objects
        ]

    def _object(self, node: Term, indent: int, column: int) -> str:
        flat = self.flat(node)
        if isinstance(node, Literal):
            return self._literal(node, "long") if self._breaks(node) else flat
        fits = column + len(flat) + 2 <= WIDTH and not self._breaks(node)
        if isinstance(node, NamedNode) or fits or not self._nested(node):
            return flat
        members = self._list(node)
        inner = indent + INDENT
        if members is not None:
            rows = [f"{'':{inner}}{self._object(m, inner, inner)}" for m in members]
            return "(\n" + "\n".join(rows) + f"\n{'':{indent}})"
        rows = self._rows(node, inner)
        return "[\n" + "\n".join(rows) + f"\n{'':{indent}}]" if rows else flat

    def _breaks(self, node: Term) -> bool:
        """Whether the term holds a text with a line end, so that it cannot stand on one line."""
        if isinstance(node, Literal):
            return "\n" in node.value
        if not isinstance(node, BlankNode) or not self._nested(node):
            return False
        if node not in self._broken:
            parts = self._list(node)
            if parts is None:
                parts = [o for objects in self._of.get(node, {}).values() for o in objects]
            self._broken[node] = any(map(self._breaks, parts))
        return self._broken[node]


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _SHORT_ESCAPE.get(character) or f"\\u{ord(character):04X}"
