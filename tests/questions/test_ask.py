"""A stored question asked of a built graph: values in, rows out; and things found by name."""

from __future__ import annotations

import datetime
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from helpers.here import right_here
from helpers.project import PROJECT

from kgraph.limited import LimitReached, Limits
from kgraph.names import BASE, ID
from kgraph.questions.ask import Answer, ask
from kgraph.questions.params import BadValue, choices, to_term
from kgraph.questions.question import read_question
from kgraph.questions.variables import Parameter
from kgraph.search.lookup import resolve
from kgraph.snapshot import Snapshot
from kgraph.sparql.values import Iri, to_value

# -- ask


def test_an_answer_has_typed_rows(asked_market: Snapshot) -> None:
    answer = ask(asked_market, "units")
    assert answer.columns == ("token", "tokenLabel", "units")
    assert answer.rows == (
        (ID + "st-alpha", "Alpha token", 100),
        (ID + "st-beta", "Beta token", 20),
    )
    assert isinstance(answer.rows[0][0], Iri)
    assert answer.rows_as_dicts()[1] == {
        "token": ID + "st-beta",
        "tokenLabel": "Beta token",
        "units": 20,
    }
    assert (len(answer), answer.truncated, answer.title) == (2, False, "Units issued of each token")


def test_the_language_reaches_the_labels_and_the_title(asked_market: Snapshot) -> None:
    answer = ask(asked_market, "units", lang="ja")
    assert answer.title == "トークンごとの発行口数"
    assert answer.rows[0][1] == "アルファ"
    assert ask(asked_market, "units", {"lang": "en"}, lang="ja").rows[0][1] == "Alpha token"


def test_an_optional_value_narrows_and_none_does_not(asked_market: Snapshot) -> None:
    assert len(ask(asked_market, "units", {"least": 50})) == 1
    assert len(ask(asked_market, "units", {"least": "50"})) == 1
    assert len(ask(asked_market, "units", {"least": None})) == 2


def test_an_empty_value_is_not_taken_as_left_out(asked_market: Snapshot) -> None:
    with pytest.raises(BadValue, match="least: no value stands after ="):
        ask(asked_market, "units", {"least": " "})
    with pytest.raises(BadValue, match="値がありません"):
        ask(asked_market, "units", {"least": ""}, lang="ja")


def first(answer: Answer) -> dict[str, object]:
    return dict(answer.rows_as_dicts()[0])


@pytest.mark.parametrize(
    "venue",
    [
        "start",
        "id:start",
        ID + "start",
        f"<{ID}start>",
        "START",
        "start ",
        "s-t-a-r-t",
        "ＳＴＡＲＴ",
        "START（取引の場）",
        "START(取引の場)",
        "ODST",
        "odst",
    ],
)
def test_a_thing_is_named_in_any_way_people_name_it(asked_market: Snapshot, venue: str) -> None:
    assert len(ask(asked_market, "traded-on", {"venue": venue})) == 2


@pytest.mark.parametrize(
    ("values", "column", "expected"),
    [
        ({"asOf": "2024-02-29"}, "day", datetime.date(2024, 2, 29)),
        ({"as-of": datetime.date(2024, 2, 29)}, "day", datetime.date(2024, 2, 29)),
        ({"as_of": datetime.datetime(2024, 2, 29, 12, 0)}, "day", datetime.date(2024, 2, 29)),
        ({"__asOf_xsd_date": "２０２４-02-29"}, "day", datetime.date(2024, 2, 29)),
        ({}, "day", datetime.date(1999, 12, 31)),
        ({"layer": "securityToken"}, "layer", BASE + "layer/securityToken"),
        ({"layer": "security token"}, "layer", BASE + "layer/securityToken"),
        ({"layer": "layer:securityToken"}, "layer", BASE + "layer/securityToken"),
        ({"layer": "トークン"}, "layer", BASE + "layer/securityToken"),
        ({"standing": "likely"}, "standing", BASE + "standing/likely"),
        ({"word": '"} # ?x'}, "word", '"} # ?x'),
        ({"order": "Down"}, "order", "down"),
    ],
)
def test_values_become_typed_terms(
    asked_market: Snapshot, values: dict[str, object], column: str, expected: object
) -> None:
    assert first(ask(asked_market, "traded-on", {"venue": "start", **values}))[column] == expected


