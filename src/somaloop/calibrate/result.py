"""A fit as the posterior that is shipped."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import numpy as np

from somaloop.calibrate.design import DesignError
from somaloop.calibrate.fit import Fit
from somaloop.evidence.posterior import Posterior

KEPT = 400
FULL_SEED = 77  # the stream of what no study speaks of


def posterior_of(
    fit: Fit,
    priors: Mapping[str, str],
    about: Mapping[str, Any] | None = None,
    design: DesignError | None = None,
    draws: int = KEPT,
) -> Posterior:
    """The posterior of a fit with ``draws`` equally weighted draws. ``priors`` are texts, by name; ``about`` is added."""
    problem, active = fit.problem, fit.active
    count = len(problem.names)
    mean, deviation = np.zeros(count), np.ones(count)
    effective, reach = np.full(count, np.inf), np.ones(count)
    flat = fit.sample.flat
    if len(active):
        mean[active], deviation[active] = flat.mean(axis=0), flat.std(axis=0, ddof=1)
        effective[active], reach[active] = fit.sample.effective, fit.sample.reach
    return Posterior(
        names=problem.names,
        scores=fit.truths(draws, fit.seed + FULL_SEED).scores,
        weights=np.full(draws, 1.0 / draws),
        priors=tuple(priors[name] for name in problem.names),
        mean=mean,
        deviation=deviation,
        effective=effective,
        reach=reach,
        targets=tuple(item.label for item, kept in zip(problem.targets, fit.learned.kept, strict=True) if kept),
        fitted=_fitted(fit),
        about={**_made(fit), **(about or {})},
        design_mean=None if design is None else design.mean,
        design_deviation=None if design is None else design.deviation,
    )


def _fitted(fit: Fit) -> np.ndarray:
    """The columns of :data:`somaloop.evidence.posterior.TARGET_COLUMNS` for every target that was kept."""
    first, emulators, evidence = fit.rounds[0], fit.learned.emulators, fit.evidence
    prior = np.where(first.lived, first.values, np.nan)[:, fit.learned.kept]
    said = emulators.narrowed(fit.active)(fit.sample.flat)
    return np.stack(
        [
            evidence.values, evidence.spread, emulators.errors, emulators.explained, np.nanmean(prior, axis=0),
            np.nanstd(prior, axis=0), said.mean(axis=0), np.sqrt(said.var(axis=0) + emulators.errors**2),
        ],
        axis=1,
    )  # fmt: skip


def _made(fit: Fit) -> dict[str, Any]:
    """How it was made and how well the sampler did."""
    sample = fit.sample
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d"),
        "seed": fit.seed,
        "truths": [len(item.scores) for item in fit.rounds],
        "left_out": dict(fit.learned.left_out),
        "divergent": sample.divergent,
        "largest_reach": float(np.max(sample.reach, initial=1.0)),
        "least_effective": float(np.min(sample.effective)) if len(fit.active) else None,
    }
