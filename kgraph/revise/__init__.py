"""What maintainers put right: names of things, pages that were read again, sources withdrawn."""

from kgraph.revise.sources import reread, withdraw
from kgraph.revise.things import merge, rename, retire

__all__ = ["merge", "rename", "reread", "retire", "withdraw"]
