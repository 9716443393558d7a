"""What people write into cells is read as it is meant, or refused."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.tables.cells import day, number, whole

YEN = "Japanese yen"
FULL_WIDTH = str.maketrans("0123456789,.-/%¥()", "０１２３４５６７８９，．－／％￥（）")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        *((text, "2025-01-31") for text in ("2025-01-31", "2025/1/31", "2025.1.31", "20250131")),
        *((text, "2025-01-31") for text in ("2025年1月31日", "令和7年1月31日", "R7.1.31")),
        *((text, "2025-01-31") for text in ("R7/01/31", "r 7.1.31", "２０２５／１／３１")),
        *((text, "2025-01-31") for text in ("令和７年１月３１日", "2025 年 1 月 31 日")),
        *((text, "2025-01-31") for text in ("45688", "45688.75", "2025-01-31T09:30:00")),
        *((text, "2025-01-31") for text in ("2025/1/31 9:30", "2025年1月31日（金）")),
        *((text, "2025-01-31") for text in ("31 January 2025", "January 31, 2025", "31-Jan-2025")),
        ("39355", "2007-09-30"),
        ("令和元年6月3日", "2019-06-03"),
        ("平成31年4月30日", "2019-04-30"),
        ("S64.1.7", "1989-01-07"),
        ("H1.1.8", "1989-01-08"),
        ("明治45年7月29日", "1912-07-29"),
        *(
            (text, "2025-01")
            for text in ("2025-01", "2025/1", "2025年1月", "令和7年1月", "Jan 2025")
        ),
        *((text, "2025") for text in ("2025", "2025年", "令和7年", "R7")),
    ],
)
def test_days(text, read):
    assert day(text) == read


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1/31/2025", "no date"),
        ("31.1.2025", "no date"),
        ("25/1/31", "no date"),
        ("2025年度", "no date"),
        ("2025年1月末", "no date"),
        ("2025年春", "no date"),
        ("soon", "no date"),
        ("", "no date"),
        ("202501", "no date"),
        ("2025-1/31", "no date"),
        ("31 Foo 2025", "no month"),
        ("2025-02-29", "no day of the calendar"),
        ("2025-13", "no day of the calendar"),
        ("令和7年2月30日", "no day of the calendar"),
        ("平成31年5月1日", "does not lie in 平成"),
        ("令和元年4月30日", "does not lie in 令和"),
        ("平成40年", "does not lie in 平成"),
        ("R1.4", "does not lie in 令和"),
    ],
)
def test_what_is_no_day(text, why):
    with pytest.raises(ValueError, match=why):
        day(text)


@settings(deadline=None)
@given(st.dates(date(1900, 3, 1), date(2170, 12, 31)), st.booleans())
def test_a_day_is_the_same_however_it_is_written(when, wide):
    forms = [
        when.isoformat(),
        f"{when.year}/{when.month}/{when.day}",
        f"{when.year}年{when.month}月{when.day}日",
        when.strftime("%Y%m%d"),
        f"{when.isoformat()} 00:00:00",
        f"{when.day}-{when:%b}-{when.year}",
    ]
    if when >= date(1954, 10, 4):  # before that a serial number has less than five digits, or is 1…
        forms.append(str((when - date(1899, 12, 30)).days))
    if when >= date(2019, 5, 1):
        forms += [f"令和{when.year - 2018}年{when.month}月{when.day}日"] if when.year < 2117 else []
    elif when >= date(1989, 1, 8):
        forms.append(f"H{when.year - 1988}.{when.month}.{when.day}")
    for form in forms:
        assert day(form.translate(FULL_WIDTH) if wide else form) == when.isoformat(), form


@settings(deadline=None)
@given(st.text(st.sampled_from("0123456789/.-年月日令和RH元 :T,億万円%¥"), max_size=14))
def test_any_text_is_a_day_of_the_calendar_or_refused(text):
    try:
        read = day(text)
    except ValueError:
        return
    assert date.fromisoformat(read + "-01-01"[: 10 - len(read)]).isoformat().startswith(read)


@pytest.mark.parametrize(
    ("text", "unit", "read"),
    [
        ("18.3億円", YEN, "1830000000"),
        ("18億3,010万円", YEN, "1830100000"),
        ("1億5千万円", YEN, "150000000"),
        ("1兆2,000億円", YEN, "1200000000000"),
        ("¥1,830,100,000", YEN, "1830100000"),
        ("￥１，８３０，１００，０００", YEN, "1830100000"),
        ("1830百万円", YEN, "1830000000"),
        ("1,830 百万円", YEN, "1830000000"),
        ("500千円", YEN, "500000"),
        ("10十億円", YEN, "10000000000"),
        ("¥1.83 billion", YEN, "1830000000"),
        ("JPY 1,830 million", YEN, "1830000000"),
        ("1,830,100,000 yen", YEN, "1830100000"),
        ("18,301口", "", "18301"),
        ("1万口", "", "10000"),
        ("18301", "", "18301"),
        ("57%", "percent", "57"),
        ("５７．５％", "percent", "57.5"),
        ("57", "percent", "57"),
        ("1200.5㎡", "square meters", "1200.5"),
        ("1,200.50 m²", "square meters", "1200.50"),
        ("5年", "years", "5"),
        ("60か月", "months", "60"),
        ("△1,000円", YEN, "-1000"),
        ("▲ 1,000円", YEN, "-1000"),
        ("−0.5%", "percent", "-0.5"),
        ("¥-5", YEN, "-5"),
        ("+5", None, "5"),
    ],
)
def test_numbers(text, unit, read):
    assert number(text, unit) == Decimal(read)


@pytest.mark.parametrize(
    ("text", "unit", "why"),
    [
        ("57%", "", "not a mere number"),
        ("18,301口", YEN, "not in Japanese yen"),
        ("1,830円", "percent", "not in percent"),
        ("¥57", "percent", "not in percent"),
        ("$5", YEN, "no number"),
        ("100坪", "square meters", "not in square meters"),
        ("5年", "months", "not in months"),
        ("約18億円", YEN, "no number"),
        ("18億円程度", YEN, "not in Japanese yen"),
        ("1,83", None, "no number"),
        ("1.830.100", None, "no mere number|no number|not a mere"),
        ("1e9", None, "not a mere number"),
        ("1_000", None, "not a mere number"),
        ("1億2億", None, "no number"),
        ("2万1億", None, "no number"),
        ("1億million", None, "two ways"),
        ("10万 億", None, "no number"),
        ("--5", None, "no number"),
        ("-¥-5", YEN, "no number"),
        ("", None, "no number"),
        ("-", None, "no number"),
        ("nan", None, "no number"),
        ("十八億円", YEN, "no number"),
        ("１2 3", None, "no number|not a mere"),
    ],
)
def test_what_is_no_number(text, unit, why):
    with pytest.raises(ValueError, match=why) as caught:
        number(text, unit)
    assert f"“{text}”" in str(caught.value)


@settings(deadline=None)
@given(st.integers(-(10**15), 10**15), st.booleans())
def test_a_whole_number_is_the_same_however_it_is_written(value, wide):
    forms = [
        str(value),
        f"{value:,}",
        f"{value:,}円",
        f"¥{value}",
        f"{Decimal(value) / 10**6}百万円",
    ]
    forms.append(f"{'-' if value < 0 else ''}{Decimal(abs(value)) / 10**8:f}億円")
    if value >= 10**8:
        oku, rest = divmod(value, 10**8)
        forms.append(f"{oku}億{rest}円" if rest else f"{oku}億円")
    for form in forms:
        if "E" not in form:
            assert whole(form.translate(FULL_WIDTH) if wide else form, YEN) == value, form


@pytest.mark.parametrize("text", ["1.5", "18.12345678912億", "0.1百万", "9" * 19, "9" * 300])
def test_what_is_no_whole_number(text):
    with pytest.raises(ValueError, match=r"whole number|18 digits|two ways|no number"):
        whole(text.replace("0.1百万", "0.0000001百万"))


@settings(deadline=None)
@given(st.text(max_size=20))
def test_any_text_is_a_number_or_refused_in_one_line(text):
    try:
        read = number(text)
    except ValueError:
        return
    assert read.is_finite()
    assert any(unicodedata.digit(letter, None) is not None for letter in text)
