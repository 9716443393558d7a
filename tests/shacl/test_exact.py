"""Terms and values at the edge of the store and of Python: both engines find what SHACL says."""

import pytest
from helpers.shacl import ENGINES, data_of, results, shapes_of

from kgraph.shacl.results import MERGE, ValueRefused

both = pytest.mark.parametrize("engine", ENGINES)

# What a node's values are, the constraint on them, and those that break it.
CASES = {
    "numbers of any size": (
        '99999999999999999999 , 0.1234567890123456789 , -1 , "123456789012345678901234567890.5"'
        "^^xsd:decimal",
        "sh:minInclusive 0",
        ["-1"],
    ),
    "a bound of any size": ("99999999999999999999 , 1", "sh:minExclusive 99999999999999999998",
                            ["1"]),
    "a bound with any digits": (
        "33.3333333333333333333 , 33.3333333333333333334",
        "sh:maxInclusive 33.3333333333333333333",
        ["33.3333333333333333334"],
    ),
    "the bound itself": ("33.3333333333333333333", "sh:maxExclusive 33.3333333333333333333",
                         ["33.3333333333333333333"]),
    "beyond the largest double": ('"1e400"^^xsd:double , 5', "sh:maxInclusive 10", ["1e400"]),
    "no number": ('"NaN"^^xsd:double', "sh:minInclusive 0", ["NaN"]),
    "years before Christ": ('"-0012-11-29"^^xsd:date , "0001-01-01"^^xsd:date',
                            'sh:minInclusive "-0012-12-01"^^xsd:date', ["-0012-11-29"]),
    "years to come": ('"12024-01-01"^^xsd:date', 'sh:maxInclusive "9999-12-31"^^xsd:date',
                      ["12024-01-01"]),
    "years beyond all range": ('"99999999999999999999-01-01"^^xsd:date',
                               'sh:maxInclusive "9999-12-31"^^xsd:date ; sh:datatype xsd:date',
                               ["99999999999999999999-01-01"]),
    "parts of a second": (
        '"2024-01-01T00:00:00.00000001Z"^^xsd:dateTime , "2024-01-01T00:00:00Z"^^xsd:dateTime',
        'sh:maxInclusive "2024-01-01T00:00:00.000000005Z"^^xsd:dateTime',
        ["2024-01-01T00:00:00.00000001Z"],
    ),
    "a date and a number": ('"2024-01-01"^^xsd:date', "sh:maxInclusive 5", ["2024-01-01"]),
    "days that are none": (
        '"2024-02-30"^^xsd:date , "2022-07-08T06:48:22"^^xsd:date , "-0012-11-29"^^xsd:date',
        "sh:datatype xsd:date",
        ["2022-07-08T06:48:22", "2024-02-30"],
    ),
    "months that are none": (
        '"2024-13"^^xsd:gYearMonth , "2024-02"^^xsd:gYearMonth , "2024-02-01"^^xsd:gYearMonth , '
        '"2024-02"^^xsd:date',
        "sh:datatype xsd:gYearMonth",
        ["2024-02", "2024-02-01", "2024-13"],
    ),
    "dates as precise as they are known": (
        '"2024-02-01"^^xsd:date , "2024-02"^^xsd:gYearMonth , "2024"^^xsd:gYear , '
        '"20x4"^^xsd:gYear , "2024-2"^^xsd:gYearMonth , "2024-02-30"^^xsd:date , "2025"',
        "sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYearMonth ] "
        "[ sh:datatype xsd:gYear ] )",
        ["2024-02-30", "2024-2", "2025", "20x4"],
    ),
    "stamps": (
        '"2024-01-01T10:00:00"^^xsd:dateTimeStamp , "2024-01-01T10:00:00Z"^^xsd:dateTimeStamp , '
        '"2024-01-01T11:00:00Z"^^xsd:dateTime',
        "sh:datatype xsd:dateTimeStamp",
        ["2024-01-01T10:00:00", "2024-01-01T11:00:00Z"],
    ),
    "a stamp is no dateTime": ('"2024-01-01T10:00:00Z"^^xsd:dateTimeStamp',
                               "sh:datatype xsd:dateTime", ["2024-01-01T10:00:00Z"]),
    "integers of a kind": ('"5"^^xsd:int , "6"^^xsd:nonNegativeInteger , 7 ',
                           "sh:datatype xsd:nonNegativeInteger", ["5", "7"]),
    "an int is no integer": ('"5"^^xsd:int , 6', "sh:datatype xsd:integer", ["5"]),
    "integers out of their range": ('"128"^^xsd:byte , "-128"^^xsd:byte', "sh:datatype xsd:byte",
                                    ["128"]),
    "beyond every range": (
        '"99999999999999999999"^^xsd:unsignedLong , "9999999999999999999"^^xsd:unsignedLong',
        "sh:datatype xsd:unsignedLong",
        ["99999999999999999999"],
    ),
    "numbers only Python reads": ('"1_000"^^xsd:integer , "５"^^xsd:integer',
                                  "sh:datatype xsd:integer", ["1_000", "５"]),
    "octets": ('"0aF"^^xsd:hexBinary , "0aFF"^^xsd:hexBinary', "sh:datatype xsd:hexBinary",
               ["0aF"]),
    "a zero after the point": ('100.0 , 100.00 , "100"^^xsd:decimal',
                               'sh:pattern "^[0-9]+[.][0-9]$"', ["100", "100.00"]),
    "leading zeros": ("007 , 7", 'sh:pattern "^00"', ["7"]),
    "the length of a number": ("1.50 , 1.5", "sh:minLength 4", ["1.5"]),
    "a boolean in a digit": ('"1"^^xsd:boolean , true', 'sh:pattern "^t"', ["1"]),
    "other terms of one value": ("1.50 , 1.5 , 01 , 1", "sh:in ( 1.5 1 )", ["01", "1.50"]),
    "the very term": ("1.50", "sh:in ( 1.50 )", []),
    "a term of great size": ("+99999999999999999999", "sh:in ( 99999999999999999999 )",
                             ["+99999999999999999999"]),
    "more digits than there are": ("1", "sh:minLength 99999999999999999999999", ["1"]),
    "as long as can be": ("1", "sh:maxLength 99999999999999999999999", []),
    "the end of a text": ('"a\\n" , "a"', 'sh:pattern "^a$"', ["a\n"]),
}  # fmt: skip


