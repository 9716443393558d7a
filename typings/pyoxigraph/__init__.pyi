"""What pyoxigraph 0.5 takes and gives, as far as kgraph uses it.

Its own stubs say less than the engine holds to: they have a triple for a subject, which the engine
refuses, and `Any` for what is iterated over. That a triple and a quad are tuples is said for their
unpacking; in truth they only unpack like ones.
"""

from collections.abc import Callable, Iterable, Iterator
from os import PathLike
from typing import IO, TypeAlias, final, overload

_Node: TypeAlias = NamedNode | BlankNode
_Object: TypeAlias = NamedNode | BlankNode | Literal | Triple
_GraphName: TypeAlias = NamedNode | BlankNode | DefaultGraph
_Input: TypeAlias = bytes | str | IO[bytes] | IO[str]
_Output: TypeAlias = IO[bytes] | str | PathLike[str]

@final
class BaseDirection:
    value: str
    LTR: BaseDirection
    RTL: BaseDirection
    def __init__(self, value: str) -> None: ...

@final
class NamedNode:
    value: str
    __match_args__ = ("value",)
    def __init__(self, value: str) -> None: ...
    def __lt__(self, other: NamedNode, /) -> bool: ...
    def __le__(self, other: NamedNode, /) -> bool: ...
    def __gt__(self, other: NamedNode, /) -> bool: ...
    def __ge__(self, other: NamedNode, /) -> bool: ...

@final
class BlankNode:
    value: str
    __match_args__ = ("value",)
    def __init__(self, value: str | None = None) -> None: ...

@final
class Literal:
    value: str
    datatype: NamedNode
    language: str | None
    direction: BaseDirection | None
    __match_args__ = ("value",)
    def __init__(
        self,
        value: str | float | bool,
        *,
        datatype: NamedNode | None = None,
        language: str | None = None,
        direction: BaseDirection | None = None,
    ) -> None: ...

@final
class Variable:
    value: str
    __match_args__ = ("value",)
    def __init__(self, value: str) -> None: ...

@final
class DefaultGraph:
    def __init__(self) -> None: ...

@final
class Triple(tuple[_Node, NamedNode, _Object]):
    subject: _Node
    predicate: NamedNode
    object: _Object
    __match_args__ = ("subject", "predicate", "object")
    def __new__(cls, subject: _Node, predicate: NamedNode, object: _Object) -> Triple: ...

@final
class Quad(tuple[_Node, NamedNode, _Object, _GraphName]):
    subject: _Node
    predicate: NamedNode
    object: _Object
    graph_name: _GraphName
    triple: Triple
    __match_args__ = ("subject", "predicate", "object", "graph_name")
    def __new__(
        cls,
        subject: _Node,
        predicate: NamedNode,
        object: _Object,
        graph_name: _GraphName | None = None,
    ) -> Quad: ...

@final
class CanonicalizationAlgorithm:
    RDFC_1_0: CanonicalizationAlgorithm
    RDFC_1_0_SHA_256: CanonicalizationAlgorithm
    RDFC_1_0_SHA_384: CanonicalizationAlgorithm
    UNSTABLE: CanonicalizationAlgorithm

@final
class Dataset:
    def __init__(self, quads: Iterable[Quad] | None = None) -> None: ...
    def add(self, quad: Quad) -> None: ...
    def canonicalize(self, algorithm: CanonicalizationAlgorithm) -> None: ...
    def discard(self, quad: Quad) -> None: ...
    def quads_for_graph_name(self, graph_name: _GraphName) -> Iterator[Quad]: ...
    def quads_for_object(self, object: _Object) -> Iterator[Quad]: ...
    def quads_for_predicate(self, predicate: NamedNode) -> Iterator[Quad]: ...
    def quads_for_subject(self, subject: _Node) -> Iterator[Quad]: ...
    def __contains__(self, quad: Quad) -> bool: ...
    def __iter__(self) -> Iterator[Quad]: ...
    def __len__(self) -> int: ...

@final
class RdfFormat:
    file_extension: str
    iri: str
    media_type: str
    name: str
    supports_datasets: bool
    JSON_LD: RdfFormat
    N3: RdfFormat
    N_QUADS: RdfFormat
    N_TRIPLES: RdfFormat
    RDF_XML: RdfFormat
    STREAMING_JSON_LD: RdfFormat
    TRIG: RdfFormat
    TURTLE: RdfFormat
    @staticmethod
    def from_extension(extension: str) -> RdfFormat | None: ...
    @staticmethod
    def from_media_type(media_type: str) -> RdfFormat | None: ...

@final
class QueryResultsFormat:
    CSV: QueryResultsFormat
    JSON: QueryResultsFormat
    TSV: QueryResultsFormat
    XML: QueryResultsFormat

@final
class QueryBoolean:
    def serialize(
        self, output: _Output | None = None, format: QueryResultsFormat | None = None
    ) -> bytes | None: ...
    def __bool__(self) -> bool: ...

