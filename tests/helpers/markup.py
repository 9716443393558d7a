"""A page as a reader of its text finds it."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset(("link", "meta", "input", "br", "img", "hr"))


class Markup(HTMLParser):
    """Whether elements nest, where links lead, what is loaded, what has a name."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self.open: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.unnamed: list[str] = []
        self.lang = ""
        self._labels = 0
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.open.append(tag)
        if tag == "html":
            self.lang = given["lang"]
        if tag == "a":
            self.links.append(given["href"])
        if tag == "link" and given["rel"] in ("stylesheet", "icon"):
            self.loaded.append(given["href"])
        if tag in ("script", "img", "iframe") and given.get("type") != "application/ld+json":
            self.loaded.append(given.get("src", ""))
        if "id" in given:
            self.ids.append(given["id"])
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            named = "aria-label" in given or "id" in given or "label" in self.open
            self.unnamed += [] if named else [self.get_starttag_text() or tag]
        assert not [name for name in given if name.startswith("on") or name == "style"], attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag, tag
