"""Forms of magnesium: the salts that are sold, how much of each is magnesium, and what studies put into a vein.

Shares follow from formula weights (evidence row ``salts-elemental-content``; for citrate and lactate the product rows
``salts-content-schutten`` and ``lactate-product-content`` show how far hydrates and complexes move them).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from somaloop.language import suggestion
from somaloop.protocol.problems import fault


@dataclass(frozen=True, slots=True)
class Form:
    """A salt of magnesium. ``elemental_share`` is the mass of magnesium in a mass of the salt."""

    name: str
    salt: str
    elemental_share: float
    source: str = "salts-elemental-content"
    also: tuple[str, ...] = ()


FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("glycinate", "magnesium bisglycinate", 0.141, also=("bisglycinate", "diglycinate", "glycine")),
        Form("malate", "magnesium malate", 0.155),
        Form("citrate", "trimagnesium dicitrate, anhydrous", 0.162),
        Form("L-threonate", "magnesium L-threonate", 0.083, also=("threonate", "lthreonate")),
        Form("oxide", "magnesium oxide", 0.603),
        Form("chloride", "magnesium chloride hexahydrate", 0.120),
        Form("lactate", "magnesium lactate dihydrate", 0.102),
        Form("aspartate", "magnesium aspartate dihydrate", 0.075),
        Form("taurate", "magnesium taurate", 0.089),
        Form("intravenous", "magnesium given into a vein, counted as magnesium", 1.0),
    )
}
VEIN = "intravenous"
BY_MOUTH = tuple(name for name in FORMS if name != VEIN)
_BY_WORD = {word.lower(): form for form in FORMS.values() for word in (form.name, *form.also)}


def form_of(word: str) -> Form:
    """The form that a word means. Raises ProtocolError with the nearest one."""
    plain = re.sub(r"\s+", "-", word.strip().lower().removeprefix("magnesium "))
    form = _BY_WORD.get(plain)
    if form is None:
        from somaloop.protocol.explain import slip

        meant = suggestion(plain, _BY_WORD)
        raise fault(f"{word!r} is not a known form of magnesium{meant}", expected=BY_MOUTH, hint=slip(word))
    return form


def elemental(salt_mass: float, form: str) -> float:
    """The mass of magnesium in a mass of a salt, in the same unit. Raises ProtocolError for an unknown form."""
    return salt_mass * form_of(form).elemental_share
