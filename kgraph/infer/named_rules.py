"""Rules kept in files: one CONSTRUCT query each, with a header that gives it a name and words.

    #+ name: token-venue
    #+ label_en: A token traded on a venue is …
    #+ label_ja: …
    #+ source: <IRI or words>            (optional)
    PREFIX jpst: <https://w3id.org/jpst/ontology/>
    CONSTRUCT { ?token jpst:p ?venue } WHERE { ?token jpst:q ?listing . … FILTER(…) }

The WHERE clause holds triple patterns and FILTERs, nothing else: such a rule can only add, run to
a fixpoint, and be explained by its premises.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, NoReturn

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store, Variable, parse

from kgraph.infer.rules import Atom, Rule, Slot
from kgraph.infer.schema import concludes_axiom
from kgraph.problems import LoadError, Problem
from kgraph.sparql import engine
from kgraph.sparql.guard import Refused, check_readonly
from kgraph.sparql.header import HeaderError, read_yaml, split_header
from kgraph.sparql.lexer import Token, join, spaced
from kgraph.sparql.syntax import broken

_VARIABLE: Final = "variable:"
_KEYS: Final = ("name", "label_en", "label_ja", "source")


class _File:
    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.fail("the rule cannot be read", str(error), "make it a readable UTF-8 file")

    def fail(
        self, what: str, why: str, fix: str, line: int | None = None, column: int | None = None
    ) -> NoReturn:
        raise LoadError([Problem(what, why, fix, self.path, line, column)])

    def header(self) -> dict[str, str]:
        text, _, lines = split_header(self.text)
        try:
            entries = read_yaml(text, lines)
        except HeaderError as error:
            fix = "write “#+ key: value”"
            self.fail("the header cannot be read", error.reason, fix, error.line)
        for key, entry in entries.items():
            if key not in _KEYS or entry.text() is None:
                self.fail(
                    "the header is wrong",
                    f"“{key}” is none of {', '.join(_KEYS)}, each with a text",
                    "write “#+ key: value”",
                    entry.line,
                )
        found = {key: " ".join((entry.text() or "").split()) for key, entry in entries.items()}
        for key in _KEYS[:3]:
            if not found.get(key):
                self.fail("the header is incomplete", f"{key} is missing", f"add “#+ {key}: …”", 1)
        return found

    def rule(self) -> Rule:
        header = self.header()
        try:
            check_readonly(self.text, (), {})
            engine.query(Store(), self.text)
        except Refused as error:
            fix = "write patterns and FILTERs over the graph"
            self.fail("the rule is refused", error.reason, fix, error.line, error.column)
        except SyntaxError as error:
            at = broken(error, self.text)
            self.fail("the rule is no SPARQL query", at.why, "correct it", at.line, at.column)
        tokens = list(spaced(self.text))
        start = next((i for i, token in enumerate(tokens) if token.upper == "CONSTRUCT"), None)
        if start is None:
            self.fail("the rule is no CONSTRUCT query", "a rule adds triples", "write CONSTRUCT")
        prologue = join(tokens[:start]).strip()
        head_tokens, rest = self.group(tokens[start + 1 :])
        body_tokens, after = self.group(rest)
        if join(after).strip() or "FROM" in (token.upper for token in rest[:4]):
            self.fail(
                "the rule has more than a template and a WHERE clause",
                "FROM, LIMIT, ORDER BY and GROUP BY have no place in a rule",
                "leave them out",
            )
        patterns, filters = self.filters(body_tokens)
        body = self.atoms(prologue, patterns, "WHERE clause")
        head = self.atoms(prologue, head_tokens, "template")
        self.check(body, head)
        return Rule(
            id=f"construct-{header['name']}",
            kind="construct",
            body=body,
            head=head,
            filters=filters,
            prologue=f"{prologue}\n" if prologue and filters else "",
            labels=(("en", header["label_en"]), ("ja", header["label_ja"])),
            source=header.get("source"),
        )

    def group(self, tokens: list[Token]) -> tuple[list[Token], list[Token]]:
        """The tokens inside the first pair of braces, and those after it."""
        start = next((i for i, token in enumerate(tokens) if token.text == "{"), None)
        if start is None:
            self.fail(
                "the rule has no template",
                "the short form CONSTRUCT WHERE hides what it adds",
                "write CONSTRUCT { … } WHERE { … }",
            )
        depth, end = 1, start
        while depth:  # the query has been parsed, so every brace is closed
            end += 1
            depth += (tokens[end].text == "{") - (tokens[end].text == "}")
        return tokens[start + 1 : end], tokens[end + 1 :]

    def filters(self, tokens: list[Token]) -> tuple[list[Token], tuple[str, ...]]:
        """The tokens without the FILTERs, and the FILTERs."""
        patterns: list[Token] = []
        filters: list[str] = []
        i = 0
        while i < len(tokens):
            if tokens[i].upper != "FILTER":
                patterns.append(tokens[i])
                i += 1
                continue
            start, depth = i, 0
            while True:
                if tokens[i].upper == "EXISTS":
                    self.fail(
                        "the rule uses EXISTS",
                        "its premises must be patterns of the WHERE clause itself, "
                        "and what is absent is no premise",
                        "write the patterns out, or leave the condition out",
                    )
                depth += (tokens[i].text == "(") - (tokens[i].text == ")")
                i += 1
                if depth == 0 and tokens[i - 1].text == ")":
                    break
            filters.append(join(tokens[start:i]))
            patterns.append(Token("put", ".", tokens[i - 1].start))
        return patterns, tuple(filters)

    def atoms(self, prologue: str, tokens: list[Token], place: str) -> tuple[Atom, ...]:
        """Triple patterns, read as Turtle with an IRI in place of each variable."""
        kept: list[Token] = []
        for token in tokens:
            if token.kind == "space":
                kept.append(token._replace(text=" "))
            elif token.text != "." or any(t.kind != "space" for t in kept):
                if token.text == "." and _last(kept) == ".":
                    continue
                if token.kind == "var":
                    token = token._replace(kind="iri", text=f"<{_VARIABLE}{token.name}>")
                kept.append(token)
        text = join(kept).strip()
        if not text:
            self.fail(f"the {place} of the rule is empty", "it has no pattern", "write a pattern")
        text = text if text.endswith(".") else f"{text} ."
        try:
            triples = [
                (quad.subject, quad.predicate, quad.object)
                for quad in parse(f"{prologue}\n{text}", format=RdfFormat.TURTLE)
            ]
        except SyntaxError as error:
            self.fail(
                f"the {place} of the rule holds more than triple patterns and FILTER",
                f"{error}",
                "write plain patterns; OPTIONAL, UNION, MINUS, BIND and paths cannot be explained",
            )
        hidden: dict[BlankNode, Variable] = {}

        def slot(term: object) -> Slot:
            if isinstance(term, NamedNode) and term.value.startswith(_VARIABLE):
                return Variable(term.value[len(_VARIABLE) :])
            if isinstance(term, BlankNode):
                if place == "template":
                    self.fail(
                        "the template of the rule makes a blank node",
                        "each run would add a new one",
                        "name the thing",
                    )
                return hidden.setdefault(term, Variable(f"hidden{len(hidden)}"))
            return term  # type: ignore[return-value]

        return tuple(dict.fromkeys(Atom(*map(slot, triple)) for triple in triples))

    def check(self, body: tuple[Atom, ...], head: tuple[Atom, ...]) -> None:
        bound = frozenset().union(*(atom.variables() for atom in body))
        for atom in head:
            for variable in sorted(atom.variables() - bound, key=str):
                self.fail(
                    f"the template uses {variable}",
                    "the WHERE clause does not bind it",
                    "bind it, or drop it",
                )
            if concludes_axiom(atom.predicate, atom.object):
                self.fail(
                    "the rule concludes an axiom",
                    f"“{atom}” would change the rules while they run",
                    "state the axiom in the ontology",
                )


def _last(tokens: list[Token]) -> str | None:
    return next((token.text for token in reversed(tokens) if token.kind != "space"), None)


def read_rules(*folders: Path) -> tuple[Rule, ...]:
    """The rules of the `*.rq` files in each folder, in order of file name.

    Raises LoadError with one problem per file that is no such rule, or where two share a name.
    """
    rules: dict[str, Rule] = {}
    problems: list[Problem] = []
    for path in (path for folder in folders for path in sorted(folder.glob("*.rq"))):
        try:
            file = _File(path)
            rule = file.rule()
            if rule.id in rules:
                file.fail("two rules share a name", f"“{rule.id}”", "give one another name")
            rules[rule.id] = rule
        except LoadError as error:
            problems += error.problems
    if problems:
        raise LoadError(problems)
    return tuple(rules.values())
