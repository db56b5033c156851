"""The CONSORT flow of a typical replicate, and what failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from somaloop.trials.answer import ArmFlow, Flow
from somaloop.trials.places import Places, course_name, visit_place
from somaloop.trials.plan import Analysis
from somaloop.trials.readings import Pool
from somaloop.trials.replicate import replicate_of
from somaloop.trials.work import Work

if TYPE_CHECKING:
    import pandas as pd

# Methods that look at one visit alone; others take whoever was read at all.
_AT_ONE_VISIT = ("ancova", "bayesian", "factorial", "dose", "cluster")


def typical_replicate(work: Work, records: pd.DataFrame) -> tuple[str, int]:
    """World and number of the replicate at the first size that is nearest to the median in people who left."""
    world = "known" if "known" in work.pools else next(iter(work.pools))
    rows = records[(records["world"] == world) & (records["size"] == work.setup.plan.sizes[0])]
    left = rows.groupby("replicate")["left"].first()
    off = np.abs(left.to_numpy(float) - float(np.median(left.to_numpy(float))))
    return world, int(left.index.to_numpy()[off.argmin()])


def flow_of(work: Work, records: pd.DataFrame) -> Flow:
    """The CONSORT flow of a typical replicate at the first size."""
    setup, plan = work.setup, work.setup.plan
    world, number = typical_replicate(work, records)
    pool, size = work.pools[world], plan.sizes[0]
    replicate = replicate_of(setup, pool, number, size)
    data, left = replicate.data, replicate.presence.gone
    analysed = _analysed(np.isfinite(data.readings[plan.primary.of]), plan.analyses[0], setup.places)
    arms = []
    for place, course in enumerate(plan.courses):
        own = data.sequence == place
        arms.append(ArmFlow(
            name=course_name(course), allocated=int(own.sum()), stopped=int((own & data.stopped[-1]).sum()),
            left=int((own & left).sum()), analysed=int((own & analysed).sum()),
        ))  # fmt: skip
    screened = screened_for(size, float(pool.let_in.screened[replicate.truth]))
    return Flow(screened=screened, excluded=screened - size, randomised=size, arms=tuple(arms))


def _analysed(kept: NDArray[np.bool_], analysis: Analysis, found: Places) -> NDArray[np.bool_]:
    """Who is part of an analysis, by who was read [visits, people]: of responders everybody, else who was read when it counts."""
    if analysis.method == "responder":
        return np.ones(kept.shape[1], dtype=bool)
    if analysis.method in _AT_ONE_VISIT:
        return np.asarray(kept[visit_place(found, analysis.at)])
    return np.asarray(kept.any(axis=0))


def screened_for(size: int, each: float) -> int:
    """How many candidates are screened until so many people are let in, with ``each`` candidates for each person."""
    return max(round(size * each), size)


def failures_of(records: pd.DataFrame, pools: Mapping[str, Pool]) -> tuple[str, ...]:
    """Sentences on what failed: lives, and analyses that could not be done (with their share)."""
    sentences = [sentence for pool in pools.values() for sentence in pool.failures]
    failed = records[records["estimate"].isna()]
    found = Counter(zip(failed["method"], failed["outcome"], failed["failure"], strict=True))
    sentences += [
        f"{method} of {of}: {why} ({n} of {len(records)} estimates)" for (method, of, why), n in found.items()
    ]
    return tuple(dict.fromkeys(sentences))
