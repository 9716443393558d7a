"""Stored questions, queries from outside, and everything known about one thing.

Nothing is imported here, so that one question does not pay for the others: see `ask.ask`,
`header.questions`, `run.run_query`, `dossier.dossier`, `lookup.resolve` and `lookup.search`.
"""
