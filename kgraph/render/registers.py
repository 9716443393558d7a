"""What an edition of a register says against the graph: for people, as JSON, as Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal

from kgraph.names import ID, compact
from kgraph.tables.table import escape
from kgraph.vocab import Term

if TYPE_CHECKING:
    from kgraph.registers import Compared, Imported, Outcome, Proposal
    from kgraph.registers.book import Book

SHOWN: Final = ("differs", "new", "gone")
_HEADS: Final = MappingProxyType(
    {
        "differs": ("Differs from what is on record", "記録と異なるもの"),
        "new": ("New", "新しいもの"),
        "gone": (
            "No longer in the register (this ends nothing)",
            "登録簿から消えたもの（終了を意味しない）",
        ),
        "unclear": ("Rows that fit several things", "複数のものに当たる行"),
        "named": ("The same name, no code on record", "名称が一致し、コードの記録がないもの"),
        "things": ("Not in the graph", "グラフにないもの"),
        "unsaid": ("What no term says", "表す用語のない記載"),
    }
)
_MOST: Final = 50
"""How many lines of one kind people are shown."""


def write(imported: Imported, format: str, lang: str) -> str:
    """The report as `text`, `md` or `json`."""
    if format == "json":
        return as_json(imported)
    return as_markdown(imported, lang) if format == "md" else as_text(imported, lang)


def as_text(imported: Imported, lang: str) -> str:
    """For people: what differs first, then what is new, gone and proposed, then counts."""
    report = _Report(imported, lang)
    blocks = ["\n".join(report.summary())]
    for head, lines in report.sections():
        shown = [f"  {line}" for line in lines[:_MOST]]
        if len(lines) > _MOST:
            shown.append(
                "  "
                + report.say(f"… and {len(lines) - _MOST} more", f"…ほか{len(lines) - _MOST}件")
            )
        blocks.append("\n".join((f"{head}: {len(lines)}", *shown)))
    return "\n\n".join(blocks) + "\n"


def as_markdown(imported: Imported, lang: str) -> str:
    """The same as a page of Markdown."""
    report = _Report(imported, lang)
    first, *rest = report.summary()
    parts = [f"# {escape(first)}\n", "".join(f"- {escape(line)}\n" for line in rest)]
    for head, lines in report.sections():
        parts.append(f"## {head} ({len(lines)})\n")
        parts.append("".join(f"- {escape(line)}\n" for line in lines))
    return "\n".join(parts)


def as_json(imported: Imported) -> str:
    """Everything, also what is the same, with IRIs, sources and lines of the file."""
    compared, book = imported.compared, imported.book
    report = {
        "register": compared.register.name,
        "day": compared.day.isoformat(),
        "source": f"src:{compared.slug}",
        "succeeds": f"src:{compared.previous}" if compared.previous else None,
        "rows": compared.tally.rows,
        "naturalPersons": compared.tally.persons,
        "notInGraph": compared.strangers,
        "facts": [_fact(outcome) for outcome in compared.outcomes],
        "proposals": [_proposal(proposal, book) for proposal in compared.proposals],
        "taken": [f"id:{candidate.slug}" for candidate in compared.taken],
        "unclear": [
            {"row": row, "key": key, "things": [f"id:{slug}" for slug in slugs]}
            for row, key, slugs in compared.unclear
        ],
        "notSaid": dict(compared.unsaid),
        "files": [change.path.relative_to(change.root).as_posix() for change in imported.changes],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _fact(outcome: Outcome) -> dict[str, Any]:
    told: dict[str, Any] = {"status": outcome.status, "thing": f"id:{outcome.slug}"}
    if outcome.predicate is not None:
        told["property"] = compact(outcome.predicate.value)
    if outcome.value is not None:
        told["value"] = _plain(outcome.value)
    elif outcome.fact is not None:
        told["value"] = {compact(p.value): _plain(v) for p, v in outcome.fact.narrowed}
    if outcome.row is not None:
        told["row"] = outcome.row
    if outcome.others:
        told["onRecord"] = [
            {"value": _plain(value), "sources": [compact(source) for source in sources]}
            for value, sources in outcome.others
        ]
    return told


def _proposal(proposal: Proposal, book: Book) -> dict[str, Any]:
    told: dict[str, Any] = {"row": proposal.row, "key": proposal.key, "name": proposal.name}
    if proposal.slug is not None:
        return told | {
            "thing": f"id:{proposal.slug}",
            "label": book.label(book.thing(proposal.slug), "en"),
        }
    assert proposal.candidate is not None
    candidate = proposal.candidate
    return told | {
        "new": f"id:{candidate.slug}",
        "class": compact(candidate.cls.value),
        "why": candidate.why,
        "known": candidate.known,
    }


def _plain(term: Term) -> str:
    return term.value if isinstance(term, Literal) else compact(term.value)


@dataclass(frozen=True)
class _Report:
    imported: Imported
    lang: str

    def say(self, english: str, japanese: str) -> str:
        return japanese if self.lang == "ja" else english

    @property
    def _compared(self) -> Compared:
        return self.imported.compared

    def _word(self, term: Term | str) -> str:
        return self.imported.book.label(term, self.lang)

    def summary(self) -> Iterator[str]:
        compared = self._compared
        register, rows = compared.register, compared.tally.rows
        title = self.say(register.title_en, register.title_ja)
        yield title.format(day=compared.day)
        yield self.say(
            f"{rows:,} rows; {compared.tally.persons:,} of natural persons and "
            f"{compared.strangers:,} of things that are not in the graph are left out",
            f"{rows:,}行。うち個人{compared.tally.persons:,}行、"
            f"グラフにないものの{compared.strangers:,}行は対象外",
        )
        counts = {
            status: sum(outcome.status == status for outcome in compared.outcomes)
            for status in ("same", *SHOWN)
        }
        things = len({slug for slug, _ in compared.said})
        yield self.say(
            f"{things:,} things: {counts['same']:,} facts the same, {counts['new']:,} new, "
            f"{counts['differs']:,} differ, {counts['gone']:,} gone",
            f"{things:,}件の対象：同じ{counts['same']:,}、新規{counts['new']:,}、"
            f"相違{counts['differs']:,}、消滅{counts['gone']:,}",
        )
        if compared.previous is not None:
            yield self.say(
                f"src:{compared.slug} succeeds src:{compared.previous}",
                f"src:{compared.slug} は src:{compared.previous} の次の版",
            )

    def sections(self) -> Iterator[tuple[str, Sequence[str]]]:
        compared = self._compared
        found: dict[str, list[str]] = {}
        for status in SHOWN:
            found[status] = [
                self._outcome(outcome) for outcome in compared.outcomes if outcome.status == status
            ]
        found["unclear"] = [
            f"{key}: {', '.join(f'id:{slug}' for slug in slugs)}"
            for _, key, slugs in compared.unclear
        ]
        named = [proposal for proposal in compared.proposals if proposal.slug is not None]
        new = [proposal for proposal in compared.proposals if proposal.slug is None]
        found["named"] = [
            f"--match {proposal.key}={proposal.slug}  {proposal.name}" for proposal in named
        ]
        found["things"] = [
            self._new(proposal)
            for proposal in sorted(
                new, key=lambda each: not (each.candidate and each.candidate.known)
            )
        ]
        found["unsaid"] = [
            f"{what}" if often == 1 else f"{what} × {often}"
            for what, often in sorted(compared.unsaid.items())
        ]
        for kind, lines in found.items():
            if lines:
                yield self.say(*_HEADS[kind]), lines

    def _outcome(self, outcome: Outcome) -> str:
        thing = self._word(ID + outcome.slug)
        if outcome.predicate is None:
            return f"{thing} (id:{outcome.slug})"
        predicate = self._word(outcome.predicate.value)
        if outcome.value is not None:
            value = self._word(outcome.value)
        else:
            told = outcome.fact.narrowed if outcome.fact is not None else ()
            skipped = ("recordStatus", "grantKind")
            value = ", ".join(self._word(v) for p, v in told if not p.value.endswith(skipped))
        line = f"{thing}: {predicate}: {value}"
        if outcome.others:
            others = "; ".join(
                f"{self._word(value)} ({', '.join(compact(source) for source in sources)})"
                if sources
                else self._word(value)
                for value, sources in outcome.others
            )
            line += self.say(f" – on record: {others}", f"（記録：{others}）")
        return line

    def _new(self, proposal: Proposal) -> str:
        assert proposal.candidate is not None
        doubt = (
            ""
            if proposal.candidate.known
            else self.say(
                " [who stands behind it is not in the graph]", "［発行者等がグラフにない］"
            )
        )
        return f"--take {proposal.key}  {proposal.name} ({proposal.candidate.why}){doubt}"
