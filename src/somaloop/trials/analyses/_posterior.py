"""The posterior of one coefficient of a normal linear model."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from somaloop.trials.analyses._judge import below, quantile

# The grid's step and reach in standard deviations of the normal approximation to the posterior.
_STEP = 0.01
_REACH = 40.0


@dataclass(frozen=True, slots=True)
class Posterior:
    """Mean, standard deviation (NaN where there is none), bounds with ``tail`` beyond each, and P(coefficient > 0)."""

    mean: float
    sd: float
    low: float
    high: float
    above: float


def posterior(
    value: float, error: float, freedom: float, prior_mean: float, prior_sd: float | None, tail: float
) -> Posterior:
    """From a least-squares coefficient, its error and degrees of freedom; flat prior where ``prior_sd`` is None.

    All other coefficients and the logarithm of the residual variance have flat priors, so the marginal likelihood of the
    coefficient is Student's t around ``value`` (Gelman et al., Bayesian Data Analysis, 14.2).
    """
    if prior_sd is None:
        sd = error * math.sqrt(freedom / (freedom - 2)) if freedom > 2 else math.nan
        reach = quantile(1 - tail, freedom) * error
        return Posterior(value, sd, value - reach, value + reach, below(value / error, freedom))
    width = 1 / math.sqrt(error**-2 + prior_sd**-2)
    centre = width**2 * (value / error**2 + prior_mean / prior_sd**2)
    grid = centre + width * np.arange(-_REACH, _REACH + _STEP, _STEP)
    likelihood = -0.5 * (freedom + 1) * np.log1p(((grid - value) / error) ** 2 / freedom)
    density = likelihood - 0.5 * ((grid - prior_mean) / prior_sd) ** 2
    share = np.exp(density - density.max())
    # Trapezia up to each point of the grid, so that quantiles and the share above 0 fall between points.
    up_to = np.concatenate([[0.0], np.cumsum((share[1:] + share[:-1]) / 2)])
    up_to /= up_to[-1]
    share /= share.sum()
    mean = float(share @ grid)
    low, high = np.interp([tail, 1 - tail], up_to, grid)
    return Posterior(
        mean, math.sqrt(float(share @ (grid - mean) ** 2)), float(low), float(high),
        1 - float(np.interp(0.0, grid, up_to)),
    )  # fmt: skip
