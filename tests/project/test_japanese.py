"""Japanese text keeps to docs/style-ja.md: one word for each concept, full-width brackets."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.project import PROJECT

from kgraph.sparql.header import read_header, split_header
from kgraph.validate import load_shapes
from kgraph.vocab import SH

GUIDE = PROJECT / "docs" / "style-ja.md"
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
NARROW = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff](?:\(|:(?! \"|\{\}:))"  # but for keys of YAML and places in files
    r"|\((?=[\u3040-\u30ff\u3400-\u9fff])"
    r"|[\u3040-\u30ff\u3400-\u9fff]\)"
    r"|(?<=\S) [（：]|[（：] |[）] (?=[\u3040-\u30ff\u3400-\u9fff])"  # nor a space beside wide ones
)
TAGGED = re.compile(r'"((?:[^"\\]|\\.)*)"@ja\b')
HEADER = re.compile(r"#\+(.*)")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
PATTERNS = {
    ".ttl": (TAGGED,),
    ".rq": (HEADER, QUOTED),
    ".yaml": (re.compile(r"(.*)"),),
}


def words(cell: str) -> set[str]:
    return {word.strip() for word in re.split(r"[,;()（）]", cell) if JAPANESE.search(word)}


def guide() -> tuple[list[str], list[str]]:
    """The words to use that hold a refused one, longest first, and those that are refused."""
    use: set[str] = set()
    refused: list[str] = []
    for line in GUIDE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 3:
            use |= words(cells[1])
            refused += re.findall("`([^`]+)`", cells[2])
    # What shields is a longer word: トークン基盤 has its own place in the table, 基盤 has none.
    shields = {word for word in use if any(bad in word for bad in refused)}
    return sorted(shields, key=len, reverse=True), refused


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """The Japanese texts of a file with their lines."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        tree = ast.parse(text)
        silent = {id(node) for node in _docstrings(tree)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            # A pattern is no text: there a letter stands beside the brackets of a group.
            if id(node) not in silent and "(?" not in node.value:
                yield node.lineno, node.value
        return
    patterns = PATTERNS[path.suffix]
    for number, line in enumerate(text.splitlines(), 1):
        for pattern in patterns:
            for found in pattern.finditer(line):
                yield number, found[1]


def _docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield node.value


def texts() -> Iterator[tuple[str, str]]:
    """Where each Japanese text of ours stands, and the text. Names in the data are others' own."""
    for folder, pattern in (
        ("ontology", "**/*.ttl"),
        ("ontology", "**/*.yaml"),
        ("ontology/rules", "*.rq"),
        ("shapes", "**/*"),
        ("queries", "**/*.rq"),
        ("kgraph", "**/*.py"),
    ):
        for path in sorted((PROJECT / folder).glob(pattern)):
            # What was given up keeps the words that it had.
            if path.suffix not in (*PATTERNS, ".py") or path.name == "deprecated.ttl":
                continue
            for line, text in strings(path):
                if JAPANESE.search(text):
                    yield f"{path.relative_to(PROJECT)}:{line}", text


def faults(text: str, use: list[str], refused: list[str]) -> list[str]:
    """The refused words in a text that are no part of a word to use."""
    for word in use:
        text = text.replace(word, "\0")
    return [word for word in refused if word in text]


def test_the_guide_is_read() -> None:
    use, refused = guide()
    assert "トークン基盤" in use
    assert {"基準日", "登録機関", "検査数字"} <= set(refused)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("出典が述べている基準日。", ["基準日"]),
        ("基盤とその運営者", ["基盤"]),
        ("トークン基盤とその運営者", []),
        ("登録機関・社債管理者", ["登録機関"]),
    ],
)
def test_a_refused_word_is_found(text: str, found: list[str]) -> None:
    assert faults(text, *guide()) == found


def test_each_concept_has_one_word() -> None:
    use, refused = guide()
    found = [
        f"{place}: {', '.join(bad)}"
        for place, text in texts()
        if (bad := faults(text, use, refused))
    ]
    assert not found, "\n".join(found)


def half_width(text: str) -> bool:
    """Whether a half-width bracket or colon stands at a Japanese letter, or one is left open."""
    return bool(NARROW.search(text)) or text.count("(") > text.count(")")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("時点(基準となる日)", True),
        ("約定方法:板寄せ", True),
        ("実体を IRI（id:…）で指定してください。", False),
        ("「{}」の値：{}", False),
        ("COUNT(*) と書く", False),
        ("実体を IRI(", True),
        ("クエリ、または - （標準入力）。", True),
    ],
)
def test_a_half_width_bracket_is_found(text: str, found: bool) -> None:
    assert half_width(text) is found


