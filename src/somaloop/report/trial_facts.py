"""What is read off the answer of a virtual trial: the size that is needed, precision, true effects, warnings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from somaloop.instruments import INSTRUMENTS
from somaloop.plot.trial_words import (
    SHORT_NAMES,
    by_world,
    contrasts,
    estimate_sign,
    found_at,
    in_unit_of_outcome,
    main_method,
    main_powers,
    nominal,
    percent_of,
    share_words,
    sizes,
    unit_of,
)
from somaloop.trials.answer import Power, Share, TrialAnswer

TARGETS = (0.8, 0.9)
FEW = 100  # replicates below which a Monte Carlo interval is wide enough to say so


@dataclass(frozen=True, slots=True)
class Needed:
    """How many people a target share takes: ``size`` (None: not reached), or that the smallest size passes it already."""

    target: float
    size: int | None
    already: bool
    largest: Power

    @property
    def words(self) -> str:
        """``about 260``, ``100 or fewer``, ``not reached with up to 400 (46 %)``."""
        if self.size is None:
            return f"not reached with up to {self.largest.size} ({percent_of(self.largest.success)})"
        return f"{self.size} or fewer" if self.already else f"about {self.size}"


def monotone(values: Sequence[float]) -> list[float]:
    """The nearest values that never fall (least squares, pool adjacent violators)."""
    blocks: list[list[float]] = []
    for value in values:
        blocks.append([value, 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, count = blocks.pop()
            blocks[-1] = [
                (blocks[-1][0] * blocks[-1][1] + mean * count) / (blocks[-1][1] + count),
                blocks[-1][1] + count,
            ]
    return [mean for mean, count in blocks for _ in range(int(count))]


def needed(powers: Sequence[Power], target: float) -> Needed:
    """The size at which the share reaches a target, straight between the sizes that were asked (ascending)."""
    smooth = monotone([p.success.value for p in powers])
    largest = powers[-1]
    if smooth[0] >= target:
        return Needed(target, powers[0].size, True, largest)
    for (low, p), (high, q) in zip(
        zip(smooth, powers, strict=True), zip(smooth[1:], powers[1:], strict=True), strict=False
    ):
        if high >= target > low:
            size = p.size + (q.size - p.size) * (target - low) / (high - low)
            step = 2 if size < 100 else 10
            return Needed(target, math.ceil(size / step) * step, False, largest)
    return Needed(target, None, False, largest)


def main_contrast(answer: TrialAnswer) -> str:
    """The contrast that answers the question: the first of the main analysis."""
    return contrasts(main_powers(answer))[0]


def half_width(answer: TrialAnswer, size: int, contrast: str, world: str | None = None) -> float:
    """The mean half width of the interval of the main analysis at a size, over all worlds or one; NaN without records."""
    rows = answer.records
    chosen = rows[
        (rows["size"] == size) & (rows["outcome"] == answer.plan.primary.of) & (rows["method"] == main_method(answer))
        & (rows["contrast"] == contrast)
    ]  # fmt: skip
    if world is not None:
        chosen = chosen[chosen["world"] == world]
    widths = np.asarray(chosen["high"] - chosen["low"], dtype=float) / 2
    widths = widths[np.isfinite(widths)]
    return float(widths.mean()) if widths.size else math.nan


def true_effects(answer: TrialAnswer, contrast: str) -> tuple[float, ...]:
    """The true effect in each truth as known (main analysis, first size); empty where that world was not asked."""
    rows = answer.records
    chosen = rows[
        (rows["world"] == "known") & (rows["size"] == answer.plan.sizes[0]) & (rows["contrast"] == contrast)
        & (rows["outcome"] == answer.plan.primary.of) & (rows["method"] == main_method(answer))
    ]  # fmt: skip
    return tuple(float(value) for value in chosen.groupby("truth")["true"].first() if math.isfinite(value))


def sees(answer: TrialAnswer, contrast: str) -> float | None:
    """The size of the smallest estimate that counts as a benefit at the first size; None where looks make it vary."""
    if answer.plan.looks is not None:
        return None
    worlds = by_world(main_powers(answer), contrast)
    found = half_width(answer, answer.plan.sizes[0], contrast, "known" if "known" in worlds else None)
    return found if math.isfinite(found) else None


def important(answer: TrialAnswer) -> float | None:
    """The size of a difference that people notice, where the main analysis is in the unit of the outcome."""
    return INSTRUMENTS[answer.plan.primary.of].important if in_unit_of_outcome(main_powers(answer)[0]) else None


def truth_lines(answer: TrialAnswer, contrast: str) -> list[str]:
    """In how many truths there is a benefit, and in how many one that people notice."""
    effects = true_effects(answer, contrast)
    sign = estimate_sign(answer.plan, main_powers(answer)[0])
    if not effects or not sign:
        return []
    good = sum(sign * value > 0 for value in effects)
    every = good == len(effects)
    which = f"all {good}" if every else f"{good} of {len(effects)}"
    text = f"In {which} truths that the evidence leaves open there is any benefit over the control"
    bar = important(answer)
    if bar is not None:
        noticed = sum(sign * value >= bar for value in effects)
        text += f"; in {noticed or 'none'} it is large enough to notice ({bar:g} {INSTRUMENTS[answer.plan.primary.of].unit})"
    if every:
        return [f"{text}."]
    return [f"{text}. However many take part, assurance cannot rise much above {100 * good / len(effects):.0f} %."]


def _surely_above(share: Share, bound: float) -> bool:
    """Whether a share lies above a bound by about three standard errors: many are looked at, so chance must not alarm."""
    return share.value - 1.5 * (share.value - share.low) > bound


def warnings(answer: TrialAnswer) -> list[str]:
    """What a reader must know before using the numbers, a sentence or two each."""
    plan, found, said = answer.plan, main_powers(answer), []
    allowed = nominal(plan)
    contrast = main_contrast(answer)
    for size in sizes(found):
        nil = found_at(found, "nil", size, contrast)
        if nil is not None and _surely_above(nil.success, allowed):
            said.append(
                f"Too many false positives at {size} people: {share_words(nil.success)} of trials conclude a benefit where there is "
                f"none, where the rule allows {100 * allowed:g} %."
            )
    level = 1.0 - plan.analyses[0].alpha * (1.0 if plan.analyses[0].sides == 2 else 2.0)
    for p in found:
        missed = Share(1.0 - p.coverage.value, 1.0 - p.coverage.high, 1.0 - p.coverage.low)
        if p.contrast == contrast and p.world in ("nil", "middle") and _surely_above(missed, 1.0 - level):
            said.append(
                f"Intervals are too narrow or beside the point ({SHORT_NAMES[p.world]}, {p.size} people): {share_words(p.coverage)} hold the true value."
            )
        if (
            p.contrast == contrast
            and p.world == "middle"
            and p.size == plan.sizes[0]
            and abs(p.bias) > 3 * p.bias_error > 0
        ):
            said.append(
                f"The estimator is off by {p.bias:+.2f} ± {p.bias_error:.2f} {unit_of(p)} on average (middle of what is known), most likely by "
                "who leaves, stops or misses readings."
            )
    fewest = min((p.replicates for p in found), default=0)
    if fewest < FEW:
        said.append(f"Only {fewest} replicates: the Monte Carlo intervals are wide. Ask for more with --replicates.")
    return [text.replace("-", "−") if text.startswith("The estimator is off by -") else text for text in said]  # noqa: RUF001
