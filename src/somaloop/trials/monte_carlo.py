"""How sure a share of replicates is: the number of replicates, the number of truths, and the finite pool together.

Replicates of one truth belong together, as people of one village do in a survey. The interval is Wilson's with an effective
number of replicates (Korn & Graubard, Survey Methodology 1998;24:193), the one at which independent replicates would be as sure.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from somaloop.trials.answer import Share

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]

LEVEL = 0.95
Z = 1.959963984540054  # the normal quantile of that level


def share_of(success: NDArray, truth: Numbers, also: float = 0.0) -> Share:
    """The share of replicates with its 95 % interval.

    ``truth`` [replicates] tells which replicates belong together; ``also`` is a standard error of the share from elsewhere
    (the finite pool). With no replicates all is NaN.
    """
    hits = np.asarray(success, dtype=float)
    count = len(hits)
    if not count:
        return Share(np.nan, np.nan, np.nan)
    share = float(hits.mean())
    truths = len(np.unique(truth))
    freedom = truths - 1 if truths > 1 else count - 1
    number = float(truths if truths > 1 else count)  # where all or none succeed, nothing is seen of how truths differ
    if 0.0 < share < 1.0:
        variance = max(error_of_mean(hits, truth) ** 2, share * (1 - share) / count) + also**2
        number = share * (1 - share) / variance
    elif also > 0.0:
        smooth = (share * count + 0.5) / (count + 1)
        number = smooth * (1 - smooth) / (smooth * (1 - smooth) / number + also**2)
    return Share(share, *wilson(share, number, float(stdtrit(max(freedom, 1), (1 + LEVEL) / 2))))


def wilson(share: float, number: float, z: float) -> tuple[float, float]:
    """Wilson's interval for a share of ``number`` independent trials."""
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    half = z / (1 + z * z / number) * np.sqrt(share * (1 - share) / number + z * z / (4 * number * number))
    low, high = float(max(middle - half, 0.0)), float(min(middle + half, 1.0))
    return low if share > 0.0 else 0.0, high if share < 1.0 else 1.0


def error_of_mean(values: Array, together: Numbers, weights: Array | None = None) -> float:
    """The standard error of a mean of values, of which those with one number in ``together`` are no new information.

    These are replicates of one truth, or the places of one person. ``weights`` add up to 1 (left out: all are even).
    Where all belong together, values count as independent.
    """
    values = np.asarray(values, dtype=float)
    if len(values) < 2:
        return float("nan")
    weights = np.full(len(values), 1.0 / len(values)) if weights is None else weights
    _, places = np.unique(together, return_inverse=True)
    if places.max() == 0:
        places = np.arange(len(values))
    sums = np.bincount(places, weights=weights * (values - values @ weights))
    return float(np.sqrt((sums**2).sum() * len(sums) / (len(sums) - 1)))


def between(low_to_high: Array) -> tuple[float, float]:
    """The 2.5 % and 97.5 % points of values over truths."""
    low, high = np.nanquantile(low_to_high, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
