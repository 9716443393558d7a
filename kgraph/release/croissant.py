"""A release described for those who train and evaluate on tables: Croissant 1.0, by MLCommons."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from kgraph.export.datapackage import DESCRIPTOR
from kgraph.names import LICENSE_IRI
from kgraph.release.describe import DATASET, DESCRIPTIONS, KEYWORDS, PUBLISHER, TITLES, release_iri
from kgraph.release.files import ReleaseFile

TABLES: Final = "tables.zip"
_OF_CROISSANT: Final = (
    *("citeAs", "column", "extract", "field", "fileProperty", "fileObject", "fileSet", "format"),
    *("includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet"),
    *("references", "regex", "repeated", "replace", "samplingRate", "separator", "source"),
    *("subField", "transform"),
)
_CONTEXT: Final[Mapping[str, object]] = MappingProxyType(
    {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "sc": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "dct": "http://purl.org/dc/terms/",
        "conformsTo": "dct:conformsTo",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
        **{name: f"cr:{name}" for name in _OF_CROISSANT},
    }
)
"""The context that the specification prescribes (http://mlcommons.org/croissant/1.0)."""
_TYPES: Final = MappingProxyType(
    {"integer": "sc:Integer", "number": "sc:Float", "string": "sc:Text"}
)


def croissant(version: str, issued: date, files: Iterable[ReleaseFile]) -> str:
    """The description as JSON-LD: the files of data, and the tables of `tables.zip` with columns.

    Addresses are relative to the release, so that a copy of its folder can be read as it lies.
    """
    data = [file for file in files if file.is_data]
    packages = [_package(file) for file in data if file.path == TABLES]
    described = {
        "@context": dict(_CONTEXT),
        "@type": "sc:Dataset",
        "@id": release_iri(version),
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": dict(TITLES)["en"],
        "description": dict(DESCRIPTIONS)["en"],
        "keywords": list(dict(KEYWORDS)["en"]),
        "license": LICENSE_IRI,
        "url": DATASET,
        "citeAs": f"{PUBLISHER}: {dict(TITLES)['en']}, version {version}. {DATASET}",
        "version": version,
        "datePublished": issued.isoformat(),
        "creator": {"@type": "sc:Organization", "name": PUBLISHER},
        "distribution": [
            *map(_file, data),
            *(_table(each) for package in packages for each in package["resources"]),
        ],
        "recordSet": [_records(each) for package in packages for each in package["resources"]],
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _package(file: ReleaseFile) -> dict[str, Any]:
    """What the tables say of their columns themselves."""
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        found: dict[str, Any] = json.loads(archive.read(DESCRIPTOR))
    return found


def _file(file: ReleaseFile) -> dict[str, object]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "description": file.title_en,
        "contentUrl": file.path,
        "contentSize": f"{len(file.content)} B",
        "encodingFormat": file.media_type,
        "sha256": file.sha256,
    }


def _table(resource: Mapping[str, Any]) -> dict[str, object]:
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "containedIn": {"@id": TABLES},
        "contentUrl": resource["path"],
        "encodingFormat": resource["mediatype"],
    }


def _records(resource: Mapping[str, Any]) -> dict[str, object]:
    names = {each["name"]: name for name, each in _named(resource)}
    key = [{"@id": names[name]} for name in resource["schema"].get("primaryKey", ())]
    return {
        "@type": "cr:RecordSet",
        "@id": resource["name"],
        "name": resource["name"],
        **({"key": key[0] if len(key) == 1 else key} if key else {}),
        "field": [
            {
                "@type": "cr:Field",
                "@id": name,
                "name": name,
                "description": each["name"],
                "dataType": _TYPES[each["type"]],
                "source": {
                    "fileObject": {"@id": resource["path"]},
                    "extract": {"column": each["name"]},
                },
            }
            for name, each in _named(resource)
        ],
    }


def _named(resource: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The columns, each with a name that can stand in an IRI."""
    for place, each in enumerate(resource["schema"]["fields"], 1):
        words = re.sub(r"[^a-z0-9]+", "-", each["name"].lower()).strip("-")
        yield f"{resource['name']}/{place}-{words}", each
