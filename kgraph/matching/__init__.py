"""A list of names and codes as clients have it → the things of the graph that are meant."""