@final
class QuerySolution:
    def __getitem__(self, key: Variable | str | int) -> _Object | None: ...
    def __iter__(self) -> Iterator[_Object | None]: ...
    def __len__(self) -> int: ...

@final
class QuerySolutions:
    variables: list[Variable]
    def serialize(
        self, output: _Output | None = None, format: QueryResultsFormat | None = None
    ) -> bytes | None: ...
    def __iter__(self) -> Iterator[QuerySolution]: ...
    def __next__(self) -> QuerySolution: ...

@final
class QueryTriples:
    def __iter__(self) -> Iterator[Triple]: ...
    def __next__(self) -> Triple: ...

@final
class QuadParser:
    base_iri: str | None
    prefixes: dict[str, str]
    def __iter__(self) -> Iterator[Quad]: ...
    def __next__(self) -> Quad: ...

_Function: TypeAlias = Callable[..., _Object | None]

@final
class Store:
    def __init__(self, path: str | PathLike[str] | None = None) -> None: ...
    @staticmethod
    def read_only(path: str) -> Store: ...
    def add(self, quad: Quad) -> None: ...
    def remove(self, quad: Quad) -> None: ...
    def extend(self, quads: Iterable[Quad]) -> None: ...
    def bulk_extend(self, quads: Iterable[Quad]) -> None: ...
    def load(
        self,
        input: _Input | None = None,
        format: RdfFormat | None = None,
        *,
        path: str | PathLike[str] | None = None,
        base_iri: str | None = None,
        to_graph: _GraphName | None = None,
        lenient: bool = False,
    ) -> None: ...
    def bulk_load(
        self,
        input: _Input | None = None,
        format: RdfFormat | None = None,
        *,
        path: str | PathLike[str] | None = None,
        base_iri: str | None = None,
        to_graph: _GraphName | None = None,
        lenient: bool = False,
    ) -> None: ...
    @overload
    def dump(
        self,
        *,
        format: RdfFormat | None = None,
        from_graph: _GraphName | None = None,
        prefixes: dict[str, str] | None = None,
        base_iri: str | None = None,
    ) -> bytes: ...
    @overload
    def dump(
        self,
        output: _Output,
        format: RdfFormat | None = None,
        *,
        from_graph: _GraphName | None = None,
        prefixes: dict[str, str] | None = None,
        base_iri: str | None = None,
    ) -> None: ...
    def named_graphs(self) -> Iterator[_Node]: ...
    def contains_named_graph(self, graph_name: _GraphName) -> bool: ...
    def add_graph(self, graph_name: _GraphName) -> None: ...
    def clear_graph(self, graph_name: _GraphName) -> None: ...
    def remove_graph(self, graph_name: _GraphName) -> None: ...
    def clear(self) -> None: ...
    def flush(self) -> None: ...
    def optimize(self) -> None: ...
    def backup(self, target_directory: str | PathLike[str]) -> None: ...
    def quads_for_pattern(
        self,
        subject: _Node | None,
        predicate: NamedNode | None,
        object: _Object | None,
        graph_name: _GraphName | None = None,
    ) -> Iterator[Quad]: ...
    def query(
        self,
        query: str,
        *,
        base_iri: str | None = None,
        prefixes: dict[str, str] | None = None,
        use_default_graph_as_union: bool = False,
        default_graph: _GraphName | list[_GraphName] | None = None,
        named_graphs: list[_Node] | None = None,
        substitutions: dict[Variable, _Object] | None = None,
        custom_functions: dict[NamedNode, _Function] | None = None,
    ) -> QuerySolutions | QueryBoolean | QueryTriples: ...
    def update(
        self,
        update: str,
        *,
        base_iri: str | None = None,
        prefixes: dict[str, str] | None = None,
        custom_functions: dict[NamedNode, _Function] | None = None,
    ) -> None: ...
    def __contains__(self, quad: Quad) -> bool: ...
    def __iter__(self) -> Iterator[Quad]: ...
    def __len__(self) -> int: ...

def parse(
    input: _Input | None = None,
    format: RdfFormat | None = None,
    *,
    path: str | PathLike[str] | None = None,
    base_iri: str | None = None,
    without_named_graphs: bool = False,
    rename_blank_nodes: bool = False,
    lenient: bool = False,
) -> QuadParser: ...
def parse_query_results(
    input: _Input | None = None,
    format: QueryResultsFormat | None = None,
    *,
    path: str | PathLike[str] | None = None,
) -> QuerySolutions | QueryBoolean: ...
@overload
def serialize(
    input: Iterable[Triple] | Iterable[Quad],
    *,
    format: RdfFormat | None = None,
    prefixes: dict[str, str] | None = None,
    base_iri: str | None = None,
) -> bytes: ...
@overload
def serialize(
    input: Iterable[Triple] | Iterable[Quad],
    output: _Output,
    format: RdfFormat | None = None,
    *,
    prefixes: dict[str, str] | None = None,
    base_iri: str | None = None,
) -> None: ...

__version__: str
