"""Virtual people: starting types, facts and traits; populations of people whose traits go together."""

from somaloop.people.age import AgeRange
from somaloop.people.correlations import Correlations, correlations
from somaloop.people.draw import vary
from somaloop.people.person import Person
from somaloop.people.population import Criterion, Drawn, Population
from somaloop.people.types import PersonError, PersonType, person_type, person_types, read_type

__all__ = [
    "AgeRange",
    "Correlations",
    "Criterion",
    "Drawn",
    "Person",
    "PersonError",
    "PersonType",
    "Population",
    "correlations",
    "person_type",
    "person_types",
    "read_type",
    "vary",
]