@pytest.mark.parametrize(
    ("values", "message", "near"),
    [
        ({}, "venue: a value is needed (venue)", ()),
        ({"venue": "strat"}, "venue: “strat” names nothing of the kind venue", ("id:start",)),
        ({"venue": "odx"}, "and no venue; choose one of id:start, id:twin-two", ()),
        ({"venue": "start", "asOf": "2024-02-30"}, "“2024-02-30” is no day", ()),
        ({"venue": "start", "asOf": "20240229"}, "write it as 2024-03-31", ()),
        ({"venue": "start", "asOf": "2024-W10-1"}, "“2024-W10-1” is no day", ()),
        (
            {"venue": "start", "layer": "securityTokn"},
            "is not among the values",
            ("securityToken",),
        ),
        ({"venue": "start", "standing": "conflicting"}, "not among", ("confirmed", "likely")),
        ({"venue": "start", "order": "sideways"}, "is not among the values", ("up", "down")),
        ({"venu": "start"}, "traded-on has no such parameter; it has venue, asOf", ("venue",)),
    ],
)
def test_a_wrong_value_is_refused_with_the_nearest_right_ones(
    asked_market: Snapshot, values: dict[str, object], message: str, near: tuple[str, ...] | None
) -> None:
    with pytest.raises(BadValue) as caught:
        ask(asked_market, "traded-on", values)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2
    assert near is None or caught.value.nearest == near


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("many", "no whole number"),
        ("1.5", "no whole"),
        (str(1 << 63), "beyond the numbers that the engine can compare"),
        (f"-{10**30}", "beyond the numbers"),
    ],
)
def test_a_number_must_be_whole(asked_market: Snapshot, value: str, message: str) -> None:
    with pytest.raises(BadValue, match=message):
        ask(asked_market, "units", {"least": value})


def test_a_language_is_one_of_the_graphs(asked_market: Snapshot) -> None:
    with pytest.raises(BadValue, match="did you mean en or ja"):
        ask(asked_market, "units", {"lang": "fr"})


def test_an_ambiguous_name_lists_what_it_may_mean(asked_market: Snapshot) -> None:
    question = read_question(asked_market.root / "queries" / "traded-on.rq")
    venue = question.parameters[0]
    assert str(to_term(asked_market, venue, "Twin")) == f"<{ID}twin-two>"
    assert resolve(asked_market, "Twin") == [ID + "twin-one", ID + "twin-two"]
    question = read_question(asked_market.root / "queries" / "traded-on.rq")
    anything = replace(question.parameters[0], class_iris=())
    with pytest.raises(BadValue) as caught:
        to_term(asked_market, anything, "Twin")
    assert str(caught.value) == (
        "venue: “Twin” fits 2 things; choose one of id:twin-one (Twin; company), "
        "id:twin-two (Twin; venue)"
    )


@pytest.mark.parametrize("venue", ["取引", "trading START", "取引 start", "trad"])
def test_a_part_of_a_name_that_fits_one_thing_of_the_kind_is_taken(
    asked_market: Snapshot, venue: str
) -> None:
    assert first(ask(asked_market, "traded-on", {"venue": venue}))["token"] == ID + "st-alpha"


@pytest.mark.parametrize("venue", ["rading", "t", "trading twin"])
def test_what_is_no_word_of_a_name_is_not_taken(asked_market: Snapshot, venue: str) -> None:
    with pytest.raises(BadValue, match="names nothing"):
        ask(asked_market, "traded-on", {"venue": venue})


def test_what_names_a_thing_of_another_kind_is_told_as_such(asked_market: Snapshot) -> None:
    for lang, told in (
        ("en", r"venue: “st-beta” is id:st-beta \(.+\), and no venue; did you mean id:start"),
        (
            "ja",
            r"venue: 「st-beta」は id:st-beta（.+）で、種類が違います（求める種類：.+）。id:start",
        ),
    ):
        with pytest.raises(BadValue, match=told):
            ask(asked_market, "traded-on", {"venue": "st-beta"}, lang)


def test_where_nothing_is_alike_the_way_to_look_is_told(in_memory: Snapshot) -> None:
    for lang, told in (("en", "look for it with"), ("ja", "で探せます")):
        for slug, name in (("custody-chain", "token"), ("who-says", "subject")):
            with pytest.raises(BadValue, match=r"`kgraph search 'qx zq'`") as caught:
                ask(in_memory, slug, {name: "qx zq"}, lang)
            assert told in str(caught.value)


