"""Caffeine: drunk, taken up, cleared; what it blocks, what it drives, and how the body gets used to it.

What is drunk is stated, or a habit of the person; a day with stated caffeine has what is stated alone.
One compartment with first-order uptake. Caffeine competes with adenosine, so that sleep pressure is felt less
(Puckeridge 2011 for the structure). The push on adrenaline and arousal wears off within days of daily use, and leaves
withdrawal behind when caffeine stops.
"""

from __future__ import annotations

from typing import Any

from somaloop.body._caffeine_parameters import PARAMETERS
from somaloop.body._clock import rhythm
from somaloop.evidence.told import arrow_in_question
from somaloop.language import (
    Entry,
    Input,
    Mechanism,
    Observable,
    State,
    change,
    lognormal,
    normal,
    relax,
)
from somaloop.language import functions as f

Q = Any


def _spill(q: Q) -> Any:
    return f.hill(q.plasma, q.spill_half, q.spill_exponent)


def _habit(q: Q) -> Any:
    """Caffeine that this person drinks by habit, in a morning and an afternoon cup."""
    cups = rhythm(q.clock_hour, (q.morning_hour, q.afternoon_hour), q.habit_sharpness, q.day_length)
    return q.usual_intake / q.day * q.usual_caffeine * cups


def _share(q: Q) -> Any:
    """Share of its full effect, whether used to it or not."""
    return q.plasma / (q.plasma + q.reference_level)


ARROWS = (
    arrow_in_question(
        name="caffeine_blocks_sleep_pressure",
        origin="caffeine.plasma",
        target="sleep.pressure_block",
        description="Caffeine keeps adenosine, and so sleep pressure, from being felt.",
        equation=lambda strength, q: strength * q.plasma / q.block_level * (1.0 - q.block_tolerance * q.tolerance),
        unit="1",
        as_known=lognormal(1.0, 0.35),
        grade="A",
        method="assumed",
        source=("puckeridge2011-caffeine-pr-model",),
        note="A scale on the blocking level, with the width that differing trials of dose and timing leave.",
        claim="C108",
    ),
    arrow_in_question(
        name="caffeine_arouses_sleeper",
        origin="caffeine.plasma",
        target="sleep.arousal",
        description="Caffeine arouses in bed.",
        equation=lambda strength, q: strength * q.plasma / q.reference_level * (1.0 - q.block_tolerance * q.tolerance),
        unit="1",
        as_known=normal(0.6, 0.2, low=0.0),
        grade="B",
        method="assumed",
        source=("puckeridge2011-caffeine-pr-model",),
        note=(
            "The second place of action in that model: without it caffeine would delay sleep and never break it. Set "
            "with the blocking level."
        ),
        claim="C108",
    ),
    arrow_in_question(
        name="caffeine_releases_adrenaline",
        origin="caffeine.stimulation",
        target="autonomic.adrenaline_drive",
        description="Caffeine releases adrenaline in those not used to it.",
        equation=lambda strength, q: strength * q.stimulation,
        unit="1",
        as_known=normal(2.07, 0.5, low=0.0),
        grade="A",
        method="measured",
        source=("robertson1978-caffeine-catecholamines",),
        note="Adrenaline 207% higher an hour after 250 mg. Not in the article: the known value in both worlds.",
    ),
    arrow_in_question(
        name="caffeine_rouses",
        origin="caffeine.stimulation",
        target="autonomic.sympathetic_drive",
        description="Caffeine rouses.",
        equation=lambda strength, q: strength * q.stimulation,
        unit="1",
        as_known=normal(0.1, 0.04, low=0.0),
        grade="A",
        method="assumed",
        source=("robertson1978-caffeine-catecholamines",),
        note=(
            "Noradrenaline +75% and pressure +14/10 mmHg at 250 mg, heart rate hardly changed: a tenth of the scale."
        ),
        claim="C108",
    ),
    arrow_in_question(
        name="caffeine_drives_stress_axis",
        origin="caffeine.stimulation",
        target="hpa.log_drive",
        description="Caffeine drives the stress axis.",
        equation=lambda strength, q: strength * q.stimulation,
        unit="1",
        as_known=normal(0.4, 0.2, low=0.0),
        grade="B",
        method="assumed",
        note="Cortisol rises by a fifth to a third after 250-300 mg in abstainers, little in daily users.",
    ),
    arrow_in_question(
        name="caffeine_spills_magnesium",
        origin="caffeine.plasma",
        target="magnesium.tubular_maximum_shift",
        description="Caffeine makes the kidney spill magnesium.",
        equation=lambda strength, q: -strength * _spill(q),
        unit="mmol/L",
        as_known=normal(0.068, 0.02, low=0.0),
        grade="B",
        method="derived",
        source=("caffeine-bergman1990-tubular", "caffeine-kynast-gales1994-24h-loss"),
        note=(
            "Known: about -0.035 mmol/L at 6 mg per kg of lean mass, and a net loss of 0.2 mmol a day after twice 3 mg "
            "per kg."
        ),
        claim="C035",
    ),
    arrow_in_question(
        name="caffeine_feeds_worry",
        origin="caffeine.stimulation",
        target="appraisal.worry_drive",
        description="Caffeine feeds worry.",
        equation=lambda strength, q: strength * q.stimulation,
        unit="1",
        as_known=normal(0.06, 0.03, low=0.0),
        grade="B",
        method="assumed",
        source=("klevebrant2022-caffeine-panic",),
        note=(
            "400-750 mg raises anxiety a standard deviation more in panic disorder than in the healthy, where it does "
            "little: six points of 100 at 250 mg."
        ),
        claim="C108",
    ),
    arrow_in_question(
        name="caffeine_relieves_fatigue",
        origin="caffeine.plasma",
        target="mood.fatigue_drive",
        description="Caffeine relieves fatigue.",
        equation=lambda strength, q: -strength * _share(q) * (1.0 - q.tolerance),
        unit="1",
        as_known=normal(0.2, 0.07, low=0.0),
        grade="A",
        method="assumed",
        note="Ten points of 100 after 250 mg in people not used to it; uncontroversial, in both worlds.",
    ),
    arrow_in_question(
        name="caffeine_withdrawal_tires",
        origin="caffeine.withdrawal",
        target="mood.fatigue_drive",
        description="Missing the usual caffeine tires.",
        equation=lambda strength, q: strength * q.withdrawal,
        unit="1",
        as_known=normal(0.15, 0.06, low=0.0),
        grade="A",
        method="assumed",
        note="Tiredness is the most constant sign of withdrawal, half a day after the last cup. Not in the article.",
    ),
    arrow_in_question(
        name="caffeine_withdrawal_aches",
        origin="caffeine.withdrawal",
        target="muscle.headache_drive",
        description="Missing the usual caffeine gives headache.",
        equation=lambda strength, q: strength * q.withdrawal,
        unit="1",
        as_known=normal(0.5, 0.25, low=0.0),
        grade="A",
        method="assumed",
        note=(
            "About half of daily users get a headache in the first two days: at the usual withdrawal of 0.5 this adds "
            "one log-odd. Not in the article."
        ),
    ),
)

