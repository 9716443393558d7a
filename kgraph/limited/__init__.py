"""Work within limits of time, memory and rows, in a process that can be ended.

`limits` says how much, `walls` what the system holds a process to; `workers` has work done for a
caller that goes on, `forked` puts limits on a command of the command line, `beside` has work done
on another core meanwhile.
"""

from kgraph.limited.held import Held
from kgraph.limited.limits import QUERY, UNLIMITED, WORK, LimitReached, Limits
from kgraph.limited.workers import Workers, within

__all__ = ["QUERY", "UNLIMITED", "WORK", "Held", "LimitReached", "Limits", "Workers", "within"]
