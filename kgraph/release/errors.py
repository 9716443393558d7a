"""Why a release is not made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgraph.validate import Finding


class ReleaseError(Exception):
    """A release is refused. The message is one line: what, why, what to do.

    `findings` are those that stop it, and make the exit code 1; else it is that of bad use.
    """

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings
        self.exit_code = 1 if findings else 2
