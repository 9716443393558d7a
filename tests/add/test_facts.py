"""Facts, things and records from tables and lines: right in every cell or not at all."""

from __future__ import annotations

import os
import pty
import select
import shutil
import sys
import time
from pathlib import Path

import pytest
from helpers.project import PROJECT
from helpers.running import run_kgraph

from kgraph.add import (
    DraftError,
    TokenTableError,
    add_rows,
    add_tokens,
    read_table,
    row_of,
    rows_of,
    save,
)
from kgraph.load import load
from kgraph.load.canonical_files import check
from kgraph.load.observed_names import record_classes, right_names
from kgraph.turtle.parse import parse_turtle, read_text

SOURCE = "tosei-2024-09-04-start"
FILE = Path("facts.csv")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("ontology", "shapes", "queries"):
        (tmp_path / folder).symlink_to(PROJECT / folder)
    shutil.copytree(PROJECT / "data", tmp_path / "data")
    return tmp_path


def table(root: Path, kind: str, *lines: str, source: str = SOURCE):
    rows = rows_of("\n".join(lines).encode(), FILE)
    return add_rows(root, kind, source, rows, FILE)


def text(root: Path, place: str = f"sources/{SOURCE}") -> str:
    return " ".join(read_text(root / "data" / f"{place}.ttl").split())


def written(root: Path, kind: str, *lines: str) -> str:
    """Adds rows; the text of the source, which is canonical and named by rule."""
    changes = table(root, kind, *lines)
    save(changes)
    files = [change.path for change in changes]
    assert check(files, root) == []
    path = root / f"data/sources/{SOURCE}.ttl"
    triples = parse_turtle(read_text(path), path)
    assert right_names(triples, record_classes(root)) == {}
    assert load(root)
    return text(root)


def test_facts_on_things_of_the_graph(root: Path) -> None:
    told = written(
        root,
        "fact",
        "subject,property,value,as_of,from,until,qualifier,note,capacity,wording",
        "st-tosei-property-fund-3-ichigaya,issuer,三菱UFJ信託銀行,,,,,,trustee,",
        "SBI証券,headquarters,港区六本木一丁目６番１号,令和7年3月31日,,,,本店,,",
        "ODX,statedCapital,35億円,2025/4/1,,,,,,",
        "start,trading hours,09:00-11:30,,2025-01-01,2025-12-31,session:morning,,,",
    )
    for part in (
        "id:st-tosei-property-fund-3-ichigaya jpst:",
        "rdf:object id:mufg-trust ; jpst:capacity capacity:trustee",
        'id:sbi-securities jpst:headquarters "港区六本木一丁目６番１号"@ja',
        'jpst:asOf "2025-03-31"^^xsd:date ; jpst:note "本店"@ja',
        "jpst:statedCapital 3500000000",
        "jpst:qualifier session:morning",
        'jpst:validUntil "2025-12-31"^^xsd:date',
    ):
        assert part in told, part


def test_the_day_of_the_page_is_no_statement(root: Path) -> None:
    lines = ("subject,property,value,as_of", "ODX,headquarters,Osaka,令和6年9月4日")
    before = text(root).count("rdf:Statement")
    assert written(root, "fact", *lines).count("rdf:Statement") == before
    assert 'jpst:headquarters "Osaka"@en' in text(root)


def test_what_is_derived_becomes_a_reading(root: Path) -> None:
    before = text(root)
    save(
        table(
            root,
            "fact",
            "subject,property,value,derived,derived_ja",
            "st-tosei-property-fund-3-ichigaya,tenorYears,5年,Days.,日付から導いた。",
        )
    )
    assert text(root) == before
    readings = text(root, "editorial/readings")
    assert f"prov:wasDerivedFrom src:{SOURCE}" in readings
    assert 'jpst:reason "Days."@en ; jpst:reason "日付から導いた。"@ja' in readings
    assert load(root)


def test_an_organization_with_what_the_source_says_of_it(root: Path) -> None:
    told = written(
        root,
        "organization",
        "name_en,name_ja,alias,kind,legal_name,corporate_number,website,stated_capital",
        'Harbor Trust Co.,ハーバー信託株式会社,"HTC; Harbor",TrustBank,ハーバー信託株式会社,'
        "6010001008770,https://www.example.org/,3億円",
    )
    assert "id:harbor-trust-co jpst:corporateNumber" in told
    assert "jpst:statedCapital 300000000" in told
    entity = text(root, "entities/organizations")
    assert (
        'id:harbor-trust-co a jpst:TrustBank ; skos:prefLabel "Harbor Trust Co."@en ; '
        'skos:prefLabel "ハーバー信託株式会社"@ja ; skos:altLabel "HTC"@en ; '
        'skos:altLabel "Harbor"@en'
    ) in entity


