"""RDF/XML as people write it → RDF/XML as the engine reads it: text in one piece, nothing else.

The engine stops at a comment, a CDATA section or an instruction within a text, and at an empty
language. The XML parser of Python's library reads the file; it is told to refuse every document
type, so that no entity is ever expanded and no other file is read.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from xml.parsers import expat

from kgraph.problems import LoadError, Problem
from kgraph.turtle.hazards import NEW_TERM, NEW_TERM_FIX, NEW_TERM_WHY, refusal
from kgraph.vocab import RDF

_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE: Final = _TEXT | {ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;"}
_LANGUAGE: Final = "xml:lang"


def plain_rdfxml(text: str, path: Path | None) -> str:
    """The same RDF/XML without comments, CDATA sections, instructions and empty languages.

    Raises LoadError with line and column for what is no XML, a document type or an entity, a
    triple term, and an empty language within another one.
    """
    writer = _Writer(path)
    writer.read(text)
    return "".join(writer.parts)


def is_foreign_xml(text: str) -> bool:
    """Whether an XML text nowhere names the namespace of RDF: it is then hardly RDF/XML."""
    return RDF.BASE not in text


class _Writer:
    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._text = ""
        self.parts: list[str] = []
        self._languages = [""]
        self._parser = expat.ParserCreate("utf-8")
        self._parser.ordered_attributes = True
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype

    def read(self, text: str) -> None:
        self._text = text
        try:
            self._parser.Parse(text, True)
        except expat.ExpatError as error:
            # Where no declaration may stand, the parser stops within its first word.
            at = self._parser.ErrorByteIndex
            found = _DECLARATION.search(text.encode(), max(at - 2, 0), at + 10)
            if found is not None:
                raise self._declaration(found.start()) from error
            raise self._refusal(
                "RDF/XML syntax error",
                expat.errors.messages[error.code],
                "correct the text at this place",
            ) from error

    def _start(self, name: str, attributes: list[str]) -> None:
        pairs = list(zip(attributes[::2], attributes[1::2], strict=True))
        given = dict(pairs)
        language = given.get(_LANGUAGE, self._languages[-1])
        if not language and self._languages[-1]:
            raise self._refusal(
                'xml:lang=""',
                f"it takes the language “{self._languages[-1]}” of an outer element away, which "
                "the reader cannot do",
                "give each text its own xml:lang, and the outer element none",
            )
        self._languages.append(language)
        if any(key.rpartition(":")[2] == "parseType" and v == "Triple" for key, v in pairs):
            raise self._refusal(NEW_TERM, NEW_TERM_WHY, NEW_TERM_FIX)
        self.parts.append(f"<{name}")
        self.parts += [
            f' {key}="{value.translate(_ATTRIBUTE)}"'
            for key, value in pairs
            if value or key != _LANGUAGE
        ]
        self.parts.append(">")

    def _end(self, name: str) -> None:
        self._languages.pop()
        self.parts.append(f"</{name}>")

    def _characters(self, text: str) -> None:
        self.parts.append(text.translate(_TEXT))

    def _doctype(self, *_: object) -> None:
        read = self._text.encode()[: self._parser.CurrentByteIndex]
        raise self._declaration(max(read.rfind(b"<!"), 0))

    def _declaration(self, at: int) -> LoadError:
        """The refusal of the declaration that begins at a byte of the text."""
        return refusal(
            "the RDF/XML declares a document type or an entity",
            "entities can blow a small file up or point at other files",
            "write the IRIs out in full and remove the declaration",
            self._text,
            len(self._text.encode()[:at].decode(errors="ignore")),
            self.path,
        )

    def _refusal(self, what: str, why: str, fix: str) -> LoadError:
        line = self._parser.CurrentLineNumber
        column = self._parser.CurrentColumnNumber + 1
        return LoadError([Problem(what, why, fix, self.path, line, column)])
