"""Virtual people: starting types, facts and traits."""

from somaloop.people.person import Person, PersonError, person_types, vary

__all__ = ["Person", "PersonError", "person_types", "vary"]