@pytest.mark.parametrize(
    ("kind", "lines", "parts"),
    [
        (
            "registration",
            (
                "organization,grant_kind,grant_type,grant_number,granted_by,as_of,from",
                "SBI証券,registration,type-i-fib,関東財務局長(金商)第44号,関東財務局,2025-03-31,H19.9.30",
            ),
            (
                "jpst:holdsGrant id:registration-sbi-securities-type-i-fib-no-44-kanto-local-"
                "finance-bureau-2025-03-31-from-2007-09-30",
                "jpst:grantKind grantkind:registration",
                "jpst:recordStatus recordstatus:held",
            ),
        ),
        (
            "membership",
            ("organization,association,as_of", "ODX,日本証券業協会,2025-03-31"),
            ("jpst:membership id:membership-odx-jsda-2025-03-31", "jpst:association id:jsda"),
        ),
        (
            "holding",
            (
                "company,holder,percentage,record_status,as_of",
                "ODX,SBI PTS Holdings,57%,planned,2025-03",
            ),
            ("jpst:percentage 57.0", "recordstatus:planned", '"2025-03"^^xsd:gYearMonth'),
        ),
        (
            "statistic",
            ("subject,measure,count,as_of", "start,activeIssueCount,5件,2025-03-31"),
            (
                "jpst:statistic id:statistic-start-active-issue-count-5-2025-03-31",
                "jpst:measure measure:activeIssueCount",
                "jpst:count 5",
            ),
        ),
    ],
)
def test_records(root: Path, kind: str, lines: tuple[str, ...], parts: tuple[str, ...]) -> None:
    told = written(root, kind, *lines)
    for part in parts:
        assert part in told, part


def test_an_experiment(root: Path) -> None:
    save(table(root, "experiment", "slug,name_en,name_ja", "exp-harbor,Harbor trial,ハーバー実験"))
    assert "id:exp-harbor a jpst:SettlementExperiment" in text(root, "entities/settlement")


def test_a_second_source_of_a_token(root: Path) -> None:
    told = written(
        root,
        "token",
        "token,trustee,issue_date,offering_amount",
        "st-kenedix-w-osaka,三菱UFJ信託銀行株式会社,2025年9月,18.3億円",
    )
    assert "id:st-kenedix-w-osaka jpst:issueDate" in told
    assert "jpst:offeringAmount 1830000000" in told


@pytest.mark.parametrize(
    ("kind", "header", "line", "column", "why"),
    [
        ("fact", "subject,property,value", "nobody,trustee,x", "subject", "no entity “nobody”"),
        ("fact", "subject,property,value", "odx,trusteee,x", "property", "did you mean trustee"),
        ("fact", "subject,property,value", "odx,trustee,mufg-trust", "subject", "of the kind"),
        (
            "fact",
            "subject,property,value",
            "st-kenedix-w-osaka,trustee,start",
            "value",
            "of the kind",
        ),
        ("fact", "subject,property,value", "st-kenedix-w-osaka,trustee,", "value", "empty"),
        (
            "fact",
            "subject,property,value",
            "st-kenedix-w-osaka,coupon,5000%",
            "value",
            "hardly meant",
        ),
        (
            "fact",
            "subject,property,value",
            "st-kenedix-w-osaka,coupon,5口",
            "value",
            "not in percent",
        ),
        (
            "fact",
            "subject,property,value",
            "st-kenedix-w-osaka,issueDate,3025-01-01",
            "value",
            "year 3025",
        ),
        (
            "fact",
            "subject,property,value,qualifier",
            "start,city,x,nope",
            "qualifier",
            "no concept",
        ),
        (
            "fact",
            "subject,property,value,from,until",
            "odx,city,x,2025-02,2025-01",
            "until",
            "lies before",
        ),
        ("organization", "slug,name_en", "odx-2,ODX", "name_en", "is that of id:odx"),
        ("organization", "name_en,kind", "New Co,SecurityToken", "kind", "no kind of Organization"),
        ("organization", "slug,name_en", "odx,New", "slug", "exists already"),
        ("membership", "organization,association", "ODX,ODX", "association", "of the kind"),
        (
            "holding",
            "company,holder,percentage",
            "ODX,SBI証券,400000%",
            "percentage",
            "hardly meant",
        ),
        ("statistic", "subject,measure", "start,x", "count", "give one of count"),
    ],
)
def test_a_bad_cell_is_told_and_nothing_is_written(
    root: Path, kind: str, header: str, line: str, column: str, why: str
) -> None:
    before = {path: path.read_bytes() for path in root.rglob("data/**/*.ttl")}
    with pytest.raises(TokenTableError) as caught:
        table(root, kind, header, line)
    told = [(error.column, error.why) for error in caught.value.errors]
    assert [w for c, w in told if c == column and why in w], told
    assert all(str(error).startswith("facts.csv: row 2, column ") for error in caught.value.errors)
    assert before == {path: path.read_bytes() for path in root.rglob("data/**/*.ttl")}


