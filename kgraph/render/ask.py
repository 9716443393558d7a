"""An answer to a stored question → what a person sees on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from kgraph.render.brief import briefly, filled, is_id
from kgraph.render.caveats import below, told, with_caveats
from kgraph.render.cite import Citations
from kgraph.render.query import cut_off
from kgraph.render.shown import Shown
from kgraph.tables import screen
from kgraph.tables.formats import table_as
from kgraph.tables.matrix import Shape, as_matrix
from kgraph.tables.table import Table
from kgraph.tables.value_text import for_people, is_number
from kgraph.words.addresses import address_in
from kgraph.words.heads import head, is_companion
from kgraph.words.punctuation import PUNCTUATION
from kgraph.words.units import Units, grouped, written

if TYPE_CHECKING:
    from kgraph.questions.ask import Answer

_FIGURES: Final = ("figure", "value", "part", "whole", "object")
"""Columns of figures whose unit depends on the row: what else stands in the row tells it."""
_TELLING: Final = ("measure", "property", "thing", "measureLabel", "propertyLabel", "item", "fact")
_TELLING_LAST: Final = ("basis", "value")
_WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "id": ("{} (id)", "{}（ID）"),
        "row": ("1 row", "1行"),
        "rows": ("{} rows", "{}行"),
        "wider": ("with --wide also: {}", "--wide でさらに：{}"),
        "common": ("unless a row says otherwise: {}", "行に別の記載がない限り：{}"),
        "noted": ("*: the row has a note, which --wide shows", "※：注記のある行（--wide で表示）"),
        "counted": ("{} (number: {})", "{}（数字は{}）"),
        "blank": ("nothing on record in any row: {}", "全行で記録なし：{}"),
        "all": ("no parameter given", "パラメータの指定なし"),
        "empty": (
            "Nothing on record answers this on {} ({}). That does not mean “no”: on record is only "
            "what the {} sources of this graph say, and they may not speak of it.",
            "{} 時点の記録の中に答えはありません（{}）。これは「ない」ことを意味しません。"
            "記録にあるのは、本グラフの {} 件の出典が述べていることだけです。",
        ),
        "day": ("What holds on {}", "{} に成り立つ事柄"),
        "known": (
            "What holds on {}, by what had been read on {}",
            "{} に成り立つ事柄（{} までに読んだ出典による）",
        ),
        "undated": (
            "Of {} claims it is unknown whether they hold then: where they are shown they are "
            "marked so, and totals of what holds leave them out.",
            "うち {} 件の記載は、その日に成り立つか不明です。表示する場合はその旨を示し、"
            "成り立つものの集計には含めません。",
        ),
        "out": ("Leave out {} to see more.", "{} を省くと対象が広がります。"),
    }
)


def write(answer: Answer, format: str, width: int | None = None, *, wide: bool = False) -> Shown:
    """The answer in one of the formats of rows; a table as `shown` has it, for people."""
    if format == "table":
        found = shown(answer, width, wide=wide)
        return found if width is not None else found._replace(title=())
    cut = (cut_off(len(answer), answer.lang),) if answer.truncated else ()
    if format == "md":
        rows = table_as(Table(answer.columns, answer.terms), format)
        return Shown((), rows + below(answer), cut)
    rows = table_as(with_caveats(answer, Table(answer.columns, answer.terms)), format)
    return Shown((), rows, (*cut, *told(answer)))


def shown(answer: Answer, width: int | None, *, wide: bool = False) -> Shown:
    """The answer for a terminal of some width; None is for a file or a pipe, which has no width.

    A terminal gets the columns that answer the question, and more where they fit; with `wide`, and
    without a width, all of them, addresses in full.
    """
    lang, words = answer.lang, _Words(answer.lang)
    given = _given(answer)
    marks = PUNCTUATION[lang]
    asked_with = marks.listed(marks.pair(*pair) for pair in given)
    title = (answer.title, *filter(None, [asked_with]))
    if not answer.terms:
        why = (cut_off(0, lang),) if answer.truncated else tuple(_empty(answer, given, words))
        return Shown(title, "", (*why, *told(answer)))
    asked = _asked_of(answer, words)
    title += tuple(asked)
    notes = [words("row") if len(answer) == 1 else words("rows", len(answer))]
    if answer.truncated:
        notes = [cut_off(len(answer), lang)]
    elif width is None:
        notes = []
    if width is None:
        notes = [*asked, *notes]  # no title stands above what goes into a file or a pipe
    if answer.question.matrix and not wide:
        row, column, legend, status, count = answer.question.matrix
        shape = Shape(row, column, legend, status, count, answer.question.marks)
        heads = {
            name: head(name, lang, answer.snapshot, answer.question.heads)
            for name in answer.columns
        }
        counted = words("counted", "{}", heads[shape.count])
        table = Table(answer.columns, answer.terms)
        text = as_matrix(table, shape, heads[shape.row], width, counted)
        if width is not None:
            left = [n for n in answer.columns if n not in answer.question.matrix]
            left = [heads[n] for n in left if not is_id(n, answer.columns)]
            notes += [words("wider", marks.listed(left))] if left else []
        return _above_caveats(answer, Shown(title, text, tuple(notes)), width)
    grid = _grid(answer, full=wide or width is None)
    if not wide and width is not None:
        brief = briefly(answer, grid, width, {text for _, text in given})
        blank = [
            grid.heads[i]
            for i, name in enumerate(answer.columns)
            if name in answer.question.brief and not filled(grid, i)
        ]
        told_below = {"common": brief.common, "wider": brief.left, "blank": blank}
        notes += [words(key, marks.listed(heads)) for key, heads in told_below.items() if heads]
        notes += [words("noted")] if brief.noted else []
        grid = brief.grid
    text = screen.as_text(grid, width)
    return _above_caveats(answer, Shown(title, text, tuple(notes)), width)


def _above_caveats(answer: Answer, found: Shown, width: int | None) -> Shown:
    """The answer with what it does not decide: below it in a file, else told to the reader."""
    if width is None:
        return found._replace(text=found.text + below(answer))
    return found._replace(notes=(*found.notes, *told(answer)))


class _Words:
    def __init__(self, lang: str) -> None:
        self._at = lang == "ja"

    def __call__(self, key: str, *values: object) -> str:
        return _WORDS[key][self._at].format(*values)


def _given(answer: Answer) -> list[tuple[str, str]]:
    """What the parameters were bound to, in words."""
    found = []
    for parameter in answer.question.parameters:
        term = answer.values.get(parameter.variable)
        if term is None or parameter.kind == "lang":
            continue
        named = isinstance(term, NamedNode)
        text = answer.snapshot.label(term.value, answer.lang) if named else term.value
        found.append((parameter.label(answer.lang), for_people(text)))
    return found


def _asked_of(answer: Answer, words: _Words) -> list[str]:
    """The day of the state, where another was asked for than that of the snapshot, and how much
    is of unknown date then."""
    day = answer.snapshot.day
    if not answer.snapshot.is_of_another_day:
        return []
    asked = words("known" if day.known_at else "day", day.as_of, day.known_at)
    unknown = answer.snapshot.undated
    return [asked, words("undated", unknown)] if unknown else [asked]


def _empty(answer: Answer, given: Sequence[tuple[str, str]], words: _Words) -> Iterable[str]:
    marks = PUNCTUATION[answer.lang]
    told = marks.listed(marks.pair(*pair) for pair in given)
    sources = answer.snapshot.manifest.get("counts", {}).get("sources", "")
    day = answer.snapshot.day.as_of.isoformat()
    yield words("empty", day, told if given else words("all"), sources)
    narrowing = [
        parameter.name
        for parameter in answer.question.parameters
        if not parameter.required
        and parameter.kind != "lang"
        and parameter.variable in answer.values
    ]
    if narrowing:
        yield words("out", ", ".join(narrowing))


def _grid(answer: Answer, *, full: bool) -> screen.Grid:
    """All columns of an answer as text. `full` leaves addresses as they are."""
    columns, lang = answer.columns, answer.lang
    heads = []
    for name in columns:
        words = head(name, lang, answer.snapshot, answer.question.heads)
        heads.append(_Words(lang)("id", words) if is_companion(name, columns) else words)
    units = Units(answer.snapshot)
    citations = Citations(answer.snapshot, lang)
    rows = []
    for row in answer.terms:
        by_name = dict(zip(columns, row, strict=True))
        cells = []
        for name, term in by_name.items():
            text = _figure(name, by_name, units, lang)
            if text is None:
                text = address_in(for_people(term), lang)
                is_text = isinstance(term, Literal) and not is_number(term)
                if is_text and not full and "://" in text:
                    text = citations.short(text)
            cells.append(text)
        rows.append(cells)
    numeric = tuple(
        all(row[i] is None or is_number(row[i]) for row in answer.terms)
        and any(row[i] is not None for row in answer.terms)
        for i in range(len(columns))
    )
    for i in (i for i, is_numeric in enumerate(numeric) if is_numeric):
        for cells, text in zip(rows, screen.at_point([cells[i] for cells in rows]), strict=True):
            cells[i] = text
    return screen.Grid(tuple(heads), rows, numeric)


def _figure(name: str, row: Mapping[str, object], units: Units, lang: str) -> str | None:
    """A figure with its unit and its digits grouped; None where the value is no figure."""
    term = row[name]
    if not isinstance(term, Literal):
        return None
    unit = unit_in(name, row, units)
    if unit is not None:
        text = written(term.value, unit, lang)
        # A column of nothing but figures may be as narrow as its numbers.
        return text if name == "value" else text.replace(screen.UNBROKEN, " ")
    return grouped(term.value) if is_number(term) else None


def unit_in(name: str, row: Mapping[str, object], units: Units) -> str | None:
    """The unit of a figure that stands in a row under a name, by what else stands in the row.

    None where the value is no figure or nothing in the row tells its unit.
    """
    term = row[name]
    if not isinstance(term, Literal) or name not in _FIGURES:
        return None
    if not (is_number(term) or term.value.replace(".", "", 1).lstrip("-").isdecimal()):
        return None
    for column in (*_TELLING, *_TELLING_LAST):
        other = row.get(column)
        if isinstance(other, NamedNode | Literal) and column != name:
            unit = units.of(other.value)
            if unit is not None:
                return unit
    return None
