"""Text of SPARQL: read, judged, made safe, filled in; and the one way to the engine."""
