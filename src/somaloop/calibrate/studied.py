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
from somaloop.studies.predict import LARGE, SMALL, cost, crowd_size

Array = NDArray[np.float64]
Told = Callable[[int, int], None]
CHEAP = 200  # person-days that a study may take in one truth and live in all of them
SHARES = (1.0, 0.5, 0.25)  # dearer studies live in a half or a quarter of the truths
FEWEST = 64  # but in no fewer than this


def problem_of(
    body: Body,
    studies: Sequence[Study] | None = None,
    *,
    people: int = SMALL,
    many: int = LARGE,
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
    shares = np.array([share_of_truths(person_days(study, people)) for study in fitted])
    column = np.repeat(np.arange(len(fitted)), [len(study.statistics) for study in fitted])

    def simulate(truths: Truths, told: Told | None) -> Simulated:
        values = np.full((len(truths), len(aims)), np.nan)
        lived, sampling = np.zeros(values.shape, bool), np.full(len(aims), np.nan)
        groups = [(_count(len(truths), share), np.flatnonzero(shares == share)) for share in SHARES]
        work = [count * sum(person_days(fitted[i], people) for i in chosen) for count, chosen in groups]
        before = 0.0
        for (count, chosen), size in zip(groups, work, strict=True):
            if not len(chosen):
                continue
            some = [fitted[i] for i in chosen]
            told_here = None if told is None else _within(told, before, size, sum(work))
            found = predict(
                body, some, truths.take(np.arange(count)), small=people, large=many, seed=seed, folder=keep,
                progress=told_here, bounded=False,  # as when the shipped posterior was made; see docs/known-weaknesses.md
            )  # fmt: skip
            places = np.flatnonzero(np.isin(column, chosen))
            values[:count, places], sampling[places] = found.values, found.sampling
            lived[:count, places] = True
            before += size
            if failures is not None:
                failures.extend(sentence for sentence in found.failures if sentence not in failures)
        return Simulated(_within_reach(aims, values, people), sampling, lived)

    return Problem(open_quantities(body), aims, simulate)


def person_days(study: Study, people: int) -> int:
    """What a study costs in one truth, lived alone."""
    return cost([study], crowd_size([study], people))


def share_of_truths(days: int) -> float:
    """In which share of the truths a study lives that takes so many person-days in one of them."""
    return next(share for share in SHARES if days * share <= CHEAP or share == SHARES[-1])


def _count(truths: int, share: float) -> int:
    return min(truths, max(round(truths * share), FEWEST))


def _within(told: Told, before: float, size: float, whole: float) -> Told:
    """Progress of one piece of work as progress of the whole."""
    return lambda done, of: told(round(before + size * done / max(of, 1)), round(whole))


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
