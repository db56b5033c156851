"""What the model is fitted to: published statistics, each on the scale on which it is near to normal.

Only statistics that may be fitted can become targets. One that may only check raises, whatever it says of itself: the
use is worked out again from its rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from somaloop.language import SomaloopError
from somaloop.studies.kinds import KINDS, plain
from somaloop.studies.scales import Scale, to_scale
from somaloop.studies.study import Statistic, Study
from somaloop.studies.use import use_of


class CalibrationError(SomaloopError):
    """The fit was asked for something that it must not or cannot do."""


@dataclass(frozen=True, slots=True)
class Target:
    """One published number. ``value`` and ``error`` (standard error, None where none was given) are on ``scale``.

    ``n`` are the sizes of the groups behind it, empty where they were not seen. ``compared`` says that it counts what
    differs within the study (from a start or between arms), so that no level stands in it.
    """

    label: str
    study: str
    instrument: str
    kind: str
    scale: Scale
    value: float
    error: float | None = None
    n: tuple[int, ...] = ()
    compared: bool = False

    @property
    def people(self) -> int:
        """How many people stand behind it; 0 where that was not seen."""
        return sum(self.n)


def forbidden(study: Study, statistic: Statistic) -> str:
    """Why a statistic must not be fitted, or an empty string. Its use is worked out again from its rows."""
    rows = (statistic.row,) if statistic.row else study.rows
    if use_of(rows) != "calibrate" or statistic.use != "calibrate":
        return f"{study.label(statistic)}: {', '.join(rows) or 'a study without rows'} may only check, never set values"
    return ""


def targets(studies: Iterable[Study]) -> tuple[Target, ...]:
    """The targets of studies, in their order. Raises CalibrationError for a statistic that may only check."""
    found = []
    for study in studies:
        for statistic in study.statistics:
            reason = forbidden(study, statistic)
            if reason:
                raise CalibrationError(reason)
            found.append(target(study, statistic))
    return tuple(found)


def target(study: Study, statistic: Statistic) -> Target:
    """One statistic of a study as a target."""
    scale = KINDS[statistic.kind].scale
    number = float(plain(statistic, statistic.published))
    if scale == "logit":
        number = inside(number, sum(statistic.n))
    value = float(to_scale(scale, number))
    if not np.isfinite(value):
        raise CalibrationError(f"{study.label(statistic)}: {statistic.published:g} has no place on the {scale} scale")
    return Target(
        study.label(statistic), study.name, statistic.of, statistic.kind, scale, value, statistic.standard_error,
        statistic.n, bool(statistic.start or statistic.against),
    )  # fmt: skip


def inside(share: float, people: int, fewest: int = 20) -> float:
    """A share with half a person kept on either side of nobody and everybody."""
    half = 0.5 / max(people, fewest)
    return min(max(share, half), 1.0 - half)