def test_a_name_that_nobody_has_is_refused_with_those_like_it(in_memory: Snapshot) -> None:
    for slug, name in (("facts-of-one-publisher", "publisher"), ("publisher-sources", "name")):
        with pytest.raises(BadValue, match=r"“FinWki” is in no .+ did you mean FinWiki"):
            ask(in_memory, slug, {name: "FinWki"})
        with pytest.raises(BadValue, match="「存在しない社」を含む発行元の名称は記録にありません"):
            ask(in_memory, slug, {name: "存在しない社"}, "ja")
        assert len(ask(in_memory, slug, {name: "finwiki"})) > 0


def test_a_value_is_taken_by_a_word_of_its_label(asked_market: Snapshot) -> None:
    row = first(ask(asked_market, "traded-on", {"venue": "start", "layer": "token"}))
    assert row["layer"] == BASE + "layer/securityToken"


def test_wrong_values_are_told_in_japanese(asked_market: Snapshot) -> None:
    for values, told in (
        ({}, "値が必要です"),
        ({"venue": "nobody"}, "グラフにありません"),
        ({"venue": "start", "asOf": "today"}, "日付ではありません"),
        (
            {"venue": "start", "order": "sideways"},
            "選べる値にありません。up または down のことですか",
        ),
    ):
        with pytest.raises(BadValue, match=told):
            ask(asked_market, "traded-on", values, lang="ja")
    with pytest.raises(BadValue, match="という質問はありません"):
        ask(asked_market, "unit", lang="ja")


def test_an_unknown_question_offers_the_nearest(asked_market: Snapshot) -> None:
    with pytest.raises(BadValue, match="did you mean units"):
        ask(asked_market, "unit")


def test_the_choices_of_an_enum_have_labels(asked_market: Snapshot) -> None:
    question = read_question(asked_market.root / "queries" / "traded-on.rq")
    layer = next(p for p in question.parameters if p.name == "layer")
    (choice,) = choices(asked_market, layer, "ja")
    assert (choice.value, choice.label) == ("securityToken", "トークン")
    assert choices(asked_market, question.parameters[0]) == []


def test_what_was_given_up_is_no_choice(real_snapshot: Snapshot) -> None:
    asset_class = Parameter(
        "class", "_class_iri", False, "iri", "enum", "class", "区分", scheme="assetclass"
    )
    offered = [choice.value for choice in choices(real_snapshot, asset_class)]
    assert "realEstate" in offered
    assert "realEstateBeneficialInterest" not in offered


def test_rows_and_time_can_be_limited(asked_market: Snapshot) -> None:
    answer = ask(asked_market, "units", limits=Limits(rows=1))
    assert (len(answer), answer.truncated) == (1, True)
    assert len(ask(asked_market, "units", limits=Limits(rows=2))) == 2
    with pytest.raises(LimitReached):
        ask(asked_market, "units", limits=Limits(seconds=0.0001))


def test_an_answer_shows_itself(asked_market: Snapshot) -> None:
    answer = ask(asked_market, "traded-on", {"venue": "start", "word": "a|b <i>"})
    table = answer.to_markdown().splitlines()
    assert table[0] == "| token | day | layer | standing | word | order |"
    assert table[2] == "| Alpha token | 1999-12-31 | none | none | a\\|b <i> | none |"
    page = answer._repr_html_()
    assert f'<a href="{ID}st-alpha" title="id:st-alpha">Alpha token</a>' in page
    assert "a|b &lt;i&gt;" in page


def test_an_answer_becomes_a_data_frame(asked_market: Snapshot) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed (kgraph[pandas] has it)")
    answer = ask(asked_market, "units")
    frame = answer.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == list(answer.columns)
    assert [tuple(row) for row in frame.itertuples(index=False)] == list(answer.rows)
    assert frame["units"].sum() == 120
    one = ask(asked_market, "units", limits=Limits(rows=1))
    assert one.to_pandas().shape == (1, len(answer.columns))


def test_without_pandas_the_error_says_what_to_install(
    asked_market: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"kgraph\[pandas\]"):
        ask(asked_market, "units").to_pandas()


