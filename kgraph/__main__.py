"""`python -m kgraph` is the command `kgraph`."""

import sys

import kgraph

if __name__ == "__main__":
    # The interpreter puts the current folder first; what lies there is data, unless it is this
    # package itself.
    if sys.path and not str(kgraph.__file__).startswith(sys.path[0]):
        del sys.path[0]

    from kgraph.cli import main

    main()
