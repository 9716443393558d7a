"""Why a fact is in the graph, or why not, in words."""
