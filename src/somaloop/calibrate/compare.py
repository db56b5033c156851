"""Do two calibrations agree? The distance of two posteriors in units of their Monte Carlo error.

That error has two parts: a posterior is a sample of draws, and it was learned from a sample of truths. The second is
known where both carry the error of their ensemble (:mod:`somaloop.calibrate.design`); else only the first is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from somaloop.calibrate.design import GROUPS
from somaloop.calibrate.targets import CalibrationError
from somaloop.evidence.posterior import Posterior

Array = NDArray[np.float64]
LEAST_P = 0.01


@dataclass(frozen=True)
class Agreement:
    """Distances of means and of (logarithms of) standard deviations, in Monte Carlo errors, of names in both [names].

    ``shift`` is the distance of means in prior standard deviations. ``only`` are names in one of the two alone.
    """

    names: tuple[str, ...]
    means: Array
    deviations: Array
    shift: Array
    only: tuple[str, ...]
    freedom: float = np.inf

    @property
    def p_value(self) -> float:
        """The chance of a distance as large as the largest, by Bonferroni, were the two made in the same way.

        Errors of ensembles rest on few groups, so distances follow Student's t with ``freedom`` degrees.
        """
        from scipy.stats import t

        every = np.abs(np.concatenate([self.means, self.deviations]))
        return float(min(1.0, 2.0 * t(self.freedom).sf(every.max(initial=0.0)) * max(len(every), 1)))

    @property
    def agrees(self) -> bool:
        """Whether nothing lies further apart than Monte Carlo error explains, and both hold the same names."""
        return not self.only and self.p_value >= LEAST_P


def compare(one: Posterior, other: Posterior) -> Agreement:
    """Compare two posteriors quantity by quantity. Monte Carlo errors follow from effective numbers of draws."""
    names = tuple(name for name in one.names if name in set(other.names))
    if not names:
        raise CalibrationError("the two posteriors have no quantity in common")
    first = np.array([one.names.index(name) for name in names])
    second = np.array([other.names.index(name) for name in names])
    both = one.design_mean is not None and other.design_mean is not None
    shift = other.mean[second] - one.mean[first]
    variances = [_variances(item, both) for item in (one, other)]
    error, log_error = (np.sqrt(variances[0][part][first] + variances[1][part][second]) for part in (0, 1))
    log_ratio = np.log(other.deviation[second] / one.deviation[first])
    only = tuple(sorted(set(one.names) ^ set(other.names)))
    freedom = 2.0 * (GROUPS - 1) if both else np.inf
    return Agreement(names, _over(shift, error), _over(log_ratio, log_error), shift, only, freedom)


def _variances(posterior: Posterior, with_design: bool) -> tuple[Array, Array]:
    """Error variances of means and of logarithms of standard deviations [names]."""
    mean, deviation = posterior.deviation**2 / posterior.effective, 0.5 / posterior.effective
    if with_design and posterior.design_mean is not None and posterior.design_deviation is not None:
        return mean + posterior.design_mean**2, deviation + posterior.design_deviation**2
    return mean, deviation


def _over(distance: Array, error: Array) -> Array:
    """Distances in errors; 0 where neither fit touched the quantity (its error is 0 and so is the distance)."""
    touched = error > 0
    return np.where(touched, distance / np.where(touched, error, 1.0), 0.0)


def lines(found: Agreement, most: int = 5) -> Sequence[str]:
    """The outcome in plain words: the verdict, and where the two lie furthest apart."""
    beyond = float((np.abs(found.means) > 2).mean())
    text = [
        f"{len(found.names)} quantities: " + ("agree within Monte Carlo error" if found.agrees else "DISAGREE"),
        f"largest distance of means {np.abs(found.means).max():.1f} Monte Carlo errors, of standard deviations "
        f"{np.abs(found.deviations).max():.1f}; {100 * beyond:.1f} % of means lie more than 2 apart (5 % expected)",
        f"largest distance of means in prior standard deviations: {np.abs(found.shift).max():.3f}"
        + ("" if np.isfinite(found.freedom) else " (the error of the ensembles is not known and not counted)"),
    ]
    for place in np.argsort(-np.abs(found.means))[:most]:
        text.append(f"  {found.names[place]}: {found.means[place]:+.1f} errors, {found.shift[place]:+.3f} prior SD")
    if found.only:
        text.append("in one of the two only: " + ", ".join(found.only))
    return tuple(text)
