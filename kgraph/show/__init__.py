"""Everything known about one thing, each fact with who says it."""
