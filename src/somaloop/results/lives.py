"""Lives side by side: each its own person in its own habits, as told and as known, for the picture of a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.simulate import DaySource, Lanes, run, start
from somaloop.engine.worlds import WORLDS, world_values
from somaloop.instruments import INSTRUMENTS
from somaloop.language import Body
from somaloop.results.compare import study_layout
from somaloop.results.comparison import Comparison
from somaloop.results.kept import EVERYTHING, Kept
from somaloop.results.labelled import daily_dataset, hourly_dataset

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Life:
    """One arm of a day: a person and what they always do."""

    name: str
    person: str
    traits: Mapping[str, float]
    schedule: DaySource
    text: str


_ROWS = (
    "cortisol", "heart rate", "RMSSD", "sleep length", "sleep latency", "awake at night", "serum magnesium",
    "urine magnesium", "felt tension", "worry", "fatigue", "low mood", "stools",
)  # fmt: skip


def compare_lives(
    body: Body, title: str, lives: tuple[Life, ...], days: int, settle_days: int, seed: int,
    warnings: tuple[str, ...] = (), progress: Callable[[int, int], None] | None = None, kept: Kept = EVERYTHING,
) -> tuple[Comparison, dict[str, Any]]:  # fmt: skip
    """Let each life settle and then be lived for ``days`` and one more; returns the arrays and a summary of day ``days``.

    The day more lets a picture go from one waking to the next, with the night in one piece.

    All lives have the same random days, so that what differs is the person and the habits.
    """
    plan = study_layout(body)
    labels = WORLDS
    hourly, daily, failures = [], [], []
    total, done = len(lives) * (settle_days + days + 1) * len(labels), 0

    def tick(lane_days: int) -> None:
        nonlocal done
        done += lane_days
        if progress is not None:
            progress(done, total)

    for life in lives:
        values = np.stack(
            [world_values(body, plan, {**life.traits, **kept.traits(body)}, world) for world in labels], axis=1
        )
        lanes = Lanes(values, np.zeros(len(labels), dtype=np.int64), tuple(f"{life.name}, {w}" for w in labels))
        settled = run(
            body, plan, lanes, life.schedule, start(body, plan, lanes, seed),
            first_day=-settle_days, days=settle_days, seed=seed, progress=tick, keep=lambda saved, day, low: saved[:1],
        )  # fmt: skip
        passage = run(
            body, plan, lanes, life.schedule, settled.end, first_day=0, days=days + 1, seed=seed, progress=tick
        )
        failures += [*settled.failures, *passage.failures]
        hourly.append(passage.saved.reshape(-1, len(plan.outputs), len(labels)))
        daily.append(passage.saved.mean(axis=1))
    names = tuple(life.name for life in lives)
    comparison = Comparison(
        title=title, person="; ".join(f"{life.name}: {life.person}" for life in lives), facts={}, weeks=days / 7,
        seed=seed, draws=0, arms=names, placebo_of={}, protocols={life.name: life.text for life in lives},
        hourly=hourly_dataset(body, plan, names, np.stack(hourly)),
        daily=daily_dataset(body, plan, names, labels, np.stack(daily)), rows=(), warnings=warnings,
        failures=tuple(dict.fromkeys(failure.sentence for failure in failures)),
        events={life.name: _events(life.schedule) for life in lives}, kept=kept, outcomes=_ROWS,
    )  # fmt: skip
    return comparison, _summary(comparison)


def _events(schedule: Any) -> tuple[tuple[int, float, str], ...]:
    return tuple((item.day, item.hour, item.text) for item in getattr(schedule, "events", ()))


def _summary(comparison: Comparison) -> dict[str, Any]:
    rows = []
    for name in _ROWS:
        item = INSTRUMENTS[name]
        row: dict[str, Any] = {"name": item.title.split(",")[0], "unit": item.unit, "decimals": item.decimals}
        for lane, world in enumerate(WORLDS):
            row[world] = {arm: float(comparison.series(item, arm)[lane, -2]) for arm in comparison.arms}
        rows.append(row)
    return {
        "title": comparison.title,
        "lives": dict(comparison.protocols),
        "person": comparison.person,
        "rows": rows,
        "arrows": comparison.kept.plain(),
        "arrows in words": comparison.kept.words,
        "warnings": list(comparison.warnings),
        "failures": list(comparison.failures),
    }
