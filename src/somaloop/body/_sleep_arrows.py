"""What sleep does to body and mind: wiring, the pulse of waking, lost sleep and nights awake."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from somaloop.evidence.told import arrow_in_question
from somaloop.language import Arrow, Grade, Spread, fixed, normal
from somaloop.language import functions as f


def _asleep(name: str, target: str, description: str) -> Arrow:
    return Arrow(
        name=name,
        origin="sleep.asleep",
        target=f"{target}.asleep",
        description=description,
        equation=lambda strength, q: strength * q.asleep,
        unit="1",
        as_told=1.0,
        as_known=fixed(1.0),
        grade="A",
        method="assumed",
        note="Wiring: who sleeps, sleeps everywhere.",
        structural=True,
    )


def _in_proportion(strength: Any, q: Any) -> Any:
    return strength * q.sleep_loss


def _beyond_ordinary(strength: Any, q: Any) -> Any:
    """Little within the loss of ordinary days, softly growing to in proportion beyond it."""
    return strength * q.loss_softness * f.softplus((q.sleep_loss - q.ordinary_loss) / q.loss_softness)


def _loss(
    name: str, target: str, description: str, unit: str, known: Spread,
    equation: Callable[[Any, Any], Any] = _in_proportion, **rest: Any,
) -> Arrow:  # fmt: skip
    return arrow_in_question(
        name=name,
        origin="sleep.sleep_loss",
        target=target,
        description=description,
        equation=equation,
        unit=unit,
        as_known=known,
        **rest,
    )


def _night(name: str, target: str, quantity: str, description: str, strength: float, note: str) -> Arrow:
    def equation(strength: Any, q: Any) -> Any:
        if quantity == "lately_awake":
            return strength * (q.lately_awake - q.ordinary_wakefulness)
        return strength * q.sleep_loss

    return arrow_in_question(
        name=name,
        origin=f"sleep.{quantity}",
        target=f"sleep_perception.{target}",
        description=description,
        equation=equation,
        unit="1/hour",
        as_known=normal(strength, strength / 4.0, low=0.0),
        grade="B",
        method="assumed",
        note=note,
    )


B: Grade = "B"

ARROWS = (
    _asleep("sleep_shuts_eyes", "circadian", "Closed eyes let no light to the clock."),
    _asleep("sleep_calms_heart", "autonomic", "Sleep turns the autonomic balance."),
    _asleep("sleep_relaxes_muscles", "muscle", "Sleep takes muscle tone."),
    _asleep("sleep_dulls_senses", "perception", "Nothing is felt or rated asleep."),
    _asleep("sleep_stills_appraisal", "appraisal", "No worry is appraised asleep."),
    _asleep("sleep_stills_mood", "mood", "Mood and fatigue recover asleep."),
    Arrow(
        name="waking_drives_cortisol",
        origin="sleep.waking_pulse",
        target="hpa.waking",
        description="Waking up drives the stress axis.",
        equation=lambda strength, q: strength * q.waking_pulse,
        unit="1",
        as_told=1.0,
        as_known=fixed(1.0),
        grade="A",
        method="assumed",
        note="Wiring: the size of the awakening response is a parameter of the stress axis.",
        structural=True,
    ),
    _loss(
        "lost_sleep_raises_cortisol",
        "hpa.log_drive",
        "Lost sleep drives the stress axis.",
        "1/hour",
        normal(0.01, 0.02),
        grade=B,
        method="assumed",
        note=("Evening values rise in some studies of restriction, the daily mean does not."),
        claim="C072",
    ),
    _loss(
        "lost_sleep_tires",
        "mood.fatigue_drive",
        "Lost sleep tires.",
        "1/hour",
        normal(0.036, 0.012, low=0.0),
        grade="A",
        method="fitted",
        source=("tomaso2021-sleep-loss-mood",),
        note=(
            "Positive mood, which holds vigour, falls by 0.94 SD after experimental loss; 3.6 points per hour make "
            "a night without sleep, after which the loss stands near 3 h, do as much in healthy people."
        ),
        claim="C073",
    ),
    _loss(
        "lost_sleep_lowers_mood",
        "mood.low_mood_drive",
        "Lost sleep lowers mood.",
        "1/hour",
        normal(0.022, 0.01, low=0.0),
        grade="A",
        method="derived",
        source=("tomaso2021-sleep-loss-mood",),
        note="Negative mood rises by 0.45 SD; reckoned as for fatigue.",
        claim="C073",
    ),
    _loss(
        "lost_sleep_feeds_worry",
        "appraisal.worry_drive",
        "Lost sleep feeds worry.",
        "1/hour",
        normal(0.035, 0.025, low=0.0),
        equation=_beyond_ordinary,
        grade=B,
        method="derived",
        source=("palmer2024-sleep-loss-emotion", "pires2016-sleep-deprivation-state-anxiety"),
        note=(
            "Anxiety rises by 0.6 SD after lost nights, hardly after shortened ones. After a night without sleep the loss "
            "stands 2 h beyond that of ordinary days, so this makes 7 points of 100, less than 0.6 SD. No pooled study found "
            "that lost sleep calms, so no truth does, as with the other arrows of lost sleep."
        ),
        claim="C067",
    ),
    _loss(
        "lost_sleep_sharpens_pain",
        "perception.pain_log_gain",
        "Lost sleep raises the gain of pain.",
        "1/hour",
        normal(0.06, 0.025, low=0.0),
        grade="A",
        method="derived",
        source=("schrimpf2015-sleep-loss-pain", "va2019-sleep-quality-next-day-pain"),
        note=(
            "0.62 SD between groups after lost nights; with a log SD of 0.3 in pain ratings and a loss near 3 h this "
            "is 0.06 per hour."
        ),
        claim="C074",
    ),
    _loss(
        "lost_sleep_drains_red_cells",
        "magnesium.red_cell_loss",
        "Lost sleep drains magnesium from red cells.",
        "mmol/L/hour",
        normal(0.04, 0.04),
        grade="C",
        method="derived",
        source=("stress-sleep-takase2004",),
        note=(
            "Not in the article. Known: 3.5% less after four weeks of exams with about 1.5 h less sleep; with red "
            "cells that turn over in 60 days the settled fall is 0.12 mmol/L per hour; a third of it is given to "
            "sleep."
        ),
    ),
    _loss(
        "lost_sleep_excites_cortex",
        "cortex.excitation_drive",
        "Lost sleep makes the cortex more excitable.",
        "1/hour",
        normal(0.015, 0.015),
        grade="C",
        method="assumed",
        note=("Stimulation studies show raised excitability with time awake, of uncertain size."),
        claim="C073",
    ),
    _night(
        "lying_awake_feels_poor",
        "awake_in_bed",
        "lately_awake",
        "Hours awake in bed make sleep feel poor.",
        0.9,
        "An hour and a half more awake in bed makes an average judgement a bad one (about 7 of 28 insomnia points).",
    ),
    _night(
        "lost_sleep_feels_poor",
        "missing_sleep",
        "sleep_loss",
        "Missing sleep makes sleep feel poor.",
        0.35,
        "Two lost hours weigh as much as three quarters of an hour awake in bed.",
    ),
)
