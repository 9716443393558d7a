"""Stored questions: one `.rq` file, its `#+` header and its body, checked as it is read."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kgraph.names import BASE, SCHEME, local_name
from kgraph.problems import LoadError, Problem
from kgraph.questions.described import Checker, ParameterReader, fill_languages, texts
from kgraph.questions.variables import Parameter
from kgraph.root import Layer, layers, stacked
from kgraph.sparql.guard import Refused, check_size
from kgraph.sparql.header import Entry, HeaderError, read_header, split_header
from kgraph.sparql.lexer import Token, code
from kgraph.sparql.structure import selects
from kgraph.turtle.parse import read_text
from kgraph.vocab import SKOS

FOLDER: Final = "queries"
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEXTS: Final = ("summary", "summary_ja", "description", "description_ja")
_KEYS: Final = frozenset(
    {
        *_TEXTS,
        "tags",
        "headline",
        "defaults",
        "params",
        "brief",
        "heads",
        "matrix",
        "marks",
        "caveats",
    }
    | {"method", "endpoint", "endpoint_in_url", "pagination", "enumerate", "transform"}
)


@dataclass(frozen=True)
class Question:
    """A stored question.

    `brief` names the columns that answer it, for a terminal too narrow for all; `heads` the words
    above a column, English and Japanese, where those of `kgraph.words.heads` do not fit.
    `matrix` names the columns for lines, columns, their legend, status and count where people are
    better shown a matrix; `marks` the mark for each status. `caveats` are the keys, in
    `kgraph.words.caveats`, of what the answer does not decide. `text` is the whole file, valid
    SPARQL as it stands; `body` the same with the header's lines left empty. `parameters` come
    in the order of the header.
    """

    slug: str
    path: Path
    text: str
    body: str
    summary: str
    summary_ja: str
    description: str
    description_ja: str
    tags: tuple[str, ...]
    headline: bool
    parameters: tuple[Parameter, ...]
    brief: tuple[str, ...] = ()
    heads: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    matrix: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    caveats: tuple[str, ...] = ()
    base: str = BASE

    @property
    def iri(self) -> str:
        """The IRI of the question, below the base of its root."""
        return f"{self.base}question/{self.slug}"

    def title(self, lang: str = "en") -> str:
        """The question in a language, English unless Japanese is asked for."""
        return self.summary_ja if lang == "ja" else self.summary

    def undecided(self, lang: str = "en") -> tuple[str, ...]:
        """What its answer does not decide, in a language, English unless Japanese is asked for."""
        from kgraph.words.caveats import caveats

        return caveats(self.caveats, lang)

    def about(self, lang: str = "en") -> str:
        """Its description in a language, English unless Japanese is asked for."""
        return self.description_ja if lang == "ja" else self.description


def questions(root: Path) -> list[Question]:
    """Every stored question of a project folder, by slug.

    Raises LoadError with all that is wrong in any header or body, by file and line.
    """
    known = _layers(root)
    problems: list[Problem] = []
    found = []
    taken: dict[str, Path] = {}
    for path, layer in question_files(root):
        if taken.setdefault(path.stem, path) != path:
            why = f"{taken[path.stem]} is called so, too"
            problems.append(Problem("two questions have one name", why, "rename the file", path, 1))
            continue
        try:
            question = read_question(path, layer)
        except LoadError as error:
            problems += error.problems
            continue
        found.append(question)
        for tag in question.tags:
            right = known.get(_plain(tag), tag)
            if tag != right:
                why = f"the layer is called {right}, and pages group questions by layer"
                problems.append(Problem(f"unknown tag {tag}", why, f"write {right}", path, 1))
    if problems:
        raise LoadError(problems)
    return sorted(found, key=lambda one: one.slug)


def question_files(root: Path) -> Iterator[tuple[Path, Layer]]:
    """The files of the stored questions, each with its root; those of the lowest come first."""
    for layer in layers(root):
        folder = layer.folder / FOLDER
        # Other than a pattern, this raises an error where the folder cannot be read.
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.suffix == ".rq":
                yield path, layer


def question(root: Path, slug: str, *, checked: bool = True) -> Question:
    """The stored question of that slug; `checked` as in `read_question`.

    Raises LoadError where it is faulty or the folder is not there, KeyError with the nearest slugs
    as a list where there is no such question.
    """
    if not stacked(root, FOLDER):
        why = "stored questions are read from the folder that the graph was built from"
        raise LoadError(
            [Problem("no such folder", why, "choose another with --root", root / FOLDER)]
        )
    if _SLUG.fullmatch(slug):
        for layer in layers(root):
            path = layer.folder / FOLDER / f"{slug}.rq"
            if path.exists():
                return read_question(path, layer, checked=checked)
    known = sorted({path.stem for path, _ in question_files(root)})
    raise KeyError(difflib.get_close_matches(slug, known, n=3, cutoff=0.4))


def read_question(path: Path, layer: Layer | None = None, *, checked: bool = True) -> Question:
    """One question from its file. Raises LoadError with every problem of its header and body.

    Where it is not to be `checked`, the body is only read for its parameters: a build has checked
    it, and whoever asks it lets the guard look at it. What is to be said in English and Japanese
    may be said in one of them where `layer`, its root, does not speak both.
    """
    text = read_text(path)
    base, stands_in = (BASE, False) if layer is None else (layer.base, layer.stands_in)
    try:
        return replace(_read(path.name, text, base, stands_in, checked), path=path)
    except LoadError:  # which tells of the file where it stands
        return _Reader(path, text).read(checked, base, stands_in)


@lru_cache(maxsize=512)
def _read(name: str, text: str, base: str, stands_in: bool, checked: bool) -> Question:
    """A question by its text: whoever asks again, or builds again, reads the same ones."""
    return _Reader(Path(name), text).read(checked, base, stands_in)


class _Reader(Checker):
    def read(self, checked: bool, base: str, stands_in: bool) -> Question:
        try:
            check_size(self.text)
        except Refused as error:
            what, fix = "the question is too long", "ask several questions"
            raise LoadError([Problem(what, error.reason, fix, self.path, 1)]) from None
        header, body, lines = split_header(self.text)
        entries: dict[str, Entry] = {}
        try:
            if not lines:
                raise HeaderError("the file has no `#+` header", 1)
            entries = read_header(header, lines)
        except HeaderError as error:
            self.complain(
                error.line,
                "the header cannot be read",
                error.reason,
                "write YAML after `#+ ` at the top of the file, such as `#+ summary: …`",
            )
        if not _SLUG.fullmatch(self.path.stem):
            self.complain(
                1,
                "the file name is no slug",
                f"“{self.path.stem}” names the question everywhere",
                "use lower-case letters, digits and single hyphens",
            )
        if stands_in:
            fill_languages(entries, ("summary", "description"), ("", "_ja"))
        reader = ParameterReader(self.path, body, stands_in=stands_in)
        tokens = code(body)
        variables = reader.variables(tokens)
        parameters: tuple[Parameter, ...] = ()
        if entries:
            self.known(entries, _KEYS, "header key")
            parameters = reader.parameters(entries, variables)
        written = {key: self.required(entries, key) for key in _TEXTS} if entries else {}
        tags = texts(entries, "tags")
        if entries and not tags:
            self.complain(
                1,
                "the question has no tags",
                "pages group questions by tag",
                "add `#+ tags:` with the layer among them",
            )
        headline = self.flag(entries, "headline")
        caveats = self.caveats(entries)
        marks = self.marks(entries)
        heads = self.heads(entries)
        self.columns(entries, tokens)
        self.problems += reader.problems
        if checked:
            from kgraph.sparql.lint import lint

            self.problems += lint(body, tokens, self.path, {v.variable for v in variables.values()})
        if self.problems:
            raise LoadError(sorted(self.problems, key=lambda p: (p.line or 0, p.column or 0)))
        return Question(
            slug=self.path.stem,
            path=self.path,
            text=self.text,
            body=body,
            tags=tags,
            headline=headline,
            brief=texts(entries, "brief"),
            heads=heads,
            matrix=texts(entries, "matrix"),
            marks=marks,
            caveats=caveats,
            parameters=parameters,
            base=base,
            **written,
        )

    def heads(self, entries: Mapping[str, Entry]) -> Mapping[str, tuple[str, str]]:
        """The words above each column in English and Japanese."""
        found: dict[str, tuple[str, str]] = {}
        for name, entry in entries["heads"].items() if "heads" in entries else ():
            words = [item.text() for item in entry.texts()]
            if len(words) != 2 or not all(words):
                self.complain(
                    entry.line,
                    f"the head of {name} is not in two languages",
                    "every column has words in English and Japanese",
                    f"write `{name}: [English, 日本語]`",
                )
                continue
            found[name] = (str(words[0]), str(words[1]))
        return MappingProxyType(found)

    def caveats(self, entries: Mapping[str, Entry]) -> tuple[str, ...]:
        """The keys of what the answer does not decide."""
        from kgraph.words.caveats import CAVEATS

        keys = texts(entries, "caveats")
        for key in keys:
            if key not in CAVEATS:
                near = difflib.get_close_matches(key, CAVEATS, n=1)
                self.complain(
                    entries["caveats"].line,
                    f"unknown caveat {key}",
                    "caveats are said once, for all questions, and named by key",
                    f"write {near[0]}" if near else f"use {', '.join(CAVEATS)}",
                )
        return keys

    def columns(self, entries: Mapping[str, Entry], tokens: Sequence[Token]) -> None:
        """Complains about columns that the header names and the body does not answer with."""
        outer = next((s for s in selects(tokens) if s.outermost), None)
        if outer is None or outer.star:
            return
        known = outer.columns()
        for key in ("brief", "heads", "matrix"):
            entry = entries.get(key)
            if entry is None:
                continue
            names = dict(entry.items()) if key == "heads" else texts(entries, key)
            for name in names:
                if name not in known:
                    near = difflib.get_close_matches(name, known, n=1)
                    self.complain(
                        entry.line,
                        f"{key} names a column “{name}”",
                        "the query has no such column",
                        f"write {near[0]}" if near else f"use {', '.join(known)}",
                    )

    def marks(self, entries: Mapping[str, Entry]) -> Mapping[str, str]:
        """The mark for each status of a matrix; the columns of the matrix must be five."""
        columns = texts(entries, "matrix")
        if "matrix" in entries and len(columns) != 5:
            self.complain(
                entries["matrix"].line,
                f"matrix names {len(columns)} column(s)",
                "it needs those of line, column, legend, status and count",
                "write `#+ matrix: [line, column, legend, status, count]`",
            )
        if "marks" not in entries:
            return MappingProxyType({})
        pairs = ((key, entry.text()) for key, entry in entries["marks"].items())
        return MappingProxyType({key: text for key, text in pairs if text})

    def required(self, entries: Mapping[str, Entry], key: str) -> str:
        text = entries[key].text() if key in entries else None
        if not text or not text.strip():
            line = entries[key].line if key in entries else 1
            self.complain(
                line,
                f"the header has no {key}",
                "every question has one in en and ja",
                f"add `#+ {key}: …`",
            )
        return " ".join((text or "").split()) if key.startswith("summary") else (text or "").strip()


def _plain(slug: str) -> str:
    return slug.replace("-", "").replace("_", "").lower()


def _layers(root: Path) -> dict[str, str]:
    """The slugs of the layers by plain spelling, where the project folder defines them."""
    path = layers(root)[0].folder / "ontology" / "schemes" / "layer.ttl"
    if not path.is_file():
        return {}
    from pyoxigraph import NamedNode, RdfFormat, parse

    in_scheme, scheme = SKOS.inScheme, NamedNode(SCHEME + "layer")
    slugs = (
        local_name(quad.subject.value)
        for quad in parse(path=path, format=RdfFormat.TURTLE)
        if quad.predicate == in_scheme
        and quad.object == scheme
        and isinstance(quad.subject, NamedNode)
    )
    return {_plain(slug): slug for slug in slugs}
