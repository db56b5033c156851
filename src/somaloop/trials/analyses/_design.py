"""The columns of a model: who has a reading, arms, and covariates as plans name them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from somaloop.language import SomaloopError
from somaloop.language.errors import unknown
from somaloop.studies.moments import Moment
from somaloop.trials.analyses._judge import CannotAnalyseError
from somaloop.trials.data import Array, TrialData

# Of a column that lies this near to the space of those before it, only rounding is left.
_NEARLY = 1e-8


def visit_place(data: TrialData, at: Moment) -> int:
    """The place of a visit. Raises SomaloopError where there is none."""
    if at not in data.visits:
        raise SomaloopError(f"there is no visit at {at}; there are {', '.join(map(str, data.visits))}")
    return data.visits.index(at)


def readings_of(data: TrialData, outcome: str) -> Array:
    """The readings [visits, people] of an outcome. Raises SomaloopError with the nearest name where it was not read."""
    if outcome not in data.readings:
        raise unknown("outcome", outcome, data.readings)
    return data.readings[outcome]


def arm_columns(given: NDArray[np.int64], arms: int) -> Array:
    """A column [people, arms] of 0 and 1 for every arm."""
    return (given[:, None] == np.arange(arms)).astype(float)


def covariate_columns(data: TrialData, names: tuple[str, ...], outcome: str) -> Array:
    """The columns [people, columns] of covariates: ``baseline``, ``sex``, ``age``, ``strata`` or an instrument at baseline.

    A missing baseline is replaced by the mean of all arms, which leaves the comparison of randomised arms unbiased (White
    & Thompson, Stat Med 2005;24:993). Raises SomaloopError for an unknown name.
    """
    columns: list[Array] = []
    for name in names:
        if name == "sex":
            columns.append(data.female.astype(float)[:, None])
        elif name == "age":
            columns.append(np.asarray(data.age, dtype=float)[:, None])
        elif name == "strata":
            columns.append(arm_columns(data.stratum, int(data.stratum.max(initial=0)) + 1)[:, 1:])
        else:
            of = outcome if name == "baseline" else name
            if of not in data.baseline:
                raise unknown("covariate", name, ("baseline", "sex", "age", "strata", *data.baseline))
            values = np.array(data.baseline[of], dtype=float)
            gaps = np.isnan(values)
            if gaps.any():
                values[gaps] = values[~gaps].mean() if not gaps.all() else 0.0
            columns.append(values[:, None])
    return np.concatenate(columns, axis=1) if columns else np.zeros((len(data), 0))


def independent(arms: Array, covariates: Array) -> Array:
    """Covariates in standard units without those that arms and earlier covariates already tell (one sex, empty strata)."""
    spread = covariates.std(axis=0)
    varied = covariates[:, spread > _NEARLY]
    scaled = (varied - varied.mean(axis=0)) / spread[spread > _NEARLY]
    if not scaled.shape[1]:
        return scaled
    left = np.abs(np.diag(np.linalg.qr(np.concatenate([arms, scaled], axis=1), mode="r")))
    kept = (
        left[arms.shape[1] :] > _NEARLY * np.sqrt(len(arms)) if len(left) > arms.shape[1] else np.zeros(0, dtype=bool)
    )
    kept = np.pad(kept, (0, scaled.shape[1] - len(kept)))
    return scaled[:, kept]


def need_two_arms(present: NDArray[np.bool_], outcome: str, when: str) -> None:
    """Raise where fewer than two arms have a reading."""
    if present.sum() < 2:
        raise CannotAnalyseError(f"fewer than two arms have a reading of {outcome} {when}")


def without(arm_names: list[str], outcome: str, when: str) -> str:
    """The sentence for a contrast of arms of which nobody has a reading."""
    return f"nobody in {' or '.join(arm_names)} has a reading of {outcome} {when}"
