"""Registers that others publish → what they tell of things of ours, and what is to be added."""

from kgraph.registers.compare import ALL, Compared, Outcome, Proposal
from kgraph.registers.imported import Imported, imported
from kgraph.registers.known import REGISTERS

__all__ = ["ALL", "REGISTERS", "Compared", "Imported", "Outcome", "Proposal", "imported"]
