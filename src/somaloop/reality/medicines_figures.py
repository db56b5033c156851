"""Figures of medicines: what proton pump inhibitors and diuretics do to magnesium in serum."""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np

from somaloop.reality._lives import digest
from somaloop.reality._magnesium_experiments import population
from somaloop.reality.figure import Figure

_figure = partial(Figure, mechanism="medicines")
_INTERVAL = "95 % interval"
_SURVEY_CUT = 0.725  # up to 0.72 mmol/L, read to 0.01, is called low in the survey of diuretics


@lru_cache(maxsize=8)
def _plasma(drug: str = "", dose: float = 0.0) -> float:
    """Plasma after most of a year on a medicine (1 is a usual dose), mmol/L."""
    run = digest(300, {f"medicines.{drug}": dose} if drug else None, resolution="day")
    return float(run["plasma"][-1, 0])


def _shift(drug: str, dose: float) -> float:
    return _plasma(drug, dose) - _plasma()


def _odds_ratio(cut: float, shift: float, other: float = 0.0) -> float:
    """Odds of serum below a cut-off with everybody's serum shifted, against another shift."""

    def odds(by: float) -> float:
        share = float((population()[0] + by < cut).mean())
        return share / (1.0 - share)

    return odds(shift) / odds(other)


def _hospital_cut() -> float:
    """The serum below which 13.5% of people without the medicine lie, as in the pooled cohorts."""
    return float(np.quantile(population()[0], 0.135))


FIGURES: tuple[Figure, ...] = (
    _figure(
        what="odds of low serum on a proton pump inhibitor, against none", unit="odds ratio",
        source="ppi-srinutta2019-or", published=1.71, low=1.33, high=2.19, range_from=_INTERVAL,
        model=lambda: _odds_ratio(_hospital_cut(), _shift("ppi", 1.0)),
    ),
    _figure(
        what="odds of low serum on a high dose of a proton pump inhibitor (2), against a low one (0.5)",
        unit="odds ratio", source="ppi-srinutta2019-or", published=2.13, low=1.26, high=3.59, range_from=_INTERVAL,
        model=lambda: _odds_ratio(_hospital_cut(), _shift("ppi", 2.0), _shift("ppi", 0.5)),
    ),
    _figure(
        what="serum on a thiazide at one defined daily dose, against none", unit="mmol/L",
        source="thiazide-kieboom2018", published=-0.018, low=-0.028, high=-0.010, range_from=_INTERVAL,
        model=lambda: _shift("thiazide", 1.0),
    ),
    _figure(
        what="serum on a thiazide at half a defined daily dose, against none", unit="mmol/L",
        source="thiazide-kieboom2018", published=-0.013, low=-0.023, high=-0.002, range_from=_INTERVAL,
        model=lambda: _shift("thiazide", 0.5),
    ),
    _figure(
        what="odds of serum up to 0.72 mmol/L on a thiazide, against none", unit="odds ratio",
        source="thiazide-kieboom2018", published=3.14, low=1.67, high=5.9,
        range_from="lower end of the 95 % interval, and as far above",
        model=lambda: _odds_ratio(_SURVEY_CUT, _shift("thiazide", 1.0)),
    ),
    _figure(
        what="serum after years of chlorthalidone at the high doses of its time (2), against none", unit="mmol/L",
        source="mrfit-thiazide", published=-0.041, low=-0.062, high=-0.021, range_from="1 mg/L, to the nearest half",
        model=lambda: _shift("thiazide", 2.0),
    ),
    _figure(
        what="serum on a loop diuretic at one defined daily dose, against none", unit="mmol/L",
        source="thiazide-kieboom2018", published=0.023, low=0.013, high=0.032, range_from=_INTERVAL,
        model=lambda: _shift("loop_diuretic", 1.0),
        miss="As known the drug moves nothing, since the community's higher serum is thought to come from the weak kidneys of its users and not from the drug; as told it lowers serum.",
    ),
)  # fmt: skip
