"""Turtle or TriG text → triples, each with the offsets of its subject, predicate and object.

Shared by the formatter, which needs the order and the comments of a text, and by `locate`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final, NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, RdfFormat, parse

from kgraph.turtle.lexer import Token, UnreadableError, tokens, unescape, unescape_local
from kgraph.vocab import RDF, XSD, GraphName, Node, Term

MAX_DEPTH: Final = 100


class Placed(NamedTuple):
    """A triple, its graph, and where its three terms begin in the text."""

    subject: Node
    predicate: NamedNode
    object: Term
    graph: GraphName
    subject_at: int
    predicate_at: int
    object_at: int


class Span(NamedTuple):
    """A statement or a directive: its subject (None for a directive), its first offset, its end."""

    subject: Node | None
    start: int
    end: int


@dataclass
class Document:
    """What a text holds: triples in order, top-level spans, comments, and declared prefixes.

    `anonymous` are the blank nodes that the text gives no label.
    """

    triples: list[Placed] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    comments: list[Token] = field(default_factory=list)
    prefixes: dict[str, str] = field(default_factory=dict)
    anonymous: set[BlankNode] = field(default_factory=set)


def read_document(text: str, base: str | None = None, *, trig: bool = False) -> Document:
    """The document that `text` holds; relative IRIs are resolved against `base`.

    Its triples come in the order in which the engine's parser gives them. Blank nodes written `_:x`
    keep their label. Raises UnreadableError for syntax beyond RDF 1.1, for a relative IRI without a
    base, and for nesting deeper than MAX_DEPTH.
    """
    return _Reader(text, base, trig).read()


class Subjects:
    """Where the subjects of a Turtle text are written, which is read as far as they are asked for.

    Most of what is looked for is said of a thing as a whole, and many a file begins with it.
    """

    def __init__(self, text: str, base: str | None = None) -> None:
        self._statements = _statements(text)
        self._reader = _Reader("", base, trig=False)
        self._known: dict[NamedNode, int] = {}

    def first(self, subject: NamedNode) -> int | None:
        """The offset of the first statement about it; None where the text has none.

        Raises UnreadableError as `read_document` for what it reads.
        """
        while subject not in self._known:
            statement = next(self._statements, None)
            if statement is None:
                return None
            self._read(statement)
        return self._known[subject]

    def _read(self, statement: list[Token]) -> None:
        reader = self._reader
        reader.tokens, reader.position = statement, 0
        while reader.at_directive():  # those of SPARQL have no end of their own
            reader.directive()
        first, second = reader.next(), reader.next()
        if first.kind in ("name", "iri"):
            self._known.setdefault(reader.iri(first), first.start)
        elif (first.kind, first.text, second.text) == ("mark", "(", ")"):
            self._known.setdefault(RDF.nil, first.start)


def _statements(text: str) -> Iterator[list[Token]]:
    """The tokens of each statement of a Turtle text, comments left out."""
    found: list[Token] = []
    for token in tokens(text):
        if token.kind != "comment":
            found.append(token)
        if token.kind == "mark" and token.text == ".":
            yield found
            found = []


class _Reader:
    def __init__(self, text: str, base: str | None, trig: bool) -> None:
        self.document = Document()
        self.base = base
        self.trig = trig
        self.graph: GraphName = DefaultGraph()
        self.depth = 0
        self.unnamed = 0
        self.iris: dict[str, NamedNode] = {}
        self.tokens: list[Token] = []
        for token in tokens(text):
            (self.document.comments if token.kind == "comment" else self.tokens).append(token)
        self.labels = {token.text[2:] for token in self.tokens if token.kind == "bnode"}
        self.position = 0
        self.step = 0
        self.steps: list[tuple[int, int, Placed]] = []
        """Each triple with the token at which the engine knows it. What it knows at one token it
        gives from the last to the first."""
        self.end_token = Token("end", "", len(text))

    # -- token stream

    def peek(self) -> Token:
        if self.position < len(self.tokens):
            return self.tokens[self.position]
        return self.end_token

    def next(self) -> Token:
        token = self.peek()
        self.position += 1
        return token

    def at_mark(self, mark: str) -> bool:
        token = self.peek()
        return token.kind == "mark" and token.text == mark

    def take(self, mark: str) -> Token:
        token = self.next()
        if token.kind != "mark" or token.text != mark:
            raise UnreadableError(f"“{mark}” is expected before “{token.text}”", token.start)
        return token

    # -- statements

    def read(self) -> Document:
        while self.position < len(self.tokens):
            if self.at_directive():
                self.directive()
            elif self.trig and (self.at_mark("{") or self.peek().text.upper() == "GRAPH"):
                self.graph_block()
            else:
                self.statement()
        self.document.triples = [placed for _, _, placed in sorted(self.steps)]
        return self.document

    def at_directive(self) -> bool:
        token = self.peek()
        return token.kind == "at" or (token.kind == "word" and token.text.upper() in _DIRECTIVES)

    def directive(self) -> None:
        opening = self.next()
        name = opening.text.lower().lstrip("@")
        if name not in ("prefix", "base"):
            raise UnreadableError(f"“{opening.text}” is not known", opening.start)
        prefix = self.next().text[:-1] if name == "prefix" else ""
        target = self.next()
        iri = self.resolve(target)
        end = target.end
        if opening.text.startswith("@"):
            end = self.take(".").end
        if name == "prefix":
            self.document.prefixes[prefix] = iri
        else:
            self.base = iri
        self.iris.clear()
        self.document.spans.append(Span(None, opening.start, end))

    def graph_block(self) -> None:
        if self.peek().text.upper() == "GRAPH":
            self.next()
        if not self.at_mark("{"):
            self.graph = self.subject()
        self.braces()

    def braces(self) -> None:
        self.take("{")
        while not self.at_mark("}"):
            self.statement(inside=True)
        self.take("}")
        self.graph = DefaultGraph()

    def statement(self, *, inside: bool = False) -> None:
        start = self.peek().start
        compound = self.at_mark("[")
        first = len(self.steps)
        subject = self.subject()
        if self.trig and not inside and self.at_mark("{"):
            self.graph = subject
            self.braces()
            return
        described = compound and len(self.steps) > first
        if not (described and (self.at_mark(".") or self.at_mark("}"))):
            self.predicates(subject, start)
        end = self.peek().start
        if not (inside and self.at_mark("}")):
            end = self.take(".").end
        self.document.spans.append(Span(subject, start, end))

    def predicates(self, subject: Node, subject_at: int) -> None:
        while True:
            verb = self.next()
            predicate = RDF.type if verb.text == "a" and verb.kind == "word" else self.iri(verb)
            while True:
                at = self.peek().start
                self.object(partial(self.add, subject, predicate, subject_at, verb.start, at))
                if not self.at_mark(","):
                    break
                self.next()
            if not self.at_mark(";"):
                return
            while self.at_mark(";"):
                self.next()
            if self.peek().text in _CLOSING:
                return

    def add(
        self,
        subject: Node,
        predicate: NamedNode,
        subject_at: int,
        predicate_at: int,
        object_at: int,
        object_: Term,
    ) -> None:
        placed = Placed(
            subject, predicate, object_, self.graph, subject_at, predicate_at, object_at
        )
        self.steps.append((self.step, -len(self.steps), placed))

    # -- terms

    def subject(self) -> Node:
        term = self.object(lambda _: None)
        if isinstance(term, Literal):
            raise UnreadableError("a literal cannot be a subject", self.peek().start)
        return term

    def object(self, known: Callable[[Term], None]) -> Term:
        """A term. `known` is called with it as soon as the engine knows of it: before the members
        of a list, after what stands in square brackets, and after what may follow a text.
        """
        token = self.next()
        if token.kind == "mark" and token.text in "[(":
            return self.nested(token, known)
        term = self.flat(token)
        bare = self.tokens[self.position - 1].kind in ("short", "long")
        self.step = self.position if bare else self.position - 1
        known(term)
        return term

    def flat(self, token: Token) -> Term:
        if token.kind in ("name", "iri"):
            return self.iri(token)
        if token.kind in ("short", "long"):
            return self.string(token)
        if token.kind == "bnode":
            return BlankNode(token.text[2:])
        if token.kind in ("integer", "decimal", "double"):
            return Literal(token.text, datatype=NamedNode(XSD.BASE + token.kind))
        if token.kind == "word" and token.text in ("true", "false"):
            return Literal(token.text, datatype=XSD.boolean)
        raise UnreadableError(f"“{token.text}” is not a term of Turtle 1.1", token.start)

    def nested(self, opening: Token, known: Callable[[Term], None]) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnreadableError("brackets are nested too deeply", opening.start)
        read = self.properties if opening.text == "[" else self.collection
        term = read(opening, known)
        self.depth -= 1
        return term

    def properties(self, opening: Token, known: Callable[[Term], None]) -> BlankNode:
        node = self.blank()
        if not self.at_mark("]"):
            self.predicates(node, opening.start)
        self.take("]")
        self.step = self.position - 1
        known(node)
        return node

    def collection(self, _: Token, known: Callable[[Term], None]) -> Node:
        head: BlankNode | None = None
        previous: BlankNode | None = None
        while not self.at_mark(")"):
            cell, at = self.blank(), self.peek().start
            self.step = self.position
            if previous is None:
                head = cell
                known(head)
            else:
                self.add(previous, RDF.rest, at, at, at, cell)
            self.object(partial(self.add, cell, RDF.first, at, at, at))
            previous = cell
        closing = self.take(")").start
        self.step = self.position - 1
        if head is None or previous is None:
            known(RDF.nil)
            return RDF.nil
        self.add(previous, RDF.rest, closing, closing, closing, RDF.nil)
        return head

    def blank(self) -> BlankNode:
        while f"b{self.unnamed}" in self.labels:
            self.unnamed += 1
        node = BlankNode(f"b{self.unnamed}")
        self.unnamed += 1
        self.document.anonymous.add(node)
        return node

    def string(self, token: Token) -> Literal:
        quotes = 3 if token.kind == "long" else 1
        value = unescape(token.text[quotes:-quotes])
        following = self.peek()
        if following.kind == "at":
            self.next()
            return Literal(value, language=following.text[1:])
        if following.kind == "datatype":
            self.next()
            return Literal(value, datatype=self.iri(self.next()))
        return Literal(value)

    def iri(self, token: Token) -> NamedNode:
        known = self.iris.get(token.text)
        if known is None:
            known = self.iris[token.text] = NamedNode(self.resolve(token))
        return known

    def resolve(self, token: Token) -> str:
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if prefix not in self.document.prefixes:
                raise UnreadableError(f"the prefix “{prefix}:” is not declared", token.start)
            return self.document.prefixes[prefix] + unescape_local(local)
        if token.kind != "iri":
            raise UnreadableError(f"an IRI is expected before “{token.text}”", token.start)
        if _ABSOLUTE.match(token.text):
            return unescape(token.text[1:-1])
        # The engine resolves relative IRIs (RFC 3986), so that both read the same one.
        probe = f"{token.text} a 1 ."
        try:
            return next(parse(probe, format=RdfFormat.TURTLE, base_iri=self.base)).subject.value
        except (SyntaxError, ValueError) as error:
            raise UnreadableError(
                f"{token.text} is a relative IRI without a base", token.start
            ) from error


_ABSOLUTE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_DIRECTIVES: Final = frozenset(("PREFIX", "BASE"))
_CLOSING: Final = frozenset((".", "]", "}"))
