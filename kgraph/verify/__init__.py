"""Whether facts still stand that someone took from this graph or a release of it."""
