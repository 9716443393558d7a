"""The results formats of the W3C for SELECT and ASK: nothing lost, nothing added.

SPARQL 1.1 Query Results JSON, XML, CSV and TSV. JSON and XML keep datatypes and languages, TSV as
well, in Turtle's spelling; CSV has bare values by its nature.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from xml.sax.saxutils import quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kgraph.csvtext import csv_text
from kgraph.tables.table import Table, as_tsv
from kgraph.tables.value_text import for_csv
from kgraph.vocab import RDF, XSD
from kgraph.xmltext import element_text

_HEAD: Final = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
_ITS: Final = ' xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"'
_WHITE: Final = " \t\r\n"
_PLAIN: Final = (XSD.string.value, RDF.langString.value, RDF.dirLangString.value)
"""Datatypes that go without saying."""


def as_sparql_json(table: Table | bool) -> str:
    """SPARQL 1.1 Query Results JSON, of rows or of a yes or no."""
    if isinstance(table, bool):
        return json.dumps({"head": {}, "boolean": table}) + "\n"
    bindings = [
        {
            name: _json(value)
            for name, value in zip(table.columns, row, strict=True)
            if value is not None
        }
        for row in table.rows
    ]
    whole = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def as_sparql_xml(table: Table | bool) -> str:
    """SPARQL Query Results XML. Raises NotInXml for a character that no XML may hold."""
    if isinstance(table, bool):
        return f"{_HEAD}<head/>\n<boolean>{json.dumps(table)}</boolean>\n</sparql>\n"
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in table.columns)
    rows = "".join(
        "<result>"
        + "".join(
            f"<binding name={quoteattr(name)}>{_xml(value)}</binding>"
            for name, value in zip(table.columns, row, strict=True)
            if value is not None
        )
        + "</result>\n"
        for row in table.rows
    )
    return f"{_HEAD}<head>{head}</head>\n<results>\n{rows}</results>\n</sparql>\n"


def as_sparql_csv(table: Table | bool) -> str:
    """SPARQL 1.1 Query Results CSV. Raises ValueError for a yes or no, which it has no form for."""
    rows = _rows(table)
    cells = ([for_csv(value) for value in row] for row in rows.rows)
    return csv_text([rows.columns, *cells], "\r\n")


def as_sparql_tsv(table: Table | bool) -> str:
    """SPARQL 1.1 Query Results TSV. Raises ValueError for a yes or no, which it has no form for."""
    return as_tsv(_rows(table))


def _rows(table: Table | bool) -> Table:
    if isinstance(table, bool):
        raise ValueError("the W3C's CSV and TSV hold no yes or no; use sparql-json or sparql-xml")
    return table


def _json(term: object) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = zip(("subject", "predicate", "object"), map(_json, term), strict=True)
        return {"type": "triple", "value": dict(parts)}
    assert isinstance(term, Literal)
    told: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        told["xml:lang"] = term.language
    if term.direction:
        told["its:dir"] = str(term.direction)
    if term.datatype.value not in _PLAIN:
        told["datatype"] = term.datatype.value
    return told


def _xml(term: object) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_text(term.value)}</bnode>"
    if isinstance(term, Triple):
        names = ("subject", "predicate", "object")
        parts = zip(names, map(_xml, term), strict=True)
        return f"<triple>{''.join(f'<{name}>{part}</{name}>' for name, part in parts)}</triple>"
    assert isinstance(term, Literal)
    told = f" xml:lang={quoteattr(term.language)}" if term.language else ""
    if term.direction:
        told += f"{_ITS} its:dir={quoteattr(str(term.direction))}"
    if term.datatype.value not in _PLAIN:
        told += f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{told}>{_text(term.value)}</literal>"


def _text(text: str) -> str:
    # Some readers take away bare white space at the ends, the engine's own among them.
    inner = element_text(text.strip(_WHITE))
    before = text[: len(text) - len(text.lstrip(_WHITE))]
    after = text[len(text.rstrip(_WHITE)) :] if inner else ""
    return _references(before) + inner + _references(after)


def _references(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


FORMATS: Final[Mapping[str, Callable[[Table | bool], str]]] = MappingProxyType(
    {
        "sparql-json": as_sparql_json,
        "sparql-xml": as_sparql_xml,
        "sparql-csv": as_sparql_csv,
        "sparql-tsv": as_sparql_tsv,
    }
)
"""Name of a format, as `--format` takes it → the function that writes rows, or a yes or no."""
