"""`python -m kgraph` is the command `kgraph`."""

import sys

import kgraph

if __name__ == "__main__":
    # The interpreter puts the current folder first on the path; what lies there is data, unless it
    # is this package itself.
    if sys.path and kgraph.__path__[0] != f"{sys.path[0]}/kgraph":
        del sys.path[0]

    from kgraph.cli import main

    main()
