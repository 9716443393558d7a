"""Everything that a version of the graph is published as, in one folder."""

from kgraph.release.errors import ReleaseError
from kgraph.release.files import ReleaseFile
from kgraph.release.interface import open_interface
from kgraph.release.make import STAGES, Release, release

__all__ = ["STAGES", "Release", "ReleaseError", "ReleaseFile", "open_interface", "release"]
