"""Shapes → SPARQL: the fast engine."""
