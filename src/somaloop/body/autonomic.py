"""The autonomic system: arousal, vagal activity, adrenaline, and what heart and breath show of them.

Arousal follows the sum of what drives it, bent softly at 0 and 1; vagal activity, counted in log units of the heart's
beat-to-beat variation (RMSSD), follows its drives and yields to arousal. Both lag by minutes, since the nerves' own
seconds vanish at this time scale. Adrenaline is made anew every few minutes, by arousal, by exertion and, in
proportion, by drugs. Heart rate joins the two branches additively on the log of the beat's length, and goes from there
toward its maximum with exertion. RMSSD falls with age. Training builds over a month.

``arousal_excess``, ``vagal`` and ``adrenaline_excess`` are deviations from a calm healthy person in the same state of
sleep, so they act on nothing in the reference person. Heart rate variability under paced breathing resonates near 0.1
Hz; that part of it is left to the practice that causes it.
"""

from __future__ import annotations

from typing import Any

from somaloop.body._autonomic_arrows import ARROWS
from somaloop.body._autonomic_parameters import PARAMETERS
from somaloop.language import Entry, Input, Mechanism, Observable, Port, State, change, relax
from somaloop.language import functions as f

Q = Any
_LN2 = 0.6931471805599453


def _rest(q: Q) -> Any:
    """Arousal of a calm healthy person in the present state of sleep."""
    return f.unit_range(q.awake_tone * (1.0 - q.asleep), q.softness)


def _driven(q: Q) -> Any:
    tone = (q.awake_tone + q.tone_spread) * (1.0 - q.asleep)
    calming = q.vagal_calming * q.vagal
    return f.unit_range(tone + q.sympathetic_drive + q.exertion_arouses * q.exertion - calming, q.softness)


def _vagal_target(q: Q) -> Any:
    drive = q.vagal_drive + q.fitness_vagal * q.training - q.arousal_withdraws * q.arousal_excess
    return q.vagal_bound * f.tanh(drive / q.vagal_bound)


def _adrenaline_rest(q: Q) -> Any:
    return q.adrenaline_rest * (1.0 - q.adrenaline_asleep * q.asleep)


def _adrenaline_target(q: Q) -> Any:
    by_arousal = 1.0 + q.arousal_releases * q.arousal_excess + q.exertion_releases * q.exertion * q.exertion
    return _adrenaline_rest(q) * by_arousal * (1.0 + q.adrenaline_drive)


def _age_until_flat(q: Q) -> Any:
    """Age, but no more than the age from which variability stays."""
    return q.age_flat - q.age_softness * f.softplus((q.age_flat - q.age) / q.age_softness)


def _quiet_heart(q: Q) -> Any:
    slowing = (
        q.vagal_slowing * (q.vagal + q.vagal_trait)
        - q.sympathetic_speeding * (q.arousal - q.awake_tone)
        + q.sleep_slowing * q.asleep
        + q.clock_slowing * q.phase_cosine
        + q.fitness_slowing * q.training
    )
    return q.resting_heart_rate * f.exp(-slowing)


def _heart_rate(q: Q) -> Any:
    quiet = _quiet_heart(q)
    return quiet + (q.maximal_heart_rate - quiet) * q.exertion


def _breathing_rate(q: Q) -> Any:
    asleep = 1.0 + (q.breathing_sleep_ratio - 1.0) * q.asleep
    quickened = q.arousal_quickens * q.arousal_excess + q.exertion_quickens * q.exertion
    return q.breathing_awake * asleep * f.exp(quickened + q.breathing_drive)


def _palpitation(q: Q) -> Any:
    return f.logistic(
        q.palpitation_base
        + q.arousal_pounds * (q.arousal - q.awake_tone)
        + q.adrenaline_pounds * f.log(q.adrenaline / q.adrenaline_rest)
        + q.exertion_pounds * q.exertion
    )


