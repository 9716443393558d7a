"""Where the checkout stands, and the tests in it."""

from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
PROJECT = TESTS.parent
FOLDERS = ("ontology", "data", "shapes", "queries")
"""What of it is the graph."""
