"""What the model is fitted to: published statistics, each on the scale on which it is near to normal.

Only studies that may be fitted can become targets. A study that may only check raises, whatever it says of itself: the
use is worked out again from its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from somaloop.language import SomaloopError
from somaloop.studies.kinds import KINDS, plain
from somaloop.studies.scales import Scale, to_scale
from somaloop.studies.study import Statistic, Study
from somaloop.studies.use import use_of

Array = NDArray[np.float64]


class CalibrationError(SomaloopError):
    """The fit was asked for something that it must not or cannot do."""


@dataclass(frozen=True, slots=True)
class Target:
    """One published number. ``value`` and ``error`` (standard error, None where none was given) are on ``scale``.

    ``n`` are the sizes of the groups behind it, empty where they were not seen.
    """

    label: str
    study: str
    instrument: str
    kind: str
    scale: Scale
    value: float
    error: float | None = None
    n: tuple[int, ...] = ()

    @property
    def people(self) -> int:
        """How many people stand behind it; 0 where that was not seen."""
        return sum(self.n)


def forbidden(study: Study) -> str:
    """Why a study must not be fitted, or an empty string."""
    for rows in (study.rows, *((item.row,) for item in study.statistics if item.row)):
        if use_of(rows) != "calibrate":
            return f"{study.name}: {', '.join(rows) or 'a study without rows'} may only check, never set values"
    return "" if study.use == "calibrate" else f"{study.name}: is marked as a check"


def targets(studies: Iterable[Study]) -> tuple[Target, ...]:
    """The targets of studies, in their order. Raises CalibrationError for a study that may only check."""
    found = []
    for study in studies:
        reason = forbidden(study)
        if reason:
            raise CalibrationError(reason)
        found += [target(study, statistic) for statistic in study.statistics]
    return tuple(found)


def target(study: Study, statistic: Statistic) -> Target:
    """One statistic of a study as a target."""
    scale = KINDS[statistic.kind].scale
    number = float(plain(statistic, statistic.published))
    if scale == "logit":
        number = float(inside(number, sum(statistic.n)))
    value = float(to_scale(scale, number))
    if not np.isfinite(value):
        raise CalibrationError(f"{study.label(statistic)}: {statistic.published:g} has no place on the {scale} scale")
    return Target(
        study.label(statistic), study.name, statistic.of, statistic.kind, scale, value, statistic.standard_error,
        statistic.n,
    )  # fmt: skip


def inside(share: ArrayLike, people: int, fewest: int = 20) -> Array:
    """Shares with half a person kept on either side of nobody and everybody."""
    half = 0.5 / max(people, fewest)
    return np.clip(np.asarray(share, dtype=float), half, 1.0 - half)


def on_scale(studies: Sequence[Study], values: Array) -> Array:
    """Simulated statistics [truths, statistics], in published units, on the scales of the targets."""
    statistics = [item for study in studies for item in study.statistics]
    if values.shape[-1] != len(statistics):
        raise CalibrationError(f"{values.shape[-1]} columns for {len(statistics)} statistics")
    found = np.empty(values.shape)
    for i, statistic in enumerate(statistics):
        scale = KINDS[statistic.kind].scale
        number = plain(statistic, values[..., i])
        found[..., i] = to_scale(scale, inside(number, sum(statistic.n)) if scale == "logit" else number)
    return found
