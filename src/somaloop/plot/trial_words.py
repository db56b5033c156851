"""What pictures and pages of virtual trials share: the worlds in words and hues, shares in words, the main analysis."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from somaloop.instruments import INSTRUMENTS
from somaloop.plot.predicted_line import number
from somaloop.plot.style import MUTED, WORLD_HUE
from somaloop.trials.answer import Power, Share, Trajectory, TrialAnswer
from somaloop.trials.plan import Analysis, TrialPlan

WORLDS = ("nil", "known", "middle", "told")  # in this order on every page
WORLD_NAMES: Mapping[str, str] = MappingProxyType(
    {"nil": "nil", "known": "as known", "middle": "middle of what is known", "told": "as told"}
)
SHORT_NAMES: Mapping[str, str] = MappingProxyType({**WORLD_NAMES, "middle": "middle of known"})
WORLD_MEANS: Mapping[str, str] = MappingProxyType({
    "nil": "everybody fares as in the control arm, whatever is given",
    "known": "every truth that the evidence leaves open, in proportion",
    "middle": "one truth, the middle of what is known",
    "told": "the article at its word, which is a claim and no evidence",
})  # fmt: skip
CHANCE_NAMES: Mapping[str, str] = MappingProxyType({
    "nil": "false positives", "known": "assurance", "middle": "power in the middle of what is known",
    "told": "power if the article is right",
})  # fmt: skip
HUES: Mapping[str, str] = MappingProxyType(
    {"nil": MUTED, "known": WORLD_HUE["known"], "middle": "#5f93c9", "told": WORLD_HUE["told"]}
)
METHOD_NAMES: Mapping[str, str] = MappingProxyType({
    "ancova": "ANCOVA", "mmrm": "MMRM", "crossover": "crossover analysis within people", "n-of-1": "mixed model of N-of-1 trials",
    "responder": "responders", "bayesian": "Bayesian model", "factorial": "factorial ANCOVA", "dose": "line of dose",
    "cluster": "comparison of cluster means",
})  # fmt: skip
SMALL = 0.025  # a half width of an interval below which a share is written with a decimal


def with_sign(value: float, places: int) -> str:
    """A difference with its sign; none on what rounds to zero."""
    text = number(value, places)
    return f"+{text}" if value > 0 and float(text) != 0 else text


def method_name(method: str) -> str:
    """An analysis in words."""
    plain, _, number_of = method.partition(" (")
    name = METHOD_NAMES.get(plain, plain)
    return f"{name} ({number_of}" if number_of else name


def _places(share: Share) -> int:
    return 1 if 0.0 < (share.high - share.low) / 2 <= SMALL else 0


def _percent(value: float, places: int) -> str:
    shown = number(100 * value, places)
    return shown.removesuffix(".0") if shown in ("0.0", "100.0") else shown


def percent_of(share: Share) -> str:
    """A share alone, such as ``31 %``; with a decimal where it is sure enough."""
    return f"{_percent(share.value, _places(share))} %" if math.isfinite(share.value) else "failed"


def interval_of(share: Share) -> str:
    """The ends of its 95 % interval in per cent, such as ``25 to 38``."""
    places = _places(share)
    if not math.isfinite(share.value):
        return ""
    return f"{_percent(share.low, places)} to {_percent(share.high, places)}"


def share_words(share: Share) -> str:
    """A share with its interval, such as ``31 % (25 to 38)``."""
    ends = interval_of(share)
    return f"{percent_of(share)} ({ends})" if ends else percent_of(share)


def worlds_in(found: Sequence[str]) -> tuple[str, ...]:
    """Worlds once each, in the order of pages; unknown ones last."""
    known = [world for world in WORLDS if world in found]
    return (*known, *dict.fromkeys(world for world in found if world not in WORLDS))


def main_method(answer: TrialAnswer) -> str:
    """The analysis that answers the question: the first of the plan that was done on the primary outcome."""
    return next(
        (p.method for p in answer.powers if p.outcome == answer.plan.primary.of), answer.plan.analyses[0].method
    )


def main_powers(answer: TrialAnswer) -> tuple[Power, ...]:
    """Results of the main analysis on the primary outcome: all worlds, sizes and contrasts."""
    method = main_method(answer)
    return tuple(p for p in answer.powers if p.outcome == answer.plan.primary.of and p.method == method)


def contrasts(powers: Sequence[Power]) -> tuple[str, ...]:
    """The contrasts, once each."""
    return tuple(dict.fromkeys(p.contrast for p in powers))


def sizes(powers: Sequence[Power]) -> tuple[int, ...]:
    """The sizes, the smallest first."""
    return tuple(sorted({p.size for p in powers}))


def by_world(powers: Sequence[Power], contrast: str) -> dict[str, list[Power]]:
    """Results of one contrast by world, each with sizes ascending."""
    chosen = [p for p in powers if p.contrast == contrast]
    return {
        world: sorted((p for p in chosen if p.world == world), key=lambda p: p.size)
        for world in worlds_in([p.world for p in chosen])
    }


def found_at(powers: Sequence[Power], world: str, size: int, contrast: str) -> Power | None:
    """One result, or None where the world or the size was not asked."""
    return next((p for p in powers if (p.world, p.size, p.contrast) == (world, size, contrast)), None)


def nominal(plan: TrialPlan, analysis: Analysis | None = None) -> float:
    """The share of trials that may conclude a benefit where there is none, by the rule of the plan's (first) analysis."""
    analysis = analysis if analysis is not None else plan.analyses[0]
    if analysis.method == "bayesian":
        return 1.0 - analysis.sure
    either = better_sign(plan, plan.primary.of) == 0.0
    return analysis.alpha if either else analysis.alpha / analysis.sides


def better_sign(plan: TrialPlan, outcome: str) -> float:
    """-1 where less of an outcome is better, 1 where more is, 0 where neither."""
    stated = next((item.better for item in plan.outcomes if item.of == outcome), "")
    return {"lower": -1.0, "higher": 1.0}.get(stated or INSTRUMENTS[outcome].better, 0.0)


def effect_decimals(outcome: str) -> int:
    """Decimals for differences of an outcome: one more than for a reading in points."""
    item = INSTRUMENTS[outcome]
    return item.decimals + 1 if item.unit == "points" else item.decimals + (item.decimals > 0)


def in_unit_of_outcome(power: Power) -> bool:
    """Whether an estimate is in the unit of its outcome, and not a share of people."""
    return power.unit in ("", INSTRUMENTS[power.outcome].unit)


def unit_of(power: Power) -> str:
    """The unit of an estimate: that of the outcome, or of what is made of it (shares of responders)."""
    return power.unit or INSTRUMENTS[power.outcome].unit


def estimate_sign(plan: TrialPlan, power: Power) -> float:
    """-1 where a smaller estimate is better, 1 where a larger one is, 0 where neither; of shares of responders, more is."""
    return better_sign(plan, power.outcome) if in_unit_of_outcome(power) else 1.0


def decimals_of(power: Power) -> int:
    """Decimals for an estimate: those of the outcome where it is in its unit, else two."""
    return effect_decimals(power.outcome) if in_unit_of_outcome(power) else 2


def outcomes_drawn(trajectories: Sequence[Trajectory], plan: TrialPlan) -> tuple[str, ...]:
    """The outcomes that have trajectories, the primary first."""
    found = list(dict.fromkeys(line.outcome for line in trajectories))
    return tuple(sorted(found, key=lambda name: (name != plan.primary.of, found.index(name))))
