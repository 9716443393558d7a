"""Small random ontologies with data, in Turtle: constructs that meet each other, over few names."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

CLASSES, ROLES, DATA = (":A", ":B", ":C", ":D"), (":p", ":q", ":r"), (":d", ":e")
THINGS = (":a", ":b", ":c")
LITERALS = ('"x"', '"x"@en', "1", "true", '"2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date>')
DECLARED = " ".join(
    [f"{name} a owl:Class ." for name in CLASSES]
    + [f"{name} a owl:ObjectProperty ." for name in ROLES]
    + [f"{name} a owl:DatatypeProperty ." for name in DATA]
)


class Maker:
    """Makes axioms and facts from a seed. `inverses` says whether a role may be read backwards."""

    def __init__(self, seed: int, inverses: bool = True) -> None:
        self.random = Random(seed)
        self.inverses = inverses

    def role(self) -> str:
        name = self.random.choice(ROLES)
        backwards = self.inverses and self.random.random() < 0.25
        return f"[ owl:inverseOf {name} ]" if backwards else name

    def has_value(self) -> str:
        if self.random.random() < 0.8:
            on, value = self.role(), self.random.choice(THINGS)
        else:
            on, value = self.random.choice(DATA), self.random.choice(LITERALS)
        return f"[ owl:onProperty {on} ; owl:hasValue {value} ]"

    def condition(self, depth: int = 2) -> str:
        pick = self.random.random()
        if depth == 0 or pick < 0.3:
            return self.random.choice(CLASSES)
        if pick < 0.6:
            return self.has_value()
        if pick < 0.8:
            on = self.role() if self.random.random() < 0.9 else self.random.choice(DATA)
            everything = on in DATA or self.random.random() < 0.4
            filler = "owl:Thing" if everything else self.condition(depth - 1)
            return f"[ owl:onProperty {on} ; owl:someValuesFrom {filler} ]"
        form = "intersectionOf" if pick < 0.9 else "unionOf"
        return f"[ owl:{form} ( {self.condition(depth - 1)} {self.condition(depth - 1)} ) ]"

    def conclusion(self) -> str:
        pick = self.random.random()
        if pick < 0.35:
            return self.random.choice(CLASSES)
        if pick < 0.8:
            return self.has_value()
        return f"[ owl:intersectionOf ( {self.random.choice(CLASSES)} {self.has_value()} ) ]"

    def axiom(self) -> str:
        choose, one = self.random.choice, self.random.choice
        kinds: list[tuple[int, Callable[[], str]]] = [
            (2, lambda: f"{one(CLASSES)} rdfs:subClassOf {one(CLASSES)} ."),
            (6, lambda: f"{self.condition()} rdfs:subClassOf {self.conclusion()} ."),
            (2, lambda: f"{one(CLASSES)} owl:equivalentClass {self.conclusion()} ."),
            (2, lambda: f"{self.role()} rdfs:subPropertyOf {one(ROLES)} ."),
            (1, lambda: f"{one(ROLES)} rdfs:subPropertyOf {self.role()} ."),
            (1, lambda: f"{one(DATA)} rdfs:subPropertyOf {one(DATA)} ."),
            (1, lambda: f"{one(ROLES)} owl:equivalentProperty {one(ROLES)} ."),
            (1, lambda: f"{one(ROLES)} owl:inverseOf {one(ROLES)} ."),
            (1, lambda: f"{one(ROLES)} a owl:SymmetricProperty ."),
            (2, lambda: f"{one(ROLES)} a owl:TransitiveProperty ."),
            (3, lambda: f"{one(ROLES)} owl:propertyChainAxiom ( {self.role()} {self.role()} ) ."),
            (
                1,
                lambda: (
                    f"{one(ROLES)} owl:propertyChainAxiom "
                    f"( {self.role()} {one(ROLES)} {self.role()} ) ."
                ),
            ),
            (1, lambda: f"{one(DATA)} owl:propertyChainAxiom ( {self.role()} {one(DATA)} ) ."),
            (1, lambda: f"{one(ROLES)} rdfs:domain {one(CLASSES)} ; rdfs:range {one(CLASSES)} ."),
            (1, lambda: f"{one(CLASSES)} owl:disjointWith {one(CLASSES)} ."),
        ]
        return choose([make for weight, make in kinds for _ in range(weight)])()

    def fact(self) -> str:
        one = self.random.choice
        pick = self.random.random()
        if pick < 0.2:
            return f"{one(THINGS)} a {one(CLASSES)} ."
        if pick < 0.88:
            return f"{one(THINGS)} {one(ROLES)} {one(THINGS)} ."
        return f"{one(THINGS)} {one(DATA)} {one(LITERALS)} ."

    def graph(self) -> tuple[str, str]:
        """A schema and data."""
        axioms = [self.axiom() for _ in range(self.random.randint(2, 9))]
        facts = [self.fact() for _ in range(self.random.randint(2, 7))]
        return "\n".join(axioms), "\n".join(facts)
