"""Skeletal muscle of neck, shoulders and jaw: tone, tenderness, headache and cramps.

Tone, in percent of a reference contraction, relaxes within minutes to its resting level plus what arousal adds; it
drifts by chance from day to day and hour to hour, and sleep slackens it. Chronic pain raises the gain of stress and
not the level of rest. Tenderness is a slow integral of tone over weeks: in headache it is raised while tone is not.
Headache grows with both and with arousal, and comes and goes by chance. Felt tension is none of these; it is made in
perception from the signal sent here.

``tone_excess`` is the log of tone against a person's own calm tone in the same state of sleep.
"""

from __future__ import annotations

from typing import Any

from somaloop.body._muscle_parameters import PARAMETERS
from somaloop.evidence.told import arrow_in_question
from somaloop.language import (
    Arrow,
    Mechanism,
    Noise,
    Observable,
    Port,
    State,
    fixed,
    lognormal,
    normal,
    relax,
)
from somaloop.language import functions as f

Q = Any


def _calm_tone(q: Q) -> Any:
    return q.resting_tone * (1.0 - q.sleep_slack * q.asleep)


def _tone_target(q: Q) -> Any:
    chance = q.day_spread * q.day_drift + q.hour_spread * q.hour_drift
    loaded = f.positive_part(_calm_tone(q) + q.stress_gain * q.drive * (1.0 - q.sleep_slack * q.asleep))
    return loaded * f.exp(q.tone_log_gain - q.relaxation + chance)


def _tone_excess(q: Q) -> Any:
    floor = q.tone_floor * q.resting_tone
    return f.log((q.tone + floor) / (_calm_tone(q) + floor))


def _tenderness_target(q: Q) -> Any:
    return f.logistic(q.tenderness_base + q.tenderness_gain * q.tone_excess + q.tenderness_log_gain)


def _headache_target(q: Q) -> Any:
    return f.logistic(
        q.headache_base
        + q.tone_aches * q.tone_excess
        + q.tenderness_aches * (q.tenderness - f.logistic(q.tenderness_base))
        + q.arousal_aches * q.drive
        + q.drive_aches * q.headache_drive
        + q.headache_spread * q.headache_chance
    )


def _sensed(name: str, quantity: str, target: str, description: str, claim: str) -> Arrow:
    return Arrow(
        name=name,
        origin=f"muscle.{quantity}",
        target=f"perception.{target}",
        description=description,
        equation=lambda strength, q: strength * getattr(q, quantity),
        unit="1",
        as_told=1.0,
        as_known=fixed(1.0),
        grade="A",
        method="assumed",
        note="Wiring: the signal is what arrives.",
        claim=claim,
        structural=True,
    )


_ARROWS = (
    _sensed("tightness_is_sensed", "tightness_signal", "tightness_signal", "Tight muscles are sensed.", "C009"),
    _sensed("tenderness_is_sensed", "tenderness", "pain_signal", "Tender tissue is sensed as pain.", "C009"),
    _sensed("headache_is_sensed", "headache", "headache_signal", "Headache is sensed.", "C009"),
    arrow_in_question(
        name="muscle_cramps_hurt",
        origin="muscle.cramps",
        target="perception.pain_signal",
        description="Cramps and twitches hurt.",
        equation=lambda strength, q: strength * (q.cramps - q.cramps_usual),
        unit="1",
        as_known=lognormal(0.4, 0.4),
        grade="B",
        method="assumed",
        note="Cramps are short, so they add less to the hour's pain than tenderness of the same size.",
        claim="C029",
    ),
    arrow_in_question(
        name="muscle_cramps_wake",
        origin="muscle.cramps",
        target="sleep.awakening_drive",
        description="Cramps wake at night.",
        equation=lambda strength, q: strength * (q.cramps - q.cramps_usual),
        unit="1",
        as_known=lognormal(1.0, 0.5),
        grade="B",
        method="assumed",
        source=("cochrane2020-mg-cramps",),
        note="Night cramps are defined by waking; a raised readiness of 0.3 wakes a third more often.",
        claim="C028",
    ),
    arrow_in_question(
        name="release_feels_safe",
        origin="muscle.tone_excess",
        target="appraisal.safety_signal",
        description="The mind reads released muscles as safety, and tight ones as its lack.",
        equation=lambda strength, q: -strength * f.tanh(q.tone_excess),
        unit="1",
        as_known=normal(0.05, 0.08),
        grade="C",
        method="assumed",
        source=("manzoni2008-relaxation", "nestoriuc2008-emg-biofeedback-tth", "fisher2017-couplings"),
        note=(
            "Relaxation training lowers anxiety, but whether tone carries it "
            "is open; in diaries tension leads worry by 0.05 SD."
        ),
        claim="C053",
    ),
)