MECHANISM = Mechanism(
    name="autonomic",
    title="Autonomic nervous system",
    description="Arousal, vagal activity and adrenaline, with heart, breath and exercise.",
    states=(
        State(
            name="arousal",
            unit="1",
            description="Bodily arousal, 0 calm to 1 strong stress.",
            initial=0.02,
            low=-0.01,
            high=1.01,
        ),
        State(
            name="vagal",
            unit="1",
            description="Vagal activity above normal, in log units of RMSSD.",
            initial=0.0,
            low=-1.6,
            high=1.6,
        ),
        State(
            name="adrenaline",
            unit="pg/mL",
            description="Adrenaline in venous plasma.",
            initial=lambda q: q.adrenaline_rest * (1.0 - q.adrenaline_asleep),
            low=0.0,
            high=5000.0,
        ),
        State(
            name="exertion",
            unit="1",
            description="Exertion as a share of the heart's reserve.",
            initial=0.0,
            low=-0.01,
            high=1.01,
        ),
        State(
            name="recent_exertion",
            unit="hour",
            description="Exertion of the last hours, in hours of all-out exertion.",
            initial=0.0,
            low=-0.01,
            high=24.0,
        ),
        State(
            name="fitness",
            unit="1",
            description="Average exertion over the last month, relative to the training that has half of the effect.",
            initial=0.0,
            low=-0.01,
            high=100.0,
        ),
    ),
    observables=(
        Observable(name="arousal_excess", unit="1", description="Arousal above a calm person in this state of sleep."),
        Observable(name="adrenaline_excess", unit="pg/mL", description="Adrenaline above rest in this state of sleep."),
        Observable(name="training", unit="1", description="Effect of training, 0 none to 1 full.", low=-0.01, high=1.0),
        Observable(name="heart_rate", unit="1/min", description="Heart rate.", low=20.0, high=230.0),
        Observable(name="rmssd", unit="ms", description="Beat-to-beat variation of the heart (RMSSD).", low=0.0),
        Observable(name="breathing_rate", unit="1/min", description="Breathing rate.", low=0.0, high=120.0),
        Observable(name="palpitation_signal", unit="1", description="Signal of the heart's pounding.", low=0, high=1),
        Observable(name="chest_tightness", unit="1", description="Signal of tightness in the chest.", low=0, high=1),
        Observable(name="chest_rest", unit="1", description="What a calm chest sends.", low=0, high=1),
    ),
    parameters=PARAMETERS,
    inputs=(
        Input(
            name="exercise",
            unit="1",
            description="Exercise, as a share of the heart's reserve.",
            entries=(
                Entry(
                    verb="do",
                    thing="exercise",
                    kind="activity",
                    levels={"light": 0.3, "moderate": 0.5, "vigorous": 0.75},
                    default_minutes=45,
                    default_level=0.5,
                ),
            ),
        ),
    ),
    ports=(
        Port(name="sympathetic_drive", unit="1", description="Drive of arousal above rest."),
        Port(name="vagal_drive", unit="1", description="Drive of vagal activity, in log units of RMSSD."),
        Port(name="adrenaline_drive", unit="1", description="Rise of adrenaline by drugs and surges, fold minus 1."),
        Port(name="asleep", unit="1", description="Probability of being asleep."),
        Port(name="phase_cosine", unit="1", description="Cosine of the circadian phase, 1 at the body's midnight."),
        Port(name="breathing_drive", unit="1", description="Log change of the breathing rate; slow breathing lowers."),
    ),
    arrows=ARROWS,
    equations={
        "exertion": lambda q: relax(q.exercise, q.exertion_time),
        "recent_exertion": lambda q: change(q.exertion, 1.0 / q.exertion_memory),
        "fitness": lambda q: relax(q.exertion / q.training_full, q.fitness_time),
        "training": lambda q: q.fitness / (1.0 + q.fitness),
        "arousal": lambda q: relax(_driven(q), q.arousal_time),
        "arousal_excess": lambda q: q.arousal - _rest(q),
        "vagal": lambda q: relax(_vagal_target(q), q.vagal_time),
        "adrenaline": lambda q: relax(_adrenaline_target(q), q.adrenaline_half_life / _LN2),
        "adrenaline_excess": lambda q: q.adrenaline - _adrenaline_rest(q),
        "heart_rate": _heart_rate,
        "rmssd": lambda q: (
            q.rmssd_reference
            * f.exp(
                q.rmssd_slope * (q.rmssd_age - _age_until_flat(q)) + q.vagal + q.vagal_trait + q.sleep_rmssd * q.asleep
            )
        ),
        "breathing_rate": _breathing_rate,
        "palpitation_signal": _palpitation,
        "chest_tightness": lambda q: f.logistic(q.chest_base + q.arousal_tightens * (q.arousal - q.awake_tone)),
        "chest_rest": lambda q: f.logistic(q.chest_base),
    },
    outputs=(
        "arousal",
        "vagal",
        "adrenaline",
        "heart_rate",
        "rmssd",
        "breathing_rate",
        "palpitation_signal",
        "chest_tightness",
        "fitness",
        "exertion",
    ),
)
