"""Figures of the cortex: how magnesium around neurons blocks NMDA receptors."""

from __future__ import annotations

from functools import lru_cache, partial
from math import log

from somaloop.body.cortex import MECHANISM
from somaloop.engine.alone import isolated
from somaloop.engine.reference import integrate_reference
from somaloop.reality.figure import Figure

_figure = partial(Figure, mechanism="cortex")
_CORTEX = isolated([MECHANISM])
_SHARE = _CORTEX.parameters["cortex.ionised_share"].value
_EQUATION = "rounding of the published equation's value"


@lru_cache(maxsize=16)
def _unblocked(ionised: float, millivolt: float = -60.0) -> float:
    """Share of receptors left open at an ionised level around neurons (mmol/L) and a membrane potential."""
    found = integrate_reference(
        _CORTEX, [0.0, 0.1],
        ports={"cortex.csf_magnesium": ionised / _SHARE}, values={"cortex.membrane_potential": millivolt},
    )  # fmt: skip
    return float(found["cortex.nmda_unblocked"][0])


def _elasticity(millivolt: float) -> float:
    """Relative change of the unblocked share per relative change of magnesium, around 0.82 mmol/L."""
    return log(_unblocked(0.82 * 1.001, millivolt) / _unblocked(0.82, millivolt)) / log(1.001)


def _ionised_at_rest() -> float:
    return _SHARE * _CORTEX.parameters["cortex.csf_reference"].value


FIGURES: tuple[Figure, ...] = (
    *(
        _figure(
            what=f"NMDA receptors left open at {ionised:.2f} mmol/L ionised magnesium and -60 mV", unit="share",
            source="jahr-stevens1990-mg-block", published=published, low=published - 0.0005, high=published + 0.0005,
            range_from=_EQUATION, model=partial(_unblocked, ionised),
        )
        for ionised, published in ((0.75, 0.103), (0.82, 0.095), (0.90, 0.088))
    ),
    *(
        _figure(
            what=f"change of the open share per change of magnesium at {millivolt:.0f} mV", unit="% per %",
            source="jahr-stevens1990-mg-block", published=published, low=published - 0.005, high=published + 0.005,
            range_from=_EQUATION, model=partial(_elasticity, millivolt),
        )
        for millivolt, published in ((-60.0, -0.90), (-40.0, -0.73))
    ),
    _figure(
        what="ionised magnesium in cerebrospinal fluid", unit="mmol/L", source="csf-mg-ionized-brewer2001",
        published=0.82, low=0.78, high=0.86, range_from="2 standard errors", model=_ionised_at_rest,
    ),
)  # fmt: skip