MECHANISM = Mechanism(
    name="caffeine",
    title="Caffeine",
    description="Caffeine in gut and plasma, tolerance and withdrawal.",
    states=(
        State(name="gut", unit="mg", description="Caffeine not yet taken up.", low=0.0, high=1e4),
        State(name="plasma", unit="mg/L", description="Caffeine in plasma.", low=0.0, high=200.0),
        State(name="tolerance", unit="1", description="Getting used to caffeine: 0 not, 1 fully.", low=0.0, high=1.0),
    ),
    observables=(
        Observable(name="habit", unit="mg/hour", description="Caffeine drunk by habit.", low=0.0),
        Observable(
            name="stimulation",
            unit="1",
            description="Push on adrenaline, arousal and nerves; 1 is 250 mg in someone not used to it.",
            low=0.0,
        ),
        Observable(name="withdrawal", unit="1", description="Want of the usual caffeine.", low=0.0, high=1.0),
    ),
    parameters=PARAMETERS,
    inputs=(
        Input(name="clock_hour", unit="hour", description="Local clock time, 0 to 24."),
        Input(
            name="usual_caffeine",
            unit="1",
            description="Whether caffeine is drunk by habit (1) or it is stated (0).",
            default=1.0,
            entries=(Entry(verb="set", thing="usual caffeine", kind="level"),),
        ),
        Input(
            name="drunk",
            unit="mg/hour",
            description="Caffeine drunk or swallowed.",
            entries=(
                Entry(verb="drink", thing="caffeine", kind="dose", unit="mg"),
                Entry(verb="take", thing="caffeine", kind="dose", unit="mg"),
            ),
        ),
    ),
    arrows=ARROWS,
    equations={
        "habit": _habit,
        "gut": lambda q: change(gain=q.drunk + q.habit, loss_rate=q.uptake),
        "plasma": lambda q: change(gain=q.uptake * q.gut / (q.volume * q.weight), loss_rate=q.half / q.half_life),
        "tolerance": lambda q: relax(q.plasma / (q.plasma + q.tolerance_half), q.tolerance_time),
        "stimulation": lambda q: q.plasma / q.reference_level * (1.0 - q.tolerance),
        "withdrawal": lambda q: q.tolerance * q.tolerance_half / (q.plasma + q.tolerance_half),
    },
    outputs=("plasma", "tolerance", "withdrawal"),
)
