"""The graph over HTTP, read only: SPARQL 1.1 Protocol, stored questions, and every IRI by its path.

`app` puts the parts together; nothing here starts a server, `kgraph.cli.serve` does.
"""
