"""A user's file that says less than it seems to: nothing read, no name of ours, names misspelt.

What no shape can see: a name in the wrong namespace belongs to no class, so nothing is asked of it,
and a file of which nothing is read has no fault.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Final, Protocol

import pyoxigraph as ox

from kgraph.load.jsonld_losses import Lost
from kgraph.load.name_checks import VERSIONS
from kgraph.names import BASE, EDITORIAL, ID, PREFIXES, SHAPE, SRC, compact, ours, split
from kgraph.shacl.messages import Value
from kgraph.validate.findings import Finding
from kgraph.validate.locate import Locator, Origin, address, graph_name
from kgraph.validate.messages import Labels, fill
from kgraph.vocab import JPST, OWL, PROV, RDF, RDFS, SH, SKOS, XSD, Object

COMPONENT: Final = SHAPE + "user-file"
"""Stands in the place of a SHACL component for what is found about a file as a whole."""
SHOWN: Final = 20
"""How many names of one kind are told of one file."""

TEXTS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = MappingProxyType(
    {
        "nothing-read": (
            "violation",
            {
                "problem": "no statement was read from {?file}",
                "problem_ja": "{?file}からは文が一つも読み取れませんでした。",
                "why": "What is not read is not checked, so a clean result would mean nothing.",
                "why_ja": "読み取られないものは検査されず、指摘がないことに意味がありません。",
                "fix": "give a file that holds RDF, or its format with --input-format; JSON needs "
                "an @context that maps its keys",
                "fix_ja": "RDF を含むファイルか、その形式を --input-format で指定してください。"
                "JSON にはキーを対応付ける @context が必要です。",
            },
        ),
        "not-rdf": (
            "violation",
            {
                "problem": "{?file} is {?format}, but nothing in it is marked as RDF; "
                "what was read from it says nothing about this graph",
                "problem_ja": "{?file}は{?format}ですが、RDF を示すものがありません。"
                "読み取られた内容は、このグラフについて何も述べていません。",
                "why": "A reader of RDF takes any XML or JSON for statements in nobody's words.",
                "why_ja": "RDF としては任意の XML や JSON を読み取れますが、意味はありません。",
                "fix": "convert it to RDF with names of this graph",
                "fix_ja": "このグラフの名前を用いた RDF に変換してください。",
            },
        ),
        "nothing-ours": (
            "warning",
            {
                "problem": "{?count} statement(s) were read from {?file}, "
                "and none uses a name of this graph",
                "problem_ja": "{?file}から{?count}個の文を読み取りましたが、"
                "このグラフの名前を用いるものがありません。",
                "why": "The shapes and checks ask of this graph's terms only.",
                "why_ja": "形状と検査が対象とするのは、このグラフの用語だけです。",
                "fix": f"use terms in <{JPST.BASE}> or things in <{ID}>",
                "fix_ja": f"<{JPST.BASE}> の用語か <{ID}> の実体を用いてください。",
            },
        ),
        "wrong-namespace": (
            "violation",
            {
                "problem": "{?name} is in no namespace that is known here, though it looks like "
                "one ({?count} name(s) of the file do)",
                "problem_ja": "{?name}は、似ていますが既知の名前空間にありません"
                "（ファイル内の{?count}個の名前が該当）。",
                "why": "An IRI that differs in one character is another name: nothing is asked "
                "of it, and no question finds it.",
                "why_ja": "一文字でも異なる IRI は別の名前です。検査も質問もこれに及びません。",
                "fix": "write {?right}",
                "fix_ja": "{?right} と書いてください。",
            },
        ),
        "key-not-read": (
            "warning",
            {
                "problem": "the key “{?name}” of {?file} was not read: no @context maps it",
                "problem_ja": "{?file}のキー「{?name}」は読み取られませんでした。"
                "対応付ける @context がありません。",
                "why": "JSON-LD leaves out in silence what no context maps.",
                "why_ja": "JSON-LD は、対応付けのないキーを黙って無視します。",
                "fix": "map it in the @context, or take it out",
                "fix_ja": "@context で対応付けるか、取り除いてください。",
            },
        ),
        "value-not-read": (
            "violation",
            {
                "problem": "“{?name}” in {?file} was not read: it is no IRI, or no language",
                "problem_ja": "{?file}の「{?name}」は読み取られませんでした。"
                "IRI でも言語タグでもありません。",
                "why": "JSON-LD leaves out in silence the statements of what is no IRI.",
                "why_ja": "JSON-LD は、IRI でないものの文を黙って無視します。",
                "fix": "write a full IRI without spaces, or a language such as en",
                "fix_ja": "空白のない完全な IRI か、en などの言語タグを書いてください。",
            },
        ),
        "term-not-defined": (
            "violation",
            {
                "problem": "{$this} has a value of {?value}, which no ontology file defines, "
                "and no class of which anything would be asked",
                "problem_ja": "{$this}に用いられた{?value}はオントロジーで定義されておらず、"
                "検査の対象となるクラスもありません。",
                "why": "Of what the ontology does not define, nothing is asked, and no question "
                "reads it.",
                "why_ja": "オントロジーにない用語は検査されず、質問にも使われません。",
                "fix": "correct the spelling, or define the property",
                "fix_ja": "綴りを直すか、プロパティを定義してください。",
            },
        ),
        "kind-not-said": (
            "warning",
            {
                "problem": "neither the graph nor your files say of what kind {$this} is",
                "problem_ja": "{$this}の種類は、グラフにもファイルにも記述がありません。",
                "why": "Of a thing without a kind next to nothing is asked, and few questions "
                "find it; often its name is misspelt.",
                "why_ja": "種類のない実体は検査も質問もほとんど及びません。"
                "名前の誤記のこともあります。",
                "fix": "correct the name, or say with rdf:type what it is",
                "fix_ja": "名前を直すか、rdf:type で種類を述べてください。",
            },
        ),
        "shape-not-asked": (
            "warning",
            {
                "problem": "{?file} holds {?count} SHACL shape(s), which are not asked",
                "problem_ja": "{?file}には SHACL の形状が{?count}個ありますが、"
                "検査には使われません。",
                "why": "Shapes are taken from shapes/ alone; those in a file to be validated are "
                "data like the rest of it.",
                "why_ja": "形状は shapes/ からだけ読み取られます。"
                "検査されるファイルの形状はデータとして扱われます。",
                "fix": "put them into shapes/ of a folder of your own and name it with --root",
                "fix_ja": "自分のフォルダーの shapes/ に置き、--root で指定してください。",
            },
        ),
        "name-not-described": (
            "warning",
            {
                "problem": "{$this} points at {?value}, which neither the graph nor your files "
                "describe",
                "problem_ja": "{$this}は{?value}を指しますが、"
                "グラフにもファイルにもその記述がありません。",
                "why": "A name that is misspelt links to nothing, so no question follows it.",
                "why_ja": "誤記された名前は何にもつながらず、質問で辿れません。",
                "fix": "correct the name, or describe it",
                "fix_ja": "名前を直すか、それを記述してください。",
            },
        ),
    }
)
"""Id → its severity, and its texts in both languages."""

_FORMATS: Final = MappingProxyType({ox.RdfFormat.RDF_XML: "XML", ox.RdfFormat.JSON_LD: "JSON"})
_STANDARDS: Final = (RDF.BASE, RDFS.BASE, OWL.BASE, XSD.BASE, SKOS.BASE, SH.BASE, PROV.BASE)
_OF_SHAPES: Final = frozenset(
    ox.NamedNode(SH.BASE + name)
    for name in (
        *("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"),
        *("property", "sparql", "deactivated"),
    )
)
_DESCRIBED_ELSEWHERE: Final = frozenset(PREFIXES[p] for p in ("shape", "question", "graph"))


class UserFile(Protocol):
    """A user's file: its path, format and quads, and what stands in it in vain."""

    @property
    def path(self) -> FilePath: ...

    @property
    def format(self) -> ox.RdfFormat: ...

    @property
    def quads(self) -> tuple[ox.Quad, ...]: ...

    @property
    def ours(self) -> int: ...

    @property
    def lost(self) -> Lost: ...

    @property
    def foreign(self) -> bool: ...

    @property
    def text(self) -> str | None: ...


