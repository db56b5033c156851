"""The calibration of the real model: its open quantities and the shipped studies that may be fitted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop import __version__
from somaloop.calibrate.fit import Problem, Simulated
from somaloop.calibrate.targets import Target, targets
from somaloop.engine.cache import source_hash
from somaloop.engine.truths import Truths
from somaloop.evidence.posterior import Posterior
from somaloop.evidence.priors import open_quantities, prior_of
from somaloop.language import Body
from somaloop.studies import Study, predict, studies_for

Array = NDArray[np.float64]
PEOPLE, MANY = 8, 128  # people who live in every truth, and in the central one


def problem_of(
    body: Body,
    studies: Sequence[Study] | None = None,
    *,
    people: int = PEOPLE,
    many: int = MANY,
    seed: int = 1,
    keep: Path | None = None,
    failures: list[str] | None = None,
) -> Problem:
    """The problem of fitting the model to studies (default: all shipped statistics that may be fitted).

    ``keep`` is a folder in which finished studies are kept. What went wrong in simulations is added to ``failures``.
    Raises CalibrationError for a statistic that may only check.
    """
    fitted = tuple(studies_for("calibrate") if studies is None else studies)
    aims = targets(fitted)

    def simulate(truths: Truths, told: Callable[[int, int], None] | None) -> Simulated:
        found = predict(body, fitted, truths, small=people, large=many, seed=seed, folder=keep, progress=told)
        if failures is not None:
            failures.extend(sentence for sentence in found.failures if sentence not in failures)
        return Simulated(_within_reach(aims, found.values, people), found.sampling)

    return Problem(open_quantities(body), aims, simulate)


def _within_reach(aims: Sequence[Target], values: Array, people: int) -> Array:
    """Log-odds of shares brought inside what a crowd can show: nobody and everybody are half a person away.

    The emulators would otherwise chase truths in which a small crowd holds no case at all.
    """
    found = values.copy()
    for i, item in enumerate(aims):
        if item.scale == "logit":
            half = 0.5 / max(8 * people, item.people)
            end = np.log((1 - half) / half)
            found[:, i] = np.clip(found[:, i], -end, end)
    return found


def priors_of(body: Body) -> dict[str, str]:
    """The prior of every open quantity as a short text, by name."""
    return {name: prior_of(body, name).describe() for name in open_quantities(body)}


def stale(body: Body, posterior: Posterior) -> tuple[str, ...]:
    """Why a posterior does not belong to this state of the model; empty where it does."""
    reasons = []
    now = priors_of(body)
    told = dict(zip(posterior.names, posterior.priors, strict=True))
    moved = [name for name in now if name in told and told[name] != now[name]]
    gone = sorted(set(told) ^ set(now))
    if gone:
        reasons.append(f"{len(gone)} open quantities came or went, such as {gone[0]}")
    if moved:
        reasons.append(f"{len(moved)} priors changed since, such as that of {moved[0]}")
    if posterior.about.get("model") != source_hash()[:16]:
        reasons.append("the model's source changed since")
    if posterior.about.get("studies") != studies_hash():
        reasons.append("the studies that are fitted changed since")
    return tuple(reasons)


def about() -> dict[str, Any]:
    """What a posterior says of the state of things that it was made in: source, studies, versions."""
    from importlib.metadata import version

    names = ("jax", "numpy", "numpyro", "scipy")
    return {
        "model": source_hash()[:16],
        "studies": studies_hash(),
        "versions": {"somaloop": __version__, **{name: version(name) for name in names}},
    }


def studies_hash() -> str:
    """A checksum of everything that is fitted: studies, statistics, published numbers, settings."""
    text = "\n".join(f"{study!r}" for study in studies_for("calibrate"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
