"""Command lines are read as they are described, and as people write them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from helpers.project import PROJECT
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.cli import add, ask, build, completion, explain, export, fmt, line, query, show, stats
from kgraph.cli.call import Call
from kgraph.cli.commands import COMMANDS, GROUPS
from kgraph.cli.line import Help, Version
from kgraph.cli.misuse import Misuse
from kgraph.cli.options import AnswerFormat, FailOn, Language
from kgraph.cli.parameters import parameters


@pytest.fixture(autouse=True)
def _no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KGRAPH_LANG", raising=False)


def values(text: str) -> Any:
    """What the command of a line is called with."""
    call = line.read(text.split())
    assert isinstance(call, Call)
    return call.values


def test_words_go_where_they_are_described() -> None:
    assert line.read(
        ["ask", "token-route", "token=x", "--lang", "ja", "asOf=2024-01-01", "-f", "csv"]
    ) == Call(
        ask.ask,
        {
            "slug": "token-route",
            "values": ["token=x", "asOf=2024-01-01"],
            "lang": Language.ja,
            "format": AnswerFormat.csv,
        },
    )
    assert line.read(["ask"]) == Call(ask.ask, {})
    assert line.read(["build", "--force", "--fail-on", "none"]) == Call(
        build.build, {"force": True, "fail_on": FailOn.none}
    )
    assert line.read(["new", "token", "-s", "x", "a=1", "b=2"]) == Call(
        add.new_token, {"source": "x", "values": ["a=1", "b=2"]}
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("stats --lang=ja", {"lang": Language.ja}),
        ("stats -fcsv", {"format": "csv"}),
        ("stats -f csv -f json", {"format": "json"}),
        ("stats -o -", {"output": None}),
        ("stats --out=a=b", {"out": Path("a=b")}),
        ("stats --root -x", {"root": Path("-x")}),
        ("stats --timeout none", {"timeout": None}),
        ("stats --max-memory 2G", {"max_memory": 2 << 30}),
        ("export --no-inferred", {"inferred": False}),
        ("export --inferred --provenance", {"inferred": True, "provenance": True}),
        ("query -", {"sparql": "-"}),
        ("query -- -x", {"sparql": "-x"}),
        ("explain a n -1.5e3", {"subject": "a", "predicate": "n", "value": "-1.5e3"}),
        ("fmt -- --check", {"files": [Path("--check")]}),
        # A line has a language also where the command has none.
        ("--lang ja fmt --check", {"check": True}),
        ("fmt --check --lang ja", {"check": True}),
        ("--lang=ja stats", {"lang": Language.ja}),
        ("--lang ja stats --lang en", {"lang": Language.en}),
    ],
)
def test_all_ways_to_write_an_option(text: str, expected: dict[str, Any]) -> None:
    assert values(text) == expected


def test_a_language_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGRAPH_LANG", "ja")
    assert values("stats") == {"lang": Language.ja}
    assert values("stats --lang en") == {"lang": Language.en}
    assert values("fmt") == {}
    monkeypatch.setenv("KGRAPH_LANG", "fr")
    with pytest.raises(Misuse, match="KGRAPH_LANG: “fr” is none of en, ja"):
        line.read(["stats"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Help("", {}, missing=True)),
        ("new", Help("new", {}, missing=True)),
        ("--help", Help("", {})),
        ("-h --lang ja", Help("", {"lang": Language.ja})),
        ("--lang ja new --help", Help("new", {"lang": Language.ja})),
        ("ask -h", Help("ask", {})),
        ("query --help", Help("query", {})),
        ("ask --help units", Help("ask", {"slug": "units"})),
        ("ask units --lang ja -h", Help("ask", {"slug": "units", "lang": Language.ja})),
        ("new source --help", Help("new source", {})),
        ("--version", Version()),
    ],
)
def test_help_is_asked_for_anywhere(text: str, expected: Help | Version) -> None:
    assert line.read(text.split()) == expected


WORDS = st.one_of(
    st.sampled_from(
        [
            *("units", "a=1", "b=", "-5", "-1.5e3", "-.5", "-", "=", "日本", "--lang", "ja"),
            *("--format", "-f", "json", "--max-rows", "3", "0", "--timeout", "2.5", "--root"),
            *("/x", "-o", "y.csv", "--out", "z", "--force", "--fail-on", "warning", "--check"),
            *("--help", "--", "-fjson", "--lang=ja", "-z", "new", "token", "ask", "--version"),
        ]
    ),
    st.text(max_size=4),
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(COMMANDS)), st.lists(WORDS, max_size=6))
def test_a_line_is_understood_or_refused(name: str, words: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KGRAPH_LANG", raising=False)
        try:
            read = line.read([*name.split(), *words])
        except Misuse:
            return
    if not isinstance(read, Call):
        return
    known = {parameter.name: parameter for parameter in parameters(read.command)}
    for given_name, value in read.values.items():
        for one in value if known[given_name].many else [value]:
            assert one is None or isinstance(one, known[given_name].kind)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_described_by_its_function(name: str) -> None:
    command = COMMANDS[name]()
    assert command.__name__ == name.replace("-", "_").replace(" ", "_")
    assert command.__doc__
    known = parameters(command)
    names = [spelled for one in known for spelled in one.spellings]
    assert len(names) == len(set(names))
    places = [one for one in known if not one.spellings]
    assert not any(one.many for one in places[:-1]), "nothing can stand after many"
    optional = [not one.needed for one in places]
    assert optional == sorted(optional), "nothing that is needed stands after what is not"


def test_a_verb_is_a_module() -> None:
    modules = {COMMANDS[name]().__module__ for name in COMMANDS if " " not in name}
    # What corrects the record is five verbs for one thing.
    revising = {name for name in COMMANDS if COMMANDS[name]().__module__ == "kgraph.cli.revise"}
    assert revising == {"rename", "merge", "retire", "reread", "withdraw"}
    alone = {name for name in COMMANDS if " " not in name} - revising
    assert modules == {"kgraph.cli.revise"} | {
        f"kgraph.cli.{name.replace('-', '_')}" for name in alone
    }
    assert {name.split()[0] for name in COMMANDS if " " in name} == set(GROUPS)
    assert {m.__name__ for m in (explain, export, fmt, query, show, stats)} <= modules


# -- completion


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("va", ["validate"]),
        ("new ", ["--help", "--lang", "-h", "source", "token"]),
        ("ask --form", ["--format"]),
        ("ask units --format sparql-x", ["sparql-xml"]),
        ("ask --lang=", ["--lang=en", "--lang=ja"]),
        ("ask token-rou", ["token-route"]),
        ("ask --lang ja token-rou", ["token-route"]),
        ("ask token-route to", ["token="]),
        ("ask token-route lang=", ["lang=en", "lang=ja"]),
        ("questions token-rou", ["token-route"]),
        ("ask no-such-question x", []),
        ("show od", []),
    ],
)
def test_a_word_is_completed(text: str, expected: list[str]) -> None:
    assert completion.candidates(text.split(" ")) == expected


IN_BASH = """
kgraph() { "$PY" -m kgraph "$@"; }
source <(kgraph completion)
for COMP_LINE in "$@"; do
    COMP_POINT=${#COMP_LINE}
    read -ra COMP_WORDS <<< "${COMP_LINE//=/ = }"  # as bash parts them
    [[ $COMP_LINE == *" " ]] && COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _kgraph 2> /dev/null  # compopt works only while bash completes
    echo "${COMPREPLY[*]}"
done
"""


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_takes_the_script(built_market: Path) -> None:
    lines = ["kgraph va", "kgraph ask un", "kgraph ask units la", "kgraph ask units lang="]
    lines += ["kgraph ask units lang=j", "kgraph ask --lang=j", "kgraph stats --lang "]
    told = subprocess.run(
        ["bash", "-c", IN_BASH, "bash", *lines],
        cwd=built_market,
        env={**os.environ, "PY": sys.executable, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=True,
    )
    expected = ["validate", "units", "lang=", "en ja", "ja", "ja", "en ja"]
    assert told.stdout.splitlines() == expected
