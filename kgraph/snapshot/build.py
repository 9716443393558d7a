"""Load, infer, validate, give standing, write: files become one immutable snapshot."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kgraph.cycles import uncollected
from kgraph.limited.beside import beside
from kgraph.load import fingerprint, load
from kgraph.refusals import refusal
from kgraph.root import real_path
from kgraph.snapshot import folder
from kgraph.snapshot.content import Content, make_content
from kgraph.snapshot.counts import count
from kgraph.snapshot.errors import SnapshotError
from kgraph.snapshot.intact import damages
from kgraph.snapshot.pipeline import Reasoned, Stages
from kgraph.snapshot.reason import REASONERS
from kgraph.snapshot.store import FORMAT, readable_manifest
from kgraph.snapshot.unfinished import Unfinished, unfinished
from kgraph.validate.findings import SEVERITIES, Finding, by_severity, exceeds
from kgraph.version import __version__

if TYPE_CHECKING:
    from kgraph.validate.stored_checks import Check

STAGES: Final = ("load", "infer", "claims", "write", "validate", "publish")
_PACKAGE: Final = Path(__file__).resolve().parents[1]
_CODE: Final = (
    *("cycles.py", "datatypes.py", "dates.py", "limited", "locks.py", "names.py", "problems.py"),
    *("rdflib_terms.py", "refusals.py", "root.py", "version.py", "vocab.py"),
    *("turtle", "sparql", "load", "infer", "shacl", "validate", "snapshot"),
)


@dataclass(frozen=True)
class BuildReport:
    """What a build did.

    `published` is False where findings stopped it; then the old snapshot stays and `snapshot` is
    None. `reused` tells that nothing had changed, so that nothing was built: `findings` is then
    empty, and `severities` are the counts of the build that made the snapshot.
    """

    snapshot: Path | None
    fingerprint: str
    published: bool
    reused: bool
    counts: Mapping[str, int]
    severities: Mapping[str, int]
    findings: tuple[Finding, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)


def build(
    root: Path,
    out: Path,
    *,
    reasoner: str = "compiled",
    max_inferred: float | None = None,
    validate: bool = True,
    fail_on: str = "violation",
    on_stage: Callable[[str], None] | None = None,
    patience: float = 0,
    on_wait: Callable[[str], None] | None = None,
    force: bool = False,
    built: date | None = None,
    notes: Callable[[], Mapping[str, object]] = dict,
    lines: bool = True,
) -> BuildReport:
    """Builds the snapshot of a project folder and publishes it in `out`, in one step.

    In: `reasoner`, one of REASONERS; `max_inferred`, how many facts may follow (see
    `kgraph.infer.run`); `fail_on`, the severity from which findings stop the build
    (or `never`); `on_stage`, called with each of STAGES as it begins; `patience`, for how many
    seconds to wait for another build, of which `on_wait` is told in words; `force`, to build
    although nothing changed; `built`, the day to note, today by default; `notes`, asked once the
    files are loaded, what else the manifest is to tell of them; `lines`, whether findings that stop
    nothing have their line too, for which the files are read again.

    A build that fails, or that is stopped at any moment, leaves the published snapshot as it was,
    and removes nothing. Raises LoadError for input that does not load, SnapshotError where another
    build is running still or the folder cannot or must not be written, ValueError for an option
    that does not exist.
    """
    if reasoner not in REASONERS:
        raise ValueError(f"“{reasoner}” is no reasoner; use {' or '.join(REASONERS)}")
    exceeds((), fail_on)  # refuses a word that is no severity before any work is done
    root, out = real_path(root), real_path(out)
    recipe = _recipe(reasoner, validate)
    unchanged = None if force else _unchanged(root, out, recipe, fail_on)
    if unchanged is not None:
        # Another build is at work, or this folder may only be read: nothing is lost.
        with suppress(SnapshotError), folder.locked(out):
            folder.sweep(out)
        return unchanged
    with folder.locked(out, patience, on_wait) as waited:
        # What was waited for may have been the same build.
        unchanged = _unchanged(root, out, recipe, fail_on) if waited and not force else None
        if unchanged is not None:
            return unchanged
        work = _Build(root, on_stage, notes, max_inferred, lines)
        with uncollected():
            return work.run(out, reasoner, validate, fail_on, recipe, built or date.today())


class _Build:
    def __init__(
        self,
        root: Path,
        on_stage: Callable[[str], None] | None,
        notes: Callable[[], Mapping[str, object]],
        max_inferred: float | None,
        lines: bool,
    ) -> None:
        self.root = root
        self.notes = notes
        self.max_inferred = max_inferred
        self.lines = lines
        self.stage = Stages(on_stage)

    def run(
        self,
        out: Path,
        reasoner: str,
        validate: bool,
        fail_on: str,
        recipe: Mapping[str, object],
        built: date,
    ) -> BuildReport:
        with self.stage("load"):
            loaded = load(self.root)
        with ExitStack() as place:
            with _writing(out):
                made = place.enter_context(unfinished(out, loaded))
            with self.stage("infer"):
                reasoned = Reasoned.of(loaded, reasoner, self.max_inferred)
                notes = self.notes()
            seconds = self.stage.seconds
            content = sizes = None
            if validate:
                with beside(lambda: self._findings(reasoned, built, fail_on)) as found:
                    content, sizes = self._meanwhile(out, made, reasoned, built)
                    with self.stage("validate"):
                        findings = found()
            else:
                content = self._claims(reasoned, built)
                with self.stage("validate"):
                    findings = ()
            severities = by_severity(findings)
            if exceeds(findings, fail_on):
                counts = count(loaded.store)
                return BuildReport(
                    None, loaded.fingerprint, False, False, counts, severities, findings, seconds
                )
            content = content or self._claims(reasoned, built)
            sizes = sizes or self._written(out, made, content)
            manifest = {
                **notes,
                "format": FORMAT,
                "fingerprint": loaded.fingerprint,
                "built": built.isoformat(),
                "day": content.state.day.as_of.isoformat(),
                "root": folder.name_root(out, self.root),
                "roots": {layer.name: layer.base for layer in loaded.layers},
                "recipe": recipe,
                "findings": severities,
                **sizes,
            }
            with _writing(out), self.stage("publish"):
                path = folder.publish(out, made.path, manifest, _intact(out))
        return BuildReport(
            path, loaded.fingerprint, True, False, sizes["counts"], severities, findings, seconds
        )

    def _written(self, out: Path, made: Unfinished, content: Content) -> Mapping[str, Any]:
        """Writes all that is not yet written; gives what the manifest tells of sizes."""
        with _writing(out), self.stage("write"):
            return made.finish(content)

    def _findings(self, reasoned: Reasoned, built: date, fail_on: str) -> tuple[Finding, ...]:
        findings = reasoned.findings(_checks(self.root), built, lines=self.lines)
        if not self.lines and exceeds(findings, fail_on):
            findings = reasoned.findings(_checks(self.root), built)
        return findings

    def _claims(self, reasoned: Reasoned, built: date) -> Content:
        with self.stage("claims"):
            loaded = reasoned.loaded
            marks = {layer.base: layer.name for layer in loaded.layers if not layer.is_house}
            return make_content(loaded.store, reasoned.reasoner, built, marks)

    def _meanwhile(
        self, out: Path, made: Unfinished, reasoned: Reasoned, built: date
    ) -> tuple[Content | None, Mapping[str, Any] | None]:
        """What files that are not yet known to be sound come to, written: None where the claims
        fail on them."""
        content = None
        try:
            content = self._claims(reasoned, built)
            return content, self._written(out, made, content)
        except Exception as error:
            if isinstance(error, SnapshotError) or (content is not None and content.has_state):
                raise
            return None, None  # told when it comes again: findings say better what is wrong


def _checks(root: Path) -> list[Check]:
    """The checks of a build: of those that depend on the day only the ones made to find faults.

    That a source is due for review never stops a build, whatever a profile makes of it.
    """
    from kgraph.validate.stored_checks import load_checks, read_checks

    faults = {check.slug for check in read_checks(root) if check.is_grave}
    return [c for c in load_checks(root) if not c.needs_day or c.slug in faults]


def _unchanged(
    root: Path, out: Path, recipe: Mapping[str, object], fail_on: str
) -> BuildReport | None:
    """The report on the published snapshot where a build would make the same one again."""
    path = _intact(out)
    if path is None:
        return None
    manifest = folder.read_manifest(path)
    same = (
        manifest["recipe"] == recipe
        and folder.built_from(path, manifest) == root
        and manifest["fingerprint"] == fingerprint(root)
    )
    severities: dict[str, int] = manifest.get("findings", {})
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
    if not same or any(severities.get(severity) for severity in grave):
        return None
    return BuildReport(path, manifest["fingerprint"], True, True, manifest["counts"], severities)


def _intact(out: Path) -> Path | None:
    """The published snapshot, if this version can read it and every byte is as it was built."""
    try:
        path = folder.current(out)
        if path is None or next(damages(path, readable_manifest(path), whole=True), None):
            return None
    except (SnapshotError, OSError):
        return None
    return path


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """Tells what cannot be written. The engine tells of a full disk in a RuntimeError."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        reason, fix = refusal(error) if isinstance(error, OSError) else (str(error), "")
        fix = fix or "free some space and build again"
        raise SnapshotError(f"{out}: cannot write the snapshot: {reason}; {fix}") from error


def _recipe(reasoner: str, validate: bool) -> dict[str, Any]:
    """Everything besides the files that decides what a build makes."""
    return {
        "reasoner": reasoner,
        "validated": validate,
        "code": _code(),
        "versions": {
            "kgraph": __version__,
            "pyoxigraph": version("pyoxigraph"),
            "python": platform.python_version(),
        },
    }


@cache
def _code() -> str:
    """A digest of the code that this process runs, which stays what it was when it was read."""
    digest = hashlib.sha256()
    for name in _CODE:
        for path in sorted([*_PACKAGE.glob(name), *(_PACKAGE / name).rglob("*.py")]):
            if path.is_file():
                part = path.read_bytes()
                digest.update(len(part).to_bytes(8, "big"))
                digest.update(part)
    return digest.hexdigest()
