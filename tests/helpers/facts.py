"""The fact base that the graph was written from, where it lies beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from helpers.project import PROJECT

FACTS = PROJECT.parent / "shared" / "facts-2026-11"
needs_facts = pytest.mark.skipif(
    not FACTS.is_dir(), reason="the fact base is not beside this checkout (../shared/facts-2026-11)"
)


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Dates stay text, as the fact base means them."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(path: Path) -> dict:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)
