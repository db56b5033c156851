"""What the experiments of figures share: bodies that are built once, people of a type, and ordinary life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.alone import Track, isolated, live, over
from somaloop.engine.program import Resolution
from somaloop.language import Body
from somaloop.model import declared_body
from somaloop.people import Person, vary
from somaloop.studies.varied import TASK as TASK
from somaloop.studies.varied import ordinary_days

Array = NDArray[np.float64]
Traits = Mapping[str, float]

MG_PER_MMOL = 24.305
SEED = 1

# Laboratory stress in the words of the protocol language: a public speech is "strong", other tasks are "moderate".
SPEECH = 1.0

_DIGESTION = ("diet", "magnesium", "gut", "medicines", "caffeine", "alcohol")
_DIGESTION_SHOWN = (
    "magnesium.plasma", "magnesium.urine", "magnesium.urine_rate", "magnesium.stool", "magnesium.intake",
    "magnesium.unabsorbed_rate", "magnesium.red_cells", "magnesium.csf", "gut.stools_per_week", "gut.stool_water",
    "gut.colonic_transit", "gut.diarrhoea", "gut.stomach", "gut.small_bowel",
)  # fmt: skip
_WHOLE_SHOWN = (
    "appraisal.worry", "appraisal.stress", "perception.felt_tightness", "perception.felt_burden", "mood.fatigue",
    "mood.low_mood", "sleep.asleep", "sleep.lying_awake_before_sleep", "sleep_perception.poor_sleep",
    "autonomic.heart_rate", "autonomic.rmssd", "hpa.cortisol_serum", "magnesium.serum", "magnesium.red_cells",
    "muscle.tone", "muscle.cramps", "gut.stomach", "gut.permeability",
)  # fmt: skip


def speech_at(hour: float, size: float = SPEECH) -> Array:
    """A day's track of twenty minutes of speech: three steps, and a third of its size in the fourth."""
    return over(hour, hour + 0.3, size) + over(hour + 0.3, hour + 0.4, size / 3.0)


@lru_cache(maxsize=1)
def digestion() -> Body:
    """Food, magnesium, bowel and what is swallowed with them, without the rest of the body."""
    return isolated([declared_body().mechanisms[name] for name in _DIGESTION])


def digest(
    days: int, inputs: Mapping[str, Track] | None = None, variants: Sequence[Traits] = ({},),
    resolution: Resolution = "hour",
) -> dict[str, Array]:  # fmt: skip
    """Live on food and doses alone; outputs by the name of the quantity, [time, person]."""
    run = live(
        digestion(), days, inputs, variants=variants, outputs=_DIGESTION_SHOWN, resolution=resolution, noise=False,
        seed=SEED, width=min(32, max(4, len(variants))),
    )  # fmt: skip
    return {name.partition(".")[2]: track for name, track in run.items()}


def live_whole(
    days: int, inputs: Mapping[str, Track] | None = None, variants: Sequence[Traits] = ({},), noise: bool = True,
    seed: int = SEED,
) -> dict[str, Array]:  # fmt: skip
    """Live with body and mind, as known; hourly outputs by the name of the quantity, [time, person]."""
    run = live(
        declared_body(), days, inputs, variants=variants, outputs=_WHOLE_SHOWN, noise=noise, seed=seed,
        width=min(32, max(4, len(variants))),
    )  # fmt: skip
    return {name.partition(".")[2]: track for name, track in run.items()}


def people(body: Body, kind: str, count: int, seed: int = SEED) -> tuple[dict[str, float], ...]:
    """The traits of ``count`` people who differ around a starting type as people do."""
    traits = Person(kind).traits(body)
    varied = vary(body, traits, seed, np.arange(count))
    return tuple({**traits, **{name: float(track[i]) for name, track in varied.items()}} for i in range(count))


def window(evening: float, morning: float) -> Array:
    """A day's track of being in bed between two clock hours, across midnight."""
    return over(evening, 24.0, 1.0) + over(0.0, morning, 1.0) if evening > morning else over(evening, morning, 1.0)


def ordinary_life(group: int = 0) -> dict[str, Any]:
    """Days that differ, as studies of diaries have them (:mod:`somaloop.studies.varied`). Each group has its own days."""
    return dict(ordinary_days(group))