def test_a_cold_question_loads_no_heavy_library(asked_market: Snapshot) -> None:
    import subprocess

    from helpers.project import PROJECT

    code = (
        "import sys; from pathlib import Path; from kgraph.snapshot import open_snapshot;"
        "from kgraph.questions.ask import ask; from kgraph.search.lookup import search;"
        f"s = open_snapshot(Path({str(asked_market.path)!r})); ask(s, 'units'); search(s, 'x');"
        "heavy = {'rdflib', 'pyshacl', 'owlrl', 'rich', 'SPARQLWrapper', 'stdnum'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_values_of_terms() -> None:
    from pyoxigraph import BlankNode, Literal, NamedNode

    def literal(text: str, kind: str) -> object:
        datatype = NamedNode(f"http://www.w3.org/2001/XMLSchema#{kind}")
        return to_value(Literal(text, datatype=datatype))

    assert literal("7", "integer") == 7
    assert literal("1.5", "decimal") == Decimal("1.5")
    assert literal("true", "boolean") is True
    assert literal("2024-01-31", "date") == datetime.date(2024, 1, 31)
    assert literal("2024-13-31", "date") == "2024-13-31"
    assert to_value(Literal("x", language="ja")) == "x"
    assert to_value(NamedNode("a:b")) == Iri("a:b")
    assert to_value(BlankNode("x")) == "_:x"
    assert to_value(None) is None


def test_a_faulty_question_is_told_when_it_is_asked(asked_market: Snapshot, tmp_path: Path) -> None:
    from kgraph.problems import LoadError

    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "units.rq").write_text("SELECT ?x { }")
    with pytest.raises(LoadError, match="no `#\\+` header"):
        ask(asked_market, "units", root=tmp_path)
    with pytest.raises(LoadError, match="no such folder"):
        ask(asked_market, "units", root=tmp_path / "moved")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("SELECT", "DELETE WHERE { ?s ?p ?o } ; SELECT", "the body is refused: DELETE"),
        ("WHERE {", "WHERE { SERVICE <http://example.org/> { ?a ?b ?c }", "SERVICE is not allowed"),
        ("WHERE {", "FROM <http://example.org/> WHERE {", "FROM may name only graphs"),
        ("WHERE {", "WHERE { {", "no valid SPARQL"),
        ("WHERE {", "WHERE { FILTER(BOUND(?_venue_iri))", r"BOUND\(\?_venue_iri\) cannot be asked"),
    ],
)
def test_a_question_changed_since_the_build_is_still_guarded(
    asked_market: Snapshot, tmp_path: Path, old: str, new: str, told: str
) -> None:
    from kgraph.problems import LoadError

    text = (asked_market.root / "queries" / "traded-on.rq").read_text("utf-8")
    (tmp_path / "queries").mkdir()
    changed = tmp_path / "queries" / "traded-on.rq"
    changed.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(LoadError, match=told) as caught:
        ask(asked_market, "traded-on", {"venue": "start"}, root=tmp_path)
    problem = caught.value.problems[0]
    assert problem.path == changed
    assert problem.line is not None


def test_no_lint_runs_when_a_question_is_asked(asked_market: Snapshot, tmp_path: Path) -> None:
    """What a build refuses and no engine does, such as an order that is not total, is answered."""
    from kgraph.problems import LoadError

    text = (asked_market.root / "queries" / "units.rq").read_text("utf-8")
    (tmp_path / "queries").mkdir()
    changed = tmp_path / "queries" / "units.rq"
    changed.write_text(text[: text.rindex("ORDER BY")], "utf-8")
    with pytest.raises(LoadError, match="the order of the rows is not total"):
        read_question(changed)
    assert len(ask(asked_market, "units", root=tmp_path)) == len(ask(asked_market, "units"))


@pytest.mark.parametrize(
    ("question", "values", "message"),
    [
        ("tokens-without", {"property": "tickSize"}, "is a property that no security token has"),
        (
            "what-changed",
            {"since": "2026-03-20", "until": "2026-03-19"},
            "until: “2026-03-19” is before since (2026-03-20): no day lies between them",
        ),
        ("law-calendar", {"since": "2026-03-20", "until": "2025-03-20"}, "is before since"),
    ],
)
def test_what_has_no_answer_is_refused_and_not_answered_with_nothing_or_with_everything(
    real_snapshot: Snapshot, question: str, values: dict[str, object], message: str
) -> None:
    with pytest.raises(BadValue) as caught:
        ask(real_snapshot, question, values, root=PROJECT)
    assert message in str(caught.value)


@pytest.mark.parametrize("name", ["underwriter", "hasParty", "remark", "coupon", "tradedOn"])
def test_what_a_token_may_have_is_asked_for(real_snapshot: Snapshot, name: str) -> None:
    """Also a general property, one that no page of the ontology names for it, one that follows."""
    with right_here():
        assert ask(real_snapshot, "tokens-without", {"property": name}, root=PROJECT).rows


@pytest.mark.parametrize("question", ["what-changed", "law-calendar"])
def test_a_span_of_one_day_is_none_too_few(real_snapshot: Snapshot, question: str) -> None:
    with right_here():
        ask(real_snapshot, question, {"since": "2026-05-01", "until": "2026-05-01"}, root=PROJECT)
