"""Print the page of all that validation can find, as `make docs` keeps it in docs/generated/."""

from pathlib import Path

from kgraph.render.finding_kinds import as_page
from kgraph.validate import finding_kinds, load_checks, load_shapes

root = Path(__file__).resolve().parent.parent
print(as_page(finding_kinds(load_shapes(root / "shapes"), load_checks(root)), root=root), end="")
