"""The scoreboard: what the model predicts for published numbers, what was found, and how the two compare.

The predictive interval of a statistic holds three things: how the truths that are still possible differ, how people
differ, and that a study sees only so many of them. For the last, samples of the study's size are drawn from the model's
own people; where the study prints a larger error, that one counts, for it holds the spread that was really found. A
second, wider interval adds how far studies of the same thing lie from one another (the rule of
:mod:`somaloop.calibrate.likelihood`, taken from the literature). A naive forecaster, who knows the numbers that may be
fitted and no model, says whether the model's intervals are narrow for a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import erf, exp, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from somaloop.calibrate.likelihood import between_studies, standard_error
from somaloop.calibrate.targets import CalibrationError, Target, target
from somaloop.studies import Prediction, Statistic, Study
from somaloop.studies.kinds import KINDS, in_unit
from somaloop.studies.scales import NORMAL_95, from_scale

Array = NDArray[np.float64]
NOT_SEEN = "the study does not show how many people it saw, nor an error, so it cannot be judged"
_FEWEST_ALIKE = 2  # published numbers that a naive forecast needs


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast on a statistic's scale: a normal distribution."""

    middle: float
    width: float

    def interval(self) -> tuple[float, float]:
        """The 95 % interval on the scale."""
        return self.middle - NORMAL_95 * self.width, self.middle + NORMAL_95 * self.width

    def holds(self, value: float) -> bool:
        """Whether a value lies in the 95 % interval."""
        low, high = self.interval()
        return bool(low <= value <= high)

    def z(self, value: float) -> float:
        """How many standard deviations a value lies above the middle."""
        return (value - self.middle) / self.width

    def crps(self, value: float) -> float:
        """The continuous ranked probability score, on the scale: the expected distance, less for a sharper hit."""
        z = self.z(value)
        density = exp(-0.5 * z * z) / sqrt(2 * pi)
        return self.width * (z * erf(z / sqrt(2)) + 2 * density - 1 / sqrt(pi))


@dataclass(frozen=True)
class Line:
    """One statistic on the scoreboard.

    ``observed`` and all forecasts are on the statistic's scale. ``model`` holds truths, people and sampling, ``among`` the
    differences between studies as well; ``truths`` is the standard deviation over truths, ``sampling`` that of sampling,
    by the model's people or as printed, whichever is larger (NaN where nothing says how many people were seen).
    ``naive`` is the forecast without a model, None where fewer than two published numbers of the kind may be fitted.
    ``problem`` says why there is no forecast.
    """

    study: Study
    statistic: Statistic
    observed: float
    truths: float
    sampling: float
    model: Forecast | None
    among: Forecast | None
    naive: Forecast | None
    problem: str = ""

    @property
    def inside(self) -> bool:
        """Whether what was found lies in the model's predictive interval."""
        return self.model is not None and self.model.holds(self.observed)

    @property
    def inside_among(self) -> bool:
        """Whether it lies there when studies differ among one another as they do."""
        return self.among is not None and self.among.holds(self.observed)

    @property
    def z(self) -> float:
        """How far it lies from the middle, in standard deviations of the predictive interval; NaN without one."""
        return self.model.z(self.observed) if self.model is not None else float("nan")

    def plain(self, value: float) -> float:
        """A value on the scale as a number in the published unit."""
        return float(in_unit(self.statistic, from_scale(KINDS[self.statistic.kind].scale, value)))

    def shown(self, forecast: Forecast) -> tuple[float, float, float]:
        """Low, middle and high of a forecast in the published unit."""
        low, high = forecast.interval()
        return self.plain(low), self.plain(forecast.middle), self.plain(high)


@dataclass(frozen=True, slots=True)
class Score:
    """How forecasts did over some lines: counts, coverage of 95 % intervals, median distance, and skill.

    ``skill`` is 1 - median over lines of CRPS(model) / CRPS(naive), and ``width`` the median ratio of the widths of the two
    intervals, both over the lines that have both; NaN where there are none.
    """

    lines: int
    inside: int
    inside_among: int
    median_z: float
    median_z_among: float
    with_naive: int
    naive_inside: int
    width: float
    skill: float

    @property
    def coverage(self) -> float:
        """The share of what was found that lies in the predictive interval."""
        return self.inside / self.lines if self.lines else float("nan")

    @property
    def coverage_among(self) -> float:
        """The same with differences between studies."""
        return self.inside_among / self.lines if self.lines else float("nan")


