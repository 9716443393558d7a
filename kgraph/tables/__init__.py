"""Values and rows → text: aligned for people, CSV, TSV, JSON, Markdown, the formats of the W3C."""
