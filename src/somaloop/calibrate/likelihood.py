"""How far a published number may lie from what the model says: the likelihood of published summaries.

Three things stand between a model and a published statistic. *Sampling*: a study saw some people, not all. *Between
studies*: two studies of the same thing in other places differ by more than sampling, and where a level hangs on an
assay, so do two laboratories (:mod:`somaloop.calibrate.laboratories`). *The model*: it is no better a description than
another study is, so it is given the same distance again. Statistics of one study share people, place and reader, so
together they count for less than as many studies (:func:`repeats`).

The rule is written here once, taken from the literature or assumed, and not tuned to any result; in words it stands in
``docs/calibration.md``. The density is Student's t with 4 degrees of freedom: how far studies lie apart is itself
known only roughly, and one study must not be able to drag the model anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop.calibrate.laboratories import LOGISTIC, shift_between
from somaloop.calibrate.targets import CalibrationError, Target
from somaloop.studies.scales import error_of_correlation, error_of_log_sd, error_of_share, from_scale

Array = NDArray[np.float64]

FREEDOM = 4.0
UNSEEN_GROUP = 30  # people in a group whose size was not seen

# Between-study standard deviations. Effects in standard deviations: median of the predictive distribution of Rhodes,
# Turner and Higgins 2015 (doi 10.1016/j.jclinepi.2014.08.012), exp(-3.44 / 2). Log odds ratios: that of Turner and
# others 2015 (doi 10.1002/sim.6381), exp(-2.56 / 2). All others are assumed.
EFFECT, LOG_ODDS_RATIO = float(np.exp(-3.44 / 2)), float(np.exp(-2.56 / 2))
LEVEL = 0.3  # means of samples drawn from different places, in standard deviations of people

_IN_PEOPLE: Mapping[str, float] = MappingProxyType(  # in standard deviations of people
    {
        **dict.fromkeys(("mean", "quantile", "peak", "trough", "mean over time", "within-person slope"), LEVEL),
        **dict.fromkeys(("change", "difference", "area"), EFFECT),
    }
)
_ON_SCALE: Mapping[str, float] = MappingProxyType(  # on the statistic's own scale
    {
        **dict.fromkeys(("standardised change", "standardised difference"), EFFECT),
        **dict.fromkeys(("share", "responders"), LEVEL * LOGISTIC),
        "odds ratio": LOG_ODDS_RATIO,
        "risk ratio": 0.2,
        "ratio": 0.1,
        "half-life": 0.1,
        **dict.fromkeys(("sd", "within-person sd", "between-person sd"), 0.15),
        **dict.fromkeys(
            ("correlation", "retest", "autocorrelation", "within-person correlation", "between-person correlation"),
            0.15,
        ),
        "intraclass correlation": 0.3,
        "skewness": 0.3,
    }
)
_OF_VALUE: Mapping[str, float] = MappingProxyType({"time to peak": 0.1, "time to trough": 0.1})  # share of the value

SAME_INSTRUMENT, SAME_STUDY = 0.5, 0.2  # how errors of two statistics of one study go together


def standard_error(target: Target, predicted: float = np.nan) -> float:
    """The sampling error of a target on its scale: as published, else from theory and n, else as ``predicted``.

    ``predicted`` is the spread of the statistic over simulated samples of the study's size. Raises CalibrationError
    where there is nothing to go by.
    """
    for error in (target.error, _from_theory(target), predicted):
        if error is not None and np.isfinite(error) and error > 0:
            return float(error)
    raise CalibrationError(f"{target.label}: no standard error was given and none follows from its n")


def _from_theory(target: Target) -> float | None:
    n = target.people
    if n < 4:
        return None
    if target.kind == "sd":
        return error_of_log_sd(n)
    if target.kind in ("correlation", "retest", "between-person correlation"):
        return error_of_correlation(n)
    if target.kind in ("share", "responders"):
        return error_of_share(float(from_scale("logit", target.value)), n)
    if target.kind == "standardised difference" and len(target.n) == 2:  # Hedges and Olkin 1985
        return float(np.sqrt(1 / target.n[0] + 1 / target.n[1] + target.value**2 / (2 * n)))
    return None


def between_studies(target: Target, error: float) -> float:
    """The between-study standard deviation of a target on its scale, given its sampling error.

    How far places differ and the shift between laboratories, which are independent.
    """
    shift = 0.0 if target.compared else shift_between(target.instrument, target.kind, target.value)
    return float(np.hypot(_between_places(target, error), shift))


def _between_places(target: Target, error: float) -> float:
    if target.kind in _ON_SCALE:
        return _ON_SCALE[target.kind]
    if target.kind in _OF_VALUE:
        return _OF_VALUE[target.kind] * abs(target.value)
    if target.kind not in _IN_PEOPLE:
        raise CalibrationError(f"no rule says how far studies of a {target.kind} lie apart")
    groups = target.n or (UNSEEN_GROUP,)
    people = error / np.sqrt(sum(1.0 / n for n in groups))
    return float(_IN_PEOPLE[target.kind] * people)


def repeats(targets: Sequence[Target]) -> Array:
    """By how much the error variance of each target grows since its study gives other statistics too [targets].

    As for cluster samples: 1, plus 0.5 for each further statistic of the same instrument, plus 0.2 for each of another.
    """
    studies = np.array([item.study for item in targets])
    instruments = np.array([item.instrument for item in targets])
    together = studies[:, None] == studies[None, :]
    alike = together & (instruments[:, None] == instruments[None, :])
    return 1.0 + SAME_INSTRUMENT * (alike.sum(axis=1) - 1) + SAME_STUDY * (together & ~alike).sum(axis=1)


def spread(targets: Sequence[Target], predicted: Array | None = None) -> Array:
    """The scale of the distance of every target from a perfect emulator of the model [targets].

    ``predicted`` [targets] is the sampling error that simulation gives, NaN where it gives none. Where nothing says how
    far sampling reaches, it is taken to reach as far as the two other errors together if these are known without it;
    else the spread is NaN.
    """
    given = predicted if predicted is not None else np.full(len(targets), np.nan)
    variances = []
    for item, error in zip(targets, given, strict=True):
        try:
            sampling = standard_error(item, float(error))
        except CalibrationError:
            sampling = np.nan
        others = 2.0 * between_studies(item, sampling) ** 2
        variances.append(others + (sampling**2 if np.isfinite(sampling) else others))
    return np.sqrt(np.array(variances) * repeats(targets))


def log_density(distance: Any, scale: Any, freedom: float = FREEDOM, numpy: Any = np) -> Any:
    """Log density of Student's t (or the normal, where ``freedom`` is infinite) at ``distance``, up to a constant.

    ``numpy`` is the array library, so that the same line runs in JAX. The constant does not hang on distance or scale.
    """
    ratio = (distance / scale) ** 2
    if np.isinf(freedom):
        return -0.5 * ratio - numpy.log(scale)
    return -0.5 * (freedom + 1.0) * numpy.log1p(ratio / freedom) - numpy.log(scale)


def noise(generator: np.random.Generator, scale: Array, freedom: float = FREEDOM) -> Array:
    """Distances drawn from the likelihood, for synthetic studies; shape of ``scale``."""
    if np.isinf(freedom):
        return scale * generator.standard_normal(np.shape(scale))
    return scale * generator.standard_t(freedom, np.shape(scale))
