"""The messages of the program, which the code words in English, in either language."""

from __future__ import annotations


def worded(text: str, language: str) -> str:
    """The message in a language; as it is where nobody has put it into Japanese."""
    if language != "ja":
        return text
    from kgraph.render.japanese import in_japanese  # takes as long as a command takes to begin

    return in_japanese(text)