def score(lines: Iterable[Line]) -> Score:
    """Sum up lines; those without a forecast are left out."""
    known = [line for line in lines if line.model is not None and line.among is not None]
    both = [line for line in known if line.naive is not None]
    ratios = [line.model.width / line.naive.width for line in both]  # type: ignore[union-attr]
    crps = [line.among.crps(line.observed) / line.naive.crps(line.observed) for line in both]  # type: ignore[union-attr]
    return Score(
        lines=len(known),
        inside=sum(line.inside for line in known),
        inside_among=sum(line.inside_among for line in known),
        median_z=_median([abs(line.z) for line in known]),
        median_z_among=_median([abs(line.among.z(line.observed)) for line in known if line.among is not None]),
        with_naive=len(both),
        naive_inside=sum(line.naive.holds(line.observed) for line in both if line.naive is not None),
        width=_median(ratios),
        skill=1.0 - _median(crps),
    )


def _median(values: Sequence[float]) -> float:
    return float(np.median(values)) if len(values) else float("nan")


def scoreboard(prediction: Prediction, fitted: Sequence[Study]) -> tuple[Line, ...]:
    """The lines of a prediction. ``fitted`` are studies whose numbers a naive forecaster may know.

    Only statistics that may be fitted count there, and a line is never forecast from itself.
    """
    known = [
        (study.name, target(study, statistic), statistic)
        for study in fitted
        for statistic in study.statistics
        if statistic.use == "calibrate"
    ]
    lines = []
    for place, (study, statistic) in enumerate(prediction.statistics):
        lines.append(_line(study, statistic, prediction.values[:, place], float(prediction.sampling[place]), known))
    return tuple(lines)


def _line(
    study: Study, statistic: Statistic, values: Array, sampling: float, known: Sequence[tuple[str, Target, Statistic]]
) -> Line:
    aim = target(study, statistic)
    finite = values[np.isfinite(values)]
    seen = _seen(aim, sampling)
    naive = _naive(study, statistic, aim, seen, known)
    if len(finite) < max(2, len(values) // 2):
        why = "most truths gave no number"
        return Line(study, statistic, aim.value, float("nan"), seen, None, None, naive, why)
    middle, truths = float(np.median(finite)), float(finite.std(ddof=1))
    if not np.isfinite(seen):
        return Line(study, statistic, aim.value, truths, seen, None, None, naive, NOT_SEEN)
    width = float(np.hypot(truths, seen))
    if not width > 0:
        return Line(study, statistic, aim.value, truths, seen, None, None, naive, "no spread follows from this study")
    try:
        between = between_studies(aim, standard_error(aim, sampling))
    except CalibrationError:
        between = between_studies(aim, width)
    return Line(
        study, statistic, aim.value, truths, seen, Forecast(middle, width),
        Forecast(middle, float(np.hypot(width, between))), naive,
    )  # fmt: skip


def _seen(aim: Target, sampling: float) -> float:
    """The sampling error: that of the model's people or the printed one, whichever is larger; else from theory, else NaN."""
    if np.isfinite(sampling):
        return max(sampling, aim.error or 0.0)
    try:
        return standard_error(aim)
    except CalibrationError:
        return float("nan")


def _naive(
    study: Study, statistic: Statistic, aim: Target, sampling: float, known: Sequence[tuple[str, Target, Statistic]]
) -> Forecast | None:
    """The mean of published numbers of the same kind and instrument, of the kind and unit alone where there are few."""
    others = [(item, text) for name, item, text in known if name != study.name]
    alike = [item.value for item, text in others if (text.kind, text.of) == (statistic.kind, statistic.of)]
    if len(alike) < _FEWEST_ALIKE and KINDS[statistic.kind].unit != ("instrument",):
        alike = [item.value for item, text in others if (text.kind, text.unit) == (statistic.kind, statistic.unit)]
    if len(alike) < _FEWEST_ALIKE:
        return None
    spread = float(np.std(alike, ddof=1)) * sqrt(1 + 1 / len(alike))
    width = float(np.hypot(spread, sampling if np.isfinite(sampling) else 0.0))
    return Forecast(float(np.mean(alike)), width) if width > 0 else None


def grouped(lines: Sequence[Line], by: Callable[[Line], str]) -> dict[str, tuple[Line, ...]]:
    """Lines by some word, in the order in which the words come."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(by(line), []).append(line)
    return {word: tuple(items) for word, items in found.items()}
