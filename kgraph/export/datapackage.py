"""Tables as a data package: what each file is, and what its columns hold (Data Package v1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from kgraph.export.factsheet import FACTS
from kgraph.export.sheets import Sheet
from kgraph.names import LICENSE_IRI
from kgraph.vocab import XSD

DESCRIPTOR: Final = "datapackage.json"
_TYPES: Final[Mapping[str | None, str]] = MappingProxyType(
    {XSD.integer.value: "integer", XSD.decimal.value: "number"}
)
_KEY: Final = "id"


def descriptor(sheets: Sequence[Sheet], files: Mapping[str, bytes]) -> bytes:
    """The descriptor of CSV files, each named `NAME.csv` after its sheet; the same for the same."""
    package = {
        "profile": "tabular-data-package",
        "name": "jpst-tables",
        "title": "Japan security-token graph: tables",
        "licenses": [{"name": "CC-BY-4.0", "path": LICENSE_IRI}],
        "resources": [
            _resource(sheet, files[name])
            for sheet in sheets
            if (name := f"{sheet.name}.csv") in files
        ],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(sheet: Sheet, content: bytes) -> dict[str, Any]:
    fields = [_field(sheet, place) for place in range(len(sheet.columns))]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    # In `facts` one id stands for the same fact with several qualifiers.
    if sheet.name != FACTS and any(column.title == _KEY for column in sheet.columns):
        schema["primaryKey"] = [_KEY]
    return {
        "profile": "tabular-data-resource",
        "name": sheet.name,
        "path": f"{sheet.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",  # spreadsheet programs want the mark
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _field(sheet: Sheet, place: int) -> dict[str, Any]:
    """A column of numbers is one only where no cell has several: these stand in one text."""
    column = sheet.columns[place]
    alone = all(len(row[place]) < 2 for row in sheet.rows)
    kind = _TYPES.get(column.datatype, "string") if alone else "string"
    return {"name": column.title, "type": kind}
