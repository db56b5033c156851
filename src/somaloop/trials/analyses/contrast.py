"""What an analysis estimates: contrasts of arms, as weights of their means."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from somaloop.language import SomaloopError
from somaloop.trials.data import Array, TrialData
from somaloop.trials.plan import Analysis

SHARE = "share"


@dataclass(frozen=True)
class Contrast:
    """A difference: the sum of ``weights`` [arms] times the arms' means (of a responder analysis, their shares).

    ``unit`` is empty where the difference is in points of the outcome.
    """

    name: str
    weights: Array
    unit: str = ""


def contrasts(data: TrialData, analysis: Analysis) -> tuple[Contrast, ...]:
    """What an analysis estimates, in its order. The weights add up to 0, so they say what the true value is, too.

    Raises SomaloopError where the arms do not fit the analysis (no doses, cells without an arm).
    """
    if analysis.method == "factorial":
        return _factorial(data)
    if analysis.method == "dose":
        return (*_lines(data), *against_control(data))
    return against_control(data, SHARE if analysis.method == "responder" else "")


def against_control(data: TrialData, unit: str = "") -> tuple[Contrast, ...]:
    """Every other arm against the control."""
    control = data.arms.index(data.control)
    unity = np.eye(len(data.arms))
    return tuple(
        Contrast(f"{arm} against {data.control}", unity[place] - unity[control], unit)
        for place, arm in enumerate(data.arms)
        if place != control
    )


def _factorial(data: TrialData) -> tuple[Contrast, ...]:
    """Main effects over the cells of the other factors with equal weights, then interactions of two factors."""
    names = tuple(data.factors)
    if len(names) < 2:
        raise SomaloopError("a factorial analysis needs at least two factors, and a level of each for every arm")
    cells = list(zip(*(data.levels[name].tolist() for name in names), strict=True))
    every = set(itertools.product(*(range(len(data.factors[name])) for name in names)))
    if set(cells) != every or len(cells) != len(every):
        raise SomaloopError(
            "a factorial analysis needs exactly one arm for every combination of levels of "
            + " and ".join(names)
            + f": there are {len(every)} combinations, and {len(set(cells) & every)} of them have an arm"
        )
    levels = {name: np.asarray(data.levels[name]) for name in names}

    def effect(name: str, level: int) -> Array:
        return (levels[name] == level).astype(float) - (levels[name] == 0)

    def told(name: str, level: int) -> str:
        return name if len(data.factors[name]) == 2 else f"{name}: {data.factors[name][level]}"

    found = []
    for name in names:
        for level in range(1, len(data.factors[name])):
            weights = effect(name, level)
            found.append(Contrast(told(name, level), weights / (weights == 1).sum()))
    for one, other in itertools.combinations(names, 2):
        for level in range(1, len(data.factors[one])):
            for second in range(1, len(data.factors[other])):
                weights = effect(one, level) * effect(other, second)
                cell = ((levels[one] == level) & (levels[other] == second)).sum()
                found.append(Contrast(f"{told(one, level)} x {told(other, second)}", weights / cell))
    return tuple(found)


def _lines(data: TrialData) -> tuple[Contrast, ...]:
    """The rise from the control's dose to the highest one along the least-squares line through the arms' means."""
    control = data.arms.index(data.control)
    dose = np.array(data.dose, dtype=float)
    if np.isnan(dose[control]):
        dose[control] = 0.0
    found = []
    for name, members in _groups(data):
        inside = members & ~np.isnan(dose)
        inside[control] = True
        doses = dose[inside]
        if len(np.unique(doses)) < 2:
            continue
        top = doses[np.argmax(np.abs(doses - dose[control]))]
        away = doses - doses.mean()
        weights = np.zeros(len(dose))
        weights[inside] = away / (away**2).sum() * (top - dose[control])
        found.append(Contrast(f"line of {name}dose at {top:g}", weights))
    if not found:
        raise SomaloopError(
            "a dose analysis needs arms of at least two doses; state a dose for every arm but the control"
        )
    return tuple(found)


def _groups(data: TrialData) -> list[tuple[str, np.ndarray]]:
    """Arms whose doses lie on one line: all of them, or those of each level of the factors (such as the salt)."""
    if not data.factors:
        return [("", np.ones(len(data.arms), dtype=bool))]
    return [
        (f"{level} ", np.asarray(data.levels[name]) == place)
        for name, levels in data.factors.items()
        for place, level in enumerate(levels)
    ]