MECHANISM = Mechanism(
    name="muscle",
    title="Muscle",
    description="Tone, tenderness, headache and cramps.",
    states=(
        State(
            name="tone",
            unit="1",
            description="Tone of the trapezius in percent of a reference contraction.",
            initial=lambda q: q.resting_tone * (1.0 - q.sleep_slack),
            low=0.0,
            high=200.0,
        ),
        State(
            name="tenderness",
            unit="1",
            description="Tenderness of muscle and its covers.",
            initial=lambda q: f.logistic(q.tenderness_base),
            low=0.0,
            high=1.0,
        ),
        State(
            name="headache",
            unit="1",
            description="Headache.",
            initial=lambda q: f.logistic(q.headache_base),
            low=0.0,
            high=1.0,
        ),
        State(
            name="cramps",
            unit="1",
            description="Cramps and twitches.",
            initial=lambda q: f.logistic(q.cramp_base),
            low=0.0,
            high=1.0,
        ),
    ),
    observables=(
        Observable(name="tone_excess", unit="1", description="Log of tone against a person's own calm tone."),
        Observable(name="tightness_signal", unit="1", description="Signal of muscle tightness.", low=0, high=1),
        Observable(name="jaw_tone", unit="1", description="Tone of the jaw relative to calm.", low=0.0),
        Observable(name="cramps_usual", unit="1", description="A person's usual cramps.", low=0, high=1),
    ),
    parameters=PARAMETERS,
    noises=(
        Noise(name="day_drift", description="Drift of tone from day to day.", time_constant=36.0),
        Noise(name="hour_drift", description="Drift of tone from hour to hour.", time_constant=2.0),
        Noise(name="headache_chance", description="Chance of a headache.", time_constant=14.0),
    ),
    ports=(
        Port(name="drive", unit="1", description="Arousal above rest."),
        Port(name="tone_log_gain", unit="1", description="Log change of tone."),
        Port(name="relaxation", unit="1", description="Log fall of tone by practice."),
        Port(name="cramp_drive", unit="1", description="Drive of cramps; 0.25 is one log-odd."),
        Port(name="headache_drive", unit="1", description="Drive of headache; 0.25 is one log-odd."),
        Port(name="tenderness_log_gain", unit="1", description="Log-odds added to tenderness."),
        Port(name="asleep", unit="1", description="Probability of being asleep."),
    ),
    arrows=_ARROWS,
    equations={
        "tone": lambda q: relax(_tone_target(q), q.tone_time),
        "tone_excess": _tone_excess,
        "tightness_signal": lambda q: f.logistic(q.tightness_base + q.tightness_gain * q.tone_excess),
        "jaw_tone": lambda q: f.exp(q.jaw_exponent * q.tone_excess),
        "tenderness": lambda q: relax(_tenderness_target(q), q.tenderness_time),
        "headache": lambda q: relax(_headache_target(q), q.headache_time),
        "cramps": lambda q: relax(f.logistic(q.cramp_base + q.drive_cramps * q.cramp_drive), q.cramp_time),
        "cramps_usual": lambda q: f.logistic(q.cramp_base),
    },
    outputs=(
        "tone",
        "tone_excess",
        "tenderness",
        "headache",
        "cramps",
        "jaw_tone",
        "tightness_signal",
    ),
)