def test_brackets_and_colons_are_full_width() -> None:
    found = [f"{place}: {text}" for place, text in texts() if half_width(text)]
    assert not found, "\n".join(found)


def japanese_places(source: str) -> Iterator[str]:
    """The texts of a module that stand where Japanese is chosen, whatever they hold.

    These are the second of the pairs of a table, what a table has under `ja`, and what is taken
    where the language is `ja`.
    """
    for node in ast.walk(ast.parse(source)):
        chosen: list[ast.AST] = []
        if isinstance(node, ast.Dict):
            pairs = [
                v.elts[1] for v in node.values if isinstance(v, ast.Tuple) and len(v.elts) == 2
            ]
            chosen += pairs if any(map(JAPANESE.search, _texts(pairs))) else []
            named = zip(node.keys, node.values, strict=True)
            chosen += [value for key, value in named if _is_ja(key)]
        elif isinstance(node, ast.IfExp) and isinstance(node.test, ast.Compare):
            chosen += [node.body] if _is_ja(node.test.comparators[0]) else []
        yield from _texts(chosen)


def _is_ja(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and node.value == "ja"


def _texts(nodes: list[ast.AST]) -> Iterator[str]:
    for node in (inner for outer in nodes for inner in ast.walk(outer)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def narrow_marks(text: str) -> bool:
    """Whether a text of marks and places alone has marks of English: `{}, {}`, ` ({})`."""
    words = re.search(r"[a-z]", re.sub(r"\{.*?\}", "", text)) or JAPANESE.search(text)
    return not words and bool(MARKS.search(text))


MARKS = re.compile(r"[()“”]|[:;,] ")
CHOSEN = re.compile(r'_lang = "ja", (?:CONCAT\()?"((?:[^"\\]|\\.)*)"')


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('W = {"a": ("no", "なし"), "id": ("{} (id)", "{}(ID)")}', ["{}(ID)"]),
        ('W = {"a": ("no", "なし"), "id": ("{} (id)", "{}（ID）")}', []),
        ('W = {"en": {"join": ", "}, "ja": {"join": ", "}}', [", "]),
        ("text = f'{a}（{b}）' if lang == 'ja' else f'{a} ({b})'", []),
        ("text = f'{a} ({b})' if lang == 'ja' else f'{a} ({b})'", [" (", ")"]),
    ],
)
def test_marks_of_english_are_found_where_japanese_is_chosen(source: str, found: list[str]) -> None:
    assert list(filter(narrow_marks, japanese_places(source))) == found


def test_marks_between_words_are_japanese_too() -> None:
    chosen = [
        *(
            (path, text)
            for path in (PROJECT / "kgraph").glob("**/*.py")
            for text in japanese_places(path.read_text(encoding="utf-8"))
        ),
        *(
            (path, text)
            for path in (PROJECT / "queries").glob("**/*.rq")
            for text in CHOSEN.findall(path.read_text(encoding="utf-8"))
        ),
    ]
    assert chosen
    found = [f"{path}: {text!r}" for path, text in chosen if narrow_marks(text)]
    assert not found, "\n".join(found)


def test_findings_are_sentences() -> None:
    """What is wrong, why and how to mend it end with 。, in shapes and in stored checks."""
    found = []
    for path in (PROJECT / "queries/checks").glob("*.rq"):
        header, _, lines = split_header(path.read_text(encoding="utf-8"))
        told = read_header(header, lines)
        found += [(path.name, key, told[key].value) for key in ("problem_ja", "why_ja", "fix_ja")]
    for triple in load_shapes(PROJECT / "shapes").triples:
        if triple.predicate == SH.message and triple.object.language == "ja":
            found.append((str(triple.subject), "sh:message", triple.object.value))
    assert len(found) > 500
    assert [one for one in found if not str(one[2]).strip().endswith("。")] == []


def test_labels_are_nouns() -> None:
    labels = [
        label
        for path in (PROJECT / "ontology").glob("**/*.ttl")
        for label in re.findall(
            r'skos:prefLabel[^;]*?"((?:[^"\\]|\\.)*)"@ja', path.read_text(encoding="utf-8")
        )
    ]
    assert len(labels) > 500
    assert [label for label in labels if VERB.search(label)] == []


VERB = re.compile(r"(?:する|した|される|された|である)$|。")
