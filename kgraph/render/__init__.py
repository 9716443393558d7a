"""Answers, findings, dossiers and figures → text, CSV, TSV, JSON, Markdown.

Functions of this package return text; `console` alone puts it out. Nothing is imported here, so
that a command pays only for what it shows.
"""
