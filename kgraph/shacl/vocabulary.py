"""The terms of SHACL that are understood here, where each may stand, and what it takes.

A closed list: whatever else of the namespace stands in a shapes graph is refused, never skipped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kgraph.vocab import SH


@dataclass(frozen=True)
class Rule:
    """What a property takes (`takes` names it, see `TAKES`), and whether it may stand only once.

    `needs` are the properties of which one has to stand beside it for it to state anything;
    `on_path` says that it is about the values of a path.
    """

    takes: str
    single: bool = True
    needs: tuple[str, ...] = ()
    on_path: bool = False


TAKES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "any": "any value",
        "boolean": "true or false, without quotes",
        "count": "a whole number from 0 up, without quotes",
        "datatype": "the IRI of a datatype, as xsd:string without quotes",
        "flags": "a string of the letters i, m, s, x and q",
        "iri": "an IRI",
        "iris": "a list of IRIs in brackets",
        "literal": "a literal that its datatype allows",
        "namespace": "the text of an IRI in quotes",
        "node": "a node that says more",
        "node kind": "one of sh:IRI, sh:BlankNode, sh:Literal, sh:BlankNodeOrIRI, "
        "sh:BlankNodeOrLiteral and sh:IRIOrLiteral",
        "node shape": "a node shape, which has no sh:path",
        "number": "a number, without quotes",
        "path": "a path",
        "property shape": "a property shape, which has an sh:path",
        "shape": "a shape",
        "shapes": "a list of shapes in brackets",
        "string": "a string without language",
        "tags": 'a list of language tags in brackets, as ( "en" "ja" )',
        "term": "an IRI or a literal",
        "terms": "a list of IRIs and literals in brackets",
        "text": "a string, with or without language",
    }
)
"""What each kind of value is, for people."""

_MANY_IRIS: Final = Rule("iri", single=False)
_PAIR: Final = Rule("iri", single=False, on_path=True)
_COUNT: Final = Rule("count")
_BOUND: Final = Rule("literal")
_TEXT: Final = Rule("text", single=False)
_QUALIFIED: Final = ("qualifiedValueShape",)

SHAPE: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "targetNode": Rule("term", single=False),
        "targetClass": _MANY_IRIS,
        "targetSubjectsOf": _MANY_IRIS,
        "targetObjectsOf": _MANY_IRIS,
        "path": Rule("path"),
        "property": Rule("property shape", single=False),
        "node": Rule("node shape", single=False),
        "not": Rule("shape", single=False),
        "and": Rule("shapes", single=False),
        "or": Rule("shapes", single=False),
        "xone": Rule("shapes", single=False),
        "class": _MANY_IRIS,
        "datatype": Rule("datatype"),
        "nodeKind": Rule("node kind"),
        "minCount": Rule("count", on_path=True),
        "maxCount": Rule("count", on_path=True),
        "minExclusive": _BOUND,
        "minInclusive": _BOUND,
        "maxExclusive": _BOUND,
        "maxInclusive": _BOUND,
        "minLength": _COUNT,
        "maxLength": _COUNT,
        "pattern": Rule("string"),
        "flags": Rule("flags", needs=("pattern",)),
        "languageIn": Rule("tags"),
        "uniqueLang": Rule("boolean", on_path=True),
        "equals": _MANY_IRIS,
        "disjoint": _MANY_IRIS,
        "lessThan": _PAIR,
        "lessThanOrEquals": _PAIR,
        "hasValue": Rule("term", single=False),
        "in": Rule("terms"),
        "closed": Rule("boolean"),
        "ignoredProperties": Rule("iris", needs=("closed",)),
        "qualifiedValueShape": Rule(
            "shape", needs=("qualifiedMinCount", "qualifiedMaxCount"), on_path=True
        ),
        "qualifiedMinCount": Rule("count", needs=_QUALIFIED, on_path=True),
        "qualifiedMaxCount": Rule("count", needs=_QUALIFIED, on_path=True),
        "qualifiedValueShapesDisjoint": Rule("boolean", needs=_QUALIFIED, on_path=True),
        "sparql": Rule("node", single=False),
        "severity": Rule("iri"),
        "message": _TEXT,
        "deactivated": Rule("boolean"),
        "name": _TEXT,
        "description": _TEXT,
        "order": Rule("number"),
        "group": Rule("node"),
        "defaultValue": Rule("any"),
    }
)
"""The properties of a shape."""

_QUERY: Final = Rule("string")
_PREFIXES: Final = Rule("node", single=False)

ROLES: Final[Mapping[str, Mapping[str, Rule]]] = MappingProxyType(
    {
        "a shape": SHAPE,
        "a SPARQL constraint": {
            "select": _QUERY,
            "prefixes": _PREFIXES,
            "message": _TEXT,
            "deactivated": Rule("boolean"),
        },
        "a constraint component": {
            "parameter": Rule("node", single=False),
            "validator": Rule("node", single=False),
            "nodeValidator": Rule("node", single=False),
            "propertyValidator": Rule("node", single=False),
            "labelTemplate": _TEXT,
        },
        "a parameter": {
            **SHAPE,
            "path": Rule("iri"),
            "optional": Rule("boolean"),
            "labelTemplate": _TEXT,
        },
        "a validator": {
            "ask": _QUERY,
            "select": _QUERY,
            "prefixes": _PREFIXES,
            "message": _TEXT,
        },
        "an owner of prefixes": {"declare": Rule("node", single=False)},
        "a declaration of a prefix": {"prefix": Rule("string"), "namespace": Rule("namespace")},
        "a group": {"order": Rule("number")},
    }
)
"""What a node may be in a shapes graph, and the properties it may have as that."""

REQUIRED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "a SPARQL constraint": ("select",),
        "a parameter": ("path",),
        "a declaration of a prefix": ("prefix", "namespace"),
        "a constraint component": ("parameter",),
    }
)
"""What a node has to have as that."""

ROLE_OF_TYPE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Shape": "a shape",
        "NodeShape": "a shape",
        "PropertyShape": "a shape",
        "SPARQLConstraint": "a SPARQL constraint",
        "ConstraintComponent": "a constraint component",
        "SPARQLAskValidator": "a validator",
        "SPARQLSelectValidator": "a validator",
        "Validator": "a validator",
        "Parameter": "a parameter",
        "PrefixDeclaration": "a declaration of a prefix",
        "PropertyGroup": "a group",
    }
)
ROLE_OF_VALUE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sparql": "a SPARQL constraint",
        "parameter": "a parameter",
        "validator": "a validator",
        "nodeValidator": "a validator",
        "propertyValidator": "a validator",
        "declare": "a declaration of a prefix",
        "group": "a group",
    }
)

NODE_KINDS: Final = frozenset(
    {"IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"}
)
PATHS: Final = frozenset(
    {"inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"}
)
REPORT: Final = frozenset(
    {"conforms", "result", "shapesGraphWellFormed", "detail", "focusNode", "resultPath", "value"}
    | {"sourceShape", "sourceConstraint", "sourceConstraintComponent"}
    | {"resultSeverity", "resultMessage"}
)
"""What reports of a validation say; a report in a shapes graph is left alone."""

TYPES: Final = frozenset(ROLE_OF_TYPE) | {
    "ValidationReport",
    "ValidationResult",
    "AbstractResult",
    "Severity",
    "NodeKind",
    "Parameterizable",
}
_COMPONENTS: Final = frozenset(f"{name[0].upper()}{name[1:]}ConstraintComponent" for name in SHAPE)
PROPERTIES: Final = frozenset(name for terms in ROLES.values() for name in terms) | PATHS
KNOWN: Final = (
    PROPERTIES
    | REPORT
    | TYPES
    | NODE_KINDS
    | _COMPONENTS
    | {"SPARQLConstraintComponent", "Violation", "Warning", "Info"}
)

ADVANCED: Final = frozenset(
    {"target", "Target", "SPARQLTarget", "SPARQLTargetType", "TargetType", "JSTarget"}
    | {"rule", "Rule", "TripleRule", "SPARQLRule", "JSRule", "condition", "Rules"}
    | {"subject", "predicate", "object", "construct", "entailment", "update"}
    | {"expression", "ExpressionConstraintComponent", "values", "this", "filterShape", "nodes"}
    | {"intersection", "union", "minus", "distinct", "exists", "if", "then", "else", "count"}
    | {"limit", "offset", "orderBy", "desc", "groupConcat", "separator", "sum", "min", "max"}
    | {"returnType", "Function", "SPARQLFunction", "JSFunction", "SPARQLExecutable"}
    | {"js", "JSConstraint", "JSValidator", "jsFunctionName", "jsLibrary", "jsLibraryURL"}
    | {"JSLibrary", "JSExecutable", "annotationProperty", "annotationValue", "annotationVarName"}
    | {"resultAnnotation", "ResultAnnotation", "shapesGraph", "suggestedShapesGraph"}
    | {"reifierShape", "reificationRequired", "memberShape", "minListLength", "maxListLength"}
    | {
        "uniqueMembers",
        "someValue",
        "singleLine",
        "rootClass",
        "uniqueValuesFor",
        "nodeByExpression",
    }
    | {"subsetOf", "targetWhere", "shape", "ShapeClass", "codeIdentifier", "agentInstruction"}
    | {"Debug", "Trace", "nodeByExpression"}
)
"""Terms of SHACL outside its core and its SPARQL constraints: no engine here evaluates them."""

SEVERITY_IRIS: Final[Mapping[str, str]] = MappingProxyType(
    {SH.Violation.value: "violation", SH.Warning.value: "warning", SH.Info.value: "info"}
)
"""The three severities of SHACL, and the word for each."""
