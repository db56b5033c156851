"""How old people are: a truncated normal distribution."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from somaloop.language import SomaloopError, normal

YOUNGEST, OLDEST = 18.0, 95.0


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Ages in years: normal with ``mean`` and ``sd``, truncated to ``[low, high]``. Raises SomaloopError for nonsense.

    ``mean`` and ``sd`` are those of the people themselves, after the truncation, as studies report them.
    """

    mean: float
    sd: float
    low: float = YOUNGEST
    high: float = OLDEST

    def __post_init__(self) -> None:
        if not (np.isfinite([self.mean, self.sd, self.low, self.high]).all() and self.sd >= 0):
            raise SomaloopError(f"ages need finite numbers and an SD of 0 or more, got {self}")
        if not YOUNGEST <= self.low <= self.mean <= self.high <= OLDEST:
            raise SomaloopError(
                f"ages go from {YOUNGEST:g} to {OLDEST:g} with the mean in between; got a mean of {self.mean:g} from "
                f"{self.low:g} to {self.high:g}"
            )

    def quantile(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Ages at these shares of people, in years."""
        if self.sd == 0 or self.low == self.high:
            return np.full(np.shape(shares), self.mean)
        mean, sd = _untruncated(self.mean, self.sd, self.low, self.high)
        return normal(mean, sd, low=self.low, high=self.high).quantile(shares)


@lru_cache(maxsize=1024)
def _untruncated(mean: float, sd: float, low: float, high: float) -> tuple[float, float]:
    """Mean and SD of the normal distribution that has ``mean`` and ``sd`` after truncation, or comes nearest to them."""
    from scipy.optimize import least_squares
    from scipy.stats import truncnorm

    def off(guess: NDArray[np.float64]) -> list[float]:
        centre, width = float(guess[0]), float(np.exp(guess[1]))
        got = truncnorm((low - centre) / width, (high - centre) / width, loc=centre, scale=width)
        return [(got.mean() - mean) / sd, (got.std() - sd) / sd]

    span = high - low
    found = least_squares(
        off, [mean, np.log(sd)], bounds=([low - 2 * span, np.log(sd)], [high + 2 * span, np.log(3 * span + 2 * sd)])
    )
    return float(found.x[0]), float(np.exp(found.x[1]))
