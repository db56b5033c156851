"""The CONSORT flow of a typical replicate, and what failed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from somaloop.trials.answer import ArmFlow, Flow
from somaloop.trials.places import course_name
from somaloop.trials.readings import Pool
from somaloop.trials.replicate import replicate_of
from somaloop.trials.work import Work

if TYPE_CHECKING:
    import pandas as pd

# Methods that look at one visit alone; others take whoever was read at all.
_AT_ONE_VISIT = ("ancova", "responder", "bayesian", "factorial", "dose", "cluster")


def typical_replicate(work: Work, records: pd.DataFrame) -> tuple[str, int]:
    """World and number of the replicate at the first size that is nearest to the median in people who left."""
    world = "known" if "known" in work.pools else next(iter(work.pools))
    rows = records[(records["world"] == world) & (records["size"] == work.setup.plan.sizes[0])]
    rows = rows.drop_duplicates("replicate")
    off = (rows["left"] - rows["left"].median()).abs()
    return world, int(rows["replicate"].to_numpy()[off.to_numpy().argmin()])


def flow_of(work: Work, records: pd.DataFrame) -> Flow:
    """The CONSORT flow of a typical replicate at the first size."""
    setup, plan = work.setup, work.setup.plan
    world, number = typical_replicate(work, records)
    pool, size = work.pools[world], plan.sizes[0]
    replicate = replicate_of(setup, pool, number, size)
    data, left = replicate.data, replicate.presence.gone
    kept = np.isfinite(data.readings[plan.primary.of])
    analysed = kept[-1] if plan.analyses[0].method in _AT_ONE_VISIT else kept.any(axis=0)
    arms = []
    for place, course in enumerate(plan.courses):
        own = data.sequence == place
        arms.append(ArmFlow(
            name=course_name(course), allocated=int(own.sum()), stopped=int((own & data.stopped[-1]).sum()),
            left=int((own & left).sum()), analysed=int((own & analysed).sum()),
        ))  # fmt: skip
    screened = screened_for(size, pool)
    return Flow(screened=screened, excluded=screened - size, randomised=size, arms=tuple(arms))


def screened_for(size: int, pool: Pool) -> int:
    """How many candidates are screened until so many people are let in."""
    return max(round(size * pool.screened), size)


def failures_of(records: pd.DataFrame, pools: Mapping[str, Pool]) -> tuple[str, ...]:
    """Sentences on what failed: lives, and analyses that could not be done (with their share)."""
    sentences = [sentence for pool in pools.values() for sentence in pool.failures]
    failed = records[records["estimate"].isna()]
    for (method, outcome, why), rows in failed.groupby(["method", "outcome", "failure"], sort=False):
        sentences.append(f"{method} of {outcome}: {why} ({len(rows)} of {len(records)} estimates)")
    return tuple(dict.fromkeys(sentences))
