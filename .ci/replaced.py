"""Print the page of names that were given up, as `make docs` keeps it in docs/generated/."""

from pathlib import Path

from kgraph.load import load
from kgraph.render.replaced import as_page
from kgraph.terms.replaced import replaced

files = load(Path(__file__).resolve().parent.parent).files
print(as_page(replaced(triple for file in files for triple in file.triples)), end="")
