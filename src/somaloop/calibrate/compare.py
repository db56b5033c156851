"""Do two calibrations agree? The distance of two posteriors in units of their Monte Carlo error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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

    @property
    def p_value(self) -> float:
        """The chance of a distance as large as the largest, by Bonferroni, were the two draws from one posterior."""
        from scipy.stats import norm

        every = np.abs(np.concatenate([self.means, self.deviations]))
        return float(min(1.0, 2.0 * norm.sf(every.max(initial=0.0)) * max(len(every), 1)))

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
    shift = other.mean[second] - one.mean[first]
    error = np.sqrt(_variance(one)[first] + _variance(other)[second])
    log_ratio = np.log(other.deviation[second] / one.deviation[first])
    log_error = np.sqrt(0.5 / one.effective[first] + 0.5 / other.effective[second])
    only = tuple(sorted(set(one.names) ^ set(other.names)))
    return Agreement(names, _over(shift, error), _over(log_ratio, log_error), shift, only)


def _variance(posterior: Posterior) -> Array:
    return posterior.deviation**2 / posterior.effective


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
        f"largest distance of means in prior standard deviations: {np.abs(found.shift).max():.3f}",
    ]
    for place in np.argsort(-np.abs(found.means))[:most]:
        text.append(f"  {found.names[place]}: {found.means[place]:+.1f} errors, {found.shift[place]:+.3f} prior SD")
    if found.only:
        text.append("in one of the two only: " + ", ".join(found.only))
    return tuple(text)