def check_files(
    files: Iterable[UserFile], store: ox.Store, labels: Labels, locator: Locator
) -> Iterator[Finding]:
    """What is wrong with each file as a whole, and with the names it uses.

    `store` holds the graph with the files; `locator` knows the files.
    """
    known = _Known(store)
    for file in files:
        yield from _File(file, known, labels, locator).findings()


class _Known:
    """The names that the graph describes."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        own = {namespace for namespace in PREFIXES.values() if namespace.startswith(BASE)}
        kinds = store.quads_for_pattern(None, RDF.type, None, ox.DefaultGraph())
        self._names: dict[str, list[str]] = {namespace: [] for namespace in own}
        for quad in kinds:
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(BASE):
                namespace, _ = split(quad.subject.value)
                self._names.setdefault(namespace, []).append(quad.subject.value)

    def undefined(self, quad: ox.Quad) -> bool:
        """Whether a property of ours is not defined, of a thing that shapes do not look at."""
        predicate = quad.predicate
        if not predicate.value.startswith(JPST.BASE) or not self._names[JPST.BASE]:
            return False
        return not self.described(predicate) and not self.has_kind(quad.subject)

    def has_kind(self, thing: ox.NamedNode | ox.BlankNode) -> bool:
        kinds = self._store.quads_for_pattern(thing, RDF.type, None, ox.DefaultGraph())
        return next(kinds, None) is not None

    def described(self, name: ox.NamedNode) -> bool:
        return next(self._store.quads_for_pattern(name, None, None), None) is not None

    def namespace(self, iri: str) -> bool:
        """Whether names of that namespace are known; a term of the ontology may hold a slash."""
        return iri.startswith(JPST.BASE) or split(iri)[0] in self._names

    def near(self, iri: str) -> str | None:
        """The name of the same namespace that is most like this one."""
        namespace, local = split(iri)
        names = {split(name)[1].casefold(): name for name in sorted(self._names.get(namespace, ()))}
        near = difflib.get_close_matches(local.casefold(), names, n=1, cutoff=0.75)
        return names[near[0]] if near else None

    def right(self, iri: str) -> str | None:
        """The name that this one was meant to be, where its namespace is wrong."""
        if iri.startswith(BASE):
            if self.namespace(iri) or not split(iri)[1] or iri.startswith(SHAPE):
                return None
            near = difflib.get_close_matches(split(iri)[0], sorted(self._names), n=1)
            return near[0] + split(iri)[1] if near else None
        right = ours(iri)
        if right is not None:
            return self.right(right) or right
        prefix, _, local = iri.partition(":")
        if prefix in PREFIXES and not local.startswith("//"):
            return PREFIXES[prefix] + local
        for namespace in _STANDARDS:
            if iri.startswith(namespace.replace("http://", "https://")):
                return iri.replace("https://", "http://", 1)
        return None


class _File:
    def __init__(self, file: UserFile, known: _Known, labels: Labels, locator: Locator) -> None:
        self.file = file
        self.known = known
        self.labels = labels
        self.locator = locator

    def findings(self) -> Iterator[Finding]:
        file = self.file
        read = len(file.quads)
        if file.foreign and not file.ours:
            yield self.told("not-rdf", format=_FORMATS.get(file.format, "text"))
        elif not read:
            yield self.told("nothing-read")
        wrong = list(self.wrong_namespaces())
        if read and not (file.ours or file.foreign or wrong):
            yield self.told("nothing-ours", count=str(read))
        for name in file.lost.keys[:SHOWN]:
            yield self.told("key-not-read", name=name)
        for name in file.lost.values[:SHOWN]:
            yield self.told("value-not-read", name=name)
        yield from wrong
        shapes = {quad.subject for quad in file.quads if _is_of_shape(quad)}
        if shapes:
            yield self.told("shape-not-asked", count=str(len(shapes)))
        yield from self.not_defined()
        yield from self.without_kind()
        yield from self.not_described()

    def wrong_namespaces(self) -> Iterator[Finding]:
        """One finding for each namespace, about the first name in it."""
        seen: dict[str, str | None] = {}
        first: dict[str, tuple[ox.Quad, ox.NamedNode]] = {}
        count: dict[str, int] = {}
        for quad in self.file.quads:
            for node in () if quad.predicate in VERSIONS else _names(quad):
                if node.value in seen:
                    continue
                seen[node.value] = self.known.right(node.value)
                if seen[node.value] is not None:
                    namespace = split(node.value)[0]
                    first.setdefault(namespace, (quad, node))
                    count[namespace] = count.get(namespace, 0) + 1
        for namespace, (quad, node) in first.items():
            yield self.told(
                "wrong-namespace",
                quad,
                node,
                name=f"<{node.value}>",
                count=str(count[namespace]),
                right=f"<{seen[node.value]}>",
            )

    def not_defined(self) -> Iterator[Finding]:
        """One finding for each property, about the first thing that has it."""
        seen: set[ox.NamedNode] = set()
        for quad in self.file.quads:
            if quad.predicate not in seen and self.known.undefined(quad):
                seen.add(quad.predicate)
                yield self.told("term-not-defined", quad, quad.predicate)

    def without_kind(self) -> Iterator[Finding]:
        """One finding for each thing of ours that the file describes and nothing gives a kind."""
        seen: set[object] = set()
        count = 0
        for quad in self.file.quads:
            node = quad.subject
            if node in seen or not isinstance(node, ox.NamedNode):
                continue
            seen.add(node)
            if split(node.value)[0] in (ID, SRC, EDITORIAL) and not self.known.has_kind(node):
                yield self.meant(self.told("kind-not-said", quad), node)
                count += 1
                if count == SHOWN:
                    return

    def meant(self, told: Finding, node: ox.NamedNode) -> Finding:
        """The finding, with the name that was meant where one is like it."""
        near = self.known.near(node.value)
        if near is None:
            return told
        fix_en = f"did you mean {compact(near)}? {told.fix_en}"
        fix_ja = f"{compact(near)}のことですか。{told.fix_ja}"
        return replace(told, fix_en=fix_en, fix_ja=fix_ja)

    def not_described(self) -> Iterator[Finding]:
        seen: set[object] = set()
        count = 0
        for quad in self.file.quads:
            node = quad.object
            if not isinstance(node, ox.NamedNode) or node in seen:
                continue
            seen.add(node)
            namespace, local = split(node.value)
            in_data = namespace in (ID, SRC, EDITORIAL)
            ours = in_data or (node.value.startswith(BASE) and not node.value.startswith(JPST.BASE))
            if not ours or not local or namespace in _DESCRIBED_ELSEWHERE:
                continue
            if not self.known.namespace(node.value) or self.known.described(node):
                continue
            yield self.meant(self.told("name-not-described", quad, node), node)
            count += 1
            if count == SHOWN:
                return

    def told(
        self,
        id: str,
        quad: ox.Quad | None = None,
        value: Object | None = None,
        **given: str,
    ) -> Finding:
        """A finding about the file, or about a name (`value`) in one of its statements.

        `given` fills the texts.
        """
        severity, texts = TEXTS[id]
        focus: Object = ox.NamedNode(address(self.file.path)) if quad is None else quad.subject
        graphs = () if quad is None else (graph_name(self.file.path, quad),)
        line = column = None
        if quad is not None:
            _, line, column = self.locator.place(
                Origin((quad.subject, quad.predicate, quad.object), graphs)
            )
        values: dict[str, Value] = {**given, "this": focus, "file": str(self.file.path)}
        if value is not None:
            values["value"] = value
        filled = {
            name: fill(text, values, "ja" if name.endswith("_ja") else "en", self.labels)
            for name, text in texts.items()
        }
        return Finding(
            id=id,
            severity=severity,
            focus=focus,
            path=None,
            value=value,
            component=COMPONENT,
            shape=SHAPE + id,
            message_en=filled["problem"],
            message_ja=filled["problem_ja"],
            fix_en=filled["fix"],
            fix_ja=filled["fix_ja"],
            graphs=graphs,
            file=self.file.path,
            line=line,
            column=column,
        )


def _is_of_shape(quad: ox.Quad) -> bool:
    return quad.predicate in _OF_SHAPES or (
        quad.predicate == RDF.type and quad.object in (SH.NodeShape, SH.PropertyShape)
    )


def _names(quad: ox.Quad) -> Iterator[ox.NamedNode]:
    for term in quad:
        if isinstance(term, ox.NamedNode):
            yield term
        elif isinstance(term, ox.Literal):
            yield term.datatype
