"""The same graph on an engine that speaks SPARQL 1.1: pushed, compared, pulled and asked there."""

from kgraph.remote.errors import RemoteError
from kgraph.remote.transport import Endpoint

__all__ = ["Endpoint", "RemoteError"]
