"""What maintainers correct: things under another name, or no longer things of the graph."""

from kgraph.revise.things import merge, rename, retire

__all__ = ["merge", "rename", "retire"]