@both
@pytest.mark.parametrize("name", CASES)
def test_values(engine, name):
    values, constraint, wrong = CASES[name]
    shapes = shapes_of(f":S sh:targetNode :x ; sh:path :p ; {constraint} .")
    data = data_of(f":x :p {values} .")
    found = {(r.written or r.value).value for r in ENGINES[engine](shapes, {MERGE: data})}
    assert sorted(found) == sorted(wrong)


COUNTED = {
    ("1.5 , 1.50", "sh:maxCount 1"): 1,
    ("1 , 1", "sh:maxCount 1"): 0,
    ("1", "sh:maxCount 99999999999999999999"): 0,
    ("1", "sh:minCount 99999999999999999999"): 1,
    ("1.50", "sh:hasValue 1.5"): 1,
    ("1.50", "sh:hasValue 1.50"): 0,
    ("99999999999999999999", "sh:hasValue 99999999999999999999"): 0,
    ("1.50 ; :q 1.5", "sh:equals :q"): 2,
    ("1.50 ; :q 1.50", "sh:equals :q"): 0,
    ("1.50 ; :q 1.5", "sh:disjoint :q"): 0,
    ("1 ; :q 99999999999999999999", "sh:lessThan :q"): 0,
    ("99999999999999999999 ; :q 99999999999999999998", "sh:lessThan :q"): 1,
    ("0.12345678901234567890 ; :q 0.1234567890123456789", "sh:lessThanOrEquals :q"): 0,
    ("0.12345678901234567890 ; :q 0.1234567890123456789", "sh:lessThan :q"): 1,
    (":y ; :q :z", "sh:lessThan :q"): 1,
    (":y ; :q :y", "sh:lessThanOrEquals :q"): 1,
    ("[] ; :q 1", "sh:lessThan :q"): 1,
    ('"x"^^xsd:integer ; :q "x"^^xsd:integer', "sh:lessThanOrEquals :q"): 1,
    ("[]", "sh:minLength 0"): 1,
    ('"1"^^xsd:int', "sh:not [ sh:datatype xsd:int ]"): 1,
    ("1.50", "sh:or ( [ sh:pattern '0$' ] [ sh:nodeKind sh:IRI ] )"): 0,
}  # fmt: skip


@both
@pytest.mark.parametrize(("values", "constraint"), COUNTED)
def test_number_of_results(engine, values, constraint):
    shape = f":S sh:targetNode :x ; sh:path :p ; {constraint} ."
    assert len(results(engine, shape, f":x :p {values} .")) == COUNTED[values, constraint]


QUERY = (
    ':ns sh:declare [ sh:prefix "" ; sh:namespace "http://example.org/" ] . '
    ":S sh:targetSubjectsOf :p ; sh:sparql [ sh:prefixes :ns ; sh:select "
    '"SELECT $this ?value WHERE {{ $this :{} ?value FILTER(?value < {}) }}" ] .'
)


def test_a_query_that_may_compute_with_a_value_beyond_the_engine_is_refused_by_its_value():
    shapes, data = QUERY.format("p", 0), ":x :p -99999999999999999999 ; :q 1 ."
    with pytest.raises(ValueRefused, match=r"-99999999999999999999 \(xsd:integer\)") as refused:
        results("compiled", shapes, data)
    assert refused.value.triple in data_of(data)
    assert len(results("pyshacl", shapes, data)) == 1
    # Where it computes with other values only, all is well.
    assert results("compiled", QUERY.format("q", 0), data) == []


def test_a_query_that_may_compute_with_a_day_that_python_lacks_is_refused_by_its_value():
    first = "'0001-01-01'^^<http://www.w3.org/2001/XMLSchema#date>"
    shapes, data = QUERY.format("p", first), ':x :p "-0012-11-29"^^xsd:date ; :q 1 .'
    with pytest.raises(ValueRefused, match=r"-0012-11-29.*pySHACL"):
        results("pyshacl", shapes, data)
    assert len(results("compiled", shapes, data)) == 1


@both
def test_queries_compute_with_values_however_they_are_spelled(engine):
    data = ':x :p "5"^^xsd:int , 1.50 , "007"^^xsd:byte .'
    found = [value.split('"')[1] for _, value, _ in results(engine, QUERY.format("p", 6), data)]
    assert found == ["1.5", "5"]
