"""The findings about one state of the files beside those about another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kgraph.validate.findings import SEVERITIES, Finding


@dataclass(frozen=True)
class Compared:
    """The findings that are new, those that were there before, and those that are gone."""

    new: tuple[Finding, ...]
    kept: tuple[Finding, ...]
    gone: tuple[Finding, ...]


def against(now: Iterable[Finding], before: Iterable[Finding]) -> Compared:
    """What is found now beside what was found before.

    Two are one finding where they say the same of the same thing, wherever it stands in a file.
    """
    now, before = tuple(now), tuple(before)
    was, is_now = set(map(_says, before)), set(map(_says, now))
    return Compared(
        tuple(finding for finding in now if _says(finding) not in was),
        tuple(finding for finding in now if _says(finding) in was),
        tuple(finding for finding in before if _says(finding) not in is_now),
    )


def at_least(findings: Sequence[Finding], severity: str) -> tuple[Finding, ...]:
    """The findings that are as grave as a severity, or graver."""
    counting = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return tuple(finding for finding in findings if finding.severity in counting)


def _says(finding: Finding) -> tuple[object, ...]:
    return (
        *(finding.id, finding.severity, str(finding.focus), str(finding.path)),
        *(str(finding.value), finding.component, finding.message_en, finding.graphs),
    )