def test_columns_and_sources_that_are_not_there(root: Path) -> None:
    with pytest.raises(DraftError, match="unknown column “propery”: did you mean property"):
        table(root, "fact", "subject,propery,value", "odx,city,x")
    with pytest.raises(DraftError, match="no source “nowhere”"):
        table(root, "fact", "subject,property,value", "odx,city,x", source="nowhere")


def test_a_key_given_twice_is_joined_or_refused(root: Path) -> None:
    row = row_of(root, ["underwriter=sbi-securities", "underwriter=nomura-securities", "coupon=1"])
    assert row.cells == {"underwriter": "sbi-securities;nomura-securities", "coupon": "1"}
    for twice in ("name_en", "issue_date", "note", "as_of"):
        with pytest.raises(DraftError, match=f"{twice} is given twice"):
            row_of(root, [f"{twice}=a", f"{twice}=b"])
    with pytest.raises(DraftError, match="write column=value"):
        row_of(root, ["coupon"])


def test_parties_of_new_tokens_resolve_by_the_same_rules(root: Path) -> None:
    rows = read_table("name_en,trustee,platform\nNew One,三菱UFJ信託銀行,Progmat\n".encode(), FILE)
    change = add_tokens(root, SOURCE, rows)[-1]
    squeezed = " ".join(change.text.split())
    assert "jpst:trustee id:mufg-trust" in squeezed
    assert "jpst:platform id:progmat-platform" in squeezed
    given_up = read_table(b"name_en,trustee\nNew One,start\n", FILE)
    with pytest.raises(TokenTableError, match="is of the kind"):
        add_tokens(root, SOURCE, given_up)


# -- the command


def test_the_command(root: Path) -> None:
    line = ("add", "fact", "subject=ODX", "property=headquarters", "value=Osaka", "-s", SOURCE)
    dry = run_kgraph(*line, "--dry-run", cwd=root)
    assert dry.returncode == 0, dry.stderr
    assert dry.stdout.startswith(
        f"--- a/data/sources/{SOURCE}.ttl\n+++ b/data/sources/{SOURCE}.ttl"
    )
    before = text(root)
    done = run_kgraph(*line, cwd=root)
    assert (done.returncode, done.stdout.strip()) == (0, str(root / f"data/sources/{SOURCE}.ttl"))
    assert before != text(root)
    (root / "t.csv").write_text("subject;property;value\nODX;city;x;y\n", encoding="utf-8")
    for arguments, code, why in (
        (("fact", "--table", "t.csv", "-s", SOURCE), 3, "more cells than the header"),
        (("fact", "-s", SOURCE), 2, "at a terminal only"),
        (("fact", "subject=ODX"), 2, "--source is missing"),
        (("facts", "subject=ODX", "-s", SOURCE), 2, "facts"),
        (("fact", "subject=ODX", "--table", "t.csv", "-s", SOURCE), 2, "give one of them"),
    ):
        ran = run_kgraph("add", *arguments, cwd=root)
        assert (ran.returncode, ran.stdout) == (code, ""), ran.stderr
        assert why in ran.stderr


def answered(root: Path, *arguments: str, answers: list[tuple[str, str]]) -> tuple[int, str]:
    """The exit code of a command at a terminal, and all it showed; an answer a question."""
    child, terminal = pty.fork()
    if child == 0:
        try:
            os.chdir(root)
            environment = os.environ | {"PYTHONPATH": str(PROJECT), "TERM": "xterm"}
            words = [sys.executable, "-m", "kgraph", *arguments]
            os.execve(sys.executable, words, environment)
        finally:
            os._exit(127)
    shown, at, left, end = "", 0, list(answers), time.monotonic() + 120
    try:
        while time.monotonic() < end:
            ready, _, _ = select.select([terminal], [], [], 1)
            if not ready:
                continue
            try:
                part = os.read(terminal, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part.decode(errors="replace")
            if left and left[0][0] in shown[at:]:
                at = len(shown)
                os.write(terminal, f"{left.pop(0)[1]}\n".encode())
        else:
            os.kill(child, 9)
            pytest.fail(f"it waited for ever: {shown[-500:]}")
    finally:
        os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), shown


def test_a_person_is_asked_one_thing_at_a_time(root: Path) -> None:
    code, shown = answered(
        root,
        "add",
        "fact",
        answers=[
            ("source: ", SOURCE),
            ("subject (needed): ", "ODX"),
            ("property (needed): ", "statedCa\t"),  # the tab key completes the rest
            ("value (needed): ", "soon"),
            ("as_of: ", "2025-04-01"),
            ("note: ", ""),
            ("another column (none: done): ", ""),
            ("value (needed): ", "35億円"),
            ("write this? (y/n) ", "y"),
        ],
    )
    assert code == 0, shown
    assert "column value: “soon” is no number" in shown
    assert "jpst:statedCapital 3500000000" in text(root)
